"""Dates in a card: days, months and years as people write them, and the next review."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime

_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    "jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez",
    "janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc",
    "ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic",
)
_NUMBERS = {name: i for names in reversed(_MONTHS) for i, name in enumerate(names.split("|"), start=1)}
_NAME = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[a-zéûäöü]*\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<year>(?:19|20)\d\d)-(?P<number>0?[1-9]|1[0-2])-(?P<day>0?[1-9]|[12]\d|3[01])\b",
        r"\b(?P<day>0?[1-9]|[12]\d|3[01])\.\s?(?P<number>0?[1-9]|1[0-2])\.\s?(?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.)? (?:of |de )?{_NAME},? (?:de )?(?P<year>(?:19|20)\d\d)\b",
        rf"\b{_NAME} (?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b",
        rf"\b{_NAME} (?:de )?(?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<number>0[1-9]|1[0-2])\b(?!-\d)",
        r"\b(?:Q(?P<quarter>[1-4])[ /-]?(?P<year>(?:19|20)\d\d)|(?P<year2>(?:19|20)\d\d)[ /-]?Q(?P<quarter2>[1-4]))\b",
        r"(?<![\d.,-])(?P<year>(?:19|20)\d\d)(?![\d%]|[.,]\d)",
    )
)
_REVIEW = re.compile(
    r"next (?:\w+ )?(?:review|audit|revision|evaluation)|review(?:ed)? (?:date|due|by|on or before|again)"
    r"|(?:to be|will be|is) reviewed|valid until|expir\w+|nächste\w* (?:prüfung|überprüfung|review)|gültig bis"
    r"|prochain\w* (?:révision|revue|audit)|próxim\w* (?:revisión|auditoría)|next_review|review_date|review_by",
    re.IGNORECASE,
)


def dates(text: str) -> Iterator[date]:
    """Yield the dates of a text; a month, a quarter or a year stands for its last day."""
    for form in _FORMS:
        for found in form.finditer(text):
            if day := _last_day(found.groupdict()):
                yield day
        text = form.sub(" ", text)


def _last_day(parts: dict[str, str | None]) -> date | None:
    year = int(parts.get("year") or parts.get("year2") or 0)
    quarter = parts.get("quarter") or parts.get("quarter2")
    name, number = parts.get("month"), parts.get("number")
    month = 3 * int(quarter) if quarter else int(number) if number else _NUMBERS[name.lower()] if name else 12
    try:
        return date(year, month, int(parts.get("day") or calendar.monthrange(year, month)[1]))
    except ValueError:  # the 31st of a month that has thirty days
        return None


def review_dates(lines: list[str]) -> list[date]:
    """Return the dates that stand behind the words for a next review, in the same line."""
    found = []
    for line in lines:
        if said := _REVIEW.search(line):
            found += [*dates(line[said.end() :])][:1] or [*dates(line)][:1]
    return found


def in_metadata(metadata: dict[str, object] | None) -> list[str]:
    """Return the dates of a YAML header as lines, such as "next_review: 2027-03-01"."""
    pairs = (metadata or {}).items()
    return [f"{name}: {value}"[:200] for name, value in pairs if isinstance(value, date | datetime | str | int)]
