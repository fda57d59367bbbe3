"""The paging log: who was called to past incidents, how often the pager tried, and when they answered."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

ROLES = (
    "AI product manager",
    "communications lead",
    "data owner",
    "incident commander",
    "legal counsel",
    "on-call ML engineer",
)
INCIDENTS, DRILLS = 15, 3
REPEAT_SECONDS, GIVEN_UP_SECONDS = 300, 1800
BACKUP_SHARE = 0.2
FIRST_DAY = datetime(2026, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """One call of a role to an incident or a drill; `seconds` until it was acknowledged, None if it never was."""

    event: int
    drill: bool
    role: str
    seconds: int | None

    @property
    def attempts(self) -> int:
        """How often the pager tried: at once, then every five minutes until it was acknowledged or gave up."""
        return -(-(self.seconds or GIVEN_UP_SECONDS) // REPEAT_SECONDS)


def draw_pages(streams: Streams) -> tuple[Page, ...]:
    """Draw the pages: one or two roles often fail to answer, one does so seldom but is tried often, drills go well.

    Of two weak roles one is over the line by incidents alone: its drills, all answered, would hide it.
    """
    rng = streams.rng("paging")
    mean = rng.randint(16, 36) * 15  # seconds
    pages = []
    for role, (paged, unanswered) in zip(rng.sample(ROLES, len(ROLES)), _habits(rng), strict=True):
        events = rng.sample(range(INCIDENTS), paged)
        silent = set(rng.sample(events, unanswered))
        pages += [Page(event, False, role, None if event in silent else _seconds(rng, mean)) for event in events]
        pages += [Page(INCIDENTS + i, True, role, rng.randint(25, 150)) for i in range(DRILLS)]
    return tuple(sorted(pages, key=lambda page: (page.event, page.role)))


def _habits(rng: random.Random) -> list[tuple[int, int]]:
    """Return pages and unanswered ones of six roles: weak, weak in incidents only, seldom silent twice, fine thrice."""
    strong = [(rng.randint(11, 14), rng.randint(5, 6))] if rng.random() < 0.5 else [(rng.randint(12, 14), 0)]
    narrow, seldom = (rng.randint(12, 13), 3), [(rng.randint(13, 14), 2), (rng.randint(13, 14), 2)]
    return [*strong, narrow, *seldom, (rng.randint(11, 14), rng.randint(0, 1)), (rng.randint(11, 14), 0)]


def _seconds(rng: random.Random, mean: int) -> int:
    """Return seconds until an answer: exponential, at least ten, and before the pager gives up."""
    while not 10 <= (seconds := round(rng.expovariate(1 / mean))) < GIVEN_UP_SECONDS - 60:
        pass
    return seconds


def pages_frame(pages: Sequence[Page], row_seed: int) -> "pd.DataFrame":
    """Return the log, one row an attempt, newest first; the answer stands in every row of its page."""
    import pandas as pd

    rng = random.Random(row_seed)
    events = INCIDENTS + DRILLS
    hours = rng.sample(range(24 * 300), events)
    starts = [FIRST_DAY + timedelta(hours=hour, minutes=rng.randint(0, 59)) for hour in sorted(hours)]
    places = rng.sample(range(events), events)  # drills fall between the incidents
    rows = []
    for number, page in enumerate(pages, start=1):
        first = starts[places[page.event]] + timedelta(seconds=rng.randint(0, 120))
        answered = None if page.seconds is None else first + timedelta(seconds=page.seconds)
        name = f"{'drill' if page.drill else 'incident'}-{places[page.event] + 1:02d}"
        sent = (first + timedelta(seconds=REPEAT_SECONDS * i) for i in range(page.attempts))
        rows += [(f"P{number:03d}", name, page.role, i, at, answered) for i, at in enumerate(sent, start=1)]
    rows.sort(key=lambda row: (row[4], row[0]), reverse=True)
    columns = ["page_id", "event", "role", "attempt", "sent_at", "acknowledged_at"]
    return pd.DataFrame(rows, columns=columns)
