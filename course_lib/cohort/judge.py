"""From one submission to its marks: rebuilt, run in a box, marked outside of it. No gradebook is needed for that."""

import json
import logging
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from types import TracebackType

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4.rwbase import rejoin_lines
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task
from traitlets.utils.importstring import import_item

from course_lib.cohort.box import Box, Limits, Run, choose_backend
from course_lib.cohort.intake import Refusal, Submission, read_notebook, read_timestamp
from course_lib.cohort.marking import GradeAnswers, SetLearner, cases_of, mark_notebook
from course_lib.cohort.prepare import Assignment
from course_lib.cohort.rebuild import SAVED, rebuild
from course_lib.cohort.shown import show_with_keys
from course_lib.study.learner import SEALED
from course_lib.units import load_unit

_STORED_BYTES = 2_000_000
_KERNEL = {  # what a Python kernel says of itself
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": f"ipython{sys.version_info[0]}",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}
# nbgrader's own steps after the marking that write into the gradebook, which is done elsewhere, or only look.
_RECORDED_ELSEWHERE = {"SaveAutoGrades", "FlagForPerson", "AssignLatePenalties", "CheckCellMetadata"}


@dataclass(frozen=True)
class Outcome:
    """What came of one submission: the graded notebook and its rows, or why it was refused.

    `scores` and `comments` hold by cell what nbgrader's columns `auto_score` and `auto_comment` will; `flags` says by
    question why a person should look; `notes` is what else the instructor should know; `spent` are CPU seconds.
    """

    student: str
    digest: str
    notebook: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    scores: Mapping[str, float | None] = field(default_factory=dict)
    comments: Mapping[str, str | None] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    timestamp: datetime | None = None
    notes: tuple[str, ...] = ()
    refused: str = ""
    spent: Mapping[str, float] = field(default_factory=dict)


class Grader:
    """Marks submissions of one assignment, one after the other, each in a fresh fork of one warm box."""

    def __init__(self, assignment: Assignment, backend: str | None = None) -> None:
        self.assignment = assignment
        self.unit = load_unit(assignment.unit)
        self.learner = SetLearner(config=assignment.config)
        self.after = [step for step in _steps_after(assignment) if step.enabled]
        self.limits = Limits(cell_cpu_seconds=Execute(config=assignment.config).timeout or 30)
        self.backend = choose_backend(backend)
        self.box: Box | None = None

    def __enter__(self) -> "Grader":
        logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # nbformat's remarks on what was handed in
        self.box = Box(self.backend, self.assignment.preload, self.limits).__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.box is not None:
            self.box.__exit__(kind, problem, trace)

    def grade(self, submission: Submission) -> Outcome:
        """Return the outcome of one submission, whatever is in it."""
        digest = submission.digest(self.assignment.version)
        if submission.refused:
            return Outcome(submission.student, digest, refused=submission.refused)
        try:
            return self._graded(submission, digest)
        except Refusal as reason:
            return Outcome(submission.student, digest, refused=str(reason))
        except (Exception, RecursionError) as problem:  # one odd submission must not end the run of a class
            reason = f"Refused: the grader stumbled over it ({type(problem).__name__}: {str(problem)[:200]})."
            return Outcome(submission.student, digest, refused=reason)

    def _graded(self, submission: Submission, digest: str) -> Outcome:
        spent: dict[str, float] = {}
        with _counted(spent, "read and rebuild"):
            template = nbformat.from_dict(json.loads(self.assignment.template))
            nb = rebuild(rejoin_lines(template), read_notebook(submission.notebook))
            nb.metadata[SAVED] = nbformat.from_dict(json.loads(json.dumps(nb.metadata[SAVED])))  # as through a file
            files = {**submission.files, **self.assignment.files}
            told = self.learner.variables(nb, self.unit, submission.student) | {"NBGRADER_EXECUTION": "autograde"}
        with _counted(spent, "talk to the box"):
            run = self._run(nb, told, files)
        spent["run the notebook in its box"] = run.cpu_seconds
        with _counted(spent, "mark"):
            _put_in(nb, run)
            show_with_keys(nb, self.unit, cases_of(self.unit, submission.student)[told[SEALED] == "1"])
            results = mark_notebook(nb, self.unit, submission.student)
            flags = {name: result.notes[0] for name, result in results.items() if result.notes}
            for step in self.after:
                nb, _ = step.preprocess(nb, {"nbgrader": {}})
            timestamp, notes = read_timestamp(submission.files)
        with _counted(spent, "write"):
            _cut_down(nb)
            text = nbformat.writes(nb) + "\n"
            scores = {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in nb.cells if is_grade(cell)}
            comments = {cell.metadata.nbgrader.grade_id: _comment(cell) for cell in nb.cells if is_answer(cell)}
        stopped = (f"The run stopped early: {run.stopped}",) if run.stopped else ()
        notes = (*submission.notes, *notes, *stopped)
        return Outcome(submission.student, digest, text, files, scores, comments, flags, timestamp, notes, spent=spent)

    def _run(self, nb: NotebookNode, told: Mapping[str, str], files: Mapping[str, bytes]) -> Run:
        cells = [(cell.id, cell.source) for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
        if not _shadows(files):
            assert self.box is not None
            return self.box.run(cells, environment=told, files=files)
        # A file beside the notebook takes the place of a library: nothing may be imported before it.
        with Box(self.backend, (), self.limits) as cold:
            return cold.run(cells, environment=told, files=files)


def is_answer(cell: NotebookNode) -> bool:
    """Say whether nbgrader keeps a comment for the cell."""
    return bool(is_solution(cell) or is_task(cell))


def _comment(cell: NotebookNode) -> str | None:
    same = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    return "No response." if same and not is_task(cell) else None


def _steps_after(assignment: Assignment) -> Iterator[NbGraderPreprocessor]:
    """Yield the configured steps that follow the marking and change nothing but the notebook."""
    steps = [import_item(one) if isinstance(one, str) else one for one in _configured(assignment)]
    for step in steps[steps.index(GradeAnswers) + 1 :]:
        if step.__name__ not in _RECORDED_ELSEWHERE:
            yield step(config=assignment.config)


def _configured(assignment: Assignment) -> list[object]:
    return list(assignment.config.Autograde.autograde_preprocessors)


def _put_in(nb: NotebookNode, run: Run) -> None:
    """Put the outputs of a run into the notebook, as executing it in place would have left them."""
    ran = {one.id: one for one in run.cells}
    for cell in nb.cells:
        if cell.cell_type == "code" and cell.id in ran:
            cell.outputs = [nbformat.from_dict(output) for output in ran[cell.id].outputs]
            cell.execution_count = ran[cell.id].execution_count
    nb.metadata["language_info"] = nbformat.from_dict(_KERNEL)


def _cut_down(nb: NotebookNode) -> None:
    """Drop the largest outputs of cells that are not graded until the notebook is of a size to be kept."""
    sizes = {cell.id: len(str(cell.outputs)) for cell in nb.cells if cell.cell_type == "code" and not is_grade(cell)}
    sources = sum(len(cell.source) for cell in nb.cells)
    for cell in sorted((one for one in nb.cells if one.id in sizes), key=lambda one: -sizes[one.id]):
        if sources + sum(sizes.values()) <= _STORED_BYTES:
            return
        sizes[cell.id] = 0
        text = "The output of this cell was left out: there is too much output in this notebook.\n"
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]


def _shadows(files: Mapping[str, bytes]) -> bool:
    """Say whether a file beside the notebook has the name of a module that Python would find elsewhere."""
    names = {re.sub(r"\.py$", "", name.split("/")[0]) for name in files if name.endswith(".py")}
    return any(name.isidentifier() and (name in sys.modules or find_spec(name) is not None) for name in names)


@contextmanager
def _counted(spent: dict[str, float], phase: str) -> Iterator[None]:
    before = time.process_time()
    yield
    spent[phase] = time.process_time() - before
