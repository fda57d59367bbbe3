"""Questions on the missed people: of whom the rate is, and which slices are too small to show."""

from course_lib.cases.scored_people import EVERY_AGE, FIRST_YEAR, SLICES, in_scope_counts, tally
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.intervals import wilson_interval
from course_lib.wording.telling import tells

_YEARS, _HALF = (FIRST_YEAR, FIRST_YEAR + 1, FIRST_YEAR + 2), 50_000


@question(
    points=9,
    unit="share",
    tolerance=0.0005,
    frames=("scored_people",),
    hint="First decide which rows are people, and which people the card is for. Then: of whom is the rate?",
    working="People without a job who score at least the threshold, over all people without a job.",
)
def missed_rate(case: Case) -> float:
    """Missed rate of the card: of the people without a job, what share does the model call employed?

    Called employed: `score` at or above the threshold on your card. Those people get no letter. Rows that count: the
    two years on your card; ages on your card, both included; `batch` is `first` (a resent row is a second copy);
    `person_id` below 900,001 (from there on they are records of a load test).
    """
    return tally(case.evaluation).rate


@missed_rate.mistake("All ages are in it. Children and pensioners are easy: they hide what happens to the rest.")
def _(case: Case) -> float:
    return tally(case.evaluation, ages=EVERY_AGE).rate


@missed_rate.mistake("Resent rows are in it; a person who was sent twice is one person.")
def _(case: Case) -> float:
    return tally(case.evaluation, copies=True).rate


@missed_rate.mistake("Records of the load test are in it; they are nobody.")
def _(case: Case) -> float:
    return tally(case.evaluation, tests=True).rate


@missed_rate.mistake("Resent rows and records of the load test are both in it; read the data note first.")
def _(case: Case) -> float:
    return tally(case.evaluation, copies=True, tests=True).rate


@missed_rate.mistake("Every year of the file is in it; the card is evaluated on two of them.")
def _(case: Case) -> float:
    return tally(case.evaluation, years=_YEARS).rate


@missed_rate.mistake("That is the vendor's threshold of one half; the office uses the one on your card.")
def _(case: Case) -> float:
    return tally(case.evaluation, cut=_HALF).rate


@missed_rate.mistake("That is the share who do get a letter; the missed ones were asked.")
def _(case: Case) -> float:
    return 1 - tally(case.evaluation).rate


@missed_rate.mistake("You divided by all people; the rate is of those without a job.")
def _(case: Case) -> float:
    return tally(case.evaluation).missed / in_scope_counts(case.evaluation)["people"]


@missed_rate.mistake("You divided by those called employed; that is how often the call is wrong, another rate.")
def _(case: Case) -> float:
    return tally(case.evaluation).missed / in_scope_counts(case.evaluation)["called employed"]


@missed_rate.mistake("You took people with a job whom the model calls out of work: the error in the other direction.")
def _(case: Case) -> float:
    found = in_scope_counts(case.evaluation)
    return 1 - (found["called employed"] - tally(case.evaluation).missed) / found["employed"]


@tells(missed_rate)
def plain(case: Case, rate: float) -> str:
    """Write the rate as metadata hold it."""
    return f"{rate:.4f}"


@tells(missed_rate)
def row(case: Case, rate: float) -> str:
    """Write the row of everybody: rate, interval and count."""
    found = tally(case.evaluation)
    interval = wilson_interval(found.missed, found.people)
    return f"{rate:.1%} (95 % interval {interval.low:.1%} to {interval.high:.1%}, n = {found.people:,})"


def too_small(case: Case, **how: object) -> frozenset[str]:
    """Return the slices with fewer people without a job than the limit."""
    least = case.rules.least_cases
    return frozenset(name for name in SLICES if tally(case.evaluation, [name], **how).people < least)


@question(
    points=6,
    unit="labels",
    kind="labels",
    choices=SLICES,
    frames=("scored_people",),
    hint="Count the denominator of the rate in each slice, and nothing else.",
    working="Slices with fewer people without a job than the limit.",
)
def held_back(case: Case) -> frozenset[str]:
    """Which slices does the card hold back because they are too small? As a list of labels.

    Slices: race by sex, `female` read as women and `male` as men. A slice is too small if it has fewer people without a
    job than your card asks for. The same rows count as for the missed rate.
    """
    return too_small(case)


@held_back.mistake(
    "By your count none is too small: you counted everybody in a slice, all ages or every year. The rate rests on "
    "people without a job, in scope."
)
def _(case: Case) -> frozenset[str]:
    return frozenset()


@held_back.mistake("Resent rows and test records make slices look larger; neither is a further person.", credit=None)
def _(case: Case) -> frozenset[str]:
    return too_small(case, copies=True, tests=True)


@held_back.mistake("Those are the slices that are large enough; the others were asked.")
def _(case: Case) -> frozenset[str]:
    return frozenset(SLICES) - too_small(case)


@held_back.mistake("You counted the missed ones; the number behind a rate is its denominator.", credit=None)
def _(case: Case) -> frozenset[str]:
    least = case.rules.least_cases
    return frozenset(name for name in SLICES if tally(case.evaluation, [name]).missed < least)
