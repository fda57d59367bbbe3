"""The one reader of `census_employment_2018.csv.gz`, people with a model's score (provenance: the note beside it)."""

import csv
import gzip
import io
from functools import cache
from importlib.resources import files
from typing import NamedTuple

SCALE = 100_000  # scores come with five decimals: as whole numbers they add up exactly


class Person(NamedTuple):
    """One person who answered the survey, and what the model says of them.

    `score` is the probability of having a job times `SCALE`; `employed` is 1 if the person has one. `race` is "Asian",
    "Black", "White" or "other".
    """

    year: int
    age: int
    sex: str
    race: str
    score: int
    employed: int


@cache
def census_employment() -> tuple[Person, ...]:
    """Return the 40,000 people, 10,000 a year from 2015 to 2018, ordered by year, sex, race, age and score."""
    packed = files(__package__).joinpath("census_employment_2018.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8"), newline=""))
    return tuple(
        Person(int(r["year"]), int(r["age"]), r["sex"], r["race"], int(r["score"]), int(r["employed"])) for r in rows
    )
