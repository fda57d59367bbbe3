"""The yearly loss as a distribution: Monte Carlo of frequency and severity, triangular impact."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.measures import checks

if TYPE_CHECKING:
    import numpy as np

MOST_EVENTS = 50_000_000
"""Expected number of simulated events above which a simulation is refused: about a gigabyte of draws."""

_WIDEST_SIGMA = 10.0


@dataclass(frozen=True)
class AnnualLoss:
    """Summary of simulated years.

    Attributes
    ----------
    mean : float
        Mean yearly loss: the annual loss expectancy, up to simulation noise.
    standard_error : float
        Standard error of that mean.
    quantiles : dict of float to float
        Loss that is not exceeded with the given probability.
    probability_of_loss : float
        Share of the years with any loss.
    """

    mean: float
    standard_error: float
    quantiles: dict[float, float]
    probability_of_loss: float


def lognormal_mean(median: float, sigma: float) -> float:
    """Mean of a lognormal severity: ``median * exp(sigma^2 / 2)``.

    Parameters
    ----------
    median : float
        Median loss of one event, above zero.
    sigma : float
        Standard deviation of the logarithm of the loss, at most 10.

    Raises
    ------
    ValueError
        If the median is not above zero, or sigma is out of its range.
    """
    return checks.amount("median", median, zero=False) * math.exp(_sigma(sigma) ** 2 / 2)


def annual_loss_moments(annual_frequency: float, *, median: float, sigma: float) -> tuple[float, float]:
    """Exact mean and standard deviation of the yearly sum of Poisson many lognormal losses.

    The mean is ``frequency * E[X]`` and the variance ``frequency * E[X^2]``.

    References
    ----------
    Klugman, Panjer and Willmot (2012), Loss Models, 4th ed., compound Poisson distributions.
    """
    frequency = checks.amount("annual_frequency", annual_frequency)
    root_mean_square = checks.amount("median", median, zero=False) * math.exp(_sigma(sigma) ** 2)
    return frequency * lognormal_mean(median, sigma), math.sqrt(frequency) * root_mean_square


def simulate_annual_losses(
    annual_frequency: float, *, median: float, sigma: float, years: int = 100_000, seed: int
) -> "np.ndarray":
    """Loss of each simulated year: a Poisson number of events, each with a lognormal loss.

    Parameters
    ----------
    annual_frequency : float
        Expected events a year.
    median, sigma : float
        Median loss of one event, and the standard deviation of its logarithm.
    years : int
        Years to simulate.
    seed : int
        The same seed gives the same years. Add the years of independent risks drawn with different seeds.

    Returns
    -------
    numpy.ndarray
        One loss per year, in the unit of the median.

    Raises
    ------
    ValueError
        If an input is out of its range, or the simulation would draw more than ``MOST_EVENTS`` events.
    """
    import numpy as np

    frequency, years = (
        checks.amount("annual_frequency", annual_frequency),
        checks.count("years", years, least=1),
    )
    location, scale = math.log(checks.amount("median", median, zero=False)), _sigma(sigma)
    if years * max(frequency, 1.0) > MOST_EVENTS:
        raise ValueError(f"{years} years of {frequency:g} events exceed {MOST_EVENTS} draws: take fewer years.")
    rng = np.random.default_rng(checks.count("seed", seed))
    events = rng.poisson(frequency, years)
    losses = rng.lognormal(location, scale, events.sum())
    return np.bincount(np.repeat(np.arange(years), events), weights=losses, minlength=years)


def summarise_losses(losses: Iterable[float], *, probabilities: Iterable[float] = (0.5, 0.9, 0.95, 0.99)) -> AnnualLoss:
    """Mean, its standard error, quantiles and share of years with a loss.

    Parameters
    ----------
    losses : array of float
        One loss per simulated year, none negative; at least two years.
    probabilities : iterable of float
        Probabilities of the quantiles, which are interpolated linearly between order statistics.

    Raises
    ------
    ValueError
        If there are fewer than two years, a negative loss, or a probability that is not a fraction.
    """
    import numpy as np

    years = checks.sample("losses", losses)
    if years.size < 2 or years.min() < 0:
        raise ValueError("losses must hold at least two years and no negative loss.")
    wanted = checks.each(checks.rate, "probabilities", probabilities)
    return AnnualLoss(
        mean=float(years.mean()),
        standard_error=float(years.std(ddof=1) / math.sqrt(years.size)),
        quantiles=dict(zip(wanted, np.quantile(years, wanted).tolist(), strict=True)),
        probability_of_loss=float((years > 0).mean()),
    )


def triangular_mean(low: float, mode: float, high: float) -> float:
    """Mean of a triangular distribution, ``(low + mode + high) / 3``; PERT would weigh the mode more."""
    return sum(_triangle(low, mode, high)) / 3


def triangular_quantile(probability: float, *, low: float, mode: float, high: float) -> float:
    """Value that a triangular distribution does not exceed with the given probability.

    Parameters
    ----------
    probability : float
        A fraction from 0 to 1.
    low, mode, high : float
        Corners of the triangle: ``low <= mode <= high`` and ``low < high``.

    Raises
    ------
    ValueError
        If the corners are out of order or the probability is not a fraction.

    References
    ----------
    Kotz and van Dorp (2004), Beyond Beta, chapter 1.
    """
    below = checks.rate("probability", probability)
    left, peak, right = _triangle(low, mode, high)
    if below * (right - left) <= peak - left:
        return left + math.sqrt(below * (right - left) * (peak - left))
    return right - math.sqrt((1 - below) * (right - left) * (right - peak))


def _triangle(low: float, mode: float, high: float) -> tuple[float, float, float]:
    left, peak, right = checks.number("low", low), checks.number("mode", mode), checks.number("high", high)
    if not left <= peak <= right or left == right:
        raise ValueError(f"low, mode and high are {low}, {mode}, {high}, but they must rise from low to high.")
    return left, peak, right


def _sigma(sigma: float) -> float:
    spread = checks.amount("sigma", sigma)
    if spread > _WIDEST_SIGMA:
        raise ValueError(f"sigma is {sigma}, but it is the standard deviation of a logarithm and at most 10.")
    return spread
