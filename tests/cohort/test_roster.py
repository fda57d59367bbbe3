"""A class list goes into the gradebook whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy.orm import close_all_sessions

from course_lib.cli import main
from course_lib.cohort.roster import NotARoster, read_roster

from .classes import address, new_folder


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Path]:
    yield new_folder(tmp_path / "course")
    close_all_sessions()


def take(course: Path, text: str) -> int:
    path = course / "list.csv"
    path.write_text(text, encoding="utf-8")
    return main(["--root", str(course), "roster", "import", str(path)])


def students(course: Path) -> dict[str, tuple[str | None, ...]]:
    with Gradebook(address(course), "closed-loop") as gradebook:
        return {one.id: (one.last_name, one.first_name, one.email, one.lms_user_id) for one in gradebook.students}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("id,last_name,first_name,email,lms_user_id\nada,Byron,Ada,a@x,7\n", ("ada", "Byron", "Ada", "a@x", "7")),
        ("\ufeffid;Last name;First name\r\nada;Byron;Ada\r\n", ("ada", "Byron", "Ada", None, None)),
        ("Username\tSurname\tID number\nada\tByron\t7\n", ("ada", "Byron", None, None, "7")),
        (
            'Student,ID,SIS Login ID,Section\n    Points Possible,,,\n"Byron, Ada",7,ada,1\n',
            ("ada", None, None, None, "7"),
        ),
        ("Email address, STUDENT_ID ,note\na@x, ada ,x\n\n,,\n", ("ada", None, None, "a@x", None)),
        ('id,last_name\nada,"Byron\nKing"\n', ("ada", "Byron\nKing", None, None, None)),
    ],
)
def test_headings_and_separators_of_common_lists(text: str, person: tuple[str | None, ...]):
    (found,) = read_roster(text.encode())
    assert tuple(found.get(name) for name in ("id", "last_name", "first_name", "email", "lms_user_id")) == person


def test_new_students_are_added_known_ones_changed_and_nobody_removed(course: Path, capsys: pytest.CaptureFixture[str]):
    assert take(course, "id,last_name,email\nada,Byron,a@x\nbo,Bo,b@x\neve,E,e@x\n") == 0
    assert "3 students: 3 new, 0 changed, 0 as they were" in capsys.readouterr().out
    assert take(course, "id,last_name,email\nada,King,\nbo,Bo,b@x\ncy,C,c@x\n") == 0
    said = capsys.readouterr().out
    assert "3 students: 1 new, 1 changed, 1 as they were" in said
    assert "1 in the gradebook are not on the list and stay: eve" in said
    found = students(course)
    assert set(found) == {"ada", "bo", "cy", "eve"}
    assert found["ada"] == ("King", None, "a@x", None), "an empty cell takes nothing away"


def test_a_list_with_faults_changes_nothing_and_names_each(course: Path, capsys: pytest.CaptureFixture[str]):
    assert take(course, "id\nada\n") == 0
    faults = "id,email\nbo,b@x\n,x@x\nbo,c@x\n../up,d@x\n.hidden,e@x\na\x07b,f@x\n" + "y" * 200 + ",g@x\n"
    assert take(course, faults) == 1
    said = capsys.readouterr().err
    for line, why in {3: "no id", 4: "stands on line 2 too", 5: "cannot name a folder"}.items():
        assert f"line {line}: " in said
        assert why in said
    assert all(f"line {line}: " in said for line in (6, 7, 8))
    assert set(students(course)) == {"ada"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "No column holds the ids"),
        (b"name,email\nada,a@x\n", "No column holds the ids"),
        (b"id\n\xff\xfe", "is not UTF-8"),
        (b'id\n"' + b"x" * 200_000, "is no CSV"),
    ],
)
def test_what_is_no_class_list_is_refused(content: bytes, said: str):
    with pytest.raises(NotARoster, match=said):
        read_roster(content)


def test_a_missing_file_is_said(course: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--root", str(course), "roster", "import", "none.csv"]) == 1
    assert "none.csv" in capsys.readouterr().err
    assert not (course / "gradebook.db").exists()
