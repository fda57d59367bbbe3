"""The box that a learner's notebook runs in: walls chosen by trying, a warm start, outputs as plain data."""

from course_lib.cohort.box.backends import Backend, NoIsolation, choose_backend
from course_lib.cohort.box.box import Box
from course_lib.cohort.box.inside.frames import Limits
from course_lib.cohort.box.messages import CellRun, Run

__all__ = ["Backend", "Box", "CellRun", "Limits", "NoIsolation", "Run", "choose_backend"]
