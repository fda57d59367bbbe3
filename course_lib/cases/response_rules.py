"""The firm's own rules for an incident: how severe it is, who is told by when, and what may be done to the system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

LEVELS = ("SEV-1", "SEV-2", "SEV-3")
METRICS = ("people harmed", "people exposed", "error budget used")
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


def draw_matrix(streams: Streams, values: Mapping[str, float]) -> tuple[Severity, ...]:
    """Draw a matrix in which one metric alone decides, and the other two would give the next lower level.

    Parameters
    ----------
    streams
        Random streams of the case.
    values
        What the incident reached, by metric.
    """
    rng = streams.rng("severity")
    deciding, first = rng.choice(METRICS), rng.choice((15, 20, 30))
    spans = rng.choice(_SPANS)
    rows = []
    for level, (of_deciding, of_others), minutes in zip(LEVELS, spans, (first, 2 * first, 4 * first), strict=True):
        spread = {metric: of_deciding if metric == deciding else of_others for metric in METRICS}
        least = tuple(_rounded(values[metric] * rng.uniform(*spread[metric])) for metric in METRICS)
        rows.append(Severity(level, least, minutes))
    return tuple(rows)


def _rounded(value: float) -> float:
    """Return a value to two significant digits: whole people, and shares."""
    return float(f"{value:.2g}")


def draw_steps(streams: Streams) -> tuple[Step, ...]:
    """Draw the path for both severities. Steps hang on earlier ones, so that latest minutes must be added up.

    Command comes first. Legal, communications and the sponsor are told in parallel, in an order of the case's own. The
    regulator has no minutes here: the earliest legal clock says when.
    """
    rng = streams.rng("escalation")
    to_commander = rng.choice((5, 10))
    latest = {STEPS[0]: 0, STEPS[1]: to_commander, STEPS[2]: to_commander + 5}
    grid = range(to_commander + 10, 65, 5)
    latest |= dict(zip(STEPS[3:6], rng.sample(grid, 3), strict=True))
    after = {STEPS[0]: "declaration", STEPS[1]: STEPS[0], STEPS[2]: STEPS[1]}
    after |= dict(zip(STEPS[3:6], rng.sample(("declaration", STEPS[1], STEPS[2]), 3), strict=True))
    rows = [
        Step(level, step, after[step], factor * (latest[step] - latest.get(after[step], 0)))
        for level, factor in ((LEVELS[0], 1), (LEVELS[1], 3))
        for step in STEPS[:6]
    ]
    rng.shuffle(rows)
    return tuple(rows)


def draw_actions(streams: Streams) -> tuple[Action, ...]:
    """Draw the planned actions: two move traffic only; of the other four, two keep a copy."""
    rng = streams.rng("actions")
    kept = set(rng.sample(ACTIONS[2:], 2)) | set(rng.sample(ACTIONS[:2], 1))
    return tuple(Action(name, _TOUCHES[name], name in kept) for name in rng.sample(ACTIONS, len(ACTIONS)))


def matrix_frame(matrix: Sequence[Severity]) -> "pd.DataFrame":
    """Return the severity matrix, one row a level."""
    import pandas as pd

    columns = [f"{metric.replace(' ', '_')}_from" for metric in METRICS]
    rows = [(one.level, *one.least, one.update_minutes) for one in matrix]
    return pd.DataFrame(rows, columns=["level", *columns, "update_every_minutes"])


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
