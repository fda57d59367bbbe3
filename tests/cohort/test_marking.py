"""Marks are given outside the learner's kernel, on the case of nbgrader's own student id."""

import os

import nbformat
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import Execute
from nbgrader.preprocessors.execute import UnresponsiveKernelError
from traitlets.config import Config

from course_lib import open_case
from course_lib.cohort.answers import RESULT_TYPE
from course_lib.cohort.marking import FLAGS, GradeAnswers, RunNotebook, SetLearner, mark_notebook
from course_lib.cohort.rebuild import SAVED
from course_lib.core.answers import to_plain
from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.result import ANSWER_TYPE
from course_lib.study.learner import learner_id
from course_lib.units import draw_for

from .conftest import ROOT
from .submissions import NAMES, NOTEBOOK, UNIT, case_of, right_on

ADA = case_of("ada")
FIRST, SECOND, *_, LAST = NAMES
BOB = case_of("bob")
# An answer that is right on bob's case and worth nothing on ada's.
FOREIGN = next(one.name for one in UNIT.questions if grade(one, one.answer(BOB), ADA).score == 0)
TOLD = {"nbgrader": {"assignment": UNIT.id, "student": "ada", "notebook": UNIT.id}}


def released() -> NotebookNode:
    return nbformat.read(ROOT / "release" / UNIT.id / NOTEBOOK, as_version=4)


def checked(case: Case, answers: dict[str, object]) -> NotebookNode:
    """Return the released notebook with the outputs of `case.check` for these answers."""
    notebook = released()
    for cell in notebook.cells:
        if cell.id in answers:
            shown = grade(UNIT.question(cell.id), answers[cell.id], case)._repr_mimebundle_()
            cell.outputs = [nbformat.v4.new_output("execute_result", data=shown)]
    return notebook


def saved(case: Case, answers: dict[str, object]) -> dict[str, object]:
    claim = {"case": case.code, "learner": case.learner, "attempt": case.attempt}
    return {name: {"answer": to_plain(answer), **claim} for name, answer in answers.items()}


def graded_cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.id: cell for cell in notebook.cells if cell.id in NAMES}


def test_right_answers_earn_100_points():
    results = mark_notebook(checked(ADA, right_on(ADA)), UNIT, "ada")
    assert list(results) == list(NAMES)
    assert sum(result.score for result in results.values()) == 100
    assert {result.notes for result in results.values()} == {()}


def test_an_artefact_is_marked_against_the_answers_of_its_own_notebook():
    claim = UNIT.question("decision_claim").answer(ADA) | {"events_now": 1.0}
    alone = mark_notebook(checked(ADA, {"decision_claim": claim}), UNIT, "ada")["decision_claim"]
    consistent = {"decision_claim": claim, "extra_phantom_brakes": 1.0}
    results = mark_notebook(checked(ADA, consistent), UNIT, "ada")
    assert (alone.kind, results["decision_claim"].kind) == ("partly", "right")
    assert results["extra_phantom_brakes"].score == 0


def test_no_answers_earn_nothing():
    results = mark_notebook(released(), UNIT, "ada")
    assert {(result.kind, result.score) for result in results.values()} == {("unanswered", 0)}


def test_each_check_ends_with_its_points_and_its_sentence_as_the_only_output():
    notebook = checked(ADA, right_on(ADA) | {FIRST: "about 1.4"})
    for cell in graded_cells(notebook).values():
        cell.outputs.append(nbformat.v4.new_output("stream", name="stderr", text="warning"))
        cell.outputs.insert(0, nbformat.v4.new_output("execute_result", data={"text/plain": "1000"}))
    results = mark_notebook(notebook, UNIT, "ada")
    for name, cell in graded_cells(notebook).items():
        (output,) = cell.outputs
        assert output.output_type == "execute_result"
        assert float(output.data["text/plain"]) == results[name].score
        assert results[name].sentence in output.data["text/html"]
        assert set(output.data) == {"text/plain", "text/html", RESULT_TYPE}
        assert output.data[RESULT_TYPE]["sentence"] == results[name].sentence
    assert results[FIRST].kind == "malformed"
    nbformat.validate(notebook)


def test_answers_are_read_from_their_own_check_alone():
    notebook = checked(ADA, right_on(ADA))
    cells = graded_cells(notebook)
    outputs = {name: cell.outputs for name, cell in cells.items()}
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id not in NAMES:
            cell.outputs = [output for several in outputs.values() for output in several]
    for name, other in zip(NAMES, reversed(NAMES), strict=True):
        cells[name].outputs = outputs[other] if other != name else []
    results = mark_notebook(notebook, UNIT, "ada")
    assert {result.kind for result in results.values()} == {"unanswered"}


def test_only_the_instructors_graded_cells_are_marked():
    notebook = checked(ADA, right_on(ADA))
    cells = graded_cells(notebook)
    cells[FIRST].metadata.nbgrader.grade = False
    cells[SECOND].metadata.nbgrader.grade_id = "bonus"
    del cells[LAST].metadata["nbgrader"]
    before = [cells[name].outputs for name in (FIRST, SECOND, LAST)]
    results = mark_notebook(notebook, UNIT, "ada")
    assert set(NAMES) - set(results) == {FIRST, SECOND, LAST}
    assert [cells[name].outputs for name in (FIRST, SECOND, LAST)] == before


def test_claims_of_the_record_never_raise_a_mark():
    """Right answers of another case, under ada's name, her case's code, or both."""
    honest = {
        name: grade(UNIT.question(name), answer, ADA, right_on(BOB)).score for name, answer in right_on(BOB).items()
    }
    for claim in ({}, {"learner": "ada"}, {"case": ADA.code}, {"case": ADA.code, "learner": "ada"}, {"points": 100}):
        notebook = checked(BOB, right_on(BOB))
        for cell in graded_cells(notebook).values():
            cell.outputs[0].data[ANSWER_TYPE].update(claim)
        results = mark_notebook(notebook, UNIT, "ada")
        assert {name: result.score for name, result in results.items()} == honest


def test_an_answer_right_on_another_case_is_for_a_person():
    notebook = checked(BOB, {FOREIGN: UNIT.question(FOREIGN).answer(BOB)})
    result = mark_notebook(notebook, UNIT, "ada")[FOREIGN]
    (note,) = result.notes
    assert result.score == 0
    points = f"{result.points:g}"
    assert note == (
        f"Worked on case {BOB.code} (learner bob, attempt 0), not on this learner's case {ADA.code}. On the case it "
        f"names this answer earns {points} of {points}. A person decides."
    )
    assert note.replace("'", "&#x27;") in graded_cells(notebook)[FOREIGN].outputs[0].data["text/html"]


def test_a_saved_answer_is_looked_at_where_the_run_records_the_own_case():
    alone = case_of("self-study")
    notebook = checked(ADA, right_on(alone))
    notebook.metadata[SAVED] = nbformat.from_dict(saved(alone, right_on(alone)))
    results = mark_notebook(notebook, UNIT, "ada")
    for name, result in results.items():
        assert bool(result.notes) == (result.score < result.points), name


def test_nothing_waits_for_a_person_where_the_other_case_is_worth_no_more():
    """Code that finds the own figures when it runs again; wrong on either case; a claim without an answer."""
    alone = case_of("self-study")
    notebook = checked(ADA, right_on(ADA))
    notebook.metadata[SAVED] = saved(alone, right_on(alone))
    assert {result.notes for result in mark_notebook(notebook, UNIT, "ada").values()} == {()}
    for answer in (1e9, None, {"unsupported": "x"}):
        notebook = released()
        notebook.metadata[SAVED] = saved(alone, dict.fromkeys(NAMES, answer))
        assert {result.notes for result in mark_notebook(notebook, UNIT, "ada").values()} == {()}


def test_answers_of_a_sealed_build_are_marked_on_the_case_that_it_drew():
    names = (f"learner{i}" for i in range(1000))
    name = next(name for name in names if draw_for(UNIT, name, sealed=True).code != draw_for(UNIT, name).code)
    case = draw_for(UNIT, name, sealed=True)
    results = mark_notebook(checked(case, right_on(case)), UNIT, name)
    assert sum(result.score for result in results.values()) == 100
    assert {result.notes for result in results.values()} == {()}


def test_a_check_that_stopped_says_so():
    notebook = released()
    cell = graded_cells(notebook)[FIRST]
    cell.outputs = [nbformat.v4.new_output("error", ename="<b>Name</b>" * 99, evalue="", traceback=[])]
    mark_notebook(notebook, UNIT, "ada")
    shown = cell.outputs[0].data["text/html"]
    assert "The check stopped with &lt;b&gt;Name" in shown
    assert len(shown) < 2000


def test_a_check_that_was_not_reached_says_so():
    notebook = released()
    cells = graded_cells(notebook)
    cells[FIRST].execution_count = 4
    mark_notebook(notebook, UNIT, "ada")
    said = {
        name: "The run stopped before this check" in cell.outputs[0].data["text/html"] for name, cell in cells.items()
    }
    assert said == {name: name != FIRST for name in NAMES}


def test_the_kernel_inherits_nbgraders_student_id(monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_LEARNER", "somebody else")
    notebook = released()
    assert SetLearner().preprocess(notebook, TOLD) == (notebook, TOLD)
    assert notebook == released()
    assert learner_id() == "ada"


def test_flags_go_to_the_next_step():
    resources = {**TOLD}
    notebook = checked(BOB, {FOREIGN: UNIT.question(FOREIGN).answer(BOB)})
    GradeAnswers().preprocess(notebook, resources)
    assert list(resources[FLAGS]) == [FOREIGN]


def test_other_assignments_are_left_alone():
    notebook, resources = checked(ADA, right_on(ADA)), {"nbgrader": {**TOLD["nbgrader"], "assignment": "essay"}}
    before = nbformat.writes(notebook)
    GradeAnswers().preprocess(notebook, resources)
    assert nbformat.writes(notebook) == before
    assert FLAGS not in resources


@pytest.mark.parametrize(
    "problem", [DeadKernelError("dead"), UnresponsiveKernelError("hangs"), CellTimeoutError("hangs")], ids=type
)
def test_a_kernel_that_stops_keeps_what_it_answered(monkeypatch, problem: Exception):
    reached = checked(ADA, {FIRST: 1.0})

    def stops(self: Execute, nb: NotebookNode, resources: dict, km: object = None) -> None:
        self.nb = reached
        raise problem

    monkeypatch.setattr(Execute, "preprocess", stops)
    assert RunNotebook().preprocess(released(), TOLD) == (reached, TOLD)


def test_any_other_problem_of_the_run_is_not_hidden(monkeypatch):
    def fails(*a: object, **k: object) -> None:
        raise OSError("no kernel")

    monkeypatch.setattr(Execute, "preprocess", fails)
    with pytest.raises(OSError, match="no kernel"):
        RunNotebook().preprocess(released(), TOLD)


def _saved_on(code):
    notebook = nbformat.v4.new_notebook()
    notebook.metadata[SAVED] = {"fpr_ratio": {"answer": 2.0, "case": code, "learner": "x", "attempt": 0}}
    return notebook


@pytest.fixture
def sealed_learner():
    """A learner whose sealed draw is another case than the usual one."""
    names = (f"sealed {i}" for i in range(50))
    name = next(name for name in names if draw_for(UNIT, name, sealed=True).code != draw_for(UNIT, name).code)
    return name, draw_for(UNIT, name).code, draw_for(UNIT, name, sealed=True).code


def test_the_kernel_opens_the_case_that_the_submission_was_worked_on(sealed_learner, monkeypatch):
    name, usual, sealed = sealed_learner
    resources = {"nbgrader": {"student": name, "assignment": UNIT.id}}
    monkeypatch.setenv("CLOSED_LOOP_LEARNER", "")
    monkeypatch.setenv("CLOSED_LOOP_SEALED", "")
    for code, flag in ((sealed, "1"), (usual, "0"), ("AAAA-AAAA", "0")):
        SetLearner().preprocess(_saved_on(code), resources)
        assert (os.environ["CLOSED_LOOP_LEARNER"], os.environ["CLOSED_LOOP_SEALED"]) == (name, flag)
        assert open_case(UNIT.id).code == (sealed if flag == "1" else usual)


def test_a_sealed_class_can_be_named_in_the_configuration(sealed_learner, monkeypatch):
    name, _, sealed = sealed_learner
    monkeypatch.setenv("CLOSED_LOOP_LEARNER", "")
    monkeypatch.setenv("CLOSED_LOOP_SEALED", "")
    config = Config({"SetLearner": {"sealed": True}})
    resources = {"nbgrader": {"student": name, "assignment": UNIT.id}}
    SetLearner(config=config).preprocess(nbformat.v4.new_notebook(), resources)
    assert open_case(UNIT.id).code == sealed
