"""How a submission is made out of the released notebook, and what it deserves."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from course_lib.cohort.simulated import solutions_in
from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.question import Question
from course_lib.units import draw_for, load_unit

UNIT = load_unit("10_model_risk_drill")
NOTEBOOK = f"{UNIT.id}.ipynb"
SOLUTIONS = solutions_in(Path(__file__).parents[2] / "assignments" / UNIT.id / NOTEBOOK)
NAMES = tuple(one.name for one in UNIT.questions)
HALF = NAMES[: len(NAMES) // 2]
REST = NAMES[len(HALF) :]


@dataclass(frozen=True)
class Link:
    """A symbolic link in a submission."""

    target: str


@dataclass(frozen=True)
class Pipe:
    """A named pipe in a submission."""


@dataclass(frozen=True)
class Folder:
    """A folder where a file belongs."""


Content = str | bytes | Link | Pipe | Folder
Change = Callable[["Draft"], Content | None]
Points = Callable[[str, Question], float]


@dataclass(frozen=True)
class Draft:
    """The released notebook before one student, and the files that they put beside it."""

    student: str
    notebook: NotebookNode
    files: dict[str, Content] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return case_of(self.student)

    def cell(self, key: str) -> NotebookNode:
        """Return the first cell with this id."""
        return next(cell for cell in self.notebook.cells if cell.id == key)

    def checks(self, names: Iterable[str] = NAMES) -> list[NotebookNode]:
        return [self.cell(name) for name in names]

    def answer(self, name: str, source: str) -> None:
        """Put code into the answer cell of a question."""
        self.cell(f"answer_{name}").source = source

    def type_right(self, names: Iterable[str] = NAMES, case: Case | None = None) -> None:
        """Type the right answers of a case (the student's own if none is given) as figures."""
        for name in names:
            self.answer(name, typed(name, UNIT.question(name).answer(case or self.case)))

    def type_wrong(self, names: Iterable[str] = NAMES) -> None:
        """Type what no question is answered by."""
        for name in names:
            self.answer(name, f"{name} = -7777.5")

    def add(self, source: str, *, after: str | None = None, kind: str = "code") -> None:
        """Add a cell of the student's own: after the cell with this id, else before all cells."""
        place = 0 if after is None else self.notebook.cells.index(self.cell(after)) + 1
        self.notebook.cells.insert(place, getattr(nbformat.v4, f"new_{kind}_cell")(source))

    def drop(self, keys: Iterable[str]) -> None:
        gone = set(keys)
        self.notebook.cells = [cell for cell in self.notebook.cells if cell.id not in gone]

    def save_outputs(self, case: Case, answers: Mapping[str, object]) -> None:
        """Save under every check what `case.check` showed when these answers were given on this case."""
        for name, answer in answers.items():
            shown = grade(UNIT.question(name), answer, case)._repr_mimebundle_()
            output = nbformat.v4.new_output("execute_result", data=shown, execution_count=1)
            self.cell(name).outputs = [nbformat.from_dict(output)]


@dataclass(frozen=True)
class Submission:
    """One student's work: how it is made, what each answer must earn, which answers a person must see."""

    change: Change
    points: Points
    worked_on: Callable[[str], Case] | None
    name: str

    def write(self, draft: Draft) -> dict[str, Content]:
        """Return the files of the submission folder."""
        raw = self.change(draft)
        content = nbformat.writes(draft.notebook).encode() if raw is None else raw
        return draft.files | ({self.name: content} if self.name else {})

    def expected(self, student: str) -> dict[str, float]:
        return {one.name: self.points(student, one) for one in UNIT.questions}

    def flagged(self, student: str) -> set[str]:
        """Return the answers that are right on the case they were worked on, and not worth the same on the own one."""
        if self.worked_on is None:
            return set()
        return {one.name for one in UNIT.questions if self.points(student, one) < one.points}


def lay(path: Path, content: Content) -> None:
    """Put one file of a submission, or what stands in a file's place, where it belongs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Link):
        path.symlink_to(content.target)
    elif isinstance(content, Pipe):
        os.mkfifo(path)
    elif isinstance(content, Folder):
        path.mkdir()
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def roster(class_: dict[str, Submission]) -> Callable[..., Callable[[Change], Change]]:
    """Return the decorator that adds a submission to this part of the class; its name is the student's id."""

    def hand_in(
        earns: Iterable[str] | Points = NAMES,
        *,
        worked_on: Callable[[str], Case] | None = None,
        name: str = NOTEBOOK,
    ) -> Callable[[Change], Change]:
        """Hand in what the decorated function makes of a draft, or the bytes that it returns, as a file `name`.

        `earns` names the answers worth full points, or gives every answer's points; `worked_on` is the case that the
        submission says it was worked on, if that is not the student's own.
        """
        points = earns if callable(earns) else full_points(frozenset(earns))

        def add(change: Change) -> Change:
            class_[change.__name__] = Submission(change, points, worked_on, name)
            return change

        return add

    return hand_in


def full_points(names: frozenset[str]) -> Points:
    return lambda student, question: question.points if question.name in names else 0.0


def typed(name: str, value: object) -> str:
    """Return the line that gives a question this answer."""
    plain = sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
    return f"{name} = {plain!r}"


@cache
def case_of(student: str, attempt: int = 0) -> Case:
    return draw_for(UNIT, student, attempt)


def right_on(case: Case) -> dict[str, object]:
    return {one.name: one.answer(case) for one in UNIT.questions}
