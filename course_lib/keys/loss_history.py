"""Questions on past losses: how often, and how much; and what the other questions need to know of the registers."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.remembered import once_a_scenario
from course_lib.measures.risk import annual_loss_expectancy

FRAMES = ("loss_events",)
FROM_POOL = "data leak"
RISKS = ("drift", "wrong advice", "biased decisions", FROM_POOL)


class LossEvent(Protocol):
    """What a past event of the case is: whole dollars, and the registers that hold a row of it."""

    risk: str
    status: str
    loss: int | None
    recovered: int | None
    worst_case: int
    registers: tuple[str, ...]


Amount = Callable[[LossEvent], float]


def happened(case: Case, risk: str, *statuses: str, outside: bool = False) -> list[LossEvent]:
    """Return the distinct events of a risk with one of the statuses, in the window of the case or at any time."""
    first, last = (0, 9999) if outside else (case.first_year, case.last_year)
    known = (event for event in case.events if event.risk == risk and event.status in statuses)
    return [event for event in known if first <= event.occurred.year <= last]


def net(event: LossEvent) -> int:
    """Return what an event cost after insurance."""
    return event.loss - event.recovered


def gross(event: LossEvent) -> int:
    """Return what an event cost before insurance."""
    return event.loss


def frequency(case: Case, risk: str) -> float:
    """Return events a year: open claims have happened, near misses have not. A risk without events has the pool's."""
    if risk == FROM_POOL:
        return case.pool_frequency
    return len(happened(case, risk, "settled", "pending")) / case.years


def severity(case: Case, risk: str, amount: Amount = net) -> float:
    """Return the mean of `amount` over the settled events of a risk; for a risk without events the pool's."""
    if risk == FROM_POOL:
        return case.pool_loss
    return mean(amount(event) for event in happened(case, risk, "settled"))


def yearly_losses(case: Case, amount: Amount = net) -> Mapping[str, float]:
    """Return the annual loss expectancy of each risk."""
    return yearly_losses_of(case.scenario, amount)


@once_a_scenario
def yearly_losses_of(scenario: Any, amount: Amount = net) -> Mapping[str, float]:
    """Return the same for a scenario."""
    return {risk: annual_loss_expectancy(severity(scenario, risk, amount), frequency(scenario, risk)) for risk in RISKS}


def mean(amounts: Iterable[float]) -> float:
    """Return the mean of some amounts."""
    listed = list(amounts)
    return sum(listed) / len(listed)


@question(
    points=3,
    unit="events a year",
    tolerance=0.01,
    frames=FRAMES,
    hint="Four filters before you count: one row an event, the window, the risk, and what counts as an event.",
    working="Distinct settled or pending events of the risk in the window, over the whole years of the window.",
)
def events_a_year(case: Case) -> float:
    """How many loss events a year did the CFO's risk have? (It is named on your card.)

    Count distinct events by `event_id`. A loss event is `settled` or `pending`: it happened, whatever it will cost. A
    `near miss` is none. Window: `occurred` from the first of January of the first year to the end of the last year on
    your card. Denominator: the whole years of that window.
    """
    return frequency(case, case.asked_risk)


def _count(case: Case, *statuses: str, outside: bool = False) -> int:
    return len(happened(case, case.asked_risk, *statuses, outside=outside))


@events_a_year.mistake(
    "An event that both registers noted is in it twice: two exports are stacked, so drop second rows by `event_id`."
)
def _(case: Case) -> float:
    return sum(len(e.registers) for e in happened(case, case.asked_risk, "settled", "pending")) / case.years


@events_a_year.mistake(
    "Near misses are in it. A large worst case makes them look like losses; the frequency of losses counts losses."
)
def _(case: Case) -> float:
    return _count(case, "settled", "pending", "near miss") / case.years


@events_a_year.mistake("Open claims are left out: their amount is unknown, but the event has happened.")
def _(case: Case) -> float:
    return _count(case, "settled") / case.years


@events_a_year.mistake(
    "Events of the unfinished years at both ends are in it, but only whole years are in the denominator."
)
def _(case: Case) -> float:
    return _count(case, "settled", "pending", outside=True) / case.years


@question(
    points=4,
    unit="USD",
    tolerance=0.002,
    relative=True,
    frames=FRAMES,
    hint="Bring both registers to dollars, subtract what the insurer paid, and keep events whose amount is known.",
    working="Mean of loss less recovered, in dollars, over the distinct settled events of the risk in the window.",
)
def net_loss_per_event(case: Case) -> float:
    """What did one event of the CFO's risk cost on average, net of insurance, in US dollars?

    Mean of `loss` less `recovered` over the distinct `settled` events of that risk in the window. `unit` says what a
    row is written in. A `pending` claim has no amount yet: it enters neither sum nor count. Nor does a `near miss`.
    """
    return severity(case, case.asked_risk)


@net_loss_per_event.mistake("That is gross: what the insurer paid is no loss of yours, so subtract it.", credit=0.5)
def _(case: Case) -> float:
    return severity(case, case.asked_risk, gross)


@net_loss_per_event.mistake("The legal register is in thousands, and you read it as dollars: look at `unit`.")
def _(case: Case) -> float:
    return severity(case, case.asked_risk, lambda e: net(e) if "risk" in e.registers else net(e) / 1_000)


@net_loss_per_event.mistake("Near misses are in the mean: a zero that is no loss event only dilutes it.")
def _(case: Case) -> float:
    return mean(net(event) for event in happened(case, case.asked_risk, "settled", "near miss"))


@net_loss_per_event.mistake("An open claim counts as zero here. Its amount is unknown, which is not nothing.")
def _(case: Case) -> float:
    return sum(map(net, happened(case, case.asked_risk, "settled"))) / _count(case, "settled", "pending")


@net_loss_per_event.mistake("You averaged the reporters' worst cases; that column is an opinion, not what was paid.")
def _(case: Case) -> float:
    return severity(case, case.asked_risk, lambda event: event.worst_case)
