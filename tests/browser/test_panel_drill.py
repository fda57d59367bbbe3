"""The panel drills in JupyterLab: a whole one by mouse, the exam's form, and the clock on the wall."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from course_lib.core.grading import grade
from course_lib.units import load_unit
from tests.browser.runs import DRILL, EXAM, case_of, good_drill, notebook, panel_drill, typed, written

TICK = 20_000  # milliseconds within which a compressed minute of ten seconds has passed


def test_whole_drill_by_mouse_to_the_scorecard(lab, window):
    learner, desk = "gil", window()
    panel = desk.open(notebook(lab, DRILL, learner))
    drill = panel_drill(lab, DRILL, learner)
    line = good_drill(drill.case)
    for number, action in enumerate(line):
        panel.do(action)
        if number == 8:
            panel = desk.reload()
        elif number == 16:
            panel = desk.restart()
        assert panel.count == number + 1
    desk.picture("end")
    assert panel.over
    assert written(lab, drill.case) == drill.actions
    assert [one.partition("=")[0] for one in drill.actions] == [one.partition("=")[0] for one in line]
    card = drill.score(drill.state)
    assert card.total > 40
    assert card.knock_outs == ()
    shown = panel.end.inner_text()
    assert f"{card.total:g} of 100" in shown.splitlines()[0]
    assert card.level in shown
    assert all(re.search(rf"{area}\s+{points:g}\b", shown) for area, points in card.areas.items())


def test_answers_are_marked_in_the_panel_and_no_json_is_refused(lab, window):
    panel = window().open(notebook(lab, DRILL, "hal"))
    for _ in range(2):
        panel.click(panel.button("wait:5"))
    right = typed(case_of(DRILL, "hal"), DRILL, "fpr_ratio")
    panel.field("fpr_ratio").fill("about two")
    panel.root.get_by_role("button", name="Answer fpr_ratio", exact=True).click()
    expect(panel.said).to_contain_text("'about two' is not an answer")
    for value in ("1000", right):
        panel.answer(f"fpr_ratio={value}")
    drill = panel_drill(lab, DRILL, "hal")
    marked = grade(load_unit(DRILL).question("fpr_ratio"), float(right), drill.case)
    assert marked.credit == 1
    expect(panel.field("fpr_ratio").locator("xpath=..")).to_contain_text(marked.sentence)
    assert [one for one in drill.actions if one.startswith("answer:")] == [
        *(f"answer:fpr_ratio={value}" for value in ("1000", right))
    ]


def test_exam_form_records_and_says_nothing(lab, window):
    panel = window().open(notebook(lab, EXAM, "ivy", attempt=0))
    drill = panel_drill(lab, EXAM, "ivy", attempt=0)
    value = typed(drill.case, EXAM, "false_positive_rate_after")
    actions = ["ask:Which category was cut anew, and when?", "wait:15", "read:declines"]
    for action in (*actions, f"answer:false_positive_rate_after={value}", "decide:review by hand"):
        panel.do(action)
    expect(panel.field("false_positive_rate_after").locator("xpath=..")).to_contain_text("Recorded.")
    assert len(drill.actions) == 5
    assert drill.score(drill.state).areas["diagnosis and statistics"] > 1  # it counts all the same


def test_compressed_clock_goes_by_itself_through_reload_and_restart(lab, window):
    desk = window()
    panel = desk.open(notebook(lab, DRILL, "jon"))
    panel.do("pace:15")
    assert not panel.possible("wait:5")
    panel.root.get_by_role("textbox", name="Notes").fill("labels are late")
    panel.do("ask:Who may roll back, and how long does it take?")  # takes no minute under a clock, and ends the typing
    for again in (desk.reload, desk.restart):
        panel = again()
        expect(panel.root.get_by_role("textbox", name="Notes")).to_have_value("labels are late")
    expect(panel.root.get_by_text(re.compile("^minute [1-9] of 90$"))).to_be_visible(timeout=TICK)
    drill = panel_drill(lab, DRILL, "jon")
    assert drill.state.pace == "15"
    assert drill.actions[:3] == ["pace:15", "ask:Who may roll back, and how long does it take?", "clock:1"]


def test_clock_of_ninety_minutes_goes_by_the_minute(lab, window):
    desk = window()
    desk.page.clock.install()
    panel = desk.open(notebook(lab, DRILL, "kim"))
    panel.do("pace:90")
    assert panel.root.get_by_text("minute 0 of 90").is_visible()
    desk.page.clock.fast_forward("05:00")
    expect(panel.root.get_by_text("minute 5 of 90")).to_be_visible()
    assert panel_drill(lab, DRILL, "kim").actions == ["pace:90", "clock:5"]


def test_clock_of_a_computer_that_is_an_hour_ahead_changes_nothing(lab, window):
    desk = window()
    desk.page.clock.install(time=datetime.now(UTC) + timedelta(hours=1))
    panel = desk.open(notebook(lab, DRILL, "liz"))
    panel.do("pace:15")
    desk.page.clock.run_for(1_500)  # the panel looks at the clock three times
    ask = "ask:Who may roll back, and how long does it take?"
    panel.button(ask).click(force=True)
    expect(panel.root).not_to_have_attribute("data-count", "1")
    assert panel_drill(lab, DRILL, "liz").actions == ["pace:15", ask]
