"""The question that the board signs: what risk costs, what is asked, what would change it, who owns it, until when."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys import bad_years, break_even, control_choice, yearly_loss

LAUNCH = ("delay the launch", "launch on the day")
TURNS = ("falls below", "rises above")
OPEN = (
    "that the AI product managers are the cause of what is avoided",
    "how often the CFO's risk happened",
    "what a bad year costs compared with a mean one",
)
ROLES = ("VP product", "chief risk officer", "head of AI platform", "head of internal audit", "AI product manager")


class Mandate(Protocol):
    """What a role may do: dollars that it may spend, whether it may stop a launch, whether it audits the programme."""

    role: str
    may_spend: int
    may_stop_launch: bool
    audits: bool


def _money(name: str, same_as: str) -> Slot:
    return Slot(name, unit="USD", tolerance=0.005, relative=True, same_as=same_as)


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=("loss_events", "mandates", "meetings"),
    form=Fields(
        (
            _money("annual_loss", "annual_loss"),
            _money("bad_year", "bad_year"),
            _money("worth", "plan_net_present_value"),
            Slot("launch", choices=LAUNCH, weight=2),
            Slot("turns", choices=TURNS),
            Slot("threshold", unit="share", tolerance=0.001, same_as="break_even_fine_probability"),
            Slot("not_shown", choices=OPEN, weight=2),
            Slot("owner", choices=ROLES),
            Slot("review", kind="date"),
        ),
        template=(
            "Model risk costs us {annual_loss} in a mean year and {bad_year}, gross, in a bad one. The controls that "
            "we ask for are worth {worth} over the plan. We {launch}; that changes if counsel's probability of a fine "
            "{turns} {threshold}. These figures do not show {not_shown}. Owner: {owner}. Review: {review}."
        ),
    ),
    hint="The launch follows from counsel's probability against your break-even; the review waits for the last ruling.",
    working="Above the break-even: delay. Owner: all three conditions hold. Review: next board after the last ruling.",
)
def board_claim(case: Case) -> dict[str, object]:
    """State the one page in fields: what it costs, what you ask, what changes your mind, who owns it, and until when.

    `annual_loss`, `bad_year`, `worth` (net present value) and `threshold` (break-even): your answers above. `launch`:
    the cheaper side in expectation, given counsel's probability on the card. `turns`: in which direction that
    probability must cross the threshold to change this. `not_shown`: what no frame of this case holds. `owner`: the
    role that may spend at least the whole budget, may stop a launch, and does not audit the programme. `review`: the
    first meeting of the `board` after the last `ruling_due` of the open claims in `loss_events`.
    """
    delays = case.fine_probability > break_even.break_even_fine_probability.answer(case)
    return {
        "annual_loss": yearly_loss.annual_loss.answer(case),
        "bad_year": bad_years.bad_year.answer(case),
        "worth": control_choice.plan_net_present_value.answer(case),
        "launch": LAUNCH[0 if delays else 1],
        "turns": TURNS[0 if delays else 1],
        "threshold": break_even.break_even_fine_probability.answer(case),
        "not_shown": OPEN[0],
        "owner": _role(case, lambda one: not one.audits and one.may_stop_launch and one.may_spend >= case.budget),
        "review": _first_meeting(case, after=max(_rulings(case)), bodies=("board",)),
    }


def _role(case: Case, may: Callable[[Mandate], bool]) -> str:
    return next(one.role for one in case.mandates if may(one))


def _rulings(case: Case) -> list[date]:
    return [event.ruling_due for event in case.events if event.status == "pending"]


def _first_meeting(case: Case, *, after: date, bodies: tuple[str, ...]) -> date:
    return min(meeting.day for meeting in case.meetings if meeting.day > after and meeting.body in bodies)


@board_claim.mistake(
    "You read the break-even the wrong way round: above it the expected fine is dearer than the delay."
)
def _(case: Case) -> dict[str, object]:
    right = board_claim.answer(case)["launch"]
    return {"launch": next(one for one in LAUNCH if one != right)}


@board_claim.mistake("If it moves that way, your decision gets firmer; name the direction that overturns it.")
def _(case: Case) -> dict[str, object]:
    right = board_claim.answer(case)["turns"]
    return {"turns": next(one for one in TURNS if one != right)}


@board_claim.mistake("The registers do show that. What no frame holds is a comparison without these people.")
def _(case: Case) -> dict[str, object]:
    return {"not_shown": OPEN[1]}


@board_claim.mistake("The simulated years do show that. What no frame holds is a comparison without these people.")
def _(case: Case) -> dict[str, object]:
    return {"not_shown": OPEN[2]}


@board_claim.mistake("Who audits the programme cannot own it: nobody checks their own work.")
def _(case: Case) -> dict[str, object]:
    return {"owner": _role(case, lambda one: one.audits)}


@board_claim.mistake("That role may not stop a launch. An owner without the brake owns the report, not the risk.")
def _(case: Case) -> dict[str, object]:
    return {"owner": _role(case, lambda one: not one.may_stop_launch)}


@board_claim.mistake(
    "That is a meeting of the audit committee; the board decided on the money, so the board reviews it."
)
def _(case: Case) -> dict[str, object]:
    return {"review": _first_meeting(case, after=max(_rulings(case)), bodies=("board", "audit committee"))}


@board_claim.mistake("By then the first claim is ruled on, the last is not: the loss of an event is still open.")
def _(case: Case) -> dict[str, object]:
    return {"review": _first_meeting(case, after=min(_rulings(case)), bodies=("board",))}
