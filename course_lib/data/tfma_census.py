"""The one reader of `tfma_census_slices.json`, recorded output of TensorFlow Model Analysis (provenance: the note)."""

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

ALL = "all"


class CensusSlice(NamedTuple):
    """Metrics of one slice of the census people at a threshold of one half.

    `sex` and `year` are "all" where the recording does not slice by them. Rates are fractions. `calibration` is the
    tool's: mean prediction over mean label.
    """

    sex: str
    year: int | str
    example_count: int
    fpr: float
    fnr: float
    precision: float
    predicted_positive_rate: float
    mean_label: float
    mean_prediction: float
    calibration: float
    auc: float


@cache
def tfma_census_slices() -> tuple[CensusSlice, ...]:
    """Return the recorded slices by year, by sex and year, and the row of everybody."""
    recorded = json.loads(files(__package__).joinpath("tfma_census_slices.json").read_text(encoding="utf-8"))
    return tuple(_slice(one["slice"], one["metrics"]) for one in recorded["slices"])


def census_slice(sex: str, year: int | str) -> CensusSlice:
    """Return one recorded slice."""
    return next(one for one in tfma_census_slices() if (one.sex, one.year) == (sex, year))


def _slice(where: dict[str, str | int], metrics: dict[str, float]) -> CensusSlice:
    values = {name: metrics[name] for name in CensusSlice._fields[2:]}
    return CensusSlice(sex=where.get("sex", ALL), year=where.get("year", ALL), **values)
