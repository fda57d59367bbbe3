"""Questions on a log of offers: did negotiating help, or do those negotiate who have high offers anyway?"""

from course_lib.cases.negotiations import OPTIONAL_COLUMNS, Totals
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.negotiation import uplift_of_totals

FRAMES = ("offers",)
_NEEDS = dict(
    zip(
        ("rival offers by group", "who ended the talks", "final against the ask", "script users against others"),
        OPTIONAL_COLUMNS,
        strict=True,
    )
)
_ALWAYS = ("mix of levels by group", "missing finals by group")
_NEVER = "the same person without asking"


def _together(case: Case, rows: str = "latest", *, missing_as_zero: bool = False) -> Totals:
    """Return the totals of all levels in one, with no regard to level."""
    by_level = case.offers.totals(rows, missing_as_zero=missing_as_zero)
    return tuple(sum(column) for column in zip(*by_level.values(), strict=True))


def _naive(case: Case, rows: str = "latest", *, missing_as_zero: bool = False) -> float:
    return uplift_of_totals({"all": _together(case, rows, missing_as_zero=missing_as_zero)})


@question(
    points=5,
    unit="share",
    tolerance=0.002,
    frames=FRAMES,
    hint="Keep the latest row of each offer, drop those without a final, then compare two means.",
    working="Mean final offer of those who negotiated over the mean of those who did not, minus one.",
)
def naive_uplift(case: Case) -> float:
    """By how much do negotiators' final offers exceed the others', if you ask nothing else?

    Mean `final_usd` of offers that were negotiated over the mean of those that were not, minus one. The latest row of
    each `offer_id` (by `logged_on`); offers without a final are left out. As a share.
    """
    return _naive(case)


@naive_uplift.mistake(
    "That is the figure adjusted for level. The naive comparison mixes levels: that is what is wrong with it."
)
def _(case: Case) -> float:
    return adjusted_uplift.answer(case)


@naive_uplift.mistake(
    "All rows are in it. An offer that was improved is logged twice, and its first row understates it. Keep the latest."
)
def _(case: Case) -> float:
    return _naive(case, "all")


@naive_uplift.mistake("You kept the earliest row of each offer: that is the offer before it was improved.")
def _(case: Case) -> float:
    return _naive(case, "earliest")


@question(
    points=5,
    unit="share",
    tolerance=0.002,
    frames=FRAMES,
    hint="One uplift within each level first. Then average them, each level with the weight of its offers.",
    working="Sum over levels of (offers of the level / all offers) x (mean of negotiators / mean of others - 1).",
)
def adjusted_uplift(case: Case) -> float:
    """By how much do negotiators' final offers exceed the others' within the same level?

    Within each level: mean `final_usd` of negotiated offers over the mean of the others, minus one. Then the average of
    these, weighted by the number of offers of the level, negotiated or not. Same rows as before: the latest of each
    offer, none without a final. As a share.
    """
    return uplift_of_totals(case.offers.totals())


def _level_uplifts(case: Case) -> dict[str, float]:
    return {level: uplift_of_totals({level: totals}) for level, totals in case.offers.totals().items()}


@adjusted_uplift.mistake(
    "That is the naive uplift. Higher levels negotiate more often and pay more anyway: self-selection. Compare within "
    "a level."
)
def _(case: Case) -> float:
    return _naive(case)


@adjusted_uplift.mistake("Each level has the same weight in that. Weight it by its number of offers.", credit=0.25)
def _(case: Case) -> float:
    uplifts = _level_uplifts(case).values()
    return sum(uplifts) / len(uplifts)


@adjusted_uplift.mistake(
    "You weighted by negotiators only. That answers for those who asked; the question weights by all offers.",
    credit=0.5,
)
def _(case: Case) -> float:
    asked = {level: totals[2] for level, totals in case.offers.totals().items()}
    return sum(asked[level] * uplift for level, uplift in _level_uplifts(case).items()) / sum(asked.values())


@adjusted_uplift.mistake(
    "All rows are in it. An offer that was improved is logged twice, and its first row hides the improvement.",
    credit=0.25,
)
def _(case: Case) -> float:
    return uplift_of_totals(case.offers.totals("all"))


@question(
    points=3,
    unit="labels",
    kind="labels",
    choices=(*_ALWAYS, *_NEEDS, _NEVER),
    frames=FRAMES,
    hint="Go through the list with the column names beside you. One thing no column could hold.",
    working="What needs a column that your log does not have, and what happened to nobody.",
)
def not_in_the_log(case: Case) -> frozenset[str]:
    """Which of these comparisons can your log not make? A list of labels.

    - `mix of levels by group`: levels of those who negotiated against the others
    - `missing finals by group`: how often there is no final, negotiated or not
    - `rival offers by group`: how often they had another offer, negotiated or not
    - `who ended the talks`: candidate or firm, where there is no final
    - `final against the ask`: how much of what they asked for they got
    - `script users against others`: finals of negotiators with a prepared script against those without
    - `the same person without asking`: what a negotiator would have been offered without a word

    The first six ask only for a comparison, not for its cause. Logs differ: look at the columns of yours.
    """
    return frozenset({_NEVER, *_missing(case)})


def _missing(case: Case) -> set[str]:
    return {label for label, column in _NEEDS.items() if column not in case.offers.extra_columns}


@not_in_the_log.mistake(
    "The counterfactual, yes. But some comparisons also need a column that your log does not have.", credit=0.25
)
def _(case: Case) -> frozenset[str]:
    return frozenset({_NEVER})


@not_in_the_log.mistake(
    "One is missing, the main one. Levels can be held equal; the same person cannot both ask and stay silent.",
    credit=0.5,
)
def _(case: Case) -> frozenset[str]:
    return frozenset(_missing(case))


@not_in_the_log.mistake("That is what your log can compare. Asked is what it cannot.")
def _(case: Case) -> frozenset[str]:
    return frozenset(not_in_the_log.choices) - not_in_the_log.answer(case)


EXERCISE = Exercise(
    questions=(naive_uplift, adjusted_uplift, not_in_the_log),
    strong_answer=(
        "Negotiators' final offers are {naive_uplift} higher. That is not what asking earns: they sit at higher "
        "levels, which pay more and negotiate more. Level by level the difference is {adjusted_uplift}, and that is "
        "the figure I would plan with. It is still no effect of asking: within a level, people with better "
        "alternatives may ask more often, and offers that fell through have no final at all. My log cannot make these "
        "comparisons: {not_in_the_log}. I would still ask, and I would not let this figure set my walk-away."
    ),
    follow_up="A coach sells a script with 'clients earn a fifth more'. Which three numbers do you ask for?",
)
