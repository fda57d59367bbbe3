"""The incident run as a graded question: what is handed in, what is refused, and the pages that come of it."""

import json
import subprocess
import sys

import pytest

from course_lib import open_case
from course_lib.core.grading import grade
from course_lib.drills.clocks import legal_clock
from course_lib.drills.keys.incident_run import FULL_MARKS_FROM, incident_run
from course_lib.drills.keys.players import PLAYERS, run
from course_lib.drills.replay import scored, seed_of
from course_lib.drills.runlog import hand_in
from course_lib.drills.world import draw_world
from course_lib.units import draw_for, load_unit, without_keys

UNIT = "09_incident_command"


@pytest.fixture(scope="module")
def case():
    return draw_for(load_unit(UNIT), "ada")


def handed(case, player):
    state = run(PLAYERS[player], seed_of(case))
    return hand_in(case.code, seed_of(case), [text for _, text in state.log]), scored(state).total


@pytest.mark.parametrize("player", [name for name in PLAYERS if name != "do nothing"])
def test_the_credit_is_the_score_in_proportion(case, player):
    lines, total = handed(case, player)
    result = grade(incident_run, lines, case)
    assert result.credit == pytest.approx(min(1, total / FULL_MARKS_FROM))
    assert f"worth {total:.0f} of 100: outcome " in result.sentence
    assert result.kind == ("right" if total >= FULL_MARKS_FROM else "partly" if total else "not yet")


def test_a_run_without_actions_earns_nothing(case):
    assert grade(incident_run, hand_in(case.code, seed_of(case), ()), case).credit == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: lines[1:], "The first line does not say whose run this is."),
        (lambda lines: [lines[0].replace("case ", "case x"), *lines[1:]], "This run belongs to another case."),
        (lambda lines: [lines[0].replace("rules 2", "rules 1"), *lines[1:]], "other rules of the simulation"),
        (lambda lines: [*lines[:-1], lines[-1] + " "], "This run was changed after it was written."),
        (lambda lines: lines[:-1], "This run was changed after it was written."),
        (lambda lines: lines[:2] + lines[3:2:-1] + lines[4:], "This run was changed after it was written."),
    ],
)
def test_what_is_not_this_run_is_refused_with_the_reason(case, change, says):
    result = grade(incident_run, change(handed(case, "legal first")[0]), case)
    assert (result.kind, result.credit) == ("not yet", 0)
    assert says in result.sentence


@pytest.mark.parametrize("answer", ["page:engineer", 7, [1, 2], {"actions": []}, [["page:engineer"]]])
def test_what_is_no_list_of_text_is_malformed(case, answer):
    result = grade(incident_run, answer, case)
    assert result.kind == "malformed"
    assert "drill.hand_in()" in result.sentence


def test_actions_that_were_not_possible_are_counted_in_the_sentence(case):
    lines = hand_in(case.code, seed_of(case), ("contain:fallback", "look:label audit", "declare:1"))
    assert "2 actions were not possible" in grade(incident_run, lines, case).sentence


def test_a_sealed_build_records_the_run_and_says_no_more(case, tmp_path):
    question = without_keys(load_unit(UNIT)).question("incident_run")
    assert grade(question, incident_run.answer(case), case).kind == "recorded"
    assert grade(question, "a run", case).kind == "malformed"


def test_played_by_hand_handed_in_and_taken_away(tmp_path, monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(tmp_path))
    opened = open_case(UNIT, learner="ada")
    drill = opened.drill()
    for _, text in run(PLAYERS["contain first, full communication"], drill.seed).log:
        drill.act(text)
    assert f"incident_run = {drill.hand_in()!r}" in repr(drill.debrief())
    assert opened.check(incident_run=drill.hand_in()).kind == "right"
    assert "[…]" not in repr(opened.strong_answer("incident"))
    opened.write_portfolio()
    pages = {path.name: path.read_text() for path in (tmp_path / "portfolio" / UNIT).glob("incident_*.md")}
    assert set(pages) == {"incident_decision_log.md", "incident_first_notice.md", "incident_post_mortem.md"}
    assert not [name for name, text in pages.items() if "[open]" in text or "{incident_run" in text]
    assert "| contained: fallback |" in pages["incident_decision_log.md"]
    assert drill.state.world.stage.fallback in pages["incident_first_notice.md"]
    assert "What mends it:" in pages["incident_post_mortem.md"]


def test_the_clock_is_what_the_law_says_of_the_report():
    seeds = {draw_world(f"clock {i}").stage.name: f"clock {i}" for i in range(30)}
    told = {name: " ".join(legal_clock(draw_world(seed))) for name, seed in seeds.items()}
    assert told["credit decisions"] == ""
    minute = draw_world(seeds["support assistant"]).trigger[0]
    assert f"by 2026-12-04 {9 + minute // 60:02d}:{minute % 60:02d} UTC [GDPR-003]" in told["support assistant"]
    assert "Not owed: AI Act Art. 73: the system is under the sector's own law" in told["driver assistance"]


def test_the_same_marks_in_another_process(case):
    lines = handed(case, "root cause first")[0]
    program = (
        "import json, sys; from course_lib.units import load_unit, draw_for; from course_lib.core.grading import grade;"
        f"unit = load_unit('{UNIT}'); case = draw_for(unit, 'ada');"
        "print(grade(unit.question('incident_run'), json.load(sys.stdin), case).credit)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PATH": "", "PYTHONPATH": ":".join(sys.path)},
    )
    assert float(done.stdout) == grade(incident_run, lines, case).credit
