"""Reading answers from plain data, such as a parsed YAML or JSON file."""

import difflib
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.questions import Question, questions, said

Answers = TypeVar("Answers")


def from_mapping(mapping: Mapping[str, object], kind: type[Answers] = ProductFacts) -> Answers:
    """Build a record of answers from a mapping, strictly.

    Parameters
    ----------
    mapping : mapping of str to object
        Field names and answers. ``None`` is not known; dates may be ISO strings.
    kind : type
        ``ProductFacts`` (default) or ``Incident``.

    Returns
    -------
    ProductFacts or Incident
        The checked record.

    Raises
    ------
    ValueError
        If a field is unknown (the message names the nearest), or an answer is not allowed.
    """
    if not isinstance(mapping, Mapping):
        raise ValueError(f"The facts are a {type(mapping).__name__}; give a mapping of field names to answers.")
    known = questions(kind)
    for name in mapping:
        if not isinstance(name, str):
            raise ValueError(f"A field is named {said(name)}; give a text (YAML reads an unquoted on as True).")
        if name not in known:
            raise ValueError(_unknown(name, tuple(known)))
    return kind(**{name: _read(name, known[name], value) for name, value in mapping.items()})


def _unknown(name: str, known: tuple[str, ...]) -> str:
    nearest = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    advice = f"did you mean {' or '.join(nearest)}?" if nearest else f"allowed: {', '.join(known)}."
    return f"Unknown field {said(name)}; {advice}"


def _read(name: str, question: Question, value: object) -> object:
    if question.kind != "date" or not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{name} is {said(value)}; give an ISO date such as 2026-11-24.") from None
