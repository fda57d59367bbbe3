"""What a file of facts may hold: answers about the product, about the firm, and about one incident."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.incident import Incident
from course_lib.measures.regulation.questions import Question, check_answer, day, number, questions, said
from course_lib.measures.regulation.reading import from_mapping

INCIDENT, AWARE_AT = "incident", "aware_at"
_LONGEST_NAME = 200
FILE_FIELDS = {
    "name": Question("What is the product called?", "text"),
    "asked_on": day("On which day do you ask? (default: today)"),
    "worldwide_turnover": number(
        "What was the group's total worldwide turnover in the preceding financial year, in euro?"
    ),
}
INCIDENT_FIELDS = {
    AWARE_AT: Question("When did you become aware of it? (date and time with an offset)", "time"),
    **questions(Incident),
}


@dataclass(frozen=True)
class Answers:
    """The facts of one file, checked; ``None`` is not known."""

    facts: ProductFacts
    name: str | None = None
    asked_on: date | None = None
    worldwide_turnover: float | None = None
    incident: Incident | None = None
    aware_at: datetime | None = None


def from_plain(plain: object) -> Answers:
    """Build the answers from plain data, strictly.

    Parameters
    ----------
    plain : object
        What the file holds: a mapping of field names to answers, or nothing at all.

    Returns
    -------
    Answers
        The checked record.

    Raises
    ------
    ValueError
        If a field is unknown or an answer is not allowed; the sentence says what is.
    """
    if plain is None:
        return Answers(ProductFacts())
    if not isinstance(plain, Mapping):
        raise ValueError(f"The file holds {said(plain)}; write one field a line, such as 'profiles_persons: yes'.")
    own = {name: plain[name] for name in FILE_FIELDS if name in plain}
    rest = {name: value for name, value in plain.items() if name not in (*FILE_FIELDS, INCIDENT)}
    incident, aware_at = _incident(plain.get(INCIDENT))
    return Answers(
        from_mapping(_misplaced_checked(rest)),
        _name(own.get("name")),
        check_answer("asked_on", FILE_FIELDS["asked_on"], _as_date("asked_on", own.get("asked_on"))),
        check_answer("worldwide_turnover", FILE_FIELDS["worldwide_turnover"], own.get("worldwide_turnover")),
        incident,
        aware_at,
    )


def _misplaced_checked(rest: dict[str, object]) -> dict[str, object]:
    for name in rest:
        if name in INCIDENT_FIELDS:
            raise ValueError(f"{name} is a field of an incident; write it two spaces in, below '{INCIDENT}:'.")
    return rest


def _incident(plain: object) -> tuple[Incident | None, datetime | None]:
    if plain is None:
        return None, None
    if not isinstance(plain, Mapping):
        raise ValueError(f"{INCIDENT} is {said(plain)}; write its fields below it, two spaces in.")
    rest = {name: value for name, value in plain.items() if name != AWARE_AT}
    return from_mapping(rest, Incident), _moment(plain.get(AWARE_AT))


def _name(value: object) -> str | None:
    if value is None or (isinstance(value, str) and value.isprintable() and 0 < len(value) <= _LONGEST_NAME):
        return value
    raise ValueError(f"name is {said(value)}; give a text of at most {_LONGEST_NAME} characters in one line.")


def _as_date(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{name} is {said(value)}; give an ISO date such as 2026-11-24.") from None


def _moment(value: object) -> datetime | None:
    """Return a moment in UTC; without an offset nobody knows which hour it was."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    wanted = "give date, time and offset, such as 2028-03-01T10:30:00+01:00"
    raise ValueError(f"{INCIDENT}.{AWARE_AT} is {said(value)}; {wanted}.")
