"""The incident as a state machine: `step(state, action)` gives the next state and what happened. Pure, no wall clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from course_lib.drills.actions import ACTIONS, Action, NotNow, parse
from course_lib.drills.stages import CAUSES, EXHIBITS, GLITCH
from course_lib.drills.world import HORIZON, World, draw_world

_REPLY_WITHIN = 25  # minutes for which an inject waits


@dataclass(frozen=True)
class Event:
    """Something that happened: the minute, what kind, and a sentence."""

    minute: int
    kind: str
    text: str


@dataclass(frozen=True)
class State:
    """Everything about a run. `loss` is expected, given what the exhibits said; `realised` knows the cause.

    `posterior` is what a player can believe by Bayes from exhibits and from whether a fix helped; `weights` is the same
    from exhibits alone. The loss runs on `weights`, so that a fix is worth its chance to help, not its luck; only
    lifting the restrictions rests on what the rate did.
    `exposed` is the share of users on the new version, `factor` what containment leaves of the harm, `running` what
    containment costs an hour. `known` holds what exhibits said, `mended` the causes that are no more, `joined` the
    minute at which a paged role is there, `log` the actions with the minute at which each began.
    """

    world: World
    minute: int = 0
    exposed: float = 0.0
    growing: bool = True
    factor: float = 1.0
    running: float = 0.0
    mode: str = ""
    posterior: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()
    known: tuple[str, ...] = ()
    mended: frozenset[str] = frozenset()
    joined: tuple[tuple[str, int], ...] = ()
    log: tuple[tuple[int, str], ...] = ()
    loss: float = 0.0
    realised: float = 0.0
    closed: bool = False

    @property
    def harm_probability(self) -> float:
        """The probability, by Bayes, that somebody is harmed: that it is not the labels."""
        return 1 - self.posterior[self.world.stage.causes.index(GLITCH)]

    def first(self, *names: str) -> int | None:
        """Return the minute at which one of these actions was first begun (an action's name, or name:argument)."""
        return next((minute for minute, text in self.log if text in names or text.partition(":")[0] in names), None)

    def is_there(self, role: str) -> bool:
        """Say whether a paged role has joined."""
        return any(name == role and minute <= self.minute for name, minute in self.joined)

    def open_injects(self) -> tuple[str, ...]:
        """Return the injects that wait for a reply."""
        replied = {text.split(":")[1] for _, text in self.log if text.startswith("reply:")}
        return tuple(
            one.name
            for minute, one in self.world.injects
            if minute <= self.minute <= minute + _REPLY_WITHIN and one.name not in replied
        )


def begin(seed: str) -> State:
    """Return the state at the alert."""
    world = draw_world(seed)
    return State(world=world, exposed=world.exposed, posterior=world.priors, weights=world.priors)


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
    action, argument = parse(text, state.world)
    _check(state, action, argument)
    began = replace(state, log=(*state.log, (state.minute, text)))
    minutes = int(argument) if action.name == "wait" else _minutes(action, argument)
    later = _advance(began, min(minutes, HORIZON - state.minute))
    done = _apply(later, action, argument)
    if done.minute >= HORIZON and not done.closed:
        done = replace(done, closed=True)
    if done.closed and done.minute < HORIZON:  # what runs goes on running
        rest = _advance(done, HORIZON - done.minute)
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


def _advance(state: State, minutes: int) -> State:
    """Let time pass: exposure grows, expected and realised loss run up."""
    if minutes <= 0:
        return state
    hours = minutes / 60
    grown = min(1.0, state.exposed + state.world.growth * hours) if state.growing else state.exposed
    rising = (grown - state.exposed) / state.world.growth if state.growing else 0.0
    area = (state.exposed + grown) / 2 * rising + grown * (hours - rising)
    rates = [
        loss * (name not in state.mended)
        for name, loss in zip(state.world.stage.causes, state.world.losses, strict=True)
    ]
    expected = sum(rate * share for rate, share in zip(rates, state.weights, strict=True))
    actual = rates[state.world.stage.causes.index(state.world.cause)]
    costs = state.running * hours
    return replace(
        state,
        minute=state.minute + minutes,
        exposed=grown,
        loss=state.loss + expected * area * state.factor + costs,
        realised=state.realised + actual * area * state.factor + costs,
    )


def _apply(state: State, action: Action, argument: str) -> State:
    """Return the state with what the action brings about once its minutes are over."""
    world = state.world
    if action.cost:
        state = replace(state, loss=state.loss + action.cost, realised=state.realised + action.cost)
    if action.name == "page":
        return replace(state, joined=(*state.joined, (argument, state.minute + world.acknowledges[argument])))
    if action.name == "look":
        return _learn(state, argument)
    if action.name == "contain":
        return _contain(state, argument)
    if action.name == "lift":
        # Who lifts acts on what the rate did after the fix, and answers for it.
        return replace(state, factor=1.0, running=0.0, mode="", growing=True, weights=state.posterior)
    if action.name == "roll_back":
        cost = world.rollback_cost
        paid = replace(state, growing=False, loss=state.loss + cost, realised=state.realised + cost)
        return _mend(paid, {name for name in world.stage.causes if CAUSES[name].rolls_back})
    if action.name == "fix":
        return _mend(state, {argument})
    if action.name == "close":
        return replace(state, closed=True)
    return state


def _mend(state: State, causes: set[str]) -> State:
    """Return the state after these causes are no more; whether the rate falls says whether one of them it was."""
    it_was = state.world.cause in causes
    posterior = _bayes(state.posterior, ((name in causes) == it_was for name in state.world.stage.causes))
    return replace(state, mended=state.mended | causes, posterior=posterior)


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


def _learn(state: State, exhibit: str) -> State:
    """Return the state with the exhibit seen, and the beliefs that follow by Bayes."""
    speaks, likely = state.world.speaks[exhibit], state.world.likelihoods[exhibit]
    chances = tuple(chance if speaks else 1 - chance for chance in likely)
    told = f"{exhibit}={'yes' if speaks else 'no'}"
    return replace(
        state,
        known=(*state.known, told),
        posterior=_bayes(state.posterior, chances),
        weights=_bayes(state.weights, chances),
    )


def _bayes(prior: tuple[float, ...], chances: Iterable[float]) -> tuple[float, ...]:
    """Return the posterior of these priors and likelihoods."""
    joint = [share * chance for share, chance in zip(prior, chances, strict=True)]
    total = sum(joint)
    return tuple(one / total for one in joint)


def _mend(state: State, causes: set[str]) -> State:
    """Return the state after these causes are no more; whether the rate falls says whether one of them it was."""
    it_was = state.world.cause in causes
    kept = [
        share * ((name in causes) == it_was)
        for name, share in zip(state.world.stage.causes, state.posterior, strict=True)
    ]
    total = sum(kept)
    return replace(state, mended=state.mended | causes, posterior=tuple(one / total for one in kept))


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


def _learn(state: State, exhibit: str) -> State:
    """Return the state with the exhibit seen, and the beliefs that follow by Bayes."""
    speaks, likely = state.world.speaks[exhibit], state.world.likelihoods[exhibit]
    joint = [prior * (chance if speaks else 1 - chance) for prior, chance in zip(state.posterior, likely, strict=True)]
    total = sum(joint)
    told = f"{exhibit}={'yes' if speaks else 'no'}"
    return replace(state, known=(*state.known, told), posterior=tuple(one / total for one in joint))


def _events(before: State, after: State, action: Action, argument: str) -> Iterator[Event]:
    """Yield what the player is told of a step, in the order of time."""
    world, told = after.world, []
    for role, minute in after.joined:
        if before.minute < minute <= after.minute:
            told.append(Event(minute, "joined", f"The {role} has joined."))
    for minute, inject in world.injects:
        if before.minute < minute <= after.minute:
            told.append(Event(minute, "inject", f"{inject.name}: {inject.text}"))
    if action.name == "look":
        exhibit = EXHIBITS[argument]
        found = exhibit.speaks if world.speaks[argument] else exhibit.silent
        told.append(Event(after.minute, "exhibit", f"{argument}: {found}."))
    elif action.name in ("fix", "roll_back"):
        right = world.cause in after.mended
        told.append(
            Event(after.minute, "fix", "The rate falls back to where it was." if right else "The rate does not move.")
        )
    if after.closed and not before.closed:
        told.append(Event(after.minute, "end", "The incident is closed." if action.name == "close" else "Time is up."))
    yield from sorted(told, key=lambda one: one.minute)


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


def play(seed: str, actions: "tuple[str, ...] | list[str]") -> State:
    """Return the state that a run of actions comes to."""
    state = begin(seed)
    for text in actions:
        state, _ = step(state, text)
    return state
