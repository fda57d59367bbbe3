"""The incident as a state machine: `step(state, action)` gives the next state and what happened. No wall clock."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from course_lib.drills.actions import ACTIONS, Action, NotNow, parse
from course_lib.drills.stages import CAUSES, EXHIBITS
from course_lib.drills.state import REPLY_WITHIN, Event, State, advance, begin, learn, mend
from course_lib.drills.world import HORIZON
from course_lib.forms.run import MOST_ACTIONS


def step(state: State, text: str) -> tuple[State, tuple[Event, ...]]:
    """Do one action.

    Parameters
    ----------
    state
        Where the run stands.
    text
        The action, with its argument behind a colon: `"page:legal"`, `"believe:0.8"`.

    Returns
    -------
    State, tuple of Event
        The next state, and what happened on the way.

    Raises
    ------
    NotNow
        If there is no such action, or it is not possible now; the sentence says what is.
    """
    if state.closed:
        raise NotNow("The run is over; debrief it, or begin another.")
    if len(state.log) >= MOST_ACTIONS:
        raise NotNow(f"A run has at most {MOST_ACTIONS} actions, and this one has had them: it is over.")
    action, argument = parse(text, state.world)
    _check(state, action, argument)
    began = replace(state, log=(*state.log, (state.minute, text)))
    minutes = int(argument) if action.name == "wait" else _minutes(action, argument)
    later = advance(began, min(minutes, HORIZON - state.minute))
    done = _apply(later, action, argument)
    if done.minute >= HORIZON and not done.closed:
        done = replace(done, closed=True)
    if done.closed and done.minute < HORIZON:  # what runs goes on running
        rest = advance(done, HORIZON - done.minute)
        done = replace(done, loss=rest.loss, realised=rest.realised)
    return done, tuple(_events(state, done, action, argument))


def _minutes(action: Action, argument: str) -> int:
    return EXHIBITS[argument].minutes if action.name == "look" else action.minutes


def _check(state: State, action: Action, argument: str) -> None:
    """Raise NotNow if the action is not possible."""
    if action.needs and not state.is_there(action.needs):
        raise NotNow(f"{action.says} needs the {action.needs}, who has not joined: page the {action.needs} and wait.")
    if action.name == "look" and argument in {one.partition("=")[0] for one in state.known}:
        raise NotNow(f"You have seen the {argument} already; look at something else.")
    if action.name == "page" and argument in {role for role, _ in state.joined}:
        raise NotNow(f"The {argument} has been paged already.")
    if action.name == "reply" and argument.partition(":")[0] not in state.open_injects():
        waiting = ", ".join(state.open_injects()) or "nothing"
        raise NotNow(f"Nothing called {argument.partition(':')[0]!r} waits for a reply; waiting: {waiting}.")


def _apply(state: State, action: Action, argument: str) -> State:
    """Return the state with what the action brings about once its minutes are over."""
    world = state.world
    if action.cost:
        state = replace(state, loss=state.loss + action.cost, realised=state.realised + action.cost)
    if action.name == "page":
        return replace(state, joined=(*state.joined, (argument, state.minute + world.acknowledges[argument])))
    if action.name == "look":
        return learn(state, argument)
    if action.name == "contain":
        return _contain(state, argument)
    if action.name == "lift":
        # Who lifts acts on what the rate did after the fix, and answers for it.
        return replace(state, factor=1.0, running=0.0, mode="", growing=True, weights=state.posterior)
    if action.name == "roll_back":
        cost = world.rollback_cost
        paid = replace(state, growing=False, loss=state.loss + cost, realised=state.realised + cost)
        return mend(paid, {name for name in world.stage.causes if CAUSES[name].rolls_back})
    if action.name == "fix":
        return mend(state, {argument})
    if action.name == "close":
        return replace(state, closed=True)
    return state


def _contain(state: State, how: str) -> State:
    world = state.world
    ways = {
        "pause": (state.factor, state.running),
        "limit": (world.limit_factor, float(world.limit_cost)),
        "fallback": (world.fallback_factor, float(world.fallback_cost)),
        "switch off": (0.0, float(world.off_cost)),
    }
    factor, running = ways[how]
    return replace(state, growing=False, factor=factor, running=running, mode=state.mode if how == "pause" else how)


def _events(before: State, after: State, action: Action, argument: str) -> Iterator[Event]:
    """Yield what the player is told of a step, in the order of time."""
    world, told = after.world, []
    replied = {text.rpartition(":")[0] for _, text in after.log if text.startswith("reply:")}
    for role, minute in after.joined:
        if before.minute < minute <= after.minute:
            told.append(Event(minute, "joined", f"Joined: {role}."))
    for minute, inject in world.injects:
        if before.minute < minute <= after.minute:
            told.append(Event(minute, "request", f"{inject.name}: {inject.text}"))
        if before.minute < minute + REPLY_WITHIN + 1 <= after.minute and f"reply:{inject.name}" not in replied:
            told.append(Event(minute + REPLY_WITHIN + 1, "lapsed", f"{inject.name}: nobody replied."))
    if action.name == "look":
        exhibit = EXHIBITS[argument]
        found = exhibit.speaks if world.speaks[argument] else exhibit.silent
        told.append(Event(after.minute, "exhibit", f"{argument}: {found}."))
    elif action.name in ("fix", "roll_back"):
        right = world.cause in after.mended
        told.append(
            Event(after.minute, "fix", "The rate falls back to where it was." if right else "The rate does not move.")
        )
    elif action.name == "watch":
        told.append(Event(after.minute, "watch", _watched(after)))
    if after.closed and not before.closed:
        told.append(Event(after.minute, "end", "The incident is closed." if action.name == "close" else "Time is up."))
    yield from sorted(told, key=lambda one: one.minute)


def _watched(state: State) -> str:
    """Return what the rate did: it had doubled, and is back where it was once the cause is gone."""
    times = "1.0" if state.world.cause in state.mended else "2.0"
    return f"Over the period the rate was {times} times its usual level; the limit is 1.2."


def at_end(state: State) -> State:
    """Return the state when time is up: whoever walks away lets it run."""
    return state if state.closed else replace(advance(state, HORIZON - state.minute), closed=True)


def possible(state: State) -> tuple[str, ...]:
    """Return every action that is possible now, in full; beliefs in tenths, waits as they are usually made."""
    return tuple(text for text in _spelled_out(state) if _is_possible(state, text))


def _spelled_out(state: State) -> Iterator[str]:
    for action in ACTIONS.values():
        if action.name == "reply":
            replies = {one.name: one.replies for _, one in state.world.injects}
            yield from (f"reply:{name}:{reply}" for name in state.open_injects() for reply in replies[name])
        else:
            yield from (f"{action.name}:{one}" if one else action.name for one in action.arguments(state.world))


def _is_possible(state: State, text: str) -> bool:
    if state.closed:
        return False
    try:
        _check(state, *parse(text, state.world))
    except NotNow:
        return False
    return True


def play(seed: str, actions: Iterable[str]) -> State:
    """Return the state that a run of actions comes to."""
    state = begin(seed)
    for text in actions:
        state, _ = step(state, text)
    return state


def belief_at(state: State, place: int) -> float:
    """Return the probability of harm at the moment of the action number `place` of the log, by Bayes."""
    return play(state.world.seed, [text for _, text in state.log[:place]]).harm_probability
