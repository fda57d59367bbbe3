"""The course's steps in `nbgrader autograde`: who is asked, run, mark outside the learner's kernel, flag."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.preprocessors.execute import UnresponsiveKernelError
from traitlets import Bool

from course_lib.cohort.answers import RESULT_TYPE, Record, plain_answer, recorded
from course_lib.cohort.rebuild import SAVED
from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.question import Question
from course_lib.core.result import Result
from course_lib.study.learner import SEALED
from course_lib.units import DRAWS, UNITS, Unit, draw_for, draw_line, load_unit

FLAGS = "closed_loop_flags"
_PRACTICE = (1, 2)  # the attempts that a notebook opens when it practises


class SetLearner(NbGraderPreprocessor):
    """Tell the kernel whose case to open: nbgrader's own student id, whatever the notebook says."""

    sealed = Bool(False, help="The class worked in a sealed build, which draws its cases without the keys.").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Set the variables that the kernel inherits; they choose what the learner's code sees, never a mark."""
        unit_id, student = resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        sealed = self.sealed or (unit_id in UNITS and _worked_sealed(nb, load_unit(unit_id), student))
        os.environ["CLOSED_LOOP_LEARNER"] = student
        os.environ[SEALED] = "1" if sealed else "0"
        return nb, resources

    def variables(self, nb: NotebookNode, unit: Unit, student: str) -> dict[str, str]:
        """Return the same for a box, which has no keys and must be told what to draw."""
        sealed = self.sealed or _worked_sealed(nb, unit, student)
        draws = [cases_of(unit, student)[sealed]]
        if not sealed and any("practice(" in cell.source for cell in nb.cells if cell.cell_type == "code"):
            draws += [draw_for(unit, student, attempt) for attempt in _PRACTICE]
        lines = "\n".join(draw_line(case) for case in draws)
        return {"CLOSED_LOOP_LEARNER": student, SEALED: "1" if sealed else "0", DRAWS: lines}


def _worked_sealed(nb: NotebookNode, unit: Unit, student: str) -> bool:
    """Say whether the answers saved in the submission name the case that a sealed build draws for this student."""
    claimed = {claim["case"] for claim in nb.metadata.get(SAVED, {}).values()}
    usual, sealed = cases_of(unit, student)
    return sealed.code in claimed and usual.code not in claimed


class RunNotebook(Execute):
    """Run the notebook as nbgrader does; a kernel that dies or hangs keeps what it answered before."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict, km: object = None
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Return the notebook with its outputs, up to the point that the kernel reached."""
        try:
            return super().preprocess(nb, resources, km=km)
        except (CellTimeoutError, DeadKernelError, UnresponsiveKernelError) as problem:
            self.log.warning("The kernel of %s stopped early: %s", resources["nbgrader"]["student"], problem)
            return self.nb, resources


class GradeAnswers(NbGraderPreprocessor):
    """Replace the outputs of every graded cell by the marking of the answer recorded there."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Mark the notebook; what a person should look at goes into the resources."""
        unit_id, student = resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        if unit_id in UNITS:
            results = mark_notebook(nb, load_unit(unit_id), student)
            resources[FLAGS] = {name: result.notes for name, result in results.items() if result.notes}
        return nb, resources


class FlagForPerson(NbGraderPreprocessor):
    """Ask nbgrader for a person's mark where an answer belongs to another case; the automatic mark stays."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Set nbgrader's own "needs manual grade" on the flagged answers."""
        told = resources["nbgrader"]
        flags = resources.get(FLAGS, {})
        if flags:
            with Gradebook(told["db_url"]) as gradebook:
                for name in flags:
                    found = gradebook.find_grade(name, told["notebook"], told["assignment"], told["student"])
                    found.needs_manual_grade = True
                gradebook.db.commit()
            self.log.warning(
                "%s: %d answers need a person: %s", told["student"], len(flags), next(iter(flags.values()))[0]
            )
        return nb, resources


def mark_notebook(nb: NotebookNode, unit: Unit, student: str) -> dict[str, Result]:
    """Mark the recorded answers of an executed notebook in place; return the result of each question.

    Only plain data is read from the notebook. The case is drawn from the unit and from `student`, never from what the
    notebook says.
    """
    cases = cases_of(unit, student)
    saved = nb.metadata.get(SAVED, {})
    graded = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in nb.cells if _is_graded(cell)}
    records = {one.name: recorded(graded[one.name], one.name) for one in unit.questions if one.name in graded}
    earlier = {name: record["answer"] for name, record in records.items() if record}
    results = {}
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if not _is_graded(cell) or name not in records:
            continue
        question, record = unit.question(name), records[name]
        result = _mark(question, record, cases, earlier)
        notes = _foreign(unit, question, result.score, (record, saved.get(name)), cases, earlier)
        results[name] = replace(result, notes=(*notes, *_why_silent(cell, record)))
        cell.outputs = [_output(results[name])]
        results[name] = replace(result, notes=notes)
    return results


def _is_graded(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def cases_of(unit: Unit, student: str) -> tuple[Case, Case]:
    """Return the student's case as it is drawn with the keys at hand, and as a sealed build draws it."""
    return _drawn(unit.id, student)


@lru_cache(maxsize=4)
def _drawn(unit_id: str, student: str) -> tuple[Case, Case]:
    unit = load_unit(unit_id)
    return draw_for(unit, student), draw_for(unit, student, sealed=True)


def _mark(question: Question, record: Record | None, cases: Sequence[Case], earlier: Mapping[str, object]) -> Result:
    if record is None:
        return grade(question, None, cases[0])
    case = next((one for one in cases if one.code == record["case"]), cases[0])
    return grade(question, record["answer"], case, earlier)


def _foreign(
    unit: Unit,
    question: Question,
    score: float,
    claims: Sequence[Record | None],
    cases: Sequence[Case],
    earlier: Mapping[str, object],
) -> tuple[str, ...]:
    """Return a note for a person if the answer was worked on another case, and is worth more there than `score`."""
    for claim in claims:
        if claim is None or claim["answer"] is None or claim["case"] in {one.code for one in cases}:
            continue
        answer = plain_answer(claim["answer"])  # what was saved has been through a file
        worth = grade(question, answer, draw_for(unit, claim["learner"], claim["attempt"]), earlier)
        if worth.score > score:
            belongs = f"learner {claim['learner']}, attempt {claim['attempt']}"
            return (
                f"Worked on case {claim['case']} ({belongs}), not on this learner's case {cases[0].code}. "
                f"On the case it names this answer earns {worth.score:g} of {worth.points:g}. A person decides.",
            )
    return ()


def _why_silent(cell: NotebookNode, record: Record | None) -> tuple[str, ...]:
    """Say why nothing was recorded, where the cell itself tells."""
    if record is not None:
        return ()
    errors = [output for output in cell.get("outputs", []) if output.get("output_type") == "error"]
    if errors:
        problem = str(errors[-1].get("ename"))[:60]
        return (f"The check stopped with {problem}, so no answer was recorded. Look at your answer cell.",)
    if cell.get("execution_count") is None:
        return ("The run stopped before this check, so no answer was recorded. Look at the last cell that ran.",)
    return ()


def _output(result: Result) -> NotebookNode:
    """Return a result as the one output that nbgrader reads its points from, and the report its sentence."""
    told = {"kind": result.kind, "sentence": result.sentence, "notes": list(result.notes)}
    data = {"text/plain": f"{result.score:g}", "text/html": result._repr_html_(), RESULT_TYPE: told}
    return nbformat.from_dict({"output_type": "execute_result", "metadata": {}, "data": data, "execution_count": None})
