"""The one reader of `resume_callbacks_2004.csv`, counts of a field experiment (provenance: the note beside it)."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Resumes(NamedTuple):
    """One of the sixteen cells of the experiment.

    `name` is "Black" or "white": how the first name on the resume sounds, given to it by lot. `gender`, `quality`
    ("high" or "low") and `city` describe the resume, `resumes` counts those sent and `callbacks` those called back.
    """

    name: str
    gender: str
    quality: str
    city: str
    resumes: int
    callbacks: int


@cache
def resume_callbacks() -> tuple[Resumes, ...]:
    """Return the 4,870 resumes of the experiment as counts."""
    sounds = {"afam": "Black", "cauc": "white"}
    with files(__package__).joinpath("resume_callbacks_2004.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Resumes(
                sounds[row["ethnicity"]],
                row["gender"],
                row["quality"],
                row["city"],
                int(row["n"]),
                int(row["callbacks"]),
            )
            for row in csv.DictReader(lines)
        )
