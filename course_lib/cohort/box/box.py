"""The box as the grader sees it: takes notebooks, checks its own walls first, gives back what came out."""

import base64
import json
import os
import socket
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from course_lib.cohort.box import sealed
from course_lib.cohort.box.backends import Backend, NoIsolation
from course_lib.cohort.box.inside.frames import Limits, as_json, pack, receive
from course_lib.cohort.box.launch import Server
from course_lib.cohort.box.messages import Collector, Junk, Run

_SLACK_SECONDS = 60
_PROBE = """
import json, os, socket
def may(action, *arguments):
    try:
        action(*arguments)
    except BaseException:
        return False
    return True
told = json.loads(os.environ["PROBE"])
found = {
    "use the network": may(socket.create_connection, ("127.0.0.1", told["port"]), 2),
    "read the course": may(os.listdir, told["course"]),
    "read a file outside": may(open, told["file"]),
    "signal the grader": may(os.kill, told["grader"], 0),
    "import the keys": may(__import__, "course_lib.keys"),
}
print(json.dumps([what for what, done in found.items() if done]))
"""


class Box:
    """A warm, walled-in interpreter that runs one notebook after the other, each in a process of its own.

    Parameters
    ----------
    backend
        What `choose_backend` returned.
    preload
        Modules to import ahead, or functions to call: `"course_lib.units:load_unit:10_model_risk_drill"`. A notebook
        finds them only when it imports them.
    limits
        What one notebook may use.
    """

    def __init__(self, backend: Backend, preload: Sequence[str] = (), limits: Limits | None = None) -> None:
        self.backend, self.preload, self.limits = backend, ("course_lib", *preload), limits or Limits()

    def __enter__(self) -> Self:
        self.server = Server(self.backend, self.preload, self.limits)
        try:
            self.server.start()
            self._check_walls()
        except BaseException:
            self.server.remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.remove()

    def run(
        self,
        cells: Iterable[tuple[str, str]],
        *,
        environment: Mapping[str, str] | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> Run:
        """Run a notebook's code cells and return their outputs; never raises for what the code does.

        Parameters
        ----------
        cells
            Id and source of each code cell, in order; blank ones are passed over, as in every run of a notebook.
        environment
            Variables that the code finds, besides the box's own.
        files
            Files that lie beside the notebook, by relative name.
        """
        collector = Collector(self.limits, (str(self.server.course), str(sealed.PACKAGE.parent)))
        notebook = as_json({"environment": dict(environment or {}), "files": _checked(files or {})})
        if not self.server.runs():
            self.server.start()
        try:
            stopped, spent = self._run(collector, cells, notebook)
        except OSError as problem:
            self.server.stop()
            stopped, spent = f"The box ended and is started again ({type(problem).__name__}).", 0
        return Run(tuple(collector.cells), stopped, spent)

    def _run(self, collector: Collector, cells: Iterable[tuple[str, str]], notebook: bytes) -> tuple[str, float]:
        channel = self.server.channel
        channel.settimeout(self.limits.cell_wall_seconds + _SLACK_SECONDS)
        channel.sendall(pack(b"n", notebook))
        stopped = ""
        for cell_id, source in cells:
            if source.strip() and not stopped:
                collector.begin(cell_id)
                channel.sendall(pack(b"c", source.encode("utf-8", "replace")))
                stopped = self._one_cell(collector)
        channel.sendall(pack(b"f"))
        while (received := receive(channel))[0] != b"d":
            if received[0] in (b"o", b"e"):
                collector.feed(*received)
        return stopped, float(json.loads(received[1])["cpu"])

    def _one_cell(self, collector: Collector) -> str:
        """Collect a cell's outputs; return why the run stopped in it, "" if it did not."""
        while not collector.done:
            kind, content = receive(self.server.channel)
            if kind == b"s":
                return content.decode()
            try:
                collector.feed(kind, content)
            except Junk as junk:
                return str(junk)
        return ""

    def _check_walls(self) -> None:
        """Let the box try what it must not be able to do.

        Raises
        ------
        NoIsolation
            If anything of it succeeds, or the answer does not come.
        """
        with socket.create_server(("127.0.0.1", 0)) as listener, tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            secret = Path(folder, "secret")
            secret.write_text("secret")
            told = {"port": listener.getsockname()[1], "course": str(sealed.PACKAGE), "file": str(secret)}
            probe = {"PROBE": json.dumps(told | {"grader": os.getpid()})}
            run = self.run([("probe", _PROBE)], environment=probe)
        said = "".join(output.get("text", "") for cell in run.cells for output in cell.outputs).strip()
        if said != "[]":
            raise NoIsolation(
                f"The walls of the box ({self.backend.name}) do not hold: code in it could {said or run.stopped}. "
                "Nothing was run."
            )


def _checked(files: Mapping[str, bytes]) -> dict[str, str]:
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\0" in name or not path.parts:
            raise ValueError(f"{name!r} is not the name of a file beside the notebook.")
    return {name: base64.b64encode(content).decode() for name, content in files.items()}
