"""Notebooks as the repository keeps them: no outputs, stable cell ids, question text and points taken from the keys."""

from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from course_lib.core.question import Question
from course_lib.units import UNITS, load_unit
from course_lib.wording.asking import answer_head, has_own_head, question_text

SOLUTION = "### BEGIN SOLUTION"
_KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def sources(root: Path) -> list[Path]:
    """Return the notebooks that people edit: lessons and instructor's notebooks (release/ is generated)."""
    return sorted([*root.glob("notebooks/*.ipynb"), *root.glob("assignments/*/*.ipynb")])


def canonical(path: Path) -> str:
    """Return the canonical text of a notebook.

    Outputs, execution counts and stray metadata are gone; in an instructor's notebook each `ask_NAME` cell holds the
    question as its key declares it, and each graded cell its points.
    """
    notebook = nbformat.read(path, as_version=4)
    questions = {one.name: one for one in load_unit(path.stem).questions} if _is_assignment(path) else {}
    notebook.metadata = nbformat.from_dict(_KERNEL)
    notebook.cells = [_canonical_cell(cell, questions) for cell in notebook.cells]
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def _is_assignment(path: Path) -> bool:
    return path.parent.name == path.stem and path.stem in UNITS


def _canonical_cell(cell: NotebookNode, questions: dict[str, Question]) -> NotebookNode:
    keep = ("nbgrader", "deletable", "editable")
    cell.metadata = nbformat.from_dict({name: cell.metadata[name] for name in keep if name in cell.metadata})
    cell.source = cell.source.strip("\n")
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    name = cell.id.removeprefix("ask_")
    if cell.id.startswith("ask_") and name in questions:
        cell.source = question_text(questions[name])
    name = cell.id.removeprefix("answer_")
    if cell.id.startswith("answer_") and name in questions:
        cell.source = _with_head(questions[name], cell.source)
    if cell.metadata.get("nbgrader", {}).get("grade") and cell.id in questions:
        cell.metadata.nbgrader.points = questions[cell.id].points
    return cell


def _with_head(question: Question, source: str) -> str:
    """Return an answer cell with its head as the question declares it; a head of one line keeps its own comment."""
    head, mark, solution = source.partition(SOLUTION)
    if head.startswith(f"{question.name} = None  # ") and not has_own_head(question):
        return source
    return f"{answer_head(question)}\n{mark}{solution}"


def tidy(root: Path, *, check: bool = False) -> list[str]:
    """Rewrite the notebooks canonically; return the names of those that differed. `check` changes nothing."""
    differing = []
    for path in sources(root):
        text = canonical(path)
        if text != path.read_text(encoding="utf-8"):
            differing.append(str(path.relative_to(root)))
            if not check:
                path.write_text(text, encoding="utf-8")
    return differing
