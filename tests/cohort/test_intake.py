"""Submission folders are read without following anything, and notebooks without trusting them."""

import json
import os
import socket
from pathlib import Path

import nbformat
import pytest

from course_lib.cohort.intake import Refusal, Submission, read_folder, read_notebook, read_timestamp

NAME = "10_model_risk_drill.ipynb"
IGNORE = (".ipynb_checkpoints", "*.pyc", "__pycache__")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "submitted" / "ada" / "unit"
    folder.mkdir(parents=True)
    (folder / NAME).write_text(nbformat.writes(nbformat.v4.new_notebook()))
    return folder


def read(folder: Path) -> Submission:
    return read_folder("ada", folder, NAME, IGNORE)


def test_notebook_and_files_are_read_and_the_rest_is_not(folder: Path):
    (folder / "timestamp.txt").write_text("2026-01-15 10:00:00 UTC")
    (folder / "data" / "deep").mkdir(parents=True)
    (folder / "data" / "deep" / "a.csv").write_bytes(b"1,2")
    (folder / "scratch.ipynb").write_text("{}")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "a.txt").write_text("no")
    found = read(folder)
    assert found.notebook == (folder / NAME).read_bytes()
    assert found.files == {"timestamp.txt": b"2026-01-15 10:00:00 UTC", "data/deep/a.csv": b"1,2"}
    assert (found.notes, found.refused) == ((), "")


def special(path: Path, secret: Path, kind: str) -> None:
    if kind == "a link":
        path.symlink_to(secret)
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a socket":
        with socket.socket(socket.AF_UNIX) as bound:
            before = Path.cwd()
            os.chdir(path.parent)
            bound.bind(path.name)
            os.chdir(before)
    elif kind == "a device":
        os.mknod(path, 0o644 | 0o020000, os.makedev(1, 5))  # /dev/zero has no end
    else:
        path.mkdir()


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a device")
KINDS = ["a link", "a pipe", "a socket", pytest.param("a device", marks=needs_root)]


@pytest.mark.parametrize("kind", [*KINDS, "a folder"])
def test_what_is_no_plain_file_is_refused_as_a_notebook(folder: Path, tmp_path: Path, kind: str):
    (tmp_path / "secret").write_text("secret")
    (folder / NAME).unlink()
    special(folder / NAME, tmp_path / "secret", kind)
    found = read(folder)
    assert found.refused == f"Refused: {NAME} is {kind}."
    assert found.notebook == b""


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_plain_file_is_left_out_beside_the_notebook(folder: Path, tmp_path: Path, kind: str):
    (tmp_path / "secret").write_text("secret")
    special(folder / "notes.txt", tmp_path / "secret", kind)
    found = read(folder)
    assert found.files == {}
    assert found.notes == (f"notes.txt was left out: it is {kind}.",)
    assert not found.refused


def test_links_in_the_way_are_not_followed(folder: Path, tmp_path: Path):
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "key.py").write_text("secret")
    (folder / "data").symlink_to(tmp_path / "course")
    assert read(folder).files == {}
    linked = tmp_path / "linked"
    linked.symlink_to(folder)
    assert read(linked).refused == "Refused: the folder is a link or cannot be opened."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda path: path.unlink(), f"Refused: {NAME} is not there."),
        (lambda path: path.rename(path.with_name("10_model_risk_drill (1).ipynb")), f"Refused: {NAME} is not there."),
        (lambda path: path.write_bytes(b""), f"Refused: {NAME} is empty."),
        (lambda path: os.truncate(path, 17 << 20), f"Refused: {NAME} is larger than 16 MB."),
    ],
)
def test_a_notebook_that_is_missing_or_too_large_is_refused(folder: Path, change, sentence: str):
    change(folder / NAME)
    assert read(folder).refused.startswith(sentence)


def test_too_much_beside_the_notebook_is_left_out(folder: Path):
    for number in range(3):
        (folder / f"{number}.bin").write_bytes(bytes(3 << 20))
    os.truncate(folder / "2.bin", 9 << 20)
    found = read(folder)
    assert set(found.files) == {"0.bin", "1.bin"}
    assert found.notes == ("2.bin was left out: it is larger than 8 MB.",)
    for number in range(6_000):
        (folder / f"{number:05}.txt").write_bytes(b"")
    found = read(folder)
    assert len(found.files) <= 500
    assert "What follows 5000 files was left out: it is too much." in found.notes or len(found.notes) == 9
    assert found.notebook


def test_no_descriptor_is_left_open(folder: Path):
    (folder / "a" / "b" / "c" / "d" / "e" / "f" / "g" / "h" / "i" / "j").mkdir(parents=True)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        read(folder)
    assert len(os.listdir("/proc/self/fd")) == before


def test_the_digest_depends_on_everything_that_the_marks_depend_on():
    first = Submission("ada", b"{}", {"a.txt": b"1"})
    others = [
        Submission("ada", b"{ }", {"a.txt": b"1"}),
        Submission("ada", b"{}", {"a.txt": b"2"}),
        Submission("ada", b"{}", {"b.txt": b"1"}),
        Submission("ada", b"{}", {}),
        Submission("ada", b"{}", {"a.txt": b"1"}, refused="Refused: no."),
    ]
    digests = {one.digest("1") for one in [first, *others]} | {first.digest("2")}
    assert len(digests) == len(others) + 2
    assert first.digest("1") == Submission("ada", b"{}", {"a.txt": b"1"}).digest("1")


GOOD = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = '[[[['\n")]))


def nested(levels: int) -> bytes:
    deep = "[" * levels + "]" * levels
    return GOOD.replace('"metadata": {}', f'"metadata": {{"deep": {deep}}}', 1).encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GOOD.encode()[:-9], r"cannot be read as a notebook \(NotJSONError\)"),
        (GOOD.encode("utf-16"), "is not UTF-8 text"),
        (b"[1]", "cannot be read as a notebook"),
        (b"null", "cannot be read as a notebook"),
        (b'{"nbformat": 99, "cells": []}', "cannot be read as a notebook"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": {}}', "cannot be read|holds no list"),
        (nested(201), "nested more than 200 levels deep"),
        (nested(100_000), "nested more than 200 levels deep"),
        (b"[" * 1_000_000, "nested more than 200 levels deep"),
        (b'{"a' * 10_000, "cannot be read as a notebook|nested more"),
    ],
)
def test_what_is_no_notebook_is_refused_with_a_sentence(content: bytes, sentence: str):
    with pytest.raises(Refusal, match=f"^Refused: .*({sentence}).*\\.$"):
        read_notebook(content)


def test_a_notebook_is_read_whatever_stands_in_its_text():
    assert read_notebook(GOOD.encode()).cells[0].source == "x = '[[[['\n"
    assert read_notebook(b"\xef\xbb\xbf" + GOOD.encode()).cells[0].cell_type == "code"
    assert json.dumps(read_notebook(nested(150)).cells[0].metadata).count("[") == 150


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-01-15 10:00:00 UTC", 10), ("2026-01-15T12:00:00+02:00", 10), ("2026-01-15 10:00:00.5 UTC\n", 10)],
)
def test_a_timestamp_is_read_as_nbgrader_reads_it(text: str, hour: int):
    when, notes = read_timestamp({"timestamp.txt": text.encode()})
    assert when is not None
    assert (when.hour, when.tzinfo, notes) == (hour, None, ())


@pytest.mark.parametrize(
    "text", [b"yesterday, honest", b"\xff\xfe", b"9" * 400, b"2026-13-45", b"0001-01-01T00:00:00+23:59"]
)
def test_a_time_that_is_none_is_left_out_with_a_note(text: bytes):
    when, notes = read_timestamp({"timestamp.txt": text})
    assert when is None
    assert "timestamp.txt holds no time" in notes[0]


def test_no_timestamp_needs_no_note():
    assert read_timestamp({}) == (None, ())
    assert read_timestamp({"timestamp.txt": b" \n"}) == (None, ())
