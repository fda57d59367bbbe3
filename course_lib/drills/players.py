"""Scripted players: who the score is measured on. They see what a person sees, and decide by a fixed habit."""

import random
from collections.abc import Callable, Iterator

from course_lib.core.case import Streams
from course_lib.drills.actions import UNKNOWN, parse
from course_lib.drills.incident import State, begin, possible, step
from course_lib.drills.injects import Inject
from course_lib.drills.stages import CAUSES, EXHIBITS, GLITCH
from course_lib.drills.world import HORIZON, World, streams_of

Line = Iterator[str]
Player = Callable[[Callable[[], State]], Line]
_SURE = 0.7


def run(player: Player, seed: str) -> State:
    """Let a player play the incident of a seed to its end; what is not possible when it comes up is left out."""
    now = [begin(seed)]
    for text in player(lambda: now[0]):
        if now[0].closed:
            break
        if text in possible(now[0]) or _fits(now[0], text):
            now[0], _ = step(now[0], text)
    while not now[0].closed:
        now[0], _ = step(now[0], "wait:60")
    return now[0]


def _fits(state: State, text: str) -> bool:
    return text.partition(":")[0] in ("believe", "cite", "wait") and parse(text, state.world) is not None


# ------------------------------------------------------------------------------------------------ what players share


def _cause(state: State) -> str:
    """Return the cause that is most likely by now."""
    return max(zip(state.posterior, state.world.stage.causes, strict=True))[1]


def _believed(state: State) -> str:
    return f"believe:{state.harm_probability:.2f}"


def _named(state: State) -> str:
    return f"name:{_cause(state) if max(state.posterior) >= _SURE else UNKNOWN}"


def _next_look(state: State) -> str | None:
    """Return the exhibit that tells most on average per minute: its expected gain in certainty."""
    seen = {one.partition("=")[0] for one in state.known}
    left = [name for name in state.world.stage.exhibits if name not in seen]
    return max(left, key=lambda name: _gain(state, name) / EXHIBITS[name].minutes, default=None)


def _gain(state: State, exhibit: str) -> float:
    likely = state.world.likelihoods[exhibit]
    yes = [prior * chance for prior, chance in zip(state.posterior, likely, strict=True)]
    no = [prior - one for prior, one in zip(state.posterior, yes, strict=True)]
    return max(yes) + max(no) - max(state.posterior)


def _cited(state: State) -> str:
    """Return the citation of the exhibits that speak most for or against the cause that is named."""
    cause = state.world.stage.causes.index(_cause(state))

    def weight(known: str) -> float:
        name, _, said = known.partition("=")
        chances = [p if said == "yes" else 1 - p for p in state.world.likelihoods[name]]
        others = [p for i, p in enumerate(chances) if i != cause]
        return chances[cause] / (sum(others) / len(others))

    names = [known.partition("=")[0] for known in sorted(state.known, key=weight, reverse=True)]
    return f"cite:{','.join(names[:2])}" if names else ""


def _replies(now: Callable[[], State], which: Callable[[Inject], str]) -> Line:
    """Yield a reply to everything that waits."""
    injects = {one.name: one for _, one in now().world.injects}
    for name in now().open_injects():
        yield f"reply:{name}:{which(injects[name])}"


def _right(inject: Inject) -> str:
    return inject.right


def _harmful(inject: Inject) -> str:
    return inject.harms


def _weak(inject: Inject) -> str:
    return next(one for one in inject.replies if one not in (inject.right, inject.harms))


def _tend(
    now: Callable[[], State], last: list[int], *, talk: bool = True, which: Callable[[Inject], str] = _right
) -> Line:
    """Yield what is due between two steps: replies, the clock if it was triggered, the status update."""
    yield from _replies(now, which)
    if not talk:
        return
    trigger = now().world.trigger
    if trigger and trigger[0] <= now().minute and now().first("start clock") is None:
        yield "start clock"
    if now().minute - last[0] >= 22:
        last[0] = now().minute
        yield "update"


# --------------------------------------------------------------------------------------------------------- the players


def contain_first(now: Callable[[], State], *, talk: bool = True) -> Line:
    """Page, declare, contain, tell; then look, fix, watch and close."""
    last = [0]
    yield from ("page:incident commander", "page:engineer", f"declare:{now().world.severity}")
    yield from _wait_for(now, "incident commander")
    yield _believed(now())
    yield "contain:fallback"
    if talk:
        yield from ("update", "page:legal", "page:communications", "page:sponsor")
        last[0] = now().minute
    yield from _wait_for(now, "engineer")
    yield "keep evidence"
    yield from _tend(now, last, talk=talk)
    yield from _find(now, last, talk=talk)
    if talk:
        yield "notice"
    yield from _tend(now, last, talk=talk)
    yield from _mend_and_close(now, last, talk=talk)


def _find(now: Callable[[], State], last: list[int], *, talk: bool) -> Line:
    """Look until the cause is likely enough, or everything is seen."""
    while max(now().posterior) < 0.9 and (exhibit := _next_look(now())):
        yield f"look:{exhibit}"
        yield from _tend(now, last, talk=talk)
        if talk and now().minute >= 40 and now().first("notice") is None:
            yield "notice"


def _mend_and_close(now: Callable[[], State], last: list[int], *, talk: bool) -> Line:
    """Fix what is most likely until the rate falls, watch, lift, say what it was, close."""
    tried: set[str] = set()
    while now().minute < HORIZON - 60 and now().world.cause not in now().mended:
        cause = _cause(now())
        if cause in tried:
            break
        tried.add(cause)
        yield from (_believed(now()), _named(now()), _cited(now()))
        yield f"fix:{cause}"
        yield from _tend(now, last, talk=talk)
    yield "watch"
    yield from _tend(now, last, talk=talk)
    yield "lift"
    while now().minute < 175 and any(minute > now().minute for minute, _ in now().world.injects):
        yield "wait:10"
        yield from _tend(now, last, talk=talk)
    yield from (_believed(now()), _named(now()), "update", "close")


def _wait_for(now: Callable[[], State], role: str) -> Line:
    for _ in range(12):
        if now().is_there(role):
            return
        yield "wait:1"


def contain_first_silent(now: Callable[[], State]) -> Line:
    """The same without a word to anybody."""
    yield from contain_first(now, talk=False)


def legal_first(now: Callable[[], State]) -> Line:
    """Wait for the lawyers before anything is touched."""
    yield from ("page:legal", "page:sponsor", "wait:30", "declare:1")
    yield from contain_first(now)


def sponsor_first(now: Callable[[], State]) -> Line:
    """Ask the top for a decision, then do as told: limit, and wait for orders."""
    yield from ("page:sponsor", "page:communications", "wait:20", "page:incident commander", "page:engineer")
    yield from _wait_for(now, "incident commander")
    yield from ("contain:limit", "declare:2", "update")
    for _ in range(7):
        yield "wait:25"
        yield from _replies(now, _weak)
    yield "close"


def root_cause_first(now: Callable[[], State]) -> Line:
    """Look at everything, fix it, and only then think of those who are harmed meanwhile."""
    last = [0]
    yield "page:engineer"
    yield from _wait_for(now, "engineer")
    while exhibit := _next_look(now()):
        yield f"look:{exhibit}"
    yield from (_believed(now()), _named(now()), f"fix:{_cause(now())}")
    yield from _tend(now, last, talk=False)
    yield from ("page:incident commander", f"declare:{now().world.severity}", "update", "watch", "close")


def panic_rollback(now: Callable[[], State]) -> Line:
    """Roll back at once, ask nobody, say that it is over."""
    yield "page:engineer"
    yield from _wait_for(now, "engineer")
    yield from ("roll_back", "believe:1.0", "close")


def switch_everything_off(now: Callable[[], State]) -> Line:
    """Turn it off and leave it off."""
    yield from ("page:incident commander", "declare:1")
    yield from _wait_for(now, "incident commander")
    yield "contain:switch off"
    for _ in range(8):
        yield "wait:25"
        yield from _replies(now, _weak)
    yield "close"


def wait_and_see(now: Callable[[], State]) -> Line:
    """Give it an hour: perhaps it goes away."""
    yield "wait:60"
    yield from contain_first(now)


def pleaser(now: Callable[[], State]) -> Line:
    """Do what the last caller wanted."""
    yield from ("page:incident commander", "declare:3")
    yield from _wait_for(now, "incident commander")
    yield "contain:pause"
    for _ in range(14):
        yield "wait:15"
        if now().open_injects():
            yield from _replies(now, _harmful)
            yield "lift"
    yield "close"


def talker(now: Callable[[], State]) -> Line:
    """Update everybody all the time; touch nothing."""
    yield from ("declare:1", *(f"page:{role}" for role in ("legal", "communications", "sponsor", "incident commander")))
    yield from ("wait:6", "notice", "start clock")
    for _ in range(9):
        yield from ("update", "wait:20")
        yield from _replies(now, _right)
    yield "close"


def do_nothing(now: Callable[[], State]) -> Line:
    """Let it run."""
    yield from ()


def random_actions(now: Callable[[], State]) -> Line:
    """Do anything that is possible, closing left out until late."""
    rng = _rng(now().world, "random")
    while not now().closed:
        choices = [one for one in possible(now()) if one != "close" or now().minute > 180]
        yield rng.choice(choices)


def random_kinds(now: Callable[[], State]) -> Line:
    """Choose a kind of action first, then its argument: fewer beliefs, more deeds."""
    rng = _rng(now().world, "random kinds")
    while not now().closed:
        choices = [one for one in possible(now()) if one != "close" or now().minute > 120]
        kind = rng.choice(sorted({one.partition(":")[0] for one in choices}))
        yield rng.choice([one for one in choices if one.partition(":")[0] == kind])


def _rng(world: World, name: str) -> random.Random:
    streams: Streams = streams_of(f"{world.seed}/player")
    return streams.rng(name)


PLAYERS: dict[str, Player] = {
    "contain first, full communication": contain_first,
    "contain first, no communication": contain_first_silent,
    "wait an hour, then contain": wait_and_see,
    "legal first": legal_first,
    "sponsor first": sponsor_first,
    "switch everything off": switch_everything_off,
    "root cause first": root_cause_first,
    "talk, touch nothing": talker,
    "panic roll-back": panic_rollback,
    "please the last caller": pleaser,
    "random actions": random_actions,
    "random kinds of action": random_kinds,
    "do nothing": do_nothing,
}
__all__ = ["CAUSES", "GLITCH", "PLAYERS", "Player", "run"]
