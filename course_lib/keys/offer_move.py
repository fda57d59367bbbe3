"""Questions on the move: what you can walk away to, what the offer is worth a year, where the zone has its middle."""

from statistics import fmean

from course_lib.cases.alternatives import CURRENT, Alternative
from course_lib.cases.vesting import YEARS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.offer_letter import vested_stock
from course_lib.measures.compensation import certainty_equivalent
from course_lib.measures.negotiation import zone_of_agreement


@question(
    points=4,
    unit="USD",
    tolerance=500,
    frames=("alternatives",),
    hint="First which alternatives are alive on the day you decide. Then what each is worth to you. Then the best.",
    working="Largest base + bonus + (1 - haircut) x stock among those in writing that have not lapsed.",
)
def walk_away(case: Case) -> float:
    """What is your best alternative worth a year, in USD?

    Yearly value: base + bonus + (1 - haircut) x yearly stock. It counts only if it is `in writing` and can still be
    accepted on the day you decide, on the card: `answer_by` is that day or later, or empty (it does not lapse).
    """
    return worth(case, best_alternative(case))


def worth(case: Case, one: Alternative) -> float:
    """Return what an alternative is worth a year, its stock after the haircut."""
    return certainty_equivalent(one.cash, one.stock, haircut=case.haircut)


def _alive(case: Case) -> list[Alternative]:
    return [one for one in case.alternatives if one.lives_on(case.decide_on)]


def best_alternative(case: Case) -> Alternative:
    """Return the alternative that is worth most a year, of those that can be accepted on the day."""
    return max(_alive(case), key=lambda one: worth(case, one))


def _best_spoken(case: Case) -> float:
    """Return what the best alternative is worth if words count like writing."""
    return max(
        worth(case, one) for one in case.alternatives if one.answer_by is None or one.answer_by >= case.decide_on
    )


@walk_away.mistake(
    "Nobody has written that one down. Until then it is a talk, not an alternative that you can walk to."
)
def _(case: Case) -> float:
    return _best_spoken(case)


@walk_away.mistake("That one has lapsed by the day you decide. A better offer of last week is no alternative today.")
def _(case: Case) -> float:
    return max(worth(case, one) for one in case.alternatives if one.state == "in writing")


@walk_away.mistake("Without the haircut stock-heavy pay looks best. Value each as you value the offer, then choose.")
def _(case: Case) -> float:
    return max(one.cash + one.stock for one in _alive(case))


@walk_away.mistake("Staying is one alternative. The walk-away is the best of those that live, not the nearest.")
def _(case: Case) -> float:
    return next(worth(case, one) for one in case.alternatives if one.name == CURRENT)


@walk_away.mistake("That is the average. You can take only one of them, so take the best.")
def _(case: Case) -> float:
    return fmean(worth(case, one) for one in _alive(case))


@question(
    points=4,
    unit="USD",
    tolerance=500,
    frames=("vesting",),
    hint="Cash of a year as it is; what comes once or over four years, a fourth of it. The haircut only on stock.",
    working="Base x (1 + bonus share) + sign-on / 4 + (1 - haircut) x granted units of one schedule x price / 4.",
)
def offer_value(case: Case) -> float:
    """What is the offer on the table worth a year, in USD, on the same scale as your walk-away?

    Average over the four years of the grant: base + target bonus + a fourth of the sign-on + (1 - haircut) x a fourth
    of the granted stock (distinct rows, status `granted`; the two schedules pay out one and the same grant). No
    discounting.
    """
    return _yearly(case, case.grant)


def _yearly(case: Case, stock: float, *, haircut: float | None = None, sign_on_years: int = YEARS) -> float:
    cash = case.cash + case.sign_on / sign_on_years
    return certainty_equivalent(cash, stock / YEARS, haircut=case.haircut if haircut is None else haircut)


@offer_value.mistake("No haircut: your walk-away has one, so the two would be on different scales.")
def _(case: Case) -> float:
    return _yearly(case, case.grant, haircut=0)


@offer_value.mistake(
    "The whole sign-on is in every year. It is paid once: a fourth of it belongs to each of four years."
)
def _(case: Case) -> float:
    return _yearly(case, case.grant, sign_on_years=1)


@offer_value.mistake("Stock of the first year only. The average year has a fourth of the grant, whatever the schedule.")
def _(case: Case) -> float:
    return _yearly(case, YEARS * vested_stock(case, 1))


@offer_value.mistake("Both schedules are in it. They are two ways to pay out one grant: sum one of them.")
def _(case: Case) -> float:
    return _yearly(case, 2 * case.grant)


@question(
    points=2,
    unit="USD",
    tolerance=500,
    hint="The zone runs from your walk-away to their maximum. The present offer is neither.",
    working="Half of walk-away plus maximum.",
)
def zone_midpoint(case: Case) -> float:
    """What is the middle of the zone of possible agreement, in USD of yearly value?

    The zone runs from your walk-away to their maximum, which is an estimate and on the card. Its middle is what two
    equally patient sides would split to: your target here, a convention of this course and no law.
    """
    return zone_of_agreement(walk_away=walk_away.answer(case), maximum_offer=case.maximum).midpoint


@zone_midpoint.mistake("That is their maximum: the edge of the zone, not the expected split.")
def _(case: Case) -> float:
    return case.maximum


@zone_midpoint.mistake(
    "You split between their present offer and their maximum. Your side of the zone is your walk-away."
)
def _(case: Case) -> float:
    return (offer_value.answer(case) + case.maximum) / 2
