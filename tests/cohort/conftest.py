"""A course folder of its own for every test session, and the nbgrader command line run in it."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy.orm import close_all_sessions

from .forged import FORGED
from .honest import HONEST
from .hostile import HOSTILE
from .late import LATE, UNREADABLE
from .submissions import UNIT, Draft, Submission

ROOT = Path(__file__).parents[2]
CELL_SECONDS = 5


@dataclass(frozen=True)
class Mark:
    """What the gradebook says of one answer."""

    score: float
    flagged: bool


@dataclass(frozen=True)
class Course:
    """A copy of the course in a scratch folder."""

    folder: Path

    def nbgrader(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [Path(sys.executable).with_name("nbgrader"), *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=False
        )

    def grade(self, *arguments: str, unit_id: str = UNIT.id) -> subprocess.CompletedProcess:
        """Run `course grade`."""
        command = self.grade_command(*arguments, unit_id=unit_id)
        return subprocess.run(command, cwd=self.folder, env=self.environment(), capture_output=True, text=True)

    def grade_command(self, *arguments: str, unit_id: str = UNIT.id) -> list[str]:
        return [sys.executable, "-m", "course_lib.cli", "grade", unit_id, *arguments]

    def environment(self) -> dict[str, str]:
        """Return this process's environment, less whatever would make the run depend on this machine."""
        private = self.folder.parent / "private"
        private.mkdir(exist_ok=True)
        told_apart = ("CLOSED_LOOP_", "JUPYTER", "NBGRADER", "BINDER_", "IPYTHON", "PYTEST_", "PYTHON")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(told_apart)}
        own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "IPYTHONDIR": "ipython"}
        own |= {"CLOSED_LOOP_HOME": "learner"}
        found = [
            str(ROOT),
            *filter(None, [os.environ.get("PYTHONPATH")]),
        ]  # this copy of the library, not an installed one
        kept |= {"PYTHONPATH": os.pathsep.join(found), "COLUMNS": "400"}
        path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
        return kept | {name: str(private / folder) for name, folder in own.items()} | {"PATH": path}

    def hand_in(self, submissions: Mapping[str, Submission]) -> None:
        for student, submission in submissions.items():
            folder = self.folder / "submitted" / student / UNIT.id
            folder.mkdir(parents=True)
            for name, content in submission.write(self.draft(student)).items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def draft(self, student: str) -> Draft:
        """Return the released notebook as it lies before the student."""
        return Draft(student, nbformat.read(self.folder / "release" / UNIT.id / f"{UNIT.id}.ipynb", as_version=4))

    def marks(self) -> dict[str, dict[str, Mark]]:
        """Return every graded student's marks by question."""
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            found = {}
            for submission in gradebook.assignment_submissions(UNIT.id):
                grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
                found[submission.student.id] = {
                    grade.name: Mark(grade.score, bool(grade.needs_manual_grade)) for grade in grades
                }
        return found

    def exported(self) -> dict[str, float]:
        """Return every student's total as it stands in grades.csv."""
        with open(self.folder / "grades.csv", encoding="utf-8", newline="") as file:
            return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}

    def page(self, student: str) -> str:
        """Return a student's feedback page as HTML text."""
        return (self.folder / "feedback" / student / UNIT.id / f"{UNIT.id}.html").read_text(encoding="utf-8")

    def feedback(self, student: str) -> dict[str, str]:
        """Return the text that the student reads under each question's check."""
        _, *parts = re.split(r'<a name="([a-z_]+)"></a>', self.page(student))
        named = zip(parts[::2], parts[1::2], strict=True)
        return {name: " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for name, text in named}


@dataclass(frozen=True)
class Graded:
    """A class that went through the command line, and what every command said."""

    course: Course
    released: subprocess.CompletedProcess
    first: subprocess.CompletedProcess
    after_first: Mapping[str, Mapping[str, Mark]]
    second: subprocess.CompletedProcess
    feedback: subprocess.CompletedProcess
    export: subprocess.CompletedProcess
    marks: Mapping[str, Mapping[str, Mark]]


def new_course(folder: Path) -> Course:
    """Copy what the command line needs into `folder`; a cell that runs for long is stopped sooner than usual."""
    folder.mkdir()
    for name in ("assignments", "release"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(
        f"{settings}\nc.ExecutePreprocessor.timeout = {CELL_SECONDS}\n", encoding="utf-8"
    )
    return Course(folder)


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with the drill released and nobody's work; copy it, do not change it."""
    course = new_course(tmp_path_factory.mktemp("released") / "course")
    done = course.nbgrader("generate_assignment", UNIT.id)
    assert done.returncode == 0, done.stderr
    return course


def copy_of(course: Course, folder: Path) -> Course:
    """Return a copy that may be changed; its gradebook is found by nbgrader's own default."""
    shutil.copytree(course.folder, folder)
    return Course(folder)


@pytest.fixture(scope="session", autouse=True)
def tools() -> Iterator[None]:
    """Find nbgrader's own tools beside this interpreter, as in an activated environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
        yield


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    """The whole class, taken from release to export with no option but the assignment's name.

    The second autograde finds the late submissions, among them all that cannot be read.
    """
    course = new_course(tmp_path_factory.mktemp("cohort") / "course")
    released = course.nbgrader("generate_assignment", UNIT.id)
    course.hand_in(HONEST | HOSTILE | FORGED)
    first = course.nbgrader("autograde", UNIT.id)
    after_first = course.marks()
    course.hand_in(UNREADABLE | LATE)
    second = course.nbgrader("autograde", UNIT.id)
    feedback = course.nbgrader("generate_feedback", UNIT.id)
    copy_of(course, course.folder.with_name("untouched"))  # for what compares; other tests change marks
    export = course.nbgrader("export")
    yield Graded(course, released, first, after_first, second, feedback, export, course.marks())
    close_all_sessions()
