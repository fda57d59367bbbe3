"""Which walls this machine can raise, found out by trying; with none of them nothing is run."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from course_lib.cohort.box import sealed
from course_lib.cohort.box.inside import walls

NAMES = ("bubblewrap", "landlock")
_HELP = (
    "Install bubblewrap (apt install bubblewrap, dnf install bubblewrap), or use Linux 6.12 or newer, where Landlock "
    "keeps signals inside. Nothing was run."
)


class NoIsolation(RuntimeError):
    """No walls can be raised here that a learner's code could not get through; the sentence says what to do."""


@dataclass(frozen=True)
class Backend:
    """One kind of walls: its name, and the program that raises the outer ones, if there is one."""

    name: str
    program: str = ""

    def command(self, python: Sequence[str], scratch: Path) -> list[str]:
        """Return the command that starts `python` within the outer walls."""
        if self.name != "bubblewrap":
            return [*python]
        return [self.program, *_walls(scratch), "--", *python]


def choose_backend(wanted: str | None = None) -> Backend:
    """Return the first kind of walls that this machine can raise: bubblewrap, else Landlock.

    Every box checks its walls again before it takes a notebook.

    Raises
    ------
    NoIsolation
        If there is none, or not the `wanted` one; the sentence says why and what to install.
    """
    if wanted is not None and wanted not in NAMES:
        raise NoIsolation(f"{wanted!r} is not a kind of isolation; there are {' and '.join(NAMES)}.")
    reasons = []
    for name in [wanted] if wanted else NAMES:
        found = _try_bubblewrap() if name == "bubblewrap" else _try_landlock()
        if isinstance(found, Backend):
            return found
        reasons.append(found)
    raise NoIsolation(f"A learner's code cannot be walled in here: {'; '.join(reasons)}. {_HELP}")


def _try_bubblewrap() -> Backend | str:
    program = shutil.which("bwrap")
    if program is None:
        return "bubblewrap (bwrap) is not installed"
    try:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "course").mkdir()
            command = [program, *_walls(Path(folder)), "--", "/bin/sh", "-c", "exit 0"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return f"bubblewrap does not start ({problem})"
    if done.returncode:
        return f"bubblewrap does not start ({' '.join(done.stderr.split())[:200] or done.returncode})"
    return Backend("bubblewrap", program)


def _try_landlock() -> Backend | str:
    version = walls.landlock_version()
    if version < walls.SCOPED:
        return f"this kernel's Landlock has version {version}, {walls.SCOPED} is needed"
    if not walls.filter_exists():
        return "there is no list of system calls for this processor"
    return Backend("landlock")


def _walls(scratch: Path) -> Iterator[str]:
    """Yield bubblewrap's options: new namespaces for everything, and of the file system what may be read."""
    yield from ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
    yield from ("--new-session", "--clearenv", "--cap-drop", "ALL")
    if os.geteuid():
        yield "--unshare-user"
    else:  # root gives itself up inside
        yield from ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
    yield from ("--proc", "/proc", "--dev", "/dev", "--perms", "0777", "--size", str(256 << 20), "--tmpfs", "/dev/shm")
    yield from ("--perms", "0755", "--tmpfs", "/tmp")
    paths, course = sealed.readable(), str(scratch / "course")
    links = [path for path in paths if os.path.islink(path) and path.count("/") == 1]
    bound = [*(path for path in paths if path not in links), course]
    for folder in sorted({str(parent) for path in bound for parent in Path(path).parents} - {"/", "/tmp"}):
        yield from ("--perms", "0755", "--dir", folder)
    for path in links:
        yield from ("--symlink", os.readlink(path), path)
    for path in bound:
        yield from ("--ro-bind", path, path)
    for path in sealed.hidden(paths):
        yield from ("--tmpfs", path)
    yield from ("--perms", "0777", "--size", str(512 << 20), "--tmpfs", str(scratch / "work"), "--chdir", "/")
    for path in ("/tmp", "/dev", "/"):
        yield from ("--remount-ro", path)
