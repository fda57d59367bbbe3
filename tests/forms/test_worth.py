"""A set of labels and an allocation: right is as good as the best, less earns its part, beyond the limit nothing."""

from dataclasses import replace

import pytest

from course_lib.core.case import Case, Streams
from course_lib.core.grading import collides, grade
from course_lib.core.question import question
from course_lib.forms import Best, from_data

CASE = Case("toy", "ada", 0, Streams("seed"), None)
VALUES = {"audit": 5.0, "monitor": 4.0, "training": 3.0, "insurance": 3.0}
COSTS = {"audit": 4, "monitor": 3, "training": 2, "insurance": 2}
NAMES = tuple(VALUES)


def value_of(case, chosen):
    return sum(VALUES[name] for name in chosen) if sum(COSTS[name] for name in chosen) <= 5 else None


@question(points=8, unit="labels", kind="labels", choices=NAMES, form=Best(NAMES, value_of))
def controls(case):
    """Which controls?"""
    return frozenset({"monitor", "training"})


@controls.mistake("Cheapest first is not the best set.")
def _(case):
    return frozenset({"training", "insurance"})


@controls.mistake("Over the budget.")
def _(case):
    return frozenset(NAMES)


def hours_worth(case, hours):
    if sum(hours.values()) > 100:
        return None
    return (hours["audit"] * 4) ** 0.5 + hours["monitor"] ** 0.5


@question(points=8, unit="hours", kind="allocation", form=Best(("audit", "monitor"), hours_worth, amounts=True))
def hours(case):
    """Split 100 hours."""
    return {"audit": 80.0, "monitor": 20.0}


@hours.mistake("Halves are fair, not best.", credit=0.25)
def _(case):
    return {"audit": 50.0, "monitor": 50.0}


@pytest.mark.parametrize(
    ("chosen", "kind", "credit"),
    [
        (["monitor", "training"], "right", 1),
        (["monitor", "insurance"], "right", 1),
        (["training", "insurance"], "mistake", 0),
        (list(NAMES), "mistake", 0),
        (["audit", "monitor"], "not yet", 0),
        (["audit"], "partly", 5 / 7),
        ([], "not yet", 0),
    ],
)
def test_a_set_earns_what_it_reaches_of_the_best(chosen, kind, credit):
    result = grade(controls, chosen, CASE)
    assert (result.kind, result.credit) == (kind, pytest.approx(credit))


@pytest.mark.parametrize(
    ("given", "kind", "credit"),
    [
        ({"audit": 80, "monitor": 20}, "right", 1),
        ({"audit": 50, "monitor": 50}, "mistake", 0.25),
        ({"audit": 100}, "partly", 20 / 500**0.5),
        ({"audit": 100, "monitor": 1}, "not yet", 0),
        ({"audit": 0, "monitor": 0}, "not yet", 0),
        ({"audit": -1, "monitor": 0}, "malformed", 0),
        ({"audit": "80"}, "malformed", 0),
        ({"audits": 80}, "malformed", 0),
        ({"audit": None, "monitor": None}, "unanswered", 0),
        (80, "malformed", 0),
    ],
)
def test_an_allocation_earns_what_it_reaches_of_the_best(given, kind, credit):
    result = grade(hours, given, CASE)
    assert (result.kind, result.credit) == (kind, pytest.approx(credit))


def test_a_mistake_as_good_as_the_best_collides():
    assert not collides(controls, CASE)
    assert not collides(hours, CASE)
    for asked, wrong in ((controls, frozenset({"monitor", "insurance"})), (hours, {"audit": 79.0, "monitor": 21.0})):
        bad = replace(asked, mistakes=[])
        bad.mistake("Named.")(lambda case, wrong=wrong: wrong)
        assert collides(bad, CASE)


@pytest.mark.parametrize("asked", [controls, hours], ids=lambda one: one.name)
def test_a_sealed_build_reads_the_form(asked):
    sealed = replace(asked, answer=None, form=from_data(asked.form.as_data()))
    right = asked.answer(CASE)
    assert grade(sealed, sorted(right) if isinstance(right, frozenset) else right, CASE).kind == "recorded"
    assert grade(sealed, 3, CASE).kind == "malformed"
