"""Rebuild, don't repair: the graded notebook is the released one with the submission's answers and own cells put in.

Tags, metadata, points, duplicates, deletions and schema numbers of a submission decide nothing.
"""

from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.corpus.words import generate_corpus_id as random_cell_id
from nbformat.notebooknode import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from course_lib.cohort.answers import Record, recorded, sound_text

SAVED = "closed_loop_saved_answers"
_MAKE: dict[str, dict[str, object]] = {
    "code": {"outputs": [], "execution_count": None},
    "markdown": {},
    "raw": {},
}


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
    filled, own_after, saved = {}, {}, {}
    place = None
    known = {_key(cell) for cell in template.cells}
    for cell in submitted:
        key = _key(cell)
        if key in known and key not in filled:
            place, filled[key] = key, cell
            saved |= _saved(key, cell)
        elif cell.get("cell_type") in _MAKE:
            own_after.setdefault(place, []).append(_own(cell))
    template.cells = list(_merged(template.cells, filled, own_after))
    template.metadata[SAVED] = saved
    return template


def _key(cell: NotebookNode) -> str:
    """Return what a cell is known by: nbgrader's id where it has one, else its own."""
    marked = cell.get("metadata", {}).get("nbgrader")
    grade_id = marked.get("grade_id") if isinstance(marked, dict) else None
    return str(grade_id or cell.get("id") or "")


def _merged(
    cells: list[NotebookNode], filled: dict[str, NotebookNode], own_after: dict[str | None, list[NotebookNode]]
) -> Iterator[NotebookNode]:
    """Yield the released cells in their order, the learner's own cells where they stood.

    A released cell that the submission lacks comes back above the own cells in its place: an answer given there in a
    cell of the learner's own must not be emptied again before its check.
    """
    waiting = own_after.get(None, [])
    for cell in cells:
        key = _key(cell)
        if key in filled or cell.metadata.get("nbgrader", {}).get("grade"):
            yield from waiting
            waiting = []
        yield _filled(cell, filled[key]) if key in filled else cell
        waiting = [*waiting, *own_after.get(key, [])]
    yield from waiting


def _filled(cell: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """Return a released cell as the learner filled it: an answer cell's code, a free cell as a whole."""
    marked = cell.metadata.get("nbgrader")
    if marked is None and submitted.get("cell_type") in _MAKE:
        return _own(submitted, id=cell.id)
    if marked is not None and marked.solution and not marked.locked:
        cell.source = sound_text(submitted.source)
    return cell


def _own(cell: NotebookNode, **named: str) -> NotebookNode:
    """Return a plain cell with this one's kind and text; nbformat's own makers check it, at a cost that counts."""
    plain = {"id": random_cell_id(), "cell_type": cell.cell_type, "metadata": {}, "source": sound_text(cell.source)}
    return nbformat.from_dict(plain | _MAKE[cell.cell_type] | named)


def _saved(key: str, cell: NotebookNode) -> dict[str, Record]:
    record = recorded(cell, key)
    return {} if record is None else {key: record}
