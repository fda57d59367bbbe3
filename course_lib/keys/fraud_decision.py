"""Questions on the decision: what each option costs in all, what is decided, and the record of the exam."""

from course_lib.core.answers import to_plain
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Exam, ExamRecord, Fields, Slot
from course_lib.forms.exam import exam_record as written_record
from course_lib.keys.exercise import Exercise

OPTIONS = ("leave it", "raise the threshold for the category", "review by hand", "back to the old categories")
SHOWN_BY = (
    "the declines of the category, before and after",
    "the drift measure of the category mix",
    "the chargebacks confirmed so far",
)
NOT_SHOWN = (
    "whether the extra declines stopped any fraud: those chargebacks are not in yet",
    "whether the false-positive rate of the category rose",
    "which category was cut anew",
)
_EXAM = Exam(minutes=90, decision="decision", full_until=60, none_from=80)


def _totals(case: Case) -> dict[str, float]:
    return {one.option: one.cost_today + one.loss_left * case.loss_this_month for one in case.options}


@question(
    points=5,
    unit="USD",
    tolerance=500,
    frames=("options",),
    hint="What an option leaves of the loss belongs to its cost.",
    working="Lowest over the options of cost today + share of the loss left x loss this month.",
)
def best_option_cost(case: Case) -> float:
    """Expected cost of the best option this month.

    Cost of an option: what it costs today, plus the share of the loss that it leaves x the loss this month on
    your card.
    """
    return min(_totals(case).values())


@best_option_cost.mistake(
    "That is the cheapest of those that do something, by what it costs today: what it leaves is missing."
)
def _(case: Case) -> float:
    return min(one.cost_today for one in case.options if one.cost_today)


@best_option_cost.mistake("That is the option that leaves least, in all; it costs more than it spares.")
def _(case: Case) -> float:
    least = min(case.options, key=lambda one: one.loss_left)
    return _totals(case)[least.option]


@best_option_cost.mistake("That is the loss that the best option leaves; what it costs today belongs to it.")
def _(case: Case) -> float:
    totals = _totals(case)
    best = min(case.options, key=lambda one: totals[one.option])
    return best.loss_left * case.loss_this_month


@best_option_cost.mistake("That is the cost of leaving it as it is.")
def _(case: Case) -> float:
    return float(case.loss_this_month)


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=("options", "past_delays"),
    form=Fields(
        (
            Slot("option", choices=OPTIONS),
            Slot("expected_cost", unit="USD", tolerance=500, same_as="best_option_cost"),
            Slot("rests_on", choices=SHOWN_BY),
            Slot("not_shown", choices=NOT_SHOWN),
            Slot("review_in_days", kind="integer", unit="days"),
        ),
        template=(
            "Today: {option}, at an expected {expected_cost} this month. It rests on {rests_on}. These data "
            "cannot show "
            "{not_shown}. We look again in {review_in_days}."
        ),
    ),
    hint="For the review, sort the past delays and go nine tenths of the way.",
    working="The cheapest in all; the first whole day by which nine in ten past chargebacks had arrived.",
)
def decision(case: Case) -> dict[str, object]:
    """State your decision in fields: what you do, at what cost, on what it rests, what is open, when to look again.

    `option`: the cheapest in all. `rests_on`: the exhibit that shows the harm. `not_shown`: what no exhibit here
    can answer. `review_in_days`: the first whole day by which at least nine in ten of the past chargebacks had
    arrived.
    """
    totals = _totals(case)
    days = sorted(case.delays)
    return {
        "option": min(totals, key=totals.__getitem__),
        "expected_cost": min(totals.values()),
        "rests_on": SHOWN_BY[0],
        "not_shown": NOT_SHOWN[0],
        "review_in_days": days[-(-9 * len(days) // 10) - 1],
    }


@decision.mistake("A drift measure says that the mix moved, not that anybody was harmed: it carries no decision.")
def _(case: Case) -> dict[str, object]:
    return {"rests_on": SHOWN_BY[1]}


@decision.mistake("The chargebacks so far are not mature: they flatter every model that was changed lately.")
def _(case: Case) -> dict[str, object]:
    return {"rests_on": SHOWN_BY[2]}


@decision.mistake("Leaving it costs nothing today and most in all.")
def _(case: Case) -> dict[str, object]:
    return {"option": OPTIONS[0]}


@decision.mistake("That is the middle of the past delays: half of the chargebacks would still be missing.")
def _(case: Case) -> dict[str, object]:
    days = sorted(case.delays)
    return {"review_in_days": days[(len(days) - 1) // 2]}


@question(
    points=4,
    unit="record",
    kind="record",
    form=ExamRecord(_EXAM),
    hint="Run case.finish_exam() when you are done; it shows the line to put here.",
    working="What case.finish_exam() shows: by question, the minute of the last answer and a short hash of it.",
)
def exam_record(case: Case) -> str:
    """The record of your exam: the text that `case.finish_exam()` shows, in quotes.

    It holds the minute of each answer. A decision by minute 60 earns full time credit, from minute 80 none,
    linear between. An answer that was changed after it was recorded takes its part away.
    """
    return written_record(case.code, {"decision": (60.0, to_plain(decision.answer(case)))})


EXERCISE = Exercise(
    questions=(best_option_cost, decision, exam_record),
    strong_answer=(
        "I priced every option with what it leaves: the best costs {best_option_cost} this month, so "
        "{decision.option}. "
        "That rests on {decision.rests_on}. I do not know {decision.not_shown}; by {decision.review_in_days} "
        "nine in ten of "
        "them are in, and I look again then. What would change my mind today is a wave of confirmed fraud in "
        "that category."
    ),
    follow_up="You are wrong with some probability. What does being wrong cost, and who notices first?",
)
