"""One notebook in the box: passes bytes between its process and the outer side, and watches what it uses.

This is a process of its own: what a learner wrote is never in the memory from which the next notebook starts.
"""

import contextlib
import json
import os
import select
import signal
import socket
import struct
import time
from collections.abc import Iterator

from course_lib.cohort.box.inside import usage
from course_lib.cohort.box.inside.child import Warmth, lay_out, private, run_child
from course_lib.cohort.box.inside.frames import Place, pack, receive

_CHUNK, _LOOK_EVERY, _PATIENCE = 65_536, 0.1, 5


class Notebook:
    """The run of one notebook: its process, its pipes, what it has used."""

    def __init__(self, place: Place, outer: socket.socket, warmth: Warmth) -> None:
        self.place, self.outer, self.warmth, self.most = place, outer, warmth, place.limits
        self.began, self.before = time.monotonic(), usage.spent_by_children()
        self.looked = self.cell_began = self.cell_before = self.interrupted = 0.0
        self.relayed, self.unread = 0, bytearray()

    def serve(self) -> None:
        """Take the order for a notebook and run its cells as they come, until the outer side has had enough."""
        notebook = json.loads(receive(self.outer)[1])
        lay_out(self.place.work, notebook["files"])
        pairs = {kind: os.pipe() for kind in (b"c", b"m", b"o", b"e")}
        theirs = {kind: pair[kind != b"c"] for kind, pair in pairs.items()}
        self.child = os.fork()
        if self.child == 0:
            run_child(self.place, self.warmth, theirs, notebook["environment"])
        for one in theirs.values():
            os.close(one)
        self.commands = pairs.pop(b"c")[1]
        self.pipes = {pair[0]: kind for kind, pair in pairs.items()}
        for one in (self.commands, *self.pipes):
            os.set_blocking(one, False)
        if why := self._relay(os.pidfd_open(self.child)):
            self._drain()
            self.outer.sendall(pack(b"s", why.encode()))
            while receive(self.outer)[0] != b"f":
                pass

    def _relay(self, alive: int) -> str:
        """Pass on bytes between the two sides until one of them ends; return why the run was stopped, if it was."""
        poll = select.poll()
        for one in (self.outer.fileno(), alive, *self.pipes):
            poll.register(one, select.POLLIN)
        while True:
            poll.register(self.commands, select.POLLOUT if self.unread else 0)
            ready = {number for number, _ in poll.poll(_LOOK_EVERY * 1000)}
            self._hand_on_cells()
            for number in ready & {*self.pipes}:
                if not self._pass_on(number):
                    poll.unregister(number)
            if self.outer.fileno() in ready:
                kind, content = receive(self.outer)
                if kind != b"c":
                    return ""
                self._start_cell(content)
            if alive in ready:
                return usage.ending(self.child)
            due = time.monotonic() - self.looked > _LOOK_EVERY or self.relayed > self.most.output_bytes
            if due and (why := next(self._overdone(), "")):
                return why

    def _pass_on(self, number: int) -> int:
        """Pass on what a pipe holds; what programs wrote before a message goes before it."""
        try:
            content = os.read(number, _CHUNK)
        except BlockingIOError:
            return -1  # it was read while another one was
        self.relayed += len(content)
        if self.pipes[number] == b"m":
            self._drain(b"oe")
        if content:
            self.outer.sendall(pack(self.pipes[number], content))
        return len(content)

    def _drain(self, kinds: bytes = b"oem") -> None:
        """Pass on what is left in pipes."""
        for number, kind in self.pipes.items():
            if kind in kinds:
                while self.relayed <= self.most.output_bytes and self._pass_on(number) > 0:
                    pass

    def _start_cell(self, content: bytes) -> None:
        self.cell_began, self.cell_before, self.interrupted = time.monotonic(), self._spent([self.child]), 0
        self.unread += struct.pack(">I", len(content)) + content
        self._hand_on_cells()

    def _hand_on_cells(self) -> None:
        """Write what the notebook's process has room for; one that does not read must not hold up its keeper."""
        with contextlib.suppress(BrokenPipeError, BlockingIOError):
            while self.unread:
                del self.unread[: os.write(self.commands, self.unread)]

    def _spent(self, tree: list[int]) -> float:
        return usage.spent_by_children() - self.before + sum(map(usage.spent_by, tree))

    def _overdone(self) -> Iterator[str]:
        """Yield a sentence for everything of which the run uses more than it may."""
        most, tree, now = self.most, usage.tree(), time.monotonic()
        spent, self.looked = self._spent(tree), now
        if spent - self.cell_before > most.cell_cpu_seconds * 1.25 + 1:
            yield f"One cell used more than {most.cell_cpu_seconds:g} s of processor time and would not stop."
        if spent - self.cell_before > most.cell_cpu_seconds:
            self._interrupt(now)  # as Jupyter does; a cell that ignores it is ended, as a kernel would be
        if spent > most.notebook_cpu_seconds:
            yield f"The notebook used more than {most.notebook_cpu_seconds:g} s of processor time."
        if now - self.began > most.notebook_wall_seconds:
            yield f"The notebook ran for more than {most.notebook_wall_seconds:g} s."
        if self.cell_began and now - self.cell_began > most.cell_wall_seconds:
            if self.interrupted and now - self.interrupted > _PATIENCE:
                yield f"One cell ran for more than {most.cell_wall_seconds:g} s and would not stop."
            self._interrupt(now)
        if len(tree) > most.processes:
            yield f"The notebook started more than {most.processes} processes."
        if self.relayed > most.output_bytes:
            yield f"The notebook wrote more than {most.output_bytes >> 20} MB of output."
        if usage.memory(tree, most.memory_bytes) > most.memory_bytes:
            yield f"The notebook used more than {most.memory_bytes >> 20} MB of memory."
        size, count = map(sum, zip(*(usage.folder(one, most.folder_files) for one in private(self.place)), strict=True))
        size += usage.nameless(tree)
        if size > most.folder_bytes or count > most.folder_files:
            yield f"The notebook wrote more than {most.folder_bytes >> 20} MB or {most.folder_files} files."

    def _interrupt(self, now: float) -> None:
        """Interrupt a cell once."""
        if not self.interrupted:
            self.interrupted = now
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGINT)
