"""The days of 2027 on which the firm's sites are closed: the firm's own table, weekends and all."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

YEAR = 2027
EVERYWHERE = "all"
_DAY = timedelta(days=1)
SITES = {"Berlin": "Europe/Berlin", "Dublin": "Europe/Dublin", "New York": "America/New_York"}
_CLOSED = {
    "Berlin": "01-01 New Year; 03-08 Women's Day; 03-26 Good Friday; 03-29 Easter Monday; 05-01 Labour Day; "
    "05-06 Ascension; 05-17 Whit Monday; 10-03 Unity Day; 12-25 Christmas; 12-26 Second day of Christmas",
    "Dublin": "01-01 New Year; 02-01 St Brigid's Day; 03-17 St Patrick's Day; 03-29 Easter Monday; 05-03 May holiday; "
    "06-07 June holiday; 08-02 August holiday; 10-25 October holiday; 12-25 Christmas; 12-26 St Stephen's Day; "
    "12-27 Christmas, in lieu; 12-28 St Stephen's Day, in lieu",
    "New York": "01-01 New Year; 01-18 Martin Luther King Day; 02-15 Washington's Birthday; 05-31 Memorial Day; "
    "06-18 Juneteenth, observed; 06-19 Juneteenth; 07-04 Independence Day; 07-05 Independence Day, observed; "
    "09-06 Labor Day; 10-11 Columbus Day; 11-11 Veterans Day; 11-25 Thanksgiving; 12-24 Christmas, observed; "
    "12-25 Christmas",
}
ClosedDay = tuple[date, str, str]


def draw_closed_days(streams: Streams) -> tuple[ClosedDay, ...]:
    """Return day, site and reason: the sites' holidays, and three days on which the whole firm is closed."""
    rng = streams.rng("firm days")
    spring = date(YEAR, 4, rng.choice((13, 14, 15, 20, 21, 22)))
    autumn = date(YEAR, 11, rng.choice((22, 29)))
    rows = [(spring, EVERYWHERE, "Firm day"), *((autumn + i * _DAY, EVERYWHERE, "Firm days") for i in range(2))]
    rows += [(day, site, why) for site in SITES for day, why in holidays(site)]
    return tuple(sorted(rows))


def holidays(site: str) -> list[tuple[date, str]]:
    """Return the days on which one site is closed, with the reason, those on weekends too."""
    entries = (one.partition(" ") for one in _CLOSED[site].split("; "))
    return [(date.fromisoformat(f"{YEAR}-{day}"), why) for day, _, why in entries]


def closed_at(rows: tuple[ClosedDay, ...], *sites: str) -> frozenset[date]:
    """Return the days on which one of these sites is closed; `all` is one of its own."""
    return frozenset(day for day, site, _ in rows if site in sites)


def closed_frame(rows: tuple[ClosedDay, ...]) -> "pd.DataFrame":
    """Build the table of closed days."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["day", "site", "reason"])
    return frame.assign(day=pd.to_datetime(frame["day"]))
