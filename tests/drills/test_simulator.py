"""The drills as a learner meets them: the log is the one truth, whatever happens to kernel, tabs and bytes."""

import json

import pytest

from course_lib import open_case
from course_lib.drills import runlog
from course_lib.drills.keys.players import PLAYERS, run
from course_lib.drills.replay import BEST

UNIT = "09_incident_command"


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def drill():
    return open_case(UNIT, learner="ada").drill()


def test_a_run_goes_on_after_the_kernel_is_gone(drill):
    for text in ("page:engineer", "page:incident commander", "wait:6"):
        drill.act(text)
    again = open_case(UNIT, learner="ada").drill()
    assert again.actions == ["page:engineer", "page:incident commander", "wait:6"]
    assert again.state == drill.state
    assert "minute 8 of 240" in repr(again)


def test_what_is_not_possible_is_not_written(drill):
    page = drill.act("look:label audit")
    assert "needs the engineer" in repr(page)
    assert drill.actions == []


def test_a_double_click_and_a_second_tab_do_an_action_once(drill):
    other = open_case(UNIT, learner="ada").drill()
    assert "Done" in repr(drill.act("update", after=0))
    assert "Another action came first" in repr(other.act("update", after=0))
    assert other.actions == ["update"]
    # Both tabs wrote at the very same moment: the log's order decides, the later one does not count.
    for text in ("wait:5", "wait:15"):
        record = runlog.act(drill.seed, ("update",), text)
        drill._keep(record)
    assert drill.actions == ["update", "wait:5"]


def test_a_changed_byte_is_refused_with_the_reason_and_kept(drill, own_home):
    drill.act("declare:1")
    drill.act("page:engineer")
    path = own_home / "progress" / "attempts.jsonl"
    changed = path.read_text().replace("declare:1", "declare:2")
    path.write_text(changed)
    page = drill.act("wait:5")
    assert "changed after it was written" in repr(page)
    assert drill.actions == []
    assert path.read_text() == changed


def test_a_run_under_other_rules_is_refused_with_the_reason(drill, own_home):
    drill.act("declare:1")
    path = own_home / "progress" / "attempts.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[-1]["rules"] += 1
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert "under other rules" in repr(drill.act("wait:5"))


def test_the_debrief_opens_at_the_end_and_names_what_to_hand_in(drill):
    assert "opens when the incident is closed" in repr(drill.debrief())
    best = [text for _, text in run(PLAYERS[BEST], drill.seed).log]
    for text in best:
        drill.act(text)
    page = drill.debrief()
    assert float(page.title.split()[2]) >= 85
    assert page.paragraphs[3] == "You did what the best line does."
    assert page.paragraphs[-1] == f"Hand in: `incident_run = {drill.hand_in()!r}`"
    assert drill.hand_in()[1:] == best
    assert {row[0] for row in page.rows} >= {"expected loss", "containment", "legal clock", "stated belief"}


def test_where_a_run_leaves_the_best_line_is_said(drill):
    for text in ("page:legal", "wait:60", "close"):
        drill.act(text)
    page = drill.debrief()
    assert "At minute 0 you did `page:legal`; the best line did `page:incident commander`." in page.paragraphs[3]
    assert page.rows[1][2].startswith("Called before anything was contained: legal")


def test_the_pages_say_what_is_known_and_what_is_possible(drill):
    card = repr(drill.card())
    assert "Probability of: " in card
    assert "chance that it speaks" in card
    assert "page (1 min)" in repr(drill.possible())
    assert drill.events() == ()


def test_notes_are_kept_with_the_run(drill):
    drill._keep({"event": runlog.NOTE, "note": "ask who owns the labels"})
    drill._keep({"event": runlog.NOTE, "note": "ask twice"})
    assert runlog.last_note(drill.log.records(), drill.case.code) == "ask twice"
    assert drill.actions == []


def test_the_clock_on_the_wall_leaves_out_what_was_paused():
    times = ("09:00:00", "09:05:00", "09:05:30", "09:12:00", "09:13:00", "09:20:00")
    texts = ("pace:90", "pause", "clock:9", "resume", "clock:6", "pause")
    records = [
        {"case": "c", "event": runlog.ACT, "at": f"2026-01-05T{at}+00:00", "do": text, "after": after}
        for at, text, after in zip(times, texts, (0, 1, 1, 2, 3, 4), strict=True)
    ]
    began = [runlog.began_at(records[:count], "c") / 1000 for count in range(len(records) + 1)]
    start = began[1]
    assert [one - start for one in began[1:]] == [0, 0, 0, 420, 420, 420]
    assert began[0] == 0
    assert runlog.began_at(records, "another case") == 0


def test_the_grader_writes_nothing(drill, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    case = open_case(UNIT, learner="ada")
    again = case.drill()
    again.act("declare:1")
    assert again.actions == ["declare:1"]
    assert case.drill().actions == []
    assert drill.actions == []


def test_a_unit_without_a_drill_says_so():
    assert "has no drill" in repr(open_case("14_offer", learner="ada").drill())


@pytest.mark.parametrize("unit_id", [UNIT, "10_model_risk_drill", "11_exam_drill"])
def test_the_panel_passes_on_clicks_and_shows_the_log(unit_id):
    drill = open_case(unit_id, learner="ada").drill()
    panel = drill.panel()
    assert panel.view["count"] == 0
    assert json.loads(json.dumps(panel.view)) == panel.view
    possible = next(b["do"] for group in panel.view["groups"] for b in group["buttons"] if b["possible"])
    panel._receive(panel, {"do": possible, "after": 0}, [])
    assert panel.view["count"] == 1
    assert drill.actions == [possible]
    panel._receive(panel, {"do": possible, "after": 0}, [])
    assert panel.said == "Another action came first; look again, then choose."
    panel._receive(panel, {"note": "mine"}, [])
    for junk in ({}, {"do": 7, "after": 1}, {"do": possible}, {"beat": True}):
        panel._receive(panel, junk, [])
    assert drill.panel().view["note"] == "mine"
    assert len(drill.actions) == 1
