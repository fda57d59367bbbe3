"""Total compensation under each convention, vesting, present value, and stock after a haircut."""

from collections.abc import Iterable

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
