"""The learner's own copy of a released notebook: release/ is generated, so nobody works in it."""

import shutil
from pathlib import Path


def work_copy(course: Path, home: Path, unit_id: str) -> Path:
    """Return the learner's copy of a graded notebook, below `home`/work; it is made once and never replaced.

    Raises
    ------
    FileNotFoundError
        If `course` holds no released notebook of the unit.
    """
    copy = home / "work" / unit_id / f"{unit_id}.ipynb"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        fresh = copy.with_suffix(".new")
        shutil.copyfile(course / "release" / unit_id / copy.name, fresh)
        fresh.rename(copy)
    return copy
