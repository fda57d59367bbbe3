"""The graded notebook is the released one, with the learner's answers and own cells in it."""

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.notebooknode import NotebookNode
from traitlets.config import Config

from course_lib.cohort.rebuild import SAVED, Rebuild, rebuild
from course_lib.core.result import ANSWER_TYPE

LOCKED = {"grade": False, "solution": False, "locked": True}
ANSWER = {"grade": False, "solution": True, "locked": False}
CHECK = {"grade": True, "solution": False, "locked": True, "points": 5}


def marked(key: str, source: str, kind: dict[str, object]) -> NotebookNode:
    metadata = {"nbgrader": {"grade_id": key, "schema_version": 3, **kind}}
    return nbformat.v4.new_code_cell(source, id=key, metadata=metadata)


def released() -> NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell("# Title", id="title"),
        marked("setup", "case = open_case()", LOCKED),
        nbformat.v4.new_markdown_cell("Question a", id="ask_a"),
        marked("answer_a", "a = None", ANSWER),
        marked("a", "case.check(a=a)", CHECK),
        nbformat.v4.new_code_cell("frames.head()", id="look"),
        marked("answer_b", "b = None", ANSWER),
        marked("b", "case.check(b=b)", CHECK),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def own(source: str, key: str = "own") -> NotebookNode:
    return nbformat.v4.new_code_cell(source, id=key)


def submitted(**changed: str) -> NotebookNode:
    notebook = released()
    for cell in notebook.cells:
        cell.source = changed.get(cell.id, cell.source)
    return notebook


def insert(notebook: NotebookNode, after: str, *cells: NotebookNode) -> NotebookNode:
    place = next(i for i, cell in enumerate(notebook.cells) if cell.id == after) + 1
    notebook.cells[place:place] = cells
    return notebook


def drop(notebook: NotebookNode, *keys: str) -> NotebookNode:
    notebook.cells = [cell for cell in notebook.cells if cell.id not in keys]
    return notebook


def sources(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells]


def test_an_untouched_notebook_comes_back_as_it_was_released():
    assert rebuild(released(), released()).cells == released().cells


def test_only_answers_and_free_cells_are_taken():
    changed = dict.fromkeys(["title", "setup", "ask_a", "answer_a", "a", "look"], "mine")
    assert sources(rebuild(released(), submitted(**changed))) == [
        "mine",
        "case = open_case()",
        "mine",
        "mine",
        "case.check(a=a)",
        "mine",
        "b = None",
        "case.check(b=b)",
    ]


def test_own_cells_stay_where_they_were_and_are_nothing_but_source():
    submission = insert(submitted(), "answer_a", own("x = 1"), nbformat.v4.new_markdown_cell("a note", id="note"))
    submission.cells.insert(0, own("import this", "first"))
    submission.cells[5].update(outputs=[nbformat.v4.new_output("stream", text="1")], execution_count=3)
    submission.cells[5].metadata = {"nbgrader": {"grade_id": "bonus", **CHECK}, "tags": ["skip-execution"]}
    cells = rebuild(released(), submission).cells
    assert [cell.source for cell in cells[:2]] == ["import this", "# Title"]
    assert [cell.source for cell in cells[4:8]] == ["a = None", "x = 1", "a note", "case.check(a=a)"]
    assert (cells[5].metadata, cells[5].outputs, cells[5].execution_count) == ({}, [], None)


def test_of_two_cells_with_the_same_id_the_first_is_the_answer():
    twin = marked("answer_a", "a = 2", ANSWER)
    rebuilt = rebuild(released(), insert(submitted(answer_a="a = 1"), "b", twin))
    assert sources(rebuilt)[3] == "a = 1"
    assert sources(rebuilt)[-1] == "a = 2"
    assert rebuilt.cells[-1].metadata == {}


@pytest.mark.parametrize("lost", [["title"], ["setup"], ["answer_a"], ["a"], ["ask_a", "answer_a", "a"], ["look", "b"]])
def test_lost_cells_come_back(lost: list[str]):
    assert sources(rebuild(released(), drop(submitted(), *lost))) == sources(released())


@pytest.mark.parametrize("lost", [["answer_a"], ["ask_a", "answer_a"], ["answer_a", "a"], ["ask_a", "answer_a", "a"]])
def test_an_answer_in_an_own_cell_is_not_emptied_by_the_lost_answer_cell(lost: list[str]):
    submission = drop(insert(submitted(), "answer_a", own("a = 1")), *lost)
    order = sources(rebuild(released(), submission))
    assert order.index("a = None") < order.index("a = 1") < order.index("case.check(a=a)")


def test_a_free_cell_may_change_its_type_and_a_graded_one_may_not():
    submission = submitted(look="now text", ask_a="now_code = 1", answer_a="a = 1")
    for cell, kind in zip(submission.cells, ["markdown", "raw", "code", "markdown", "raw", "markdown"], strict=False):
        cell.cell_type = kind
    cells = {cell.id: cell for cell in rebuild(released(), submission).cells}
    assert [cells[key].cell_type for key in ("ask_a", "look")] == ["code", "markdown"]
    assert [cells[key].cell_type for key in ("setup", "answer_a", "a")] == ["code"] * 3
    assert cells["answer_a"].source == "a = 1"


@pytest.mark.parametrize("metadata", ["text", [], {}, {"grade_id": ["answer_a"]}, {"grade_id": None}, {"grade_id": {}}])
def test_odd_metadata_makes_nothing_graded(metadata: object):
    submission = submitted(answer_a="a = 1")
    submission.cells[3].metadata["nbgrader"] = metadata
    rebuilt = rebuild(released(), submission)
    assert [cell.metadata for cell in rebuilt.cells if cell.metadata] == [
        cell.metadata for cell in released().cells if cell.metadata
    ]


def test_half_characters_become_question_marks():
    submission = insert(submitted(answer_a="a = '\ud800'"), "a", own("'\udfff'"))
    assert sources(rebuild(released(), submission))[3:6] == ["a = '?'", "case.check(a=a)", "'?'"]


def test_answers_saved_in_outputs_go_along_as_data():
    submission = submitted()
    record = {"question": "a", "answer": 1.5, "case": "AAAA-BBBB", "learner": "self-study", "attempt": 0}
    shown = nbformat.v4.new_output("execute_result", data={ANSWER_TYPE: record, "text/plain": "5"})
    for key in ("answer_a", "a", "b"):
        next(cell for cell in submission.cells if cell.id == key).outputs = [shown]
    rebuilt = rebuild(released(), submission)
    assert rebuilt.metadata[SAVED] == {"a": {key: record[key] for key in ("answer", "case", "learner", "attempt")}}
    assert [cell.outputs for cell in rebuilt.cells if cell.cell_type == "code"] == [[]] * 6


@pytest.mark.parametrize(
    "submission", [{}, {"cells": []}, {"cells": [NotebookNode(cell_type="code"), NotebookNode(source=["a = 1"])]}]
)
def test_a_notebook_without_cells_is_the_released_one(submission: dict[str, object]):
    assert sources(rebuild(released(), NotebookNode(submission))) == sources(released())


@given(st.lists(st.integers(0, 9), max_size=20), st.randoms(use_true_random=False))
def test_every_graded_cell_is_there_once_as_released_whatever_became_of_it(picked: list[int], random: object):
    """Any choice of cells, in any order, any number of times, with fields of each set at random."""
    pool = [*released().cells, own("x = 1"), own("y = 1", "other")]
    cells = [nbformat.from_dict(pool[i]) for i in picked]
    for cell in cells:
        cell.cell_type = random.choice(["code", "markdown", "raw", "heading"])
        cell.metadata = random.choice([cell.metadata, {}, {"tags": ["skip-execution"]}])
    rebuilt = rebuild(released(), NotebookNode(cells=cells))
    kept = [cell for cell in rebuilt.cells if "nbgrader" in cell.metadata]
    wanted = [cell for cell in released().cells if "nbgrader" in cell.metadata]
    assert [(cell.id, cell.cell_type, cell.metadata) for cell in kept] == [
        (cell.id, cell.cell_type, cell.metadata) for cell in wanted
    ]
    assert {cell.source for cell in kept if cell.metadata.nbgrader.locked} == {
        cell.source for cell in wanted if cell.metadata.nbgrader.locked
    }


def test_an_assignment_without_a_released_notebook_is_left_alone(tmp_path):
    config = Config({"CourseDirectory": {"root": str(tmp_path)}})
    notebook, resources = submitted(), {"nbgrader": {"assignment": "essay", "notebook": "essay"}}
    assert Rebuild(config=config).preprocess(notebook, resources) == (notebook, resources)
    assert notebook == submitted()
