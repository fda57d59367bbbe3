"""Without walls nothing is run: no back end, a wall with a hole, a server that does not come up."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from course_lib.cohort.box import Backend, Box, NoIsolation, choose_backend, launch
from course_lib.cohort.box.inside import walls as raised

from ..conftest import ROOT
from .conftest import backend

FORBID = """
import sys
from course_lib.cohort.box.inside import walls
walls._DENIED = {name: (number, number) for number, name in enumerate(["create", "add", "restrict"], start=444)}
walls._IDLE = {}
walls._on_arguments = lambda: ()
walls.filter_system_calls()
from course_lib.cohort.box import Box, NoIsolation, choose_backend
try:
    with Box(choose_backend()) as box:
        print(box.run([("a", "print('ran')")]))
except NoIsolation as problem:
    print("refused:", problem)
"""


def test_bubblewrap_comes_first_where_it_works():
    backend("bubblewrap")
    assert choose_backend().name == "bubblewrap"


def test_landlock_comes_next(monkeypatch):
    backend("landlock")
    monkeypatch.setenv("PATH", "/nowhere")
    assert choose_backend() == Backend("landlock")


def test_bubblewrap_that_does_not_start_is_not_used(monkeypatch, tmp_path: Path):
    backend("landlock")
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'No permissions to create a new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert choose_backend().name == "landlock"
    with pytest.raises(NoIsolation, match="No permissions to create a new namespace"):
        choose_backend("bubblewrap")


@pytest.mark.parametrize("version", [0, 1, 5])
def test_with_neither_the_sentence_says_what_to_install(monkeypatch, version: int):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(raised, "landlock_version", lambda: version)
    with pytest.raises(NoIsolation) as refusal:
        choose_backend()
    said = str(refusal.value)
    assert "bubblewrap (bwrap) is not installed" in said
    assert f"Landlock has version {version}, 6 is needed" in said
    assert "Install bubblewrap (apt install bubblewrap" in said
    assert said.endswith("Nothing was run.")


def test_another_processor_is_refused(monkeypatch):
    backend("landlock")
    monkeypatch.setattr(raised.platform, "machine", lambda: "riscv64")
    with pytest.raises(NoIsolation, match="no list of system calls for this processor"):
        choose_backend("landlock")


def test_a_name_that_is_none_is_refused():
    with pytest.raises(NoIsolation, match="'docker' is not a kind of isolation"):
        choose_backend("docker")


def test_bubblewrap_holds_without_landlock_as_a_second_wall():
    backend("bubblewrap")
    code = FORBID.replace("""print(box.run([("a", "print('ran')")]))""", WITHOUT)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout == "True\n[]\n[]\n"


WITHOUT = """print(box.backend.name == "bubblewrap" and walls.landlock_version() == 0)
        places = ["/", "/tmp", "/dev", "/dev/shm", "/usr", "/proc", box.server.folder, box.server.course]
        names = [f"{place}/left-by-somebody" for place in places]
        write = f"for name in {names}:\\n    try: open(name, 'w').write('x')\\n    except OSError: pass"
        look = f"import os; print([name for name in {names} if os.path.exists(name)])"
        for source in (write, look, "import os; os.kill(-1, 9)", look):
            run = box.run([("a", source)])
            print(*[output["text"] for output in run.cells[0].outputs], end="")"""


def test_where_the_kernel_refuses_both_nothing_is_run():
    """As in a container whose filter denies Landlock, with no bubblewrap installed."""
    environment = os.environ | {"PATH": "/nowhere", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", FORBID], env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("refused: A learner's code cannot be walled in here: bubblewrap (bwrap) is not")
    assert "ran" not in done.stdout


def test_a_wall_with_a_hole_is_found_out(monkeypatch):
    """The box tries its own walls before it takes a notebook."""
    backend("landlock")
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        os.chmod(place, 0o755)
        monkeypatch.setattr(tempfile, "tempdir", place)
        monkeypatch.setattr(launch.sealed, "readable", lambda: [*READABLE(), place])
        hole = r'do not hold: code in it could \["read a file outside"\]\. Nothing was run\.'
        with pytest.raises(NoIsolation, match=hole):
            Box(Backend("landlock")).__enter__()


READABLE = launch.sealed.readable


def test_a_server_that_does_not_come_up_is_no_box(monkeypatch):
    backend("landlock")
    monkeypatch.setattr(launch, "_python", lambda *_: [sys.executable, "-c", "raise SystemExit('no such luck')"])
    box = Box(Backend("landlock"))
    with pytest.raises(NoIsolation, match=r"The box \(landlock\) does not start: no such luck"):
        box.__enter__()
    assert not box.server.folder.exists()


def test_nothing_is_ended_where_no_wall_stands(monkeypatch):
    """The one call that ends "everybody" refuses to be made outside the walls."""
    from course_lib.cohort.box.inside import usage

    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("a signal was sent"))
    with pytest.raises(SystemExit, match="no wall"):
        usage.end_all()


def test_a_thread_in_what_is_imported_ahead_is_refused(tmp_path: Path, monkeypatch):
    backend("landlock")
    (tmp_path / "threading_at_import.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    )
    paths = launch.sealed.libraries()
    monkeypatch.setattr(launch.sealed, "readable", lambda: [*READABLE(), str(tmp_path)])
    monkeypatch.setattr(launch.sealed, "libraries", lambda: [*paths, str(tmp_path)])
    with pytest.raises(NoIsolation, match="threading_at_import starts a thread; it cannot be imported ahead"):
        Box(Backend("landlock"), ["threading_at_import"]).__enter__()
