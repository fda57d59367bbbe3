"""Questions on one compliance effort as money: loss avoided, hours saved, and the claim that one may make of it."""

from course_lib.cases.compliance_effort import FirmYears, Requests
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.investment import expected_loss_avoided, payback_months
from course_lib.measures.loss import triangular_mean, triangular_quantile

_SAID = ("expected loss avoided", "penalty avoided", "worst case avoided")
_BAD_YEAR = 0.9


def _groups(case: Case) -> tuple[FirmYears, FirmYears, FirmYears]:
    return case.effort.firm_years


def _chances(case: Case) -> tuple[float, float]:
    without, _, whole = _groups(case)
    return without.events / without.years, whole.events / whole.years


def _impact(case: Case) -> dict[str, int]:
    return {"low": case.effort.low, "mode": case.effort.mode, "high": case.effort.high}


def _avoided(case: Case, before: float, after: float) -> float:
    return expected_loss_avoided(before, after, impact=triangular_mean(**_impact(case)))


@question(
    points=5,
    unit="euro a year",
    tolerance=0.003,
    relative=True,
    frames=("firm_years",),
    hint="One row a firm and year. Then the share with an event, without the control and with it all year.",
    working="(Share without the control - share with it all year) x (low + most likely + high) / 3.",
)
def loss_avoided(case: Case) -> float:
    """Loss that the effort avoids in a mean year, in euro: drop in yearly probability x mean impact.

    Probability before: firm years with an event over all firm years with control `none`; after: the same with `whole
    year`. Years in which the control came count in neither. A firm and year that was sent in twice is one. Impact of
    one event: a triangular distribution with low, most likely and high value on the card; take its mean.
    """
    return _avoided(case, *_chances(case))


@loss_avoided.mistake("You took the most likely impact. The tail pulls the mean of a triangle up.")
def _(case: Case) -> float:
    before, after = _chances(case)
    return (before - after) * case.effort.mode


@loss_avoided.mistake("That mean weighs the middle fourfold, as PERT does; the question says triangular.")
def _(case: Case) -> float:
    before, after = _chances(case)
    work = case.effort
    return (before - after) * (work.low + 4 * work.mode + work.high) / 6


@loss_avoided.mistake("You kept the whole impact: the effort changed the probability, it did not remove the event.")
def _(case: Case) -> float:
    return triangular_mean(**_impact(case))


@loss_avoided.mistake("That is the loss before: some of it is still there with the control.")
def _(case: Case) -> float:
    return _avoided(case, _chances(case)[0], 0.0)


@loss_avoided.mistake("You used the relative drop; money follows the difference of the probabilities.")
def _(case: Case) -> float:
    before, after = _chances(case)
    return (1 - after / before) * triangular_mean(**_impact(case))


@loss_avoided.mistake("Rows that were sent in twice are counted twice; events were sent in twice most often.")
def _(case: Case) -> float:
    return _avoided(case, *(_with_copies(group) for group in (_groups(case)[0], _groups(case)[2])))


def _with_copies(group: FirmYears) -> float:
    return (group.events + group.events_twice) / (group.years + group.events_twice + group.quiet_twice)


@loss_avoided.mistake(
    "Years in which the control came are counted as years with it: for a part of them nothing was there."
)
def _(case: Case) -> float:
    _, partial, whole = _groups(case)
    return _avoided(case, _chances(case)[0], (whole.events + partial.events) / (whole.years + partial.years))


@loss_avoided.mistake("Years in which the control came are counted as years without it.")
def _(case: Case) -> float:
    without, partial, _ = _groups(case)
    return _avoided(case, (without.events + partial.events) / (without.years + partial.years), _chances(case)[1])


def _ways(case: Case) -> tuple[Requests, Requests]:
    return case.effort.requests


def _mean_hours(requests: Requests) -> float:
    return requests.hours / requests.answered


@question(
    points=3,
    unit="euro a year",
    tolerance=0.003,
    relative=True,
    frames=("access_requests",),
    hint="Answered requests only. Mean hours each way, then this year's number of automated ones.",
    working="Automated and answered requests x (mean hours by hand - mean hours automated) x wage.",
)
def hours_saved(case: Case) -> float:
    """Work that the automation of requests for access saved in the year, in euro.

    Requests that were `automated` and `answered` x (mean hours of those answered by hand - mean hours of those answered
    automatically) x loaded wage (card). Withdrawn requests count nowhere.
    """
    by_hand, by_machine = _ways(case)
    return by_machine.answered * (_mean_hours(by_hand) - _mean_hours(by_machine)) * case.effort.wage


@hours_saved.mistake("That is the whole effort by hand: the automated answers take time too.")
def _(case: Case) -> float:
    by_hand, by_machine = _ways(case)
    return by_machine.answered * _mean_hours(by_hand) * case.effort.wage


@hours_saved.mistake("Withdrawn requests are in your counts and means; nobody answered them.")
def _(case: Case) -> float:
    hand, machine = ((one.hours + one.withdrawn / 4, one.answered + one.withdrawn) for one in _ways(case))
    return machine[1] * (hand[0] / hand[1] - machine[0] / machine[1]) * case.effort.wage


@hours_saved.mistake("You multiplied by the requests of both years; only the automated ones were saved time on.")
def _(case: Case) -> float:
    by_hand, by_machine = _ways(case)
    every = by_hand.answered + by_machine.answered
    return every * (_mean_hours(by_hand) - _mean_hours(by_machine)) * case.effort.wage


@hours_saved.mistake("That is the difference of total hours: fewer requests were answered by hand. Compare means.")
def _(case: Case) -> float:
    by_hand, by_machine = _ways(case)
    return (by_hand.hours - by_machine.hours) * case.effort.wage


@hours_saved.mistake("Those are hours; the question asks for money.", credit=0.5)
def _(case: Case) -> float:
    return hours_saved.answer(case) / case.effort.wage


@question(
    points=9,
    unit="fields",
    kind="fields",
    frames=("firm_years", "access_requests"),
    form=Fields(
        (
            Slot("avoided", unit="euro a year", tolerance=0.003, relative=True, same_as="loss_avoided", weight=2),
            Slot("saved", unit="euro a year", tolerance=0.003, relative=True, same_as="hours_saved", weight=1),
            Slot("payback", unit="months", tolerance=0.05, weight=2),
            Slot("bad_event", unit="euro", tolerance=0.001, relative=True, weight=3),
            Slot("said_as", choices=_SAID),
        ),
        template="Access requests automated: {said_as} {avoided}, work saved {saved}; paid back in {payback}. One "
        "event in ten would cost more than {bad_event}.",
    ),
    hint="For the bad event, stand at the high end of the triangle and take off the area that is left.",
    working="12 x cost over both benefits; high - root of (0.1 x (high - low) x (high - most likely)).",
)
def compliance_claim(case: Case) -> dict[str, object]:
    """The claim on the effort that a panel cannot take apart.

    `avoided`, `saved`: as above, euro a year. `payback`: months until both together have paid the cost (card),
    undiscounted: 12 x cost / (avoided + saved). `bad_event`: the impact, in euro, that one event in
    ten exceeds, by the triangular distribution. `said_as`: what the first figure is.
    """
    avoided, saved = loss_avoided.answer(case), hours_saved.answer(case)
    return {
        "avoided": avoided,
        "saved": saved,
        "payback": payback_months(case.effort.cost, annual_benefit=avoided + saved),
        "bad_event": triangular_quantile(_BAD_YEAR, **_impact(case)),
        "said_as": _SAID[0],
    }


@compliance_claim.mistake("That payback is on saved work alone. State it, but the question asks for both benefits.")
def _(case: Case) -> dict[str, object]:
    return {"payback": payback_months(case.effort.cost, annual_benefit=hours_saved.answer(case))}


@compliance_claim.mistake("That payback is on the avoided loss alone; the saved work pays as well.")
def _(case: Case) -> dict[str, object]:
    return {"payback": payback_months(case.effort.cost, annual_benefit=loss_avoided.answer(case))}


@compliance_claim.mistake("The payback is in years; months are asked.")
def _(case: Case) -> dict[str, object]:
    return {"payback": compliance_claim.answer(case)["payback"] / 12}


@compliance_claim.mistake("That is a share of the highest impact; asked is a point of the distribution.")
def _(case: Case) -> dict[str, object]:
    return {"bad_event": _BAD_YEAR * case.effort.high}


@compliance_claim.mistake("That is the point of a uniform distribution: a triangle thins out towards its end.")
def _(case: Case) -> dict[str, object]:
    work = case.effort
    return {"bad_event": work.low + _BAD_YEAR * (work.high - work.low)}


@compliance_claim.mistake("That is the tenth from below; the bad event lies at the other end.")
def _(case: Case) -> dict[str, object]:
    return {"bad_event": triangular_quantile(1 - _BAD_YEAR, **_impact(case))}


@compliance_claim.mistake("The mean impact is no bad event: asked is what one event in ten exceeds.")
def _(case: Case) -> dict[str, object]:
    return {"bad_event": triangular_mean(**_impact(case))}


@compliance_claim.mistake(
    "No penalty was imposed, so none was avoided: the figure is a probability that fell, in money."
)
def _(case: Case) -> dict[str, object]:
    return {"said_as": _SAID[1]}


@compliance_claim.mistake("The worst case can still happen: its probability fell, and it did not vanish.")
def _(case: Case) -> dict[str, object]:
    return {"said_as": _SAID[2]}
