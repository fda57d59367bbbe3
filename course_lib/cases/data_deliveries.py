"""The supplier's deliveries of labelled data: what came, what was refused, and so when the rest will be there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from course_lib.core.case import Streams
from course_lib.measures.working_days import working_days

if TYPE_CHECKING:
    import pandas as pd

PACE_DAYS = 10


@dataclass(frozen=True)
class Delivery:
    """One batch of labelled rows, and how many of them the check refused; a batch may be in the table twice."""

    batch_id: str
    day: date
    rows: int
    refused: int
    copies: int


@dataclass(frozen=True)
class Supply:
    """The contract and what has come by the status day."""

    deliveries: tuple[Delivery, ...]
    contract_rows: int
    due: date
    status_day: date

    def frame(self) -> "pd.DataFrame":
        """Build the table of deliveries."""
        import pandas as pd

        rows = [(one.batch_id, one.day, one.rows, one.refused) for one in self.deliveries for _ in range(one.copies)]
        frame = pd.DataFrame(rows, columns=["batch_id", "day", "rows", "refused"])
        return frame.assign(day=pd.to_datetime(frame["day"]))


def draw_supply(streams: Streams, *, first: date, due: date, slip: int, closed: Collection[date]) -> Supply:
    """Draw deliveries whose accepted rows of the last ten working days say that the data come `slip` days late."""
    rng = streams.rng("deliveries")
    days = working_days(first, due, closed)
    status = len(days) - rng.randint(11, 15)
    early = sorted(rng.sample(range(2, status - PACE_DAYS), rng.randint(2, 3)))
    late = sorted(rng.sample(range(status - PACE_DAYS, status), rng.randint(5, 6)))
    twice = {rng.choice(early), *rng.sample(late, 2)}
    number = rng.randint(11, 60)
    deliveries = []
    for i in (*early, *late):
        number += 1
        rows = 20 * rng.randint(45, 75) if i in late else 20 * rng.randint(30, 50)
        refused = round(rows * rng.uniform(0.06, 0.13))
        deliveries.append(Delivery(f"L-{number}", days[i], rows, refused, 2 if i in twice else 1))
    accepted = [one.rows - one.refused for one in deliveries]
    pace = sum(accepted[len(early) :]) / PACE_DAYS
    to_come = pace * (len(days) - status + slip - 0.5)
    return Supply(tuple(deliveries), 50 * round((sum(accepted) + to_come) / 50), due, days[status - 1])
