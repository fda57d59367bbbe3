"""Scripted players: who the score is measured on. They see what a person sees, and decide by a fixed habit."""

import random
from collections.abc import Callable
from contextlib import suppress

from course_lib.drills.actions import NotNow
from course_lib.drills.incident import at_end, possible, step
from course_lib.drills.keys.habits import (
    Line,
    Now,
    cite,
    harmful_reply,
    likely_cause,
    name_cause,
    next_look,
    reply_to_all,
    right_reply,
    state_belief,
    tend,
    wait_for,
    weak_reply,
)
from course_lib.drills.state import State, begin
from course_lib.drills.world import HORIZON, World, streams_of
from course_lib.forms.run import MOST_ACTIONS

Player = Callable[[Now], Line]


def run(player: Player, seed: str) -> State:
    """Let a player play the incident of a seed to its end; what is not possible when it comes up is left out."""
    now = [begin(seed)]
    for text in player(lambda: now[0]):
        if now[0].closed or len(now[0].log) == MOST_ACTIONS:
            break
        with suppress(NotNow):
            now[0], _ = step(now[0], text)
    return at_end(now[0])


# --------------------------------------------------------------------------------------------------------- the players


def contain_first(now: Now, *, talk: bool = True) -> Line:
    """Page, declare, contain, tell; then look, fix, watch and close."""
    last = [0]
    yield from ("page:incident commander", "page:engineer", f"declare:{now().world.severity}")
    yield from wait_for(now, "incident commander")
    yield state_belief(now())
    yield "contain:fallback"
    if talk:
        yield from ("update", "page:legal", "page:communications", "page:sponsor")
        last[0] = now().minute
    yield from wait_for(now, "engineer")
    yield "keep evidence"
    yield from tend(now, last, talk=talk)
    yield from _find(now, last, talk=talk)
    if talk and now().first("notice") is None:
        yield "notice"
    yield from tend(now, last, talk=talk)
    yield from _mend_and_close(now, last, talk=talk)


def _find(now: Now, last: list[int], *, talk: bool) -> Line:
    """Look until the cause is likely enough, or everything is seen."""
    while max(now().posterior) < 0.9 and (exhibit := next_look(now())):
        yield f"look:{exhibit}"
        yield from tend(now, last, talk=talk)
        if talk and now().minute >= 40 and now().first("notice") is None:
            yield "notice"


def _mend_and_close(now: Now, last: list[int], *, talk: bool) -> Line:
    """Fix what is most likely until the rate falls, watch, lift, say what it was, close."""
    tried: set[str] = set()
    while now().minute < HORIZON - 60 and now().world.cause not in now().mended:
        cause = likely_cause(now())
        if cause in tried:
            break
        tried.add(cause)
        yield from (state_belief(now()), name_cause(now()), cite(now()))
        yield f"fix:{cause}"
        yield from tend(now, last, talk=talk)
    mended = now().world.cause in now().mended  # the rate is back: everybody sees that
    yield "watch"
    yield from tend(now, last, talk=talk)
    if mended:
        yield "lift"
    while now().minute < 175 and any(minute > now().minute for minute, _ in now().world.injects):
        yield "wait:10"
        yield from tend(now, last, talk=talk)
    yield from (state_belief(now()), name_cause(now()), cite(now()), "update")
    if mended:
        yield "close"


def contain_first_silent(now: Now) -> Line:
    """Do the same without a word to anybody."""
    yield from contain_first(now, talk=False)


def legal_first(now: Now) -> Line:
    """Wait for the lawyers before anything is touched."""
    yield from ("page:legal", "page:sponsor", "wait:30", "declare:1")
    yield from contain_first(now)


def sponsor_first(now: Now) -> Line:
    """Ask the top for a decision, then do as told: limit, and wait for orders."""
    yield from ("page:sponsor", "page:communications", "wait:20", "page:incident commander", "page:engineer")
    yield from wait_for(now, "incident commander")
    yield from ("contain:limit", "declare:2", "update")
    for _ in range(7):
        yield "wait:25"
        yield from reply_to_all(now, weak_reply)
    yield "close"


def root_cause_first(now: Now) -> Line:
    """Look at everything, fix it, and only then think of those who are harmed meanwhile."""
    last = [0]
    yield "page:engineer"
    yield from wait_for(now, "engineer")
    while exhibit := next_look(now()):
        yield f"look:{exhibit}"
    yield from (state_belief(now()), name_cause(now()), f"fix:{likely_cause(now())}")
    yield from tend(now, last, talk=False)
    yield from ("page:incident commander", f"declare:{now().world.severity}", "update", "watch", "close")


def panic_rollback(now: Now) -> Line:
    """Roll back at once, ask nobody, say that it is over."""
    yield "page:engineer"
    yield from wait_for(now, "engineer")
    yield from ("roll_back", "believe:1.0", "close")


def switch_everything_off(now: Now) -> Line:
    """Turn it off and leave it off."""
    yield from ("page:incident commander", "declare:1")
    yield from wait_for(now, "incident commander")
    yield "contain:switch off"
    for _ in range(8):
        yield "wait:25"
        yield from reply_to_all(now, weak_reply)
    yield "close"


def wait_and_see(now: Now) -> Line:
    """Give it an hour: perhaps it goes away."""
    yield "wait:60"
    yield from contain_first(now)


def pleaser(now: Now) -> Line:
    """Do what the last caller wanted."""
    yield from ("page:incident commander", "declare:3")
    yield from wait_for(now, "incident commander")
    yield "contain:pause"
    for _ in range(14):
        yield "wait:15"
        if now().open_injects():
            yield from reply_to_all(now, harmful_reply)
            yield "lift"
    yield "close"


def talker(now: Now) -> Line:
    """Update everybody all the time; touch nothing."""
    yield from ("declare:1", *(f"page:{role}" for role in ("legal", "communications", "sponsor", "incident commander")))
    yield from ("wait:6", "notice", "start clock")
    for _ in range(9):
        yield from ("update", "wait:20")
        yield from reply_to_all(now, right_reply)
    yield "close"


def do_nothing(now: Now) -> Line:
    """Let it run."""
    yield from ()


def random_actions(now: Now) -> Line:
    """Do anything that is possible, closing left out until late."""
    rng = _rng(now().world, "random")
    while not now().closed:
        choices = [one for one in possible(now()) if one != "close" or now().minute > 180]
        yield rng.choice(choices)


def random_kinds(now: Now) -> Line:
    """Choose a kind of action first, then its argument: fewer beliefs, more deeds."""
    rng = _rng(now().world, "random kinds")
    while not now().closed:
        choices = [one for one in possible(now()) if one != "close" or now().minute > 120]
        kind = rng.choice(sorted({one.partition(":")[0] for one in choices}))
        yield rng.choice([one for one in choices if one.partition(":")[0] == kind])


def _rng(world: World, name: str) -> random.Random:
    return streams_of(f"{world.seed}/player").rng(name)


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
