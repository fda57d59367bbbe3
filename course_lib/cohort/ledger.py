"""The gradebook of a run: looked at and copied before, written by one process, with a ledger of what is graded.

The ledger is a table of the gradebook, so that marks and their entry are written together or not at all. An entry
holds a hash of submission, assignment and grader: it decides what is graded again, not the existence of a folder.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Assignment, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, Text, create_engine, inspect, select
from sqlalchemy.engine import make_url

from course_lib.cohort.indexes import make_indexes
from course_lib.cohort.intake import Refusal

BACKUPS = "gradebook-backups"
_KEPT, _BUSY_SECONDS = 10, 30
LEDGER = Table(
    "closed_loop_ledger",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("refused", Text, nullable=False),
    Column("told", Text, nullable=False),
)


@dataclass(frozen=True)
class Entry:
    """What the ledger says of one submission: its hash, why it was refused, who must look and why, further notes."""

    digest: str
    refused: str
    flags: dict[str, str]
    notes: list[str]
    waiting: bool = False


@contextmanager
def gradebook(url: str, root: Path, unit_id: str) -> Iterator[Engine]:
    """Give the engine of a sound gradebook that knows the assignment; a copy is kept, indexes and ledger are made.

    Raises
    ------
    Refusal
        If it is missing, damaged, or does not know the assignment. Nothing is changed then.
    """
    file = sqlite_file(url)
    if file is not None:
        _check(file, unit_id)
        _back_up(file, root / BACKUPS)
    engine = connect(url)
    try:
        with engine.begin() as connection:
            if not inspect(connection).has_table("assignment") or not _known(connection, unit_id):
                raise Refusal(_unknown(unit_id))
            make_indexes(connection)
            LEDGER.create(connection, checkfirst=True)
        yield engine
    finally:
        engine.dispose()


def connect(url: str) -> Engine:
    """Return an engine that waits for a lock instead of giving up at once."""
    waits = {"timeout": _BUSY_SECONDS} if url.startswith("sqlite") else {}
    return create_engine(url, connect_args=waits, future=True)


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite gradebook; None where a server keeps it."""
    parts = make_url(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None


def _unknown(unit_id: str) -> str:
    return f"The gradebook does not know {unit_id}; run: nbgrader generate_assignment {unit_id}"


def _known(connection: Connection, unit_id: str) -> bool:
    return connection.scalar(select(Assignment.id).where(Assignment.name == unit_id)) is not None


def _check(file: Path, unit_id: str) -> None:
    if not file.is_file():
        raise Refusal(f"There is no gradebook {file.name}; run: nbgrader generate_assignment {unit_id}")
    try:
        # It may be written to: what a killed run has left half done is taken back by SQLite when it is first read.
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as problem:
        found, tables = str(problem), set()
    if found != "ok":
        raise Refusal(f"The gradebook {file.name} is damaged ({found}); put back a copy from {BACKUPS}/ first.")
    if not {"assignment", "grade", "submitted_assignment"} <= tables:
        raise Refusal(f"{file.name} holds no gradebook; put back a copy from {BACKUPS}/ first.")


def _back_up(file: Path, folder: Path) -> None:
    """Copy the gradebook by SQLite's own means, which see a whole state even while somebody writes."""
    folder.mkdir(exist_ok=True)
    copy = folder / f"{file.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.db"
    unfinished = copy.with_suffix(".part")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    unfinished.rename(copy)
    for old in [*sorted(folder.glob(f"{file.stem}-*.db"))[:-_KEPT], *folder.glob("*.part")]:
        old.unlink()


def entries(connection: Connection, unit_id: str) -> dict[str, Entry]:
    """Return the ledger's entries of an assignment by student, as far as the gradebook still has their submission."""
    waiting = {
        student
        for (student,) in connection.execute(
            select(SubmittedAssignment.student_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .where(Assignment.name == unit_id, Grade.needs_manual_grade)
            .distinct()
        )
    }
    there = select(SubmittedAssignment.student_id).join(Assignment).where(Assignment.name == unit_id)
    known = set(connection.scalars(there))
    rows = connection.execute(select(LEDGER).where(LEDGER.c.assignment == unit_id))
    return {
        row.student: Entry(row.digest, row.refused, **json.loads(row.told), waiting=row.student in waiting)
        for row in rows
        if row.student in known
    }


def enter(connection: Connection, unit_id: str, student: str, entry: Entry) -> None:
    """Put one submission into the ledger, in place of what stood there."""
    who = (LEDGER.c.assignment == unit_id) & (LEDGER.c.student == student)
    connection.execute(LEDGER.delete().where(who))
    told = json.dumps({"flags": entry.flags, "notes": entry.notes})
    row = {"assignment": unit_id, "student": student, "digest": entry.digest, "refused": entry.refused, "told": told}
    connection.execute(LEDGER.insert().values(row))
