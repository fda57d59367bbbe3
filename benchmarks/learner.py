"""What a learner waits for, and how fast keys are marked: python benchmarks/learner.py."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

RUNS = 11
UNIT = "10_model_risk_drill"
FIRST_CASE = f"""
import time
import pandas
from course_lib import open_case
started = time.perf_counter()
case = open_case({UNIT!r})
case._repr_html_()
opened = time.perf_counter()
rows = len(case.frames["camera_frames"])
built = time.perf_counter()
case.check(fpr_ratio=2.0)
checked = time.perf_counter()
print(opened - started, built - opened, checked - built, checked - started, rows)
"""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["CLOSED_LOOP_HOME"] = home
        bare, ours = (_wall(["-c", program]) for program in ("pass", "import course_lib"))
        print(f"import course_lib over bare Python      {1000 * (ours - bare):8.1f} ms   (median of {RUNS} processes)")
        _first_case()
        _checks()
        _marking()


def _wall(arguments: list[str]) -> float:
    return statistics.median(
        _timed(lambda: subprocess.run([sys.executable, *arguments], check=True)) for _ in range(RUNS)
    )


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _first_case() -> None:
    """First case of a fresh process, pandas already imported as in the notebook's set-up cell."""
    runs = [
        subprocess.run([sys.executable, "-c", FIRST_CASE], check=True, capture_output=True, text=True)
        for _ in range(RUNS)
    ]
    columns = zip(*([float(figure) for figure in run.stdout.split()] for run in runs), strict=True)
    opened, built, checked, total, rows = (statistics.median(column) for column in columns)
    print(f"open_case and its card, first case      {1000 * opened:8.1f} ms")
    print(f"camera_frames, {rows:,.0f} rows          {1000 * built:8.1f} ms")
    print(f"first check (makes the log)             {1000 * checked:8.1f} ms")
    print(f"first case, frame and check together    {1000 * total:8.1f} ms")


def _checks() -> None:
    from course_lib import open_case

    case = open_case(UNIT)
    spent = [_timed(lambda: case.check(fpr_ratio=2.0)) for _ in range(500)]
    print(f"one check, logged and flushed to disk   {1000 * statistics.median(spent):8.2f} ms   (median of 500)")


def _marking() -> None:
    from course_lib.core.grading import grade
    from course_lib.units import draw_for, load_unit

    unit = load_unit(UNIT)
    started = time.perf_counter()
    cases = [draw_for(unit, f"bench {i}") for i in range(200)]
    print(f"drawing a case (with its redraws)       {1000 * (time.perf_counter() - started) / 200:8.2f} ms")
    redraws = [case.redraws for case in cases]
    print(f"redraws per case                        {statistics.mean(redraws):8.2f}      (worst {max(redraws)} of 200)")
    answers = [
        (q, wrong, c)
        for c in cases
        for q in unit.questions
        for wrong in (q.answer(c), *(m.answer(c) for m in q.mistakes))
    ]
    spent = _timed(lambda: [grade(question, answer, case) for question, answer, case in answers])
    print(f"grades per second                       {len(answers) / spent:8,.0f}      (right answers and mistakes)")


if __name__ == "__main__":
    main()
