"""Exhibit D of the claim audit: errors of two models at four sites, which do not send them the same cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

MODELS = ("old", "new")
TEST_SITE = "sandbox"
_SITES = ("north", "south", "east", "west", "centre", "harbour")
_WEEKS = 3


@dataclass(frozen=True)
class Batch:
    """Cases and errors of one model at one site in one week; `copies` counts how often the row was exported."""

    batch_id: str
    week: int
    site: str
    model: str
    cases: int
    errors: int
    copies: int = 1


@dataclass(frozen=True)
class ErrorLog:
    """The batches of three weeks, in the order in which they were exported."""

    batches: tuple[Batch, ...]

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """The sites, without the one where the team tries things out."""
        return tuple(sorted({one.site for one in self.batches} - {TEST_SITE}))

    def counts(self, *, copies: bool = False, tests: bool = False) -> dict[tuple[str, str], tuple[int, int]]:
        """Return errors and cases by site and model: each batch once and without the test site."""
        return self._counts[copies, tests]

    @cached_property
    def _counts(self) -> dict[tuple[bool, bool], dict[tuple[str, str], tuple[int, int]]]:
        return {(copies, tests): self._count(copies, tests) for copies in (False, True) for tests in (False, True)}

    def _count(self, copies: bool, tests: bool) -> dict[tuple[str, str], tuple[int, int]]:
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for one in self.batches:
            if tests or one.site != TEST_SITE:
                errors, cases = found.get((one.site, one.model), (0, 0))
                times = one.copies if copies else 1
                found[one.site, one.model] = errors + times * one.errors, cases + times * one.cases
        return found

    def table(self) -> "pd.DataFrame":
        """Build the table as it was exported."""
        import pandas as pd

        rows = [
            (one.batch_id, one.week, one.site, one.model, one.cases, one.errors)
            for one in self.batches
            for _ in range(one.copies)
        ]
        return pd.DataFrame(rows, columns=("batch_id", "week", "site", "model", "cases", "errors"))


def draw_error_log(streams: Streams) -> ErrorLog:
    """Draw batches in which the new model makes fewer errors in all.

    In two cases of three that is the mix: the new model gets the easy sites, and is worse at most or all of them. In
    the others it is better like for like as well.
    """
    rng = streams.rng("error batches")
    sites = rng.sample(_SITES, 4)
    rates = sorted(rng.uniform(low, high) for low, high in ((0.02, 0.04), (0.05, 0.08), (0.10, 0.14), (0.17, 0.24)))
    worse = rng.random() < 2 / 3
    factors = [rng.uniform(1.15, 1.4) if worse else rng.uniform(0.6, 0.85) for _ in sites]
    if rng.random() < 0.5:  # one site goes the other way
        odd = rng.randrange(len(sites))
        factors[odd] = rng.uniform(0.82, 0.92) if worse else rng.uniform(1.05, 1.12)
    totals = {"new": 100 * rng.randint(45, 75)}
    totals["old"] = 100 * round(totals["new"] * rng.choice((rng.uniform(0.35, 0.6), rng.uniform(1.8, 2.6))) / 100)
    mixes = {"new": _tilted(rng), "old": _tilted(rng)[::-1]}
    rows = []
    for model in ("new", "old"):
        for site, cases, rate, factor in zip(sites, allocate(totals[model], mixes[model]), rates, factors, strict=True):
            errors = round(cases * rate * (factor if model == "new" else 1))
            rows += _weeks(rng, site, model, cases, errors)
    rows += [one for model in MODELS for one in _weeks(rng, TEST_SITE, model, *_tests(rng, model))]
    return ErrorLog(tuple(_numbered(rng, rows)))


def _tilted(rng: Random) -> list[float]:
    """Return how the cases of a model spread over the sites, from the easiest to the hardest: most at easy ones."""
    return [weight * rng.uniform(0.85, 1.15) for weight in (48, 28, 14, 10)]


def _tests(rng: Random, model: str) -> tuple[int, int]:
    """Return cases and errors of the test site, where the new model is fed faults on purpose."""
    cases = 10 * rng.randint(45, 70)
    return cases, round(cases * (rng.uniform(0.45, 0.6) if model == "new" else rng.uniform(0.02, 0.06)))


def _weeks(rng: Random, site: str, model: str, cases: int, errors: int) -> list[tuple[int, str, str, int, int]]:
    by_week = [size * rng.uniform(0.9, 1.1) for size in rng.sample((0.55, 1, 1.45), _WEEKS)]
    luck = rng.sample((0.65, 1, 1.45), _WEEKS)
    errors_by_week = [weight * factor for weight, factor in zip(by_week, luck, strict=True)]
    spread = zip(allocate(cases, by_week), allocate(errors, errors_by_week), strict=True)
    return [(week, site, model, *counts) for week, counts in enumerate(spread, start=1)]


def _numbered(rng: Random, rows: Sequence[tuple[int, str, str, int, int]]) -> list[Batch]:
    """Return batches in an order of their own, some exported twice: weeks in which the new model did badly."""
    order = rng.sample(rows, len(rows))
    worst = {site: max((row for row in rows if row[1:3] == (site, "new")), key=_rate) for site in {r[1] for r in rows}}
    twice = sorted((row for site, row in worst.items() if site != TEST_SITE), key=_rate)[-rng.randint(3, 4) :]
    return [Batch(f"b{i:02d}", *row, copies=1 + (row in twice)) for i, row in enumerate(order, start=1)]


def _rate(row: tuple[int, str, str, int, int]) -> float:
    return row[4] / row[3]
