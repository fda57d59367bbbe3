"""The outer side of the box: starts it, checks its walls, hands it notebooks, collects what comes out."""

import base64
import json
import os
import pwd
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from course_lib.cohort.box import sealed
from course_lib.cohort.box.backends import Backend, NoIsolation, python_command
from course_lib.cohort.box.inside.limits import Limits, as_json, pack
from course_lib.cohort.box.messages import Collector, Junk, Run

_START_SECONDS, _SLACK_SECONDS = 120, 60
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
        Modules to import ahead; a notebook finds them only when it imports them.
    limits
        What one notebook may use.
    """

    def __init__(self, backend: Backend, preload: Sequence[str] = (), limits: Limits | None = None):
        self.backend, self.preload, self.limits = backend, tuple(preload), limits or Limits()
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> Self:
        self._scratch = Path(tempfile.mkdtemp(prefix="closed-loop-box-"))
        try:
            self._scratch.chmod(0o711)
            (self._scratch / "course").mkdir()
            sealed.seal(self._scratch / "course")
            (self._scratch / "course").chmod(0o755)
            self._start()
            self._check_walls()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove()

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
        collector = Collector(self.limits, (str(self._scratch / "course"), str(sealed.PACKAGE.parent)))
        try:
            if self._process is None or self._process.poll() is not None:
                self._start()
            stopped, spent = self._run(collector, cells, environment or {}, _checked(files or {}))
        except OSError as problem:
            self._stop()
            stopped, spent = f"The box ended and was started again ({type(problem).__name__}).", 0
        return Run(tuple(collector.cells), stopped, spent)

    def _run(
        self,
        collector: Collector,
        cells: Iterable[tuple[str, str]],
        environment: Mapping[str, str],
        files: dict[str, str],
    ) -> tuple[str, float]:
        self._channel.settimeout(self.limits.cell_wall_seconds + _SLACK_SECONDS)
        self._channel.sendall(pack(b"n", as_json({"environment": dict(environment), "files": files})))
        stopped = ""
        for cell_id, source in cells:
            if not source.strip():
                continue
            collector.begin(cell_id)
            self._channel.sendall(pack(b"c", source.encode("utf-8", "replace")))
            while not collector.done:
                kind, content = self._receive()
                if kind in (b"s", b"d"):
                    return (content.decode(), self._finish(collector)) if kind == b"s" else ("The run ended.", 0.0)
                try:
                    collector.feed(kind, content)
                except Junk as junk:
                    stopped = str(junk)
                    break
            if stopped:
                break
        self._channel.sendall(pack(b"f"))
        return stopped, self._finish(collector)

    def _finish(self, collector: Collector) -> float:
        """Wait until nothing of the run is left; return the processor seconds it used."""
        while (received := self._receive())[0] != b"d":
            if received[0] in (b"o", b"e"):
                collector.feed(*received)
        return float(json.loads(received[1])["cpu"])

    def _receive(self) -> tuple[bytes, bytes]:
        head = self._exactly(5)
        return head[:1], self._exactly(struct.unpack(">I", head[1:])[0])

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            piece = self._channel.recv(min(size - len(parts), 1 << 20))
            if not piece:
                raise ConnectionError("The box has gone.")
            parts += piece
        return bytes(parts)

    # ---------------------------------------------------------------------------------------------- start and end

    def _start(self) -> None:
        """Start the server within its walls and wait until it is warm."""
        self._stop()
        work = self._scratch / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        user = None if os.geteuid() else _free_user()
        if user is not None:
            os.chown(work, user, user)
        self._channel, inner = socket.socketpair()
        try:
            python = python_command(self._scratch / "course", inner.fileno())
            self._process = subprocess.Popen(
                self.backend.command(python, self._scratch, inner.fileno()),
                pass_fds=[inner.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={"PATH": "/usr/bin:/bin"},
                cwd="/",
                start_new_session=True,
            )
        finally:
            inner.close()
        self._channel.settimeout(_START_SECONDS)
        try:
            self._channel.sendall(pack(b"p", as_json(self._place(user))))
            self._receive()
        except OSError as problem:
            self._stop()
            said = " ".join(self._said.split())[-400:]
            raise NoIsolation(f"The box ({self.backend.name}) does not start: {said or problem}") from None

    def _place(self, user: int | None) -> dict[str, object]:
        """Return what the server is told when it starts."""
        course, work, paths = self._scratch / "course", self._scratch / "work", sealed.readable()
        secret, libraries = sealed.hidden(paths), sealed.libraries()
        place = next((i for i, path in enumerate(libraries) if path.endswith("-packages")), len(libraries))
        own = {
            "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
            "HOME": f"{work}/home",
            "TMPDIR": f"{work}/tmp",
        }
        quiet = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        named = {"LANG": "C.UTF-8", "USER": "learner", "LOGNAME": "learner", "MALLOC_ARENA_MAX": "2"}
        python = {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "PYTHONPATH": str(course)}
        zone = {"TZ": os.environ["TZ"]} if "TZ" in os.environ else {}
        return {
            "backend": self.backend.name,
            "work": str(work),
            "readable": [*(part for path in paths for part in sealed.without(path, secret)), str(course)],
            "import_from": [*libraries[:place], "", *libraries[place:], str(course)],
            "preload": ["course_lib", *self.preload],
            "environment": own | quiet | named | python | zone,
            "user": user,
            "read_all": user is not None and self.backend.name == "landlock" and sealed.closed_to_others(paths),
            "limits": asdict(self.limits),
        }

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

    def _stop(self) -> None:
        """End the server and all that it started."""
        if self._process is None:
            return
        self._channel.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
        if self._process.stderr:
            self._said = self._process.stderr.read().decode("utf-8", "replace")
            self._process.stderr.close()
        self._process = None

    def _remove(self) -> None:
        self._stop()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _checked(files: Mapping[str, bytes]) -> dict[str, str]:
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\0" in name or not path.parts:
            raise ValueError(f"{name!r} is not the name of a file beside the notebook.")
    return {name: base64.b64encode(content).decode() for name, content in files.items()}


def _free_user() -> int:
    """Return a user id that nobody has, different for every grader that runs."""
    taken = {user.pw_uid for user in pwd.getpwall()}
    return next(one for i in range(4000) if (one := 61_184 + (os.getpid() + i) % 4000) not in taken)
