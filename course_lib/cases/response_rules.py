"""The firm's own rules for an incident: how severe it is, who is told by when, and what may be done to the system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import random

    import pandas as pd

LEVELS = ("SEV-1", "SEV-2", "SEV-3")
METRICS = ("number of people harmed", "number of people exposed", "error budget used")
_COLUMNS = ("people_harmed_from", "people_exposed_from", "error_budget_used_from")
STEPS = (
    "on-call ML engineer",
    "incident commander",
    "AI product manager",
    "legal and compliance",
    "communications lead",
    "executive sponsor",
    "regulator",
)
ACTIONS = (
    "switch automatic cuts off everywhere",
    "send new applications to the manual desk",
    "retrain the model on corrected features",
    "rebuild the feature store",
    "move the decision logs to a cheaper store",
    "replace the statement service",
)
_SPANS = (  # least of a level over what was reached: by the deciding metric, by the others; the most severe level first
    (((0.65, 0.85), (1.25, 2.2)), ((0.3, 0.6), (0.3, 0.6)), ((0.06, 0.15), (0.06, 0.15))),
    (((1.4, 2.4), (3, 5)), ((0.65, 0.85), (1.25, 2.2)), ((0.3, 0.6), (0.3, 0.6))),
)
_TOUCHES = {
    "switch automatic cuts off everywhere": "traffic",
    "send new applications to the manual desk": "traffic",
    "retrain the model on corrected features": "model",
    "rebuild the feature store": "features",
    "move the decision logs to a cheaper store": "logs",
    "replace the statement service": "service",
}


@dataclass(frozen=True)
class Severity:
    """One row of the severity matrix: the least that makes an incident this severe, and how often updates go out."""

    level: str
    least: tuple[float, ...]
    update_minutes: int


@dataclass(frozen=True)
class Step:
    """One step of the escalation path: at most `minutes` after another step (or after the declaration)."""

    level: str
    step: str
    after: str
    minutes: int


@dataclass(frozen=True)
class Action:
    """Something planned for the first days: what it changes, and whether a copy of the state before is kept."""

    action: str
    changes: str
    copy_kept: bool


def draw_update_minutes(streams: Streams) -> int:
    """Draw how often customers hear from the firm on the most severe level; each level below has twice the minutes."""
    return streams.rng("updates").choice((30, 45, 60))


def draw_matrix(streams: Streams, values: Mapping[str, float], update_minutes: int) -> tuple[Severity, ...]:
    """Draw a matrix in which one metric alone decides, and the other two would give the next lower level.

    Parameters
    ----------
    streams
        Random streams of the case.
    values
        What the incident reached, by metric.
    update_minutes
        Minutes between two updates on the most severe level.
    """
    rng = streams.rng("severity")
    deciding, spans = rng.choice(METRICS), rng.choice(_SPANS)
    every = (update_minutes, 2 * update_minutes, 4 * update_minutes)
    rows = []
    for level, (of_deciding, of_others), minutes in zip(LEVELS, spans, every, strict=True):
        spread = {metric: of_deciding if metric == deciding else of_others for metric in METRICS}
        least = tuple(_rounded(values[metric] * rng.uniform(*spread[metric])) for metric in METRICS)
        rows.append(Severity(level, least, minutes))
    return tuple(rows)


def _rounded(value: float) -> float:
    """Return a value to two significant digits: whole people, and shares."""
    return float(f"{value:.2g}")


def draw_steps(streams: Streams, update_minutes: int) -> tuple[Step, ...]:
    """Draw the path for both severities; the less severe one leaves twice the time.

    Steps hang on earlier ones, so that latest minutes must be added up: the rows' own minutes, which are all different,
    give another order. Command comes first. Legal, communications and the sponsor are told in parallel, in an order of
    the case's own, and communications before the first update is due. The regulator has no minutes here: the earliest
    legal clock says when.
    """
    rng = streams.rng("escalation")
    while True:
        after, latest = _after(rng), _latest(rng, update_minutes)
        minutes = {step: latest[step] - latest.get(after[step], 0) for step in latest}
        if len(set(minutes.values())) == len(minutes) and sorted(minutes, key=minutes.get) != sorted(
            latest, key=latest.get
        ):
            break
    rows = [
        Step(level, step, after[step], factor * minutes[step])
        for level, factor in ((LEVELS[0], 1), (LEVELS[1], 2))
        for step in STEPS[:6]
    ]
    rng.shuffle(rows)
    return tuple(rows)


def _after(rng: "random.Random") -> dict[str, str]:
    """Return, by step, the step before it."""
    parallel = rng.sample(("declaration", STEPS[1], STEPS[2]), 3)
    return dict(zip(STEPS[:6], ("declaration", STEPS[0], STEPS[1], *parallel), strict=True))


def _latest(rng: "random.Random", update_minutes: int) -> dict[str, int]:
    """Return the latest minute of each step on the most severe level."""
    commander, product = rng.choice(((5, 15), (10, 15), (5, 20)))
    grid = range(product + 5, 65, 5)
    communications = rng.choice([minute for minute in grid if minute <= update_minutes])
    legal, sponsor = rng.sample([minute for minute in grid if minute != communications], 2)
    return dict(zip(STEPS[:6], (0, commander, product, legal, communications, sponsor), strict=True))


def draw_actions(streams: Streams) -> tuple[Action, ...]:
    """Draw the planned actions: two move traffic only; of the other four, two keep a copy."""
    rng = streams.rng("actions")
    kept = set(rng.sample(ACTIONS[2:], 2)) | set(rng.sample(ACTIONS[:2], 1))
    return tuple(Action(name, _TOUCHES[name], name in kept) for name in rng.sample(ACTIONS, len(ACTIONS)))


def matrix_frame(matrix: Sequence[Severity]) -> "pd.DataFrame":
    """Return the severity matrix, one row a level."""
    import pandas as pd

    rows = [(one.level, *one.least, one.update_minutes) for one in matrix]
    return pd.DataFrame(rows, columns=["level", *_COLUMNS, "update_every_minutes"])


def steps_frame(steps: Sequence[Step]) -> "pd.DataFrame":
    """Return the escalation path as its owners wrote it: each step after another one."""
    import pandas as pd

    columns = ["level", "step", "after", "within_minutes"]
    return pd.DataFrame([(one.level, one.step, one.after, one.minutes) for one in steps], columns=columns)


def actions_frame(actions: Sequence[Action]) -> "pd.DataFrame":
    """Return the planned actions."""
    import pandas as pd

    rows = [(one.action, one.changes, one.copy_kept) for one in actions]
    return pd.DataFrame(rows, columns=["action", "changes", "copy_kept"])
