"""The inner side of the box: a warm process that forks a walled-in child for every notebook, and ends what it leaves.

Everything here runs with no right that a learner's code could misuse, and holds nothing that it must not see.
"""

import contextlib
import gc
import io
import os
import resource
import signal
import socket
import sys
import threading

from course_lib.cohort.box.inside import usage, walls
from course_lib.cohort.box.inside.child import DEVICES, PROCESSOR, Warmth, clear, lay_out, private
from course_lib.cohort.box.inside.frames import Place, as_json, pack, receive
from course_lib.cohort.box.inside.notebook import Notebook
from course_lib.cohort.box.inside.shell import Shell, new_shell
from course_lib.cohort.box.inside.warm import Warm


def main(number: int) -> None:
    """Take the orders that come over the socket `number` until it is closed."""
    outer = socket.socket(fileno=number)
    place = Place.from_json(receive(outer)[1])
    _settle(place)
    if place.backend == "landlock":
        _keep_watch(place)
    warmth = _warm(place)
    clear(place)
    outer.sendall(pack(b"r"))
    while outer.recv(1, socket.MSG_PEEK) == b"n":
        _one_notebook(place, outer, warmth)


def _one_notebook(place: Place, outer: socket.socket, warmth: Warmth) -> None:
    """Let a process of its own take the next order, then end all that is left of it and say so."""
    before = usage.spent_by_children()
    if (keeper := os.fork()) == 0:
        walls.adopt_orphans()
        with contextlib.suppress(ConnectionError):
            Notebook(place, outer, warmth).serve()
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(keeper, 0)
    usage.end_all()
    clear(place)
    if status:
        raise SystemExit("The notebook's keeper was lost.")
    outer.sendall(pack(b"d", as_json({"cpu": usage.spent_by_children() - before})))


def _settle(place: Place) -> None:
    """Give up every right that is not needed to serve."""
    walls.adopt_orphans()
    os.umask(0o077)
    if place.user is not None:
        walls.become(place.user, read_all=place.read_all)
    walls.show_memory(False)
    _close_in(place)
    if place.backend == "bubblewrap" or walls.landlock_version() >= walls.SCOPED:
        usage.ALONE.append(True)
    os.environ.clear()
    os.environ.update(place.environment)
    lay_out(place.work, {})
    os.chdir(place.work)


def _close_in(place: Place) -> None:
    if walls.landlock_version():
        walls.landlock([*place.readable, PROCESSOR], private(place), [*DEVICES, "/proc"])


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
    os.waitpid(server, 0)
    usage.end_all()
    os._exit(0)


def _warm(place: Place) -> Warmth:
    """Import what notebooks import, and hide it until one does."""
    shell = new_shell()
    warmth = Warmth(shell, Warm(place.preload, lambda: _rehearse(shell)), usage.threads_of_user())
    if not os.path.exists(f"/proc/self/task/{os.getpid()}/children"):
        raise SystemExit("This kernel does not tell a process's children, so nobody could say what a notebook uses.")
    if threading.active_count() > 1:
        raise SystemExit(f"One of {', '.join(place.preload)} starts a thread; it cannot be imported ahead.")
    gc.collect()
    gc.freeze()
    return warmth


def _rehearse(shell: Shell) -> None:
    """Show an error, a table and a chart once: each loads much the first time, and every notebook shows some."""
    loaded = sys.modules
    try:
        raise ValueError("rehearsal")
    except ValueError as problem:
        shell.InteractiveTB.structured_traceback(type(problem), problem, problem.__traceback__)
    if "pandas" in loaded:
        frame = loaded["pandas"].DataFrame({"a": [1.5], "b": ["x"]})
        repr(frame), frame._repr_html_()
    if "matplotlib.backends.backend_agg" in loaded:
        figure = loaded["matplotlib.figure"].Figure()
        figure.subplots().plot([1, 2], label="a")
        loaded["matplotlib.backends.backend_agg"].FigureCanvasAgg(figure).print_png(io.BytesIO())
