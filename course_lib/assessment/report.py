"""An assessment as text for people."""

from collections.abc import Iterable
from textwrap import wrap

from course_lib.assessment.assess import Assessment, question_of
from course_lib.assessment.ceilings import Ceiling
from course_lib.assessment.limits import Limit
from course_lib.measures.regulation.incident import Clock
from course_lib.measures.regulation.model import NO_MODEL, NOTICE, Application, Duty

_WIDTH = 100
_TIED = "Art.\u00a0"  # an article stays with its number at the end of a line


def readable(found: Assessment) -> str:
    """Return the class and what follows from it, or the questions that have to be answered first."""
    it = found.classification
    head = [
        f"{found.name or 'The product'}, on {it.on}",
        f"class: {it.category}" + _in_brackets((*it.locators, *it.also)),
    ]
    if not found.settled:
        head.append(f"still possible: {', '.join(it.candidates)}")
    if it.application:
        head.append(f"applies: {_application(it.application)}")
    if it.gpai.status != NO_MODEL:
        head.append(f"model: {it.gpai.status}{_in_brackets(it.gpai.locators)}")
    parts = [
        ("to be answered first", map(_question, it.open_questions)),
        ("duties" if it.roles is not None else "duties, by role", map(_duty, found.duties)),
        ("ceilings of fines, never an expected loss", map(_ceiling, found.ceilings)),
        ("clocks of the incident", map(_clock, found.incident.clocks if found.incident else ())),
        ("no clock", found.incident.not_owed if found.incident else ()),
        ("if it happens, report immediately, at the latest", () if found.incident else map(_limit, found.limits)),
        ("answers that would change duties, dates, ceilings or clocks", map(_question, found.refining)),
    ]
    return "\n".join([*_lines(head, ""), *(line for title, rows in parts for line in _part(title, rows)), "", NOTICE])


def _part(title: str, rows: Iterable[str]) -> list[str]:
    rows = list(rows)
    return ["", title, *_lines(rows, "  ")] if rows else []


def _lines(rows: Iterable[str], indent: str) -> list[str]:
    layout = {"initial_indent": indent, "subsequent_indent": f"{indent}    ", "break_on_hyphens": False}
    tied = (line for row in rows for line in wrap(row.replace("Art. ", _TIED), _WIDTH, **layout))
    return [line.replace(_TIED, "Art. ") for line in tied]


def _in_brackets(locators: tuple[str, ...]) -> str:
    return f" ({'; '.join(locators)})" if locators else ""


def _application(when: Application) -> str:
    applies = {True: "binding", False: "not yet binding", None: "open"}[when.applies]
    return f"from {when.starts}, {applies} ({when.note})" if when.starts else f"{applies} ({when.note})"


def _duty(duty: Duty) -> str:
    start = f"from {duty.application.starts}" if duty.application.starts else duty.application.note
    return f"{duty.owner}: {duty.text} {duty.locator}, {start}"


def _ceiling(one: Ceiling) -> str:
    amount = "none" if one.amount is None and one.provision is None else "open"
    worth = amount if one.amount is None else f"EUR {one.amount:,.0f}"
    return f"{one.provision or 'none'}: {worth} ({one.rule}). For {', '.join(one.covers)}"


def _clock(clock: Clock) -> str:
    by = f"by {clock.deadline:%Y-%m-%d %H:%M} UTC" if clock.deadline else clock.limit
    words = {True: "", False: "not owed: ", None: "if owed: "}[clock.owed]
    bound = "" if clock.binding else f" (binding only from {clock.binding_from})"
    return f"{words}{clock.who} to {clock.whom}, {by}{bound}. {clock.law} {clock.locator}. {clock.note}".rstrip()


def _limit(limit: Limit) -> str:
    days = "at once" if limit.days is None else f"{limit.days} days after becoming aware"
    return f"{limit.event}: {limit.who} to {limit.whom}, {days}. {limit.locator}"


def _question(field: str) -> str:
    asked = question_of(field)
    allowed = {"yes or no": "yes or no", "date": "a date", "number": "a number"}.get(asked.kind, "")
    words = f"{asked.kind}: {'; '.join(asked.allowed)}" if asked.allowed else allowed
    return f"{field}: {asked.text} [{words}]" if words else f"{field}: {asked.text}"
