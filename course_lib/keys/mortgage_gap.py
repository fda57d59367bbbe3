"""Two questions on the approval gap of real mortgage decisions, and the counts that the mortgage questions share."""

import math

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.intervals import newcombe_interval, wald_difference_interval
from course_lib.measures.significance import two_proportion_z_test

FRAMES = ("mortgages",)


def tally(case: Case, race: str, band: str | None = None) -> tuple[int, int]:
    """Return approved and all applications of one race, in the case's slice or in one band of it."""
    rows = [row for row in case.applications if row.race == race and band in (None, row.debt_ratio)]
    approved = sum(row.applications for row in rows if row.decision == "approved")
    return approved, sum(row.applications for row in rows)


def approval_rate(case: Case, race: str, band: str | None = None) -> float:
    """Return approved over all applications, counted as in `tally`."""
    approved, everybody = tally(case, race, band)
    return approved / everybody


def both(case: Case) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return approved and all applications in the slice: Black applicants first, then white ones."""
    return tally(case, "Black"), tally(case, "white")


@question(
    points=6,
    unit="share",
    tolerance=0.0005,
    frames=FRAMES,
    hint="First each group's Wilson interval: (k + z²/2 ± z root(k (n - k)/n + z²/4)) / (n + z²), k of n approved.",
    working="Difference less the root of (white rate - its Wilson lower)² + (Black group's Wilson upper - its rate)².",
)
def approval_gap_lower(case: Case) -> float:
    """Lower end of the 95 % confidence interval of the approval gap, white rate less Black rate, in your slice.

    Newcombe's hybrid score interval: gap less the root of (white rate - its Wilson lower end)² + (Wilson upper end of
    the Black rate - that rate)². No continuity correction, z = 1.96. As a share.
    """
    return newcombe_interval(*tally(case, "white"), *tally(case, "Black")).low


@approval_gap_lower.mistake("That is the upper end of the interval.")
def _(case: Case) -> float:
    return newcombe_interval(*tally(case, "white"), *tally(case, "Black")).high


@approval_gap_lower.mistake(
    "That is the Wald interval; the question names Newcombe's, which holds in small groups too."
)
def _(case: Case) -> float:
    return wald_difference_interval(*tally(case, "white"), *tally(case, "Black")).low


@approval_gap_lower.mistake("That is the gap itself; the lower end of its interval is asked.")
def _(case: Case) -> float:
    return _gap(case)


def _gap(case: Case) -> float:
    return approval_rate(case, "white") - approval_rate(case, "Black")


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
    return two_proportion_z_test(*tally(case, "white"), *tally(case, "Black")).z


@approval_gap_z.mistake("The two variances are unpooled; under the null hypothesis there is one rate, so pool it.")
def _(case: Case) -> float:
    return two_proportion_z_test(*tally(case, "white"), *tally(case, "Black"), variance="unpooled").z


@approval_gap_z.mistake("The standard error has one n in it; each group brings its own, so add 1/n of both.")
def _(case: Case) -> float:
    (black, all_black), (white, all_white) = both(case)
    pooled = (black + white) / (all_black + all_white)
    return _gap(case) / math.sqrt(pooled * (1 - pooled) / (all_black + all_white))
