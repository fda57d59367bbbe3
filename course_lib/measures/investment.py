"""What a control is worth: net present value, break-even, payback, the best set under a budget."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course_lib.measures import checks

# Costs that overrun the budget only by rounding noise still fit.
_BUDGET_NOISE = 1e-9


@dataclass(frozen=True)
class ControlSet:
    """A choice of whole controls: their names in the given order, total cost, and loss avoided a year."""

    names: tuple[str, ...]
    cost: float
    loss_avoided: float


def best_control_set(costs: Mapping[str, float], losses_avoided: Mapping[str, float], *, budget: float) -> ControlSet:
    """Affordable set of whole controls that avoids the largest loss: an exact 0/1 knapsack.

    Parameters
    ----------
    costs, losses_avoided : mapping of str to float
        Cost of each control, and the loss that it avoids a year. The avoided losses add, so each control must
        work on a risk of its own.
    budget : float
        Money to spend.

    Returns
    -------
    ControlSet
        Of equally good sets the cheapest.

    Raises
    ------
    ValueError
        If the two mappings name different controls, or an amount is negative.

    References
    ----------
    Nemhauser and Ullmann (1969), Management Science 15, 494-505: keep only sets that no other set dominates.
    """
    money = checks.amount("budget", budget)
    checks.instance("costs", costs, Mapping)
    if set(costs) != set(checks.instance("losses_avoided", losses_avoided, Mapping)):
        raise ValueError("costs and losses_avoided name different controls, but they must name the same ones.")
    frontier = [ControlSet((), 0.0, 0.0)]
    for name, cost in costs.items():
        price = checks.amount(f"costs[{name!r}]", cost)
        gain = checks.amount(f"losses_avoided[{name!r}]", losses_avoided[name])
        grown = [ControlSet((*old.names, name), old.cost + price, old.loss_avoided + gain) for old in frontier]
        affordable = [new for new in grown if new.cost <= money * (1 + _BUDGET_NOISE)]
        frontier = _undominated(frontier + affordable)
    return frontier[-1]


def net_present_value(cash_flows: Iterable[float], *, discount_rate: float, initial_cost: float = 0.0) -> float:
    """Discounted yearly cash flows, each at the end of its year, minus a cost paid now.

    Parameters
    ----------
    cash_flows : iterable of float
        Money at the end of year 1, 2, ...; negative when it is paid.
    discount_rate : float
        Yearly rate as a fraction, from 0 to 1.
    initial_cost : float
        Money paid now, undiscounted.

    Raises
    ------
    ValueError
        If there is no cash flow, the rate is not a fraction, or the cost is negative.
    """
    flows = checks.each(checks.number, "cash_flows", cash_flows)
    growth = 1 + checks.rate("discount_rate", discount_rate)
    cost = checks.amount("initial_cost", initial_cost)
    # A negative exponent underflows to zero after very many years, where a positive one would overflow.
    return math.fsum(flow * growth**-year for year, flow in enumerate(flows, start=1)) - cost


def return_on_controls(loss_avoided: float, cost: float) -> float:
    """Loss avoided minus cost, over cost: the return on a safety or security investment."""
    price = checks.amount("cost", cost, zero=False)
    return checks.finite((checks.amount("loss_avoided", loss_avoided) - price) / price)


def break_even_probability(cost_of_acting: float, loss_if_event: float) -> float:
    """Probability of the event from which acting pays: cost of acting over the loss that acting prevents.

    Parameters
    ----------
    cost_of_acting : float
        Sure cost of delaying, rolling back or insuring.
    loss_if_event : float
        Loss that this prevents when the event is real.

    Raises
    ------
    ValueError
        If the loss is zero, or smaller than the cost: then acting pays at no probability.
    """
    cost = checks.amount("cost_of_acting", cost_of_acting)
    loss = checks.amount("loss_if_event", loss_if_event, zero=False)
    if cost > loss:
        raise ValueError(f"cost_of_acting is {cost:g}, above the loss of {loss:g}: acting pays at no probability.")
    return cost / loss


def expected_gain_of_acting(probability: float, *, loss_if_event: float, cost_of_acting: float) -> float:
    """Probability times the loss prevented, minus the sure cost of acting; negative below the break-even."""
    prevented = checks.rate("probability", probability) * checks.amount("loss_if_event", loss_if_event)
    return prevented - checks.amount("cost_of_acting", cost_of_acting)


def expected_loss_avoided(probability_before: float, probability_after: float, *, impact: float) -> float:
    """Drop in yearly probability times impact: the worth of a control that changes only the probability."""
    before = checks.rate("probability_before", probability_before)
    after = checks.rate("probability_after", probability_after)
    return (before - after) * checks.amount("impact", impact)


def expected_penalty(probability: float, *, share_of_ceiling: float, ceiling: float) -> float:
    """Probability of a fine, times the share of the ceiling that is planned for, times the ceiling.

    Probability and share are planning assumptions: a ceiling is not an expected loss.
    """
    chance = checks.rate("probability", probability)
    return chance * checks.rate("share_of_ceiling", share_of_ceiling) * checks.amount("ceiling", ceiling)


def expected_option_cost(cost_now: float, *, residual_probability: float, loss: float) -> float:
    """Cost of an option now plus the loss that it leaves, weighted by its probability."""
    residual = checks.rate("residual_probability", residual_probability) * checks.amount("loss", loss)
    return checks.amount("cost_now", cost_now) + residual


def payback_months(cost: float, *, annual_benefit: float) -> float:
    """Months until a constant yearly benefit has paid back a one-off cost, undiscounted."""
    benefit = checks.amount("annual_benefit", annual_benefit, zero=False)
    return checks.finite(12 * checks.amount("cost", cost) / benefit)


def _undominated(sets: list[ControlSet]) -> list[ControlSet]:
    kept: list[ControlSet] = []
    for candidate in sorted(sets, key=lambda chosen: (chosen.cost, -chosen.loss_avoided)):
        if not kept or candidate.loss_avoided > kept[-1].loss_avoided:
            kept.append(candidate)
    return kept
