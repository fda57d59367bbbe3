"""Marks by one query: the same as nbgrader's own export, in three layouts, on SQLite and Postgres."""

import csv
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from sqlalchemy import event, inspect
from sqlalchemy.orm import close_all_sessions

from course_lib.cli import main
from course_lib.cohort.export import MarksExportPlugin, marks
from course_lib.cohort.indexes import make_indexes

from .classes import address, fill, new_folder
from .conftest import Course
from .postgres import postgres
from .submissions import UNIT

SIZE = 12


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Path]:
    folder = new_folder(tmp_path / "course")
    with Gradebook(address(folder), "closed-loop") as gradebook:
        fill(gradebook, students=SIZE)
        gradebook.add_assignment("0_nobody", duedate=None)
    yield folder
    close_all_sessions()


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def both(gradebook: Gradebook, folder: Path, **told: list[str]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return what nbgrader's own exporter writes and what ours does."""
    for name, plugin in (("theirs", CsvExportPlugin), ("ours", MarksExportPlugin)):
        plugin(to=str(folder / f"{name}.csv"), **told).export(gradebook)
    return read(folder / "theirs.csv"), read(folder / "ours.csv")


@pytest.mark.parametrize(
    "told", [{}, {"assignment": [UNIT.id]}, {"student": ["s003", "s004"]}, {"assignment": ["0_nobody"]}], ids=str
)
def test_every_figure_is_nbgraders_own(course: Path, tmp_path: Path, told: dict[str, list[str]]):
    with Gradebook(address(course), "closed-loop") as gradebook:
        theirs, ours = both(gradebook, tmp_path, **told)
    key = lambda row: (row["assignment"], row["student_id"])  # noqa: E731
    assert len(ours) == len(theirs) > 0
    assert sorted(ours, key=key) == sorted(theirs, key=key)
    assert [row["assignment"] for row in ours] == [row["assignment"] for row in theirs]
    names = [(row["assignment"], row["last_name"], row["first_name"]) for row in ours]
    assert names == [(row["assignment"], row["last_name"], row["first_name"]) for row in theirs]


def test_the_class_has_every_kind_of_mark(course: Path):
    with Gradebook(address(course), "closed-loop") as gradebook:
        rows = marks(gradebook.db.connection(), [UNIT.id])
    assert len(rows) == SIZE
    assert sum(row.late_submission_penalty > 0 for row in rows) == 3
    assert sum(not row.submitted for row in rows) == 2
    assert [row.student_id for row in rows if row.waiting] == ["s005"]
    assert all(row.score == max(0, row.raw_score - row.late_submission_penalty) for row in rows)


def test_one_query_whatever_the_size(course: Path, tmp_path: Path):
    with Gradebook(address(course), "closed-loop") as gradebook:
        asked = []
        event.listen(gradebook.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        MarksExportPlugin(to=str(tmp_path / "out.csv")).export(gradebook)
    assert len(asked) == 1
    assert len(read(tmp_path / "out.csv")) == 2 * SIZE


def test_canvas_finds_its_columns_and_the_possible_points(course: Path):
    assert main(["--root", str(course), "marks", UNIT.id, "--layout", "canvas"]) == 0
    possible, *people = read(course / "grades-canvas.csv")
    assert list(possible) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", UNIT.id]
    assert (possible["Student"], possible[UNIT.id]) == ("    Points Possible", "100")
    by_login = {row["SIS Login ID"]: row for row in people}
    assert by_login["s000"][UNIT.id] == "", "nothing handed in is no zero"
    assert float(by_login["s007"][UNIT.id]) > 0
    assert by_login["s004"]["Student"] == "Last1, First"


def test_moodle_finds_who_everybody_is(course: Path):
    target = course / "to" / "moodle.csv"
    assert main(["--root", str(course), "marks", "--layout", "moodle", "--to", str(target)]) == 0
    rows = read(target)
    assert list(rows[0])[:5] == ["Username", "ID number", "Email address", "First name", "Last name"]
    assert set(list(rows[0])[5:]) == {UNIT.id, "0_nobody"}
    assert [row["0_nobody"] for row in rows] == [""] * SIZE
    assert {row["Username"]: row["Email address"] for row in rows}["s009"] == "9@x"


def test_layouts_agree_and_who_waits_is_said(course: Path, capsys: pytest.CaptureFixture[str]):
    for layout in ("nbgrader", "canvas", "moodle"):
        assert main(["--root", str(course), "marks", UNIT.id, "--layout", layout]) == 0
        assert capsys.readouterr().out.endswith("12 marks; 1 of them wait for a person\n")
    wanted = {row["student_id"]: float(row["score"]) for row in read(course / "grades.csv") if row["timestamp"]}
    canvas = {row["SIS Login ID"]: row[UNIT.id] for row in read(course / "grades-canvas.csv")[1:]}
    moodle = {row["Username"]: row[UNIT.id] for row in read(course / "grades-moodle.csv")}
    assert canvas == moodle
    assert {name: float(mark) for name, mark in canvas.items() if mark} == pytest.approx(wanted)


def test_no_cell_is_a_formula_and_commas_are_quoted(course: Path):
    hostile = '=HYPERLINK("http://x.example","a, b")'
    with Gradebook(address(course), "closed-loop") as gradebook:
        gradebook.update_or_create_student("s003", last_name=hostile, first_name="@sum", email="+1")
        gradebook.update_or_create_student("-2+3", last_name="A, B\n C")
    for layout in ("nbgrader", "canvas", "moodle"):
        main(["--root", str(course), "marks", UNIT.id, "--layout", layout])
    for path in course.glob("grades*.csv"):
        rows = read(path)
        cells = [cell for row in rows for cell in row.values()]
        assert any(hostile in cell for cell in cells), path
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize(("arguments", "said"), [(["11_none"], "does not know: 11_none"), ([], "no students")])
def test_nothing_to_export_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list, said: str):
    folder = new_folder(tmp_path / "course")
    with warnings.catch_warnings(), Gradebook(address(folder), "closed-loop") as gradebook:
        gradebook.add_assignment(UNIT.id)
    assert main(["--root", str(folder), "marks", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert not (folder / "grades.csv").exists()


def test_a_missing_gradebook_is_said_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = new_folder(tmp_path / "course")
    assert main(["--root", str(folder), "marks"]) == 1
    assert "There is no gradebook" in capsys.readouterr().err
    assert not (folder / "gradebook.db").exists()


@pytest.mark.cohort
def test_nbgraders_own_command_exports_by_our_plugin(course: Path):
    done = Course(course).nbgrader("export", "--to", "mine.csv")
    assert done.returncode == 0, done.stderr
    assert "MarksExportPlugin" in done.stderr
    assert len(read(course / "mine.csv")) == 2 * SIZE


def test_indexes_are_made_once_and_stay_out_of_nbgraders_schema(course: Path, tmp_path: Path):
    with Gradebook(address(course), "closed-loop") as gradebook:
        for _ in range(2):
            with gradebook.engine.begin() as connection:
                make_indexes(connection)
        assert len(ours(gradebook)) == 5
    with Gradebook(f"sqlite:///{tmp_path / 'other.db'}", "closed-loop") as fresh:
        assert ours(fresh) == set()


def ours(gradebook: Gradebook) -> set[str]:
    found = inspect(gradebook.engine)
    names = {index["name"] for table in found.get_table_names() for index in found.get_indexes(table)}
    return {name for name in names if name.startswith("closed_loop_")}


@pytest.mark.cohort
def test_postgres_exports_the_same(course: Path, tmp_path: Path):
    with postgres() as url:
        folder = new_folder(tmp_path / "there", url)
        with Gradebook(url, "closed-loop") as gradebook:
            fill(gradebook, students=SIZE)
            with gradebook.engine.begin() as connection:
                make_indexes(connection)
            assert len(ours(gradebook)) == 5
            theirs, here = both(gradebook, tmp_path, assignment=[UNIT.id])
            assert here == sorted(theirs, key=lambda row: here.index(row))
        for layout in ("nbgrader", "canvas", "moodle"):
            for root in (folder, course):
                assert main(["--root", str(root), "marks", UNIT.id, "--layout", layout]) == 0
        list_of_two = tmp_path / "list.csv"
        list_of_two.write_text("id,first_name\ns003,Ada\nnew,Bo\n")
        assert main(["--root", str(folder), "roster", "import", str(list_of_two)]) == 0
        assert main(["--root", str(folder), "report", UNIT.id]) == 0
        close_all_sessions()
    for path in course.glob("grades*.csv"):
        key = lambda row: sorted(row.items())  # noqa: E731  (the two sort missing names differently)
        assert sorted(read(folder / path.name), key=key) == sorted(read(path), key=key)
    assert len(read(folder / "reports" / f"{UNIT.id}.csv")) == (SIZE - 2) * len(UNIT.questions)
    assert not (folder / "gradebook.db").exists()
