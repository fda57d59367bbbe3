"""`course grade` may be killed, run twice, run again; it refuses a damaged gradebook and says who is not graded."""

import fcntl
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from nbgrader.api import Gradebook
from sqlalchemy.orm import close_all_sessions

from course_lib.cohort.ledger import BACKUPS
from course_lib.cohort.supervise import ALL_GRADED, LOCK, NOT_RUN, SOMEBODY_UNGRADED, grade

from .conftest import Course, copy_of
from .equality import graded_files, rows
from .honest import HONEST
from .late import UNREADABLE
from .submissions import UNIT

SIX = {name: HONEST[name] for name in ("figures", "blank", "mistake_0", "mistake_1", "mistake_2", "own_cells")}


@pytest.fixture
def course(released: Course, tmp_path: Path):
    """A course with three submissions."""
    course = copy_of(released, tmp_path / "course")
    course.hand_in({name: SIX[name] for name in ("figures", "blank", "mistake_0")})
    yield course
    close_all_sessions()


@pytest.fixture
def run(course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    """Grade in this process; return the exit status and what was said."""
    monkeypatch.setenv("COLUMNS", "300")

    def grade_here(*students: str, **told: object) -> tuple[int, str]:
        status = grade(course.folder, UNIT.id, students=students or ("*",), workers=1, **told)
        return status, " ".join(capsys.readouterr().out.split())

    return grade_here


def change(course: Course, student: str) -> None:
    path = course.folder / "submitted" / student / UNIT.id / f"{UNIT.id}.ipynb"
    path.write_text(path.read_text() + "\n")


# ------------------------------------------------------------------------------------------------ the ledger


def test_only_what_the_ledger_lacks_is_graded(course: Course, run):
    status, said = run()
    assert (status, _counts(said)) == (ALL_GRADED, (3, 0))
    first = rows(course.folder)
    assert _counts(run()[1]) == (0, 3)
    change(course, "blank")
    assert _counts(run()[1]) == (1, 2)
    shutil.rmtree(course.folder / "autograded" / "figures")
    assert _counts(run()[1]) == (1, 2)
    assert _counts(run("f*")[1]) == (0, 1)
    assert _counts(run(force=True)[1]) == (3, 0)
    assert rows(course.folder) == first


def test_what_nbgrader_forgot_is_graded_again(course: Course, run):
    run()
    first = rows(course.folder)
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        gradebook.remove_student("blank")
    assert _counts(run()[1]) == (1, 2)
    assert rows(course.folder) == first


def test_another_version_of_the_assignment_is_graded_again(course: Course, run):
    run()
    settings = course.folder / "nbgrader_config.py"
    settings.write_text(settings.read_text() + "# changed\n")
    assert _counts(run()[1]) == (3, 0)


def _counts(said: str) -> tuple[int, int]:
    found = re.search(r"(\d+) graded now, (\d+) as they were", said)
    assert found, said
    return int(found[1]), int(found[2])


# ------------------------------------------------------------------------------------------------ who is not graded


def test_a_refused_submission_is_named_each_time_until_a_person_has_marked_it(course: Course, run):
    course.hand_in({"cut_off": UNREADABLE["cut_off"]})
    for graded in (4, 0):
        status, said = run()
        assert status == SOMEBODY_UNGRADED
        assert _counts(said) == (graded, 4 - graded)
        assert "cut_off │ not graded │ Refused: the file cannot be read as a notebook" in said
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        for one in UNIT.questions:
            mark = gradebook.find_grade(one.name, UNIT.id, UNIT.id, "cut_off")
            mark.manual_score, mark.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    status, said = run()
    assert status == ALL_GRADED
    assert "cut_off" not in said
    assert {row[3] for row in rows(course.folder)["grades"] if row[0] == "cut_off"} == {0.5}


def test_a_refused_resubmission_takes_the_old_notebook_away(course: Course, run):
    run()
    path = course.folder / "submitted" / "figures" / UNIT.id / f"{UNIT.id}.ipynb"
    path.write_bytes(b"{")
    assert run()[0] == SOMEBODY_UNGRADED
    assert not (course.folder / "autograded" / "figures" / UNIT.id).exists()


def test_links_to_the_gradebook_leave_nothing(course: Course, run):
    folder = course.folder / "submitted" / "figures" / UNIT.id
    (folder / "notes.txt").symlink_to(course.folder / "gradebook.db")
    os.mkfifo(folder / "pipe.txt")
    (course.folder / "submitted" / "blank" / UNIT.id / "timestamp.txt").write_text("yesterday, honest")
    status, said = run()
    assert status == ALL_GRADED
    assert "notes.txt was left out: it is a link." in said
    assert "pipe.txt was left out: it is a pipe." in said
    assert "timestamp.txt holds no time that can be read" in said
    assert graded_files(course.folder)[f"figures/{UNIT.id}"] == {f"{UNIT.id}.ipynb", "learner.toml"}


@pytest.mark.parametrize(
    ("unit_id", "sentence"), [("nonsense", "is not a unit of this course"), ("../x", "is not a unit of this course")]
)
def test_what_is_no_unit_is_refused(course: Course, capsys, unit_id: str, sentence: str):
    assert grade(course.folder, unit_id) == NOT_RUN
    assert sentence in capsys.readouterr().out


def test_nobody_handed_in(course: Course, run):
    status, said = run("nobody")
    assert status == NOT_RUN
    assert "Nobody has handed in" in said


# ------------------------------------------------------------------------------------------------ the gradebook


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]), "is damaged"),
        (lambda file: file.write_bytes(random.Random(1).randbytes(9_000)), "is damaged"),
        (lambda file: file.write_bytes(b""), "holds no gradebook"),
        (lambda file: file.unlink(), "There is no gradebook"),
    ],
)
def test_a_damaged_gradebook_is_refused_and_nothing_is_touched(course: Course, run, damage, sentence: str):
    run()
    file = course.folder / "gradebook.db"
    damage(file)
    before = {path: path.read_bytes() for path in course.folder.rglob("*") if path.is_file()}
    status, said = run(force=True)
    assert status == NOT_RUN
    assert sentence in said
    after = {path: path.read_bytes() for path in course.folder.rglob("*") if path.is_file()}
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} <= {
        course.folder / LOCK
    }
    shutil.copy(sorted((course.folder / BACKUPS).glob("*.db"))[-1], file)
    assert run()[0] == ALL_GRADED


def test_the_gradebook_is_copied_before_each_run_and_ten_copies_are_kept(course: Course, run):
    before = (course.folder / "gradebook.db").read_bytes()
    run("blank")
    first = sorted((course.folder / BACKUPS).glob("*.db"))
    assert len(first) == 1
    assert len(first[0].read_bytes()) == len(before)
    for number in range(12):
        (course.folder / BACKUPS / f"gradebook-2020010{number % 9}T00000{number:07}.db").write_text("old")
    run("blank")
    kept = sorted((course.folder / BACKUPS).iterdir())
    assert len(kept) == 10
    assert first[0] in kept


def test_a_transaction_that_a_kill_cut_off_is_taken_back(course: Course, run):
    """A process that is killed while it writes leaves a journal beside the gradebook, which is then not damaged."""
    run()
    first = rows(course.folder)
    cut_off = f"""
import os, signal, sqlite3
connection = sqlite3.connect({str(course.folder / "gradebook.db")!r}, isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE grade SET auto_score = 77")
connection.execute("UPDATE source_cell SET source = source || hex(zeroblob(9000))")
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", cut_off], check=False)
    assert (course.folder / "gradebook.db-journal").stat().st_size > 0
    assert run()[0] == ALL_GRADED
    assert rows(course.folder) == first


# ------------------------------------------------------------------------------------------------ two runs, killed runs


def test_the_second_run_says_who_holds_the_lock(course: Course, run):
    with open(course.folder / LOCK, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 42 of somebody, since noon")
        lock.flush()
        status, said = run()
    assert status == NOT_RUN
    assert "This course is being graded: process 42 of somebody, since noon." in said
    assert run()[0] == ALL_GRADED


def test_two_runs_at_once(course: Course):
    first = subprocess.Popen(course.grade_command(), cwd=course.folder, env=course.environment())
    deadline = time.monotonic() + 60
    while not (course.folder / LOCK).exists() or not (course.folder / LOCK).read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    second = course.grade()
    assert second.returncode == NOT_RUN
    assert f"process {first.pid} of " in second.stdout
    assert first.wait(120) == ALL_GRADED


@pytest.fixture(scope="module")
def undisturbed(released: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Course]:
    """A class of six, not graded and graded in peace."""
    folder = tmp_path_factory.mktemp("kill")
    fresh = copy_of(released, folder / "fresh")
    fresh.hand_in(SIX)
    graded = copy_of(fresh, folder / "graded")
    began = time.monotonic()
    assert graded.grade("--workers", "2").returncode == ALL_GRADED
    (graded.folder / "seconds").write_text(str(time.monotonic() - began))
    return fresh, graded


MOMENTS = [pytest.param(moment, marks=[pytest.mark.cohort] if moment > 2 else []) for moment in range(1, 21)]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_killed_at_any_moment_is_made_good_by_the_next(undisturbed, tmp_path: Path, moment: int):
    """The moments are drawn over the whole run, the first one from its start-up; nothing of it outlives the kill."""
    fresh, graded = undisturbed
    course = copy_of(fresh, tmp_path / "course")
    seconds = float((graded.folder / "seconds").read_text()) * random.Random(moment).uniform(0.2, 1.05)
    killed = subprocess.Popen(course.grade_command("--workers", "2"), cwd=course.folder, env=course.environment())
    time.sleep(seconds)
    family = _family(killed.pid)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []
    again = course.grade("--workers", "2")
    assert again.returncode == ALL_GRADED, again.stdout
    assert rows(course.folder) == rows(graded.folder)
    assert graded_files(course.folder) == graded_files(graded.folder)
    assert not list((course.folder / "autograded").glob(".incoming/*"))


def _family(process: int) -> list[psutil.Process]:
    try:
        return psutil.Process(process).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
