"""Questions on the log: how long it took to notice, to end the harm and to restore, and what noticing was worth."""

from course_lib.cases.incident_log import offset_minutes
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.incident import (
    IncidentTimeline,
    avoided_loss,
    time_to_detect,
    time_to_mitigate,
    time_to_restore,
)


def _timeline(case: Case) -> IncidentTimeline:
    seen = case.moments
    return IncidentTimeline(seen.started, seen.detected, seen.acknowledged, seen.mitigated, seen.restored)


@question(
    points=2,
    unit="minutes",
    tolerance=1,
    frames=("incident_log",),
    hint="Put all stamps into UTC and sort. Which row is the first harm, which the first alert about it?",
    working="First alert about the limit cuts, less the first decision on a wrong feature.",
)
def minutes_to_detect(case: Case) -> float:
    """Minutes from the start of the impact to its detection.

    Start of the impact: the first decision on a wrong feature. Detection: the first alert about this incident, whether
    or not anybody had looked at it yet.
    """
    return time_to_detect(_timeline(case)).total_seconds() / 60


@minutes_to_detect.mistake("You ran to the acknowledgement: detection is the alert, not the person who answers it.")
def _(case: Case) -> float:
    return case.minutes("started", "acknowledged")


@minutes_to_detect.mistake(
    "You took the loud alert of the training cluster: no decision went wrong by it, so it is not this incident."
)
def _(case: Case) -> float:
    return case.minutes("started", "unrelated")


@minutes_to_detect.mistake("You started at the deployment; the impact starts with the first wrong decision.")
def _(case: Case) -> float:
    return case.minutes("deployed", "detected")


@question(
    points=3,
    unit="minutes",
    tolerance=1,
    frames=("incident_log",),
    hint="The clock of the people harmed runs until the old pipeline serves everybody again.",
    working="Rollback complete, less the first decision on a wrong feature.",
)
def minutes_to_mitigate(case: Case) -> float:
    """Minutes from the start of the impact to its mitigation.

    Mitigation: the rollback is complete, so that no further decision uses a wrong feature.
    """
    return time_to_mitigate(_timeline(case), since="started").total_seconds() / 60


@minutes_to_mitigate.mistake("You started at the alert: people suffer from the start, not from your alert.")
def _(case: Case) -> float:
    return case.minutes("detected", "mitigated")


@minutes_to_mitigate.mistake("You stopped at the request: a rollback that somebody asked for ends no harm yet.")
def _(case: Case) -> float:
    return case.minutes("started", "rollback_requested")


@minutes_to_mitigate.mistake("You stopped at the first containment: one channel was held, the others went on.")
def _(case: Case) -> float:
    return case.minutes("started", "contained")


@question(
    points=3,
    unit="minutes",
    tolerance=1,
    frames=("incident_log",),
    hint="The status page writes in office time. Turn both stamps into UTC before you subtract.",
    working="Limits given back and checks passed, less the first alert about the limit cuts, both in UTC.",
)
def minutes_to_restore(case: Case) -> float:
    """Minutes from detection to restoration.

    Detection as above. Restoration: the cut limits are given back and all checks pass.
    """
    return time_to_restore(_timeline(case), since="detected").total_seconds() / 60


@minutes_to_restore.mistake("You started at the impact: here the zero is detection. Say which clock you use.")
def _(case: Case) -> float:
    return case.minutes("started", "restored")


@minutes_to_restore.mistake("You started at the acknowledgement; the zero is the alert.")
def _(case: Case) -> float:
    return case.minutes("acknowledged", "restored")


@minutes_to_restore.mistake("You read the status page's stamp as UTC: its row says by how much its clock is ahead.")
def _(case: Case) -> float:
    return case.minutes("detected", "restored") + office_ahead(case, "restored")


def office_ahead(case: Case, moment: str) -> int:
    """Return how many minutes the office's clock was ahead of UTC at a moment of the log."""
    return offset_minutes("office", getattr(case.moments, moment))


@question(
    points=5,
    unit="USD",
    tolerance=0.0005,
    relative=True,
    frames=("incident_log",),
    hint="Only the hours between your alert and the customer's report were saved.",
    working="Loss an hour x (hours until a customer would have found it - hours until the alert).",
)
def loss_avoided(case: Case) -> float:
    """Loss avoided because the monitor caught it before a customer did.

    Both in hours from the start of the impact: the alert, and when a customer would have found it (card). The loss an
    hour (card) is constant while nobody knows. From then on, mitigation takes equally long in both cases.
    """
    return _avoided(case, case.minutes("started", "detected"))


def _avoided(case: Case, minutes: float) -> float:
    hours = {"detection_hours": minutes / 60, "counterfactual_hours": case.found_anyway_hours}
    return avoided_loss(case.loss_per_hour, **hours)


@loss_avoided.mistake("You count all hours until a customer's report: what ran until your alert was lost anyway.")
def _(case: Case) -> float:
    return case.loss_per_hour * case.found_anyway_hours


@loss_avoided.mistake("You subtract the time to mitigate: mitigation takes as long in both worlds, so it cancels.")
def _(case: Case) -> float:
    return _avoided(case, case.minutes("started", "mitigated"))


@loss_avoided.mistake("You count from the acknowledgement; the monitor did its part with the alert.")
def _(case: Case) -> float:
    return _avoided(case, case.minutes("started", "acknowledged"))
