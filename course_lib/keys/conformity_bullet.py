"""The third bullet: a team with names, a legal claim that is true, and a date that is ahead of something."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Slot
from course_lib.keys.bullet_text import bullet_fields
from course_lib.keys.conformity_plan import (
    days_ahead_of_the_law,
    early_share,
    legal_phrase,
    schedule_index,
    stakeholder_coverage,
)
from course_lib.keys.exercise import Exercise

OBJECTS = ("the risk file of a credit-scoring model", "the AI Act certification of a credit-scoring model")
LAWS = ("high-risk, Annex III point 5(b), internal control", "Tier 2 of the AI Act, certified by a notified body")
CLOCKS = ("our own plan", "the legal deadline")
MEANS = ("dated evidence for each work package", "tireless commitment")
WITH = ("engineers, data scientists and counsel", "a cross-functional team", "marketing, finance and users")


@question(
    points=9,
    unit="fields",
    kind="fields",
    frames=("plan", "raci", "act_extract"),
    form=bullet_fields(
        (
            Slot("verb", choices=("Co-led", "Managed", "Supported")),
            Slot("stakeholders", choices=WITH),
            Slot("object", choices=OBJECTS),
            Slot("law", choices=LAWS),
            Slot("mechanism", choices=MEANS),
            Slot("early", kind="integer", unit="weeks"),
            Slot("clock", choices=CLOCKS),
            Slot("planned", kind="integer", unit="weeks"),
        ),
        template=(
            "{verb} {stakeholders} through {object} ({law}); with {mechanism} it was approved {early} ahead of "
            "{clock} of {planned}."
        ),
    ),
    hint="Whoever made the technical file is who you name. Then ask: ahead of which clock, and by whose word?",
    working="Teams with R or A in the technical file; the law's own terms; weeks early and planned from the plan.",
)
def bullet_file(case: Case) -> dict[str, object]:
    """Build the bullet from fields. Each figure must be the one that the plan gives.

    `stakeholders`: those with a part R or A in the technical file. `law`: true to `act_extract`. `early`, `planned`:
    whole weeks, as in `early_share`. `clock`: what these weeks are ahead of. `text`: your own wording, or None to take
    the sentence of the fields; the linter judges it, for a third of the points.
    """
    return {
        "verb": "Co-led",
        "stakeholders": WITH[0],
        "object": OBJECTS[0],
        "law": LAWS[0],
        "mechanism": MEANS[0],
        "early": case.work.weeks_early,
        "clock": CLOCKS[0],
        "planned": case.work.planned_weeks,
        "text": None,
    }


@bullet_file.mistake("The Act has no tiers, and nobody certifies a credit score; write the point and the procedure.")
def _(case: Case) -> dict[str, object]:
    return {"law": LAWS[1]}


@bullet_file.mistake("These weeks are ahead of your own plan. The law's day is a fixed date, and much further away.")
def _(case: Case) -> dict[str, object]:
    return {"clock": CLOCKS[1]}


@bullet_file.mistake("A cross-functional team has no names: say which knowledge sat at the table.")
def _(case: Case) -> dict[str, object]:
    return {"stakeholders": WITH[1]}


@bullet_file.mistake("Managed says that others did it. You led it together with them: say so.")
def _(case: Case) -> dict[str, object]:
    return {"verb": "Managed"}


EXERCISE = Exercise(
    questions=(schedule_index, early_share, legal_phrase, days_ahead_of_the_law, stakeholder_coverage, bullet_file),
    strong_answer=(
        "The Act knows no tiers, and no certificate for this. {legal_phrase} The file was ahead of our own plan by "
        "{early_share} of its length, with a schedule index of {schedule_index} at the status week; to the day from "
        "which the duty applies there were {days_ahead_of_the_law}. I say both, since ahead of deadline invites the "
        "question whose. {stakeholder_coverage} of the groups had a say; those who were only told are not counted. "
        "Approved is our own word: no authority has seen the file."
    ),
    follow_up="Which group had no say, and what would it have changed in the file?",
)
