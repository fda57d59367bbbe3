"""Draws what a staged launch is planned from: stages, daily traffic, who can stop it, and blocks of review hours."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

COHORTS = ("loyalty members", "one market", "app users", "everyone")
QUEUES = ("just below the line", "large amounts", "repeat claims", "new sellers", "random sample")
ON_CALL = ("product on-call", "support on-call", "engineering on-call", "risk on-call", "vendor's service desk")
WEEK_HOURS = 168
BLOCK_HOURS = 10
BLOCKS = 6


@dataclass(frozen=True)
class Stage:
    """One stage of a plan: who joins, and the share of all users exposed while it is open."""

    plan: str
    cohort: str
    share_exposed: float


@dataclass(frozen=True)
class Traffic:
    """Users with a refund request on one day, by source. On a day that is not complete, logging failed for hours."""

    day: date
    source: str
    users: int
    complete: bool


@dataclass(frozen=True)
class OnCall:
    """Somebody who might stop the launch."""

    role: str
    hours_a_week: int
    minutes_to_reach: int
    stops_alone: bool


@dataclass(frozen=True)
class Block:
    """Ten hours of review in one queue: what they would find, after the blocks before it in the same queue."""

    queue: str
    block: int
    errors_found: int
    usd_per_error: int

    @property
    def value(self) -> int:
        """Money that the errors found would have cost."""
        return self.errors_found * self.usd_per_error


def draw_stages(streams: Streams, *, arm: int, users_a_day: int, most_users: int) -> tuple[Stage, ...]:
    """Return the superseded plan and the current one; each ends with everyone, in an order of its own before that.

    At the share of the second current stage an arm of `arm` users takes weeks to fill, and there are so many users.
    """
    rng = streams.rng("stages")
    needed = {share: 1000 * arm / share for share in (40, 50, 60, 80, 100)}  # users to draw the arm from
    fitting = [share for share, least in needed.items() if least > 19 * users_a_day and 1.1 * least < most_users]
    current = [rng.choice((10, 15, 20)), rng.choice(fitting or [100]), rng.choice((200, 250, 300)), 1000]
    older = [rng.choice((5, 25)), rng.choice((125, 150)), rng.choice((350, 400)), 1000]
    first, second = rng.sample(list(itertools.permutations(COHORTS[:-1])), 2)
    plans = (("superseded", first, older), ("current", second, current))
    return tuple(
        Stage(plan, cohort, share / 1000)
        for plan, cohorts, shares in plans
        for cohort, share in zip((*cohorts, COHORTS[-1]), shares, strict=True)
    )


def draw_traffic(streams: Streams, *, users: int) -> tuple[Traffic, ...]:
    """Return four weeks before the launch; `users` is the level around which customers come on a complete day."""
    rng = streams.rng("traffic")
    start = date(2027, 1, 4) + timedelta(weeks=rng.randint(0, 8))
    failed = set(rng.sample(range(28), rng.choice((5, 6))))
    tests = round(users * rng.randint(14, 20) / 100)
    rows = []
    for i in range(28):
        weekday = (1.08, 1.04, 1.0, 1.0, 1.02, 0.92, 0.94)[i % 7]
        seen = rng.randint(20, 40) / 100 if i in failed else 1.0
        for source, level in (("customers", users * weekday), ("test accounts", tests)):
            count = round(level * seen * rng.uniform(0.96, 1.04))
            rows.append(Traffic(start + timedelta(days=i), source, count, i not in failed))
    return tuple(rows)


def draw_on_call(streams: Streams) -> tuple[OnCall, ...]:
    """Return five roles: two may stop alone at any hour, one may but sleeps, one never sleeps but must ask."""
    rng = streams.rng("on call")
    roles = list(ON_CALL)
    rng.shuffle(roles)
    quick, slow = rng.randint(8, 14), rng.randint(18, 30)
    found = [
        OnCall(roles[0], WEEK_HOURS, quick, True),
        OnCall(roles[1], WEEK_HOURS, slow, True),
        OnCall(roles[2], rng.choice((45, 60, 84)), rng.randint(2, 4), True),
        OnCall(roles[3], WEEK_HOURS, rng.randint(5, 7), False),
        OnCall(roles[4], rng.choice((40, 50)), rng.randint(31, 60), False),
    ]
    return tuple(sorted(found, key=lambda one: ON_CALL.index(one.role)))


def draw_blocks(streams: Streams, *, blocks: int) -> tuple[Block, ...]:
    """Return six blocks a queue, each worth less than the one before it; `blocks` of them can be taken by value.

    Where most errors are found, each costs least. The random sample finds least of all. Draws until the last block
    taken is clearly worth more than the first one left.
    """
    rng = streams.rng("review blocks")
    while True:
        found = sorted((rng.randint(34, 70) for _ in QUEUES[1:]), reverse=True)
        cost = sorted(rng.randint(18, 75) for _ in QUEUES[1:])
        queues = rng.sample(QUEUES[:-1], len(QUEUES) - 1)
        rows = [row for one in zip(queues, found, cost, strict=True) for row in _queue(rng, *one)]
        values = sorted((row.value for row in rows), reverse=True)
        if values[blocks - 1] > 1.04 * values[blocks]:
            return (*rows, *_queue(rng, QUEUES[-1], rng.randint(16, 24), rng.randint(7, 9)))


def _queue(rng: Random, queue: str, found: int, cost: int) -> list[Block]:
    rows = []
    for block in range(1, BLOCKS + 1):
        rows.append(Block(queue, block, found, cost))
        found = max(1, min(found - 1, round(found * rng.randint(62, 84) / 100)))
    return rows


def review_blocks(blocks: Sequence[Block], seed: int) -> "pd.DataFrame":
    """Return the blocks as a frame in mixed order."""
    import pandas as pd

    rows = [(one.queue, one.block, BLOCK_HOURS, one.errors_found, one.usd_per_error) for one in blocks]
    frame = pd.DataFrame(rows, columns=["queue", "block", "hours", "errors_found", "usd_per_error"])
    return frame.sample(frac=1, random_state=seed % 2**32).reset_index(drop=True)


def rollout(stages: Sequence[Stage], seed: int) -> "pd.DataFrame":
    """Return both plans as a frame in mixed order."""
    import pandas as pd

    rows = [(one.plan, one.cohort, one.share_exposed) for one in stages]
    frame = pd.DataFrame(rows, columns=["plan", "cohort", "share_exposed"])
    return frame.sample(frac=1, random_state=seed % 2**32).reset_index(drop=True)


def traffic_by_day(traffic: Sequence[Traffic]) -> "pd.DataFrame":
    """Return daily traffic as a frame."""
    import pandas as pd

    rows = [(one.day, one.source, one.users, one.complete) for one in traffic]
    return pd.DataFrame(rows, columns=["day", "source", "users", "complete"]).astype({"day": "datetime64[ns]"})


def on_call(roles: Sequence[OnCall]) -> "pd.DataFrame":
    """Return the roles as a frame."""
    import pandas as pd

    rows = [(one.role, one.hours_a_week, one.minutes_to_reach, one.stops_alone) for one in roles]
    return pd.DataFrame(rows, columns=["role", "hours_a_week", "minutes_to_reach", "stops_alone"])
