"""Generator of what an audit answer rests on: its draft, the audit's record, counts by slice, statements on tools."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from course_lib.cases.slice_counts import SliceCount, draw_slices
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

STEPS = (
    "calibration and drift",
    "data lineage",
    "limits and owner",
    "metric and threshold",
    "scope and intended use",
    "sign-off and next date",
    "slices",
)
OTHER_TASKS = ("campaign assets", "cost forecast", "load test", "release note", "sprint review")
OWNERS = ("A. Okoye", "B. Lindqvist", "C. Haddad", "D. Moreau", "E. Tanaka")
FAILURES = ("breach", "no evidence", "no owner", "out of date")
# What one reads and hears, by subject: tools, law, measures. Which of it holds, the keys know.
STATEMENTS = {
    "tools": {
        "toolkit stopped": "The newest release of Model Card Toolkit is from April 2023.",
        "slice thresholds": "TensorFlow Model Analysis computes metrics by slice and can hold a slice to a threshold.",
        "tool calibration": "What TensorFlow Model Analysis calls calibration is the sum of predictions over labels.",
        "commercial platform": "Fiddler is a commercial platform; its Python client is a public package.",
        "alert bins": "An alert rule of the Fiddler client works on bins of an hour, a day, a week or a month.",
        "calibration of one": "A calibration of one in TensorFlow Model Analysis makes each single probability right.",
        "live watch": "TensorFlow Model Analysis watches live traffic and raises alerts by itself.",
    },
    "law": {
        "card proves": "A complete model card proves compliance with the EU AI Act.",
        "old guidance": "SR 11-7 is the guidance on model risk that is in force in the United States today.",
        "one tier": "The EU AI Act sorts systems into numbered tiers; a credit model is tier two.",
        "card is a part": "The technical documentation that the EU AI Act asks for is more than a model card.",
    },
    "measures": {
        "stability rule": "The limits that people use for the population stability index are rules of thumb.",
        "equal auc": "Equal area under the curve in two groups means equal error rates in them.",
        "four fifths": "A selection-rate ratio above four fifths shows that a model is fair.",
    },
}
# Where each one is answered: an entry of the ledger, or the recorded run itself.
LOOK_UP = {
    "toolkit stopped": "SEED-019",
    "slice thresholds": "TOOL-001",
    "tool calibration": "TOOL-002",
    "commercial platform": "TOOL-003",
    "alert bins": "TOOL-004",
    "calibration of one": "TOOL-002",
    "live watch": "TOOL-001",
    "card proves": "SEED-020",
    "old guidance": "US-001",
    "one tier": "EUAI-002",
    "card is a part": "SEED-020",
    "stability rule": "MET-002",
    "equal auc": "tfma_slices",
    "four fifths": "MET-008",
}
_SHOWN = {"tools": 2, "law": 1, "measures": 1}
STATEMENT_LABELS = ("T1", "T2", "T3", "T4")


class DraftLine(NamedTuple):
    """A line of a draft: its take, its part, its words, and whether the speaker kept or cut it."""

    take: int
    part: str
    words: int
    status: str


class RecordItem(NamedTuple):
    """One row of the audit's record: the score that a step got against which limit, when, by whom, on what evidence."""

    item: str
    score: float
    rule: str
    limit: float
    checked_days_ago: int
    valid_days: int
    owner: str
    evidence: str


@dataclass(frozen=True)
class CardAudit:
    """The inputs of the audit answer. `statements` gives each label the key of its statement."""

    draft: tuple[DraftLine, ...]
    record: tuple[RecordItem, ...]
    slices: tuple[SliceCount, ...]
    statements: tuple[tuple[str, str], ...]


def draw_audit(streams: Streams, baseline: float) -> CardAudit:
    """Draw the audit's inputs; `baseline` is the known off-target rate that slices are compared with."""
    return CardAudit(_draft(streams), _record(streams), draw_slices(streams, baseline), _statements(streams))


def _statements(streams: Streams) -> tuple[tuple[str, str], ...]:
    rng = streams.rng("statements")
    keys = [key for subject, number in _SHOWN.items() for key in rng.sample(sorted(STATEMENTS[subject]), number)]
    rng.shuffle(keys)
    return tuple(zip(STATEMENT_LABELS, keys, strict=True))


def _draft(streams: Streams) -> tuple[DraftLine, ...]:
    rng = streams.rng("draft")
    lines = []
    for take in (1, 2, 3):
        for part in ("opening", *(f"step {i}" for i in range(1, 8)), "close"):
            words = rng.randint(40, 64)
            lines.append(DraftLine(take, part, words, "keep"))
            if rng.random() < 0.3:
                lines.append(DraftLine(take, part, rng.randint(12, 30), "cut"))
        lines.append(DraftLine(take, "close", rng.randint(12, 30), "cut"))
    return tuple(lines)


def _record(streams: Streams) -> tuple[RecordItem, ...]:
    """Return the record: steps fail, each for a reason of its own; one passes on the limit, one on its last day."""
    rng = streams.rng("audit record")
    steps, reasons = rng.sample(STEPS, 7), rng.sample(FAILURES, rng.randint(2, 4))
    if "breach" not in reasons:
        reasons[0] = "breach"
    trouble = dict(zip(steps, [*reasons, "on the limit", "last day"], strict=False))
    trouble |= dict(zip(rng.sample(OTHER_TASKS, 3), FAILURES, strict=False))
    floors = {*rng.sample(STEPS, 3), *rng.sample(OTHER_TASKS, 2)}
    items = [_item(streams, item, trouble.get(item, ""), floor=item in floors) for item in (*STEPS, *OTHER_TASKS)]
    rng.shuffle(items)
    return tuple(items)


def _item(streams: Streams, item: str, trouble: str, *, floor: bool) -> RecordItem:
    rng = streams.rng(f"audit record {item}")
    limit, valid = rng.randint(10, 40) / 1000, 30 * rng.randint(1, 4)
    if floor:
        limit = 1 - limit
    room = {"breach": -rng.randint(2, 9) / 1000, "on the limit": 0.0}.get(trouble, rng.randint(1, 8) / 1000)
    age = {"out of date": valid + rng.randint(1, 20), "last day": valid}.get(trouble, rng.randint(2, valid - 4))
    return RecordItem(
        item=item,
        score=round(limit + room if floor else limit - room, 3),
        rule="at least" if floor else "at most",
        limit=round(limit, 3),
        checked_days_ago=age,
        valid_days=valid,
        owner="" if trouble == "no owner" else rng.choice(OWNERS),
        evidence="missing" if trouble == "no evidence" else "linked",
    )


def draft_frame(audit: CardAudit) -> "pd.DataFrame":
    """Return the draft, one row a line."""
    import pandas as pd

    return pd.DataFrame(audit.draft, columns=list(DraftLine._fields))


def record_frame(audit: CardAudit) -> "pd.DataFrame":
    """Return the audit's record; a missing owner is missing there too."""
    import pandas as pd

    table = pd.DataFrame(audit.record, columns=list(RecordItem._fields))
    return table.assign(owner=table["owner"].where(table["owner"] != ""))


def statements_frame(audit: CardAudit) -> "pd.DataFrame":
    """Return the statements with their labels and the place that answers each one."""
    import pandas as pd

    texts = {key: text for subject in STATEMENTS.values() for key, text in subject.items()}
    rows = [(label, texts[key], LOOK_UP[key]) for label, key in audit.statements]
    return pd.DataFrame(rows, columns=["label", "statement", "look_up"])
