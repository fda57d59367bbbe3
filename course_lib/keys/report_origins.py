"""Questions on two accounts of one incident: how often a figure is repeated, who found it, and whom to believe."""

from course_lib.cases.incident_reports import OWN, PRIMARY, REPORTS, UNSIGNED, VENDORS, Report
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.exercise import Exercise
from course_lib.keys.fine_checks import above_ceiling, impossible_by_date
from course_lib.wording.telling import tells

FRAMES = ("reports",)
KINDS = ("primary", "secondary", "vendor", "anonymous")


def _origin(case: Case, one: Report) -> Report:
    """Return the report on which another rests in the end."""
    by_name = {other.report: other for other in case.reports}
    while one.rests_on != OWN:
        one = by_name[one.rests_on]
    return one


def _stands(case: Case, one: Report) -> bool:
    """Say whether neither a report nor anything that it rests on was withdrawn."""
    by_name = {other.report: other for other in case.reports}
    while one.rests_on != OWN:
        if one.withdrawn:
            return False
        one = by_name[one.rests_on]
    return not one.withdrawn


def kind_of(one: Report) -> str:
    """Return the kind of source that a report is, by who writes it."""
    kinds = {**dict.fromkeys(PRIMARY, "primary"), **dict.fromkeys(VENDORS, "vendor")}
    return (kinds | dict.fromkeys(UNSIGNED, "anonymous")).get(one.written_by, "secondary")


def _repeated(case: Case) -> list[Report]:
    return [one for one in case.reports if one.people_harmed == case.repeated_figure]


def _standing(case: Case) -> list[Report]:
    return [one for one in _repeated(case) if _stands(case, one)]


def _origins(case: Case) -> list[str]:
    return [_origin(case, one).report for one in _standing(case)]


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=FRAMES,
    hint="Follow `rests_on` from each report until it says own records. Where do you end, and does that still stand?",
    working="Count the rows; drop those whose chain meets a withdrawn report; count the distinct ends of the rest.",
    form=Fields(
        (
            Slot("reports", kind="integer", unit="reports"),
            Slot("standing", kind="integer"),
            Slot("origins", kind="integer", unit="origins", weight=2),
        ),
        template="{reports} state the figure, {standing} of them still stand, and these go back to {origins}.",
    ),
)
def repeated_figure_check(case: Case) -> dict[str, object]:
    """Most reports state the figure on your card. How many, how many stand, and how many found it out themselves?

    Rows of `reports` with `people_harmed` equal to the card's figure.

    - `reports`: all of them
    - `standing`: those that are not withdrawn and rest on nothing withdrawn. A report rests on the one in `rests_on`,
      that one on its own, and so on, until `own records`
    - `origins`: the distinct reports with `own records` in which the standing ones end; a standing report with own
      records is its own origin
    """
    standing = _standing(case)
    return {"reports": len(_repeated(case)), "standing": len(standing), "origins": len(set(_origins(case)))}


@repeated_figure_check.mistake("You dropped the withdrawn report only. What rests on it falls with it, at every step.")
def _(case: Case) -> dict[str, object]:
    return {"standing": sum(not one.withdrawn for one in _repeated(case))}


@repeated_figure_check.mistake("You counted every standing report as an origin. Repetition is not confirmation.")
def _(case: Case) -> dict[str, object]:
    return {"origins": len(_standing(case))}


@repeated_figure_check.mistake("An origin that was withdrawn is in it. Nobody stands behind it any more.")
def _(case: Case) -> dict[str, object]:
    return {"origins": sum(one.rests_on == OWN for one in _repeated(case))}


@repeated_figure_check.mistake("You counted all reports of the incident. Asked are those that state the card's figure.")
def _(case: Case) -> dict[str, object]:
    return {"reports": len(case.reports)}


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=FRAMES,
    hint="Go by the best kind of origin, not by the number of reports.",
    working="Classify the standing origins by who writes them; the account with a primary one carries the figure.",
    form=Fields(
        (
            Slot("people_harmed", kind="integer", unit="people"),
            Slot("origin", choices=REPORTS),
            Slot("kind", choices=KINDS),
            Slot("other_origin", choices=REPORTS),
            Slot("other_kind", choices=KINDS),
        ),
        template=(
            "I use {people_harmed}: it goes back to {origin}, a source of kind {kind}. The other figure goes back "
            "mostly to {other_origin}, of kind {other_kind}."
        ),
    ),
)
def account_to_use(case: Case) -> dict[str, object]:
    """Which of the two figures do you use, where does it come from, and where does the other?

    Kinds, by `written_by`: `primary` is the document of whoever decided or must answer for it, signed; `secondary`
    names its document and sells nothing; `vendor` sells what the story makes people want; `anonymous` is signed by
    nobody. Trust them in that order (a convention of this course); the number of repetitions does not count.

    - `people_harmed`: the figure whose best standing origin ranks higher
    - `origin`, `kind`: that origin
    - `other_origin`, `other_kind`: of the other figure, the standing origin that most of its standing reports end in
    """
    best = min((one for one in case.reports if _is_origin(one)), key=lambda one: KINDS.index(kind_of(one)))
    other = _main_origin(case)
    return {
        "people_harmed": best.people_harmed,
        "origin": best.report,
        "kind": kind_of(best),
        "other_origin": other.report,
        "other_kind": kind_of(other),
    }


def _is_origin(one: Report) -> bool:
    return one.rests_on == OWN and not one.withdrawn


def _main_origin(case: Case) -> Report:
    ends = _origins(case)
    most = max(ends, key=ends.count)
    return next(one for one in case.reports if one.report == most)


@account_to_use.mistake("You went with the majority. Many reports that repeat one origin are one voice.")
def _(case: Case) -> dict[str, object]:
    return {"people_harmed": case.repeated_figure}


@account_to_use.mistake("Whoever writes a document of the case itself is primary. Secondary is who reports on it.")
def _(case: Case) -> dict[str, object]:
    return {"kind": "secondary"}


@account_to_use.mistake("The origin that you name was withdrawn. Take one that still stands.")
def _(case: Case) -> dict[str, object]:
    return {"other_origin": next(one.report for one in case.reports if one.withdrawn)}


@account_to_use.mistake("Look who writes it, and what for: selling something or hiding a name is a kind of its own.")
def _(case: Case) -> dict[str, object]:
    return {"other_kind": "secondary"}


@tells(account_to_use)
def in_words(case: Case, right: dict[str, object]) -> str:
    """Return which figure to use and on whose word, with the writers in place of their numbers."""
    writer = {one.report: one.written_by for one in case.reports}
    origin, other = (writer[right[slot]] for slot in ("origin", "other_origin"))
    return (
        f"I use {right['people_harmed']:,} people harmed, on the word of {origin} ({right['kind']}). The repeated "
        f"{case.repeated_figure:,} goes back mostly to {other} ({right['other_kind']})."
    )


EXERCISE = Exercise(
    questions=(impossible_by_date, above_ceiling, repeated_figure_check, account_to_use),
    strong_answer=(
        "I start with what can be checked without believing anybody. By their dates, {impossible_by_date} cannot be: "
        "the breach ended before it could be fined. By the size of the fine, {above_ceiling} cannot. A story that "
        "passes is possible, not true. For the incident I follow each report to its origin. {repeated_figure_check} "
        "{account_to_use.in_words} What would change my mind: a document of the same kind."
    ),
    follow_up="The repeated figure would help your business case. How do you mention it?",
)
