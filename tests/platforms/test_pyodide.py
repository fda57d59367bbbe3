"""The grading core under WebAssembly: the same marks as here, with the standard library alone."""

import json
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYODIDE = "pyodide@314.0.6"

pytestmark = pytest.mark.platform


@pytest.fixture(scope="module")
def pyodide(tmp_path_factory):
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js is not installed on this machine; the WebAssembly check needs node and npm")
    folder = tmp_path_factory.mktemp("node")
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", PYODIDE], cwd=folder, check=True)
    return folder / "node_modules" / "pyodide"


def test_core_marks_the_same_under_webassembly(pyodide):
    program = HERE / "core_in_the_browser.py"
    command = ["node", HERE / "pyodide_core.mjs", pyodide, ROOT, program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    there = json.loads(done.stdout.strip().splitlines()[-1])
    here = runpy.run_path(str(program))
    assert there["results"] == [[result.kind, result.score] for result in here["results"]]
    assert there["code"] == here["case"].code
    assert there["outside"] == []
