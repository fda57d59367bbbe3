"""Starts the inner side of the box within its walls, and ends it."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from course_lib.cohort.box import sealed
from course_lib.cohort.box.backends import Backend, NoIsolation
from course_lib.cohort.box.inside.frames import Limits, Place, pack, receive

_NAME = "closed-loop-box-"
_START_SECONDS, _STOP_SECONDS = 120, 5
_QUIET = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_NAMED = {"LANG": "C.UTF-8", "USER": "learner", "LOGNAME": "learner", "MALLOC_ARENA_MAX": "2"}


class Server:
    """The inner side: a process, the socket to it, and the folder with what it may see."""

    def __init__(self, backend: Backend, preload: Sequence[str], limits: Limits) -> None:
        self.backend, self.preload, self.limits = backend, tuple(preload), limits
        _remove_forgotten()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-"))
        self.course, self.work = self.folder / "course", self.folder / "work"
        self.process: subprocess.Popen | None = None

    def runs(self) -> bool:
        """Say whether it is there to take a notebook."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it and wait until it is warm.

        Raises
        ------
        NoIsolation
            If it cannot stand within these walls.
        """
        self.stop()
        user = None if os.geteuid() else _free_user()
        self._lay_out(user)
        self.channel, inner = socket.socketpair()
        with inner:
            self.process = subprocess.Popen(
                self.backend.command(_python(str(self.course), inner.fileno()), self.folder),
                pass_fds=[inner.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={"PATH": "/usr/bin:/bin"},
                cwd="/",
                start_new_session=True,
            )
        self.channel.settimeout(_START_SECONDS)
        try:
            self.channel.sendall(pack(b"p", self._place(user).as_json()))
            receive(self.channel)
        except OSError as problem:
            said = " ".join(self.stop().split())[-400:]
            raise NoIsolation(f"The box ({self.backend.name}) does not start: {said or problem}") from None

    def _lay_out(self, user: int | None) -> None:
        if not self.course.exists():
            self.folder.chmod(0o711)
            self.course.mkdir()
            sealed.seal(self.course)
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(mode=0o700)
        if user is not None:
            os.chown(self.work, user, user)

    def _place(self, user: int | None) -> Place:
        paths = sealed.readable()
        secret = sealed.hidden(paths)
        own = {"HOME": f"{self.work}/home", "TMPDIR": f"{self.work}/tmp", "PYTHONPATH": str(self.course)}
        python = {"PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin"}
        charts = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
        zone = {"TZ": os.environ["TZ"]} if "TZ" in os.environ else {}
        return Place(
            backend=self.backend.name,
            work=str(self.work),
            readable=(*(part for path in paths for part in sealed.without(path, secret)), str(self.course)),
            preload=self.preload,
            environment=_QUIET | _NAMED | own | python | charts | zone,
            user=user,
            read_all=user is not None and self.backend.name == "landlock" and sealed.closed_to_others(paths),
            limits=self.limits,
        )

    def stop(self) -> str:
        """End it and all that it started; return what it complained of."""
        if self.process is None:
            return ""
        self.channel.close()
        for end in (lambda: None, self.process.terminate, self.process.kill):
            end()
            try:
                self.process.wait(_STOP_SECONDS)
                break
            except subprocess.TimeoutExpired:
                continue
        with self.process.stderr as errors:
            said = errors.read().decode("utf-8", "replace")
        self.process = None
        return said

    def remove(self) -> None:
        """End it and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _remove_forgotten() -> None:
    """Remove the folders of this user's graders that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_NAME}*-*"):
        process = folder.name.removeprefix(_NAME).partition("-")[0]
        with contextlib.suppress(OSError):
            if folder.lstat().st_uid == os.geteuid() and process.isdecimal() and not Path("/proc", process).exists():
                shutil.rmtree(folder)


def _python(course: str, channel: int) -> list[str]:
    """Return the command that starts the server; as in a kernel, its own folder comes before installed packages."""
    paths = sealed.libraries()
    middle = next((i for i, path in enumerate(paths) if path.endswith("-packages")), len(paths))
    path = [*paths[:middle], "", *paths[middle:], course]
    start = "from course_lib.cohort.box.inside.server import main"
    return [sys.executable, "-I", "-B", "-c", f"import sys; sys.path[:] = {path!r}; {start}; main({channel})"]


def _free_user() -> int:
    """Return a user id that nobody has, different for every grader that runs."""
    taken = {user.pw_uid for user in pwd.getpwall()}
    return next(one for i in range(4000) if (one := 61_184 + (os.getpid() + i) % 4000) not in taken)
