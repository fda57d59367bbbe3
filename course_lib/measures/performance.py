"""A performance budget: segments, stages, tokens, cost per success, retraining interval."""

import math
from collections.abc import Iterable

from course_lib.measures import checks


def segment_rate(
    overall_rate: float, *, share: float, other_shares: Iterable[float], other_rates: Iterable[float]
) -> float:
    """Rate of one segment, given the overall rate and the rates of all other segments.

    The overall rate is the traffic-weighted mean, solved for one segment: what the updated cars do when only
    some were updated, or the error rate that a segment may have for the total to meet its target.

    Parameters
    ----------
    overall_rate : float
        Rate over all traffic.
    share : float
        Share of the traffic in the wanted segment, above 0.
    other_shares, other_rates : iterable of float
        Share and rate of each other segment; all shares sum to 1.

    Raises
    ------
    ValueError
        If a value is not a fraction, the shares do not sum to 1, or no rate from 0 to 1 fits.
    """
    weight = checks.rate("share", share, zero=False)
    weights = checks.each(checks.rate, "other_shares", other_shares)
    rates = checks.each(checks.rate, "other_rates", other_rates)
    checks.same_length(other_shares=weights, other_rates=rates)
    if not math.isclose(weight + math.fsum(weights), 1.0):
        raise ValueError(f"The shares sum to {weight + math.fsum(weights):g}, but they must sum to 1.")
    rest = math.fsum(map(math.prod, zip(weights, rates, strict=True)))
    fitting = (checks.rate("overall_rate", overall_rate) - rest) / weight
    if not 0 <= fitting <= 1:
        raise ValueError(f"The segment would need a rate of {fitting:g}, but a rate is a fraction from 0 to 1.")
    return fitting


def required_stage_rate(goal: float, *, other_stage_rates: Iterable[float]) -> float:
    """Success rate that one more independent stage needs for the whole chain to meet its goal.

    Parameters
    ----------
    goal : float
        Wanted success rate of the chain.
    other_stage_rates : iterable of float
        Success rate of each other stage, above 0.

    Raises
    ------
    ValueError
        If a value is not a fraction, or even a perfect stage would miss the goal.
    """
    wanted = checks.rate("goal", goal)
    others = math.prod(checks.each(checks.rate, "other_stage_rates", other_stage_rates, zero=False))
    if wanted > others:
        raise ValueError(f"goal is {wanted:g}, but the other stages alone allow no more than {others:g}.")
    return wanted / others


def token_cost(input_tokens: float, output_tokens: float, *, input_price: float, output_price: float) -> float:
    """Money for tokens at prices per million tokens, input and output priced apart.

    Raises
    ------
    ValueError
        If a value is negative.
    """
    spent = checks.amount("input_tokens", input_tokens) * checks.amount("input_price", input_price)
    return (spent + checks.amount("output_tokens", output_tokens) * checks.amount("output_price", output_price)) / 1e6


def cost_per_success(cost_per_request: float, *, success_rate: float) -> float:
    """Money per successful task: failed requests cost too.

    Raises
    ------
    ValueError
        If the cost is negative, or the success rate is not a fraction above 0.
    """
    succeeding = checks.rate("success_rate", success_rate, zero=False)
    return checks.finite(checks.amount("cost_per_request", cost_per_request) / succeeding)


def longest_retraining_interval(loss_budget: float, *, loss_per_week: float, lead_weeks: float) -> float:
    """Longest weeks between retrainings when accuracy decays linearly and a new model needs a lead time.

    Parameters
    ----------
    loss_budget : float
        Accuracy that may be lost, in any unit.
    loss_per_week : float
        Accuracy lost in a week, in the same unit.
    lead_weeks : float
        Weeks from the start of a retraining to production, while the old model keeps decaying.

    Raises
    ------
    ValueError
        If a value is negative, nothing decays, or the lead time alone uses up the budget.
    """
    decay = checks.amount("loss_per_week", loss_per_week, zero=False)
    weeks = checks.finite(checks.amount("loss_budget", loss_budget) / decay)
    lead = checks.amount("lead_weeks", lead_weeks)
    if lead >= weeks:
        raise ValueError(f"lead_weeks is {lead:g}, but the budget of {weeks:g} weeks is gone by then.")
    return weeks - lead


def mean_model_age(interval: float) -> float:
    """Mean age of the model at a random moment, when it is replaced at a fixed interval: half of it."""
    return checks.amount("interval", interval, zero=False) / 2
