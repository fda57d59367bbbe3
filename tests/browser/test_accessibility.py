"""axe-core on the panels: at the start, in the middle and at the end, in both themes, wide and narrow."""

import shutil
import subprocess

import pytest

from tests.browser.runs import DRILL, EXAM, INCIDENT, best_incident, good_drill, incident, notebook, panel_drill

AXE = "axe-core@4.14.1"
SERIOUS = """async () => {
  const { violations } = await axe.run(".cl-drill", { resultTypes: ["violations"] });
  return violations.map((one) => [one.impact, one.id, one.nodes.map((node) => node.html)]);
}"""


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js is not installed on this machine; axe-core comes from npm")
    folder = tmp_path_factory.mktemp("axe")
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", AXE], cwd=folder, check=True)
    return folder / "node_modules" / "axe-core" / "axe.min.js"


def begun(lab, unit, learner, share):
    """Play a share of a good run into the log, so that the panel opens there."""
    drill = incident(lab, learner) if unit == INCIDENT else panel_drill(lab, unit, learner)
    line = {INCIDENT: best_incident, DRILL: good_drill}.get(unit, lambda case: ["wait:15", "finish"])(drill.case)
    for action in line[: round(share * len(line))]:
        drill.act(action)
    return drill


MOMENTS = {"start": 0, "middle": 0.5, "end": 1}  # the share of a run that has been played


@pytest.mark.parametrize(
    ("unit", "moment"), [*((unit, moment) for unit in (INCIDENT, DRILL) for moment in MOMENTS), (EXAM, "middle")]
)
def test_no_serious_violation(lab, window, axe, unit, moment):
    learner, share = f"{moment}-{unit[:2]}", MOMENTS[moment]
    drill, desk = begun(lab, unit, learner, share), window(1280, 2200)
    panel = desk.open(notebook(lab, unit, learner))
    assert (panel.count, panel.over) == (len(drill.actions), share == 1)
    desk.page.add_script_tag(path=axe)
    found = {}
    for dark in (False, True):
        desk.theme(dark=dark)
        for width in (1280, 700):
            desk.page.set_viewport_size({"width": width, "height": 2200})
            where = f"{'dark' if dark else 'light'}-{width}"
            desk.picture(where)
            found[where] = desk.page.evaluate(SERIOUS)
    serious = {where: [one for one in all_ if one[0] in ("serious", "critical")] for where, all_ in found.items()}
    assert not any(serious.values()), serious


def test_axe_does_look_at_the_panel(lab, window, axe):
    desk = window()
    panel = desk.open(notebook(lab, INCIDENT, "pia"))
    panel.root.evaluate("root => root.append(document.createElement('button'))")
    desk.page.add_script_tag(path=axe)
    assert [one[:2] for one in desk.page.evaluate(SERIOUS)] == [["critical", "button-name"]]
