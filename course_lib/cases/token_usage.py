"""Generator of what the model used and solved by day, and how right it was by week since its release."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from course_lib.cases.request_log import LOAD_TEST, PEOPLE
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

_DAYS = 21


class UsageDay(NamedTuple):
    """One client's day. `solved` is None where the days in which a customer may come back are not over."""

    day: int
    client: str
    requests: int
    calls: int
    input_tokens: int
    output_tokens: int
    solved: int | None


class AccuracyWeek(NamedTuple):
    """One week since the release: answers drawn for judging, answers judged so far, and those that were right."""

    week: int
    drawn: int
    judged: int
    right: int

    @property
    def accuracy(self) -> float:
        """Right over judged, in per cent."""
        return 100 * self.right / self.judged


@dataclass(frozen=True)
class Usage:
    """The days, and the days that a solved task needs to be known as one."""

    days: tuple[UsageDay, ...]
    wait_days: int

    def total(self, column: str, *, clients: tuple[str, ...] = (PEOPLE,), known: bool = False) -> int:
        """Return the sum of a column; `known` keeps to the days whose solved tasks are known."""
        rows = [row for row in self.days if row.client in clients and (row.day <= _DAYS - self.wait_days or not known)]
        return sum(getattr(row, column) or 0 for row in rows)


def draw_usage(streams: Streams) -> Usage:
    """Draw three weeks: one bank holiday with half the traffic, a load test that solves nothing."""
    rng = streams.rng("usage")
    size, holiday = 100 * rng.randint(280, 560), rng.randint(3, 11)
    tokens_in, tokens_out = 20 * rng.randint(30, 60), 10 * rng.randint(15, 35)
    success, calls_a_request = rng.randint(70, 86) / 100, rng.randint(105, 109) / 100
    wait = rng.choice((5, 6, 7))
    rows = []
    for day in range(1, _DAYS + 1):
        for client, share in ((PEOPLE, 1.0), (LOAD_TEST, rng.randint(9, 14) / 100)):
            size_today = size * share * (0.5 if day == holiday else 1) * rng.uniform(0.95, 1.05)
            requests = 10 * round(size_today / 10)
            calls = round(requests * calls_a_request)
            tokens = (round(calls * each * rng.uniform(0.995, 1.005)) for each in (tokens_in, tokens_out))
            solved = round(requests * success * rng.uniform(0.99, 1.01)) if client == PEOPLE else 0
            rows.append(UsageDay(day, client, requests, calls, *tokens, solved if day <= _DAYS - wait else None))
    return Usage(tuple(rows), wait)


def draw_weeks(streams: Streams) -> tuple[AccuracyWeek, ...]:
    """Draw twelve weeks that lose accuracy; of the last three few are judged, and complaints come first."""
    rng = streams.rng("accuracy")
    start, loss = rng.randint(920, 945) / 10, rng.randint(20, 50) / 200
    thin = rng.randint(4, 7)
    weeks = []
    for week in range(1, 13):
        drawn = 100 * rng.randint(210, 260) // (3 if week == thin else 1)
        judged, bias = drawn, 0.0
        if week > 9:
            judged = round(drawn * (0.75, 0.5, 0.2)[week - 10] * rng.uniform(0.95, 1.05))
            bias = (1.2, 2.4, 4.0)[week - 10] * rng.uniform(0.9, 1.1)
        rate = start - loss * (week - 1) - bias + rng.gauss(0, 0.14)
        weeks.append(AccuracyWeek(week, drawn, judged, round(judged * rate / 100)))
    return tuple(weeks)


def usage_frame(usage: Usage) -> "pd.DataFrame":
    """Return the days; what is not known yet is missing."""
    import pandas as pd

    return pd.DataFrame(usage.days, columns=list(UsageDay._fields)).astype({"solved": "Int64"})


def weeks_frame(weeks: tuple[AccuracyWeek, ...]) -> "pd.DataFrame":
    """Return the weeks in order."""
    import pandas as pd

    return pd.DataFrame(weeks, columns=list(AccuracyWeek._fields))
