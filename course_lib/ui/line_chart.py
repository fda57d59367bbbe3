"""A small line chart as plain data, drawn in the browser: series, axes with their units, and the alternative text."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Points = Sequence[tuple[float, float]]


def line_chart(
    title: str, series: Mapping[str, Points], *, x: str, y: str, ticks: Sequence[tuple[float, str]], alt: str
) -> dict[str, object]:
    """Return a chart; `ticks` are the marks of the x axis, the first and the last of them its ends."""
    top = max((value for points in series.values() for _, value in points), default=0)
    return {
        "title": title,
        "x": x,
        "y": y,
        "ticks": [list(tick) for tick in ticks],
        "top": _round_up(top),
        "series": [
            {"name": name, "points": [[round(at, 2), round(value, 3)] for at, value in points]}
            for name, points in series.items()
        ],
        "alt": alt,
    }


def over_time(name: str, frame: "pd.DataFrame") -> dict[str, object] | None:
    """Return the chart of a frame that has a day and a number, summed by day; None for any other frame.

    Nothing is cleaned before: what is wrong with the rows is wrong with the line, and the chart says so.
    """
    kinds = {column: frame[column].dtype.kind for column in frame.columns}
    days, numbers = ([one for one, kind in kinds.items() if kind in which] for which in ("M", "iuf"))
    if not (days and numbers):
        return None
    day, number = days[0], numbers[-1]
    sums = frame.groupby(day)[number].sum()
    first, last = sums.index[0], sums.index[-1]
    return line_chart(
        f"{name}: {number}",
        {"rows as they stand": [((at - first).days, float(value)) for at, value in sums.items()]},
        x=day,
        y="sum of a day",
        ticks=[(0, f"{first:%d %b}"), ((last - first).days, f"{last:%d %b}")],
        alt=f"{number}, summed by day over the rows as they stand: {sums.iloc[0]:,.0f} on {first:%d %B}, "
        f"{sums.iloc[-1]:,.0f} on {last:%d %B}; lowest {sums.min():,.0f}, highest {sums.max():,.0f}.",
    )


def _round_up(value: float) -> float:
    """Return the next presentable number, for the top of an axis."""
    size = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 0.1
    return next(step * size for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * size >= value)
