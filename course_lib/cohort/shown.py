"""What the box cannot show because it has no keys: pages and checks of the learner's case, shown again with the keys.

An output is only replaced if it is what a build without keys shows for the same call on the learner's own case. Points
are given elsewhere; nothing here depends on more than the plain answer in the output.
"""

import ast
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from course_lib.cohort.answers import plain_answer
from course_lib.core.case import Case
from course_lib.core.result import ANSWER_TYPE
from course_lib.session import OpenCase
from course_lib.study.attempts import AttemptLog
from course_lib.units import Unit, without_keys

_CALL = re.compile(r"""case\.(marks|strong_answer|hint|question|solution|write_portfolio)\((["'][^"'\\\n]*["'])?\)""")
_NO_LOG = AttemptLog(Path(os.devnull) / "none")


def show_with_keys(nb: NotebookNode, unit: Unit, case: Case) -> None:
    """Replace the outputs of cells that are not graded where the keys would have shown more."""
    shown = OpenCase(case, unit, _NO_LOG)
    seen = OpenCase(case, without_keys(unit), _NO_LOG)
    with _as_the_grader():
        for cell in nb.cells:
            if cell.cell_type != "code" or cell.metadata.get("nbgrader", {}).get("grade"):
                continue
            for output in cell.outputs:
                look = _page(cell.source) or _check(output, case)
                if look is not None and output.get("data") == look(seen):
                    output["data"] = look(shown)


def _page(source: str) -> Callable[[OpenCase], dict[str, object]] | None:
    call = _CALL.fullmatch(source.strip())
    if call is None:
        return None
    name, given = call[1], (ast.literal_eval(call[2]),) if call[2] else ()

    def look(opened: OpenCase) -> dict[str, object]:
        page = getattr(opened, name)(*given)
        return {"text/plain": repr(page), "text/html": page._repr_html_()}

    return look


def _check(output: NotebookNode, case: Case) -> Callable[[OpenCase], dict[str, object]] | None:
    record = output.get("data", {}).get(ANSWER_TYPE)
    if not isinstance(record, dict) or record.get("case") != case.code or not isinstance(record.get("question"), str):
        return None
    name, answer = record["question"], plain_answer(record.get("answer"))
    return lambda opened: opened.check(**{name: answer})._repr_mimebundle_()


@contextmanager
def _as_the_grader() -> Iterator[None]:
    """Set the variable that nbgrader sets for a run: results show their points, and no attempt is kept."""
    before = os.environ.get("NBGRADER_EXECUTION")
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    try:
        yield
    finally:
        if before is None:
            del os.environ["NBGRADER_EXECUTION"]
        else:
            os.environ["NBGRADER_EXECUTION"] = before
