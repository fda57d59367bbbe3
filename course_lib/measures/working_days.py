"""Plans on a calendar: working days are weekdays on which the place of work is open."""

from collections.abc import Collection
from datetime import date, timedelta

_SATURDAY, _LONGEST = 5, 5_000
_DAY = timedelta(days=1)


def working_days(first: date, last: date, closed: Collection[date]) -> list[date]:
    """Return the working days from `first` to `last`, both included."""
    days = (first + i * _DAY for i in range((last - first).days + 1))
    return [day for day in days if day.weekday() < _SATURDAY and day not in closed]


def finish_of(start: date, length: int, closed: Collection[date]) -> date:
    """Return the last of `length` working days of which the first is `start`, or the next one that is open.

    Raises
    ------
    ValueError
        If the length is below 1 or above what a plan has.
    """
    return _counted(start, length, closed, _DAY)


def start_of(finish: date, length: int, closed: Collection[date]) -> date:
    """Return the first of `length` working days of which the last is `finish`, or the one before that is open.

    Raises
    ------
    ValueError
        If the length is below 1 or above what a plan has.
    """
    return _counted(finish, length, closed, -_DAY)


def _counted(day: date, length: int, closed: Collection[date], step: timedelta) -> date:
    if not 1 <= length <= _LONGEST:
        raise ValueError(f"length is {length}; a plan has from 1 to {_LONGEST} working days.")
    while True:
        length -= day.weekday() < _SATURDAY and day not in closed
        if not length:
            return day
        day += step
