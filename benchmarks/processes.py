"""Runs a command and counts what all its processes use: time, processor time, memory.

Processor time is that of the whole process tree, killed processes included: a control group where one may be made,
else what the kernel says of ended children.
"""

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Measured:
    """One run of one arm over `learners` submissions."""

    arm: str
    learners: int
    wall: float
    cpu: float
    peak_mb: float
    load: float


def measured(
    arm: str, command: Sequence[str], course: Path, learners: int, environment: Mapping[str, str] | None = None
) -> Measured:
    """Run a command in a course's folder; raise RuntimeError with the end of what it said if it fails altogether."""
    with _counted() as spent, open(course / "log", "wb") as log:
        before, told = time.perf_counter(), {**os.environ, **(environment or {})}
        process = subprocess.Popen(command, cwd=course, stdout=log, stderr=log, preexec_fn=spent.enter, env=told)
        peak = _Peak(process.pid)
        with peak:
            process.wait()
        wall = time.perf_counter() - before
        if process.returncode not in (0, 1):
            raise RuntimeError((course / "log").read_text(errors="replace")[-2000:])
        cpu = spent.seconds()
    return Measured(arm, learners, wall, cpu, peak.bytes / 1e6, os.getloadavg()[0])


class _Peak:
    """Adds up the memory of a process tree twice a second; shared pages count once (proportional set size)."""

    def __init__(self, process: int) -> None:
        self.process, self.bytes, self.done = process, 0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *problem: object) -> None:
        self.done.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.done.wait(0.5):
            total = 0
            try:
                top = psutil.Process(self.process)
                tree = [top, *top.children(recursive=True)]
            except psutil.Error:
                return
            for one in tree:
                try:
                    total += one.memory_full_info().pss
                except (psutil.Error, OSError):
                    continue
            self.bytes = max(self.bytes, total)


class _Group:
    """A control group of the kernel that adds up processor time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def enter(self) -> None:
        (self.folder / "cgroup.procs").write_text("0")

    def seconds(self) -> float:
        usage = self.folder / "cpuacct.usage"
        if usage.exists():
            return int(usage.read_text()) / 1e9
        lines = (self.folder / "cpu.stat").read_text().splitlines()
        return int(dict(line.split() for line in lines)["usage_usec"]) / 1e6


class _Children:
    """Where no control group may be made: the times of ended children, orphans included."""

    def __init__(self) -> None:
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: orphans become children of this process
        self.before = self._total()

    def enter(self) -> None:
        """Nothing to enter."""

    def seconds(self) -> float:
        time.sleep(0.5)
        while True:
            try:
                if os.waitpid(-1, os.WNOHANG) == (0, 0):
                    break
            except ChildProcessError:
                break
        return self._total() - self.before

    def _total(self) -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


@contextmanager
def _counted() -> Iterator[_Group | _Children]:
    for parent in (Path("/sys/fs/cgroup/cpuacct"), Path("/sys/fs/cgroup")):
        folder = parent / f"closed-loop-bench-{os.getpid()}"
        try:
            folder.mkdir()
        except OSError:
            continue
        if not ((folder / "cpuacct.usage").exists() or (folder / "cpu.stat").exists()):
            folder.rmdir()
            continue
        try:
            yield _Group(folder)
        finally:
            for _ in range(50):
                if not (folder / "cgroup.procs").read_text():
                    break
                time.sleep(0.1)
            folder.rmdir()
        return
    yield _Children()
