"""Confusion counts, every rate with its denominator, base rates, cost thresholds."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from course_lib.measures import checks

_TP, _FP, _TN, _FN = "true_positives", "false_positives", "true_negatives", "false_negatives"
_EVERYTHING = (_TP, _FP, _TN, _FN)

RATES = {
    "selection_rate": ((_TP, _FP), _EVERYTHING),
    "base_rate": ((_TP, _FN), _EVERYTHING),
    "accuracy": ((_TP, _TN), _EVERYTHING),
    "true_positive_rate": ((_TP,), (_TP, _FN)),
    "false_negative_rate": ((_FN,), (_TP, _FN)),
    "false_positive_rate": ((_FP,), (_FP, _TN)),
    "true_negative_rate": ((_TN,), (_FP, _TN)),
    "precision": ((_TP,), (_TP, _FP)),
    "false_discovery_rate": ((_FP,), (_TP, _FP)),
    "false_omission_rate": ((_FN,), (_TN, _FN)),
}
"""Numerator and denominator of each rate, as names of confusion counts."""


@dataclass(frozen=True)
class ConfusionCounts:
    """Counts of a two-by-two table of outcome and prediction.

    Attributes
    ----------
    true_positives, false_positives, true_negatives, false_negatives : int
        Flagged with and without the outcome; not flagged without and with the outcome.

    Raises
    ------
    ValueError
        If a count is negative or not a whole number, or all are zero.
    """

    true_positives: int
    false_positives: int
    true_negatives: int
    false_negatives: int

    def __post_init__(self) -> None:
        if sum(checks.count(name, getattr(self, name)) for name in _EVERYTHING) == 0:
            raise ValueError("All four counts are zero, but a confusion table needs at least one case.")


def confusion_counts(y_true: Iterable[int], y_pred: Iterable[int]) -> ConfusionCounts:
    """Count outcomes against predictions.

    Parameters
    ----------
    y_true, y_pred : iterable of int
        0 or 1 per case; 1 is the flagged class.

    Raises
    ------
    ValueError
        If the lengths differ, a value is missing or is not 0 or 1, or there is no case.
    """
    return confusion_counts_by_group(y_true, y_pred, sensitive_features=None)[None]


def confusion_counts_by_group(
    y_true: Iterable[int], y_pred: Iterable[int], *, sensitive_features: Iterable[Hashable] | None
) -> dict[Hashable, ConfusionCounts]:
    """Count outcomes against predictions in each group.

    Parameters
    ----------
    y_true, y_pred : iterable of int
        0 or 1 per case; 1 is the flagged (or selected) class.
    sensitive_features : iterable or None
        Group of each case; None puts all cases into one group named None.

    Returns
    -------
    dict
        Counts by group, in order of first appearance.

    Raises
    ------
    ValueError
        If the lengths differ, a value is missing or is not 0 or 1, or there is no case.
    """
    import numpy as np

    outcome, flagged = checks.labels("y_true", y_true), checks.labels("y_pred", y_pred)
    groups = [None] * len(outcome)
    if sensitive_features is not None:
        groups = checks.groups("sensitive_features", sensitive_features)
    checks.same_length(y_true=outcome, y_pred=flagged, sensitive_features=groups)
    places: dict[Hashable, int] = {}
    rows = np.array([places.setdefault(group, len(places)) for group in groups])
    cells = np.bincount(4 * rows + 2 * outcome + flagged, minlength=4 * len(places)).reshape(-1, 4)
    return {
        group: ConfusionCounts(int(tp), int(fp), int(tn), int(fn))
        for group, (tn, fp, fn, tp) in zip(places, cells, strict=True)
    }


def rate_counts(counts: ConfusionCounts, rate: str) -> tuple[int, int]:
    """Numerator and denominator of a rate, by the names in ``RATES``.

    Raises
    ------
    ValueError
        If the name is unknown, or the denominator is zero.
    """
    checks.instance("counts", counts, ConfusionCounts)
    numerator, denominator = (
        sum(int(getattr(counts, name)) for name in names) for names in RATES[checks.choice("rate", rate, RATES)]
    )
    if denominator == 0:
        raise ValueError(f"The {rate.replace('_', ' ')} has no case in its denominator.")
    return numerator, denominator


def selection_rate(counts: ConfusionCounts) -> float:
    """Share of all cases that is flagged: ``(TP + FP) / n``."""
    return _rate(counts, "selection_rate")


def base_rate(counts: ConfusionCounts) -> float:
    """Share of all cases that has the outcome: ``(TP + FN) / n``."""
    return _rate(counts, "base_rate")


def accuracy(counts: ConfusionCounts) -> float:
    """Share of all cases that is right: ``(TP + TN) / n``."""
    return _rate(counts, "accuracy")


def true_positive_rate(counts: ConfusionCounts) -> float:
    """Share of the cases with the outcome that is flagged (recall, sensitivity): ``TP / (TP + FN)``."""
    return _rate(counts, "true_positive_rate")


def false_negative_rate(counts: ConfusionCounts) -> float:
    """Share of the cases with the outcome that is missed: ``FN / (TP + FN)``."""
    return _rate(counts, "false_negative_rate")


def false_positive_rate(counts: ConfusionCounts) -> float:
    """Share of the cases without the outcome that is flagged: ``FP / (FP + TN)``."""
    return _rate(counts, "false_positive_rate")


def true_negative_rate(counts: ConfusionCounts) -> float:
    """Share of the cases without the outcome that is not flagged (specificity): ``TN / (FP + TN)``."""
    return _rate(counts, "true_negative_rate")


def precision(counts: ConfusionCounts) -> float:
    """Share of the flagged cases that has the outcome (positive predictive value): ``TP / (TP + FP)``."""
    return _rate(counts, "precision")


def false_discovery_rate(counts: ConfusionCounts) -> float:
    """Share of the flagged cases that does not have the outcome: ``FP / (TP + FP)``."""
    return _rate(counts, "false_discovery_rate")


def false_omission_rate(counts: ConfusionCounts) -> float:
    """Share of the cases not flagged that has the outcome: ``FN / (TN + FN)``."""
    return _rate(counts, "false_omission_rate")


def posterior_probability(prior: float, *, probability_if_true: float, probability_if_false: float) -> float:
    """Bayes: probability of the cause after the evidence.

    Parameters
    ----------
    prior : float
        Probability of the cause before the evidence.
    probability_if_true, probability_if_false : float
        Probability of the evidence with and without the cause.

    Raises
    ------
    ValueError
        If a value is not a fraction, or the evidence has probability zero.
    """
    before = checks.rate("prior", prior)
    with_cause = before * checks.rate("probability_if_true", probability_if_true)
    evidence = with_cause + (1 - before) * checks.rate("probability_if_false", probability_if_false)
    if evidence == 0:
        raise ValueError("The evidence has probability zero under the given values, so nothing follows from it.")
    return with_cause / evidence


def precision_at_prevalence(prevalence: float, *, true_positive_rate: float, false_positive_rate: float) -> float:
    """Precision of a flag at the given prevalence, by Bayes.

    Raises
    ------
    ValueError
        If a value is not a fraction, or nothing is ever flagged.
    """
    return posterior_probability(
        checks.rate("prevalence", prevalence),
        probability_if_true=checks.rate("true_positive_rate", true_positive_rate),
        probability_if_false=checks.rate("false_positive_rate", false_positive_rate),
    )


def cost_threshold(*, false_positive_cost: float, false_negative_cost: float) -> float:
    """Probability from which flagging has the lower expected cost: ``C_FP / (C_FP + C_FN)``.

    Holds for calibrated probabilities, and when right decisions cost nothing.

    Raises
    ------
    ValueError
        If a cost is negative, or both are zero.

    References
    ----------
    Elkan (2001), The Foundations of Cost-Sensitive Learning, IJCAI.
    """
    false_alarm = checks.amount("false_positive_cost", false_positive_cost)
    miss = checks.amount("false_negative_cost", false_negative_cost)
    if false_alarm + miss == 0:
        raise ValueError("Both costs are zero, but a threshold needs at least one mistake that costs something.")
    return false_alarm / (false_alarm + miss)


def _rate(counts: ConfusionCounts, name: str) -> float:
    numerator, denominator = rate_counts(counts, name)
    return numerator / denominator
