"""Questions on the conformity file: ahead of which plan, under which point of the law, before which day, with whom."""

from datetime import date

from course_lib.cases.work_plan import COUNTED_TEAMS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.planning import cost_performance_index, schedule_performance_index
from course_lib.measures.regulation.dates import ANNEX_I, ANNEX_III

PLAN, LAW = ("plan",), ("act_extract",)
BEFORE_THE_AMENDMENT = date(2026, 8, 2)  # EUAI-044


@question(
    points=3,
    unit="ratio",
    tolerance=0.003,
    frames=PLAN,
    hint="Latest revision of each package in scope first; then what was finished by the status week over what was due.",
    working="Planned value of the packages finished by the status week over that of the packages due by it.",
)
def schedule_index(case: Case) -> float:
    """Schedule performance index at the status week on the card: earned value over planned value.

    Packages in scope, each in its latest revision. Planned value: `planned_value` of what was due by the end of that
    week. Earned value: `planned_value` of what was finished by then; a package in progress earns nothing.
    """
    work = case.work
    return schedule_performance_index(work.earned_value(), work.planned_value())


@schedule_index.mistake("That is planned over earned: an index above one must mean ahead.")
def _(case: Case) -> float:
    return case.work.planned_value() / case.work.earned_value()


@schedule_index.mistake("That is the cost index, earned over actual cost; the schedule index divides by the plan.")
def _(case: Case) -> float:
    return cost_performance_index(case.work.earned_value(), case.work.actual_cost())


@schedule_index.mistake("Superseded revisions and the dropped package are in your sums; they were never to be earned.")
def _(case: Case) -> float:
    return case.work.index_of_all_rows()


@question(
    points=2,
    unit="share",
    tolerance=0.001,
    frames=PLAN,
    hint="Last week due and last week finished, over the packages in scope.",
    working="(Last week due - last week finished) / last week due.",
)
def early_share(case: Case) -> float:
    """How early was the file complete, as a share of the planned length?

    Planned length: the week in which the last package in scope was due, latest revisions. Complete: the week in which
    the last of them was finished.
    """
    return case.work.weeks_early / case.work.planned_weeks


@early_share.mistake("You divided by the time it took; the plan is what you were ahead of.")
def _(case: Case) -> float:
    return case.work.weeks_early / (case.work.planned_weeks - case.work.weeks_early)


@early_share.mistake("That is the share of the planned time that was used; early is what is left of it.")
def _(case: Case) -> float:
    return 1 - early_share.answer(case)


CATEGORIES = ("prohibited", "high-risk", "transparency duties only", "none of these", "tier 2")
POINTS = ("point 1", "point 4", "point 5(b)", "point 5(c)", "none")
PROCEDURES = ("internal control", "notified body", "certificate of an accredited laboratory", "none")


@question(
    points=9,
    unit="fields",
    kind="fields",
    frames=LAW,
    form=Fields(
        (
            Slot("category", choices=CATEGORIES),
            Slot("annex_iii", choices=POINTS),
            Slot("procedure", choices=PROCEDURES),
        ),
        template="A credit-scoring model is {category} (Annex III, {annex_iii}); conformity: {procedure}.",
    ),
    hint="Find the row of the extract that is about credit scores of people, then the row that says who assesses it.",
    working="Category by Annex III; its point for creditworthiness; the annex that covers points 2 to 8.",
)
def legal_phrase(case: Case) -> dict[str, object]:
    """Replace "certified under Tier 2", for a model that scores creditworthiness, in the words of the EU AI Act.

    `category`: the Act's own word. `annex_iii`: the point that covers it. `procedure`: how conformity is assessed for
    that point. The model belongs to no regulated product, and it profiles people, so that no exemption applies.
    """
    return {"category": CATEGORIES[1], "annex_iii": POINTS[2], "procedure": PROCEDURES[0]}


@legal_phrase.mistake("The Act has no tiers; the word comes from secondary sources. Its own word is high-risk.")
def _(case: Case) -> dict[str, object]:
    return {"category": "tier 2"}


@legal_phrase.mistake("A notified body is for some biometrics and for products; here the provider assesses itself.")
def _(case: Case) -> dict[str, object]:
    return {"procedure": "notified body"}


@legal_phrase.mistake("That point is about life and health insurance; a score of creditworthiness stands beside it.")
def _(case: Case) -> dict[str, object]:
    return {"annex_iii": "point 5(c)"}


@legal_phrase.mistake("Nothing is certified here: the provider checks the file, declares conformity and registers.")
def _(case: Case) -> dict[str, object]:
    return {"procedure": PROCEDURES[2]}


def _days_until(case: Case, day: date) -> int:
    return (day - case.file_complete_on).days


@question(
    points=3,
    unit="days",
    kind="integer",
    frames=LAW,
    hint="Take the row for credit scores whose text is in force; count calendar days from the card's date.",
    working="Day from which the duty applies, as amended, less the day on which the file was complete.",
)
def days_ahead_of_the_law(case: Case) -> int:
    """How many days lie between the completion of the file (card) and the day from which the duty applies to it?

    The duty: high-risk rules for credit scores of people, text in force as amended, in `act_extract`. Calendar days,
    completion day not counted; positive if the file was complete first.
    """
    return _days_until(case, ANNEX_III.day)


@days_ahead_of_the_law.mistake("That day was moved: the row you took is superseded.")
def _(case: Case) -> int:
    return _days_until(case, BEFORE_THE_AMENDMENT)


@days_ahead_of_the_law.mistake("That is the day for regulated products, Annex I; a credit score stands in Annex III.")
def _(case: Case) -> int:
    return _days_until(case, ANNEX_I.day)


def _coverage(case: Case, parts: str) -> float:
    return len(case.work.teams(parts) & set(COUNTED_TEAMS)) / len(COUNTED_TEAMS)


@question(
    points=2,
    unit="share",
    tolerance=0.005,
    frames=("raci",),
    hint="Keep the rows in which somebody had a say, then count the teams that are on the list.",
    working="Listed teams with an R, A or C in any activity, over six.",
)
def stakeholder_coverage(case: Case) -> float:
    """Share of six stakeholder groups that had a say: a part R, A or C in at least one activity.

    The six: engineering; data science; legal; risk and compliance; user research and support; affected people's
    representative. Other teams do not count, and to be informed (I) is no say.
    """
    return _coverage(case, "RAC")


@stakeholder_coverage.mistake("Those who were only informed are in your count; they had no say.")
def _(case: Case) -> float:
    return _coverage(case, "RACI")


@stakeholder_coverage.mistake("You left out those who were consulted: to be asked before the decision is a say.")
def _(case: Case) -> float:
    return _coverage(case, "RA")


@stakeholder_coverage.mistake(
    "You took the teams of the table; the share is of the six on the list, whoever else was there."
)
def _(case: Case) -> float:
    return len(case.work.teams("RAC")) / len(case.work.teams("RACI"))
