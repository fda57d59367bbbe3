"""Exhibit A of the bullet clinic: a log of training runs on two stacks, and weekly drift and error of the model."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

_OLD_RELEASES, _NEW_WEEKS = 7, 26
_WEEKS_BEFORE, _WEEKS_AFTER, _LABELLED = 10, 12, 20_000


@dataclass(frozen=True)
class Run:
    """One training run. `copies` counts how often the log holds it."""

    run_id: int
    day: date
    stack: str
    purpose: str
    status: str
    hours: float
    gpus: int
    copies: int = 1


@dataclass(frozen=True)
class Week:
    """A week of the model in production: how many predictions have a label, and how many of those were wrong."""

    week: int
    stack: str
    psi: float
    labelled: int
    errors: int
    labels: str
    copies: int = 1


@dataclass(frozen=True)
class TrainingLog:
    """What the log and the monitor say about the migration."""

    runs: tuple[Run, ...]
    weeks: tuple[Week, ...]
    row_seed: int

    def hours(self, stack: str) -> list[float]:
        """Return the hours of the completed production runs of a stack, each run once."""
        return [run.hours for run in self._released(stack)]

    def mean_hours(self, stack: str) -> float:
        """Return the mean of those hours."""
        hours = self.hours(stack)
        return sum(hours) / len(hours)

    def mean_hours_of_all_rows(self, stack: str) -> float:
        """Return the mean over every row of the log: tests, failures and second copies too."""
        rows = [run for run in self.runs if run.stack == stack]
        return sum(run.hours * run.copies for run in rows) / sum(run.copies for run in rows)

    def gaps(self, stack: str) -> list[int]:
        """Return the days from each release of a stack to the next."""
        days = [run.day for run in self._released(stack)]
        return [(later - sooner).days for sooner, later in itertools.pairwise(days)]

    @cached_property
    def gpus(self) -> int:
        """GPUs of a production run."""
        return next(run.gpus for run in self.runs if run.purpose == "production")

    def error(self, stack: str, *, arriving: bool = False, copies: bool = False) -> float:
        """Return wrong over labelled predictions of the weeks on a stack, each week once, labels complete."""
        chosen = [week for week in self.weeks if week.stack == stack and (arriving or week.labels == "complete")]
        times = [week.copies if copies else 1 for week in chosen]
        errors = sum(week.errors * n for week, n in zip(chosen, times, strict=True))
        return errors / sum(week.labelled * n for week, n in zip(chosen, times, strict=True))

    def complete_weeks(self, stack: str) -> int:
        """Return how many weeks on a stack have complete labels."""
        return sum(week.stack == stack and week.labels == "complete" for week in self.weeks)

    def _released(self, stack: str) -> list[Run]:
        return self._by_stack[stack]

    @cached_property
    def _by_stack(self) -> dict[str, list[Run]]:
        done = [run for run in self.runs if (run.purpose, run.status) == ("production", "completed")]
        return {stack: sorted((r for r in done if r.stack == stack), key=lambda r: r.day) for stack in ("old", "new")}

    def training_runs(self) -> "pd.DataFrame":
        """Build the log as the cluster wrote it."""
        import pandas as pd

        names = ("run_id", "day", "stack", "purpose", "status", "hours", "gpus")
        rows = [[getattr(run, name) for name in names] for run in self.runs for _ in range(run.copies)]
        frame = pd.DataFrame(rows, columns=list(names)).sample(frac=1, random_state=self.row_seed % 2**32)
        frame["day"] = pd.to_datetime(frame["day"])
        return frame.sort_values("day", kind="stable", ignore_index=True)

    def drift(self) -> "pd.DataFrame":
        """Build the weekly table of the monitor."""
        import pandas as pd

        names = ("week", "stack", "psi", "labelled", "errors", "labels")
        rows = [[getattr(week, name) for name in names] for week in self.weeks for _ in range(week.copies)]
        return pd.DataFrame(rows, columns=list(names))


def draw_training_log(streams: Streams, *, claimed_points: int) -> TrainingLog:
    """Draw the log and the weeks; the error falls by nearly the claimed tenths of a point."""
    first = date(2026, 1, 5) + timedelta(days=7 * streams.rng("migration").randint(0, 12))
    runs = [*_old_runs(streams, first), *_new_runs(streams, first), *_test_runs(streams, first)]
    numbered = tuple(
        Run(1000 + i, *fields) for i, fields in enumerate(sorted(runs, key=lambda run: (run[0], run[2])), 1)
    )
    return TrainingLog(numbered, _weeks(streams, claimed_points), streams.number("row order of the log"))


def _spread(streams: Streams, name: str, count: int, mean: float) -> list[float]:
    """Return `count` hours that lie around `mean` and average exactly to it."""
    rng = streams.rng(name)
    steps = [rng.randint(1, 12) / 10 for _ in range(count // 2)]
    hours = [round(mean + sign * step, 1) for step in steps for sign in (1, -1)]
    return [*hours, *[mean] * (count % 2)]


def _hours(streams: Streams) -> tuple[int, float]:
    rng = streams.rng("training hours")
    before = rng.randint(14, 24)
    return before, round(before * (1 - rng.randint(20, 36) / 100), 1)


def _old_runs(streams: Streams, first: date) -> list[tuple]:
    every, gpus = streams.rng("old rhythm").choice((21, 28, 35, 42)), _gpus(streams)
    hours = _spread(streams, "old hours", _OLD_RELEASES, _hours(streams)[0])
    days = [first - timedelta(days=3 + every * back) for back in range(_OLD_RELEASES - 1, -1, -1)]
    return [(day, "old", "production", "completed", h, gpus) for day, h in zip(days, hours, strict=True)]


def _new_runs(streams: Streams, first: date) -> list[tuple]:
    rng, gpus = streams.rng("failures"), _gpus(streams)
    failed = set(rng.sample(range(2, _NEW_WEEKS - 1, 2), rng.randint(3, 6)))
    hours = iter(_spread(streams, "new hours", _NEW_WEEKS - len(failed), _hours(streams)[1]))
    rows = []
    for week in range(_NEW_WEEKS):
        day = first + timedelta(days=7 * week)
        if week in failed:
            rows.append((day, "new", "production", "failed", rng.randint(5, 30) / 10, gpus))
        else:
            rows.append((day, "new", "production", "completed", next(hours), gpus, rng.choice((1, 1, 1, 2))))
    return rows


def _gpus(streams: Streams) -> int:
    return streams.rng("gpus").choice((8, 10, 12, 16))


def _test_runs(streams: Streams, first: date) -> list[tuple]:
    rng = streams.rng("test runs")
    rows = []
    for stack, count, days in (("old", 6, (-150, -10)), ("new", 14, (1, 170))):
        for _ in range(count):
            day = first + timedelta(days=rng.randint(*days))
            rows.append((day, stack, "test", "completed", rng.randint(3, 19) / 10, 1))
    return rows


def _weeks(streams: Streams, claimed_points: int) -> tuple[Week, ...]:
    """Return the weeks: 20,000 labels on each side, a week sent twice, the last ones with labels still to come."""
    rng = streams.rng("weekly error")
    before = rng.randint(400, 600)  # errors in 10,000
    after = before - 10 * claimed_points - rng.choice((-4, -3, -2, 2, 3, 4))
    worst, holiday = rng.randint(2, _WEEKS_BEFORE - 2), rng.randint(_WEEKS_BEFORE + 2, _WEEKS_BEFORE + 6)
    arriving = rng.randint(2, 4)
    old = _counts(rng.choices(range(80, 121), k=_WEEKS_BEFORE), 2 * before, peak=worst)
    new = _counts(rng.choices(range(80, 121), k=_WEEKS_AFTER - arriving), 2 * after, peak=None)
    late = [(labelled := rng.randint(500, 900), labelled * after // 30_000) for _ in range(arriving)]
    weeks = []
    for i, (labelled, errors) in enumerate([*old, *new, *late]):
        stack, labels = (
            ("old" if i < _WEEKS_BEFORE else "new"),
            ("arriving" if i >= _WEEKS_BEFORE + len(new) else "complete"),
        )
        psi = rng.randint(90, 180) if stack == "old" else rng.randint(20, 60)
        psi = rng.randint(210, 260) if i == holiday else psi
        weeks.append(Week(i + 1, stack, psi / 1000, labelled, errors, labels, 2 if i == worst else 1))
    return tuple(weeks)


def _counts(weights: Sequence[int], errors: int, *, peak: int | None) -> list[tuple[int, int]]:
    """Split labels and errors over the weeks; the peak week has about twice its part of the errors."""
    labelled = allocate(_LABELLED, weights)
    burden = [weight * (2.2 if i == peak else 1) for i, weight in enumerate(weights)]
    return list(zip(labelled, allocate(errors, burden), strict=True))
