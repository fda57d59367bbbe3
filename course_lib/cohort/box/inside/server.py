"""The inner side of the box: a warm process that forks a walled-in child for every notebook, and ends what it leaves.

Everything here runs with no right that a learner's code could misuse, and holds nothing that it must not see.
"""

import base64
import contextlib
import gc
import json
import os
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_lib.cohort.box.inside import walls
from course_lib.cohort.box.inside.limits import Limits, as_json, pack
from course_lib.cohort.box.inside.shell import Shell, new_shell, serve
from course_lib.cohort.box.inside.warm import Warm

_CHUNK, _LOOK_EVERY = 65_536, 0.05
_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Place:
    """Where the server stands: what it was told when it started."""

    backend: str
    work: str
    readable: tuple[str, ...]
    import_from: tuple[str, ...]
    preload: tuple[str, ...]
    environment: dict[str, str]
    user: int | None
    read_all: bool
    limits: Limits


def main(number: int) -> None:
    """Take the orders that come over the socket `number` until it is closed."""
    outer = socket.socket(fileno=number)
    place = _place(json.loads(_receive(outer)[1]))
    _settle(place)
    if place.backend == "landlock":
        _keep_watch(place)
    others = _threads_of_user()
    shell, warm = _warm(place)
    outer.sendall(pack(b"r"))
    while (order := _receive(outer))[0] == b"n":
        _clear(place.work)
        _Run(place, outer, shell, warm, others).serve(json.loads(order[1]))
    _end_all()


def _place(told: dict[str, Any]) -> Place:
    lists = {name: tuple(told[name]) for name in ("readable", "import_from", "preload")}
    return Place(**told | lists | {"limits": Limits(**told["limits"])})


def _settle(place: Place) -> None:
    """Give up every right that is not needed to serve."""
    walls.adopt_orphans()
    os.umask(0o077)
    if place.user is not None:
        walls.become(place.user, read_all=place.read_all)
    walls.show_memory(False)
    _close_in(place)
    if walls.landlock_version() >= walls.SCOPED or place.backend == "bubblewrap":
        _ALONE.append(True)
    os.environ.clear()
    os.environ.update(place.environment)
    sys.path[:] = place.import_from
    _lay_out(place.work, {})
    os.chdir(place.work)


_ALONE: list[bool] = []  # true once no signal of this process reaches anybody but the run
_TOUCHABLE = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_OWN = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu")


def _shared(place: Place) -> list[str]:
    return ["/dev/shm"] if place.backend == "bubblewrap" else []


def _close_in(place: Place) -> None:
    if walls.landlock_version():
        seen = [*place.readable, "/sys/devices/system/cpu"]
        walls.landlock(seen, [place.work, *_shared(place)], [*_TOUCHABLE, "/proc"])


def _keep_watch(place: Place) -> None:
    """Go on in a second process, within walls of its own; the first one ends what is left when that one ends."""
    server = os.fork()
    if server == 0:
        walls.adopt_orphans()
        walls.die_with_parent()
        _close_in(place)
        return
    signal.signal(signal.SIGTERM, lambda *_: os.kill(server, signal.SIGKILL))
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    status = os.waitstatus_to_exitcode(os.waitpid(server, 0)[1])
    _end_all()
    os._exit(status & 1)


def _warm(place: Place) -> tuple[Shell, Warm]:
    """Import what notebooks import, then hide it until a notebook does; no thread may be left."""
    shell = new_shell()
    warm = Warm(place.preload)
    gc.collect()
    gc.freeze()
    return shell, warm


@dataclass
class _Run:
    """One notebook: its process, its pipes, what it has used."""

    place: Place
    outer: socket.socket
    shell: Shell
    warm: Warm
    others: int
    began: float = field(default_factory=time.monotonic)
    before: float = field(default_factory=lambda: _spent_by_children())
    cell_began: float = 0
    cell_before: float = 0
    interrupted: float = 0
    relayed: int = 0

    def serve(self, notebook: dict[str, Any]) -> None:
        """Run the notebook's cells as they come; then end all that it started and say so."""
        _lay_out(self.place.work, notebook["files"])
        commands, self.commands = os.pipe()
        pipes = {kind: os.pipe() for kind in (b"m", b"o", b"e")}
        self.child = os.fork()
        if self.child == 0:
            self._be_child(commands, {kind: pair[1] for kind, pair in pipes.items()}, notebook["environment"])
        for mine in (commands, *(pair[1] for pair in pipes.values())):
            os.close(mine)
        self.pipes = {pair[0]: kind for kind, pair in pipes.items()}
        for number in self.pipes:
            os.set_blocking(number, False)
        alive = os.pidfd_open(self.child)
        try:
            why = self._relay(alive)
        finally:
            _end_all()
            self._drain()
            for one in (alive, self.commands, *self.pipes):
                os.close(one)
            _clear(self.place.work)
        if why:
            self.outer.sendall(pack(b"s", why.encode()))
        self.outer.sendall(pack(b"d", as_json({"cpu": _spent_by_children() - self.before})))

    def _relay(self, alive: int) -> str:
        """Pass on bytes between the two sides until one of them ends; return why the run was stopped, if it was."""
        poll = select.poll()
        for one in (self.outer.fileno(), alive, *self.pipes):
            poll.register(one, select.POLLIN)
        while True:
            ready = {number for number, _ in poll.poll(_LOOK_EVERY * 1000)}
            for number in ready & {*self.pipes}:
                if not self._pass_on(number):
                    poll.unregister(number)
            if self.outer.fileno() in ready:
                kind, content = _receive(self.outer)
                if kind != b"c":
                    return ""
                self._start_cell(content)
            if alive in ready:
                self._drain()
                return _ending(self.child)
            if why := self._overdone():
                return why

    def _pass_on(self, number: int) -> int:
        """Pass on what a pipe holds; what programs wrote before a message goes before it."""
        try:
            content = os.read(number, _CHUNK)
        except BlockingIOError:
            return -1  # it was read while another one was
        self.relayed += len(content)
        if self.pipes[number] == b"m":
            self._drain(b"oe")
        if content:
            self.outer.sendall(pack(self.pipes[number], content))
        return len(content)

    def _drain(self, kinds: bytes = b"oem") -> None:
        """Pass on what is left in pipes."""
        for number, kind in self.pipes.items():
            if kind in kinds:
                while self.relayed <= self.place.limits.output_bytes and self._pass_on(number) > 0:
                    pass

    def _start_cell(self, content: bytes) -> None:
        self.cell_began, self.cell_before, self.interrupted = time.monotonic(), self._spent(_tree()), 0
        with contextlib.suppress(BrokenPipeError):
            data = memoryview(struct.pack(">I", len(content)) + content)
            while data:
                data = data[os.write(self.commands, data) :]

    def _spent(self, tree: list[int]) -> float:
        return _spent_by_children() - self.before + sum(_spent_by(one) for one in tree)

    def _overdone(self) -> str:
        """Return a sentence if the run uses more than it may; interrupt a cell that waits too long."""
        most, tree, now = self.place.limits, _tree(), time.monotonic()
        spent = self._spent(tree)
        if spent - self.cell_before > most.cell_cpu_seconds * 1.25 + 1:
            return f"One cell used more than {most.cell_cpu_seconds:g} s of processor time and would not stop."
        if spent > most.notebook_cpu_seconds:
            return f"The notebook used more than {most.notebook_cpu_seconds:g} s of processor time."
        if now - self.began > most.notebook_wall_seconds:
            return f"The notebook ran for more than {most.notebook_wall_seconds:g} s."
        if self.cell_began and now - self.cell_began > most.cell_wall_seconds:
            if self.interrupted and now - self.interrupted > 5:
                return f"One cell ran for more than {most.cell_wall_seconds:g} s and would not stop."
            if not self.interrupted:
                self.interrupted = now
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.child, signal.SIGINT)
        if len(tree) > most.processes:
            return f"The notebook started more than {most.processes} processes."
        if self.relayed > most.output_bytes:
            return f"The notebook wrote more than {most.output_bytes >> 20} MB of output."
        if sum(map(_resident, tree)) > most.memory_bytes and sum(map(_own_memory, tree)) > most.memory_bytes:
            return f"The notebook used more than {most.memory_bytes >> 20} MB of memory."
        size, count = _folder(self.place.work, most.folder_files)
        if size > most.folder_bytes or count > most.folder_files:
            return f"The notebook wrote more than {most.folder_bytes >> 20} MB or {most.folder_files} files."
        return ""

    def _be_child(self, commands: int, pipes: dict[bytes, int], environment: dict[str, str]) -> None:
        """Become the process that runs the notebook; never returns."""
        try:
            os.setsid()
            walls.die_with_parent()
            numbers = _arrange(commands, pipes)
            _enter(self.place, environment, self.others)
            if "numpy.random" in self.warm.modules:
                self.warm.modules["numpy.random"].seed()
            serve(self.shell, *numbers, self.place.limits.output_bytes_cell, self.place.limits.cell_cpu_seconds)
        except BaseException as problem:
            os.write(2, f"The notebook's process ended: {type(problem).__name__}: {problem}\n".encode())
        finally:
            os._exit(0)


# ------------------------------------------------------------------------------------------------------- the child


def _arrange(commands: int, pipes: dict[bytes, int]) -> tuple[int, int]:
    """Put the pipes on the first descriptors and close all others; return those for commands and messages."""
    high = [os.dup2(one, 60 + i) for i, one in enumerate((pipes[b"o"], pipes[b"e"], commands, pipes[b"m"]))]
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, one in enumerate(high, start=1):
        os.dup2(one, number, inheritable=number < 3)
    os.closerange(5, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return 3, 4


def _enter(place: Place, environment: dict[str, str], others: int) -> None:
    """Raise the walls, and start from a clean environment and fresh random numbers."""
    work, most = place.work, place.limits
    walls.show_memory(True)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    os.environ.clear()
    own = {"HOME": f"{work}/home", "TMPDIR": f"{work}/tmp", "IPYTHONDIR": f"{work}/home/.ipython"}
    os.environ.update(place.environment | own | environment)
    os.environ.update(TERM="xterm-color", CLICOLOR="1", FORCE_COLOR="1", CLICOLOR_FORCE="1", PAGER="cat")
    os.environ["GIT_PAGER"] = "cat"
    os.chdir(f"{work}/notebook")
    if walls.landlock_version():
        walls.landlock([*place.readable, *_OWN], [work, *_shared(place)], _TOUCHABLE)
    walls.limit(
        {"AS": most.memory_bytes, "FSIZE": most.file_bytes, "NOFILE": most.open_files, "CORE": 0}
        | {"CPU": int(most.notebook_cpu_seconds) + 5, "MEMLOCK": 0, "MSGQUEUE": 0, "NICE": 0, "RTPRIO": 0}
        | {"NPROC": others + most.processes + 64, "SIGPENDING": 256}
    )
    walls.filter_system_calls()


def _threads_of_user() -> int:
    """Return how many threads this user has: the kernel counts them all against the limit."""
    mine, count = os.getuid(), 0
    for entry in os.scandir("/proc"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if entry.name.isdigit() and entry.stat().st_uid == mine:
                count += int(Path(entry.path, "stat").read_text().rpartition(")")[2].split()[17])
    return count


def _lay_out(work: str, files: dict[str, str]) -> None:
    for name in ("notebook", "home", "tmp"):
        os.makedirs(f"{work}/{name}")
    for name, content in files.items():
        path = Path(work, "notebook", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))


# --------------------------------------------------------------------------------- what a run uses, and its ending


def _tree() -> list[int]:
    """Return the processes that descend from this one."""
    found, look_at = [], [os.getpid()]
    while look_at:
        children = _children(look_at.pop())
        found += children
        look_at += children
        if len(found) > 4096:
            break
    return found


def _children(process: int) -> list[int]:
    try:
        return [
            int(one)
            for thread in os.listdir(f"/proc/{process}/task")
            for one in Path(f"/proc/{process}/task/{thread}/children").read_text().split()
        ]
    except (OSError, ValueError):
        return []


def _spent_by(process: int) -> float:
    try:
        values = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, values[11:15])) / _TICKS


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _own_memory(process: int) -> int:
    """Return a process's share of memory: pages that it shares with others count in part. Slow."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return _resident(process)
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _folder(root: str, most: int) -> tuple[int, int]:
    """Return how many bytes and files lie in a folder; stops counting beyond `most` files."""
    size = count = 0
    for folder, _, names in os.walk(root):
        count += 1 + len(names)
        if count > most:
            break
        for name in names:
            with contextlib.suppress(OSError):
                size += os.lstat(os.path.join(folder, name)).st_blocks * 512
    return size, count


def _ending(child: int) -> str:
    """Return a sentence about a child that ended by itself."""
    told = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    if told.si_code == os.CLD_EXITED:
        return f"The notebook ended its own process (exit status {told.si_status})."
    return f"The notebook's process was ended by signal {told.si_status} ({signal.strsignal(told.si_status)})."


def _end_all() -> None:
    """End every process of the run, in one step that no fork escapes, and wait until none is left.

    A wall stands around this process: "everybody" is nobody but the run. Without it, nothing is ended so.
    """
    if not _ALONE:
        raise SystemExit("There is no wall around the box.")
    while True:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.0005)


def _clear(work: str) -> None:
    """Empty the private folder, whatever lies in it and however deep."""
    for entry in Path(work).iterdir():
        with contextlib.suppress(OSError, RecursionError):
            shutil.rmtree(entry)
    if os.listdir(work):
        subprocess.run(["chmod", "-R", "u+rwX", "--", work], stderr=subprocess.DEVNULL, check=False)
        subprocess.run(["find", work, "-mindepth", "1", "-delete"], stderr=subprocess.DEVNULL, check=False)
    if os.listdir(work):
        raise SystemExit("The private folder could not be emptied.")


def _receive(outer: socket.socket) -> tuple[bytes, bytes]:
    """Return the next order; an empty kind at the end."""
    head = _exactly(outer, 5)
    if len(head) < 5:
        return b"", b""
    return head[:1], _exactly(outer, struct.unpack(">I", head[1:])[0])


def _exactly(outer: socket.socket, size: int) -> bytes:
    return b"".join(_pieces(outer, size))


def _pieces(outer: socket.socket, size: int) -> Iterator[bytes]:
    while size and (piece := outer.recv(min(size, 1 << 20))):
        size -= len(piece)
        yield piece
