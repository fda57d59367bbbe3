"""Say which figures an entry of the ledger backs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from course_lib.facts.figures import Figure, find_figures, numbers_of
from course_lib.facts.ledger import Fact, fact
from course_lib.facts.provisions import covers


@dataclass(frozen=True)
class Backing:
    """The figures of one entry, in comparable form.

    Parameters
    ----------
    figures
        Every figure in the statement, the source, the as-of date and the texts of the value. Not those in the
        note, which may be wrong.
    numbers
        Every number that occurs in them or in the value, and the years.
    """

    figures: tuple[Figure, ...]
    numbers: frozenset[Decimal]

    def holds(self, figure: Figure) -> bool:
        """Say whether the entry holds this figure.

        Money needs the currency, a duration its unit. A date may say less than the ledger's (a month, or a
        day without the year), and so may a provision (the article without its paragraph).
        """
        values = [own.value for own in self.figures if own.kind == figure.kind]
        if figure.value in values:
            return True
        if figure.kind == "date":
            return any(_same_date(own, figure.value) for own in values)
        if figure.kind == "provision":
            return any(covers(own, figure.value) for own in values)
        return figure.kind == "number" and figure.value in self.numbers


def _same_date(own: tuple[int | None, ...], said: tuple[int | None, ...]) -> bool:
    return all(part is None or part == own_part for own_part, part in zip(own, said, strict=True))


@cache
def backing(id: str) -> Backing:
    """Return the figures that one entry of the ledger backs."""
    entry = fact(id)
    text = " | ".join(_texts(entry))
    figures = tuple(find_figures(text))
    numbers = {number for figure in figures for number in numbers_of(figure)}
    numbers |= {Decimal(year) for year in re.findall(r"(?:19|20)\d{2}", text)}
    numbers |= {Decimal(str(leaf)).normalize() for leaf in leaves(entry.value) if not isinstance(leaf, str)}
    return Backing(figures, frozenset(numbers))


def _texts(entry: Fact) -> Iterator[str]:
    yield entry.statement
    yield entry.as_of
    yield from (str(part) for part in entry.source.values())
    yield from (leaf for leaf in leaves(entry.value) if isinstance(leaf, str))


def leaves(value: object) -> Iterator[object]:
    """Yield the numbers and texts of a value, however nested."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield value
