"""`course check FILE`: one notebook is run and marked as the cohort grader would."""

from pathlib import Path

import nbformat
import pytest

from course_lib.cli import main
from course_lib.cohort.single import mark_file
from course_lib.core.grading import grade

from .conftest import ROOT
from .submissions import HALF, NAMES, NOTEBOOK, REST, UNIT, Draft, case_of


def hand_in(folder: Path, student: str) -> Path:
    """Write a notebook with half of the student's right answers, saved with outputs that claim full marks."""
    draft = Draft(student, nbformat.read(ROOT / "release" / UNIT.id / NOTEBOOK, as_version=4))
    draft.type_right(HALF)
    for cell in draft.checks():
        cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "100"}, execution_count=1)]
    path = folder / NOTEBOOK
    nbformat.write(draft.notebook, path)
    return path


@pytest.mark.parametrize("name", ["drill.ipynb", "10_model_risk_drill (1).ipynb", "10_model_risk_drill.txt.ipynb"])
def test_a_file_that_is_not_named_after_a_unit_is_refused(tmp_path: Path, name: str):
    (tmp_path / name).write_text("{}")
    with pytest.raises(
        ValueError, match=r"is not named after a unit; name it as it was released: .*10_model_risk_drill"
    ):
        mark_file(ROOT, tmp_path / name, "ada")


@pytest.mark.parametrize("content", [b"", b'{"cells": [', b"\xff\xfe{", b'{"nbformat": 99, "cells": []}', b"[1]"])
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / NOTEBOOK).write_bytes(content)
    with pytest.raises(ValueError, match=r"cannot be read as a notebook \(\w+\); save it again\.$"):
        mark_file(ROOT, tmp_path / NOTEBOOK, "ada")


@pytest.mark.parametrize("content", [None, b"{"])
def test_the_command_says_what_is_wrong_and_fails(tmp_path: Path, capsys, content: bytes | None):
    path = tmp_path / NOTEBOOK
    if content is not None:
        path.write_bytes(content)
    assert main(["--root", str(ROOT), "check", str(path), "--learner", "ada"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert NOTEBOOK in said
    assert "Traceback" not in said


@pytest.mark.cohort
def test_the_command_marks_a_notebook(tmp_path: Path, home: Path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("CLOSED_LOOP_LEARNER", "")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "learner.toml").write_text('learner = "ada"')
    path = hand_in(folder, "ada")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert main(["--root", str(ROOT), "check", str(path)]) == 0
    said = capsys.readouterr().out
    assert f"{NOTEBOOK} · learner ada" in said
    rows = {line.split()[1]: line for line in said.splitlines() if line.startswith("│")}
    assert set(rows) == set(NAMES)
    for name in HALF:
        points = f"{UNIT.question(name).points:g}"
        right = grade(UNIT.question(name), UNIT.question(name).answer(case_of("ada")), case_of("ada"))
        assert f"{points} of {points}" in rows[name]
        assert right.sentence in rows[name]
    for name in REST:
        assert f"0 of {UNIT.question(name).points:g}" in rows[name]
        assert grade(UNIT.question(name), None, case_of("ada")).sentence in rows[name]
    assert f"{sum(UNIT.question(name).points for name in HALF):g} of 100 points" in said
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
