"""When it pays to let the model decide, who reviews the rest, and what better alerts save."""

from collections.abc import Iterable
from dataclasses import dataclass

from course_lib.measures import checks


@dataclass(frozen=True)
class Automation:
    """Outcome of automating the bins that clear a threshold.

    Attributes
    ----------
    value : float
        Money gained by right answers minus money lost by wrong ones, in the period that the counts cover.
    coverage : float
        Share of all cases that is automated.
    """

    value: float
    coverage: float


def break_even_accuracy(*, gain_if_right: float, cost_if_wrong: float, cost_per_case: float = 0.0) -> float:
    """Accuracy from which automating a case pays: ``(cost if wrong + cost a case) / (gain + cost if wrong)``.

    Parameters
    ----------
    gain_if_right, cost_if_wrong : float
        Money gained by a right answer, and lost by a wrong one.
    cost_per_case : float
        Money that every automated case costs, for example inference.

    Raises
    ------
    ValueError
        If an amount is negative, the gain is zero, or the case costs more than a right answer gains.
    """
    gain = checks.amount("gain_if_right", gain_if_right, zero=False)
    loss, running = (
        checks.amount("cost_if_wrong", cost_if_wrong),
        checks.amount("cost_per_case", cost_per_case),
    )
    if running > gain:
        raise ValueError(f"cost_per_case is {running:g}, above gain_if_right, {gain:g}: no accuracy breaks even.")
    return (loss + running) / (gain + loss)


def automation_value(
    cases: Iterable[int],
    accuracies: Iterable[float],
    *,
    gain_if_right: float,
    cost_if_wrong: float,
    threshold: float,
) -> Automation:
    """Value and coverage when every bin whose accuracy reaches the threshold is automated.

    Parameters
    ----------
    cases : iterable of int
        Cases per confidence bin.
    accuracies : iterable of float
        True accuracy of each bin, a fraction.
    gain_if_right, cost_if_wrong : float
        Money gained by a right answer, and lost by a wrong one.
    threshold : float
        Least accuracy to automate, for example from `break_even_accuracy`.

    Raises
    ------
    ValueError
        If the lengths differ, a value is out of its range, or there is no case.
    """
    sizes = checks.each(checks.count, "cases", cases)
    shares = checks.each(checks.rate, "accuracies", accuracies)
    checks.same_length(cases=sizes, accuracies=shares)
    if sum(sizes) == 0:
        raise ValueError("cases are all zero, but at least one case is needed.")
    gain, loss = checks.amount("gain_if_right", gain_if_right), checks.amount("cost_if_wrong", cost_if_wrong)
    least = checks.rate("threshold", threshold)
    automated = [(size, share) for size, share in zip(sizes, shares, strict=True) if share >= least]
    value = sum(size * (share * gain - (1 - share) * loss) for size, share in automated)
    return Automation(float(value), sum(size for size, _ in automated) / sum(sizes))


def reviewers_needed(
    cases: float,
    *,
    review_share: float,
    minutes_per_case: float,
    shift_minutes: float = 480.0,
    utilisation: float,
) -> int:
    """People to review a share of the day's cases, rounded up.

    Parameters
    ----------
    cases : float
        Cases a day.
    review_share : float
        Share of them that goes to a person.
    minutes_per_case, shift_minutes : float
        Minutes of work on a case, and minutes of a shift.
    utilisation : float
        Share of the shift that is worked on cases, a fraction above 0.

    Raises
    ------
    ValueError
        If an amount is negative, or a share is not a fraction.
    """
    work = checks.amount("cases", cases) * checks.rate("review_share", review_share)
    minutes = work * checks.amount("minutes_per_case", minutes_per_case)
    shift = checks.amount("shift_minutes", shift_minutes, zero=False)
    return checks.round_up(minutes / shift / checks.rate("utilisation", utilisation, zero=False))


def false_alert_saving(
    alerts: float,
    precision_before: float,
    precision_after: float,
    *,
    minutes_per_alert: float,
    hourly_cost: float,
) -> float:
    """Money saved on false alerts when precision rises and the number of alerts stays.

    Parameters
    ----------
    alerts : float
        Alerts in the period.
    precision_before, precision_after : float
        Share of the alerts that is right.
    minutes_per_alert : float
        Minutes that a false alert costs.
    hourly_cost : float
        Money an hour.

    Raises
    ------
    ValueError
        If an amount is negative, or a precision is not a fraction.
    """
    gain = checks.rate("precision_after", precision_after) - checks.rate("precision_before", precision_before)
    hours = checks.amount("minutes_per_alert", minutes_per_alert) / 60
    return checks.amount("alerts", alerts) * gain * hours * checks.amount("hourly_cost", hourly_cost)
