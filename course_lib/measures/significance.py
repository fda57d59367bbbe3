"""Is it more than noise? Two-proportion z, Benjamini-Hochberg, Mantel-Haenszel, difference in differences."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from course_lib.measures import checks
from course_lib.measures.intervals import Interval


@dataclass(frozen=True)
class ZTest:
    """A z statistic (positive when the first rate is higher) and its two-sided p-value."""

    z: float
    p_value: float


@dataclass(frozen=True)
class MultipleTests:
    """Adjusted p-values and rejections, both in the order of the input."""

    adjusted_p_values: tuple[float, ...]
    rejected: tuple[bool, ...]


@dataclass(frozen=True)
class MantelHaenszel:
    """Odds ratio pooled over strata, its interval and p-value, and the crude ratio without the strata."""

    odds_ratio: float
    interval: Interval
    p_value: float
    crude_odds_ratio: float


def two_proportion_z_test(
    successes: int, total: int, other_successes: int, other_total: int, *, variance: str = "pooled"
) -> ZTest:
    """Z test of two independent proportions, first minus other.

    Parameters
    ----------
    successes, total, other_successes, other_total : int
        Events and sizes of the two groups.
    variance : {"pooled", "unpooled"}
        Standard error from the common rate (the score test of no difference), or from each group's own rate
        (the Wald test).

    Raises
    ------
    ValueError
        If events exceed their total, a total is zero, or the standard error is zero.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., chapter 3.
    """
    events, size = checks.part_of("successes", successes, "total", total)
    other_events, other_size = checks.part_of("other_successes", other_successes, "other_total", other_total)
    first, second = events / size, other_events / other_size
    if checks.choice("variance", variance, ("pooled", "unpooled")) == "pooled":
        common = (events + other_events) / (size + other_size)
        squared_error = common * (1 - common) * (1 / size + 1 / other_size)
    else:
        squared_error = first * (1 - first) / size + second * (1 - second) / other_size
    if squared_error == 0:
        raise ValueError("The standard error is zero: the groups hold no mix of events and non-events to compare.")
    z = (first - second) / math.sqrt(squared_error)
    return ZTest(z, math.erfc(abs(z) / math.sqrt(2)))


def benjamini_hochberg(p_values: Iterable[float], *, false_discovery_rate: float = 0.05) -> MultipleTests:
    """Benjamini-Hochberg step-up: reject the i smallest p-values for the largest i with ``p_(i) <= q i / m``.

    Parameters
    ----------
    p_values : iterable of float
        One p-value per hypothesis, independent or positively dependent.
    false_discovery_rate : float
        Bound q on the expected share of false rejections among all rejections.

    Returns
    -------
    MultipleTests
        Adjusted p-values, ``min over j >= i of p_(j) m / j`` and at most 1, and whether each is rejected.

    Raises
    ------
    ValueError
        If there is no p-value, or a value is not a fraction.

    References
    ----------
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    """
    values = checks.each(checks.rate, "p_values", p_values)
    bound = checks.rate("false_discovery_rate", false_discovery_rate, zero=False, one=False)
    descending = sorted(range(len(values)), key=values.__getitem__, reverse=True)
    adjusted, rejected = [1.0] * len(values), [False] * len(values)
    smallest, any_passed = 1.0, False
    for rank, place in zip(range(len(values), 0, -1), descending, strict=True):
        smallest = min(smallest, values[place] * len(values) / rank)
        any_passed = any_passed or values[place] <= bound * rank / len(values)
        adjusted[place], rejected[place] = smallest, any_passed
    return MultipleTests(tuple(adjusted), tuple(rejected))


def mantel_haenszel(strata: Iterable[tuple[int, int, int, int]], *, confidence: float = 0.95) -> MantelHaenszel:
    """Odds ratio of two groups, pooled over strata by Mantel and Haenszel.

    Parameters
    ----------
    strata : iterable of four counts
        ``(selected, rejected, reference_selected, reference_rejected)`` per stratum.
    confidence : float
        Coverage of the interval (Robins, Breslow and Greenland's variance of the log odds ratio).

    Raises
    ------
    ValueError
        If a count is negative, a stratum is empty, or the pooled ratio is zero or infinite.

    References
    ----------
    Mantel and Haenszel (1959), Journal of the National Cancer Institute 22, 719-748; computed by statsmodels.
    """
    import numpy as np
    from statsmodels.stats.contingency_tables import StratifiedTable

    level = checks.rate("confidence", confidence, zero=False, one=False)
    rows = [
        checks.each(checks.count, f"strata[{place}]", row) for place, row in enumerate(checks.listed("strata", strata))
    ]
    if not rows or any(len(row) != 4 or sum(row) == 0 for row in rows):
        raise ValueError("strata must hold at least one row of four counts that are not all zero.")
    tables = np.array(rows, dtype=float).reshape(-1, 2, 2)
    (a, b), (c, d) = tables.sum(axis=0)
    sizes = tables.sum(axis=(1, 2))
    agreeing = (tables[:, 0, 0] * tables[:, 1, 1] / sizes).sum()
    if 0 in (agreeing, (tables[:, 0, 1] * tables[:, 1, 0] / sizes).sum()):
        raise ValueError("The pooled odds ratio is zero or infinite: no stratum holds all the counts it needs.")
    pooled = StratifiedTable(list(tables))
    return MantelHaenszel(
        odds_ratio=float(pooled.oddsratio_pooled),
        interval=Interval(*map(float, pooled.oddsratio_pooled_confint(alpha=1 - level))),
        # The library's own p-value is one minus a distribution function: zero where it is merely small.
        p_value=math.erfc(math.sqrt(pooled.test_null_odds().statistic / 2)),
        crude_odds_ratio=float(a * d / (b * c)),
    )


def difference_in_differences(
    *, treated_before: float, treated_after: float, control_before: float, control_after: float
) -> float:
    """Change of the treated group minus change of the control group.

    Parameters
    ----------
    treated_before, treated_after, control_before, control_after : float
        The same mean or rate of each group and period, all in one unit; the result is in that unit.

    Raises
    ------
    ValueError
        If a value is not a finite number.

    References
    ----------
    Card and Krueger (1994), American Economic Review 84, 772-793. It reads as an effect only if both groups
    would have moved in parallel.
    """
    treated = checks.number("treated_after", treated_after) - checks.number("treated_before", treated_before)
    control = checks.number("control_after", control_after) - checks.number("control_before", control_before)
    return treated - control


def relative_effect(
    *, treated_before: float, treated_after: float, control_before: float, control_after: float
) -> float:
    """Difference in differences over the counterfactual, which is the treated start plus the control change.

    Raises
    ------
    ValueError
        If the counterfactual is not above zero: then a share of it means nothing.
    """
    effect = difference_in_differences(
        treated_before=treated_before,
        treated_after=treated_after,
        control_before=control_before,
        control_after=control_after,
    )
    counterfactual = treated_before + control_after - control_before
    if counterfactual <= 0:
        raise ValueError(f"The counterfactual is {counterfactual:g}, but it must be above zero to divide by it.")
    return checks.finite(effect / counterfactual)
