"""Risk reduction, loss expectancy, residual risk, and the chances of rare events."""

import math
from collections.abc import Iterable

from course_lib.measures import checks


def absolute_risk_reduction(baseline_rate: float, new_rate: float) -> float:
    """Baseline rate minus new rate, as a fraction (0.023 is 2.3 percentage points).

    Parameters
    ----------
    baseline_rate, new_rate : float
        Event rates as fractions, on the same denominator. A negative result is an increase.

    Raises
    ------
    ValueError
        If a rate is not a fraction from 0 to 1.

    References
    ----------
    Cook and Sackett (1995), BMJ 310, 452-454.
    """
    return checks.rate("baseline_rate", baseline_rate) - checks.rate("new_rate", new_rate)


def relative_risk_reduction(baseline_rate: float, new_rate: float) -> float:
    """Absolute risk reduction over the baseline rate: the share of the baseline risk that was removed.

    Parameters
    ----------
    baseline_rate, new_rate : float
        Event rates as fractions; the baseline is above zero.

    Raises
    ------
    ValueError
        If a rate is not a fraction, or the baseline is zero.

    References
    ----------
    Cook and Sackett (1995), BMJ 310, 452-454.
    """
    checks.rate("baseline_rate", baseline_rate, zero=False)
    return checks.finite(absolute_risk_reduction(baseline_rate, new_rate) / baseline_rate)


def number_needed_to_treat(baseline_rate: float, new_rate: float) -> int:
    """One over the absolute risk reduction, rounded up: cases to treat for one event fewer.

    Parameters
    ----------
    baseline_rate, new_rate : float
        Event rates as fractions; the new one must be lower.

    Raises
    ------
    ValueError
        If the new rate is not below the baseline: nothing was reduced.

    References
    ----------
    Cook and Sackett (1995), BMJ 310, 452-454. Its interval is that of the reduction, inverted, and falls
    apart when that holds zero: Bender (2001), Controlled Clinical Trials 22, 102-110.
    """
    reduction = absolute_risk_reduction(baseline_rate, new_rate)
    if reduction <= 0:
        raise ValueError(f"new_rate is {new_rate}, but it must be below baseline_rate, which is {baseline_rate}.")
    return checks.round_up(1 / reduction)


def events_avoided(volume: float, baseline_rate: float, new_rate: float) -> float:
    """Events fewer than the baseline rate would have caused: volume times absolute risk reduction."""
    return checks.amount("volume", volume) * absolute_risk_reduction(baseline_rate, new_rate)


def compound_reduction_rate(baseline_rate: float, final_rate: float, *, steps: int) -> float:
    """Constant reduction per step from baseline to final rate: ``1 - (final / baseline)^(1 / steps)``.

    Parameters
    ----------
    baseline_rate, final_rate : float
        Rates as fractions; the baseline is above zero.
    steps : int
        Steps between the two: four quarters have three.

    Raises
    ------
    ValueError
        If a rate is not a fraction, the baseline is zero, or there is no step.
    """
    baseline = checks.rate("baseline_rate", baseline_rate, zero=False)
    ratio = checks.finite(checks.rate("final_rate", final_rate) / baseline)
    return 1 - ratio ** (1 / checks.count("steps", steps, least=1))


def single_loss_expectancy(asset_value: float, exposure_factor: float) -> float:
    """Asset value times exposure factor: the money that one event costs.

    Parameters
    ----------
    asset_value : float
        Value at stake, in money.
    exposure_factor : float
        Share of it that one event destroys, a fraction.

    Raises
    ------
    ValueError
        If the value is negative or the factor is not a fraction.

    References
    ----------
    The textbook formula of security management.
    """
    return checks.amount("asset_value", asset_value) * checks.rate("exposure_factor", exposure_factor)


def annual_loss_expectancy(single_loss: float, annual_frequency: float) -> float:
    """Single loss expectancy times yearly frequency: the mean loss of a year, which hides its tail.

    Parameters
    ----------
    single_loss : float
        Mean money lost in one event.
    annual_frequency : float
        Expected events a year; may exceed 1.

    Raises
    ------
    ValueError
        If one of them is negative.

    References
    ----------
    The textbook formula of security management.
    """
    return checks.amount("single_loss", single_loss) * checks.amount("annual_frequency", annual_frequency)


def portfolio_loss_expectancy(single_losses: Iterable[float], annual_frequencies: Iterable[float]) -> float:
    """Sum of the annual loss expectancies of several risks, given one severity and one frequency each."""
    losses = checks.each(checks.amount, "single_losses", single_losses)
    frequencies = checks.each(checks.amount, "annual_frequencies", annual_frequencies)
    checks.same_length(single_losses=losses, annual_frequencies=frequencies)
    return math.fsum(map(annual_loss_expectancy, losses, frequencies))


def residual_risk(inherent_risk: float, effectivenesses: Iterable[float]) -> float:
    """Inherent risk times the product of ``1 - effectiveness``: what independent controls leave.

    Parameters
    ----------
    inherent_risk : float
        Risk before any control, as money a year or a rate.
    effectivenesses : iterable of float
        Share of the risk that each control takes away from what reaches it, as fractions.

    Raises
    ------
    ValueError
        If the risk is negative or an effectiveness is not a fraction.
    """
    shares = checks.each(checks.rate, "effectivenesses", effectivenesses)
    return checks.amount("inherent_risk", inherent_risk) * math.prod(1 - share for share in shares)


def control_effectiveness(inherent_risk: float, residual_risk: float) -> float:
    """Share of the inherent risk that the controls took away: ``1 - residual / inherent``.

    Raises
    ------
    ValueError
        If the inherent risk is zero, or the residual risk exceeds it.
    """
    inherent = checks.amount("inherent_risk", inherent_risk, zero=False)
    residual = checks.amount("residual_risk", residual_risk)
    if residual > inherent:
        raise ValueError(f"residual_risk is {residual:g}, but it cannot exceed inherent_risk, {inherent:g}.")
    return 1 - residual / inherent


def probability_of_all(rates: Iterable[float]) -> float:
    """Chance that every one of several independent stages is passed: the product of their rates."""
    return math.prod(checks.each(checks.rate, "rates", rates))


def probability_of_at_least_one(rate: float, trials: int) -> float:
    """Chance of at least one event in independent trials: ``1 - (1 - rate)^trials``."""
    chance, number = checks.rate("rate", rate), checks.count("trials", trials)
    if chance == 1:
        return float(number > 0)
    return -math.expm1(number * math.log1p(-chance))


def trials_for_at_least_one(rate: float, *, target_probability: float) -> int:
    """Fewest independent trials whose chance of at least one success reaches the target.

    Parameters
    ----------
    rate : float
        Chance of success in one trial, above 0.
    target_probability : float
        Wanted chance of at least one, above 0 and below 1.

    Raises
    ------
    ValueError
        If a probability is out of its range.
    """
    chance = checks.rate("rate", rate, zero=False)
    target = checks.rate("target_probability", target_probability, zero=False, one=False)
    if chance == 1:
        return 1
    return max(1, checks.round_up(checks.finite(math.log1p(-target) / math.log1p(-chance))))


def probability_of_any_event(annual_frequency: float) -> float:
    """Chance of at least one event in a year when events are Poisson: ``1 - exp(-frequency)``."""
    return -math.expm1(-checks.amount("annual_frequency", annual_frequency))


def poisson_probability_at_most(events: int, mean: float) -> float:
    """Chance of at most this many events when their number is Poisson with the given mean.

    Raises
    ------
    ValueError
        If the number of events is not a whole number from 0, or the mean is negative.
    """
    from scipy.special import pdtr

    return float(pdtr(checks.count("events", events), checks.amount("mean", mean)))
