"""Workers: processes forked from the supervisor, each with a grader and its box, fed one submission at a time.

A worker that dies or hangs takes nobody along: its submission is tried once more, then refused with a sentence.
"""

import ctypes
import os
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from course_lib.cohort.intake import Submission
from course_lib.cohort.judge import Grader, Outcome

_TRIES, _GRACE_SECONDS = 2, 60
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_FORK = get_context("fork")  # a worker starts with everything imported


@dataclass
class Worker:
    """One process, the pipe to it, and what it is at work on since when."""

    process: BaseProcess
    pipe: Connection
    task: Submission | None = None
    until: float = 0.0

    def end(self) -> None:
        """End the process and with it its box."""
        self.pipe.close()
        self.process.kill()
        self.process.join()


class Pool:
    """`count` workers, ready when the context is entered."""

    def __init__(self, make_grader: Callable[[], Grader], count: int, seconds: float) -> None:
        self.make_grader, self.count, self.seconds = make_grader, count, seconds + _GRACE_SECONDS
        self.workers: list[Worker] = []

    def __enter__(self) -> "Pool":
        self.workers = [self._start() for _ in range(self.count)]
        return self

    def __exit__(self, *problem: object) -> None:
        for worker in self.workers:
            if worker.task is None and worker.process.is_alive():
                with suppress(OSError):
                    worker.pipe.send(None)
                    worker.process.join(5)
            worker.end()

    def _start(self) -> Worker:
        here, there = _FORK.Pipe()
        held = [one.pipe for one in self.workers] + [here]
        process = _FORK.Process(target=_serve, args=(there, held, self.make_grader, os.getpid()), daemon=True)
        process.start()
        there.close()
        return Worker(process, here)

    def run(self, submissions: Iterable[Submission]) -> Iterator[Outcome]:
        """Yield the outcome of each submission, as they come; the next one is handed out before that."""
        waiting, again, tries = iter(submissions), deque[Submission](), Counter[str]()
        for worker in self.workers:
            self._feed(worker, waiting, again)
        while busy := [worker for worker in self.workers if worker.task is not None]:
            ready = wait(
                [worker.pipe for worker in busy], timeout=max(0.0, min(w.until for w in busy) - time.monotonic())
            )
            for worker in busy:
                if worker.pipe not in ready and time.monotonic() < worker.until:
                    continue
                task, outcome = worker.task, self._answer(worker, worker.pipe in ready)
                assert task is not None
                if outcome is None:
                    worker = self._replace(worker)
                    tries[task.student] += 1
                    if tries[task.student] < _TRIES:
                        again.append(task)
                    else:
                        reason = f"Not graded: the process at work on it ended {_TRIES} times without an answer."
                        outcome = Outcome(task.student, "", refused=reason)
                self._feed(worker, waiting, again)
                if outcome is not None:
                    yield outcome

    def _feed(self, worker: Worker, waiting: Iterator[Submission], again: deque[Submission]) -> None:
        worker.task = again.popleft() if again else next(waiting, None)
        if worker.task is None:
            return
        worker.until = time.monotonic() + self.seconds
        with suppress(OSError):  # if it is gone, reading from it will say so
            worker.pipe.send(worker.task)

    def _answer(self, worker: Worker, ready: bool) -> Outcome | None:
        """Return what the worker made of its task; None if it died or did not end in time."""
        if not ready:
            return None
        try:
            return worker.pipe.recv()
        except (EOFError, OSError):
            return None

    def _replace(self, worker: Worker) -> Worker:
        place = self.workers.index(worker)
        worker.end()
        del self.workers[place]
        self.workers.insert(place, fresh := self._start())
        return fresh


def _serve(pipe: Connection, held: list[Connection], make_grader: Callable[[], Grader], parent: int) -> None:
    """Be a worker: grade what comes down the pipe until it is closed or says None; end with the supervisor."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor is asked to stop, and tells
    for other in held:
        other.close()
    try:
        with make_grader() as grader:
            while (submission := pipe.recv()) is not None:
                pipe.send(grader.grade(submission))
    except EOFError:
        pass
    os._exit(0)
