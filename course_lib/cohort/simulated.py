"""A simulated class: what each learner types into a released notebook, and the marks that they must get for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from course_lib.core.answers import to_plain
from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.question import Question
from course_lib.forms import mistaken
from course_lib.units import Unit, draw_for

CLASS_SIZE = 12
CRASH = "raise RuntimeError('the learner\\'s own code fails here')"
DIES = "import os\nos._exit(1)"


@dataclass(frozen=True)
class Learner:
    """One simulated learner.

    `code` gives what they type into a question's answer cell, None for nothing; `answers` the values that reach the
    check cell, from which the expected marks follow.
    """

    name: str
    what: str
    code: Callable[[Question, Case], str | None]
    answers: Callable[[Question, Case], object]


def simulated_class(unit: Unit, solutions: Mapping[str, str]) -> list[Learner]:
    """Return 12 learners: right, partly right, each named mistake, blank, crashing, dying half-way, and others."""
    names = [one.name for one in unit.questions]
    half = set(names[: len(names) // 2])
    most = max(len(one.mistakes) for one in unit.questions)
    needed = [
        Learner("ada", "right, from the frames", lambda q, c: solutions[q.name], lambda q, c: q.answer(c)),
        _typed("cleo", "first half right, rest blank", lambda q, c: q.answer(c) if q.name in half else None),
        *(_mistaken(f"eli{i + 1}", i) for i in range(most)),
        Learner("hana", "blank", lambda q, c: None, lambda q, c: None),
        Learner("ivo", "every answer cell raises", lambda q, c: CRASH, lambda q, c: None),
        _dying("jan", names[len(names) // 2], names),
    ]
    others = [
        _typed("fay", "per cent for shares", lambda q, c: q.answer(c) * 100 if q.unit == "share" else q.answer(c)),
        _typed("gus", "text with units", lambda q, c: f"{q.answer(c)} %"),
        _typed("ben", "right, typed as figures", lambda q, c: q.answer(c)),
    ]
    return needed + others[: CLASS_SIZE - len(needed)]


def _typed(name: str, what: str, answers: Callable[[Question, Case], object]) -> Learner:
    def code(question: Question, case: Case) -> str | None:
        return _literal(question.name, answers(question, case))

    return Learner(name, what, code, answers)


def _mistaken(name: str, i: int) -> Learner:
    def answers(question: Question, case: Case) -> object:
        return mistaken(question, i, case) if i < len(question.mistakes) else None

    return _typed(name, f"named mistake {i + 1} everywhere", answers)


def _dying(name: str, at: str, names: list[str]) -> Learner:
    def answers(question: Question, case: Case) -> object:
        return question.answer(case) if names.index(question.name) < names.index(at) else None

    def code(question: Question, case: Case) -> str | None:
        return DIES if question.name == at else _literal(question.name, question.answer(case))

    return Learner(name, "right, but the kernel dies half-way", code, answers)


def _literal(name: str, answer: object) -> str | None:
    if answer is None:
        return None
    return f"{name} = {typed(answer)!r}"


def typed(answer: object) -> object:
    """Return an answer as a learner would type it: text for dates, lists for sets and orders."""
    if isinstance(answer, dict):
        return {name: typed(value) for name, value in answer.items()}
    if isinstance(answer, frozenset | tuple):
        return sorted(answer) if isinstance(answer, frozenset) else list(answer)
    return answer.isoformat() if isinstance(answer, date) else answer


def expected_marks(unit: Unit, learner: Learner) -> dict[str, float]:
    """Return the points that each question must earn, from the learner's values alone."""
    case = draw_for(unit, learner.name)
    answers = {one.name: to_plain(learner.answers(one, case)) for one in unit.questions}
    return {one.name: grade(one, answers[one.name], case, answers).score for one in unit.questions}


def solutions_in(instructor: Path) -> dict[str, str]:
    """Return the solution of each question from the instructor's notebook."""
    cells = nbformat.read(instructor, as_version=4).cells
    return {cell.id.removeprefix("answer_"): cell.source for cell in cells if cell.id.startswith("answer_")}


def submission(released: Path, unit: Unit, learner: Learner) -> NotebookNode:
    """Return the released notebook as the learner hands it in: answers typed, nothing run."""
    notebook = nbformat.read(released, as_version=4)
    case, cells = draw_for(unit, learner.name), {cell.id: cell for cell in notebook.cells}
    for one in unit.questions:
        if (code := learner.code(one, case)) is not None:
            cells[f"answer_{one.name}"].source = code
    return notebook
