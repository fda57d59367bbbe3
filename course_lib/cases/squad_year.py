"""The delivery calendar's squad: who works how much, who is away when, and the days on which a drill could be held."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from course_lib.cases.closed_days import YEAR
from course_lib.core.case import Streams
from course_lib.measures.working_days import finish_of, start_of

if TYPE_CHECKING:
    import pandas as pd

_NAMES = ("Ada", "Ben", "Chi", "Dora", "Emil", "Fay", "Gus", "Hana")
_OTHERS = ("Ivo", "Jun")  # of other squads, in the same table of absences
_ROLES = (
    "product manager", "data scientist", "data scientist", "engineer", "engineer", "researcher", "designer", "engineer",
)  # fmt: skip
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Member:
    """One of the squad: the share of a full week that they work, from their first day on."""

    person: str
    role: str
    share: float
    from_day: date


@dataclass(frozen=True)
class Absence:
    """Days away, the last one included; weekends and closed days may be among them."""

    person: str
    first_day: date
    last_day: date
    kind: str


@dataclass(frozen=True)
class DrillSlot:
    """A day on which an incident drill could be held, and who would lead it."""

    day: date
    commander: str
    deputy: str


@dataclass(frozen=True)
class Squad:
    """The squad's year. `gap_days` must lie at least between its two drills."""

    team: tuple[Member, ...]
    absences: tuple[Absence, ...]
    slots: tuple[DrillSlot, ...]
    gap_days: int

    def away(self, person: str, day: date) -> bool:
        """Say whether a person is absent on a day."""
        return any(one.person == person and one.first_day <= day <= one.last_day for one in self.absences)


def draw_squad(
    streams: Streams, size: int, *, freeze: tuple[date, date], closed: Collection[date], start: date
) -> Squad:
    """Draw a squad of some size around its freeze; the first three of the team can lead a drill."""
    team = _draw_team(streams, size, start)
    lead, second, third = (one.person for one in team[:3])
    rng = streams.rng("drills")
    gap = 5 * rng.randint(24, 29)
    # The first slot has its commander in a course; the next one is the first drill.
    taken = _midweek(rng, date(YEAR, 1, 11) + rng.randint(0, 2) * _WEEK, closed)
    first = _midweek(rng, _monday(taken) + _WEEK * rng.randint(1, 2), closed)
    away_from = _monday(first + timedelta(days=gap)) + _WEEK  # the deputy's summer, behind the gap
    held = finish_of(_midweek(rng, freeze[1] + timedelta(days=1) + _WEEK * rng.randint(0, 2), closed), 1, closed)
    slots = [
        DrillSlot(taken, lead, second),
        DrillSlot(first, third, lead),
        DrillSlot(_midweek(rng, _monday(first) + _WEEK * rng.randint(6, 10), closed), lead, third),
        DrillSlot(start_of(first + timedelta(days=gap - 1), 1, closed), second, third),
        DrillSlot(_midweek(rng, away_from, closed), lead, second),
        DrillSlot(_midweek(rng, freeze[0] + _WEEK, closed), third, lead),
        DrillSlot(held, second, lead),
        DrillSlot(_midweek(rng, _monday(held) + _WEEK * rng.randint(2, 3), closed), third, second),
    ]
    absences = [
        Absence(lead, taken - timedelta(days=1), taken + timedelta(days=rng.randint(0, 1)), "course"),
        Absence(second, away_from, away_from + timedelta(days=rng.choice((11, 13))), "holiday"),
        Absence(lead, away_from + 3 * _WEEK, away_from + timedelta(days=rng.choice((32, 34))), "holiday"),
        *_draw_absences(streams, team, freeze),
    ]
    return Squad(team, tuple(streams.rng("order").sample(absences, len(absences))), tuple(slots), gap)


def _draw_team(streams: Streams, size: int, start: date) -> tuple[Member, ...]:
    """Return five people or more. Two work part-time; the last one joins in spring."""
    rng = streams.rng("team")
    shares = [1.0] * 3 + rng.sample([0.8, 0.6, *[1.0] * (size - 5)], size - 3)
    joins = _monday(start) + _WEEK * rng.randint(5, 9)
    rows = zip(_NAMES, _ROLES[:size], shares, strict=False)
    return tuple(Member(*row, joins if row[0] == _NAMES[size - 1] else date(YEAR, 1, 1)) for row in rows)


def _draw_absences(streams: Streams, team: tuple[Member, ...], freeze: tuple[date, date]) -> Iterable[Absence]:
    """Yield the holidays of all but the first two, a course inside one of them, and a leave into the freeze."""
    rng = streams.rng("absences")
    everybody = [*(one.person for one in team[2:]), *_OTHERS]
    in_course = rng.choice(everybody[1 : len(team) - 3])
    for person in everybody:
        monday = date(YEAR, 6, 28) + _WEEK * rng.randint(0, 4)
        last = monday + _WEEK * rng.randint(2, 3) - timedelta(days=rng.choice((1, 3)))
        yield Absence(person, monday, last, "holiday")
        if person == in_course:
            yield Absence(person, monday + _WEEK, monday + _WEEK + timedelta(days=rng.randint(1, 3)), "course")
        if person not in (team[2].person, team[-1].person):
            begin = date(YEAR, 3, 22) + timedelta(days=rng.randint(0, 4))
            yield Absence(person, begin, begin + timedelta(days=rng.randint(7, 14)), "holiday")
    early = freeze[0] - timedelta(days=rng.randint(3, 5))
    yield Absence(team[-1].person, early, early + timedelta(days=rng.randint(7, 10)), "leave")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midweek(rng: Random, monday: date, closed: Collection[date]) -> date:
    """Return a Tuesday, Wednesday or Thursday of the week that is open."""
    return rng.choice([day for i in (1, 2, 3) if (day := _monday(monday) + timedelta(days=i)) not in closed])


def team_frame(team: tuple[Member, ...]) -> "pd.DataFrame":
    """Build the table of the squad."""
    import pandas as pd

    frame = pd.DataFrame([(one.person, one.role, one.share, one.from_day) for one in team])
    frame.columns = ["person", "role", "share", "from_day"]
    return frame.assign(from_day=pd.to_datetime(frame["from_day"]))


def absences_frame(absences: tuple[Absence, ...]) -> "pd.DataFrame":
    """Build the table of absences."""
    import pandas as pd

    rows = [(one.person, one.first_day, one.last_day, one.kind) for one in absences]
    frame = pd.DataFrame(rows, columns=["person", "first_day", "last_day", "kind"])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("first_day", "last_day")})


def slots_frame(slots: tuple[DrillSlot, ...]) -> "pd.DataFrame":
    """Build the table of days for a drill."""
    import pandas as pd

    frame = pd.DataFrame(
        [(one.day, one.commander, one.deputy) for one in slots], columns=["day", "commander", "deputy"]
    )
    return frame.assign(day=pd.to_datetime(frame["day"]))
