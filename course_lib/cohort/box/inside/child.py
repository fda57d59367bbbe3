"""How the process of one notebook comes to be: its folder, its descriptors, its environment, its walls."""

import base64
import contextlib
import os
import resource
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from course_lib.cohort.box.inside import walls
from course_lib.cohort.box.inside.frames import Place
from course_lib.cohort.box.inside.shell import Shell, serve
from course_lib.cohort.box.inside.warm import Warm

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
PROCESSOR = "/sys/devices/system/cpu"
_OWN = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", PROCESSOR)


@dataclass(frozen=True)
class Warmth:
    """What every notebook starts from: the shell, the modules imported ahead, how many threads the user had."""

    shell: Shell
    warm: Warm
    threads: int


def run_child(place: Place, warmth: Warmth, pipes: Mapping[bytes, int], environment: Mapping[str, str]) -> NoReturn:
    """Become the process that runs a notebook: `pipes` are c(ommands), m(essages), o(utput) and e(rrors)."""
    try:
        os.setsid()
        walls.die_with_parent()
        _arrange(pipes)
        _enter(place, environment)
        _raise_walls(place, warmth)
        if "numpy.random" in warmth.warm.modules:
            warmth.warm.modules["numpy.random"].seed()
        serve(warmth.shell, 3, 4, place.limits)
    except BaseException as problem:
        os.write(2, f"The notebook's process ended: {type(problem).__name__}: {problem}\n".encode())
    finally:
        os._exit(0)


def _arrange(pipes: Mapping[bytes, int]) -> None:
    """Put nothing, output, errors, commands and messages on the descriptors 0 to 4, and close all others."""
    high = [os.dup2(pipes[kind], 60 + place) for place, kind in enumerate((b"o", b"e", b"c", b"m"))]
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, one in enumerate(high, start=1):
        os.dup2(one, number, inheritable=number < 3)
    os.closerange(5, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _enter(place: Place, environment: Mapping[str, str]) -> None:
    """Take on a clean environment, as a kernel has it."""
    os.environ.clear()
    os.environ.update(place.environment | environment)
    os.environ.update(TERM="xterm-color", CLICOLOR="1", FORCE_COLOR="1", CLICOLOR_FORCE="1")
    os.environ.update(PAGER="cat", GIT_PAGER="cat")
    os.chdir(f"{place.work}/notebook")


def _raise_walls(place: Place, warmth: Warmth) -> None:
    most = place.limits
    walls.show_memory(True)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    if walls.landlock_version():
        walls.landlock([*place.readable, *_OWN], private(place), DEVICES)
    walls.limit(
        {"AS": most.memory_bytes, "FSIZE": most.file_bytes, "NOFILE": most.open_files, "CORE": 1}
        | {"CPU": int(most.notebook_cpu_seconds) + 5, "MEMLOCK": 0, "MSGQUEUE": 0, "NICE": 0, "RTPRIO": 0}
        | {"NPROC": warmth.threads + most.processes + 64, "SIGPENDING": 256}
    )
    walls.filter_system_calls()


def lay_out(work: str, files: Mapping[str, str]) -> None:
    """Make the private folders, and put files (their content in base 64) beside the notebook."""
    for name in ("notebook", "home", "tmp"):
        os.makedirs(f"{work}/{name}")
    for name, content in files.items():
        path = Path(work, "notebook", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))


def clear(place: Place) -> None:
    """Empty the private folders, whatever lies in them and however deep."""
    for folder in private(place):
        for entry in Path(folder).iterdir():
            with contextlib.suppress(OSError, RecursionError):
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        if os.listdir(folder):
            subprocess.run(["chmod", "-R", "u+rwX", "--", folder], stderr=subprocess.DEVNULL, check=False)
            subprocess.run(["find", folder, "-mindepth", "1", "-delete"], stderr=subprocess.DEVNULL, check=False)
        if os.listdir(folder):
            raise SystemExit("A private folder could not be emptied.")


def private(place: Place) -> list[str]:
    """Return the folders that a notebook may write to; memory that processes share is one where it is one's own."""
    return [place.work, *(["/dev/shm"] if place.backend == "bubblewrap" else [])]
