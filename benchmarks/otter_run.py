"""The same notebooks under `otter run`, in an environment of its own that is thrown away: never a dependency."""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from processes import Measured, measured

from course_lib.units import load_unit

ROOT = Path(__file__).parents[1]
_TEST = """OK_FORMAT = True
test = {{"name": "{name}", "points": {points}, "suites": [{{"type": "doctest", "scored": True, "setup": "",
    "teardown": "",
    "cases": [{{"hidden": False, "code": ">>> case.check({name}={name}).score == {points}\\nTrue"}}]}}]}}
"""


def install(folder: Path) -> str:
    """Install otter-grader and what the notebooks import into a fresh environment; return why not, "" if it worked."""
    packages = ("otter-grader", "ipykernel", "numpy", "pandas", "matplotlib", "scipy")
    try:
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True, capture_output=True)
        pip = [folder / "venv" / "bin" / "pip", "install", "--quiet", *packages]
        subprocess.run(pip, check=True, capture_output=True, timeout=900)
    except (OSError, subprocess.SubprocessError) as problem:
        said = getattr(problem, "stderr", b"") or b""
        return f"otter-grader cannot be installed: {said.decode(errors='replace').strip()[-200:] or problem}"
    return ""


def run(folder: Path, course: Path, unit_id: str, learners: Iterable[str]) -> list[Measured]:
    """Mark each learner's notebook with one test a question; every call is a command of its own, as in `otter run`."""
    tests, otter = folder / "tests", folder / "venv" / "bin" / "otter"
    tests.mkdir()
    for one in load_unit(unit_id).questions:
        (tests / f"{one.name}.py").write_text(_TEST.format(name=one.name, points=one.points))
    made = [otter, "generate", "-t", tests, "-o", folder / "autograder.zip"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True, env={"PATH": f"{otter.parent}:/usr/bin:/bin"})
    runs = []
    for name in learners:
        work = folder / name
        work.mkdir()
        shutil.copy(course / "submitted" / name / unit_id / f"{unit_id}.ipynb", work)
        command = [str(otter), "run", "-a", str(folder / "autograder.zip"), "-o", str(work), f"{unit_id}.ipynb"]
        variables = {"CLOSED_LOOP_LEARNER": name, "NBGRADER_EXECUTION": "autograde", "PYTHONPATH": str(ROOT)}
        variables["PATH"] = f"{otter.parent}:/usr/bin:/bin"
        runs.append(measured("otter run", command, work, 1, variables))
        told = (work / "results.json").read_text() if (work / "results.json").exists() else ""
        if any(f'"name": "{one.name}' not in told for one in load_unit(unit_id).questions):
            raise RuntimeError(f"otter run marked nothing: {(work / 'log').read_text(errors='replace')[-2000:]}")
    return runs
