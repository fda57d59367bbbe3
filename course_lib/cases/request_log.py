"""Generator of a request log: what users waited, with time-outs, retries, a load test and rows written twice.

A request that is not answered in time is sent again. The log has one row an attempt, so that the row that was answered
hides what its user had waited before.
"""

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

PEOPLE, LOAD_TEST = "people", "load test"
ON_PATH, AFTERWARDS = "before the first word", "after the answer"
MODEL, GUARDRAIL, AUDIT_LOG = "model", "guardrail", "audit log"
_SPREAD = 0.25  # of the logarithm of an attempt's time


class Attempt(NamedTuple):
    """One attempt at a request; `copies` further rows say the same."""

    request_id: int
    client: str
    attempt: int
    outcome: str
    attempt_ms: int
    copies: int


class Stage(NamedTuple):
    """One stage of an answer, when it runs, and the milliseconds that it may take (None: what is left)."""

    stage: str
    runs: str
    budget_ms: int | None


@dataclass(frozen=True)
class RequestLog:
    """The attempts of some hours, the promise and the time-out in milliseconds, and the budgets of the stages."""

    attempts: tuple[Attempt, ...]
    promise_ms: int
    timeout_ms: int
    stages: tuple[Stage, ...]


def draw_log(streams: Streams) -> RequestLog:
    """Draw the promise and the stages, then each request with the attempts that it took."""
    rng = streams.rng("promise")
    promise = 10 * rng.randint(25, 40)
    timeout = 10 * round(promise * rng.choice((0.115, 0.12, 0.125)))
    typical = promise * rng.randint(59, 63) / 100
    people, retried = 20 * rng.randint(30, 40), rng.randint(65, 85) / 1000
    tested = round(people * rng.randint(8, 12) / 100)
    kinds = [(PEOPLE, i < round(people * retried)) for i in range(people)]
    kinds += [(LOAD_TEST, i < round(tested * 0.85)) for i in range(tested)]
    streams.rng("arrivals").shuffle(kinds)
    times = streams.rng("waits")
    attempts = []
    for number, (client, again) in enumerate(kinds, start=100_001):
        attempts += _attempts(times, number, client, again, typical, timeout)
    return RequestLog(tuple(attempts), promise, timeout, _draw_stages(streams))


def _attempts(rng: random.Random, number: int, client: str, again: bool, typical: float, timeout: int) -> list[Attempt]:
    """Return the attempts of one request. The log was busy when requests timed out, and wrote more rows twice then."""
    copied = rng.random() < (0.3 if again else 0.02)
    first = "timed out" if again else "answered"
    rows = [Attempt(number, client, 1, first, timeout if again else _time(rng, typical, timeout), int(copied))]
    if again:
        gave_up = rng.random() < 0.22
        took = timeout if gave_up else _time(rng, typical, timeout)
        rows.append(Attempt(number, client, 2, "timed out" if gave_up else "answered", took, 0))
    return rows


def _time(rng: random.Random, typical: float, timeout: int) -> int:
    """Return the whole milliseconds of an attempt that was answered before the time-out."""
    while True:
        drawn = round(typical * rng.lognormvariate(0, _SPREAD))
        if drawn < timeout:
            return drawn


def _draw_stages(streams: Streams) -> tuple[Stage, ...]:
    rng = streams.rng("stage budgets")
    return (
        Stage("gateway", ON_PATH, rng.choice((31, 34, 37))),
        Stage("retrieval", ON_PATH, 5 * rng.randint(13, 17)),
        Stage("ranking", ON_PATH, 5 * rng.randint(7, 9)),
        Stage(MODEL, ON_PATH, None),
        Stage(GUARDRAIL, ON_PATH, rng.choice((18, 22, 26))),
        Stage(AUDIT_LOG, AFTERWARDS, 5 * rng.randint(8, 14)),
    )


def requests_frame(log: RequestLog) -> "pd.DataFrame":
    """Return the log, one row an attempt, a second row for each copy right after the first."""
    import pandas as pd

    rows = [row[:-1] for row in log.attempts for _ in range(1 + row.copies)]
    return pd.DataFrame(rows, columns=list(Attempt._fields[:-1]))


def stages_frame(log: RequestLog) -> "pd.DataFrame":
    """Return the stages and their budgets; the model's is missing."""
    import pandas as pd

    return pd.DataFrame(log.stages, columns=list(Stage._fields))
