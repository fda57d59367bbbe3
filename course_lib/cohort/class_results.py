"""What became of a class on one assignment: points from the gradebook, sentences from the graded notebooks."""

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Connection, Row, and_, func, select

from course_lib.cohort.answers import RESULT_TYPE
from course_lib.cohort.export import worths
from course_lib.core.result import LOOK
from course_lib.units import UNITS, load_unit

Told = Mapping[str, tuple[str, str, tuple[str, ...]]]  # question: kind, sentence, notes
_OF_ANOTHER = "Worked on another learner's case, where it is worth more. A person decides."
_UNREADABLE = "There is no graded notebook to read the marking from."
_BY_HAND = "Graded again after a person had given points: those count until somebody looks."


@dataclass(frozen=True)
class Answer:
    """One answer: its points, how it was marked ("" if no graded notebook says so), and why a person must look."""

    question: str
    points: float
    worth: float
    kind: str
    sentence: str
    by_hand: bool
    why: str = ""

    @property
    def lost(self) -> bool:
        """Whether it earned less than all points."""
        return self.points < self.worth - 1e-9


@dataclass(frozen=True)
class Learner:
    """One learner who handed in; `label` is what pages call them. No answers: handed in, not graded."""

    id: str
    label: str
    submitted: datetime | None
    penalty: float
    answers: tuple[Answer, ...]

    @property
    def total(self) -> float:
        """Points for the whole assignment, less the penalty for lateness."""
        return round(max(0.0, sum(one.points for one in self.answers) - self.penalty), 2)


@dataclass(frozen=True)
class ClassResults:
    """A class on one assignment.

    `questions` gives the points of each in the notebook's order, `mistakes` the sentences of the known ones.
    """

    assignment: str
    title: str
    duedate: datetime | None
    questions: Mapping[str, float]
    mistakes: Mapping[str, tuple[str, ...]]
    graded: tuple[Learner, ...]
    not_graded: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def enrolled(self) -> int:
        """Number of students in the gradebook."""
        return len(self.graded) + len(self.not_graded) + len(self.absent)


def class_results(
    connection: Connection, directory: CourseDirectory, assignment: str, *, hide_names: bool = False
) -> ClassResults:
    """Read a class. With `hide_names` learners are numbered in a random order, and nothing quotes what they typed.

    Raises
    ------
    LookupError
        If the gradebook does not know the assignment.
    """
    found = connection.execute(select(Assignment.id, Assignment.duedate).where(Assignment.name == assignment)).first()
    if found is None:
        raise LookupError(f"The gradebook does not know {assignment}; run: nbgrader generate_assignment {assignment}")
    refusals, people = _refusals(connection, found.id), _by_student(connection, found.id)
    labels = _numbered(people) if hide_names else {student: _name(rows[0]) for student, rows in people.items()}
    questions, mistakes = _questions(connection, found.id), {}
    title = assignment
    if assignment in UNITS:
        unit = load_unit(assignment)
        title, order = unit.title, {one.name: place for place, one in enumerate(unit.questions)}
        questions = dict(sorted(questions.items(), key=lambda item: order.get(item[0], len(order))))
        mistakes = {one.name: tuple(mistake.sentence for mistake in one.mistakes) for one in unit.questions}
    graded, not_graded, absent = [], [], []
    for student, rows in people.items():
        told = _told(directory, rows[0].notebook, student, assignment) if rows[0].question else None
        if rows[0].submission is None:
            absent.append(labels[student])
        elif rows[0].question is None or (told is None and student in refusals):
            why = "" if hide_names else refusals.get(student, "")
            not_graded.append(f"{labels[student]}: {why.rstrip('.')}" if why else labels[student])
        else:
            learner = _learner(rows, labels[student], questions, told)
            graded.append(_anonymous(learner) if hide_names else learner)
    people_by = (sorted(graded, key=_by_label), sorted(not_graded), sorted(absent))
    return ClassResults(assignment, title, found.duedate, questions, mistakes, *map(tuple, people_by))


def _by_label(learner: Learner) -> str:
    return learner.label.casefold()


def _questions(connection: Connection, assignment: str) -> dict[str, float]:
    cells = worths()
    query = select(BaseCell.name, cells.c.points).join(cells, cells.c.id == BaseCell.id).join(Notebook)
    return dict(connection.execute(query.where(Notebook.assignment_id == assignment)).all())


def _by_student(connection: Connection, assignment: str) -> dict[str, list[Row]]:
    """Return the gradebook's rows by student, one an answer; one empty row for who has none."""
    mine = and_(SubmittedAssignment.student_id == Student.id, SubmittedAssignment.assignment_id == assignment)
    query = (
        select(Student.id, Student.first_name, Student.last_name, SubmittedAssignment.id.label("submission"))
        .add_columns(SubmittedAssignment.timestamp, SubmittedNotebook.id.label("handed_in"))
        .add_columns(SubmittedNotebook.late_submission_penalty.label("penalty"), Notebook.name.label("notebook"))
        .add_columns(
            BaseCell.name.label("question"), Grade.score.label("score"), Grade.manual_score, Grade.needs_manual_grade
        )
        .select_from(Student)
        .outerjoin(SubmittedAssignment, mine)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .outerjoin(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .outerjoin(BaseCell.__table__, BaseCell.id == Grade.cell_id)
        .order_by(Student.id)
    )
    people: dict[str, list[Row]] = {}
    for row in connection.execute(query):
        people.setdefault(row.id, []).append(row)
    return people


def _refusals(connection: Connection, assignment: str) -> dict[str, str]:
    """Return what the grader wrote to students whose submission it did not take, as far as it wrote anything."""
    query = (
        select(SubmittedAssignment.student_id, func.min(Comment.auto_comment))
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Comment, Comment.notebook_id == SubmittedNotebook.id)
        .where(SubmittedAssignment.assignment_id == assignment, Comment.auto_comment.is_not(None))
        .group_by(SubmittedAssignment.student_id)
    )
    return dict(connection.execute(query).all())


def _told(directory: CourseDirectory, notebook: str, student: str, assignment: str) -> Told | None:
    """Return how each answer was marked, from the graded cells' outputs, which the grader wrote; None if unreadable."""
    folder = directory.format_path(directory.autograded_directory, student, assignment)
    try:
        cells = json.loads(Path(folder, f"{notebook}.ipynb").read_bytes())["cells"]
        graded = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
        outputs = [
            (cell["metadata"]["nbgrader"]["grade_id"], one) for cell in graded for one in cell.get("outputs", [])
        ]
        told = [
            (name, output["data"][RESULT_TYPE]) for name, output in outputs if RESULT_TYPE in output.get("data", {})
        ]
        return {name: (one["kind"], one["sentence"], tuple(one["notes"])) for name, one in told if one["kind"] in LOOK}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _learner(rows: Sequence[Row], label: str, questions: Mapping[str, float], told: Told | None) -> Learner:
    first, found = rows[0], {row.question: row for row in rows if row.question in questions}
    answers = []
    for name in (name for name in questions if name in found):
        row, by_hand = found[name], found[name].manual_score is not None
        kind, sentence, notes = (told or {}).get(name, ("", "", ()))
        reason = (
            _UNREADABLE if told is None else " ".join([_BY_HAND] * by_hand + list(notes)) or "nbgrader asks for a mark."
        )
        marked = {"kind": kind, "sentence": sentence, "by_hand": by_hand}
        why_now = reason if row.needs_manual_grade else ""
        answers.append(Answer(name, float(row.score), questions[name], **marked, why=why_now))
    penalty = sum({row.handed_in: row.penalty or 0.0 for row in rows}.values())
    return Learner(first.id, label, first.timestamp, penalty, tuple(answers))


def _name(row: Row) -> str:
    name = ", ".join(part for part in (row.last_name, row.first_name) if part)
    return f"{name} ({row.id})" if name else row.id


def _numbered(people: Iterable[str]) -> dict[str, str]:
    shuffled = list(people)
    secrets.SystemRandom().shuffle(shuffled)  # a number that could be worked out from the name would not hide it
    width = len(str(len(shuffled)))
    return {student: f"Learner {i:0{width}}" for i, student in enumerate(shuffled, 1)}


def _anonymous(learner: Learner) -> Learner:
    """Return the learner without what could name them: notes that name a learner, sentences that quote an answer."""
    own = re.compile(rf"(?<!\w){re.escape(learner.id)}(?!\w)")

    def hidden(one: Answer) -> Answer:
        why = _OF_ANOTHER if "Worked on case" in one.why else own.sub("this learner", one.why)
        return replace(one, why=why, sentence="" if one.kind == "malformed" else one.sentence)

    return replace(learner, id=learner.label, answers=tuple(hidden(one) for one in learner.answers))
