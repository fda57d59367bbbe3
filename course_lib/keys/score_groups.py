"""Questions on real risk scores: one table, four error rates, and not the same group worse off in each."""

from collections import Counter

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.compas_scores import Scored
from course_lib.forms import Fields, Slot
from course_lib.keys.like_for_like import points
from course_lib.keys.remembered import once_a_scenario
from course_lib.measures.classification import ConfusionCounts, rate_counts
from course_lib.wording.telling import tells

FRAMES = ("scores",)
FIRST, SECOND = GROUPS = ("first group", "second group")
MEASURES = {
    "false-positive rate": "false_positive_rate",
    "false-negative rate": "false_negative_rate",
    "false discovery rate": "false_discovery_rate",
    "false omission rate": "false_omission_rate",
}
_TAKEN_FOR = {  # the rate with the same errors on top and the other denominator
    "false-positive rate": "false discovery rate",
    "false-negative rate": "false omission rate",
    "false discovery rate": "false-positive rate",
    "false omission rate": "false-negative rate",
}
_OTHER_KIND = {
    "false-positive rate": "false-negative rate",
    "false-negative rate": "false-positive rate",
    "false discovery rate": "false omission rate",
    "false omission rate": "false discovery rate",
}
Tables = tuple[ConfusionCounts, ConfusionCounts]


@once_a_scenario
def _tables(scenario: object, later: int, count_rows: bool) -> Tables:
    """Return the counts of both groups; flagged from `later` scores above the threshold on."""
    first, second = scenario.first_group, scenario.second_group
    return tuple(_table(scenario, group, later, count_rows) for group in (first, second))


def _table(scenario: object, group: str, later: int, count_rows: bool) -> ConfusionCounts:
    cells: Counter[tuple[bool, int]] = Counter()
    rows: list[Scored] = [one for one in scenario.defendants if getattr(one, scenario.group_column) == group]
    for one in rows:
        flagged = one.decile_score >= scenario.threshold + later
        cells[flagged, one.two_year_recid] += 1 if count_rows else one.people
    return ConfusionCounts(
        true_positives=cells[True, 1],
        false_positives=cells[True, 0],
        true_negatives=cells[False, 0],
        false_negatives=cells[False, 1],
    )


def _rates(case: Case, rate: str, *, later: int = 0, count_rows: bool = False) -> tuple[float, float]:
    counted = (rate_counts(one, MEASURES[rate]) for one in _tables(case.scenario, later, count_rows))
    first, second = (errors / everybody for errors, everybody in counted)
    return first, second


def _gap(case: Case, rate: str, *, later: int = 0, count_rows: bool = False) -> float:
    """Return first group less second in a rate, in percentage points."""
    first, second = _rates(case, rate, later=later, count_rows=count_rows)
    return 100 * (first - second)


@question(
    points=6,
    unit="percentage points",
    tolerance=0.02,
    frames=FRAMES,
    hint="Flag first. Then say which two counts of the four are the denominator of the rate on your card.",
    working="The rate of the first group less the rate of the second, each from its own summed counts.",
)
def score_gap(case: Case) -> float:
    """How far apart are the two groups in the rate on your card? First group less second, percentage points.

    Flagged: `decile_score` equal to or above the card's score. Outcome: `two_year_recid` 1. Both groups: the card's
    values of the card's column, over all other columns; sum `people`, each row stands for that many.

    - `false-positive rate`: flagged among those without the outcome
    - `false-negative rate`: not flagged among those with the outcome
    - `false discovery rate`: without the outcome among the flagged
    - `false omission rate`: with the outcome among those not flagged
    """
    return _gap(case, case.rate)


@score_gap.mistake("Same errors, other denominator: read again among whom the rate on your card counts.")
def _(case: Case) -> float:
    return _gap(case, _TAKEN_FOR[case.rate])


@score_gap.mistake(
    "That is a rate of the other kind of error. Is your card's rate about people flagged, or about people not flagged?"
)
def _(case: Case) -> float:
    return _gap(case, _OTHER_KIND[case.rate])


@score_gap.mistake("Other errors and another denominator than your card's rate: read its name and its line again.")
def _(case: Case) -> float:
    return _gap(case, _TAKEN_FOR[_OTHER_KIND[case.rate]])


@score_gap.mistake("You flagged above the score only. The score on the card itself counts as flagged.", credit=0.25)
def _(case: Case) -> float:
    return _gap(case, case.rate, later=1)


@score_gap.mistake("You counted rows. Each row stands for as many people as its last column says.")
def _(case: Case) -> float:
    return _gap(case, case.rate, count_rows=True)


@score_gap.mistake("Your denominator is the whole group. A rate of errors is taken among those who could have had it.")
def _(case: Case) -> float:
    first, second = (_errors(one, case.rate) / _everybody(one) for one in _tables(case.scenario, 0, False))
    return 100 * (first - second)


def _errors(one: ConfusionCounts, rate: str) -> int:
    return rate_counts(one, MEASURES[rate])[0]


def _everybody(one: ConfusionCounts) -> int:
    return rate_counts(one, "selection_rate")[1]


@score_gap.mistake("That is the ratio of the two rates. The question wants the first less the second.")
def _(case: Case) -> float:
    first, second = _rates(case, case.rate)
    return first / second


@score_gap.mistake("That gap is relative to the second group's rate. The question wants rate less rate.")
def _(case: Case) -> float:
    first, second = _rates(case, case.rate)
    return 100 * (first / second - 1)


@score_gap.mistake("That is the first group's rate alone. Take the second group's from it.")
def _(case: Case) -> float:
    return 100 * _rates(case, case.rate)[0]


@score_gap.mistake(
    "The size is right, the sign is not. You took second less first, or the complement of your card's rate: those "
    "caught in place of those missed, say.",
    credit=0.5,
)
def _(case: Case) -> float:
    return -score_gap.answer(case)


@question(
    points=5,
    unit="fields",
    kind="fields",
    frames=FRAMES,
    hint="Four rates for each group from the same four counts; then compare within each rate.",
    working="All four rates of both groups, as defined above; for each the group whose rate is higher.",
    form=Fields(
        tuple(Slot(name.replace("-", "_").replace(" ", "_"), choices=GROUPS) for name in MEASURES),
        template=(
            "The false-positive rate is higher for the {false_positive_rate}, the false-negative rate for the "
            "{false_negative_rate}, the false discovery rate for the {false_discovery_rate}, the false omission rate "
            "for the {false_omission_rate}."
        ),
    ),
)
def worse_off(case: Case) -> dict[str, object]:
    """Which group has the higher rate, in each of the four? Same score, same groups, same definitions as before.

    Somebody quotes one of these rates to say that the score wrongs a group. What do the other three say?
    """
    return {measure: FIRST if _gap(case, rate) > 0 else SECOND for rate, measure in MEASURES.items()}


def _other(group: object) -> str:
    return SECOND if group == FIRST else FIRST


@worse_off.mistake(
    "You put one group behind in both of its error rates. Who is flagged more is missed less: here the two disagree."
)
def _(case: Case) -> dict[str, object]:
    flagged_more = worse_off.answer(case)["false_positive_rate"]
    return {"false_positive_rate": flagged_more, "false_negative_rate": flagged_more}


@worse_off.mistake("All four the other way round: you named the group with the lower rate.")
def _(case: Case) -> dict[str, object]:
    return {name: _other(group) for name, group in worse_off.answer(case).items()}


@tells(worse_off)
def by_name(case: Case, right: dict[str, object]) -> str:
    """Return which rates are higher for which group, with the groups' names."""
    names = {FIRST: case.first_group, SECOND: case.second_group}
    higher = {group: [rate for rate, measure in MEASURES.items() if right[measure] == group] for group in GROUPS}
    parts = (f"higher for {names[group]}: {', '.join(rates)}" for group, rates in higher.items() if rates)
    return "Of its four error rates, " + "; ".join(parts)


@tells(score_gap)
def with_rate(case: Case, right: float) -> str:
    """Return the rate on the card and the gap in it, in words."""
    return f"{case.rate} is {in_points(case, right)}"


@tells(score_gap)
def in_points(case: Case, right: float) -> str:
    """Return the gap in percentage points, in words."""
    gap = points(right).replace("more", "higher").replace("fewer", "lower")
    return f"{gap} for {case.first_group} than for {case.second_group}"


def fair(case: Case) -> bool:
    """Say whether the groups differ clearly in each rate, and the two rates by outcome disagree."""
    gaps = {rate: _gap(case, rate) for rate in MEASURES}
    disagree = gaps["false-positive rate"] * gaps["false-negative rate"] < 0
    return disagree and all(abs(gap) >= 0.4 for gap in gaps.values())
