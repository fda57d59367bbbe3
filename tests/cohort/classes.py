"""A class in a gradebook without a kernel: answers are recorded, marked as the grader marks, and written down."""

import json
import warnings
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, SubmittedAssignment

from course_lib.cohort.marking import mark_notebook
from course_lib.core.answers import to_plain
from course_lib.core.result import ANSWER_TYPE, Result
from course_lib.forms import mistaken

from .conftest import ROOT
from .submissions import NOTEBOOK, UNIT, case_of

DUE = datetime(2026, 3, 20, 12)
Answers = Mapping[str, object]


def new_folder(folder: Path, url: str | None = None) -> Path:
    """Return a course's folder with nbgrader's settings and nothing else."""
    folder.mkdir()
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    told = f"\nc.CourseDirectory.db_url = {url!r}\n" if url else ""
    (folder / "nbgrader_config.py").write_text(settings + told, encoding="utf-8")
    return folder


def address(folder: Path) -> str:
    return f"sqlite:///{folder / 'gradebook.db'}"


def _assignment(gradebook: Gradebook) -> None:
    gradebook.add_assignment(UNIT.id, duedate=DUE)
    gradebook.add_notebook(UNIT.id, UNIT.id)
    for one in UNIT.questions:
        gradebook.add_grade_cell(one.name, UNIT.id, UNIT.id, max_score=one.points, cell_type="code")
        gradebook.add_solution_cell(f"answer_{one.name}", UNIT.id, UNIT.id)


def _handed_in(gradebook: Gradebook, student: str, moment: datetime) -> SubmittedAssignment:
    with warnings.catch_warnings():  # nbgrader's own way with its rows makes its database layer warn
        warnings.filterwarnings("ignore", message="Object of type <.*> not in session")
        return gradebook.add_submission(UNIT.id, student, timestamp=moment)


def fill(gradebook: Gradebook, *, students: int) -> None:
    """Put a class into a gradebook by nbgrader's own interface; the first two hand in nothing, some are late."""
    _assignment(gradebook)
    for i in range(students):
        student = f"s{i:03}"
        gradebook.add_student(student, last_name=f"Last{i % 3}", first_name=None if i % 4 else "First", email=f"{i}@x")
        if i < 2:
            continue
        submission = _handed_in(gradebook, student, DUE.replace(day=18 + i % 4, second=i % 60))
        submission.notebooks[0].late_submission_penalty = 3.5 if i % 4 == 3 else None
        for k, grade in enumerate(submission.notebooks[0].grades):
            grade.auto_score = None if (i + k) % 11 == 0 else float((i * k) % 4)
            grade.manual_score = 1.25 if (i + k) % 7 == 0 else None
            grade.extra_credit = 0.5 if (i + k) % 13 == 0 else None
            grade.needs_manual_grade = k == 0 and i == 5
    gradebook.db.commit()


def graded_class(folder: Path, answers: Mapping[str, Answers]) -> dict[str, dict[str, Result]]:
    """Mark a class's answers and write gradebook and graded notebooks; return the results by learner."""
    results = {}
    with Gradebook(address(folder), "closed-loop") as gradebook:
        _assignment(gradebook)
        for i, (student, given) in enumerate(answers.items()):
            gradebook.add_student(student)
            submission = _handed_in(gradebook, student, DUE.replace(day=17, hour=i % 24))
            results[student] = _graded_notebook(folder, student, given)
            for grade in submission.notebooks[0].grades:
                grade.auto_score = results[student][grade.name].score
                grade.needs_manual_grade = bool(results[student][grade.name].notes)
        gradebook.db.commit()
    return results


def _graded_notebook(folder: Path, student: str, given: Answers) -> dict[str, Result]:
    notebook = nbformat.read(ROOT / "release" / UNIT.id / NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if cell.id in given:
            record = {"question": cell.id, "answer": given[cell.id], "case": case_of(student).code}
            record |= {"learner": student, "attempt": 0}
            record |= given.get("claim", {})
            cell.outputs = [nbformat.v4.new_output("display_data", data={ANSWER_TYPE: record})]
    results = mark_notebook(notebook, UNIT, student)
    place = folder / "autograded" / student / UNIT.id
    place.mkdir(parents=True)
    (place / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")
    return results


def right(student: str) -> Answers:
    return {one.name: to_plain(one.answer(case_of(student))) for one in UNIT.questions}


def wrong(student: str, which: int = 0) -> Answers:
    """Return a learner's answers with the known mistake `which` wherever there is one, right elsewhere."""
    asked = [one for one in UNIT.questions if which < len(one.mistakes)]
    return {**right(student), **{one.name: to_plain(mistaken(one, which, case_of(student))) for one in asked}}
