"""A run is its seed and its actions: replayed anywhere, it comes to the same state and the same score."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from course_lib.core.case import Case
from course_lib.drills.actions import NotNow
from course_lib.drills.incident import at_end, step
from course_lib.drills.players import PLAYERS, run
from course_lib.drills.scoring import Score, score
from course_lib.drills.state import Event, State, begin

RULES = 1  # raised when a change makes an old run come out otherwise
FULL_MARKS_FROM = 85  # points of the run: a strong hire
BEST, NOTHING = "contain first, full communication", "do nothing"


def seed_of(case: Case) -> str:
    """Return the seed of the incident that goes with a case."""
    return f"incident/{case.code}"


def replay(seed: str, actions: Iterable[str]) -> tuple[State, tuple[Event, ...], tuple[str, ...]]:
    """Return where a run stands, what happened, and the actions that counted; one that was not possible did not."""
    state, events, counted = begin(seed), [], []
    for text in actions:
        try:
            state, told = step(state, text)
        except NotNow:
            continue
        events += told
        counted.append(text)
    return state, tuple(events), tuple(counted)


@lru_cache(maxsize=64)
def line(seed: str, player: str) -> State:
    """Return the finished run of a scripted player on this seed."""
    return run(PLAYERS[player], seed)


def scored(state: State) -> Score:
    """Return the score of a run, against doing nothing and the best line on its own seed."""
    seed = state.world.seed
    return score(at_end(state), nothing=line(seed, NOTHING).loss, best=line(seed, BEST).loss)


def credit(case: Case, actions: Sequence[str]) -> tuple[float, str]:
    """Return the share of the points that a run earns, and one sentence: full marks from 85 of 100."""
    result = scored(replay(seed_of(case), actions)[0])
    parts = ", ".join(f"{name} {result.part(name):.0f} of {most}" for name, most in _PARTS)
    lost = max(result.items, key=lambda one: one.most - one.points)
    return (
        min(1.0, result.total / FULL_MARKS_FROM),
        f"The run is worth {result.total:.0f} of 100: {parts}. Most was lost on {lost.about}. {lost.why}",
    )


_PARTS = (("outcome", 40), ("process", 40), ("justification", 20))
