"""A log of offers: who negotiated, what was offered first and last, and what nobody wrote down."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

LEVELS = ("senior", "staff", "principal")
OPTIONAL_COLUMNS = ("rival_offer", "ended_by", "asked_usd", "used_script")
_STEP = 500


@dataclass(frozen=True)
class Entry:
    """One row of the log. `final` is None where the candidate and the firm did not sign."""

    offer_id: int
    logged_on: date
    level: str
    negotiated: bool
    initial: int
    final: int | None
    rival_offer: bool
    ended_by: str
    asked_usd: int | None
    used_script: bool


Totals = tuple[int, int, int, int]
"""Offers that were not negotiated, the sum of their finals; the same of those that were."""


@dataclass(frozen=True)
class OfferLog:
    """All rows in the order of the table, and which of the optional columns it has."""

    entries: tuple[Entry, ...]
    extra_columns: tuple[str, ...]

    def totals(self, rows: str = "latest", *, missing_as_zero: bool = False) -> dict[str, Totals]:
        """Return counts and sums of final offers by level.

        Parameters
        ----------
        rows
            "latest" or "earliest" row of each offer, or "all" of them.
        missing_as_zero
            Count a missing final as nothing; otherwise it is left out.
        """
        wanted = rows, missing_as_zero
        if wanted not in self._totals:
            self._totals[wanted] = self._sum(rows, missing_as_zero)
        return self._totals[wanted]

    @cached_property
    def _totals(self) -> dict[tuple[str, bool], dict[str, Totals]]:
        return {}

    def _sum(self, rows: str, missing_as_zero: bool) -> dict[str, Totals]:
        by_day = sorted(self.entries, key=lambda entry: entry.logged_on, reverse=rows == "earliest")
        chosen = by_day if rows == "all" else {entry.offer_id: entry for entry in by_day}.values()
        sums = {level: [0, 0, 0, 0] for level in LEVELS}
        for entry in chosen:
            if entry.final is not None or missing_as_zero:
                place = 2 * entry.negotiated
                sums[entry.level][place] += 1
                sums[entry.level][place + 1] += entry.final or 0
        return {level: tuple(found) for level, found in sums.items() if any(found)}

    def table(self) -> "pd.DataFrame":
        """Return the log as a data frame, with the optional columns that it has."""
        import pandas as pd

        columns = ("offer_id", "logged_on", "level", "negotiated", "initial", "final", *self.extra_columns)
        rows = [tuple(getattr(entry, column) for column in columns) for entry in self.entries]
        frame = pd.DataFrame(rows, columns=columns).astype({"logged_on": "datetime64[ns]", "final": "float64"})
        return frame.rename(columns={"initial": "initial_usd", "final": "final_usd"})


def draw_offers(streams: Streams) -> OfferLog:
    """Draw the log: higher levels pay more and negotiate more often; what negotiating brings differs by level."""
    rng = streams.rng("offers")
    sizes = rng.randint(105, 130), rng.randint(60, 75), rng.randint(32, 42)
    asking = rng.randint(36, 44), rng.randint(52, 60), rng.randint(70, 78)
    pay = [200_000 + 1000 * rng.randint(-5, 5)]
    pay += [pay[0] * rng.randint(126, 133) // 100, pay[0] * rng.randint(158, 168) // 100]
    least, step = rng.randint(2, 4), rng.randint(4, 5)
    uplifts = [least + i * step for i in (range(3) if rng.random() < 0.5 else (2, 1, 0))]
    entries = []
    for level, size, share, first, uplift in zip(LEVELS, sizes, asking, pay, uplifts, strict=True):
        negotiators = round(size * share / 100)
        entries += [_entry(rng, level, i < negotiators, first, uplift) for i in range(size)]
    ids = rng.sample(range(10_000, 100_000), len(entries))
    rows = [row for i, entry in zip(ids, entries, strict=True) for row in _logged(rng, i, *entry)]
    rng.shuffle(rows)
    extra = streams.rng("columns").sample(OPTIONAL_COLUMNS, streams.rng("number of columns").randint(1, 3))
    return OfferLog(tuple(rows), tuple(column for column in OPTIONAL_COLUMNS if column in extra))


def _entry(rng: Random, level: str, negotiated: bool, pay: int, uplift: int) -> tuple[str, bool, int, int | None]:
    initial = pay // _STEP * _STEP + _STEP * rng.randint(-12, 12)
    final = initial
    if negotiated:
        final = _STEP * round(initial * (100 + max(0, uplift + rng.randint(-2, 2))) / 100 / _STEP)
    return level, negotiated, initial, None if rng.random() < (0.13 if negotiated else 0.05) else final


def _logged(rng: Random, offer_id: int, level: str, negotiated: bool, initial: int, final: int | None) -> list[Entry]:
    """Return the rows of one offer: some of those that were improved have an earlier one, at the first figure."""
    day = date(2026, 1, 5) + timedelta(days=rng.randint(30, 270))
    rival = rng.random() < (0.55 if negotiated else 0.2)
    script = negotiated and rng.random() < 0.4
    wanted = _STEP * round(initial * rng.randint(106, 125) / 100 / _STEP)
    asked = max(wanted, final or 0) if negotiated else None  # nobody gets more than they asked for
    ended_by = "" if final is not None else rng.choice(("candidate", "firm", "candidate"))
    details = rival, ended_by, asked, script
    rows = [Entry(offer_id, day, level, negotiated, initial, final, *details)]
    if final is not None and final > initial and rng.random() < 0.7:
        earlier = day - timedelta(days=rng.randint(3, 14))
        rows.append(Entry(offer_id, earlier, level, negotiated, initial, initial, *details))
    return rows
