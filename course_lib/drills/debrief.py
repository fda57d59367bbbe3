"""The debrief, short and factual: the log, the best line, where the two part, and what was knowable then."""

from dataclasses import dataclass
from itertools import groupby

from course_lib.drills.replay import BEST, line, replay
from course_lib.drills.stages import CAUSES
from course_lib.drills.state import State

BESIDE = ("Minute", "You", "Best line", "What the key says")  # the columns of `side_by_side`
_SAID = ("believe", "name", "cite", "wait", "reply", "update")  # what is said or let pass, or comes when it comes


@dataclass(frozen=True)
class Divergence:
    """Where a run first leaves the best line: minute, what each did next, what was knowable then, what it cost.

    `known` is what the exhibits had said by then, `harm_probability` what follows from it by Bayes. `cost` is the
    expected loss (thousand dollars) of the run over that of the best line.
    """

    minute: int
    did: str
    best: str
    harm_probability: float
    known: tuple[str, ...]
    cost: float


def time_line(state: State) -> list[tuple[int, str, str]]:
    """Return minute, action and what the evaluator's key says of it where it says something, in order."""
    keys = {f"reply:{one.name}": one for _, one in state.world.injects}
    rows = []
    for minute, text in state.log:
        inject = keys.get(text.rpartition(":")[0]) if text.startswith("reply:") else None
        rows.append((minute, text, inject.key if inject else ""))
    return rows


def side_by_side(state: State) -> list[tuple[str, str, str, str]]:
    """Return by minute what the run did, what the best line did, and what the key says of the run's replies."""
    mine, best = time_line(state), line(state.world.seed, BEST).log
    minutes = sorted({minute for minute, *_ in mine} | {minute for minute, _ in best})
    return [
        (
            str(at),
            "; ".join(text for minute, text, _ in mine if minute == at),
            "; ".join(text for minute, text in best if minute == at),
            " ".join(key for minute, _, key in mine if minute == at and key),
        )
        for at in minutes
    ]


def parting(state: State) -> str:
    """Return in words where the run left the best line, what was knowable then, and what it cost."""
    parted = first_divergence(state)
    if parted is None:
        return "You did what the best line does."
    seen = ", ".join(one.replace("=yes", " (speaks)").replace("=no", " (silent)") for one in parted.known)
    money = f"USD {abs(round(parted.cost)) * 1000:,} {'more' if parted.cost >= 0 else 'less'}"
    return (
        f"At minute {parted.minute} you did `{parted.did}`; the best line did `{parted.best}`. Seen by then: "
        f"{seen or 'no exhibit'}; the probability of harm was {parted.harm_probability:.2f}. In the end you lost "
        f"{money} than it."
    )


def first_divergence(state: State) -> Divergence | None:
    """Return where the run first leaves the best line in what was done; None where it never does."""
    best = line(state.world.seed, BEST)
    theirs = _deeds(best)
    mine = _paged_as_in(theirs, _deeds(state))
    place = next((i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a[1] != b[1]), None)
    if place is None:
        if len(mine) >= len(theirs):
            return None
        place = len(mine)
    did = mine[place] if place < len(mine) else (state.log[-1][0] if state.log else 0, "nothing more")
    before = [text for minute, text in state.log if minute <= did[0] and text != did[1]]
    then = replay(state.world.seed, before)[0]
    return Divergence(did[0], did[1], theirs[place][1], then.harm_probability, then.known, state.loss - best.loss)


def _deeds(state: State) -> list[tuple[int, str]]:
    """Return what was done, in order."""
    return [(minute, text) for minute, text in state.log if text.partition(":")[0] not in _SAID]


def _paged_as_in(theirs: list[tuple[int, str]], mine: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return `mine` with pages that follow one another in the order of `theirs`: which comes first is no mistake."""
    order = {text: place for place, (_, text) in enumerate(theirs)}
    deeds: list[tuple[int, str]] = []
    for is_page, run in groupby(mine, key=lambda one: one[1].startswith("page:")):
        together = list(run)
        deeds += sorted(together, key=lambda one: order.get(one[1], len(order))) if is_page else together
    return deeds


def truth(state: State) -> str:
    """Return what it was, and what mends it: told only when the run is over."""
    cause = CAUSES[state.world.cause]
    return f"It was: {cause.name}. What mends it: {cause.fix}."
