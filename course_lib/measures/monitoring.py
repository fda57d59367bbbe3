"""What a monitor sees, and when: late labels, detection delay, false alarms of repeated checks."""

import math
from collections.abc import Iterable

from course_lib.measures import checks
from course_lib.measures.risk import probability_of_at_least_one


def detection_delay(
    labels_needed: float, *, requests_per_hour: float, labelled_share: float, label_delay_hours: float
) -> float:
    """Hours from the shift to the alarm: time to collect the labels plus the delay of a label.

    Parameters
    ----------
    labels_needed : float
        Labelled outcomes that the test needs, for example from `sample_size_one_proportion`.
    requests_per_hour : float
        Traffic, above zero.
    labelled_share : float
        Share of the requests that ever gets a label, a fraction above 0.
    label_delay_hours : float
        Hours until a label arrives.

    Raises
    ------
    ValueError
        If an amount is negative, or nothing is ever labelled.
    """
    needed = checks.amount("labels_needed", labels_needed)
    traffic = checks.amount("requests_per_hour", requests_per_hour, zero=False)
    share = checks.rate("labelled_share", labelled_share, zero=False)
    # Two divisions: the product of two very small factors would be zero.
    collecting = checks.finite(needed / traffic / share)
    return collecting + checks.amount("label_delay_hours", label_delay_hours)


def maturity_corrected_count(observed: Iterable[float], maturities: Iterable[float]) -> float:
    """Events that the cohorts will have once all labels are in: each count over its own maturity, summed.

    Parameters
    ----------
    observed : iterable of float
        Events confirmed so far, one count per cohort.
    maturities : iterable of float
        Share of a cohort's events that is confirmed at its age, fractions above 0.

    Raises
    ------
    ValueError
        If the lengths differ, a count is negative, or a maturity is not a fraction above 0.
    """
    counts = checks.each(checks.amount, "observed", observed)
    shares = checks.each(checks.rate, "maturities", maturities, zero=False)
    checks.same_length(observed=counts, maturities=shares)
    return checks.finite(sum(count / share for count, share in zip(counts, shares, strict=True)))


def maturity_corrected_recall(
    flagged: float, missed: float, *, flagged_maturity: float, missed_maturity: float
) -> float:
    """Recall once hits and misses are both fully labelled.

    Misses are confirmed later than hits, so the recall on the labels so far flatters the model.

    Parameters
    ----------
    flagged, missed : float
        Confirmed positives that the model flagged, and that it missed.
    flagged_maturity, missed_maturity : float
        Share of each kind that has been confirmed by now, fractions above 0.

    Raises
    ------
    ValueError
        If there is no confirmed positive, a count is negative, or a maturity is not a fraction above 0.
    """
    hits = maturity_corrected_count([flagged], [flagged_maturity])
    misses = maturity_corrected_count([missed], [missed_maturity])
    if hits + misses == 0:
        raise ValueError("flagged and missed are both zero, but a recall needs at least one confirmed positive.")
    return hits / (hits + misses)


def expected_false_alarms(checks_made: int, *, alpha: float) -> float:
    """Mean number of false alarms when nothing is wrong: checks times the level of one check."""
    return checks.count("checks_made", checks_made) * checks.rate("alpha", alpha)


def false_alarm_probability(checks_made: int, *, alpha: float) -> float:
    """Chance of at least one false alarm in independent checks: ``1 - (1 - alpha)^checks``."""
    return probability_of_at_least_one(alpha, checks_made)


def alpha_per_check(checks_made: int, *, allowed_false_alarms: float = 1.0) -> float:
    """Level of one check at which the expected number of false alarms is the allowed one.

    Raises
    ------
    ValueError
        If there is no check, or more false alarms are allowed than there are checks.
    """
    number = checks.count("checks_made", checks_made, least=1)
    allowed = checks.amount("allowed_false_alarms", allowed_false_alarms, zero=False)
    if allowed > number:
        raise ValueError(f"allowed_false_alarms is {allowed:g}, but only {number} checks are made.")
    return allowed / number


def control_limits(centre: float, sample_size: float, *, sigmas: float = 3.0) -> tuple[float, float]:
    """Lower and upper limit of a share in a sample of one size: ``centre -+ sigmas * sqrt(centre (1 - centre) / n)``.

    Limits below zero or above one are cut off there.

    Raises
    ------
    ValueError
        If the centre is not a fraction, or the sample is empty.

    References
    ----------
    Shewhart (1931), Economic Control of Quality of Manufactured Product; the p chart.
    """
    middle = checks.rate("centre", centre)
    size = checks.count("sample_size", sample_size, least=1)
    reach = checks.amount("sigmas", sigmas) * math.sqrt(middle * (1 - middle) / size)
    return max(0.0, middle - reach), min(1.0, middle + reach)
