"""Questions on choosing: the best set of controls within a budget, and what it is worth over the plan."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Best
from course_lib.keys.control_value import FRAMES, Control, first_year_cost, loss_avoided, on_offer
from course_lib.keys.loss_history import yearly_losses, yearly_losses_of
from course_lib.keys.remembered import once_a_scenario
from course_lib.measures.investment import net_present_value

CHOICES = (
    "drift monitor",
    "canary release",
    "grounding check",
    "refund limit",
    "bias audit",
    "log redaction",
    "access limits",
)


def best_set(case: Case) -> tuple[Control, ...]:
    """Return the affordable set of controls on offer that avoids most; of equally good ones the cheapest."""
    return _best(case.scenario, False)


@once_a_scenario
def _best(scenario: Any, with_running: bool) -> tuple[Control, ...]:
    offers = scenario.controls if with_running else on_offer(scenario)
    losses = yearly_losses_of(scenario)
    sets = (chosen for size in range(len(offers) + 1) for chosen in itertools.combinations(offers, size))
    full = (chosen for chosen in sets if _fills(chosen, offers, scenario.budget))
    return max(full, key=lambda chosen: (loss_avoided(losses, chosen), -first_year_cost(chosen)))


def _fills(chosen: Sequence[Control], offers: Sequence[Control], budget: int) -> bool:
    """Say whether a set is affordable and no other control fits in: with room left a set is never the best."""
    left = budget - first_year_cost(chosen)
    return left >= 0 and all(one.first_year_cost > left for one in offers if one not in chosen)


def _names(controls: Iterable[Control]) -> frozenset[str]:
    return frozenset(control.control for control in controls)


def worth(case: Case, chosen: frozenset[str]) -> float | None:
    """Return the yearly loss that a choice avoids; None if it is over budget or holds what is not on offer."""
    controls = [control for control in on_offer(case) if control.control in chosen]
    if len(controls) < len(chosen) or first_year_cost(controls) > case.budget:
        return None
    return loss_avoided(yearly_losses(case), controls)


def _bought_in_order(case: Case, rank: Callable[[Control], float]) -> list[Control]:
    """Return what somebody buys who goes through the offers by rank and takes each one that still fits."""
    bought: list[Control] = []
    for control in sorted(on_offer(case), key=rank):
        if first_year_cost([*bought, control]) <= case.budget:
            bought.append(control)
    return bought


def _cheapest_first(case: Case) -> list[Control]:
    return _bought_in_order(case, lambda control: control.first_year_cost)


def _best_ratio_first(case: Case) -> list[Control]:
    losses = yearly_losses(case)
    return _bought_in_order(case, lambda one: -losses[one.risk] * one.effect / one.first_year_cost)


@question(
    points=8,
    unit="labels",
    kind="labels",
    form=Best(CHOICES, worth),
    frames=FRAMES,
    hint="There are few enough sets to try every one: `itertools.combinations` of each size.",
    working="Of all sets whose first-year cost is within the budget, the one that avoids the largest yearly loss.",
)
def best_controls(case: Case) -> frozenset[str]:
    """Which controls do you buy? The set within the budget that avoids the largest yearly loss, as a list of names.

    Whole controls, `on offer` only. A set's cost is the first-year cost (`cost_now` plus one `cost_a_year`) of all its
    controls; it may not exceed the budget on your card. Loss avoided as before: effects on one risk multiply.
    """
    return _names(best_set(case))


@best_controls.mistake(
    "You bought the cheapest first. That fills the shelf, not the gap: a dear control can avoid more than two cheap "
    "ones.",
    credit=0.5,
)
def _(case: Case) -> frozenset[str]:
    return _names(_cheapest_first(case))


@best_controls.mistake(
    "You bought by loss avoided per dollar, one by one. Two controls on one risk overlap, and whole controls leave "
    "money over: compare sets.",
    credit=0.75,
)
def _(case: Case) -> frozenset[str]:
    return _names(_best_ratio_first(case))


@best_controls.mistake("All of them avoid most, but together they cost more than the budget.")
def _(case: Case) -> frozenset[str]:
    return _names(on_offer(case))


@best_controls.mistake(
    "You bought what is running already. Its effect is in the past losses; it has nothing left to avoid.", credit=0.25
)
def _(case: Case) -> frozenset[str]:
    return _names(_best(case.scenario, True))


@question(
    points=6,
    unit="USD",
    tolerance=0.002,
    relative=True,
    frames=FRAMES,
    hint="Three dates of payment: the one-off cost now, and a net benefit at the end of each year.",
    working="Sum over the years of (loss avoided - running cost) / (1 + rate)^year, less the one-off cost.",
)
def plan_net_present_value(case: Case) -> float:
    """Net present value of the best set over the years of the plan, in US dollars.

    `cost_now` is paid today and once. At the end of each year of the plan the set has avoided its yearly loss and has
    cost its `cost_a_year`. Discount rate and years are on your card. The set: that of the question before.
    """
    return _value(case, best_set(case))


def _value(case: Case, controls: Iterable[Control], *, rate: float | None = None) -> float:
    bought = list(controls)
    return net_present_value(
        [_yearly_gain(case, bought)] * case.plan_years,
        discount_rate=case.discount_rate if rate is None else rate,
        initial_cost=_one_off(bought),
    )


def _yearly_gain(case: Case, controls: Iterable[Control]) -> float:
    bought = list(controls)
    return loss_avoided(yearly_losses(case), bought) - sum(control.cost_a_year for control in bought)


def _one_off(controls: Iterable[Control]) -> int:
    return sum(control.cost_now for control in controls)


@plan_net_present_value.mistake("Nothing is discounted: money at the end of a year is worth less than money now.")
def _(case: Case) -> float:
    return _value(case, best_set(case), rate=0.0)


@plan_net_present_value.mistake("The one-off cost is charged every year; it is paid once, and now.")
def _(case: Case) -> float:
    bought = best_set(case)
    flows = [_yearly_gain(case, bought) - _one_off(bought)] * case.plan_years
    return net_present_value(flows, discount_rate=case.discount_rate)


@plan_net_present_value.mistake("Running costs are missing: the controls cost money in every year of the plan.")
def _(case: Case) -> float:
    bought = best_set(case)
    flows = [loss_avoided(yearly_losses(case), bought)] * case.plan_years
    return net_present_value(flows, discount_rate=case.discount_rate, initial_cost=_one_off(bought))


@plan_net_present_value.mistake("Benefits come at the start of each year here; what is avoided is known at its end.")
def _(case: Case) -> float:
    bought = best_set(case)
    return (_value(case, bought) + _one_off(bought)) * (1 + case.discount_rate) - _one_off(bought)


@plan_net_present_value.mistake("The value is worked out well, for the set bought cheapest first.", credit=0.5)
def _(case: Case) -> float:
    return _value(case, _cheapest_first(case))
