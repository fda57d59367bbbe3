"""Questions on the price of waiting and of people: a launch delay against a fine, and what a pay premium must avoid."""

from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.loss_history import mean
from course_lib.measures.investment import break_even_probability

# What the article claims: a total for an AI product manager, and one for a traditional product manager, in dollars.
ARTICLE_AI, ARTICLE_TRADITIONAL = 240_000, 170_000  # SEED-001, SEED-004


class Market(Protocol):
    """What a market of the case is: margin a week in dollars, whether a delay hits it, share caught up later."""

    weekly_margin: int
    delayed: bool
    caught_up: float


class Person(Protocol):
    """What a post of the case is: role, level and pay; no pay where nobody has been hired."""

    role: str
    level: str
    total_pay: int | None


@question(
    points=5,
    unit="share",
    tolerance=0.001,
    frames=("markets",),
    hint="At the break-even, probability x fine is what the delay costs. First work out what it costs.",
    working="Weeks x sum of weekly margin x (1 - share caught up) over the delayed markets, over the planned fine.",
)
def break_even_fine_probability(case: Case) -> float:
    """From which probability of the fine on does the delay pay for itself?

    The delay removes the fine. Its cost: weeks of delay x `weekly_margin` x (1 - `caught_up`), summed over the markets
    that are `delayed`. At the break-even it equals probability x the fine that counsel plans with. Answer as a share.
    """
    return break_even_probability(_delay_cost(case), case.fine_planned)


def _lost(market: Market) -> float:
    return market.weekly_margin * (1 - market.caught_up) if market.delayed else 0.0


def _delay_cost(case: Case, lost: Callable[[Market], float] = _lost) -> float:
    return case.delay_weeks * sum(map(lost, case.markets))


@break_even_fine_probability.mistake("Upside down: the cost of the delay goes on top, what it prevents below.")
def _(case: Case) -> float:
    return case.fine_planned / _delay_cost(case)


@break_even_fine_probability.mistake(
    "You divided by the ceiling. A ceiling is the most that the law allows, not what a fine is expected to be."
)
def _(case: Case) -> float:
    return break_even_probability(_delay_cost(case), case.fine_ceiling)


@break_even_fine_probability.mistake("Markets that are not delayed are in the cost; they launch on the day either way.")
def _(case: Case) -> float:
    return _delay_cost(case, lambda market: market.weekly_margin * (1 - market.caught_up)) / case.fine_planned


@break_even_fine_probability.mistake("A part of the margin is only late, not lost: take off what is caught up.")
def _(case: Case) -> float:
    return _delay_cost(case, lambda market: market.weekly_margin * market.delayed) / case.fine_planned


@question(
    points=3,
    unit="USD",
    tolerance=0.002,
    relative=True,
    frames=("people",),
    hint="Compare each AI product manager with the product managers of the same level, then add up.",
    working="Cost per dollar of pay x sum over hired AI PMs of (pay - mean pay of the PMs of the same level).",
)
def premium_break_even(case: Case) -> float:
    """Yearly loss that the AI product managers must avoid to pay for their premium, in US dollars.

    Premium of one: `total_pay` less the mean `total_pay` of the `PM` posts of the same `level`. Add up over the `AI PM`
    posts that are filled; an open post has no pay yet. Then times the employer's cost per dollar of pay on your card.
    """
    return case.load * _premium(case)


def _filled(case: Case, role: str) -> list[Person]:
    return [one for one in case.people if one.role == role and one.total_pay is not None]


def _premium(case: Case) -> float:
    """Return what the AI product managers get together above the mean product manager of their own level."""
    usual: dict[str, list[int]] = defaultdict(list)
    for one in _filled(case, "PM"):
        usual[one.level].append(one.total_pay)
    return sum(one.total_pay - mean(usual[one.level]) for one in _filled(case, "AI PM"))


@premium_break_even.mistake("On-costs are missing: a dollar of pay costs an employer more than a dollar.", credit=0.5)
def _(case: Case) -> float:
    return _premium(case)


@premium_break_even.mistake(
    "You compared the two means over all levels. AI product managers sit higher here: a part of that gap is the level."
)
def _(case: Case) -> float:
    ai, other = ([one.total_pay for one in _filled(case, role)] for role in ("AI PM", "PM"))
    return case.load * len(ai) * (mean(ai) - mean(other))


@premium_break_even.mistake(
    "That is their whole pay. Somebody would do the work anyway: the premium is the difference."
)
def _(case: Case) -> float:
    return case.load * sum(one.total_pay for one in _filled(case, "AI PM"))


@premium_break_even.mistake("That is the article's premium, a claim without a source; your own pay is in `people`.")
def _(case: Case) -> float:
    return case.load * len(_filled(case, "AI PM")) * (ARTICLE_AI - ARTICLE_TRADITIONAL)
