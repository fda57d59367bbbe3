"""Chargebacks that arrive late, how long they took in the past, and the declines that somebody complains of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

AGES = (7, 14, 21, 28)  # days since the cohort's last transaction, youngest first
GROUPS, CHANNELS = ("domestic card", "foreign card"), ("in store", "online")


@dataclass(frozen=True)
class Cohort:
    """One week of transactions: its age, and its chargebacks so far: confirmed, withdrawn, and sent a second time."""

    week: str
    age_days: int
    confirmed: int
    withdrawn: int
    resent: int


@dataclass(frozen=True)
class Reviewed:
    """Good customers of a group in a channel, test accounts apart: how many, and how many were declined."""

    group: str
    channel: str
    customers: int
    declined: int
    test_accounts: int


def draw_delays(streams: Streams) -> tuple[int, ...]:
    """Return the days to chargeback of a past quarter whose chargebacks are all in."""
    rng = streams.rng("delays")
    within = [rng.randint(22, 32), rng.randint(24, 32), rng.randint(14, 20), rng.randint(8, 12)]
    within.append(100 - sum(within))
    spans = ((1, 6), (8, 13), (15, 20), (22, 27), (29, 75))
    # None in the last day of a week before its end, some on it: "within seven days" has the seventh in it.
    days = [rng.randint(*span) for share, span in zip(within, spans, strict=True) for _ in range(4 * share)]
    days += [age for age in AGES for _ in range(rng.randint(8, 14))]
    rng.shuffle(days)
    return tuple(days)


def maturity(delays: tuple[int, ...], age_days: int) -> float:
    """Return the share of chargebacks that had arrived by that age, its last day included."""
    return sum(day <= age_days for day in delays) / len(delays)


def draw_cohorts(streams: Streams, delays: tuple[int, ...]) -> tuple[Cohort, ...]:
    """Return four weekly cohorts; their chargebacks are as far in as their age allows."""
    rng = streams.rng("cohorts")
    rows = []
    for number, age in enumerate(AGES):
        in_all = rng.randint(140, 200) + 14 * (len(AGES) - number)
        confirmed = round(in_all * maturity(delays, age))
        rows.append(Cohort(f"week {4 - number}", age, confirmed, rng.randint(18, 26), rng.randint(5, 9)))
    return tuple(rows)


def draw_reviewed(streams: Streams) -> tuple[Reviewed, ...]:
    """Return good customers by card and channel: foreign cards are used online, where more is declined."""
    rng = streams.rng("complaint")
    store, online = rng.randint(10, 16) / 1_000, rng.randint(44, 58) / 1_000
    extra = rng.randint(12, 20) / 1_000  # what a foreign card adds online
    size = rng.randint(30, 40) * 100
    shares = {"domestic card": rng.randint(24, 32) / 100, "foreign card": rng.randint(68, 78) / 100}
    rows = []
    for group in GROUPS:
        total = size if group == GROUPS[0] else round(size * rng.randint(45, 60) / 100)
        for channel in CHANNELS:
            share = shares[group] if channel == "online" else 1 - shares[group]
            rate = store if channel == "in store" else online + extra * (group == GROUPS[1])
            customers = round(total * share)
            tests = rng.randint(30, 50) if group == GROUPS[0] else rng.randint(38, 52)
            rows.append(Reviewed(group, channel, customers, round(customers * rate), tests))
    return tuple(rows)


def chargebacks_frame(cohorts: tuple[Cohort, ...], seed: int) -> "pd.DataFrame":
    """Return one row a message; a chargeback that was sent again keeps its number."""
    import pandas as pd

    rows, number = [], 10_000
    for one in cohorts:
        for i in range(one.confirmed + one.withdrawn):
            number += 1
            status = "confirmed" if i < one.confirmed else "withdrawn"
            rows += [(number, one.week, status)] * (2 if i < one.resent else 1)
    frame = pd.DataFrame(rows, columns=["chargeback_id", "week", "status"])
    return frame.sample(frac=1, random_state=seed % 2**32).reset_index(drop=True)


def customers_frame(reviewed: tuple[Reviewed, ...], seed: int) -> "pd.DataFrame":
    """Return one row a good customer; test accounts are declined on purpose, every second one."""
    import pandas as pd

    rows = []
    for one in reviewed:
        rows += [(one.group, one.channel, i < one.declined, False) for i in range(one.customers)]
        rows += [(one.group, one.channel, i % 2 == 0, True) for i in range(one.test_accounts)]
    frame = pd.DataFrame(rows, columns=["card", "channel", "declined", "test_account"])
    return frame.sample(frac=1, random_state=seed % 2**32).reset_index(drop=True)
