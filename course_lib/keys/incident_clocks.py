"""Questions on the legal clocks: which notices are owed, and by when each is due."""

from datetime import date, datetime, timedelta

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.incident_times import office_ahead
from course_lib.measures.regulation import incident_tables as law
from course_lib.measures.regulation.business_days import add_business_days
from course_lib.measures.regulation.incident import Incident
from course_lib.measures.regulation.incidents import incident_clocks

PRIVACY, PEOPLE, MARKET = (
    "data-protection authority (GDPR Art. 33)",
    "the people whose statements were shown (GDPR Art. 34)",
    "market surveillance authority (AI Act Art. 73)",
)
PROVIDER, FINANCE = "the provider first (AI Act Art. 26(5))", "financial supervisor (DORA Art. 19)"
SEC, BANK = "SEC (Form 8-K Item 1.05)", "funding bank (contract)"
NOTICES = (PRIVACY, PEOPLE, MARKET, PROVIDER, FINANCE, SEC, BANK)
DORA_HOURS, DORA_HOURS_FROM_AWARENESS = 4, 24  # IR-026
COUNTED = ("GDPR notice", "business-day notice", "AI Act report", "post-mortem meeting", "end of the watch period")


@question(
    points=5,
    unit="labels",
    kind="labels",
    choices=NOTICES,
    frames=("incident_log",),
    hint="Take the laws one by one: who are you, what happened, what did the privacy office and the finding say?",
    working="Always the privacy and the market authority; the people at a high risk; DORA by licence; SEC or bank.",
)
def notices_owed(case: Case) -> frozenset[str]:
    """Who must be told, by law or by contract? A list of labels.

    A notice is owed if the facts on your card and in the log start its duty, whether or not anybody counts days for it.
    Read the privacy office's rating, your licence and your owners. No exception lifts a duty here. Labels:
    `data-protection authority (GDPR Art. 33)`, `the people whose statements were shown (GDPR Art. 34)`,
    `market surveillance authority (AI Act Art. 73)`, `the provider first (AI Act Art. 26(5))`,
    `financial supervisor (DORA Art. 19)`, `SEC (Form 8-K Item 1.05)`, `funding bank (contract)`.
    """
    owed = {PRIVACY, MARKET, SEC if case.listed else BANK}
    owed |= {PEOPLE} if at_high_risk(case) else set()
    return frozenset(owed | ({FINANCE} if case.payment_institution else set()))


def at_high_risk(case: Case) -> bool:
    """Say whether the privacy office rated the risk to the people concerned as high."""
    return case.risk_to_people == "high"


@notices_owed.mistake("You wait for a provider to be told first: you are the provider, so the report is yours to make.")
def _(case: Case) -> frozenset[str]:
    return notices_owed.answer(case) - {MARKET} | {PROVIDER}


@notices_owed.mistake("The people concerned: they are told at a high risk, and only then. Read the rating.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return notices_owed.answer(case) ^ {PEOPLE}


@notices_owed.mistake("DORA binds the firms on a closed list, and only those: read your licence.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return notices_owed.answer(case) ^ {FINANCE}


@notices_owed.mistake("Form 8-K is for companies listed in the US; others owe what their contracts say.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return notices_owed.answer(case) ^ {SEC, BANK}


@notices_owed.mistake(
    "You left out the data-protection authority: the wrong limits are no breach, the statements shown are."
)
def _(case: Case) -> frozenset[str]:
    return notices_owed.answer(case) - {PRIVACY}


@question(
    points=5,
    unit="UTC",
    kind="datetime",
    frames=("incident_log",),
    hint="When was the firm reasonably certain that somebody saw somebody else's data? Put that stamp into UTC.",
    working="The security desk's confirmation, in UTC, plus the hours of GDPR Art. 33.",
)
def gdpr_notice_by(case: Case) -> datetime:
    """Latest moment for the notice to the data-protection authority, in UTC [GDPR-003].

    Hours run from awareness, through nights and weekends. Awareness: the firm is reasonably certain that personal data
    were shown to others [GDPR-008]. Plain count from that minute.
    """
    rating = "high risk" if at_high_risk(case) else "risk"
    facts = Incident(events=(law.DATA_BREACH,), data_role="controller", risk_to_individuals=rating)
    return _deadline(facts, case.moments.confirmed, law.AUTHORITY_72_HOURS.locator)


def _deadline(facts: Incident, aware: datetime, locator: str) -> datetime:
    clocks = incident_clocks(facts, on=aware.date(), aware_at=aware).clocks
    return next(clock.deadline for clock in clocks if clock.locator == locator and clock.binding)


@gdpr_notice_by.mistake("You counted from the start of the impact: the clock starts at awareness.")
def _(case: Case) -> datetime:
    return case.moments.started + _three_days()


@gdpr_notice_by.mistake("You counted from the unchecked report: a short check may come before awareness.", credit=0.4)
def _(case: Case) -> datetime:
    return case.moments.reported + _three_days()


@gdpr_notice_by.mistake("You counted from the end of the investigation: reasonable certainty came long before.")
def _(case: Case) -> datetime:
    return case.moments.investigated + _three_days()


@gdpr_notice_by.mistake("You moved the weekend out: hours run over it, three business days are another clock.")
def _(case: Case) -> datetime:
    aware = case.moments.confirmed
    return datetime.combine(add_business_days(aware.date(), 3), aware.timetz())


@gdpr_notice_by.mistake("You read the security desk's stamp as UTC: its row says how far it is ahead.", credit=0.4)
def _(case: Case) -> datetime:
    return gdpr_notice_by.answer(case) + timedelta(minutes=office_ahead(case, "confirmed"))


def _three_days() -> timedelta:
    return timedelta(hours=law.AUTHORITY_72_HOURS.hours)


@question(
    points=4,
    unit="date",
    kind="date",
    frames=("incident_log",),
    hint="Which kind of event is it, and when did counsel call the causal link likely? Mind the date in UTC.",
    working="UTC date of counsel's finding plus the days of Art. 73(2).",
)
def ai_act_report_by(case: Case) -> date:
    """Last calendar day of the report to the market surveillance authority, AI Act Art. 73(2) [EUAI-023].

    Awareness: counsel's finding that the model breached Union law on fundamental rights, a serious incident [EUAI-022].
    One member state is concerned, and nobody's health. Take the UTC date and count plain calendar days to the outer
    limit [EUAI-023]; do not move a weekend.
    """
    facts = Incident(
        events=(law.RIGHTS,),
        ai_act_roles=("provider",),
        system_route="Annex III",
        reporting_carve_out="none",
        ai_office_competent=False,
    )
    return _deadline(facts, case.moments.infringement, "Art. 73(2)").date()


def _days_after(case: Case, days: int) -> date:
    return case.moments.infringement.date() + timedelta(days=days)


@ai_act_report_by.mistake("You counted working days: the Act counts days.")
def _(case: Case) -> date:
    day, left = case.moments.infringement.date(), law.SERIOUS_INCIDENTS[law.RIGHTS].days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


@ai_act_report_by.mistake("That limit is for a death; nobody died.")
def _(case: Case) -> date:
    return _days_after(case, law.SERIOUS_INCIDENTS["death"].days)


@ai_act_report_by.mistake("That limit is for widespread infringements; one member state is concerned.")
def _(case: Case) -> date:
    return _days_after(case, law.SERIOUS_INCIDENTS[law.WIDESPREAD].days)


@ai_act_report_by.mistake("You counted from the start of the impact: the clock starts when you are aware.")
def _(case: Case) -> date:
    return case.moments.started.date() + timedelta(days=law.SERIOUS_INCIDENTS[law.RIGHTS].days)


@ai_act_report_by.mistake("You took the date of the office's stamp: in UTC counsel wrote the day before.", credit=0.5)
def _(case: Case) -> date:
    return _days_after(case, law.SERIOUS_INCIDENTS[law.RIGHTS].days + 1)
