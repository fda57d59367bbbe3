"""Questions on the three-minute answer: what holds of tools and claims, and the answer itself in fields."""

from collections.abc import Iterable

from course_lib.cases.card_audit import STATEMENT_LABELS, STATEMENTS, STEPS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.tfma_slices import ALL, SliceMetrics, tfma_slices
from course_lib.forms import Fields, Slot
from course_lib.keys.audit_steps import answer_timing, audit_order, failed_steps
from course_lib.keys.exercise import Exercise
from course_lib.keys.slice_looks import false_slice_alarm, flagged_slices, slices_looked_at

# Statements that hold, and the entry of the ledger behind each verdict (true or not). The recorded run itself answers
# the one on equal areas: two groups with nearly the same area have false-positive rates far apart (INC-006).
HOLDS = {
    "toolkit stopped": "SEED-019",
    "slice thresholds": "TOOL-001",
    "tool calibration": "TOOL-002",
    "commercial platform": "TOOL-003",
    "alert bins": "TOOL-004",
    "card is a part": "SEED-020",
    "stability rule": "MET-002",
}
DOES_NOT_HOLD = {
    "card proves": "SEED-020",
    "old guidance": "US-001",
    "equal auc": "INC-006",
    "live watch": "TOOL-001",
    "calibration of one": "TOOL-002",
    "one tier": "EUAI-002",
    "four fifths": "MET-008",
}
TFMA, FIDDLER, TOOLKIT = "TensorFlow Model Analysis", "Fiddler", "Model Card Toolkit"
HOLD, LATER = "hold the release until they pass", "release and repair them afterwards"
CORRECTION, NO_CORRECTION = "Benjamini-Hochberg", "no correction"
UNSEEN = "whether people without a label were served as well"


@question(
    points=6,
    unit="labels",
    kind="labels",
    choices=STATEMENT_LABELS,
    frames=("tool_statements",),
    hint='The ledger has an entry on each: `fact("TOOL-001")` and its neighbours, and those on claims and law.',
    working="On tools: SEED-019, TOOL-001 to TOOL-004. On cards and law: SEED-020, US-001, EUAI-002. On measures: "
    "MET-002, MET-008, and the recorded run itself.",
)
def tool_facts(case: Case) -> frozenset[str]:
    """Which of the six statements in `tool_statements` hold today? As a list of their labels, such as ["T2", "T5"].

    They are about tools, law and measures. A statement that holds in part does not hold. A wrong label costs what a
    right one earns.
    """
    return _labels(case, HOLDS)


def _labels(case: Case, keys: Iterable[str]) -> frozenset[str]:
    wanted = set(keys)
    return frozenset(label for label, key in case.audit.statements if key in wanted)


@tool_facts.mistake("You marked all of them; some are what people repeat, and do not hold.")
def _(case: Case) -> frozenset[str]:
    return frozenset(STATEMENT_LABELS)


@tool_facts.mistake("Those are the ones that do not hold; the others were asked.")
def _(case: Case) -> frozenset[str]:
    return frozenset(STATEMENT_LABELS) - tool_facts.answer(case)


@tool_facts.mistake(
    "On tools and measures you are right, but claims about law are in it that do not hold: law is what people repeat "
    "longest after it has changed."
)
def _(case: Case) -> frozenset[str]:
    return _labels(case, (*HOLDS, *STATEMENTS["law"]))


@question(
    points=10,
    unit="fields",
    kind="fields",
    frames=("tfma_slices", "audit_record"),
    form=Fields(
        (
            Slot("stops_at", kind="labels", choices=STEPS, same_as="failed_steps"),
            Slot("decision", choices=(LATER, HOLD, "release with a remark in the card")),
            Slot("slice_gap", unit="percentage points", tolerance=0.1),
            Slot("false_alarm_chance", unit="share", tolerance=0.003, same_as="false_slice_alarm"),
            Slot("correction", choices=(NO_CORRECTION, CORRECTION, "the pooled rate instead")),
            Slot("gate_tool", choices=(TOOLKIT, FIDDLER, TFMA)),
            Slot("watch_tool", choices=(TOOLKIT, FIDDLER, TFMA)),
            Slot("not_shown", choices=("whether a slice passes its limit", UNSEEN, "how many looks were taken")),
        ),
        template=(
            "I audit a card in seven steps. Today it stops at {stops_at}; I {decision}. I read a rate by group only "
            "where there are examples enough: on the recorded run the groups differ by {slice_gap}. With that many "
            "looks a false alarm somewhere has a chance of {false_alarm_chance}, so I use {correction}. {gate_tool} "
            "gates a candidate before release, {watch_tool} watches after it. What I cannot see: {not_shown}."
        ),
    ),
    hint="The gap needs rows that are sliced by race alone, and only those with examples enough.",
    working="Highest less lowest rate over the rows with `all` in the column of sex and examples enough.",
)
def audit_answer(case: Case) -> dict[str, object]:
    """Give the answer to "what is your model-card audit process?" in fields.

    `stops_at`: your `failed_steps`. `decision`: what an audit is for while steps fail. `slice_gap`: highest less lowest
    rate by race in `tfma_slices`, in percentage points; the rate is on your card; rows that are sliced by race alone,
    with at least the card's examples. `false_alarm_chance`: as `false_slice_alarm`. `correction`: what you used for
    `flagged_slices`. `gate_tool`: evaluates a candidate by slice against thresholds before release. `watch_tool`:
    raises alerts on live traffic. `not_shown`: what none of these tables can show.
    """
    return {
        "stops_at": failed_steps.answer(case),
        "decision": HOLD,
        "slice_gap": _gap(case, [one for one in slices_looked_at(case) if one.sex == ALL]),
        "false_alarm_chance": false_slice_alarm.answer(case),
        "correction": CORRECTION,
        "gate_tool": TFMA,
        "watch_tool": FIDDLER,
        "not_shown": UNSEEN,
    }


def _gap(case: Case, slices: Iterable[SliceMetrics]) -> float:
    rates = [getattr(one, case.slice_rule.rate_by_race) for one in slices if one.race != ALL]
    return 100 * (max(rates) - min(rates))


@audit_answer.mistake("Groups of a handful are in the gap; their rates are noise, so keep the fewest examples.")
def _(case: Case) -> dict[str, object]:
    return {"slice_gap": _gap(case, [one for one in tfma_slices() if one.sex == ALL])}


@audit_answer.mistake("Rows sliced by race and sex are in the gap; the question compares races alone.")
def _(case: Case) -> dict[str, object]:
    return {"slice_gap": _gap(case, slices_looked_at(case))}


@audit_answer.mistake("Model Card Toolkit writes cards and was left standing; it evaluates no candidate.")
def _(case: Case) -> dict[str, object]:
    return {"gate_tool": TOOLKIT}


@audit_answer.mistake("With many looks and no correction you will chase alarms that mean nothing.")
def _(case: Case) -> dict[str, object]:
    return {"correction": NO_CORRECTION}


@audit_answer.mistake("An audit that lets a failed step pass is a form: it must be able to stop a release.")
def _(case: Case) -> dict[str, object]:
    return {"decision": LATER}


EXERCISE = Exercise(
    questions=(
        answer_timing,
        audit_order,
        failed_steps,
        false_slice_alarm,
        flagged_slices,
        tool_facts,
        audit_answer,
    ),
    strong_answer=(
        "Seven steps: {audit_order}. Each can stop a release, and today these do: {failed_steps}. Slices are where an "
        "audit fools itself: with as many as I look at, the chance of a false alarm is {false_slice_alarm}, so I "
        "correct, and these stay flagged: {flagged_slices}. I gate on slices before release and watch live traffic "
        "after it; the card proves compliance with nothing. One name signs, with a date. How people without a label "
        "were served I cannot see, and the limits say so."
    ),
    follow_up="Which of the seven would you drop if you had one day, and what would the card then say?",
)
