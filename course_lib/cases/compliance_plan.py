"""Exhibit D of the regulatory impact: the tasks of a conformity plan, with what each waits for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

# task, what it waits for, working days from and to
_TASKS = (
    ("scope and role", (), (8, 14)),
    ("risk management", ("scope and role",), (18, 30)),
    ("data governance", ("scope and role",), (20, 34)),
    ("logging", ("scope and role",), (10, 16)),
    ("human oversight", ("risk management",), (12, 20)),
    ("accuracy and robustness", ("data governance", "risk management"), (16, 28)),
    ("technical documentation", ("accuracy and robustness", "human oversight", "logging"), (12, 20)),
    ("quality system", ("scope and role",), (40, 56)),
    ("internal control", ("technical documentation", "quality system"), (8, 14)),
    ("declaration and registration", ("internal control",), (4, 8)),
)
ADVISED = "external certificate"  # a consultant's idea: no task waits for it and the law does not ask for it


@dataclass(frozen=True)
class Task:
    """A task in one revision of the plan; working days."""

    task: str
    waits_for: tuple[str, ...]
    revision: int
    days: int
    state: str


@dataclass(frozen=True)
class TaskPlan:
    """The plan as it was kept: four tasks stand in two revisions, of which the later counts; one was dropped."""

    rows: tuple[Task, ...]

    def days(self, revision: str = "latest") -> dict[str, int]:
        """Return the working days by task, of the `latest` or the `first` revision of tasks in the plan."""
        ordered = sorted(self.rows, key=lambda row: row.revision, reverse=revision == "first")
        return {row.task: row.days for row in ordered if row.state == "in plan"}

    def waits(self) -> dict[str, tuple[str, ...]]:
        """Return what each task of the plan waits for."""
        return {row.task: row.waits_for for row in self.rows if row.state == "in plan"}

    @property
    def dropped_days(self) -> int:
        """Working days of the dropped task."""
        return next(row.days for row in self.rows if row.state != "in plan")

    def tasks(self) -> "pd.DataFrame":
        """Build the table of tasks."""
        import pandas as pd

        rows = [(row.task, "; ".join(row.waits_for), row.revision, row.days, row.state) for row in self.rows]
        return pd.DataFrame(rows, columns=["task", "waits_for", "revision", "working_days", "state"])


def draw_plan(streams: Streams) -> TaskPlan:
    """Draw the durations, and which four tasks were estimated again."""
    rng = streams.rng("tasks")
    days = {task: rng.randint(*span) for task, _, span in _TASKS}
    again = rng.sample([task for task, _, _ in _TASKS[1:7]], 4)
    rows = []
    for task, waits, _ in _TASKS:
        if task in again:
            rows.append(Task(task, waits, 1, days[task] - rng.randint(3, 6), "in plan"))
        rows.append(Task(task, waits, 2 if task in again else 1, days[task], "in plan"))
    rows.append(Task(ADVISED, ("technical documentation",), 1, rng.randint(30, 45), "dropped"))
    rng.shuffle(rows)
    return TaskPlan(tuple(rows))
