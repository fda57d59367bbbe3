"""Rebuild, don't repair: the graded notebook is the released one with the submission's answers and own cells put in.

Tags, metadata, points, duplicates, deletions and schema numbers of a submission decide nothing.
"""

from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from course_lib.cohort.answers import Record, recorded

SAVED = "closed_loop_saved_answers"


class Rebuild(NbGraderPreprocessor):
    """First sanitising step of `nbgrader autograde`; leaves assignments without a released notebook alone."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Return the rebuilt notebook; the answers saved in the submission's outputs go along as data."""
        told = resources["nbgrader"]
        directory = CourseDirectory(config=self.config)
        folder = directory.format_path(directory.release_directory, ".", told["assignment"])
        template = Path(folder) / f"{told['notebook']}.ipynb"
        if not template.is_file():
            return nb, resources
        return rebuild(nbformat.read(template, as_version=4), nb), resources


def rebuild(template: NotebookNode, submission: NotebookNode) -> NotebookNode:
    """Return the released notebook `template` with the learner's answers and own cells from `submission`."""
    submitted = [cell for cell in submission.get("cells", []) if isinstance(cell.get("source"), str)]
    answers, own_after, saved = {}, {}, {}
    place = None
    known = {_key(cell): cell for cell in template.cells}
    for cell in submitted:
        key = _key(cell)
        if key in known and key not in answers:
            place, answers[key] = key, cell.source
            saved |= _saved(key, cell)
        elif cell.cell_type in ("code", "markdown", "raw"):
            own_after.setdefault(place, []).append(_own(cell))
    template.cells = list(_merged(template.cells, answers, own_after))
    template.metadata[SAVED] = saved
    return template


def _key(cell: NotebookNode) -> str:
    """Return what a cell is known by: nbgrader's id where it has one, else its own."""
    marked = cell.get("metadata", {}).get("nbgrader")
    grade_id = marked.get("grade_id") if isinstance(marked, dict) else None
    return str(grade_id or cell.get("id") or "")


def _merged(
    cells: list[NotebookNode], answers: dict[str, str], own_after: dict[str | None, list[NotebookNode]]
) -> Iterator[NotebookNode]:
    yield from own_after.get(None, [])
    for cell in cells:
        key = _key(cell)
        marked = cell.metadata.get("nbgrader")
        if key in answers and (marked is None or (marked.solution and not marked.locked)):
            cell.source = answers[key]
        yield cell
        yield from own_after.get(key, [])


def _own(cell: NotebookNode) -> NotebookNode:
    make = {
        "code": nbformat.v4.new_code_cell,
        "markdown": nbformat.v4.new_markdown_cell,
        "raw": nbformat.v4.new_raw_cell,
    }
    return make[cell.cell_type](source=cell.source)


def _saved(key: str, cell: NotebookNode) -> dict[str, Record]:
    record = recorded(cell, key)
    return {} if record is None else {key: record}
