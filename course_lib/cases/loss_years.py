"""Simulated years of losses: a Poisson number of events, each with a lognormal loss, scaled to an exact yearly mean."""

import math
from array import array
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
class SimulatedLosses:
    """The losses of one risk in whole dollars, and the year of each, from 1 up. Thousands a case, so kept compact."""

    risk: str
    years: array
    losses: array


def simulate(streams: Streams, risks: Sequence[YearlyRisk], years: int) -> tuple[SimulatedLosses, ...]:
    """Return the losses of each risk in the years 1 to `years`; a year without a loss has none."""
    return tuple(_simulate_one(streams.rng(f"simulated {one.risk}"), one, years) for one in risks)


def _simulate_one(rng: Random, risk: YearlyRisk, years: int) -> SimulatedLosses:
    when = [year for year in range(1, years + 1) for _ in range(_poisson(rng, risk.events_a_year))]
    sizes = [rng.lognormvariate(0, risk.spread) for _ in when]
    scale = risk.mean_a_year * years / math.fsum(sizes) / _ROUNDED_TO  # so that equal means are equal, tails are not
    losses = [_ROUNDED_TO * max(1, round(scale * size)) for size in sizes]
    return SimulatedLosses(risk.risk, array("H", when), array("L", losses))


def _poisson(rng: Random, mean: float) -> int:
    """Return a Poisson count, by Knuth's product of uniform numbers."""
    events, product, floor = 0, rng.random(), math.exp(-mean)
    while product > floor:
        events += 1
        product *= rng.random()
    return events


def years_frame(simulated: Sequence[SimulatedLosses]) -> "pd.DataFrame":
    """Return the losses as a table, a row each, in the order of the years."""
    import pandas as pd

    tables = [
        pd.DataFrame({"year": one.years.tolist(), "risk": one.risk, "loss": one.losses.tolist()}) for one in simulated
    ]
    return pd.concat(tables).sort_values("year", kind="stable", ignore_index=True)
