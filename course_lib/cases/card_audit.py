"""Generator of what an audit answer rests on: its draft, the audit's record, counts by slice, statements on tools."""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

SLICES = (
    "app",
    "business accounts",
    "gift orders",
    "home page",
    "long-time customers",
    "new customers",
    "search page",
    "web",
)
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
_SHOWN = {"tools": 3, "law": 2, "measures": 1}
STATEMENT_LABELS = tuple(f"T{i}" for i in range(1, 7))
# Ranges of the p-values of the larger slices. In each pattern one misses its own line at a false discovery rate of 0.05
# before a larger one meets its line, so that the ways to correct differ in what they flag.
_PATTERNS = (
    ((0.001, 0.005), (0.0105, 0.0145), (0.0268, 0.029), (0.0298, 0.0318), (0.044, 0.0475), (0.12, 0.4)),
    (
        (0.001, 0.0045),
        (0.0085, 0.0125),
        (0.0222, 0.0242),
        (0.0253, 0.0273),
        (0.0375, 0.041),
        (0.044, 0.0475),
        (0.1, 0.4),
    ),
    (
        (0.001, 0.0045),
        (0.0085, 0.0125),
        (0.016, 0.0195),
        (0.0295, 0.0315),
        (0.0325, 0.0345),
        (0.044, 0.0475),
        (0.1, 0.4),
    ),
)
_SMALL_LEVELS = ((0.00002, 0.0004), (0.2, 0.5))


class DraftLine(NamedTuple):
    """A line of a draft: its take, its part, its words, and whether the speaker kept or cut it."""

    take: int
    part: str
    words: int
    status: str


class RecordItem(NamedTuple):
    """One row of the audit's record: what was measured against which limit, when, by whom, and with what evidence."""

    item: str
    measured: float
    rule: str
    limit: float
    checked_days_ago: int
    valid_days: int
    owner: str
    evidence: str


class SliceCount(NamedTuple):
    """Labelled recommendations of one slice in one run of the evaluation, and those of them that were off target."""

    run: int
    name: str
    labelled: int
    off_target: int


@dataclass(frozen=True)
class CardAudit:
    """The inputs of the audit answer. `statements` gives each label the key of its statement."""

    draft: tuple[DraftLine, ...]
    record: tuple[RecordItem, ...]
    slices: tuple[SliceCount, ...]
    statements: tuple[tuple[str, str], ...]


def draw_audit(streams: Streams, baseline: float) -> CardAudit:
    """Draw the audit's inputs; `baseline` is the known off-target rate that slices are compared with."""
    return CardAudit(_draft(streams), _record(streams), _slices(streams, baseline), _statements(streams))


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
        measured=round(limit + room if floor else limit - room, 3),
        rule="at least" if floor else "at most",
        limit=round(limit, 3),
        checked_days_ago=age,
        valid_days=valid,
        owner="" if trouble == "no owner" else rng.choice(OWNERS),
        evidence="missing" if trouble == "no evidence" else "linked",
    )


def _slices(streams: Streams, baseline: float) -> tuple[SliceCount, ...]:
    """Return two runs of eight slices, some of them too small; the first run was on labels that were then corrected."""
    names = streams.rng("slices").sample(SLICES, 8)
    rows = []
    pattern = streams.rng("pattern").choice(_PATTERNS)
    last = len(pattern) - 1
    for run, order in ((1, [names[last], *names[:last]]), (2, names[: last + 1])):
        rng = streams.rng(f"slices run {run}")
        for name, level in zip(order, pattern, strict=True):
            rows.append(_slice(run, name, rng.randint(900, 2600), rng.uniform(*level), baseline))
        for name, level in zip(names[last + 1 :], _SMALL_LEVELS, strict=False):
            rows.append(_slice(run, name, rng.randint(70, 140), rng.uniform(*level), baseline))
    return tuple(sorted(rows, key=lambda row: (row.run, row.name)))


def _slice(run: int, name: str, about: int, level: float, baseline: float) -> SliceCount:
    """Return a slice of about so many labels whose one-sided p-value against the baseline is the level.

    The count of off-target ones comes first, then the size that gives the level: n p + z root(n p q) = count.
    """
    z, spread = -NormalDist().inv_cdf(level), math.sqrt(baseline * (1 - baseline))
    off_target = round(about * baseline + z * spread * math.sqrt(about))
    root = (math.sqrt((z * spread) ** 2 + 4 * baseline * off_target) - z * spread) / (2 * baseline)
    return SliceCount(run, name, round(root**2), off_target)


def draft_frame(audit: CardAudit) -> "pd.DataFrame":
    """Return the draft, one row a line."""
    import pandas as pd

    return pd.DataFrame(audit.draft, columns=list(DraftLine._fields))


def record_frame(audit: CardAudit) -> "pd.DataFrame":
    """Return the audit's record; a missing owner is missing there too."""
    import pandas as pd

    table = pd.DataFrame(audit.record, columns=list(RecordItem._fields))
    return table.assign(owner=table["owner"].where(table["owner"] != ""))


def slices_frame(audit: CardAudit) -> "pd.DataFrame":
    """Return the counts by slice, one row a slice and run."""
    import pandas as pd

    return pd.DataFrame(audit.slices, columns=["run", "slice", "labelled", "off_target"])


def statements_frame(audit: CardAudit) -> "pd.DataFrame":
    """Return the statements with their labels."""
    import pandas as pd

    texts = {key: text for subject in STATEMENTS.values() for key, text in subject.items()}
    rows = [(label, texts[key]) for label, key in audit.statements]
    return pd.DataFrame(rows, columns=["label", "statement"])
