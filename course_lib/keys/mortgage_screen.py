"""Six questions on real mortgage decisions: approval ratios, intervals and the four-fifths screen."""

import math
from collections.abc import Callable

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.boston_mortgages import DEBT_RATIO_BANDS
from course_lib.keys.exercise import Exercise

Z_95 = 1.96
FOUR_FIFTHS = 0.8
FRAMES = ("mortgages",)


def _tally(case: Case, race: str, band: str | None = None) -> tuple[int, int]:
    """Return approved and all applications of one race, in the case's slice or in one band of it."""
    rows = [row for row in case.applications if row.race == race and band in (None, row.debt_ratio)]
    approved = sum(row.applications for row in rows if row.decision == "approved")
    return approved, sum(row.applications for row in rows)


def _rate(case: Case, race: str, band: str | None = None) -> float:
    approved, everybody = _tally(case, race, band)
    return approved / everybody


def _ratio(case: Case, band: str | None = None) -> float:
    return _rate(case, "Black", band) / _rate(case, "white", band)


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
    return (1 - _rate(case, "Black")) / (1 - _rate(case, "white"))


@approval_ratio.mistake("Upside down: the group in question goes on top, the reference group below.")
def _(case: Case) -> float:
    return 1 / _ratio(case)


@approval_ratio.mistake("That is an odds ratio; the screen is a ratio of rates.")
def _(case: Case) -> float:
    (black, all_black), (white, all_white) = _tally(case, "Black"), _tally(case, "white")
    return black / (all_black - black) / (white / (all_white - white))


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
    return _ratio(case) * math.exp(Z_95 * _log_error(case))


def _log_error(case: Case) -> float:
    return math.sqrt(sum(1 / approved - 1 / everybody for approved, everybody in _both(case)))


def _both(case: Case) -> tuple[tuple[int, int], tuple[int, int]]:
    return _tally(case, "Black"), _tally(case, "white")


@approval_ratio_upper.mistake("That is the lower end: add on the log scale.")
def _(case: Case) -> float:
    return _ratio(case) * math.exp(-Z_95 * _log_error(case))


@approval_ratio_upper.mistake("You counted denials where the method wants approvals.")
def _(case: Case) -> float:
    error = math.sqrt(sum(1 / (everybody - approved) - 1 / everybody for approved, everybody in _both(case)))
    return _ratio(case) * math.exp(Z_95 * error)


@question(
    points=6,
    unit="share",
    tolerance=0.0005,
    frames=FRAMES,
    hint="Newcombe builds the interval of a difference from the two groups' own Wilson intervals.",
    working="Difference less the root of (white rate - its Wilson lower)² + (Black group's Wilson upper - its rate)².",
)
def approval_gap_lower(case: Case) -> float:
    """Lower end of the 95 % confidence interval of the approval gap, white rate less Black rate, in your slice.

    Newcombe's hybrid score interval from two Wilson intervals, no continuity correction, z = 1.96. As a share.
    """
    return _newcombe(case, -1)


def _wilson(approved: int, everybody: int) -> tuple[float, float]:
    rate, square = approved / everybody, Z_95**2 / everybody
    middle = (rate + square / 2) / (1 + square)
    half = Z_95 * math.sqrt(rate * (1 - rate) / everybody + square / (4 * everybody)) / (1 + square)
    return middle - half, middle + half


def _newcombe(case: Case, side: int) -> float:
    black, white = _both(case)
    p, q = white[0] / white[1], black[0] / black[1]
    (low_p, high_p), (low_q, high_q) = _wilson(*white), _wilson(*black)
    reach = math.hypot(p - low_p, high_q - q) if side < 0 else math.hypot(high_p - p, q - low_q)
    return p - q + side * reach


@approval_gap_lower.mistake("That is the upper end of the interval.")
def _(case: Case) -> float:
    return _newcombe(case, 1)


@approval_gap_lower.mistake(
    "That is the Wald interval; the question names Newcombe's, which holds in small groups too."
)
def _(case: Case) -> float:
    return _gap(case) - Z_95 * _unpooled_error(case)


@approval_gap_lower.mistake("That is the gap itself; the lower end of its interval is asked.")
def _(case: Case) -> float:
    return _gap(case)


def _gap(case: Case) -> float:
    return _rate(case, "white") - _rate(case, "Black")


def _unpooled_error(case: Case) -> float:
    return math.sqrt(sum(approved / n * (1 - approved / n) / n for approved, n in _both(case)))


@question(
    points=6,
    unit="z",
    tolerance=0.02,
    frames=FRAMES,
    hint="Under the null hypothesis both groups share one rate: pool them for the standard error.",
    working="Gap over the root of pooled rate x (1 - pooled rate) x (1/n Black + 1/n white).",
)
def approval_gap_z(case: Case) -> float:
    """Two-proportion z statistic of that gap (white less Black), with the pooled rate in the standard error."""
    return _gap(case) / _pooled_error(case)


def _pooled_error(case: Case) -> float:
    (black, all_black), (white, all_white) = _both(case)
    pooled = (black + white) / (all_black + all_white)
    return math.sqrt(pooled * (1 - pooled) * (1 / all_black + 1 / all_white))


@approval_gap_z.mistake("The two variances are unpooled; under the null hypothesis there is one rate, so pool it.")
def _(case: Case) -> float:
    return _gap(case) / _unpooled_error(case)


@approval_gap_z.mistake("The standard error has one n in it; each group brings its own, so add 1/n of both.")
def _(case: Case) -> float:
    (black, all_black), (white, all_white) = _both(case)
    pooled = (black + white) / (all_black + all_white)
    return _gap(case) / math.sqrt(pooled * (1 - pooled) / (all_black + all_white))


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
    denial = {band: [1 - _rate(case, race, band) for race in ("Black", "white")] for band in case.bands}
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
    return math.ceil(_missing(case, FOUR_FIFTHS))


def _missing(case: Case, wanted: float) -> float:
    worst = min(case.bands, key=lambda band: _ratio(case, band))
    approved, everybody = _tally(case, "Black", worst)
    return wanted * _rate(case, "white", worst) * everybody - approved


@extra_approvals.mistake("Rounded down: with that many the ratio is still below the line.", credit=0.5)
def _(case: Case) -> int:
    return math.floor(_missing(case, FOUR_FIFTHS))


@extra_approvals.mistake("That many reach equal approval rates; the screen asks for four fifths.")
def _(case: Case) -> int:
    return math.ceil(_missing(case, 1.0))


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
        "The approval ratio is {approval_ratio}, and its interval reaches up to {approval_ratio_upper}. The gap is "
        "at least {approval_gap_lower} with z at {approval_gap_z}: real, whatever the screen says. The screen is a "
        "rule of thumb, not a verdict: pooled it can pass while these bands fail: {bands_below_four_fifths}. In the "
        "worst band {extra_approvals} more would reach the line, so small numbers decide. I would look at the credit "
        "rules in that band before I touch the threshold, and I would say which group is the reference and which "
        "outcome is the good one."
    ),
    follow_up="The ratio passes in most bands. Counsel asks whether the model is fair. What do you answer?",
)
