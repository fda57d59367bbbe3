"""The one reader of `german_credit_1994.csv`, counts of real credits (provenance: the note beside it)."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

DURATIONS = ("up to 12", "13 to 18", "19 to 24", "25 to 36", "over 36")


class Credits(NamedTuple):
    """One row of the count table.

    `account` and `history` are the codes of the public file for the checking account (A11 to A14) and the credit
    history (A30 to A34), `duration` a band of months, `risk` "good" or "bad" as the bank judged it, `clients` a count.
    """

    account: str
    history: str
    duration: str
    risk: str
    clients: int


@cache
def german_credit() -> tuple[Credits, ...]:
    """Return the 1,000 credits as counts, one row a combination that occurs."""
    with files(__package__).joinpath("german_credit_1994.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Credits(row["account"], row["history"], row["duration"], row["risk"], int(row["clients"]))
            for row in csv.DictReader(lines)
        )
