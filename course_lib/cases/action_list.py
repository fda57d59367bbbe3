"""The action items of the review, and what happened to each: closed, closed too early and re-opened, never closed."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

TITLES = (
    "alarm on wrong cuts per region",
    "drill a rollback every quarter",
    "hold one region back in every roll-out",
    "name a backup for each on-call role",
    "page legal from the tool, not by phone",
    "record features with every decision",
    "rehearse the hand-over of command",
    "test the release on last year's complaints",
    "write the restart criteria down",
    "check labels before the alert is doubted",
)
OWNERS = ("ML platform", "product", "risk", "support")


@dataclass(frozen=True)
class Actions:
    """Action items by what became of them until the review.

    Due by the review: `on_time` (of them `on_the_day` on the due day itself), `late`, `reopened_late` (first closed in
    time, closed again too late), `reopened_open` (first closed in time, open at the review), `reopened_on_time` (closed
    for good in time all the same), `never`. Due after it: `later_open`, `later_closed`. `copies` of items in time are
    in the list a second time.
    """

    review: date
    on_time: int
    on_the_day: int
    late: int
    reopened_late: int
    reopened_open: int
    reopened_on_time: int
    never: int
    later_open: int
    later_closed: int
    copies: int

    @property
    def due(self) -> int:
        """Items due on or before the day of the review."""
        reopened = self.reopened_late + self.reopened_open + self.reopened_on_time
        return self.on_time + self.late + reopened + self.never


def draw_actions(streams: Streams, day: date) -> Actions:
    """Draw what became of 18 to 30 items by a review about three months after the incident."""
    rng = streams.rng("action items")
    on_time = rng.randint(9, 14)
    return Actions(
        day + timedelta(days=rng.randint(85, 100)),
        on_time,
        on_the_day=rng.randint(3, 4),
        late=rng.randint(3, 4),
        reopened_late=rng.randint(1, 2),
        reopened_open=rng.randint(1, 2),
        reopened_on_time=rng.randint(1, 2),
        never=rng.randint(1, 3),
        later_open=rng.randint(2, 4),
        later_closed=rng.randint(1, 2),
        copies=rng.randint(2, 4),
    )


def build_actions(actions: Actions, row_seed: int) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Return the list of items and the list of events on them, by day."""
    import pandas as pd

    rng = random.Random(row_seed)
    items, events = [], []
    for number, plan in enumerate(rng.sample(plans := _plans(actions, rng), len(plans)), start=1):
        due = actions.review + timedelta(days=plan[0])
        title = f"{TITLES[number % len(TITLES)]} ({rng.choice(('cards', 'loans', 'overdrafts'))})"
        items.append((f"A{number:02d}", title, rng.choice(OWNERS), due, plan[2]))
        events += [
            (f"A{number:02d}", event, actions.review + timedelta(days=plan[0] + days)) for event, days in plan[1]
        ]
    items += rng.sample([item for item in items if item[-1]], actions.copies)
    rng.shuffle(items)
    events.sort(key=lambda one: (one[2], one[0]))
    listed = pd.DataFrame([item[:-1] for item in items], columns=["action_id", "action", "owner", "due"])
    happened = pd.DataFrame(events, columns=["action_id", "event", "on"])
    listed["due"], happened["on"] = pd.to_datetime(listed["due"]), pd.to_datetime(happened["on"])
    return listed, happened


def _plans(actions: Actions, rng: random.Random) -> list[tuple[int, list[tuple[str, int]], bool]]:
    """Return per item: due (days from the review), its events (days from the due day), whether it may be copied."""
    plans = []

    def add(count: int, *events: tuple[str, int, int], later: bool = False, copied: bool = False) -> None:
        for _ in range(count):
            due = rng.randint(8, 30) if later else -rng.randint(12, 50)
            plans.append((due, [(event, rng.randint(low, high)) for event, low, high in events], copied))

    first, again = ("closed", -20, -12), ("re-opened", -11, -8)
    add(actions.on_time - actions.on_the_day, ("closed", -15, -1), copied=True)
    add(actions.on_the_day, ("closed", 0, 0))
    add(actions.late, ("closed", 1, 11))
    add(actions.reopened_late, first, again, ("closed", 2, 11))
    add(actions.reopened_open, first, again)
    add(actions.reopened_on_time, first, again, ("closed", -7, -1))
    add(actions.never)
    add(actions.later_open, later=True)
    add(actions.later_closed, ("closed", -45, -31), later=True)
    return plans
