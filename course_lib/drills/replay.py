"""A run is its seed and its actions: replayed anywhere, it comes to the same state and the same score."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec

from course_lib.core.case import Case
from course_lib.drills.actions import NotNow
from course_lib.drills.incident import at_end, step
from course_lib.drills.scoring import Score, score
from course_lib.drills.state import Event, State, begin

RULES = 2  # raised when a change makes an old run come out otherwise
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


def can_judge() -> bool:
    """Say whether the scripted players are installed; a sealed build has none, and only records runs."""
    return find_spec("course_lib.drills.keys") is not None


@lru_cache(maxsize=64)
def line(seed: str, player: str) -> State:
    """Return the finished run of a scripted player on this seed."""
    if player == NOTHING:
        return at_end(begin(seed))
    from course_lib.drills.keys.players import PLAYERS, run  # not installed in a sealed build

    return run(PLAYERS[player], seed)


def scored(state: State) -> Score:
    """Return the score of a run, against doing nothing and the best line on its own seed."""
    seed = state.world.seed
    return score(at_end(state), nothing=line(seed, NOTHING).loss, best=line(seed, BEST).loss)
