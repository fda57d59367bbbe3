"""What the calendar's questions share: the plan's network and its days."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from course_lib.core.case import Case
from course_lib.keys.remembered import once_a_scenario
from course_lib.measures.planning import Scheduled, schedule

SUPPLIED = "labelled data"


class Package(Protocol):
    """A work package: what it waits for, how long it takes in its own unit, and in working days."""

    package: str
    needs: tuple[str, ...]
    duration: int
    days: int


def network(case: Case, *, slip: int = 0, parked: bool = False, raw: bool = False) -> dict[str, Scheduled]:
    """Return earliest start and finish and total slack of every package, in working days from the plan's start.

    `slip` days later come the data; with `parked` the parked package is in; `raw` takes each figure as days.
    """
    return _network(case.scenario, slip, parked, raw)


@once_a_scenario
def _network(scenario: Any, slip: int, parked: bool, raw: bool) -> dict[str, Scheduled]:
    packages: tuple[Package, ...] = scenario.plan.packages if parked else scenario.plan.planned
    lengths = {one.package: one.duration if raw else one.days for one in packages}
    lengths[SUPPLIED] += slip
    return schedule(lengths, {one.package: one.needs for one in packages})


def length(found: Mapping[str, Scheduled]) -> int:
    """Return the length of a plan in working days."""
    return round(max(one.finish for one in found.values()))


def own_site(case: Case) -> frozenset[date]:
    """Return the closed days that are named for the squad's site alone."""
    return frozenset(day for day, site, _ in case.closed_days if site == case.site)


def all_sites(case: Case) -> frozenset[date]:
    """Return every day of the table of closed days."""
    return frozenset(day for day, _, _ in case.closed_days)
