"""What may be asked about a product or an incident, and how an answer is checked."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

_LARGEST = sys.float_info.max
_LONGEST = 80  # characters of a refused answer that a message repeats


@dataclass(frozen=True)
class Question:
    """One question in plain words.

    Parameters
    ----------
    text : str
        The question.
    kind : str
        ``"yes or no"``, ``"one of"``, ``"any of"``, ``"date"`` or ``"number"``.
    allowed : tuple of str
        Allowed words of a ``"one of"`` or ``"any of"`` answer.
    """

    text: str
    kind: str
    allowed: tuple[str, ...] = ()


def yes_no(text: str) -> Question:
    """Ask for ``True`` or ``False``."""
    return Question(text, "yes or no")


def one_of(text: str, allowed: Iterable[str]) -> Question:
    """Ask for one of the allowed words."""
    return Question(text, "one of", tuple(allowed))


def any_of(text: str, allowed: Iterable[str]) -> Question:
    """Ask for any number of the allowed words; an empty list is none of them."""
    return Question(text, "any of", tuple(allowed))


def day(text: str) -> Question:
    """Ask for a calendar date."""
    return Question(text, "date")


def number(text: str) -> Question:
    """Ask for a finite number of at least zero."""
    return Question(text, "number")


def questions(kind: type) -> dict[str, Question]:
    """Return the questions behind the fields of a class of answers, in order.

    Every field of such a class is annotated with its question and defaults to ``None``, not known.

    Parameters
    ----------
    kind : type
        ``ProductFacts`` or ``Incident``.

    Returns
    -------
    dict of str to Question
        Field name to question.
    """
    return {item.name: item.type.__metadata__[0] for item in fields(kind)}


def check_answer(name: str, question: Question, value: object) -> object:
    """Return the answer in its canonical form.

    Parameters
    ----------
    name : str
        Field name, for the message.
    question : Question
        What was asked.
    value : object
        The answer, or ``None`` for not known.

    Returns
    -------
    object
        ``None``, a bool, a word, a tuple of words in the order of the question, a date or a float.

    Raises
    ------
    ValueError
        If the answer has the wrong type or is not among the allowed words.
    """
    if value is None:
        return None
    return _CHECKS[question.kind](name, question, value)


def check_answers(record: object) -> None:
    """Check every field of a frozen record of answers and store the canonical form.

    Parameters
    ----------
    record : dataclass
        The record under construction.

    Raises
    ------
    ValueError
        If any answer is not allowed.
    """
    for name, question in questions(type(record)).items():
        object.__setattr__(record, name, check_answer(name, question, getattr(record, name)))


def check_day(name: str, value: object) -> date:
    """Return a plain date.

    Parameters
    ----------
    name : str
        Argument name, for the message.
    value : datetime.date
        The date; a datetime is refused, because its day depends on a time zone.

    Returns
    -------
    datetime.date
        The date.

    Raises
    ------
    ValueError
        If the value is no date.
    """
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError(f"{name} is {said(value)}; give a calendar date such as datetime.date(2026, 11, 24).")
    return value


def said(value: object) -> str:
    """Return a refused answer as a message quotes it: as written in Python, cut where it is long."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no whole number of thousands of digits
        text = f"a {type(value).__name__} too long to write"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _check_yes_no(name: str, _: Question, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name} is {said(value)}; answer True or False, or leave it out if it is not known.")
    return value


def _check_one_of(name: str, question: Question, value: object) -> str:
    if not isinstance(value, str) or value not in question.allowed:
        raise ValueError(f"{name} is {said(value)}; choose one of: {'; '.join(question.allowed)}.")
    return value


def _check_any_of(name: str, question: Question, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        raise ValueError(f"{name} is {said(value)}; give a list of words, empty if none applies.")
    for word in value:
        if not isinstance(word, str) or word not in question.allowed:
            raise ValueError(f"{name} holds {said(word)}; choose from: {'; '.join(question.allowed)}.")
    return tuple(word for word in question.allowed if word in value)


def _check_date(name: str, _: Question, value: object) -> date:
    return check_day(name, value)


def _check_number(name: str, _: Question, value: object) -> float:
    bad = isinstance(value, bool) or not isinstance(value, int | float)
    if bad or not 0 <= value <= _LARGEST:
        raise ValueError(f"{name} is {said(value)}; give a finite number of at least zero (in YAML 1.0e+25, not 1e25).")
    return value


_CHECKS = {
    "yes or no": _check_yes_no,
    "one of": _check_one_of,
    "any of": _check_any_of,
    "date": _check_date,
    "number": _check_number,
}
