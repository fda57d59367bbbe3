"""What runs under WebAssembly: draw a case, mark answers with the core alone, and return what came of it as JSON."""

import json
import sys

sys.path.insert(0, "/course")

from course_lib.core.case import draw_case
from course_lib.core.grading import collides, grade
from course_lib.core.question import question


@question(points=4, unit="share", tolerance=0.001)
def share_updated(case):
    """Share of the cars that were updated."""
    return case.scenario["updated"] / case.scenario["cars"]


@share_updated.mistake("That is the share left out.")
def _(case):
    return 1 - share_updated.answer(case)


def draw(streams):
    rng = streams.rng("fleet")
    return {"cars": 1000 * rng.randint(20, 60), "updated": 1000 * rng.randint(1, 9)}


def clear(case):
    return not collides(share_updated, case)


case = draw_case("toy", draw, clear, learner="ada")
right = share_updated.answer(case)
answers = [right, 1 - right, right * 100, -right, None, "4.9 %", float("nan"), [1, 2]]
results = [grade(share_updated, answer, case) for answer in answers]
outside = sorted(name for name in ("numpy", "pandas", "ipywidgets", "IPython") if name in sys.modules)
json.dumps({"code": case.code, "results": [[r.kind, r.score] for r in results], "outside": outside})
