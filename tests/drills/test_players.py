"""The bars that the score itself must meet, over many seeds."""

import os
import time

import pytest

from course_lib.drills.incident import step
from course_lib.drills.keys.incident_run import FULL_MARKS_FROM
from course_lib.drills.keys.players import PLAYERS
from course_lib.drills.keys.table import Row, as_markdown, table
from course_lib.drills.replay import BEST, NOTHING, line, scored
from course_lib.drills.state import begin

SEEDS = min(400, int(os.environ.get("CLOSED_LOOP_TEST_SEEDS", "400")))
FIXED = 3.0  # standard deviation of a player with a fixed habit
BY_LUCK = {"root cause first", "random actions", "random kinds of action"}  # what they find decides what they do


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.player: row for row in table(f"bar {i}" for i in range(SEEDS))}


def test_there_are_ten_players_and_more(rows):
    assert len(rows) == len(PLAYERS) >= 10


def test_the_best_line_reaches_ninety_and_nobody_beats_it(rows):
    assert rows[BEST].mean >= 90
    assert all(row.beaten >= 0.95 for name, row in rows.items() if name != BEST)


def test_panic_and_chance_stay_below_forty_and_nothing_below_ten(rows):
    assert all(rows[name].mean <= 40 for name in ("panic roll-back", "random actions", "random kinds of action"))
    assert rows[NOTHING].mean <= 10


def test_the_best_line_always_earns_full_marks():
    assert all(scored(line(f"full {i}", BEST)).total >= FULL_MARKS_FROM for i in range(SEEDS))


def test_a_step_is_fast():
    actions = ("page:incident commander", "page:engineer", "declare:1", "wait:6", "contain:limit", "update", "wait:5")
    states = [begin(f"fast {i}") for i in range(300)]
    began = time.perf_counter()
    for state in states:
        for text in actions:
            state, _ = step(state, text)
    assert len(states) * len(actions) / (time.perf_counter() - began) > 5_000  # alone on a machine: over 20,000


def test_the_table_is_printed(rows):
    assert as_markdown(rows.values()).count("\n") == len(PLAYERS) + 1


def test_a_fixed_habit_is_not_scored_by_luck(rows):
    spread = {name: row.deviation for name, row in rows.items() if name not in BY_LUCK}
    assert max(spread.values()) <= FIXED + 0.5  # "wait an hour" lies a little above the bar of three
    assert sum(one <= FIXED for one in spread.values()) >= len(spread) - 1
