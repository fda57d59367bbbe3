"""Questions on wrong answers: what one segment may have, and what one stage must reach."""

import math

from course_lib.cases.answer_reviews import BUSINESS, SEGMENTS, SELF_EMPLOYED, STANDARD, TEST_DESK
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.performance import required_stage_rate, segment_rate

OTHERS = (STANDARD, BUSINESS)


def _rate(case: Case, segment: str, *, per: str = "reviewed", copies: bool = False) -> float:
    chosen = {"segments": (segment,), "copies": copies}
    return case.reviews.total("wrong", **chosen) / case.reviews.total(per, **chosen)


def _share(
    case: Case, segment: str, *, by: str = "served", among: tuple[str, ...] = SEGMENTS, copies: bool = False
) -> float:
    part = case.reviews.total(by, segments=(segment,), copies=copies)
    return part / case.reviews.total(by, segments=among, copies=copies)


def _left(case: Case, shares: dict[str, float], rates: dict[str, float]) -> float:
    """Return the error rate left for the segment; negative where the others alone break the target."""
    rest = math.fsum(shares[one] * rates[one] for one in OTHERS)
    return (case.error_target - rest) / shares[SELF_EMPLOYED]


@question(
    points=7,
    unit="share",
    tolerance=0.0002,
    frames=("reviews",),
    hint="What does each segment bring to the traffic, and how often is it wrong when it is reviewed?",
    working="(Target - share x rate of standard - share x rate of business) / share of self-employed.",
)
def segment_error_allowed(case: Case) -> float:
    """Which error rate may `self-employed` have, so that all answers together just meet the target on the card?

    That segment gets a new model; `standard` and `business` keep their present rates. Rate of a segment: `wrong` over
    `reviewed`, both summed over all days. Share of a segment: `served` over that of the three segments. The total is
    the mean of the rates, weighted by these shares. The `test desk` is no traffic. A row that repeats `day` and
    `segment` is a copy: count it once.
    """
    shares = {one: _share(case, one) for one in SEGMENTS}
    return segment_rate(
        case.error_target,
        share=shares[SELF_EMPLOYED],
        other_shares=[shares[one] for one in OTHERS],
        other_rates=[_rate(case, one) for one in OTHERS],
    )


def _with(case: Case, **how: object) -> float:
    rates = {one: _rate(case, one) for one in OTHERS}
    return _left(case, {one: _share(case, one, **how) for one in SEGMENTS}, rates)


@segment_error_allowed.mistake("You weighted the segments alike; users do not come in equal parts. Weight by traffic.")
def _(case: Case) -> float:
    return _left(case, dict.fromkeys(SEGMENTS, 1 / 3), {one: _rate(case, one) for one in OTHERS})


@segment_error_allowed.mistake(
    "You weighted by what was reviewed. Reviewers look at small segments more than their traffic deserves: take the "
    "rates from the reviews, and the weights from what was served."
)
def _(case: Case) -> float:
    return _with(case, by="reviewed")


@segment_error_allowed.mistake(
    "You divided the wrong answers by those served. Nobody looked at most of them: an answer without a review is not "
    "a right one."
)
def _(case: Case) -> float:
    shares = {one: _share(case, one) for one in SEGMENTS}
    return _left(case, shares, {one: _rate(case, one, per="served") for one in OTHERS})


@segment_error_allowed.mistake(
    "That is the segment's part of the total error, not its rate: divide by its share of the traffic.", credit=0.4
)
def _(case: Case) -> float:
    return segment_error_allowed.answer(case) * _share(case, SELF_EMPLOYED)


@segment_error_allowed.mistake(
    "Days that the export wrote twice count twice: they are month-end days, with another mix."
)
def _(case: Case) -> float:
    shares = {one: _share(case, one, copies=True) for one in SEGMENTS}
    return _left(case, shares, {one: _rate(case, one, copies=True) for one in OTHERS})


@segment_error_allowed.mistake("The test desk is in the traffic: it takes weight and brings no users.")
def _(case: Case) -> float:
    return _with(case, among=(*SEGMENTS, TEST_DESK))


@segment_error_allowed.mistake("Copies and the test desk are both in it: drop the one and leave out the other.")
def _(case: Case) -> float:
    shares = {one: _share(case, one, among=(*SEGMENTS, TEST_DESK), copies=True) for one in SEGMENTS}
    return _left(case, shares, {one: _rate(case, one, copies=True) for one in OTHERS})


@segment_error_allowed.mistake("That is the rate of the model that goes; the question is what the new one may have.")
def _(case: Case) -> float:
    return _rate(case, SELF_EMPLOYED)


@segment_error_allowed.mistake(
    "That is the target itself: the other segments use more, or less, than their part of it."
)
def _(case: Case) -> float:
    return case.error_target


def _through(case: Case, *, latest: bool = True) -> tuple[float, float]:
    """Return the accuracy of retrieval, and that of ranking among what retrieval had right."""
    size, found, ranked, _ = case.evaluation.counts(latest=latest)
    return found / size, ranked / found


@question(
    points=5,
    unit="share",
    tolerance=0.0008,
    frames=("test_runs",),
    hint="How many questions reach the last stage in good order? The goal is a share of all questions.",
    working="Goal / (accuracy of retrieval x accuracy of ranking among the questions that retrieval had right).",
)
def stage_accuracy_needed(case: Case) -> float:
    """Which accuracy does the last stage need, so that the chain answers the share on the card (goal) right?

    Three stages in a row; a question is right only if all are. Retrieval: `retrieval_ok` over all questions. Ranking:
    `ranking_ok` among the questions that retrieval had right. Last stage: likewise, among those that ranking had right.
    A question that was run again counts with its latest `run` only.
    """
    return required_stage_rate(case.chain_goal, other_stage_rates=_through(case))


@stage_accuracy_needed.mistake(
    "You added the losses. Stages in a row multiply; adding overstates the need.", credit=0.3
)
def _(case: Case) -> float:
    first, second = _through(case)
    return case.chain_goal + (1 - first) + (1 - second)


@stage_accuracy_needed.mistake("That is the goal itself: the stages before have lost some questions already.")
def _(case: Case) -> float:
    return case.chain_goal


@stage_accuracy_needed.mistake("You allowed for ranking alone; retrieval loses questions as well.")
def _(case: Case) -> float:
    return case.chain_goal / _through(case)[1]


@stage_accuracy_needed.mistake("You allowed for retrieval alone; ranking loses questions as well.")
def _(case: Case) -> float:
    return case.chain_goal / _through(case)[0]


@stage_accuracy_needed.mistake(
    "Losses of retrieval are counted twice: ranking's accuracy is taken among the questions that reached it."
)
def _(case: Case) -> float:
    first, second = _through(case)
    return case.chain_goal / (first * first * second)


@stage_accuracy_needed.mistake("Earlier runs are in it: a question that was run again counts with its latest run.")
def _(case: Case) -> float:
    return case.chain_goal / math.prod(_through(case, latest=False))


@stage_accuracy_needed.mistake(
    "First runs only: some of them failed for a fault in the harness, which the second mends."
)
def _(case: Case) -> float:
    size, _, ranked, _ = case.evaluation.counts(first=True)
    return case.chain_goal * size / ranked


@stage_accuracy_needed.mistake("You multiplied the goal by the other accuracies: divide, the last stage must make up.")
def _(case: Case) -> float:
    return case.chain_goal * math.prod(_through(case))


@stage_accuracy_needed.mistake("That is what the last stage reaches today; the question is what it needs.")
def _(case: Case) -> float:
    _, _, ranked, answered = case.evaluation.counts()
    return answered / ranked
