"""Has a distribution moved? Population stability index, its bin table, and its level when nothing has."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.measures import checks

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MOST_BINS = 1000
"""Most bins of a sample that are cut at its quantiles."""

_EMPTY_BINS = ("reject", "floor", "add-half")


@dataclass(frozen=True, eq=False)
class Stability:
    """A population stability index, and the bins that it was computed from.

    Attributes
    ----------
    index : float
        The sum of the column ``term``.
    bins : pandas.DataFrame
        One row a bin: ``bin``, ``reference_count``, ``current_count``, ``reference_share``, ``current_share``
        and ``term``.
    """

    index: float
    bins: "pd.DataFrame"


def population_stability_index(
    reference: Iterable[float], current: Iterable[float], *, empty_bins: str = "reject", floor: float = 1e-4
) -> float:
    """Sum over bins of ``(c - r) ln(c / r)``, with c and r the current and reference share of the bin.

    Parameters
    ----------
    reference, current : iterable of float
        Counts or shares of the same bins in the same order, not negative; each is divided by its sum.
    empty_bins : {"reject", "floor", "add-half"}
        What to do with a bin that is empty on one side, where the sum is infinite. ``reject`` raises an
        error; ``floor`` lifts each share to at least ``floor`` and does not rescale; ``add-half`` adds 0.5 to
        every count of both sides, and so needs counts. Under ``reject`` a bin that is empty on both sides
        adds nothing.
    floor : float
        Smallest share under ``floor``.

    Raises
    ------
    ValueError
        If the lengths differ, a value is negative, a side is all zero, or a bin is empty under ``reject``.

    References
    ----------
    Siddiqi (2006), Credit Risk Scorecards; it is Jeffreys' divergence of two binned distributions. Its usual
    limits (ledger MET-002) are rules of thumb: compare with `stability_noise_quantile`.
    """
    left, right = checks.bins_of_both(reference, current)
    return math.fsum(_stability_terms(left, right, empty_bins, floor))


def numeric_stability(
    reference: Iterable[float],
    current: Iterable[float],
    *,
    quantile_bins: int = 10,
    edges: Iterable[float] | None = None,
    empty_bins: str = "reject",
    floor: float = 1e-4,
) -> Stability:
    """Return the population stability index of two numeric samples, with its bin table.

    Parameters
    ----------
    reference, current : iterable of float
        Two samples without missing values.
    quantile_bins : int
        Bins, cut at the reference quantiles (linear interpolation); tied values leave fewer bins.
    edges : iterable of float, optional
        Inner cut points to use instead, rising. The outer bins are open, and each bin holds its upper edge.
    empty_bins, floor
        As in `population_stability_index`.

    Raises
    ------
    ValueError
        If a sample is empty or has missing values, or the cut points do not make two bins.
    """
    import numpy as np

    left, right = checks.sample("reference", reference), checks.sample("current", current)
    cuts = _quantile_cuts(left, quantile_bins) if edges is None else checks.sample("edges", edges)
    if cuts.size == 0 or (np.diff(cuts) <= 0).any():
        raise ValueError("The cut points must rise and make two bins or more: give other edges or more varied data.")
    names = [f"({low:g}, {high:g}]" for low, high in zip([-np.inf, *cuts], [*cuts, np.inf], strict=True)]
    counts = [np.bincount(np.searchsorted(cuts, side), minlength=len(names)).tolist() for side in (left, right)]
    return _stability(names, *counts, empty_bins=empty_bins, floor=floor)


def category_stability(
    reference: Iterable[str], current: Iterable[str], *, empty_bins: str = "reject", floor: float = 1e-4
) -> Stability:
    """Return the population stability index of two samples of categories, with its bin table.

    Parameters
    ----------
    reference, current : iterable of str
        One category per row.
    empty_bins, floor
        As in `population_stability_index`; a category seen on one side only is an empty bin.

    Raises
    ------
    ValueError
        If a sample is empty, or a category is seen on one side only under ``reject``.
    """
    left, right = (
        Counter(checks.groups(name, side)) for name, side in (("reference", reference), ("current", current))
    )
    if not left or not right:
        raise ValueError("reference and current must each hold at least one row.")
    names = list(left | right)
    counts = [[side[name] for name in names] for side in (left, right)]
    return _stability([str(name) for name in names], *counts, empty_bins=empty_bins, floor=floor)


def stability_noise_mean(reference_size: int, current_size: int, *, bins: int = 10) -> float:
    """Mean index when nothing has moved: ``(bins - 1) (1/n + 1/m)``, for large samples.

    References
    ----------
    Yurdakul and Naranjo (2020), Statistical properties of the population stability index, Journal of Risk
    Model Validation 14(4).
    """
    return (checks.count("bins", bins, least=2) - 1) * _inverse_sizes(reference_size, current_size)


def stability_noise_quantile(
    reference_size: int, current_size: int, *, bins: int = 10, probability: float = 0.95
) -> float:
    """Index that chance alone exceeds with probability ``1 - probability``.

    The large-sample law is ``(1/n + 1/m)`` times a chi-square variable with ``bins - 1`` degrees of freedom.

    Parameters
    ----------
    reference_size, current_size : int
        Rows of the two samples.
    bins : int
        Number of bins, none of them nearly empty.
    probability : float
        Probability of staying below, above 0 and below 1.

    Raises
    ------
    ValueError
        If a size is not a whole number above zero, or there are fewer than two bins.

    References
    ----------
    Yurdakul and Naranjo (2020), Statistical properties of the population stability index, Journal of Risk
    Model Validation 14(4).
    """
    from scipy.special import chdtri

    above = 1 - checks.rate("probability", probability, zero=False, one=False)
    quantile = chdtri(checks.count("bins", bins, least=2) - 1, above)
    return float(quantile) * _inverse_sizes(reference_size, current_size)


def _quantile_cuts(values: "np.ndarray", bins: int) -> "np.ndarray":
    import numpy as np

    steps = np.arange(1, checks.count("quantile_bins", bins, least=2, most=MOST_BINS)) / bins
    cuts = np.unique(np.quantile(values, steps))
    cuts = cuts[cuts < values.max()]
    # Tied values leave bins without a row: each of them merges with the bin above.
    return cuts[np.bincount(np.searchsorted(cuts, values), minlength=cuts.size)[: cuts.size] > 0]


def _shares(values: list[float]) -> list[float]:
    total = math.fsum(values)
    return [value / total for value in values]


def _stability_terms(left: list[float], right: list[float], empty_bins: str, floor: float) -> list[float]:
    if checks.choice("empty_bins", empty_bins, _EMPTY_BINS) == "add-half":
        left, right = ([value + 0.5 for value in side] for side in (left, right))
    reference, current = _shares(left), _shares(right)
    if empty_bins == "floor":
        least = checks.rate("floor", floor, zero=False)
        reference, current = ([max(share, least) for share in side] for side in (reference, current))
    pairs = list(zip(reference, current, strict=True))
    if any((r == 0) != (c == 0) for r, c in pairs):
        raise ValueError("A bin is empty on one side, where the index is infinite: choose empty_bins or merge bins.")
    return [(c - r) * (math.log(c) - math.log(r)) if r > 0 else 0.0 for r, c in pairs]


def _stability(names: list[str], left: list[float], right: list[float], *, empty_bins: str, floor: float) -> Stability:
    import pandas as pd

    terms = _stability_terms(left, right, empty_bins, floor)
    table = pd.DataFrame(
        {
            "bin": names,
            "reference_count": left,
            "current_count": right,
            "reference_share": _shares(left),
            "current_share": _shares(right),
            "term": terms,
        }
    )
    return Stability(math.fsum(terms), table)


def _inverse_sizes(reference_size: int, current_size: int) -> float:
    sizes = (
        checks.count("reference_size", reference_size, least=1),
        checks.count("current_size", current_size, least=1),
    )
    return 1 / sizes[0] + 1 / sizes[1]
