"""Questions on the other deadlines: business days, severity with its post-mortem, and what comes first."""

from datetime import UTC, date, datetime, time, timedelta

from course_lib.cases.response_rules import LEVELS, METRICS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys import incident_harm
from course_lib.keys.incident_clocks import COUNTED, ai_act_report_by, gdpr_notice_by
from course_lib.measures.regulation.business_days import add_business_days
from course_lib.measures.regulation.incident_tables import BUSINESS_DAYS_8K

MEETING_DAYS = {"SEV-1": 3, "SEV-2": 5}  # calendar days, business days: IR-023


@question(
    points=3,
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


@business_day_notice_by.mistake("You counted the day of the finding as the first: the count starts on the next one.")
def _(case: Case) -> date:
    return add_business_days(case.moments.material.date(), _notice_days(case) - 1)


@business_day_notice_by.mistake("You counted from the confirmed breach: this clock starts with the finding.")
def _(case: Case) -> date:
    return add_business_days(case.moments.confirmed.date(), _notice_days(case))


def severity_level(case: Case) -> str:
    """Return the highest level of which any metric reaches its least."""
    return LEVELS[min(_reached(case).values())]


def _reached(case: Case) -> dict[str, int]:
    """Return, by metric, the place of the most severe level that it reaches."""
    values = (incident_harm.people_harmed, incident_harm.people_exposed, incident_harm.budget_share)
    return {
        metric: next(i for i, row in enumerate(case.matrix) if value.answer(case) >= row.least[place])
        for place, (metric, value) in enumerate(zip(METRICS, values, strict=True))
    }


@question(
    points=3,
    unit="fields",
    kind="fields",
    frames=("severity_matrix", "account_sample", "statement_views", "decisions"),
    hint="Hold each of your three figures against its own column. The highest level that any of them reaches counts.",
    working="The most severe row of which at least one threshold is reached, and the metric that reaches it.",
    form=Fields(
        (Slot("level", choices=LEVELS, weight=2), Slot("metric", choices=METRICS)),
        template="{level}, because of the metric: {metric}.",
    ),
)
def severity(case: Case) -> dict[str, object]:
    """Severity of the incident by the firm's matrix, and the metric that decides.

    Metrics: `people_harmed`, `people_exposed` and `budget_share`, as you computed them. A level is reached if any
    metric reaches its threshold; the incident has the highest level reached.
    """
    reached = _reached(case)
    return {"level": severity_level(case), "metric": min(reached, key=reached.get)}


@severity.mistake("You let most of the metrics decide: the matrix takes the highest level that any one reaches.")
def _(case: Case) -> dict[str, object]:
    return {"level": LEVELS[sorted(_reached(case).values())[1]]}


@severity.mistake("That metric stays below its threshold on this level: hold each figure against its own column.")
def _(case: Case) -> dict[str, object]:
    reached = _reached(case)
    return {"metric": max(reached, key=reached.get)}


@question(
    points=3,
    unit="date",
    kind="date",
    frames=("incident_log", "severity_matrix"),
    hint="The unit changes with the level: one rule counts calendar days, the other business days.",
    working="UTC date of the restoration plus the days of the level, in the level's own unit.",
)
def post_mortem_by(case: Case) -> date:
    """Last day of the post-mortem meeting by PagerDuty's rule for your severity [IR-023].

    Counted from the UTC date of the restoration, which itself is not counted. Business days are Monday to Friday.
    """
    return _meeting(case, severity_level(case))


def _meeting(case: Case, level: str, *, days: int | None = None, business: bool | None = None) -> date:
    days = MEETING_DAYS[level] if days is None else days
    business = level == "SEV-2" if business is None else business
    resolved = case.moments.restored.date()
    return add_business_days(resolved, days) if business else resolved + timedelta(days=days)


@post_mortem_by.mistake("Right number, wrong unit: one level counts calendar days, the other business days.")
def _(case: Case) -> date:
    return _meeting(case, severity_level(case), business=severity_level(case) == "SEV-1")


@post_mortem_by.mistake("That is the rule of the other major severity.")
def _(case: Case) -> date:
    return _meeting(case, "SEV-2" if severity_level(case) == "SEV-1" else "SEV-1")


@post_mortem_by.mistake("You counted the day of the restoration as the first.")
def _(case: Case) -> date:
    level = severity_level(case)
    return _meeting(case, level, days=MEETING_DAYS[level] - 1)


@question(
    points=3,
    unit="order",
    kind="order",
    choices=tuple(sorted(COUNTED)),  # never the right order, so that no sentence gives it away
    frames=("incident_log",),
    hint="Put the five moments side by side; a day lasts until midnight UTC.",
    working="Sort the four latest moments that you computed, and the restoration's date plus the watch period.",
)
def deadline_order(case: Case) -> tuple[str, ...]:
    """Order the four deadlines that you computed and the end of the watch period, earliest first.

    What is given as a day lasts until the end of that day in UTC. The watch period (card) is counted in calendar days
    from the UTC date of the restoration, which itself is not counted. DORA, where it binds, comes before all of them.
    Labels: `GDPR notice`, `business-day notice`, `AI Act report`, `post-mortem meeting`, `end of the watch period`.
    """
    return tuple(sorted(COUNTED, key=latest_moments(case).get))


def latest_moments(case: Case) -> dict[str, datetime]:
    """Return the four deadlines, and the end of the watch period, as moments in UTC."""
    days = [one.answer(case) for one in (business_day_notice_by, ai_act_report_by, post_mortem_by)]
    days.append(case.moments.restored.date() + timedelta(days=case.watch_days))
    ends = [datetime.combine(day, time(23, 59), UTC) for day in days]
    return dict(zip(COUNTED, (gdpr_notice_by.answer(case), *ends), strict=True))


@deadline_order.mistake("You sorted the bare numbers: hours, days and business days are three units.")
def _(case: Case) -> tuple[str, ...]:
    numbers = (72, _notice_days(case), 15, MEETING_DAYS[severity_level(case)], case.watch_days)
    bare = dict(zip(COUNTED, numbers, strict=True))
    return tuple(sorted(COUNTED, key=bare.get))


@deadline_order.mistake("You put the AI Act first because a model is to blame: the deadline decides, not the cause.")
def _(case: Case) -> tuple[str, ...]:
    rest = [one for one in deadline_order.answer(case) if one != "AI Act report"]
    return ("AI Act report", *rest)


@deadline_order.mistake("That is the right order backwards.")
def _(case: Case) -> tuple[str, ...]:
    return deadline_order.answer(case)[::-1]
