"""Questions on the log: how long it took to notice, to end the harm and to restore, and what noticing was worth."""

from course_lib.cases.incident_log import offset_minutes
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.incident import (
    IncidentTimeline,
    avoided_loss,
    time_to_detect,
    time_to_mitigate,
    time_to_restore,
)


def office_ahead(case: Case, moment: str) -> int:
    """Return how many minutes the office's clock was ahead of UTC at a moment of the log."""
    return offset_minutes("office", getattr(case.moments, moment))


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=("incident_log",),
    hint="Put all stamps into UTC and sort. Subtract, and divide by pd.Timedelta(minutes=1).",
    working="First alert less first wrong decision; rollback complete less first wrong decision; restored less alert.",
    form=Fields(
        (
            Slot("detect", unit="minutes", tolerance=1, weight=2),
            Slot("mitigate", unit="minutes", tolerance=1, weight=3),
            Slot("restore", unit="minutes", tolerance=1, weight=3),
        ),
        template="From the first wrong decision: {detect} to the alert, {mitigate} until no further limit was cut. "
        "From the alert: {restore} until limits were given back.",
    ),
)
def durations(case: Case) -> dict[str, object]:
    """Three durations in minutes, each with its own zero.

    - `detect`: from the start of the impact to its detection. Start: the first decision on a wrong feature. Detection:
      the first alert about this incident, whether or not anybody had looked at it yet.
    - `mitigate`: from the start of the impact to its mitigation. Mitigation: the rollback is complete, so that no
      further decision uses a wrong feature.
    - `restore`: from detection to restoration. Restoration: the cut limits are given back and all checks pass.
    """
    seen = case.moments
    line = IncidentTimeline(seen.started, seen.detected, seen.acknowledged, seen.mitigated, seen.restored)
    spans = time_to_detect(line), time_to_mitigate(line, since="started"), time_to_restore(line, since="detected")
    return dict(zip(("detect", "mitigate", "restore"), (span.total_seconds() / 60 for span in spans), strict=True))


@durations.mistake("`detect` runs to the acknowledgement: detection is the alert, not the person who answers it.")
def _(case: Case) -> dict[str, object]:
    return {"detect": case.minutes("started", "acknowledged")}


@durations.mistake(
    "`detect` ends at the loud alert of the training cluster: no decision went wrong by it, so it is not this incident."
)
def _(case: Case) -> dict[str, object]:
    return {"detect": case.minutes("started", "unrelated")}


@durations.mistake("`detect` starts at the deployment; the impact starts with the first wrong decision.")
def _(case: Case) -> dict[str, object]:
    return {"detect": case.minutes("deployed", "detected")}


@durations.mistake("`mitigate` starts at the alert: people suffer from the start, not from your alert.")
def _(case: Case) -> dict[str, object]:
    return {"mitigate": case.minutes("detected", "mitigated")}


@durations.mistake("`mitigate` starts at the declaration: by then people had suffered for hours.")
def _(case: Case) -> dict[str, object]:
    return {"mitigate": case.minutes("declared", "mitigated")}


@durations.mistake("`mitigate` stops at the request: a rollback that somebody asked for ends no harm yet.")
def _(case: Case) -> dict[str, object]:
    return {"mitigate": case.minutes("started", "rollback_requested")}


@durations.mistake("`mitigate` stops at the first containment: one channel was held, the others went on.")
def _(case: Case) -> dict[str, object]:
    return {"mitigate": case.minutes("started", "contained")}


@durations.mistake("`restore` starts at the impact: here the zero is detection. Say which clock you use.")
def _(case: Case) -> dict[str, object]:
    return {"restore": case.minutes("started", "restored")}


@durations.mistake("`restore` starts at the acknowledgement; the zero is the alert.")
def _(case: Case) -> dict[str, object]:
    return {"restore": case.minutes("acknowledged", "restored")}


@durations.mistake("`restore` starts at the mitigation: that is only the last stretch; the zero is the alert.")
def _(case: Case) -> dict[str, object]:
    return {"restore": case.minutes("mitigated", "restored")}


@durations.mistake("`restore` reads the status page's stamp as UTC: its row says by how much its clock is ahead.")
def _(case: Case) -> dict[str, object]:
    return {"restore": case.minutes("detected", "restored") + office_ahead(case, "restored")}


@durations.mistake("These are hours: the fields want minutes. Divide by pd.Timedelta(minutes=1).")
def _(case: Case) -> dict[str, object]:
    return {name: minutes / 60 for name, minutes in durations.answer(case).items()}


@question(
    points=5,
    unit="USD",
    tolerance=0.0005,
    relative=True,
    frames=("incident_log",),
    hint="Only the hours between your alert and the customer's report were saved. Bring both into hours first.",
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


@loss_avoided.mistake("You took minutes off hours: turn the minutes until the alert into hours first.", credit=0.4)
def _(case: Case) -> float:
    return _avoided(case, 60 * case.minutes("started", "detected"))


@loss_avoided.mistake("You multiplied minutes by a loss an hour: turn the time saved into hours first.", credit=0.4)
def _(case: Case) -> float:
    return 60 * loss_avoided.answer(case)


@loss_avoided.mistake("You multiplied days by a loss an hour: turn the time saved into hours first.", credit=0.4)
def _(case: Case) -> float:
    return loss_avoided.answer(case) / 24
