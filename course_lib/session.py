"""What a learner types: `open_case`, then `check`, `hint`, `solution` and `practice` on the case."""

import os
from dataclasses import dataclass, replace
from typing import Any

from course_lib.core.answers import to_plain
from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.question import Question
from course_lib.core.result import LOOK, Result
from course_lib.portfolio.files import write_page
from course_lib.portfolio.pages import decision_memo, interviewer_brief
from course_lib.study.attempts import AttemptLog, attempt_record, opening_record
from course_lib.study.learner import SELF_STUDY, learner_home, learner_id
from course_lib.ui.pages import Brief, Page
from course_lib.units import UNITS, Unit, draw_for, load_unit


@dataclass(frozen=True)
class OpenCase:
    """One learner's case, open on the desk: figures and `frames` are attributes, and showing it shows its card."""

    case: Case
    unit: Unit
    log: AttemptLog
    notice: str = ""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "case":
            raise AttributeError(name)
        return getattr(self.case, name)

    def check(self, /, *unnamed: object, **answer: object) -> Result:
        """Mark one answer and keep the attempt in the learner's log.

        Parameters
        ----------
        answer
            Exactly one, under the question's own name: `case.check(fpr_ratio=fpr_ratio)`.

        Returns
        -------
        Result
            Shows points and one sentence. A wrong name, a missing one (`unnamed`) or a malformed answer is a result
            too, never a traceback.
        """
        names = ", ".join(one.name for one in self.unit.questions)
        if unnamed or len(answer) != 1:
            return self._refusal(
                f"Give exactly one answer by its name, for example check(name=name). The names are: {names}."
            )
        ((name, value),) = answer.items()
        if name not in {one.name for one in self.unit.questions}:
            return self._refusal(f"{name!r} is not a question of this case. The names are: {names}.")
        result = grade(self.unit.question(name), value, self.case)
        return replace(result, notes=self._save(attempt_record(self.unit.id, result)))

    def hint(self, name: str) -> Page:
        """Show the first step to a question. It costs nothing and holds no figure."""
        question = self.unit.question(name)
        return Page(f"Hint · {name}", (question.hint or "There is no hint for this question.",))

    def solution(self, name: str) -> Page:
        """Show the way to a question and its answer: in self-study, once it has been tried on this case."""
        question = self.unit.question(name)
        if self.unit.sealed:
            return Page(f"Solution · {name}", ("The keys are not installed here; the grader has them.",))
        if self.case.attempt == 0 and self.case.learner != SELF_STUDY:
            return Page(f"Solution · {name}", ("This case is graded. Open a fresh one with case.practice().",))
        if not any(record["question"] == name for record in self._attempts()):
            return Page(f"Solution · {name}", (f"Try it first: case.check({name}=...). Then the solution opens.",))
        return Page(
            f"Solution · {name}",
            (question.prompt, question.working, f"On case {self.case.code}: {_figure(question, self.case)}."),
        )

    def practice(self) -> "OpenCase":
        """Open a fresh case of the same unit. It is never graded; its attempts are kept in the log."""
        done = [
            r["attempt"] for r in self.log.records() if r["unit"] == self.unit.id and r.get("learner") == self.learner
        ]
        attempt = max([self.case.attempt, *done]) + 1
        fresh = replace(self, case=draw_for(self.unit, self.case.learner, attempt))
        said = fresh._save(opening_record(self.unit.id, fresh.case.code, self.case.learner, attempt))
        return replace(fresh, notice=" ".join(said))

    def strong_answer(self, exercise: str) -> Page:
        """Show what a strong candidate says, with the figures that you have answered right so far."""
        if exercise not in self.unit.exercises:
            return Page("What a strong candidate says", (self._exercises(),))
        text, follow_up = self._talk(exercise)
        return Page("What a strong candidate says", (text,), footer=f"The panel asks next: {follow_up}")

    def write_memo(self) -> Page:
        """Write the decision memo to the portfolio, from the answers that are right; an edited memo is left alone."""
        paragraphs = [self._talk(exercise)[0] for exercise in self.unit.exercises]
        text = decision_memo(self.unit.title, self.case.code, self.unit.questions, self._right_figures(), paragraphs)
        if "NBGRADER_EXECUTION" in os.environ:
            return Page("Decision memo", ("Not written: the grader is running this notebook.",))
        try:
            path = write_page(learner_home() / "portfolio" / self.unit.id / "decision_memo.md", text)
        except OSError as problem:
            return Page("Decision memo", (f"The memo could not be written: {problem.strerror or problem}.",))
        done = f"{len(self._right_figures())} of {len(self.unit.questions)} figures are in it."
        return Page("Decision memo", (f"Written to portfolio/{self.unit.id}/{path.name}. {done}",))

    def interviewer_brief(self) -> Brief:
        """Show the page for a friend or an assistant who plays the panel on this case. It holds no answers."""
        return Brief(interviewer_brief(self.unit.id, self.case.brief()))

    def _right_figures(self) -> dict[str, str]:
        if self.unit.sealed:  # the log may know an answer to be right, but its figure is in the keys
            return {}
        right = {record["question"] for record in self._attempts() if record["kind"] == "right"}
        return {one.name: _figure(one, self.case) for one in self.unit.questions if one.name in right}

    def _talk(self, exercise: str) -> tuple[str, str]:
        talk = self.unit.exercises[exercise]
        open_ones = {one.name: "[not answered yet]" for one in self.unit.questions}
        return talk.strong_answer.format(**open_ones | self._right_figures()), talk.follow_up

    def _exercises(self) -> str:
        return f"The exercises of this case are: {', '.join(self.unit.exercises) or 'not installed here'}."

    def marks(self, exercise: str | None = None) -> Page:
        """Show where you stand on this case, or on one exercise of it: the latest attempt at each question."""
        title = f"Marks · case {self.case.code}"
        if exercise is not None and exercise not in self.unit.exercises:
            return Page(title, (self._exercises(),))
        wanted = {one.name for one in self.unit.exercises[exercise].questions} if exercise else None
        latest = {str(record["question"]): record for record in self._attempts()}
        rows, total = [], 0.0
        for one in self.unit.questions:
            record = latest.get(one.name, {"credit": 0.0, "kind": "unanswered"})
            score = round(record["credit"] * one.points, 2)
            total += score
            symbol, word, _ = LOOK[record["kind"]]
            if wanted is None or one.name in wanted:
                rows.append((one.name, f"{score:g} of {one.points:g}", f"{symbol} {word}"))
        columns = ("Question", "Points", "Latest attempt")
        return Page(title, columns=columns, rows=tuple(rows), footer=f"Whole case: {total:g} of 100 points")

    def _attempts(self) -> list[dict[str, object]]:
        return [record for record in self.log.records() if record["case"] == self.case.code and record["question"]]

    def _refusal(self, sentence: str) -> Result:
        return Result("check", "malformed", 0, 0, sentence, None, self.case.code, self.case.learner, self.case.attempt)

    def _save(self, record: dict[str, object]) -> tuple[str, ...]:
        if "NBGRADER_EXECUTION" in os.environ:  # the grader runs the notebook again; that is not an attempt
            return ()
        try:
            said = self.log.append(record)
        except OSError as problem:
            said = f"This attempt could not be saved in {self.log.path.name}: {problem.strerror or problem}."
        return (said,) if said else ()

    def _page(self) -> Page:
        kind = "graded" if self.case.attempt == 0 else f"practice {self.case.attempt}, not graded"
        sizes = ", ".join(self.case.frames)
        return Page(
            f"{self.unit.title} · case {self.case.code}",
            rows=tuple(self.case.brief()),
            paragraphs=(self.notice,) if self.notice else (),
            footer=f"Learner {self.case.learner} · {kind} · data frames in case.frames: {sizes}",
        )

    def __repr__(self) -> str:
        return repr(self._page())

    def _repr_html_(self) -> str:
        return self._page()._repr_html_()


def open_case(unit_id: str, *, learner: str | None = None, attempt: int = 0) -> OpenCase:
    """Open a unit's case: the learner's own, the same every time.

    Parameters
    ----------
    unit_id
        Id of the unit, which is also the name of its notebook.
    learner
        Who is asked; found out when it is left out (see `course_lib.study.learner.learner_id`).
    attempt
        0 is the graded case; practice cases count from 1.

    Raises
    ------
    ValueError
        If there is no such unit, `learner` is not text, or `attempt` is not a whole number from 0 up.
    """
    if not isinstance(attempt, int) or isinstance(attempt, bool) or attempt < 0:
        raise ValueError(
            f"attempt is {attempt!r}; it must be a whole number from 0 (graded) up: leave it out, or count from 1."
        )
    if learner is not None and (not isinstance(learner, str) or not learner):
        raise ValueError(f"learner is {learner!r}; it must be text, the learner's id: leave it out to be found out.")
    unit = load_unit(str(unit_id))
    case = draw_for(unit, learner_id() if learner is None else learner, attempt)
    log = _log()
    return OpenCase(case=case, unit=unit, log=log, notice=_inspected(log))


def progress() -> Page:
    """Show the points earned so far: the latest attempt at each question of the graded cases, and practice done."""
    records = [r for r in _log().records() if r["question"]]
    rows = []
    for unit_id in UNITS:
        mine = [r for r in records if r["unit"] == unit_id]
        latest = {r["question"]: round(r["credit"] * r["points"], 2) for r in mine if r["attempt"] == 0}
        tried = sum(1 for r in mine if r["attempt"] > 0)
        rows.append((load_unit(unit_id).title, f"{sum(latest.values()):g} of 100", f"{len(latest)}", f"{tried}"))
    return Page("Progress", columns=("Unit", "Points", "Questions tried", "Practice attempts"), rows=tuple(rows))


def _log() -> AttemptLog:
    return AttemptLog(learner_home() / "progress" / "attempts.jsonl")


def _inspected(log: AttemptLog) -> str:
    try:
        return log.inspect() or ""
    except OSError as problem:
        return f"The progress log {log.path.name} cannot be used: {problem.strerror or problem}."


def _figure(question: Question, case: Case) -> str:
    """Return the right answer as a reader wants it."""
    right = question.answer(case)
    if question.kind in ("labels", "order"):
        return ", ".join(sorted(right) if question.kind == "labels" else right)
    if question.unit == "share":
        return f"{right:.2%}" if abs(right) >= 0.01 else f"{right * 100:.3f} %"
    if question.kind in ("number", "integer"):
        figure = f"{right:,.0f}" if abs(right) >= 100 or question.kind == "integer" else f"{right:.3g}"
        return figure if question.unit in ("ratio", "z", "PSI") else f"{figure} {question.unit}"
    return str(to_plain(right))
