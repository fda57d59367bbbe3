"""`course marks` and `nbgrader export`: everybody's marks by one query, as nbgrader, Canvas or Moodle read them."""

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from sqlalchemy import Connection, Row, Select, Subquery, and_, case, create_engine, func, select, true, union_all
from sqlalchemy.engine import make_url
from traitlets import Enum

from course_lib.cohort.release import course_config

LAYOUTS = ("nbgrader", "canvas", "moodle")
Table = list[list[object]]
# A spreadsheet takes a cell that starts like this for a formula and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class MarksExportPlugin(ExportPlugin):
    """nbgrader's CSV, from one query; Canvas's and Moodle's by `layout`."""

    layout = Enum(LAYOUTS, "nbgrader", help="who reads the file").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the marks to `to` (default: grades.csv)."""
        target = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", target)
        rows = marks(gradebook.db.connection(), self.assignment, self.student)
        write_csv(Path(target), table(rows, self.layout))


def export_marks(root: Path, assignments: Sequence[str], layout: str, target: Path) -> int:
    """Write the marks of these assignments (none: of all) to `target`; return 1 with a sentence if there are none."""
    try:
        with open_gradebook(root) as connection:
            rows = marks(connection, assignments)
    except FileNotFoundError as problem:
        print(problem, file=sys.stderr)
        return 1
    unknown = sorted(set(assignments) - {row.assignment for row in rows})
    if unknown or not rows:
        print(f"The gradebook has no students, or does not know: {', '.join(unknown) or 'any'}", file=sys.stderr)
        return 1
    write_csv(target, table(rows, layout))
    waiting = sum(row.waiting > 0 for row in rows)
    print(f"{target}: {len(rows)} marks" + (f"; {waiting} of them wait for a person" if waiting else ""))
    return 0


@contextmanager
def open_gradebook(root: Path) -> Iterator[Connection]:
    """Give a connection to the course's gradebook for reading; raise FileNotFoundError if there is none."""
    url = make_url(CourseDirectory(config=course_config(root)).db_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise FileNotFoundError(f"There is no gradebook {url.database}; run: nbgrader generate_assignment ASSIGNMENT")
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def marks(connection: Connection, assignments: Iterable[str] = (), students: Iterable[str] = ()) -> Sequence[Row]:
    """Return one row an assignment and student, in nbgrader's order; `score` is after the penalty for lateness."""
    query = _marks_query()
    if wanted := [str(one) for one in assignments]:
        query = query.where(Assignment.name.in_(wanted))
    if wanted := [str(one) for one in students]:
        query = query.where(Student.id.in_(wanted))
    return connection.execute(query).all()


def _marks_query() -> Select:
    cells, grades = worths(), _sums(Grade.notebook_id, score=Grade.score, waiting=case((Grade.needs_manual_grade, 1)))
    on_cell = cells.join(BaseCell.__table__, BaseCell.id == cells.c.id)
    worth = _sums(Notebook.assignment_id, points=cells.c.points, start=on_cell.join(Notebook))
    done = _sums(
        SubmittedNotebook.assignment_id,
        score=grades.c.score,
        penalty=SubmittedNotebook.late_submission_penalty,
        waiting=grades.c.waiting,
        start=SubmittedNotebook.__table__.outerjoin(grades, grades.c.notebook_id == SubmittedNotebook.id),
    )
    raw, penalty = func.coalesce(done.c.score, 0.0), func.coalesce(done.c.penalty, 0.0)
    mine = and_(SubmittedAssignment.assignment_id == Assignment.id, SubmittedAssignment.student_id == Student.id)
    return (
        select(Assignment.name.label("assignment"), Assignment.duedate, SubmittedAssignment.timestamp)
        .add_columns(Student.id.label("student_id"), Student.last_name, Student.first_name, Student.email)
        .add_columns(Student.lms_user_id, raw.label("raw_score"), penalty.label("late_submission_penalty"))
        .add_columns(case((raw > penalty, raw - penalty), else_=0.0).label("score"))
        .add_columns(func.coalesce(worth.c.points, 0.0).label("max_score"))
        .add_columns(func.coalesce(done.c.waiting, 0).label("waiting"))
        .add_columns(SubmittedAssignment.id.is_not(None).label("submitted"))
        .select_from(Assignment.__table__.join(Student.__table__, true()))
        .outerjoin(worth, worth.c.assignment_id == Assignment.id)
        .outerjoin(SubmittedAssignment, mine)
        .outerjoin(done, done.c.assignment_id == SubmittedAssignment.id)
        .order_by(Assignment.duedate, Assignment.name, Student.last_name, Student.first_name, Student.id)
    )


def worths() -> Subquery:
    """Return the points of every graded cell, by its id."""
    tables = (GradeCell.__table__, TaskCell.__table__)
    return union_all(*(select(one.c.id, one.c.max_score.label("points")) for one in tables)).subquery()


def _sums(by: object, start: object = None, **summed: object) -> Subquery:
    query = select(by, *(func.sum(column).label(name) for name, column in summed.items())).group_by(by)
    return (query if start is None else query.select_from(start)).subquery()


def table(rows: Sequence[Row], layout: str) -> Table:
    """Return the marks as rows of cells, headings first, as nbgrader, Canvas or Moodle want them."""
    if layout == "nbgrader":
        names = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"]
        names += ["raw_score", "late_submission_penalty", "score", "max_score"]
        return [names, *([getattr(row, name) for name in names] for row in rows)]
    worth = {row.assignment: row.max_score for row in rows}
    by_student: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_student.setdefault(row.student_id, {})[row.assignment] = row
    people = [(next(iter(found.values())), [_mark(found.get(name)) for name in worth]) for found in by_student.values()]
    if layout == "moodle":
        head = ["Username", "ID number", "Email address", "First name", "Last name", *worth]
        return [head, *([p.student_id, p.lms_user_id, p.email, p.first_name, p.last_name, *m] for p, m in people)]
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *worth]
    points = ["    Points Possible", "", "", "", "", *(_figure(one) for one in worth.values())]
    return [head, points, *([_full_name(p), p.lms_user_id, "", p.student_id, "", *m] for p, m in people)]


def _mark(row: Row | None) -> str:
    """Return a mark; nothing for who handed in nothing, so that an import changes nothing there."""
    return _figure(row.score) if row is not None and row.submitted else ""


def _figure(value: float) -> str:
    return f"{round(value, 2):.10g}"


def _full_name(row: Row) -> str:
    return ", ".join(name for name in (row.last_name, row.first_name) if name) or row.student_id


def write_csv(target: Path, rows: Table) -> None:
    """Write a table as CSV; no cell starts like a formula."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([_inert(cell) for cell in row] for row in rows)


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
