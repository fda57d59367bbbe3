"""The same work on a real Dask scheduler with two real workers on loopback, one of which is killed on the way."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from course_lib.cohort.supervise import ALL_GRADED, NOT_RUN, grade

from .conftest import Course, copy_of
from .equality import graded_files, rows
from .honest import HONEST
from .submissions import UNIT

pytestmark = pytest.mark.cohort
TEN = {name: HONEST[name] for name in list(HONEST)[:10]}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def cluster(released: Course, tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A scheduler's address and two workers: processes of their own, as on two machines."""
    pytest.importorskip("distributed", reason="the cluster extra is not installed: pip install 'closed-loop[cluster]'")
    address = f"tcp://127.0.0.1:{free_port()}"
    environment = released.environment()
    environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "5"
    log = (tmp_path / "cluster.log").open("wb")

    def start(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
        return subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=log)

    host, port = address.removeprefix("tcp://").split(":")
    scheduler = start("dask_scheduler", "--host", host, "--port", port, "--no-dashboard", "--no-jupyter")
    workers = [
        start(
            "dask_worker",
            address,
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--local-directory",
            str(tmp_path),
        )
        for _ in range(2)
    ]
    yield address, workers
    for process in [*workers, scheduler]:
        process.kill()
        process.wait()
    log.close()


def test_a_lost_worker_changes_no_mark(released: Course, tmp_path: Path, cluster, capsys, monkeypatch):
    address, workers = cluster
    here, there = copy_of(released, tmp_path / "here"), copy_of(released, tmp_path / "there")
    for course in (here, there):
        course.hand_in(TEN)
    assert here.grade("--workers", "2").returncode == ALL_GRADED
    monkeypatch.setenv("COLUMNS", "200")
    command = [*there.grade_command("--scheduler", address)]
    run = subprocess.Popen(command, cwd=there.folder, env=there.environment(), stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list(there.folder.glob("autograded/*/*/*.ipynb")):
        assert time.monotonic() < deadline
        assert run.poll() is None
        time.sleep(0.1)
    workers[0].send_signal(signal.SIGKILL)
    said, _ = run.communicate(timeout=240)
    assert run.returncode == ALL_GRADED, said
    assert re.search(r"10 graded now, 0 as they were", said)
    assert rows(there.folder) == rows(here.folder)
    assert graded_files(there.folder) == graded_files(here.folder)


def test_a_scheduler_that_is_not_there_is_said(released: Course, tmp_path: Path, capsys):
    pytest.importorskip("distributed", reason="the cluster extra is not installed: pip install 'closed-loop[cluster]'")
    course = copy_of(released, tmp_path / "course")
    course.hand_in({"blank": HONEST["blank"]})
    assert grade(course.folder, UNIT.id, scheduler=f"tcp://127.0.0.1:{free_port()}") == NOT_RUN
    assert "cannot be reached" in " ".join(capsys.readouterr().out.split())
