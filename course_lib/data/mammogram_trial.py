"""The one reader of `mammogram_trial_2014.csv`, counts of a screening trial (provenance: the note beside it)."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Arm(NamedTuple):
    """One arm of the trial: `treatment` ("control" or "mammogram"), its `women`, and their `deaths` (breast cancer)."""

    treatment: str
    women: int
    deaths: int


@cache
def mammogram_trial() -> tuple[Arm, Arm]:
    """Return the control arm and the mammography arm of the trial."""
    with files(__package__).joinpath("mammogram_trial_2014.csv").open(encoding="utf-8", newline="") as lines:
        control, mammogram = (Arm(row["treatment"], int(row["n"]), int(row["deaths"])) for row in csv.DictReader(lines))
    return control, mammogram
