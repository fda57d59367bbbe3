"""The record of an exam as an answer."""

import json

import pytest

from course_lib.core.answers import NotAnAnswer
from course_lib.core.grading import grade
from course_lib.forms import Exam, ExamRecord, from_data
from course_lib.forms.exam import answer_hash, exam_record
from course_lib.units import draw_for, load_unit

EXAM = Exam(minutes=90, decision="decision", full_until=60, none_from=80)


@pytest.fixture(scope="module")
def unit():
    return load_unit("11_exam_drill")


@pytest.fixture(scope="module")
def case(unit):
    return draw_for(unit, "ada")


@pytest.mark.parametrize(("minute", "share"), [(0, 1), (60, 1), (65, 0.75), (70, 0.5), (80, 0), (90, 0)])
def test_time_credit_falls_from_full_to_nothing(minute, share):
    assert EXAM.time_credit(minute) == share


def test_a_record_earns_the_decisions_time_credit(unit, case):
    answers = {"category_psi": (12.0, 0.1), "decision": (75.0, {"fields": {"option": "leave it"}})}
    result = grade(unit.question("exam_record"), exam_record(case.code, answers), case, {"category_psi": 0.1})
    assert (result.kind, result.credit) == ("partly", 0.25)
    assert "came late" in result.sentence


def test_an_answer_changed_after_it_was_recorded_takes_its_part(unit, case):
    answers = {"category_psi": (12.0, 0.1), "decision": (50.0, None)}
    result = grade(unit.question("exam_record"), exam_record(case.code, answers), case, {"category_psi": 0.2})
    assert (result.kind, result.credit) == ("partly", 0.5)
    assert result.sentence == "Changed after it was recorded: category_psi."


@pytest.mark.parametrize(
    ("code", "answers", "says"),
    [("0000-0000", {"decision": (1.0, 1)}, "another case"), (None, {"category_psi": (1.0, 1)}, "without a decision")],
)
def test_another_case_and_no_decision_earn_nothing(unit, case, code, answers, says):
    result = grade(unit.question("exam_record"), exam_record(code or case.code, answers), case)
    assert (result.kind, result.credit) == ("not yet", 0)
    assert says in result.sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[" * 1900,
        7,
        '{"case": 7, "answers": {"a": [1, ""]}}',
        '{"case": "a", "answers": {}}',
        '{"case": "a", "answers": {"a": 1}}',
        '{"case": "a", "answers": {"a": [1]}}',
        '{"case": "a", "answers": {"a": [NaN, "x"]}}',
        '{"case": "a", "answers": {"a": [true, "x"]}}',
        '{"case": "a", "answers": {"a": [-1, "x"]}}',
        '{"case": "a", "answers": {"a": [1, 2]}}',
        json.dumps({"case": "a", "answers": {f"q{i}": [1, ""] for i in range(101)}}),
    ],
)
def test_what_is_no_record_is_refused_with_a_sentence(text):
    with pytest.raises(NotAnAnswer, match=r"^This is not the record of an exam; .+\.$"):
        ExamRecord(EXAM).read(text)


def test_a_sealed_build_reads_the_form_from_data():
    form = ExamRecord(EXAM)
    assert from_data(json.loads(json.dumps(form.as_data()))) == form


def test_hashes_tell_answers_apart_and_not_their_order():
    assert answer_hash({"a": 1, "b": 2}) == answer_hash({"b": 2, "a": 1}) != answer_hash({"a": 1, "b": 3})
