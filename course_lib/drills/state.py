"""Where an incident stands: everything about a run, and how time and evidence change it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from course_lib.drills.stages import GLITCH
from course_lib.drills.world import HORIZON, World, draw_world

REPLY_WITHIN = 25  # minutes for which an inject waits


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

    @property
    def ended(self) -> int:
        """The minute at which the incident was closed, or time was up."""
        closed = self.first("close")
        return HORIZON if closed is None else closed

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
            if minute <= self.minute <= minute + REPLY_WITHIN and one.name not in replied
        )


def begin(seed: str) -> State:
    """Return the state at the alert."""
    world = draw_world(seed)
    return State(world=world, exposed=world.exposed, posterior=world.priors, weights=world.priors)


def advance(state: State, minutes: int) -> State:
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


def learn(state: State, exhibit: str) -> State:
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


def mend(state: State, causes: set[str]) -> State:
    """Return the state after these causes are no more; whether the rate falls says whether one of them it was."""
    it_was = state.world.cause in causes
    posterior = _bayes(state.posterior, ((name in causes) == it_was for name in state.world.stage.causes))
    return replace(state, mended=state.mended | causes, posterior=posterior)
