"""The vesting table of an offer letter: two schedules of one grant, an earlier draft, and a forecast."""

import itertools
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

YEARS = 4
LETTER, EVEN = "letter", "even"
GRANTED, CANCELLED, FORECAST = "granted", "cancelled", "forecast"
_SCHEDULES = (
    (0.40, 0.30, 0.20, 0.10),
    (0.45, 0.25, 0.20, 0.10),
    (0.35, 0.30, 0.20, 0.15),
    (0.05, 0.15, 0.40, 0.40),
    (0.10, 0.20, 0.30, 0.40),
)
_QUARTERLY, _YEARLY = (12, *range(15, 49, 3)), (12, 24, 36, 48)  # months from the start; both have a cliff of a year


@dataclass(frozen=True)
class Vest:
    """Units of stock that become the holder's own, `month` months after the start."""

    vest_id: int
    schedule: str
    status: str
    month: int
    units: int


@dataclass(frozen=True)
class VestingTable:
    """All rows in the order of the table, second copies among them."""

    start: date
    rows: tuple[Vest, ...]

    def yearly_units(
        self, schedule: str, *, statuses: Collection[str] = (GRANTED,), copies: bool = False
    ) -> dict[int, int]:
        """Return the units that vest in each year from the start; an anniversary ends its year."""
        wanted = schedule, tuple(statuses), copies
        if wanted not in self._sums:
            chosen = self.rows if copies else {row.vest_id: row for row in self.rows}.values()
            found: Counter[int] = Counter()
            for row in chosen:
                if row.schedule == schedule and row.status in statuses:
                    found[-(-row.month // 12)] += row.units
            self._sums[wanted] = dict(sorted(found.items()))
        return self._sums[wanted]

    @cached_property
    def _sums(self) -> dict[tuple[str, tuple[str, ...], bool], dict[int, int]]:
        return {}

    def table(self) -> "pd.DataFrame":
        """Return the rows as a data frame, with calendar dates."""
        import pandas as pd

        columns = ("vest_id", "schedule", "status", "vest_date", "units")
        rows = [(r.vest_id, r.schedule, r.status, add_months(self.start, r.month), r.units) for r in self.rows]
        return pd.DataFrame(rows, columns=columns).astype({"vest_date": "datetime64[ns]"})


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month; `day` is one that every month has."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, day.day)


def draw_vesting(streams: Streams, start: date, units: int) -> VestingTable:
    """Draw the table of a grant of `units`, a multiple of 80, so that every vest is a whole number.

    The letter's schedule pays some years more than others, the even one pays each year the same. One of them vests by
    the quarter. Until the cliff after twelve months nothing vests, and then the whole first year does.
    """
    rng = streams.rng("vesting")
    shares, by_quarter = rng.choice(_SCHEDULES), rng.choice((LETTER, EVEN))
    draft = 80 * round(units / 80 * rng.randint(70, 88) / 100)
    plan = [
        *_vests(LETTER, GRANTED, units, shares, by_quarter == LETTER),
        *_vests(EVEN, GRANTED, units, (1 / YEARS,) * YEARS, by_quarter == EVEN),
        *_vests(LETTER, CANCELLED, draft, shares, by_quarter == LETTER),
        *((LETTER, FORECAST, 12 * year, units // 16) for year in range(2, 6)),
    ]
    ids = rng.sample(range(100, 1000), len(plan))
    rows = [Vest(i, *vest) for i, vest in zip(ids, plan, strict=True)]
    granted = [row for row in rows if row.status == GRANTED]
    cliff = next(row for row in granted if row.schedule == LETTER)
    rows += [cliff, *rng.sample([row for row in granted if row is not cliff], rng.randint(2, 3))]
    rng.shuffle(rows)
    return VestingTable(start, tuple(rows))


def _vests(
    schedule: str, status: str, units: int, shares: tuple[float, ...], by_quarter: bool
) -> Iterator[tuple[str, str, int, int]]:
    for year, months in itertools.groupby(_QUARTERLY if by_quarter else _YEARLY, lambda month: -(-month // 12)):
        due = list(months)
        yield from ((schedule, status, month, round(units * shares[year - 1]) // len(due)) for month in due)
