"""A class graded by `nbgrader autograde` and by `course grade`, in turn: python benchmarks/grading.py 24 100.

Each arm gets a fresh copy of the same course and runs as a command of its own, start-up included. Marks are compared
row by row; the benchmark fails if one differs. `--alone` adds classes that only ours grades, to see how it grows;
`--smallest` the unit with the least to run; `--feedback` the making of feedback pages; `--otter` the same notebooks
under `otter run`. `--plot` draws what a submission costs into a file.
"""

import argparse
import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import nbformat
import otter_run
from processes import Measured, measured
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, text

from course_lib.cohort.simulated import Learner, simulated_class, solutions_in, submission
from course_lib.ui.charts import lines, new_axes
from course_lib.units import UNITS, load_unit

ROOT = Path(__file__).parents[1]
UNIT = "10_model_risk_drill"
_OWN_CELLS = (  # what learners add: a look at a frame, a plot
    """name = next(iter(case.frames))
frame = case.frames[name]
frame.groupby(list(frame.columns[1:3]), observed=True).size().unstack()""",
    """import matplotlib.pyplot as plt
ax = frame[frame.columns[1]].value_counts().plot.bar(title=name)
ax.set_ylabel("rows")
plt.show()""",
)
_ROWS = """SELECT s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade FROM grade g
    JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id ORDER BY 1, 2"""


def main() -> int:
    """Run what was asked for, print the tables, write the JSON and the plot; return 1 if marks differ."""
    chosen = _asked()
    told: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="closed-loop-bench-") as scratch:
        runs, equal = _compared(Path(scratch), chosen)
        if chosen.feedback:
            runs.append(_feedback(Path(scratch, "feedback"), chosen))
        if chosen.otter:
            found = _otter(Path(scratch, "otter"), chosen)
            told["otter run"] = found if isinstance(found, str) else "measured"
            runs += [] if isinstance(found, str) else found
        course = _course(Path(scratch, "phases"), chosen.unit, 24, plain=chosen.plain)
        phases = _phases(course, chosen.unit)
    _show(runs, phases, equal, told)
    if chosen.json:
        told |= {"unit": chosen.unit, "plots": not chosen.plain, "marks equal": equal, "phases, CPU ms": phases}
        chosen.json.write_text(json.dumps(told | {"runs": [asdict(run) for run in runs]}, indent=1) + "\n")
    if chosen.plot:
        _plot(runs, chosen.plot)
    return 0 if equal else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("learners", type=int, metavar="N", nargs="*", help="sizes of classes that every arm grades")
    parser.add_argument("--alone", type=int, nargs="+", default=[], metavar="N", help="sizes that only ours grades")
    parser.add_argument("--smallest", type=int, metavar="N", help="N learners of the unit with the fewest cells")
    parser.add_argument("--feedback", type=int, metavar="N", help="make the feedback pages of N learners")
    parser.add_argument("--otter", type=int, metavar="N", help="mark N notebooks with otter run")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--unit", default=UNIT)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="one arm of ours for each number")
    parser.add_argument("--plain", action="store_true", help="without the plots and tables that learners add")
    parser.add_argument("--json", type=Path, help="where the figures go")
    parser.add_argument("--plot", type=Path, help="where the plot goes (.svg or .png)")
    return parser.parse_args()


def _compared(scratch: Path, chosen: argparse.Namespace) -> tuple[list[Measured], bool]:
    """Run the arms over every class asked for; say whether all arms gave each class the same marks."""
    small = min(UNITS, key=_cells)
    classes = [(chosen.unit, n, True) for n in chosen.learners] + [(chosen.unit, n, False) for n in chosen.alone]
    classes += [(small, chosen.smallest, True)] if chosen.smallest else []
    every: list[Measured] = []
    equal = True
    for unit_id, learners, with_stock in classes:
        arms = {"stock": ["nbgrader", "autograde", unit_id]} if with_stock else {}
        arms |= {f"ours, {n} workers": _ours(unit_id, n) for n in chosen.workers}
        course = _course(scratch / f"{unit_id}-{learners}", unit_id, learners, plain=chosen.plain)
        runs, marks = _interleaved(course, arms, learners, chosen.rounds)
        every += [replace(run, arm=f"{run.arm} ({small})") if unit_id != chosen.unit else run for run in runs]
        equal &= len(set(marks)) == 1
        shutil.rmtree(course)
    return every, equal


def _cells(unit_id: str) -> int:
    notebook = nbformat.read(ROOT / "release" / unit_id / f"{unit_id}.ipynb", as_version=4)
    return sum(cell.cell_type == "code" for cell in notebook.cells)


def _feedback(course: Path, chosen: argparse.Namespace) -> Measured:
    """Grade a class and measure the making of its feedback pages."""
    _course(course, chosen.unit, chosen.feedback, plain=chosen.plain)
    measured("ours", _ours(chosen.unit, 2), course, chosen.feedback)
    command = ["nbgrader", "generate_feedback", chosen.unit]
    run = measured("feedback pages", command, course, chosen.feedback)
    made = len([*course.glob(f"feedback/*/{chosen.unit}/*.html")])
    if made != chosen.feedback:
        raise RuntimeError(f"{made} of {chosen.feedback} feedback pages were made")
    return run


def _otter(folder: Path, chosen: argparse.Namespace) -> list[Measured] | str:
    """Mark notebooks with `otter run`; return why that cannot be done where it cannot."""
    course = _course(folder / "course", chosen.unit, chosen.otter, plain=chosen.plain)
    if reason := otter_run.install(folder):
        return f"skipped: {reason}"
    return otter_run.run(folder, course, chosen.unit, sorted(one.name for one in (course / "submitted").iterdir()))


def _ours(unit_id: str, workers: int) -> list[str]:
    return [sys.executable, "-m", "course_lib.cli", "grade", unit_id, "--workers", str(workers)]


def _course(course: Path, unit_id: str, learners: int, *, plain: bool) -> Path:
    """Make a course with a class of any size: the simulated learners again and again, each with a case of their own."""
    for name in ("assignments", "release"):
        shutil.copytree(ROOT / name / unit_id, course / name / unit_id)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    unit, released = load_unit(unit_id), course / "release" / unit_id / f"{unit_id}.ipynb"
    people = simulated_class(unit, solutions_in(course / "assignments" / unit_id / f"{unit_id}.ipynb"))
    for number in range(learners):
        pattern = people[number % len(people)]
        person = Learner(f"{pattern.name}_{number:05}", pattern.what, pattern.code, pattern.answers)
        notebook = submission(released, unit, person)
        place = 1 + next(i for i, cell in enumerate(notebook.cells) if cell.id == "setup")
        notebook.cells[place:place] = [] if plain else [nbformat.v4.new_code_cell(one) for one in _OWN_CELLS]
        folder = course / "submitted" / person.name / unit_id
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / released.name)
    subprocess.run(["nbgrader", "generate_assignment", unit_id], cwd=course, check=True, capture_output=True)
    return course


def _interleaved(
    course: Path, arms: Mapping[str, list[str]], learners: int, rounds: int
) -> tuple[list[Measured], list[str]]:
    """Run every arm once a round, in turning order; return the figures and each run's marks as one text."""
    runs, marks = [], []
    for turn in range(rounds):
        names = list(arms) if turn % 2 == 0 else list(arms)[::-1]
        for name in names:
            copy = course.parent / f"{len(runs)}"
            shutil.copytree(course, copy)
            runs.append(measured(name, arms[name], copy, learners))
            marks.append(_marks(copy))
            print(f"{runs[-1]}", file=sys.stderr)
            shutil.rmtree(copy)
    return runs, marks


def _marks(course: Path) -> str:
    engine = create_engine(f"sqlite:///{course / 'gradebook.db'}")
    with engine.connect() as connection:
        rows = [list(row) for row in connection.execute(text(_ROWS))]
    engine.dispose()
    return json.dumps(rows)


def _phases(course: Path, unit_id: str) -> dict[str, float]:
    """Return the processor time of each phase of ours per submission, in milliseconds, one after the other."""
    from course_lib.cohort.intake import read_folder
    from course_lib.cohort.judge import Grader
    from course_lib.cohort.ledger import LEDGER, connect
    from course_lib.cohort.prepare import prepare
    from course_lib.cohort.record import Recorder

    started = time.process_time()
    assignment = prepare(course, unit_id)
    once = time.process_time() - started
    per: dict[str, list[float]] = {}
    engine = connect(f"sqlite:///{course / 'gradebook.db'}")
    LEDGER.create(engine, checkfirst=True)
    recorder = Recorder(engine, assignment.config, unit_id)
    with Grader(assignment) as grader:
        for folder in sorted((course / "submitted").iterdir()):
            started = time.process_time()
            handed_in = read_folder(folder.name, folder / unit_id, f"{unit_id}.ipynb")
            per.setdefault("intake", []).append(time.process_time() - started)
            outcome = grader.grade(handed_in)
            for name, seconds in outcome.spent.items():
                per.setdefault(name, []).append(seconds)
            started = time.process_time()
            recorder.record(outcome)
            per.setdefault("record", []).append(time.process_time() - started)
    engine.dispose()
    means = {name: statistics.mean(seconds) for name, seconds in per.items()}
    return {name: round(1000 * s, 2) for name, s in {"once: prepare the assignment": once, **means}.items()}


def _show(runs: list[Measured], phases: Mapping[str, float], equal: bool, told: Mapping[str, object]) -> None:
    console = Console(width=140)
    title = f"Per submission, medians; marks {'EQUAL' if equal else 'DIFFER'}"
    table = Table(title=title, title_justify="left")
    for heading in ("arm", "N", "wall s", "CPU s", "a second", "peak MB", "load", "stock/ours wall", "stock/ours CPU"):
        table.add_column(heading, justify="left" if heading == "arm" else "right")
    middle = _medians(runs)
    for (arm, n), (wall, cpu, peak, load) in middle.items():
        unit_id = arm.partition(" (")[2]
        stock = middle.get((f"stock ({unit_id}" if unit_id else "stock", n), [math.nan, math.nan])
        ratios = [f"{stock[0] / wall:.1f}", f"{stock[1] / cpu:.1f}"] if arm.startswith("ours") else ["", ""]
        table.add_row(
            arm, str(n), f"{wall:.3f}", f"{cpu:.3f}", f"{1 / wall:.2f}", f"{peak:.0f}", f"{load:.1f}", *ratios
        )
    console.print(table)
    for name, reason in told.items():
        console.print(f"{name}: {reason}")
    table = Table("phase of ours", "CPU ms per submission", title="Where the time goes", title_justify="left")
    for name, milliseconds in phases.items():
        table.add_row(name, f"{milliseconds:.1f}")
    console.print(table)


def _medians(runs: Iterable[Measured]) -> dict[tuple[str, int], list[float]]:
    """Return wall and processor seconds per submission, peak memory and load, by arm and size of the class."""
    groups: dict[tuple[str, int], list[list[float]]] = {}
    for run in runs:
        figures = [run.wall / run.learners, run.cpu / run.learners, run.peak_mb, run.load]
        groups.setdefault((run.arm, run.learners), []).append(figures)
    return {of: [statistics.median(column) for column in zip(*rows, strict=True)] for of, rows in groups.items()}


def _plot(runs: list[Measured], path: Path) -> None:
    """Draw seconds per submission over the size of the class, one line an arm; the larger unit only."""
    middle = {
        of: row[0] for of, row in _medians(runs).items() if of[0].startswith(("stock", "ours")) and "(" not in of[0]
    }
    sizes = sorted({n for _, n in middle})
    arms = dict.fromkeys(arm for arm, _ in middle)
    axes = new_axes()
    series = {arm: [middle.get((arm, n), math.nan) for n in sizes] for arm in arms}
    lines(axes, sizes, series, xlabel="submissions in the class", ylabel="seconds per submission")
    axes.set(xscale="log", yscale="log", xticks=sizes, xticklabels=[str(n) for n in sizes])
    axes.figure.savefig(path)


if __name__ == "__main__":
    sys.exit(main())
