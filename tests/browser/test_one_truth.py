"""Double clicks and two windows on one run: the log is the one truth, and every action is in it once."""

from playwright.sync_api import expect

from tests.browser.runs import INCIDENT, incident, notebook, written


def test_double_click_is_one_action(lab, window):
    panel = window().open(notebook(lab, INCIDENT, "dan"))
    panel.button("wait:15").hover()
    for click in (1, 2):
        panel.page.mouse.down(click_count=click)
        panel.page.mouse.up(click_count=click)
        panel.wait_for(1)  # the panel is faster than a hand: the second click comes after the answer to the first
    panel.click(panel.button("page:engineer"))
    assert incident(lab, "dan").actions == ["wait:15", "page:engineer"]


def test_stale_click_in_another_kernels_panel_is_refused_and_then_shows_the_truth(lab, window):
    learner = "eve"
    first = window().open(notebook(lab, INCIDENT, learner, "first_desk"))
    second = window().open(notebook(lab, INCIDENT, learner, "second_desk"))
    first.click(first.button("page:engineer"))
    assert second.count == 0  # it knows nothing of the other yet
    second.button("page:legal").click()
    expect(second.said).to_have_text("Another action came first; look again, then choose.")
    assert (second.count, second.possible("page:engineer")) == (1, False)
    second.click(second.button("page:legal"))
    first.button("wait:5").click()
    expect(first.said).to_have_text("Another action came first; look again, then choose.")
    first.click(first.button("wait:5"))
    drill = incident(lab, learner)
    assert drill.actions == written(lab, drill.case) == ["page:engineer", "page:legal", "wait:5"]


def test_second_window_on_the_same_notebook_follows_the_first(lab, window):
    learner, desk = "fay", window()
    path = notebook(lab, INCIDENT, learner)
    first = desk.open(path)
    first.click(first.button("page:engineer"))
    desk.save()
    second = window().open(path, run=False)
    second.wait_for(1)
    second.click(second.button("page:legal"))
    first.wait_for(2)
    first.click(first.button("wait:5"))
    second.wait_for(3)
    assert incident(lab, learner).actions == ["page:engineer", "page:legal", "wait:5"]
