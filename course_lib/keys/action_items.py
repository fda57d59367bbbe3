"""Question on the action items of the review: which share was closed for good by its due day."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.wording.telling import tells


@question(
    points=4,
    unit="share",
    tolerance=0.0005,
    frames=("action_items", "action_events"),
    hint="Per item, the last event decides whether it is closed, and on which day. Then look at who was due at all.",
    working="Items whose last event is a closing by the due day, over items due by the day of the review.",
)
def closed_on_time(case: Case) -> float:
    """Share of the action items that were closed for good on time.

    Denominator: items due on or before the review day on the card. Numerator: those of them whose last event is
    "closed", on or before the due day. An item that was re-opened counts only if it was closed again by its due day.
    Each `action_id` once.
    """
    items = case.actions
    return (items.on_time + items.reopened_on_time) / items.due


def _in_time(case: Case) -> int:
    return case.actions.on_time + case.actions.reopened_on_time


@closed_on_time.mistake("You took the first closing: an item that was re-opened had not been done.")
def _(case: Case) -> float:
    items = case.actions
    return (_in_time(case) + items.reopened_late + items.reopened_open) / items.due


@closed_on_time.mistake("You divided by all items: those due after the review cannot be late yet.")
def _(case: Case) -> float:
    items = case.actions
    return _in_time(case) / (items.due + items.later_open + items.later_closed)


@closed_on_time.mistake("Items due after the review are in it, above and below the line: they flatter the list.")
def _(case: Case) -> float:
    items = case.actions
    return (_in_time(case) + items.later_closed) / (items.due + items.later_open + items.later_closed)


@closed_on_time.mistake("You divided by the closed ones: open items that are due are the point of the list.")
def _(case: Case) -> float:
    items = case.actions
    return _in_time(case) / (items.due - items.never - items.reopened_open)


@closed_on_time.mistake("That is the share closed at all: late is not on time.")
def _(case: Case) -> float:
    items = case.actions
    return (items.due - items.never - items.reopened_open) / items.due


@closed_on_time.mistake("You left out what was closed on its due day: on the day is on time.")
def _(case: Case) -> float:
    return (_in_time(case) - case.actions.on_the_day) / case.actions.due


@closed_on_time.mistake("You counted every re-opened item as failed: some were closed again in time.", credit=0.3)
def _(case: Case) -> float:
    return case.actions.on_time / case.actions.due


@closed_on_time.mistake("Second copies are in it: each `action_id` is one item.")
def _(case: Case) -> float:
    return (_in_time(case) + case.actions.copies) / (case.actions.due + case.actions.copies)


@tells(closed_on_time)
def about(case: Case, share: float) -> str:
    """Return the share as one says it."""
    return f"{share:.0%}"
