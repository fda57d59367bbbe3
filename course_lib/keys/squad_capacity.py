"""Questions on capacity: the person-days of the squad before the freeze, and how much of them the plan asks for."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.plan_calendar import all_sites, own_site
from course_lib.keys.remembered import once_a_scenario
from course_lib.measures.working_days import working_days

FRAMES = ("team", "absences", "closed_days")


class Member(Protocol):
    """One of the squad: the share of a full week that they work, from their first day on."""

    person: str
    share: float
    from_day: date


class Absence(Protocol):
    """Days away, the last one included."""

    person: str
    first_day: date
    last_day: date


Days = Sequence[date]
Lost = Callable[[Days, Days, Sequence[Absence]], float]  # from days of the window, of the year, and absences


@lru_cache(maxsize=4096)
def _span(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(days=i) for i in range((last - first).days + 1))


def _each_day(absence: Absence) -> frozenset[date]:
    return _span(absence.first_day, absence.last_day)


def _days_lost(days: Days, year: Days, absences: Sequence[Absence]) -> float:
    """Return on how many of these days somebody is away; a day counts once."""
    return len(set(days) & set().union(*map(_each_day, absences)))


def _none_lost(days: Days, year: Days, absences: Sequence[Absence]) -> float:
    return 0


def _lost_by_row(days: Days, year: Days, absences: Sequence[Absence]) -> float:
    return sum(_days_lost(days, year, [one]) for one in absences)


def _lost_before_last(days: Days, year: Days, absences: Sequence[Absence]) -> float:
    return len(set(days) & set().union(*(_each_day(one) - {one.last_day} for one in absences)))


def _lost_in_the_year(days: Days, year: Days, absences: Sequence[Absence]) -> float:
    return _days_lost(year, year, absences)


def _calendar_days_lost(days: Days, year: Days, absences: Sequence[Absence]) -> float:
    return sum(days[0] <= day <= days[-1] for one in absences for day in _each_day(one))


def _available(
    case: Case,
    lost: Lost = _days_lost,
    *,
    closed: frozenset[date] | None = None,
    full_time: bool = False,
    joined: bool = False,
) -> float:
    """Return the person-days of the window: with days lost, closed days, shares and first days counted in some way."""
    return _counted(case.scenario, lost, case.closed if closed is None else closed, full_time, joined)


@once_a_scenario
def _counted(scenario: Any, lost: Lost, closed: frozenset[date], full_time: bool, joined: bool) -> float:
    window = working_days(scenario.plan_start, scenario.last_day_before_freeze, closed)
    year = _working_year(scenario)
    total = 0.0
    for one in scenario.squad.team:
        days = [day for day in window if joined or day >= one.from_day]
        own = [absence for absence in scenario.squad.absences if absence.person == one.person]
        total += (1 if full_time else one.share) * (len(days) - lost(days, year, own))
    return total


@once_a_scenario
def _working_year(scenario: Any) -> Days:
    year = scenario.plan_start.year
    return working_days(date(year, 1, 1), date(year, 12, 31), scenario.closed)


@question(
    points=4,
    unit="person-days",
    tolerance=0.05,
    frames=FRAMES,
    hint="One set of days a person: working days of the window from `from_day` on, less days away. Then the shares.",
    working="Per person: share x (working days from `from_day` to the day before the freeze, less distinct days away).",
)
def person_days(case: Case) -> float:
    """How many person-days does the squad have from the start of the plan to the day before the freeze?

    Window: from the plan's start to the day before the first day of the freeze (card), both included. Working days:
    Monday to Friday, without the days in `closed_days` whose `site` is the squad's or `all`. A person has those from
    `from_day` on on which they are not away, times `share`. `first_day` and `last_day` of an absence are both days
    away; a day counts once, whatever it is named in. People who are not in `team` do not count.
    """
    return _available(case)


@person_days.mistake("Everybody counts as full-time in your sum. Weigh each person's days with `share`.")
def _(case: Case) -> float:
    return _available(case, full_time=True)


@person_days.mistake("You worked through the closed days. Monday to Friday is not yet a working day.")
def _(case: Case) -> float:
    return _available(case, closed=frozenset())


@person_days.mistake("You took the site's own rows alone. A day closed for `all` closes this site too.")
def _(case: Case) -> float:
    return _available(case, closed=own_site(case))


@person_days.mistake("You closed on every day in the table. Other sites' holidays are working days here.")
def _(case: Case) -> float:
    return _available(case, closed=all_sites(case))


@person_days.mistake("The one who joins later is counted from the start. Nobody works before `from_day`.")
def _(case: Case) -> float:
    return _available(case, joined=True)


@person_days.mistake("You left the absences out: that is what the squad would have if nobody were ever away.")
def _(case: Case) -> float:
    return _available(case, _none_lost)


@person_days.mistake("A day on which two absences of one person overlap was taken off twice. It can be lost once.")
def _(case: Case) -> float:
    return _available(case, _lost_by_row)


@person_days.mistake("You took off calendar days. Weekends and closed days within an absence were never there to lose.")
def _(case: Case) -> float:
    return _available(case, _calendar_days_lost)


@person_days.mistake("The last day of an absence is a day away too; you let people come back on it.")
def _(case: Case) -> float:
    return _available(case, _lost_before_last)


@person_days.mistake("Days away outside the window are in your sum. Keep what falls between its two ends.")
def _(case: Case) -> float:
    return _available(case, _lost_in_the_year)


@person_days.mistake("Absences of people who are not in `team` are in your sum. Join the two tables by person.")
def _(case: Case) -> float:
    window = working_days(case.plan_start, case.last_day_before_freeze, case.closed)
    team = {one.person for one in case.squad.team}
    others = [one for one in case.squad.absences if one.person not in team]
    return _available(case) - _lost_by_row(window, window, others)


def _asked(packages: Iterable[object]) -> int:
    return sum(one.person_days for one in packages)


@question(
    points=3,
    unit="share",
    tolerance=0.003,
    frames=("packages", *FRAMES),
    hint="Work asked over work available; people have only a part of their time for the plan.",
    working="Person-days of the planned packages over person-days x focus share.",
)
def utilisation(case: Case) -> float:
    """Which share of the time that the squad has for the plan does the plan ask for?

    Asked: `person_days` of the packages with status `planned`. Available: your `person_days` of the question above
    times the share of their time that people have for the plan (card). Above one the plan does not fit.
    """
    return _asked(case.plan.planned) / (_available(case) * case.focus_share)


@utilisation.mistake(
    "You took all of their time. The rest goes to what comes in by the day: support, meetings, hiring."
)
def _(case: Case) -> float:
    return _asked(case.plan.planned) / _available(case)


@utilisation.mistake("The parked package is in the work. Nobody has planned it, so nobody needs time for it.")
def _(case: Case) -> float:
    return _asked(case.plan.packages) / (_available(case) * case.focus_share)


@utilisation.mistake("That is what is available over what is asked; read it the other way round.")
def _(case: Case) -> float:
    return _available(case) * case.focus_share / _asked(case.plan.planned)


@utilisation.mistake("That is the share that is left over. Utilisation is the share that is taken.")
def _(case: Case) -> float:
    return 1 - utilisation.answer(case)


@utilisation.mistake("Your capacity is heads times working days. People are away, and two work part-time.")
def _(case: Case) -> float:
    gross = _available(case, _none_lost, full_time=True, joined=True)
    return _asked(case.plan.planned) / (gross * case.focus_share)
