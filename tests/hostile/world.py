"""A course, a home and a folder for temporary files, with secrets in all of them; and one run of `course grade`."""

import ctypes
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from nbgrader.api import Gradebook

from tests.cohort.conftest import ROOT, Course, new_course
from tests.cohort.submissions import NOTEBOOK, UNIT, Link, Submission, lay

from .classes import OTHER
from .helpers import COURSE, HOME, LIBRARY, PORT

BACKENDS = ("bubblewrap", "landlock")
MAY_CHANGE = ("autograded", "feedback", "gradebook.db", "gradebook-backups", ".course-grade.lock")
_SUBREAPER = 36


@dataclass(frozen=True)
class World:
    """Where a class is graded: everything lies below `top`."""

    top: Path
    canaries: dict[str, str]
    course: Course = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "course", Course(self.top / "course"))

    @property
    def home(self) -> Path:
        return self.top / "home"

    @property
    def temporary(self) -> Path:
        return self.top / "tmp"

    def environment(self, backend: str) -> dict[str, str]:
        """Return what the grader is started with; without a folder that holds bubblewrap it takes the other walls."""
        told = self.course.environment() | {"HOME": str(self.home), "TMPDIR": str(self.temporary)}
        told |= {"GRADER_TOKEN": self.canaries["environment"], "PYTHONDONTWRITEBYTECODE": "1"}
        if backend != "bubblewrap":
            told["PATH"] = str(Path(sys.executable).parent)
        return told


@dataclass(frozen=True)
class Graded:
    """What a run came to."""

    world: World
    status: int | str
    said: str
    seconds: float
    changed: list[str]
    left: list[str]
    received: list[bytes]


def new_canary(what: str) -> str:
    return f"canary-{what}-{secrets.token_hex(8)}"


@contextmanager
def new_world(cell_seconds: int) -> Iterator[World]:
    """Make a world, released and with secrets in it, and take it down in the end."""
    top = Path(tempfile.mkdtemp(prefix="closed-loop-class-", dir="/tmp"))
    top.chmod(0o755)
    canaries = {what: new_canary(what) for what in ("solution", "gradebook", "environment", "home", "other", "key")}
    world = World(top, canaries)
    try:
        _settle(world, cell_seconds)
        yield world
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _settle(world: World, cell_seconds: int) -> None:
    new_course(world.course.folder)
    settings = world.course.folder / "nbgrader_config.py"
    settings.write_text(f"{settings.read_text()}\nc.ExecutePreprocessor.timeout = {cell_seconds}\n")
    source = world.course.folder / "assignments" / UNIT.id / NOTEBOOK
    mark = "### BEGIN SOLUTION\\n"
    text = source.read_text(encoding="utf-8")
    assert mark in text
    source.write_text(text.replace(mark, f"{mark}# {world.canaries['solution']}\\n"), encoding="utf-8")
    world.temporary.mkdir(mode=0o755)
    for name in (".netrc", ".ssh/id", ".local/share/jupyter/runtime/kernel-1.json", ".bash_history"):
        lay(world.home / name, world.canaries["home"])
    done = world.course.nbgrader("generate_assignment", UNIT.id)
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{world.course.folder / 'gradebook.db'}") as gradebook:
        gradebook.add_student("absent", email=world.canaries["gradebook"])


def hand_in(world: World, submissions: dict[str, Submission], port: int) -> None:
    """Write everybody's submission; placeholders in notebooks and links become this world's places."""
    places = {COURSE: str(world.course.folder), HOME: str(world.home), LIBRARY: str(ROOT), PORT: str(port)}
    places[OTHER] = world.canaries["other"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what nbformat thinks of them
        for student, one in submissions.items():
            folder = world.course.folder / "submitted" / student / UNIT.id
            for name, content in one.write(world.course.draft(student)).items():
                if isinstance(content, Link):
                    content = Link(_placed(content.target, places))
                elif isinstance(content, bytes) and name == one.name:
                    content = _placed(content.decode("latin-1"), places).encode("latin-1")
                lay(folder / name, content)


def _placed(text: str, places: dict[str, str]) -> str:
    for mark, place in places.items():
        text = text.replace(mark, place)
    return text


class Listener:
    """Takes down whatever arrives at one port of this machine."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.closed = False
        self.stream = socket.create_server(("127.0.0.1", 0))
        self.port = self.stream.getsockname()[1]
        self.packets = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.packets.bind(("127.0.0.1", self.port))
        for take in (lambda: self.stream.accept()[1], lambda: self.packets.recv(1000)):
            threading.Thread(target=self._take, args=(take,), daemon=True).start()

    def _take(self, take: object) -> None:
        while True:
            try:
                came = repr(take()).encode()
            except OSError:
                return
            if self.closed:
                return
            self.received.append(came)

    def close(self) -> None:
        self.closed = True
        for one in (self.stream, self.packets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def grade(world: World, submissions: dict[str, Submission], backend: str, *, workers: int, limit: float) -> Graded:
    """Hand in a class and grade it; say what changed, what is left, what went out."""
    listener = Listener()
    hand_in(world, submissions, listener.port)
    before = snapshot(world)
    began = time.monotonic()
    with _parent_of_orphans():
        status, said = _run(world, backend, workers, limit)
        seconds = time.monotonic() - began
        left = _end_all_children()
    after = snapshot(world)
    listener.close()
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return Graded(world, status, said, seconds, changed, left, listener.received)


def _run(world: World, backend: str, workers: int, limit: float) -> tuple[int | str, str]:
    said = world.top / "said.txt"
    with open(said, "w+b") as out:
        running = subprocess.Popen(
            world.course.grade_command("--workers", str(workers)),
            cwd=world.course.folder,
            env=world.environment(backend),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status: int | str = running.wait(limit)
        except subprocess.TimeoutExpired:
            status = "not ended"
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
    return status, said.read_text(encoding="utf-8", errors="replace")


@contextmanager
def _parent_of_orphans() -> Iterator[None]:
    """Let every descendant whose parent ends become a child of this process: none is lost sight of."""
    libc = ctypes.CDLL(None)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_SUBREAPER, 0, 0, 0, 0)


def _end_all_children() -> list[str]:
    """Return and end what still runs below this process."""
    _, left = psutil.wait_procs(psutil.Process().children(recursive=True), timeout=2)
    found = []
    for one in left:
        try:
            found.append(f"{one.pid} {one.name()}")
            one.kill()
        except psutil.NoSuchProcess:
            pass
    psutil.wait_procs(left, timeout=5)
    return found


def snapshot(world: World) -> dict[str, str]:
    """Return a hash of every file of the course, the home and the temporary folder, but for the grader's own."""
    found = {}
    for path in world.top.rglob("*"):
        name = str(path.relative_to(world.top))
        if name.startswith(tuple(f"course/{one}" for one in MAY_CHANGE)) or name == "said.txt":
            continue
        told = path.lstat()
        if path.is_symlink():
            found[name] = f"link to {os.readlink(path)}"
        elif path.is_file():
            found[name] = f"{told.st_mode:o} {hashlib.sha1(path.read_bytes()).hexdigest()}"
        else:
            found[name] = f"{told.st_mode:o}"
    for place in ("/tmp", "/var/tmp", "/dev/shm", str(ROOT), str(Path.home())):
        for path in Path(place).glob("*left-by-somebody*"):
            found[str(path)] = "left"
    library = hashlib.sha1()
    for path in sorted((ROOT / "course_lib").rglob("*.py")):
        library.update(path.read_bytes())
    return found | {"the library": library.hexdigest()}
