"""Business days of the United States government, for filings that are counted in them."""

from datetime import UTC, date, datetime, time, timedelta

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_FILING_CUT_OFF = time(17, 30)  # Eastern time; a later filing carries the next business day's date


def federal_holidays(year: int) -> frozenset[date]:
    """Return the days on which federal holidays of a year are observed.

    Parameters
    ----------
    year : int
        Calendar year, 2021 or later (Juneteenth became a holiday in 2021).

    Returns
    -------
    frozenset of datetime.date
        Eleven days; a holiday on a Saturday is observed on Friday, one on a Sunday on Monday.

    References
    ----------
    5 U.S.C. 6103.
    """
    fixed = (date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25))
    moving = (
        _nth(year, 1, _MONDAY, 3),
        _nth(year, 2, _MONDAY, 3),
        _nth(year, 6, _MONDAY, 1) - timedelta(weeks=1),
        _nth(year, 9, _MONDAY, 1),
        _nth(year, 10, _MONDAY, 2),
        _nth(year, 11, _THURSDAY, 4),
    )
    return frozenset((*(_observed(day) for day in fixed), *moving))


def add_business_days(start: date, count: int) -> date:
    """Return the last of a number of business days after a day.

    Parameters
    ----------
    start : datetime.date
        The day of the event, not counted.
    count : int
        Number of business days, at least 1.

    Returns
    -------
    datetime.date
        A weekday that is no federal holiday.
    """
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while not _is_business_day(day):
            day += timedelta(days=1)
    return day


def filing_cut_off(day: date) -> datetime:
    """Return the moment, in UTC, after which a filing no longer carries the date of a day.

    Parameters
    ----------
    day : datetime.date
        A business day.

    Returns
    -------
    datetime.datetime
        17:30 Eastern time, in UTC.
    """
    summer_starts, summer_ends = _nth(day.year, 3, _SUNDAY, 2), _nth(day.year, 11, _SUNDAY, 1)
    behind_utc = timedelta(hours=4 if summer_starts <= day < summer_ends else 5)
    return datetime.combine(day, _FILING_CUT_OFF, UTC) + behind_utc


def _is_business_day(day: date) -> bool:
    holidays = federal_holidays(day.year) | federal_holidays(day.year + 1)  # New Year may fall on 31 December
    return day.weekday() < _SATURDAY and day not in holidays


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=number - 1)


def _observed(day: date) -> date:
    shift = {_SATURDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0)
    return day + timedelta(days=shift)
