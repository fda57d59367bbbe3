"""Questions on cost: a thousand solved tasks, and next month's bill."""

from course_lib.cases.request_log import LOAD_TEST, PEOPLE
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.performance import cost_per_success, token_cost
from course_lib.wording.telling import tells

FRAMES = ("usage",)
BOTH = (PEOPLE, LOAD_TEST)


def _cost(case: Case, *, swapped: bool = False, clients: tuple[str, ...] = (PEOPLE,), known: bool = False) -> float:
    prices = case.prices.input_price, case.prices.output_price
    first, second = reversed(prices) if swapped else prices
    tokens = (case.usage.total(name, clients=clients, known=known) for name in ("input_tokens", "output_tokens"))
    return token_cost(*tokens, input_price=first, output_price=second)


def _requests(case: Case, *, known: bool = False, column: str = "requests") -> int:
    return case.usage.total(column, known=known)


def _success(case: Case) -> float:
    return case.usage.total("solved", known=True) / _requests(case, known=True)


@question(
    points=6,
    unit="USD a thousand tasks",
    tolerance=0.005,
    relative=True,
    frames=FRAMES,
    hint="Which days know how much was solved? On those: what did all tokens cost, and how many tasks came of it?",
    working="Token cost of people's days with known outcomes / tasks solved on them x a thousand.",
)
def cost_per_thousand_solved(case: Case) -> float:
    """What did a thousand solved tasks cost, in US dollars?

    Client `people`, and only the days on which `solved` is known. Cost: `input_tokens` and `output_tokens` of all calls
    at the prices per million on the card, whether the task was solved or not. Over `solved`, both summed, times 1,000.
    """
    request = _cost(case, known=True) / _requests(case, known=True)
    return 1000 * cost_per_success(request, success_rate=_success(case))


@tells(cost_per_thousand_solved)
def spoken(case: Case, cost: float) -> str:
    """Say the cost as people say it."""
    return f"USD {cost:.2f} per thousand"


@cost_per_thousand_solved.mistake("That is per thousand requests: requests that solve nothing cost too.")
def _(case: Case) -> float:
    return 1000 * _cost(case, known=True) / _requests(case, known=True)


@cost_per_thousand_solved.mistake("You multiplied by the success rate: divide, or failures make the task cheaper.")
def _(case: Case) -> float:
    return 1000 * _cost(case, known=True) / _requests(case, known=True) * _success(case)


@cost_per_thousand_solved.mistake(
    "You divided the cost of all days by what is known to be solved: the last days have cost and no outcome yet. Same "
    "days above and below the line."
)
def _(case: Case) -> float:
    return 1000 * _cost(case) / case.usage.total("solved", known=True)


@cost_per_thousand_solved.mistake("Input and output prices are swapped.")
def _(case: Case) -> float:
    return 1000 * _cost(case, swapped=True, known=True) / case.usage.total("solved", known=True)


@cost_per_thousand_solved.mistake("The load test's tokens are in it: they solve no customer's task. Keep people.")
def _(case: Case) -> float:
    return 1000 * _cost(case, clients=BOTH, known=True) / case.usage.total("solved", known=True)


@cost_per_thousand_solved.mistake("The load test and the days without an outcome are in it: filter client and days.")
def _(case: Case) -> float:
    return 1000 * _cost(case, clients=BOTH) / case.usage.total("solved", known=True)


@cost_per_thousand_solved.mistake("That is per call; a request may take several, and some solve nothing.")
def _(case: Case) -> float:
    return 1000 * _cost(case, known=True) / _requests(case, known=True, column="calls")


@cost_per_thousand_solved.mistake("Output tokens are missing: they are fewer, and each costs more.")
def _(case: Case) -> float:
    spent = case.usage.total("input_tokens", known=True) * case.prices.input_price / 1e6
    return 1000 * spent / case.usage.total("solved", known=True)


@cost_per_thousand_solved.mistake("That is one solved task; the question wants a thousand.", credit=0.5)
def _(case: Case) -> float:
    return _cost(case, known=True) / case.usage.total("solved", known=True)


@question(
    points=4,
    unit="USD",
    tolerance=0.01,
    relative=True,
    frames=FRAMES,
    hint="A request's cost, times the requests. Which days can you use, if you need no outcome?",
    working="Token cost of people's days / their requests x requests expected next month.",
)
def monthly_bill(case: Case) -> float:
    """Next month's token bill for `people`, in US dollars.

    Cost of a request: token cost of all days over `requests`, both summed; no outcome is needed for it. Times the
    requests expected next month (card).
    """
    return _cost(case) / _requests(case) * case.prices.monthly_requests


@monthly_bill.mistake("Input and output prices are swapped.")
def _(case: Case) -> float:
    return _cost(case, swapped=True) / _requests(case) * case.prices.monthly_requests


@monthly_bill.mistake("You took the cost of a call: a request that is sent again makes two calls, and you pay both.")
def _(case: Case) -> float:
    return _cost(case) / _requests(case, column="calls") * case.prices.monthly_requests


@monthly_bill.mistake("You took the cost of a solved task for that of a request: not every request solves one.")
def _(case: Case) -> float:
    return cost_per_thousand_solved.answer(case) / 1000 * case.prices.monthly_requests


@monthly_bill.mistake("The load test's tokens are in it, over the requests of people: the two do not belong together.")
def _(case: Case) -> float:
    return _cost(case, clients=BOTH) / _requests(case) * case.prices.monthly_requests


@monthly_bill.mistake("Output tokens are missing: they are fewer, and each costs more.")
def _(case: Case) -> float:
    spent = case.usage.total("input_tokens") * case.prices.input_price / 1e6
    return spent / _requests(case) * case.prices.monthly_requests
