"""What every test gets: a home and a folder of its own, and nobody's name in the environment."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from course_lib.units import Unit, load_unit

settings.register_profile("course", deadline=None, derandomize=True, database=None)
settings.load_profile("course")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(tmp_path))
    for name in ("CLOSED_LOOP_LEARNER", "JUPYTERHUB_USER", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    elsewhere = tmp_path / "cwd"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    return tmp_path


@pytest.fixture(scope="session")
def drill() -> Unit:
    return load_unit("10_model_risk_drill")


@pytest.fixture(scope="session")
def run_python() -> Callable[..., str]:
    """Run code in a fresh interpreter; return what it prints. A word on stderr is a failure."""

    def run(code: str, **environment: str) -> str:
        command = [sys.executable, "-W", "error", "-c", code]
        done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run
