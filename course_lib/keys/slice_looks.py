"""Questions on many looks at once: the chance of a false alarm over slices, and the slices that stay flagged."""

import math
from collections.abc import Iterable
from statistics import NormalDist

from course_lib.cases.card_audit import SLICES
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.tfma_slices import ALL, SliceMetrics, tfma_slices
from course_lib.measures.monitoring import false_alarm_probability
from course_lib.measures.significance import benjamini_hochberg

FALSE_DISCOVERY_RATE = 0.05


def slices_looked_at(case: Case) -> list[SliceMetrics]:
    """Return the recorded slices with enough examples; the overall row is no slice."""
    return [one for one in _all_slices() if one.example_count >= case.slice_rule.least_examples]


def _all_slices() -> list[SliceMetrics]:
    return [one for one in tfma_slices() if (one.race, one.sex) != (ALL, ALL)]


@question(
    points=4,
    unit="share",
    tolerance=0.003,
    frames=("tfma_slices",),
    hint="How likely is it that not one of the looks alarms? First count the looks.",
    working="1 - (1 - alpha) to the power of the number of slices with enough examples.",
)
def false_slice_alarm(case: Case) -> float:
    """How likely is at least one false alarm among the slices of the recorded run, if no slice has a problem?

    Looks: the slices in `tfma_slices` with at least as many examples as your card asks for; the row with `all` in both
    columns is the whole data set and no slice. Each look alarms falsely with the card's level (alpha) of one look;
    treat the looks as independent.
    """
    return _chance(case, len(slices_looked_at(case)))


def _chance(case: Case, looks: int) -> float:
    return false_alarm_probability(looks, alpha=case.slice_rule.alpha_per_slice)


@false_slice_alarm.mistake("That is the chance on one look; over many looks one alarm somewhere is likely.")
def _(case: Case) -> float:
    return case.slice_rule.alpha_per_slice


@false_slice_alarm.mistake("You added the levels up: that is the expected number of alarms, which can exceed one.")
def _(case: Case) -> float:
    return case.slice_rule.alpha_per_slice * len(slices_looked_at(case))


@false_slice_alarm.mistake("Slices below the fewest examples are in it; nobody looks at those.")
def _(case: Case) -> float:
    return _chance(case, len(_all_slices()))


@false_slice_alarm.mistake("The row of the whole data set is counted as a slice.")
def _(case: Case) -> float:
    return _chance(case, len(slices_looked_at(case)) + 1)


def p_values(case: Case, *, run: int = 2, small: bool = False) -> dict[str, float]:
    """Return the one-sided p-value of each slice against the known off-target rate: z test of one proportion."""
    known = case.promise.baseline_rate
    counted = [one for one in case.audit.slices if one.run == run]
    return {
        one.name: NormalDist().cdf(
            -(one.off_target / one.labelled - known) / math.sqrt(known * (1 - known) / one.labelled)
        )
        for one in counted
        if small or one.labelled >= case.slice_rule.least_labelled
    }


@question(
    points=6,
    unit="labels",
    kind="labels",
    choices=SLICES,
    frames=("slice_counts",),
    hint="Sort the p-values. Find the last one that lies on or below its own line, and reject all up to it.",
    working="Largest i with the i-th smallest p-value at most i / m x the rate; flag the i slices with the smallest.",
)
def flagged_slices(case: Case) -> frozenset[str]:
    """Which slices of your product stay flagged after Benjamini and Hochberg at a false discovery rate of 0.05?

    `slice_counts`, last run only, slices with at least as many labels as your card asks for. p-value of a slice:
    one-sided z test of its off-target rate against the known rate p0 on your card, z = (rate - p0) / root(p0 (1 - p0) /
    labelled), p the area above z. Step up: with m slices, find the largest i whose i-th smallest p-value is at most
    0.05 i / m; the i slices with the smallest p-values are flagged. As a list of labels.
    """
    return _flagged(p_values(case))


def _flagged(levels: dict[str, float]) -> frozenset[str]:
    rejected = benjamini_hochberg(levels.values(), false_discovery_rate=FALSE_DISCOVERY_RATE).rejected
    return frozenset(name for name, flag in zip(levels, rejected, strict=True) if flag)


def _below(levels: dict[str, float], line: float) -> frozenset[str]:
    return frozenset(name for name, level in levels.items() if level <= line)


@flagged_slices.mistake("Each slice was tested for itself; many looks need a correction.")
def _(case: Case) -> frozenset[str]:
    return _below(p_values(case), FALSE_DISCOVERY_RATE)


@flagged_slices.mistake(
    "That is Bonferroni: it bounds the chance of any false alarm and is stricter than what is asked."
)
def _(case: Case) -> frozenset[str]:
    levels = p_values(case)
    return _below(levels, FALSE_DISCOVERY_RATE / len(levels))


@flagged_slices.mistake(
    "You stopped at the first p-value above its line; the method steps up, so look for the last one below its line."
)
def _(case: Case) -> frozenset[str]:
    levels = p_values(case)
    ordered = sorted(levels, key=levels.get)
    return frozenset(_leading(ordered, levels))


def _leading(ordered: list[str], levels: dict[str, float]) -> Iterable[str]:
    for i, name in enumerate(ordered, start=1):
        if levels[name] > FALSE_DISCOVERY_RATE * i / len(ordered):
            return
        yield name


@flagged_slices.mistake("Slices with too few labels are in it; they change both the list and the lines of the others.")
def _(case: Case) -> frozenset[str]:
    return _flagged(p_values(case, small=True))


@flagged_slices.mistake("That is the first run, on labels that were corrected afterwards; take the last one.")
def _(case: Case) -> frozenset[str]:
    return _flagged(p_values(case, run=1))
