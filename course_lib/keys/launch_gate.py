"""The launch gate as typed fields: what is watched, on how many, when it stops, who may stop it, and until when."""

import math
from collections.abc import Mapping
from datetime import date, timedelta

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.guard_rail import users_per_arm
from course_lib.keys.staged_exposure import stage_days
from course_lib.keys.weak_languages import LANGUAGES, languages_below_break_even
from course_lib.measures.intervals import critical_value

METRICS = ("complaint rate of exposed users", "coverage", "mean confidence", "minutes to an answer")
COHORTS = ("loyalty members", "one market", "app users", "everyone")
ON_CALL = ("product on-call", "support on-call", "engineering on-call", "risk on-call", "vendor's service desk")
UNSEEN = (
    "how customers act once a machine decides",
    "accuracy by language",
    "cases that were opened again",
    "the bands that do not pay",
)
ALL_HOURS = 168
WITHIN = 0.0002


def _stop_rate(case: Case, arm_size: float) -> float:
    rate = case.complaint_rate
    return rate + critical_value(0.95) * math.sqrt(2 * rate * (1 - rate) / arm_size)


def _review(case: Case, days_open: float) -> date:
    return case.second_stage_opens + timedelta(days=days_open + case.complaint_days)


def _fits_arm(case: Case, values: Mapping[str, object]) -> tuple[float, str]:
    """Judge the stop rate by the arm size stated beside it: an arm that is wrong already cost its part."""
    stated = values["arm_size"] if 1 <= (values["arm_size"] or 0) <= 1e9 else users_per_arm.answer(case)
    given = values["stop_rate"]
    return float(given is not None and abs(given - _stop_rate(case, stated)) <= WITHIN * (1 + 1e-9)), ""


def _fits_days(case: Case, values: Mapping[str, object]) -> tuple[float, str]:
    """Judge the review date by the days stated beside it."""
    stated = values["days_open"] if 0 <= (values["days_open"] or -1) <= 10_000 else stage_days.answer(case)
    return float(values["review"] == _review(case, round(stated))), ""


@question(
    points=8,
    unit="fields",
    kind="fields",
    form=Fields(
        (
            Slot("metric", choices=METRICS),
            Slot("arm_size", unit="users", tolerance=0.01, relative=True, same_as="users_per_arm"),
            Slot("stop_rate", unit="share", tolerance=WITHIN, weight=2, rule=_fits_arm),
            Slot("stages", kind="order", choices=COHORTS),
            Slot("people_only", kind="labels", choices=LANGUAGES, same_as="languages_below_break_even"),
            Slot("may_stop", choices=ON_CALL, weight=2),
            Slot("days_open", kind="integer", unit="days", same_as="stage_days"),
            Slot("review", kind="date", weight=2, rule=_fits_days),
            Slot("unseen", choices=UNSEEN),
        ),
        template="We watch the {metric}, {arm_size} in each arm, and stop when the exposed arm shows {stop_rate}. We "
        "open to {stages}, in this order; with people: {people_only}. The {may_stop} may stop it alone, at any "
        "hour. The second stage is open for {days_open}; the verdict is due on {review}. No log shows us {unseen}.",
    ),
    frames=("rollout", "on_call"),
    hint="A gate has a measure, a size, a line, a name and a date. The line is what the test would call a rise.",
    working="Stop rate: today's + 1.96 x root of (2pq / users per arm). Stages: current plan by share exposed. May "
    "stop: alone and at all hours, then fewest minutes. Review: opening + days open + days for a complaint to come.",
)
def launch_gate(case: Case) -> dict[str, object]:
    """State the launch gate of the second stage in fields.

    `metric`: what a user who is wronged would move. `arm_size`, `days_open`, `people_only`: as you answered above.
    `stop_rate`: lowest complaint rate of the exposed arm that the two-sided test at 0.05 calls a rise when the control
    arm shows today's rate p: p + 1.96 x root of (2 p (1 - p) / users per arm), the variance taken at p. `stages`: the
    cohorts of plan `current`, smallest share exposed first. `may_stop`: of those who stop alone at all 168 hours of the
    week, the quickest to reach. `review`: day of opening + days open + days within which a complaint comes. `unseen`:
    what a log written while people decided cannot show.
    """
    return {
        "metric": METRICS[0],
        "arm_size": users_per_arm.answer(case),
        "stop_rate": _stop_rate(case, users_per_arm.answer(case)),
        "stages": _cohorts(case, "current"),
        "people_only": languages_below_break_even.answer(case),
        "may_stop": _quickest(case, alone=True, all_hours=True),
        "days_open": stage_days.answer(case),
        "review": _review(case, stage_days.answer(case)),
        "unseen": UNSEEN[0],
    }


def _cohorts(case: Case, plan: str) -> tuple[str, ...]:
    stages = sorted((stage for stage in case.stages if stage.plan == plan), key=lambda stage: stage.share_exposed)
    return tuple(stage.cohort for stage in stages)


def _quickest(case: Case, *, alone: bool, all_hours: bool) -> str:
    fitting = [
        one
        for one in case.on_call
        if (one.stops_alone or not alone) and (one.hours_a_week == ALL_HOURS or not all_hours)
    ]
    return min(fitting, key=lambda one: one.minutes_to_reach).role


@launch_gate.mistake(
    "The stop rate is the rise that the arm was sized for. A test of that size calls a rise earlier: today's rate plus "
    "1.96 standard errors of the difference."
)
def _(case: Case) -> dict[str, object]:
    return {"stop_rate": case.complaint_rate_to_see}


@launch_gate.mistake(
    "The review falls before the last complaints are in: the last user exposed still has time to write."
)
def _(case: Case) -> dict[str, object]:
    return {"review": case.second_stage_opens + timedelta(days=stage_days.answer(case))}


@launch_gate.mistake("The quickest of those who may stop alone is off duty at night; the assistant is not.")
def _(case: Case) -> dict[str, object]:
    return {"may_stop": _quickest(case, alone=True, all_hours=False)}


@launch_gate.mistake(
    "The quickest of those on duty at all hours has to ask first; a stop that needs a meeting is none."
)
def _(case: Case) -> dict[str, object]:
    return {"may_stop": _quickest(case, alone=False, all_hours=True)}


@launch_gate.mistake("Those are the stages of the superseded plan; filter on `current`.")
def _(case: Case) -> dict[str, object]:
    return {"stages": _cohorts(case, "superseded")}


@launch_gate.mistake(
    "Coverage rises when the assistant errs more boldly; a gate watches what a wronged user would move."
)
def _(case: Case) -> dict[str, object]:
    return {"metric": METRICS[1]}
