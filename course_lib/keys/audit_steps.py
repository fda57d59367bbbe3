"""Questions on the audit answer: the words that fit in its time, the order of its steps, and where it stops today."""

from collections.abc import Callable
from typing import Protocol

from course_lib.cases.card_audit import STEPS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot

MINUTES, LAST_TAKE = 3, 3
ORDER = (
    "scope and intended use",
    "data lineage",
    "metric and threshold",
    "slices",
    "calibration and drift",
    "limits and owner",
    "sign-off and next date",
)


class Item(Protocol):
    """What a row of the audit's record holds."""

    item: str
    measured: float
    rule: str
    limit: float
    checked_days_ago: int
    valid_days: int
    owner: str
    evidence: str


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=("draft",),
    form=Fields(
        (
            Slot("words", kind="integer"),
            Slot("action_words", unit="words", tolerance=0.02, relative=True),
            Slot("seconds_over", unit="seconds", tolerance=1),
        ),
        template=(
            "Three minutes hold {words} words. The Action of the churn story gets {action_words}. "
            "The draft is {seconds_over} over its time (a minus: to spare)."
        ),
    ),
    hint="Words over words a minute gives minutes; mind which lines the speaker will really say.",
    working="Minutes x words a minute; story minutes x words a minute x Action's share; 60 x words / pace less 180.",
)
def answer_timing(case: Case) -> dict[str, object]:
    """Time your answers, at the words a minute on your card.

    `words`: how many fit into the three minutes of the audit answer. `action_words`: how many the Action part of the
    churn story may have (situation, task, action, result): its share of the story's minutes, both on your card.
    `seconds_over`: by how many seconds the draft is longer than three minutes; negative if there is time left. The
    draft is the last take in `draft`, without the lines that are `cut`.
    """
    talk = case.talk
    return {
        "words": MINUTES * talk.words_a_minute,
        "action_words": talk.story_minutes * talk.words_a_minute * talk.action_share,
        "seconds_over": _seconds_over(case),
    }


def _seconds_over(case: Case, *, every_take: bool = False, cut: bool = False) -> float:
    lines = [line for line in case.audit.draft if every_take or line.take == LAST_TAKE]
    words = sum(line.words for line in lines if cut or line.status == "keep")
    return 60 * words / case.talk.words_a_minute - 60 * MINUTES


@answer_timing.mistake("That is one minute; the answer has three of them.")
def _(case: Case) -> dict[str, object]:
    return {"words": case.talk.words_a_minute}


@answer_timing.mistake("That is the whole story; Action is a part of it.")
def _(case: Case) -> dict[str, object]:
    return {"action_words": case.talk.story_minutes * case.talk.words_a_minute}


@answer_timing.mistake("That is in minutes; seconds are asked.")
def _(case: Case) -> dict[str, object]:
    return {"seconds_over": _seconds_over(case) / 60}


@answer_timing.mistake("Every take of the draft is in it; only the last one is spoken.")
def _(case: Case) -> dict[str, object]:
    return {"seconds_over": _seconds_over(case, every_take=True)}


@answer_timing.mistake("Lines that were cut are in it; they take no time.")
def _(case: Case) -> dict[str, object]:
    return {"seconds_over": _seconds_over(case, cut=True)}


@question(
    points=8,
    unit="order",
    kind="order",
    choices=STEPS,
    hint="What must be known before a metric can be chosen at all? And what is left once everything is measured?",
    working="From what it is for, over data and measures, to who answers for it and until when.",
)
def audit_order(case: Case) -> tuple[str, ...]:
    """Put the seven steps of a model-card audit in order, first step first, as a list.

    In the order of the alphabet they are: calibration and drift; data lineage; limits and owner; metric and threshold;
    scope and intended use; sign-off and next date; slices. No step may rest on what a later one decides. Scores are
    read within slices, and limits follow from all that was measured.
    """
    return ORDER


@audit_order.mistake("The metric comes first in it; without the intended use no metric is justified.", credit=0.9)
def _(case: Case) -> tuple[str, ...]:
    return ("metric and threshold", *(step for step in ORDER if step != "metric and threshold"))


@audit_order.mistake(
    "Calibration and drift stand before the slices; pooled over all, they hide the slice that fails.", credit=0.95
)
def _(case: Case) -> tuple[str, ...]:
    return (*ORDER[:3], ORDER[4], ORDER[3], *ORDER[5:])


@audit_order.mistake("Someone signs before the limits are written; then nobody knows what was signed.", credit=0.95)
def _(case: Case) -> tuple[str, ...]:
    return (*ORDER[:5], ORDER[6], ORDER[5])


@audit_order.mistake("That is the right order backwards.")
def _(case: Case) -> tuple[str, ...]:
    return ORDER[::-1]


@question(
    points=4,
    unit="labels",
    kind="labels",
    choices=STEPS,
    frames=("audit_record",),
    hint="Four ways to fail: no evidence, no owner, out of date, beyond the limit. Only the seven steps count.",
    working="Each of the seven rows that has one of the four faults.",
)
def failed_steps(case: Case) -> frozenset[str]:
    """Which of the seven steps fail in `audit_record`, so that the audit stops there today? As a list of labels.

    A step fails if its evidence is `missing`, or it has no owner, or it was checked more days ago than it is valid, or
    the measured value breaks its limit (`rule`: `at most` or `at least`). A value on the limit keeps it, and a check on
    its last valid day holds. Rows of other work are no steps of the audit.
    """
    return _steps(case, _fails)


def _steps(case: Case, chosen: Callable[[Item], bool]) -> frozenset[str]:
    return frozenset(row.item for row in case.audit.record if row.item in STEPS and chosen(row))


def _breaks(row: Item) -> bool:
    return row.measured > row.limit if row.rule == "at most" else row.measured < row.limit


def _unsupported(row: Item) -> bool:
    return row.evidence == "missing" or not row.owner


def _fails(row: Item) -> bool:
    return _unsupported(row) or _breaks(row) or row.checked_days_ago > row.valid_days


@failed_steps.mistake("Only limits are in it; a step without evidence, owner or a recent check has failed as well.")
def _(case: Case) -> frozenset[str]:
    return _steps(case, _breaks)


@failed_steps.mistake("Steps on the limit or on their last valid day are in it; both still hold.")
def _(case: Case) -> frozenset[str]:
    return _steps(case, lambda row: _fails(row) or row.measured == row.limit or row.checked_days_ago == row.valid_days)


@failed_steps.mistake("You read every limit as a ceiling; some rules say at least.")
def _(case: Case) -> frozenset[str]:
    late = _steps(case, lambda row: row.checked_days_ago > row.valid_days or _unsupported(row))
    return late | _steps(case, lambda row: row.measured > row.limit)


@failed_steps.mistake("Those are the steps that pass; asked are the ones that stop the audit.")
def _(case: Case) -> frozenset[str]:
    return frozenset(STEPS) - failed_steps.answer(case)
