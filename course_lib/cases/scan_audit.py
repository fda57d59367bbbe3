"""Generator of a scan audit over four quarters: second reads of what a diagnostic model said, at several sites.

A scan in the random audit is read by one radiologist. If that read says that the model was wrong, a panel reads the
scan again, and the panel's read is final. Some scans of the last quarters wait for their first read. Scans that a
clinic complained about are audited too, beside the random sample. One site joins late, with an easier mix of patients.
Counts come from the standard library and are the same on every platform; numpy only spreads them over rows.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
SITES = ("Ashford", "Birch Hill", "Carlow", "Dunmore", "Eastgate", "Fenwick")
LATE_QUARTERS = ("Q3", "Q4")  # those in which the late site takes part
_WEIGHTS = (0.3, 0.25, 0.2, 0.15, 0.1)
_LATE_RATE = 0.25  # false-diagnosis rate of the late site over that of the others: healthier patients
_COMPLAINTS = (100, 70, 45, 20)  # per 4,000 audited scans: they become fewer as the model becomes better
_WAITING = {"Q3": (0.02, 0.04), "Q4": (0.12, 0.16)}


@dataclass(frozen=True)
class Cell:
    """Counts of distinct scans of one quarter and site.

    `audited` are scans of the random sample with a final read, `false_diagnoses` those of them where it says that the
    model was wrong, `overturned` those where the first read said so and the panel did not. `waiting` have no read yet.
    `complaints` are audited outside the sample, all with a final read; `false_complaints` of them were wrong.
    `scans` is everything that the model read.
    """

    quarter: str
    site: str
    audited: int
    false_diagnoses: int
    overturned: int
    waiting: int
    complaints: int
    false_complaints: int
    scans: int


@dataclass(frozen=True)
class _Total:
    """What the sites of a quarter have together; `rate` and `waiting` are shares of `audited`."""

    audited: int
    rate: float
    waiting: float
    complaints: int
    scans: int


def draw_cells(
    streams: Streams, *, audited: Mapping[str, int], rates: Mapping[str, float], scans: Mapping[str, int]
) -> tuple[Cell, ...]:
    """Return the counts of every quarter and site.

    Parameters
    ----------
    streams
        Random streams of the case.
    audited, rates, scans
        By quarter, for the sites that take part in all four: scans of the random sample with a final read, share of
        them that is a false diagnosis, and scans that the model read.
    """
    order = streams.rng("sites").sample(SITES, len(SITES))
    late, programme = order[-1:], order[:-1]
    cells = []
    for place, quarter in enumerate(QUARTERS):
        waiting = streams.rng(f"waiting {quarter}").uniform(*_WAITING.get(quarter, (0, 0)))
        complaints = round(_COMPLAINTS[place] * audited[quarter] / 4000)
        total = _Total(audited[quarter], rates[quarter], waiting, complaints, scans[quarter])
        cells += _split(streams, quarter, programme, total)
        if quarter in LATE_QUARTERS:
            cells += _split(streams, quarter, late, _late(streams, total))
    return tuple(cells)


def _late(streams: Streams, total: _Total) -> _Total:
    """Return what the late site adds to a quarter: a part of its scans, with a lower rate."""
    part = streams.rng("late site").randint(32, 45) / 100
    scans = 100 * round(part * total.scans / 100)
    return _Total(round(part * total.audited), _LATE_RATE * total.rate, total.waiting, 4, scans)


def _split(streams: Streams, quarter: str, sites: Sequence[str], total: _Total) -> list[Cell]:
    """Split the totals of a quarter over its sites, with some noise."""
    rng = streams.rng(f"split {quarter} {len(sites)}")
    weights = [weight * math.exp(rng.gauss(0, 0.05)) for weight in _WEIGHTS[: len(sites)]]
    uneven = [weight * math.exp(rng.gauss(0, 0.15)) for weight in weights]
    false = round(total.rate * total.audited)
    columns = (
        allocate(total.audited, weights),
        allocate(false, uneven),
        allocate(round(false * rng.uniform(0.2, 0.35)), uneven),
        allocate(round(total.waiting * total.audited), weights),
        allocate(total.complaints, weights),
        allocate(round(total.complaints * rng.uniform(0.25, 0.4)), weights),
        [100 * hundreds for hundreds in allocate(total.scans // 100, weights)],
    )
    return [Cell(quarter, site, *counts) for site, *counts in zip(sites, *columns, strict=True)]


def audited_scans(cells: Sequence[Cell], seed: int) -> "pd.DataFrame":
    """Spread the counts over one row a read, in an order drawn from `seed`; a panel's read keeps the scan's number."""
    import numpy as np
    import pandas as pd

    groups = [(cell, *group) for cell in cells for group in _groups(cell)]
    counts = np.array([count for *_, count in groups])
    rng = np.random.default_rng(seed)
    which = np.repeat(np.arange(len(groups)), counts)
    ids = rng.permutation(len(which)) + 100_000
    v2_live = rng.random(len(which)) < 0.5  # the new version went live in the middle of Q3, everywhere
    disputed = np.array([panel != "" for _, _, _, panel, _ in groups])[which]
    scan = np.concatenate([np.arange(len(which)), np.flatnonzero(disputed)])
    read = np.where(np.arange(len(scan)) < len(which), 1, 2)
    first, panel = (np.array([group[column] for group in groups]) for column in (2, 3))
    quarter = np.array([cell.quarter for cell, *_ in groups])[which[scan]]
    table = pd.DataFrame(
        {
            "scan_id": ids[scan],
            "quarter": quarter,
            "site": np.array([cell.site for cell, *_ in groups])[which[scan]],
            "model_version": np.where((quarter == "Q4") | ((quarter == "Q3") & v2_live[scan]), "v2", "v1"),
            "sample": np.array([sample for _, sample, *_ in groups])[which[scan]],
            "read": read,
            "verdict": np.where(read == 1, first[which[scan]], panel[which[scan]]),
        }
    )
    return table.iloc[rng.permutation(len(table))].reset_index(drop=True)


def _groups(cell: Cell) -> list[tuple[str, str, str, int]]:
    """Return the scans of a cell as (sample, first verdict, panel's verdict or "", number of scans)."""
    undisputed = cell.audited - cell.false_diagnoses - cell.overturned
    return [
        ("random", "right", "", undisputed),
        ("random", "false", "false", cell.false_diagnoses),
        ("random", "false", "right", cell.overturned),
        ("random", "waiting", "", cell.waiting),
        ("complaint", "right", "", cell.complaints - cell.false_complaints),
        ("complaint", "false", "false", cell.false_complaints),
    ]


def scan_volumes(cells: Sequence[Cell]) -> "pd.DataFrame":
    """Return one row per quarter and site with the number of scans that the model read."""
    import pandas as pd

    rows = [(cell.quarter, cell.site, cell.scans) for cell in sorted(cells, key=lambda one: (one.quarter, one.site))]
    return pd.DataFrame(rows, columns=["quarter", "site", "scans"])
