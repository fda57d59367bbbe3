import os

import pytest

from course_lib.portfolio.files import write_page

TEXT = "# Decision memo\n\nThe rate is 2.4 %.\n"


@pytest.fixture
def memo(tmp_path):
    return tmp_path / "portfolio" / "unit" / "memo.md"


def names(memo):
    return sorted(one.name for one in memo.parent.iterdir())


def test_a_page_is_written_with_its_folder(memo):
    assert write_page(memo, TEXT) == memo
    text = memo.read_text(encoding="utf-8")
    assert text.startswith(TEXT)
    assert text.count("\n") == TEXT.count("\n") + 2
    assert "edit freely" in text.splitlines()[-1]
    assert names(memo) == ["memo.md"]


def test_an_untouched_page_is_replaced(memo):
    write_page(memo, TEXT)
    assert write_page(memo, "Two.") == memo
    assert memo.read_text(encoding="utf-8").startswith("Two.\n")
    assert names(memo) == ["memo.md"]


@pytest.mark.parametrize("text", ["", "no line end", "many\n\n\n", "Ж → 2,4 %\n"])
def test_any_text_can_be_written_again_and_again(memo, text):
    assert {write_page(memo, text) for _ in range(3)} == {memo}


EDITS = {
    "a word more": lambda old: old.replace(b"2.4", b"2.40"),
    "a line in front": lambda old: b"My name\n" + old,
    "a line at the end": lambda old: old + b"Signed.\n",
    "mark removed": lambda old: old.partition(b"<!--")[0],
    "emptied": lambda old: b"",
    "saved in another encoding": lambda old: old.replace(b"2.4", "2,4 \u00bd".encode("cp1252")),
    "saved as UTF-16": lambda old: old.decode().encode("utf-16"),
    "another program's file": lambda old: bytes(range(256)),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_page_is_left_alone(memo, edit):
    write_page(memo, TEXT)
    edited = EDITS[edit](memo.read_bytes())
    memo.write_bytes(edited)
    assert write_page(memo, "Two.") == memo.with_name("memo-2.md")
    assert memo.read_bytes() == edited
    assert write_page(memo, "Three.") == memo.with_name("memo-2.md")
    assert memo.read_bytes() == edited
    assert names(memo) == ["memo-2.md", "memo.md"]


def test_every_edited_version_is_left_alone(memo):
    for i in range(2, 5):
        write_page(memo, TEXT).write_text(f"mine {i}", encoding="utf-8")
    assert write_page(memo, TEXT) == memo.with_name("memo-4.md")
    assert names(memo) == ["memo-2.md", "memo-3.md", "memo-4.md", "memo.md"]
    assert memo.with_name("memo-3.md").read_text(encoding="utf-8") == "mine 4"


def test_a_file_that_the_course_did_not_make_is_left_alone(memo):
    memo.parent.mkdir(parents=True)
    memo.write_text("my own", encoding="utf-8")
    assert write_page(memo, TEXT).name == "memo-2.md"
    assert memo.read_text(encoding="utf-8") == "my own"


@pytest.mark.parametrize("dies_at", ["fsync", "replace"])
def test_a_page_is_whole_or_not_written(memo, monkeypatch, dies_at):
    write_page(memo, TEXT)
    before = memo.read_bytes()

    def die(*_):
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(os, dies_at, die)
        with pytest.raises(OSError, match="power cut"):
            write_page(memo, "Two.")
    assert memo.read_bytes() == before
    assert write_page(memo, "Three.") == memo
    assert names(memo) == ["memo.md"]


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "portfolio").write_text("a file", encoding="utf-8")
    with pytest.raises(OSError, match="portfolio"):
        write_page(tmp_path / "portfolio" / "memo.md", TEXT)


@pytest.mark.parametrize(
    ("name", "last"), [("path.yaml", "# made by"), ("chart.svg", "<!-- made by"), ("a.md", "<!-- made by")]
)
def test_the_mark_is_a_comment_in_the_file_s_own_language(tmp_path, name, last):
    path = write_page(tmp_path / name, "steps: [one, two]")
    assert path.read_text(encoding="utf-8").splitlines()[-1].startswith(last)
    assert write_page(path, "steps: [three]") == path


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Jahr\u00e4\r\nEND:VCALENDAR\r\n"


def test_a_calendar_is_sealed_among_its_properties_and_keeps_its_line_ends(tmp_path):
    path = write_page(tmp_path / "year.ics", CALENDAR)
    lines = path.read_bytes().decode().split("\r\n")
    assert [lines[0], *lines[2:]] == CALENDAR.split("\r\n")
    assert lines[1].startswith("X-CLOSED-LOOP-SEAL:")
    assert len(lines[1].encode()) <= 75
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert write_page(path, CALENDAR.replace("2.0", "2.1")) == path


@pytest.mark.parametrize(
    "edit",
    [
        lambda old: old.replace(b"Jahr", b"Year"),
        lambda old: old.replace(b"\r\n", b"\n"),
        lambda old: old.replace(b"X-CLOSED-LOOP-SEAL", b"X-OTHER"),
        lambda old: old + b"\r\n",
        lambda old: b"",
    ],
)
def test_an_edited_calendar_is_left_alone(tmp_path, edit):
    path = write_page(tmp_path / "year.ics", CALENDAR)
    path.write_bytes(edit(path.read_bytes()))
    before = path.read_bytes()
    assert write_page(path, CALENDAR) == path.with_name("year-2.ics")
    assert path.read_bytes() == before
