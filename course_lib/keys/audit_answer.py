"""Questions on the three-minute answer: what holds of tools and claims, and the answer itself in fields."""

from collections.abc import Iterable

from course_lib.cases.card_audit import STATEMENT_LABELS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.tfma_slices import ALL, SliceMetrics, tfma_slices
from course_lib.forms import Fields, Slot
from course_lib.keys.audit_steps import answer_timing, audit_order, failed_steps
from course_lib.keys.exercise import Exercise
from course_lib.keys.slice_looks import false_slice_alarm, flagged_slices, slices_looked_at

# Statements that hold; where each verdict comes from stands beside it (`card_audit.LOOK_UP`). In the recorded run two
# groups with nearly the same area have false-positive rates far apart.
HOLDS = frozenset(
    (
        "toolkit stopped",
        "slice thresholds",
        "tool calibration",
        "commercial platform",
        "alert bins",
        "card is a part",
        "stability rule",
    )
)
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
    hint="`look_up` says where each is answered; for equal areas compare `auc` and `fpr` of the two largest groups.",
    working="Each against its own entry: what the entry does not say, or says otherwise, does not hold.",
)
def tool_facts(case: Case) -> frozenset[str]:
    """Which of the four statements in `tool_statements` hold today? As a list of their labels, such as ["T2", "T4"].

    `look_up` names the entry of the ledger that answers it, such as `fact("TOOL-001")`, or the table. A statement that
    holds in part does not hold. A wrong label costs what a right one earns.
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


@question(
    points=10,
    unit="fields",
    kind="fields",
    frames=("tfma_slices",),
    form=Fields(
        (
            Slot("decision", choices=(LATER, HOLD, "release with a remark in the card")),
            Slot("slice_gap", unit="percentage points", tolerance=0.1),
            Slot("correction", choices=(NO_CORRECTION, CORRECTION, "the pooled rate instead")),
            Slot("gate_tool", choices=(TOOLKIT, FIDDLER, TFMA)),
            Slot("watch_tool", choices=(TOOLKIT, FIDDLER, TFMA)),
            Slot("not_shown", choices=("whether a slice passes its limit", UNSEEN, "how many looks were taken")),
        ),
        template=(
            "While a step fails, I {decision}. On the public COMPAS file groups with enough people differ by "
            "{slice_gap}. On our own slices I use: {correction}. {gate_tool} gates a candidate before release, "
            "{watch_tool} watches after it. What I cannot see: {not_shown}."
        ),
    ),
    hint="The gap needs rows that are sliced by race alone, and only those with examples enough.",
    working="Highest less lowest rate over the rows with `all` in the column of sex and examples enough.",
)
def audit_answer(case: Case) -> dict[str, object]:
    """Give the answer to "what is your model-card audit process?" in fields.

    `decision`: what an audit is for while steps fail. `slice_gap`: highest less lowest rate by race in `tfma_slices`,
    in percentage points; the rate is on your card; rows that are sliced by race alone, with at least the card's
    examples. `correction`: what you used for `flagged_slices`. `gate_tool`: evaluates a candidate by slice against
    thresholds before release. `watch_tool`: raises alerts on live traffic. `not_shown`: what none of these tables can
    show.
    """
    return {
        "decision": HOLD,
        "slice_gap": _gap(case, [one for one in slices_looked_at(case) if one.sex == ALL]),
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


@audit_answer.mistake(
    "That is the gap of the two largest groups; a smaller one with examples enough can lie further out."
)
def _(case: Case) -> dict[str, object]:
    by_size = sorted((one for one in slices_looked_at(case) if one.sex == ALL), key=lambda one: -one.example_count)
    return {"slice_gap": _gap(case, by_size[:2])}


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
        "Seven steps: {audit_order}. Each can stop a release, and today these do: {failed_steps}. Slices fool audits: "
        "with {false_slice_alarm.looks} looks the chance of a false alarm somewhere is {false_slice_alarm}. So I first "
        "ask whether the whole moved, then which slices moved more, and I correct. These stay flagged: "
        "{flagged_slices}. I gate on slices before release and watch live traffic after it. One name signs, with a "
        "date. How people without a label were served I cannot see, and the limits say so."
    ),
    follow_up="Which of the seven would you drop if you had one day, and what would the card then say?",
)
