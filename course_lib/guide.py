"""Where a learner stands in the course, and the way to the next graded notebook."""

import os
from pathlib import Path

from course_lib.study.desk import open_log, work_copy
from course_lib.study.learner import course_folder, learner_home, learner_id
from course_lib.ui.pages import Brief, Page
from course_lib.ui.standing import progress_row
from course_lib.units import UNITS, load_unit


def progress() -> Page:
    """Show what you earned so far on the graded cases, what to repeat, and how much you practised."""
    me = learner_id()
    records = [r for r in open_log().records() if r["question"] and r["learner"] == me]
    units = [load_unit(unit_id) for unit_id in UNITS]
    rows = [progress_row(u.title, u.questions, [r for r in records if r["unit"] == u.id]) for u in units]
    columns = ("Unit", "Points", "Questions tried", "To repeat", "Practice attempts")
    return Page(f"Progress · {me}", columns=columns, rows=tuple(rows))


def work_on(unit_id: str) -> Brief:
    """Put a copy of a graded notebook into work/, unless it is there already, and show the link to it."""
    unit, course = load_unit(unit_id), course_folder()
    if course is None or "NBGRADER_EXECUTION" in os.environ:
        return Brief("This notebook is not open in the course's own folder, so there is no released notebook to copy.")
    path = work_copy(course, learner_home(), unit.id)
    link = os.path.relpath(path, Path.cwd()).replace(os.sep, "/")
    return Brief(f"Your copy: [work/{unit.id}/{path.name}]({link})")
