"""Generator of failed requests by hour: a quiet base, bursts, and a denominator that changes on one day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

_END = datetime(2026, 11, 23)
_DAYS_BEFORE = 6
_DAY_SHAPE = (6, 5, 4, 4, 5, 8, 14, 22, 30, 34, 35, 34, 32, 33, 34, 32, 30, 27, 24, 20, 16, 13, 10, 8)


class Hour(NamedTuple):
    """One hour, by its start: what the gateway counted as requests, health checks among them, and failures."""

    hour: datetime
    requests: int
    health_checks: int
    failed: int

    @property
    def real(self) -> int:
        """Requests of people."""
        return self.requests - self.health_checks


@dataclass(frozen=True)
class ErrorHours:
    """The hours of the log, the objective as a share of requests that must not fail, and the budget's window."""

    hours: tuple[Hour, ...]
    objective: float
    window_days: int

    @cached_property
    def window(self) -> tuple[Hour, ...]:
        """The last hours of the log, as many as the window has."""
        return self.hours[-24 * self.window_days :]


@dataclass(frozen=True)
class AlertRule:
    """Share of the budget that an alert is to notice, and the hours in which it may be spent: page and ticket."""

    page_share: float
    page_hours: int
    ticket_share: float
    ticket_hours: int


def draw_alerts(streams: Streams) -> AlertRule:
    """Draw what a page and a ticket must notice."""
    rng = streams.rng("alerts")
    page, ticket = rng.choice((0.02, 0.025, 0.03)), rng.choice((0.04, 0.05, 0.06))
    return AlertRule(page, 1, ticket, rng.choice((6, 8)))


def draw_hours(streams: Streams, rule: AlertRule) -> ErrorHours:
    """Draw the hours so that the window's budget is well within, or well over."""
    rng = streams.rng("error budget")
    budget = rng.choice((0.002, 0.0025, 0.004))
    days = rng.choice((14, 21, 28))
    used = rng.choice((rng.randint(55, 85), rng.randint(118, 170))) / 100
    total = 24 * (days + _DAYS_BEFORE)
    size = rng.randint(90, 140)
    real = [round(size * _DAY_SHAPE[i % 24] * rng.uniform(0.93, 1.07)) for i in range(total)]
    start, page = 24 * _DAYS_BEFORE, rule.page_share * 24 * days / rule.page_hours
    ticket = rule.ticket_share * 24 * days / rule.ticket_hours
    burns = _draw_bursts(streams, total, start, page, ticket)
    burst = sum(real[i] * burn for i, burn in burns.items() if i >= start)
    quiet = max(0.1, used - burst / sum(real[start:]))  # what the base must burn for the window to come out so
    checks_from = start + 24 * rng.randint(3, days // 2)
    first = _END - timedelta(hours=total)
    hours, left = [], 0.0
    for i, people in enumerate(real):
        rate = budget * burns.get(i, quiet * rng.uniform(0.7, 1.3) * (1 if i >= start else 2.4))
        checks = round(size * rng.randint(70, 80) / 10) if i >= checks_from else 0
        failed = round(people * rate + left)
        left += people * rate - failed  # what rounding takes from a quiet hour the next one gets
        hours.append(Hour(first + timedelta(hours=i), people + checks, checks, failed))
    return ErrorHours(tuple(hours), 1 - budget, days)


def _draw_bursts(streams: Streams, total: int, start: int, page: float, ticket: float) -> dict[int, float]:
    """Return the burn rates of the bad hours: a burst before the window; a mild, a slow and two fast ones in it.

    Each fast burst has an hour that is just above the page's line: health checks in the denominator would hide it.
    """
    rng = streams.rng("bursts")
    middle = start + 24 * ((total - start) // 48)
    days = [24 * rng.randint(1, _DAYS_BEFORE - 1), *rng.sample(range(middle, total - 24, 24), 4)]
    loud = [page * rng.uniform(1.5, 1.9) for _ in range(8)]
    slow = [ticket * rng.uniform(1.08, max(1.15, 0.85 * page / ticket)) for _ in range(rng.randint(5, 6))]
    bursts = (
        loud[:3],
        [rng.uniform(1.2, 1.5) for _ in range(rng.randint(3, 5))],
        [min(burn, 0.85 * page) for burn in slow],
        [*loud[3 : rng.randint(5, 6)], page * rng.uniform(1.05, 1.12)],
        [*loud[6:8], page * rng.uniform(1.05, 1.12)],
    )
    burns = {}
    for day, burst in zip(days, bursts, strict=True):
        first = day + rng.randint(8, 14)
        burns |= {first + i: burn for i, burn in enumerate(burst)}
    return burns


def hours_frame(log: ErrorHours) -> "pd.DataFrame":
    """Return the hours in order."""
    import pandas as pd

    return pd.DataFrame(log.hours, columns=list(Hour._fields))
