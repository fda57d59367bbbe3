"""Submissions that want to stop, slow down or flood the run, or to break something outside of it."""

from textwrap import indent

from tests.cohort.submissions import HALF, NAMES, REST, Draft, Submission, roster

from .forging import PIPE
from .helpers import act

STOPPING: dict[str, Submission] = {}
hand_in = roster(STOPPING)

FIRST = REST[0]  # whoever stops the run does it in this answer; those before it keep their points
ALL_BUT_ONE = [name for name in NAMES if name != FIRST]


def stops(draft: Draft, source: str) -> None:
    """Answer all, and put a source in the place of one answer."""
    draft.type_right()
    draft.answer(FIRST, source)


def never_stops(draft: Draft, source: str) -> None:
    """Answer all, and start a source again whenever it is interrupted.

    However fast the machine is, it is the run that ends there, and not the cell alone.
    """
    stops(draft, f"while True:\n    try:\n{indent(source, ' ' * 8)}\n    except BaseException: pass")


# -------------------------------------------------------------------------------------------------------------- time


@hand_in(ALL_BUT_ONE)
def loops_for_ever(draft: Draft) -> None:
    stops(draft, "while True: pass")


@hand_in(HALF)
def loops_and_swallows(draft: Draft) -> None:
    stops(
        draft, "import time\nwhile True:\n    try:\n        while True: time.sleep(0)\n    except BaseException: pass"
    )


@hand_in(HALF)
def loops_below_python(draft: Draft) -> None:
    """Code of a library that looks for no interrupt."""
    stops(draft, "import collections, itertools\ncollections.deque(itertools.repeat(0), maxlen=0)")


@hand_in(ALL_BUT_ONE)
def sleeps(draft: Draft) -> None:
    stops(draft, "import time\ntime.sleep(100_000)")


@hand_in(HALF)
def sleeps_and_swallows(draft: Draft) -> None:
    stops(draft, "import time\nwhile True:\n    try: time.sleep(100_000)\n    except BaseException: pass")


@hand_in(())
def sleeps_in_every_cell(draft: Draft) -> None:
    """What was answered before the notebook's own limit counts; nothing was."""
    for name in NAMES:
        draft.answer(name, "import time\ntime.sleep(100_000)")


@hand_in(())
def spends_a_little_everywhere(draft: Draft) -> None:
    """No cell is stopped, the notebook is: a thousand cells of half a second."""
    draft.type_right()
    for _ in range(400):
        draft.add(
            "import time\nbegan = time.process_time()\nwhile time.process_time() - began < 0.7: pass", after="setup"
        )


@hand_in(HALF)
def stops_itself(draft: Draft) -> None:
    stops(draft, "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)")


@hand_in()
def hooks_that_never_end(draft: Draft) -> None:
    """At the end of the process, in threads, in objects taken down: after the last answer."""
    draft.type_right()
    source = """
import atexit, threading, time, signal
class Last:
    def __del__(self):
        while True: pass
last = Last()
atexit.register(time.sleep, 100_000)
threading.Thread(target=time.sleep, args=(100_000,)).start()
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
"""
    draft.add(source, after=NAMES[-1])


@hand_in(HALF)
def display_that_never_ends(draft: Draft) -> None:
    source = "class Shown:\n    def _repr_html_(self):\n        while True:\n            try: time.sleep(9)\n"
    stops(draft, "import time\n" + source + "            except BaseException: pass\nShown()")


@hand_in(HALF)
def deaf_to_the_next_cell(draft: Draft) -> None:
    """Say that the cell is done and read no further one, while the next is larger than a pipe."""
    stops(
        draft,
        "import os, json, time\n" + PIPE + "say(kind='done')\nwhile True:\n    try: time.sleep(9)\n"
        "    except BaseException: pass",
    )
    draft.add("#" * 500_000, after=FIRST)


# --------------------------------------------------------------------------------------------------------- the process


@hand_in(HALF)
def leaves_at_once(draft: Draft) -> None:
    stops(draft, "import os\nos._exit(0)")


@hand_in(HALF)
def falls_down(draft: Draft) -> None:
    stops(draft, "import ctypes\nctypes.string_at(0)")


@hand_in()
def exits_politely(draft: Draft) -> None:
    draft.type_right()
    draft.add("import sys\nsys.exit(0)", after="setup")
    draft.add("raise SystemExit", after="setup")


@hand_in(HALF)
def exits_by_word(draft: Draft) -> None:
    draft.type_right()
    draft.add("exit()", after=HALF[-1])


@hand_in(HALF)
def interrupts_everybody(draft: Draft) -> None:
    source = """
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
    for process in {os.getppid(), os.getpgid(os.getppid()), *range(1, 400)}:
        if process not in (os.getpid(), 0):
            try: os.kill(process, number)
            except OSError: pass
os.kill(-1, signal.SIGKILL)
os._exit(1)
"""
    draft.type_right()
    act(draft, source, after=HALF[-1])


@hand_in()
def leaves_processes_behind(draft: Draft) -> None:
    source = """
for command in ("exec sleep 4000", "setsid nohup sleep 4001 &", "trap '' TERM HUP INT; sleep 4002", "(sleep 4003 &) &"):
    subprocess.Popen(["/bin/sh", "-c", command], start_new_session=True, stdin=subprocess.DEVNULL)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True: time.sleep(9)
    os._exit(0)
"""
    draft.type_right()
    act(draft, source)


@hand_in(HALF)
def forks_without_end(draft: Draft) -> None:
    never_stops(
        draft,
        "import os, time\nfor n in range(20_000):\n    try:\n        if os.fork() == 0: time.sleep(1000)\n"
        "    except OSError: time.sleep(0.05)",
    )


@hand_in(HALF)
def forks_and_dies_without_end(draft: Draft) -> None:
    """Each process is gone before anybody can count it."""
    stops(
        draft,
        "import os, signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\nwhile True:\n    try:\n"
        "        if os.fork(): os._exit(0)\n    except BaseException: pass",
    )


@hand_in(ALL_BUT_ONE)
def threads_without_end(draft: Draft) -> None:
    stops(
        draft,
        "import threading, time\nfor n in range(100_000): threading.Thread(target=time.sleep, args=(900,), "
        "daemon=True).start()",
    )


# ------------------------------------------------------------------------------------------------- memory and storage


@hand_in(ALL_BUT_ONE)
def takes_three_gigabytes(draft: Draft) -> None:
    stops(draft, "blocks = []\nfor n in range(12): blocks.append(bytearray(b'x') * (256 << 20))\nprint('TAKEN')")


@hand_in(HALF)
def takes_memory_in_many_processes(draft: Draft) -> None:
    never_stops(
        draft,
        "import os, time\nfor n in range(8):\n    if os.fork() == 0:\n        block = bytearray(b'x') * (700 << 20)\n"
        "        time.sleep(1000)\ntime.sleep(1000)\nprint('TAKEN')",
    )


@hand_in(ALL_BUT_ONE)
def writes_a_large_file(draft: Draft) -> None:
    stops(
        draft,
        "with open('large.bin', 'wb') as file:\n    for n in range(600): file.write(bytes(1 << 20))\nprint('TAKEN')",
    )


@hand_in(HALF)
def writes_many_large_files(draft: Draft) -> None:
    never_stops(
        draft,
        "import time\nfor n in range(20): open(f'{n}.bin', 'wb').write(bytes(60 << 20))\ntime.sleep(5)\nprint('TAKEN')",
    )


@hand_in(HALF)
def writes_a_hundred_thousand_files(draft: Draft) -> None:
    never_stops(
        draft, "import time\nfor n in range(100_000): open(f'{n}.txt', 'w').close()\ntime.sleep(5)\nprint('TAKEN')"
    )


@hand_in(HALF)
def digs_deep_folders(draft: Draft) -> None:
    """Deeper than a path can say; large files are hidden there."""
    source = """import os, time
for n in range(3_000):
    os.mkdir('d'); os.chdir('d')
for n in range(12): open(f'{n}.bin', 'wb').write(bytes(60 << 20))
time.sleep(5)
print('TAKEN')"""
    never_stops(draft, source)


@hand_in(HALF)
def holds_files_without_a_name(draft: Draft) -> None:
    source = """import os, time
held = []
for n in range(12):
    held.append(open('x.bin', 'wb')); held[-1].write(bytes(60 << 20)); held[-1].flush(); os.unlink('x.bin')
time.sleep(5)
print('TAKEN')"""
    never_stops(draft, source)


@hand_in()
def locks_its_folder(draft: Draft) -> None:
    source = """
for path in [*Path.cwd().rglob("*"), Path.cwd(), Path.home(), Path("/tmp"), *Path.home().rglob("*")]:
    try: os.chmod(path, 0)
    except OSError: pass
"""
    draft.type_right()
    act(draft, source)


@hand_in()
def deletes_everything(draft: Draft) -> None:
    source = """
import shutil
for place in (COURSE, HOME, LIBRARY, COURSE.parent, Path.cwd(), Path("/tmp"), Path(sys.prefix), Path("/dev/shm")):
    for path in [*place.glob("*"), *place.glob("*/*")]:
        try: os.chmod(path, 0o777); os.utime(path, (0, 0)); path.write_text("spoilt")
        except (OSError, ValueError): pass
        shutil.rmtree(path, ignore_errors=True)
        try: path.unlink()
        except OSError: pass
for place in (COURSE, HOME, Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):
    try: (place / "left-by-somebody.txt").write_text("x")
    except OSError: pass
os.symlink("/etc/passwd", "link-left-by-somebody")
"""
    draft.type_right()
    act(draft, source, after=NAMES[-1])


# -------------------------------------------------------------------------------------------------------------- floods


@hand_in(())
def prints_sixty_megabytes(draft: Draft) -> None:
    """The run is ended where it writes too much: here, before the first answer."""
    draft.type_right()
    draft.add("import os\nfor n in range(600): os.write(1, (b'x' * 99 + b'\\n') * 1000)", after="setup")


@hand_in()
def prints_much_in_python(draft: Draft) -> None:
    draft.type_right()
    draft.add("for n in range(600): print(('x' * 99 + '\\n') * 1000, end='')", after="setup")


@hand_in()
def prints_a_little_too_much_everywhere(draft: Draft) -> None:
    """Each cell stays within what a cell may print; all together do not."""
    draft.type_right()
    for name in NAMES:
        for _ in range(3):
            draft.add("print('\\x1b\\x00é' * 14_000)", after=name)


@hand_in()
def shows_too_much(draft: Draft) -> None:
    draft.type_right()
    source = """
from IPython.display import display, update_display
for n in range(30_000): display({"text/plain": str(n)}, raw=True, display_id=f"d{n % 7}")
for n in range(30_000): update_display({"text/plain": "x" * 90}, raw=True, display_id="d1")
for n in range(9): display({"image/png": "iVBORw0KGgo=" * 300_000, "text/html": "<p>" * 300_000}, raw=True)
"""
    draft.add(source, after="setup")


@hand_in()
def colours_without_end(draft: Draft) -> None:
    draft.type_right()
    draft.add("print(''.join(f'\\x1b[38;5;{n % 256}mx\\x1b[0m' for n in range(200_000)))", after="setup")
    draft.add("raise ValueError('\\x1b[31m<b>' * 100_000)", after="setup")


@hand_in()
def fails_at_length(draft: Draft) -> None:
    draft.type_right()
    source = """
import sys
sys.setrecursionlimit(50_000)
def deeper(n): return deeper(n + 1) if n < 40_000 else 1 / 0
class Long(Exception):
    def __str__(self): return "y" * 10**7
try: deeper(0)
except ZeroDivisionError as problem: raise Long from problem
"""
    draft.add(source, after=NAMES[-1])
    draft.add("raise type('N' * 10**6, (Exception,), {})('x' * 10**7)", after=NAMES[-1])


@hand_in()
def records_without_end(draft: Draft) -> None:
    """Checks by the thousand in a cell that is not graded: each would be shown again with the keys."""
    draft.type_right()
    source = "from IPython.display import display\nfor n in range(20_000):\n    display(case.check({0}=n))"
    draft.add(source.format(NAMES[0]), after="setup")


@hand_in(HALF)
def junk_down_the_pipe(draft: Draft) -> None:
    stops(draft, "import os\nos.write(4, b'\\x00\\x00\\x00\\x05junk!' * 10_000)")


@hand_in(HALF)
def length_that_never_comes(draft: Draft) -> None:
    stops(draft, "import os\nos.write(4, b'\\xff\\xff\\xff\\xff' + b'x' * 100)")


@hand_in()
def a_thousand_cells(draft: Draft) -> None:
    """Within what a notebook may hold, each with some output: too slow for nobody."""
    draft.type_right()
    for n in range(1_000):
        draft.add(f"print({n})\n{n}", after=NAMES[-1])


@hand_in()
def closes_everything(draft: Draft) -> None:
    """Close the descriptors of output and take the streams away, after the last answer."""
    draft.type_right()
    draft.add("import os, sys\nsys.stdout = sys.stderr = None\nos.closerange(0, 256)", after=NAMES[-1])
