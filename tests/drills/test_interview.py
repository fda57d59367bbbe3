"""The panel drill: what opens when, what is refused, and what the panel makes of it."""

import json

import pytest

from course_lib import open_case
from course_lib.drills.actions import NotNow
from course_lib.drills.interview import Sitting, step
from course_lib.drills.panel_answers import ANSWERS, IDLE
from course_lib.drills.scorecard import scorecard
from course_lib.drills.scripts import AREAS, MINUTES, ROLES, SCRIPTS
from course_lib.forms.run import MOST_ACTIONS
from course_lib.units import draw_for, load_unit


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(tmp_path))


@pytest.fixture(params=sorted(SCRIPTS))
def unit(request):
    return load_unit(request.param)


def played(script, *actions, **told):
    state = Sitting(script, **told)
    for text in actions:
        state = step(state, text)
    return state


def best_line(unit, case):
    """Return the actions of somebody who does everything right and in time."""
    script = SCRIPTS[unit.id]
    actions = ["pace:90", *(f"ask:{one}" for one in script.decisive), f"clock:{max(script.opens.values())}"]
    for name in (name for names in script.graded.values() for name in names):
        plain = unit.question(name).answer(case)
        plain = (
            {"fields": plain} if isinstance(plain, dict) else sorted(plain) if isinstance(plain, frozenset) else plain
        )
        actions.append(f"answer:{name}={json.dumps(plain, default=list)}")
    actions += [f"read:{name}" for name in [*script.opens][:3]]
    actions += [f"decide:{script.contains[0]}", "believe:0.9", f"cite:{','.join([*script.opens][:3])}"]
    actions += [f"tell:{role}" for role in ROLES] + ["own:on-call engineer"]
    for one in script.curveballs:
        actions += [f"clock:{one.minute}"] if one.minute > max(script.opens.values()) else []
        actions.append(f"reply:{one.name}:{one.right}")
    return [*actions, "finish"]


def test_the_questions_are_the_graded_notebooks(unit):
    script = SCRIPTS[unit.id]
    names = [name for names in script.graded.values() for name in names]
    assert set(names) == {one.name for one in unit.questions} - {unit.exam_record}
    assert set(script.opens) == set(draw_for(unit, "ada").frames)
    assert sum(AREAS.values()) == 100
    assert set(script.contains) < set(script.options)
    assert len(script.decisive) == 4
    assert len((*script.decisive, *script.idle)) == 14
    assert len(script.curveballs) == 3
    assert all(one.right in one.replies for one in script.curveballs)


def test_everything_right_and_in_time_is_a_strong_hire(unit):
    for learner in ("ada", "ben", "cleo"):
        case = draw_for(unit, learner)
        drill = open_case(unit.id, learner=learner).drill()
        for text in best_line(unit, case):
            drill.act(text)
        state = drill.state
        card = drill.score(state)
        assert len(state.log) == len(best_line(unit, case))
        assert card.areas == AREAS
        assert (card.total, card.level, card.knock_outs) == (100, "strong hire", ())
        assert "strong hire" in repr(drill.scorecard())


def test_a_decision_that_was_taken_back_contains_nothing(unit):
    script = SCRIPTS[unit.id]
    weights = {one.name: one.points for one in unit.questions}
    leaves = next(option for option in script.options if option not in script.contains)
    held = scorecard(played(script, f"decide:{script.contains[0]}", "finish"), {}, weights)
    back = scorecard(played(script, f"decide:{script.contains[0]}", f"decide:{leaves}", "finish"), {}, weights)
    said = "No decision that contains the harm held at minute 58."
    assert said not in held.knock_outs
    assert said in back.knock_outs
    assert back.areas["decision and containment"] < held.areas["decision and containment"]


def test_what_is_cited_must_have_been_looked_at(unit):
    script = SCRIPTS[unit.id]
    weights = {one.name: one.points for one in unit.questions}
    two = [*script.opens][:2]
    start = ("wait:30", "wait:15", f"read:{two[0]}")
    cites = f"cite:{','.join(two)}"
    unread = scorecard(played(script, *start, cites, "finish"), {}, weights)
    read = scorecard(played(script, *start, f"read:{two[1]}", cites, "finish"), {}, weights)
    area = "decision and containment"
    assert read.areas[area] - unread.areas[area] == 1.5


def test_the_panel_answers_every_clarifying_question(unit):
    script = SCRIPTS[unit.id]
    assert {*script.decisive} <= ANSWERS.keys()
    drill = open_case(unit.id, learner="ada").drill()
    assert ANSWERS[script.decisive[0]] in repr(drill.act(f"ask:{script.decisive[0]}"))
    assert IDLE in repr(drill.act(f"ask:{script.idle[0]}"))


def test_an_empty_drill_is_no_hire_with_every_knock_out(unit):
    state = played(SCRIPTS[unit.id], "finish")
    card = scorecard(state, {}, {one.name: one.points for one in unit.questions})
    assert (card.total, card.level, len(card.knock_outs)) == (0, "no hire", 4)


def test_a_knock_out_is_no_hire_whatever_the_sum(unit):
    case = draw_for(unit, "ada")
    drill = open_case(unit.id, learner="ada").drill()
    for text in (one for one in best_line(unit, case) if not one.startswith("own:")):
        drill.act(text)
    card = drill.score(drill.state)
    assert card.total > 95
    assert card.level == "no hire"
    assert card.knock_outs == ("Nobody owns the watch after today.",)


def test_lawyers_before_a_decision_cap_the_order(unit):
    script = SCRIPTS[unit.id]
    told = [f"tell:{role}" for role in ROLES]
    weights = {one.name: one.points for one in unit.questions}
    first = scorecard(played(script, *told, f"decide:{script.contains[0]}"), {}, weights)
    later = scorecard(played(script, f"decide:{script.contains[0]}", *told), {}, weights)
    backwards = scorecard(played(script, f"decide:{script.contains[0]}", *told[::-1]), {}, weights)
    area = "escalation and communication"
    assert first.areas[area] == 3 + 3
    assert later.areas[area] == 8 + 3
    assert backwards.areas[area] == 3


@pytest.mark.parametrize(("minute", "points"), [(0, 5), (60, 5), (70, 2.5), (80, 0)])
def test_time_is_the_minute_of_the_first_decision(unit, minute, points):
    script = SCRIPTS[unit.id]
    clock = [f"clock:{minute}"] if minute else []
    state = played(script, "pace:15", *clock, f"decide:{script.options[0]}")
    assert scorecard(state, {}, {one.name: one.points for one in unit.questions}).areas["time"] == points


def test_at_ones_own_pace_actions_take_their_minutes_and_under_a_clock_none():
    script = SCRIPTS["10_model_risk_drill"]
    assert played(script, f"ask:{script.idle[0]}", "wait:30").minute == 31
    assert played(script, "pace:90", f"ask:{script.idle[0]}", "clock:12").minute == 12
    assert played(script, "wait:30", "wait:30", "wait:30").closed
    assert played(script, "pace:15", f"clock:{MINUTES}").closed


@pytest.mark.parametrize(
    ("actions", "text", "says"),
    [
        ((), "dance", "'dance' is no action here; there are: pace, clock,"),
        ((), None, "'None' is no action here"),
        (("wait:1",), "pace:90", "this drill has begun"),
        ((), "pace:fast", "A pace is one of own, 90, 15."),
        ((), "clock:10", "At your own pace the clock goes on with what you do"),
        (("pace:90", "clock:10"), "clock:9", "The clock stands at minute 10"),
        (("pace:90",), "wait:5", "Under a clock there is no waiting"),
        ((), "wait:31", "A wait is 1 to 30 minutes."),
        ((), "ask:why?", "not one of the clarifying questions"),
        ((), "read:camera_frames", "camera_frames opens at minute 8; it is minute 0."),
        ((), "read:diary", "There is no exhibit 'diary'"),
        ((), "answer:fpr_ratio=2", "fpr_ratio needs camera_frames, which opens at minute 8."),
        (("wait:10",), "answer:fpr_ratio=two", "'two' is not an answer"),
        (("wait:10",), "answer:fpr_ratio=NaN", "'NaN' is not an answer"),
        (("wait:10",), "answer:love=2", "An answer is name=value"),
        ((), "reply:marketing:data", "Nothing called 'marketing' waits for a reply; waiting: nothing."),
        (("wait:30", "wait:8"), "reply:marketing:shout", "A reply to marketing is one of data, agree, silence."),
        ((), "decide:pray", "A decision is one of continue, pause roll-out"),
        ((), "believe:2", "A probability lies between 0 and 1."),
        ((), "believe:high", "A probability is a number"),
        (("wait:10",), "cite:options", "open are camera_frames."),
        ((), "tell:mother", "Who is told is one of on-call engineer"),
        (("tell:legal",), "tell:legal", "They have been told already."),
        ((), "own:nobody", "Whoever watches after today"),
        ((), "finish:now", "finish takes nothing"),
        (("finish",), "wait:1", "The drill is over"),
    ],
)
def test_what_is_not_possible_is_one_sentence_and_changes_nothing(actions, text, says):
    needs = {"fpr_ratio": ("camera_frames",)}
    state = played(SCRIPTS["10_model_risk_drill"], *actions, needs=needs)
    with pytest.raises(NotNow) as refused:
        step(state, text)
    assert says in str(refused.value)


def test_a_stopped_clock_lets_nothing_happen_until_it_goes_on():
    script = SCRIPTS["10_model_risk_drill"]
    state = played(script, "pace:90", "clock:12", "pause")
    assert state.paused
    for text in ("clock:13", "tell:legal", "pause", "believe:0.5"):
        with pytest.raises(NotNow, match=r"The drill is paused; resume it first\."):
            step(state, text)
    assert step(state, "finish").closed
    on = step(state, "resume")
    assert not on.paused
    assert step(on, "clock:13").minute == 13


@pytest.mark.parametrize(
    ("actions", "told", "text", "says"),
    [
        ((), {}, "pause", "At your own pace no clock runs"),
        (("pace:15",), {"exam": True}, "pause", "In the exam form the clock is not stopped."),
        (("pace:15",), {}, "resume", "The drill is not paused."),
        (("pace:15",), {}, "pause:5", "pause takes nothing behind a colon."),
        (("pace:15", "pause"), {}, "resume:5", "resume takes nothing behind a colon."),
    ],
)
def test_a_pause_is_refused_where_there_is_none(actions, told, text, says):
    with pytest.raises(NotNow, match=says):
        step(played(SCRIPTS["11_exam_drill"], *actions, **told), text)


def test_only_the_exam_form_of_the_exam_has_no_pause():
    drills = {
        "exam": open_case("11_exam_drill", learner="ada").drill(),
        "practice": open_case("11_exam_drill", learner="ada").practice().drill(),
        "no exam": open_case("10_model_risk_drill", learner="ada").drill(),
    }
    for drill in drills.values():
        drill.act("pace:90")
        drill.act("pause")
    assert {name: drill.state.paused for name, drill in drills.items()} == {
        "exam": False,
        "practice": True,
        "no exam": True,
    }


def test_the_clock_alone_does_not_use_up_the_actions_and_a_full_drill_can_be_finished():
    script = SCRIPTS["10_model_risk_drill"]
    ticks = [f"clock:{minute}" for minute in range(1, 60)]
    state = played(script, "pace:90", *ticks, *(f"believe:{i / 100:.2f}" for i in range(MOST_ACTIONS - 2)))
    assert step(state, "believe:0.5").is_full
    full = step(state, "believe:0.5")
    with pytest.raises(NotNow, match=f"at most {MOST_ACTIONS} actions, and this one has had them: finish"):
        step(full, "believe:0.6")
    assert step(full, "clock:60").minute == 60
    assert step(full, "finish").closed


def test_six_clarifying_questions_and_no_more():
    script = SCRIPTS["10_model_risk_drill"]
    state = played(script, *(f"ask:{one}" for one in script.idle[:6]))
    with pytest.raises(NotNow, match=r"You have asked your 6 questions\."):
        step(state, f"ask:{script.decisive[0]}")


def test_practice_says_at_once_what_an_exam_says_at_the_end():
    drill = open_case("11_exam_drill", learner="ada").drill()
    drill.act("wait:10")
    right = drill.unit.question("false_positive_rate_after").answer(drill.case)
    assert drill.answer(false_positive_rate_after=right).kind == "recorded"
    fresh = open_case("11_exam_drill", learner="ada").practice().drill()
    fresh.act("wait:10")
    right = fresh.unit.question("false_positive_rate_after").answer(fresh.case)
    assert fresh.answer(false_positive_rate_after=right).kind == "right"
    assert "opens when the drill is over" in repr(fresh.scorecard())
