"""Slices of real mortgage decisions, by debt ratio and credit history, on which the four-fifths screen fails."""

from dataclasses import dataclass
from functools import cache

from course_lib.core.case import Streams
from course_lib.data.boston_mortgages import DEBT_RATIO_BANDS, Applications, boston_mortgages

_FEWEST = {"Black": 60, "white": 150}


@dataclass(frozen=True)
class Slice:
    """Neighbouring bands of debt ratio, and neighbouring codes of credit history."""

    bands: tuple[str, ...]
    least_history: int
    most_history: int

    def holds(self, row: Applications) -> bool:
        """Say whether a row of the count table is in the slice."""
        return row.debt_ratio in self.bands and self.least_history <= row.credit_history <= self.most_history

    def tally(self, race: str) -> tuple[int, int]:
        """Return approved and all applications of one race in the slice."""
        rows = [row for row in boston_mortgages() if row.race == race and self.holds(row)]
        return sum(row.applications for row in rows if row.decision == "approved"), sum(r.applications for r in rows)


@cache
def failing_slices() -> tuple[Slice, ...]:
    """Return the slices that fail the screen clearly, with enough applications in both groups."""
    edges = range(len(DEBT_RATIO_BANDS) + 1)
    slices = [
        Slice(DEBT_RATIO_BANDS[low:high], least, most)
        for low in edges
        for high in edges
        for least in range(1, 4)
        for most in range(least, 7)
        if high > low
    ]
    return tuple(one for one in slices if _fails(one))


def _fails(one: Slice) -> bool:
    (black, all_black), (white, all_white) = one.tally("Black"), one.tally("white")
    if all_black < _FEWEST["Black"] or all_white < _FEWEST["white"]:
        return False
    return black / all_black < 0.78 * white / all_white


def draw_slice(streams: Streams) -> Slice:
    """Draw one of the failing slices."""
    return streams.rng("mortgages").choice(failing_slices())
