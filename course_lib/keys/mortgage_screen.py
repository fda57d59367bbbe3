"""Questions on real mortgage decisions: the approval ratio, its interval, and the four-fifths screen by band."""

import math
from collections.abc import Callable

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.boston_mortgages import DEBT_RATIO_BANDS, boston_mortgages
from course_lib.keys.exercise import Exercise
from course_lib.keys.mortgage_gap import approval_gap_lower, approval_gap_z, approval_rate, both, tally
from course_lib.measures.fairness import FOUR_FIFTHS, extra_selections_to_reach_ratio, selection_rate_ratio
from course_lib.measures.intervals import critical_value, katz_ratio_interval

FRAMES = ("mortgages",)


def _ratio(case: Case, band: str | None = None) -> float:
    (black, all_black), (white, all_white) = tally(case, "Black", band), tally(case, "white", band)
    return selection_rate_ratio(black, all_black, reference_selected=white, reference_total=all_white)


@question(
    points=6,
    unit="ratio",
    tolerance=0.002,
    frames=FRAMES,
    hint="Each row stands for many applications: sum `applications` before you divide.",
    working="Approval rate of Black applicants over approval rate of white applicants, both in the slice of the card.",
)
def approval_ratio(case: Case) -> float:
    """Approval ratio in your slice: the Black applicants' approval rate over the white applicants' approval rate.

    Favourable outcome: `approved`. Slice: the debt-ratio bands and the credit-history codes on the card.
    """
    return _ratio(case)


@approval_ratio.mistake("That is the ratio of denial rates; the screen compares the favourable outcome, approval.")
def _(case: Case) -> float:
    return (1 - approval_rate(case, "Black")) / (1 - approval_rate(case, "white"))


@approval_ratio.mistake("Upside down: the group in question goes on top, the reference group below.")
def _(case: Case) -> float:
    return 1 / _ratio(case)


@approval_ratio.mistake("That is an odds ratio; the screen is a ratio of rates.")
def _(case: Case) -> float:
    (black, all_black), (white, all_white) = tally(case, "Black"), tally(case, "white")
    return black / (all_black - black) / (white / (all_white - white))


@approval_ratio.mistake("That is the ratio over every row of the table; your slice is on your card.")
def _(case: Case) -> float:
    approved = dict.fromkeys(("Black", "white"), 0)
    everybody = dict(approved)
    for row in boston_mortgages():
        everybody[row.race] += row.applications
        approved[row.race] += row.applications * (row.decision == "approved")
    return approved["Black"] / everybody["Black"] / (approved["white"] / everybody["white"])


@approval_ratio.mistake("You counted rows; each row stands for as many applications as its last column says.")
def _(case: Case) -> float:
    rows = {
        race: [row.decision == "approved" for row in case.applications if row.race == race]
        for race in ("Black", "white")
    }
    return sum(rows["Black"]) / len(rows["Black"]) / (sum(rows["white"]) / len(rows["white"]))


@question(
    points=6,
    unit="ratio",
    tolerance=0.002,
    frames=FRAMES,
    hint="The interval is symmetric on the log scale: work there, then take the exponential.",
    working="exp(ln ratio + 1.96 x root of (1/approved - 1/all, summed over the two groups)).",
)
def approval_ratio_upper(case: Case) -> float:
    """Upper end of the 95 % confidence interval of that approval ratio.

    Log method (Katz): standard error of ln(ratio) is the root of the sum, over both groups, of 1/approved - 1/all;
    z = 1.96.
    """
    return katz_ratio_interval(*tally(case, "Black"), *tally(case, "white")).high


@approval_ratio_upper.mistake("That is the lower end: add on the log scale.")
def _(case: Case) -> float:
    return katz_ratio_interval(*tally(case, "Black"), *tally(case, "white")).low


@approval_ratio_upper.mistake("You counted denials where the method wants approvals.")
def _(case: Case) -> float:
    error = math.sqrt(sum(1 / (everybody - approved) - 1 / everybody for approved, everybody in both(case)))
    return _ratio(case) * math.exp(critical_value(0.95) * error)


@question(
    points=8,
    unit="labels",
    kind="labels",
    choices=DEBT_RATIO_BANDS,
    frames=FRAMES,
    hint="One ratio a band, each against the white applicants of the same band.",
    working="For each band of the slice: Black approval rate over white approval rate; keep bands below 0.8.",
)
def bands_below_four_fifths(case: Case) -> frozenset[str]:
    """Which debt-ratio bands of your slice fail the four-fifths screen, as a list of labels?

    A band fails when its Black approval rate is below 0.8 of the white approval rate of the same band. Credit-history
    limit as on the card.
    """
    return _bands(case, lambda band: _ratio(case, band) < FOUR_FIFTHS)


def _bands(case: Case, fails: Callable[[str], bool]) -> frozenset[str]:
    return frozenset(band for band in case.bands if fails(band))


@bands_below_four_fifths.mistake("You screened denials (a ratio above 1.25); the rule compares approvals.")
def _(case: Case) -> frozenset[str]:
    denial = {band: [1 - approval_rate(case, race, band) for race in ("Black", "white")] for band in case.bands}
    return _bands(case, lambda band: denial[band][0] > denial[band][1] / FOUR_FIFTHS)


@bands_below_four_fifths.mistake(
    "That is the verdict on the whole slice; pooling hides what single bands do, so screen each."
)
def _(case: Case) -> frozenset[str]:
    return _bands(case, lambda band: _ratio(case) < FOUR_FIFTHS)


@question(
    points=6,
    unit="applications",
    kind="integer",
    frames=FRAMES,
    hint="Find the band, hold its white rate and its number of Black applicants fixed, and count what is missing.",
    working="0.8 x white rate x Black applicants, less Black approvals, rounded up; in the band of the lowest ratio.",
)
def extra_approvals(case: Case) -> int:
    """How many more approvals of Black applicants bring your slice's worst band to the four-fifths line?

    Take the band with the lowest approval ratio. Give the least number that lifts its ratio to 0.8 or more. The white
    rate and the number of Black applicants stay as they are. Round up.
    """
    return _extra(case, FOUR_FIFTHS)


def _extra(case: Case, ratio: float) -> int:
    worst = min(case.bands, key=lambda band: _ratio(case, band))
    (black, all_black), (white, all_white) = tally(case, "Black", worst), tally(case, "white", worst)
    return extra_selections_to_reach_ratio(
        black, all_black, reference_selected=white, reference_total=all_white, ratio=ratio
    )


@extra_approvals.mistake("Rounded down: with that many the ratio is still below the line.", credit=0.5)
def _(case: Case) -> int:
    return _extra(case, FOUR_FIFTHS) - 1


@extra_approvals.mistake("That many reach equal approval rates; the screen asks for four fifths.")
def _(case: Case) -> int:
    return _extra(case, 1.0)


EXERCISE = Exercise(
    questions=(
        approval_ratio,
        approval_ratio_upper,
        approval_gap_lower,
        approval_gap_z,
        bands_below_four_fifths,
        extra_approvals,
    ),
    strong_answer=(
        "The approval ratio is {approval_ratio}, and its interval reaches up to {approval_ratio_upper}. The lower "
        "end of the gap's interval is {approval_gap_lower}, z is {approval_gap_z}: the gap is real, whatever the "
        "screen says. The screen is a rule of thumb, not a verdict: pooled it can pass while these bands fail: "
        "{bands_below_four_fifths}. What the worst band lacks to the line is {extra_approvals}, so small numbers "
        "decide. I would look at the credit rules in that band before I touch the threshold, and I would say which "
        "group is the reference and which outcome is the good one."
    ),
    follow_up="The ratio passes in most bands. Counsel asks whether the model is fair. What do you answer?",
)
