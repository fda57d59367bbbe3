"""`course grade` gives what `nbgrader autograde` gives: rows of the gradebook, graded notebooks, feedback pages."""

import re
import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy.orm import close_all_sessions

from course_lib.cohort.simulated import simulated_class, submission

from .conftest import Course, Graded, copy_of
from .equality import frame_of, graded_files, rows, same_but_for_the_last_number, scrubbed
from .forged import FORGED
from .honest import HONEST
from .hostile import HOSTILE
from .late import LATE, UNREADABLE
from .submissions import SOLUTIONS, UNIT

pytestmark = pytest.mark.cohort

EVERYBODY = HONEST | HOSTILE | FORGED | LATE
# Marks are the same for these too; what they show differs, because of the box.
SHOWN_OTHERWISE = {
    "junk_bundles": "messages that are no plain data end the run",
    "kernel_says_yes": "there is no kernel whose replies could be replaced",
    "lies_by_environment": "without the keys somebody else's case is another one",
    "lies_by_file": "without the keys somebody else's case is another one",
    "lies_by_name": "without the keys somebody else's case is another one",
    "practised": "pages of a practice case say that the keys are not there",
    "shadowed_libraries": "tracebacks lead through other files",
    "stubborn_loop": "a loop that ignores its interruption is ended sooner",
}


@dataclass(frozen=True)
class Both:
    """The same class graded by nbgrader and by us."""

    stock: Path
    ours: Course
    done: subprocess.CompletedProcess


@pytest.fixture(scope="module")
def both(graded: Graded, released: Course, tmp_path_factory: pytest.TempPathFactory) -> Both:
    ours = copy_of(released, tmp_path_factory.mktemp("ours") / "course")
    ours.hand_in(EVERYBODY | UNREADABLE)
    return Both(graded.course.folder.with_name("untouched"), ours, ours.grade())


def of_graded(found: dict[str, list[tuple]]) -> dict[str, list[tuple]]:
    """Return the rows of those who handed in something that can be graded."""
    return {name: [row for row in part if not UNREADABLE.keys() & set(row[:2])] for name, part in found.items()}


def test_every_row_is_the_same(both: Both):
    ours, stock = of_graded(rows(both.ours.folder)), of_graded(rows(both.stock))
    assert len(stock["grades"]) == len(EVERYBODY) * len(UNIT.questions)
    for name, part in stock.items():
        assert ours[name] == part, name


@pytest.mark.parametrize("student", [name for name in EVERYBODY if name not in SHOWN_OTHERWISE])
def test_the_graded_notebook_is_the_same(both: Both, student: str):
    place = f"autograded/{student}/{UNIT.id}/{UNIT.id}.ipynb"
    assert same_but_for_the_last_number(scrubbed(both.stock / place), scrubbed(both.ours.folder / place))


@pytest.mark.parametrize("student", SHOWN_OTHERWISE)
def test_the_graded_notebook_is_the_same_but_for_what_it_shows(both: Both, student: str):
    place = f"autograded/{student}/{UNIT.id}/{UNIT.id}.ipynb"
    stock, ours = scrubbed(both.stock / place), scrubbed(both.ours.folder / place)
    assert frame_of(ours) == frame_of(stock)
    assert ours["metadata"] == stock["metadata"]


def test_the_graded_folders_hold_the_same_files(both: Both):
    stock, ours = graded_files(both.stock), graded_files(both.ours.folder)
    # What a run wrote is not kept: nothing outlives a run in the box.
    stock[f"lies_by_file/{UNIT.id}"].remove("learner.toml")
    stock = {place: {name for name in names if "__pycache__" not in name} for place, names in stock.items()}
    assert ours == stock


def test_whoever_cannot_be_graded_is_named_with_the_reason(both: Both):
    assert both.done.returncode == 1
    found = rows(both.ours.folder)
    for student in UNREADABLE:
        line = next(line for line in both.done.stdout.splitlines() if re.search(rf"\b{student}\b", line))
        assert "Refused: " in line
        marks = [row for row in found["grades"] if row[0] == student]
        assert [row[2:] for row in marks] == [(0.0, None, None, 1)] * len(UNIT.questions)
        reasons = {row[2] for row in found["comments"] if row[0] == student}
        assert len(reasons) == 1
        assert reasons.pop().startswith("Refused: ")
        assert not (both.ours.folder / "autograded" / student).exists()


def test_whoever_waits_for_a_person_is_named_with_the_reason(both: Both):
    for student, one in EVERYBODY.items():
        count = len(one.flagged(student))
        lines = [line for line in both.done.stdout.splitlines() if re.search(rf"\b{student}\b.*for a person", line)]
        assert len(lines) == (count > 0)
        if lines:
            assert f"{count} answer" in lines[0]
            assert "A person decides." in lines[0]


def test_feedback_pages_are_the_same(both: Both):
    done = both.ours.nbgrader("generate_feedback", UNIT.id, "--student", "[mn]*")
    assert done.returncode == 0, done.stderr
    pages = sorted(both.ours.folder.glob("feedback/*/*/*.html"))
    assert len(pages) == len([name for name in EVERYBODY if name[0] in "mn"])
    for page in pages:
        stock = both.stock / page.relative_to(both.ours.folder)
        assert _scrubbed_page(page) == _scrubbed_page(stock), page


def _scrubbed_page(path: Path) -> str:
    page = path.read_text(encoding="utf-8")
    page = re.sub(r"cell-id=\w+", "cell-id=", page)
    return re.sub(r"(ipykernel_\d+/)?\d{6,}\.py|0x[0-9a-f]+", "", page)


# ------------------------------------------------------------------------------------------ more of nbgrader's own


@pytest.fixture
def pair(released: Course, tmp_path: Path) -> Iterator[tuple[Course, Course]]:
    """Two copies of one course: for nbgrader and for us."""
    yield copy_of(released, tmp_path / "stock"), copy_of(released, tmp_path / "ours")
    close_all_sessions()


def test_the_simulated_class_comes_out_the_same(pair: tuple[Course, Course]):
    people = simulated_class(UNIT, SOLUTIONS)
    for course in pair:
        for person in people:
            folder = course.folder / "submitted" / person.name / UNIT.id
            folder.mkdir(parents=True)
            made = submission(course.folder / "release" / UNIT.id / f"{UNIT.id}.ipynb", UNIT, person)
            nbformat.write(made, folder / f"{UNIT.id}.ipynb")
    stock, ours = pair
    assert stock.nbgrader("autograde", UNIT.id).returncode == 0
    assert ours.grade().returncode == 0
    assert rows(ours.folder) == rows(stock.folder)
    assert graded_files(ours.folder) == graded_files(stock.folder)
    for path in sorted(stock.folder.glob("autograded/*/*/*.ipynb")):
        other = ours.folder / path.relative_to(stock.folder)
        assert same_but_for_the_last_number(scrubbed(path), scrubbed(other)), path


def test_lateness_costs_the_same(pair: tuple[Course, Course]):
    """Late, late with a long and with a short extension, in time, without a time: by nbgrader's plug-in."""
    times = {"late": "2026-03-02 10:00:00 UTC", "long": "2026-03-02 10:00:00 UTC", "short": "2026-03-02 10:00:00 +0100"}
    times |= {"punctual": "2026-02-28 10:00:00 UTC", "no_time": ""}
    for course in pair:
        settings = course.folder / "nbgrader_config.py"
        settings.write_text(f"{settings.read_text()}c.LateSubmissionPlugin.penalty_method = 'zero'\n")
        course.hand_in(dict.fromkeys(times, HONEST["figures"]))
        for student, text in times.items():
            if text:
                (course.folder / "submitted" / student / UNIT.id / "timestamp.txt").write_text(text)
        with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}", "closed-loop") as gradebook:
            gradebook.update_or_create_assignment(UNIT.id, duedate="2026-03-01 10:00:00 UTC")
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Object of type <.*> not in session")  # nbgrader's own
                for student in times:
                    gradebook.update_or_create_student(student)
                    gradebook.update_or_create_submission(UNIT.id, student)
            gradebook.grant_extension(UNIT.id, "long", days=2)
            gradebook.grant_extension(UNIT.id, "short", hours=2)
    stock, ours = pair
    assert stock.nbgrader("autograde", UNIT.id).returncode == 0
    assert ours.grade().returncode == 0
    assert rows(ours.folder) == rows(stock.folder)
    penalties = {row[0]: row[3] for row in rows(ours.folder)["notebooks"]}
    assert penalties == {"late": 100, "short": 100, "long": None, "punctual": None, "no_time": None}


def test_a_persons_marks_are_kept_the_same_way(pair: tuple[Course, Course]):
    stock, ours = pair
    for course in pair:
        course.hand_in({"ada": HONEST["mistake_0"]})
    for grade_again in (False, True):
        if grade_again:
            for course in pair:
                _judge(course)
        assert stock.nbgrader("autograde", UNIT.id, *(["--force"] if grade_again else [])).returncode == 0
        assert ours.grade(*(["--force"] if grade_again else [])).returncode == 0
        assert rows(ours.folder) == rows(stock.folder)
    assert {row[1]: row[2:] for row in rows(ours.folder)["grades"]}[UNIT.questions[0].name][1:] == (1.5, 0.5, 1)


def _judge(course: Course) -> None:
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(UNIT.questions[0].name, UNIT.id, UNIT.id, "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.5, False
        gradebook.find_comment(f"answer_{UNIT.questions[0].name}", UNIT.id, UNIT.id, "ada").manual_comment = "Well."
        gradebook.db.commit()
