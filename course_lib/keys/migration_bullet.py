"""Questions on the first bullet: a tool becomes an outcome, and "by 1.1 %" gets one reading."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Slot
from course_lib.keys.bullet_text import bullet_fields
from course_lib.keys.exercise import Exercise
from course_lib.keys.training_speed import days_younger, gpu_cost_saved, training_time_cut
from course_lib.measures.risk import absolute_risk_reduction

DRIFT = ("drift",)


@question(
    points=2,
    unit="share",
    tolerance=0.0003,
    frames=DRIFT,
    hint="One row a week, then add up the errors and the labels before you divide.",
    working="Errors over labelled predictions of the weeks on the old stack, each week once.",
)
def error_before(case: Case) -> float:
    """Prediction error on the old stack: wrong over labelled predictions of all its weeks, each week once."""
    return case.log.error("old")


@error_before.mistake("A week was sent twice and counts twice in your sum; it is the worst one.")
def _(case: Case) -> float:
    return case.log.error("old", copies=True)


@question(
    points=2,
    unit="share",
    tolerance=0.0003,
    frames=DRIFT,
    hint="The last weeks still wait for labels; leave them out, and add up before you divide.",
    working="Errors over labelled predictions of the weeks on the new stack with complete labels.",
)
def error_after(case: Case) -> float:
    """Prediction error on the new stack: wrong over labelled predictions of its weeks with `complete` labels."""
    return case.log.error("new")


@error_after.mistake("The last weeks still wait for labels, and errors are confirmed late; they flatter the result.")
def _(case: Case) -> float:
    return case.log.error("new", arriving=True)


@question(
    points=2,
    unit="share",
    tolerance=0.0001,
    frames=DRIFT,
    hint="Points are taken off the rate itself.",
    working="Error on the old stack less the claimed drop.",
)
def error_if_points(case: Case) -> float:
    """What would the error be now, if the old bullet's drop (on the card) meant percentage points?"""
    return case.log.error("old") - case.claimed_drop


@error_if_points.mistake("That is the relative reading: points come off the rate itself.")
def _(case: Case) -> float:
    return case.log.error("old") * (1 - case.claimed_drop)


@question(
    points=2,
    unit="share",
    tolerance=0.0001,
    frames=DRIFT,
    hint="Relative means a share of the baseline.",
    working="Error on the old stack times one less the claimed drop.",
)
def error_if_relative(case: Case) -> float:
    """What would the error be now, if the old bullet's drop (on the card) were relative to the baseline?"""
    return case.log.error("old") * (1 - case.claimed_drop)


@error_if_relative.mistake("That is the reading in points: relative means a share of the baseline.")
def _(case: Case) -> float:
    return case.log.error("old") - case.claimed_drop


@question(
    points=3,
    unit="ratio",
    tolerance=0.05,
    frames=DRIFT,
    hint="Divide one improvement by the other; the claimed figure cancels.",
    working="One over the baseline error.",
)
def readings_apart(case: Case) -> float:
    """How many times as large is the improvement in the points reading as in the relative reading?"""
    before, drop = case.log.error("old"), case.claimed_drop
    return absolute_risk_reduction(before, before - drop) / absolute_risk_reduction(before, before * (1 - drop))


@readings_apart.mistake("They are not the same: one is a share of everything, the other a share of the baseline.")
def _(case: Case) -> float:
    return 1.0


@readings_apart.mistake("You divided what is left of the error; divide what was taken off.")
def _(case: Case) -> float:
    return error_if_relative.answer(case) / error_if_points.answer(case)


OBJECTS = (
    "the migration of model training to a faster stack",
    "TensorFlow, Airflow and Kubernetes",
    "6 production models",
)
MEANS = ("weekly retraining", "close collaboration", "machine learning")
WITH = ("data science and platform engineering", "a cross-functional team", "many stakeholders")
DROPS = ("a drop in percentage points", "a relative drop in per cent")


@question(
    points=9,
    unit="fields",
    kind="fields",
    frames=("training_runs", "drift"),
    form=bullet_fields(
        (
            Slot("verb", choices=("Led", "Helped with", "Was responsible for")),
            Slot("object", choices=OBJECTS),
            Slot("baseline", unit="share", tolerance=0.0003, same_as="error_before"),
            Slot("result", unit="share", tolerance=0.0003, same_as="error_after"),
            Slot("unit", choices=DROPS),
            Slot("period", kind="integer", unit="weeks"),
            Slot("mechanism", choices=MEANS),
            Slot("stakeholders", choices=WITH),
        ),
        template=(
            "{verb} {object} with {stakeholders}: {mechanism} cut prediction error from {baseline} to {result} "
            "({unit}) over {period} with complete labels."
        ),
    ),
    hint="Outcome first: which figure fell, from what to what? Then what you did, by what means, and with whom.",
    working="Your part as told in the situation; the two errors above; weeks on the new stack with complete labels.",
)
def bullet_migration(case: Case) -> dict[str, object]:
    """Build the bullet from fields. Each figure must be the one that you computed.

    `baseline`, `result`: the prediction errors above. `unit`: what the difference of two error rates is. `period`:
    whole weeks on the new stack whose labels are complete. `mechanism`: what the data let you name. `text`: your own
    wording, or None to take the sentence of the fields; the linter judges it, for a third of the points.
    """
    return {
        "verb": "Led",
        "object": OBJECTS[0],
        "baseline": error_before.answer(case),
        "result": error_after.answer(case),
        "unit": DROPS[0],
        "period": case.log.complete_weeks("new"),
        "mechanism": MEANS[0],
        "stakeholders": WITH[0],
        "text": None,
    }


@bullet_migration.mistake("Per cent of what? Two error rates differ by points; a relative drop needs its baseline.")
def _(case: Case) -> dict[str, object]:
    return {"unit": DROPS[1]}


@bullet_migration.mistake("A list of tools is no outcome: name what you moved, and let the figure follow.")
def _(case: Case) -> dict[str, object]:
    return {"object": OBJECTS[1]}


@bullet_migration.mistake("Helping and being responsible claim no act. You led it: say so.")
def _(case: Case) -> dict[str, object]:
    return {"verb": "Helped with"}


@bullet_migration.mistake("The weeks whose labels still arrive are in your period; their errors are not all known.")
def _(case: Case) -> dict[str, object]:
    return {"period": sum(week.stack == "new" for week in case.log.weeks)}


@bullet_migration.mistake("A team without roles says nothing: name who had to agree, by what they know.")
def _(case: Case) -> dict[str, object]:
    return {"stakeholders": WITH[1]}


EXERCISE = Exercise(
    questions=(
        training_time_cut, gpu_cost_saved, days_younger, error_before, error_after, error_if_points, error_if_relative,
        readings_apart, bullet_migration,
    ),
    strong_answer=(
        "A faster stack is a means. The outcome is the error: {error_before} before, {error_after} after. "
        "The old bullet's figure has two readings that lie a factor of {readings_apart} apart, so I give both rates. "
        "Training takes {training_time_cut} less time, worth {gpu_cost_saved} a year at the new rhythm; the model is "
        "{days_younger} younger. What I cannot show is the cause: there was no control, and the "
        "season changed too."
    ),
    follow_up="You train more often now. Is the year's GPU bill lower or higher than before the migration?",
)  # fmt: skip
