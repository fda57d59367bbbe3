"""Questions on staged exposure: who is harmed before a stage stops, what that saves, how long it stays open."""

from collections.abc import Callable
from math import floor
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.guard_rail import users_per_arm
from course_lib.measures.checks import round_up

FRAMES = ("rollout",)


class Traffic(Protocol):
    """What a day of one source is in the case."""

    source: str
    users: int
    complete: bool


@question(
    points=3,
    unit="users",
    tolerance=0.01,
    relative=True,
    frames=FRAMES,
    hint="Keep the current plan and sort it by the share exposed: who has been exposed by the end of its second stage?",
    working="Users x share exposed at the second stage of the current plan x harm rate.",
)
def users_harmed(case: Case) -> float:
    """Users harmed if the defect is caught at the end of the second stage.

    Stages: plan `current`, by rising `share_exposed`. That share counts all users exposed by then, earlier cohorts
    included. Users, and the share of exposed users whom the defect harms, are on your card.
    """
    return _harmed(case, case.exposed(2))


def _harmed(case: Case, share: float) -> float:
    return case.users * share * case.harm_rate


@users_harmed.mistake("The first cohort is inside the second stage's share already; do not add it again.")
def _(case: Case) -> float:
    return _harmed(case, case.exposed(1) + case.exposed(2))


@users_harmed.mistake("Those are the users who joined at the second stage; the first cohort is exposed as well.")
def _(case: Case) -> float:
    return _harmed(case, case.exposed(2) - case.exposed(1))


@users_harmed.mistake("That is a launch to everybody at once; only the exposed share is harmed before you stop.")
def _(case: Case) -> float:
    return _harmed(case, 1.0)


@users_harmed.mistake("That is the superseded plan; filter on `current`.")
def _(case: Case) -> float:
    return _harmed(case, case.exposed(2, "superseded"))


@question(
    points=2,
    unit="share",
    tolerance=0.001,
    frames=FRAMES,
    hint="Who is spared, as a share of those whom a launch to everybody would harm?",
    working="One minus the share exposed at the second stage of the current plan.",
)
def harm_avoided(case: Case) -> float:
    """Share of the harm that is avoided by catching the defect at the end of the second stage.

    Against a launch to everybody at once; users and harm rate are the same in both.
    """
    return 1 - case.exposed(2)


@harm_avoided.mistake("That is the share that was harmed, not the share that was spared.")
def _(case: Case) -> float:
    return case.exposed(2)


@harm_avoided.mistake("You compared with the third stage; the question compares with a launch to everybody.")
def _(case: Case) -> float:
    return 1 - case.exposed(2) / case.exposed(3)


@harm_avoided.mistake("That is the superseded plan; filter on `current`.")
def _(case: Case) -> float:
    return 1 - case.exposed(2, "superseded")


@question(
    points=4,
    unit="days",
    kind="integer",
    frames=("traffic", "rollout"),
    hint="Mean users a day first: customers only, complete days only. Then how many of them are exposed.",
    working="Users per arm over (mean customers a day x share exposed at the second stage), rounded up.",
)
def stage_days(case: Case) -> int:
    """Days that the second stage must stay open until its arm has the users that the gate needs. Round up.

    Users per arm as in the guard-rail. A day brings mean users a day x share exposed at the second stage of the current
    plan; the control arm fills faster. Mean users a day: source `customers`, days that are `complete`. Count each day's
    users as new ones.
    """
    return round_up(_days(case, lambda day: day.source == "customers" and day.complete))


def _days(case: Case, counted: Callable[[Traffic], bool]) -> float:
    rows = [day for day in case.traffic if counted(day)]
    mean = sum(day.users for day in rows) / len({day.day for day in rows})
    return users_per_arm.answer(case) / (mean * case.exposed(2))


@stage_days.mistake("Days on which logging failed are in the mean; they say nothing about traffic. Leave them out.")
def _(case: Case) -> int:
    return round_up(_days(case, lambda day: day.source == "customers"))


@stage_days.mistake("Test accounts are in the mean; they never complain. Count customers only.")
def _(case: Case) -> int:
    return round_up(_days(case, lambda day: day.complete))


@stage_days.mistake("That waits for both arms from the exposed users; the control arm comes from the others.")
def _(case: Case) -> int:
    return round_up(2 * _days(case, lambda day: day.source == "customers" and day.complete))


@stage_days.mistake("That counts every customer; at this stage only the exposed share enters the arm.")
def _(case: Case) -> int:
    return round_up(case.exposed(2) * _days(case, lambda day: day.source == "customers" and day.complete))


@stage_days.mistake("Rounded down: the arm is not full on that day.", credit=0.5)
def _(case: Case) -> int:
    return floor(_days(case, lambda day: day.source == "customers" and day.complete))
