"""What code in the box cannot reach: network, files, keys, other processes, the machine."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

import course_lib
from course_lib.cohort.box import Box

from .conftest import text_of

TRY = """
def fails(action, *arguments, **named):
    try:
        action(*arguments, **named)
    except Exception as problem:
        return type(problem).__name__
    return "DONE"
"""


def outcomes(said, code: str) -> list[str]:
    """Return what `print(*[...])` of the code prints: for every attempt the error, or DONE."""
    return said(TRY + code).split()


def test_no_network_of_any_kind(said):
    code = """
import socket, urllib.request, ctypes
kinds = [(socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM), (socket.AF_INET6, 1),
    (socket.AF_UNIX, 1), (socket.AF_NETLINK, 3), (socket.AF_PACKET, 3), (socket.AF_VSOCK, 1)]
print(*[fails(socket.socket, *kind) for kind in kinds])
print(fails(urllib.request.urlopen, "http://127.0.0.1:1/"), fails(socket.socketpair, socket.AF_UNIX, socket.SOCK_DGRAM))
left, right = socket.socketpair()
left.send(b"x")
print(right.recv(1) == b"x")
"""
    *denied, pair = outcomes(said, code)
    assert "DONE" not in denied
    assert len(denied) == 9
    assert pair == "True"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that everybody may read and write, with a file in it; the way to it is open."""
    folder = Path("/tmp") / f"closed-loop-test-{os.getpid()}"
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "file").write_text("CANARY")
    (folder / "file").chmod(0o666)
    yield folder
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def test_files_outside_are_neither_read_nor_changed(said, outside: Path):
    before = (outside / "file").stat()
    code = f"""
import os, shutil, ctypes
folder = {str(outside)!r}
file = folder + "/file"
os.symlink(file, "link")
print(*[fails(open, file), fails(open, file, "a"), fails(os.listdir, folder), fails(open, folder + "/new", "w"),
    fails(os.remove, file), fails(os.rename, file, "here"), fails(os.link, file, "here"), fails(open, "link"),
    fails(os.truncate, file, 0), fails(shutil.rmtree, folder), fails(os.mkdir, folder + "/sub"),
    fails(os.symlink, "x", folder + "/sym"), fails(os.mkfifo, folder + "/pipe"),
    fails(open, f"/proc/self/cwd/../../../{{file}}")])
for change in (lambda: os.chmod(file, 0), lambda: os.chown(file, 1, 1), lambda: os.utime(file, (1, 1)),
               lambda: os.setxattr(file, "user.x", b"1"), lambda: os.chmod(folder, 0)):
    fails(change)
os.system(f"chmod 000 {{folder}} {{file}}; touch -d 1999-01-01 {{file}}; rm -f {{file}}; cat {{file}}")
"""
    assert "DONE" not in (got := outcomes(said, code))
    assert "CANARY" not in " ".join(got)
    after = (outside / "file").stat()
    assert (after.st_mode, after.st_uid, after.st_mtime) == (before.st_mode, before.st_uid, before.st_mtime)
    assert stat.S_IMODE(outside.stat().st_mode) == 0o777
    assert (outside / "file").read_text() == "CANARY"
    assert [path.name for path in outside.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "path",
    [
        str(Path(course_lib.__file__).parent / "keys" / "__init__.py"),
        str(Path(course_lib.__file__).parent / "units.py"),
        str(Path(__file__)),
        str(Path(course_lib.__file__).parents[1] / "assignments"),
        "/etc/passwd",
        "/etc/shadow",
        "/root/.bashrc",
        "/proc/1/environ",
        "/proc/{grader}/environ",
        "/proc/{grader}/mem",
        "/proc/{grader}/cwd/",
        "/proc/{grader}/cmdline",
        "/var/log",
        "/run",
        "/sys/kernel",
        "/dev/kmsg",
        "/dev/pts/0",
        "/home",
    ],
)
def test_what_lies_on_the_machine_is_not_readable(said, path: str):
    path = path.format(grader=os.getpid())
    refused = {"PermissionError", "FileNotFoundError", "NotADirectoryError", "IsADirectoryError"}
    got = outcomes(said, f"import os\nprint(fails(open, {path!r}), fails(os.listdir, {path!r}))")
    assert len(got) == 2
    assert set(got) <= refused


def test_the_keys_and_the_graders_are_not_importable(said):
    code = """
import importlib, sys, course_lib, course_lib.units
names = ["course_lib.keys", "course_lib.keys.monitoring", "course_lib.cohort.marking", "course_lib.cohort.box.backends"]
print(*[fails(importlib.import_module, name) for name in names])
print(course_lib.units.load_unit("10_model_risk_drill").sealed)
print(any("keys" in name for name in sys.modules), any(".cohort.marking" in name for name in sys.modules))
"""
    *refused, sealed, keys, marking = outcomes(said, code)
    assert set(refused) == {"ModuleNotFoundError"}
    assert (sealed, keys, marking) == ("True", "False", "False")


def test_no_answer_lies_in_the_memory_of_the_box(box: Box):
    """The marking sentence of a known mistake stands in the keys only."""
    from course_lib.units import load_unit

    sentence = next(mistake.sentence for one in load_unit("10_model_risk_drill").questions for mistake in one.mistakes)
    code = 'import course_lib.units\ncourse_lib.units.load_unit("10_model_risk_drill")\n' + search(sentence)
    assert int(text_of(box.run([("a", code)]))) <= 1


SEARCH = """
wanted = {first!r} + {rest!r}
found = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        start, end = (int(part, 16) for part in line.split()[0].split("-"))
        if line.split()[1].startswith("r") and "[v" not in line:
            memory.seek(start)
            try:
                found += memory.read(end - start).count(wanted.encode())
            except (OSError, ValueError):
                pass
print(found)
"""


def search(text: str) -> str:
    """Return code that counts how often a text lies in its own memory; the code does not hold the text in one piece."""
    return SEARCH.format(first=text[:10], rest=text[10:60])


def test_the_work_of_the_one_before_is_not_in_memory(box: Box):
    """Neither what somebody typed nor what came out of it, nor their files and variables."""
    kinds = ("a typed answer", "a shown answer", "a file of", "a name")
    marks = typed, shown, file, name = [f"{kind} of somebody else {os.getpid()}" for kind in kinds]
    comments = "\n".join(f"# {typed} {i}" for i in range(400))
    code = f"{comments}\nfor i in range(400): print({shown[:8]!r} + {shown[8:]!r}, i)"
    files = {"file": "\n".join(f"{file} {i}" for i in range(400)).encode()}
    run = box.run([("a", code)], environment={"CLOSED_LOOP_LEARNER": name}, files=files)
    assert text_of(run).startswith(f"{shown} 0\n")
    for mark in marks:
        assert int(text_of(box.run([("a", search(mark))]))) <= 1, mark  # the one that the search puts together
    there = f"here = {marks[0]!r}\n" + search(marks[0])
    assert int(text_of(box.run([("a", there)]))) > 1, "the search finds what is there"


def test_others_cannot_be_signalled_traced_or_slowed(said):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        code = f"""
import fcntl, os, signal, resource, ctypes, struct
libc = ctypes.CDLL(None, use_errno=True)
for pid in ({os.getpid()}, {sleeper.pid}, os.getppid(), 1):
    print(fails(os.kill, pid, 0), fails(os.kill, pid, 9), fails(resource.prlimit, pid, resource.RLIMIT_CPU, (1, 1)))
    print("DONE" if libc.ptrace(16, pid, 0, 0) == 0 else "no", fails(open, f"/proc/{{pid}}/mem", "wb"))
    print("DONE" if libc.syscall(310, pid, 0, 0, 0, 0, 0) >= 0 else "no")
print(fails(signal.pidfd_send_signal, os.pidfd_open(os.getppid()), 0))
print(fails(fcntl.ioctl, open(os.__file__), 0x40086602, struct.pack("L", 64)))
print(fails(os.setpriority, os.PRIO_USER, 0, 19), fails(os.sched_setaffinity, os.getppid(), {{0}}))
print("DONE" if libc.unshare(0x10000000) == 0 else "no")
"""
        assert "DONE" not in outcomes(said, code)
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


def test_killing_everybody_ends_only_the_run(box: Box, said):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        run = box.run(
            [("a", "print('before')"), ("b", "import os; os.kill(-1, 9); os.kill(0, 9)"), ("c", "print('after')")]
        )
        assert "ended by signal 9" in run.stopped
        assert text_of(run) == "before\n"
        assert sleeper.poll() is None
        assert said("print('next')") == "next\n"
    finally:
        sleeper.kill()
        sleeper.wait()


def test_the_environment_and_the_descriptors_hold_nothing(box: Box, said, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "CANARY")
    assert "CANARY" not in said("import os; print(dict(os.environ))")
    code = """import os
print(*sorted(os.listdir('/proc/self/fd'), key=int))
print(*[os.readlink(f'/proc/self/fd/{i}').split(':')[0] for i in range(5)])"""
    numbers, kinds = said(code).strip().split("\n")
    assert numbers.split()[:5] == ["0", "1", "2", "3", "4"]
    assert len(numbers.split()) <= 9  # and those of the loop for awaiting
    assert kinds.split() == ["/dev/null", "pipe", "pipe", "pipe", "pipe"]


def test_no_rights_are_left(said):
    wanted = ("CapEff", "NoNewPrivs", "Seccomp:", "Uid")
    code = f"print(*[line for line in open('/proc/self/status') if line.startswith({wanted})])"
    status = dict(line.strip().split(":\t") for line in said(code).strip().splitlines())
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert int(status["CapEff"], 16) in (0, 1 << 2)  # passing folders closed to others, for a Python in root's home
    assert "0" not in status["Uid"].split()


def test_nothing_is_left_behind(box: Box, said):
    code = """
import os, subprocess, sys, time
for _ in range(3):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3007)"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(256):
            try: os.close(number)
            except OSError: pass
        time.sleep(3007)
    os._exit(0)
for place in ("/", "/tmp", "/dev", "/dev/shm", "/var/tmp", "/run"):
    try: open(place + "/left", "w").write("x")
    except OSError: pass
open("left", "w").write("x"); open(os.environ["HOME"] + "/left", "w"); open(os.environ["TMPDIR"] + "/left", "w")
os.mkdir("closed", 0o300); open("closed/file", "w")
os.makedirs("/".join(["deep"] * 300))
print("started")
"""
    before = processes()
    assert said(code) == "started\n"
    time.sleep(0.1)
    assert processes() - before == set()
    code = """import os
for place in (".", os.environ["HOME"], os.environ["TMPDIR"]):
    print(os.listdir(place))
print(*[place for place in ("/", "/tmp", "/dev", "/dev/shm", "/var/tmp", "/run") if os.path.exists(place + "/left")])"""
    assert said(code) == "[]\n" * 3 + "\n"


def processes() -> set[str]:
    """Return the processes that sleep for 3007 seconds, as the machine shows them."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if b"3007" in (entry / "cmdline").read_bytes():
                    found.add(entry.name)
            except OSError:
                continue
    return found


def test_a_grader_that_is_killed_leaves_nothing(walls, tmp_path: Path):
    code = f"""
import sys
from course_lib.cohort.box import Box, choose_backend
with Box(choose_backend({walls.name!r})) as box:
    print(box.server.folder, flush=True)
    code = "import subprocess, time; subprocess.Popen(['sleep', '3003'], start_new_session=True); time.sleep(3003)"
    box.run([("a", code)])
"""
    grader = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    folder = Path(grader.stdout.readline().strip())
    assert folder.is_dir()
    wait_for(lambda: len(sleeping("3003")) == 1)
    grader.kill()
    grader.wait()
    grader.stdout.close()
    wait_for(lambda: sleeping("3003") == set())

    def removed_by_the_next() -> bool:
        with Box(walls):
            return not folder.exists()

    wait_for(removed_by_the_next)  # the killed one's server may still be ending, and hold its folder


def sleeping(seconds: str) -> set[str]:
    done = subprocess.run(["pgrep", "-x", "-f", f"sleep {seconds}"], capture_output=True, text=True, check=False)
    return set(done.stdout.split())


def wait_for(condition, seconds: float = 15) -> None:
    """Wait until something holds; fail if it takes too long."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
