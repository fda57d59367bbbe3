"""The gradebook on a real Postgres server, by nbgrader's own `db_url`: the same rows as on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from course_lib.cohort.supervise import ALL_GRADED, NOT_RUN

from .conftest import Course, copy_of
from .equality import rows
from .honest import HONEST
from .late import UNREADABLE
from .postgres import postgres
from .submissions import UNIT

pytestmark = pytest.mark.cohort
SUBMISSIONS = {"figures": HONEST["figures"], "mistake_0": HONEST["mistake_0"], "cut_off": UNREADABLE["cut_off"]}


@pytest.fixture
def url() -> Iterator[str]:
    with postgres() as address:
        yield address


def test_postgres_holds_the_same_rows(released: Course, tmp_path: Path, url: str):
    here, there = copy_of(released, tmp_path / "here"), copy_of(released, tmp_path / "there")
    settings = there.folder / "nbgrader_config.py"
    settings.write_text(f"{settings.read_text()}c.CourseDirectory.db_url = {url!r}\n")
    (there.folder / "gradebook.db").unlink()
    for course in (here, there):
        course.hand_in(SUBMISSIONS)
    unknown = there.grade()
    assert unknown.returncode == NOT_RUN
    assert f"The gradebook does not know {UNIT.id}" in unknown.stdout
    assert there.nbgrader("generate_assignment", UNIT.id, "--force").returncode == 0
    for arguments in ((), ("--force",)):
        statuses = [course.grade(*arguments).returncode for course in (here, there)]
        assert statuses[0] == statuses[1] != ALL_GRADED
        ours, theirs = rows(here.folder), rows(there.folder, url)
        assert {name: sorted(map(repr, part)) for name, part in ours.items()} == {
            name: sorted(repr(tuple(int(v) if isinstance(v, bool) else v for v in row)) for row in part)
            for name, part in theirs.items()
        }
    assert not (there.folder / "gradebook.db").exists()
