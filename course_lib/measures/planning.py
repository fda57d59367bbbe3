"""Plans in numbers: critical path, earned value, capacity, overlap of two lists."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from course_lib.measures import checks


@dataclass(frozen=True)
class CriticalPath:
    """Length of the longest chain of tasks, and its tasks in order."""

    length: float
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Scheduled:
    """When a task can start and end at the earliest, and how long it can wait before the plan ends later."""

    start: float
    finish: float
    slack: float


def critical_path(durations: Mapping[str, float], predecessors: Mapping[str, Iterable[str]]) -> CriticalPath:
    """Longest chain of dependent tasks: the shortest time in which the plan can end.

    Parameters
    ----------
    durations : mapping of str to float
        Length of each task.
    predecessors : mapping of str to iterable of str
        Tasks that must end before a task starts; tasks without any may be left out.

    Returns
    -------
    CriticalPath
        Of equally long chains the one that comes first in ``durations``.

    Raises
    ------
    ValueError
        If there is no task, a duration is negative, a task is unknown, or tasks wait in a circle.

    References
    ----------
    Kelley and Walker (1959), Critical-Path Planning and Scheduling.
    """
    lengths, waits = _plan(durations, predecessors)
    chains: dict[str, CriticalPath] = {}
    for task in _in_order(lengths, waits):
        before = max((chains[name] for name in waits.get(task, ())), key=_length, default=CriticalPath(0.0, ()))
        chains[task] = CriticalPath(before.length + lengths[task], (*before.tasks, task))
    return max((chains[task] for task in lengths), key=_length)


def schedule(durations: Mapping[str, float], predecessors: Mapping[str, Iterable[str]]) -> dict[str, Scheduled]:
    """Earliest start, earliest finish and total slack of every task, from the start of the plan.

    Parameters
    ----------
    durations : mapping of str to float
        Length of each task.
    predecessors : mapping of str to iterable of str
        Tasks that must end before a task starts; tasks without any may be left out.

    Returns
    -------
    dict of str to Scheduled
        In the order of ``durations``. A task without slack is critical.

    Raises
    ------
    ValueError
        If there is no task, a duration is negative, a task is unknown, or tasks wait in a circle.

    References
    ----------
    Kelley and Walker (1959), Critical-Path Planning and Scheduling.
    """
    lengths, waits = _plan(durations, predecessors)
    order = _in_order(lengths, waits)
    starts: dict[str, float] = {}
    for task in order:
        starts[task] = max((starts[name] + lengths[name] for name in waits.get(task, ())), default=0.0)
    ends = {task: starts[task] + lengths[task] for task in lengths}
    latest = dict.fromkeys(lengths, max(ends.values()))
    for task in reversed(order):
        for name in waits.get(task, ()):
            latest[name] = min(latest[name], latest[task] - lengths[task])
    return {task: Scheduled(starts[task], ends[task], latest[task] - ends[task]) for task in lengths}


def schedule_performance_index(earned_value: float, planned_value: float) -> float:
    """Earned value over planned value: above 1 is ahead of the plan.

    Raises
    ------
    ValueError
        If a value is negative, or the planned value is zero.

    References
    ----------
    ISO 21508:2018, Earned value management.
    """
    planned = checks.amount("planned_value", planned_value, zero=False)
    return checks.finite(checks.amount("earned_value", earned_value) / planned)


def cost_performance_index(earned_value: float, actual_cost: float) -> float:
    """Earned value over actual cost: above 1 is cheaper than the plan.

    Raises
    ------
    ValueError
        If a value is negative, or the actual cost is zero.

    References
    ----------
    ISO 21508:2018, Earned value management.
    """
    spent = checks.amount("actual_cost", actual_cost, zero=False)
    return checks.finite(checks.amount("earned_value", earned_value) / spent)


def capacity_utilisation(person_weeks_needed: float, *, people: float, focus_share: float, weeks: float) -> float:
    """Work asked for over work available: ``needed / (people * focus share * weeks)``; above 1 does not fit.

    Raises
    ------
    ValueError
        If an amount is negative, nobody is there, or the focus share is not a fraction above 0.
    """
    needed = checks.amount("person_weeks_needed", person_weeks_needed)
    team, length = checks.amount("people", people, zero=False), checks.amount("weeks", weeks, zero=False)
    return checks.finite(needed / team / length / checks.rate("focus_share", focus_share, zero=False))


def jaccard_overlap(items: Iterable[Hashable], reference: Iterable[Hashable]) -> float:
    """Shared items over all items of two lists, each item counted once.

    Raises
    ------
    ValueError
        If both lists are empty.
    """
    own, other = set(checks.groups("items", items)), set(checks.groups("reference", reference))
    if not own | other:
        raise ValueError("items and reference are both empty, but at least one item is needed.")
    return len(own & other) / len(own | other)


def _plan(
    durations: Mapping[str, float], predecessors: Mapping[str, Iterable[str]]
) -> tuple[dict[str, float], dict[str, tuple[Hashable, ...]]]:
    checks.instance("durations", durations, Mapping)
    checks.instance("predecessors", predecessors, Mapping)
    lengths = {task: checks.amount(f"durations[{task!r}]", value) for task, value in durations.items()}
    waits = {task: checks.groups(f"predecessors[{task!r}]", names) for task, names in predecessors.items()}
    unknown = set(waits).union(*waits.values()) - set(lengths)
    if unknown or not lengths:
        missing = ", ".join(sorted(map(str, unknown))) or "any task"
        raise ValueError(f"durations must name every task, but it lacks {missing}.")
    return lengths, waits


def _in_order(lengths: Mapping[str, float], waits: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the tasks with every task behind those that it waits for."""
    from graphlib import CycleError, TopologicalSorter

    try:
        return list(TopologicalSorter(dict.fromkeys(lengths, ()) | dict(waits)).static_order())
    except CycleError as error:
        raise ValueError(f"The tasks wait for each other in a circle: {', '.join(map(str, error.args[1]))}.") from error


def _length(chain: CriticalPath) -> float:
    return chain.length
