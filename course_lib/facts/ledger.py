"""Read the ledger of sourced facts.

The reader loads ``facts.json``, the copy of ``facts.yaml`` that ``tidy`` writes, with the standard library.
"""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from course_lib.facts import badge
from course_lib.facts.release import is_due

STATUSES = ("verified", "commonly-cited-not-verified", "seed-claim-unverified", "seed-claim-wrong")


@dataclass(frozen=True, repr=False)
class Fact:
    """One entry of the ledger.

    Parameters
    ----------
    id
        Key of the entry, such as ``"EUAI-036"``. Notebooks and modules cite it.
    topic
        Field of the entry, such as ``"eu_ai_act"`` or ``"metric"``.
    statement
        The fact in one to four sentences, figures written out.
    value
        The figures for code: a number, a text (dates in ISO form), a list, or a dictionary of these.
    unit
        Unit or kind of ``value``.
    label
        ``"fact"``, ``"claim"`` or ``"course convention"``.
    status
        One of ``STATUSES``: how far the entry is verified.
    as_of
        Year, month or day, in ISO form, for which the statement holds.
    checked
        Day on which a person last compared the entry with its source.
    source
        Title, locator, citation and year of the source.
    volatile
        Whether the entry may change soon.
    note
        Remarks. Figures in a note may be wrong or unverified.
    """

    id: str
    topic: str
    statement: str
    value: Any = field(hash=False)
    unit: str
    label: str
    status: str
    as_of: str
    checked: date
    source: dict[str, Any] = field(hash=False)
    volatile: bool
    note: str

    @property
    def citation(self) -> str:
        """Title, locator and citation of the source, in one line."""
        return "; ".join(self.source[key] for key in ("title", "locator", "citation"))

    def is_due(self, on: date) -> bool:
        """Say whether the entry has to be compared with its source before a release on this day."""
        return is_due(self.volatile, self.checked, on)

    def badge(self) -> str:
        """Return a short HTML badge: label, id and as-of date."""
        return badge.badge(self)

    def _repr_html_(self) -> str:
        return badge.card(self)

    def __repr__(self) -> str:
        return f"{badge.caption(self)}: {self.statement} ({self.citation})"


@cache
def _entries() -> dict[str, dict[str, Any]]:
    """Return the raw entries by id, read once."""
    text = Path(__file__).with_name("facts.json").read_text(encoding="utf-8")
    return {entry["id"]: entry for entry in json.loads(text)}


def ids() -> tuple[str, ...]:
    """Return every id of the ledger, sorted."""
    return tuple(_entries())


def nearest_ids(wrong: str) -> list[str]:
    """Return up to three ids that look most like a wrong one, the nearest first."""
    return get_close_matches(wrong.upper(), ids(), n=3, cutoff=0.6)


def fact(id: str) -> Fact:
    """Return one entry of the ledger.

    Parameters
    ----------
    id
        Key of the entry, such as ``"EUAI-036"``.

    Returns
    -------
    Fact
        A fresh copy, which no change can carry over to the next reader.

    Raises
    ------
    ValueError
        If the ledger has no such id; the sentence names the nearest ones.

    Examples
    --------
    >>> fact("EUAI-036").value["turnover_pct"]
    3.0
    """
    if not isinstance(id, str):
        raise ValueError(f"A fact is named by a text such as 'EUAI-036', not {id!r}; pass the id in quotes.")
    if id not in _entries():
        near = nearest_ids(id)
        advice = f"the nearest ids are {', '.join(near)}" if near else "`course facts` lists all ids"
        raise ValueError(f"The ledger has no fact {id!r}; {advice}.")
    entry = deepcopy(_entries()[id])
    return Fact(**{**entry, "checked": date.fromisoformat(entry["checked"])})


def list_facts(
    *,
    status: str | None = None,
    topic: str | None = None,
    volatile: bool | None = None,
    due_on: date | None = None,
) -> tuple[Fact, ...]:
    """Return the entries that meet every given condition, sorted by id.

    Parameters
    ----------
    status
        One of ``STATUSES``.
    topic
        Field of the entry, such as ``"gdpr"``.
    volatile
        Whether the entry may change soon.
    due_on
        Day of a release: only entries that have to be checked again before it.

    Raises
    ------
    ValueError
        If the status or the topic does not exist.
    """
    _require("status", status, STATUSES)
    _require("topic", topic, topics())
    return tuple(
        entry
        for entry in map(fact, ids())
        if status in (None, entry.status)
        and topic in (None, entry.topic)
        and volatile in (None, entry.volatile)
        and (due_on is None or entry.is_due(due_on))
    )


def topics() -> tuple[str, ...]:
    """Return the topics of the ledger, sorted."""
    return tuple(sorted({entry["topic"] for entry in _entries().values()}))


def _require(name: str, given: str | None, allowed: tuple[str, ...]) -> None:
    if given is not None and given not in allowed:
        raise ValueError(f"There is no {name} {given!r} in the ledger; choose one of {', '.join(allowed)}.")
