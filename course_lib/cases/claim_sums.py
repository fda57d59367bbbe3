"""Statements that are sums: their figures are all that is needed to check them."""

from collections.abc import Callable
from random import Random

from course_lib.cases.claim_pool import Figures

Draw = Callable[[Random, int], Figures]
"""Draw the figures of a statement in one of its two versions; the figure that it asserts is the last."""


def _offer(rng: Random, version: int) -> Figures:
    base, bonus, equity = 5_000 * rng.randint(30, 44), rng.randint(10, 25), 4 * rng.randint(6, 10)
    return base, bonus, equity, round(base * (100 + bonus + (equity, equity / 4)[version]) / 100)


def _rise(rng: Random, version: int) -> Figures:
    before, relative = 4 * rng.randint(2, 6) / 10, 25 * rng.randint(2, 8)
    after = round(before * (1 + relative / 100), 2)
    return before, after, (relative, round(after - before, 2))[version]


def _premium(rng: Random, version: int) -> Figures:
    usual = 5 * rng.randint(29, 40)
    paid = usual + 5 * rng.randint(8, 16)
    return paid, usual, round(100 * (paid / usual - 1, 1 - usual / paid)[version])


def _one_in(rng: Random, version: int) -> Figures:
    before, after = rng.randint(26, 42) / 10, rng.randint(8, 16) / 10
    return before, after, -int(-1000 // round(10 * (before - (after, 0)[version])))


def _churn(rng: Random, version: int) -> Figures:
    before, cut = rng.randint(18, 30), rng.randint(8, 15)
    return before, cut, (round(before * (1 - cut / 100), 2), before - cut)[version]


def _monitor(rng: Random, version: int) -> Figures:
    millions, chance = rng.randint(1, 6), 2 * rng.randint(1, 5)
    return millions, chance, 5_000 * millions * (chance, 100)[version]


def _alarm(rng: Random, version: int) -> Figures:
    fraud, caught, false = 10 * rng.randint(5, 20), 5 * rng.randint(14, 19), rng.randint(2, 6)
    right, wrong = fraud * caught / 100, (10_000 - fraud) * false / 100
    return fraud, caught, false, round((100 * right / (right + wrong), caught)[version])


def _band(rng: Random, version: int) -> Figures:
    low = 5 * rng.randint(34, 46)
    high = low + 5 * rng.randint(8, 12)
    return low, high, (low + 5 * rng.randint(2, 6), low - 5 * rng.randint(2, 5))[version]


SUMS: dict[str, tuple[str, Draw]] = {
    "offer": (
        "Base of USD {0:,}, a bonus of {1} % and equity of {2} %, both of base and both anew every year, make "
        "USD {3:,} a year.",
        _offer,
    ),
    "rise": ("The false-positive rate went from {0:g} % to {1:g} %: a rise of {2:g} %.", _rise),
    "premium": ("Pay of USD {0}K is a premium of {2} % over pay of USD {1}K.", _premium),
    "one in": ("If an error rate falls from {0:g} % to {1:g} %, about one case in {2} is spared an error.", _one_in),
    "churn cut": ("Churn of {0} % a year that falls by {1} %, relative, is {2:g} %.", _churn),
    "monitor": (
        "A loss of USD {0} million has a probability of {1} % a year. A monitor that halves the probability saves USD "
        "{2:,} a year on average.",
        _monitor,
    ),
    "alarm": (
        "Of 10,000 payments {0} are fraud. An alarm that rings on {1} % of the fraud and on {2} % of the rest is right "
        "in {3} % of its alarms.",
        _alarm,
    ),
    "band": ("The band of base pay runs from USD {0}K to USD {1}K, and the base of USD {2}K lies in it.", _band),
}
