"""Incident clocks: from what happened and when it was known to who tells whom by when, in UTC."""

from datetime import UTC, date, datetime, time, timedelta

from course_lib.measures.regulation import incident_tables as table
from course_lib.measures.regulation.business_days import add_business_days, filing_cut_off
from course_lib.measures.regulation.incident import Incident, IncidentClocks
from course_lib.measures.regulation.logic import merge
from course_lib.measures.regulation.questions import check_day
from course_lib.measures.regulation.serious_incidents import Findings, clock, model_incident, serious_incident


def incident_clocks(event: Incident, *, on: date, aware_at: datetime) -> IncidentClocks:
    """Return every notice that an incident starts.

    Days are counted as plain calendar days from the moment of awareness; only the filing of a listed company
    is counted in business days.

    Parameters
    ----------
    event : Incident
        Plain answers; ``None`` is not known.
    on : datetime.date
        The day whose law applies, normally the day of awareness. It decides which duties bind.
    aware_at : datetime.datetime
        When the party became aware of the incident (or discovered it), with a time zone.

    Returns
    -------
    IncidentClocks
        Who tells whom by when, what is not owed and why, and the open questions. Not legal advice.

    Raises
    ------
    ValueError
        If ``aware_at`` has no time zone, ``on`` is no plain date, or ``event`` is no ``Incident``.

    References
    ----------
    Regulation (EU) 2024/1689, Arts. 26(5), 55, 73, 75; Regulation (EU) 2016/679, Arts. 33 and 34;
    45 CFR 164.404 to 164.408; Form 8-K, Item 1.05.
    """
    if not isinstance(event, Incident):
        raise ValueError(f"event is a {type(event).__name__}; build an Incident, or read one with from_mapping.")
    check_day("on", on)
    aware_at = _utc(aware_at)
    if event.events is None:
        return IncidentClocks((), (), ("events",))
    found = []
    if any(name in table.SERIOUS_INCIDENTS for name in event.events):
        found += serious_incident(event, on, aware_at)
    if table.MODEL_INCIDENT in event.events:
        found.append(model_incident(event, on))
    if table.DATA_BREACH in event.events:
        found.append(_data_breach(event, on, aware_at))
    if table.HEALTH_BREACH in event.events:
        found.append(_health_breach(event, on, aware_at))
    if table.CYBER_INCIDENT in event.events:
        found.append(_listed_company(event, on))
    return _collect(found)


def _collect(found: list[Findings]) -> IncidentClocks:
    clocks = [item for finding in found for item in finding.clocks]
    start = datetime.min.replace(tzinfo=UTC)
    return IncidentClocks(
        tuple(sorted(clocks, key=lambda item: item.deadline or start)),
        merge(*(finding.not_owed for finding in found)),
        merge(*(finding.open_questions for finding in found)),
    )


def _utc(moment: datetime) -> datetime:
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError(f"aware_at is {moment!r}; give a datetime with a time zone, such as UTC.")
    return moment.astimezone(UTC)


def _data_breach(event: Incident, on: date, aware_at: datetime) -> Findings:
    if event.data_role is None:
        return Findings(open_questions=("data_role",))
    if event.data_role == "processor":
        return Findings((clock(table.PROCESSOR_TELLS, on),))
    if event.risk_to_individuals == "unlikely":
        return Findings(not_owed=("GDPR Art. 33(1): a risk to individuals is unlikely",))
    known = event.risk_to_individuals is not None
    deadline = aware_at + timedelta(hours=table.AUTHORITY_72_HOURS.hours)
    authority = clock(table.AUTHORITY_72_HOURS, on, deadline=deadline, owed=True if known else None)
    if not known:
        return Findings((authority,), (), ("risk_to_individuals",))
    individuals = _individuals(event, on)
    return Findings((authority, *individuals.clocks), individuals.not_owed, individuals.open_questions)


def _individuals(event: Incident, on: date) -> Findings:
    if event.risk_to_individuals != "high risk":
        return Findings(not_owed=("GDPR Art. 34(1): individuals are told only at a high risk",))
    if event.individuals_excused:
        return Findings(not_owed=("GDPR Art. 34(1): an exception of Art. 34(3) applies",))
    if event.individuals_excused is None:
        return Findings((clock(table.INDIVIDUALS, on, owed=None),), (), ("individuals_excused",))
    return Findings((clock(table.INDIVIDUALS, on),))


def _health_breach(event: Incident, on: date, aware_at: datetime) -> Findings:
    sixty_days = aware_at + timedelta(hours=table.HEALTH_INDIVIDUALS.hours)
    year_end = date(aware_at.year, 12, 31) + timedelta(days=60)
    yearly = datetime.combine(year_end, time(23, 59, 59), UTC)
    individuals = clock(table.HEALTH_INDIVIDUALS, on, deadline=sixty_days)
    at_once, later = table.HEALTH_SECRETARY_NOW, table.HEALTH_SECRETARY_YEARLY
    if event.affected_people is None:
        both = (
            clock(at_once, on, deadline=sixty_days, owed=None),
            clock(later, on, deadline=yearly, owed=None),
        )
        return Findings((individuals, *both), (), ("affected_people",))
    if event.affected_people < table.HEALTH_LARGE_BREACH:
        return Findings((individuals, clock(later, on, deadline=yearly)))
    large = clock(at_once, on, deadline=sixty_days)
    media = _media(event, on, sixty_days)
    return Findings((individuals, large, *media.clocks), media.not_owed, media.open_questions)


def _media(event: Incident, on: date, deadline: datetime) -> Findings:
    if event.affected_in_one_state is None:
        return Findings((clock(table.HEALTH_MEDIA, on, deadline=deadline, owed=None),), (), ("affected_in_one_state",))
    if event.affected_in_one_state <= table.HEALTH_LARGE_BREACH:
        return Findings(not_owed=("HIPAA 45 CFR 164.406: no state has more than 500 of the people affected",))
    return Findings((clock(table.HEALTH_MEDIA, on, deadline=deadline),))


def _listed_company(event: Incident, on: date) -> Findings:
    found = event.materiality_determined_on
    if found is None:
        note = "The clock starts with the determination, not with the incident."
        return Findings((clock(table.LISTED_COMPANY, on, owed=None, note=note),), (), ("materiality_determined_on",))
    deadline = filing_cut_off(add_business_days(found, table.BUSINESS_DAYS_8K))
    return Findings((clock(table.LISTED_COMPANY, on, deadline=deadline),))
