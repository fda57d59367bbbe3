"""What lies on the learner's desk: their copies of released notebooks, and the log of their attempts."""

import shutil
from pathlib import Path

from course_lib.study.attempts import AttemptLog
from course_lib.study.learner import learner_home


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


def open_log() -> AttemptLog:
    """Return this learner's log of attempts."""
    return AttemptLog(learner_home() / "progress" / "attempts.jsonl")


def inspected(log: AttemptLog) -> str:
    """Read the whole log once; return what the learner must know of its state, "" if nothing."""
    try:
        return log.inspect() or ""
    except OSError as problem:
        return f"The progress log {log.path.name} cannot be used: {problem.strerror or problem}."
