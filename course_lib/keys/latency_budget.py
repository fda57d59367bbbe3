"""Questions on latency: what users waited, and what is left for the model."""

import math
from collections import defaultdict
from typing import Any, NamedTuple

from course_lib.cases.request_log import GUARDRAIL, LOAD_TEST, ON_PATH, PEOPLE, Attempt
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.remembered import once_a_scenario

FRAMES = ("requests",)
BOTH = (PEOPLE, LOAD_TEST)


class Request(NamedTuple):
    """What the user of one request waited, with and without the copies of its rows, and how often it was sent."""

    waited: int
    waited_with_copies: int
    attempts: int
    rows: int
    answered: bool
    last: int


@once_a_scenario
def requests_of(scenario: Any, clients: tuple[str, ...]) -> list[Request]:
    """Return the requests of the clients, their attempts added up."""
    by_request = defaultdict(list)
    for row in scenario.request_log.attempts:
        if row.client in clients:
            by_request[row.request_id].append(row)
    return [
        Request(
            sum(row.attempt_ms for row in rows),
            sum(row.attempt_ms * (1 + row.copies) for row in rows),
            len(rows),
            sum(1 + row.copies for row in rows),
            rows[-1].outcome == "answered",
            rows[-1].attempt_ms,
        )
        for rows in by_request.values()
    ]


def _attempts(case: Case) -> list[Attempt]:
    return [row for row in case.request_log.attempts if row.client == PEOPLE]


def percentile(values: list[int], share: float = 0.95) -> int:
    """Return the value at position share x n, counted from 1 in ascending order, rounded up."""
    return sorted(values)[math.ceil(round(share * len(values), 6)) - 1]


@question(
    points=6,
    unit="ms",
    tolerance=2,
    frames=FRAMES,
    hint="One row is an attempt. Drop second copies, keep people, add up the attempts of each request, then sort.",
    working="Sum of attempt_ms by request_id, people only, each attempt once; then the percentile over requests.",
)
def p95_latency(case: Case) -> float:
    """How long did users wait, at the 95th percentile, in milliseconds?

    A user's wait: `attempt_ms` summed over all attempts of one `request_id`, answered or not. Client `people` only. A
    row that repeats `request_id` and `attempt` is a copy: count it once. Percentile: sort the n waits ascending, take
    position 0.95 n, counted from 1, rounded up. (`quantile(0.95)` of pandas is close enough.)
    """
    return _p95(case.scenario, (PEOPLE,))


@once_a_scenario
def _p95(scenario: Any, clients: tuple[str, ...]) -> float:
    return percentile([one.waited for one in requests_of(scenario, clients)])


@p95_latency.mistake(
    "Answered attempts only: that is the dashboard's figure. Whoever was answered at the second attempt had waited for "
    "the first one too."
)
def _(case: Case) -> float:
    return percentile([row.attempt_ms for row in _attempts(case) if row.outcome == "answered"])


@p95_latency.mistake(
    "You took the percentile over rows. A row is an attempt, and a user waits for all attempts of a request: add them "
    "up first."
)
def _(case: Case) -> float:
    return percentile([row.attempt_ms for row in _attempts(case)])


@p95_latency.mistake("Rows that the log wrote twice are added twice: drop copies before you add up the attempts.")
def _(case: Case) -> float:
    return percentile([one.waited_with_copies for one in requests_of(case.scenario, (PEOPLE,))])


@p95_latency.mistake("The load test is in it. It was meant to overload the service, and nobody waited for it.")
def _(case: Case) -> float:
    return _p95(case.scenario, BOTH)


@p95_latency.mistake(
    "You left out requests that were never answered: those users waited longest, and they count with what they waited."
)
def _(case: Case) -> float:
    return percentile([one.waited for one in requests_of(case.scenario, (PEOPLE,)) if one.answered])


@p95_latency.mistake(
    "You kept the last attempt of each request: what a user had waited before it is gone. Add the attempts up."
)
def _(case: Case) -> float:
    return percentile([one.last for one in requests_of(case.scenario, (PEOPLE,))])


@p95_latency.mistake("Copies and the load test are both in it: drop the one and filter the other before you add up.")
def _(case: Case) -> float:
    return percentile([one.waited_with_copies for one in requests_of(case.scenario, BOTH)])


@p95_latency.mistake("That is the mean wait: a promise to nineteen users in twenty is about the tail.")
def _(case: Case) -> float:
    every = requests_of(case.scenario, (PEOPLE,))
    return sum(one.waited for one in every) / len(every)


@p95_latency.mistake("That is the median: half of the users wait longer than it.")
def _(case: Case) -> float:
    return percentile([one.waited for one in requests_of(case.scenario, (PEOPLE,))], 0.5)


@p95_latency.mistake("The figure is right in seconds; the question wants milliseconds.", credit=0.5)
def _(case: Case) -> float:
    return p95_latency.answer(case) / 1000


@question(
    points=2,
    unit="ms",
    tolerance=1,
    frames=("stage_budgets",),
    hint="Which stages must be done before the first word comes? Their budgets go off the promise.",
    working="Promise less the sum of the budgets of the other stages that run before the first word.",
)
def model_latency_left(case: Case) -> float:
    """How many milliseconds are left for the model, if stage budgets simply add?

    Promise (card) less `budget_ms` of every other stage that runs before the first word. Adding is a convention: the
    percentile of a sum is not the sum of percentiles, so such a budget is on the safe side as a rule.
    """
    return _left(case, lambda stage: stage.runs == ON_PATH)


def _left(case: Case, counts: Any) -> float:
    return case.request_log.promise_ms - sum(stage.budget_ms or 0 for stage in case.request_log.stages if counts(stage))


@model_latency_left.mistake("The guard-rail is missing: it checks before the first word, so it is on the path.")
def _(case: Case) -> float:
    return _left(case, lambda stage: stage.runs == ON_PATH and stage.stage != GUARDRAIL)


@model_latency_left.mistake("You took the audit log off too: it is written after the answer, and nobody waits for it.")
def _(case: Case) -> float:
    return _left(case, lambda stage: True)


@model_latency_left.mistake("That is what the other stages take; the model has what they leave of the promise.")
def _(case: Case) -> float:
    return case.request_log.promise_ms - model_latency_left.answer(case)


@model_latency_left.mistake("You left out the gateway: the user waits for it like for any other stage.")
def _(case: Case) -> float:
    return _left(case, lambda stage: stage.runs == ON_PATH and stage.stage != "gateway")
