"""The box as an ordinary user starts it, who has no right to change to another user."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib.cohort.box import Backend, sealed

from ..conftest import ROOT

NOBODY = 65534
WORK = """
import ctypes, json, os, sys
from pathlib import Path
from course_lib.cohort.box import Box, Limits, choose_backend
secret = Path("secret")
secret.write_text("CANARY")
libc = ctypes.CDLL(None)
shared = libc.shmget(0, 4096, 0o1666)
CODE = f'''
import ctypes, os, signal, socket, subprocess, resource
def fails(action, *arguments):
    try: action(*arguments)
    except Exception as problem: return type(problem).__name__
    return "DONE"
print(fails(open, {str(secret.resolve())!r}), fails(os.kill, {os.getpid()}, 0), fails(os.kill, os.getppid(), 0),
    fails(socket.socket), fails(resource.prlimit, {os.getpid()}, resource.RLIMIT_CPU, (1, 1)),
    fails(os.setpriority, os.PRIO_USER, 0, 19), fails(os.chmod, {str(secret.resolve())!r}, 0) and "-")
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_long
attempts = libc.shmat({shared}, 0, 0), libc.shmctl({shared}, 0, 0)
print(*["no" if done == -1 else "DONE" for done in attempts])
print(fails(signal.pidfd_send_signal, os.pidfd_open(os.getppid()), 0))
subprocess.Popen(["sleep", "3004"], start_new_session=True)
'''
BOMB = "import os\\nwhile True:\\n    try: os.fork()\\n    except OSError: pass"
found = {"user": os.getuid()}
with Box(choose_backend(sys.argv[1]), ["numpy"], Limits(processes=20, cell_cpu_seconds=2)) as box:
    run = box.run([("a", CODE), ("b", "import numpy; print(numpy.arange(3).sum())")])
    found |= {"stopped": run.stopped, "tried": run.cells[0].outputs[0]["text"], "sum": run.cells[1].outputs[0]["text"]}
    found["bomb"] = box.run([("a", BOMB)]).stopped
    found["killed"] = box.run([("a", "import os; os.kill(0, 9)")]).stopped
    box.run([("a", "import os; os.kill(-1, 9)")])
    found["after"] = box.run([("a", "print('on')")]).cells[0].outputs[0]["text"]
    folder = box.server.folder
found["shared"] = libc.shmctl(shared, 0, 0)
found["mode"] = secret.stat().st_mode & 0o777
found["left"] = folder.exists()
print(json.dumps(found))
"""


def python_for_everybody() -> str:
    """Return an interpreter of this version that any user may start."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for path in (sys.executable, f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"):
        if Path(path).exists() and not sealed.closed_to_others([path]):
            return path
    pytest.skip(f"no Python {version} here that another user could start")


def test_an_ordinary_user_has_the_same_walls(walls: Backend, tmp_path_factory):
    if os.geteuid():
        pytest.skip("all tests here already run as an ordinary user")
    folder = Path(f"/tmp/closed-loop-nobody-{os.getpid()}-{walls.name}")
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *[p for p in sys.path if p.endswith("site-packages")]])
    try:
        done = subprocess.run(
            [python_for_everybody(), "-c", WORK, walls.name],
            **{"user": NOBODY, "group": NOBODY, "extra_groups": [], "cwd": folder, "env": environment},
            **{"capture_output": True, "text": True, "timeout": 120, "check": False},
        )
    finally:
        for path in folder.rglob("*"):
            path.unlink() if path.is_file() else None
        subprocess.run(["rm", "-r", folder], check=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    tried = found.pop("tried").split()
    assert len(tried) == 10
    assert "DONE" not in tried
    assert found.pop("bomb") in ("The notebook started more than 20 processes.", CPU)
    assert "ended by signal 9" in found.pop("killed")
    expected = {"user": NOBODY, "stopped": "", "sum": "3\n", "after": "on\n", "shared": 0, "mode": 0o644, "left": False}
    assert found == expected
    assert not subprocess.run(["pgrep", "-x", "-f", "sleep 3004"], capture_output=True, check=False).stdout


CPU = "One cell used more than 2 s of processor time and would not stop."
