"""What the processes of a run use, as the kernel counts it, and their ending."""

import contextlib
import os
import resource
import signal
import time
from pathlib import Path

ALONE: list[bool] = []  # true once no signal of this process reaches anybody but the run
_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def tree() -> list[int]:
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


def spent_by(process: int) -> float:
    """Return the processor seconds of a process and of the children that it has waited for."""
    try:
        values = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, values[11:15])) / _TICKS


def spent_by_children() -> float:
    """Return the processor seconds of all that ended below this process."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(processes: list[int], enough: int) -> int:
    """Return the memory that processes use together; shared pages are told apart (slow) only beyond `enough`."""
    rough = sum(map(_resident, processes))
    return rough if rough <= enough else sum(map(_own_share, processes))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _own_share(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return _resident(process)
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def folder(root: str, most: int) -> tuple[int, int]:
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


def ending(child: int) -> str:
    """Return a sentence about a child that ended by itself."""
    told = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    if told.si_code == os.CLD_EXITED:
        return f"The notebook ended its own process (exit status {told.si_status})."
    return f"The notebook's process was ended by signal {told.si_status} ({signal.strsignal(told.si_status)})."


def end_all() -> None:
    """End every process of the run, in one step that no fork escapes, and wait until none is left.

    A wall stands around this process: "everybody" is nobody but the run. Without it, nothing is ended so.
    """
    if not ALONE:
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


def threads_of_user() -> int:
    """Return how many threads this user has: the kernel counts them all against the limit."""
    mine, count = os.getuid(), 0
    for entry in os.scandir("/proc"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if entry.name.isdigit() and entry.stat().st_uid == mine:
                count += int(Path(entry.path, "stat").read_text().rpartition(")")[2].split()[17])
    return count
