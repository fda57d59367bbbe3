"""A question on the tail of the yearly loss, and what a bad year of one risk costs."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.loss_history import RISKS, mean
from course_lib.keys.remembered import once_a_scenario

FRAMES = ("simulated_losses",)


@dataclass(frozen=True)
class Tail:
    """What the simulated years of a risk come to: bad year, the same without silent years, mean year, worst year."""

    bad: int
    bad_of_the_loud: int
    mean: float
    worst: int


@once_a_scenario
def _tails(scenario: Any) -> dict[str, Tail]:
    """Return the tail of each risk, and of all together under ""."""
    totals = {risk: [0] * scenario.simulated_years for risk in RISKS}
    for one in scenario.simulated:
        mine = totals[one.risk]
        for year, loss in zip(one.years, one.losses, strict=True):
            mine[year - 1] += loss
    totals[""] = [sum(year) for year in zip(*totals.values(), strict=True)]
    return {risk: _tail(sorted(losses), scenario.one_year_in) for risk, losses in totals.items()}


def _tail(years: Sequence[int], one_in: int) -> Tail:
    loud = [loss for loss in years if loss > 0]
    return Tail(_exceeded_once_in(years, one_in), _exceeded_once_in(loud, one_in), mean(years), years[-1])


def _exceeded_once_in(ascending: Sequence[int], one_in: int) -> int:
    """Return what at most one value in N exceeds: the one at position n - n / N of n sorted ones, counted from 1."""
    return ascending[len(ascending) - len(ascending) // one_in - 1] if ascending else 0


@once_a_scenario
def _bad_single_loss(scenario: Any) -> int:
    losses = itertools.chain.from_iterable(one.losses for one in scenario.simulated)
    return _exceeded_once_in(sorted(losses), scenario.one_year_in)


def tail(case: Case, risk: str = "") -> Tail:
    """Return what the simulated years of one risk, or of all together, come to."""
    return _tails(case.scenario)[risk]


@question(
    points=5,
    unit="USD",
    tolerance=0.005,
    relative=True,
    frames=FRAMES,
    hint="First one sum a year over all risks, for every simulated year; only then sort.",
    working="Yearly totals of all risks, sorted ascending; the one at position n - n / N, counted from one.",
)
def bad_year(case: Case) -> int:
    """What does a bad year cost, all risks together, in US dollars?

    Add up all losses of each simulated year; a year that is not in the table had none and counts as zero. Sort the n
    years ascending and take the one at position n - n / N, counted from 1: it is exceeded in at most one year in N.
    n and N are on your card.
    """
    return tail(case).bad


@bad_year.mistake(
    "You added the bad years of the single risks. They do not come in the same year: quantiles do not add, means do."
)
def _(case: Case) -> int:
    return sum(tail(case, risk).bad for risk in RISKS)


@bad_year.mistake("That is the quantile of single losses. A year can hold several, so add them up by year first.")
def _(case: Case) -> int:
    return _bad_single_loss(case.scenario)


@bad_year.mistake("That is the mean year. It says nothing of how bad a bad one gets.")
def _(case: Case) -> float:
    return tail(case).mean


@bad_year.mistake("That is the worst simulated year: it hangs on one draw, and grows with the number of years.")
def _(case: Case) -> int:
    return tail(case).worst
