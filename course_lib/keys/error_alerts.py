"""Questions on the error budget of failed requests: burn rates, what is used up, what would have paged."""

from typing import Any

from course_lib.cases.error_hours import Hour
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.remembered import once_a_scenario
from course_lib.measures.reliability import burn_rate, burn_rate_for_share, error_budget
from course_lib.wording.telling import tells

FRAMES = ("error_hours",)
OTHER_WINDOW_HOURS = 720


@question(
    points=5,
    unit="fields",
    kind="fields",
    hint="At a burn rate of one the budget lasts exactly the window. How much faster must it burn to be noticed?",
    working="Share of the budget x hours of the window / hours in which it is spent.",
    form=Fields(
        (Slot("page", unit="ratio", tolerance=0.01), Slot("ticket", unit="ratio", tolerance=0.01)),
        template="Page someone at a burn rate of {page}, open a ticket at {ticket}.",
    ),
)
def alert_burn_rates(case: Case) -> dict[str, object]:
    """At which burn rates must the two alerts fire?

    Burn rate: how many times faster than evenly over the window the error budget is spent. `page`: the rate that spends
    the page's share of the budget in the page's hours; `ticket` likewise. Shares, hours and the window are on the card.
    """
    return {"page": _page(case), "ticket": _ticket(case)}


def _window_hours(case: Case) -> int:
    return 24 * case.error_hours.window_days


def _page(case: Case) -> float:
    rule = case.alerts
    return burn_rate_for_share(rule.page_share, hours=rule.page_hours, window_hours=_window_hours(case))


def _ticket(case: Case) -> float:
    rule = case.alerts
    return burn_rate_for_share(rule.ticket_share, hours=rule.ticket_hours, window_hours=_window_hours(case))


@alert_burn_rates.mistake("You multiplied by the days of the window; a window of days has twenty-four times the hours.")
def _(case: Case) -> dict[str, object]:
    return {name: value / 24 for name, value in alert_burn_rates.answer(case).items()}


@alert_burn_rates.mistake("`ticket` is not divided by its hours: the share is spent over all of them.")
def _(case: Case) -> dict[str, object]:
    return {"ticket": _ticket(case) * case.alerts.ticket_hours}


@alert_burn_rates.mistake(
    "Those are the rates of a window of thirty days, as books print them; yours is on the card, so compute them again."
)
def _(case: Case) -> dict[str, object]:
    return {name: value * OTHER_WINDOW_HOURS / _window_hours(case) for name, value in _right(case).items()}


@alert_burn_rates.mistake(
    "Those are error rates: the burn rate is the error rate over the budget. Leave the budget out."
)
def _(case: Case) -> dict[str, object]:
    return {name: value * error_budget(case.error_hours.objective) for name, value in _right(case).items()}


@alert_burn_rates.mistake("You took the shares in per cent: a burn rate is a plain multiple, so use shares.")
def _(case: Case) -> dict[str, object]:
    return {name: value * 100 for name, value in _right(case).items()}


@alert_burn_rates.mistake("The two are swapped: the page is for the fast burn, the ticket for the slow one.")
def _(case: Case) -> dict[str, object]:
    return {"page": _ticket(case), "ticket": _page(case)}


def _right(case: Case) -> dict[str, float]:
    return {"page": _page(case), "ticket": _ticket(case)}


@question(
    points=6,
    unit="per cent",
    tolerance=0.3,
    frames=FRAMES,
    hint="Sum first, divide then. What did people ask for in the window, and how much of it was allowed to fail?",
    working="Failed requests of the window / (requests without health checks x error budget), in per cent.",
)
def budget_used(case: Case) -> float:
    """How many per cent of the window's error budget are used? More than a hundred means overdrawn.

    Window: the last hours of the log, as many as the days on the card have. Budget: (1 - share that must not fail, on
    the card) x requests of people in the window. `requests` includes the `health_checks` from the day on which these
    appear; a health check is no request and never fails. Used: `failed` over the budget, both summed first.
    """
    return _used(case.error_hours.window, case.error_hours.objective)


def _used(hours: tuple[Hour, ...], objective: float, *, checks: bool = False) -> float:
    asked = sum(hour.requests if checks else hour.real for hour in hours)
    return 100 * burn_rate(sum(hour.failed for hour in hours) / asked, objective=objective)


@budget_used.mistake(
    "Health checks are in the denominator: they came on one day and never fail, so the service looks better."
)
def _(case: Case) -> float:
    return _used(case.error_hours.window, case.error_hours.objective, checks=True)


@budget_used.mistake("That is the whole log: the window is only its last part, and what came before is over.")
def _(case: Case) -> float:
    return _used(case.error_hours.hours, case.error_hours.objective)


@budget_used.mistake(
    "You took the mean of the hourly rates: an hour at night weighs as much in it as one at noon. Sum, then divide."
)
def _(case: Case) -> float:
    window = case.error_hours.window
    mean = sum(hour.failed / hour.real for hour in window) / len(window)
    return 100 * mean / error_budget(case.error_hours.objective)


@budget_used.mistake("You kept as many rows as the window has days: a row is an hour.")
def _(case: Case) -> float:
    return _used(case.error_hours.window[-case.error_hours.window_days :], case.error_hours.objective)


@budget_used.mistake("That is the error rate; the question wants it over the rate that was allowed.")
def _(case: Case) -> float:
    return budget_used.answer(case) * error_budget(case.error_hours.objective)


@budget_used.mistake("That is the share that is left, or by how much it is overdrawn; the question wants what is used.")
def _(case: Case) -> float:
    return 100 - budget_used.answer(case)


@question(
    points=5,
    unit="hours of the window",
    kind="integer",
    frames=FRAMES,
    hint="The burn rate of an hour is its own error rate over the budget. Which hours reach the page's burn rate?",
    working="Hours of the window with failed / requests of people / budget at or above the page's burn rate.",
)
def paging_hours(case: Case) -> int:
    """In how many hours of the window did the burn rate reach that of the page?

    Each clock hour by itself: `failed` over requests of people (health checks off), over (1 - share that must not
    fail). Count the hours at or above the `page` burn rate of your alerts, in the window of `budget_used`.
    """
    return _reaching(case, _page(case))


@tells(paging_hours)
def plain(case: Case, hours: int) -> str:
    """Say the hours without the window, for a sentence that names it."""
    return f"{hours} hour{'s' * (hours != 1)}"


@once_a_scenario
def _burns(scenario: Any, checks: bool) -> list[float]:
    """Return the burn rate of each hour of the log, with or without health checks among the requests."""
    log = scenario.error_hours
    rates = (hour.failed / (hour.requests if checks else hour.real) for hour in log.hours)
    return [burn_rate(rate, objective=log.objective) for rate in rates]


def _window_burns(case: Case, *, checks: bool = False) -> list[float]:
    return _burns(case.scenario, checks)[-_window_hours(case) :]


def _reaching(case: Case, line: float) -> int:
    return sum(burn >= line for burn in _window_burns(case))


@paging_hours.mistake("Those are the hours that reach the ticket's burn rate; the page is for the faster one.")
def _(case: Case) -> int:
    return _reaching(case, _ticket(case))


@paging_hours.mistake("Health checks are in the denominator and hide some bad hours: take them off first.")
def _(case: Case) -> int:
    line = _page(case)
    return sum(burn >= line for burn in _window_burns(case, checks=True))


@paging_hours.mistake("An incident from before the window is in it: count the window's hours only.")
def _(case: Case) -> int:
    line = _page(case)
    return sum(burn >= line for burn in _burns(case.scenario, False))


@paging_hours.mistake(
    "Those are all hours above the even burn; an alert on each of them would wake people every night."
)
def _(case: Case) -> int:
    return _reaching(case, 1)


@paging_hours.mistake("The window and the health checks are both missed: some hours too many, some hidden.")
def _(case: Case) -> int:
    line = _page(case)
    return sum(burn >= line for burn in _burns(case.scenario, True))


@paging_hours.mistake("Those are incidents, runs of hours without a gap; the question counts hours.")
def _(case: Case) -> int:
    line = _page(case)
    bad = [burn >= line for burn in _window_burns(case)]
    return sum(now and not before for before, now in zip([False, *bad], bad, strict=False))


def page_line_is_clear(case: Case) -> bool:
    """Say whether no hour lies so close to the page's line that a rounded burn rate decides."""
    line = _page(case)
    burns = [*_window_burns(case), *_window_burns(case, checks=True)]
    return all(abs(burn / line - 1) > 0.01 for burn in burns)
