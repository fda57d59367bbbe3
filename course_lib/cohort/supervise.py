"""`course grade`: a class is graded by workers that hold no gradebook, and written down by one process that does."""

import fcntl
import getpass
import os
import shutil
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatch
from functools import partial
from glob import escape
from pathlib import Path
from typing import TextIO

from nbgrader.coursedir import CourseDirectory
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from course_lib.cohort.box import Limits, NoIsolation, choose_backend
from course_lib.cohort.intake import Refusal, Submission, read_folder
from course_lib.cohort.judge import Grader, Outcome
from course_lib.cohort.ledger import Entry, entries, gradebook, sqlite_file
from course_lib.cohort.pool import Pool
from course_lib.cohort.prepare import Assignment, prepare
from course_lib.cohort.record import Recorder
from course_lib.cohort.release import course_config
from course_lib.units import UNITS, load_unit

LOCK = ".course-grade.lock"
ALL_GRADED, SOMEBODY_UNGRADED, NOT_RUN = 0, 1, 2
_BYTES_A_STUDENT, _BYTES_SPARE = 4 << 20, 64 << 20

Runner = Callable[[Assignment, Iterable[Submission]], Iterator[Outcome]]


@dataclass(frozen=True)
class Summary:
    """What a run came to: whom it graded and skipped, and the ledger's entry of everybody who was asked for."""

    graded: tuple[str, ...]
    skipped: tuple[str, ...]
    standing: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def ungraded(self) -> dict[str, str]:
        """Return who has no marks and why; somebody whom a person has marked meanwhile is not among them."""
        return {who: one.refused for who, one in self.standing.items() if one.refused and one.waiting}

    @property
    def flagged(self) -> dict[str, Entry]:
        """Return whose automatic marks a person should look at."""
        return {who: one for who, one in self.standing.items() if one.flags and one.waiting and not one.refused}


def grade(
    root: Path,
    unit_id: str,
    *,
    students: Iterable[str] = ("*",),
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
) -> int:
    """Grade a class and print the summary; return the exit status.

    Parameters
    ----------
    root
        The course's folder.
    unit_id
        The assignment.
    students
        Whom to grade, as names or patterns.
    workers
        How many processes (default: one a processor).
    scheduler
        Address of a Dask scheduler whose workers are used instead.
    force
        Grade also what the ledger says is graded.

    Returns
    -------
    int
        0 if everybody is graded, 1 if somebody is not, 2 if nothing was done.
    """
    console = Console()
    try:
        with _locked(root):
            summary = grade_class(root.resolve(), unit_id, students, _runner(workers, scheduler), force, console)
    except (Refusal, NoIsolation) as reason:
        console.print(str(reason), style="bold", markup=False, highlight=False)
        return NOT_RUN
    _show(console, unit_id, summary)
    return SOMEBODY_UNGRADED if summary.ungraded or not summary.standing else ALL_GRADED


def _runner(workers: int | None, scheduler: str | None) -> Runner:
    if scheduler:
        from course_lib.cohort.cluster import run_on

        return partial(run_on, scheduler)
    choose_backend()  # says at once what is missing, not once a worker
    return partial(_run_here, workers or len(os.sched_getaffinity(0)))


def _run_here(count: int, assignment: Assignment, submissions: Iterable[Submission]) -> Iterator[Outcome]:
    load_unit(assignment.unit)  # the workers are forked with it
    with Pool(partial(Grader, assignment), count, Limits().notebook_wall_seconds) as pool:
        yield from pool.run(submissions)


def grade_class(
    root: Path, unit_id: str, patterns: Iterable[str], run: Runner, force: bool, console: Console
) -> Summary:
    """Grade those of a class whose entry in the ledger is missing or of another version."""
    if unit_id not in UNITS:
        raise Refusal(f"{unit_id!r} is not a unit of this course; there are {', '.join(UNITS)}.")
    directory = CourseDirectory(config=course_config(root))
    folders = _handed_in(directory, unit_id, list(patterns))
    if not folders:
        raise Refusal(f"Nobody has handed in {unit_id}: there is no {directory.submitted_directory}/*/{unit_id}.")
    _check_space(root, sqlite_file(directory.db_url), len(folders))
    with warnings.catch_warnings(), gradebook(directory.db_url, root, unit_id) as engine:
        warnings.filterwarnings("ignore", message="Object of type <.*> not in session")
        assignment = prepare(root, unit_id)
        recorder = Recorder(engine, assignment.config, unit_id)
        with engine.connect() as connection:
            known = {} if force else entries(connection, unit_id)
        unread = (read_folder(who, path, f"{unit_id}.ipynb", directory.ignore) for who, path in folders.items())
        skipped: list[str] = []
        new = _not_yet(unread, assignment.version, known, recorder, skipped)
        graded = []
        with _progress(console, unit_id, len(folders), skipped) as advance:
            for outcome in run(assignment, new):
                recorder.record(outcome)
                graded.append(outcome.student)
                advance()
        with engine.connect() as connection:
            standing = {who: one for who, one in entries(connection, unit_id).items() if who in folders}
    return Summary(tuple(graded), tuple(skipped), standing)


def _not_yet(
    submissions: Iterable[Submission], version: str, known: Mapping[str, Entry], recorder: Recorder, skipped: list[str]
) -> Iterator[Submission]:
    """Yield what is to be graded; the others' names are added to `skipped`."""
    for one in submissions:
        entry = known.get(one.student)
        there = entry is not None and (bool(entry.refused) or recorder.folder(one.student).is_dir())
        if there and entry.digest == one.digest(version):
            skipped.append(one.student)
        else:
            yield one


def _handed_in(directory: CourseDirectory, unit_id: str, patterns: list[str]) -> dict[str, Path]:
    """Return the submission folder of each student whose name fits one of the patterns."""
    every = directory.format_path(directory.submitted_directory, "\0", escape(unit_id))
    before, after = (part for part in every.split("\0"))
    base = Path(before)
    names = sorted(one.name for one in base.iterdir()) if base.is_dir() else []
    return {
        name: Path(f"{base}/{name}{after}")
        for name in names
        if _sound(name) and any(fnmatch(name, one) for one in patterns) and os.path.lexists(f"{base}/{name}{after}")
    }


def _sound(name: str) -> bool:
    return len(name) <= 128 and name.isprintable() and not name.startswith(".")


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the course's lock; who holds it stands in the file."""
    with open(root / LOCK, "a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal(f"This course is being graded: {_holder(file)}. Wait until that run has ended.") from None
        file.truncate(0)
        file.write(f"process {os.getpid()} of {getpass.getuser()}, since {datetime.now():%Y-%m-%d %H:%M:%S}")
        file.flush()
        yield
        file.truncate(0)


def _holder(file: TextIO) -> str:
    file.seek(0)
    return file.read(200).strip() or "by another process"


def _check_space(root: Path, file: Path | None, count: int) -> None:
    wanted = _BYTES_SPARE + _BYTES_A_STUDENT * count
    if file is not None and file.is_file():
        wanted += 3 * file.stat().st_size
    free = shutil.disk_usage(root).free
    if free < wanted:
        raise Refusal(f"There are {free >> 20} MB left on the disk, and grading may need {wanted >> 20}; make room.")


class _Rate(ProgressColumn):
    """Submissions a minute."""

    def render(self, task: Task) -> Text:
        return Text(f"{60 * (task.speed or 0):.0f} a minute")


@contextmanager
def _progress(console: Console, unit_id: str, total: int, skipped: list[str]) -> Iterator[Callable[[], None]]:
    """Show a bar that is drawn anew with each submission (no thread of its own: workers may be forked meanwhile)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, auto_refresh=False) as bar:
        task = bar.add_task(f"grade {unit_id}", total=total)
        done = Counter[str]()

        def advance() -> None:
            done["graded"] += 1
            bar.update(task, completed=done["graded"] + len(skipped), refresh=True)

        yield advance
        bar.update(task, completed=done["graded"] + len(skipped), refresh=True)


def _show(console: Console, unit_id: str, summary: Summary) -> None:
    title = f"{unit_id}: {len(summary.graded)} graded now, {len(summary.skipped)} as they were"
    table = Table("learner", "what", "why", title=title, title_justify="left")
    for who, reason in summary.ungraded.items():
        table.add_row(Text(who), "not graded", Text(reason))
    for who, entry in summary.flagged.items():
        first = next(iter(entry.flags.values()))
        count = len(entry.flags)
        table.add_row(Text(who), f"{count} answer{'s' * (count > 1)} for a person", Text(first))
    for who, entry in summary.standing.items():
        for note in entry.notes:
            table.add_row(Text(who), "note", Text(note))
    console.print(table if table.row_count else title)
