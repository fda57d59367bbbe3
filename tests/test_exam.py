"""Exam mode as the learner meets it: a clock, no feedback, an end, a record."""

from datetime import timedelta

import pytest

from course_lib import exam, open_case
from course_lib.core.grading import grade
from course_lib.study.exam import now

UNIT = "11_exam_drill"


@pytest.fixture(autouse=True)
def clock(tmp_path, monkeypatch):
    """Give every test a home of its own and a clock that it moves by hand."""
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(tmp_path))
    hands = {"at": now()}
    monkeypatch.setattr(exam, "now", lambda: hands["at"])
    monkeypatch.setattr("course_lib.study.attempts._now", lambda: hands["at"].isoformat(timespec="milliseconds"))

    def move(minutes):
        hands["at"] += timedelta(minutes=minutes)

    return move


@pytest.fixture
def case():
    return open_case(UNIT, learner="ada")


def right(case, name):
    return case.unit.question(name).answer(case.case)


def test_nothing_is_said_about_an_answer_until_the_end(case, clock):
    case.start_exam()
    clock(12)
    for answer in (right(case, "category_psi"), 0.5):
        said = case.check(category_psi=answer)
        assert (said.kind, said.score) == ("recorded", 0)
        assert said.sentence == "Recorded at minute 12 of 90. Marks come with case.finish_exam()."
    assert case.check(category_psi="five").kind == "malformed"
    assert case.check(category_psi=None).kind == "unanswered"
    for page in (case.hint("category_psi"), case.solution("category_psi")):
        assert "This is an exam" in repr(page)
    assert case.unit.question("category_psi").prompt in repr(case.question("category_psi"))
    assert "Right" not in repr(case.marks())


def test_the_end_marks_the_last_answers_and_shows_the_record(case, clock):
    case.start_exam()
    clock(20)
    case.check(category_psi=9.9)
    clock(10)
    case.check(category_psi=right(case, "category_psi"))
    case.check(decline_gap=0.9)
    clock(36)
    case.check(decision=right(case, "decision"))
    page = case.finish_exam()
    rows = {row[0]: row[1:] for row in page.rows}
    points = {one.name: one.points for one in case.unit.questions}
    assert rows["category_psi"] == (f"{points['category_psi']:g} of {points['category_psi']:g}", "30", "✓ Right")
    assert rows["decline_gap"][0].startswith("0 of ")
    assert rows["gap_online"][1:] == ("-", "○ Not answered")
    assert page.paragraphs[0] == "Decided at minute 66: 70% of the time credit."
    record = next(text for text in page.paragraphs if text.startswith("Hand in: `exam_record = '"))
    text = record.removeprefix("Hand in: `exam_record = '").removesuffix("'`")
    earlier = {"category_psi": right(case, "category_psi"), "decline_gap": 0.9}
    assert grade(case.unit.question("exam_record"), text, case.case, earlier).credit == pytest.approx(0.7)


def test_after_the_end_answers_are_talked_about_and_no_longer_count(case, clock):
    case.start_exam()
    case.check(category_psi=9.9)
    first = repr(case.finish_exam())
    assert case.check(category_psi=right(case, "category_psi")).kind == "right"
    clock(1)
    assert repr(case.finish_exam()) == first
    assert "This is an exam" not in repr(case.hint("category_psi"))
    assert "The exam is over" in repr(case.start_exam())


def test_time_runs_out(case, clock):
    case.start_exam()
    case.check(category_psi=0.1)
    clock(91)
    late = case.check(decline_gap=0.1)
    assert late.kind == "malformed"
    assert late.sentence == "Not recorded: the 90 minutes are over. Run case.finish_exam()."
    page = case.finish_exam()
    assert {row[0] for row in page.rows if row[2] != "-"} == {"category_psi"}
    assert page.paragraphs[0] == "You never answered decision, the decision."


def test_the_clock_starts_once_and_survives_the_kernel(case, clock):
    assert "90 minutes" in repr(case.start_exam())
    clock(5)
    again = open_case(UNIT, learner="ada")
    again.start_exam()
    assert "minute 5 of 90" in again.check(category_psi=0.1).sentence


def test_without_a_start_the_first_answer_is_it(case, clock):
    clock(30)
    assert "minute 0 of 90" in case.check(category_psi=0.1).sentence


def test_finish_without_an_answer_ends_nothing(case):
    assert "Nothing was recorded" in repr(case.finish_exam())
    assert case.check(category_psi=0.1).kind == "recorded"


def test_practice_is_no_exam(case):
    fresh = case.practice()
    assert fresh.check(category_psi=right(fresh, "category_psi")).kind == "right"
    assert "no exam" in repr(fresh.start_exam())
    assert "Nothing was recorded" in repr(fresh.finish_exam())


def test_other_units_are_no_exam(case):
    drill = open_case("10_model_risk_drill", learner="ada")
    assert "no exam" in repr(drill.start_exam())
    assert drill.check(fpr_ratio=right(drill, "fpr_ratio")).kind == "right"


def test_the_record_is_marked_by_the_exam_that_the_case_declares(case):
    assert case.unit.question(case.unit.exam_record).form.exam == case.unit.exam
