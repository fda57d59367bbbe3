"""A run step by step: what was done, what came of it, and how the expected loss ran up."""

from dataclasses import dataclass

from course_lib.drills.incident import step
from course_lib.drills.state import Event, State, advance, begin
from course_lib.drills.world import HORIZON, World

_EVERY = 10  # minutes between two points of a curve


@dataclass(frozen=True)
class Moment:
    """One action of a run: the state before it and after it, and what the player was told on the way."""

    text: str
    before: State
    after: State
    events: tuple[Event, ...]


def moments(state: State) -> tuple[Moment, ...]:
    """Return the steps of a run, in order."""
    now, found = begin(state.world.seed), []
    for _, text in state.log:
        later, events = step(now, text)
        found.append(Moment(text, now, later, events))
        now = later
    return tuple(found)


def curve(state: State) -> list[State]:
    """Return the run at every action and every ten minutes between; what is closed runs on until time is up."""
    points = [begin(state.world.seed)]
    for one in moments(state):
        points += [*_between(one.before, one.after.minute), one.after]
        if one.after.closed and one.after.minute < HORIZON:  # its loss is that of the whole time already
            open_still = advance(one.before, one.after.minute - one.before.minute)
            points[-1:] = [open_still, *_between(open_still, HORIZON), advance(open_still, HORIZON - open_still.minute)]
    if state.closed and points[-1].minute < HORIZON:
        points += [*_between(points[-1], HORIZON), state]
    return points


def untouched(world: World) -> list[State]:
    """Return the same incident with nothing done, from the alert until time is up."""
    start = begin(world.seed)
    return [start, *_between(start, HORIZON), advance(start, HORIZON)]


def _between(state: State, until: int) -> list[State]:
    """Return the states every ten minutes after this one and before a minute, if nothing is done."""
    return [advance(state, minutes) for minutes in range(_EVERY, until - state.minute, _EVERY)]
