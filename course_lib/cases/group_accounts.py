"""Who sells how much: the group's companies by year, and the two partners of its AI products."""

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

PARENT, ASSOCIATE = "bank (the parent)", "broker"
GROUP, MID_CAP, VENDOR = "the group", "reseller", "model vendor"
SIZES = {GROUP: "large", MID_CAP: "small mid-cap", VENDOR: "SME"}
_COMPANIES = (  # company, country, inside the Union, held by the parent
    (PARENT, "Germany", True, 1.0),
    ("insurer", "France", True, 1.0),
    ("devices maker", "Ireland", True, 1.0),
    ("lender", "United States", False, 1.0),
    ("payments", "Singapore", False, 1.0),
    (ASSOCIATE, "Spain", True, 0.25),
)
_BANDS = ((260, 470), (530, 720), (780, 1400))  # EUR million: below, between and above the crossovers of the ceilings


@dataclass(frozen=True)
class Sales:
    """Sales of one company in one year in EUR million, outside the group and to group companies."""

    company: str
    country: str
    in_union: bool
    held: float
    year: int
    outside: int
    inside: int
    status: str


@dataclass(frozen=True)
class Turnovers:
    """What everybody sold, by year; the last year is a forecast, the one before it the last that was closed."""

    sales: tuple[Sales, ...]
    partners: tuple[tuple[str, int, int, str], ...]
    closed_year: int

    def group(self, year: int) -> int:
        """Return what the group sold to others in a year: companies that the parent controls, EUR million."""
        return sum(row.outside for row in self.sales if row.year == year and row.held > 0.5)

    def of(self, firm: str, year: int) -> int:
        """Return a firm's worldwide turnover of a year in EUR million."""
        if firm == GROUP:
            return self.group(year)
        return next(amount for name, when, amount, _ in self.partners if (name, when) == (firm, year))


def draw_turnovers(streams: Streams, this_year: int) -> Turnovers:
    """Draw three years of sales; the group's total lies clearly on one side of each crossover."""
    rng = streams.rng("turnover")
    total = 5 * rng.randint(*(edge // 5 for edge in rng.choice(_BANDS)))
    growth = [rng.choice((0.88, 0.91, 0.94)), 1.0, rng.choice((1.06, 1.09, 1.12))]
    weights = [rng.randint(*span) for span in ((30, 40), (18, 26), (8, 14), (14, 22), (6, 10))]
    broker = rng.randint(30, 90)
    rows = []
    for year, factor in zip(range(this_year - 2, this_year + 1), growth, strict=True):
        amounts = [*allocate(round(total * factor), weights), round(broker * factor)]
        rows += [
            _sales(rng, company, year, amount, this_year) for company, amount in zip(_COMPANIES, amounts, strict=True)
        ]
    return Turnovers(tuple(rows), _partners(rng, this_year), this_year - 1)


def _sales(rng: Random, company: tuple[str, str, bool, float], year: int, outside: int, this_year: int) -> Sales:
    name, country, in_union, held = company
    inside = round(outside * rng.randint(4, 12) / 100) if held > 0.5 else 0
    return Sales(name, country, in_union, held, year, outside, inside, _status(year, this_year))


def _partners(rng: Random, this_year: int) -> tuple[tuple[str, int, int, str], ...]:
    rows = []
    for name, amount in ((MID_CAP, rng.randint(80, 135)), (VENDOR, rng.randint(18, 42))):
        for year, factor in zip(range(this_year - 2, this_year + 1), (0.85, 1.0, 1.14), strict=True):
            rows.append((name, year, round(amount * factor), _status(year, this_year)))
    return tuple(rows)


def _status(year: int, this_year: int) -> str:
    return "forecast" if year == this_year else "audited"


def accounts_frame(turnovers: Turnovers) -> "pd.DataFrame":
    """Build the group's accounts: one row a company, year and kind of sales."""
    import pandas as pd

    rows = [
        (one.company, one.country, one.in_union, one.held, one.year, kind, amount, one.status)
        for one in turnovers.sales
        for kind, amount in (("outside the group", one.outside), ("to group companies", one.inside))
        if amount
    ]
    columns = ["company", "country", "in_union", "held_by_parent", "year", "sales", "eur_million", "status"]
    return pd.DataFrame(rows, columns=columns)


def partners_frame(turnovers: Turnovers) -> "pd.DataFrame":
    """Build the partners' worldwide turnover: one row a firm and year."""
    import pandas as pd

    rows = [(name, SIZES[name], year, amount, status) for name, year, amount, status in turnovers.partners]
    return pd.DataFrame(rows, columns=["firm", "size", "year", "eur_million", "status"])
