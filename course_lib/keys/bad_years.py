"""A question on the tail of the yearly loss, and what a bad year of one risk costs."""

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.loss_history import RISKS, mean

FRAMES = ("simulated_losses",)


@lru_cache(maxsize=64)
def _by_year(scenario: Any) -> dict[str, list[int]]:
    """Return the loss of each simulated year by risk, years without a loss as 0, ascending; all of them under ""."""
    totals = {risk: [0] * scenario.simulated_years for risk in RISKS}
    for one in scenario.simulated:
        mine = totals[one.risk]
        for year, loss in zip(one.years, one.losses, strict=True):
            mine[year - 1] += loss
    totals[""] = [sum(year) for year in zip(*totals.values(), strict=True)]
    return {risk: sorted(losses) for risk, losses in totals.items()}


@lru_cache(maxsize=64)
def _single_losses(scenario: Any) -> list[int]:
    return sorted(itertools.chain.from_iterable(one.losses for one in scenario.simulated))


def bad_one(case: Case, ascending: Sequence[int]) -> int:
    """Return what is exceeded in at most one year in N: the value at position n - n / N of n sorted ones, from 1."""
    return ascending[len(ascending) - len(ascending) // case.one_year_in - 1]


def years_of(case: Case, risk: str = "") -> list[int]:
    """Return the losses of the simulated years of one risk or of all together, ascending, zeros included."""
    return _by_year(case.scenario)[risk]


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
    return bad_one(case, years_of(case))


@bad_year.mistake(
    "You added the bad years of the single risks. They do not come in the same year: quantiles do not add, means do."
)
def _(case: Case) -> int:
    return sum(bad_one(case, years_of(case, risk)) for risk in RISKS)


@bad_year.mistake("That is the quantile of single losses. A year can hold several, so add them up by year first.")
def _(case: Case) -> int:
    return bad_one(case, _single_losses(case.scenario))


@bad_year.mistake("That is the mean year. It says nothing of how bad a bad one gets.")
def _(case: Case) -> float:
    return mean(years_of(case))


@bad_year.mistake("That is the worst simulated year: it hangs on one draw, and grows with the number of years.")
def _(case: Case) -> int:
    return years_of(case)[-1]
