"""Generator of late conversions of a recommender: what was shown each day, and the orders that followed.

An order comes days after the recommendation was shown, by a lognormal delay. From one day on the model has drifted and
converts less, whatever the delay. Orders after today are not there yet, so the youngest days look worst. A crawler is
logged from some day on: it is shown recommendations and never orders. Order events of a retried payment come twice.
"""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from statistics import NormalDist
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

REFERENCE = tuple(range(1, 15))
_CLIENTS = ("app", "web")
_MEDIAN_DELAY, _SPREAD, _LONGEST = 3.0, 0.95, 30


@dataclass(frozen=True)
class ShownDay:
    """One day of recommendations: shown to people in the app and on the web, and to the crawler.

    `orders[k]` counts the orders of people that came k days later and not after today, `repeated[k]` the second events
    among them.
    """

    day: int
    app: int
    web: int
    crawler: int
    orders: tuple[int, ...]
    repeated: tuple[int, ...]


@dataclass(frozen=True)
class ConversionLog:
    """All days up to `today`, whose orders are in; `window` is the age in days at which a recommendation is judged."""

    days: tuple[ShownDay, ...]
    today: int
    window: int

    @property
    def mature_days(self) -> tuple[int, ...]:
        """The latest seven days on which every recommendation has had its whole window."""
        last = self.today - self.window
        return tuple(range(last - 6, last + 1))

    @property
    def latest_days(self) -> tuple[int, ...]:
        """The seven days up to today."""
        return tuple(range(self.today - 6, self.today + 1))

    def rate(self, days: Iterable[int], *, within: int | None, crawler: bool = False, repeated: bool = False) -> float:
        """Return orders within so many days of being shown (None: whenever) over recommendations shown."""
        wanted = frozenset(days)
        chosen = [one for one in self.days if one.day in wanted]
        end = _LONGEST if within is None else within
        orders = sum(sum(one.orders[: end + 1]) + repeated * sum(one.repeated[: end + 1]) for one in chosen)
        return orders / sum(one.app + one.web + crawler * one.crawler for one in chosen)


def draw_log(streams: Streams) -> ConversionLog:
    """Draw six weeks of recommendations."""
    size, rates = streams.rng("recommendations"), streams.rng("conversion")
    today, window = 42, rates.randint(5, 8)
    shown, rate, loss = 100 * size.randint(80, 130), rates.randint(36, 56) / 1000, rates.randint(14, 30) / 100
    drift_day, crawler_day = rates.randint(18, 22), size.randint(17, 24)
    crawled = size.randint(22, 40) / 100
    noise, more = streams.rng("orders"), streams.rng("repeated orders")
    days = []
    for day in range(1, today + 1):
        app, web = allocate(shown + 10 * size.randint(-60, 60), [size.uniform(0.6, 0.66), 0.37])
        people = app + web
        crawler = round(people * crawled * size.uniform(0.95, 1.05)) if day >= crawler_day else 0
        orders = _orders(noise, people * rate * (1 - loss * (day >= drift_day)), today - day)
        again = 0.03 if day < crawler_day else 0.12
        repeated = tuple(allocate(round(sum(orders) * again * more.uniform(0.9, 1.1)), orders))
        days.append(ShownDay(day, app, web, crawler, orders, repeated))
    return ConversionLog(tuple(days), today, window)


def _orders(noise: Random, expected: float, oldest: int) -> tuple[int, ...]:
    reached = [_arrived(k) for k in range(min(oldest, _LONGEST) + 2)]
    means = [expected * (late - early) for early, late in itertools.pairwise(reached)]
    return tuple(max(1, round(mean + 0.8 * noise.gauss(0, 1) * math.sqrt(mean))) for mean in means)


def _arrived(days: int) -> float:
    """Return the share of orders that come within so many days."""
    return 0.0 if days == 0 else NormalDist().cdf(math.log(days / _MEDIAN_DELAY) / _SPREAD)


def shown_frame(log: ConversionLog) -> "pd.DataFrame":
    """Return what was shown, one row a day and client."""
    import pandas as pd

    rows = [(one.day, client, getattr(one, client)) for one in log.days for client in (*_CLIENTS, "crawler")]
    table = pd.DataFrame(rows, columns=["shown_day", "client", "recommendations"])
    return table[table["recommendations"] > 0].reset_index(drop=True)


def orders_frame(log: ConversionLog, seed: int) -> "pd.DataFrame":
    """Return the orders, one row an event, in an order drawn from `seed`; a second event keeps its order number."""
    import numpy as np
    import pandas as pd

    cells = [
        (one.day, one.day + k, count, again)
        for one in log.days
        for k, (count, again) in enumerate(zip(one.orders, one.repeated, strict=True))
    ]
    shown_day, ordered_day, count, again = (np.array(column) for column in zip(*cells, strict=True))
    rng = np.random.default_rng(seed)
    ids = 500_000 + rng.permutation(int(count.sum())).astype("int32")
    first = np.cumsum(count) - count
    twice = np.concatenate([ids[start : start + k] for start, k in zip(first, again, strict=True)])
    cell = np.concatenate([np.repeat(np.arange(len(count)), n) for n in (count, again)])
    order = rng.permutation(len(cell))
    columns = {"order_id": np.concatenate([ids, twice]), "shown_day": shown_day[cell], "ordered_day": ordered_day[cell]}
    return pd.DataFrame({name: values[order] for name, values in columns.items()})
