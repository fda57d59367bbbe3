"""Find the figures in a piece of prose and bring them into one comparable form.

Money, percentages, dates, legal provisions, durations and plain numbers are told apart, so that
"15 million euros" and "EUR 15,000,000" are one figure, and "15 days" and "15 working days" are two.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from course_lib.facts import provisions

SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12}
CURRENCIES = {
    **{"€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP"},
    **{"$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "us dollar": "USD"},
    **{"c$": "CAD", "ca$": "CAD", "cad": "CAD", "canadian dollar": "CAD"},
    **{"a$": "AUD", "au$": "AUD", "aud": "AUD", "australian dollar": "AUD"},
}
WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20},
    **{"twenty-one": 21, "thirty": 30, "sixty": 60, "seventy-two": 72, "ninety": 90, "ninety-six": 96},
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNITS = {"h": "hour", "min": "minute", "s": "second"}

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"(?:thousand|million|billion|trillion|bn|mn|k|m)\b"
CODE = r"(?:EUR|USD|GBP|CAD|AUD)\b"
SIGN = rf"(?:(?:US|CA|AU|C|A)?\$|€|£|\b{CODE})"
NAME = rf"(?:(?:(?:US|Canadian|Australian)\s)?dollars?\b|euros?\b|pounds?\b|€|{CODE})"
PERCENT = r"\\?(?:%|per\s?cent\b|percentage[\s-]points?\b|pp\b)"
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
YEAR = r"(?:19|20)\d{2}\b"
WORD = "|".join(sorted(WORDS, key=len, reverse=True))
QUALITY = r"(?:(?P<quality>business|working|calendar)[\s-])?"
POWER = r"(?<![\w.])10(?:\^\{?(?=\d)|(?=[⁰¹²³⁴-⁹]))(?P<power>[\d⁰¹²³⁴-⁹]{1,3})\}?"
UNIT = r"(?P<unit>hours?|days?|weeks?|months?|years?|minutes?|seconds?|min|h|s)\b"

DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")


@dataclass(frozen=True)
class Figure:
    """One figure in a text.

    Parameters
    ----------
    kind
        ``"money"``, ``"percent"``, ``"date"``, ``"provision"``, ``"duration"`` or ``"number"``.
    value
        Comparable form: currency and amount; per cent; (year, month, day), None for what is not said; path
        of the provision; amount and unit of time; or the number.
    text
        The figure as written.
    start, end
        Place in the text.
    """

    kind: str
    value: Any
    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """Return the text with every dash as ``-`` and every space as a plain one, at the same places."""
    grouped = re.sub(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))", ",", text)
    return grouped.translate(DASHES | SPACES)


def find_figures(text: str) -> list[Figure]:
    """Return the figures of a text in order.

    Parameters
    ----------
    text
        Prose, without markup.

    Returns
    -------
    list of Figure
        A character belongs to one match at most; a range such as "15-30 %" or "Arts. 9-15" gives several
        figures at the same place.
    """
    rest = plain(text)
    found = []
    for kind, pattern, read in FINDERS:
        for match in pattern.finditer(rest):
            start, end = match.span()
            values = read(match)
            found += [Figure(kind, value, text[start:end], start, end) for value in values]
            if values:
                rest = rest[:start] + "\x00" * (end - start) + rest[end:]
    return sorted(found, key=lambda figure: figure.start)


def is_scaled(figure: Figure) -> bool:
    """Say whether a plain number is written with a scale word, as in "35 million"."""
    return figure.kind == "number" and re.search(rf"\d[\s-]?{SCALE}", figure.text, re.IGNORECASE) is not None


def numbers_of(figure: Figure) -> Iterator[Decimal]:
    """Yield every number that stands in a figure, with and without its scale."""
    for part in re.finditer(rf"({NUMBER})(?:[\s-]?({SCALE}))?", plain(figure.text), re.IGNORECASE):
        yield _decimal(part[1])
        yield _decimal(part[1], part[2])


def _decimal(number: str, scale: str | None = None) -> Decimal:
    """Return a written number with its scale word, in a form that is equal for equal numbers."""
    power = SCALES[scale.lower()] if scale else 0
    return (Decimal(number.replace(",", "")) * 10**power).normalize()


def _amounts(match: re.Match[str]) -> list[Decimal]:
    """Return the one or two numbers of a match; the scale at the end of a range holds for both."""
    low, low_scale, high, high_scale = match.group("low", "low_scale", "high", "high_scale")
    if high is None:
        return [_decimal(low, low_scale)]
    return [_decimal(low, low_scale or high_scale), _decimal(high, high_scale)]


def _money(match: re.Match[str]) -> list[tuple[str, Decimal]]:
    name = " ".join(match["currency"].lower().split())
    currency = CURRENCIES.get(name) or CURRENCIES[name.removesuffix("s")]
    return [(currency, amount) for amount in _amounts(match)]


def _date(match: re.Match[str]) -> list[tuple[int | None, int | None, int | None]]:
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else MONTHS.index(parts["month"][:3].lower()) + 1
    day = int(re.sub(r"\D", "", parts["day"])) if parts.get("day") else None
    year = int(parts["year"]) if parts.get("year") else None
    return [(year, month, day)] if month <= 12 and (day or 1) <= 31 else []


def _durations(match: re.Match[str]) -> list[tuple[Decimal, str]]:
    """Return amounts with their unit; weeks become days, working days stay apart from days."""
    unit = UNITS.get(match["unit"].lower(), match["unit"].lower().removesuffix("s"))
    amounts = [Decimal(WORDS[match["word"].lower()])] if match["word"] else _amounts(match)
    if unit == "week":
        amounts, unit = [7 * amount for amount in amounts], "day"
    if (match["quality"] or "").lower() in ("business", "working"):
        unit = f"working {unit}"
    return [(amount.normalize(), unit) for amount in amounts]


def _power(match: re.Match[str]) -> list[Decimal]:
    return [(Decimal(10) ** int(match["power"].translate(SUPERSCRIPTS))).normalize()]


def _range(joint: str = r"-|to") -> str:
    """Return a pattern for a number with an optional scale, or for two of them with a joint."""
    return (
        rf"(?<![\d.])(?P<low>{NUMBER})(?:[\s-]?(?P<low_scale>{SCALE}))?"
        rf"(?:\s?(?:{joint})\s?(?P<high>{NUMBER})(?:[\s-]?(?P<high_scale>{SCALE}))?)?"
    )


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


SINGLE = _range("(?!)")
# Earlier finders take their characters away from later ones, so the more specific forms come first.
FINDERS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], list[Any]]], ...] = (
    ("date", re.compile(rf"(?<!\d)(?P<year>{YEAR})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)"), _date),
    ("date", re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./](?P<year>{YEAR})"), _date),
    ("date", re.compile(rf"(?<!\d)(?P<day>{DAY})(?:\sof)?\s(?P<month>{MONTH}),?\s(?P<year>{YEAR})"), _date),
    ("date", re.compile(rf"\b(?P<month>{MONTH})\s(?P<day>{DAY}),?\s(?P<year>{YEAR})"), _date),
    ("date", re.compile(rf"\b(?P<month>{MONTH}),?\s(?P<year>{YEAR})"), _date),
    ("date", re.compile(rf"(?<!\d)(?P<day>{DAY})(?:\sof)?\s(?P<month>{MONTH})(?!\w)"), _date),
    ("date", re.compile(rf"\b(?P<month>(?!May\b){MONTH})\s(?P<day>{DAY})(?!\s?%)"), _date),
    *(("provision", pattern, read) for pattern, read in provisions.FINDERS),
    ("percent", _any_case(rf"{_range()}[\s-]?{PERCENT}"), _amounts),
    ("money", _any_case(rf"(?P<currency>{SIGN})\s?{_range()}(?:\s?{CODE})?"), _money),
    ("money", _any_case(rf"{_range()}[\s-]?(?P<currency>{NAME})"), _money),
    ("duration", _any_case(rf"(?:\b(?P<word>{WORD})|{_range('-|to|or')})[\s-]{QUALITY}{UNIT}"), _durations),
    ("number", re.compile(POWER), _power),
    ("number", re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)"), lambda match: [match[0]]),
    ("number", _any_case(rf"(?<![\w.])(?<!\((?=\d\))){SINGLE}(?!\w|\.\d)"), _amounts),
)
