"""Check the citations of the whole project: the prose of its notebooks and the texts in its modules."""

import ast
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from course_lib.facts.citations import Finding, at, check_ids, check_prose, find_ids
from course_lib.facts.release import RELEASE_DATE

NOTEBOOK_FOLDERS = ("notebooks", "assignments")
ALLOWED = Path(__file__).with_name("allowed_figures.txt")


def allowed_phrases() -> list[str]:
    """Return the phrases whose figures need no id; a line that begins with ``#`` gives the reason."""
    lines = ALLOWED.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def check_notebook(path: Path, *, release_date: date, allow: Iterable[str], where: str) -> list[Finding]:
    """Return the findings of one notebook: its Markdown cells in full, the ids in its code cells."""
    findings = []
    for number, (kind, source) in enumerate(_cells(path), start=1):
        if kind == "markdown":
            found = check_prose(source, release_date=release_date, allow=allow)
        else:
            found = check_ids(find_ids(source), release_date=release_date)
        findings += at(found, f"{where}, cell {number}")
    return findings


def check_module(text: str, *, release_date: date, allow: Iterable[str], where: str) -> list[Finding]:
    """Return the findings of one module: its ids, and the figures beside one in docstrings and texts."""
    findings = check_ids(find_ids(text), release_date=release_date)
    for literal in _texts(ast.parse(text)):
        found = check_prose(literal, release_date=release_date, allow=allow, uncited=False)
        findings += [finding for finding in found if finding not in findings]
    return at(findings, where)


def check_tree(root: Path, *, release_date: date = RELEASE_DATE, allow: Iterable[str] | None = None) -> list[Finding]:
    """Return what the notebooks, assignments and modules of a project have to correct.

    Parameters
    ----------
    root
        Folder that holds ``notebooks``, ``assignments`` and ``course_lib``; a missing one is empty.
    release_date
        Day of the release.
    allow
        Phrases whose figures need no id; by default those of ``allowed_figures.txt``.

    Returns
    -------
    list of Finding
        In the order of the files.
    """
    options = {"release_date": release_date, "allow": allowed_phrases() if allow is None else list(allow)}
    findings = []
    for path, where in _notebooks(root):
        findings += check_notebook(path, where=where, **options)
    for path, where in _modules(root):
        findings += check_module(path.read_text(encoding="utf-8"), where=where, **options)
    return findings


def count_citations(root: Path) -> Counter[str]:
    """Return how often each id is cited in the notebooks, assignments and modules of a project."""
    sources = [source for path, _ in _notebooks(root) for _, source in _cells(path)]
    sources += [path.read_text(encoding="utf-8") for path, _ in _modules(root)]
    return Counter(id for source in sources for id in find_ids(source))


def _notebooks(root: Path) -> Iterator[tuple[Path, str]]:
    for folder in NOTEBOOK_FOLDERS:
        for path in sorted((root / folder).rglob("*.ipynb")):
            if ".ipynb_checkpoints" not in path.parts:
                yield path, path.relative_to(root).as_posix()


def _modules(root: Path) -> Iterator[tuple[Path, str]]:
    return ((path, path.relative_to(root).as_posix()) for path in sorted((root / "course_lib").rglob("*.py")))


def _cells(path: Path) -> Iterator[tuple[str, str]]:
    """Yield kind and source of each cell; a source may be stored as one text or as a list of lines."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        yield cell["cell_type"], "".join(cell["source"])


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield every text in a piece of code; the slots of a formatted one are left blank."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else " " for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)
