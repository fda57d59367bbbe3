"""Questions on the decision: price the options, then state what is done, what it leaves and what is not known."""

from collections.abc import Callable
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys import false_alarms
from course_lib.keys.exercise import Exercise

OPTIONS = ("continue", "pause roll-out", "raise threshold", "limit in low sun", "roll back")


class Option(Protocol):
    """What an option of the case is: its name, the share of events it removes (None: see the frames), USD a day."""

    name: str
    events_removed: float | None
    operating_cost: int


@question(
    points=8,
    unit="order",
    kind="order",
    choices=OPTIONS,
    frames=("options", "camera_frames"),
    hint="Price what each option leaves: events left times the cost of one, plus what the option costs to run.",
    working="Operating cost + (1 - share of events removed) x extra events a day x cost of an event, cheapest first.",
)
def option_order(case: Case) -> tuple[str, ...]:
    """Order the options by total cost a day, cheapest first, as a list of their names.

    Total cost: operating cost, plus the extra phantom-brake events that are left x cost of one event. One share is not
    in the table, that of `limit in low sun`: the low-sun part of the increase on the updated cars. That is their frames
    in low sun x (new rate less old rate, in low sun), over all their frames x (new rate less old rate); period `after`.
    """
    return _ordered(case, lambda option: total_cost(case, option))


def total_cost(case: Case, option: Option) -> float:
    """Return what an option costs a day: to run, and by the events that it leaves. USD."""
    return option.operating_cost + _harm(case, option)


def _harm(case: Case, option: Option) -> float:
    return _events_left(case, option) * case.cost_per_event


def _events_left(case: Case, option: Option) -> float:
    removed = option.events_removed
    if removed is None:
        removed = case.increase(light="low sun") / case.increase()
    return (1 - removed) * false_alarms.extra_phantom_brakes.answer(case)


def _ordered(case: Case, cost: Callable[[Option], object]) -> tuple[str, ...]:
    return tuple(option.name for option in sorted(case.options, key=cost))


@option_order.mistake(
    "That is the order by operating cost; the events that an option leaves cost money too.", credit=0.25
)
def _(case: Case) -> tuple[str, ...]:
    return _ordered(case, lambda option: option.operating_cost)


@option_order.mistake("That is the order by harm left; what an option costs to run belongs in the sum.", credit=0.25)
def _(case: Case) -> tuple[str, ...]:
    return _ordered(case, lambda option: (_harm(case, option), option.operating_cost))


@option_order.mistake("That is the right order backwards: the cheapest comes first.", credit=0.25)
def _(case: Case) -> tuple[str, ...]:
    return option_order.answer(case)[::-1]


COMPARISONS = (
    "the cars on the old firmware, same weeks",
    "the same cars before the update",
    "the whole fleet before the update",
)
OPEN = (
    "whether recall on the updated cars rose enough to pay for it",
    "whether the false-positive rate rose",
    "in which light the update does most harm",
)


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=("options", "camera_frames", "label_ages"),
    form=Fields(
        (
            Slot("option", choices=OPTIONS),
            Slot("events_left", unit="events a day", tolerance=0.01, relative=True),
            Slot("events_now", unit="events a day", tolerance=0.01, relative=True, same_as="extra_phantom_brakes"),
            Slot("compared_with", choices=COMPARISONS),
            Slot("not_shown", choices=OPEN),
            Slot("review_in_days", kind="integer", unit="days"),
        ),
        template=(
            "We {option} today: it leaves {events_left} of the {events_now} that the update causes, measured against "
            "{compared_with}. These data cannot show {not_shown}; we review in {review_in_days}."
        ),
    ),
    hint="The option is the first of your order. For the review, sort the days to label of past misses.",
    working="First of the order; (1 - share removed) x extra events; the day at which nine in ten misses are labelled.",
)
def decision_claim(case: Case) -> dict[str, object]:
    """State your decision in fields: what you do, what it leaves, against whom you measured, and when you look again.

    `option`: the cheapest by total cost. `events_left`: extra phantom-brake events a day that are left under it.
    `events_now`: those that the update causes today. `review_in_days`: the first whole day by which at least nine in
    ten of the past `missed` sightings in `label_ages` had their label.
    """
    best = min(case.options, key=lambda option: total_cost(case, option))
    return {
        "option": best.name,
        "events_left": _events_left(case, best),
        "events_now": false_alarms.extra_phantom_brakes.answer(case),
        "compared_with": COMPARISONS[0],
        "not_shown": OPEN[0],
        "review_in_days": _days_until_labelled(case, tenths=9),
    }


def _days_until_labelled(case: Case, *, tenths: int) -> int:
    days = sorted(day for outcome, day in case.label_days if outcome == "missed")
    return days[-(-tenths * len(days) // 10) - 1]


@decision_claim.mistake("A pause protects the next cars; those already updated go on braking, so it contains nothing.")
def _(case: Case) -> dict[str, object]:
    return {"option": "pause roll-out"}


@decision_claim.mistake("Before and after mixes the update with the rain; the concurrent control has the rain alone.")
def _(case: Case) -> dict[str, object]:
    return {"compared_with": COMPARISONS[2]}


@decision_claim.mistake("That the rate rose is what the frames do show; name what they cannot.")
def _(case: Case) -> dict[str, object]:
    return {"not_shown": OPEN[1]}


@decision_claim.mistake("By then half of the misses have a label; the late half is what flatters recall.")
def _(case: Case) -> dict[str, object]:
    return {"review_in_days": _days_until_labelled(case, tenths=5)}


@decision_claim.mistake("That is how old the sightings are today; many misses still wait for their label at that age.")
def _(case: Case) -> dict[str, object]:
    return {"review_in_days": case.sightings.age_days}


EXERCISE = Exercise(
    questions=(option_order, decision_claim),
    strong_answer=(
        "I price each option by what it costs to run and what it leaves on the road. From cheapest: "
        "{option_order}. Pausing the roll-out protects the next cars only, so it contains nothing. {decision_claim} "
        "I name who may reverse it today. If mature labels say that recall rose, I change my mind."
    ),
    follow_up="Sales says the feature is complete and the campaign is booked. What do you tell them, and by when?",
)
