"""Questions on what the controls on offer are worth: loss avoided with all, and the return of the first year."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.loss_history import FRAMES as REGISTERS
from course_lib.keys.loss_history import gross, mean, yearly_losses
from course_lib.measures.investment import return_on_controls
from course_lib.measures.risk import residual_risk

FRAMES = ("controls", *REGISTERS)


class Control(Protocol):
    """What a control of the case is: the share of a risk's yearly loss that it takes away, and its costs in dollars."""

    control: str
    risk: str
    status: str
    effect: float
    cost_now: int
    cost_a_year: int
    first_year_cost: int


def on_offer(case: Case) -> list[Control]:
    """Return the controls that can be bought; one that runs already has had its effect on the past losses."""
    return [control for control in case.controls if control.status == "on offer"]


def loss_avoided(losses: Mapping[str, float], controls: Iterable[Control]) -> float:
    """Return the yearly loss that the controls avoid: on one risk the second works on what the first leaves."""
    effects: dict[str, list[float]] = {}
    for control in controls:
        effects.setdefault(control.risk, []).append(control.effect)
    return sum(losses[risk] - residual_risk(losses[risk], shares) for risk, shares in effects.items())


def first_year_cost(controls: Iterable[Control]) -> int:
    """Return one-off cost and one year's running cost of some controls."""
    return sum(control.first_year_cost for control in controls)


@question(
    points=4,
    unit="USD",
    tolerance=0.002,
    relative=True,
    frames=FRAMES,
    hint="Per risk: what do its controls leave, one after the other? What is gone is avoided.",
    working="Per risk: annual loss x (1 - product of (1 - effect) over its controls on offer); then the sum.",
)
def loss_avoided_all(case: Case) -> float:
    """Yearly loss avoided with every control on offer in place, in US dollars a year.

    `effect` is the share of a risk's annual loss expectancy that a control takes away. Two controls on the same risk
    multiply: the second takes its share of what the first leaves. Count `on offer` only. Annual loss by risk: as in
    `annual_loss`.
    """
    return loss_avoided(yearly_losses(case), on_offer(case))


@loss_avoided_all.mistake(
    "Effects on the same risk are added up. The second control only meets what the first one lets through."
)
def _(case: Case) -> float:
    losses = yearly_losses(case)
    return sum(losses[control.risk] * control.effect for control in on_offer(case))


@loss_avoided_all.mistake("Mean effect times total loss: effects differ by risk, and so do the losses that they meet.")
def _(case: Case) -> float:
    return mean(control.effect for control in on_offer(case)) * sum(yearly_losses(case).values())


@loss_avoided_all.mistake(
    "A control that is already running is in it: the past losses have its effect in them, so it would count twice."
)
def _(case: Case) -> float:
    return loss_avoided(yearly_losses(case), case.controls)


@loss_avoided_all.mistake("That is the loss that the controls leave; the question asks what they avoid.")
def _(case: Case) -> float:
    losses = yearly_losses(case)
    return sum(losses.values()) - loss_avoided(losses, on_offer(case))


@loss_avoided_all.mistake("The method is right, but it starts from gross losses: insurance pays a part.", credit=0.5)
def _(case: Case) -> float:
    return loss_avoided(yearly_losses(case, gross), on_offer(case))


@question(
    points=5,
    unit="ratio",
    tolerance=0.005,
    frames=FRAMES,
    hint="Subtract the cost before you divide by it.",
    working="(Yearly loss avoided - first-year cost) / first-year cost, over all controls on offer.",
)
def return_on_all_controls(case: Case) -> float:
    """Return of the first year on all controls on offer: loss avoided less cost, over cost, as a ratio.

    Loss avoided: that of the question before, a whole year of it. First-year cost: `cost_now` plus one `cost_a_year`.
    Count `on offer` only. 0.5 means that a dollar spent comes back with fifty cents on top.
    """
    return return_on_controls(_avoided_by_all(case), first_year_cost(on_offer(case)))


def _avoided_by_all(case: Case) -> float:
    return loss_avoided_all.answer(case)


@return_on_all_controls.mistake("That is benefit over cost; a return subtracts the cost first.", credit=0.25)
def _(case: Case) -> float:
    return _avoided_by_all(case) / first_year_cost(on_offer(case))


@return_on_all_controls.mistake("Only the one-off cost is in it; controls cost money to run from the first year on.")
def _(case: Case) -> float:
    return return_on_controls(_avoided_by_all(case), sum(control.cost_now for control in on_offer(case)))


@return_on_all_controls.mistake("You divided by the loss avoided. A return is over what you put in.")
def _(case: Case) -> float:
    return 1 - first_year_cost(on_offer(case)) / _avoided_by_all(case)


@return_on_all_controls.mistake(
    "The running control's cost is in it. It is spent whatever you decide now, so it is no cost of this decision."
)
def _(case: Case) -> float:
    return return_on_controls(_avoided_by_all(case), first_year_cost(case.controls))
