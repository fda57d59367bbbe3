"""The weekly bias-audit samples: batches of refusals decided again, and how many of them were reversed."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

BASE_WEEKS, WEEKS, RUN = 24, 36, 8
_BUSY = 4  # every fourth week is busy: fewer refusals are decided again
_OFFICES = ("north", "south")
_NOTE = "guideline printed wrongly, corrected on Friday"


@dataclass(frozen=True)
class Batch:
    """One batch of a week; some are in the table twice."""

    week: int
    batch_id: str
    office: str
    sampled: int
    reversed: int
    note: str
    copies: int


@dataclass(frozen=True)
class AuditSamples:
    """All batches, in the order of their weeks."""

    batches: tuple[Batch, ...]

    @cached_property
    def by_week(self) -> dict[int, tuple[int, int]]:
        """Sampled and reversed refusals of each week, each batch once."""
        weeks: dict[int, tuple[int, int]] = dict.fromkeys(range(1, WEEKS + 1), (0, 0))
        for one in self.batches:
            sampled, wrong = weeks[one.week]
            weeks[one.week] = sampled + one.sampled, wrong + one.reversed
        return weeks

    @cached_property
    def noted(self) -> frozenset[int]:
        """Weeks with a note."""
        return frozenset(one.week for one in self.batches if one.note)

    def frame(self) -> "pd.DataFrame":
        """Build the table of batches."""
        import pandas as pd

        columns = ["week", "batch_id", "office", "sampled", "reversed", "note"]
        rows = [[getattr(one, name) for name in columns] for one in self.batches for _ in range(one.copies)]
        return pd.DataFrame(rows, columns=columns)


def draw_samples(streams: Streams) -> AuditSamples:
    """Draw 24 weeks of a steady process, and 12 in which one week and one run stand out."""
    rng = streams.rng("audit samples")
    rate = rng.randint(80, 120) / 2000
    noted = rng.choice([week for week in range(5, 21) if week % _BUSY])
    weeks = [_base_week(rng, week, rate, noted) for week in range(1, BASE_WEEKS + 1)]
    base = [row for row in weeks if row[0] != noted]
    centre = sum(row[2] for row in base) / sum(row[1] for row in base)
    weeks += _monitored(rng, centre)
    return AuditSamples(tuple(_batches(streams.rng("batches"), weeks, noted)))


def _base_week(rng: Random, week: int, rate: float, noted: int) -> tuple[int, int, int]:
    """Return week, sample and reversed refusals. Busy weeks have small samples and more wrong refusals."""
    small = week % _BUSY == 0
    size = rng.randint(150, 190) if small else rng.randint(280, 400)
    sigmas = rng.uniform(0.6, 1.6) if small else rng.uniform(-1.3, 0.9)
    if week == noted:
        return week, size, round(size * rng.uniform(0.15, 0.18))
    return week, size, round(size * rate + sigmas * math.sqrt(size * rate * (1 - rate)))


def _monitored(rng: Random, centre: float) -> list[tuple[int, int, int]]:
    """Return twelve weeks: one beyond its own limit, one small week that only looks bad, and eight on one side."""
    after = BASE_WEEKS + rng.choice((3, 4))  # last week before the run
    side = rng.choice((-1, 1))
    out, small = rng.sample(range(BASE_WEEKS + 1, after), 2)
    rows = []
    for week in range(BASE_WEEKS + 1, WEEKS + 1):
        size, sigmas = rng.randint(270, 360), -side * rng.uniform(0.4, 1.0)
        if week == out:
            size, sigmas = rng.randint(430, 470), 3.3
        elif week == small:
            size, sigmas = rng.randint(84, 100), 2.35
        elif after < week <= after + RUN:
            sigmas = rng.uniform(0.35, 1.3) if side > 0 else -rng.uniform(0.8, 1.5)
        if week == WEEKS:  # far from a usual sample, so that its limit is its own
            size = rng.choice((rng.randint(215, 240), rng.randint(395, 425)))
        rows.append((week, size, round(size * centre + sigmas * math.sqrt(size * centre * (1 - centre)))))
    return rows


def _batches(rng: Random, weeks: list[tuple[int, int, int]], noted: int) -> Iterable[Batch]:
    """Yield two batches a week; those of three busy weeks are in the table twice."""
    twice = rng.sample([row[0] for row in weeks if row[0] % _BUSY == 0 and row[0] <= BASE_WEEKS], 3)
    number = 100 * rng.randint(2, 8)
    for week, size, wrong in weeks:
        part = round(size * rng.uniform(0.42, 0.58))
        share = round(wrong * part / size)
        for office, sampled, reversed_ in zip(_OFFICES, (part, size - part), (share, wrong - share), strict=True):
            number += 1
            copies = 2 if week in twice else 1
            yield Batch(week, f"B-{number}", office, sampled, reversed_, _NOTE if week == noted else "", copies)
