"""Generator of the labelled recommendations by slice: every label has a device and a tenure, and some have a surface.

Five slices lie above the known rate, each by its own p-value; the rest of each pair (the other device, the other
tenure) is what is left of the whole, so that both pairs add up to the same labels, and lies near the known rate.
"""

import math
from random import Random
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

PAIRS = (("app", "web"), ("new customers", "long-time customers"))
_SURFACES, _RARE = ("home page", "search page"), ("business accounts", "gift orders")
SLICES = (
    "app",
    "business accounts",
    "gift orders",
    "home page",
    "long-time customers",
    "new customers",
    "search page",
    "web",
)
# Ranges of the p-values above the known rate. At a false discovery rate of 0.05 over seven slices the third misses its
# own line before the fourth meets its line, so that the ways to correct differ in what they flag.
_RAISED = ((0.001, 0.0045), (0.0085, 0.0125), (0.0222, 0.0242), (0.0253, 0.0273), (0.0378, 0.041))
_SMALL = (0.00002, 0.0004)


class SliceCount(NamedTuple):
    """Labelled recommendations of one slice in one run of the evaluation, and those of them that were off target."""

    run: int
    name: str
    labelled: int
    off_target: int


def draw_slices(streams: Streams, baseline: float) -> tuple[SliceCount, ...]:
    """Draw two runs of eight slices, one of them too small; the first run's labels were then corrected."""
    rng = streams.rng("slices")
    raised = [rng.choice(pair) for pair in PAIRS] + list(_SURFACES)
    rare = rng.sample(_RARE, 2)
    order = rng.sample([*raised, rare[0]], len(_RAISED))
    runs = (1, [order[-1], *order[:-1]]), (2, order)
    rows = [row for run, names in runs for row in _run(streams.rng(f"slices run {run}"), run, names, rare[1], baseline)]
    return tuple(sorted(rows, key=lambda row: (row.run, row.name)))


def _run(rng: Random, run: int, raised: list[str], small: str, baseline: float) -> list[SliceCount]:
    labelled = 10 * rng.randint(700, 900)
    whole = round(labelled * baseline + rng.uniform(1.0, 1.4) * math.sqrt(labelled * baseline * (1 - baseline)))
    rows = {}
    for name, level in zip(raised, _RAISED, strict=True):
        share = rng.uniform(0.36, 0.46) if name not in (*_SURFACES, *_RARE) else rng.uniform(0.13, 0.2)
        rows[name] = at_level(run, name, round(share * labelled), rng.uniform(*level), baseline)
    for pair in PAIRS:
        known, rest = sorted(pair, key=lambda name: name not in rows)
        rows[rest] = SliceCount(run, rest, labelled - rows[known].labelled, whole - rows[known].off_target)
    return [*rows.values(), at_level(run, small, rng.randint(70, 140), rng.uniform(*_SMALL), baseline)]


def at_level(run: int, name: str, about: int, level: float, baseline: float) -> SliceCount:
    """Return a slice of about so many labels whose one-sided p-value against the baseline is the level.

    The count of off-target ones comes first, then the size that gives the level: n p + z root(n p q) = count.
    """
    z, spread = -NormalDist().inv_cdf(level), math.sqrt(baseline * (1 - baseline))
    off_target = round(about * baseline + z * spread * math.sqrt(about))
    root = (math.sqrt((z * spread) ** 2 + 4 * baseline * off_target) - z * spread) / (2 * baseline)
    return SliceCount(run, name, round(root**2), off_target)


def slices_frame(slices: tuple[SliceCount, ...]) -> "pd.DataFrame":
    """Return the counts by slice, one row a slice and run."""
    import pandas as pd

    return pd.DataFrame(slices, columns=["run", "slice", "labelled", "off_target"])
