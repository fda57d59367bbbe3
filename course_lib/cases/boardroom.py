"""What the board looks at beside the losses: the launch by market, pay, who may decide what, and when it meets."""

from dataclasses import dataclass
from datetime import date
from random import Random

from course_lib.core.case import Streams

ROLES = ("VP product", "chief risk officer", "head of AI platform", "head of internal audit", "AI product manager")
_THOUSAND = 1_000
_CLOSED_MONTHS = (3, 6, 9, 12)  # the board meets at the end of a quarter, its audit committee in the other months


@dataclass(frozen=True)
class Market:
    """A market of the launch: margin a week in dollars, whether a delay hits it, share of that caught up later."""

    market: str
    weekly_margin: int
    delayed: bool
    caught_up: float


@dataclass(frozen=True)
class Person:
    """One post: role, level and total pay in dollars a year; None where nobody has been hired yet."""

    post: str
    role: str
    level: str
    total_pay: int | None


@dataclass(frozen=True)
class Mandate:
    """What a role may do: dollars that it may spend, whether it may stop a launch, whether it audits the programme."""

    role: str
    may_spend: int
    may_stop_launch: bool
    audits: bool


@dataclass(frozen=True)
class Meeting:
    """A meeting on a day: of the board, or of its audit committee."""

    day: date
    body: str


def draw_markets(streams: Streams) -> tuple[Market, ...]:
    """Return three markets that a delay hits and two that it does not, in an order of their own."""
    rng = streams.rng("markets")
    names = [*rng.sample(("Germany", "France", "Italy", "Spain", "Netherlands", "Poland"), 3), "Brazil", "Canada"]
    rows = [
        Market(name, 5 * _THOUSAND * rng.randint(11, 24), i < 3, 5 * rng.randint(2, 8) / 100 if i < 3 else 0.0)
        for i, name in enumerate(names)
    ]
    rng.shuffle(rows)
    return tuple(rows)


def draw_people(streams: Streams) -> tuple[Person, ...]:
    """Return the product managers of two levels. AI product managers sit higher, and one post is open."""
    rng = streams.rng("people")
    usual = {"L5": rng.randint(150, 172), "L6": rng.randint(195, 222)}
    posts = [("PM", "L5")] * rng.randint(4, 5) + [("PM", "L6")] * 2
    posts += [("AI PM", "L5")] * rng.randint(1, 2) + [("AI PM", "L6")] * rng.randint(2, 3)
    paid = [(role, level, _pay(rng, role, usual[level])) for role, level in posts]
    rows = [*paid, ("AI PM", "L6", None)]
    rng.shuffle(rows)
    return tuple(Person(f"P{i:02d}", *row) for i, row in enumerate(rows, start=1))


def _pay(rng: Random, role: str, usual: int) -> int:
    return _THOUSAND * round(usual * (rng.uniform(1.25, 1.5) if role == "AI PM" else rng.uniform(0.94, 1.06)))


def draw_mandates(streams: Streams, budget: int) -> tuple[Mandate, ...]:
    """Return what each role may do. One of them may spend the budget and stop a launch, and does not audit."""
    rng = streams.rng("mandates")
    owner, no_stop, no_money = rng.sample(ROLES[:3], 3)
    enough = [50 * _THOUSAND * (budget // (50 * _THOUSAND) + rng.randint(2, 12)) for _ in range(3)]
    little = [50 * _THOUSAND * rng.randint(3, 9) for _ in range(2)]
    rows = [
        Mandate(owner, enough[0], True, False),
        Mandate(no_stop, enough[1], False, False),
        Mandate(no_money, little[0], True, False),
        Mandate(ROLES[3], enough[2], True, True),
        Mandate(ROLES[4], little[1], True, False),
    ]
    return tuple(sorted(rows, key=lambda row: ROLES.index(row.role)))


def draw_meetings(streams: Streams, year: int) -> tuple[Meeting, ...]:
    """Return one meeting a month, all days different from one case to the next."""
    rng = streams.rng("meetings")
    return tuple(
        Meeting(date(year, month, rng.randint(18, 28)), "board" if month in _CLOSED_MONTHS else "audit committee")
        for month in range(1, 13)
    )


def draw_rulings(streams: Streams, year: int, number: int) -> tuple[date, ...]:
    """Return days in `year` on which open claims are ruled on, in an order of their own.

    The last falls early in a quarter, so that the audit committee meets before the board does; the first lies at least
    a quarter earlier.
    """
    rng = streams.rng("rulings")
    last_month = rng.choice((7, 10))
    days = [date(year, last_month, rng.randint(2, 16)), date(year, rng.randint(1, 3), rng.randint(2, 16))]
    days += [date(year, rng.randint(2, last_month - 1), rng.randint(1, 17)) for _ in range(number - 2)]
    rng.shuffle(days)
    return tuple(days)
