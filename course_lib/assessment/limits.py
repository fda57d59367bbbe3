"""The latest reports after a serious incident with the product, and what its class says about an incident."""

from dataclasses import dataclass, replace

from course_lib.assessment.answers import Answers
from course_lib.measures.regulation import incident_tables as table
from course_lib.measures.regulation.incident import Incident
from course_lib.measures.regulation.model import GPAI, HIGH_RISK, NOT_ENOUGH_FACTS, PROHIBITED, SYSTEMIC, Classification


@dataclass(frozen=True)
class Limit:
    """The latest report after one kind of event; ``days`` is ``None`` where the law counts none."""

    who: str
    whom: str
    event: str
    locator: str
    days: int | None
    ledger: tuple[str, ...]


def limits(found: Classification) -> tuple[Limit, ...]:
    """Return the limits that would hold if an incident happened, before any carve-out.

    Parameters
    ----------
    found : Classification
        Class and roles.

    Returns
    -------
    tuple of Limit
        For the provider or deployer of a high-risk system, and for the provider of a model with systemic risk.
    """
    made: list[Limit] = []
    roles = set(found.roles or ("provider", "deployer"))
    if found.category == HIGH_RISK and route(found) != "Annex I Section B":
        if "provider" in roles:
            made += [
                Limit("provider", table.MARKET_SURVEILLANCE, event, limit.locator, limit.days, limit.ledger)
                for event, limit in sorted(table.SERIOUS_INCIDENTS.items(), key=lambda item: item[1].days)
            ]
        if "deployer" in roles:
            made.append(_without_days(table.DEPLOYER_TELLS, "any serious incident"))
    if found.gpai.status == SYSTEMIC:
        made.append(_without_days(table.MODEL_PROVIDER_TELLS, "serious incident with the model"))
    return tuple(made)


def _without_days(rule: table.ClockRule, event: str) -> Limit:
    return Limit(rule.who, rule.whom, event, rule.locator, None, rule.ledger)


def route(found: Classification) -> str | None:
    """Return by which route the system is high-risk, in the words of an incident; ``None`` if that is open.

    A system on both routes reports by the one that binds first, Annex III.
    """
    if found.category in (NOT_ENOUGH_FACTS, PROHIBITED):
        return None
    if found.category != HIGH_RISK:
        return "not high-risk"
    for name, mark in (("Annex III", "Annex III "), ("Annex I Section A", "Annex I Section A")):
        if any(locator.startswith(mark) for locator in found.locators):
            return name
    return "Annex I Section B"


def about_incident(answers: Answers, found: Classification) -> Incident:
    """Return the incident with roles and route filled in from the product's class where the file left them out."""
    event = answers.incident
    roles = tuple(role for role in found.roles or () if role in table.AI_ACT_ROLES)
    if found.gpai.status in (GPAI, SYSTEMIC):
        roles = (*roles, "model provider")
    known = found.roles is not None
    return replace(
        event,
        ai_act_roles=event.ai_act_roles if event.ai_act_roles is not None or not known else roles,
        system_route=event.system_route or route(found),
    )
