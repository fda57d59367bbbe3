"""The end of a panel drill on the panel, as plain data: areas, level, knock-outs, the keys, the sentences."""

from collections.abc import Iterable

from course_lib.core.result import Result
from course_lib.drills.interview import Sitting
from course_lib.drills.scorecard import Scorecard
from course_lib.drills.scripts import AREAS, Curveball


def interview_end(state: Sitting, card: Scorecard, results: Iterable[Result]) -> dict[str, object]:
    """Return the scorecard of a drill that is over."""
    tables = [
        {"title": "Points by area", "columns": ["Area", "Points"], "rows": area_rows(card), "open": True},
        {
            "title": "What came in between",
            "columns": ["Mail", "Your reply", "What the key says"],
            "rows": _mails(state),
        },
    ]
    if wrong := [[one.question, f"{one.score:g} of {one.points:g}", one.sentence] for one in results if one.credit < 1]:
        tables.append({"title": "Answers to look at again", "columns": ["Question", "Points", "Why"], "rows": wrong})
    return {
        "heading": f"Over: {card.total:g} of 100, {card.level}",
        "said": [*([f"Knock-out: {one}" for one in card.knock_outs] or ["No knock-out."]), _asked(state)],
        "tables": tables,
        "charts": [],
        "hand_in": "",
    }


def area_rows(card: Scorecard) -> list[list[str]]:
    """Return the areas with the points earned and the most that there were."""
    return [[area, f"{points:g} of {AREAS[area]}"] for area, points in card.areas.items()]


def _mails(state: Sitting) -> list[list[str]]:
    replied = dict(argument.split(":", 1) for _, argument in state.of("reply"))
    came = [one for one in state.script.curveballs if one.minute <= state.minute]
    return [[one.text, _reply(one, replied.get(one.name)), one.key] for one in came]


def _reply(curveball: Curveball, given: str | None) -> str:
    if given is None:
        return "✗ none"
    return f"{'✓' if given == curveball.right else '✗'} {curveball.replies[given]}"


def _asked(state: Sitting) -> str:
    """Return which of the questions that move the decision were asked."""
    asked = {text for _, text in state.of("ask")}
    missed = [one for one in state.script.decisive if one not in asked]
    known = len(state.script.decisive) - len(missed)
    said = f"Of the {len(state.script.decisive)} questions that move the decision you asked {known}."
    return f"{said} Not asked: {' '.join(missed)}" if missed else said
