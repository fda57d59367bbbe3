"""Questions on the new plan: what to cut so that it ends before the freeze, and what the calendar says now."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Best, Fields, Slot
from course_lib.keys.plan_calendar import SUPPLIED
from course_lib.keys.plan_network import finish
from course_lib.keys.remembered import once_a_scenario
from course_lib.keys.slipped_data import new_finish, slip_days
from course_lib.measures.working_days import finish_of, working_days

OPTIONS = (
    "smaller search of settings",
    "robustness on the main segments",
    "technical file from a template",
    "pilot with half the users",
    "shorter release review",
    "one annotator instead of two",
    "shorter drift baseline",
    "audit without small groups",
    "file without the risk section",
)
ENTRIES = (
    "labelled data complete",
    "plan ends",
    "bias audits",
    "incident drills",
    "retrainings",
    "release freeze",
    "conformity file",
)
UPDATES = (
    "same UID, higher SEQUENCE",
    "same UID, same SEQUENCE",
    "new UID, SEQUENCE zero",
    "no UID, new title",
)
_MOST_DAYS = 400


class Cut(Protocol):
    """What can be left out: working days saved in one package, dollars, and whether the law asks for it."""

    option: str
    package: str
    days_saved: int
    cost: int
    legal_duty: bool


def _slip(case: Case) -> int:
    return slip_days.answer(case)


def _room(case: Case) -> int:
    """Return how many working days the plan may take to end before the freeze."""
    return _open_days(case.scenario)


@once_a_scenario
def _open_days(scenario: Any) -> int:
    return len(working_days(scenario.plan_start, scenario.last_day_before_freeze, scenario.closed))


def _length(case: Case, chosen: Iterable[Cut]) -> int:
    """Return the length of the slipped plan with these cuts. Packages stand behind those that they need."""
    saved: dict[str, int] = {SUPPLIED: -_slip(case)}
    for cut in chosen:
        saved[cut.package] = saved.get(cut.package, 0) + cut.days_saved
    ends: dict[str, int] = {}
    for one in case.plan.planned:
        begins = max((ends[name] for name in one.needs), default=0)
        ends[one.package] = begins + one.days - saved.get(one.package, 0)
    return max(ends.values())


def _cost(chosen: Iterable[Cut]) -> int:
    return sum(cut.cost for cut in chosen)


def _allowed(case: Case) -> list[Cut]:
    return [cut for cut in case.plan.cuts if not cut.legal_duty]


def _cheapest(cuts: Iterable[Cut], enough: Callable[[tuple[Cut, ...]], bool]) -> tuple[Cut, ...]:
    """Return the cheapest set of which this may be said; of equally cheap ones the smallest."""
    cuts = list(cuts)
    sets = (chosen for size in range(len(cuts) + 1) for chosen in itertools.combinations(cuts, size))
    return next(chosen for chosen in sorted(sets, key=_cost) if enough(chosen))


def best_set(case: Case, *, duties: bool = False) -> tuple[Cut, ...]:
    """Return the cheapest cuts with which the plan ends before the freeze."""
    return _best(case.scenario, case, duties)


@once_a_scenario
def _best(scenario: Any, case: Case, duties: bool) -> tuple[Cut, ...]:
    room = _room(case)
    return _cheapest(scenario.plan.cuts if duties else _allowed(case), lambda chosen: _length(case, chosen) <= room)


def worth(case: Case, chosen: frozenset[str]) -> float | None:
    """Return what a choice saves against cutting all that may be cut; None if it is a duty's or not enough."""
    cuts = [cut for cut in _allowed(case) if cut.option in chosen]
    if len(cuts) < len(chosen) or _length(case, cuts) > _room(case):
        return None
    return _cost(_allowed(case)) - _cost(cuts)


def _names(cuts: Iterable[Cut]) -> frozenset[str]:
    return frozenset(cut.option for cut in cuts)


@question(
    points=7,
    unit="labels",
    kind="labels",
    form=Best(OPTIONS, worth),
    frames=("cuts", "packages", "closed_days", "deliveries"),
    hint="Put your forward pass into a function of the durations, then try every set: `itertools.combinations`.",
    working="Of all sets without a legal duty with which the slipped plan ends before the freeze, the cheapest.",
)
def best_cuts(case: Case) -> frozenset[str]:
    """What do you cut? The cheapest set of options with which the plan ends before the freeze, as a list of names.

    The plan with the slipped data must end on a working day before the first day of the freeze (card). Each option
    makes its `package` shorter by `days_saved` working days, two on one package by both. Cost: sum of `cost`, US
    dollars. Options with `legal_duty` may not be cut.
    """
    return _names(best_set(case))


@best_cuts.mistake(
    "You added up days saved until there were enough. A day saved beside the longest chain moves no end: go through "
    "the plan again with each set."
)
def _(case: Case) -> frozenset[str]:
    missing = _length(case, ()) - _room(case)
    return _names(_cheapest(_allowed(case), lambda chosen: sum(cut.days_saved for cut in chosen) >= missing))


@best_cuts.mistake(
    "It is cheap because a duty of the law is in it. That is not yours to cut, and no panel forgives it."
)
def _(case: Case) -> frozenset[str]:
    return _names(best_set(case, duties=True))


@best_cuts.mistake("All that may be cut is enough, and costs more than what is needed.", credit=0.25)
def _(case: Case) -> frozenset[str]:
    return _names(_allowed(case))


def _complete(case: Case, slip: int) -> date:
    return finish_of(case.supply.due + timedelta(days=1), slip, case.closed)


def _fits_slip(case: Case, values: Mapping[str, object]) -> tuple[float, str]:
    """Judge the day on which the data are complete by the slip stated beside it."""
    stated = values["slip"] if 1 <= (values["slip"] or 0) <= _MOST_DAYS else _slip(case)
    return float(values["complete"] == _complete(case, round(stated))), ""


@question(
    points=7,
    unit="fields",
    kind="fields",
    frames=("packages", "closed_days", "cuts", "deliveries"),
    form=Fields(
        (
            Slot("slip", kind="integer", unit="working days", same_as="slip_days"),
            Slot("complete", kind="date", rule=_fits_slip),
            Slot("finish_uncut", kind="date", same_as="new_finish"),
            Slot("finish_cut", kind="date", weight=2),
            Slot("spare", kind="integer", unit="working days"),
            Slot("entries", kind="labels", choices=ENTRIES, weight=2),
            Slot("update", choices=UPDATES),
        ),
        template="The labelled data are complete on {complete}, {slip} late. Without cuts the plan ends on "
        "{finish_uncut}, within the freeze; with them on {finish_cut}, {spare} to spare. In the calendar these move: "
        "{entries} ({update}).",
    ),
    hint="An importer knows an entry by its UID, and takes the version with the higher SEQUENCE.",
    working="Due day + slip in working days; the plan's length with the cuts counted from its start; working days left "
    "to the freeze. What moved: the data and the end.",
)
def replan(case: Case) -> dict[str, object]:
    """State the new plan in fields, as you would send it round.

    `slip`, `finish_uncut`: as you answered above. `complete`: the day on which the data will be complete, `slip`
    working days after they are due. `finish_cut`: end of the plan with the cheapest cuts. `spare`: working days after
    that day and before the freeze. `entries`: the calendar entries (not packages) that now stand on another day.
    `update`: how a moved entry is sent, so that a calendar program knows it again and takes the new day.
    """
    length = _length(case, best_set(case))
    return {
        "slip": _slip(case),
        "complete": _complete(case, _slip(case)),
        "finish_uncut": new_finish.answer(case),
        "finish_cut": finish(case, length),
        "spare": _room(case) - length,
        "entries": frozenset(ENTRIES[:2]),
        "update": UPDATES[0],
    }


@replan.mistake("With another UID the importer takes it for another entry: the old one stays and is wrong.")
def _(case: Case) -> dict[str, object]:
    return {"update": UPDATES[2]}


@replan.mistake(
    "With the same SEQUENCE an importer may think that it knows this version already, and keep the old day."
)
def _(case: Case) -> dict[str, object]:
    return {"update": UPDATES[1]}


@replan.mistake("Without a UID the file is not valid, and no importer can find the entry that it brought before.")
def _(case: Case) -> dict[str, object]:
    return {"update": UPDATES[3]}


@replan.mistake("You moved the audits with the plan. They hang on the year and the freeze, not on the data.")
def _(case: Case) -> dict[str, object]:
    return {"entries": frozenset(ENTRIES[:3])}


@replan.mistake("The day of the data is in the calendar too; it has moved as well.")
def _(case: Case) -> dict[str, object]:
    return {"entries": frozenset(ENTRIES[1:2])}


@replan.mistake("You counted the slip in calendar days. The supplier works on working days.")
def _(case: Case) -> dict[str, object]:
    return {"complete": case.supply.due + timedelta(days=_slip(case))}
