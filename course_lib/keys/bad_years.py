"""Questions on the tail of the yearly loss: what a bad year costs, and why equal means are not equal risks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.loss_history import FROM_POOL, RISKS, mean

FRAMES = ("simulated_losses",)
_COMMON = "wrong advice"


@lru_cache(maxsize=64)
def _by_year(scenario: Any) -> dict[str, list[int]]:
    """Return the loss of each simulated year by risk, years without a loss as zero, ascending; all together under ""."""
    totals: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in scenario.simulated:
        totals[one.risk][one.year] += one.loss
        totals[""][one.year] += one.loss
    years = range(1, scenario.simulated_years + 1)
    return {risk: sorted(totals[risk][year] for year in years) for risk in (*RISKS, "")}


@lru_cache(maxsize=64)
def _single_losses(scenario: Any) -> list[int]:
    return sorted(one.loss for one in scenario.simulated)


def _bad(case: Case, ascending: Sequence[int]) -> int:
    """Return what is exceeded in at most one year in N: the value at position n - n / N of n sorted ones, from 1."""
    return ascending[len(ascending) - len(ascending) // case.one_year_in - 1]


def _years(case: Case, risk: str = "") -> list[int]:
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
    return _bad(case, _years(case))


@bad_year.mistake(
    "You added the bad years of the single risks. They do not come in the same year: quantiles do not add, means do."
)
def _(case: Case) -> int:
    return sum(_bad(case, _years(case, risk)) for risk in RISKS)


@bad_year.mistake("That is the quantile of single losses. A year can hold several, so add them up by year first.")
def _(case: Case) -> int:
    return _bad(case, _single_losses(case.scenario))


@bad_year.mistake("That is the mean year. It says nothing of how bad a bad one gets.")
def _(case: Case) -> float:
    return mean(_years(case))


@bad_year.mistake("That is the worst simulated year: it hangs on one draw, and grows with the number of years.")
def _(case: Case) -> int:
    return _years(case)[-1]


@question(
    points=3,
    unit="USD",
    tolerance=0.005,
    relative=True,
    frames=FRAMES,
    hint="A rare risk has no row in most years. How many zeros belong into its sorted list?",
    working="The bad year of `data leak` less the bad year of `wrong advice`, each by itself, zeros included.",
)
def tail_gap(case: Case) -> int:
    """`data leak` and `wrong advice` cost the same in the mean simulated year. By how much do their bad years differ?

    The bad year of `data leak` alone less the bad year of `wrong advice` alone, in US dollars. Each as in the question
    before, over all n simulated years: a year without a loss of that risk counts as zero.
    """
    return _gap(case, FROM_POOL, _COMMON)


def _gap(case: Case, risk: str, other: str) -> int:
    return _bad(case, _years(case, risk)) - _bad(case, _years(case, other))


@tail_gap.mistake(
    "You sorted only the years with a loss. The rare risk is quiet in most years, and those are years too."
)
def _(case: Case) -> int:
    return _bad(case, _positive(_years(case, FROM_POOL))) - _bad(case, _positive(_years(case, _COMMON)))


def _positive(ascending: Iterable[int]) -> list[int]:
    return [loss for loss in ascending if loss > 0]


@tail_gap.mistake("That is the difference of the worst years; one simulated year decides it.")
def _(case: Case) -> int:
    return _years(case, FROM_POOL)[-1] - _years(case, _COMMON)[-1]


@tail_gap.mistake("That is the bad year of the leak alone; the question asks how far it lies above the other risk's.")
def _(case: Case) -> int:
    return _bad(case, _years(case, FROM_POOL))


@tail_gap.mistake("By their means there is no difference, which is the point: the tails differ, so look there.")
def _(case: Case) -> float:
    return 0.0
