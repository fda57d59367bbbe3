"""The monitoring promise itself, in fields: what is watched, from which age, above which line, who acts and how."""

import math

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.alarm_level import alpha_per_check, false_alarms_a_month, labels_needed
from course_lib.keys.alarm_time import conversion_change, hours_to_alarm, maturity_window, precision_saving
from course_lib.keys.exercise import Exercise
from course_lib.measures.intervals import normal_quantile

METRIC = "share of people's labelled recommendations that are off target"
SO_FAR = "orders so far over recommendations shown"
STABILITY = "population stability index of the scores"
OWNER, TEAM = "on-call machine-learning engineer", "recommendations team"
FALL_BACK, RETRAIN = "switch to the previous ranking and open an incident", "retrain on the newest data"


@question(
    points=10,
    unit="fields",
    kind="fields",
    frames=("traffic", "label_times"),
    form=Fields(
        (
            Slot("metric", choices=(SO_FAR, STABILITY, METRIC, "requests an hour")),
            Slot("window_hours", kind="integer"),
            Slot("labels", unit="labels", tolerance=0.01, relative=True, same_as="labels_needed"),
            Slot("threshold", unit="ratio", tolerance=0.0002),
            Slot("alarm_hours", unit="hours", tolerance=0.2, same_as="hours_to_alarm"),
            Slot("owner", choices=(TEAM, "alerts channel", OWNER, "head of product")),
            Slot("action", choices=(RETRAIN, "raise the threshold", "put it on the next review", FALL_BACK)),
        ),
        template=(
            "We watch the {metric}. A request is judged {window_hours} hours after it was made; a check rests on "
            "{labels}. The alarm goes off above {threshold}, about {alarm_hours} after a shift that we must catch. The "
            "{owner} answers it; the first step is to {action}."
        ),
    ),
    hint="The line lies where a check with the known rate is above it only as often as alpha allows.",
    working="Threshold: known rate + z alpha x root(known rate x (1 - known rate) / labels).",
)
def monitoring_sla(case: Case) -> dict[str, object]:
    """Write the promise: what is watched, on which labels, above which line, how fast, by whom, and what happens first.

    `metric`: what the labels of your last answers measure. `window_hours`: the whole hours of `hours_to_alarm` after
    which a request is judged. `labels`: on which a check rests. `threshold`: the off-target rate above which a check
    alarms, p0 + z_alpha root(p0 (1 - p0) / n), for your `labels_needed` and `alpha_per_check`; as a plain ratio: five
    per cent is 0.05. `alarm_hours`: from shift to alarm. `owner`: the one role that answers at any hour; a team or a
    channel is no owner. `action`: the first step, which bounds the harm at once and can be undone.
    """
    return {
        "metric": METRIC,
        "window_hours": maturity_window(case),
        "labels": labels_needed.answer(case),
        "threshold": _threshold(case),
        "alarm_hours": hours_to_alarm.answer(case),
        "owner": OWNER,
        "action": FALL_BACK,
    }


def _threshold(case: Case) -> float:
    known = case.promise.baseline_rate
    error = math.sqrt(known * (1 - known) / labels_needed.answer(case))
    return known - normal_quantile(alpha_per_check.answer(case)) * error


@monitoring_sla.mistake(
    "Orders so far: young recommendations have not had their time, so this alarm goes off on every fresh day."
)
def _(case: Case) -> dict[str, object]:
    return {"metric": SO_FAR}


@monitoring_sla.mistake(
    "A stability index watches the inputs: it is a diagnosis, and stays quiet when the same scores turn out wrong."
)
def _(case: Case) -> dict[str, object]:
    return {"metric": STABILITY}


@monitoring_sla.mistake(
    "The line at the rate to catch: after such a shift half of the checks stay below it. It lies between the rates."
)
def _(case: Case) -> dict[str, object]:
    return {"threshold": case.promise.rate_to_catch}


@monitoring_sla.mistake("The line at the known rate: every second check alarms although nothing is wrong.")
def _(case: Case) -> dict[str, object]:
    return {"threshold": case.promise.baseline_rate}


@monitoring_sla.mistake("A team answers nobody's pager: name one role that is reached at any hour.")
def _(case: Case) -> dict[str, object]:
    return {"owner": TEAM}


@monitoring_sla.mistake(
    "Retraining takes days and takes the drifted data in; first bound the harm, then find the cause."
)
def _(case: Case) -> dict[str, object]:
    return {"action": RETRAIN}


EXERCISE = Exercise(
    questions=(
        false_alarms_a_month,
        alpha_per_check,
        labels_needed,
        hours_to_alarm,
        conversion_change,
        precision_saving,
        monitoring_sla,
    ),
    strong_answer=(
        "I start from what people can bear. Today's level brings {false_alarms_a_month} a month for nothing; a check "
        "may have {alpha_per_check}. At that level it takes {labels_needed} to catch the shift that matters, and "
        "{hours_to_alarm} until they are in and old enough. The line lies at {monitoring_sla.threshold}; the "
        "{monitoring_sla.owner} answers, and the first step is to {monitoring_sla.action}. Conversion confirms it more "
        "slowly: at a fixed age it changed by {conversion_change}; the dashboard shows far worse, because orders are "
        "still to come. A sharper rule saves {precision_saving} a day. How people without a label were served, this "
        "monitor cannot say."
    ),
    follow_up="Traffic halves in August. Which of these numbers do you change, and whom do you tell?",
)
