"""What a headline of base, bonus and equity can mean: the conventions that it leaves unsaid."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.core.case import Streams
from course_lib.measures.compensation import total_compensation

if TYPE_CHECKING:
    import pandas as pd

_TRIES = 50


@dataclass(frozen=True)
class Reading:
    """One convention: of what each share is a share, and over how many years one equity grant vests."""

    name: str
    bonus_of: str
    equity_of: str
    equity_years: int

    def total(self, base: float, bonus_share: float, equity_share: float) -> float:
        """Return the yearly total that this convention makes of the parts; a part of nothing does not count."""
        counted = [word for word in (self.bonus_of, self.equity_of) if word != "nothing"]
        return total_compensation(
            base,
            bonus_share=bonus_share if self.bonus_of in counted else 0,
            equity_share=equity_share if self.equity_of in counted else 0,
            bonus_of=self.bonus_of if self.bonus_of in counted else "base",
            equity_of=self.equity_of if self.equity_of in counted else "base",
            equity_years=self.equity_years,
        )


READINGS = (
    Reading("both of base", "base", "base", 1),
    Reading("both of total", "total", "total", 1),
    Reading("bonus of base, equity of total", "base", "total", 1),
    Reading("bonus of total, equity of base", "total", "base", 1),
    Reading("equity of base, granted for three years", "base", "base", 3),
    Reading("equity of base, granted for four years", "base", "base", 4),
    Reading("equity left out", "base", "nothing", 1),
    Reading("bonus left out", "nothing", "base", 1),
)
"""The literal one first. Its total and that of the second are never the headline."""


MARGIN = 0.01
"""How close to the headline a reading must come, as a share of the headline, to count as its convention."""


def draw_headline(streams: Streams) -> tuple[int, float, float, int]:
    """Draw base, bonus share, equity share and the headline that one reading makes of them.

    Some figures add up under several readings; they are drawn again.
    """
    pay, reading = streams.rng("pay"), streams.rng("reading").choice(READINGS[2:])
    for _ in range(_TRIES):
        parts = 5000 * pay.randint(34, 42), pay.randint(12, 25) / 100, pay.randint(22, 40) / 100
        headline = 1000 * round(reading.total(*parts) / 1000)
        if clear(*parts, headline):
            break
    return *parts, headline


def by_distance(base: float, bonus_share: float, equity_share: float, headline: float) -> list[tuple[Reading, float]]:
    """Return the readings and how far each is from the headline, as a share of it, the nearest first."""
    away = [(one, abs(one.total(base, bonus_share, equity_share) / headline - 1)) for one in READINGS]
    return sorted(away, key=lambda pair: pair[1])


def clear(base: float, bonus_share: float, equity_share: float, headline: float) -> bool:
    """Say whether one reading fits the headline well and no other comes near."""
    (_, nearest), (_, second), *_ = by_distance(base, bonus_share, equity_share, headline)
    return nearest < MARGIN / 2 and second > 2 * MARGIN


def readings_table() -> "pd.DataFrame":
    """Return the readings as a data frame."""
    import pandas as pd

    rows = [(one.name, one.bonus_of, one.equity_of, one.equity_years) for one in READINGS]
    return pd.DataFrame(rows, columns=("reading", "bonus_of", "equity_of", "equity_years"))
