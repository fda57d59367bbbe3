"""`course demo`: a simulated class through nbgrader from release to export, and its marks beside the expected ones."""

import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from course_lib.cohort.release import course_config
from course_lib.cohort.simulated import Learner, expected_marks, simulated_class, solutions_in, submission
from course_lib.units import Unit, load_unit

UNIT = "10_model_risk_drill"


def demo(root: Path, folder: Path | None = None, unit_id: str = UNIT) -> int:
    """Run the demonstration; return 1 if any mark differs from the expected one.

    Parameters
    ----------
    root
        The course's folder; nothing is written into it.
    folder
        Where to keep the demonstration's course; a scratch folder that goes away if it is left out.
    unit_id
        The unit whose graded notebook the class hands in.
    """
    with _workplace(folder) as course:
        unit = load_unit(unit_id)
        people = simulated_class(unit, solutions_in(root / "assignments" / unit_id / f"{unit_id}.ipynb"))
        marks = _run(root.resolve(), course, unit, people)
    return _show(unit, people, marks)


@contextmanager
def _workplace(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="closed-loop-demo-") as scratch:
        yield Path(scratch)


def _run(root: Path, course: Path, unit: Unit, people: list[Learner]) -> dict[str, dict[str, float]]:
    """Take the class through nbgrader; return each learner's points by question."""
    shutil.copytree(root / "assignments", course / "assignments", dirs_exist_ok=True)
    shutil.copy(root / "nbgrader_config.py", course)
    config = course_config(course)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    steps = TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*steps, TimeRemainingColumn(), console=Console(stderr=True)) as bar, _in_folder(course), _quiet():
        task = bar.add_task("release", total=2 * len(people) + 2)
        _must(api.generate_assignment(unit.id))
        bar.update(task, advance=1, description="submit")
        for person in people:
            _hand_in(course, unit, person)
        for person in people:
            bar.update(task, description=f"autograde {person.name}")
            _must(api.autograde(unit.id, person.name))
            bar.update(task, advance=1, description=f"feedback {person.name}")
            _must(api.generate_feedback(unit.id, person.name))
            bar.advance(task)
        bar.update(task, description="export")
        with Gradebook(api.coursedir.db_url) as gradebook:
            CsvExportPlugin(to="grades.csv").export(gradebook)
            marks = {one.name: _points(gradebook, unit, one.name) for one in people}
        bar.update(task, advance=1, description="done")
    return marks


def _hand_in(course: Path, unit: Unit, person: Learner) -> None:
    folder = course / "submitted" / person.name / unit.id
    folder.mkdir(parents=True, exist_ok=True)
    released = course / "release" / unit.id / f"{unit.id}.ipynb"
    nbformat.write(submission(released, unit, person), folder / released.name)


def _points(gradebook: Gradebook, unit: Unit, student: str) -> dict[str, float]:
    notebook = gradebook.find_submission_notebook(unit.id, unit.id, student)
    return {grade.name: grade.score for grade in notebook.grades}


def _must(outcome: dict[str, object]) -> None:
    if not outcome["success"]:
        raise RuntimeError(f"nbgrader failed:\n{outcome.get('log', '')}\n{outcome.get('error', '')}")


@contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep a cosmetic warning of nbgrader's database layer (one for every first submission) off the screen."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Object of type <.*> not in session")
        yield


def _show(unit: Unit, people: list[Learner], marks: dict[str, dict[str, float]]) -> int:
    """Print the table of marks; return 1 if any differs from the expected one."""
    table = Table("learner", "what they did", title="Marks of the simulated class", title_justify="left")
    for heading in ("points", "expected", "questions that differ"):
        table.add_column(heading, justify="right")
    wrong = 0
    for person in people:
        expected, got = expected_marks(unit, person), marks[person.name]
        differing = [name for name, points in expected.items() if abs(got.get(name, -1) - points) > 1e-9]
        wrong += len(differing)
        row = f"{sum(got.values()):g}", f"{sum(expected.values()):g}", ", ".join(differing) or "none"
        table.add_row(person.name, person.what, *row)
    Console().print(table)
    return 1 if wrong else 0
