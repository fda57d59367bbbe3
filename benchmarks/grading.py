"""A class graded by `nbgrader autograde` and by `course grade`, in turn: python benchmarks/grading.py N [--rounds R].

Each arm gets a fresh copy of the same course and runs as a command of its own, start-up included. Processor time is
that of the whole process tree, killed processes included (a control group where one may be made, else what the kernel
says of ended children). Marks are compared row by row; the benchmark fails if one differs.
"""

import argparse
import ctypes
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, text

from course_lib.cohort.simulated import Learner, simulated_class, solutions_in, submission
from course_lib.units import load_unit

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


@dataclass(frozen=True)
class Measured:
    """One run of one arm."""

    arm: str
    learners: int
    wall: float
    cpu: float
    peak_mb: float
    load: float


def main() -> int:
    """Run the arms in turn, print the table, write the JSON; return 1 if marks differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("learners", type=int, metavar="N")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--unit", default=UNIT)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="one arm of ours for each number")
    parser.add_argument("--no-stock", action="store_true", help="ours alone, for classes that stock takes too long for")
    parser.add_argument("--plain", action="store_true", help="without the plots and tables that learners add")
    parser.add_argument("--json", type=Path, help="where the figures go")
    chosen = parser.parse_args()
    arms = {} if chosen.no_stock else {"stock": ["nbgrader", "autograde", chosen.unit]}
    arms |= {f"ours, {n} workers": _ours(chosen.unit, n) for n in chosen.workers}
    with tempfile.TemporaryDirectory(prefix="closed-loop-bench-") as scratch:
        course = Path(scratch, "course")
        _make_course(course, chosen.unit, chosen.learners, plain=chosen.plain)
        runs, marks = _interleaved(course, arms, chosen.learners, chosen.rounds)
        phases = _phases(course, chosen.unit, min(chosen.learners, 24))
    equal = len(set(marks)) == 1
    _show(runs, phases, equal)
    if chosen.json:
        told = {"unit": chosen.unit, "plots": not chosen.plain, "marks equal": equal, "phases, CPU ms": phases}
        told |= {"rows of marks": len(json.loads(marks[0])), "runs": [asdict(run) for run in runs]}
        chosen.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0 if equal else 1


def _ours(unit_id: str, workers: int) -> list[str]:
    return [sys.executable, "-m", "course_lib.cli", "grade", unit_id, "--workers", str(workers)]


def _make_course(course: Path, unit_id: str, learners: int, *, plain: bool) -> None:
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
            runs.append(_measured(name, arms[name], copy, learners))
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


def _measured(arm: str, command: list[str], course: Path, learners: int) -> Measured:
    """Run a command and count what all its processes use."""
    with _counted() as spent, open(course / "log", "wb") as log:
        before = time.perf_counter()
        process = subprocess.Popen(command, cwd=course, stdout=log, stderr=log, preexec_fn=spent.enter)
        peak = _Peak(process.pid)
        with peak:
            process.wait()
        wall = time.perf_counter() - before
        if process.returncode not in (0, 1):
            raise RuntimeError((course / "log").read_text(errors="replace")[-2000:])
        cpu = spent.seconds()
    return Measured(arm, learners, wall, cpu, peak.bytes / 1e6, os.getloadavg()[0])


class _Peak:
    """Adds up the memory of a process tree twice a second; shared pages count once (proportional set size)."""

    def __init__(self, process: int) -> None:
        self.process, self.bytes, self.done = process, 0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *problem: object) -> None:
        self.done.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.done.wait(0.5):
            total = 0
            try:
                top = psutil.Process(self.process)
                tree = [top, *top.children(recursive=True)]
            except psutil.Error:
                return
            for one in tree:
                try:
                    total += one.memory_full_info().pss
                except (psutil.Error, OSError):
                    continue
            self.bytes = max(self.bytes, total)


class _Group:
    """A control group of the kernel that adds up processor time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def enter(self) -> None:
        (self.folder / "cgroup.procs").write_text("0")

    def seconds(self) -> float:
        usage = self.folder / "cpuacct.usage"
        if usage.exists():
            return int(usage.read_text()) / 1e9
        lines = (self.folder / "cpu.stat").read_text().splitlines()
        return int(dict(line.split() for line in lines)["usage_usec"]) / 1e6


class _Children:
    """Where no control group may be made: the times of ended children, orphans included."""

    def __init__(self) -> None:
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: orphans become children of this process
        self.before = self._total()

    def enter(self) -> None:
        """Nothing to enter."""

    def seconds(self) -> float:
        time.sleep(0.5)
        while True:
            try:
                if os.waitpid(-1, os.WNOHANG) == (0, 0):
                    break
            except ChildProcessError:
                break
        return self._total() - self.before

    def _total(self) -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


@contextmanager
def _counted() -> Iterator[_Group | _Children]:
    for parent in (Path("/sys/fs/cgroup/cpuacct"), Path("/sys/fs/cgroup")):
        folder = parent / f"closed-loop-bench-{os.getpid()}"
        try:
            folder.mkdir()
        except OSError:
            continue
        if not ((folder / "cpuacct.usage").exists() or (folder / "cpu.stat").exists()):
            folder.rmdir()
            continue
        try:
            yield _Group(folder)
        finally:
            for _ in range(50):
                if not (folder / "cgroup.procs").read_text():
                    break
                time.sleep(0.1)
            folder.rmdir()
        return
    yield _Children()


def _phases(course: Path, unit_id: str, learners: int) -> dict[str, float]:
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
        for folder in sorted((course / "submitted").iterdir())[:learners]:
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


def _show(runs: list[Measured], phases: Mapping[str, float], equal: bool) -> None:
    console = Console(width=120)
    table = Table(title=f"Per submission, medians; marks {'EQUAL' if equal else 'DIFFER'}", title_justify="left")
    for heading in ("arm", "N", "wall s", "CPU s", "peak MB", "load", "stock/ours wall", "stock/ours CPU"):
        table.add_column(heading, justify="left" if heading == "arm" else "right")
    by_arm: dict[str, list[Measured]] = {}
    for run in runs:
        by_arm.setdefault(run.arm, []).append(run)
    middle = {
        arm: [statistics.median(getattr(r, f) for r in of) for f in ("wall", "cpu")] for arm, of in by_arm.items()
    }
    for arm, of in by_arm.items():
        n, (wall, cpu) = of[0].learners, middle[arm]
        stock = middle.get("stock", [math.nan, math.nan])
        ratios = [f"{other / own:.1f}" for other, own in zip(stock, middle[arm], strict=True)]
        peak = max(run.peak_mb for run in of)
        load = statistics.median(run.load for run in of)
        table.add_row(arm, str(n), f"{wall / n:.3f}", f"{cpu / n:.3f}", f"{peak:.0f}", f"{load:.1f}", *ratios)
    console.print(table)
    table = Table("phase of ours", "CPU ms per submission", title="Where the time goes", title_justify="left")
    for name, milliseconds in phases.items():
        table.add_row(name, f"{milliseconds:.1f}")
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
