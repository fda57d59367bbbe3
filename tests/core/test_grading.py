import itertools
import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from course_lib.core.grading import SLIP_CREDIT, collides, grade, recognised
from course_lib.core.question import KINDS
from tests.core.toys import LIGHTS, RIGHT, TOYS, is_one_sentence, toy_case, toy_question

WRONG = {
    "number": 0.7,
    "integer": 99,
    "date": date(2020, 1, 1),
    "datetime": datetime(2020, 1, 1, tzinfo=UTC),
    "labels": ["day"],
    "order": RIGHT["order"][::-1],
}
AS_KEY = {"labels": frozenset, "order": tuple}  # how a key gives what a learner types as a list
UNIT_SLIPS = [
    ("share", 100, "in per cent"),
    ("ratio", 100, "in per cent"),
    ("per cent", 1 / 100, "as a fraction"),
    ("percentage points", 1 / 100, "as a fraction"),
    ("days", 24, "in hours"),
    ("hours", 60, "in minutes"),
    ("hours", 1 / 24, "in days"),
    ("minutes", 1 / 60, "in hours"),
    ("USD", 1e-3, "in thousands"),
    ("USD", 1e-6, "in millions"),
    ("events a day", 1 / 24, "per hour"),
]


def mark(answer, right=0.018437, *mistakes, kind="number", **declared):
    asked = toy_question(kind, **declared)
    for sentence, wrong, credit in mistakes:
        asked.mistake(sentence, credit=credit)(lambda case, wrong=wrong: wrong)
    return grade(asked, answer, toy_case(right))


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_earns_all_points(kind):
    question, case = TOYS[kind]
    result = grade(question, question.answer(case), case)
    assert (result.kind, result.credit, result.score) == ("right", 1, 4)
    assert is_one_sentence(result.sentence)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_answer_earns_nothing_and_is_told_where_to_look(kind):
    question, case = TOYS[kind]
    result = grade(question, WRONG[kind], case)
    assert (result.kind, result.score) == ("not yet", 0)
    assert "Read the definitions" in result.sentence


@pytest.mark.parametrize("kind", KINDS)
def test_grading_is_pure(kind):
    question, case = TOYS[kind]
    for answer in (question.answer(case), WRONG[kind], None, "4.9 %"):
        assert grade(question, answer, case) == grade(question, answer, case)


def test_a_result_names_question_case_learner_and_attempt():
    question, case = toy_question(), toy_case(0.5, learner="ben", attempt=3)
    result = grade(question, 0.5, case)
    named = (result.question, result.case_code, result.learner, result.attempt, result.points, result.answer)
    assert named == ("toy", case.code, "ben", 3, 4, 0.5)


@pytest.mark.parametrize("off", [0, 0.0005, -0.0005])
def test_the_tolerance_itself_is_right(off):
    assert mark(0.3 + off, 0.3, tolerance=0.0005).kind == "right"


@pytest.mark.parametrize("off", [0.000501, -0.000501])
def test_beyond_the_tolerance_is_not(off):
    assert mark(0.3 + off, 0.3, tolerance=0.0005).kind != "right"


@pytest.mark.parametrize(("answer", "kind"), [(1010, "right"), (-1010, "slip"), (990, "right"), (1111, "not yet")])
def test_a_relative_tolerance_grows_with_the_answer(answer, kind):
    assert mark(answer, 1000.0, unit="USD", tolerance=0.01, relative=True).kind == kind


def test_the_last_bits_of_a_float_never_decide():
    assert mark(0.1 + 0.2, 0.3, tolerance=1e-300).kind == "right"
    assert mark(3 + 5e-16, 3, kind="integer", tolerance=0.0).kind == "right"
    assert mark(0.1 * 3 + 0.0005, 0.3, tolerance=0.0005).kind == "right"
    assert mark(0.3 + 0.0005 * (1 + 1e-6), 0.3, tolerance=0.0005).kind != "right"


def test_nought_can_be_right():
    assert mark(0, 0.0).kind == "right"
    assert mark(-0.0, 0.0).kind == "right"
    assert mark(0, 0.0, tolerance=0.01, relative=True).kind == "right"
    assert mark(0.5, 0.0).kind == "not yet"
    assert mark(0, 0, kind="integer").kind == "right"


def test_first_match_wins_from_right_to_the_last_mistake():
    first, second = ("First.", 0.5, 0.25), ("Second.", 0.5, 0.75)
    assert mark(0.5, 0.5, first).kind == "right"
    assert mark(0.5, 0.3, first, second).sentence == "First."
    assert mark(0.5, 0.3, second, first).credit == 0.75


def test_a_mistake_comes_before_a_slip():
    per_cent, sign = ("Named.", 1.8437, 0.25), ("Named.", -0.018437, 0.1)
    assert mark(1.8437, 0.018437, per_cent).credit == 0.25
    assert mark(-0.018437, 0.018437, sign).credit == 0.1
    rounded = mark(0.018, 0.018437, ("Named.", 0.018, 0))
    assert (rounded.kind, rounded.credit) == ("mistake", 0)


def test_unanswered_and_malformed_come_before_everything():
    assert mark(None, None).kind == "unanswered"
    assert mark("0.018437").kind == "malformed"
    assert mark(True, 1, kind="integer").kind == "malformed"


@pytest.mark.parametrize(("kind", "wrong"), list(WRONG.items()))
def test_a_mistake_has_its_own_sentence_and_credit_in_every_kind(kind, wrong):
    known = AS_KEY.get(kind, lambda one: one)(wrong)
    result = mark(wrong, RIGHT[kind], ("Named.", known, 0.25), kind=kind)
    assert (result.kind, result.sentence, result.score) == ("mistake", "Named.", 1)


@pytest.mark.parametrize("answer", [["night"], ["night", "rain", "day"], ["night", "day"], ["day"]])
def test_a_mistake_without_a_credit_earns_what_it_would_without_its_name(answer):
    named = mark(answer, RIGHT["labels"], ("Named.", frozenset(answer), None), kind="labels")
    assert (named.kind, named.sentence) == ("mistake", "Named.")
    assert named.score == mark(answer, RIGHT["labels"], kind="labels").score


def test_a_mistake_has_the_tolerance_of_the_question():
    named = ("Named.", 0.5, 0)
    assert mark(0.5 + 9e-6, 0.3, named).kind == "mistake"
    assert mark(0.5 + 2e-5, 0.3, named).kind == "not yet"


@pytest.mark.parametrize(("unit", "factor", "says"), UNIT_SLIPS)
def test_another_unit_is_a_slip_for_half_the_points(unit, factor, says):
    right = 3.7219 if unit != "USD" else 48_319.0
    result = mark(right * factor, right, unit=unit)
    assert (result.kind, result.score) == ("slip", 2)
    assert says in result.sentence
    assert is_one_sentence(result.sentence)


def test_a_slip_of_unit_scales_the_tolerance():
    assert mark(1.84, 0.018437, tolerance=0.0005).kind == "slip"
    assert mark(1.90, 0.018437, tolerance=0.0005).kind == "not yet"
    assert mark(0.19, 18.437, unit="per cent", tolerance=0.05).kind == "not yet"
    assert mark(120, 50_000.0, unit="USD", tolerance=100).kind == "not yet"
    assert mark(50.05, 50_000.0, unit="USD", tolerance=100).kind == "slip"


@pytest.mark.parametrize("unit", ["share", "USD", "days", "z", "PSI", "applications"])
def test_the_other_sign_is_a_slip_for_half_the_points(unit):
    result = mark(-0.37219, 0.37219, unit=unit)
    assert (result.kind, result.score) == ("slip", 2)
    assert "sign" in result.sentence


def test_a_sign_of_a_whole_number_is_a_slip():
    assert mark(-17, 17, kind="integer").kind == "slip"


@pytest.mark.parametrize("answer", [0.018, 0.0184, 0.0185])
def test_rounding_too_early_is_a_slip_for_half_the_points(answer):
    result = mark(answer, 0.0184567, tolerance=1e-6)
    assert (result.kind, result.score) == ("slip", 2)
    assert "rounded too early" in result.sentence


@pytest.mark.parametrize(
    ("answer", "right"), [(0.02, 0.0184567), (0.01846, 0.0184567), (0.0183, 0.0184567), (-0.0184, 0.0184567)]
)
def test_what_is_no_rounding_of_the_answer_is_no_slip(answer, right):
    assert mark(answer, right, tolerance=1e-6).kind == "not yet"


@given(st.floats(1e-6, 1e9), st.integers(1, 3))
def test_a_rounded_figure_is_recognised_at_every_size(right, digits):
    answer = float(f"{right:.{digits - 1}e}")
    assume(0.04 > abs(answer - right) / right > 1e-9)
    assert mark(answer, right, unit="PSI", tolerance=1e-12 * right).kind == "slip"


@pytest.mark.parametrize(
    ("answer", "kind"), [(17.0, "right"), (16.2, "slip"), (17.9, "slip"), (18, "not yet"), (18.5, "not yet")]
)
def test_a_whole_number_must_be_whole(answer, kind):
    assert mark(answer, 17, kind="integer").kind == kind


def test_the_right_day_at_another_hour_is_a_slip():
    right = RIGHT["datetime"]
    assert mark(right + timedelta(hours=2), right, kind="datetime").kind == "slip"
    assert mark(right - timedelta(seconds=1), right, kind="datetime").score == 2
    assert mark(right + timedelta(hours=6), right, kind="datetime").kind == "not yet"


def test_another_day_is_no_slip():
    assert mark("2026-03-11", RIGHT["date"], kind="date").kind == "not yet"


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        (["night", "rain"], 4),
        (["night"], 2),
        (["night", "rain", "day"], 2),
        (["night", "day"], 0),
        (list(LIGHTS), 0),
        ([], 0),
        (["day"], 0),
    ],
)
def test_a_wrong_label_costs_what_a_right_one_earns(answer, score):
    result = mark(answer, RIGHT["labels"], kind="labels")
    assert result.score == score
    assert result.kind == {4: "right", 2: "partly", 0: "not yet"}[score]


def test_no_label_at_all_can_be_right():
    assert mark([], frozenset(), kind="labels").kind == "right"
    assert mark(["day"], frozenset(), kind="labels").score == 0


@given(st.sets(st.sampled_from(LIGHTS)), st.sets(st.sampled_from(LIGHTS)))
def test_only_the_right_labels_earn_all_points(answer, right):
    result = mark(answer, frozenset(right), kind="labels")
    assert (result.credit == 1) == (answer == right)
    assert 0 <= result.credit <= 1


@given(st.permutations([f"option {i}" for i in range(6)]))
def test_an_order_earns_what_kendall_says(answer):
    right = tuple(f"option {i}" for i in range(6))
    tau = kendalltau([answer.index(one) for one in right], range(6)).statistic
    result = mark(answer, right, kind="order", choices=right)
    assert result.credit == pytest.approx((1 + tau) / 2)
    assert result.kind == {1: "right", 0: "not yet"}.get(round(result.credit, 9), "partly")


def test_neighbours_swapped_cost_one_pair():
    a, b, c, d = RIGHT["order"]
    assert mark([b, a, c, d], RIGHT["order"], kind="order").credit == pytest.approx(5 / 6)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sealed_build_says_that_the_answer_is_recorded(kind):
    question, case = toy_question(kind, answer=None), toy_case(None)
    result = grade(question, RIGHT[kind], case)
    assert (result.kind, result.score) == ("recorded", 0)
    assert "recorded" in result.sentence
    assert grade(question, lambda: 0, case).kind == "malformed"
    assert grade(question, None, case).kind == "unanswered"


@given(st.floats(-1e6, 1e6))
def test_no_more_than_all_points(answer):
    assert 0 <= mark(answer, 3.7219, ("Named.", 0.5, 0.25)).score <= 4


@given(right=st.floats(0.001, 0.9), wrong=st.floats(0.001, 0.9))
def test_recognised_answers_without_a_collision_are_told_apart(right, wrong):
    asked = toy_question(tolerance=0.0005)
    asked.mistake("Named.")(lambda case: wrong)
    case = toy_case(right)
    assume(not collides(asked, case))
    assert grade(asked, right, case).kind == "right"
    for kind, answer, sentence, credit, scale in recognised(asked, case, right):
        for off in (-0.999, 0, 0.999):
            result = grade(asked, answer + off * scale * asked.tolerance, case)
            assert (result.kind, result.sentence, result.credit) == (kind, sentence, credit)


@pytest.mark.parametrize(
    ("right", "wrong", "collide"),
    [
        (0.3, 0.3, True),
        (0.3, 0.3009, True),
        (0.3, 0.3011, False),
        (0.3, -0.3005, True),
        (0.3, 30.05, True),
        (0.3, 30.06, False),
        (0.0, 0.5, False),
        (0.0002, 0.5, True),
    ],
)
def test_answers_closer_than_two_tolerances_collide(right, wrong, collide):
    asked = toy_question(tolerance=0.0005)
    asked.mistake("Named.")(lambda case: wrong)
    assert collides(asked, toy_case(right)) == bool(collide)


@pytest.mark.parametrize(("kind", "wrong"), list(WRONG.items()))
def test_equal_answers_collide_in_every_kind(kind, wrong):
    known = AS_KEY.get(kind, lambda one: one)(wrong)
    asked = toy_question(kind)
    assert not collides(asked, toy_case(RIGHT[kind]))
    asked.mistake("Named.")(lambda case: known)
    assert not collides(asked, toy_case(RIGHT[kind]))
    asked.mistake("Named again.")(lambda case: known)
    assert collides(asked, toy_case(RIGHT[kind]))


def test_slips_are_worth_half():
    asked = toy_question(unit="hours")
    slips = list(recognised(asked, toy_case(5.0), 5.0))
    assert {kind for kind, *_ in slips} == {"slip"}
    assert all(credit == SLIP_CREDIT == 0.5 for *_, credit, _ in slips)
    assert sorted(wrong for _, wrong, *_ in slips) == pytest.approx([-5, 5 / 24, 300])
    assert all(math.isfinite(wrong) for _, wrong, *_ in slips)


def test_sentences_of_slips_are_single_and_hold_no_figure():
    asked = [toy_question(unit=unit) for unit, *_ in UNIT_SLIPS]
    told = itertools.chain.from_iterable(recognised(one, toy_case(5.0), 5.0) for one in asked)
    sentences = {sentence for _, _, sentence, _, _ in told}
    assert len(sentences) > 5
    assert all(is_one_sentence(one) and not any(letter.isdigit() for letter in one) for one in sentences)
