"""What a headline of base, bonus and equity can mean: the conventions that it leaves unsaid."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.measures.compensation import total_compensation

if TYPE_CHECKING:
    import pandas as pd


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


def readings_table() -> "pd.DataFrame":
    """Return the readings as a data frame."""
    import pandas as pd

    rows = [(one.name, one.bonus_of, one.equity_of, one.equity_years) for one in READINGS]
    return pd.DataFrame(rows, columns=("reading", "bonus_of", "equity_of", "equity_years"))
