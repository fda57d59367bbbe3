"""The end of a panel drill on the panel, as plain data: areas, level, knock-outs, the keys, the sentences."""

from collections.abc import Iterable

from course_lib.core.result import Result
from course_lib.drills.interview import Sitting
from course_lib.drills.scorecard import Scorecard
from course_lib.drills.scripts import AREAS


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
        "said": [f"Knock-out: {one}" for one in card.knock_outs] or ["No knock-out."],
        "tables": tables,
        "charts": [],
        "hand_in": "",
    }


def area_rows(card: Scorecard) -> list[list[str]]:
    """Return the areas with the points earned and the most that there were."""
    return [[area, f"{points:g} of {AREAS[area]}"] for area, points in card.areas.items()]


def _mails(state: Sitting) -> list[list[str]]:
    replied = dict(argument.split(":", 1) for _, argument in state.of("reply"))
    return [
        [one.text, one.replies[replied[one.name]] if one.name in replied else "none", one.key]
        for one in state.script.curveballs
    ]
