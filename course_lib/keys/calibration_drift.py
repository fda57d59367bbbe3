"""Questions on evidence: a recorded figure made again, the calibration of the scores, and how it moved over years."""

from collections.abc import Sequence

from course_lib.cases.scored_people import EVERY_AGE, SLICES, Bin, score_bins, tally
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.census_employment import SCALE
from course_lib.data.tfma_census import ALL, CensusSlice, census_slice
from course_lib.keys.exercise import Exercise
from course_lib.measures.calibration import calibration_error_of_bins

REFERENCE_YEAR, LAST_YEAR, _HALF = 2015, 2018, 50_000


@question(
    points=7,
    unit="share",
    tolerance=0.0001,
    frames=("scored_people", "recorded_run"),
    hint="The tool saw every age and used one half; it saw no copies and no test records. First rebuild another row.",
    working="People without a job who score at least one half, over all without a job, of that sex and year.",
)
def recorded_fpr(case: Case) -> float:
    """The recorded run lacks one slice; its sex and year are on your card. Which false-positive rate belongs there?

    `recorded_run` is output of TensorFlow Model Analysis on the people of `scored_people` (first sent, no load test)
    and those of 2015: all ages, called employed from a score of 0.5. `fpr`: people without a job who are called
    employed, over all people without a job. Check your code on a row that is there.
    """
    return census_slice(case.run.sex, case.run.year).fpr


def _of_sex(case: Case) -> tuple[str, ...]:
    return tuple(name for name in SLICES if name.endswith("women") == (case.run.sex == "female"))


@recorded_fpr.mistake("Copies and test records are in it; the tool saw each person once.")
def _(case: Case) -> float:
    how = {"years": [case.run.year], "ages": EVERY_AGE, "cut": _HALF}
    return tally(case.evaluation, _of_sex(case), copies=True, tests=True, **how).rate


@recorded_fpr.mistake("Your card's ages are applied; the recorded run has all ages.")
def _(case: Case) -> float:
    return tally(case.evaluation, _of_sex(case), years=[case.run.year], cut=_HALF).rate


@recorded_fpr.mistake("Your card's threshold is applied; the recorded run has one half.")
def _(case: Case) -> float:
    return tally(case.evaluation, _of_sex(case), years=[case.run.year], ages=EVERY_AGE).rate


@recorded_fpr.mistake("Both sexes are in it; that row is in the table already.")
def _(case: Case) -> float:
    return census_slice(ALL, case.run.year).fpr


@recorded_fpr.mistake("That is the other sex.")
def _(case: Case) -> float:
    return census_slice("male" if case.run.sex == "female" else "female", case.run.year).fpr


@recorded_fpr.mistake("All years of the file are in it; the slice is one year.")
def _(case: Case) -> float:
    return tally(case.evaluation, _of_sex(case), years=(2016, 2017, 2018), ages=EVERY_AGE, cut=_HALF).rate


@recorded_fpr.mistake("That is the false-negative rate: people with a job who are called out of work.")
def _(case: Case) -> float:
    return census_slice(case.run.sex, case.run.year).fnr


@recorded_fpr.mistake("You divided by those called employed: that is how often the call is wrong.")
def _(case: Case) -> float:
    return 1 - census_slice(case.run.sex, case.run.year).precision


@recorded_fpr.mistake("That is the share called employed among all; keep only people without a job.")
def _(case: Case) -> float:
    return census_slice(case.run.sex, case.run.year).predicted_positive_rate


@question(
    points=8,
    unit="percentage points",
    tolerance=0.02,
    frames=("scored_people",),
    hint="Per bin: mean score, and share with a job. Then a mean of the absolute gaps, each weighted by its people.",
    working="Sum over the bins of people x |share with a job - mean score|, over all people.",
)
def calibration_error(case: Case) -> float:
    """Expected calibration error of the scores in scope, in percentage points.

    Five bins of equal width, lower edge included (the last one both edges): 0 to 0.2, 0.2 to 0.4, and so on. Per bin:
    absolute difference of mean score and share with a job; mean over the bins, weighted by people. Rows: the card's
    years and ages, first sent, no load test, with a job or without.
    """
    return _calibration_error(score_bins(case.evaluation))


def _calibration_error(bins: Sequence[Bin]) -> float:
    people, scores, shares = (list(each) for each in zip(*(_of_bin(one) for one in bins), strict=True))
    return 100 * calibration_error_of_bins(scores, shares, people)


def _of_bin(one: Bin) -> tuple[int, float, float]:
    return one.people, one.score / SCALE / one.people, one.employed / one.people


def _gaps(case: Case) -> list[float]:
    return [100 * (one.employed / one.people - one.score / SCALE / one.people) for one in score_bins(case.evaluation)]


@calibration_error.mistake("The bins count alike; weight each by its people, or a few decide.")
def _(case: Case) -> float:
    gaps = _gaps(case)
    return sum(abs(gap) for gap in gaps) / len(gaps)


@calibration_error.mistake("All ages are in it; children make the lowest bin look perfect.")
def _(case: Case) -> float:
    return _calibration_error(score_bins(case.evaluation, ages=EVERY_AGE))


@calibration_error.mistake("Resent rows and test records are in it; read the data note first.")
def _(case: Case) -> float:
    return _calibration_error(score_bins(case.evaluation, extra=True))


@calibration_error.mistake("That is the largest gap of a bin; the weighted mean of the gaps was asked.")
def _(case: Case) -> float:
    return max(abs(gap) for gap in _gaps(case))


def _run(case: Case, year: int) -> CensusSlice:
    return census_slice(case.run.drift_sex, year)


def _gap(one: CensusSlice) -> float:
    return 100 * (one.mean_label - one.mean_prediction)


@question(
    points=6,
    unit="percentage points",
    tolerance=0.01,
    frames=("recorded_run",),
    hint="Two rows. In each: what share has a job, and what did the scores say on average?",
    working="(mean label - mean prediction) of the last year, less the same of the reference year.",
)
def gap_growth(case: Case) -> float:
    """How far did the scores fall behind? Growth from 2015 to 2018 of mean label minus mean prediction.

    `recorded_run`, the rows of the sex on your card ("Rows of the recorded run for the drift"; `all` is both). In
    percentage points: positive if people with a job outran the scores.
    """
    return _gap(_run(case, LAST_YEAR)) - _gap(_run(case, REFERENCE_YEAR))


@gap_growth.mistake("That is the gap of 2018 alone; what it was in the reference year comes off.")
def _(case: Case) -> float:
    return _gap(_run(case, LAST_YEAR))


@gap_growth.mistake("That is how the share with a job moved; the scores moved too.")
def _(case: Case) -> float:
    return 100 * (_run(case, LAST_YEAR).mean_label - _run(case, REFERENCE_YEAR).mean_label)


@gap_growth.mistake("That is how the mean score moved; the world it should follow moved too.")
def _(case: Case) -> float:
    return 100 * (_run(case, LAST_YEAR).mean_prediction - _run(case, REFERENCE_YEAR).mean_prediction)


@gap_growth.mistake("You took the tool's calibration, a ratio of means; the question asks for a difference.")
def _(case: Case) -> float:
    return 100 * (_run(case, REFERENCE_YEAR).calibration - _run(case, LAST_YEAR).calibration)


@gap_growth.mistake(
    "That is the change of the area under the curve: how well people are ranked, not how many have jobs."
)
def _(case: Case) -> float:
    return 100 * (_run(case, LAST_YEAR).auc - _run(case, REFERENCE_YEAR).auc)


@gap_growth.mistake("Those are the rows of another sex than your card names.")
def _(case: Case) -> float:
    other = "female" if case.run.drift_sex == ALL else ALL
    return _gap(census_slice(other, LAST_YEAR)) - _gap(census_slice(other, REFERENCE_YEAR))


EXERCISE = Exercise(
    questions=(recorded_fpr, calibration_error, gap_growth),
    strong_answer=(
        "I trust a cited run once I can make one of its figures again: the slice that was missing has a false-positive "
        "rate of {recorded_fpr}, at the run's own ages and threshold. In our scope the scores are off by "
        "{calibration_error} on average. And they age: from 2015 to 2018 the gap between who has a job and what the "
        "scores say grew by {gap_growth}. Ranking did not suffer, the area under the curve even rose. So a monitor of "
        "the inputs or of the ranking stays quiet; only labels that come in later show it."
    ),
    follow_up="Labels come once a year. What do you watch in the other eleven months, and what can it not show?",
)
