"""The debrief, short and factual: the log, the best line, where the two part, and what was knowable then."""

from dataclasses import dataclass

from course_lib.drills.replay import BEST, line, replay
from course_lib.drills.stages import CAUSES
from course_lib.drills.state import State

_SAID = ("believe", "name", "cite", "wait")  # what is said or let pass, not done


@dataclass(frozen=True)
class Divergence:
    """Where a run first leaves the best line: minute, what each did next, the beliefs then, the loss from there on.

    `cost` is the expected loss (thousand dollars) of the run from that minute on over that of the best line.
    """

    minute: int
    did: str
    best: str
    harm_probability: float
    cost: float


def time_line(state: State) -> list[tuple[int, str, str]]:
    """Return minute, action and what the evaluator's key says of it where it says something, in order."""
    keys = {f"reply:{one.name}": one for _, one in state.world.injects}
    rows = []
    for minute, text in state.log:
        inject = keys.get(text.rpartition(":")[0]) if text.startswith("reply:") else None
        rows.append((minute, text, inject.key if inject else ""))
    return rows


def first_divergence(state: State) -> Divergence | None:
    """Return where the run first leaves the best line in what was done; None where it never does."""
    best = line(state.world.seed, BEST)
    mine, theirs = _deeds(state), _deeds(best)
    place = next((i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a[1] != b[1]), None)
    if place is None:
        if len(mine) >= len(theirs):
            return None
        place = len(mine)
    did = mine[place] if place < len(mine) else (state.log[-1][0] if state.log else 0, "nothing more")
    before = [text for minute, text in state.log if minute <= did[0] and text != did[1]]
    then = replay(state.world.seed, before)[0]
    return Divergence(did[0], did[1], theirs[place][1], then.harm_probability, state.loss - best.loss)


def _deeds(state: State) -> list[tuple[int, str]]:
    """Return what was done, in order; within the same minutes the order of pages is nobody's mistake."""
    return [(minute, text) for minute, text in state.log if text.partition(":")[0] not in _SAID]


def truth(state: State) -> str:
    """Return what it was, and what mends it: told only when the run is over."""
    cause = CAUSES[state.world.cause]
    return f"It was: {cause.name}. What mends it: {cause.fix}."
