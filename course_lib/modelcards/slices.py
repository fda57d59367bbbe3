"""Metrics by group: where a card gives them, in a table or in a list, with which interval and number of cases."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course_lib.modelcards.cohorts import (
    COHORT,
    COUNT_HEAD,
    GROUP_HEAD,
    HIGH_HEAD,
    INTERVAL_HEAD,
    LOW_HEAD,
    OTHER_HEAD,
    OVERALL,
    SUPPRESSED,
)
from course_lib.modelcards.markup import Table
from course_lib.modelcards.reading import Card, Section

_NUMBER = r"[-+−]?\d+(?:[.,]\d+)*"
NUMBER = re.compile(_NUMBER)
INTERVAL = re.compile(
    rf"(?P<low>{_NUMBER}) ?(?P<unit>%|pp)?\s*(?:-|–|—|to|bis|à|a|;|,)\s*(?P<high>{_NUMBER}) ?%?", re.IGNORECASE
)
_BRACKETS = re.compile(
    rf"[\[(](?:[^\])\d]{{0,20}}(?:9\d|80) ?%?[^\])\d]{{1,10}})?\s*{INTERVAL.pattern}[^\])]*[\])]", re.I
)
_SPREAD = re.compile(rf"(?:±|\+/-|\+-)\s*{_NUMBER}")
_SPOKEN = re.compile(rf"(?:interval|\bci\b|from|between|von|zwischen|entre|de)\W+{INTERVAL.pattern}", re.IGNORECASE)
_COUNT = re.compile(
    r"\b(?:n|N|count|support)\s*(?:=|:|of)?\s*\d"
    r"|\d\s*(?:people|persons|rows|cases|examples|patients|samples|images|users|applicants|records)\b"
    r"|\d\s*(?:personen|fälle|personnes|cas|personas|casos)\b"
)


_BESIDE = (COUNT_HEAD, INTERVAL_HEAD, LOW_HEAD, HIGH_HEAD)


@dataclass(frozen=True)
class SliceRow:
    """One group's row: its label, whether its figure is held back, and what stands with the figure."""

    label: str
    text: str
    figure: float | None
    interval: tuple[float, float] | None
    has_interval: bool
    cases: int | None
    has_cases: bool
    held_back: bool


def slice_rows(card: Card) -> list[SliceRow]:
    """Return the rows of the groups, tables first; the row of the whole is no group."""
    rows = [row for section in card.sections for table in section.tables for row in _of_table(table, section)]
    rows = rows or [row for section in card.about("quantitative analyses", "factors") for row in _of_list(section)]
    return [row for row in rows if not OVERALL.match(row.label)]


def unclear_tables(card: Card) -> list[Table]:
    """Return the tables with figures among the results of which nobody can say whether their rows are groups."""
    found = [table for section in card.about("quantitative analyses") for table in section.tables]
    return [one for one in found if _is_sliced(one, sure=False) and not _is_sliced(one) and _figures(one)]


def _is_sliced(table: Table, *, sure: bool = True) -> bool:
    head = table.header[0] if table.header else ""
    labels = [row[0] for row in table.rows if row]
    groups = [label for label in labels if not OVERALL.match(label)]
    if len(groups) < 2 or (OTHER_HEAD.search(head) and not GROUP_HEAD.search(head)):
        return False
    named = sum(bool(COHORT.search(label)) for label in groups)
    return not sure or bool(GROUP_HEAD.search(head)) or 2 * named >= len(groups)


def _figures(table: Table) -> bool:
    return any(NUMBER.search(cell) for row in table.rows for cell in row[1:])


def _of_table(table: Table, section: Section) -> Iterator[SliceRow]:
    if not _is_sliced(table) or not _figures(table):
        return
    heads = [*table.header, *[""] * 40]
    for row in table.rows:
        if row and row[0].strip():
            yield _row_of_table(heads, row)


def _row_of_table(heads: Sequence[str], row: Sequence[str]) -> SliceRow:
    cells = list(zip(heads[1:], row[1:], strict=False))
    intervals = _under(INTERVAL_HEAD, cells)
    low, high = _under(LOW_HEAD, cells), _under(HIGH_HEAD, cells)
    other = [cell for head, cell in cells if not any(one.search(head) for one in _BESIDE)]
    measured = next((cell for cell in other if NUMBER.search(cell)), "")
    counted = [_whole(cell) for cell in _under(COUNT_HEAD, cells)]
    bounds = [found for cell in (*intervals, measured) if (found := bounds_in(cell, alone=cell in intervals))]
    if low and high:
        bounds = [(number(low[0]) or 0.0, number(high[0]) or 0.0)]
    text = " | ".join(row[1:])
    return SliceRow(
        label=row[0].strip(),
        text=text,
        figure=number(measured) if measured else None,
        interval=bounds[0] if bounds else None,
        has_interval=bool(bounds or intervals) or any(has_interval(cell) for cell in other),
        cases=counted[0] if counted else None,
        has_cases=bool(counted) or bool(_COUNT.search(text)),
        held_back=bool(SUPPRESSED.search(text)) or not measured,
    )


def _under(head: re.Pattern[str], cells: Sequence[tuple[str, str]]) -> list[str]:
    """Return the cells with a figure under a heading of a kind."""
    return [cell for title, cell in cells if head.search(title) and NUMBER.search(cell)]


def _of_list(section: Section) -> Iterator[SliceRow]:
    """Yield the items such as "Women: 3.2 % (2.5 to 4.0, n = 1,200)", if there are two whose label names a group."""
    items = [one.text for one in section.blocks if not one.table and re.match(r"[^:\d]{2,60}[^:]{0,20}:.*\d", one.text)]
    labelled = [(text.partition(":")[0], text.partition(":")[2]) for text in items]
    if sum(bool(COHORT.search(label)) for label, _ in labelled) < 2:
        return
    for label, text in labelled:
        if COHORT.search(label) or OVERALL.match(label):
            counted = _COUNT.search(text)
            yield SliceRow(
                label=label.strip(),
                text=text,
                figure=number(text),
                interval=bounds_in(text, alone=False),
                has_interval=has_interval(text),
                cases=_whole(text[counted.start() :]) if counted else None,
                has_cases=bool(counted),
                held_back=bool(SUPPRESSED.search(text)),
            )


def has_interval(text: str) -> bool:
    """Say whether a text gives an interval: in brackets, as a spread, or in words."""
    return any(pattern.search(text) for pattern in (_BRACKETS, _SPREAD, _SPOKEN))


def bounds_in(text: str, *, alone: bool) -> tuple[float, float] | None:
    """Return the bounds of the interval in a text; `alone`: the text is nothing but the interval."""
    found = _BRACKETS.search(text) or _SPOKEN.search(text) or (INTERVAL.search(text) if alone else None)
    if not found:
        return None
    low, high = (number(found[name]) for name in ("low", "high"))
    return None if low is None or high is None else (low, high)


def number(text: str) -> float | None:
    """Return the first number of a text; a comma is read as a decimal point unless three digits follow it."""
    found = NUMBER.search(text)
    if not found:
        return None
    digits = found[0].replace("−", "-")
    grouped = re.fullmatch(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+|[-+]?[1-9]\d{0,2}(?:\.\d{3}){2,}", digits)  # "1,200"
    try:
        return float(re.sub(r"[.,]", "", digits) if grouped else digits.replace(",", "."))
    except ValueError:  # a version such as 1.2.3
        return None


def _whole(text: str) -> int | None:
    found = re.search(r"\d[\d.,  ]*", text)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return int(digits) if 0 < len(digits) < 12 else None
