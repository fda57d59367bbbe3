"""Error budget of a service-level objective, and how fast it burns."""

from course_lib.measures import checks


def error_budget(objective: float) -> float:
    """Share of events that may fail: one minus the service-level objective.

    Raises
    ------
    ValueError
        If the objective is not a fraction above 0 and below 1.

    References
    ----------
    Beyer et al. (2018), The Site Reliability Workbook, chapter 2. Budgets on model errors extend it.
    """
    return 1 - checks.rate("objective", objective, zero=False, one=False)


def burn_rate(error_rate: float, *, objective: float) -> float:
    """Error rate over the error budget: 1 uses the budget up exactly at the end of the window.

    Parameters
    ----------
    error_rate : float
        Share of events that fail, a fraction.
    objective : float
        Service-level objective, such as 0.999.

    Raises
    ------
    ValueError
        If the rate is not a fraction, or the objective is not one above 0 and below 1.

    References
    ----------
    Beyer et al. (2018), The Site Reliability Workbook, chapter 5.
    """
    return checks.rate("error_rate", error_rate) / error_budget(objective)


def budget_share_used(error_rate: float, *, objective: float, hours: float, window_hours: float) -> float:
    """Share of the window's error budget that an error rate uses in some hours of flat traffic; may exceed 1.

    Parameters
    ----------
    error_rate : float
        Share of events that fail while the incident lasts.
    objective : float
        Service-level objective, such as 0.999.
    hours, window_hours : float
        Length of the incident and of the window (720 for 30 days).

    Raises
    ------
    ValueError
        If a value is out of its range, or the incident is longer than the window.
    """
    length, window = _hours_in_window(hours, window_hours)
    return burn_rate(error_rate, objective=objective) * length / window


def burn_rate_for_share(share: float, *, hours: float, window_hours: float) -> float:
    """Burn rate that uses a share of the window's budget in the given hours: 2 % in 1 of 720 hours is 14.4.

    Raises
    ------
    ValueError
        If the share is not a fraction, or the hours are not above zero and within the window.

    References
    ----------
    Beyer et al. (2018), The Site Reliability Workbook, chapter 5.
    """
    used = checks.rate("share", share)
    length, window = _hours_in_window(checks.amount("hours", hours, zero=False), window_hours)
    return checks.finite(used * window / length)


def budget_days_left(error_rate: float, *, objective: float, window_days: float, share_used: float) -> float:
    """Days until the rest of the error budget is gone, if the error rate goes on.

    Parameters
    ----------
    error_rate : float
        Share of events that fail, above 0.
    objective : float
        Service-level objective.
    window_days : float
        Length of the budget's window.
    share_used : float
        Share of the budget that is used already.

    Raises
    ------
    ValueError
        If a value is out of its range, or nothing fails: then the budget lasts for ever.
    """
    burning = burn_rate(checks.rate("error_rate", error_rate, zero=False), objective=objective)
    left = (1 - checks.rate("share_used", share_used)) * checks.amount("window_days", window_days, zero=False)
    return checks.finite(left / burning)


def _hours_in_window(hours: float, window_hours: float) -> tuple[float, float]:
    length, window = checks.amount("hours", hours), checks.amount("window_hours", window_hours, zero=False)
    if length > window:
        raise ValueError(f"hours is {length:g}, but it cannot exceed window_hours, which is {window:g}.")
    return length, window
