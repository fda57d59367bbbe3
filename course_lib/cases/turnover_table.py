"""Exhibit B of the regulatory impact: the turnover of three groups by entity, year, scope and state."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

GROUP_WORLD, GROUP_UNION, ENTITY_WORLD = "group, worldwide", "group, Union", "entity, worldwide"
AUDITED, DRAFT = "audited", "draft"
LARGE, SME, MID_CAP = "large", "SME", "small mid-cap"
GROUPS = {LARGE: "Northlight", SME: "Fernbank", MID_CAP: "Ostara"}
CROSSOVER = 500  # EUR million, EUAI-033


@dataclass(frozen=True)
class Turnover:
    """One figure, in EUR million."""

    group: str
    size: str
    entity: str
    financial_year: int
    scope: str
    state: str
    eur_million: float


@dataclass(frozen=True)
class TurnoverTable:
    """All figures; a year is in it as a draft and, once closed, audited."""

    rows: tuple[Turnover, ...]

    def base(self, size: str, year: int, *, scope: str = GROUP_WORLD, state: str = AUDITED) -> float:
        """Return one figure of the group of a size, summed over its entities."""
        return sum(
            row.eur_million
            for row in self.rows
            if (row.size, row.financial_year, row.scope, row.state) == (size, year, scope, state)
        )

    def provider(self, size: str, year: int) -> float:
        """Return the audited figure of the entity that provides the product: the first of its group."""
        return next(
            row.eur_million
            for row in self.rows
            if (row.size, row.financial_year, row.scope, row.state) == (size, year, ENTITY_WORLD, AUDITED)
        )

    def turnover(self) -> "pd.DataFrame":
        """Build the table, each group's years from the latest back."""
        import pandas as pd

        frame = pd.DataFrame([vars(row) for row in self.rows])
        return frame.sort_values(["group", "financial_year"], ascending=[True, False], kind="stable", ignore_index=True)


def draw_turnover(streams: Streams, decision_year: int) -> TurnoverTable:
    """Draw three groups: the large one on either side of the crossover, the others far below it."""
    rng = streams.rng("turnover")
    large = rng.choice((rng.randint(30, 45), rng.randint(55, 130)))  # tens of millions, never near the crossover
    sizes = {LARGE: large * 10, SME: rng.randint(20, 48), MID_CAP: rng.randint(70, 145)}
    return TurnoverTable(
        tuple(row for size, amount in sizes.items() for row in _group(rng, size, amount, decision_year))
    )


def _group(rng: Random, size: str, amount: int, decision_year: int) -> Iterator[Turnover]:
    growth = 1 + rng.randint(7, 13) / 100
    union, parts = rng.randint(45, 65) / 100, (rng.randint(22, 30) / 100, rng.randint(50, 60) / 100)
    for year in range(decision_year - 3, decision_year + 1):
        world = round(amount * growth ** (year - decision_year + 1), 1)
        states = (DRAFT,) if year == decision_year else (AUDITED, DRAFT)
        for state in states:
            figure = world if state == AUDITED else round(world * (1.04 if year < decision_year else 1), 1)
            yield Turnover(GROUPS[size], size, "consolidated", year, GROUP_WORLD, state, figure)
            yield Turnover(GROUPS[size], size, "consolidated", year, GROUP_UNION, state, round(figure * union, 1))
            for name, part in zip(("AI Services", "Holding"), parts, strict=True):
                entity = f"{GROUPS[size]} {name}"
                # what entities sell to each other is in their figures and not in the group's
                own = round(figure * (part + 0.15), 1)
                yield Turnover(GROUPS[size], size, entity, year, ENTITY_WORLD, state, own)
