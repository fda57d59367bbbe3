"""Questions on the noise in a timeline: z statistic, interval, number needed to treat, and a real null result."""

import math

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.audit_rates import FIRST, LAST
from course_lib.keys.exercise import Exercise
from course_lib.keys.risk_timeline import absolute_reduction, relative_reduction
from course_lib.measures.intervals import Interval, newcombe_interval, wilson_interval
from course_lib.measures.risk import absolute_risk_reduction, relative_risk_reduction
from course_lib.measures.risk import number_needed_to_treat as number_needed
from course_lib.measures.significance import two_proportion_z_test

FRAMES = ("audited_scans",)


def found(case: Case, quarter: str) -> tuple[int, int]:
    """Return the false diagnoses and the scans of the random audit in a quarter."""
    return case.count("false_diagnoses", quarter=quarter), case.count("audited", quarter=quarter)


def _z(case: Case, column: str, *, squared_error: str = "both") -> float:
    """Return the pooled z statistic with other numbers of scans, or another standard error, than the right ones."""
    sizes = [case.count(column, quarter=quarter) for quarter in (FIRST, LAST)]
    rates = [case.rate(quarter) for quarter in (FIRST, LAST)]
    pooled = sum(size * rate for size, rate in zip(sizes, rates, strict=True)) / sum(sizes)
    inverse = {"both": 1 / sizes[0] + 1 / sizes[1], "one": 1 / sizes[1], "sum": 1 / sum(sizes)}[squared_error]
    return (rates[0] - rates[1]) / math.sqrt(pooled * (1 - pooled) * inverse)


@question(
    points=6,
    unit="z",
    tolerance=0.05,
    frames=FRAMES,
    hint="If nothing had changed, both quarters would share one rate: pool them for the standard error.",
    working="Difference over the root of pooled rate x (1 - pooled rate) x (1/n of the one + 1/n of the other).",
)
def reduction_z(case: Case) -> float:
    """Two-proportion z statistic of the reduction, rate of Q1 less rate of Q4.

    Standard error from the pooled rate: all false diagnoses of the two quarters over all their audited scans. n of a
    quarter: its scans in the random sample with a final verdict, at the sites that take part in all four quarters.
    """
    return two_proportion_z_test(*found(case, FIRST), *found(case, LAST)).z


@reduction_z.mistake("The standard error has one n in it; each quarter brings its own, so add 1/n of both.")
def _(case: Case) -> float:
    return _z(case, "audited", squared_error="one")


@reduction_z.mistake(
    "You put the two samples together into one n; a difference of two rates has the noise of both, so add 1/n of each."
)
def _(case: Case) -> float:
    return _z(case, "audited", squared_error="sum")


@reduction_z.mistake("You took all scans that the model read as n; only audited scans have a verdict to count.")
def _(case: Case) -> float:
    return _z(case, "scans")


@question(
    points=4,
    unit="percentage points",
    tolerance=0.02,
    frames=FRAMES,
    hint="First each quarter's Wilson interval: (k + ½z² ± z root(k (n - k)/n + ¼z²)) / (n + z²), k of n false.",
    working="Reduction less the root of (first rate - its Wilson lower)² + (last Wilson upper - its rate)².",
)
def reduction_lower(case: Case) -> float:
    """Lower end of the 95 % confidence interval of the absolute reduction, Q1 less Q4, in percentage points.

    Newcombe's hybrid score interval: reduction less the root of (rate of Q1 - its Wilson lower end)² + (Wilson upper
    end of the rate of Q4 - that rate)². No continuity correction, z = 1.96, n as for the z statistic.
    """
    return 100 * newcombe_interval(*found(case, FIRST), *found(case, LAST)).low


@reduction_lower.mistake("That is the upper end of the interval; a careful claim is stated by its lower end.")
def _(case: Case) -> float:
    return 100 * newcombe_interval(*found(case, FIRST), *found(case, LAST)).high


@reduction_lower.mistake("That is the reduction itself; the lower end of its interval is asked.")
def _(case: Case) -> float:
    return absolute_reduction.answer(case)


@reduction_lower.mistake(
    "You subtracted the near ends of two separate intervals; both rates are hardly ever that far off at once, so the "
    "squared distances add, not the distances."
)
def _(case: Case) -> float:
    return 100 * (wilson_interval(*found(case, FIRST)).low - wilson_interval(*found(case, LAST)).high)


@question(
    points=3,
    unit="scans",
    kind="integer",
    hint="If so many in a hundred are spared, one in how many is that?",
    working="One over the absolute reduction as a share, rounded up.",
)
def number_needed_to_treat(case: Case) -> int:
    """Scans that must be read the new way for one false diagnosis fewer, rounded up.

    The clinic's name for it is the number needed to treat: one over the absolute reduction as a share.
    """
    return _needed(case)


def _needed(case: Case) -> int:
    return number_needed(case.rate(FIRST), case.rate(LAST))


@number_needed_to_treat.mistake("Rounded down: with that many scans you spare a little less than one.", credit=0.5)
def _(case: Case) -> int:
    return _needed(case) - 1


@number_needed_to_treat.mistake("You turned the relative reduction over; it forgets how rare the event was.")
def _(case: Case) -> int:
    return math.ceil(100 / relative_reduction.answer(case))


@number_needed_to_treat.mistake("That is one over the rate of Q4: how many scans hold one false diagnosis now.")
def _(case: Case) -> int:
    return math.ceil(1 / case.rate(LAST))


def _avoided(case: Case) -> Interval:
    """Return the interval of deaths avoided among the women invited."""
    control, mammogram = case.trial
    low, high = newcombe_interval(control.deaths, control.women, mammogram.deaths, mammogram.women)
    return Interval(case.women_invited * low, case.women_invited * high)


@question(
    points=4,
    unit="deaths",
    tolerance=0.01,
    relative=True,
    frames=("screening_trial",),
    hint="The same interval as before, on other counts; then times the women invited. Which sign may it have?",
    working="Women invited x lower end of Newcombe's interval of (death rate of control - death rate of mammogram).",
)
def trial_deaths_avoided_lower(case: Case) -> float:
    """Lower end of the 95 % interval of deaths from breast cancer avoided, if a programme invites the card's women.

    Deaths avoided: women invited x (death rate of the control arm - death rate of the mammogram arm), each rate deaths
    over all women of the arm. Newcombe's interval as before, z = 1.96. A negative number means more deaths, not fewer.
    """
    return _avoided(case).low


@trial_deaths_avoided_lower.mistake("That is the upper end: the most favourable reading of the trial.")
def _(case: Case) -> float:
    return _avoided(case).high


@trial_deaths_avoided_lower.mistake("That is the point estimate; the interval around it is asked.")
def _(case: Case) -> float:
    return case.women_invited * absolute_risk_reduction(*_death_rates(case))


@trial_deaths_avoided_lower.mistake(
    "You subtracted the near ends of two separate intervals; the squared distances add, not the distances."
)
def _(case: Case) -> float:
    control, mammogram = (wilson_interval(arm.deaths, arm.women) for arm in case.trial)
    return case.women_invited * (control.low - mammogram.high)


@trial_deaths_avoided_lower.mistake(
    "You multiplied the women by the relative reduction; only deaths can be avoided, and few women die of it."
)
def _(case: Case) -> float:
    return case.women_invited * relative_risk_reduction(*_death_rates(case))


def _death_rates(case: Case) -> tuple[float, float]:
    control, mammogram = (arm.deaths / arm.women for arm in case.trial)
    return control, mammogram


EXERCISE = Exercise(
    questions=(reduction_z, reduction_lower, number_needed_to_treat, trial_deaths_avoided_lower),
    strong_answer=(
        "The fall is more than noise: z is {reduction_z} on audited scans, and the interval of the reduction starts at "
        "{reduction_lower}. That is the number I would sign. One false diagnosis fewer takes {number_needed_to_treat}. "
        "What the interval does not say is why: the pipeline went live everywhere at once, a new model version "
        "followed, and no site was left out to compare with. The screening trial is the mirror image: randomised, far "
        "larger, and the interval of what it would avoid starts at {trial_deaths_avoided_lower}, so it holds zero. An "
        "effect needs size, interval and comparison; I have the first two."
    ),
    follow_up="One quarter on your line goes up. Is that a problem, and how do you know?",
)
