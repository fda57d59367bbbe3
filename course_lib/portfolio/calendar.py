"""Calendar files: entries written as TOML, out as iCalendar (RFC 5545) that Google, Outlook and Apple import.

An artefact whose file ends in .ics has such a text. `zone`, `name` and `written` (the day that all stamps carry) stand
first, then one `[[event]]` table an entry:

- `id` and `title`; `day`, a date; `note`, what is in it;
- `last_day` for an entry of several whole days, or `time` and `minutes` for one on the clock of `zone`;
- `repeat` (a rule as in RFC 5545, without its end), `until` (day of the last one), `skip` (days without one);
- `sequence` and `stamp` once an entry has been moved; `free = true` if nobody is busy.

Names in braces are filled in. An entry with a figure that is not there yet is left out, and named in the description.
"""

import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from course_lib.wording.figures import fill

if TYPE_CHECKING:
    import icalendar

OPEN = "[open]"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "delivery-calendar.closed-loop.example")


@dataclass(frozen=True)
class _Clock:
    """The clock that a zone goes by from a Sunday of every year on: `since` is told on the clock before."""

    name: str
    hours_before: int
    hours: int
    since: datetime
    sunday: str


# Winter, then summer, each with one yearly rule: an importer such as Outlook reads nothing else of a zone.
_ZONES = {
    "Europe/Berlin": (
        _Clock("CET", 2, 1, datetime(1996, 10, 27, 3), "-1SU"),
        _Clock("CEST", 1, 2, datetime(1996, 3, 31, 2), "-1SU"),
    ),
    "Europe/Dublin": (
        _Clock("GMT", 1, 0, datetime(1996, 10, 27, 2), "-1SU"),
        _Clock("IST", 0, 1, datetime(1996, 3, 31, 1), "-1SU"),
    ),
    "America/New_York": (
        _Clock("EST", -4, -5, datetime(2007, 11, 4, 2), "1SU"),
        _Clock("EDT", -5, -4, datetime(2007, 3, 11, 2), "2SU"),
    ),
}


def calendar_text(text: str, figures: Mapping[str, str], *, owner: str) -> str:
    """Return a calendar as text with the figures in it: the same bytes for the same figures.

    Parameters
    ----------
    text
        The calendar's entries, as above.
    figures
        What stands for the names in braces.
    owner
        Whose calendar it is. An entry's UID comes from `owner` and its `id` alone, so that a calendar that is imported
        again moves the entries that it brought before.

    Raises
    ------
    ValueError
        If a zone, a date or a time cannot be read, or two entries have one `id`.
    """
    plan = _filled(tomllib.loads(text), figures)
    entries = plan.pop("event")
    if len({entry["id"] for entry in entries}) < len(entries):
        raise ValueError("Two entries of the calendar have one id; an id is what an importer knows an entry by.")
    known = [entry for entry in entries if OPEN not in repr(entry)]
    missing = [entry["title"] for entry in entries if entry not in known]
    calendar = _empty(plan, missing)
    for entry in known:
        calendar.add_component(_event(entry, plan, owner))
    return calendar.to_ical().decode()


def _filled(value: Any, figures: Mapping[str, str]) -> Any:
    """Fill in after the text is read: a figure may hold what TOML would take for its own."""
    if isinstance(value, str):
        return fill(value, figures, missing=OPEN)
    if isinstance(value, dict):
        return {name: _filled(one, figures) for name, one in value.items()}
    return [_filled(one, figures) for one in value] if isinstance(value, list) else value


def _empty(plan: Mapping[str, str], missing: list[str]) -> "icalendar.Calendar":
    """Return a calendar without entries: its name, what is still open, and its zone."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Closed Loop//Delivery calendar//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", icalendar.vText(plan["name"]))
    calendar.add("x-wr-timezone", plan["zone"])
    if missing:
        calendar.add("x-wr-caldesc", icalendar.vText(f"Still open: {'; '.join(missing)}."))
    calendar.add_component(_zone(plan["zone"]))
    return calendar


def _zone(name: str) -> "icalendar.Timezone":
    import icalendar

    if name not in _ZONES:
        raise ValueError(f"{name!r} is no zone of the calendar; there are {', '.join(_ZONES)}.")
    winter, summer = _ZONES[name]
    zone = icalendar.Timezone()
    zone.add("tzid", name)
    zone.add_component(_told(icalendar.TimezoneStandard(), winter))
    zone.add_component(_told(icalendar.TimezoneDaylight(), summer))
    return zone


def _told(component: "icalendar.Component", clock: _Clock) -> "icalendar.Component":
    component.add("dtstart", clock.since)
    component.add("rrule", {"freq": "yearly", "bymonth": clock.since.month, "byday": clock.sunday})
    component.add("tzname", clock.name)
    component.add("tzoffsetfrom", timedelta(hours=clock.hours_before))
    component.add("tzoffsetto", timedelta(hours=clock.hours))
    return component


def _event(entry: Mapping[str, Any], plan: Mapping[str, str], owner: str) -> "icalendar.Event":
    import icalendar

    event = icalendar.Event()
    event.add("uid", str(uuid.uuid5(_NAMESPACE, f"{owner}/{entry['id']}")))
    event.add("dtstamp", datetime.combine(_day(entry.get("stamp", plan["written"])), time(), UTC))
    event.add("sequence", entry.get("sequence", 0))
    event.add("summary", entry["title"])
    if "note" in entry:
        event.add("description", entry["note"])
    event.add("transp", "TRANSPARENT" if entry.get("free") else "OPAQUE")
    _place(event, entry, plan["zone"])
    return event


def _place(event: "icalendar.Event", entry: Mapping[str, Any], zone: str) -> None:
    """Put the entry on its days: whole ones, or at a time on the zone's clock, once or again and again."""
    day = _day(entry["day"])
    event.add("dtstart", _moment(entry, day, zone))
    if "time" in entry:
        event.add("duration", timedelta(minutes=entry["minutes"]))
    else:  # the end of whole days is the day after the last
        event.add("dtend", _day(entry.get("last_day", entry["day"])) + timedelta(days=1))
    if "repeat" in entry:
        import icalendar

        rule = icalendar.vRecur.from_ical(entry["repeat"])
        if "until" in entry:
            last = _moment(entry, _day(entry["until"]), zone)
            rule["UNTIL"] = last.astimezone(UTC) if isinstance(last, datetime) else last
        event.add("rrule", rule)
    if days := [_day(one) for one in entry.get("skip", "").split(",") if one.strip()]:
        event.add("exdate", [_moment(entry, one, zone) for one in days])


def _moment(entry: Mapping[str, Any], day: date, zone: str) -> date:
    from zoneinfo import ZoneInfo

    return datetime.combine(day, time.fromisoformat(entry["time"]), ZoneInfo(zone)) if "time" in entry else day


def _day(text: str) -> date:
    return date.fromisoformat(text.strip())
