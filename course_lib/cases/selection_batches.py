"""Exhibit B of the bullet clinic: weekly batches of applicants and selections for two groups after a launch."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 8
_CHANNELS = ("web", "agency")


@dataclass(frozen=True)
class Batch:
    """Applicants of one group that came through one channel in one week. `copies` counts how often it was sent."""

    batch_id: str
    week: int
    group: str
    channel: str
    applicants: int
    selected: int
    copies: int = 1


@dataclass(frozen=True)
class Selections:
    """The batches of eight weeks, and the week in which the selection of group A gave way."""

    batches: tuple[Batch, ...]
    breach_week: int

    def counts(self, week: int, group: str, *, copies: bool = False, tests: bool = False) -> tuple[int, int]:
        """Return selected and applicants of a group in a week: each batch once and without test accounts."""
        return self._counts[week, group, copies, tests]

    @cached_property
    def _counts(self) -> dict[tuple[int, str, bool, bool], tuple[int, int]]:
        totals = {}
        for copies in (False, True):
            for tests in (False, True):
                for batch in self.batches:
                    if tests or batch.channel != "test":
                        key, times = (batch.week, batch.group, copies, tests), batch.copies if copies else 1
                        selected, applicants = totals.get(key, (0, 0))
                        totals[key] = selected + times * batch.selected, applicants + times * batch.applicants
        return totals

    def ratio(self, week: int, *, copies: bool = False, tests: bool = False) -> float:
        """Return the selection rate of group A over that of group B."""
        (a, all_a), (b, all_b) = (self.counts(week, group, copies=copies, tests=tests) for group in "AB")
        return (a / all_a) / (b / all_b)

    def weekly_selection(self) -> "pd.DataFrame":
        """Build the table as it was received."""
        import pandas as pd

        names = ("batch_id", "week", "group", "channel", "applicants", "selected")
        rows = [[getattr(batch, name) for name in names] for batch in self.batches for _ in range(batch.copies)]
        return pd.DataFrame(rows, columns=list(names))


def draw_selections(streams: Streams) -> Selections:
    """Draw the batches: level at first, a breach for two weeks, then mended; in week 6 both groups fall together."""
    rng = streams.rng("selection")
    breach, size_a, size_b = rng.choice((3, 4, 5)), 10 * rng.randint(40, 70), 10 * rng.randint(70, 100)
    base, batches = rng.randint(360, 440), []
    for week in range(1, WEEKS + 1):
        rate = base * (0.8 if week == 6 else 1) / 1000
        selected = {"A": round(size_a * rate * _ratio(streams, week, breach)), "B": round(size_b * rate)}
        for group, size in (("A", size_a), ("B", size_b)):
            batches += _split(streams, week, group, size, selected[group], twice=week == breach and group == "B")
    batches.append(Batch("W1-A-test", 1, "A", "test", size_a * rng.randint(38, 48) // 100, 0))
    return Selections(tuple(sorted(batches, key=lambda batch: batch.week)), breach)


def _ratio(streams: Streams, week: int, breach: int) -> float:
    rng = streams.rng(f"ratio of week {week}")
    if week in (breach, breach + 1):
        return rng.randint(690, 745) / 1000
    return rng.randint(1015, 1035) / 1000 if week == 1 else rng.randint(920, 970) / 1000


def _split(streams: Streams, week: int, group: str, size: int, selected: int, *, twice: bool) -> list[Batch]:
    """Return a batch for each channel; agencies screen first, so more of theirs are selected."""
    sizes = allocate(size, (7, 3))
    chosen = allocate(selected, (sizes[0], 1.8 * sizes[1]))
    parts = zip(_CHANNELS, sizes, chosen, strict=True)
    return [
        Batch(f"W{week}-{group}-{name}", week, group, name, n, k, 2 if twice and name == "agency" else 1)
        for name, n, k in parts
    ]
