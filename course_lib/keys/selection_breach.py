"""Questions on the weekly selection: when the ratio gave way, how sure that is, and what catching it was worth."""

from course_lib.cases.selection_batches import WEEKS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.fairness import selection_rate_ratio
from course_lib.measures.investment import expected_loss_avoided
from course_lib.measures.monitoring import expected_false_alarms, false_alarm_probability
from course_lib.measures.significance import two_proportion_z_test

SELECTION = ("weekly_selection",)
FOUR_FIFTHS = 0.8


def _breach(case: Case) -> int:
    return first_week_below.answer(case)


def ratio_of_week(case: Case, week: int, *, copies: bool = False) -> float:
    """Return the impact ratio of a week."""
    (a, all_a), (b, all_b) = (case.selections.counts(week, group, copies=copies) for group in "AB")
    return selection_rate_ratio(a, all_a, reference_selected=b, reference_total=all_b)


@question(
    points=2,
    unit="weeks",
    kind="integer",
    frames=SELECTION,
    hint="Drop second copies by batch number and the test channel, then one ratio a week.",
    working="Selection rate of A over that of B, week by week; the first below 0.8.",
)
def first_week_below(case: Case) -> int:
    """First week in which the impact ratio is below 0.80: its number, counted from the launch.

    Impact ratio: selected over applicants of group A, divided by the same for group B. Channels `web` and `agency`
    together, each `batch_id` once, no test accounts.
    """
    return next(week for week in range(1, WEEKS + 1) if ratio_of_week(case, week) < FOUR_FIFTHS)


@first_week_below.mistake("That is the first week below parity; the screen asks for four fifths, not for any gap.")
def _(case: Case) -> int:
    return next(week for week in range(1, WEEKS + 1) if ratio_of_week(case, week) < 1)


@first_week_below.mistake("Test accounts are in your rates: nobody selects them, and they all count as group A.")
def _(case: Case) -> int:
    return next(week for week in range(1, WEEKS + 1) if case.selections.ratio(week, tests=True) < FOUR_FIFTHS)


@question(
    points=3,
    unit="ratio",
    tolerance=0.002,
    frames=SELECTION,
    hint="Two rates of that week, one divided by the other; each batch once.",
    working="(Selected A / applicants A) / (selected B / applicants B) in the first week below the line.",
)
def impact_ratio(case: Case) -> float:
    """Impact ratio in that first week, by the definition above."""
    return ratio_of_week(case, _breach(case))


@impact_ratio.mistake("That is the difference of the two rates; an impact ratio divides them.")
def _(case: Case) -> float:
    (a, all_a), (b, all_b) = (case.selections.counts(_breach(case), group) for group in "AB")
    return b / all_b - a / all_a


@impact_ratio.mistake("That is B over A: the group with the lower rate goes on top.")
def _(case: Case) -> float:
    return 1 / impact_ratio.answer(case)


@impact_ratio.mistake("A batch of group B was sent twice that week and counts twice in your rate.")
def _(case: Case) -> float:
    return ratio_of_week(case, _breach(case), copies=True)


def _z(case: Case, variance: str, *, copies: bool = False) -> float:
    (a, all_a), (b, all_b) = (case.selections.counts(_breach(case), group, copies=copies) for group in "AB")
    return abs(two_proportion_z_test(a, all_a, b, all_b, variance=variance).z)


@question(
    points=4,
    unit="z",
    tolerance=0.02,
    frames=SELECTION,
    hint="Under no difference both groups share one rate: pool it for the standard error.",
    working="|rate A - rate B| over the root of p(1-p)(1/nA + 1/nB), p from both groups together.",
)
def breach_z(case: Case) -> float:
    """Two-proportion z statistic of the gap in that week, as a positive number, pooled rate in the standard error."""
    return _z(case, "pooled")


@breach_z.mistake("That is the unpooled version; it is close, but the question tests no difference: pool.", credit=0.75)
def _(case: Case) -> float:
    return _z(case, "unpooled")


@breach_z.mistake("A batch of group B was sent twice that week: the counts are too large, and so is your z.")
def _(case: Case) -> float:
    return _z(case, "pooled", copies=True)


@question(
    points=5,
    unit="USD",
    tolerance=500,
    hint="A ceiling is not a loss. Weigh it with its chance, once without the monitor and once with it.",
    working="(Chance without - chance with) x the most that can be asked for.",
)
def loss_avoided(case: Case) -> float:
    """Expected loss a year that the monitor avoids, in US dollars: chance and most of the penalty are on the card.

    Both chances are the company's own estimates, of the full amount in a year.
    """
    penalty = case.penalty
    return expected_loss_avoided(penalty.chance_without, penalty.chance_with, impact=penalty.most)


@loss_avoided.mistake("That is the most that could be asked for. Nobody saved it: weigh it with how likely it was.")
def _(case: Case) -> float:
    return case.penalty.most


@loss_avoided.mistake("The chance is not gone with the monitor; take off the expected loss that is left.")
def _(case: Case) -> float:
    return case.penalty.chance_without * case.penalty.most


@question(
    points=4,
    unit="applicants",
    kind="integer",
    frames=SELECTION,
    hint="From the week after the catch up to and with the audit week, group A only.",
    working="(Audit week - week of the catch) x weekly applicants of group A.",
)
def applicants_protected(case: Case) -> int:
    """How many applicants of group A did the catch protect, against waiting for the next audit?

    Caught and stopped at the end of the first week below the line; without it, it would have run up to and with the
    audit week on the card. Group A has the same number of applicants every week (each batch once, no test accounts).
    """
    return (case.audit_week - _breach(case)) * _weekly(case, "A")


def _weekly(case: Case, group: str) -> int:
    return case.selections.counts(_breach(case), group)[1]


@applicants_protected.mistake("Both groups are in your count; only group A was at a disadvantage.")
def _(case: Case) -> int:
    return (case.audit_week - _breach(case)) * (_weekly(case, "A") + _weekly(case, "B"))


@applicants_protected.mistake("You counted the week of the breach itself: those applicants were already assessed.")
def _(case: Case) -> int:
    return (case.audit_week - _breach(case) + 1) * _weekly(case, "A")


@question(
    points=3,
    unit="share",
    tolerance=0.0002,
    frames=SELECTION,
    hint="Count the looks: weeks in the table times pairs of groups. Then the chance that none of them alarms.",
    working="One less (1 - level) to the power of weeks x pairs.",
)
def false_alarm_chance(case: Case) -> float:
    """Chance that a fair model gives the monitor at least one false alarm over the weeks in the table.

    Each pair of groups on the card is looked at once a week; looks are independent, each at the level on the card.
    """
    return false_alarm_probability(WEEKS * case.groups_watched, alpha=case.false_alarm_level)


@false_alarm_chance.mistake("That is the level of one look; over many looks the chances add up.")
def _(case: Case) -> float:
    return case.false_alarm_level


@false_alarm_chance.mistake("That is the number of false alarms to expect; a chance cannot simply be added up.")
def _(case: Case) -> float:
    return expected_false_alarms(WEEKS * case.groups_watched, alpha=case.false_alarm_level)


@false_alarm_chance.mistake("You counted one look a week; the monitor looks at several pairs of groups.")
def _(case: Case) -> float:
    return false_alarm_probability(WEEKS, alpha=case.false_alarm_level)
