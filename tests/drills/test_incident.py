"""The incident: its arithmetic by another route, its refusals, its replay."""

import json
import os
import subprocess
import sys
from itertools import product

import pytest

from course_lib.drills.actions import ACTIONS, NotNow
from course_lib.drills.incident import at_end, possible, step
from course_lib.drills.keys.players import PLAYERS, run
from course_lib.drills.replay import replay, scored
from course_lib.drills.stages import CAUSES, EXHIBITS, GLITCH, STAGES
from course_lib.drills.state import State, begin
from course_lib.drills.world import HORIZON, INNOCENT, draw_world
from course_lib.forms.run import MOST_ACTIONS

OPENING = ("page:incident commander", "page:engineer", "wait:6")
REPLAY = """
import json, sys
from course_lib.drills.replay import replay, scored
runs = json.load(sys.stdin)
states = [replay(seed, actions)[0] for seed, actions in runs]
print(json.dumps([[scored(one).total, one.loss, one.minute] for one in states]))
"""


def played(seed: str, *actions: str) -> State:
    state = begin(seed)
    for text in actions:
        state, _ = step(state, text)
    return state


def test_every_family_of_incidents_comes_up_and_one_in_five_worlds_is_innocent():
    worlds = [draw_world(f"seed {i}") for i in range(2_000)]
    assert {one.cause for one in worlds} == set(CAUSES)
    assert len(CAUSES) >= 6
    assert {one.stage.name for one in worlds} == {stage.name for stage in STAGES}
    innocent = sum(one.cause == GLITCH for one in worlds) / len(worlds)
    assert innocent == pytest.approx(INNOCENT, abs=0.03)
    for one in worlds[:200]:
        assert sum(one.priors) == pytest.approx(1)
        assert one.priors[one.stage.causes.index(GLITCH)] == INNOCENT
        assert len(one.injects) == len({inject.name for _, inject in one.injects}) == 7
        assert [minute for minute, _ in one.injects] == sorted(minute for minute, _ in one.injects)


def test_exhibits_speak_as_often_as_they_say():
    worlds = [draw_world(f"exhibit {i}") for i in range(3_000)]
    for name, exhibit in EXHIBITS.items():
        for cause in CAUSES:
            said = [one.speaks[name] for one in worlds if one.cause == cause and name in one.speaks]
            if len(said) > 150:
                assert sum(said) / len(said) == pytest.approx(exhibit.likely.get(cause, exhibit.otherwise), abs=0.08)


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_beliefs_are_bayes_over_the_joint_table(seed):
    state = played(seed, *OPENING, *(f"look:{name}" for name in draw_world(seed).stage.exhibits))
    world = state.world
    weights = []
    for place in range(len(world.stage.causes)):
        weight = world.priors[place]
        for name in world.stage.exhibits:
            chance = world.likelihoods[name][place]
            weight *= chance if world.speaks[name] else 1 - chance
        weights.append(weight)
    assert state.posterior == pytest.approx([one / sum(weights) for one in weights])
    assert state.harm_probability == pytest.approx(1 - state.posterior[world.stage.causes.index(GLITCH)])


@pytest.mark.parametrize(("seed", "way"), [*product("abc", ["pause", "limit", "fallback", "switch off"])])
def test_the_loss_is_the_sum_over_small_steps_of_time(seed, way):
    state = at_end(played(seed, *OPENING, f"contain:{way}", "wait:60"))
    world, loss = state.world, 0.0
    contained = state.first(f"contain:{way}") + ACTIONS["contain"].minutes
    factor = {"pause": 1, "limit": world.limit_factor, "fallback": world.fallback_factor, "switch off": 0}[way]
    cost = {"pause": 0, "limit": world.limit_cost, "fallback": world.fallback_cost, "switch off": world.off_cost}[way]
    an_hour = sum(prior * rate for prior, rate in zip(world.priors, world.losses, strict=True))
    steps = 100
    for i in range(HORIZON * steps):
        minute = (i + 0.5) / steps
        exposed = min(1, world.exposed + world.growth * min(minute, contained) / 60)
        inside = minute >= contained
        loss += (an_hour * exposed * (factor if inside else 1) + cost * inside) / 60 / steps
    assert state.loss == pytest.approx(loss, rel=1e-3)


def test_a_fix_is_worth_its_chance_and_tells_whether_it_helped():
    for seed in (f"fix {i}" for i in range(40)):
        cause = draw_world(seed).stage.causes[0]
        before = played(seed, *OPENING)
        after, events = step(before, f"fix:{cause}")
        place = after.world.stage.causes.index(cause)
        assert after.weights == before.weights  # whether it helped was luck
        assert after.posterior[place] == (1 if cause == after.world.cause else 0)
        told = next(event.text for event in events if event.kind == "fix")
        assert ("falls back" in told) == (cause == after.world.cause)


def test_nothing_is_possible_that_is_refused_and_the_other_way_round():
    states = [played("p", *OPENING[:count]) for count in range(4)]
    states.append(played("p", *OPENING, "look:label audit", "contain:limit", "wait:60", "wait:60"))
    for state in states:
        for text in possible(state):
            assert step(state, text)[0].log[-1] == (state.minute, text)
    assert "look:label audit" not in possible(states[0])


@pytest.mark.parametrize(
    ("actions", "text", "says"),
    [
        ((), "dance", "'dance' is no action here; there are: declare, page,"),
        ((), "page:mother", "'page:mother' is not possible: page takes incident commander, engineer"),
        ((), "look:label audit", "needs the engineer, who has not joined: page the engineer and wait."),
        (("page:engineer",), "page:engineer", "The engineer has been paged already."),
        (OPENING, "reply:journalist:refer", "Nothing called 'journalist' waits for a reply; waiting:"),
        ((*OPENING, "look:label audit"), "look:label audit", "You have seen the label audit already"),
        ((), "believe:1.2", "'believe:1.2' is not possible: believe takes 0.0, 0.1"),
        ((), "believe:nan", "'believe:nan' is not possible"),
        ((), "wait:61", "'wait:61' is not possible: wait takes 5, 15, 30."),
        ((), "wait:0", "'wait:0' is not possible"),
        ((), 7, "'7' is no action here"),
        (("close",), "update", "The run is over"),
    ],
)
def test_what_is_not_possible_is_one_sentence_and_costs_no_time(actions, text, says):
    seed = next(f"j{i}" for i in range(99) if "journalist" in {one.name for _, one in draw_world(f"j{i}").injects})
    state = played(seed, *actions)
    with pytest.raises(NotNow, match=r".+\.$") as refused:
        step(state, text)
    assert says in str(refused.value)
    assert replay(seed, [*actions, text])[0] == state


def test_a_run_ends_after_its_last_action():
    state = begin("long")
    for _ in range(MOST_ACTIONS):
        state, _ = step(state, "believe:0.5")
    with pytest.raises(NotNow, match=f"at most {MOST_ACTIONS} actions"):
        step(state, "update")
    assert at_end(state).minute == HORIZON


def test_replay_is_the_same_in_another_process_with_another_hash_seed():
    runs = [(f"replay {i}", [text for _, text in run(player, f"replay {i}").log])
            for i, player in zip(range(400), [*PLAYERS.values()] * 31, strict=False)]  # fmt: skip
    here = [replay(seed, actions)[0] for seed, actions in runs]
    expected = [[scored(one).total, one.loss, one.minute] for one in here]
    for hash_seed in ("1", "77"):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        command = [sys.executable, "-c", REPLAY]
        done = subprocess.run(
            command, input=json.dumps(runs), capture_output=True, text=True, check=True, env=environment
        )
        assert json.loads(done.stdout) == expected
