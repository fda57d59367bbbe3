"""What a fraud model did with good customers before and after a change of merchant categories; and its scores."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

CATEGORIES = ("groceries", "fuel", "travel", "digital goods", "marketplaces")
RENAMED = {name: name.title() for name in CATEGORIES}  # how the new feed writes them
_DAYS = 7
_EDGES = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.20, 0.40)
_MIDDLES = (0.002, 0.014, 0.024, 0.038, 0.062, 0.097, 0.155, 0.28, 0.62)


@dataclass(frozen=True)
class DeclineDay:
    """One day of one category: good transactions, and how many of them were declined."""

    day: date
    category: str
    written: str
    good: int
    good_declined: int


@dataclass(frozen=True)
class ScoreBin:
    """Transactions of one day with a score from `score_from` to the next bin: how many were good, how many fraud."""

    score_from: float
    good: int
    fraud: int


def draw_days(streams: Streams, change: date, changed: str, rates: tuple[float, float]) -> tuple[DeclineDay, ...]:
    """Return fifteen days by category: seven before the change, the day itself, seven after."""
    rng = streams.rng("decline days")
    renamed_from = change + timedelta(days=rng.randint(3, 5))
    rows = []
    for category in CATEGORIES:
        base = rng.randint(40, 70) / 10_000
        before, after = rates if category == changed else (base, base * rng.randint(98, 103) / 100)
        size = 7_000 * rng.randint(6, 12) if category == changed else 7_000 * rng.randint(8, 30)
        grown = round(size * rng.randint(140, 155) / 100 / 100) * 100 if category == changed else size
        for first, total, rate in (
            (change - timedelta(days=_DAYS), size, before),
            (change, size // 9, (before + after) / 2),
            (change + timedelta(days=1), grown, after),
        ):
            days = 1 if first == change else _DAYS
            weights = [
                (1.5 if (first + timedelta(days=i)).weekday() == 5 else 1) * rng.uniform(0.9, 1.1) for i in range(days)
            ]
            good = allocate(total, weights)
            declined = allocate(round(total * rate), [count * rng.uniform(0.95, 1.05) for count in good])
            for i, (count, lost) in enumerate(zip(good, declined, strict=True)):
                day = first + timedelta(days=i)
                written = RENAMED[category] if day >= renamed_from else category
                rows.append(DeclineDay(day, category, written, count, lost))
    return tuple(rows)


def draw_bins(streams: Streams) -> tuple[ScoreBin, ...]:
    """Return a day's transactions by score; the score is a calibrated probability of fraud."""
    rng = streams.rng("score bins")
    sizes = [
        rng.randint(180, 260) * 1_000,
        *(
            rng.randint(low, high) * 10
            for low, high in ((500, 700), (260, 340), (150, 210), (90, 130), (50, 70), (26, 36), (14, 22), (9, 14))
        ),
    ]
    return tuple(
        ScoreBin(edge, size - (fraud := round(size * middle)), fraud)
        for edge, middle, size in zip(_EDGES, _MIDDLES, sizes, strict=True)
    )


def days_frame(days: tuple[DeclineDay, ...], twice: tuple[date, ...], changed: str, seed: int) -> "pd.DataFrame":
    """Return the days as a table in no order; the changed category's rows of the days `twice` were sent two times."""
    import pandas as pd

    rows = [one for one in days for _ in range(2 if one.category == changed and one.day in twice else 1)]
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime([one.day for one in rows]),
            "category": [one.written for one in rows],
            "good": [one.good for one in rows],
            "good_declined": [one.good_declined for one in rows],
        }
    )
    return frame.sample(frac=1, random_state=seed % 2**32).reset_index(drop=True)
