"""Questions on a real field experiment: the call-back ratio, and the slices that are too small to settle anything."""

from collections.abc import Callable
from itertools import product

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.keys.like_for_like import pooled_difference, standardised_difference
from course_lib.keys.score_groups import score_gap, worse_off
from course_lib.measures.fairness import selection_rate_ratio
from course_lib.measures.intervals import newcombe_interval
from course_lib.wording.telling import tells

FRAMES = ("resumes",)
VALUES = {"gender": ("female", "male"), "quality": ("high", "low"), "city": ("boston", "chicago")}
SLICES = tuple(
    f"{first}/{second}"
    for one, other in (("gender", "quality"), ("gender", "city"), ("quality", "city"))
    for first, second in product(VALUES[one], VALUES[other])
)
Cell = tuple[int, int]


def _tally(case: Case, name: str, **where: str) -> Cell:
    """Return call-backs and resumes under one kind of name, where columns have these values."""
    rows = [
        row
        for row in case.resumes
        if row.name == name and all(getattr(row, column) == value for column, value in where.items())
    ]
    return sum(row.callbacks for row in rows), sum(row.resumes for row in rows)


def _both(case: Case, **where: str) -> tuple[Cell, Cell]:
    return _tally(case, "Black", **where), _tally(case, "white", **where)


def _ratio(black: Cell, white: Cell) -> float:
    return selection_rate_ratio(*black, reference_selected=white[0], reference_total=white[1])


@question(
    points=4,
    unit="ratio",
    tolerance=0.0005,
    frames=FRAMES,
    hint="Sum both counts over the cells of your part, for each kind of name; divide; then divide the rates.",
    working="Call-backs over resumes under Black names, over the same under white names, in the part on the card.",
)
def callback_ratio(case: Case) -> float:
    """Call-back ratio in your part of the experiment: rate under Black names over rate under white names.

    Part: the column and value on your card. Rate: sum of `callbacks` over sum of `resumes`. `name` is the group that
    the first name sounds like; it was put on the resume by lot.
    """
    column, value = case.ratio_in
    return _ratio(*_both(case, **{column: value}))


@callback_ratio.mistake("Upside down: the rate under Black names goes on top.")
def _(case: Case) -> float:
    return 1 / callback_ratio.answer(case)


@callback_ratio.mistake("That is the ratio over the whole experiment. Your part is on your card.")
def _(case: Case) -> float:
    return _ratio(*_both(case))


@callback_ratio.mistake("That is an odds ratio: call-backs over no call-backs. A rate is taken over all resumes sent.")
def _(case: Case) -> float:
    column, value = case.ratio_in
    (black, all_black), (white, all_white) = _both(case, **{column: value})
    return black / (all_black - black) / (white / (all_white - white))


@callback_ratio.mistake(
    "You averaged the rates of cells. Cells differ in size: sum the counts, then divide.", credit=0.25
)
def _(case: Case) -> float:
    column, value = case.ratio_in
    cells = [row for row in case.resumes if getattr(row, column) == value]
    mean = {name: sum(row.callbacks / row.resumes for row in cells if row.name == name) for name in ("Black", "white")}
    return mean["Black"] / mean["white"]


@callback_ratio.mistake("That is the other half of the experiment. Your part is on your card.")
def _(case: Case) -> float:
    column, value = case.ratio_in
    (other,) = set(VALUES[column]) - {value}
    return _ratio(*_both(case, **{column: other}))


@callback_ratio.mistake("That is one less the ratio: by how much the rate is lower. Asked is the ratio.")
def _(case: Case) -> float:
    return 1 - callback_ratio.answer(case)


@callback_ratio.mistake("That is the difference of the two rates. The question wants their ratio.")
def _(case: Case) -> float:
    column, value = case.ratio_in
    (black, all_black), (white, all_white) = _both(case, **{column: value})
    return black / all_black - white / all_white


@callback_ratio.mistake("That is the ratio of resumes without a call-back. The favourable outcome is the call-back.")
def _(case: Case) -> float:
    column, value = case.ratio_in
    (black, all_black), (white, all_white) = _both(case, **{column: value})
    return (1 - black / all_black) / (1 - white / all_white)


@question(
    points=6,
    unit="labels",
    kind="labels",
    choices=SLICES,
    frames=FRAMES,
    hint="Four slices, one interval each: does it hold zero?",
    working="Newcombe's interval of white rate less Black rate in each slice; keep those that hold zero.",
)
def slices_not_settled(case: Case) -> frozenset[str]:
    """In which slices can the difference not be told from zero? A list of labels, "value/value".

    The four slices by the two columns on your card, in that order. Difference: call-back rate under white names less
    rate under Black names. Not settled: its 95 % interval by Newcombe holds zero. From both rates' Wilson intervals
    (z = 1.96, no correction) its ends are: difference - root of ((white rate - white lower)² + (Black upper - Black
    rate)²), and difference + root of ((white upper - white rate)² + (Black rate - Black lower)²). In `statsmodels`:
    `confint_proportions_2indep` with `method="newcomb"`.
    """
    return _slices(case, lambda black, white: 0 in newcombe_interval(*white, *black))


def _slices(case: Case, holds: Callable[[Cell, Cell], bool]) -> frozenset[str]:
    one, other = case.split_by
    pairs = product(VALUES[one], VALUES[other])
    return frozenset(f"{a}/{b}" for a, b in pairs if holds(*_both(case, **{one: a, other: b})))


@slices_not_settled.mistake("Those are the slices that are settled. Asked are the others.")
def _(case: Case) -> frozenset[str]:
    return _slices(case, lambda black, white: 0 not in newcombe_interval(*white, *black))


@slices_not_settled.mistake(
    "All four? Some are settled. Intervals of the two rates may overlap and their difference still be clear, so look "
    "at the interval of the difference.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return _slices(case, lambda black, white: True)  # each slice's own two intervals overlap in fact


@slices_not_settled.mistake("Settled everywhere? The whole experiment settles the whole. A slice has fewer resumes.")
def _(case: Case) -> frozenset[str]:
    return frozenset()


@tells(callback_ratio)
def with_interval(case: Case, right: float) -> str:
    """Return the ratio, and the difference of the two rates with its interval, in words."""
    column, value = case.ratio_in
    (black, all_black), (white, all_white) = _both(case, **{column: value})
    low, high = newcombe_interval(white, all_white, black, all_black)
    return (
        f"{right:.2f} (difference {100 * (white / all_white - black / all_black):.1f} percentage points, 95 % interval "
        f"{100 * low:.1f} to {100 * high:.1f})"
    )


EXERCISE = Exercise(
    questions=(
        pooled_difference,
        standardised_difference,
        score_gap,
        worse_off,
        callback_ratio,
        slices_not_settled,
    ),
    strong_answer=(
        "The new model makes {pooled_difference.in_points} errors in all, and {standardised_difference.as_points} like "
        "for like: I ask who gets which cases. The score's {score_gap.with_rate}. {worse_off.by_name}. "
        "Whoever quotes one has chosen; no imperfect score makes all equal while base rates differ [MET-010]. "
        "Names came by lot, so the ratio of {callback_ratio.with_interval} is their doing. Not settled: "
        "{slices_not_settled}: too few resumes, not no difference."
    ),
    follow_up="Which of the three tables would convince a judge, and which only a product team?",
)
