"""Generator of monthly churn by region and arm, around a fix that went to a part of the accounts.

Churn of every arm follows the same months and regions; the fix takes a constant off the arm that has it. The panel has
the mess of a real one: a cohort that moved from the control to the fix at the launch, a region whose control rows are
missing after it, and rows that the export wrote twice. The arms differ in level from the start, which is no problem
for a comparison of changes.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

REGIONS = ("east", "north", "south", "west")
BEFORE, LAUNCH, AFTER = (1, 2, 3, 4), 5, (6, 7, 8, 9)
_MOVED_SHARE, _MOVED_CHURN = 0.13, 0.6  # the accounts that moved had asked for the fix, and leave less
_SEASON = (0.018, 0.006, -0.006, -0.018)  # within each four months, the same in both arms


class AccountMonth(NamedTuple):
    """Accounts at the start of a month and those of them that cancelled in it; `copies` further rows say the same."""

    month: int
    region: str
    arm: str
    cohort: str
    accounts: int
    cancelled: int
    copies: int


@dataclass(frozen=True)
class ChurnPanel:
    """All rows of the panel, and the region that has no control rows after the launch."""

    rows: tuple[AccountMonth, ...]
    missing_region: str

    def churn(
        self,
        arm: str,
        months: Iterable[int],
        *,
        regions: Collection[str] | None = None,
        cohorts: Collection[str] = ("stayed",),
        copies: bool = False,
    ) -> float:
        """Return cancelled over accounts at the start of the month, summed over the rows that match.

        By default regions without a gap, accounts that stayed in their arm, and each row once.
        """
        where = [region for region in REGIONS if region != self.missing_region] if regions is None else regions
        wanted = frozenset(months)
        chosen = [
            row
            for row in self.rows
            if row.arm == arm and row.month in wanted and row.region in where and row.cohort in cohorts
        ]
        weights = [1 + row.copies * copies for row in chosen]
        cancelled = sum(row.cancelled * weight for row, weight in zip(chosen, weights, strict=True))
        return cancelled / sum(row.accounts * weight for row, weight in zip(chosen, weights, strict=True))

    def accounts(self, arm: str, months: Iterable[int]) -> int:
        """Return accounts at the start of the months, summed: the size behind the churn of the same selection."""
        wanted = frozenset(months)
        return sum(
            row.accounts
            for row in self.rows
            if row.arm == arm and row.month in wanted and row.region != self.missing_region and row.cohort == "stayed"
        )


def draw_panel(streams: Streams) -> ChurnPanel:
    """Draw a panel: churn by arm and period first, then the counts that give it."""
    rng = streams.rng("churn rates")
    treated = rng.randint(56, 74) / 1000
    control = treated - rng.randint(8, 22) / 10_000
    drift = -rng.randint(20, 44) / 10_000
    effect = -rng.randint(60, 115) / 10_000
    rates = {("fix", "before"): treated, ("control", "before"): control}
    rates |= {("fix", "after"): treated + drift + effect, ("control", "after"): control + drift}
    order = streams.rng("regions").sample(REGIONS, 4)
    factor = dict(zip(order, (1.3, 1.13, 0.97, 0.88), strict=True))
    missing, twice = order[0], order[1]
    rows = [row for region in REGIONS for row in _region_rows(streams, region, rates, factor)]
    repeated = streams.rng("export").sample(AFTER, 3)
    rows = [
        row._replace(copies=int(row.region == twice and row.arm == "control" and row.month in repeated))
        for row in rows
        if not (row.region == missing and row.arm == "control" and row.month in AFTER)
    ]
    return ChurnPanel(tuple(rows), missing)


def _region_rows(
    streams: Streams, region: str, rates: Mapping[tuple[str, str], float], factor: Mapping[str, float]
) -> list[AccountMonth]:
    rng = streams.rng(f"accounts {region}")
    rows, about = [], 1000 * rng.randint(18, 28)
    for arm in ("control", "fix"):  # much the same mix of regions in both, or the arms' levels would differ by it alone
        size = about + 10 * rng.randint(-120, 120)
        for month in (*BEFORE, LAUNCH, *AFTER):
            rate = _rate(rates, arm, month) * factor[region]
            size += rng.randint(-4, 6) * 20
            rows.append(_counted(rng.gauss(0, 1), month, region, arm, "stayed", size, rate))
    moved = round(size * _MOVED_SHARE / 10) * 10
    for month in (*BEFORE, LAUNCH, *AFTER):
        arm = "control" if month < LAUNCH else "fix"
        rate = _rate(rates, arm, month) * factor[region] * _MOVED_CHURN
        rows.append(_counted(rng.gauss(0, 1), month, region, arm, "moved", moved, rate))
    return rows


def _rate(rates: Mapping[tuple[str, str], float], arm: str, month: int) -> float:
    """Return the churn of an arm in a month; the launch month lies half-way between the periods."""
    before, after = rates[arm, "before"], rates[arm, "after"]
    if month == LAUNCH:
        return (before + after) / 2
    period = BEFORE if month in BEFORE else AFTER
    return (before if month in BEFORE else after) * (1 + _SEASON[period.index(month)])


def _counted(noise: float, month: int, region: str, arm: str, cohort: str, size: int, rate: float) -> AccountMonth:
    """Return a row whose count scatters a little less than chance would have it, so that the sizes above suffice."""
    expected = size * rate
    return AccountMonth(month, region, arm, cohort, size, round(expected + 0.6 * noise * math.sqrt(expected)), 0)


def panel_frame(panel: ChurnPanel, seed: int) -> "pd.DataFrame":
    """Return the panel as a table in an order drawn from `seed`; copies are further rows."""
    import pandas as pd

    rows = [row[:-1] for row in panel.rows for _ in range(1 + row.copies)]
    table = pd.DataFrame(rows, columns=list(AccountMonth._fields[:-1]))
    return table.sample(frac=1, random_state=seed % 2**32).reset_index(drop=True)
