"""The incident register around a fix: repeats of the same cause by quarter, and how much was rolled out in each."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

CAUSE = "bad limit-model release"
OTHER_CAUSES = ("late feature feed", "card network outage", "label glitch")
REAL, DRILL = "incident", "drill"
QUARTERS_BEFORE, OLDER = 4, 2


@dataclass(frozen=True)
class Register:
    """Distinct repeats of the cause: two `older` quarters, the four `before` the fix, the one `after`, and since then.

    `drills_*` and `merged_*` are rows of the cause in those quarters that are no incidents of their own. `rollouts` has
    the roll-outs of the quarters from the first older one to the one after the fix.
    """

    fixed: date
    older: tuple[int, ...]
    before: tuple[int, ...]
    after: int
    since: int
    drills_before: int
    merged_before: int
    drills_after: int
    merged_after: int
    others: int
    rollouts: tuple[int, ...]

    @property
    def mean_before(self) -> float:
        """Repeats a quarter in the four quarters before the fix."""
        return sum(self.before) / QUARTERS_BEFORE

    @property
    def rollouts_before(self) -> float:
        """Roll-outs a quarter in the four quarters before the fix."""
        return sum(self.rollouts[OLDER : OLDER + QUARTERS_BEFORE]) / QUARTERS_BEFORE


def draw_register(streams: Streams, fixed: date) -> Register:
    """Draw the register: fewer repeats after the fix, and fewer roll-outs too."""
    rng = streams.rng("repeats")
    before = (
        *(rng.randint(3, 6) for _ in range(QUARTERS_BEFORE - 1)),
        rng.randint(8, 9),
    )  # a bad quarter calls for a fix
    low, high = (1, 2) if sum(before) < 18 else (2, 3) if sum(before) < 24 else (3, 3)  # a drop that can be luck
    drills, merged = zip(rng.sample((2, 3, 5), 2), rng.sample((2, 3), 2), strict=True)  # told apart
    usual = rng.randint(40, 60)
    rollouts = [usual + rng.randint(-5, 5) for _ in range(OLDER + QUARTERS_BEFORE)]
    return Register(
        fixed,
        older=tuple(rng.randint(1, 2) for _ in range(OLDER)),
        before=before,
        after=rng.randint(low, high),
        since=1,
        drills_before=drills[0],
        merged_before=merged[0],
        drills_after=drills[1],
        merged_after=merged[1],
        others=rng.randint(50, 70),
        rollouts=(*rollouts, round(usual * rng.randint(55, 80) / 100)),
    )


def quarter_start(fixed: date, quarters: int) -> date:
    """Return the first day of the quarter that lies some quarters after the one that begins on `fixed`."""
    months = 12 * fixed.year + fixed.month - 1 + 3 * quarters
    return date(months // 12, months % 12 + 1, 1)


def register_frame(register: Register, row_seed: int) -> "pd.DataFrame":
    """Return the register in random order; merged rows name the incident that they belong to."""
    import pandas as pd

    rng = random.Random(row_seed)
    first = -OLDER - QUARTERS_BEFORE
    counts = [*register.older, *register.before, register.after]
    rows = [(_moment(register, q, rng), CAUSE, REAL) for q, n in enumerate(counts, start=first) for _ in range(n)]
    rows += [(_moment(register, 1, rng, days=24), CAUSE, REAL) for _ in range(register.since)]
    for quarters, drills in ((range(-QUARTERS_BEFORE, 0), register.drills_before), (range(1), register.drills_after)):
        rows += [(_moment(register, rng.choice(quarters), rng), CAUSE, DRILL) for _ in range(drills)]
    rows += [
        (_moment(register, rng.randrange(first, 1), rng), rng.choice(OTHER_CAUSES), REAL)
        for _ in range(register.others)
    ]
    rows.sort()
    table = [(f"I{i:03d}", *row, None) for i, row in enumerate(rows, start=1)]
    for quarters, merged in ((range(-QUARTERS_BEFORE, 0), register.merged_before), (range(1), register.merged_after)):
        table += _merged(register, table, quarters, merged, rng)
    rng.shuffle(table)
    return pd.DataFrame(table, columns=["incident_id", "opened_at", "cause", "kind", "merged_into"])


def _moment(register: Register, quarter: int, rng: random.Random, days: int = 88) -> datetime:
    start = quarter_start(register.fixed, quarter)
    day = datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(days=rng.randint(1, days))
    return day + timedelta(minutes=rng.randint(0, 1439))


def _merged(register: Register, table: list[tuple], quarters: range, count: int, rng: random.Random) -> list[tuple]:
    """Return tickets about incidents of the cause in some quarters: opened minutes later, merged into the first."""
    span = [quarter_start(register.fixed, quarter) for quarter in (quarters.start, quarters.stop)]
    inside = [
        row
        for row in table
        if row[2:4] == (CAUSE, REAL) and row[4] is None and span[0] <= row[1].date() < span[1] - timedelta(days=1)
    ]
    chosen = [rng.choice(inside) for _ in range(count)]
    return [
        (f"{row[0]}-{i}", row[1] + timedelta(minutes=rng.randint(3, 50)), CAUSE, REAL, row[0])
        for i, row in enumerate(chosen, start=1)
    ]


def rollouts_frame(register: Register) -> "pd.DataFrame":
    """Return roll-outs by quarter, named by the first day of each."""
    import pandas as pd

    starts = [quarter_start(register.fixed, q) for q in range(-OLDER - QUARTERS_BEFORE, 1)]
    return pd.DataFrame({"quarter_from": pd.to_datetime(starts), "rollouts": register.rollouts})
