"""A question is declared once: its name, unit, points, tolerance, right answer and known mistakes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import Any

from course_lib.core.case import Case

Answer = Callable[[Case], object]
KINDS = ("number", "integer", "date", "datetime", "labels", "order")


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer: what it gives, what it earns (None: as much as without a name), what the learner reads."""

    sentence: str
    answer: Answer
    credit: float | None = 0.0


@dataclass(frozen=True)
class Question:
    """One graded question. Its name is also the learner's variable and nbgrader's `grade_id`.

    `prompt` names every definition (denominator, direction, base, window). `answer` gives the right answer to a case;
    it is None in a sealed build. `tolerance` is the half-width of what counts as right, in the unit or, if `relative`,
    as a share of the right answer. `choices` are the labels of "labels" and "order" questions, `frames` the data frames
    to work. `hint` and `working` hold no figure. `mistakes` are tried in their order. A `form` reads and marks an
    answer of several parts. `told`: further ways to write a right answer.
    """

    name: str
    points: float
    unit: str
    answer: Answer | None
    prompt: str
    kind: str = "number"
    tolerance: float = 0.0
    relative: bool = False
    choices: tuple[str, ...] = ()
    form: Any = None
    frames: tuple[str, ...] = ()
    hint: str = ""
    working: str = ""
    mistakes: list[Mistake] = field(default_factory=list)
    told: dict[str, Callable[[Case, Any], str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS and self.form is None:
            raise ValueError(f"{self.name}: kind is {self.kind!r}; choose one of {', '.join(KINDS)}.")
        if not self.points > 0:
            raise ValueError(f"{self.name}: points is {self.points}; a question is worth more than 0.")
        if self.kind == "number" and not self.tolerance > 0:
            raise ValueError(f"{self.name}: tolerance is {self.tolerance}; state above 0 how close is right.")

    def mistake(self, sentence: str, *, credit: float | None = 0.0) -> Callable[[Answer], Mistake]:
        """Declare a known mistake; decorates the function that computes it from the case."""

        def declare(answer: Answer) -> Mistake:
            self.mistakes.append(mistake := Mistake(sentence, answer, credit))
            return mistake

        return declare

    @property
    def wanted(self) -> str:
        """What the question wants, in words, for the sentence about a malformed answer."""
        if self.form:
            return self.form.wanted
        if self.unit == "share":
            return "a share between zero and one"
        words = {"date": "a date", "datetime": "a date and time", "labels": "labels", "order": "labels in order"}
        return words.get(self.kind, f"one {'whole ' if self.kind == 'integer' else ''}number ({self.unit})")


def question(**declared: object) -> Callable[[Answer], Question]:
    """Declare a question by the function of its right answer: its name is the question's, its docstring the prompt."""

    def declare(answer: Answer) -> Question:
        return Question(name=answer.__name__, answer=answer, prompt=cleandoc(answer.__doc__ or ""), **declared)

    return declare
