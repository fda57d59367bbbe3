"""The simulated class behind `course demo`."""

import nbformat
import pytest

from course_lib.cli import main
from course_lib.cohort.demo import UNIT as DEMONSTRATED
from course_lib.cohort.simulated import expected_marks, simulated_class, submission
from course_lib.core.answers import to_plain
from course_lib.forms import mistaken

from .conftest import ROOT
from .honest import MOST_MISTAKES
from .submissions import NAMES, NOTEBOOK, SOLUTIONS, UNIT, case_of

CLASS = simulated_class(UNIT, SOLUTIONS)
BY_NAME = {learner.name: learner for learner in CLASS}


def test_class_has_12_learners_with_names_and_stories_of_their_own():
    assert len(CLASS) == len(BY_NAME) == len({learner.what for learner in CLASS}) == 12
    assert UNIT.id == DEMONSTRATED


@pytest.mark.parametrize("which", range(MOST_MISTAKES))
def test_each_known_mistake_is_made_by_a_learner_everywhere(which: int):
    def makes(learner: object) -> bool:
        case = case_of(learner.name)
        asked = [one for one in UNIT.questions if which < len(one.mistakes)]
        return all(to_plain(learner.answers(one, case)) == to_plain(mistaken(one, which, case)) for one in asked)

    assert [learner.what for learner in CLASS if makes(learner)] == [f"named mistake {which + 1} everywhere"]


def test_class_spans_the_marks():
    totals = {learner.name: sum(expected_marks(UNIT, learner).values()) for learner in CLASS}
    assert totals["ada"] == 100
    assert totals["hana"] == totals["ivo"] == 0
    assert 0 < totals["jan"] == pytest.approx(sum(UNIT.question(name).points for name in NAMES[: len(NAMES) // 2]))
    assert 0 < totals["fay"] < 100


@pytest.mark.parametrize("name", list(BY_NAME))
def test_a_submission_is_the_released_notebook_with_code_in_its_answer_cells(name: str):
    released = ROOT / "release" / UNIT.id / NOTEBOOK
    before, after = nbformat.read(released, as_version=4), submission(released, UNIT, BY_NAME[name])
    nbformat.validate(after)
    changed = {new.id for old, new in zip(before.cells, after.cells, strict=True) if old != new}
    typed = {f"answer_{one.name}" for one in UNIT.questions if BY_NAME[name].code(one, case_of(name)) is not None}
    assert changed == typed
    for cell in after.cells:
        if cell.cell_type == "code":
            compile(cell.source, cell.id, "exec")
            assert cell.outputs == []


@pytest.mark.cohort
def test_command_grades_the_class_as_expected(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    assert main(["--root", str(ROOT), "demo"]) == 0
    said = capsys.readouterr()
    rows = {line.split("│")[1].strip(): line for line in said.out.splitlines() if line.startswith("│")}
    assert list(rows) == list(BY_NAME)
    for learner in CLASS:
        total = f"{sum(expected_marks(UNIT, learner).values()):g}"
        assert [field.strip() for field in rows[learner.name].split("│")[2:6]] == [learner.what, total, total, "none"]
    assert "Traceback" not in said.out + said.err
