"""Questions on the worst slice: its upper limit, its gap to everybody else, and how many people it would take."""

import math

from course_lib.cases.scored_people import EVERY_AGE, SLICES, in_scope_counts, tally
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.keys.missed_people import held_back, missed_rate, too_small
from course_lib.measures.intervals import Interval, critical_value, wilson_interval
from course_lib.measures.sample_size import sample_size_for_half_width
from course_lib.wording.telling import tells


def worst_slice(case: Case) -> str:
    """Return the slice with the highest missed rate among those that are large enough."""
    hidden = too_small(case)
    return max((name for name in SLICES if name not in hidden), key=lambda name: tally(case.evaluation, [name]).rate)


def _best_slice(case: Case) -> str:
    hidden = too_small(case)
    return min((name for name in SLICES if name not in hidden), key=lambda name: tally(case.evaluation, [name]).rate)


@question(
    points=8,
    unit="share",
    tolerance=0.0005,
    frames=("scored_people",),
    hint="Find the worst slice among those that the card may show. Its n are its people without a job.",
    working="(r + z²/2 + z root(r (n - r) / n + z²/4)) / (n + z²), r missed out of n.",
)
def worst_slice_upper(case: Case) -> float:
    """Upper end of the 95 % Wilson interval of the worst slice's missed rate.

    Worst: highest missed rate among slices that are not held back. r missed of n people without a job: centre
    (r + z²/2) / (n + z²), half-width z / (n + z²) x root of (r x (n - r) / n + z²/4), z = 1.96.
    """
    return _wilson(case, worst_slice(case)).high


def _wilson(case: Case, name: str, confidence: float = 0.95) -> Interval:
    found = tally(case.evaluation, [name])
    return wilson_interval(found.missed, found.people, confidence=confidence)


@tells(worst_slice_upper)
def table(case: Case, _: float) -> str:
    """Write the table of all slices, those held back without a figure."""
    rows = [_table_row(case, name) for name in SLICES]
    head = "| group | missed rate | 95 % interval (Wilson) | people without a job |\n|---|---|---|---|"
    return "\n".join([head, *rows])


def _table_row(case: Case, name: str) -> str:
    if name in too_small(case):
        return f"| {name} | not reported | too few | fewer than {case.rules.least_cases} |"
    found, interval = tally(case.evaluation, [name]), _wilson(case, name)
    return f"| {name} | {found.rate:.1%} | {interval.low:.1%} to {interval.high:.1%} | {found.people:,} |"


@worst_slice_upper.mistake("That is the rate itself; a slice needs its interval.")
def _(case: Case) -> float:
    return tally(case.evaluation, [worst_slice(case)]).rate


@worst_slice_upper.mistake("That slice is held back: on so few people the highest rate is often luck.")
def _(case: Case) -> float:
    return _wilson(case, max(too_small(case), key=lambda name: (tally(case.evaluation, [name]).rate, name))).high


@worst_slice_upper.mistake("That is the lower end; whoever is harmed asks how bad it may be.")
def _(case: Case) -> float:
    return _wilson(case, worst_slice(case)).low


@worst_slice_upper.mistake("You used the quantile of a one-sided limit; a 95 % interval leaves 2.5 % on each side.")
def _(case: Case) -> float:
    return _wilson(case, worst_slice(case), 0.90).high


@worst_slice_upper.mistake("That is the interval of everybody; the worst slice was asked.")
def _(case: Case) -> float:
    found = tally(case.evaluation)
    return wilson_interval(found.missed, found.people).high


@worst_slice_upper.mistake("That is a slice with a low rate; worst means the highest missed rate.")
def _(case: Case) -> float:
    return _wilson(case, _best_slice(case)).high


@worst_slice_upper.mistake("n is everybody in the slice; the rate rests on its people without a job.")
def _(case: Case) -> float:
    found, name = in_scope_counts(case.evaluation), worst_slice(case)
    return wilson_interval(round(tally(case.evaluation, [name]).rate * found[name]), found[name]).high


@worst_slice_upper.mistake("Resent rows and test records are in it; they narrow the interval and move the rate.")
def _(case: Case) -> float:
    found = tally(case.evaluation, [worst_slice(case)], copies=True, tests=True)
    return wilson_interval(found.missed, found.people).high


def _gap(case: Case, other: tuple[str, ...]) -> float:
    return 100 * (tally(case.evaluation, [worst_slice(case)]).rate - tally(case.evaluation, other).rate)


@question(
    points=4,
    unit="percentage points",
    tolerance=0.05,
    frames=("scored_people",),
    hint="Two rates, of two sets of people who do not overlap.",
    working="Missed rate of the worst slice less that of all other people in scope together.",
)
def worst_gap(case: Case) -> float:
    """By how many percentage points is the worst slice's missed rate above that of everybody else in scope?

    Everybody else: all other people without a job of the card's ages and years together, small slices too. The same
    rows count as for the missed rate.
    """
    return _gap(case, _others(case))


def _others(case: Case) -> tuple[str, ...]:
    worst = worst_slice(case)
    return tuple(name for name in SLICES if name != worst)


@worst_gap.mistake("You compared with everybody; the slice is in there itself and pulls the average towards it.")
def _(case: Case) -> float:
    return _gap(case, SLICES)


@worst_gap.mistake("You compared with the best slice; the gap to everybody else was asked.")
def _(case: Case) -> float:
    return _gap(case, (_best_slice(case),))


@worst_gap.mistake("You took the plain mean of the other slices' rates; large and small ones do not weigh the same.")
def _(case: Case) -> float:
    rates = [tally(case.evaluation, [name]).rate for name in _others(case)]
    return 100 * (tally(case.evaluation, [worst_slice(case)]).rate - sum(rates) / len(rates))


@worst_gap.mistake("That is a ratio; a gap is a difference, in percentage points.")
def _(case: Case) -> float:
    return tally(case.evaluation, [worst_slice(case)]).rate / tally(case.evaluation, _others(case)).rate


@worst_gap.mistake("All ages are in it; the card is for the ages on it.")
def _(case: Case) -> float:
    here, there = (tally(case.evaluation, names, ages=EVERY_AGE).rate for names in ([worst_slice(case)], _others(case)))
    return 100 * (here - there)


@question(
    points=5,
    unit="people",
    tolerance=0.006,
    relative=True,
    hint="Plan with the rate that you know, and with half of the interval's width.",
    working="z² p (1 - p) / w², rounded up; p the worst slice's missed rate.",
)
def people_needed(case: Case) -> float:
    """How many people without a job would the worst slice need for a 95 % interval with the half-width on your card?

    Planning formula: z² p (1 - p) / w², rounded up, z = 1.96, p the missed rate of the worst slice, w the half-width.
    """
    return sample_size_for_half_width(tally(case.evaluation, [worst_slice(case)]).rate, case.rules.half_width)


def _needed(rate: float, width: float, z: float = critical_value(0.95)) -> float:
    return math.ceil(z**2 * rate * (1 - rate) / width**2)


@people_needed.mistake("You doubled w; it is the half-width already.")
def _(case: Case) -> float:
    return _needed(tally(case.evaluation, [worst_slice(case)]).rate, 2 * case.rules.half_width)


@people_needed.mistake("You halved w; it is half of the width already.")
def _(case: Case) -> float:
    return _needed(tally(case.evaluation, [worst_slice(case)]).rate, case.rules.half_width / 2)


@people_needed.mistake("You planned with one half, the cautious value; here the rate is known.", credit=0.25)
def _(case: Case) -> float:
    return _needed(0.5, case.rules.half_width)


@people_needed.mistake("You used the quantile of a one-sided limit; a 95 % interval leaves 2.5 % on each side.")
def _(case: Case) -> float:
    return _needed(tally(case.evaluation, [worst_slice(case)]).rate, case.rules.half_width, critical_value(0.90))


@people_needed.mistake("You forgot to square w, and width enters squared.")
def _(case: Case) -> float:
    rate = tally(case.evaluation, [worst_slice(case)]).rate
    return math.ceil(critical_value(0.95) ** 2 * rate * (1 - rate) / case.rules.half_width)


EXERCISE = Exercise(
    questions=(missed_rate, held_back, worst_slice_upper, worst_gap, people_needed),
    strong_answer=(
        "First: of whom is the rate? Of the people we write to, without copies and test records, the model misses "
        "{missed_rate}. Over all ages it looks far better, because children and pensioners are easy. I hold back "
        "{held_back}: a rate on so few says more than anybody knows, and the card says that they are held back. The "
        "worst slice that I can show lies {worst_gap} above everybody else, and may be as bad as {worst_slice_upper}. "
        "For the precision that I want there I would need {people_needed}, so I say how wide the interval is."
    ),
    follow_up="You hold back the groups about which you know least. Who protects them meanwhile?",
)
