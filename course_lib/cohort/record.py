"""Where marks are written: nbgrader's rows in one transaction, the graded folder replaced in one step.

Only one process of a run writes. What a person entered (manual scores, comments, extra credit) is never touched.
"""

import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
    new_uuid,
)
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import Connection, Engine, bindparam, insert, select, update
from traitlets.config import Config

from course_lib.cohort.intake import Refusal
from course_lib.cohort.judge import Outcome
from course_lib.cohort.ledger import Entry, enter

INCOMING = ".incoming"


@dataclass(frozen=True)
class Cells:
    """The ids that the gradebook gave to an assignment, its notebook, and its cells by name and kind."""

    assignment: str
    duedate: datetime | None
    notebook: str
    graded: Mapping[str, str]
    answered: Mapping[str, str]


class Recorder:
    """Writes outcomes of one assignment; the only writer of a run."""

    def __init__(self, engine: Engine, config: Config, unit_id: str) -> None:
        self.engine, self.unit = engine, unit_id
        self.directory = CourseDirectory(config=config)
        self.autograded = Path(self.directory.root, self.directory.autograded_directory)
        self.mode = int(str(Autograde(coursedir=self.directory, config=config).permissions), 8)
        late = AssignLatePenalties(config=config)
        self.penalties = late.plugin_class(parent=late)
        with engine.connect() as connection:
            self.cells = _cells(connection, unit_id)
        shutil.rmtree(self.autograded / INCOMING, ignore_errors=True)  # what a run that was killed left there

    def record(self, outcome: Outcome) -> None:
        """Write an outcome: files first, then rows and ledger together. A run killed in between does it again."""
        self._replace(outcome)
        with self.engine.begin() as connection:
            _student(connection, outcome.student)
            notebook = self._submission(connection, outcome)
            self._scores(connection, notebook, outcome)
            self._comments(connection, notebook, outcome)
            self._late(connection, notebook, outcome)
            entry = Entry(outcome.digest, outcome.refused, dict(outcome.flags), list(outcome.notes))
            enter(connection, self.unit, outcome.student, entry)

    def folder(self, student: str) -> Path:
        """Return where a student's graded notebook goes."""
        return Path(self.directory.format_path(self.directory.autograded_directory, student, self.unit))

    def _replace(self, outcome: Outcome) -> None:
        """Put the graded folder in the place of what was there; a refused submission has none."""
        target = self.folder(outcome.student)
        fresh, old = (self.autograded / INCOMING / name for name in ("fresh", "old"))
        if not outcome.refused:
            for name, content in {**outcome.files, f"{self.unit}.ipynb": outcome.notebook.encode()}.items():
                path = fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                path.chmod(self.mode)
        if target.exists():
            old.parent.mkdir(parents=True, exist_ok=True)
            target.rename(old)
        if not outcome.refused:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)

    def _submission(self, connection: Connection, outcome: Outcome) -> str:
        """Return the id of the student's submitted notebook; all its rows exist afterwards."""
        table, found = SubmittedAssignment, self.cells
        mine = (table.assignment_id == found.assignment) & (table.student_id == outcome.student)
        submission = connection.scalar(select(table.id).where(mine))
        if submission is None:
            submission = new_uuid()
            row = {"id": submission, "assignment_id": found.assignment, "student_id": outcome.student}
            connection.execute(insert(table).values(row))
        if outcome.timestamp is not None:
            connection.execute(update(table).where(table.id == submission).values(timestamp=outcome.timestamp))
        where = (SubmittedNotebook.assignment_id == submission) & (SubmittedNotebook.notebook_id == found.notebook)
        notebook = connection.scalar(select(SubmittedNotebook.id).where(where))
        if notebook is None:
            notebook = new_uuid()
            row = {"id": notebook, "assignment_id": submission, "notebook_id": found.notebook, "flagged": False}
            connection.execute(insert(SubmittedNotebook).values(row))
        return str(notebook)

    def _scores(self, connection: Connection, notebook: str, outcome: Outcome) -> None:
        """Write the automatic scores; by nbgrader's rule an answer that a person has marked asks for a second look."""
        old = connection.execute(select(Grade.cell_id, Grade.manual_score).where(Grade.notebook_id == notebook))
        there = {row.cell_id: row.manual_score for row in old}
        rows = []
        for name, cell in self.cells.graded.items():
            score = 0.0 if outcome.refused else outcome.scores.get(name)
            by_hand = there.get(cell) is not None
            look = bool(by_hand or score is None or outcome.refused or name in outcome.flags)
            rows.append({"cell_id": cell, "auto_score": score, "needs_manual_grade": look})
        _put(connection, Grade, notebook, rows, there.keys())

    def _comments(self, connection: Connection, notebook: str, outcome: Outcome) -> None:
        there = set(connection.scalars(select(Comment.cell_id).where(Comment.notebook_id == notebook)))
        said = {name: outcome.refused or outcome.comments.get(name) for name in self.cells.answered}
        rows = [{"cell_id": cell, "auto_comment": said[name]} for name, cell in self.cells.answered.items()]
        _put(connection, Comment, notebook, rows, there)

    def _late(self, connection: Connection, notebook: str, outcome: Outcome) -> None:
        """Let nbgrader's plug-in say what lateness costs: nothing below zero, nothing above the score."""
        row = connection.execute(
            select(SubmittedAssignment.timestamp, SubmittedAssignment.extension)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .where(SubmittedNotebook.id == notebook)
        ).one()
        penalty = None
        if row.timestamp is not None and self.cells.duedate is not None:
            due = self.cells.duedate + row.extension if row.extension is not None else self.cells.duedate
            seconds = max(0, (row.timestamp - due).total_seconds())
            if seconds > 0:
                score = connection.scalar(select(SubmittedNotebook.score).where(SubmittedNotebook.id == notebook))
                penalty = self.penalties.late_submission_penalty(outcome.student, score, seconds)
                penalty = None if penalty is None else min(max(penalty, 0), score)
        where = SubmittedNotebook.id == notebook
        connection.execute(update(SubmittedNotebook).where(where).values(late_submission_penalty=penalty))


def _put(
    connection: Connection,
    table: type[Grade] | type[Comment],
    notebook: str,
    rows: list[dict[str, object]],
    there: Collection[str],
) -> None:
    """Insert or update rows of one submitted notebook, by the cell that they belong to."""
    new = [row | {"id": new_uuid(), "notebook_id": notebook} for row in rows if row["cell_id"] not in there]
    if new:
        connection.execute(insert(table), new)
    if old := [row | {"cell": row["cell_id"]} for row in rows if row["cell_id"] in there]:
        mine = (table.notebook_id == notebook) & (table.cell_id == bindparam("cell"))
        connection.execute(update(table.__table__).where(mine), old)


def _student(connection: Connection, student: str) -> None:
    if connection.scalar(select(Student.id).where(Student.id == student)) is None:
        connection.execute(insert(Student).values(id=student))


def _cells(connection: Connection, unit_id: str) -> Cells:
    """Read what the gradebook calls the parts of an assignment of one notebook, named like the assignment."""
    assignment = connection.execute(select(Assignment.id, Assignment.duedate).where(Assignment.name == unit_id)).one()
    rows = connection.execute(select(Notebook.id, Notebook.name).where(Notebook.assignment_id == assignment.id)).all()
    if [row.name for row in rows] != [unit_id]:
        names = ", ".join(row.name for row in rows) or "none"
        raise Refusal(f"The assignment {unit_id} must have one notebook, {unit_id}; the gradebook has: {names}.")
    cells = connection.execute(
        select(BaseCell.id, BaseCell.name, BaseCell.type).where(BaseCell.notebook_id == rows[0].id)
    ).all()
    graded = {cell.name: cell.id for cell in cells if cell.type in ("GradeCell", "TaskCell")}
    answered = {cell.name: cell.id for cell in cells if cell.type in ("SolutionCell", "TaskCell")}
    return Cells(assignment.id, assignment.duedate, rows[0].id, graded, answered)


def free_bytes(folder: Path) -> int:
    """Return how much may still be written below a folder."""
    told = os.statvfs(folder)
    return told.f_bavail * told.f_frsize
