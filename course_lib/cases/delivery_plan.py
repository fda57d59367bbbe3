"""The delivery calendar's plan: work packages that wait for each other, and what can be cut from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams
from course_lib.measures.planning import schedule

if TYPE_CHECKING:
    import pandas as pd

SUPPLIED = "labelled data"
PARKED = "second market"
WEEK = 5
NEEDS: Mapping[str, tuple[str, ...]] = {
    "data contract": (),
    SUPPLIED: ("data contract",),
    "feature pipeline": ("data contract",),
    "oversight design": (),
    "model training": (SUPPLIED, "feature pipeline"),
    "bias test set": (SUPPLIED,),
    "monitoring": ("feature pipeline",),
    "drift baseline": (SUPPLIED, "monitoring"),
    "reviewer training": ("oversight design", "bias test set"),
    "robustness tests": ("model training",),
    "bias audit": ("model training", "bias test set"),
    "user pilot": ("bias audit", "drift baseline", "reviewer training"),
    "technical file": ("robustness tests", "bias audit", "oversight design"),
    "release review": ("user pilot", "technical file"),
}
TAILS = (("robustness tests", "technical file"), ("bias audit", "technical file"), ("bias audit", "user pilot"))
# option, the package that it shortens, days, thousands of dollars, whether a duty of the law stands against it
_CUTS = (
    ("smaller search of settings", "model training", (2, 4), (24, 40), False),
    ("robustness on the main segments", "robustness tests", (4, 7), (26, 48), False),
    ("technical file from a template", "technical file", (3, 5), (18, 34), False),
    ("pilot with half the users", "user pilot", (4, 7), (20, 40), False),
    ("shorter release review", "release review", (1, 2), (14, 26), False),
    ("one annotator instead of two", "bias test set", (6, 8), (4, 8), False),
    ("shorter drift baseline", "drift baseline", (3, 5), (3, 7), False),
    ("audit without small groups", "bias audit", (5, 8), (5, 10), True),
    ("file without the risk section", "technical file", (5, 8), (5, 10), True),
)


@dataclass(frozen=True)
class Package:
    """A work package: what it waits for, how long it takes in its own unit, and its work in person-days."""

    package: str
    needs: tuple[str, ...]
    duration: int
    unit: str
    person_days: int
    status: str

    @property
    def days(self) -> int:
        """Duration in working days."""
        return self.duration * WEEK if self.unit == "weeks" else self.duration


@dataclass(frozen=True)
class Cut:
    """What can be left out: working days saved in one package, cost in dollars, and whether the law asks for it."""

    option: str
    package: str
    days_saved: int
    cost: int
    legal_duty: bool


@dataclass(frozen=True)
class DeliveryPlan:
    """The packages in their order, with what can be cut. `slip` is how much later the data come, in working days.

    `spare` are the working days between the end of the plan and the freeze.
    """

    packages: tuple[Package, ...]
    cuts: tuple[Cut, ...]
    spare: int
    slip: int

    @cached_property
    def planned(self) -> tuple[Package, ...]:
        """The packages that are not parked."""
        return tuple(one for one in self.packages if one.status == "planned")

    def frame(self, order: Random) -> "pd.DataFrame":
        """Build the table of packages, in an order of its own."""
        import pandas as pd

        rows = [
            (one.package, ", ".join(one.needs), one.duration, one.unit, one.person_days, one.status)
            for one in order.sample(self.packages, len(self.packages))
        ]
        return pd.DataFrame(rows, columns=["package", "needs", "duration", "unit", "person_days", "status"])


def draw_plan(streams: Streams, person_days: int) -> DeliveryPlan:
    """Draw a plan of which one chain is clearly the longest, and the supplier's data are not in it."""
    rng = streams.rng("plan")
    while True:
        tail = rng.choice(TAILS)
        days = _draw_days(rng)
        spare, over = rng.randint(3, 6), rng.randint(4, 8)
        slip = days["feature pipeline"] - days[SUPPLIED] + spare + over
        if not _one_longest_chain(days, tail) or not _some_stay(days, slip):
            continue
        cuts = tuple(Cut(*_cut(rng, row)) for row in _CUTS)
        if _length(_after(days, slip, cuts)) <= _length(days) + spare:
            in_weeks = {SUPPLIED, "model training", "oversight design", tail[1]}
            return DeliveryPlan(_packages(streams, days, in_weeks, person_days), cuts, spare, slip)


def _draw_days(rng: Random) -> dict[str, int]:
    supplied = WEEK * rng.randint(6, 8)
    return {
        "data contract": rng.randint(8, 14),
        SUPPLIED: supplied,
        "feature pipeline": supplied + rng.randint(4, 9),
        "oversight design": WEEK * rng.randint(12, 17),
        "model training": WEEK * rng.randint(6, 8),
        "bias test set": rng.randint(11, 17),
        "monitoring": rng.randint(5, 18),
        "drift baseline": rng.randint(8, 13),
        "reviewer training": rng.randint(6, 10),
        "robustness tests": rng.randint(13, 26),
        "bias audit": rng.randint(13, 26),
        "user pilot": WEEK * rng.randint(3, 6),
        "technical file": WEEK * rng.randint(3, 6),
        "release review": rng.randint(4, 7),
    }


def _one_longest_chain(days: Mapping[str, int], tail: tuple[str, str]) -> bool:
    """Say whether the chain with this end is critical, and nothing else comes closer than three days."""
    chain = {"data contract", "feature pipeline", "model training", *tail, "release review"}
    found = schedule(days, NEEDS)
    other = [one.slack for name, one in found.items() if name not in chain]
    return all(found[name].slack == 0 for name in chain) and min(other) >= 3


def _some_stay(days: Mapping[str, int], slip: int) -> bool:
    """Say whether of the packages behind the data one at least has a later neighbour to wait for anyway."""
    before, after = schedule(days, NEEDS), schedule({**days, SUPPLIED: days[SUPPLIED] + slip}, NEEDS)
    moved = [before[name].start < after[name].start for name in ("drift baseline", "reviewer training")]
    return not all(moved)


def _cut(rng: Random, row: tuple[str, str, tuple[int, int], tuple[int, int], bool]) -> tuple[str, str, int, int, bool]:
    option, package, days, thousands, duty = row
    return option, package, rng.randint(*days), 1000 * rng.randint(*thousands), duty


def _after(days: Mapping[str, int], slip: int, cuts: tuple[Cut, ...]) -> dict[str, int]:
    """Return the days once the data have slipped and all is cut that may be."""
    left = {**days, SUPPLIED: days[SUPPLIED] + slip}
    for cut in cuts:
        left[cut.package] -= 0 if cut.legal_duty else cut.days_saved
    return left


def _length(days: Mapping[str, int]) -> float:
    return max(one.finish for one in schedule(days, NEEDS).values())


def _packages(streams: Streams, days: Mapping[str, int], in_weeks: set[str], person_days: int) -> tuple[Package, ...]:
    rng = streams.rng("work")
    work = allocate(person_days, [rng.uniform(0.4, 1.0) * (0.2 if name == SUPPLIED else 1) for name in NEEDS])
    rows = [
        Package(
            name,
            NEEDS[name],
            length // WEEK if name in in_weeks else length,
            _unit(name in in_weeks),
            amount,
            "planned",
        )
        for (name, length), amount in zip(days.items(), work, strict=True)
    ]
    rest = _length(days) - sum(days[name] for name in ("data contract", "feature pipeline", "model training"))
    parked = Package(
        PARKED, ("model training",), int(rest) + rng.randint(15, 25), _unit(False), rng.randint(50, 80), "parked"
    )
    return (*rows, parked)


def _unit(weeks: bool) -> str:
    return "weeks" if weeks else "working days"
