"""The second bullet: on time says nothing; what counts is the breach that was caught, and what it was worth."""

from course_lib.cases.selection_batches import WEEKS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Slot
from course_lib.keys.bullet_text import bullet_fields
from course_lib.keys.exercise import Exercise
from course_lib.keys.selection_breach import (
    SELECTION,
    applicants_protected,
    breach_z,
    false_alarm_chance,
    first_week_below,
    impact_ratio,
    loss_avoided,
    ratio_of_week,
)

OBJECTS = (
    "a fall in the selection of group A",
    "the on-time launch of the shortlist model",
    "an 8-week bias programme",
)
LOSSES = ("an expected loss", "a penalty")
MEANS = ("a weekly ratio monitor with a stop rule", "a culture of responsible AI", "an on-time launch")
WITH = ("counsel and data science", "a cross-functional team", "all stakeholders")


@question(
    points=9,
    unit="fields",
    kind="fields",
    frames=SELECTION,
    form=bullet_fields(
        (
            Slot("verb", choices=("Caught", "Was informed of", "Managed")),
            Slot("object", choices=OBJECTS),
            Slot("week", kind="integer", same_as="first_week_below"),
            Slot("baseline", unit="ratio", tolerance=0.002, same_as="impact_ratio"),
            Slot("result", unit="ratio", tolerance=0.002),
            Slot("loss_kind", choices=LOSSES),
            Slot("loss", unit="USD", tolerance=500, same_as="loss_avoided"),
            Slot("mechanism", choices=MEANS),
            Slot("stakeholders", choices=WITH),
        ),
        template=(
            "{verb} {object} in week {week} and set up {mechanism} with {stakeholders}: impact ratio from {baseline} "
            "to {result} by week 8, {loss_kind} of {loss} a year avoided."
        ),
    ),
    hint="Say the failure first, then what you did, then what it was worth - weighed, not at its most.",
    working="Week, ratio and expected loss as above; the ratio of the last week by the same definition.",
)
def bullet_breach(case: Case) -> dict[str, object]:
    """Build the bullet from fields. Each figure must be the one that you computed.

    `week`, `baseline`: first week below the line, and its ratio. `result`: impact ratio of the last week in the table.
    `loss`: what the monitor avoids a year; `loss_kind`: what that sum is. `text`: your own wording, or None to take
    the sentence of the fields; the linter judges it, for a third of the points.
    """
    return {
        "verb": "Caught",
        "object": OBJECTS[0],
        "week": first_week_below.answer(case),
        "baseline": impact_ratio.answer(case),
        "result": ratio_of_week(case, WEEKS),
        "loss_kind": LOSSES[0],
        "loss": loss_avoided.answer(case),
        "mechanism": MEANS[0],
        "stakeholders": WITH[0],
        "text": None,
    }


@bullet_breach.mistake("Going live on time is what the old bullet hid behind. The catch is the achievement.")
def _(case: Case) -> dict[str, object]:
    return {"object": OBJECTS[1]}


@bullet_breach.mistake("A penalty that nobody imposed was not avoided in full; claim its expected value.")
def _(case: Case) -> dict[str, object]:
    return {"loss_kind": LOSSES[1]}


@bullet_breach.mistake("That is the most that could be asked for; put the expected loss that the monitor took away.")
def _(case: Case) -> dict[str, object]:
    return {"loss": case.penalty.most}


@bullet_breach.mistake("A culture cannot be checked. Name the control that caught it, and would again.")
def _(case: Case) -> dict[str, object]:
    return {"mechanism": MEANS[1]}


EXERCISE = Exercise(
    questions=(
        first_week_below, impact_ratio, breach_z, loss_avoided, applicants_protected, false_alarm_chance, bullet_breach,
    ),
    strong_answer=(
        "{first_week_below} in, the selection ratio fell to {impact_ratio}; with z at {breach_z} that is no noise. "
        "Four fifths is a screen and no verdict, so I stopped first and asked counsel next. Catching it then, and not "
        "at the audit, spared {applicants_protected}. I claim {loss_avoided} a year: chance times amount, without the "
        "monitor less with it, not the most that could be asked for. A fair model would still alarm once with a chance "
        "of {false_alarm_chance}, so an alarm opens an inquiry. In one later week both groups were selected less: not "
        "a breach."
    ),
    follow_up="Where do your two probabilities come from, and what would halve the figure that you claim?",
)  # fmt: skip
