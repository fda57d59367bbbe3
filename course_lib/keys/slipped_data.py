"""Questions on the slip: how late the data come, when the plan ends now, and which packages have to move."""

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.plan_calendar import SUPPLIED, length, network
from course_lib.keys.plan_network import PACKAGES, finish
from course_lib.keys.remembered import once_a_scenario
from course_lib.measures.planning import Scheduled
from course_lib.measures.working_days import finish_of, start_of, working_days

PACE_DAYS = 10
FRAMES = ("deliveries", "closed_days")


class Delivery(Protocol):
    """One batch of labelled rows, and how many of them were refused."""

    day: date
    rows: int
    refused: int
    copies: int


def _accepted(one: Delivery) -> int:
    return one.rows - one.refused


def _lately(case: Case) -> list[Delivery]:
    """Return the deliveries of the last ten working days."""
    since = start_of(case.supply.status_day, PACE_DAYS, case.closed)
    return [one for one in case.supply.deliveries if one.day >= since]


def _days_to_come(
    case: Case, rows: Callable[[Delivery], int] = _accepted, pace: float | None = None, whole: Callable = math.ceil
) -> int:
    """Return the working days until the contract is full, at the pace of the last ten."""
    here = sum(rows(one) for one in case.supply.deliveries)
    pace = pace or sum(rows(one) for one in _lately(case)) / PACE_DAYS
    return whole((case.supply.contract_rows - here) / pace)


def _days_planned(case: Case) -> int:
    return _planned(case.scenario)


@once_a_scenario
def _planned(scenario: Any) -> int:
    """Return the working days from the status day, not counted, to the day on which the data are due."""
    supply = scenario.supply
    return len(working_days(supply.status_day, supply.due, scenario.closed)) - 1


def _slip(case: Case) -> int:
    return _days_to_come(case) - _days_planned(case)


@question(
    points=5,
    unit="working days",
    kind="integer",
    frames=FRAMES,
    hint="What is still to come over the pace gives days from the status day; the plan had days left too.",
    working="Missing rows over accepted rows a working day, rounded up, less the working days from status to due day.",
)
def slip_days(case: Case) -> int:
    """How many working days after the day on which they are due will the labelled data be complete?

    A row counts once it is accepted: `rows` less `refused`, each `batch_id` once. Pace: accepted rows of the last ten
    working days up to and including the status day (card), divided by ten, whether something came on a day or not.
    Missing: the contract's rows (card) less all rows accepted so far. Missing over pace, rounded up to whole days, are
    the working days still needed, of which the day after the status day is the first. Subtract the working days from
    that day to the due day, both included.
    """
    return _slip(case)


@slip_days.mistake("Refused rows are in your sums. What the check refuses has to come again.")
def _(case: Case) -> int:
    return _days_to_come(case, rows=lambda one: one.rows) - _days_planned(case)


@slip_days.mistake("You divided by the days with a delivery. On the others nothing came, and that is part of the pace.")
def _(case: Case) -> int:
    lately = _lately(case)
    return _days_to_come(case, pace=sum(map(_accepted, lately)) / len(lately)) - _days_planned(case)


@slip_days.mistake("That is the pace since the first delivery. The supplier started slowly; take the last ten days.")
def _(case: Case) -> int:
    supply = case.supply
    days = len(working_days(min(one.day for one in supply.deliveries), supply.status_day, case.closed))
    return _days_to_come(case, pace=sum(map(_accepted, supply.deliveries)) / days) - _days_planned(case)


@slip_days.mistake("Second copies of a batch are in your sums: each `batch_id` counts once.")
def _(case: Case) -> int:
    return _days_to_come(case, rows=lambda one: _accepted(one) * one.copies) - _days_planned(case)


@slip_days.mistake("One day too few: rows that are left over need a day of their own, and the status day is over.")
def _(case: Case) -> int:
    return _days_to_come(case, whole=math.floor) - _days_planned(case)


@slip_days.mistake("One day too many: the due day itself was still a day to deliver on.")
def _(case: Case) -> int:
    return _slip(case) + 1


@slip_days.mistake("Those are the days still needed. The plan had days left until the due day; subtract them.")
def _(case: Case) -> int:
    return _days_to_come(case)


@slip_days.mistake("That is in calendar days. The plan is counted in working days.")
def _(case: Case) -> int:
    complete = finish_of(case.supply.status_day + timedelta(days=1), _days_to_come(case), case.closed)
    return (complete - case.supply.due).days


def slipped(case: Case) -> dict[str, Scheduled]:
    """Return the plan with the data as late as they will be."""
    return network(case, slip=_slip(case))


@question(
    points=5,
    unit="date",
    kind="date",
    frames=("packages", "closed_days", "deliveries"),
    hint="Make the data's package longer by the slip and go through the plan once more.",
    working="Longest chain with the data's duration + slip, counted in working days from the plan's start.",
)
def new_finish(case: Case) -> date:
    """On which day does the plan end now, if nothing is cut?

    The package `labelled data` takes the days of your `slip_days` longer; all else as in `finish_day`.
    """
    return finish(case, length(slipped(case)))


@new_finish.mistake("You moved the end by the whole slip. The data had slack, and it is used up first.")
def _(case: Case) -> date:
    return finish(case, length(network(case)) + _slip(case))


@new_finish.mistake("You added the slip in calendar days; it is in working days.")
def _(case: Case) -> date:
    return finish(case, length(network(case))) + timedelta(days=_slip(case) - round(network(case)[SUPPLIED].slack))


@new_finish.mistake("One day too many: the start is the first working day, not the day before it.")
def _(case: Case) -> date:
    return finish(case, length(slipped(case)) + 1)


@new_finish.mistake("That is the old end. The slip is longer than the slack of the data.")
def _(case: Case) -> date:
    return finish(case, length(network(case)))


def _starts_later(case: Case) -> set[str]:
    before, after = network(case), slipped(case)
    return {name for name in before if after[name].start > before[name].start}


def _behind(case: Case) -> set[str]:
    """Return all packages that need the data, directly or through others."""
    found = {SUPPLIED}
    for _ in case.plan.planned:
        found |= {one.package for one in case.plan.planned if found & set(one.needs)}
    return found - {SUPPLIED}


def _critical(found: Mapping[str, Scheduled]) -> set[str]:
    return {name for name, one in found.items() if one.slack == 0}


@question(
    points=5,
    unit="labels",
    kind="labels",
    choices=PACKAGES[:-1],
    frames=("packages", "deliveries"),
    hint="Two forward passes, with and without the slip; compare the earliest starts.",
    working="Packages whose earliest start with the slipped data is later than in the plan.",
)
def moved_packages(case: Case) -> frozenset[str]:
    """Which packages start later than planned, as a list, if nothing is cut?

    Compare earliest starts, in working days, with and without the slip of the data. Packages with status `planned`.
    """
    return frozenset(_starts_later(case))


@moved_packages.mistake(
    "You took all that come behind the data. One of them waits for something later anyway and keeps its day.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return frozenset(_behind(case))


@moved_packages.mistake(
    "You took those that need the data themselves. What waits for those moves as well.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return frozenset(one.package for one in case.plan.planned if SUPPLIED in one.needs)


@moved_packages.mistake("The data start when they were to start. It is their end that moves.", credit=None)
def _(case: Case) -> frozenset[str]:
    return frozenset(_starts_later(case) | {SUPPLIED})


@moved_packages.mistake(
    "Those are the critical ones. Others start later too and only have time to bear it.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return frozenset(_critical(slipped(case)) & _starts_later(case))


@moved_packages.mistake(
    "You took every package but the first: what does not need the data stays where it is.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return frozenset(network(case)) - {"data contract"}
