"""Questions on acting now: from which probability it pays, what it is worth, and whether waiting is worth more."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.spike_timing import cause_posterior, timing_likelihoods
from course_lib.measures.investment import break_even_probability, expected_gain_of_acting
from course_lib.wording.telling import tells


def loss_if_left(case: Case) -> float:
    """Return the harm until the release would go anyway, if it is the cause."""
    return case.harm_per_hour * case.hours_left


@question(
    points=4,
    unit="share",
    tolerance=0.005,
    hint="At the threshold, the sure cost of rolling back equals the harm that it prevents, times its probability.",
    working="Cost of rolling back over (harm an hour x hours that the release would stay).",
)
def acting_threshold(case: Case) -> float:
    """From which probability of the cause does rolling back now pay, against leaving the release in place?

    A rollback has its cost whether or not the release is the cause. It ends the harm at once if it is, and changes
    nothing if it is not. Left alone, the release stays for the hours on the card.
    """
    return break_even_probability(case.rollback_cost, loss_if_left(case))


@acting_threshold.mistake("More likely than not is a habit, not a threshold: it follows from cost and harm.")
def _(case: Case) -> float:
    return 0.5


@acting_threshold.mistake("You counted one hour of harm: left alone, the release stays for all hours on the card.")
def _(case: Case) -> float:
    return case.rollback_cost / case.harm_per_hour


@acting_threshold.mistake(
    "You added the cost to the loss below the line. A rollback costs the same in both worlds, so it stands above only."
)
def _(case: Case) -> float:
    return case.rollback_cost / (case.rollback_cost + loss_if_left(case))


@acting_threshold.mistake("The harm until the diagnosis is in belongs to another comparison: nobody acts here.")
def _(case: Case) -> float:
    return case.rollback_cost / (case.harm_per_hour * case.diagnosis_minutes / 60)


@acting_threshold.mistake("Upside down: cost over loss, not loss over cost.")
def _(case: Case) -> float:
    return loss_if_left(case) / case.rollback_cost


@question(
    points=4,
    unit="USD",
    tolerance=500,
    frames=("spikes", "rollouts"),
    hint="Weigh the harm that a rollback prevents by how probable the cause is. The cost is sure.",
    working="Posterior x harm an hour x hours left - cost of rolling back.",
)
def gain_of_acting(case: Case) -> float:
    """Expected net gain of rolling back now, against leaving the release in place for the hours on the card.

    In dollars, with your posterior; positive if rolling back is better. Check `cause_posterior` first.
    """
    return _gain(case, cause_posterior.answer(case))


def _gain(case: Case, belief: float) -> float:
    return expected_gain_of_acting(belief, loss_if_event=loss_if_left(case), cost_of_acting=case.rollback_cost)


@gain_of_acting.mistake("That is the gain if the release were surely the cause: weigh the harm by the posterior.")
def _(case: Case) -> float:
    return loss_if_left(case) - case.rollback_cost


@gain_of_acting.mistake("You weighed the harm by the prior: the clock has been read since.")
def _(case: Case) -> float:
    return _gain(case, case.prior)


@gain_of_acting.mistake("You weighed the harm by the likelihood: that is no probability of the cause.")
def _(case: Case) -> float:
    return _gain(case, timing_likelihoods.answer(case)["if_release"])


@gain_of_acting.mistake("The cost is missing: a rollback is paid for whether or not it was needed.")
def _(case: Case) -> float:
    return cause_posterior.answer(case) * loss_if_left(case)


@gain_of_acting.mistake("You weighed the cost too: the rollback costs the same if the release turns out innocent.")
def _(case: Case) -> float:
    return cause_posterior.answer(case) * (loss_if_left(case) - case.rollback_cost)


@question(
    points=5,
    unit="USD",
    tolerance=300,
    frames=("spikes", "rollouts"),
    hint="Waiting lets the harm run until the diagnosis. What does it save, and in which of the two worlds?",
    working="Posterior x harm an hour x hours to the diagnosis - (1 - posterior) x cost of rolling back.",
)
def gain_over_waiting(case: Case) -> float:
    """Expected gain of rolling back now, against waiting for the diagnosis and acting on it.

    The diagnosis comes after the minutes on the card and is sure. If the release is the cause, it is rolled back then,
    at the same cost, and the harm has run until then. If not, no rollback is paid for. In dollars; negative if waiting
    is better.
    """
    return _now_or_then(case, cause_posterior.answer(case))


def _now_or_then(case: Case, belief: float) -> float:
    return belief * case.harm_per_hour * case.diagnosis_minutes / 60 - (1 - belief) * case.rollback_cost


@gain_over_waiting.mistake(
    "You set the whole cost against the harm: if the release is the cause, it is paid after the diagnosis as well.",
    credit=0.3,
)
def _(case: Case) -> float:
    return cause_posterior.answer(case) * case.harm_per_hour * case.diagnosis_minutes / 60 - case.rollback_cost


@gain_over_waiting.mistake("You left out what waiting saves: if the release is innocent, nobody pays for a rollback.")
def _(case: Case) -> float:
    return cause_posterior.answer(case) * case.harm_per_hour * case.diagnosis_minutes / 60


@gain_over_waiting.mistake("The harm is not weighed: it runs only if the release is the cause.", credit=0.3)
def _(case: Case) -> float:
    belief = cause_posterior.answer(case)
    return case.harm_per_hour * case.diagnosis_minutes / 60 - (1 - belief) * case.rollback_cost


@gain_over_waiting.mistake("You used the prior: the clock has been read since.")
def _(case: Case) -> float:
    return _now_or_then(case, case.prior)


@gain_over_waiting.mistake("You multiplied minutes by a harm an hour: turn the diagnosis time into hours.", credit=0.4)
def _(case: Case) -> float:
    belief = cause_posterior.answer(case)
    return belief * case.harm_per_hour * case.diagnosis_minutes - (1 - belief) * case.rollback_cost


@gain_over_waiting.mistake("The harm runs only until the diagnosis, not for all the hours that the release could stay.")
def _(case: Case) -> float:
    belief = cause_posterior.answer(case)
    return belief * loss_if_left(case) - (1 - belief) * case.rollback_cost


@tells(gain_over_waiting)
def verdict(case: Case, gain: float) -> str:
    """Return which of the two is better, and by how much, in a sentence."""
    better = "rolling back now beats waiting" if gain > 0 else "waiting for the diagnosis beats rolling back now"
    return f"{better} by {_thousands(abs(gain))} in expectation"


@tells(acting_threshold)
def about(case: Case, probability: float) -> str:
    """Return the probability as one says it."""
    return f"{probability:.0%}"


@tells(gain_of_acting)
def rounded(case: Case, gain: float) -> str:
    """Return the gain in thousands, as one says it."""
    return _thousands(gain)


def _thousands(amount: float) -> str:
    return f"USD {round(amount, -3):,.0f}"
