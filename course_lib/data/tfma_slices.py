"""The one reader of `tfma_slices.json`, recorded output of TensorFlow Model Analysis (its provenance: the note)."""

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

ALL = "all"


class SliceMetrics(NamedTuple):
    """Metrics of one slice.

    `race` and `sex` are "all" where the recording does not slice by them; both "all" is the whole data set. Rates are
    fractions. `calibration` is the tool's: the sum of the predictions over the sum of the labels. `precision` is None
    where nothing was predicted positive.
    """

    race: str
    sex: str
    example_count: int
    fpr: float
    fnr: float
    precision: float | None
    predicted_positive_rate: float
    calibration: float
    auc: float


@cache
def tfma_slices() -> tuple[SliceMetrics, ...]:
    """Return the recorded slices of the two-year risk score, the overall row among them."""
    recorded = json.loads(files(__package__).joinpath("tfma_slices.json").read_text(encoding="utf-8"))
    return tuple(_slice(one["slice"], one["metrics"]) for one in recorded["slices"])


def _slice(where: dict[str, str], metrics: dict[str, float | None]) -> SliceMetrics:
    place = {name: where.get(name, ALL) for name in ("race", "sex")}
    return SliceMetrics(**place, **{name: metrics[name] for name in SliceMetrics._fields[2:]})
