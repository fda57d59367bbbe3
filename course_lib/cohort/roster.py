"""`course roster import`: a class list (CSV) into the gradebook, all of it or nothing."""

import csv
import sys
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from nbgrader.api import Gradebook, Student
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Connection, insert, select, update

from course_lib.cohort.indexes import make_indexes
from course_lib.cohort.release import course_config

# The gradebook's column, and what class lists call it; nbgrader's, Canvas's and Moodle's exports are among them.
_HEADINGS = {
    "id": ("id", "student_id", "username", "user name", "login", "login id", "sis login id"),
    "last_name": ("last_name", "last name", "surname", "family name"),
    "first_name": ("first_name", "first name", "given name"),
    "email": ("email", "email address", "e-mail"),
    "lms_user_id": ("lms_user_id", "lms user id", "id number", "canvas id"),
}
_LONGEST, _NOBODY = 128, "Points Possible"  # the latter heads a row of Canvas's export


class NotARoster(ValueError):
    """A class list that cannot be taken; its text names every line that must be mended."""


def import_roster(root: Path, path: Path) -> int:
    """Add the students of a class list to the gradebook and update those it knows; return 1 if nothing was done."""
    try:
        people = read_roster(path.read_bytes())
    except (OSError, NotARoster) as problem:
        print(problem, file=sys.stderr)
        return 1
    directory = CourseDirectory(config=course_config(root))
    with Gradebook(directory.db_url, directory.course_id) as gradebook, gradebook.engine.begin() as connection:
        make_indexes(connection)
        new, changed, missing = _store(connection, people)
    print(f"{len(people)} students: {new} new, {changed} changed, {len(people) - new - changed} as they were")
    if missing:
        names = ", ".join(sorted(missing)[:20]) + (" ..." if len(missing) > 20 else "")
        print(f"{len(missing)} in the gradebook are not on the list and stay: {names}")
    return 0


def read_roster(content: bytes) -> list[dict[str, str]]:
    """Return one dictionary a student, by the gradebook's columns; empty cells are left out.

    Raises
    ------
    NotARoster
        If the file is no UTF-8 text, has no column with the ids, or an id is missing, repeated or no folder name.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotARoster("The class list is not UTF-8 text; save it as CSV UTF-8.") from None
    head = text.partition("\n")[0]
    rows = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        columns = _columns(next(rows, []))
        lines = [
            (rows.line_num, row) for row in rows if any(cell.strip() for cell in row) and row[0].strip() != _NOBODY
        ]
    except csv.Error as problem:
        raise NotARoster(f"The class list is no CSV (line {rows.line_num}: {problem}).") from None
    people = [{name: row[i].strip() for name, i in columns.items() if i < len(row)} for _, row in lines]
    wrong = _problems([line for line, _ in lines], people)
    if wrong:
        raise NotARoster("\n".join(["Nothing was imported. Mend the class list:", *wrong]))
    return [{name: value for name, value in person.items() if value} for person in people]


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Return where each of the gradebook's columns stands in the file."""
    known = {name: column for column, names in _HEADINGS.items() for name in names}
    headings, places = [heading.strip().lower() for heading in head], {}
    if "sis login id" in headings:  # in Canvas's own export "ID" is Canvas's number
        known["id"] = "lms_user_id"
    for i, heading in enumerate(headings):
        column = known.get(heading)
        if column is not None:
            places.setdefault(column, i)
    if "id" not in places:
        raise NotARoster(f"No column holds the ids; head it with one of: {', '.join(_HEADINGS['id'])}.")
    return places


def _problems(lines: Sequence[int], people: Sequence[Mapping[str, str]]) -> list[str]:
    """Return a sentence for every line that cannot be taken. A student's id is the name of a folder."""
    wrong, seen = [], {}
    for line, person in zip(lines, people, strict=True):
        student = person.get("id", "")
        if not student:
            wrong.append(f"line {line}: no id")
        elif student.startswith(".") or not student.isprintable() or set(student) & set('/\\:*?"<>|'):
            wrong.append(f"line {line}: {student!r} cannot name a folder")
        elif student in seen:
            wrong.append(f"line {line}: {student!r} stands on line {seen[student]} too")
        if any(len(value) > _LONGEST for value in person.values()):
            wrong.append(f"line {line}: a cell is longer than {_LONGEST} characters")
        seen.setdefault(student, line)
    return wrong


def _store(connection: Connection, people: Sequence[Mapping[str, str]]) -> tuple[int, int, set[str]]:
    """Write the list in one transaction; return how many are new, how many changed, and who is not on it."""
    there = {row.id: row for row in connection.execute(select(*Student.__table__.columns))}
    fresh = [dict.fromkeys(_HEADINGS) | dict(person) for person in people if person["id"] not in there]
    if fresh:
        connection.execute(insert(Student), fresh)
    known = [person for person in people if person["id"] in there]
    changed = [one for one in known if any(getattr(there[one["id"]], name) != value for name, value in one.items())]
    for person in changed:
        connection.execute(update(Student).where(Student.id == person["id"]).values(**person))
    return len(fresh), len(changed), set(there) - {person["id"] for person in people}
