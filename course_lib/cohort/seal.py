"""Build the package without its keys, for an exam: learners' checks then record, and the grader marks."""

import os
import shutil
import tempfile
from pathlib import Path

from hatchling.build import build_wheel

_NEEDED = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT.md")


def seal(root: Path, folder: Path) -> Path:
    """Write a wheel of `course_lib` without `keys` into `folder`; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    target, before = folder.resolve(), Path.cwd()
    with tempfile.TemporaryDirectory() as scratch:
        for name in _NEEDED:
            shutil.copy(root / name, scratch)
        for name in ("course_lib", "etc"):
            shutil.copytree(root / name, Path(scratch, name), ignore=shutil.ignore_patterns("keys", "__pycache__"))
        os.chdir(scratch)  # the build backend builds the project it stands in
        try:
            return target / build_wheel(str(target))
        finally:
            os.chdir(before)
