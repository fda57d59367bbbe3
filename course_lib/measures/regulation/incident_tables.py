"""Clocks that an incident may start: who tells whom, within what limit. Data only."""

from dataclasses import dataclass
from datetime import date

from course_lib.measures.regulation.dates import ANNEX_I, ANNEX_III, GENERAL_PURPOSE


@dataclass(frozen=True)
class ClockRule:
    """One reporting duty.

    Parameters
    ----------
    law, locator : str
        Where it is laid down.
    who, whom : str
        Who reports to whom.
    limit : str
        The limit in words.
    hours : int or None
        The limit in hours from awareness; ``None`` if it is not a plain count.
    binding_from : datetime.date or None
        First day on which it binds; ``None`` if it has long been in force.
    ledger : tuple of str
        Identifiers of ledger entries.
    note : str
        What to keep in mind.
    """

    law: str
    locator: str
    who: str
    whom: str
    limit: str
    hours: int | None = None
    binding_from: date | None = None
    ledger: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class SeriousIncidentLimit:
    """The outer limit of Art. 73 for one kind of event, in days from awareness."""

    days: int
    locator: str
    ledger: tuple[str, ...]


_TWO = SeriousIncidentLimit(2, "Art. 73(3)", ("EUAI-022", "EUAI-024"))
_TEN = SeriousIncidentLimit(10, "Art. 73(4)", ("EUAI-022", "EUAI-025"))
_FIFTEEN = SeriousIncidentLimit(15, "Art. 73(2)", ("EUAI-022", "EUAI-023"))

RIGHTS = "fundamental rights infringement"
WIDESPREAD = "widespread infringement"
SERIOUS_INCIDENTS = {
    WIDESPREAD: _TWO,
    "serious and irreversible disruption of critical infrastructure": _TWO,
    "death": _TEN,
    "serious harm to health": _FIFTEEN,
    RIGHTS: _FIFTEEN,
    "serious harm to property or the environment": _FIFTEEN,
}
MODEL_INCIDENT = "systemic-risk model incident"
DATA_BREACH = "personal data breach"
HEALTH_BREACH = "breach of unsecured health information"
CYBER_INCIDENT = "cybersecurity incident of a listed company"
EVENTS = (*SERIOUS_INCIDENTS, MODEL_INCIDENT, DATA_BREACH, HEALTH_BREACH, CYBER_INCIDENT)

AI_ACT_ROLES = ("provider", "deployer", "model provider")
SYSTEM_ROUTES = ("Annex III", "Annex I Section A", "Annex I Section B", "not high-risk")
HIGH_RISK_STARTS = {"Annex III": ANNEX_III.day, "Annex I Section A": ANNEX_I.day}
MEDICAL = "medical device"
EQUIVALENT = "equivalent Union reporting duties"
CARVE_OUTS = ("none", MEDICAL, EQUIVALENT)
DATA_ROLES = ("controller", "processor")
RISKS = ("unlikely", "risk", "high risk")

MARKET_SURVEILLANCE = "market surveillance authority of the Member State of the incident"
AI_OFFICE = "AI Office"
AI_OFFICE_LEDGER = ("EUAI-028",)
CARVE_OUT_LEDGER = ("EUAI-027",)
EVIDENCE_NOTE = (
    "The days are an outer limit on 'immediately'. An incomplete first report is allowed, Art. 73(5). "
    "Do not alter the system before telling the authority, Art. 73(6)."
)
EVIDENCE_LEDGER = ("EUAI-026", "EUAI-052")

DEPLOYER_TELLS = ClockRule(
    "AI Act",
    "Art. 26(5)",
    "deployer",
    "first the provider, then the importer or distributor and the market surveillance authority",
    "immediately",
    ledger=("EUAI-029",),
)
MODEL_PROVIDER_TELLS = ClockRule(
    "AI Act",
    "Art. 55(1)(c)",
    "model provider",
    "AI Office and, as appropriate, national authorities",
    "without undue delay; no number of days",
    binding_from=GENERAL_PURPOSE.day,
    ledger=("EUAI-042",),
)
GDPR_START = date(2018, 5, 25)
AUTHORITY_72_HOURS = ClockRule(
    "GDPR",
    "Art. 33(1)",
    "controller",
    "supervisory authority",
    "without undue delay, where feasible within 72 hours of becoming aware",
    72,
    GDPR_START,
    ("GDPR-003",),
    "The hours run over weekends. A later notice states the reasons for the delay.",
)
PROCESSOR_TELLS = ClockRule(
    "GDPR",
    "Art. 33(2)",
    "processor",
    "controller",
    "without undue delay; no number of hours",
    binding_from=GDPR_START,
    ledger=("GDPR-003",),
)
INDIVIDUALS = ClockRule(
    "GDPR",
    "Art. 34(1)",
    "controller",
    "the individuals concerned",
    "without undue delay; no number of hours",
    binding_from=GDPR_START,
    ledger=("GDPR-004",),
)
HEALTH_LARGE_BREACH = 500
HEALTH_INDIVIDUALS = ClockRule(
    "HIPAA",
    "45 CFR 164.404(b)",
    "covered entity",
    "the individuals concerned",
    "without unreasonable delay, at most 60 days after discovery",
    60 * 24,
    ledger=("HIPAA-006",),
)
HEALTH_SECRETARY_NOW = ClockRule(
    "HIPAA",
    "45 CFR 164.408(b)",
    "covered entity",
    "Secretary of Health and Human Services",
    "together with the notice to individuals, at most 60 days after discovery",
    60 * 24,
    ledger=("HIPAA-006",),
    note="500 or more people.",
)
HEALTH_SECRETARY_YEARLY = ClockRule(
    "HIPAA",
    "45 CFR 164.408(c)",
    "covered entity",
    "Secretary of Health and Human Services",
    "at most 60 days after the end of the calendar year of discovery",
    ledger=("HIPAA-006",),
    note="Fewer than 500 people.",
)
HEALTH_MEDIA = ClockRule(
    "HIPAA",
    "45 CFR 164.406",
    "covered entity",
    "prominent media outlets of the state",
    "without unreasonable delay, at most 60 days after discovery",
    60 * 24,
    ledger=("HIPAA-006",),
    note="More than 500 residents of one state. Commonly cited; the text was not opened.",
)
LISTED_COMPANY = ClockRule(
    "SEC",
    "Form 8-K, Item 1.05",
    "registrant",
    "Securities and Exchange Commission",
    "four business days after the determination that the incident is material",
    binding_from=date(2023, 12, 18),
    ledger=("US-014",),
    note="The determination itself is due without unreasonable delay after discovery.",
)
BUSINESS_DAYS_8K = 4
