"""Questions on the clocks: by when a report is due, in UTC, and for which incidents the Act wants none."""

from datetime import UTC, datetime, timedelta

from course_lib.cases.incident_drill import NO_CARVE_OUT, NOT_HIGH_RISK, NUMBERS, DrillIncident
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.regulation import Incident, IncidentClocks, incident_clocks

FRAMES = ("incidents",)


def _clocks(one: DrillIncident) -> IncidentClocks:
    facts = Incident(
        events=(one.event,),
        ai_act_roles=(one.role,),
        system_route=one.route,
        reporting_carve_out=one.carve_out,
        ai_office_competent=False,
    )
    return incident_clocks(facts, on=one.aware_at.date(), aware_at=one.aware_at)


def report_due(one: DrillIncident) -> datetime | None:
    """Return the latest moment of the report to the market surveillance authority; None if the Act wants none."""
    return _clocks(one).first_deadline


@question(
    points=5,
    unit="datetime",
    kind="datetime",
    frames=FRAMES,
    hint="Take the awareness of the incident in focus to UTC first. Then ask which of the three limits fits the event.",
    working="Local awareness less its offset from UTC, plus the days of the event's limit.",
)
def report_by(case: Case) -> datetime:
    """By when, at the latest, is the report on the incident in focus (card) due, in UTC?

    Three outer limits on "immediately", from when you became aware: 2 days for a widespread infringement or critical
    infrastructure disrupted for good [EUAI-024]; 10 days if a person has died [EUAI-025]; 15 days for any other serious
    incident [EUAI-023]. A day is 24 hours here; a weekend does not move the end. `aware_local` is the office's clock,
    `utc_offset` how far that is ahead of UTC.
    """
    due = report_due(case.drill.focus)
    assert due is not None  # the incident in focus is always to be reported
    return due


@report_by.mistake("You took the general limit. Somebody died: a shorter one counts.")
def _(case: Case) -> datetime:
    return case.drill.focus.aware_at + timedelta(days=15)


@report_by.mistake("You took the limit for critical infrastructure. It is shorter than that for a death.")
def _(case: Case) -> datetime:
    return case.drill.focus.aware_at + timedelta(days=2)


@report_by.mistake("You took the GDPR's hours: those count for personal data, not for a death.")
def _(case: Case) -> datetime:
    return case.drill.focus.aware_at + timedelta(hours=72)


@report_by.mistake("You read the office's clock as UTC. Take off the offset first.", credit=0.25)
def _(case: Case) -> datetime:
    return case.drill.focus.local.replace(tzinfo=UTC) + timedelta(days=10)


@report_by.mistake("You added the offset. An office that is ahead of UTC shows a later hour: take it off.", credit=0.25)
def _(case: Case) -> datetime:
    one = case.drill.focus
    return one.aware_at + timedelta(days=10, hours=2 * one.hours_ahead)


@report_by.mistake("You counted from the first signal. The clock runs from awareness, which came later.", credit=0.25)
def _(case: Case) -> datetime:
    return case.drill.focus.aware_at + timedelta(days=10, hours=-31)


@question(
    points=5,
    unit="labels",
    kind="labels",
    choices=NUMBERS,
    frames=FRAMES,
    hint="Two questions per row: is the system high-risk at all? Does other law report it, and is it about rights?",
    working="Rows that are not high-risk, and rows under other reporting law whose event is no breach of rights.",
)
def not_reported(case: Case) -> frozenset[str]:
    """For which incidents of the drill does the AI Act want no report from you? A list of incident numbers.

    The Act's clocks bind high-risk systems [EUAI-052]. Where other law governs the reports (`medical device`, or
    `equivalent Union reporting duties` for Annex III), only a breach of fundamental rights is reported under the Act
    [EUAI-027]. You are the provider, and all events are serious incidents. The other law may still want a report.
    """
    return frozenset(one.number for one in case.drill.incidents if report_due(one) is None)


def _numbers(case: Case, *, carved: bool, harmless: bool, rights: bool = False) -> frozenset[str]:
    silent = not_reported.answer(case)
    return frozenset(
        one.number
        for one in case.drill.incidents
        if (one.number in silent and (harmless if one.route == NOT_HIGH_RISK else carved))
        or (rights and one.carve_out != NO_CARVE_OUT and one.number not in silent)
    )


@not_reported.mistake(
    "You left out everything under other reporting law. A breach of fundamental rights stays in: read the event.",
    credit=0.5,
)
def _(case: Case) -> frozenset[str]:
    return _numbers(case, carved=True, harmless=True, rights=True)


@not_reported.mistake(
    "You found the carve-outs and forgot the scope: a system that is not high-risk has no clock here.", credit=0.5
)
def _(case: Case) -> frozenset[str]:
    return _numbers(case, carved=True, harmless=False)


@not_reported.mistake(
    "You looked at the class alone. Other law takes some high-risk systems out, except for rights.", credit=0.25
)
def _(case: Case) -> frozenset[str]:
    return _numbers(case, carved=False, harmless=True)


@not_reported.mistake("That is the list of those to report. Asked are the others.")
def _(case: Case) -> frozenset[str]:
    return frozenset(NUMBERS) - not_reported.answer(case)


EXERCISE = Exercise(
    questions=(report_by, not_reported),
    strong_answer=(
        "I ask when we became aware, in UTC, and what happened. A person died, so the outer limit is the middle one, "
        "and the report is due by {report_by}; I would send a first, incomplete one much earlier. For {not_reported} "
        "the Act wants no report: the system is not high-risk, or other law governs it and no fundamental right is "
        "breached. I check that other law before I call it silence. And nobody changes the system before the "
        "authority knows, or we spoil the evidence."
    ),
    follow_up="Engineering wants to roll back at once. What may they do before the authority is told?",
)
