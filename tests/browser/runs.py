"""The runs that the tests play: a notebook for each, and the same run read in Python from the learner's log."""

import json

from course_lib.core.case import Case
from course_lib.drills.replay import BEST, line, seed_of
from course_lib.drills.scripts import ROLES, SCRIPTS
from course_lib.panel_drill import PanelDrill
from course_lib.simulator import Drill
from course_lib.units import draw_for, load_unit
from tests.browser.server import Lab

INCIDENT, DRILL, EXAM = "09_incident_command", "10_model_risk_drill", "11_exam_drill"
FRESH = 1  # a practice case, and the same one whenever the notebook runs again; 0 is the graded one


def notebook(lab: Lab, unit: str, learner: str, name: str = "", attempt: int = FRESH) -> str:
    """Write the notebook of a run: the drill opened, and its panel."""
    opened = f"open_case({unit!r}, learner={learner!r}, attempt={attempt})"
    first = f"from course_lib import open_case\ndrill = {opened}.drill()"
    return lab.write(name or f"{unit}_{learner}", first, "drill.panel()")


def case_of(unit: str, learner: str, attempt: int = FRESH) -> Case:
    return draw_for(load_unit(unit), learner, attempt)


def incident(lab: Lab, learner: str) -> Drill:
    """Return a learner's incident as it is in the log."""
    return Drill(INCIDENT, case_of(INCIDENT, learner), lab.log, lab.save)


def panel_drill(lab: Lab, unit: str, learner: str, attempt: int = FRESH) -> PanelDrill:
    """Return a learner's panel drill as it is in the log."""
    return PanelDrill(load_unit(unit), case_of(unit, learner, attempt), lab.log, lab.save)


def written(lab: Lab, case: Case) -> list[str]:
    """Return every action of a case that was written to the log, whether it counts or not."""
    return [str(one["do"]) for one in lab.log.records() if one["case"] == case.code and one.get("event") == "act"]


def typed(case: Case, unit: str, question: str) -> str:
    """Return the right answer to a question, as it is typed into the panel."""
    plain = load_unit(unit).question(question).answer(case)
    return json.dumps(sorted(plain) if isinstance(plain, frozenset) else plain, default=list)


def best_incident(case: Case) -> list[str]:
    """Return what the best player does."""
    return [text for _, text in line(seed_of(case), BEST).log]


def good_drill(case: Case) -> list[str]:
    """Return a panel drill of unit 10 at one's own pace: something of everything, in time; most answers left out."""
    script = SCRIPTS[DRILL]
    first, second, third = (f"reply:{one.name}:{one.right}" for one in script.curveballs)

    def answer(question: str) -> str:
        return f"answer:{question}={typed(case, DRILL, question)}"

    return [
        *(f"ask:{one}" for one in script.decisive),
        *("wait:5", "read:camera_frames", answer("fpr_ratio"), "answer:fpr_updated_cars=7", answer("precision_after")),
        *("wait:15", "wait:5", first, answer("recall_mature"), "wait:5", "read:options", "decide:raise threshold"),
        *("believe:0.9", "cite:camera_frames,options", *(f"tell:{role}" for role in ROLES), "own:on-call engineer"),
        *(second, answer("approval_ratio"), "wait:5", third, "finish"),
    ]
