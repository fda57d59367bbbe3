"""Question on the first notice to customers, in fields: what, how many, since when, which cause, when the next."""

from datetime import timedelta

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.incident_harm import people_exposed, people_harmed, rounded
from course_lib.keys.incident_severity import other_level, severity_level
from course_lib.keys.incident_times import office_ahead
from course_lib.wording.telling import tells

BOTH, LIMITS, OUTAGE = (
    "some credit limits were set too low, and some customers saw another customer's statement",
    "some credit limits were set too low",
    "the service was down for some customers",
)
UNKNOWN, ATTACK, PERSON, FIXED = (
    "we are looking for the cause",
    "an attack from outside",
    "an engineer released a wrong file",
    "a fault that is fixed and cannot come back",
)


@question(
    points=5,
    unit="fields",
    kind="fields",
    frames=("account_sample", "statement_views", "incident_log", "severity_matrix"),
    hint="Say what is known and what is under way, with your own figures. What nobody knows yet stays open.",
    working="Both harms, your two counts, the first wrong decision in UTC, cause open, the matrix's update interval.",
    form=Fields(
        (
            Slot("what", choices=(LIMITS, BOTH, OUTAGE)),
            Slot("harmed", unit="people", tolerance=0.005, relative=True, same_as="people_harmed"),
            Slot("exposed", kind="integer", unit="people", same_as="people_exposed"),
            Slot("since", kind="datetime"),
            Slot("cause", choices=(ATTACK, PERSON, UNKNOWN, FIXED)),
            Slot("next_update", kind="integer", unit="minutes"),
            Slot("own_words", kind="text", weight=0),
        ),
        template="Since {since} {what}. By our estimate {harmed} had a limit wrongly cut; the statements of {exposed} "
        "were shown to others. Both have been stopped; {cause}. Next update within {next_update}.",
    ),
)
def first_notice(case: Case) -> dict[str, object]:
    """The first notice to customers, in fields. It goes out after the rollback and before the investigation is closed.

    What happened, to how many (your two figures), since when (start of the impact, UTC), what may be said about the
    cause on that day, and within how many minutes the next update follows (the matrix, at the right severity).
    `harmed` and `exposed` are compared with what you answered there. `own_words` is yours and earns nothing.
    """
    return {
        "what": BOTH,
        "harmed": people_harmed.answer(case),
        "exposed": people_exposed.answer(case),
        "since": case.moments.started,
        "cause": UNKNOWN,
        "next_update": _update_minutes(case, severity_level(case)),
        "own_words": None,
    }


def _update_minutes(case: Case, level: str) -> int:
    return next(row.update_minutes for row in case.matrix if row.level == level)


@first_notice.mistake(
    "Half of it is missing: people whose data were shown will hear of it elsewhere, and ask why not here."
)
def _(case: Case) -> dict[str, object]:
    return {"what": LIMITS}


@first_notice.mistake("You date it from your alert: customers were hit from the first wrong decision.")
def _(case: Case) -> dict[str, object]:
    return {"since": case.moments.detected}


@first_notice.mistake("A cause that nobody has established has no place in it, and a person never: it will be quoted.")
def _(case: Case) -> dict[str, object]:
    return {"cause": PERSON}


@first_notice.mistake("A promise that it cannot come back is one you cannot check before the investigation is closed.")
def _(case: Case) -> dict[str, object]:
    return {"cause": FIXED}


@first_notice.mistake("That is the rhythm of another severity.")
def _(case: Case) -> dict[str, object]:
    return {"next_update": _update_minutes(case, other_level(case))}


@tells(first_notice)
def local_time(case: Case, notice: dict[str, object]) -> str:
    """Return since when, in the customers' own time with UTC beside it."""
    since = notice["since"]
    there = since + timedelta(minutes=office_ahead(case, "started"))
    return f"{there:%H:%M} on {there:%A}, {there.day} {there:%B %Y}, our local time ({since:%H:%M} UTC)"


@tells(first_notice)
def about(case: Case, notice: dict[str, object]) -> str:
    """Return how many were harmed, as an estimate is told: the learner's own figure, rounded."""
    return f"{rounded(notice['harmed']):,} people"


@tells(first_notice)
def cause_said(case: Case, notice: dict[str, object]) -> str:
    """Return what is said of the cause, as a sentence."""
    return f"{str(notice['cause']).capitalize()}."
