"""The clocks of the AI Act: Art. 73 with its carve-outs, Art. 26(5) and Art. 55(1)(c)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from course_lib.measures.regulation import incident_tables as table
from course_lib.measures.regulation.incident import Clock, Incident

_WEEKEND = "The last day is on a weekend; Regulation 1182/71 is cited for moving it to the next working day."


@dataclass(frozen=True)
class Findings:
    """Clocks, duties that do not arise, and open questions of one law."""

    clocks: tuple[Clock, ...] = ()
    not_owed: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()


def clock(
    rule: table.ClockRule,
    on: date,
    *,
    deadline: datetime | None = None,
    owed: bool | None = True,
    note: str = "",
) -> Clock:
    """Start a clock from its rule.

    Parameters
    ----------
    rule : ClockRule
        The reporting duty.
    on : datetime.date
        The day asked about.
    deadline : datetime.datetime, optional
        Latest moment in UTC.
    owed : bool or None
        ``None`` if an answer that decides it is missing.
    note : str
        Added to the note of the rule.

    Returns
    -------
    Clock
        The clock.
    """
    binding = rule.binding_from is None or on >= rule.binding_from
    words = " ".join(part for part in (rule.note, note) if part)
    return Clock(
        rule.law,
        rule.locator,
        rule.who,
        rule.whom,
        rule.limit,
        deadline,
        owed,
        binding,
        rule.binding_from,
        rule.ledger,
        words,
    )


def serious_incident(incident: Incident, on: date, aware_at: datetime) -> list[Findings]:
    """Return what the AI Act asks after a serious incident with a high-risk system.

    Parameters
    ----------
    incident : Incident
        The answers, with at least one event of ``SERIOUS_INCIDENTS``.
    on : datetime.date
        The day asked about.
    aware_at : datetime.datetime
        When the party became aware, in UTC.

    Returns
    -------
    list of Findings
        One per role; questions instead of clocks where the role or the route is not known.

    References
    ----------
    Regulation (EU) 2024/1689, Arts. 3(49), 26(5), 73, 75(1a).
    """
    missing = tuple(name for name in ("ai_act_roles", "system_route") if getattr(incident, name) is None)
    if incident.system_route in ("Annex I Section B", "not high-risk"):
        return [Findings(not_owed=(f"AI Act Art. 73: the system is {_route_words(incident)}",))]
    if missing:
        return [Findings(open_questions=missing)]
    if not {"provider", "deployer"} & set(incident.ai_act_roles):
        return [Findings(not_owed=("AI Act Art. 73: you are neither provider nor deployer of the system",))]
    found = []
    if "provider" in incident.ai_act_roles:
        found.append(_report(incident, on, aware_at, "provider"))
    if "deployer" in incident.ai_act_roles:
        found += _deployer(incident, on, aware_at)
    return found


def model_incident(incident: Incident, on: date) -> Findings:
    """Return what the AI Act asks of the provider of a model with systemic risk.

    Parameters
    ----------
    incident : Incident
        The answers.
    on : datetime.date
        The day asked about.

    Returns
    -------
    Findings
        A clock without a number of days, or an open question.
    """
    if incident.ai_act_roles is None:
        return Findings(open_questions=("ai_act_roles",))
    if "model provider" not in incident.ai_act_roles:
        return Findings(not_owed=("AI Act Art. 55(1)(c): only the model provider reports",))
    return Findings((clock(table.MODEL_PROVIDER_TELLS, on),))


def _route_words(incident: Incident) -> str:
    return "under the sector's own law, Art. 2(2)" if "Section B" in incident.system_route else "not high-risk"


def _deployer(incident: Incident, on: date, aware_at: datetime) -> list[Findings]:
    starts = table.HIGH_RISK_STARTS[incident.system_route]
    first = Findings((clock(replace(table.DEPLOYER_TELLS, binding_from=starts), on),))
    if incident.provider_reachable is None:
        return [first, Findings(open_questions=("provider_reachable",))]
    return [first] if incident.provider_reachable else [first, _report(incident, on, aware_at, "deployer")]


def _report(incident: Incident, on: date, aware_at: datetime, who: str) -> Findings:
    events = [event for event in incident.events if event in table.SERIOUS_INCIDENTS]
    narrowed = (
        [event for event in events if event in (table.RIGHTS, table.WIDESPREAD)] if table.RIGHTS in events else []
    )
    carved = _carved_out(incident)
    if carved and not narrowed:
        reason = "AI Act Art. 73: only fundamental-rights incidents are reported under it, Art. 73(9)-(10)"
        return Findings(not_owed=(reason,))
    questions = () if carved is not None or narrowed == events else ("reporting_carve_out",)
    limit = min(
        (table.SERIOUS_INCIDENTS[event] for event in (narrowed if carved else events)),
        key=lambda item: item.days,
    )
    whom, ledger, more = _addressee(incident, who)
    starts = table.HIGH_RISK_STARTS[incident.system_route]
    rule = table.ClockRule(
        "AI Act",
        limit.locator if who == "provider" else f"{limit.locator}, Art. 26(5)",
        who,
        whom,
        f"immediately, at most {limit.days} days after becoming aware",
        limit.days * 24,
        starts,
        (*limit.ledger, *ledger, *(table.CARVE_OUT_LEDGER if carved else ()), *table.EVIDENCE_LEDGER),
        table.EVIDENCE_NOTE,
    )
    deadline = aware_at + timedelta(hours=rule.hours)
    note = _WEEKEND if deadline.weekday() >= 5 else ""
    return Findings(
        (clock(rule, on, deadline=deadline, owed=None if questions else True, note=note),),
        (),
        questions + more,
    )


def _carved_out(incident: Incident) -> bool | None:
    """Whether other Union law narrows the report; Art. 73(9) covers Annex III systems only."""
    if incident.reporting_carve_out is None:
        return None
    if incident.reporting_carve_out == table.EQUIVALENT:
        return incident.system_route == "Annex III"
    return incident.reporting_carve_out == table.MEDICAL


def _addressee(incident: Incident, who: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Who receives the report, the ledger entries behind it, and the question left open."""
    if incident.reporting_carve_out == table.MEDICAL:
        return "authority that the Member State of the incident chose for devices, Art. 73(10)", (), ()
    if who != "provider" or incident.ai_office_competent is False:
        return table.MARKET_SURVEILLANCE, (), ()
    if incident.ai_office_competent:
        return table.AI_OFFICE, table.AI_OFFICE_LEDGER, ()
    return (
        f"{table.MARKET_SURVEILLANCE}, or the {table.AI_OFFICE}",
        table.AI_OFFICE_LEDGER,
        ("ai_office_competent",),
    )
