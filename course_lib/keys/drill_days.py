"""The question on incident drills: the first two days on which somebody can lead one, far enough apart."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot


class DrillSlot(Protocol):
    """A day on which a drill could be held, and who would lead it."""

    day: date
    commander: str
    deputy: str


def _led(case: Case, slot: DrillSlot) -> bool:
    return not case.squad.away(slot.commander, slot.day) and not case.squad.away(slot.deputy, slot.day)


def _open(case: Case, slot: DrillSlot) -> bool:
    return not case.freeze_first <= slot.day <= case.freeze_last


def _may(case: Case, slot: DrillSlot) -> bool:
    return _led(case, slot) and _open(case, slot)


def _next(case: Case, after: date, may: Callable[[Case, DrillSlot], bool] = _may) -> date:
    """Return the first day from `after` on of which this may be said."""
    return min(slot.day for slot in case.squad.slots if slot.day >= after and may(case, slot))


def _gap(case: Case) -> timedelta:
    return timedelta(days=case.squad.gap_days)


def _fits_first(case: Case, values: Mapping[str, object]) -> tuple[float, str]:
    """Judge the second drill by the first one stated beside it: a first that is wrong already cost its part."""
    first, second = values["first"] or drill_days.answer(case)["first"], values["second"]
    late = [slot.day for slot in case.squad.slots if slot.day >= first + _gap(case) and _may(case, slot)]
    return float(second is not None and bool(late) and second == min(late)), ""


@question(
    points=4,
    unit="fields",
    kind="fields",
    frames=("drill_slots", "absences"),
    form=Fields(
        (Slot("first", kind="date"), Slot("second", kind="date", rule=_fits_first)),
        template="Incident drills on {first} and {second}, both led by people who are there.",
    ),
    hint="Strike the days on which commander or deputy is away, and those in the freeze; then the earliest that fit.",
    working="Earliest slot with both leaders there and no freeze; then the earliest such slot with the gap kept.",
)
def drill_days(case: Case) -> dict[str, object]:
    """On which two days are the incident drills?

    A day of `drill_slots` is good if neither its `commander` nor its `deputy` is away (`absences`, first and last day
    included) and it is not within the freeze (first and last day included). `first`: the earliest good day. `second`:
    the earliest good day that lies at least the calendar days on your card after the first.
    """
    first = _next(case, date.min)
    return {"first": first, "second": _next(case, first + _gap(case))}


@drill_days.mistake("Its commander is in a course on that day. A drill without its commander tests nobody.")
def _(case: Case) -> dict[str, object]:
    return {"first": _next(case, date.min, lambda _, slot: True)}


@drill_days.mistake("That is the next good day, without the gap: two drills in a row test the same team twice.")
def _(case: Case) -> dict[str, object]:
    return {"second": _next(case, drill_days.answer(case)["first"] + timedelta(days=1))}


@drill_days.mistake("Its deputy is away on that day. Both leaders must be there.")
def _(case: Case) -> dict[str, object]:
    first = drill_days.answer(case)["first"]
    return {"second": _next(case, first + _gap(case), lambda case, slot: not case.squad.away(slot.commander, slot.day))}


@drill_days.mistake("That day lies within the freeze. A drill rolls back, and nothing may be rolled back then.")
def _(case: Case) -> dict[str, object]:
    return {"second": _next(case, drill_days.answer(case)["first"] + _gap(case), _led)}


@drill_days.mistake("The second one is the last day on the list; the earliest that fits leaves time to repair.")
def _(case: Case) -> dict[str, object]:
    return {"second": max(slot.day for slot in case.squad.slots)}
