"""The decision memo that a learner takes away, and the brief for whoever plays the panel."""

from collections.abc import Iterable, Mapping
from importlib.resources import files

from course_lib.core.question import Question


def decision_memo(
    title: str, case_code: str, questions: Iterable[Question], figures: Mapping[str, str], paragraphs: Iterable[str]
) -> str:
    """Return the memo as Markdown: the model answers with the learner's figures, then every figure with its definition.

    Parameters
    ----------
    figures
        Right answers by question name, as text; what is not in it is listed as open.
    """
    rows = [f"| `{one.name}` | {figures.get(one.name, 'open')} | {one.prompt.splitlines()[0]} |" for one in questions]
    return "\n".join(
        [
            f"# Decision memo: {title}",
            "\n**Decision:** [go, no-go or contain first, in one sentence]  ",
            "**Because:** [the one figure that decides it]  ",
            "**Owner, and who may reverse it:** [names]  ",
            "**Review on:** [date], sooner if [threshold]\n",
            f"Case {case_code}. Figures are exercise data, computed by the candidate.\n",
            *(f"{text}\n" for text in paragraphs),
            "## Figures\n",
            "| figure | value | what it is |",
            "|---|---|---|",
            *rows,
        ]
    )


def interviewer_brief(unit_id: str, card: Iterable[tuple[str, str, str]]) -> str:
    """Return the interviewer's brief of a unit, with the figures of the case's card in it."""
    text = files(__package__).joinpath("briefs", f"{unit_id}.md").read_text(encoding="utf-8")
    figures = "\n".join(["| on the card | |", "|---|---|", *(f"| {what} | {figure} |" for what, figure, _ in card)])
    return text.replace("{figures}", figures)
