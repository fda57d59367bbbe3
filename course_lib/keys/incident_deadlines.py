"""Questions on the other deadlines: the notice in business days, and whose clock runs out first of all."""

from datetime import UTC, date, datetime, time, timedelta

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys import incident_clocks as clocks
from course_lib.keys.incident_clocks import ai_act_report_by, gdpr_notice_by, notices_owed
from course_lib.measures.regulation.business_days import add_business_days
from course_lib.measures.regulation.incident_tables import BUSINESS_DAYS_8K
from course_lib.wording.telling import tells

DORA_HOURS, DORA_HOURS_FROM_AWARENESS = 4, 24  # IR-026
AUTHORITIES = (
    "data-protection authority",
    "financial supervisor",
    "market surveillance authority",
    "Securities and Exchange Commission",
)
DATA, SUPERVISOR, MARKET, _ = AUTHORITIES


@question(
    points=4,
    unit="date",
    kind="date",
    frames=("incident_log",),
    hint="Which day was the finding made on? The next business day is day one.",
    working="The date of the finding plus the business days of Form 8-K, or of the contract, weekends left out.",
)
def business_day_notice_by(case: Case) -> date:
    """Last day of the notice that counts business days: Form 8-K [US-014] if you are listed, else the contract's.

    Counted from the day of the finding that the exposure is material, which itself is not counted. Business days are
    Monday to Friday; no federal holiday of the US falls into this window.
    """
    return add_business_days(case.moments.material.date(), _notice_days(case))


def _notice_days(case: Case) -> int:
    return BUSINESS_DAYS_8K if case.listed else case.contract_days


@business_day_notice_by.mistake("You counted calendar days: Saturday and Sunday are none of these.")
def _(case: Case) -> date:
    return case.moments.material.date() + timedelta(days=_notice_days(case))


@business_day_notice_by.mistake(
    "A business day early: you counted the day of the finding as the first, or took the days of the other notice. The "
    "count starts on the next day, and the card says which notice you owe."
)
def _(case: Case) -> date:
    return add_business_days(case.moments.material.date(), _notice_days(case) - 1)


@business_day_notice_by.mistake(
    "You counted from the incident, or from the confirmed breach: this clock starts with the finding of materiality."
)
def _(case: Case) -> date:
    return add_business_days(case.moments.confirmed.date(), _notice_days(case))


@tells(business_day_notice_by)
def owed_to(case: Case, _: object) -> str:
    """Return whom the notice in business days goes to."""
    return "the SEC, on Form 8-K," if case.listed else "the funding bank, by contract,"


@question(
    points=5,
    unit="fields",
    kind="fields",
    frames=("incident_log",),
    hint="Read your licence first. It decides whether a clock of hours runs from a classification at all.",
    working="Licensed: the earlier of classification plus four hours and awareness plus a day. Else the GDPR's moment.",
    form=Fields(
        (Slot("authority", choices=AUTHORITIES, weight=2), Slot("by", kind="datetime", weight=3)),
        template="The first to hear is the {authority}, by {by}.",
    ),
)
def first_clock(case: Case) -> dict[str, object]:
    """Whose legal deadline is the earliest of all in your case, and when is it, in UTC?

    Compare the authorities that you owe a notice. DORA, where it binds: 4 hours after the classification as major, and
    at most 24 hours after awareness [IR-026]; the earlier one counts. Awareness here: the first alert about the limit
    cuts. Where DORA does not bind, the moment is one that you computed above: check it first.
    """
    if case.payment_institution:
        return {"authority": SUPERVISOR, "by": min(_dora_limits(case))}
    return {"authority": DATA, "by": gdpr_notice_by.answer(case)}


def _dora_limits(case: Case) -> tuple[datetime, datetime]:
    seen = case.moments
    after_awareness = seen.detected + timedelta(hours=DORA_HOURS_FROM_AWARENESS)
    return seen.classified + timedelta(hours=DORA_HOURS), after_awareness


@first_clock.mistake(
    "DORA binds a closed list: read your licence. A row in the log does not license you; a licence binds you."
)
def _(case: Case) -> dict[str, object]:
    return {"authority": DATA if case.payment_institution else SUPERVISOR}


@first_clock.mistake("You went to the authority for models first: the earliest deadline decides, not the subject.")
def _(case: Case) -> dict[str, object]:
    return {"authority": MARKET}


@first_clock.mistake(
    "That is the later of DORA's two limits. Where DORA binds, the earlier one counts; where it does not, neither does."
)
def _(case: Case) -> dict[str, object]:
    return {"by": max(_dora_limits(case))}


@tells(first_clock)
def lead(case: Case, answer: dict[str, object]) -> str:
    """Return the beginning of the sentence that names the deadlines in their order."""
    if case.payment_institution:
        return f"Our licence puts DORA first: the financial supervisor hears by {answer['by']:%Y-%m-%d %H:%M} UTC, then"
    return "We have no licence, so DORA's hours do not run; first comes"


@tells(notices_owed)
def by_deadline(case: Case, owed: frozenset[str]) -> str:
    """Return the notices as lines of YAML, the earliest deadline first."""
    ends = {
        clocks.FINANCE: min(_dora_limits(case)),
        clocks.PRIVACY: gdpr_notice_by.answer(case),
        clocks.PEOPLE: gdpr_notice_by.answer(case),  # without undue delay: no later than the authority
        clocks.MARKET: _end_of(ai_act_report_by.answer(case)),
        clocks.SEC: _end_of(business_day_notice_by.answer(case)),
        clocks.BANK: _end_of(business_day_notice_by.answer(case)),
    }
    return "\n    ".join(f"- {notice}" for notice in sorted(ends, key=ends.get) if notice in owed)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), UTC)
