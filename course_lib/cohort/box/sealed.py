"""What the box may see: a copy of the course without keys and graders, Python and its libraries, and nothing else."""

import os
import shutil
import stat
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import course_lib

PACKAGE = Path(course_lib.__file__).resolve().parent
_KEYS, _SECRET = "keys", ("cohort", "cli.py")
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SETTINGS = (
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "alternatives",
    "fonts",
    "localtime",
    "timezone",
    "mime.types",
)


def seal(folder: Path) -> None:
    """Copy the course into `folder`, as the learner's code may see it, readable by every user."""
    copy = folder / PACKAGE.name
    shutil.copytree(PACKAGE, copy, ignore=_left_out)
    inside = Path("cohort", "box", "inside")
    shutil.copytree(PACKAGE / inside, copy / inside)
    for part in (inside.parent, inside.parent.parent):
        (copy / part / "__init__.py").touch()
    for place, _, files in os.walk(folder):
        os.chmod(place, 0o755)
        for name in files:
            os.chmod(os.path.join(place, name), 0o644)


def _left_out(folder: str, names: list[str]) -> set[str]:
    """Return what is secret: the course's own keys and graders, and the keys of any part of it."""
    return {name for name in names if name == _KEYS or (Path(folder) == PACKAGE and name in _SECRET)}


def libraries() -> list[str]:
    """Return where this interpreter finds its libraries, in its own order, without what installs add by path files."""
    named = sysconfig.get_paths()
    standard = [path for path in sys.path if path.endswith((".zip", "lib-dynload"))]
    wanted = [*standard[:1], named["stdlib"], *standard[1:], named["purelib"], named["platlib"]]
    further = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    return [*dict.fromkeys(path for path in [*wanted, *further] if Path(path).exists())]


def readable() -> list[str]:
    """Return the paths that the box may read, without the copy of the course: Python, libraries, system files."""
    system = [path for path in _SYSTEM if Path(path).exists()]
    python = [sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parents[1]), *libraries()]
    settings = [f"/etc/{name}" for name in _SETTINGS if Path("/etc", name).exists()]
    return [*_outermost([*system, *python]), *settings]


def _outermost(paths: list[str]) -> list[str]:
    """Return the paths without those that lie in another one."""
    kept: list[str] = []
    for path in sorted({os.path.abspath(path) for path in paths}, key=len):
        if not any(Path(path).is_relative_to(other) for other in kept):
            kept.append(path)
    return kept


def hidden(paths: list[str]) -> list[str]:
    """Return what must not be seen although it lies in readable paths: the course, where it is installed there."""
    course = PACKAGE if PACKAGE.parent.name.endswith("-packages") else PACKAGE.parent
    return [str(course)] if any(course.is_relative_to(Path(path).resolve()) for path in paths) else []


def without(path: str, secret: list[str]) -> Iterator[str]:
    """Yield `path`, or the parts of it that do not hold a secret."""
    inside = [one for one in secret if Path(one).is_relative_to(Path(path).resolve())]
    if not inside:
        yield path
    elif Path(path).resolve() != Path(inside[0]):
        for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
            yield from without(entry.path, inside)


def closed_to_others(paths: list[str]) -> bool:
    """Say whether another user could not get at one of these paths."""
    ancestors = {place for path in paths for place in (Path(path).resolve(), *Path(path).resolve().parents)}
    return any(place.is_dir() and not place.stat().st_mode & stat.S_IXOTH for place in ancestors)
