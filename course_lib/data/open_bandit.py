"""The one reader of `open_bandit_men_2019.csv.gz`, a real log of recommendations (provenance: the note beside it)."""

import csv
import gzip
import io
from functools import cache
from importlib.resources import files
from typing import NamedTuple

ITEMS = tuple(range(34))
POLICIES = ("random", "thompson")


class Impression(NamedTuple):
    """One item shown to somebody.

    `policy` chose it: "random" (every item equally often) or "thompson" (Bernoulli Thompson sampling). `position` is 1
    to 3 from the left, `click` 1 if it was clicked, `propensity` the probability with which the policy chose this item.
    """

    policy: str
    item: int
    position: int
    click: int
    propensity: float


@cache
def open_bandit() -> tuple[Impression, ...]:
    """Return the 20,000 impressions, 10,000 a policy, ordered by policy, item, position and propensity."""
    packed = files(__package__).joinpath("open_bandit_men_2019.csv.gz").read_bytes()
    lines = io.StringIO(gzip.decompress(packed).decode("utf-8"), newline="")
    return tuple(
        Impression(row["policy"], int(row["item"]), int(row["position"]), int(row["click"]), float(row["propensity"]))
        for row in csv.DictReader(lines)
    )
