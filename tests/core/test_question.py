import math
from dataclasses import replace

import pytest

from course_lib.core.question import KINDS, Mistake, question
from tests.core.toys import is_one_sentence, toy_case, toy_question


def test_a_question_is_declared_by_its_function():
    @question(points=8, unit="ratio", tolerance=0.02, hint="Divide.")
    def after_over_before(case):
        """How many times is it?

        After over before.
        """
        return case.right

    assert after_over_before.name == "after_over_before"
    assert after_over_before.prompt == "How many times is it?\n\nAfter over before."
    assert after_over_before.answer(toy_case(1.8)) == 1.8
    assert (after_over_before.points, after_over_before.kind, after_over_before.mistakes) == (8, "number", [])


def test_mistakes_are_kept_in_the_order_of_their_declaration():
    asked = toy_question()

    @asked.mistake("Upside down.")
    def upside_down(case):
        return 1 / case.right

    @asked.mistake("Doubled.", credit=0.25)
    def _(case):
        return 2 * case.right

    assert isinstance(upside_down, Mistake)
    assert [(one.sentence, one.credit) for one in asked.mistakes] == [("Upside down.", 0), ("Doubled.", 0.25)]
    assert [one.answer(toy_case(4.0)) for one in asked.mistakes] == [0.25, 8.0]


def test_ways_to_tell_an_answer_are_kept_by_name_and_not_shared():
    asked, other = toy_question(), toy_question()

    @asked.tells
    def doubled(case, answer):
        return f"{2 * answer} of {case.right}"

    assert replace(asked, points=1).told["doubled"](toy_case(4.0), 3) == "6 of 4.0"
    assert other.told == {}


def test_questions_do_not_share_their_mistakes():
    first, second = toy_question(), toy_question()
    first.mistake("Upside down.")(lambda case: 1 / case.right)
    assert second.mistakes == []


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ({"kind": "essay"}, "toy: kind is 'essay'; choose one of number, integer, date, datetime, labels, order."),
        ({"points": 0}, "toy: points is 0; a question is worth more than 0."),
        ({"points": -1}, "toy: points is -1; a question is worth more than 0."),
        ({"points": math.nan}, "toy: points is nan; a question is worth more than 0."),
        ({"tolerance": 0.0}, "toy: tolerance is 0.0; state above 0 how close is right."),
        ({"tolerance": -0.1}, "toy: tolerance is -0.1; state above 0 how close is right."),
        ({"tolerance": math.nan}, "toy: tolerance is nan; state above 0 how close is right."),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(declared, says):
    with pytest.raises(ValueError, match=r"^toy: ") as raised:
        replace(toy_question(), **declared)
    assert str(raised.value) == says


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "number"])
def test_only_numbers_need_a_tolerance(kind):
    assert replace(toy_question(kind), tolerance=0.0).kind == kind


@pytest.mark.parametrize(
    ("kind", "unit", "wanted"),
    [
        ("number", "share", "a share between zero and one"),
        ("number", "USD", "one number (USD)"),
        ("integer", "applications", "one whole number (applications)"),
        ("date", "date", "a date"),
        ("datetime", "UTC", "a date and time"),
        ("labels", "labels", "labels"),
        ("order", "order", "labels in order"),
    ],
)
def test_what_a_question_wants_is_said_in_words(kind, unit, wanted):
    assert toy_question(kind, unit=unit).wanted == wanted
    assert is_one_sentence(f"This question wants {wanted}.")
