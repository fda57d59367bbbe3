"""Questions on one compliance effort as money: hours that are saved for certain, a loss that is only less likely."""

from collections.abc import Iterable
from statistics import fmean

from course_lib.cases.compliance_effort import Request
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.investment import expected_loss_avoided
from course_lib.measures.investment import payback_months as months_to_pay_back
from course_lib.measures.loss import triangular_mean, triangular_quantile

FRAMES = ("requests",)
BAD_CASE = 0.9


def _hours(requests: Iterable[Request], handled: str) -> float:
    return fmean(one.hours for one in requests if one.handled == handled)


def _difference(requests: Iterable[Request]) -> float:
    rows = tuple(requests)
    return _hours(rows, "by hand") - _hours(rows, "automated")


def _yearly(case: Case, hours: float) -> float:
    return case.requests_a_year * hours * case.hourly_cost


@question(
    points=5,
    unit="USD",
    tolerance=0.005,
    relative=True,
    frames=FRAMES,
    hint="Access requests only, each once. Mean hours by hand, mean hours automated, and their difference.",
    working="Requests a year x (mean hours by hand - mean hours automated) x cost of an hour.",
)
def effort_saved(case: Case) -> float:
    """What does the automation of access requests save in work, in USD a year?

    Requests of kind `access`, one row a `request_id`. Mean `hours` of those handled `by hand` less mean `hours` of
    those `automated`, times the access requests expected a year, times the loaded cost of an hour, both on the card.
    """
    return _yearly(case, _difference(case.log.access))


@effort_saved.mistake("That is the whole effort before. Saved is only what is no longer done.")
def _(case: Case) -> float:
    return _yearly(case, _hours(case.log.access, "by hand"))


@effort_saved.mistake("Rows that were exported twice are in your mean. They are the long ones, and they flatter you.")
def _(case: Case) -> float:
    return _yearly(case, _difference(one for one in case.log.rows() if one.kind == "access"))


@effort_saved.mistake("All kinds of requests are in your means. A newsletter is no access request: filter first.")
def _(case: Case) -> float:
    return _yearly(case, _difference(case.log.requests))


@effort_saved.mistake(
    "You multiplied by the requests of the log. It has half of them handled each way: use the volume on the card."
)
def _(case: Case) -> float:
    return len(case.log.access) * _difference(case.log.access) * case.hourly_cost


def _mean_impact(case: Case) -> float:
    return triangular_mean(*_corners(case))


def _corners(case: Case) -> tuple[float, float, float]:
    return case.impact_low, case.impact_mode, case.impact_high


@question(
    points=5,
    unit="USD",
    tolerance=0.005,
    relative=True,
    hint="First the mean of a triangle with three corners. Then by how much the chance falls.",
    working="(Chance before - chance after) x (least + most likely + most) / 3.",
)
def loss_avoided(case: Case) -> float:
    """Which expected loss does the automation avoid, in USD a year?

    Fall of the yearly chance of a data case x mean cost of a case. The cost is triangular: least, most likely and most
    on the card; use its mean. You changed the chance, not what a case costs. Chances and costs are assumptions.
    """
    return expected_loss_avoided(case.probability_before, case.probability_after, impact=_mean_impact(case))


def _avoided(case: Case, impact: float) -> float:
    return (case.probability_before - case.probability_after) * impact


@loss_avoided.mistake("You took the most likely cost. The long tail pulls the mean above it.")
def _(case: Case) -> float:
    return _avoided(case, case.impact_mode)


@loss_avoided.mistake("That weighs the most likely cost four times (PERT). The question says triangular.", credit=0.5)
def _(case: Case) -> float:
    return _avoided(case, (case.impact_low + 4 * case.impact_mode + case.impact_high) / 6)


@loss_avoided.mistake("That is the whole cost of a case, as if the case were sure and you had prevented it.")
def _(case: Case) -> float:
    return _mean_impact(case)


@loss_avoided.mistake("You used the relative fall of the chance. Expected loss falls by the difference of the chances.")
def _(case: Case) -> float:
    return (1 - case.probability_after / case.probability_before) * _mean_impact(case)


@loss_avoided.mistake("You claimed the whole loss before. A part of the chance is still there.")
def _(case: Case) -> float:
    return case.probability_before * _mean_impact(case)


@question(
    points=4,
    unit="USD",
    tolerance=0.002,
    relative=True,
    hint="The upper part of the triangle: how far below its top corner is a tenth of the area still ahead?",
    working="Most - root of (one tenth x (most - least) x (most - most likely)).",
)
def impact_bad_case(case: Case) -> float:
    """What does a data case cost that only one in ten exceeds, in USD?

    The 90th percentile of the triangular cost (least, most likely, most on the card).
    """
    return triangular_quantile(BAD_CASE, low=case.impact_low, mode=case.impact_mode, high=case.impact_high)


@impact_bad_case.mistake("That is a share of the most it can cost. Asked is a quantile of the distribution.")
def _(case: Case) -> float:
    return BAD_CASE * case.impact_high


@impact_bad_case.mistake("You went along a straight line from least to most: that is a uniform distribution.")
def _(case: Case) -> float:
    return case.impact_low + BAD_CASE * (case.impact_high - case.impact_low)


@impact_bad_case.mistake("That is the mean. A bad case lies above it.")
def _(case: Case) -> float:
    return _mean_impact(case)


@impact_bad_case.mistake("That is the other end: only one in ten cases is cheaper.")
def _(case: Case) -> float:
    return triangular_quantile(1 - BAD_CASE, low=case.impact_low, mode=case.impact_mode, high=case.impact_high)


@question(
    points=4,
    unit="months",
    tolerance=0.05,
    frames=FRAMES,
    hint="Cost once, over what comes back a year, in months.",
    working="Twelve x cost of the automation / (work saved + loss avoided).",
)
def payback(case: Case) -> float:
    """After how many months has the automation paid for itself?

    Its cost, once, over work saved plus expected loss avoided a year; in months, undiscounted. State beside it what the
    work alone gives: a finance partner will ask.
    """
    benefit = effort_saved.answer(case) + loss_avoided.answer(case)
    return months_to_pay_back(case.programme_cost, annual_benefit=benefit)


@payback.mistake("That is on the work saved alone. State it, but the question asks for both.", credit=0.5)
def _(case: Case) -> float:
    return 12 * case.programme_cost / effort_saved.answer(case)


@payback.mistake("That is on the expected loss alone; the work saved is the part that finance can see.")
def _(case: Case) -> float:
    return 12 * case.programme_cost / loss_avoided.answer(case)


@payback.mistake("That is in years. Asked are months.", credit=0.5)
def _(case: Case) -> float:
    return payback.answer(case) / 12


EXERCISE = Exercise(
    questions=(effort_saved, loss_avoided, impact_bad_case, payback),
    strong_answer=(
        "Two kinds of money, kept apart. Work saved is {effort_saved} a year, measured on a log without its copies. "
        "Expected loss avoided is {loss_avoided} a year, from a chance and a cost that I assumed; a bad case would "
        "cost {impact_bad_case}. Together it pays back in {payback}. I never say that we saved a fine: nobody can see "
        "the case that did not come, and a ceiling is not an expectation. If finance strikes the second line, I still "
        "have the first."
    ),
    follow_up="Finance accepts only what leaves the budget. Hours saved do not. What do you show?",
)
