"""Exhibit B of the claim audit: what pages say about pay, line by line, and every reading of such a line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from course_lib.cases.pay_readings import READINGS, Reading
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

ALL_READINGS = (
    *READINGS,
    Reading("equity of base, granted for five years", "base", "base", 5),
    Reading("equity of total, granted for four years", "base", "total", 4),
)
LITERAL = ALL_READINGS[0]
OF_BASE = tuple(one for one in ALL_READINGS if "total" not in (one.bonus_of, one.equity_of))
_OTHERS = (tuple(one for one in ALL_READINGS if one not in OF_BASE), OF_BASE[1:])
"""Readings that a page may mean and not state: some share is of the total, or none is."""
NEAR = 0.01
"""How close to the stated total a reading must come, as a share of it, to fit."""
LINES = tuple(f"p{i}" for i in range(1, 10))
_PAGES = ("Pay Atlas", "Offer Lens", "PM Weekly", "Level Map", "Career Desk", "Role Index", "Salary Post")
_COPYISTS = ("Daily Digest", "Job Echo")
_TRIES = 500


@dataclass(frozen=True)
class PayLine:
    """One line: base, bonus and equity in per cent, and a stated total; `unit` is what money is in, in dollars."""

    line: str
    page: str
    copied_from: str
    unit: int
    base: int
    bonus: int
    equity: int
    stated: int

    def total(self, reading: Reading) -> float:
        """Return the yearly total in dollars that a reading makes of the parts."""
        return reading.total(self.base, self.bonus / 100, self.equity / 100)

    def fits(self, reading: Reading) -> bool:
        """Say whether a reading comes near the stated total."""
        return abs(self.total(reading) / self.stated - 1) <= NEAR


def draw_pay_lines(streams: Streams) -> tuple[tuple[PayLine, ...], str]:
    """Draw seven lines and two copies of them, and the line that the panel asks about.

    Two or three lines add up literally, one or two fit no reading, the others fit one that they do not state, by turns
    with a share of the total and without. One line that adds up is copied, and one that nothing saves.
    """
    rng, pages = streams.rng("pay lines"), list(_PAGES)
    rng.shuffle(pages)
    literal, hopeless = rng.randint(2, 3), rng.randint(1, 2)
    meant = ["literal"] * literal + ["none"] * hopeless + ["other"] * (len(pages) - literal - hopeless)
    lines = [_draw_line(rng, page, how, _OTHERS[i % 2]) for i, (page, how) in enumerate(zip(pages, meant, strict=True))]
    copies = [replace(lines[i], page=page) for i, page in zip((0, literal), _COPYISTS, strict=True)]
    order = rng.sample(LINES, len(LINES))
    lines = [replace(one, line=name) for one, name in zip(lines, order, strict=False)]
    copied = [replace(one, line=order[7 + i], copied_from=order[(0, literal)[i]]) for i, one in enumerate(copies)]
    asked = rng.choice(lines).line
    return tuple(sorted([*lines, *copied], key=lambda one: one.line)), asked


def _draw_line(rng: Random, page: str, meant: str, others: Sequence[Reading]) -> PayLine:
    """Return a line that is clearly what is meant: every reading fits well or is far from fitting."""
    for _ in range(_TRIES):
        parts = 5_000 * rng.randint(30, 44), rng.randint(10, 25), rng.randint(20, 40)
        drawn = PayLine("", page, "", rng.choice((1, 1, 1_000)), *parts, 0)
        reading = LITERAL if meant == "literal" else rng.choice(others)
        factor = rng.choice((0.86, 0.9, 1.09, 1.14)) if meant == "none" else 1
        line = replace(drawn, stated=1_000 * round(factor * drawn.total(reading) / 1_000))
        if _clear(line, meant):
            break
    return line


def _clear(line: PayLine, meant: str) -> bool:
    away = [abs(line.total(reading) / line.stated - 1) for reading in ALL_READINGS]
    near = [distance < 0.6 * NEAR for distance in away]
    decided = all(distance < 0.6 * NEAR or distance > 1.6 * NEAR for distance in away)
    return decided and {"literal": near[0], "none": not any(near), "other": any(near) and not near[0]}[meant]


def pay_frame(lines: Sequence[PayLine]) -> "pd.DataFrame":
    """Return the lines as the pages print them: some in dollars, some in thousands."""
    import pandas as pd

    units = {1: "USD", 1_000: "USD thousand"}
    rows = [
        (
            *(one.line, one.page, one.copied_from or None, units[one.unit]),
            *(one.base // one.unit, one.bonus, one.equity, one.stated // one.unit),
        )
        for one in lines
    ]
    columns = ("line", "page", "copied_from", "money_in", "base", "bonus_pct", "equity_pct", "stated_total")
    return pd.DataFrame(rows, columns=columns)


def all_readings_frame() -> "pd.DataFrame":
    """Return every reading: of what each share is a share, and over how many years the equity is spread."""
    import pandas as pd

    rows = [(one.name, one.bonus_of, one.equity_of, one.equity_years) for one in ALL_READINGS]
    return pd.DataFrame(rows, columns=("reading", "bonus_of", "equity_of", "equity_years"))
