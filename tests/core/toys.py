"""Toy questions, one of each kind, and cases that hold nothing but the right answer."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from course_lib.core.case import Case, Streams
from course_lib.core.question import KINDS, Question

LIGHTS = ("day", "night", "rain", "low sun")
RIGHT = {
    "number": 0.018437,
    "integer": 17,
    "date": date(2026, 3, 10),
    "datetime": datetime(2026, 3, 10, 18, 30, tzinfo=UTC),
    "labels": frozenset({"night", "rain"}),
    "order": ("rain", "day", "low sun", "night"),
}


@dataclass(frozen=True)
class Toy:
    """A scenario whose only figure is the right answer."""

    right: object


def toy_case(right: object, *, learner: str = "ada", attempt: int = 0) -> Case:
    return Case("toy", learner, attempt, Streams("seed"), Toy(right))


def toy_question(kind: str = "number", **changed: object) -> Question:
    choices = LIGHTS if kind in ("labels", "order") else ()
    unit = "share" if kind == "number" else kind
    made = Question("toy", 4, unit, lambda case: case.right, "What?", kind=kind, tolerance=1e-5, choices=choices)
    return replace(made, mistakes=[], **changed)


TOYS = {kind: (toy_question(kind), toy_case(RIGHT[kind])) for kind in KINDS}


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and "\n" not in text and ". " not in text and text[0].isupper() and len(text) < 400
