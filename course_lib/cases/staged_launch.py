"""Draws what a staged launch is planned from: stages, daily traffic, who can stop it, and blocks of review hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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


def draw_stages(streams: Streams) -> tuple[Stage, ...]:
    """Return the superseded plan and the current one; each ends with everyone, in an order of its own before that."""
    rng = streams.rng("stages")
    current = [rng.choice((10, 15, 20)), rng.choice((40, 50, 60, 80, 100)), rng.choice((200, 250, 300)), 1000]
    older = [rng.choice((5, 25)), rng.choice((125, 150)), rng.choice((350, 400)), 1000]
    plans = []
    for plan, shares in (("superseded", older), ("current", current)):
        cohorts = list(COHORTS[:-1])
        rng.shuffle(cohorts)
        plans.append([Stage(plan, who, s / 1000) for who, s in zip((*cohorts, "everyone"), shares, strict=True)])
    return (*plans[0], *plans[1])


def draw_traffic(streams: Streams, *, users: int) -> tuple[Traffic, ...]:
    """Return four weeks before the launch; `users` is the level around which customers come on a complete day."""
    rng = streams.rng("traffic")
    start = date(2027, 1, 4) + timedelta(weeks=rng.randint(0, 8))
    failed = set(rng.sample(range(28), rng.choice((4, 5))))
    tests = round(users * rng.randint(9, 13) / 100)
    rows = []
    for i in range(28):
        weekday = (1.08, 1.04, 1.0, 1.0, 1.02, 0.92, 0.94)[i % 7]
        seen = rng.randint(25, 45) / 100 if i in failed else 1.0
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


def draw_blocks(streams: Streams) -> tuple[Block, ...]:
    """Return six blocks a queue, each worth less than the one before it. The random sample finds least of all."""
    rng = streams.rng("review blocks")
    rows = []
    for queue in QUEUES:
        sample = queue == "random sample"
        cost = rng.randint(15, 25) if sample else rng.randint(18, 60)
        found = rng.randint(9, 14) if sample else rng.randint(34, 70)
        for block in range(1, BLOCKS + 1):
            rows.append(Block(queue, block, found, cost))
            found = max(1, round(found * rng.randint(62, 84) / 100))
    return tuple(rows)


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
