"""How many labels or users a question needs: one proportion, two proportions, a half-width."""

import math
from statistics import NormalDist

from course_lib.measures import checks
from course_lib.measures.intervals import critical_value, normal_quantile

_TAILS = {"one-sided": 1, "two-sided": 2}
_FORMULAS = ("fleiss", "unpooled", "arcsine", "fleiss-corrected")


def sample_size_one_proportion(
    known_rate: float,
    new_rate: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    alternative: str = "two-sided",
) -> int:
    """Labels needed to see a rate leave a known value, by the normal approximation, rounded up.

    ``n = ((z_alpha sqrt(p0 q0) + z_power sqrt(p1 q1)) / (p1 - p0))^2``

    Parameters
    ----------
    known_rate, new_rate : float
        Rate without and with the shift, above 0 and below 1, and different.
    alpha, power : float
        Chance of a false alarm, and chance of seeing the shift.
    alternative : {"two-sided", "one-sided"}
        Whether alpha is split over both directions.

    Raises
    ------
    ValueError
        If a rate is out of range, both are equal, or the alternative is unknown.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., chapter 2.
    """
    before, after = _two_rates("known_rate", known_rate, "new_rate", new_rate)
    z_alpha, z_power = _quantiles(alpha, power, alternative)
    root = z_alpha * math.sqrt(before * (1 - before)) + z_power * math.sqrt(after * (1 - after))
    return checks.round_up((root / (after - before)) ** 2)


def sample_size_two_proportions(
    rate: float,
    other_rate: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    alternative: str = "two-sided",
    formula: str = "fleiss",
) -> int:
    """Size of each of two equal groups to tell their rates apart, rounded up.

    Parameters
    ----------
    rate, other_rate : float
        The two rates, above 0 and below 1, and different.
    alpha, power : float
        Chance of a false alarm, and chance of seeing the difference.
    alternative : {"two-sided", "one-sided"}
        Whether alpha is split over both directions.
    formula : {"fleiss", "unpooled", "arcsine", "fleiss-corrected"}
        ``fleiss`` takes the pooled variance under no difference and the two variances under the alternative;
        ``unpooled`` the two variances in both places; ``arcsine`` Cohen's effect size h; ``fleiss-corrected``
        adds the continuity correction to the first.

    Raises
    ------
    ValueError
        If a rate is out of range, both are equal, or a word is unknown.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., chapter 4;
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed., chapter 6.
    """
    first, second = _two_rates("rate", rate, "other_rate", other_rate)
    z_alpha, z_power = _quantiles(alpha, power, alternative)
    if checks.choice("formula", formula, _FORMULAS) == "arcsine":
        effect = 2 * (math.asin(math.sqrt(first)) - math.asin(math.sqrt(second)))
        return checks.round_up(2 * ((z_alpha + z_power) / effect) ** 2)
    mean = (first + second) / 2
    own = first * (1 - first) + second * (1 - second)
    null = own if formula == "unpooled" else 2 * mean * (1 - mean)
    gap = abs(first - second)
    size = ((z_alpha * math.sqrt(null) + z_power * math.sqrt(own)) / gap) ** 2
    if formula == "fleiss-corrected":
        size = size / 4 * (1 + math.sqrt(1 + 4 / (size * gap))) ** 2
    return checks.round_up(size)


def power_two_proportions(
    rate: float, other_rate: float, *, size: int, alpha: float = 0.05, alternative: str = "two-sided"
) -> float:
    """Chance that a test of two equal groups sees the difference of their rates, by the normal approximation.

    ``Phi((|p1 - p2| sqrt(n) - z_alpha sqrt(2 p q)) / sqrt(p1 q1 + p2 q2))`` with the mean rate p: what
    `sample_size_two_proportions` solves for n. A two-sided test that rejects in the wrong direction does not count.

    Parameters
    ----------
    rate, other_rate : float
        The two rates, above 0 and below 1, and different.
    size : int
        Size of each group.
    alpha : float
        Chance of a false alarm.
    alternative : {"two-sided", "one-sided"}
        Whether alpha is split over both directions.

    Raises
    ------
    ValueError
        If a rate is out of range, both are equal, or the alternative is unknown.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., chapter 4.
    """
    first, second = _two_rates("rate", rate, "other_rate", other_rate)
    tails = _TAILS[checks.choice("alternative", alternative, _TAILS)]
    z_alpha = -normal_quantile(checks.rate("alpha", alpha, zero=False, one=False) / tails)
    mean = (first + second) / 2
    gap = abs(first - second) * math.sqrt(checks.count("size", size, least=1))
    spread = math.sqrt(first * (1 - first) + second * (1 - second))
    return NormalDist().cdf((gap - z_alpha * math.sqrt(2 * mean * (1 - mean))) / spread)


def sample_size_for_half_width(rate: float, half_width: float, *, confidence: float = 0.95) -> int:
    """Size that gives the Wald interval of a planned rate a half-width: ``z^2 p q / w^2``, rounded up.

    Parameters
    ----------
    rate : float
        Planned rate; 0.5 is the cautious choice.
    half_width : float
        Half of the interval's width, as a fraction above 0.
    confidence : float
        Coverage as a fraction.

    Raises
    ------
    ValueError
        If a value is not a fraction in its range.
    """
    planned = checks.rate("rate", rate, zero=False, one=False)
    width = checks.rate("half_width", half_width, zero=False)
    z = critical_value(confidence)
    return checks.round_up(z**2 * planned * (1 - planned) / width / width)


def _two_rates(name: str, rate: float, other_name: str, other_rate: float) -> tuple[float, float]:
    first = checks.rate(name, rate, zero=False, one=False)
    second = checks.rate(other_name, other_rate, zero=False, one=False)
    if first == second:
        raise ValueError(f"{name} and {other_name} are both {first:g}, but a size needs two different rates.")
    return first, second


def _quantiles(alpha: float, power: float, alternative: str) -> tuple[float, float]:
    tails = _TAILS[checks.choice("alternative", alternative, _TAILS)]
    z_alpha = -normal_quantile(checks.rate("alpha", alpha, zero=False, one=False) / tails)
    z_power = normal_quantile(checks.rate("power", power, zero=False, one=False))
    if z_alpha + z_power <= 0:
        raise ValueError(f"power is {power}, but it must exceed the chance of a false alarm, {alpha}.")
    return z_alpha, z_power
