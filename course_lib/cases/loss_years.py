"""Simulated years of losses: a Poisson number of events, each with a lognormal loss, scaled to an exact yearly mean."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

_ROUNDED_TO = 1_000


@dataclass(frozen=True)
class YearlyRisk:
    """What a simulation takes for a risk: events a year, mean loss a year in dollars, spread of ln(loss)."""

    risk: str
    events_a_year: float
    mean_a_year: int
    spread: float


@dataclass(frozen=True)
class SimulatedLoss:
    """One loss in one simulated year, in whole dollars."""

    year: int
    risk: str
    loss: int


def simulate(streams: Streams, risks: Sequence[YearlyRisk], years: int) -> tuple[SimulatedLoss, ...]:
    """Return every loss of the years 1 to `years`, in the order of the years; a year without a loss has none."""
    losses: list[SimulatedLoss] = []
    for one in risks:
        rng = streams.rng(f"simulated {one.risk}")
        when = [year for year in range(1, years + 1) for _ in range(_poisson(rng, one.events_a_year))]
        sizes = [rng.lognormvariate(0, one.spread) for _ in when]
        scale = one.mean_a_year * years / math.fsum(sizes)  # so that risks of one mean differ in their tails alone
        losses += [
            SimulatedLoss(year, one.risk, _ROUNDED_TO * max(1, round(scale * size / _ROUNDED_TO)))
            for year, size in zip(when, sizes, strict=True)
        ]
    return tuple(sorted(losses, key=lambda loss: loss.year))


def _poisson(rng: Random, mean: float) -> int:
    """Return a Poisson count, by Knuth's product of uniform numbers."""
    events, product, floor = 0, rng.random(), math.exp(-mean)
    while product > floor:
        events += 1
        product *= rng.random()
    return events


def years_frame(losses: Sequence[SimulatedLoss]) -> "pd.DataFrame":
    """Return the losses as a table, a row each."""
    import pandas as pd

    columns = {name: [getattr(one, name) for one in losses] for name in ("year", "risk", "loss")}
    return pd.DataFrame(columns)
