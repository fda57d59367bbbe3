"""Forged records: bundles of answers that no check made, and junk in them."""

import json
from collections.abc import Mapping
from itertools import cycle

import nbformat

from course_lib.core.answers import to_plain
from course_lib.core.case import Case
from course_lib.core.result import ANSWER_TYPE

from .submissions import HALF, NAMES, REST, Draft, Submission, right_on, roster

FORGED: dict[str, Submission] = {}
hand_in = roster(FORGED)


def forging(case: Case) -> str:
    """Return code with which a notebook displays bundles of its own.

    `bundle(name, answer)` displays one; the answers in the dictionaries `before` and `after` are displayed in the check
    cell of their question, before the check runs or after it.
    """
    who = {"case": case.code, "learner": case.learner, "attempt": case.attempt}
    return f"""
import re
from IPython.display import display
before, after = {{}}, {{}}
def bundle(name, answer):
    record = {{"question": name, "answer": answer, **{who!r}}}
    display({{"text/plain": "100", {ANSWER_TYPE!r}: record}}, raw=True)
def forge(answers, cell):
    name = re.match(r"case\\.check\\((\\w+)=", cell)
    if name and name[1] in answers:
        bundle(name[1], answers[name[1]])
get_ipython().events.register("pre_run_cell", lambda info: forge(before, info.raw_cell))
get_ipython().events.register("post_run_cell", lambda result: forge(after, result.info.raw_cell))
"""


@hand_in(())
def bundles_in_own_cells(draft: Draft) -> None:
    """Record right answers everywhere but in the run of a check: in cells around it, and in its saved outputs."""
    draft.save_outputs(draft.case, right_on(draft.case))
    draft.add(forging(draft.case), after="setup")
    for name, answer in to_plain_answers(right_on(draft.case)).items():
        line = f"bundle({name!r}, {answer!r})"
        draft.answer(name, f"{name} = None\n{line}")
        draft.add(line, after=f"answer_{name}")
        draft.add(line, after=name)


@hand_in(HALF)
def bundles_by_hook(draft: Draft) -> None:
    """A forged bundle under a check is one more way to answer, and the last answer counts.

    Right ones after the check earn their points; right ones before it give way to the check's own.
    """
    right = to_plain_answers(right_on(draft.case))
    forged = {"after": HALF, "before": REST}
    lines = [f"{moment} |= { ({name: right[name] for name in names})!r}" for moment, names in forged.items()]
    draft.add("\n".join([forging(draft.case), *lines]), after="setup")


def to_plain_answers(answers: Mapping[str, object]) -> dict[str, object]:
    return {name: to_plain(answer) for name, answer in answers.items()}


JUNK = (
    "float('nan')",
    "float('inf')",
    "10**400",
    "-(10**299)",
    "'9' * 1_000_000",
    "[0.5] * 1_000_000",
    "deep(50)",
    "deep(400)",
    "deep(5_000)",
    "{'a': 1, 'b': 2}",
    "{'set': [[1]]}",
    "{'array': 'text'}",
    "{'date': None}",
    "{'unsupported': '<script>alert(1)</script>'}",
    "True",
    "'<img src=x onerror=alert(1)>'",
    "[None, 1, 'x']",
)


@hand_in(())
def junk_bundles(draft: Draft) -> None:
    deep = "def deep(n):\n    value = 1\n    for _ in range(n): value = [value]\n    return value"
    draft.add(f"{forging(draft.case)}\n{deep}", after="setup")
    for name, source in zip(NAMES, cycle(JUNK), strict=False):
        draft.answer(name, f"{name} = None\nafter[{name!r}] = {source}\nbundle({name!r}, {source})")


@hand_in(())
def junk_saved(draft: Draft) -> bytes:
    """Bundles saved in the file, on a case that nobody has, with numbers that JSON does not know."""
    junk = [float("nan"), float("-inf"), 10**400, "9" * 1_000_000, _deep(100), {"set": [[1]]}, {"x": 1, "y": 2}]
    for cell, value in zip(draft.checks(), cycle(junk), strict=False):
        record = {"question": cell.id, "answer": value, "case": value, "learner": value, "attempt": value}
        cell.outputs = [nbformat.from_dict(_output(record))]
    draft.checks()[-1].outputs = [nbformat.from_dict(_output([1])), nbformat.from_dict(_output(None))]
    return json.dumps(draft.notebook).encode()


@hand_in(NAMES)
def half_characters(draft: Draft) -> bytes:
    """Half of a surrogate pair in the code, in a text and in a saved bundle: no such text can be encoded."""
    draft.type_right()
    draft.add("'\ud800'", after="setup")
    draft.add("\ud800", after="setup", kind="markdown")
    record = {"question": NAMES[0], "answer": 1.0, "case": "\ud800", "learner": "\ud800", "attempt": 0}
    draft.cell(NAMES[0]).outputs = [nbformat.from_dict(_output(record))]
    return json.dumps(draft.notebook).encode()


def _output(record: object) -> dict[str, object]:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/plain": "100", ANSWER_TYPE: record},
    }


def _deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value
