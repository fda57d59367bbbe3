"""A notebook's outputs are those that a stock kernel gives, but for addresses, times and process numbers."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from course_lib.cohort.box import Box, Run, sealed
from course_lib.core.result import ANSWER_TYPE
from course_lib.units import DRAWS, draw_for, draw_line, load_unit

from ..conftest import ROOT
from ..submissions import NAMES, SOLUTIONS

pytestmark = pytest.mark.cohort
UNIT = "10_model_risk_drill"
CELLS = [
    "import sys, warnings\nprint('one'); print('two', end=''); print('three', file=sys.stderr)",
    "import numpy as np\nimport pandas as pd\nframe = pd.DataFrame({'a': [1, 2.5], 'b': ['x', None]})\nframe",
    "frame.a.describe()",
    "x = 41\nx + 1;",
    "x + 1",
    "undefined_name",
    "def f(n):\n    return 1 / n\ndef g(n):\n    return f(n)\ng(0)",
    "frame['missing']",
    "for",
    "  indented = 1\n indented",
    "warnings.warn('careful')",
    "np.array([1.0]) / 0",
    "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.title('lines')",
    "figure, axes = plt.subplots(figsize=(3, 2))\naxes.bar(['a', 'b'], [1, 2]);",
    "plt.figure(); plt.plot([1]); plt.show(); print('after')",
    "%matplotlib inline\nplt.scatter([1, 2], [2, 1]);",
    "from IPython.display import HTML, Markdown, clear_output, display\ndisplay(HTML('<b>'), Markdown('*'))",
    "display('first'); clear_output(); print('only this')",
    "display('waits'); clear_output(wait=True); display('replaces')",
    "handle = display('old', display_id=True)",
    "handle.update('new')",
    "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "waiting = asyncio.sleep(0)\ntry: asyncio.run(waiting)\nfinally: waiting.close()",
    "!echo from a shell line",
    "listed = !echo one two\nlisted",
    "%%capture caught\nprint('quiet')",
    "caught.stdout",
    "%who_ls",
    "len?",
    "_, __, _5, Out[5], len(In)",
    "raise SystemExit(3)",
    "raise ValueError('a\\nb')",
    "class Broken:\n    def __repr__(self): raise RuntimeError('no')\nBroken()",
    "try:\n    1 / 0\nexcept ZeroDivisionError as problem:\n    raise KeyError('k') from problem",
    "raise ExceptionGroup('group', [ValueError(1), TypeError(2)])",
    "1 if",
    "try: input('name? ')\nexcept Exception as problem: print(type(problem), problem)",
    "help(abs)",
    "print('\\x1b[31mred\\x1b[0m', 'ünïcödé', '数')",
    "import logging; logging.warning('logged')",
    "'a\\tb', {'k': {1, }}, (x for x in ()).__class__, type(get_ipython()).__name__",
    "__name__, __builtins__.__name__, __file__ if '__file__' in dir() else 0",
    "from course_lib import open_case\nopen_case('10_model_risk_drill', learner='ada', attempt='x')",
    "frame.style",
    "pd.Series([1, 2], name='s').rolling(0.5)",
    "display(frame, frame.T)",
    "import ipywidgets; ipywidgets.__name__",
    "from rich import print as rich_print; rich_print('[bold]rich[/bold]')",
    "import random; random.seed(1); np.random.seed(1); random.random(), np.random.rand()",
    "exec('1/0')",
    "%timeit?",
    "%nonsense",
    "%%nonsense\nx",
    "import scipy.stats\nscipy.stats.norm.cdf(1.96)",
]


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    return kernel_outputs(CELLS, tmp_path_factory.mktemp("stock"), CLOSED_LOOP_HOME="/nowhere")


def kernel_outputs(sources: list[str], folder: Path, **environment: str) -> dict[str, list[dict[str, Any]]]:
    """Return every cell's outputs as a stock kernel gives them, without the keys."""
    sealed.seal(folder / "course")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in sources])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (environment | {"PYTHONPATH": str(folder / "course")}).items():
            patch.setenv(name, value)
        told = {"metadata": {"path": folder}}
        NotebookClient(notebook, kernel_name="python3", allow_errors=True, resources=told).execute()
    text = {str(folder / "course"): str(sealed.PACKAGE.parent)}
    return {str(i): scrubbed(merged(cell.outputs), text) for i, cell in enumerate(notebook.cells)}


def merged(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return outputs with neighbouring pieces of one stream put together: where it is cut depends on the clock."""
    kept: list[dict[str, Any]] = []
    for output in outputs:
        if output["output_type"] == "stream" and kept and kept[-1].get("name") == output["name"]:
            kept[-1]["text"] += output["text"]
        else:
            kept.append(dict(output))
    return kept


def scrubbed(value: Any, text: Mapping[str, str] | None = None) -> Any:
    if isinstance(value, dict):
        return {name: scrubbed(part, text) for name, part in value.items() if "widget-view" not in name}
    if isinstance(value, list):
        return [scrubbed(part, text) for part in value]
    if isinstance(value, str):
        for old, new in (text or {}).items():
            value = value.replace(old, new)
        value = re.sub(r"0x[0-9a-f]{6,}", "0x...", value)
        value = re.sub(r"/ipykernel_\d+/", "/ipykernel/", value)
        value = re.sub(r"(T_|id=\")[0-9a-f]{5}", r"\1", value)
        return value.replace(os.path.expanduser("~"), "~")
    return value


def differing(run: Run, stock: Mapping[str, Any], sources: list[str]) -> dict[str, Any]:
    assert run.stopped == ""
    ours = {cell.id: scrubbed(cell.outputs) for cell in run.cells}
    assert len(ours) == len(stock) == len(sources)
    return {sources[int(i)]: (stock[i], ours[i]) for i in stock if stock[i] != ours[i]}


def as_cells(sources: list[str]) -> list[tuple[str, str]]:
    return [(str(i), source) for i, source in enumerate(sources)]


def test_every_cell_gives_what_a_stock_kernel_gives(box: Box, stock):
    run = box.run(as_cells(CELLS), environment={"CLOSED_LOOP_HOME": "/nowhere"})
    assert differing(run, stock, CELLS) == {}


SOLVED = {f"answer_{name}": source for name, source in SOLUTIONS.items()}
DRILL = [
    SOLVED.get(cell.id, cell.source)
    for cell in nbformat.read(ROOT / "release" / UNIT / f"{UNIT}.ipynb", as_version=4).cells
    if cell.cell_type == "code"
]
CHART = """from course_lib.ui.charts import lines, new_axes, picture
picture(lines(new_axes(), [1, 2], {"a": [1, 3]}, xlabel="week", ylabel="share"), alt="A line from 1 up to 3.")"""
GRADING = {"CLOSED_LOOP_LEARNER": "ada", "NBGRADER_EXECUTION": "autograde", "CLOSED_LOOP_HOME": "/nowhere"}


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    return kernel_outputs([*DRILL, CHART], tmp_path_factory.mktemp("solved"), **GRADING)


def test_the_solved_drill_gives_what_a_stock_kernel_gives(box: Box, solved):
    run = box.run(as_cells([*DRILL, CHART]), environment=GRADING)
    assert differing(run, solved, [*DRILL, CHART]) == {}
    records = [output["data"].get(ANSWER_TYPE) for cell in run.cells for output in cell.outputs if "data" in output]
    assert {record["question"] for record in records if record} == set(NAMES)


def test_the_box_draws_the_case_that_it_is_told(box: Box):
    case = draw_for(load_unit(UNIT), "ada")
    told = GRADING | {DRAWS: f"other/ada/0/7\n{draw_line(case)}"}
    run = box.run([("a", f"from course_lib import open_case\nopen_case({UNIT!r}).case.code")], environment=told)
    assert run.cells[0].outputs[0]["data"]["text/plain"] == repr(case.code)
