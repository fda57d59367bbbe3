"""The zone of possible agreement, and what negotiating is worth once levels are held equal."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from course_lib.measures import checks


@dataclass(frozen=True)
class ZoneOfAgreement:
    """Range between the candidate's walk-away value and the employer's maximum."""

    low: float
    high: float

    @property
    def midpoint(self) -> float:
        """Middle of the zone: the split-the-difference outcome."""
        return (self.low + self.high) / 2


def zone_of_agreement(*, walk_away: float, maximum_offer: float) -> ZoneOfAgreement:
    """Zone of possible agreement between the candidate's best alternative and the employer's maximum.

    Raises
    ------
    ValueError
        If the maximum is below the walk-away value: then there is no zone.

    References
    ----------
    Raiffa (1982), The Art and Science of Negotiation.
    """
    low, high = checks.amount("walk_away", walk_away), checks.amount("maximum_offer", maximum_offer)
    if high < low:
        raise ValueError(f"maximum_offer is {high:g}, below walk_away, {low:g}: there is no zone of agreement.")
    return ZoneOfAgreement(low, high)


def naive_uplift(outcomes: Iterable[float], treated: Iterable[int]) -> float:
    """Mean outcome of the treated over that of the others, minus 1, with no regard to who chose treatment."""
    return stratified_uplift(outcomes, treated, strata=None)


def stratified_uplift(outcomes: Iterable[float], treated: Iterable[int], *, strata: Iterable[Hashable] | None) -> float:
    """Mean of the relative uplifts within strata, weighted by the cases of each stratum.

    Parameters
    ----------
    outcomes : iterable of float
        Outcome of each case, such as an offer; the mean of the untreated of each stratum is above zero.
    treated : iterable of int
        1 if the case was treated (negotiated), otherwise 0.
    strata : iterable or None
        Stratum of each case, such as its level; None puts all cases into one.

    Raises
    ------
    ValueError
        If the lengths differ, a value is missing, or a stratum lacks treated or untreated cases.

    References
    ----------
    Standardisation over a confounder; it removes the confounding by the strata only.
    """
    values, chosen = checks.sample("outcomes", outcomes).tolist(), checks.labels("treated", treated).tolist()
    levels = [None] * len(values) if strata is None else checks.groups("strata", strata)
    checks.same_length(outcomes=values, treated=chosen, strata=levels)
    cases: dict[Hashable, tuple[list[float], list[float]]] = {}
    for value, choice, level in zip(values, chosen, levels, strict=True):
        cases.setdefault(level, ([], []))[choice].append(value)
    totals = {level: [(len(group), sum(group)) for group in groups] for level, groups in cases.items()}
    return uplift_of_totals({level: (*others, *negotiated) for level, (others, negotiated) in totals.items()})


def uplift_of_totals(strata: Mapping[Hashable, tuple[int, float, int, float]]) -> float:
    """`stratified_uplift` from the totals of each stratum, which need no list of cases.

    Parameters
    ----------
    strata : mapping to four numbers
        Untreated cases and the sum of their outcomes, treated cases and the sum of theirs, by stratum.

    Raises
    ------
    ValueError
        If there is no stratum, or one lacks treated cases or untreated ones with a mean above zero.
    """
    weighted, cases = 0.0, 0
    for level, totals in checks.instance("strata", strata, Mapping).items():
        numbers = checks.each(checks.number, f"strata[{level!r}]", totals)
        if len(numbers) != 4:
            raise ValueError(
                f"Stratum {level!r} holds {len(numbers)} numbers, but it must hold four: see the docstring."
            )
        others, others_sum, treated, treated_sum = numbers
        if min(others, treated) <= 0 or others_sum <= 0:
            raise ValueError(f"Stratum {level!r} needs treated cases, and untreated ones with a mean above zero.")
        ratio = (treated_sum / treated) / (others_sum / others)
        weighted += (others + treated) * (ratio - 1)
        cases += others + treated
    if not cases:
        raise ValueError("strata is empty, but at least one stratum is needed.")
    return checks.finite(weighted / cases)
