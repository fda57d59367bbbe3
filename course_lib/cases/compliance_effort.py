"""One compliance effort: requests for access answered by a machine, and what comparable firms went through.

The firm years come from a register that several associations fill, so some were sent in twice.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

NONE, PARTIAL, WHOLE = "none", "introduced in that year", "whole year"
HAND, MACHINE = "by hand", "automated"
_YEARS = range(2021, 2027)


@dataclass(frozen=True)
class FirmYears:
    """Years of firms, and how many of them saw a sanction or a settlement, by whether they had the control."""

    control: str
    years: int
    events: int
    events_twice: int
    quiet_twice: int


@dataclass(frozen=True)
class Requests:
    """Requests for access answered one way: how many took how many quarters of an hour; and those withdrawn."""

    way: str
    year: int
    quarters: tuple[tuple[int, int], ...]
    withdrawn: int

    @property
    def answered(self) -> int:
        """How many were answered."""
        return sum(count for _, count in self.quarters)

    @property
    def hours(self) -> float:
        """Hours that the answered ones took, all together."""
        return sum(quarters * count for quarters, count in self.quarters) / 4


@dataclass(frozen=True)
class Effort:
    """What is known about the effort. Money is whole euro; the impact of one event is a triangle."""

    firm_years: tuple[FirmYears, ...]
    requests: tuple[Requests, ...]
    wage: int
    cost: int
    low: int
    mode: int
    high: int


def draw_effort(streams: Streams) -> Effort:
    """Draw the register, the requests and the money."""
    rng, money = streams.rng("firm years"), streams.rng("money")
    without, whole = 20 * rng.randint(11, 17), 20 * rng.randint(8, 13)
    firm_years = (
        FirmYears(NONE, without, round(without * rng.randint(75, 120) / 1000), rng.randint(3, 5), rng.randint(1, 3)),
        FirmYears(PARTIAL, rng.randint(30, 40), rng.randint(6, 9), 0, 0),
        FirmYears(WHOLE, whole, round(whole * rng.randint(14, 32) / 1000), 0, rng.randint(2, 4)),
    )
    return Effort(
        firm_years,
        _draw_requests(streams),
        money.randint(50, 80),
        10_000 * money.randint(12, 24),
        50_000 * money.randint(6, 14),
        50_000 * money.randint(30, 50),
        100_000 * money.randint(48, 80),
    )


def _draw_requests(streams: Streams) -> tuple[Requests, Requests]:
    rng = streams.rng("requests")
    by_hand = tuple((quarters, rng.randint(60, 100)) for quarters in (8, 11, 14, 18, 24))
    by_machine = tuple((quarters, rng.randint(120, 260)) for quarters in (1, 2, 3, 5))
    return (
        Requests(HAND, _YEARS[-2], by_hand, rng.randint(4, 9)),
        Requests(MACHINE, _YEARS[-1], by_machine, rng.randint(120, 240)),
    )


def firm_years_frame(effort: Effort, row_seed: int) -> "pd.DataFrame":
    """Build the register: one row a firm and year; some rows were sent in twice."""
    import pandas as pd

    rows, number = [], 0
    for group in effort.firm_years:
        events = [True] * group.events + [False] * (group.years - group.events)
        own = []
        for event in events:
            own.append((f"F{number // len(_YEARS):03d}", _YEARS[number % len(_YEARS)], group.control, event))
            number += 1
        rows += [*own, *own[: group.events_twice], *own[len(own) - group.quiet_twice :]]
    frame = pd.DataFrame(rows, columns=["firm", "year", "control", "event"])
    return frame.sample(frac=1, random_state=row_seed % 2**32).reset_index(drop=True)


def requests_frame(effort: Effort, row_seed: int) -> "pd.DataFrame":
    """Build the requests: one row each; a withdrawn one took a quarter of an hour, whatever the way."""
    import pandas as pd

    rows = [
        (one.way, one.year, status, quarters / 4)
        for one in effort.requests
        for status, groups in (("answered", one.quarters), ("withdrawn", ((1, one.withdrawn),)))
        for quarters, count in groups
        for _ in range(count)
    ]
    frame = pd.DataFrame(rows, columns=["way", "year", "status", "hours"])
    frame = frame.sample(frac=1, random_state=row_seed % 2**32).reset_index(drop=True)
    frame.insert(0, "request_id", range(1, len(frame) + 1))
    return frame
