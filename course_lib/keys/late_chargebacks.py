"""Questions on chargebacks that are not in yet, and on a drift measure of the category mix."""

import math

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.drift import population_stability_index
from course_lib.measures.monitoring import maturity_corrected_count


@question(
    points=3,
    unit="share",
    tolerance=0.001,
    frames=("past_delays", "cohorts"),
    hint="All past chargebacks are in. How many had arrived by the youngest cohort's age?",
    working="Past chargebacks with at most that many days, over all past chargebacks.",
)
def youngest_maturity(case: Case) -> float:
    """Maturity of the youngest cohort: the share of past chargebacks that had arrived by its age.

    `past_delays` is a quarter whose chargebacks are all in. By an age of N days: on day N or before. The age is in
    `cohorts`.
    """
    return _maturity(case, min(one.age_days for one in case.cohorts))


def _maturity(case: Case, age: int, *, last_day: bool = True) -> float:
    return sum(day < age + last_day for day in case.delays) / len(case.delays)


@youngest_maturity.mistake("The last day is left out: by day N includes day N.")
def _(case: Case) -> float:
    return _maturity(case, min(one.age_days for one in case.cohorts), last_day=False)


@youngest_maturity.mistake("That is the maturity of the oldest cohort; the youngest is the least mature.")
def _(case: Case) -> float:
    return _maturity(case, max(one.age_days for one in case.cohorts))


@youngest_maturity.mistake("That is the share still to come; maturity is what is there.")
def _(case: Case) -> float:
    return 1 - youngest_maturity.answer(case)


@question(
    points=6,
    unit="frauds",
    tolerance=0.01,
    relative=True,
    frames=("chargebacks", "cohorts", "past_delays"),
    hint="Each cohort has its own maturity. Divide first, add then.",
    working="Sum over cohorts of confirmed chargebacks, each once, over the maturity at the cohort's age.",
)
def matured_frauds(case: Case) -> float:
    """Frauds of the four weekly cohorts once all chargebacks are in.

    Confirmed chargebacks of a cohort over its maturity, summed. A chargeback counts once, by its number, however
    often it
    was sent; a withdrawn one is no fraud. Maturity as in the question before, each cohort at its own age.
    """
    return _corrected(case, [one.confirmed for one in case.cohorts])


def _corrected(case: Case, observed: list[float]) -> float:
    return maturity_corrected_count(observed, [_maturity(case, one.age_days) for one in case.cohorts])


@matured_frauds.mistake("Those are the chargebacks so far; young cohorts are still filling up.")
def _(case: Case) -> float:
    return float(sum(one.confirmed for one in case.cohorts))


@matured_frauds.mistake("You divided the total by the mean maturity; each cohort has its own.")
def _(case: Case) -> float:
    mean = sum(_maturity(case, one.age_days) for one in case.cohorts) / len(case.cohorts)
    return sum(one.confirmed for one in case.cohorts) / mean


@matured_frauds.mistake("You multiplied by the maturity; what is there is only a part, so divide.")
def _(case: Case) -> float:
    return sum(one.confirmed * _maturity(case, one.age_days) for one in case.cohorts)


@matured_frauds.mistake("Withdrawn chargebacks are in it: the customer had made the purchase after all.")
def _(case: Case) -> float:
    return _corrected(case, [one.confirmed + one.withdrawn for one in case.cohorts])


@matured_frauds.mistake("Chargebacks that were sent twice are counted twice: they keep their number.")
def _(case: Case) -> float:
    return _corrected(case, [one.confirmed + one.resent for one in case.cohorts])


@matured_frauds.mistake("The youngest cohort's maturity is used for all; older ones are further in.")
def _(case: Case) -> float:
    return sum(one.confirmed for one in case.cohorts) / youngest_maturity.answer(case)


@question(
    points=4,
    unit="PSI",
    tolerance=0.0003,
    frames=("category_mix",),
    hint="Counts into shares of their own column. One term a category.",
    working="Sum over categories of (current share - reference share) x ln(current share / reference share).",
)
def category_psi(case: Case) -> float:
    """Population stability index of the category mix, current against reference.

    Five categories as in `category_mix`, shares of each column's own total, natural logarithm, no smoothing.
    """
    return population_stability_index(case.reference_mix, case.current_mix)


def _shares(case: Case) -> list[tuple[float, float]]:
    old, new = sum(case.reference_mix), sum(case.current_mix)
    return [(r / old, c / new) for r, c in zip(case.reference_mix, case.current_mix, strict=True)]


@category_psi.mistake("The index uses the natural logarithm; yours is to base ten.")
def _(case: Case) -> float:
    return category_psi.answer(case) / math.log(10)


@category_psi.mistake("That is the Kullback-Leibler divergence, one half of the symmetric sum.")
def _(case: Case) -> float:
    return sum(c * math.log(c / r) for r, c in _shares(case))


@category_psi.mistake("You summed squared differences; the index weighs each difference by the logarithm of the ratio.")
def _(case: Case) -> float:
    return sum((c - r) ** 2 for r, c in _shares(case))


EXERCISE = Exercise(
    questions=(youngest_maturity, matured_frauds, category_psi),
    strong_answer=(
        "Fraud has not gone down: the youngest week is only {youngest_maturity} in. Corrected, each week by its "
        "own age, "
        "the four weeks hold {matured_frauds}. The drift measure of the mix stands at {category_psi}; it says "
        "that the mix "
        "moved, not that anybody was harmed. I act on the declines, not on the index."
    ),
    follow_up="Your dashboard shows fraud falling for four weeks in a row. What do you tell the board?",
)
