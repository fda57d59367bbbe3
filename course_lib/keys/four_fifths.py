"""The question on the bias screen of a lending model, on real mortgage decisions."""

import math
from collections.abc import Callable

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.boston_mortgages import Applications, boston_mortgages
from course_lib.forms import Fields, Slot
from course_lib.measures.fairness import extra_selections_to_reach_ratio, selection_rate_ratio
from course_lib.measures.significance import two_proportion_z_test

_VERDICTS = (
    "fails the screen: find the reason",
    "passes the screen",
    "breaks the AI Act",
    "is proof of discrimination",
)


def _ratio(case: Case) -> float:
    (black, all_black), (white, all_white) = _both(case)
    return selection_rate_ratio(black, all_black, reference_selected=white, reference_total=all_white)


def _both(case: Case) -> tuple[tuple[int, int], tuple[int, int]]:
    return case.slice.tally("Black"), case.slice.tally("white")


@question(
    points=7,
    unit="fields",
    kind="fields",
    frames=("mortgages",),
    form=Fields(
        (
            Slot("ratio", unit="ratio", tolerance=0.002, weight=2),
            Slot("z", unit="z", tolerance=0.02, weight=2),
            Slot("extra", unit="approvals", kind="integer", weight=2),
            Slot("verdict", choices=_VERDICTS),
        ),
        template="Approval ratio {ratio}, z {z}; {extra} more would reach four fifths. It {verdict}.",
    ),
    hint="Sum `applications` by race and decision in your slice; a row stands for many people.",
    working="Ratio of approval rates; gap over its pooled standard error; four fifths of the white rate, rounded up.",
)
def bias_screen(case: Case) -> dict[str, object]:
    """Screen real mortgage decisions for adverse impact: Black against white applicants, in the slice of the card.

    `ratio`: Black approval rate over white approval rate. `z`: white rate less Black rate over its pooled standard
    error. `extra`: the fewest further approvals of Black applicants, from among the denied ones, with which the ratio
    reaches 0.8 [US-007]; white approvals unchanged, rounded up to whole applications. `verdict`: what the screen lets
    you say. Both ends of the card's ranges are in the slice. Favourable outcome: `approved`.
    """
    (black, all_black), (white, all_white) = _both(case)
    extra = extra_selections_to_reach_ratio(black, all_black, reference_selected=white, reference_total=all_white)
    z = two_proportion_z_test(white, all_white, black, all_black).z
    return {"ratio": _ratio(case), "z": z, "extra": extra, "verdict": _VERDICTS[0]}


@bias_screen.mistake("That is a difference; the screen is a ratio.")
def _(case: Case) -> dict[str, object]:
    (black, all_black), (white, all_white) = _both(case)
    return {"ratio": white / all_white - black / all_black}


@bias_screen.mistake("Upside down: the group in question goes on top, the reference group below.")
def _(case: Case) -> dict[str, object]:
    return {"ratio": 1 / _ratio(case)}


@bias_screen.mistake("That is the ratio of denial rates; the screen compares the favourable outcome.")
def _(case: Case) -> dict[str, object]:
    (black, all_black), (white, all_white) = _both(case)
    return {"ratio": (1 - black / all_black) / (1 - white / all_white)}


@bias_screen.mistake("You counted rows; each row stands for as many applications as its last column says.")
def _(case: Case) -> dict[str, object]:
    rates = _rates(case.slice.holds, lambda row: 1)
    return {"ratio": rates["Black"] / rates["white"]}


@bias_screen.mistake("That is the ratio over every row of the table; your slice is on your card.")
def _(case: Case) -> dict[str, object]:
    rates = _rates(lambda row: True, lambda row: row.applications)
    return {"ratio": rates["Black"] / rates["white"]}


def _rates(holds: Callable[[Applications], bool], weight: Callable[[Applications], int]) -> dict[str, float]:
    found = {}
    for race in ("Black", "white"):
        rows = [row for row in boston_mortgages() if row.race == race and holds(row)]
        found[race] = sum(weight(row) for row in rows if row.decision == "approved") / sum(map(weight, rows))
    return found


@bias_screen.mistake("The standard error of one group alone: both groups carry error.")
def _(case: Case) -> dict[str, object]:
    (black, all_black), (white, all_white) = _both(case)
    gap = white / all_white - black / all_black
    pooled = (black + white) / (all_black + all_white)
    return {"z": gap / math.sqrt(pooled * (1 - pooled) / all_black)}


@bias_screen.mistake("Each group has its own variance in your z; the question pools them, as the null hypothesis says.")
def _(case: Case) -> dict[str, object]:
    (black, all_black), (white, all_white) = _both(case)
    return {"z": two_proportion_z_test(white, all_white, black, all_black, variance="unpooled").z}


@bias_screen.mistake("The sign is turned: white rate less Black rate is asked.")
def _(case: Case) -> dict[str, object]:
    return {"z": -bias_screen.answer(case)["z"]}


@bias_screen.mistake("That many more reach parity; the screen asks for four fifths.")
def _(case: Case) -> dict[str, object]:
    (black, all_black), (white, all_white) = _both(case)
    parity = extra_selections_to_reach_ratio(
        black, all_black, reference_selected=white, reference_total=all_white, ratio=1.0
    )
    return {"extra": parity}


@bias_screen.mistake("Rounded down: one application fewer stays below four fifths.")
def _(case: Case) -> dict[str, object]:
    return {"extra": bias_screen.answer(case)["extra"] - 1}


@bias_screen.mistake(
    "A screen proves nothing: it says where to look. Reasons that the table does not hold may explain the gap, or not."
)
def _(case: Case) -> dict[str, object]:
    return {"verdict": _VERDICTS[3]}


@bias_screen.mistake(
    "The AI Act knows no such ratio: four fifths is a rule of thumb of United States agencies for hiring."
)
def _(case: Case) -> dict[str, object]:
    return {"verdict": _VERDICTS[2]}
