"""JupyterLab on a port of its own, in a folder of its own, with a learner's home of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat

from course_lib.study.attempts import AttemptLog

_STARTS_WITHIN, _STOPS_WITHIN = 60, 20  # seconds


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that runs: its address, the folder of its notebooks, and the log of who learns in it."""

    url: str
    root: Path
    log: AttemptLog

    def write(self, name: str, *cells: str) -> str:
        """Write a notebook of these code cells; return its path below the root."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source=one) for one in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, self.root / f"{name}.ipynb")
        return f"{name}.ipynb"

    def save(self, record: dict[str, object]) -> tuple[str, ...]:
        """Write a record to the log, as the learner's session does."""
        said = self.log.append(record)
        return (said,) if said else ()

    def stop_kernels(self) -> None:
        """Stop every kernel, so that the next test has the machine to itself."""
        with urllib.request.urlopen(f"{self.url}/api/sessions", timeout=10) as answer:
            sessions = json.load(answer)
        for session in sessions:
            address = f"{self.url}/api/sessions/{session['id']}"
            urllib.request.urlopen(urllib.request.Request(address, method="DELETE"), timeout=20).close()


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab and stop it with all of its kernels at the end."""
    root, home = folder / "notebooks", folder / "home"
    root.mkdir()
    home.mkdir()
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    places = {name: str(folder / place) for name, place in (own | {"IPYTHONDIR": "ipython"}).items()}
    with open(folder / "server.log", "wb") as log:
        server = subprocess.Popen(
            _command(root),
            env=os.environ | places | {"CLOSED_LOOP_HOME": str(home)},
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Lab(_address(server, folder), root, AttemptLog(home / "progress" / "attempts.jsonl"))
    finally:
        _stop(server)


def _command(root: Path) -> list[str]:
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": 0,  # a free one
        "ServerApp.root_dir": root,
        "ServerApp.open_browser": False,
        "IdentityProvider.token": "",
        "ServerApp.disable_check_xsrf": True,  # so that this program can stop kernels
        "LabApp.expose_app_in_browser": True,  # so that the page can be told to open a notebook
        "LabApp.news_url": "",
    }
    as_root = ["--allow-root"] if os.geteuid() == 0 else []
    return [sys.executable, "-m", "jupyterlab", *as_root, *(f"--{name}={value}" for name, value in options.items())]


def _address(server: subprocess.Popen, folder: Path) -> str:
    """Wait until the server answers; return where it does."""
    end = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        for file in (folder / "runtime").glob("jpserver-*.json"):
            try:
                url = json.loads(file.read_text(encoding="utf-8"))["url"].rstrip("/")
                urllib.request.urlopen(f"{url}/api/status", timeout=10).close()
                return url
            except (OSError, ValueError):
                pass
        time.sleep(0.1)
    raise AssertionError((folder / "server.log").read_text(encoding="utf-8"))


def _stop(server: subprocess.Popen) -> None:
    """Ask the server to end, which stops its kernels; then end whatever of its group is left."""
    server.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.wait(_STOPS_WITHIN)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
