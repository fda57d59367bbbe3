"""Run a notebook's code cells in this process, as a kernel would: one namespace, the last expression is the output."""

import ast
import contextlib
import io
from collections.abc import Mapping
from pathlib import Path

import nbformat


def run_notebook(path: Path, replaced: Mapping[str, str] | None = None) -> dict[str, object]:
    """Return the value that each code cell shows, by cell id; `replaced` gives other sources for some cells."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    shown = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            source = (replaced or {}).get(cell.id, cell.source)
            with contextlib.redirect_stdout(io.StringIO()):
                shown[cell.id] = _run(source, namespace, f"{path.name}:{cell.id}")
    return shown


def _run(source: str, namespace: dict[str, object], name: str) -> object:
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)
    return eval(compile(ast.Expression(last.value), name, "eval"), namespace) if last else None
