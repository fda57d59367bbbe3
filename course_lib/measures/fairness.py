"""Selection rates, ratios, equalized odds, intervals by group.

Arguments stand in fairlearn's order: ``(y_true, y_pred, *, sensitive_features)``.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from course_lib.measures import checks
from course_lib.measures.classification import ConfusionCounts, confusion_counts_by_group, rate_counts
from course_lib.measures.intervals import Interval, wilson_interval

FOUR_FIFTHS = 0.8
"""The selection-rate ratio of the four-fifths screen (ledger US-007)."""


@dataclass(frozen=True)
class GroupRate:
    """A rate of one group: its value, its Wilson interval, and the size of its denominator."""

    rate: float
    interval: Interval
    denominator: int


def selection_rate_ratio(selected: int, total: int, *, reference_selected: int, reference_total: int) -> float:
    """Divide the selection rate of a group by that of the reference group (the impact ratio).

    The favourable outcome must be what is counted: approvals and denials of one table give different ratios.

    Parameters
    ----------
    selected, total, reference_selected, reference_total : int
        Selected cases and all cases of the two groups.

    Raises
    ------
    ValueError
        If a count exceeds its total, a group is empty, or the reference group has no selection.

    References
    ----------
    29 CFR 1607.4(D), the four-fifths rule of thumb, compares with the group of the highest rate.
    """
    part, whole = checks.part_of("selected", selected, "total", total)
    other_part, other_whole = checks.part_of(
        "reference_selected", reference_selected, "reference_total", reference_total
    )
    if other_part == 0:
        raise ValueError("reference_selected is 0, but a ratio needs a reference rate above zero.")
    return (part / whole) / (other_part / other_whole)


def extra_selections_to_reach_ratio(
    selected: int,
    total: int,
    *,
    reference_selected: int,
    reference_total: int,
    ratio: float = FOUR_FIFTHS,
) -> int:
    """Fewest further selections that lift a group's ratio to the target, with the reference unchanged.

    Parameters
    ----------
    selected, total, reference_selected, reference_total : int
        Selected cases and all cases of the two groups.
    ratio : float
        Target ratio, a fraction read as its decimal digits.

    Returns
    -------
    int
        Zero when the ratio is reached already.

    Raises
    ------
    ValueError
        If a count exceeds its total, a group is empty, or the ratio is not a fraction above 0.
    """
    part, whole = checks.part_of("selected", selected, "total", total)
    other_part, other_whole = checks.part_of(
        "reference_selected", reference_selected, "reference_total", reference_total
    )
    # Fractions, since in floating point 0.8 of a rate can land just above a whole number of people.
    target = Fraction(str(checks.rate("ratio", ratio, zero=False))) * Fraction(other_part, other_whole)
    return max(0, math.ceil(target * whole) - part)


def selection_rates(
    y_true: Iterable[int], y_pred: Iterable[int], *, sensitive_features: Iterable[Hashable]
) -> dict[Hashable, float]:
    """Share of each group that is selected (``y_pred`` is 1); ``y_true`` stands for fairlearn's order only.

    Raises
    ------
    ValueError
        If the lengths differ, or a value is missing or is not 0 or 1.
    """
    counts = confusion_counts_by_group(y_true, y_pred, sensitive_features=sensitive_features)
    return {group: by_group.rate for group, by_group in group_rates(counts, rate="selection_rate").items()}


def demographic_parity_ratio(
    y_true: Iterable[int], y_pred: Iterable[int], *, sensitive_features: Iterable[Hashable]
) -> float:
    """Lowest selection rate of a group over the highest: 1 is parity.

    Raises
    ------
    ValueError
        If there is one group only, nobody is selected, or a value is missing or is not 0 or 1.
    """
    rates = _several(selection_rates(y_true, y_pred, sensitive_features=sensitive_features))
    if max(rates) == 0:
        raise ValueError("Nobody is selected in any group, but a ratio needs a rate above zero.")
    return min(rates) / max(rates)


def demographic_parity_difference(
    y_true: Iterable[int], y_pred: Iterable[int], *, sensitive_features: Iterable[Hashable]
) -> float:
    """Highest selection rate of a group minus the lowest: 0 is parity.

    Raises
    ------
    ValueError
        If there is one group only, or a value is missing or is not 0 or 1.
    """
    rates = _several(selection_rates(y_true, y_pred, sensitive_features=sensitive_features))
    return max(rates) - min(rates)


def equalized_odds_difference(
    y_true: Iterable[int],
    y_pred: Iterable[int],
    *,
    sensitive_features: Iterable[Hashable],
    aggregate: str,
) -> float:
    """Gap between groups in true-positive and in false-positive rate, as one number.

    Parameters
    ----------
    y_true, y_pred : iterable of int
        Outcome and prediction, 0 or 1 per case.
    sensitive_features : iterable
        Group of each case.
    aggregate : {"worst_case", "mean"}
        Larger of the two gaps (fairlearn's default), or their mean (AIF360's average odds for two groups).

    Raises
    ------
    ValueError
        If there is one group only, or a group has no case with or without the outcome.

    References
    ----------
    Hardt, Price and Srebro (2016), Equality of Opportunity in Supervised Learning, NeurIPS.
    """
    counts = confusion_counts_by_group(y_true, y_pred, sensitive_features=sensitive_features)
    return equalized_odds_difference_of_counts(counts, aggregate=aggregate)


def equalized_odds_difference_of_counts(
    counts_by_group: Mapping[Hashable, ConfusionCounts], *, aggregate: str
) -> float:
    """`equalized_odds_difference` from the confusion counts of each group."""
    checks.choice("aggregate", aggregate, ("worst_case", "mean"))
    gaps = []
    for name in ("true_positive_rate", "false_positive_rate"):
        by_group = group_rates(counts_by_group, rate=name)
        rates = _several({group: value.rate for group, value in by_group.items()})
        gaps.append(max(rates) - min(rates))
    return max(gaps) if aggregate == "worst_case" else sum(gaps) / 2


def group_rates(
    counts_by_group: Mapping[Hashable, ConfusionCounts], *, rate: str, confidence: float = 0.95
) -> dict[Hashable, GroupRate]:
    """One rate in every group, with its Wilson interval and its denominator.

    Parameters
    ----------
    counts_by_group : mapping of group to ConfusionCounts
        For example from `confusion_counts_by_group`.
    rate : str
        A name in ``classification.RATES``, such as "false_positive_rate".
    confidence : float
        Coverage of each interval, not of all of them together.

    Raises
    ------
    ValueError
        If the rate is unknown, or its denominator is zero in some group.
    """
    result = {}
    for group, counts in checks.instance("counts_by_group", counts_by_group, Mapping).items():
        try:
            part, whole = rate_counts(counts, rate)
        except ValueError as error:
            raise ValueError(f"In group {group!r}: {error}") from error
        result[group] = GroupRate(part / whole, wilson_interval(part, whole, confidence=confidence), whole)
    return result


def _several(rates: Mapping[Hashable, float]) -> list[float]:
    if len(rates) < 2:
        raise ValueError(f"There are {len(rates)} groups, but a comparison needs at least two.")
    return list(rates.values())
