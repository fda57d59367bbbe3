"""Code that wants too much, ends itself or writes into the grader's pipe: at worst a run that stopped, and is over."""

import os
import time
from pathlib import Path

import pytest

from course_lib.cohort.box import Box

from .conftest import text_of

pytestmark = pytest.mark.cohort
FIRST, LAST = ("first", "print('first')"), ("last", "print('last')")
SECONDS = 60


def hostile(box: Box, source: str):
    """Run a cell between two honest ones, and an honest notebook afterwards; return the run and what was printed."""
    began = time.monotonic()
    run = box.run([FIRST, ("hostile", source), LAST])
    assert time.monotonic() - began < SECONDS
    assert text_of(run).startswith("first\n")
    assert run.cells[0].outputs == [{"output_type": "stream", "name": "stdout", "text": "first\n"}]
    after = box.run([("next", "import os; print('next', os.listdir())")])
    assert (after.stopped, text_of(after)) == ("", "next []\n")
    return run


GOES_ON = {
    "endless loop": ("while True: pass", "KeyboardInterrupt", "CellTimeoutError"),
    "memory": ("x = bytearray(3 << 30)", "MemoryError"),
    "memory by numpy": ("import numpy; numpy.ones(1 << 29)", "MemoryError"),
    "a large file": ("with open('x', 'wb') as file:\n    for i in range(20): file.write(bytes(1 << 20))", "OSError"),
    "many descriptors": ("files = [open('/dev/null') for _ in range(500)]", "OSError"),
    "an endless error": ("class E(Exception):\n    def __str__(self): raise self\nraise E", "E", "E"),
    "exit": ("import sys; sys.exit(1)", "SystemExit"),
    "no traceback": ("get_ipython().showtraceback = get_ipython()._showtraceback = lambda *a, **k: None\n1 / 0",),
    "no display": ("get_ipython().display_pub.publish = get_ipython().displayhook.sender = None",),
    "no streams": ("import sys; sys.stdout = sys.stderr = None",),
    "closed streams": ("import sys; sys.stdout.close(); sys.stderr.close()",),
    "odd streams": ("import sys, io; sys.stdout = io.StringIO()",),
    "interrupts itself": ("import os, signal; os.kill(os.getpid(), signal.SIGINT)", "KeyboardInterrupt"),
    "ignores signals": ("import signal; [signal.signal(i, signal.SIG_IGN) for i in range(1, 30) if i not in (9, 19)]",),
    "closes 0, 1 and 2": ("import os; [os.close(i) for i in range(3)]",),
    "shared memory": ("import ctypes; assert ctypes.CDLL(None).shmget(0, 4096, 0o1666) < 0",),
    "memory that is a file": ("import os; os.memfd_create('x')", "PermissionError"),
}


@pytest.mark.parametrize("name", GOES_ON)
def test_the_notebook_goes_on_after(tight: Box, name: str):
    source, *errors = GOES_ON[name]
    run = hostile(tight, source)
    assert run.stopped == ""
    assert [cell.id for cell in run.cells] == ["first", "hostile", "last"]
    got = [output["ename"] for output in run.cells[1].outputs if output["output_type"] == "error"]
    assert got == errors
    if "streams" not in name:
        assert run.cells[2].outputs[0]["text"] == "last\n"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("import time; time.sleep(1000)", "KeyboardInterrupt"),
        ("import asyncio; await asyncio.sleep(1000)", "CancelledError"),
        ("!sleep 1000", "KeyboardInterrupt"),
    ],
)
def test_a_wait_is_interrupted(impatient: Box, source: str, error: str):
    run = hostile(impatient, source)
    assert run.stopped == ""
    assert [output["ename"] for output in run.cells[1].outputs] == [error, "CellTimeoutError"]
    assert run.cells[2].outputs[0]["text"] == "last\n"


def test_a_wait_that_swallows_interrupts_is_ended(impatient: Box):
    run = hostile(impatient, SWALLOW.format(body="time.sleep(100)"))
    assert run.stopped == "One cell ran for more than 1.5 s and would not stop."


SWALLOW = """
import time
while True:
    try:
        {body}
    except BaseException:
        pass
"""
STOPS = {
    "os._exit": ("import os; os._exit(0)", "ended its own process"),
    "kills itself": ("import os; os.kill(os.getpid(), 9)", "ended by signal 9"),
    "segmentation fault": ("import ctypes; ctypes.string_at(0)", "ended by signal 11"),
    "swallows all": (SWALLOW.format(body="while True: sum(range(1000))"), "processor time"),
    "a loop in C": ("sum(range(10**12))", "processor time"),
    "ignores its interruption": ("import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: pass", "processor time"),
    "stops its clock": ("import signal; signal.setitimer(signal.ITIMER_PROF, 0)\nwhile True: pass", None),
    "spends in a child": ("import subprocess, sys; subprocess.run([sys.executable, '-c', 'while True: pass'])", None),
    "fork bomb": ("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", "processes"),
    "fork bomb that moves on": (
        "import os\nfor _ in range(20): os.fork()\nwhile True:\n    if os.fork(): os._exit(0)\n    os.setsid()",
        "",
    ),
    "threads": (
        "import threading, time\nfor _ in range(5000): threading.Thread(target=time.sleep, args=(99,)).start()",
        None,
    ),
    "memory in many processes": (
        "import os, time\nfor _ in range(12):\n    if os.fork() == 0: x = b'x' * (90 << 20); break\ntime.sleep(60)",
        "memory",
    ),
    "many files": ("import os\nfor i in range(10**6): open(str(i), 'w').close()", "files"),
    "much in files": (
        "import time\nfor i in range(100):\n    open(str(i), 'wb').write(bytes(4 << 20)); time.sleep(.02)",
        "MB",
    ),
    "a flood past Python": ("import os\nwhile True: os.write(1, b'x' * 65536)", "output"),
    "junk in the pipe": ("import os; os.write(4, b'junk' * 99)", "grader's pipe"),
    "a huge length": ("import os; os.write(4, b'\\xff' * 8)", "grader's pipe"),
    "no JSON": ("import os, struct; os.write(4, struct.pack('>I', 3) + b'{]}')", "grader's pipe"),
    "deep JSON": ("import os, struct; os.write(4, struct.pack('>I', 200000) + b'[' * 200000)", "grader's pipe"),
    "a number with a million digits": (
        "import os, struct; t = b'{\"kind\": ' + b'9' * 900000 + b'}'; os.write(4, struct.pack('>I', len(t)) + t)",
        "grader's pipe",
    ),
    "another kind": (
        "import os, struct; t = b'{\"kind\": \"grade\"}'; os.write(4, struct.pack('>I', len(t)) + t)",
        "grader's pipe",
    ),
    "an infinite number": (
        'import os, struct; t = b\'{"kind": "done", "x": 1e999}\'; os.write(4, struct.pack(\'>I\', len(t)) + t)',
        "grader's pipe",
    ),
    "half a message": ("import os, time, struct; os.write(4, struct.pack('>I', 1000) + b'{'); os._exit(0)", "ended"),
    "closes all": ("import os; os.closerange(0, 256)", "ended"),
    "closes the commands": ("import os; os.close(3)", ""),
}


@pytest.mark.parametrize("name", STOPS)
def test_the_notebook_stops_and_is_over(tight: Box, name: str):
    source, why = STOPS[name]
    run = hostile(tight, source)
    if why is not None:
        assert why in run.stopped
        assert run.stopped.endswith(".")
    assert len(str(run)) < 2_000_000


def test_the_whole_notebook_has_a_budget(tight: Box):
    busy = "import time\nend = time.process_time() + 0.8\nwhile time.process_time() < end: pass\nprint('done')"
    run = tight.run([(str(i), busy) for i in range(30)])
    assert "8 s of processor time" in run.stopped
    assert 5 <= text_of(run).count("done") <= 10


def test_waiting_has_a_budget_too(impatient: Box):
    run = impatient.run([(str(i), "import time; time.sleep(1); print('done')") for i in range(30)])
    assert run.stopped == "The notebook ran for more than 12 s."
    assert 1 <= text_of(run).count("done") <= 12


def test_a_program_that_never_stops_talking_is_cut(tight: Box):
    run = hostile(tight, "!yes")
    assert run.stopped == ""
    assert 40_000 < len(run.cells[1].outputs[0]["text"]) < 60_000


def test_a_flood_of_output_is_cut(tight: Box):
    source = "for i in range(10**5): print('x' * 100)"
    run = hostile(tight, source)
    assert run.stopped == ""
    text = run.cells[1].outputs[0]["text"]
    assert 40_000 < len(text) < 60_000
    assert text.endswith("[The rest of this cell's output was cut off.]")


def test_many_and_large_displays_are_cut(tight: Box):
    source = "from IPython.display import display, HTML\nfor i in range(10**4): display(HTML('<b>' + 'x' * 1000))"
    run = hostile(tight, source)
    assert run.stopped == ""
    assert len(str(run.cells[1].outputs)) < 400_000


def test_one_display_that_is_too_large_leaves_room_for_others(tight: Box):
    source = "from IPython.display import display, HTML\ndisplay(HTML('x' * 10**6))\nprint('small')\n"
    source += "raise ValueError('y' * 10**7)"
    run = hostile(tight, source)
    assert run.stopped == ""
    text, error = run.cells[1].outputs
    assert text["text"] == "[An output was left out: this cell has shown too much.]\nsmall\n"
    assert error["evalue"].startswith("yyy")
    assert len(error["evalue"]) <= 50_000


def test_a_display_that_is_updated_for_ever_is_not_slow(tight: Box):
    """Every update touches all that was shown under one id: their number is bounded."""
    source = """import os, struct
show, update = (
    b'{"kind": "%s", "data": {"text/plain": "x"}, "display_id": "a"}' % kind for kind in (b"display_data", b"update"))
pack = lambda text: struct.pack(">I", len(text)) + text
for _ in range(10000): os.write(4, pack(show))
for _ in range(20000): os.write(4, pack(update))
"""
    before = time.process_time()
    run = hostile(tight, source)
    assert len(run.cells[1].outputs) == 2000
    assert time.process_time() - before < 10


def test_an_answer_outlives_a_flood(tight: Box):
    source = """print('x' * 10**6)
class Answer:
    def _repr_mimebundle_(self, **_):
        return {"text/plain": "1", "application/vnd.closed-loop.answer+json": {"answer": 1.5, "question": "q"}}
Answer()"""
    run = tight.run([("a", source)])
    assert run.cells[0].outputs[-1]["data"]["application/vnd.closed-loop.answer+json"] == {
        "answer": 1.5,
        "question": "q",
    }


def test_what_is_no_plain_answer_does_not_come_out(tight: Box):
    source = """class Answer:
    def __init__(self, record): self.record = record
    def _repr_mimebundle_(self, **_):
        script = {"application/javascript": "x"}
        return {"text/plain": "1", "application/vnd.closed-loop.answer+json": self.record} | script
from IPython.display import display
deep = []
for _ in range(50): deep = [deep]
for record in (float("nan"), {"answer": float("nan")}, {"answer": object()}, {"answer": {1, 2}}, "text", None):
    display(Answer(record))
"""
    run = tight.run([("a", source)])
    assert run.stopped == ""
    assert [output["data"] for output in run.cells[0].outputs] == [{"text/plain": "1"}] * 6


def test_bytes_that_are_no_text_do_no_harm(tight: Box):
    run = hostile(tight, "import os, sys\nos.write(1, bytes(range(256)))\nprint('\\ud800', '\\x00')\n'\\udcff'")
    assert run.stopped == ""
    for cell in run.cells:
        str(cell.outputs).encode("utf-8")
        for output in cell.outputs:
            (output.get("text") or output["data"]["text/plain"]).encode("utf-8")


def test_outputs_between_the_cells_belong_to_none(tight: Box):
    source = """import threading, time
def late():
    while True: print("late"); time.sleep(.01)
threading.Thread(target=late, daemon=True).start()"""
    run = hostile(tight, source)
    assert run.stopped == ""


def test_a_box_whose_server_is_killed_is_started_again(walls):
    with Box(walls) as box:
        os.kill(box.server.process.pid, 9)
        box.server.process.wait()
        assert text_of(box.run([("a", "print(1)")])) == "1\n"
        folder = box.server.folder
    assert not Path(folder).exists()
