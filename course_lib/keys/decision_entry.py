"""Question on the decision log: one entry, in fields, with the learner's own figures."""

from datetime import timedelta

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.rollback_worth import acting_threshold, gain_over_waiting
from course_lib.keys.spike_timing import cause_posterior
from course_lib.wording.telling import tells

NOW, WAIT, LEAVE = "roll back now", "wait for the diagnosis", "leave the release in place"
COMMANDER, PRODUCT, SPONSOR, LEGAL = "incident commander", "AI product manager", "executive sponsor", "legal counsel"
STILL_HIGH, NO_DIAGNOSIS, SALES, QUIET = (
    "wrong cuts go on an hour after the rollback",
    "the diagnosis is not in by the planned minute",
    "sales has promised the release to a customer",
    "nobody has complained for an hour",
)


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=("spikes", "rollouts", "timeline"),
    hint="The best of three choices by your two gains. Who has command? What would prove the choice wrong?",
    working="The larger expected gain; your own figures; the commander; the observation that contradicts the choice.",
    form=Fields(
        (
            Slot("decision", choices=(LEAVE, NOW, WAIT), weight=2),
            Slot("decided_at", kind="datetime"),
            Slot("posterior", unit="share", tolerance=0.002, same_as="cause_posterior"),
            Slot("threshold", unit="share", tolerance=0.005, same_as="acting_threshold"),
            Slot("gain", unit="USD", tolerance=300, same_as="gain_over_waiting"),
            Slot("decided_by", choices=(PRODUCT, SPONSOR, COMMANDER, LEGAL)),
            Slot("look_again_if", choices=(SALES, NO_DIAGNOSIS, QUIET, STILL_HIGH)),
            Slot("next_update", kind="integer", unit="minutes"),
            Slot("reason", kind="text", weight=0),
        ),
        template="Decision at {decided_at}: {decision}, by the {decided_by}. Probability of the cause {posterior}, "
        "threshold {threshold}; gain of acting now over waiting {gain}. We look again if {look_again_if}. "
        "Next public update within {next_update}.",
    ),
)
def decision_entry(case: Case) -> dict[str, object]:
    """The entry for the decision log: what was decided on what belief, by whom, and what would make you look again.

    `decision`: the choice with the lowest expected cost. `decided_at`: the timeline's entry of kind "decision".
    `posterior`, `threshold`, and `gain` (that over waiting, with its sign) are compared with what you answered.
    `decided_by`: who has command at PagerDuty and at Google, and repairs nothing [IR-001, IR-021]. `look_again_if`:
    what, if seen, would contradict the choice. `next_update`: minutes until the public hears again, at the latest.
    `reason` is yours and earns nothing.
    """
    now = gain_over_waiting.answer(case) > 0
    return {
        "decision": NOW if now else WAIT,
        "decided_at": case.timeline.declared + timedelta(minutes=case.timeline.decided),
        "posterior": cause_posterior.answer(case),
        "threshold": acting_threshold.answer(case),
        "gain": gain_over_waiting.answer(case),
        "decided_by": COMMANDER,
        "look_again_if": STILL_HIGH if now else NO_DIAGNOSIS,
        "next_update": case.update_minutes,
        "reason": None,
    }


@decision_entry.mistake(
    "Your own posterior is above the threshold: in expectation, leaving the release costs more than rolling back."
)
def _(case: Case) -> dict[str, object]:
    return {"decision": LEAVE}


@decision_entry.mistake(
    "Now or after the diagnosis: the sign of your gain over waiting decides, not the taste for action or for certainty."
)
def _(case: Case) -> dict[str, object]:
    now = gain_over_waiting.answer(case) > 0
    return {"decision": WAIT if now else NOW, "look_again_if": NO_DIAGNOSIS if now else STILL_HIGH}


@decision_entry.mistake("`decided_at` is the declaration: between the two, people worked out what to do.")
def _(case: Case) -> dict[str, object]:
    return {"decided_at": case.timeline.declared}


@decision_entry.mistake("You recommend; the commander decides. Two heads of one call are none.")
def _(case: Case) -> dict[str, object]:
    return {"decided_by": PRODUCT}


@decision_entry.mistake("The sponsor is told: who pays for the product does not run the call.")
def _(case: Case) -> dict[str, object]:
    return {"decided_by": SPONSOR}


@decision_entry.mistake("Legal advises, and decides whether to notify; the call is run by its commander.")
def _(case: Case) -> dict[str, object]:
    return {"decided_by": LEGAL}


@decision_entry.mistake("A promise made by sales says nothing about the cause: look for what would prove you wrong.")
def _(case: Case) -> dict[str, object]:
    return {"look_again_if": SALES}


@decision_entry.mistake("Silence is not evidence: people notice a cut limit at the till, days later.")
def _(case: Case) -> dict[str, object]:
    return {"look_again_if": QUIET}


@tells(decision_entry)
def basis(case: Case, entry: dict[str, object]) -> str:
    """Return what the decision rests on, in a sentence."""
    gain = float(entry["gain"])
    against = "acting now beats waiting" if gain > 0 else "waiting beats acting now"
    return f"{against} by USD {round(abs(gain), -3):,.0f} in expectation"


@tells(decision_entry)
def belief(case: Case, entry: dict[str, object]) -> str:
    """Return the probability of the cause as one says it."""
    return f"{entry['posterior']:.0%}"


@tells(decision_entry)
def pays_from(case: Case, entry: dict[str, object]) -> str:
    """Return the threshold as one says it."""
    return f"{entry['threshold']:.0%}"
