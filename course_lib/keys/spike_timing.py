"""Questions on the evidence: how telling the clock is, and what it makes of the belief in the release as the cause."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.classification import posterior_probability
from course_lib.wording.telling import tells


@question(
    points=5,
    unit="fields",
    kind="fields",
    frames=("spikes", "rollouts"),
    hint="Drop second copies and the region test. Left-join the roll-outs. A missing roll-out is not within the hour.",
    working="Among spikes of one cause: those at most an hour after the roll-out began, over all of that cause.",
    form=Fields(
        (Slot("if_release", unit="share", tolerance=0.001), Slot("if_other", unit="share", tolerance=0.001)),
        template="Began within the hour: {if_release} of the spikes that a release caused, {if_other} of the others.",
    ),
)
def timing_likelihoods(case: Case) -> dict[str, object]:
    """How often does a spike begin within an hour of a roll-out, if the release caused it, and if something else did?

    - `if_release`: of the spikes with `found_cause` "roll-out", the share that began at most 60 minutes after
      `begun_at` of their roll-out.
    - `if_other`: the same for `found_cause` "something else". A spike without a roll-out counts in the denominator, and
      not as within the hour.

    Each `spike_id` once. Left out: cause "open", and region "test".
    """
    seen = case.spikes
    return {"if_release": seen.caused_in_hour / seen.caused, "if_other": seen.other_in_hour / seen.other}


def _likelihoods(case: Case) -> tuple[float, float]:
    return tuple(timing_likelihoods.answer(case).values())


@timing_likelihoods.mistake("Second copies are in it: a spike that two monitors reported is one spike.")
def _(case: Case) -> dict[str, object]:
    seen = case.spikes
    return {
        "if_release": seen.caused_in_hour / (seen.caused + seen.second_caused),
        "if_other": (seen.other_in_hour + seen.second_other) / (seen.other + seen.second_other),
    }


@timing_likelihoods.mistake(
    "`if_release` is turned round: you divided by the spikes within the hour. That is the share of early spikes which "
    "releases caused, not the share of caused spikes which were early."
)
def _(case: Case) -> dict[str, object]:
    seen = case.spikes
    return {"if_release": seen.caused_in_hour / (seen.caused_in_hour + seen.other_in_hour)}


@timing_likelihoods.mistake("`if_release` counts from `complete_at`: the question counts from `begun_at`.")
def _(case: Case) -> dict[str, object]:
    return {"if_release": (case.spikes.caused_in_hour + case.spikes.caused_soon) / case.spikes.caused}


@timing_likelihoods.mistake("`if_release` is over all roll-outs: most of them had no spike. The base is caused spikes.")
def _(case: Case) -> dict[str, object]:
    return {"if_release": case.spikes.caused_in_hour / case.spikes.rollouts}


@timing_likelihoods.mistake(
    "`if_other` lost the spikes without a roll-out, as an inner join does: they are the ones the clock clears."
)
def _(case: Case) -> dict[str, object]:
    return {"if_other": case.spikes.other_in_hour / (case.spikes.other - case.spikes.unlinked)}


@timing_likelihoods.mistake("`if_other` has the test region in it: its load tests follow each roll-out by design.")
def _(case: Case) -> dict[str, object]:
    return {"if_other": (case.spikes.other_in_hour + case.spikes.tests) / (case.spikes.other + case.spikes.tests)}


@timing_likelihoods.mistake("`if_other` takes open cases for cleared ones: nobody knows their cause yet.")
def _(case: Case) -> dict[str, object]:
    seen = case.spikes
    return {"if_other": (seen.other_in_hour + seen.unfinished) / (seen.other + seen.unfinished)}


@timing_likelihoods.mistake("`if_other` counts from `complete_at`: the question counts from `begun_at`.")
def _(case: Case) -> dict[str, object]:
    return {"if_other": (case.spikes.other_in_hour + case.spikes.other_soon) / case.spikes.other}


@question(
    points=6,
    unit="share",
    tolerance=0.002,
    frames=("spikes", "rollouts"),
    hint="Picture a hundred such spikes. The card says how many a release causes; how many of each kind come early?",
    working="prior x if_release over (prior x if_release + (1 - prior) x if_other).",
)
def cause_posterior(case: Case) -> float:
    """Probability that this release is the cause, now that the spike began within an hour of its roll-out.

    Before the clock was looked at, the engineers put it at the card's probability: this release changes more than most.
    Update that with your two likelihoods, unrounded. Check `timing_likelihoods` first.
    """
    return _posterior(case, case.prior)


def _posterior(case: Case, prior: float) -> float:
    if_release, if_other = _likelihoods(case)
    return posterior_probability(prior, probability_if_true=if_release, probability_if_false=if_other)


@cause_posterior.mistake(
    "That is the likelihood: how often a bad release shows early. Asked is how often an early spike is the release's."
)
def _(case: Case) -> float:
    return _likelihoods(case)[0]


@cause_posterior.mistake(
    "Prior times likelihood is only the first part: divide by the total probability of the timing."
)
def _(case: Case) -> float:
    return case.prior * _likelihoods(case)[0]


@cause_posterior.mistake("You gave both causes the same weight before the clock: the card says how they stand.")
def _(case: Case) -> float:
    return _posterior(case, 0.5)


@cause_posterior.mistake(
    "You read it off the log's early spikes: that takes the log's mix of causes as the prior. The card has this one's."
)
def _(case: Case) -> float:
    seen = case.spikes
    return seen.caused_in_hour / (seen.caused_in_hour + seen.other_in_hour)


@cause_posterior.mistake("In the denominator, the other causes need their own weight: one less the prior.", credit=0.3)
def _(case: Case) -> float:
    if_release, if_other = _likelihoods(case)
    return case.prior * if_release / (case.prior * if_release + if_other)


@cause_posterior.mistake("That is the probability of another cause: one less what is asked.", credit=0.4)
def _(case: Case) -> float:
    return 1 - cause_posterior.answer(case)


@cause_posterior.mistake("The prior on the card is what was believed before the clock: the timing has moved it.")
def _(case: Case) -> float:
    return case.prior


@tells(timing_likelihoods)
def of_releases(case: Case, shares: dict[str, float]) -> str:
    """Return the first share as one says it."""
    return f"{shares['if_release']:.0%}"


@tells(timing_likelihoods)
def of_others(case: Case, shares: dict[str, float]) -> str:
    """Return the second share as one says it."""
    return f"{shares['if_other']:.0%}"


@tells(cause_posterior)
def about(case: Case, probability: float) -> str:
    """Return the probability as one says it."""
    return f"{probability:.0%}"
