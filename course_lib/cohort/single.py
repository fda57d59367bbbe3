"""Run and mark one notebook, as the cohort grader would, without a gradebook."""

from pathlib import Path

import nbformat
from nbgrader.utils import setenv

from course_lib.cohort.marking import RunNotebook, SetLearner, mark_notebook
from course_lib.cohort.rebuild import SAVED, rebuild
from course_lib.cohort.release import course_config
from course_lib.core.result import Result
from course_lib.study.learner import learner_id
from course_lib.units import UNITS, load_unit


def mark_file(root: Path, path: Path, learner: str) -> dict[str, Result]:
    """Return the result of each question of the notebook at `path`, marked on `learner`'s case.

    Raises
    ------
    ValueError
        If the file is no notebook, or is not named after a unit.
    """
    unit_id = path.stem
    if unit_id not in UNITS:
        raise ValueError(f"{path.name} is not named after a unit; name it as it was released: {', '.join(UNITS)}.")
    try:
        submission = nbformat.read(path, as_version=4)
    except Exception as problem:
        raise ValueError(
            f"{path.name} cannot be read as a notebook ({type(problem).__name__}); save it again."
        ) from None
    template = nbformat.read(root / "release" / unit_id / f"{unit_id}.ipynb", as_version=4)
    notebook = rebuild(template, submission)
    told = {"nbgrader": {"student": learner, "assignment": unit_id, "notebook": unit_id}}
    resources = {**told, "metadata": {"path": str(path.parent)}}
    SetLearner(config=course_config(root)).preprocess(notebook, resources)
    saved = notebook.metadata.get(SAVED, {})
    with setenv(NBGRADER_EXECUTION="autograde"):  # as nbgrader sets it: a run by the grader is no attempt
        notebook, _ = RunNotebook(kernel_name="python3", config=course_config(root)).preprocess(notebook, resources)
    notebook.metadata[SAVED] = saved
    return mark_notebook(notebook, load_unit(unit_id), learner)


def check_file(root: Path, path: Path, learner: str | None) -> int:
    """Print the marks of one notebook as a table; return 1 if it cannot be marked."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    try:
        who = learner or learner_id(path.resolve().parent)
        results = mark_file(root, path, who)
    except (OSError, ValueError) as problem:
        console.print(str(problem), style="bold", markup=False)
        return 1
    table = Table("question", "points", "marking", title=f"{path.name} · learner {who}", title_justify="left")
    for name, result in results.items():
        lines = [result.sentence, *result.notes]
        table.add_row(name, f"{result.score:g} of {result.points:g}", "\n".join(lines))
    console.print(table)
    console.print(f"{sum(result.score for result in results.values()):g} of 100 points")
    return 0
