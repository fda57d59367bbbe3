"""Questions on the job search that the timeline is for: chance of an offer, applications needed, bullet coverage."""

import math
from collections.abc import Callable
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.risk import probability_of_all, trials_for_at_least_one

ROLE = "AI product manager"
PLACEHOLDERS = ("n/a", "tbd")


class Bullet(Protocol):
    """What a bullet of the case is: its kind of metric and three fields, empty where something is missing."""

    metric_kind: str
    baseline: str
    result: str
    mechanism: str


def _pass_rates(case: Case, roles: tuple[str, ...] = (ROLE,)) -> list[float]:
    """Return the pass rate of each stage: passed over decided."""
    rates = []
    for name in dict.fromkeys(stage.name for stage in case.stages):
        funnel = [stage for stage in case.stages if stage.name == name and stage.role in roles]
        passed = sum(stage.passed for stage in funnel)
        rates.append(passed / (passed + sum(stage.failed for stage in funnel)))
    return rates


def _offers_over_applications(case: Case) -> float:
    funnel = [stage for stage in case.stages if stage.role == ROLE]
    return funnel[-1].passed / funnel[0].reached


@question(
    points=3,
    unit="share",
    tolerance=0.0002,
    frames=("applications",),
    hint="Five stages, five pass rates: passed over decided at each. What happens to rates of stages in a row?",
    working="Product over the stages of passed / (passed + rejected at that stage); the right role only.",
)
def offer_probability(case: Case) -> float:
    """Chance that one application for an `AI product manager` role becomes an offer: the product of five pass rates.

    Pass rate of a stage: applications that passed it over applications that were decided there, passed or rejected. One
    that was withdrawn, or still waits, counts in the stages that it passed and not in the one where it stands.
    """
    return probability_of_all(_pass_rates(case))


@offer_probability.mistake("That is the mean of the five rates; an offer needs all stages, so they multiply.")
def _(case: Case) -> float:
    rates = _pass_rates(case)
    return sum(rates) / len(rates)


@offer_probability.mistake("That is the tightest stage; the whole funnel is tighter than any of its stages.")
def _(case: Case) -> float:
    return min(_pass_rates(case))


@offer_probability.mistake(
    "That is offers over all applications: it calls every withdrawn and every waiting one a rejection."
)
def _(case: Case) -> float:
    return _offers_over_applications(case)


@offer_probability.mistake("The other role is in it; it passes more easily, and it is not the one you apply for.")
def _(case: Case) -> float:
    return probability_of_all(_pass_rates(case, tuple({stage.role: None for stage in case.stages})))


@question(
    points=5,
    unit="applications",
    kind="integer",
    frames=("applications",),
    hint="How likely is it that all of them fail? Make that small enough.",
    working="ln(1 - chance wanted) / ln(1 - chance of one offer), rounded up.",
)
def applications_needed(case: Case) -> int:
    """Fewest applications with which the chance of at least one offer reaches the chance on your card.

    Each application has the chance that you computed, independently of the others. Round up. (Real applications are not
    independent: the same resume goes to all of them. Take the number as a floor.)
    """
    return _needed(case, offer_probability.answer(case))


def _needed(case: Case, chance: float) -> int:
    return trials_for_at_least_one(chance, target_probability=case.target_probability)


@applications_needed.mistake("Rounded down: with that many the chance is still just below the wanted one.", credit=0.4)
def _(case: Case) -> int:
    return applications_needed.answer(case) - 1


@applications_needed.mistake(
    "That is the mean wait for an offer; after so many tries, more than a third of candidates still have none."
)
def _(case: Case) -> int:
    return math.ceil(1 / offer_probability.answer(case))


@applications_needed.mistake(
    "So many give that number of offers on average; an average below one is not a chance of one."
)
def _(case: Case) -> int:
    return math.ceil(case.target_probability / offer_probability.answer(case))


@applications_needed.mistake("You used offers over all applications, which counts open ones as rejected.")
def _(case: Case) -> int:
    return _needed(case, _offers_over_applications(case))


@question(
    points=2,
    unit="share",
    tolerance=0.005,
    frames=("bullets",),
    hint="A bullet counts when all four are there. Look what stands in the cells before you count what is not empty.",
    working="Bullets with real baseline, result and mechanism and metric kind `risk`, over all bullets.",
)
def bullet_coverage(case: Case) -> float:
    """Coverage: the share of all your bullets that carry baseline, result, mechanism and an AI-risk metric.

    All four must be there: the three fields filled in, metric kind `risk`. `n/a` and `tbd` are placeholders, not
    content. As a share of all bullets.
    """
    return _share(case, lambda one: _complete(one) and one.metric_kind == "risk")


def _complete(bullet: Bullet, fields: tuple[str, ...] = ("baseline", "result", "mechanism")) -> bool:
    return all(getattr(bullet, field) not in ("", *PLACEHOLDERS) for field in fields)


def _share(case: Case, counts: Callable[[Bullet], bool]) -> float:
    return sum(map(counts, case.bullets)) / len(case.bullets)


@bullet_coverage.mistake("Those are odds, with against without; coverage is a share of all bullets.")
def _(case: Case) -> float:
    share = bullet_coverage.answer(case)
    return share / (1 - share)


@bullet_coverage.mistake("Placeholders are counted as content: a cell that says `tbd` is not empty, and says nothing.")
def _(case: Case) -> float:
    fields = ("baseline", "result", "mechanism")
    return _share(case, lambda one: one.metric_kind == "risk" and all(getattr(one, field) for field in fields))


@bullet_coverage.mistake("Product metrics are counted; the panel of this round looks for a risk that became smaller.")
def _(case: Case) -> float:
    return _share(case, _complete)


@bullet_coverage.mistake("You asked for baseline and result only; without mechanism and risk metric it is a number.")
def _(case: Case) -> float:
    return _share(case, lambda one: _complete(one, ("baseline", "result")))


EXERCISE = Exercise(
    questions=(offer_probability, applications_needed, bullet_coverage),
    strong_answer=(
        "One application becomes an offer with a chance of {offer_probability}. For the chance that I want I plan "
        "{applications_needed}, and I treat that as a floor: applications that carry the same resume fail together. "
        "So the lever is the resume: {bullet_coverage} of my bullets carry baseline, result, mechanism and risk "
        "metric. I rewrite the others before I send more of the same, and I count withdrawn and open applications "
        "apart, or I would blame the funnel for my own calendar."
    ),
    follow_up="Which stage would you work on first, and what is one point more there worth?",
)
