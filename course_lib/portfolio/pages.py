"""The pages that a learner takes away, and the brief for whoever plays the panel."""

from collections.abc import Iterable, Mapping
from importlib.resources import files

from course_lib.core.question import Question
from course_lib.portfolio.calendar import OPEN, calendar_text
from course_lib.wording.figures import fill


def portfolio_page(
    text: str,
    questions: Iterable[Question],
    figures: Mapping[str, str],
    talks: Iterable[str],
    case_code: str,
    *,
    calendar: bool = False,
) -> str:
    """Return an artefact with the learner's figures in it: a page, or a calendar in the iCalendar format.

    Parameters
    ----------
    text
        The artefact's own text; names in braces stand for figures, `{figures}` for the table of all of them, `{talks}`
        for the model answers, `{case_code}` for the case.
    figures
        Right answers by question name, as text; what is not in it reads "[open]".
    talks
        The model answers, figures in them already.
    """
    rows = [f"| `{one.name}` | {figures.get(one.name, 'open')} | {one.prompt.splitlines()[0]} |" for one in questions]
    table = "\n".join(["| figure | value | what it is |", "|---|---|---|", *rows])
    told = {"figures": table, "talks": "\n\n".join(talks), "case_code": case_code}
    if calendar:
        return calendar_text(text, {**figures, **told}, owner=case_code)
    return fill(text, {**figures, **told}, missing=OPEN)


def interviewer_brief(unit_id: str, card: Iterable[tuple[str, str, str]]) -> str:
    """Return the interviewer's brief of a unit, with the figures of the case's card in it."""
    text = files(__package__).joinpath("briefs", f"{unit_id}.md").read_text(encoding="utf-8")
    figures = "\n".join(["| on the card | |", "|---|---|", *(f"| {what} | {figure} |" for what, figure, _ in card)])
    return text.replace("{figures}", figures)
