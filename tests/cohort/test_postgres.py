"""The gradebook on a real Postgres server, by nbgrader's own `db_url`: the same rows as on SQLite."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from course_lib.cohort.supervise import ALL_GRADED, NOT_RUN

from .conftest import Course, copy_of
from .equality import rows
from .honest import HONEST
from .late import UNREADABLE
from .submissions import UNIT
from .test_cluster import free_port

pytestmark = pytest.mark.cohort
SUBMISSIONS = {"figures": HONEST["figures"], "mistake_0": HONEST["mistake_0"], "cut_off": UNREADABLE["cut_off"]}


def programs() -> Path | None:
    """Return the folder of the newest server's programs, where Debian keeps them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


@pytest.fixture
def url() -> Iterator[str]:
    """The address of an empty database on a server of its own."""
    pytest.importorskip("psycopg", reason="no Postgres driver is installed: pip install 'psycopg[binary]'")
    if (bin_folder := programs()) is None:
        pytest.skip("no Postgres server is installed: apt-get install postgresql")
    as_nobody = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # the server refuses to run as root
    folder, port = Path(tempfile.mkdtemp(prefix="pg-")), free_port()
    if as_nobody:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    run = lambda *command: subprocess.run([*as_nobody, *command], check=True, capture_output=True, cwd="/")  # noqa: E731
    run(str(bin_folder / "initdb"), "-D", data, "-U", "grader", "--auth=trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run(str(bin_folder / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
    yield f"postgresql+psycopg://grader@127.0.0.1:{port}/postgres"
    run(str(bin_folder / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
    shutil.rmtree(folder)


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
