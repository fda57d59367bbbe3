"""What the units share when they draw data: frames built on first use, and whole counts that keep their total."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Frames(Mapping[str, "pd.DataFrame"]):
    """The data frames of a case by name. Each is built once, when it is first asked for."""

    def __init__(self, builders: Mapping[str, Callable[[], "pd.DataFrame"]]) -> None:
        self._builders = dict(builders)
        self._built: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> "pd.DataFrame":
        if name not in self._builders:
            raise KeyError(f"{name!r} is not a data frame of this case; there are {', '.join(self._builders)}.")
        if name not in self._built:
            self._built[name] = self._builders[name]()
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._builders)

    def __len__(self) -> int:
        return len(self._builders)

    def __repr__(self) -> str:
        return f"data frames: {', '.join(self._builders)}"


def allocate(total: int, weights: Sequence[float]) -> list[int]:
    """Split `total` into whole counts proportional to `weights` (largest remainder)."""
    scale = total / math.fsum(weights)
    exact = [weight * scale for weight in weights]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts


def solve_increasing(function: Callable[[float], float], target: float, *, low: float, high: float) -> float:
    """Return where an increasing function reaches `target`, by bisection to double precision."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < target else (low, middle)
    return (low + high) / 2
