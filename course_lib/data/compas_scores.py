"""The one reader of `compas_broward_2016.csv`, counts of real risk scores (provenance: the note beside it)."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

AGES = ("Less than 25", "25 - 45", "Greater than 45")


class Scored(NamedTuple):
    """One row of the count table.

    `race`, `sex` and `age_cat` as the public file codes a defendant, `decile_score` the risk score from 1 to 10,
    `two_year_recid` 1 if the file records a new offence within two years and 0 if not, `people` the count.
    """

    race: str
    sex: str
    age_cat: str
    decile_score: int
    two_year_recid: int
    people: int


@cache
def compas_scores() -> tuple[Scored, ...]:
    """Return the 7,214 defendants of the public file as counts, one row a combination that occurs."""
    with files(__package__).joinpath("compas_broward_2016.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Scored(
                row["race"],
                row["sex"],
                row["age_cat"],
                int(row["decile_score"]),
                int(row["two_year_recid"]),
                int(row["n"]),
            )
            for row in csv.DictReader(lines)
        )
