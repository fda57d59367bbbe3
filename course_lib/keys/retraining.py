"""Questions on decay: how fast accuracy is lost, and how long a model may stay."""

from collections.abc import Sequence

from course_lib.cases.token_usage import AccuracyWeek
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.keys.token_bill import cost_per_thousand_solved, monthly_bill
from course_lib.measures.performance import longest_retraining_interval

FRAMES = ("accuracy_weeks",)


def slope(weeks: Sequence[int], values: Sequence[float]) -> float:
    """Return the slope of the least-squares line."""
    middle, level = sum(weeks) / len(weeks), sum(values) / len(values)
    above = sum((week - middle) * (value - level) for week, value in zip(weeks, values, strict=True))
    return above / sum((week - middle) ** 2 for week in weeks)


def _judged(case: Case) -> list[AccuracyWeek]:
    return [week for week in case.weeks if week.judged == week.drawn]


def _loss(weeks: Sequence[AccuracyWeek]) -> float:
    return -slope([week.week for week in weeks], [week.accuracy for week in weeks])


def _ends(case: Case) -> float:
    first, *_, last = _judged(case)
    return (first.accuracy - last.accuracy) / (last.week - first.week)


@question(
    points=6,
    unit="percentage points",
    tolerance=0.0008,
    frames=FRAMES,
    hint="Which weeks are judged in full? Accuracy of each, then a straight line through them (np.polyfit).",
    working="Minus the slope of the least-squares line of accuracy (per cent) on week, over the weeks judged in full.",
)
def accuracy_loss_a_week(case: Case) -> float:
    """How many percentage points of accuracy does the model lose a week? A loss is positive.

    Accuracy of a week: `right` over `judged`, in per cent. Use only weeks that are judged in full (`judged` equals
    `drawn`). Loss: minus the slope of the least-squares line through them, each week with the same weight.
    """
    return _loss(_judged(case))


@accuracy_loss_a_week.mistake(
    "Weeks that are not judged in full are in it. Complaints are judged first, so young weeks look worse than they are."
)
def _(case: Case) -> float:
    return _loss(case.weeks)


@accuracy_loss_a_week.mistake(
    "You drew the line through the first and the last full week: their noise alone decides. Use all of them.",
    credit=0.5,
)
def _(case: Case) -> float:
    return _ends(case)


@accuracy_loss_a_week.mistake("You divided right answers by those drawn: in the last weeks most are not judged yet.")
def _(case: Case) -> float:
    return -slope([week.week for week in case.weeks], [100 * week.right / week.drawn for week in case.weeks])


@accuracy_loss_a_week.mistake(
    "First week against last week of the table: the last one is hardly judged, by complaints."
)
def _(case: Case) -> float:
    first, *_, last = case.weeks
    return (first.accuracy - last.accuracy) / (last.week - first.week)


@accuracy_loss_a_week.mistake("That is what was lost over all full weeks; the question wants it for one week.")
def _(case: Case) -> float:
    first, *_, last = _judged(case)
    return first.accuracy - last.accuracy


@question(
    points=5,
    unit="weeks",
    tolerance=0.03,
    frames=FRAMES,
    hint="How long until the budget is lost? And when must the next training start, so that it is there in time?",
    working="Accuracy that may be lost / loss a week - weeks from the start of a retraining to users.",
)
def retraining_interval(case: Case) -> float:
    """How many weeks after a release must the next retraining start at the latest?

    Accuracy falls by your weekly loss, in a straight line from the release on. The loss may never exceed the accuracy
    that may be lost (card). From the start of a retraining to users it takes the weeks on the card, and the old model
    keeps losing until then. Not rounded.
    """
    return _interval(case, accuracy_loss_a_week.answer(case))


def _interval(case: Case, loss: float) -> float:
    return longest_retraining_interval(case.accuracy_budget, loss_per_week=loss, lead_weeks=case.lead_weeks)


@retraining_interval.mistake("No lead time: the old model keeps losing while the new one is on its way.")
def _(case: Case) -> float:
    return case.accuracy_budget / accuracy_loss_a_week.answer(case)


@retraining_interval.mistake("You added the lead time: it comes out of the interval, it does not prolong it.")
def _(case: Case) -> float:
    return case.accuracy_budget / accuracy_loss_a_week.answer(case) + case.lead_weeks


@retraining_interval.mistake(
    "Your loss a week rests on weeks that are not judged in full: it looks faster than it is.", credit=0.3
)
def _(case: Case) -> float:
    return case.accuracy_budget / _loss(case.weeks) - case.lead_weeks


@retraining_interval.mistake(
    "Your loss a week rests on the first and the last full week alone: draw the line through all of them.", credit=0.5
)
def _(case: Case) -> float:
    return _interval(case, _ends(case))


@retraining_interval.mistake("That is in days; the question wants weeks.", credit=0.5)
def _(case: Case) -> float:
    return 7 * retraining_interval.answer(case)


EXERCISE = Exercise(
    questions=(cost_per_thousand_solved, monthly_bill, accuracy_loss_a_week, retraining_interval),
    strong_answer=(
        "I price solved tasks, not requests: {cost_per_thousand_solved.spoken}, on days whose outcomes are known. "
        "The bill for next month comes to {monthly_bill}. The model loses {accuracy_loss_a_week} a week. I read that "
        "from weeks that are judged in full: in the young ones complaints are judged first, which looks like a "
        "collapse. One week is thin, and no worse. With the lead time the next retraining starts at the latest "
        "{retraining_interval} after a release. What the table cannot say is why it decays, and whether a straight "
        "line holds; so the monitor stays on."
    ),
    follow_up="The vendor halves the price of output tokens. Which of these figures move, and what do you do with it?",
)
