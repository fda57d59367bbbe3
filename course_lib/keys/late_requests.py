"""The question on late requests: what they have in common, and how one talks about latency."""

from course_lib.cases.request_log import PEOPLE
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.keys.latency_budget import BOTH, FRAMES, Request, model_latency_left, p95_latency, requests_of


@question(
    points=4,
    unit="share",
    tolerance=0.003,
    frames=FRAMES,
    hint="First the late requests, by what their users waited. Then: how many of these took more than one attempt?",
    working="Late requests with more than one attempt, over late requests.",
)
def late_with_retry(case: Case) -> float:
    """Of the requests that broke the promise, which share had been sent again?

    Late: the user's wait, summed over attempts as in `p95_latency`, is above the promise on the card. Sent again: more
    than one distinct attempt; a copy is none. Denominator: late requests of `people`.
    """
    return _with_retry(case)


def _late(case: Case, clients: tuple[str, ...] = (PEOPLE,)) -> list[Request]:
    promise = case.request_log.promise_ms
    return [one for one in requests_of(case.scenario, clients) if one.waited > promise]


def _with_retry(case: Case, clients: tuple[str, ...] = (PEOPLE,)) -> float:
    late = _late(case, clients)
    return sum(one.attempts > 1 for one in late) / len(late)


@late_with_retry.mistake("You divided by all requests; the question starts from the late ones.")
def _(case: Case) -> float:
    return sum(one.attempts > 1 for one in _late(case)) / len(requests_of(case.scenario, (PEOPLE,)))


@late_with_retry.mistake(
    "That is the share of requests sent again that were late: all of them. The question goes the other way."
)
def _(case: Case) -> float:
    return 1.0


@late_with_retry.mistake("That is the share of late requests with a single attempt; the question is about the others.")
def _(case: Case) -> float:
    return 1 - _with_retry(case)


@late_with_retry.mistake(
    "That is the share of all requests that were late; the question asks what they have in common."
)
def _(case: Case) -> float:
    return len(_late(case)) / len(requests_of(case.scenario, (PEOPLE,)))


@late_with_retry.mistake("You counted rows: a request sent again has two, so it weighs double. Count requests.")
def _(case: Case) -> float:
    late = _late(case)
    return sum(one.attempts > 1 for one in late) / sum(one.attempts for one in late)


@late_with_retry.mistake("Requests that were never answered are missing: they are the latest of all.")
def _(case: Case) -> float:
    late = [one for one in _late(case) if one.answered]
    return sum(one.attempts > 1 for one in late) / len(late)


@late_with_retry.mistake("The load test is in it: it times out by design. Keep people.")
def _(case: Case) -> float:
    return _with_retry(case, BOTH)


@late_with_retry.mistake("Copies are in it: a row written twice is no second attempt, and nobody waited twice for it.")
def _(case: Case) -> float:
    every, promise = requests_of(case.scenario, (PEOPLE,)), case.request_log.promise_ms
    late = [one.rows for one in every if one.waited_with_copies > promise]
    return sum(rows > 1 for rows in late) / len(late)


EXERCISE = Exercise(
    questions=(p95_latency, model_latency_left, late_with_retry),
    strong_answer=(
        "A dashboard of answered attempts keeps the promise. Users do not wait for attempts, they wait for an answer: "
        "their 95th percentile is {p95_latency}. Of the requests that were late {late_with_retry} had been sent again, "
        "so a faster model would hardly help; I would look at the time-outs first, why they happen and whether the "
        "limit is right. If stage budgets add, {model_latency_left} are left for the model; that is on the safe side. "
        "The log starts at our gateway: what the network added, and whether the answer was any good, it cannot say."
    ),
    follow_up="You may halve the time-out. What gets better, what gets worse, and where would you see it?",
)
