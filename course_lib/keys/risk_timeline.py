"""Questions on a risk-reduction timeline: what was reduced, in which unit, and whom that spares."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.audit_rates import FIRST, LAST, rate_first_quarter, rate_last_quarter
from course_lib.keys.exercise import Exercise
from course_lib.measures.risk import (
    absolute_risk_reduction,
    compound_reduction_rate,
    events_avoided,
    relative_risk_reduction,
)

STEPS = 3  # from four points on the line


@question(
    points=5,
    unit="per cent",
    tolerance=0.1,
    hint="Relative to what? To where you started.",
    working="(rate of Q1 - rate of Q4) / rate of Q1, times a hundred.",
)
def relative_reduction(case: Case) -> float:
    """Relative reduction of the false-diagnosis rate from Q1 to Q4, in per cent of the rate of Q1.

    A fall to a quarter of the baseline is 75. Use the rates that you computed, not those of the draft bullet.
    """
    return 100 * relative_risk_reduction(case.rate(FIRST), case.rate(LAST))


@relative_reduction.mistake(
    "That is the absolute drop in percentage points; a relative reduction is divided by the baseline."
)
def _(case: Case) -> float:
    return 100 * absolute_risk_reduction(case.rate(FIRST), case.rate(LAST))


@relative_reduction.mistake("You divided by the new rate, which makes the fall look larger; the baseline goes below.")
def _(case: Case) -> float:
    return 100 * (case.rate(FIRST) / case.rate(LAST) - 1)


@relative_reduction.mistake("That is the share that is left, not the share that was removed.")
def _(case: Case) -> float:
    return 100 * case.rate(LAST) / case.rate(FIRST)


@relative_reduction.mistake(
    "Those are the dashboard's rates of the draft bullet: complaints in its baseline, an easier site in its result."
)
def _(case: Case) -> float:
    return 100 * relative_risk_reduction(case.draft_baseline, case.draft_result)


@question(
    points=3,
    unit="percentage points",
    tolerance=0.01,
    hint="Percentage points are a plain subtraction of two percentages.",
    working="(rate of the first quarter - rate of the last) times a hundred.",
)
def absolute_reduction(case: Case) -> float:
    """Absolute reduction of the false-diagnosis rate from Q1 to Q4, in percentage points, as a positive number.

    A fall from a rate of 0.05 to one of 0.02 is 3. Use the rates that you computed.
    """
    return 100 * absolute_risk_reduction(case.rate(FIRST), case.rate(LAST))


@absolute_reduction.mistake("That is the relative reduction; percentage points are a plain subtraction.")
def _(case: Case) -> float:
    return relative_reduction.answer(case)


@absolute_reduction.mistake(
    "Those are the dashboard's rates of the draft bullet, which compare two different mixes of scans."
)
def _(case: Case) -> float:
    return 100 * absolute_risk_reduction(case.draft_baseline, case.draft_result)


@question(
    points=4,
    unit="scans",
    tolerance=0.005,
    relative=True,
    frames=("scan_volumes",),
    hint="How many false diagnoses would these scans have had at the rate of Q1? How many at the rate of Q4?",
    working="Scans of Q4 at the sites of all four quarters, times the absolute reduction as a share.",
)
def scans_spared(case: Case) -> float:
    """Patients' scans spared a false diagnosis in Q4, against the rate of Q1.

    Volume: all scans that the model read in Q4 (`scan_volumes`) at the sites that take part in all four quarters.
    Spared: false diagnoses that this volume would have had at the rate of Q1, less those at the rate of Q4.
    """
    return _spared(case, case.count("scans", quarter=LAST))


def _spared(case: Case, volume: float) -> float:
    return events_avoided(volume, case.rate(FIRST), case.rate(LAST))


@scans_spared.mistake(
    "You multiplied volume by the relative reduction; only false diagnoses can be avoided, and few scans are those."
)
def _(case: Case) -> float:
    return case.count("scans", quarter=LAST) * relative_risk_reduction(case.rate(FIRST), case.rate(LAST))


@scans_spared.mistake("You multiplied by percentage points; divide them by a hundred first.")
def _(case: Case) -> float:
    return 100 * scans_spared.answer(case)


@scans_spared.mistake("That is the audited sample only; the patients outside it were spared too.")
def _(case: Case) -> float:
    return _spared(case, case.count("audited", quarter=LAST))


@scans_spared.mistake("The late site is in the volume; it never had the rate of Q1, so nothing was spared there.")
def _(case: Case) -> float:
    return _spared(case, case.count("scans", quarter=LAST, late_site=True))


@question(
    points=4,
    unit="per cent",
    tolerance=0.1,
    hint="The same share is removed in each step, of what the one before has left. How many steps do four points have?",
    working="One less the cube root of (rate of Q4 / rate of Q1), times a hundred.",
)
def quarterly_reduction(case: Case) -> float:
    """Compound reduction per quarter: the constant one that takes the rate of Q1 to the rate of Q4, in per cent.

    Each step removes this percentage of the rate that the quarter before had.
    """
    return 100 * compound_reduction_rate(case.rate(FIRST), case.rate(LAST), steps=STEPS)


@quarterly_reduction.mistake(
    "That is a plain average of the whole reduction; each step acts on what is left, so rates compound."
)
def _(case: Case) -> float:
    return relative_reduction.answer(case) / STEPS


@quarterly_reduction.mistake(
    "You took four steps: four quarters are four points on the line, with three steps between."
)
def _(case: Case) -> float:
    return 100 * compound_reduction_rate(case.rate(FIRST), case.rate(LAST), steps=STEPS + 1)


@quarterly_reduction.mistake("Those are percentage points per step; the question wants per cent of the quarter before.")
def _(case: Case) -> float:
    return absolute_reduction.answer(case) / STEPS


EXERCISE = Exercise(
    questions=(
        rate_first_quarter,
        rate_last_quarter,
        relative_reduction,
        absolute_reduction,
        scans_spared,
        quarterly_reduction,
    ),
    strong_answer=(
        "The rate fell from {rate_first_quarter} to {rate_last_quarter} of audited scans, same sites, panel's verdict. "
        "That is {absolute_reduction}, or {relative_reduction} of the baseline; I say both, because the second sounds "
        "large whatever the first is. At our volume it spared {scans_spared} a false diagnosis in the last quarter. "
        "Per step it is {quarterly_reduction}. My draft said more than that: the dashboard counts complaints in the "
        "baseline and an easier site in the result. I corrected it before you could ask, and I would show you the "
        "filter in one line."
    ),
    follow_up="A false diagnosis over which denominator? And what happened to missed findings meanwhile?",
)
