"""A sealed build: no key in the wheel, the form is checked, the answer is recorded, and the grader marks it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course_lib.cohort.answers import plain_answer
from course_lib.cohort.seal import seal
from course_lib.core.grading import grade
from course_lib.units import draw_for, load_unit

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
from course_lib import open_case
case = open_case("10_model_risk_drill", learner="ada")
shown = [case.check(fpr_ratio=2.0), case.check(fpr_ratio="2 x"), case.check(option_order=["continue"]), case.check(x=1)]
print(json.dumps({"code": case.code, "kinds": [r.kind for r in shown], "sentences": [r.sentence for r in shown],
                  "record": shown[0].as_record(), "solution": repr(case.solution("fpr_ratio"))}))
"""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    wheel = seal(ROOT, tmp_path_factory.mktemp("wheel"))
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if "/keys/" in name]
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def learner(sealed, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, sealed],
        cwd=home,
        env={"CLOSED_LOOP_HOME": str(home), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_check_validates_the_form_and_records(learner):
    assert learner["kinds"] == ["recorded", "malformed", "malformed", "malformed"]
    assert "recorded" in learner["sentences"][0]
    assert "text" in learner["sentences"][1]
    assert "The keys are not installed here" in learner["solution"]


def test_the_grader_marks_what_was_recorded(learner):
    unit = load_unit("10_model_risk_drill")
    case = draw_for(unit, "ada", sealed=True)
    assert learner["code"] == case.code
    result = grade(unit.question("fpr_ratio"), plain_answer(learner["record"]["answer"]), case)
    assert result.kind in ("right", "slip", "mistake", "not yet")
    right = grade(unit.question("fpr_ratio"), unit.question("fpr_ratio").answer(case), case)
    assert right.credit == 1


DRILL = """
import json, sys
sys.path.insert(0, sys.argv[1])
from course_lib import open_case
case = open_case("09_incident_command", learner="ada")
drill = case.drill()
for text in ("page:incident commander", "page:engineer", "wait:10", "contain:fallback", "keep evidence", "close"):
    drill.act(text)
view = drill.panel().view
print(json.dumps({"answer": drill.hand_in(), "debrief": repr(drill.debrief()), "heading": view["end"]["heading"],
                  "kind": case.check(incident_run=drill.hand_in()).kind}))
"""


def test_a_drill_is_played_and_recorded_without_the_best_line(sealed, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", DRILL, sealed],
        env={"CLOSED_LOOP_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    assert said["kind"] == "recorded"
    assert said["heading"] == "Over: the run is marked by the grader"
    assert "marked by the grader" in said["debrief"]
    assert "It was:" not in said["debrief"]
    case = draw_for(load_unit("09_incident_command"), "ada", sealed=True)
    result = grade(load_unit("09_incident_command").question("incident_run"), said["answer"], case)
    assert result.kind == "partly"
    assert 0.2 < result.credit < 0.9
