"""What a policy that never ran would have earned, from the log of one that did; and how much that log can say."""

import math
from collections.abc import Iterable

from course_lib.measures import checks


def inverse_propensity_value(
    rewards: Iterable[float], target_probabilities: Iterable[float], propensities: Iterable[float]
) -> float:
    """Mean reward of a target policy by inverse propensity weighting: mean of ``reward * target / propensity``.

    Parameters
    ----------
    rewards : iterable of float
        What each logged action earned.
    target_probabilities : iterable of float
        Probability with which the target policy chooses the logged action, 0 if it never does.
    propensities : iterable of float
        Probability with which the logging policy chose it, above 0.

    Returns
    -------
    float
        Unbiased if the propensities are right and no action of the target policy had probability 0 in the log.

    Raises
    ------
    ValueError
        If the lengths differ, a probability is out of its range, or there is no row.

    References
    ----------
    Horvitz and Thompson (1952), Journal of the American Statistical Association 47, 663-685.
    """
    earned = checks.each(checks.number, "rewards", rewards)
    target = checks.each(checks.rate, "target_probabilities", target_probabilities)
    logged = checks.each(checks.rate, "propensities", propensities, zero=False)
    checks.same_length(rewards=earned, target_probabilities=target, propensities=logged)
    # Division by the propensity comes last: a very small one must not overflow where the target is 0.
    terms = (reward * wanted / chance for reward, wanted, chance in zip(earned, target, logged, strict=True))
    return checks.finite(math.fsum(terms) / len(earned))


def effective_sample_size(weights: Iterable[float]) -> float:
    """Rows of equal weight that would be as noisy as these: ``(sum w)^2 / sum w^2``.

    Parameters
    ----------
    weights : iterable of float
        Weight of each row, none negative and not all zero.

    Raises
    ------
    ValueError
        If a weight is negative, or all are zero.

    References
    ----------
    Kish (1965), Survey Sampling.
    """
    given = checks.each(checks.amount, "weights", weights)
    largest = max(given)
    if largest == 0:
        raise ValueError("weights are all zero, but at least one row must count.")
    scaled = [weight / largest for weight in given]
    return math.fsum(scaled) ** 2 / math.fsum(weight * weight for weight in scaled)
