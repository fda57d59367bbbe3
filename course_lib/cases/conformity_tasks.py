"""The plan of a conformity file by task, and the log whose storage the law asks for."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

AUDIT = "X"
_SATURDAY = 5
_TASKS = (  # task, what, after, least and most working days
    ("A", "inventory and risk file", "", (10, 20)),
    ("B", "data governance", "A", (12, 26)),
    ("C", "tests for accuracy and bias", "A", (12, 26)),
    ("D", "technical documentation", "B, C", (15, 30)),
    ("E", "internal control check", "D, G", (8, 16)),
    ("F", "training for human oversight", "A", (8, 20)),
    ("G", "quality management system", "", (15, 30)),
    ("H", "declaration, marking, registration", "E, F", (3, 8)),
    (AUDIT, "audit by a notified body", "D", (55, 70)),
)
LOG_DAYS, SYSTEMS = 28, ("credit score", "chat assistant")


@dataclass(frozen=True)
class Task:
    """A task of the plan. `first_days` is its first estimate, None if that still stands. The audit is not needed."""

    task: str
    what: str
    after: str
    days: int
    first_days: int | None

    @property
    def before(self) -> tuple[str, ...]:
        """The tasks that it waits for."""
        return tuple(self.after.split(", ")) if self.after else ()


@dataclass(frozen=True)
class Log:
    """Requests a day of two systems over four weeks; some days arrived twice."""

    days: tuple[date, ...]
    requests: tuple[tuple[int, ...], ...]
    twice: tuple[int, ...]


def draw_tasks(streams: Streams) -> tuple[Task, ...]:
    """Draw the plan; some tasks were estimated again."""
    rng = streams.rng("tasks")
    again = rng.sample(("A", "D", "E"), 2)
    days = {task: rng.randint(*span) for task, _, _, span in _TASKS}
    days["C"] = days["B"] + rng.choice((-1, 1)) * rng.randint(3, 9)  # two branches of clearly different length
    return tuple(
        Task(task, what, after, days[task], days[task] - rng.randint(4, 6) if task in again else None)
        for task, what, after, _ in _TASKS
    )


def draw_log(streams: Streams, today: date) -> Log:
    """Draw four weeks of requests."""
    rng = streams.rng("log")
    days = tuple(today - timedelta(days=LOG_DAYS - i) for i in range(LOG_DAYS))
    weekend = [i for i, day in enumerate(days) if day.weekday() >= _SATURDAY]  # quieter, so that a copy moves the mean
    scored = 10_000 * rng.randint(60, 200)
    usual = scored, scored * rng.randint(30, 60) // 100
    requests = tuple(
        tuple(round(level * (0.7 if day.weekday() >= _SATURDAY else 1.0) * rng.uniform(0.9, 1.1), -2) for day in days)
        for level in usual
    )
    return Log(days, tuple(tuple(int(one) for one in row) for row in requests), tuple(rng.sample(weekend, 5)))


def tasks_frame(tasks: tuple[Task, ...]) -> "pd.DataFrame":
    """Build the plan: one row an estimate, in the order in which they were made."""
    import pandas as pd

    first = [(one.task, one.what, one.after, one.first_days or one.days, 1, "in") for one in tasks]
    again = [(one.task, one.what, one.after, one.days, 2, "in") for one in tasks if one.first_days]
    audit = [(one.task, one.what, one.after, one.days, 2, "dropped") for one in tasks if one.task == AUDIT]
    columns = ["task", "what", "after", "working_days", "revision", "scope"]
    return pd.DataFrame(first + again + audit, columns=columns)


def log_frame(log: Log, row_seed: int) -> "pd.DataFrame":
    """Build the log: one row a day and system; a day that arrived twice stands there twice."""
    import pandas as pd

    rows = [
        (day, system, count)
        for system, counts in zip(SYSTEMS, log.requests, strict=True)
        for day, count in zip(log.days, counts, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["day", "system", "requests"])
    frame = pd.concat([frame, frame.iloc[list(log.twice)]]).assign(day=lambda table: pd.to_datetime(table["day"]))
    return frame.sample(frac=1, random_state=row_seed % 2**32).reset_index(drop=True)
