"""Work done once for a scenario that many answers start from, and forgotten with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Worked = TypeVar("Worked")


def once_a_scenario(work: Callable[..., Worked]) -> Callable[..., Worked]:
    """Remember what `work(scenario, *rest)` returned, as long as the scenario lives. Scenarios compare by identity."""
    kept: WeakKeyDictionary[Any, dict[tuple[Any, ...], Worked]] = WeakKeyDictionary()

    @wraps(work)
    def looked_up(scenario: object, *rest: object) -> Worked:
        known = kept.setdefault(scenario, {})
        if rest not in known:
            known[rest] = work(scenario, *rest)
        return known[rest]

    return looked_up
