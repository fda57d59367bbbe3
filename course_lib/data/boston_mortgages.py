"""The one reader of `boston_mortgages_1990.csv`, counts of real mortgage decisions (provenance: the note beside it)."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

DEBT_RATIO_BANDS = (
    "under 0.26",
    "0.26 to 0.30",
    "0.30 to 0.34",
    "0.34 to 0.38",
    "0.38 to 0.42",
    "0.42 and over",
)


class Applications(NamedTuple):
    """One row of the count table.

    `race` is "Black" or "white" as the study coded the applicant, `debt_ratio` a band of monthly debt payments over
    income (lower edge included), `credit_history` the study's code from 1 (no slow payments) to 6 (public record or
    serious delinquency), `decision` "approved" or "denied", `applications` the count.
    """

    race: str
    debt_ratio: str
    credit_history: int
    decision: str
    applications: int


@cache
def boston_mortgages() -> tuple[Applications, ...]:
    """Return the 2,380 applications of the 1990 Boston study as counts, one row a combination that occurs."""
    with files(__package__).joinpath("boston_mortgages_1990.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Applications(
                row["race"], row["debt_ratio"], int(row["credit_history"]), row["decision"], int(row["applications"])
            )
            for row in csv.DictReader(lines)
        )
