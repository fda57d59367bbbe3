"""Two registers of past loss events, with what real registers have: copies, thousands, near misses, open claims.

Each event is drawn once, in whole dollars. The frame stacks the exports of two departments: an event that both noted is
in it twice, the legal department writes thousands, an open claim has no amount yet, and a near miss cost nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

RISKS = ("drift", "wrong advice", "biased decisions", "data leak")
LAST_YEAR = 2025
_GRID = 5_000  # dollars; a twentieth of a thousand is never needed


@dataclass(frozen=True)
class LossEvent:
    """One event. Money in whole dollars; `loss` is None while a claim is open; `registers` hold a row of it each."""

    event_id: str
    risk: str
    occurred: date
    status: str
    loss: int | None
    recovered: int | None
    worst_case: int
    registers: tuple[str, ...]
    ruling_due: date | None = None


@dataclass(frozen=True)
class _Kind:
    """How a risk shows itself: events a year (from, to), gross loss of one in thousands (from, to)."""

    risk: str
    a_year: tuple[float, float]
    thousands: tuple[int, int]


_KINDS = (
    _Kind("drift", (1.6, 2.6), (350, 550)),
    _Kind("wrong advice", (0.6, 0.9), (1_500, 2_300)),
    _Kind("biased decisions", (0.5, 0.8), (1_400, 2_400)),
)


def draw_events(streams: Streams, *, first_year: int, rulings: Sequence[date]) -> tuple[LossEvent, ...]:
    """Return all events in the order of their days.

    The window is `first_year` to `LAST_YEAR`; some events lie before and after it. Each risk that has events has one
    open claim, ruled on one of `rulings`. No event of the risk "data leak" ever happened, only near misses.
    """
    drawn: list[LossEvent] = []
    for kind, ruling in zip(_KINDS, rulings, strict=True):
        drawn += _of_a_kind(streams.rng(f"events {kind.risk}"), kind, first_year, ruling)
    drawn += _leaks(streams.rng("events data leak"), first_year)
    drawn.sort(key=lambda event: (event.occurred, event.risk, event.worst_case))
    first = streams.rng("event numbers").randint(210, 790)
    return tuple(
        LossEvent(**{**vars(event), "event_id": f"E-{number}"}) for number, event in enumerate(drawn, start=first)
    )


def _of_a_kind(rng: Random, kind: _Kind, first_year: int, ruling: date) -> list[LossEvent]:
    years = LAST_YEAR - first_year + 1
    happened = max(3, rng.randint(math.ceil(kind.a_year[0] * years), math.floor(kind.a_year[1] * years)))
    copies = rng.randint(1, min(4, happened - 2))
    near = rng.choice([n for n in (2, 3, 4) if n != copies])  # never one: there is one open claim
    outside = rng.choice([n for n in range(1, 5) if n not in (copies, near)])  # so that each mistake has its own rate
    typical = 1_000 * rng.randint(*kind.thousands)
    settled = [_settled(rng, kind.risk, typical, _day(rng, first_year, LAST_YEAR), i) for i in range(happened - 1)]
    inside = [LossEvent(**{**vars(event), "registers": _where(i, copies)}) for i, event in enumerate(settled)]
    claim = _event(kind.risk, _day(rng, LAST_YEAR - 1, LAST_YEAR), "pending", typical, rng, ruling)
    misses = [_event(kind.risk, _day(rng, first_year, LAST_YEAR), "near miss", typical, rng) for _ in range(near)]
    others = [_settled(rng, kind.risk, typical, _day_outside(rng, first_year), i) for i in range(outside)]
    return [*inside, claim, *misses, *others]


def _where(i: int, copies: int) -> tuple[str, ...]:
    """Return the registers of a settled event: the first ones are in both, the next in the legal one alone."""
    if i < copies:
        return ("risk", "legal")
    return ("legal",) if (i - copies) % 3 == 0 else ("risk",)


def _settled(rng: Random, risk: str, typical: int, day: date, i: int) -> LossEvent:
    loss = _rounded(typical * min(2.5, max(0.3, rng.lognormvariate(0, 0.5))))
    insured = i == 0 or rng.random() < 0.4
    recovered = _rounded(loss * rng.uniform(0.25, 0.6)) if insured else 0
    worst = _rounded(loss * rng.uniform(1.5, 4))
    return LossEvent("", risk, day, "settled", loss, recovered, worst, ("risk",))


def _event(risk: str, day: date, status: str, typical: int, rng: Random, ruling: date | None = None) -> LossEvent:
    """Return a near miss, which cost nothing, or an open claim, whose cost nobody knows yet."""
    cost = None if status == "pending" else 0
    worst = _rounded(typical * rng.uniform(3, 10))
    return LossEvent("", risk, day, status, cost, cost, worst, ("legal",) if ruling else ("risk",), ruling)


def _leaks(rng: Random, first_year: int) -> list[LossEvent]:
    near = rng.choice((2, 4, 5))  # not three: a rate of three over the years is a rule of thumb for none at all
    return [_event("data leak", _day(rng, first_year, LAST_YEAR), "near miss", 2_000_000, rng) for _ in range(near)]


def _day(rng: Random, first: int, last: int) -> date:
    return date(rng.randint(first, last), 1, 1) + timedelta(days=rng.randint(0, 364))


def _day_outside(rng: Random, first_year: int) -> date:
    """Return a day in the autumn before the window, when the register was opened, or in the year after it."""
    if rng.random() < 0.4:
        return date(first_year - 1, 10, 1) + timedelta(days=rng.randint(0, 91))
    return date(LAST_YEAR + 1, 1, 1) + timedelta(days=rng.randint(0, 270))


def _rounded(amount: float) -> int:
    return _GRID * max(1, round(amount / _GRID))


def register_frame(events: Sequence[LossEvent]) -> "pd.DataFrame":
    """Return the two exports, one below the other: the risk register in dollars, the legal one in thousands."""
    import pandas as pd

    rows = [_row(event, register) for register in ("risk", "legal") for event in events if register in event.registers]
    frame = pd.DataFrame(rows)
    return frame.assign(occurred=pd.to_datetime(frame["occurred"]), ruling_due=pd.to_datetime(frame["ruling_due"]))


def _row(event: LossEvent, register: str) -> dict[str, object]:
    unit, divisor = ("USD thousand", 1_000) if register == "legal" else ("USD", 1)
    money = {
        name: None if amount is None else amount / divisor
        for name, amount in (
            ("loss", event.loss),
            ("recovered", event.recovered),
            ("worst_case", event.worst_case),
        )
    }
    what = {"event_id": event.event_id, "register": register, "occurred": event.occurred, "risk": event.risk}
    return {**what, "status": event.status, **money, "unit": unit, "ruling_due": event.ruling_due}
