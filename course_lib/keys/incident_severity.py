"""Question on the severity by the firm's matrix, the metric that decides it, and the review that follows from it."""

from datetime import date, timedelta

from course_lib.cases.response_rules import LEVELS, METRICS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys import incident_harm
from course_lib.measures.regulation.business_days import add_business_days

MEETING_DAYS = {"SEV-1": 3, "SEV-2": 5}  # calendar days, business days: IR-023


def severity_level(case: Case) -> str:
    """Return the highest level of which any metric reaches its least."""
    return LEVELS[min(_reached(case).values())]


def other_level(case: Case) -> str:
    """Return the major severity that the incident does not have."""
    return "SEV-2" if severity_level(case) == "SEV-1" else "SEV-1"


def _reached(case: Case) -> dict[str, int]:
    """Return, by metric, the place of the most severe level that it reaches."""
    values = (incident_harm.people_harmed, incident_harm.people_exposed, incident_harm.budget_share)
    return {
        metric: next(i for i, row in enumerate(case.matrix) if value.answer(case) >= row.least[place])
        for place, (metric, value) in enumerate(zip(METRICS, values, strict=True))
    }


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=("severity_matrix", "account_sample", "statement_views", "decisions", "incident_log"),
    hint="Hold each of your three figures against its own column. The highest level that any of them reaches counts.",
    working="The most severe row with a threshold reached; its metric; the restoration's date plus the level's days.",
    form=Fields(
        (
            Slot("level", choices=LEVELS, weight=2),
            Slot("metric", choices=METRICS),
            Slot("review_by", kind="date", weight=3),
        ),
        template="It is {level}: the {metric} decides. The review meets by {review_by}.",
    ),
)
def severity(case: Case) -> dict[str, object]:
    """Severity of the incident by the firm's matrix, the metric that decides, and the last day of the review.

    Metrics: `people_harmed`, `people_exposed` and `budget_share`, as you computed them. A level is reached if any
    metric reaches its threshold; the incident has the highest level reached.

    `review_by`: last day of the post-mortem meeting by PagerDuty's rule for that level [IR-023], counted from the UTC
    date of the restoration, which itself is not counted. Business days are Monday to Friday. Take the right level: a
    wrong one costs points in `review_by`, and again in exhibit D.
    """
    reached, level = _reached(case), severity_level(case)
    return {"level": level, "metric": min(reached, key=reached.get), "review_by": meeting(case, level)}


def meeting(case: Case, level: str, *, days: int | None = None, business: bool | None = None) -> date:
    """Return the last day of the review on a level, or with other days or another unit than the level's."""
    days = MEETING_DAYS[level] if days is None else days
    business = level == "SEV-2" if business is None else business
    resolved = case.moments.restored.date()
    return add_business_days(resolved, days) if business else resolved + timedelta(days=days)


@severity.mistake("You let most of the metrics decide: the matrix takes the highest level that any one reaches.")
def _(case: Case) -> dict[str, object]:
    return {"level": LEVELS[sorted(_reached(case).values())[1]]}


@severity.mistake("That metric stays below its threshold on this level: hold each figure against its own column.")
def _(case: Case) -> dict[str, object]:
    reached = _reached(case)
    return {"metric": max(reached, key=reached.get)}


@severity.mistake(
    "`review_by` mixes the two rules: each level has its own number and its own unit, calendar or business days."
)
def _(case: Case) -> dict[str, object]:
    level = severity_level(case)
    return {"review_by": meeting(case, level, business=level == "SEV-1")}


@severity.mistake("`review_by` follows the rule of the other major severity: take the days of the right level.")
def _(case: Case) -> dict[str, object]:
    return {"review_by": meeting(case, other_level(case))}


@severity.mistake(
    "`review_by` is a day early: you counted the day of the restoration as the first, or counted from an earlier row."
)
def _(case: Case) -> dict[str, object]:
    level = severity_level(case)
    return {"review_by": meeting(case, level, days=MEETING_DAYS[level] - 1)}
