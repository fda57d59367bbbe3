"""Questions of the 90-minute model-risk drill: the shared exhibits, and the decision that they lead to."""

import itertools
from collections.abc import Callable
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys import false_alarms, monitoring, mortgage_screen
from course_lib.keys.exercise import Artefact, Exercise

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
    return _ordered(case, lambda option: _total(case, option))


def fair(case: Case) -> bool:
    """Say whether the totals lie far enough apart for the order not to hang on a rounded figure."""
    totals = sorted(_total(case, option) for option in case.options)
    return min(high - low for low, high in itertools.pairwise(totals)) > 0.02 * max(totals)


def _total(case: Case, option: Option) -> float:
    return option.operating_cost + _harm(case, option)


def _harm(case: Case, option: Option) -> float:
    removed = option.events_removed
    if removed is None:
        removed = case.increase(light="low sun") / case.increase()
    return (1 - removed) * false_alarms.extra_phantom_brakes.answer(case) * case.cost_per_event


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


EXERCISES = {
    "false alarms": false_alarms.EXERCISE,
    "monitoring": monitoring.EXERCISE,
    "decision": Exercise(
        questions=(option_order,),
        strong_answer=(
            "I price each option by what it costs to run and what it leaves on the road. From cheapest: "
            "{option_order}. Pausing the roll-out protects the next cars, not the {extra_phantom_brakes} that happen "
            "now, so it is no containment by itself. I take the cheapest option that can be undone today, name who "
            "may reverse it, and set the review for the day the late labels are mature. I would change my mind if "
            "recall on the updated cars turned out to have risen enough to pay for the false alarms: these frames "
            "cannot show that."
        ),
        follow_up="Sales says the feature is complete and the campaign is booked. What do you tell them, and by when?",
    ),
    "mortgages": mortgage_screen.EXERCISE,
}

PORTFOLIO = (
    Artefact(
        "decision_memo.md",
        """# Decision memo: firmware update and false alarms

**Decision:** [go, no-go or contain first, in one sentence]
**Because:** [the one figure that decides it]
**Owner, and who may reverse it:** [names]
**Review on:** [date], sooner if [threshold]

Case {case_code}. Figures are exercise data, computed by the candidate.

{talks}

## Figures

{figures}""",
    ),
)
