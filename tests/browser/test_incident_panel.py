"""The incident's panel in JupyterLab, by mouse and by keyboard, across a reload and a restart of the kernel."""

from playwright.sync_api import expect

from course_lib.drills.keys.players import contain_first
from course_lib.drills.replay import scored
from tests.browser.runs import INCIDENT, incident, notebook, written

STATED = ("believe", "name", "cite", "wait")  # these have a control of their own instead of a button


def test_whole_incident_by_mouse_is_scored_as_the_log_replayed(lab, window):
    learner, desk = "ada", window()
    panel = desk.open(notebook(lab, INCIDENT, learner))
    drill = incident(lab, learner)
    for action in contain_first(lambda: drill.state):
        if action.partition(":")[0] not in STATED and not panel.possible(action):
            continue  # as the scripted player does
        panel.do(action)
        told = panel.told
        if action.startswith("contain:"):
            desk.picture("early")
            panel = desk.reload()
        elif action == "notice":
            panel = desk.restart()
        assert panel.count == len(drill.actions)
        assert panel.told == told
    desk.picture("end")
    assert panel.over
    state = drill.state
    assert state.first("close") is not None
    assert written(lab, drill.case) == drill.actions
    assert scored(state).total >= 85
    assert panel.end.get_by_role("heading").inner_text() == f"Over: {scored(state).total:g} of 100"


def test_short_incident_by_keyboard_alone(lab, window):
    learner, desk = "bea", window()
    panel = desk.open(notebook(lab, INCIDENT, learner))
    drill, keyboard = incident(lab, learner), desk.page.keyboard
    button, root = panel.button, panel.root
    press = 0
    while not panel.shows_focus():
        keyboard.press("Tab")
        press += 1
        assert press < 60, "the panel is not reached with Tab"

    def done(control, key="Enter"):
        panel.press(control, key)
        assert panel.shows_focus(), f"the focus is lost after {drill.actions[-1]}"

    done(button("page:engineer"))
    done(button("page:incident commander"), "Space")
    done(button(f"declare:{drill.state.world.severity}"))
    done(button("wait:15"))
    panel.reach(root.get_by_role("slider"))
    for key in ("End", "PageDown", "PageDown"):
        keyboard.press(key)
    done(root.get_by_role("button", name="State this belief"))
    done(button("contain:fallback"))
    done(button("update"), "Space")
    done(button("keep evidence"))
    looked = drill.state.world.stage.exhibits[:2]
    for name in looked:
        done(button(f"look:{name}"))
    while not drill.state.open_injects():
        done(button("wait:5"))
    replies = root.locator("button[data-do^='reply:']")
    waiting = drill.state.open_injects()
    done(replies.first)
    assert replies.first.is_visible() == (len(waiting) > 1)
    done(root.get_by_role("button", name="Name this cause"))
    for name in looked:
        panel.reach(root.get_by_role("checkbox", name=name))
        keyboard.press("Space")
    done(root.get_by_role("button", name="Cite these exhibits (at most 3)"), "Space")
    panel.reach(root.get_by_role("textbox", name="Notes"))
    keyboard.type("evidence is kept")
    done(button("close"))
    desk.picture("end")
    assert panel.over
    kinds = [text.partition(":")[0] for text in drill.actions]
    assert [kind for kind in kinds if kind != "wait"] == [
        *("page", "page", "declare", "believe", "contain", "update", "keep evidence", "look", "look"),
        *("reply", "name", "cite", "close"),
    ]
    assert "believe:0.8" in drill.actions
    assert f"cite:{','.join(looked)}" in drill.actions
    assert [one["note"] for one in lab.log.records() if "note" in one] == ["evidence is kept"]


def test_what_is_not_possible_is_said_and_costs_nothing(lab, window):
    panel = window().open(notebook(lab, INCIDENT, "cleo"))
    panel.click(panel.button("page:engineer"))
    assert not panel.possible("page:engineer")
    panel.button("page:engineer").click(force=True)  # it can be pressed, and says why not
    expect(panel.said).to_contain_text("The engineer has been paged already.")
    assert (panel.count, incident(lab, "cleo").actions) == (1, ["page:engineer"])


def test_keys_pressed_in_the_panel_work_there_and_leave_the_notebook_alone(lab, window):
    desk = window()
    panel = desk.open(notebook(lab, INCIDENT, "dee"))
    slider, cells = panel.root.get_by_role("slider"), desk.page.locator(".jp-Cell")
    was = cells.count()
    panel.button("page:engineer").focus()
    desk.page.keyboard.press("b")  # outside of the panel: a new cell below
    assert cells.count() == was
    panel.reach(slider)
    for key, value in (("ArrowRight", "0.51"), ("ArrowUp", "0.52"), ("ArrowLeft", "0.51"), ("ArrowDown", "0.5")):
        desk.page.keyboard.press(key)
        assert (slider.input_value(), panel.shows_focus()) == (value, True)
