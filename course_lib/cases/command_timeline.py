"""The commander's timeline of this incident: what was seen, decided and told, in UTC, in the order it was written."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

PUBLIC, INTERNAL = "public update", "internal update"
_SAID = {
    "alert": "cuts above threshold; taken for a label glitch",
    "declared": "incident declared, commander named",
    "decision": "decision taken and logged: see the decision log",
    "resolved": "commander: resolved",
    "re-opened": "cuts above threshold again: same number",
}


@dataclass(frozen=True)
class Timeline:
    """Minutes after the declaration; the alert came before it. Resolved twice: the first time too early."""

    declared: datetime
    alert: int
    decided: int
    resolved_early: int
    reopened: int
    resolved: int
    public: tuple[int, ...]
    internal: tuple[int, ...]
    copies: int


def draw_timeline(streams: Streams, update_minutes: int) -> Timeline:
    """Draw the incident: updates begin well, then fall silent around the early resolution."""
    rng = streams.rng("timeline")
    day = datetime(2027, 2, 1, tzinfo=UTC) + timedelta(days=rng.randint(0, 90))
    resolved = rng.randint(250, 400)
    early = round(resolved * rng.randint(45, 60) / 100)
    reopened = early + rng.randint(15, 30)
    public = _public(rng, update_minutes, early, reopened, resolved)
    return Timeline(
        declared=day + timedelta(minutes=rng.randint(420, 600)),
        alert=-rng.randint(update_minutes + 2, 2 * update_minutes - 3),
        decided=rng.randint(20, 40),
        resolved_early=early,
        reopened=reopened,
        resolved=resolved,
        public=public,
        internal=tuple(sorted(rng.sample([m for m in range(5, resolved) if m not in public], rng.randint(22, 28)))),
        copies=rng.randint(2, 4),
    )


def _public(rng: random.Random, every: int, early: int, reopened: int, resolved: int) -> tuple[int, ...]:
    """Return when public updates went out: near the promised slots, with one left out, and none while "resolved"."""
    silent_from, silent_until = early + rng.randint(1, 4), reopened + rng.randint(every // 2, every + 10)
    slots = [slot + rng.randint(-3, 6) for slot in range(every, resolved - 5, every)]
    kept = [minute for minute in slots if not silent_from < minute < silent_until]
    kept.remove(rng.choice(kept[1:]))
    return tuple(sorted({rng.randint(1, 4), *kept, silent_from, silent_until, resolved + rng.randint(1, 5)}))


def timeline_frame(timeline: Timeline, row_seed: int) -> "pd.DataFrame":
    """Return the timeline as it was written: some entries late, some twice."""
    import pandas as pd

    rng = random.Random(row_seed)
    one = (
        ("alert", timeline.alert),
        ("declared", 0),
        ("decision", timeline.decided),
        ("resolved", timeline.resolved_early),
        ("re-opened", timeline.reopened),
        ("resolved", timeline.resolved),
    )
    entries = [(minute, kind, _SAID[kind]) for kind, minute in one]
    entries += [(minute, PUBLIC, "status page") for minute in timeline.public]
    entries += [(minute, INTERNAL, "call notes") for minute in timeline.internal]
    rows = [(f"E{i:03d}", *entry) for i, entry in enumerate(sorted(entries), start=1)]
    public = [row for row in rows if row[2] == PUBLIC]
    rows += rng.sample(public, timeline.copies)
    rows.sort(key=lambda row: row[1] + rng.choice((0, 0, 0, 25, 60)))  # the scribe was late
    shown = [(number, timeline.declared + timedelta(minutes=minute), kind, said) for number, minute, kind, said in rows]
    return pd.DataFrame(shown, columns=["entry_id", "at", "kind", "text"])
