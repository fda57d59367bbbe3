"""What a learner types: `open_case`, then `check`, `hint`, `solution` and `practice` on the case."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from course_lib.artefacts import write_artefacts
from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.question import Question
from course_lib.core.result import Result
from course_lib.drills.scripts import SCRIPTS
from course_lib.exam import REFUSED, begin, end, recorded_only, sat
from course_lib.panel_drill import PanelDrill
from course_lib.portfolio.pages import interviewer_brief, portfolio_page
from course_lib.portfolio.takeaway import card_figures, own_figures, so_far
from course_lib.simulator import INCIDENT, Drill, incident_drill
from course_lib.study.attempts import AttemptLog, attempt_record, latest_answers, opening_record
from course_lib.study.desk import inspected, open_log
from course_lib.study.learner import SEALED, SELF_STUDY, learner_id
from course_lib.ui.charts import Picture
from course_lib.ui.pages import Brief, Page
from course_lib.ui.standing import marks_page
from course_lib.units import Unit, draw_for, load_unit
from course_lib.wording.asking import accepted, fields_text
from course_lib.wording.figures import fill, reads, shown_answer

OPEN = "[…]"


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

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(row[2].removeprefix("case.") for row in self.case.brief() if row[2])]

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
        question = self.unit.question(name)
        result = grade(question, value, self.case, latest_answers(self._attempts()) if question.form else None)
        exam = sat(self.unit, self.case, self.log)
        if exam and not exam.finished:
            result = recorded_only(self.unit, result, exam)
        return replace(result, notes=(*reads(question, result), *self._save(attempt_record(self.unit.id, result))))

    def start_exam(self) -> Page:
        """Start the clock of an exam; running it again changes nothing."""
        return begin(self.unit, self.case, sat(self.unit, self.case, self.log), self._save)

    def finish_exam(self) -> Page:
        """End an exam: what was recorded is marked, and the scorecard shown. No answer counts after it."""
        return end(self.unit, self.case, sat(self.unit, self.case, self.log), self._save)

    def drill(self) -> Drill | PanelDrill | Page:
        """Open the drill that goes with this case, the incident or the panel; it goes on where its log stands."""
        if self.unit.id in SCRIPTS:
            return PanelDrill(self.unit, self.case, self.log, self._save)
        if self.unit.id == INCIDENT:
            return incident_drill(self.unit.id, self.case, self.log, self._save)
        return Page("Drill", (f"This unit has no drill; {', '.join((INCIDENT, *SCRIPTS))} have one.",))

    def question(self, name: str = "") -> Page:
        """Show a question's text; without a name, the names of all."""
        return self._about("Question", name, _asked)

    def hint(self, name: str = "") -> Page:
        """Show the first step to a question. It costs nothing and holds no figure."""
        return self._about("Hint", name, lambda one: (one.hint or "There is no hint for this question.",))

    def solution(self, name: str = "") -> Page:
        """Show the way to a question and its answer: in self-study, once it has been tried on this case."""
        return self._about("Solution", name, self._solution)

    def _about(self, what: str, name: str, tell: Callable[[Question], tuple[str, ...]]) -> Page:
        names = [one.name for one in self.unit.questions]
        if name not in names:
            return Page(what, (f"Name a question of this case: {', '.join(names)}.",))
        exam = sat(self.unit, self.case, self.log)
        if what != "Question" and exam and not exam.finished:
            return Page(f"{what} · {name}", (REFUSED,))
        return Page(f"{what} · {name}", tell(self.unit.question(name)))

    def _solution(self, question: Question) -> tuple[str, ...]:
        if self.unit.sealed:
            return ("The keys are not installed here; the grader has them.",)
        if self.case.attempt == 0 and self.case.learner != SELF_STUDY:
            return ("This case is graded. Open a fresh one with case.practice().",)
        kinds = {record["kind"] for record in self._attempts() if record["question"] == question.name}
        if kinds <= {"unanswered", "malformed"}:
            return (f"Try it first: case.check({question.name}=...). Then the solution opens.",)
        return question.working, f"On case {self.case.code}: {shown_answer(question, self.case).removesuffix('.')}."

    def practice(self) -> "OpenCase":
        """Open a fresh case of the same unit. It is never graded; its attempts are kept in the log."""
        done = [
            r["attempt"] for r in self.log.records() if r["unit"] == self.unit.id and r.get("learner") == self.learner
        ]
        attempt = max([self.case.attempt, *done]) + 1
        fresh = replace(self, case=draw_for(self.unit, self.case.learner, attempt))
        said = fresh._save(opening_record(self.unit.id, fresh.case.code, self.case.learner, attempt))
        return replace(fresh, notice=" ".join(said))

    def strong_answer(self, exercise: str = "") -> Page:
        """Show what a strong candidate says, with the figures that you have answered right so far."""
        if exercise not in self.unit.exercises:
            return Page("What a strong candidate says", (self._exercises(),))
        text, follow_up = self._talk(exercise)
        left = f" {OPEN} stands for a figure that you have not answered right yet." if OPEN in text else ""
        return Page("What a strong candidate says", (text,), footer=f"The panel asks next: {follow_up}{left}")

    def write_portfolio(self) -> Page:
        """Write the unit's artefacts to the portfolio, from the right answers; an edited file is left alone."""
        made = ((one.file, self._artefact(one.text, one.is_calendar)) for one in self.unit.portfolio)
        return self._written(made, so_far(self.unit.questions, self._right()))

    def keep(self, chart: Picture, name: str) -> Page:
        """Write a chart to the portfolio as `name`.svg; a file of that name that you have edited is left alone."""
        return self._written([(f"{name}.svg", chart.svg)], chart.alt)

    def _artefact(self, text: str, calendar: bool) -> str:
        talks = [self._talk(exercise)[0] for exercise in self.unit.exercises]
        figures = card_figures(self.case.brief()) | self._right_figures()
        return portfolio_page(text, self.unit.questions, figures, talks, self.case.code, calendar=calendar)

    def _written(self, made: Iterable[tuple[str, str]], done: str) -> Page:
        return write_artefacts(self.unit.id, self.case.attempt, made, done)

    def interviewer_brief(self) -> Brief:
        """Show the page for a friend or an assistant who plays the panel on this case. It holds no answers."""
        return Brief(interviewer_brief(self.unit.id, self.case.brief()))

    def _right(self) -> dict[str, object]:
        return {str(r["question"]): r["answer"] for r in self._attempts() if r["kind"] == "right"}

    def _right_figures(self) -> dict[str, str]:
        return own_figures(self.unit.questions, self._right(), self.case)

    def _talk(self, exercise: str) -> tuple[str, str]:
        talk = self.unit.exercises[exercise]
        return fill(talk.strong_answer, self._right_figures(), missing=OPEN), talk.follow_up

    def _exercises(self) -> str:
        return f"The exercises of this case are: {', '.join(self.unit.exercises) or 'not installed here'}."

    def marks(self, exercise: str = "") -> Page:
        """Show where you stand on this case, or on one exercise of it: the best attempt at each question."""
        title = f"Marks · case {self.case.code}"
        if exercise and exercise not in self.unit.exercises:
            return Page(title, (self._exercises(),))
        only = [one.name for one in self.unit.exercises[exercise].questions] if exercise else None
        return marks_page(title, self.unit.questions, self._attempts(), only)

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


def _asked(question: Question) -> tuple[str, ...]:
    fields = fields_text(question)
    return (f"{question.points:g} points · {accepted(question)}", question.prompt, *([fields] if fields else []))


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
    sealed = True if os.environ.get(SEALED) == "1" else None
    case = draw_for(unit, learner_id() if learner is None else learner, attempt, sealed=sealed)
    log = open_log()
    return OpenCase(case=case, unit=unit, log=log, notice=inspected(log))
