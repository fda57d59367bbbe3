"""The notebooks as a learner runs them, in this process: solved, released, and with each known mistake typed in."""

import os
import re
from pathlib import Path

import nbformat
import pytest

from course_lib.cohort.notebooks import sources
from course_lib.cohort.simulated import solutions_in, typed
from course_lib.core.grading import grade
from course_lib.core.result import Result
from course_lib.forms import mistaken
from course_lib.units import UNITS, draw_for, load_unit
from course_lib.wording.asking import answer_head, has_own_head
from tests.notebook_runner import run_notebook

ROOT = Path(__file__).parents[1]
SKELETON = [
    "Situation",
    "What the panel asks",
    "Data",
    "Your answer",
    "Check",
    "What a strong candidate says",
    "Go deeper",
]


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(tmp_path))


def assignment(unit_id):
    return ROOT / "assignments" / unit_id / f"{unit_id}.ipynb"


def released(unit_id):
    return ROOT / "release" / unit_id / f"{unit_id}.ipynb"


def marks(shown, unit_id):
    """Return the results; what an exam only records is marked as the grader does."""
    results = {name: value for name, value in shown.items() if isinstance(value, Result)}
    unit = load_unit(unit_id)
    if unit.exam is None:
        return results
    case = draw_for(unit, next(iter(results.values())).learner)
    earlier = {name: one.answer for name, one in results.items()}
    return {name: grade(unit.question(name), one.answer, case, earlier) for name, one in results.items()}


LEARNERS = min(40, int(os.environ.get("CLOSED_LOOP_TEST_SEEDS", "1000")) // 25)  # `make quick` takes fewer


@pytest.mark.parametrize("learner", ["self-study", *(f"learner-{i}" for i in range(LEARNERS))])
@pytest.mark.parametrize("unit_id", UNITS)
def test_solved_notebook_earns_full_marks_on_any_case(unit_id, learner, monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_LEARNER", learner)
    results = marks(run_notebook(assignment(unit_id)), unit_id)
    assert {name: result.kind for name, result in results.items()} == dict.fromkeys(results, "right")
    assert sum(result.score for result in results.values()) == 100


@pytest.mark.parametrize("unit_id", UNITS)
def test_released_notebook_runs_unanswered_for_no_points(unit_id):
    results = marks(run_notebook(released(unit_id)), unit_id)
    assert {result.kind for result in results.values()} == {"unanswered"}
    assert set(results) == {question.name for question in load_unit(unit_id).questions}


@pytest.mark.parametrize("unit_id", UNITS)
def test_each_mistake_gets_its_sentence_in_the_notebook(unit_id, monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_LEARNER", "mistaken")
    unit = load_unit(unit_id)
    case = draw_for(unit, "mistaken")
    for i in range(max(len(question.mistakes) for question in unit.questions)):
        chosen = [question for question in unit.questions if i < len(question.mistakes)]
        cells = {f"answer_{q.name}": f"{q.name} = {typed(mistaken(q, i, case))!r}" for q in chosen}
        results = marks(run_notebook(released(unit_id), cells), unit_id)
        for question in chosen:
            assert results[question.name].sentence.startswith(question.mistakes[i].sentence)


@pytest.mark.parametrize("path", sources(ROOT), ids=lambda path: path.stem)
def test_every_notebook_runs_without_a_traceback(path):
    assert run_notebook(path)


@pytest.mark.parametrize("unit_id", UNITS)
def test_solutions_do_not_use_the_keys(unit_id):
    for source in solutions_in(assignment(unit_id)).values():
        assert "course_lib" not in source
        assert ".answer(" not in source


@pytest.mark.parametrize("unit_id", UNITS)
def test_one_name_everywhere(unit_id):
    unit = load_unit(unit_id)
    cells = {cell.id: cell for cell in nbformat.read(assignment(unit_id), as_version=4).cells}
    for question in unit.questions:
        check = cells[question.name]
        assert check.metadata.nbgrader.grade_id == question.name
        assert check.metadata.nbgrader.points == question.points
        assert check.source == f"case.check({question.name}={question.name})"
        head = answer_head(question) if has_own_head(question) else f"{question.name} = None  # "
        assert cells[f"answer_{question.name}"].source.startswith(head)
        assert question.prompt in cells[f"ask_{question.name}"].source


@pytest.mark.parametrize("unit_id", UNITS)
def test_every_exercise_follows_the_skeleton(unit_id):
    text = "\n".join(
        c.source for c in nbformat.read(assignment(unit_id), as_version=4).cells if c.cell_type == "markdown"
    )
    exercises = re.split(r"^## (?=Exhibit)", text, flags=re.M)[1:]
    assert len(exercises) == len(load_unit(unit_id).exercises)
    for exercise in exercises:
        assert re.findall(r"^### (.+)$", exercise, flags=re.M) == SKELETON


@pytest.mark.parametrize("unit_id", UNITS)
def test_lesson_follows_the_skeleton_too(unit_id):
    cells = nbformat.read(ROOT / "notebooks" / f"{unit_id}.ipynb", as_version=4).cells
    headings = re.findall(
        r"^## ([^:\n,]+)", "\n".join(c.source for c in cells if c.cell_type == "markdown"), flags=re.M
    )
    assert [heading for heading in headings if heading in SKELETON] == SKELETON


@pytest.mark.parametrize("path", [*sources(ROOT), *map(released, UNITS)], ids=lambda path: "/".join(path.parts[-3:]))
def test_not_legal_advice_stands_once(path):
    text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    assert len(re.findall(r"legal\s+advice", text)) == 1


def test_the_plan_covers_every_unit_and_21_days():
    cells = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", as_version=4).cells
    text = {cell.id: cell.source for cell in cells}
    days = re.findall(r"^\| (\d+) \| .* \| \d+ \|$", text["plan"], flags=re.M)
    assert [int(day) for day in days] == list(range(1, 22))
    for unit_id in UNITS:
        assert f"`{unit_id}`" in text["plan"]
        assert f"[{unit_id}]({unit_id}.ipynb)" in text["loop"]
    assert set(re.findall(r"\]\(([^)]+)\)", text["loop"])) <= {path.name for path in sources(ROOT)}
