"""A case: the scenario and its data, drawn from who is asking and nothing else."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

COURSE, MOST_REDRAWS = "closed-loop", 200
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing to misread


@dataclass(frozen=True)
class Streams:
    """Named random streams of one seed: a new quantity draws from a new name and moves no other."""

    seed: str

    def number(self, name: str) -> int:
        """Return a 128-bit seed for the stream `name` (for numpy's generators)."""
        return int.from_bytes(hashlib.sha256(f"{self.seed}/{name}".encode()).digest()[:16])

    def rng(self, name: str) -> random.Random:
        """Return the stream `name` from its start; the same in every process."""
        return random.Random(self.number(name))


@dataclass(frozen=True)
class Case:
    """What one learner is asked: a scenario, drawn from course, unit, learner and attempt.

    Attempt 0 is the graded one; practice counts from 1. The attributes of `scenario`, the unit's own record of
    figures and data frames, are read through the case. `redraws` counts the draws rejected before this one.
    """

    unit: str
    learner: str
    attempt: int
    streams: Streams
    scenario: Any
    redraws: int = 0

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "scenario":
            raise AttributeError(name)
        return getattr(self.scenario, name)

    def rng(self, name: str) -> random.Random:
        """Return the random stream `name` of this case."""
        return self.streams.rng(name)

    @property
    def code(self) -> str:
        """Eight characters that name this case on its card, in the log and in the gradebook."""
        number = self.streams.number("case code")
        letters = [_CODE_LETTERS[number >> shift & 31] for shift in range(0, 40, 5)]
        return "".join(letters[:4]) + "-" + "".join(letters[4:])


Draw, Accept = Callable[[Streams], Any], Callable[[Case], bool]


def draw_case(unit: str, draw: Draw, accept: Accept, *, learner: str, attempt: int = 0, first: int = 0) -> Case:
    """Draw the case of one learner: the first draw, counted from `first`, that `accept` takes.

    Raises
    ------
    RuntimeError
        If `MOST_REDRAWS` draws in a row are rejected: the unit's ranges are wrong, and its tests say so first.
    """
    for redraw in range(first, MOST_REDRAWS):
        text = "\x1f".join([COURSE, unit, learner, str(attempt), str(redraw)])
        streams = Streams(hashlib.sha256(text.encode()).hexdigest())
        case = Case(unit, learner, attempt, streams, draw(streams), redraw)
        if accept(case):
            return case
    raise RuntimeError(f"{unit}: {MOST_REDRAWS} draws in a row were rejected; widen the unit's ranges.")
