"""Questions on the threshold: where it should lie by the two costs, and what the one of today costs."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise


@question(
    points=5,
    unit="probability",
    tolerance=0.0002,
    hint="At the threshold, declining and letting through cost the same on average.",
    working="cost of a false decline / (cost of a false decline + cost of a missed fraud).",
)
def cost_optimal_threshold(case: Case) -> float:
    """Probability of fraud from which declining is cheaper than letting through.

    Costs of a missed fraud and of a false decline are on your card; a right decision costs nothing. The score is a
    calibrated probability. As a fraction.
    """
    return case.cost_of_false_decline / (case.cost_of_false_decline + case.cost_of_missed_fraud)


@cost_optimal_threshold.mistake("That is the other side of it: a dear miss lowers the threshold, it does not raise it.")
def _(case: Case) -> float:
    return 1 - cost_optimal_threshold.answer(case)


@cost_optimal_threshold.mistake(
    "That is the ratio of the two costs. The threshold is a probability: the false decline's part of both costs."
)
def _(case: Case) -> float:
    return case.cost_of_false_decline / case.cost_of_missed_fraud


@cost_optimal_threshold.mistake("One half treats both errors as equally dear; they are not.")
def _(case: Case) -> float:
    return 0.5


@question(
    points=5,
    unit="USD a day",
    tolerance=0.01,
    relative=True,
    frames=("score_bins",),
    hint="For each edge: fraud below it is missed, good customers from it on are declined. Price both, add.",
    working="Cost at today's threshold less the lowest cost over all edges of the bins.",
)
def threshold_saving(case: Case) -> float:
    """What is saved a day by moving from today's threshold to the cheapest edge of the bins.

    `score_bins` is one day: everything with a score of the threshold or more is declined. Cost of a threshold: fraud
    below
    it x cost of a missed fraud, plus good transactions from it on x cost of a false decline.
    """
    costs = [_cost(case, one.score_from) for one in case.bins]
    return _cost(case, case.current_threshold) - min(costs)


def _cost(case: Case, threshold: float, *, misses: bool = True, declines: bool = True) -> float:
    missed = sum(one.fraud for one in case.bins if one.score_from < threshold)
    declined = sum(one.good for one in case.bins if one.score_from >= threshold)
    return misses * missed * case.cost_of_missed_fraud + declines * declined * case.cost_of_false_decline


def _best(case: Case) -> float:
    return min((one.score_from for one in case.bins), key=lambda edge: _cost(case, edge))


@threshold_saving.mistake("That is what the cheapest threshold costs, not what moving to it saves.")
def _(case: Case) -> float:
    return _cost(case, _best(case))


@threshold_saving.mistake("That is what today's threshold costs, not what moving away from it saves.")
def _(case: Case) -> float:
    return _cost(case, case.current_threshold)


@threshold_saving.mistake("Only the missed fraud is priced; the good customers declined more often cost money too.")
def _(case: Case) -> float:
    return _cost(case, case.current_threshold, declines=False) - _cost(case, _best(case), declines=False)


@threshold_saving.mistake(
    "You took the bin of today's threshold as let through: what has a score of the threshold is declined."
)
def _(case: Case) -> float:
    after = min(one.score_from for one in case.bins if one.score_from > case.current_threshold)
    return _cost(case, after) - _cost(case, _best(case))


@threshold_saving.mistake("That is against letting everything through; the comparison is with the cheapest edge.")
def _(case: Case) -> float:
    return _cost(case, 2.0) - _cost(case, case.current_threshold)


EXERCISE = Exercise(
    questions=(cost_optimal_threshold, threshold_saving),
    strong_answer=(
        "With these two costs it pays to decline from a probability of {cost_optimal_threshold}. Today's "
        "threshold lies "
        "above it: moving to the cheapest edge saves {threshold_saving}. That holds while the score is "
        "calibrated; after "
        "the change of categories I would check that first, in the category that moved."
    ),
    follow_up="What would make you keep the threshold where it is?",
)
