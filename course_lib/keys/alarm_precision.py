"""Questions on the precision of an alarm: what the base rate on the road makes of a false-positive rate."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.classification import precision_at_prevalence

FRAMES = ("camera_frames",)


def _recall(case: Case, period: str) -> float:
    return case.count("true_positives", period=period) / case.count("positives", period=period)


def _precision(case: Case, period: str) -> float:
    false_alarms = case.false_positive_rate(period=period)
    return precision_at_prevalence(
        case.prevalence, true_positive_rate=_recall(case, period), false_positive_rate=false_alarms
    )


@question(
    points=5,
    unit="share",
    tolerance=0.003,
    frames=FRAMES,
    hint="Bayes: out of 10,000 frames on the road, count true and false alarms, at the share on your card.",
    working="Prevalence times recall, over that plus (1 - prevalence) times the false-positive rate.",
)
def precision_before(case: Case) -> float:
    """Precision of an alarm on the road before the update: the share of alarms with an obstacle behind them.

    Use the card's share of frames with an obstacle; recall (alarms over distinct frames with an obstacle) and the
    false-positive rate come from the frames of period `before`.
    """
    return _precision(case, "before")


@precision_before.mistake("That is specificity, one minus the false-positive rate; precision starts from the alarms.")
def _(case: Case) -> float:
    return 1 - case.false_positive_rate(period="before")


@precision_before.mistake("That is recall: the base rate is missing, and obstacles are rare.")
def _(case: Case) -> float:
    return _recall(case, "before")


@precision_before.mistake(
    "That is precision in the labelled sample, where obstacles are over-sampled; re-weight with the share on your card."
)
def _(case: Case) -> float:
    return _sample_precision(case, "before")


def _sample_precision(case: Case, period: str) -> float:
    hits = case.count("true_positives", period=period)
    return hits / (hits + case.count("false_positives", period=period))


@question(
    points=4,
    unit="share",
    tolerance=0.003,
    frames=FRAMES,
    hint="The same formula with recall and false-positive rate of the period after.",
    working="Prevalence times recall, over that plus (1 - prevalence) times the false-positive rate, period after.",
)
def precision_after(case: Case) -> float:
    """Precision of an alarm on the road after the update, fleet-wide: definitions as before, period `after`."""
    return _precision(case, "after")


@precision_after.mistake(
    "Precision does not shrink in proportion to the false-positive rate: true alarms stay in the sum."
)
def _(case: Case) -> float:
    before, after = (case.false_positive_rate(period=period) for period in ("before", "after"))
    return _precision(case, "before") * before / after


@precision_after.mistake(
    "That is precision in the labelled sample, where obstacles are over-sampled; re-weight with the share on your card."
)
def _(case: Case) -> float:
    return _sample_precision(case, "after")


@precision_after.mistake("You used the rate of the updated cars; the question is about all alarms of the fleet.")
def _(case: Case) -> float:
    return precision_at_prevalence(
        case.prevalence,
        true_positive_rate=_recall(case, "after"),
        false_positive_rate=case.false_positive_rate(period="after", firmware="new"),
    )
