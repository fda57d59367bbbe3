"""Generator of camera frames around a staged firmware roll-out: false alarms of an obstacle detector.

Frames are counted by period, firmware, light and speed. The logit of the false-positive rate is a sum of effects of
light, speed and firmware, with an interaction in low sun. The base and the firmware effect are solved for, so that the
pooled rates before and after are exactly the ones wanted. A rain front overlaps the roll-out (a confounder); cars that
kept the old firmware are the concurrent control. Counts come from the standard library and are the same on every
platform; numpy only spreads them over rows.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate, solve_increasing
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

LIGHT = ("day", "night", "rain", "low sun")
SPEED = ("under 50 km/h", "50 to 90 km/h", "over 90 km/h")
GROUPS = (("before", "old"), ("ramp", "old"), ("ramp", "new"), ("after", "old"), ("after", "new"))
POSITIVES_PER_NEGATIVE = 0.06  # hard examples are over-sampled for labelling, far above their share on the road
_OLD_LOGIT = {"day": 0.0, "night": 0.35, "rain": 0.9, "low sun": 0.5}
_NEW_LOGIT = {"day": 0.0, "night": 0.2, "rain": 0.3, "low sun": 1.3}  # added by the new firmware
_RECALIBRATING = 1.2  # added on freshly updated cars: for some days they alarm more than they will later
_SPEED_LOGIT = (0.1, 0.0, -0.15)
_SPEED_MIX = (0.5, 0.3, 0.2)


@dataclass(frozen=True)
class Cell:
    """Counts of distinct frames in one combination of period, firmware, light and speed.

    The last two count second copies of alarm frames, uploaded again under the same frame number.
    """

    period: str
    firmware: str
    light: str
    speed: str
    negatives: int
    false_positives: int
    positives: int
    true_positives: int
    repeated_false_positives: int
    repeated_true_positives: int


def draw_cells(
    streams: Streams, *, negatives: Mapping[str, int], rates: Mapping[str, float], share_updated: float
) -> tuple[Cell, ...]:
    """Return the counts of all periods.

    Parameters
    ----------
    streams
        Random streams of the case.
    negatives, rates
        Frames without an obstacle, and the pooled false-positive rate wanted among them, "before" and "after".
    share_updated
        Share of the cars, and of their frames after the roll-out, with the new firmware.
    """
    mix = _light_mix(streams)
    base = solve_increasing(lambda b: _pooled(mix["before"], b), rates["before"], low=-9, high=0)
    wanted = (rates["after"] - (1 - share_updated) * _pooled(mix["after"], base)) / share_updated
    update = solve_increasing(lambda u: _pooled(mix["after"], base, u), wanted, low=-3, high=5)
    updated = round(share_updated * negatives["after"])
    totals = dict(
        zip(GROUPS, (negatives["before"], 26_000, 10_000, negatives["after"] - updated, updated), strict=True)
    )
    frames, expected = {}, {}
    for group, total in totals.items():
        name = "/".join(group)
        frames[group] = allocate(total, _jittered(streams, name, mix[group[0]]))
        logits = _logits(base, update + (_RECALIBRATING if group[0] == "ramp" else 0) if group[1] == "new" else None)
        expected[group] = _noisy(streams, name, [n * _rate(x) for n, x in zip(frames[group], logits, strict=True)])
    false_positives = _meet_totals(expected, {when: round(rates[when] * negatives[when]) for when in rates})
    return tuple(cell for group in GROUPS for cell in _group(streams, group, frames[group], false_positives[group]))


def _light_mix(streams: Streams) -> dict[str, tuple[float, ...]]:
    weather = streams.rng("weather")
    rain, front = weather.uniform(0.12, 0.16), weather.uniform(0.08, 0.14)
    after = (0.75 - rain - front, 0.14, rain + front, 0.11)
    return {"before": (0.77 - rain, 0.14, rain, 0.09), "ramp": after, "after": after}


def _logits(base: float, update: float | None) -> list[float]:
    """Return the logit of the false-positive rate by light and speed; `update` is None for the old firmware."""
    new = {light: 0.0 if update is None else update + _NEW_LOGIT[light] for light in LIGHT}
    return [base + _OLD_LOGIT[light] + new[light] + speed for light in LIGHT for speed in _SPEED_LOGIT]


def _rate(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _weights(mix: Sequence[float]) -> list[float]:
    return [light * speed for light in mix for speed in _SPEED_MIX]


def _pooled(mix: Sequence[float], base: float, update: float | None = None) -> float:
    weights = _weights(mix)
    rates = [_rate(logit) for logit in _logits(base, update)]
    return sum(weight * rate for weight, rate in zip(weights, rates, strict=True)) / sum(weights)


def _jittered(streams: Streams, name: str, mix: Sequence[float]) -> list[float]:
    rng = streams.rng(f"frames {name}")
    return [weight * math.exp(rng.gauss(0, 0.05)) for weight in _weights(mix)]


def _noisy(streams: Streams, name: str, expected: Sequence[float]) -> list[float]:
    rng = streams.rng(f"false positives {name}")
    return [max(1.0, mean + rng.gauss(0, 1) * math.sqrt(mean)) for mean in expected]


def _meet_totals(
    expected: Mapping[tuple[str, str], list[float]], totals: Mapping[str, int]
) -> dict[tuple[str, str], list[int]]:
    """Turn expected counts into whole ones whose sum over a period is exactly its total."""
    counts = {}
    for period in dict.fromkeys(period for period, _ in expected):
        groups = [group for group in expected if group[0] == period]
        flat = [mean for group in groups for mean in expected[group]]
        whole = allocate(totals.get(period, round(sum(flat))), flat)
        size = len(whole) // len(groups)
        counts |= {group: whole[i * size : (i + 1) * size] for i, group in enumerate(groups)}
    return counts


def _group(
    streams: Streams, group: tuple[str, str], negatives: Sequence[int], false_positives: Sequence[int]
) -> list[Cell]:
    rng = streams.rng(f"positives {'/'.join(group)}")
    positives = allocate(round(sum(negatives) * POSITIVES_PER_NEGATIVE), negatives)
    recall = streams.rng("recall").randint(930, 975) / 1000 + rng.uniform(-0.004, 0.004)
    true_positives = allocate(round(sum(positives) * recall), positives)
    repeated = rng.uniform(0.10, 0.16) if group[1] == "new" else rng.uniform(0.01, 0.03)
    again = [allocate(round(sum(alarms) * repeated), alarms) for alarms in (false_positives, true_positives)]
    places = [(light, speed) for light in LIGHT for speed in SPEED]
    counts = zip(places, negatives, false_positives, positives, true_positives, *again, strict=True)
    return [Cell(*group, *place, *numbers) for place, *numbers in counts]


def camera_frames(cells: Sequence[Cell], seed: int) -> "pd.DataFrame":
    """Spread the counts over one row a frame, in an order drawn from `seed`; repeated uploads keep their number."""
    import numpy as np
    import pandas as pd

    rows = [row for i, cell in enumerate(cells) for row in _rows(i, cell)]
    cell, obstacle, alarm, count, repeated = (np.array(column) for column in zip(*rows, strict=True))
    rng = np.random.default_rng(seed)
    ids = rng.permutation(int(count.sum())).astype("int32") + 1_000_000
    first = np.cumsum(count) - count
    again = np.concatenate([ids[start : start + k] for start, k in zip(first, repeated, strict=True)])
    which = np.concatenate([np.repeat(np.arange(len(count)), n) for n in (count, repeated)])
    order = rng.permutation(len(which))
    which = which[order]
    columns: dict[str, object] = {"frame_id": np.concatenate([ids, again])[order]}
    for name in ("period", "firmware", "light", "speed"):
        labels = list(dict.fromkeys(getattr(one, name) for one in cells))
        codes = np.array([labels.index(getattr(one, name)) for one in cells], dtype="int8")
        columns[name] = pd.Categorical.from_codes(codes[cell][which], labels, validate=False)
    return pd.DataFrame({**columns, "obstacle": obstacle[which], "alarm": alarm[which]})


def _rows(i: int, cell: Cell) -> list[tuple[int, bool, bool, int, int]]:
    """Return the rows of a cell as (cell, obstacle, alarm, distinct frames, second copies)."""
    return [
        (i, False, False, cell.negatives - cell.false_positives, 0),
        (i, False, True, cell.false_positives, cell.repeated_false_positives),
        (i, True, False, cell.positives - cell.true_positives, 0),
        (i, True, True, cell.true_positives, cell.repeated_true_positives),
    ]
