"""A survey of yearly pay as people report it: forms sent twice, blanks that are no zeros, a few very high values."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

PRODUCT, AI, PROGRAMME = "product manager", "AI product manager", "programme manager"
LEVEL = "senior"  # the level of the offer, and of the headline
_STEP = 500  # people round what they report


@dataclass(frozen=True)
class Response:
    """One form: yearly base, bonus and stock in USD; `stock` is None where the field was left blank."""

    respondent_id: int
    role: str
    level: str
    base: int
    bonus: int
    stock: int | None

    @property
    def total(self) -> int:
        """Base, bonus and stock, with a blank as nothing."""
        return self.base + self.bonus + (self.stock or 0)


@dataclass(frozen=True)
class Survey:
    """All forms in the order of the table, second copies among them."""

    responses: tuple[Response, ...]

    @cached_property
    def distinct(self) -> tuple[Response, ...]:
        """One form a respondent."""
        return tuple({one.respondent_id: one for one in self.responses}.values())

    @cached_property
    def peers(self) -> tuple[Response, ...]:
        """The traditional product managers at the level of the offer whose form is complete, each once."""
        return tuple(one for one in self.distinct if is_peer(one) and one.stock is not None)

    def table(self) -> "pd.DataFrame":
        """Return the forms as a data frame; a blank is missing."""
        import pandas as pd

        columns = ("respondent_id", "role", "level", "base_usd", "bonus_usd", "stock_usd")
        rows = [(one.respondent_id, one.role, one.level, one.base, one.bonus, one.stock) for one in self.responses]
        return pd.DataFrame(rows, columns=columns).astype({"stock_usd": "float64"})


def is_peer(one: Response) -> bool:
    """Say whether a form is of a traditional product manager at the level of the offer."""
    return one.role == PRODUCT and one.level == LEVEL


def draw_survey(streams: Streams) -> Survey:
    """Draw the survey.

    Forms are sent again when somebody comes back to add stock, so the copies are of people with much of it. Two
    people report very much: they move the mean and leave the median where it is.
    """
    rng = streams.rng("survey")
    lift = rng.randint(-8, 8) * 1000
    peers = _people(rng, rng.randint(41, 57), PRODUCT, LEVEL, lift)
    peers += [lambda i: Response(i, PRODUCT, LEVEL, 150_000, 30_000, rng.randint(300, 440) * _STEP) for _ in range(2)]
    others = _people(rng, rng.randint(14, 22), PRODUCT, "staff", lift + 45_000)
    others += _people(rng, rng.randint(24, 34), AI, LEVEL, lift + rng.randint(30, 50) * 1000)
    others += _people(rng, rng.randint(12, 18), PROGRAMME, LEVEL, lift - 20_000)
    ids = rng.sample(range(1000, 10_000), len(peers) + len(others))
    forms = [person(i) for person, i in zip(peers + others, ids, strict=True)]
    generous = sorted((one for one in forms if one.stock is not None), key=lambda one: (is_peer(one), one.total))
    copied = rng.sample(generous[-22:], rng.randint(13, 16))
    rows = forms + copied
    rng.shuffle(rows)
    return Survey(tuple(rows))


def _people(rng: Random, count: int, role: str, level: str, lift: int) -> list[Callable[[int], Response]]:
    return [lambda i: _person(rng, i, role, level, lift) for _ in range(count)]


def _person(rng: Random, respondent_id: int, role: str, level: str, lift: int) -> Response:
    base = 130_000 + lift + _STEP * rng.randint(-30, 30)
    bonus = _STEP * round(base * rng.randint(7, 15) / 100 / _STEP)
    much = rng.random() < 0.45
    stock = None if rng.random() < 0.14 else _STEP * (rng.randint(50, 90) if much else rng.randint(6, 20))
    return Response(respondent_id, role, level, base, bonus, stock)
