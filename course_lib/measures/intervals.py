"""Intervals of one proportion, of a difference and of a ratio, each under the name of its method."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

from course_lib.measures import checks


@dataclass(frozen=True)
class Interval:
    """A confidence interval: ``low, high = interval`` unpacks it, ``0.8 in interval`` asks if it holds 0.8.

    Attributes
    ----------
    low, high : float
        Its ends, in the unit of the estimate.
    """

    low: float
    high: float

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.high))

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def half_width(self) -> float:
        """Half the distance between the ends."""
        return (self.high - self.low) / 2


def normal_quantile(probability: float) -> float:
    """Value that a standard normal variable stays below with the given probability, above 0 and below 1."""
    return NormalDist().inv_cdf(checks.rate("probability", probability, zero=False, one=False))


def critical_value(confidence: float) -> float:
    """Two-sided standard normal critical value: 1.96 for a confidence of 0.95."""
    return -normal_quantile((1 - checks.rate("confidence", confidence, zero=False, one=False)) / 2)


def wilson_interval(successes: int, total: int, *, confidence: float = 0.95) -> Interval:
    """Wilson score interval of one proportion.

    Parameters
    ----------
    successes, total : int
        Count of events, and the count that it belongs to.
    confidence : float
        Coverage as a fraction.

    Raises
    ------
    ValueError
        If the events exceed their total, the total is zero, or the confidence is not a fraction.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    events, size = checks.part_of("successes", successes, "total", total)
    z = critical_value(confidence)
    centre = (events + z**2 / 2) / (size + z**2)
    spread = z * math.sqrt(events * (size - events) / size + z**2 / 4) / (size + z**2)
    # At the two ends the formula gives exactly 0 or 1, up to rounding noise.
    low = 0.0 if events == 0 else centre - spread
    high = 1.0 if events == size else centre + spread
    return Interval(low, high)


def wald_difference_interval(
    successes: int, total: int, other_successes: int, other_total: int, *, confidence: float = 0.95
) -> Interval:
    """Wald interval of a difference of two independent proportions, first minus other, variances unpooled.

    Its ``half_width`` is ``z * sqrt(p1 q1 / n1 + p2 q2 / n2)``. It is too short for small counts, where
    `newcombe_interval` holds its level.

    Parameters
    ----------
    successes, total, other_successes, other_total : int
        Events and sizes of the two groups.
    confidence : float
        Coverage as a fraction.

    Raises
    ------
    ValueError
        If events exceed their total, a total is zero, or the confidence is not a fraction.
    """
    events, size = checks.part_of("successes", successes, "total", total)
    other_events, other_size = checks.part_of("other_successes", other_successes, "other_total", other_total)
    first, second = events / size, other_events / other_size
    variance = first * (1 - first) / size + second * (1 - second) / other_size
    margin = critical_value(confidence) * math.sqrt(variance)
    return Interval(first - second - margin, first - second + margin)


def newcombe_interval(
    successes: int, total: int, other_successes: int, other_total: int, *, confidence: float = 0.95
) -> Interval:
    """Newcombe's interval of a difference of two proportions, first minus other, from two Wilson intervals.

    Parameters
    ----------
    successes, total, other_successes, other_total : int
        Events and sizes of the two groups.
    confidence : float
        Coverage as a fraction.

    Raises
    ------
    ValueError
        If events exceed their total, a total is zero, or the confidence is not a fraction.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10 (no continuity correction).
    """
    events, size = checks.part_of("successes", successes, "total", total)
    other_events, other_size = checks.part_of("other_successes", other_successes, "other_total", other_total)
    first, second = events / size, other_events / other_size
    low, high = wilson_interval(events, size, confidence=confidence)
    other_low, other_high = wilson_interval(other_events, other_size, confidence=confidence)
    difference = first - second
    return Interval(
        difference - math.hypot(first - low, other_high - second),
        difference + math.hypot(high - first, second - other_low),
    )


def katz_ratio_interval(
    successes: int, total: int, other_successes: int, other_total: int, *, confidence: float = 0.95
) -> Interval:
    """Katz log interval of the ratio of two independent proportions, first over other.

    Parameters
    ----------
    successes, total, other_successes, other_total : int
        Events and sizes of the two groups; both event counts are above zero.
    confidence : float
        Coverage as a fraction.

    Raises
    ------
    ValueError
        If a count of events is zero or exceeds its total, or the confidence is not a fraction.

    References
    ----------
    Katz, Baptista, Azen and Pike (1978), Biometrics 34, 469-474.
    """
    events, size = checks.part_of("successes", successes, "total", total)
    other_events, other_size = checks.part_of("other_successes", other_successes, "other_total", other_total)
    if events == 0 or other_events == 0:
        raise ValueError("The log interval of a ratio needs at least one event in each group: use the difference.")
    spread = math.sqrt(1 / events - 1 / size + 1 / other_events - 1 / other_size)
    ratio = (events / size) / (other_events / other_size)
    factor = math.exp(critical_value(confidence) * spread)
    return Interval(ratio / factor, ratio * factor)
