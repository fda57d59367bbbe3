"""What the panels of the drills show, as plain data: at the start, in the middle, at the end, and never too early."""

import json
from itertools import pairwise

import pytest

from course_lib import open_case
from course_lib.core.case import Case
from course_lib.drills.debrief import first_divergence, parting, side_by_side
from course_lib.drills.history import curve, moments, untouched
from course_lib.drills.incident import play
from course_lib.drills.injects import INJECTS
from course_lib.drills.keys.players import PLAYERS, run
from course_lib.drills.replay import BEST, NOTHING, line, scored
from course_lib.drills.scripts import AREAS, SCRIPTS
from course_lib.ui.incident_view import incident_view
from course_lib.ui.line_chart import line_chart, over_time

SEEDS = [f"panel {i}" for i in range(12)]
PANELS = sorted(SCRIPTS)


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(tmp_path))


@pytest.fixture(params=PANELS)
def drill(request):
    return open_case(request.param, learner="ada").practice().drill()


def looked_at(drill):
    return drill.panel().view


def buttons(view):
    return {one["do"]: one["possible"] for group in view["groups"] for one in group["buttons"]}


def best_run(seed):
    return [text for _, text in run(PLAYERS[BEST], seed).log]


# -------------------------------------------------------------------------------------------------- the incident


@pytest.mark.parametrize("seed", SEEDS)
def test_a_view_is_plain_data_at_every_step_and_its_log_only_grows(seed):
    shown = []
    for count in range(len(best_run(seed)) + 1):
        view = incident_view(play(seed, best_run(seed)[:count]), "", "")
        assert json.loads(json.dumps(view)) == view
        assert view["events"][: len(shown)] == shown
        assert len(view["events"]) > len(shown)
        assert view["count"] == count
        shown = view["events"]
    minutes = [minute for minute, kind, _ in shown if kind == "you"]
    assert minutes == sorted(minutes)
    assert (shown[-1][1] == "end") == (best_run(seed)[-1] == "close")


@pytest.mark.parametrize("seed", SEEDS)
def test_before_the_end_no_view_depends_on_what_is_behind_it(seed):
    best = best_run(seed)
    state = play(seed, best[: len(best) // 2])
    view = incident_view(state, "", "")
    assert view["end"] is None
    assert {series["name"] for chart in view["charts"] for series in chart["series"]} == {
        "this run",
        "nothing done",
        "on the new version",
        "of it not contained",
    }
    told = json.dumps(view)
    assert not any(one.key in told for one in INJECTS)
    assert "best line" not in told
    start = incident_view(play(seed, []), "", "")
    assert start["meters"][2]["text"] == "USD 0"
    assert start["waiting"] == []
    assert [kind for _, kind, _ in start["events"]] == ["alert"]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_end_holds_the_score_the_time_line_and_what_to_hand_in(seed):
    actions = ["page:legal", "wait:60", "page:incident commander", "page:engineer", "wait:15", "contain:pause", "close"]
    state = play(seed, actions)
    view, score = incident_view(state, "", "a = b"), scored(state)
    end = view["end"]
    assert view["over"]
    assert end["heading"] == f"Over: {score.total:g} of 100"
    assert end["said"][0].startswith(f"Outcome {score.part('outcome'):.1f} of 40, process")
    assert end["said"][1].startswith("Most was lost on ")
    assert end["said"][2].startswith("It was: ")
    assert "At minute 0 you did `page:legal`" in end["said"][3]
    assert end["hand_in"] == "a = b"
    items, beside = end["tables"]
    assert len(items["rows"]) == len(score.items)
    mine = "; ".join(row[1] for row in beside["rows"] if row[1])
    best = "; ".join(row[2] for row in beside["rows"] if row[2])
    assert mine == "; ".join(actions)
    assert best == "; ".join(best_run(seed))
    assert [series["name"] for series in end["charts"][0]["series"]] == ["this run", "nothing done", "best line"]
    assert view["waiting"] == []
    assert not any(buttons(view).values())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("player", sorted(PLAYERS))
def test_a_curve_ends_where_the_loss_does(seed, player):
    state = run(PLAYERS[player], seed)
    points = curve(state)
    assert (points[-1].minute, points[-1].loss) == (240, pytest.approx(state.loss))
    minutes, losses = [one.minute for one in points], [one.loss for one in points]
    assert minutes == sorted(minutes)
    assert losses == sorted(losses)
    assert max(b - a for a, b in pairwise(minutes)) <= 10
    assert untouched(state.world)[-1].loss == pytest.approx(line(seed, NOTHING).loss)
    assert [one.text for one in moments(state)] == [text for _, text in state.log]


@pytest.mark.parametrize("seed", SEEDS)
def test_who_was_paged_first_is_no_divergence(seed):
    best = best_run(seed)
    pages = [text for text in best[:2] if text.startswith("page:")]
    assert len(pages) == 2
    parted = first_divergence(play(seed, [*pages[::-1], "wait:10", "keep evidence", "close"]))
    assert (parted.did, parted.best) == ("keep evidence", best[2])
    assert parting(play(seed, best)) == "You did what the best line does."


def test_what_was_seen_by_then_is_said():
    seed = SEEDS[0]
    best = best_run(seed)
    looks = [i for i, text in enumerate(best) if text.startswith("look:")]
    state = play(seed, [*best[: looks[0] + 1], "wait:60", "close"])
    name = best[looks[0]].removeprefix("look:")
    assert f"Seen by then: {name} (" in parting(state)


def test_a_run_that_has_had_all_its_actions_is_over_on_the_panel():
    drill = open_case("09_incident_command", learner="ada").drill()
    for i in range(100):
        drill.act(f"believe:{i / 100:.2f}")
    view = looked_at(drill)
    assert view["over"]
    assert view["end"]["heading"].startswith("Over: ")
    assert "Debrief" in repr(drill.debrief())


def test_the_debrief_in_text_has_the_time_line_too():
    drill = open_case("09_incident_command", learner="ada").drill()
    for text in ("page:incident commander", "wait:10", "contain:fallback", "close"):
        drill.act(text)
    page = drill.debrief()
    assert tuple(page.folded[0].rows) == tuple(side_by_side(drill.state))
    assert "Best line" in repr(page)
    assert "<details><summary>Time line, beside the best line</summary>" in page._repr_html_()


# ----------------------------------------------------------------------------------------------- the panel drill


def test_the_panel_drill_shows_no_key_and_no_marking_before_its_time(drill):
    script = drill.state.script
    for text in ("wait:30", "wait:30", *(f"read:{name}" for name in script.opens)):
        drill.act(text)
    view = looked_at(drill)
    assert json.loads(json.dumps(view)) == view
    assert view["end"] is None
    told = json.dumps(view)
    assert not any(one.key in told for one in script.curveballs)
    assert {one["word"] for one in view["answers"]} == {""}


@pytest.mark.parametrize("unit", PANELS)
def test_under_a_clock_an_answer_is_recorded_and_marked_at_the_end(unit):
    drill = open_case(unit, learner="ada").practice().drill()
    name = drill.state.script.graded["diagnosis and statistics"][0]
    for text in ("pace:90", "clock:60", f"answer:{name}=12345678.5"):
        drill.act(text)
    answer = next(one for one in looked_at(drill)["answers"] if one["name"] == name)
    assert (answer["word"], answer["typed"]) == ("● Recorded", "12345678.5")
    assert answer["said"] == "Recorded. The marking comes with drill.scorecard()."
    drill.act("finish")
    view = looked_at(drill)
    answer = next(one for one in view["answers"] if one["name"] == name)
    assert answer["word"] == "✗ Not yet"
    assert name in json.dumps(view["end"]["tables"][2]["rows"])


def test_the_log_of_the_panel_drill_only_grows(drill):
    script, shown = drill.state.script, []
    actions = [f"ask:{script.idle[0]}", "wait:10", f"decide:{script.options[0]}", "wait:30", "believe:0.4", "wait:30"]
    for text in [*actions, "tell:legal", "own:legal", "finish"]:
        drill.act(text)
        view = looked_at(drill)
        assert view["events"][: len(shown)] == shown
        assert len(view["events"]) > len(shown)
        shown = view["events"]
    assert [kind for _, kind, _ in shown][:2] == ["brief", "you"]
    assert shown[-1][2] == "The drill is over."
    assert sum(kind == "exhibit" for _, kind, _ in shown) == len(script.opens)
    assert sum(kind == "mail" for _, kind, _ in shown) == len(script.curveballs)


def test_the_end_of_the_panel_drill_is_the_scorecard(drill):
    script = drill.state.script
    first = script.curveballs[0]
    for text in ("wait:30", "wait:10", f"reply:{first.name}:{first.right}", "finish"):
        drill.act(text)
    end = looked_at(drill)["end"]
    card = drill.score(drill.state)
    assert end["heading"] == f"Over: {card.total:g} of 100, no hire"
    assert end["said"][:-1] == [f"Knock-out: {one}" for one in card.knock_outs]
    assert end["said"][-1].startswith("Of the 4 questions that move the decision you asked 0. Not asked: ")
    areas, mails = end["tables"]
    assert [row[0] for row in areas["rows"]] == list(AREAS)
    assert all(row[1].endswith(f" of {AREAS[row[0]]}") for row in areas["rows"])
    assert mails["rows"] == [[first.text, f"✓ {first.replies[first.right]}", first.key]]  # the others had not come


def test_what_is_said_of_a_click(drill):
    name = drill.state.script.graded["diagnosis and statistics"][0]
    panel = drill.panel()
    panel._receive(panel, {"do": "wait:5", "after": 0}, [])
    assert panel.said == "Done. It is minute 5."
    panel._receive(panel, {"do": "wait:30", "after": 1}, [])
    panel._receive(panel, {"do": "wait:5", "after": 2}, [])
    assert "Reply with one of" not in panel.said
    panel._receive(panel, {"do": f"answer:{name}=12345678.5", "after": 3}, [])
    assert panel.said.startswith(f"{name}: ")
    assert panel.said != f"{name}: "
    panel._receive(panel, {"do": "pause", "after": 4}, [])
    assert panel.said == "At your own pace no clock runs: there is nothing to pause."


def test_a_minute_of_the_clock_says_nothing_unless_it_brings_something(drill):
    panel = drill.panel()
    panel._receive(panel, {"do": "pace:15", "after": 0}, [])
    assert panel.view["live"]["milliseconds"] == 10_000
    said = panel.said
    panel._receive(panel, {"do": "clock:2", "after": 1}, [])
    panel._receive(panel, {"do": "clock:3", "after": 1}, [])
    assert panel.said == said
    panel._receive(panel, {"do": "clock:9", "after": 2}, [])
    assert panel.said.startswith("Open now: ")
    panel._receive(panel, {"do": "pause", "after": 3}, [])
    assert panel.view["live"] is None
    assert panel.view["meters"][0]["about"] == "paused"
    possible = buttons(panel.view)
    assert [text for text, is_possible in possible.items() if is_possible] == ["resume", "finish"]


# ---------------------------------------------------------------------------------------------------- the charts


def test_a_frame_over_time_has_a_chart_and_no_other_frame_has():
    case: Case = open_case("11_exam_drill", learner="ada").practice()
    made = {name: over_time(name, frame) for name, frame in case.frames.items()}
    assert [name for name, chart in made.items() if chart] == ["declines"]
    chart, frame = made["declines"], case.frames["declines"]
    points = chart["series"][0]["points"]
    assert len(points) == frame["day"].nunique()
    assert sum(value for _, value in points) == pytest.approx(frame["good_declined"].sum())
    assert chart["ticks"][1][0] == points[-1][0]
    highest = max(value for _, value in points)
    assert f"highest {highest:,.0f}." in chart["alt"]
    assert highest <= chart["top"] <= 2.5 * highest


@pytest.mark.parametrize(("most", "top"), [(0, 0.1), (0.31, 0.4), (1, 1), (34.2, 40), (101, 150), (99.9, 100)])
def test_the_axis_ends_at_a_presentable_number(most, top):
    chart = line_chart("a", {"b": [(0, most)]}, x="minute", y="USD", ticks=[(0, "0"), (1, "1")], alt="one point")
    assert chart["top"] == pytest.approx(top)


def test_a_sealed_build_shows_no_best_line(monkeypatch):
    monkeypatch.setattr("course_lib.ui.incident_end.can_judge", lambda: False)
    end = incident_view(play(SEEDS[0], ["page:engineer", "close"]), "", "a = b")["end"]
    assert end["heading"] == "Over: the run is marked by the grader"
    assert (end["said"], end["tables"], end["hand_in"]) == ([], [], "a = b")
    assert [series["name"] for series in end["charts"][0]["series"]] == ["this run", "nothing done"]
