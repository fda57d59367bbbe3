"""The legal clock that an incident starts, by the course's own reading of the law: shown when the run is over."""

from datetime import UTC, datetime, timedelta

from course_lib.drills.world import World

ALERT_AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)  # a Tuesday; every drill begins then, a course convention
_EVENTS = {
    "data breach": {
        "events": ("personal data breach",),
        "data_role": "controller",
        "risk_to_individuals": "risk",
    },
    "serious incident": {
        "events": ("serious harm to health",),
        "ai_act_roles": ("provider",),
        "system_route": "Annex I Section B",  # a vehicle under type-approval
    },
}


def legal_clock(world: World) -> tuple[str, ...]:
    """Return what the report that starts a clock means in law: who is told by when, or why the act asks nothing."""
    if world.trigger is None:
        return ()
    from course_lib.measures.regulation.incident import Incident  # slow, and wanted only here
    from course_lib.measures.regulation.incidents import incident_clocks

    minute, inject = world.trigger
    aware_at = ALERT_AT + timedelta(minutes=minute)
    found = incident_clocks(Incident(**_EVENTS[inject.trigger]), on=aware_at.date(), aware_at=aware_at)
    due = [
        f"{one.law} {one.locator}: the {one.who} tells the {one.whom} {one.limit}; that is by "
        f"{one.deadline:%Y-%m-%d %H:%M} UTC [{', '.join(one.ledger)}]."
        for one in found.clocks
        if one.owed and one.deadline
    ]
    none = [f"Not owed: {one}." for one in found.not_owed] if not due else []
    after = ["What the sector's own law wants is for legal to say; the moment of awareness is written down first."]
    return (
        f"Legal clock: {inject.name}, known from {aware_at:%Y-%m-%d %H:%M} UTC on (minute {minute}).",
        *due,
        *none,
        *(after if none else ()),
    )
