"""How far apart are two distributions? Kolmogorov-Smirnov and Jensen-Shannon."""

from collections.abc import Iterable
from dataclasses import dataclass

from course_lib.measures import checks


@dataclass(frozen=True)
class KolmogorovSmirnov:
    """Largest gap between two empirical distribution functions, and its two-sided p-value."""

    statistic: float
    p_value: float


def kolmogorov_smirnov(reference: Iterable[float], current: Iterable[float]) -> KolmogorovSmirnov:
    """Two-sample Kolmogorov-Smirnov test.

    The p-value is exact for continuous data of up to 10,000 rows a side, asymptotic above. With large samples
    a harmless shift is significant: read the statistic too.

    Parameters
    ----------
    reference, current : iterable of float
        Two samples without missing values.

    Raises
    ------
    ValueError
        If a sample is empty or has missing values.

    References
    ----------
    Hodges (1958), Arkiv for Matematik 3, 469-486.
    """
    from scipy.stats import ks_2samp

    result = ks_2samp(checks.sample("reference", reference), checks.sample("current", current))
    return KolmogorovSmirnov(float(result.statistic), float(result.pvalue))


def jensen_shannon_divergence(reference: Iterable[float], current: Iterable[float], *, base: float) -> float:
    """Mean Kullback-Leibler divergence of two binned distributions from their average.

    Parameters
    ----------
    reference, current : iterable of float
        Counts or shares of the same bins in the same order, each divided by its sum. Empty bins are allowed.
    base : float
        Base of the logarithm: 2 gives at most 1, ``math.e`` at most ln 2. No default, since tools differ.

    Raises
    ------
    ValueError
        If the lengths differ, a value is negative, a side is all zero, or the base is not above 1.

    References
    ----------
    Lin (1991), IEEE Transactions on Information Theory 37, 145-151.
    """
    import numpy as np
    from scipy.special import rel_entr

    if checks.amount("base", base) <= 1:
        raise ValueError(f"base is {base}, but the base of a logarithm must be above 1: use 2 or math.e.")
    left, right = (np.array(side) for side in checks.bins_of_both(reference, current))
    left, right = left / left.sum(), right / right.sum()
    middle = (left + right) / 2
    nats = (rel_entr(left, middle).sum() + rel_entr(right, middle).sum()) / 2
    # Rounding noise can leave the sum of equal distributions a hair below zero.
    return max(0.0, float(nats / np.log(base)))


def jensen_shannon_distance(reference: Iterable[float], current: Iterable[float], *, base: float) -> float:
    """Square root of `jensen_shannon_divergence`, with the same arguments: a metric, at most 1 in base 2.

    References
    ----------
    Endres and Schindelin (2003), IEEE Transactions on Information Theory 49, 1858-1860.
    """
    return jensen_shannon_divergence(reference, current, base=base) ** 0.5
