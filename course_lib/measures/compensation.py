"""Total compensation under each convention, vesting, zone of agreement, and what negotiating is worth."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from course_lib.measures import checks
from course_lib.measures.investment import net_present_value

# Shares of base pay may exceed one; a larger value is a percentage that was not divided by 100.
_LARGEST_SHARE = 3.0

_CONVENTIONS = {
    "bonus and equity of base, equity a year": ("base", "base", 1),
    "bonus and equity of total": ("total", "total", 1),
    "bonus of base, equity of total": ("base", "total", 1),
    "bonus of total, equity of base": ("total", "base", 1),
    "equity of base as a grant over three years": ("base", "base", 3),
    "equity of base as a grant over four years": ("base", "base", 4),
    "equity of base as a grant over five years": ("base", "base", 5),
    "equity of total as a grant over four years": ("base", "total", 4),
}


@dataclass(frozen=True)
class ZoneOfAgreement:
    """Range between the candidate's walk-away value and the employer's maximum."""

    low: float
    high: float

    @property
    def midpoint(self) -> float:
        """Middle of the zone: the split-the-difference outcome."""
        return (self.low + self.high) / 2


def total_compensation(
    base: float,
    *,
    bonus_share: float,
    equity_share: float,
    bonus_of: str = "base",
    equity_of: str = "base",
    equity_years: int = 1,
) -> float:
    """Yearly total of base, bonus and equity under a named convention.

    Parameters
    ----------
    base : float
        Base pay a year, in money.
    bonus_share, equity_share : float
        Bonus and equity as fractions of base or of the total.
    bonus_of, equity_of : {"base", "total"}
        What each share is a share of.
    equity_years : int
        1 if the equity is granted anew each year, otherwise the years over which one grant vests evenly.

    Raises
    ------
    ValueError
        If a share is negative or looks like a percentage, a word is unknown, or shares of the total reach 1.
    """
    pay = checks.amount("base", base)
    parts = (
        (checks.rate("bonus_share", bonus_share, most=_LARGEST_SHARE), bonus_of),
        (
            checks.rate("equity_share", equity_share, most=_LARGEST_SHARE)
            / checks.count("equity_years", equity_years, least=1),
            equity_of,
        ),
    )
    for name, word in (("bonus_of", bonus_of), ("equity_of", equity_of)):
        checks.choice(name, word, ("base", "total"))
    of_base = sum(share for share, whole in parts if whole == "base")
    of_total = sum(share for share, whole in parts if whole == "total")
    if of_total >= 1:
        raise ValueError(f"The shares of the total sum to {of_total:g}, but they must leave room for base pay.")
    return checks.finite(pay * (1 + of_base) / (1 - of_total))


def total_compensation_readings(base: float, *, bonus_share: float, equity_share: float) -> dict[str, float]:
    """Yearly total under every convention that an offer of "base, bonus %, equity %" can mean.

    Raises
    ------
    ValueError
        As in `total_compensation`.
    """
    return {
        name: total_compensation(
            base,
            bonus_share=bonus_share,
            equity_share=equity_share,
            bonus_of=bonus_of,
            equity_of=equity_of,
            equity_years=years,
        )
        for name, (bonus_of, equity_of, years) in _CONVENTIONS.items()
    }


def variable_share_of_base(total: float, base: float) -> float:
    """Bonus and equity as a share of base that a total implies: ``total / base - 1``.

    Raises
    ------
    ValueError
        If base is zero, or the total is below it.
    """
    whole, pay = checks.amount("total", total), checks.amount("base", base, zero=False)
    if whole < pay:
        raise ValueError(f"total is {whole:g}, but it cannot be below base, which is {pay:g}.")
    return checks.finite(whole / pay - 1)


def premium_over(pay: float, reference_pay: float) -> float:
    """Pay above a reference, as a share of the reference: ``pay / reference - 1``.

    Raises
    ------
    ValueError
        If an amount is negative, or the reference is zero.
    """
    reference = checks.amount("reference_pay", reference_pay, zero=False)
    return checks.finite(checks.amount("pay", pay) / reference - 1)


def vested_amounts(grant: float, schedule: Iterable[float]) -> tuple[float, ...]:
    """Money that vests in each year.

    Parameters
    ----------
    grant : float
        Value of the whole grant at today's price.
    schedule : iterable of float
        Share that vests in each year; the shares sum to 1.

    Raises
    ------
    ValueError
        If a share is not a fraction, or they do not sum to 1.
    """
    shares = checks.each(checks.rate, "schedule", schedule)
    if abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"schedule sums to {sum(shares):g}, but the yearly shares must sum to 1.")
    value = checks.amount("grant", grant)
    return tuple(value * share for share in shares)


def present_value(amounts: Iterable[float], *, discount_rate: float, paid: str = "year_end") -> float:
    """Value today of yearly amounts.

    Parameters
    ----------
    amounts : iterable of float
        Money of year 1, 2, ...
    discount_rate : float
        Yearly rate as a fraction.
    paid : {"year_end", "year_start"}
        When in its year each amount is paid.

    Raises
    ------
    ValueError
        If there is no amount, the rate is not a fraction, or the word is unknown.
    """
    at_year_ends = net_present_value(amounts, discount_rate=discount_rate)
    early = checks.choice("paid", paid, ("year_end", "year_start")) == "year_start"
    return at_year_ends * (1 + discount_rate) if early else at_year_ends


def certainty_equivalent(cash: float, equity: float, *, haircut: float) -> float:
    """Cash plus equity after a haircut for its risk; cash needs none.

    Raises
    ------
    ValueError
        If an amount is negative, or the haircut is not a fraction.
    """
    kept = 1 - checks.rate("haircut", haircut)
    return checks.amount("cash", cash) + kept * checks.amount("equity", equity)


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
