"""Exhibit E of the regulatory impact: what one compliance effort (requests for personal data, automated) saves."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

ACCESS, OTHER = "access", "newsletter"


@dataclass(frozen=True)
class Request:
    """One request; the hours it took are quarters of an hour."""

    request_id: int
    received: date
    kind: str
    handled: str
    hours: float


@dataclass(frozen=True)
class RequestLog:
    """A year of requests: half by hand, half by the new process; the longest by hand were exported twice."""

    requests: tuple[Request, ...]
    copies: tuple[int, ...]

    @cached_property
    def access(self) -> tuple[Request, ...]:
        """The requests for access, each once."""
        return tuple(one for one in self.requests if one.kind == ACCESS)

    def rows(self) -> tuple[Request, ...]:
        """Return all rows of the export, copies included, by day."""
        twice = [one for one in self.requests if one.request_id in self.copies]
        return tuple(sorted((*self.requests, *twice), key=lambda one: (one.received, one.request_id)))

    def table(self) -> "pd.DataFrame":
        """Build the log."""
        import pandas as pd

        frame = pd.DataFrame([vars(one) for one in self.rows()])
        return frame.assign(received=pd.to_datetime(frame["received"]))


def draw_requests(streams: Streams) -> RequestLog:
    """Draw the log: the new process starts in July, and the number of requests does not change by it."""
    rng = streams.rng("requests")
    by_hand, automated = rng.randint(12, 20), rng.randint(2, 4)  # quarters of an hour, typical
    count = rng.randint(420, 760)
    rows = [_request(rng, by_hand, automated) for _ in range(count)]
    requests = [Request(5000 + i, *row) for i, row in enumerate(sorted(rows))]
    longest = sorted(
        (one for one in requests if one.handled == "by hand"), key=lambda one: (-one.hours, one.request_id)
    )
    return RequestLog(tuple(requests), tuple(one.request_id for one in longest[: len(longest) // 6]))


def _request(rng: Random, by_hand: int, automated: int) -> tuple[date, str, str, float]:
    received = date(2026, 1, 1) + timedelta(days=rng.randint(0, 364))
    kind = ACCESS if rng.random() < 0.8 else OTHER
    handled = "by hand" if received.month < 7 else "automated"
    typical = by_hand if handled == "by hand" else automated
    quarters = 1 if kind == OTHER else max(1, typical + rng.randint(-typical // 2, typical))
    return received, kind, handled, quarters / 4
