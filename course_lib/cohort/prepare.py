"""What is done once an assignment: the released notebook as nbgrader's sanitisers leave it, and what it runs with."""

import ast
import hashlib
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from course_lib.cohort.intake import Refusal
from course_lib.cohort.release import course_config

_OWN = "course_lib.cohort."
# Learners draw with pyplot in cells of their own, and importing it is dearer than most notebooks. It must not be the
# inline backend: that one looks for IPython when it is imported.
_ALWAYS = ("matplotlib.pyplot",)


@dataclass(frozen=True)
class Assignment:
    """One assignment, ready to be marked in any process: nothing in it points to the gradebook or to a folder.

    `template` is the sanitised notebook as JSON, `files` what the instructor put beside it, `version` a hash of
    everything that the marks depend on but the submission.
    """

    unit: str
    template: str
    preload: tuple[str, ...]
    files: Mapping[str, bytes]
    config: Config
    version: str


def prepare(root: Path, unit_id: str) -> Assignment:
    """Make a unit's assignment ready; the gradebook must be there and know it.

    Raises
    ------
    Refusal
        If it has not been released.
    """
    config = course_config(root)
    directory = CourseDirectory(config=config)
    released = _folder(directory, directory.release_directory, unit_id) / f"{unit_id}.ipynb"
    if not released.is_file():
        raise Refusal(f"{unit_id} has not been released; run: nbgrader generate_assignment {unit_id}")
    template = nbformat.writes(_sanitised(nbformat.read(released, as_version=4), config, directory, unit_id))
    files = _files(_folder(directory, directory.source_directory, unit_id), [*directory.ignore, "*.ipynb"])
    summed = _grader_version()
    parts = {**files, "": template.encode(), "config": (root / "nbgrader_config.py").read_bytes()}
    for name, content in sorted(parts.items()):
        summed.update(name.encode() + b"\0" + content)
    imported = _imported(nbformat.reads(template, as_version=4))
    preload = (*imported, f"course_lib.cases.{unit_id}", "course_lib.session", *_ALWAYS)
    return Assignment(unit_id, template, preload, files, config, summed.hexdigest())


def _folder(directory: CourseDirectory, step: str, unit_id: str) -> Path:
    return Path(directory.format_path(step, ".", unit_id))


def _sanitised(nb: NotebookNode, config: Config, directory: CourseDirectory, unit_id: str) -> NotebookNode:
    """Return the released notebook as nbgrader's own first steps leave it; they look at no submission."""
    told = {"student": "", "assignment": unit_id, "notebook": unit_id, "db_url": directory.db_url}
    for name in config.Autograde.sanitize_preprocessors:
        step = import_item(name)(config=config) if isinstance(name, str) else name(config=config)
        if step.enabled and not type(step).__module__.startswith(_OWN):
            nb, _ = step.preprocess(nb, {"nbgrader": dict(told)})
    return nb


def _files(folder: Path, ignore: Iterable[str]) -> dict[str, bytes]:
    """Return the instructor's files beside the notebook."""
    found = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if not any(fnmatch(part, pattern) for part in Path(name).parts for pattern in ignore)
    }


def _imported(nb: NotebookNode) -> tuple[str, ...]:
    """Return the modules that the locked cells import: every run imports them first."""
    names = []
    for cell in nb.cells:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("locked"):
            try:
                tree = ast.parse(cell.source)
            except SyntaxError:  # a line for IPython, which is no Python
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    names += [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.append(node.module)
    return tuple(dict.fromkeys(names))


def _grader_version() -> "hashlib._Hash":
    """Return a hash, open for more, of this package, Python and the libraries that a notebook's results hang on."""
    versions = [f"{name} {version(name)}" for name in ("nbgrader", "ipython", "numpy", "pandas", "matplotlib")]
    summed = hashlib.sha256(" ".join([platform.python_version(), *versions]).encode())
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            summed.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    return summed
