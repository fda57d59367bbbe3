"""Who the learner is, and where their work is kept."""

import os
import re
import tomllib
from pathlib import Path

SELF_STUDY = "self-study"
SEALED = "CLOSED_LOOP_SEALED"  # "1" while the grader runs a notebook that was worked in a sealed build


def learner_id(folder: Path | None = None) -> str:
    """Return who is asked: the first of these that exists.

    The id that the grader sets, the user of the hub (not on Binder, where it is drawn at random), `learner.toml` in
    the folder of the notebook, else "self-study".

    Raises
    ------
    ValueError
        If `learner.toml` is there but holds no line `learner = "..."`.
    """
    if set_by_grader := os.environ.get("CLOSED_LOOP_LEARNER"):
        return set_by_grader
    hub_user = os.environ.get("JUPYTERHUB_USER")
    if hub_user and "BINDER_SERVICE_HOST" not in os.environ and "BINDER_LAUNCH_HOST" not in os.environ:
        return hub_user
    named = (folder or Path.cwd()) / "learner.toml"
    return _read_learner(named) if named.is_file() else SELF_STUDY


def _read_learner(path: Path) -> str:
    try:
        name = tomllib.loads(path.read_text(encoding="utf-8"))["learner"]
    except (KeyError, ValueError):
        name = None
    if not isinstance(name, str) or not re.fullmatch(r"[^\s/\\]{1,64}", name):
        raise ValueError(f'{path.name} holds no learner id; it must hold one line: learner = "your-id" (no spaces).')
    return name


def course_folder(folder: Path | None = None) -> Path | None:
    """Return the course's own folder, if `folder` (default: where we are) lies in it."""
    start = (folder or Path.cwd()).resolve()
    for place in (start, *start.parents):
        if (place / "environment.yml").is_file() and (place / "notebooks").is_dir():
            return place
    return None


def learner_home(folder: Path | None = None) -> Path:
    """Return the folder that keeps the learner's progress and portfolio.

    `CLOSED_LOOP_HOME` if it is set; else the course's own folder, if the notebook lies in it; else `closed-loop` in the
    home folder.
    """
    if chosen := os.environ.get("CLOSED_LOOP_HOME"):
        return Path(chosen)
    return course_folder(folder) or Path.home() / "closed-loop"
