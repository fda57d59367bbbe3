"""Make release/ from assignments/ with nbgrader, in a scratch folder, and compare or replace what is committed."""

import logging
import shutil
import tempfile
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course_lib.cases import __name__ as cases_package
from course_lib.units import FORMS, UNITS, forms_text


def course_config(root: Path) -> Config:
    """Return the course's nbgrader configuration, with `root` as its folder."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    return config


def generate(root: Path, target: Path) -> list[Path]:
    """Generate the released notebooks of every unit into `target`; return their paths below it."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(root / "assignments", Path(scratch, "assignments"))
        shutil.copy(root / "nbgrader_config.py", scratch)
        config = course_config(Path(scratch))
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        api.log.setLevel(logging.ERROR)
        for unit_id in UNITS:
            outcome = api.generate_assignment(unit_id)
            if not outcome["success"]:
                raise RuntimeError(
                    f"nbgrader could not release {unit_id}:\n{outcome['log']}\n{outcome.get('error', '')}"
                )
        made = sorted(Path(scratch, "release").rglob("*.ipynb"))
        for path in made:
            copy = target / path.relative_to(Path(scratch, "release"))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        return [path.relative_to(Path(scratch, "release")) for path in made]


def release(root: Path, *, check: bool = False) -> list[str]:
    """Bring release/ and the sealed build's forms up to date; return what differed. `check` changes nothing."""
    differing = []
    with tempfile.TemporaryDirectory() as folder:
        made = generate(root, Path(folder))
        committed = {path.relative_to(root / "release") for path in (root / "release").glob("*/*.ipynb")}
        for name in sorted({*made, *committed}):
            fresh, old = Path(folder, name), root / "release" / name
            if not (fresh.exists() and old.exists() and fresh.read_bytes() == old.read_bytes()):
                differing.append(f"release/{name}")
        if differing and not check:
            shutil.rmtree(root / "release", ignore_errors=True)
            shutil.copytree(folder, root / "release")
    forms = root.joinpath(*cases_package.split("."), FORMS)
    if forms.read_text(encoding="utf-8") != forms_text():
        differing.append(str(forms.relative_to(root)))
        if not check:
            forms.write_text(forms_text(), encoding="utf-8")
    return differing
