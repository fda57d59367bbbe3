"""Questions on the plan: which packages are critical, how long the data may wait, and on which day it ends."""

from collections.abc import Mapping
from datetime import date, timedelta

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.plan_calendar import SUPPLIED, all_sites, length, network, own_site
from course_lib.measures.planning import Scheduled
from course_lib.measures.working_days import finish_of
from course_lib.wording.telling import tells

PACKAGES = (
    "data contract", "labelled data", "feature pipeline", "oversight design", "model training", "bias test set",
    "monitoring", "drift baseline", "reviewer training", "robustness tests", "bias audit", "user pilot",
    "technical file", "release review", "second market",
)  # fmt: skip
PLAN = ("packages",)


def _without_slack(found: Mapping[str, Scheduled]) -> frozenset[str]:
    return frozenset(name for name, one in found.items() if one.slack == 0)


def _free_slack(case: Case) -> dict[str, float]:
    """Return how long each package can wait before any other starts later."""
    found = network(case)
    after = {name: [one.package for one in case.plan.planned if name in one.needs] for name in found}
    ends = length(found)
    return {
        name: min((found[later].start for later in after[name]), default=ends) - one.finish
        for name, one in found.items()
    }


@question(
    points=5,
    unit="labels",
    kind="labels",
    choices=PACKAGES,
    frames=PLAN,
    hint="Forward: a package starts when the last of those it needs has ended. Then backward from the end of the plan.",
    working="Longest chain of needs by working days; its packages have a total slack of zero.",
)
def critical_packages(case: Case) -> frozenset[str]:
    """Which packages are critical, as a list: those whose delay by a day ends the whole plan a day later?

    Packages with status `planned`. Each starts as soon as all packages in `needs` have ended; one without `needs`
    starts with the plan. `duration` is in the `unit` beside it; a week is five working days. Nothing waits for people.
    """
    return _without_slack(network(case))


@tells(critical_packages)
def chain(case: Case, values: frozenset[str]) -> str:
    """Write the critical packages in the order of their starts."""
    found = network(case)
    return ", then ".join(sorted(values, key=lambda name: found[name].start))


@critical_packages.mistake("A week counted as a day: `unit` says what each duration is in.", credit=None)
def _(case: Case) -> frozenset[str]:
    return _without_slack(network(case, raw=True))


@critical_packages.mistake("The parked package makes the longest chain, and nobody is to work on it.", credit=None)
def _(case: Case) -> frozenset[str]:
    return _without_slack(network(case, parked=True))


@critical_packages.mistake(
    "You put the supplier's data into the chain because everybody asks about them. Another package ends later, and "
    "training waits for that one.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return critical_packages.answer(case) - {"feature pipeline"} | {SUPPLIED}


@critical_packages.mistake(
    "You marked what delays the next package. Critical is what delays the end: the next one may have time to wait.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return frozenset(name for name, slack in _free_slack(case).items() if slack == 0)


@question(
    points=4,
    unit="working days",
    kind="integer",
    frames=PLAN,
    hint="Latest finish that keeps the plan's end, less earliest finish.",
    working="Latest finish of the data (backward from the end of the plan) less earliest finish (forward).",
)
def data_slack(case: Case) -> int:
    """By how many working days can the package `labelled data` end later without the plan ending later?

    Total slack: everything else as planned, each package in its own unit, `planned` packages alone.
    """
    return round(network(case)[SUPPLIED].slack)


@data_slack.mistake(
    "That is the free slack: until the next package moves. That one has time to wait; the question asks for the end of "
    "the plan."
)
def _(case: Case) -> int:
    return round(_free_slack(case)[SUPPLIED])


@data_slack.mistake("That is the time from the data to the end of the plan. The work behind them needs most of it.")
def _(case: Case) -> int:
    return length(network(case)) - round(network(case)[SUPPLIED].finish)


@data_slack.mistake("A week counted as a day: `unit` says what each duration is in.")
def _(case: Case) -> int:
    return round(network(case, raw=True)[SUPPLIED].slack)


def finish(case: Case, working_days: int) -> date:
    """Return the day on which a plan of some length ends."""
    return finish_of(case.plan_start, working_days, case.closed)


@question(
    points=4,
    unit="date",
    kind="date",
    frames=("packages", "closed_days"),
    hint="The first working day is the plan's start itself; count on over open days.",
    working="Length of the longest chain in working days, counted from the plan's start, which is the first of them.",
)
def finish_day(case: Case) -> date:
    """On which day does the plan end: the last working day of its last package?

    The plan starts on the morning of the day on your card, so that day is the first working day. Working days: Monday
    to Friday, without the days in `closed_days` whose `site` is the squad's or `all`.
    """
    return finish(case, length(network(case)))


@finish_day.mistake("You counted calendar days. Nobody works on weekends and closed days.")
def _(case: Case) -> date:
    return case.plan_start + timedelta(days=length(network(case)) - 1)


@finish_day.mistake("You counted Monday to Friday and worked through the closed days.")
def _(case: Case) -> date:
    return finish_of(case.plan_start, length(network(case)), frozenset())


@finish_day.mistake("You took the site's own rows alone. A day closed for `all` closes this site too.")
def _(case: Case) -> date:
    return finish_of(case.plan_start, length(network(case)), own_site(case))


@finish_day.mistake("You closed on every day in the table. Other sites' holidays are working days here.")
def _(case: Case) -> date:
    return finish_of(case.plan_start, length(network(case)), all_sites(case))


@finish_day.mistake("One day too many: the start is the first working day, not the day before it.")
def _(case: Case) -> date:
    return finish(case, length(network(case)) + 1)


@finish_day.mistake("A week counted as a day: `unit` says what each duration is in.")
def _(case: Case) -> date:
    return finish(case, length(network(case, raw=True)))


@finish_day.mistake("The parked package makes your plan longer, and nobody is to work on it.")
def _(case: Case) -> date:
    return finish(case, length(network(case, parked=True)))


@finish_day.mistake("You put all packages in a row. What does not wait for each other runs side by side.")
def _(case: Case) -> date:
    return finish(case, sum(one.days for one in case.plan.planned))
