"""Questions on the plan: how long it takes, and on which day it must start at the latest."""

from collections.abc import Callable
from datetime import date, timedelta

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.planning import critical_path
from course_lib.measures.regulation.dates import ANNEX_I, ANNEX_III

FRAMES = ("tasks",)
BEFORE_THE_AMENDMENT = date(2026, 8, 2)  # EUAI-044


def _length(case: Case, revision: str = "latest") -> int:
    return int(critical_path(case.plan.days(revision), case.plan.waits()).length)


@question(
    points=5,
    unit="working days",
    kind="integer",
    frames=FRAMES,
    hint="Latest revision of each task in the plan. A task starts when the last of its predecessors ends.",
    working="The longest chain of tasks that wait for each other, in working days.",
)
def plan_days(case: Case) -> int:
    """How long does the conformity plan take at least, in working days?

    Tasks with state `in plan`, each in its latest `revision`. A task starts when all tasks of `waits_for` (separated by
    semicolons) have ended; whatever does not wait runs at the same time. The length of the longest chain.
    """
    return _length(case)


@plan_days.mistake("You added up all tasks. Those that do not wait for each other run at the same time.")
def _(case: Case) -> int:
    return sum(case.plan.days().values())


@plan_days.mistake(
    "Those are the first estimates. Some tasks were estimated again: take the latest revision.", credit=0.25
)
def _(case: Case) -> int:
    return _length(case, "first")


@plan_days.mistake("That is the chain of the longest single task. Several shorter ones in a row take longer.")
def _(case: Case) -> int:
    days = case.plan.days()
    return sum(days[task] for task in ("scope and role", "quality system", *_END))


_END = ("internal control", "declaration and registration")


@plan_days.mistake("The dropped task is in your chain. Internal control by the provider needs no certificate.")
def _(case: Case) -> int:
    return _length(case) + case.plan.dropped_days


def back_by_working_days(end: date, count: int, works: Callable[[date], bool] = lambda day: day.weekday() < 5) -> date:
    """Return the first of `count` working days of which the last lies before `end`."""
    day = end
    for _ in range(count):
        day -= timedelta(days=1)
        while not works(day):
            day -= timedelta(days=1)
    return day


@question(
    points=5,
    unit="date",
    kind="date",
    frames=FRAMES,
    hint="Which day applies to Annex III after the amendment? Walk back from the day before it, weekdays only.",
    working="From the day before application, as many Mondays to Fridays back as the plan takes, both ends counted.",
)
def latest_start(case: Case) -> date:
    """On which day must the plan start at the latest, so that it is finished before the rules apply?

    For the uses of Annex III they apply from 2 December 2027 [EUAI-044]: the last working day of the plan is the day
    before, or earlier. Working days are Mondays to Fridays, public holidays ignored. The first and the last day of the
    plan both count.
    """
    return back_by_working_days(ANNEX_III.day, _length(case))


@latest_start.mistake("You counted calendar days. The plan is in working days, and weekends do not count.")
def _(case: Case) -> date:
    return back_by_working_days(ANNEX_III.day, _length(case), lambda day: True)


@latest_start.mistake("You counted back from the day before the amendment moved it. That date is superseded.")
def _(case: Case) -> date:
    return back_by_working_days(BEFORE_THE_AMENDMENT, _length(case))


@latest_start.mistake("You took the day for products of Annex I. The plan is for systems of Annex III.")
def _(case: Case) -> date:
    return back_by_working_days(ANNEX_I.day, _length(case))


@latest_start.mistake(
    "One working day late: the plan would end on the day of application. Be finished before it.", credit=0.5
)
def _(case: Case) -> date:
    return back_by_working_days(ANNEX_III.day, _length(case) - 1)


@latest_start.mistake("One working day early: you did not count the first day, which is worked on too.", credit=0.5)
def _(case: Case) -> date:
    return back_by_working_days(ANNEX_III.day, _length(case) + 1)


@latest_start.mistake("You went back by the sum of all tasks. Only the longest chain decides.")
def _(case: Case) -> date:
    return back_by_working_days(ANNEX_III.day, sum(case.plan.days().values()))


EXERCISE = Exercise(
    questions=(plan_days, latest_start),
    strong_answer=(
        "The plan takes {plan_days}: the longest chain of tasks that wait for each other, not their sum. Counted back "
        "from the day on which the rules for Annex III apply, the last day to start is {latest_start}. That has no "
        "float in it, so I would start earlier and put the float before internal control. I watch the chain, not the "
        "longest task. A certificate from outside is not on it: here the provider assesses itself, and a dropped idea "
        "should not come back as a dependency."
    ),
    follow_up="Data governance slips by two weeks. Does the end move, and how do you see it in one minute?",
)
