"""The units of the course: where their cases and keys are, and how a case is drawn so that no two answers collide."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from course_lib.core.case import MOST_REDRAWS, Case, Streams, draw_case
from course_lib.core.grading import collides
from course_lib.core.question import Question
from course_lib.forms import Exam, ExamRecord, from_data

if TYPE_CHECKING:
    from course_lib.keys.exercise import Artefact, Exercise

UNITS = (
    "01_resume_screen",
    "02_bullet_clinic",
    "03_hiring_manager_chat",
    "04_product_design",
    "05_performance_budget",
    "06_model_card",
    "07_regulatory_impact",
    "08_incident_playbook",
    "09_incident_command",
    "10_model_risk_drill",
    "11_exam_drill",
    "12_delivery_calendar",
    "13_leadership_case",
    "14_offer",
    "15_claim_audit",
)
_GRADED_DRILLS = {"09_incident_command": ("incident_run", "run_pages")}
FORMS = "forms.json"
DRAWS = "CLOSED_LOOP_DRAWS"  # lines "unit/learner/attempt/redraws": the grader tells a build without keys what to draw


@dataclass(frozen=True)
class Unit:
    """One unit: its title, how to draw its scenario, and its questions with points that sum to 100.

    `sealed` is True where the keys are not installed: then the questions have a form but no answer, and there are no
    `exercises` (groups of questions with a model answer) and no `portfolio` (the files to take away). `exam` is there
    where the unit is sat as an exam.
    """

    id: str
    title: str
    draw: Callable[[Streams], Any]
    plausible: Callable[[Any], bool]
    fair: Callable[[Case], bool]
    questions: tuple[Question, ...]
    exercises: Mapping[str, "Exercise"]
    portfolio: tuple["Artefact", ...]
    sealed: bool
    exam: Exam | None = None

    @property
    def exam_record(self) -> str:
        """The question whose answer is the record of the exam, "" if there is none."""
        return next((one.name for one in self.questions if isinstance(one.form, ExamRecord)), "")

    def question(self, name: str) -> Question:
        """Return the question `name`; raise KeyError with the names that exist."""
        for one in self.questions:
            if one.name == name:
                return one
        raise KeyError(
            f"{name!r} is not a question of {self.id}; there are {', '.join(q.name for q in self.questions)}."
        )


@cache
def load_unit(unit_id: str) -> Unit:
    """Return a unit by its id.

    Raises
    ------
    ValueError
        If there is no such unit; the sentence names the nearest one and all of them.
    """
    if unit_id not in UNITS:
        near = get_close_matches(str(unit_id), UNITS, n=1, cutoff=0)
        raise ValueError(f"{unit_id!r} is not a unit; did you mean {near[0]!r}? The units are {', '.join(UNITS)}.")
    cases = import_module(f"course_lib.cases.{unit_id}")
    keys = _keys(unit_id)
    exercises, portfolio = _with_drill(unit_id, keys)
    return Unit(
        id=unit_id,
        title=cases.TITLE,
        draw=cases.draw,
        plausible=cases.plausible,
        fair=getattr(keys, "fair", lambda case: True),
        questions=_forms(unit_id) if keys is None else scale_to_100(_all_questions(exercises)),
        exercises=exercises,
        portfolio=portfolio,
        sealed=keys is None,
        exam=getattr(cases, "EXAM", None),
    )


def without_keys(unit: Unit) -> Unit:
    """Return the unit as a build without keys has it."""
    sealed = replace(unit, questions=_forms(unit.id), sealed=True)
    return replace(sealed, exercises={}, portfolio=(), fair=lambda case: True)


def draw_for(unit: Unit, learner: str, attempt: int = 0, *, sealed: bool | None = None) -> Case:
    """Draw a learner's case: plausible and, where the keys are at hand, with no two recognised answers close together.

    A sealed build cannot look at the keys, so its draws are only held to be plausible, unless the environment says
    which draw it is (the grader does, where it runs code out of sight of the keys). `sealed=True` repeats a sealed
    draw where the keys are installed (the grader of a sealed exam does).
    """
    told = _told(unit.id, learner, attempt) if unit.sealed else None
    sealed = unit.sealed if sealed is None else sealed

    def accept(case: Case) -> bool:
        if told is not None:
            return True
        if not unit.plausible(case.scenario):
            return False
        return sealed or (unit.fair(case) and not collisions(unit.questions, case))

    return draw_case(unit.id, unit.draw, accept, learner=learner, attempt=attempt, first=told or 0)


def _told(unit_id: str, learner: str, attempt: int) -> int | None:
    """Return how many draws to pass over, if the environment says so for this case."""
    head = f"{unit_id}/{learner}/{attempt}/"
    for line in os.environ.get(DRAWS, "").split("\n"):
        redraws = line.removeprefix(head)
        if line.startswith(head) and redraws.isdecimal() and int(redraws) < MOST_REDRAWS:
            return int(redraws)
    return None


def draw_line(case: Case) -> str:
    """Return the line of `CLOSED_LOOP_DRAWS` that makes a build without keys draw this case."""
    return f"{case.unit}/{case.learner}/{case.attempt}/{case.redraws}"


def collisions(questions: Iterable[Question], case: Case) -> list[str]:
    """Return the questions on which two recognised answers lie closer than two tolerances on this case."""
    return [one.name for one in questions if collides(one, case)]


def scale_to_100(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions with whole points, at least 1, that sum to 100 in proportion (largest remainder)."""
    questions = tuple(questions)
    total = sum(one.points for one in questions)
    exact = [one.points * 100 / total for one in questions]
    whole = [max(1, int(share)) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for i in by_remainder[: max(0, 100 - sum(whole))]:
        whole[i] += 1
    while sum(whole) > 100:  # small questions were lifted to 1: the largest pay
        whole[max(range(len(exact)), key=lambda i: (whole[i], -exact[i]))] -= 1
    return tuple(replace(one, points=points) for one, points in zip(questions, whole, strict=True))


def _keys(unit_id: str) -> Any:
    try:
        return import_module(f"course_lib.keys.{unit_id}")
    except ModuleNotFoundError as missing:
        if not (missing.name or "").startswith("course_lib.keys"):
            raise
        return None


def _with_drill(unit_id: str, keys: Any) -> tuple[Mapping[str, "Exercise"], tuple["Artefact", ...]]:
    """Return a unit's exercises and pages, with those of its drill: keys know no drill, so they meet here."""
    exercises, portfolio = getattr(keys, "EXERCISES", {}), getattr(keys, "PORTFOLIO", ())
    if keys is None or unit_id not in _GRADED_DRILLS:
        return exercises, portfolio
    questions, pages = (import_module(f"course_lib.drills.keys.{name}") for name in _GRADED_DRILLS[unit_id])
    return exercises | questions.EXERCISES, (*portfolio, *pages.PORTFOLIO)


def _all_questions(exercises: Mapping[str, "Exercise"]) -> tuple[Question, ...]:
    return tuple(one for exercise in exercises.values() for one in exercise.questions)


@cache
def _forms(unit_id: str) -> tuple[Question, ...]:
    text = files("course_lib.cases").joinpath(FORMS).read_text(encoding="utf-8")
    return tuple(_unanswerable(form) for form in json.loads(text)[unit_id])


def _unanswerable(form: Mapping[str, Any]) -> Question:
    plain = {name: tuple(v) if isinstance(v, list) else v for name, v in form.items()}
    return Question(**plain | {"form": from_data(form["form"])}, answer=None)


def forms_text() -> str:
    """Return the forms of all questions as JSON: what a sealed build must know to tell a well-formed answer."""
    fields = ("name", "points", "unit", "prompt", "kind", "tolerance", "choices", "frames", "hint")
    forms = {
        unit_id: [
            {field: getattr(one, field) for field in fields} | {"form": one.form and one.form.as_data()}
            for one in load_unit(unit_id).questions
        ]
        for unit_id in UNITS
    }
    return json.dumps(forms, indent=1, ensure_ascii=False) + "\n"
