"""Recorded answers are data: whatever stands in a notebook's outputs, a plain answer comes out of it."""

import json
from datetime import date

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.notebooknode import NotebookNode

from course_lib.cohort.answers import plain_answer, recorded, sound_text
from course_lib.core.answers import to_plain
from course_lib.core.grading import grade
from course_lib.core.result import ANSWER_TYPE

from .submissions import UNIT, case_of

UNSUPPORTED = {"unsupported": "something that is not plain data"}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=2),
    max_leaves=6,
)
tags = st.sampled_from(["array", "date", "datetime", "not_finite", "set", "unsupported", "other"])


def cell(*records: object) -> NotebookNode:
    outputs = [nbformat.v4.new_output("display_data", data={ANSWER_TYPE: record}) for record in records]
    return nbformat.v4.new_code_cell("case.check(speed=speed)", outputs=outputs)


def record(answer: object = 1.5, question: str = "speed", **changed: object) -> dict[str, object]:
    return {"question": question, "answer": answer, "case": "AAAA-BBBB", "learner": "ada", "attempt": 0} | changed


def test_the_last_answer_to_the_question_counts():
    found = recorded(cell(record(1.5), record(2.5), record(3.5, question="other"), "junk"), "speed")
    assert found == {"answer": 2.5, "case": "AAAA-BBBB", "learner": "ada", "attempt": 0}


@pytest.mark.parametrize("records", [(), (None,), ([1],), ({"answer": 1},), ({"question": ["speed"]},)])
def test_no_record_of_the_question_is_none(records: tuple[object, ...]):
    assert recorded(cell(*records), "speed") is None


@pytest.mark.parametrize("outputs", [[None], ["text"], [{}], [{"data": None}], [{"data": [ANSWER_TYPE]}]])
def test_outputs_that_are_none_are_passed_over(outputs: list[object]):
    assert recorded(NotebookNode(cell_type="code", outputs=outputs), "speed") is None
    assert recorded(NotebookNode(cell_type="markdown"), "speed") is None


@pytest.mark.parametrize("attempt", [-1, 10**9, 1.5, "1", None, [1], float("nan")])
def test_an_attempt_that_is_no_count_is_the_graded_one(attempt: object):
    assert recorded(cell(record(attempt=attempt)), "speed")["attempt"] == 0


def test_what_a_record_claims_is_one_short_line():
    found = recorded(cell(record(case=["x"] * 1000, learner="é\ud800\n\x1b" * 1000)), "speed")
    assert len(found["case"]) == 20
    assert found["learner"] == "é???" * 16
    assert recorded(cell({"question": "speed"}), "speed") == {
        "answer": None,
        "case": "None",
        "learner": "None",
        "attempt": 0,
    }


@pytest.mark.parametrize(
    "answer",
    [None, True, 3, -2.5, "text", [1, 2.5, "x"], {"b", "a"}, date(2026, 1, 2), float("nan"), float("inf"), lambda: 1],
)
def test_what_to_plain_makes_passes_unchanged(answer: object):
    assert plain_answer(to_plain(answer)) == to_plain(answer)


@pytest.mark.parametrize(
    "answer",
    [
        float("nan"),
        -float("inf"),
        10**300,
        10**4000,
        "9" * 2001,
        "\ud800",
        [[1]],
        [1.0] * 101,
        [float("nan")],
        {},
        {"a": 1, "b": 2},
        {"set": [[1]]},
        {"set": {"a": 1}},
        {1: 2},
        {"array": [10**300]},
    ],
)
def test_what_to_plain_never_makes_is_unsupported(answer: object):
    assert plain_answer(answer) == UNSUPPORTED


@given(json_values | st.builds(lambda tag, content: {tag: content}, tags, json_values))
def test_any_answer_can_be_written_and_marked(answer: object):
    found = recorded(cell(record(answer)), "speed")
    json.dumps(found, allow_nan=False, ensure_ascii=False).encode()
    for one in UNIT.questions:
        result = grade(one, found["answer"], case_of("ada"))
        assert 0 <= result.score <= one.points
        result._repr_html_().encode()


@given(st.text(st.characters()))
def test_sound_text_can_be_encoded_and_keeps_sound_text(text: str):
    assert sound_text(sound_text(text)) == sound_text(text).encode().decode()
    if text.isascii():
        assert sound_text(text) == text


@pytest.mark.parametrize("part", [["x" * 1999] * 90, 10**299])
def test_an_answer_of_many_large_parts_is_none(part: object):
    assert plain_answer({"fields": {str(n): part for n in range(100)}}) == {
        "unsupported": "something that is not plain data"
    }
