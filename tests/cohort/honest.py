"""Honest and awkward submissions: nobody may lose points, or gain any, by what an editor or an accident did."""

import json
from itertools import cycle

import nbformat

from course_lib.core.question import Question

from .submissions import HALF, NAMES, REST, SOLUTIONS, UNIT, Draft, Submission, right_on, roster, typed

HONEST: dict[str, Submission] = {}
hand_in = roster(HONEST)


@hand_in()
def solved(draft: Draft) -> None:
    for name in NAMES:
        draft.answer(name, SOLUTIONS[name])


@hand_in(())
def blank(draft: Draft) -> None:
    """Hand in the notebook as it was released."""


@hand_in()
def figures(draft: Draft) -> None:
    """Type figures worked out on the own case; `learner.toml` and a scratch notebook lie beside the notebook."""
    draft.files["learner.toml"] = f'learner = "{draft.student}"\n'
    draft.files["scratch.ipynb"] = nbformat.writes(nbformat.v4.new_notebook())
    draft.type_right()
    draft.save_outputs(draft.case, right_on(draft.case))


def _mistaken(which: int) -> None:
    def points(student: str, question: Question) -> float:
        mistakes = question.mistakes[which : which + 1]
        return sum(mistake.credit for mistake in mistakes) * question.points

    def change(draft: Draft) -> None:
        for one in UNIT.questions:
            for mistake in one.mistakes[which : which + 1]:
                draft.answer(one.name, typed(one.name, mistake.answer(draft.case)))

    change.__name__ = f"mistake_{which}"
    hand_in(points)(change)


MOST_MISTAKES = max(len(one.mistakes) for one in UNIT.questions)
for _which in range(MOST_MISTAKES):
    _mistaken(_which)


MALFORMED = (
    "float('nan')",
    "-float('inf')",
    "1j",
    "[1, 2]",
    "lambda: 1",
    "'4.9 %'",
    "np.array([1.0, 2.0])",
    "True",
    "np.float64('nan')",
)


@hand_in(HALF)
def malformed(draft: Draft) -> None:
    draft.type_right(HALF)
    for name, source in zip(REST, cycle(MALFORMED), strict=False):
        draft.answer(name, f"{name} = {source}")


@hand_in()
def noisy(draft: Draft) -> None:
    """Answer with numpy's own values, and warn and write to stderr in every cell."""
    draft.type_right()
    noise = "import sys, warnings, logging\nprint('note', file=sys.stderr)\nwarnings.warn('old')\nlogging.error('oh')"
    for name in NAMES:
        draft.answer(name, f"{draft.cell(f'answer_{name}').source}\n{name} = np.array({name})[()]\n{noise}")
    draft.add("import sys\nget_ipython().events.register('pre_run_cell', lambda info: print('!', file=sys.stderr))")


@hand_in()
def habits(draft: Draft) -> None:
    draft.type_right()
    draft.add("import sys\nsys.exit(0)", after="setup")
    draft.add("1 / 0", after="setup")
    draft.add("%matplotlib inline\n!echo hello\nimport asyncio\nawait asyncio.sleep(0.01)", after="setup")
    first = draft.cell(f"answer_{NAMES[0]}")
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()\n%time pass"
    first.source = f"{plot}\n{first.source}\nawait asyncio.sleep(0)\n!echo done"


@hand_in()
def split_cells(draft: Draft) -> None:
    """Split each answer cell and copy each graded cell to the end: JupyterLab leaves the metadata on both halves."""
    draft.type_right()
    cells, copies = [], []
    for cell in draft.notebook.cells:
        cells.append(cell)
        if cell.id.startswith("answer_"):
            half = nbformat.from_dict({**cell, "id": f"{cell.id}_half"})
            cell.source, half.source = "scratch = 1", cell.source
            cells.append(half)
        if "nbgrader" in cell.metadata:
            copies.append(nbformat.from_dict({**cell, "id": f"{cell.id}_copy", "source": "pass"}))
    draft.notebook.cells = cells + copies


@hand_in()
def own_cells(draft: Draft) -> None:
    """Answer in cells below the answer cells, which are left as they were or deleted."""
    for name, answer in right_on(draft.case).items():
        draft.add(typed(name, answer), after=f"answer_{name}")
    draft.drop(f"answer_{name}" for name in REST)


@hand_in()
def text_cells_as_code(draft: Draft) -> None:
    """Turn the questions' text into code, and compute there."""
    draft.type_right(HALF)
    for name, answer in right_on(draft.case).items():
        if name in REST:
            draft.cell(f"ask_{name}").cell_type = "code"
            draft.cell(f"ask_{name}").update(outputs=[], execution_count=None)
            draft.cell(f"ask_{name}").source = typed("worked_out", answer)
            draft.answer(name, f"{name} = worked_out")


@hand_in()
def old_format_4(draft: Draft) -> bytes:
    draft.type_right()
    draft.add("scratch = 1", after="setup")
    draft.notebook.nbformat_minor = 2
    for cell in draft.notebook.cells:
        del cell["id"]
    return json.dumps(draft.notebook).encode()


@hand_in()
def old_format_3(draft: Draft) -> bytes:
    draft.type_right()
    old = nbformat.convert(draft.notebook, 3)
    return json.dumps(old).encode()


# --------------------------------------------------------------------------------- cells changed by accident or not


@hand_in(HALF)
def cells_deleted(draft: Draft) -> None:
    """Delete the set-up, every check, and half of the answer cells with what was in them."""
    draft.type_right()
    draft.drop(["setup", *NAMES, *(f"answer_{name}" for name in REST)])


@hand_in()
def locked_cells_edited(draft: Draft) -> None:
    """Empty the set-up, turn the checks into text and gather them at the end."""
    draft.type_right()
    draft.cell("setup").source = "case = None"
    checks = draft.checks()
    for cell in checks:
        cell.cell_type, cell.source = "markdown", "checked"
        del cell["outputs"], cell["execution_count"]
    draft.notebook.cells = [cell for cell in draft.notebook.cells if cell not in checks] + checks


@hand_in(HALF)
def metadata_edited(draft: Draft) -> None:
    draft.type_right(HALF)
    for cell in draft.checks():
        cell.metadata.tags = ["skip-execution"]
        cell.metadata.nbgrader |= {"points": 100, "schema_version": 99, "solution": True, "locked": False}
    for name, marked in zip(NAMES, [{"grade_id": ["x"]}, {"grade_id": {"of": "x"}}, "none", {}], strict=False):
        draft.cell(name).metadata.nbgrader = marked
    draft.notebook.metadata.kernelspec = {"name": "no-such-kernel", "display_name": "x", "language": "perl"}
    draft.notebook.metadata["closed_loop_saved_answers"] = "mine"


# -------------------------------------------------------------------------------------------------- code that fails


@hand_in(())
def every_answer_raises(draft: Draft) -> None:
    for name in NAMES:
        draft.answer(name, f"raise RuntimeError({name!r})")


@hand_in(NAMES[3:])
def three_answers_fail(draft: Draft) -> None:
    """Each takes only its own points along."""
    draft.type_right()
    for name, source in zip(NAMES, [f"{NAMES[0]} = (", "while True: pass", "1 / 0"], strict=False):
        draft.answer(name, source)


@hand_in(HALF)
def stubborn_loop(draft: Draft) -> None:
    """Not even an interrupt ends it; the answers before it keep their points."""
    draft.type_right()
    draft.answer(REST[0], "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass")


@hand_in(HALF)
def kernel_dies(draft: Draft) -> None:
    draft.type_right()
    draft.answer(REST[0], "import os\nos._exit(1)")


@hand_in(HALF)
def leaves_by_exit(draft: Draft) -> None:
    draft.type_right()
    draft.add("exit()\nimport time\ntime.sleep(1)", after=HALF[-1])
