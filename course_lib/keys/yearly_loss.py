"""Questions on the loss of a year: its mean, the chance of any, and what no event at all can tell."""

import math

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.loss_history import (
    FRAMES,
    FROM_POOL,
    RISKS,
    frequency,
    gross,
    happened,
    mean,
    net,
    severity,
    yearly_losses,
)
from course_lib.measures.risk import portfolio_loss_expectancy, probability_of_any_event


@question(
    points=4,
    unit="USD",
    tolerance=0.002,
    relative=True,
    frames=FRAMES,
    hint="One product a risk, then the sum. The risk without an event takes both figures from the card.",
    working="Sum over the four risks of events a year x mean net loss of an event.",
)
def annual_loss(case: Case) -> float:
    """Annual loss expectancy of all four risks together, before any new control, in US dollars a year.

    Sum over the risks of events a year x mean net loss of one, each defined as in the two questions above. `data leak`
    has no event in the window: take the industry loss pool's two figures from your card.
    """
    return portfolio_loss_expectancy(
        [severity(case, risk) for risk in RISKS], [frequency(case, risk) for risk in RISKS]
    )


@annual_loss.mistake("You added up the losses of one event each; a loss counts as often as it comes, so weight it.")
def _(case: Case) -> float:
    return math.fsum(severity(case, risk) for risk in RISKS)


@annual_loss.mistake(
    "All frequencies together times the mean of the four severities: the frequent risk is the small one, so averages "
    "must not be multiplied. Multiply by risk, then add."
)
def _(case: Case) -> float:
    return sum(frequency(case, risk) for risk in RISKS) * mean(severity(case, risk) for risk in RISKS)


@annual_loss.mistake("The risk without an event is missing: none in these years is not none ever.", credit=0.25)
def _(case: Case) -> float:
    return math.fsum(loss for risk, loss in yearly_losses(case).items() if risk != FROM_POOL)


@annual_loss.mistake("That is gross; insurance pays a part of it, and the question wants the net loss.", credit=0.5)
def _(case: Case) -> float:
    return math.fsum(yearly_losses(case, gross).values())


@annual_loss.mistake(
    "You divided what is settled by the years. Open claims have happened and will cost something: the frequency counts "
    "them, at the mean of what is known.",
    credit=0.25,
)
def _(case: Case) -> float:
    settled = [sum(map(net, happened(case, risk, "settled"))) / case.years for risk in RISKS if risk != FROM_POOL]
    return math.fsum(settled) + yearly_losses(case)[FROM_POOL]


@question(
    points=3,
    unit="share",
    tolerance=0.002,
    frames=FRAMES,
    hint="A Poisson year is empty with probability e to the minus frequency.",
    working="1 - exp(-events a year).",
)
def any_event(case: Case) -> float:
    """Probability that the CFO's risk has at least one loss event in a year.

    Events are Poisson: independent of each other, at the frequency of the first question. As a share.
    """
    return probability_of_any_event(frequency(case, case.asked_risk))


@any_event.mistake("That is the frequency. It is close to the probability for rare events and can even exceed one.")
def _(case: Case) -> float:
    return frequency(case, case.asked_risk)


@any_event.mistake("That is the probability of a year without an event; the question asks for the other years.")
def _(case: Case) -> float:
    return math.exp(-frequency(case, case.asked_risk))


@any_event.mistake("That is exactly one event; at least one takes in two, three and more.")
def _(case: Case) -> float:
    return frequency(case, case.asked_risk) * math.exp(-frequency(case, case.asked_risk))


@question(
    points=3,
    unit="events a year",
    tolerance=0.01,
    frames=FRAMES,
    hint="At which rate would a window without any event be just as unlikely as your confidence leaves room for?",
    working="Minus ln(1 - confidence), over the whole years of the window: there exp(-rate x years) = 1 - confidence.",
)
def rate_not_excluded(case: Case) -> float:
    """No data leak happened in the window. Which rate of leaks, in events a year, can you still not exclude?

    The highest Poisson rate at which a window without any event has probability 1 - confidence or more. One-sided;
    confidence and window are on your card. `loss_events` says how many leaks there were.
    """
    return _upper_rate(case, 1 - case.confidence)


def _upper_rate(case: Case, chance_of_none: float) -> float:
    return -math.log(chance_of_none) / case.years


@rate_not_excluded.mistake("None in these years is not none ever: a rare risk is silent most of the time.")
def _(case: Case) -> float:
    return 0.0


@rate_not_excluded.mistake("Near misses are no losses: there was no leak, and that is what the bound starts from.")
def _(case: Case) -> float:
    return len(happened(case, FROM_POOL, "near miss")) / case.years


@rate_not_excluded.mistake(
    "One event in the window is a guess at the rate, not the highest rate that the silence leaves possible."
)
def _(case: Case) -> float:
    return 1 / case.years


@rate_not_excluded.mistake("That is the two-sided bound: only high rates are to be excluded, so nothing is halved.")
def _(case: Case) -> float:
    return _upper_rate(case, (1 - case.confidence) / 2)
