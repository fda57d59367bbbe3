"""The sheet that a negotiation is run from: anchor, target, walk-away, three equal packages, a lead and a deadline."""

import itertools
from datetime import date

from course_lib.cases.alternatives import LEVERS, Lever
from course_lib.cases.vesting import YEARS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.offer_move import best_alternative, offer_value, walk_away, worth, zone_midpoint

_OWN = {"unit": "USD", "tolerance": 500, "weight": 0.5}  # repeated from above: worth less than what is new


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=("levers", "alternatives"),
    hint="Start with what is missing a year: target less offer. Then ask of each lever how much of it fills that gap.",
    working=(
        "Gap = target - offer. Base: + gap / (1 + bonus share). Sign-on: + 4 x gap. Grant: + 4 x gap / (1 - haircut). "
        "Cost to the firm: money added x cost per USD, if it fits the room. Anchor: target + gap."
    ),
    form=Fields(
        (
            Slot("offer", same_as="offer_value", **_OWN),
            Slot("walk_away", same_as="walk_away", **_OWN),
            Slot("offer_is", choices=("above", "below")),
            Slot("target", same_as="zone_midpoint", **_OWN),
            Slot("anchor", unit="USD", tolerance=500),
            Slot("base", unit="USD", tolerance=250),
            Slot("sign_on", unit="USD", tolerance=500),
            Slot("grant", unit="USD", tolerance=500),
            Slot("lead_with", choices=LEVERS),
            Slot("deadline", kind="date"),
            Slot("in_return", kind="text", weight=0),
        ),
        template=(
            "The offer on the table is worth {offer} a year to me, {offer_is} my walk-away of {walk_away}. I open at "
            "{anchor} and aim for {target}. Any of three packages takes us there: a base of {base}, a sign-on of "
            "{sign_on}, or a grant of {grant}, the rest as in the letter. I lead with the {lead_with}. I need your "
            "last word by {deadline}. In return: {in_return}"
        ),
    ),
)
def negotiation_sheet(case: Case) -> dict[str, object]:
    """Fill in the sheet that you negotiate from. Money in USD; `offer`, `walk_away`, `target` and `anchor` a year.

    - `offer`, `walk_away`, `target`: your answers above; the target is the middle of the zone
    - `offer_is`: whether the offer on the table is above or below your walk-away
    - `anchor`: as far above the target as the offer is below it, so that the target is halfway between the two.
      It may lie above their maximum: it opens the talk, nobody expects it
    - `base`, `sign_on`, `grant`: three packages. Each changes one of them and leaves the rest of the letter, and each
      is worth the target to you, by the yearly value of `offer_value`. State the new base a year, the new sign-on, the
      new value of the whole grant. The bonus stays the same share of base
    - `lead_with`: the lever whose package costs the firm least, of those that fit. Cost: money added to the lever x
      `cost_to_firm_per_usd` (over four years, repeats included). A package fits if what it adds is at most `room_usd`
    - `deadline`: the last day on which your best alternative can be accepted
    - `in_return`: what you offer for it, in your words; not marked
    """
    added = packages(case)
    return {
        "offer": offer_value.answer(case),
        "walk_away": walk_away.answer(case),
        "offer_is": "above" if offer_value.answer(case) > walk_away.answer(case) else "below",
        "target": zone_midpoint.answer(case),
        "anchor": 2 * zone_midpoint.answer(case) - offer_value.answer(case),
        "base": case.base + added["base"],
        "sign_on": case.sign_on + added["sign-on"],
        "grant": case.grant + added["grant"],
        "lead_with": min(_fitting(case), key=lambda one: _cost(case, one)).name,
        "deadline": best_alternative(case).answer_by,
        "in_return": "an answer on the day I have it in writing.",
    }


def gap(case: Case) -> float:
    """Return what the offer lacks to the target, a year."""
    return zone_midpoint.answer(case) - offer_value.answer(case)


def packages(case: Case) -> dict[str, float]:
    """Return the money to add to each lever, so that it alone closes the gap."""
    once = YEARS * gap(case)
    return {"base": gap(case) / (1 + case.bonus_share), "sign-on": once, "grant": once / (1 - case.haircut)}


def _cost(case: Case, lever: Lever) -> float:
    return packages(case)[lever.name] * lever.cost_per_usd


def _fitting(case: Case) -> list[Lever]:
    added = packages(case)
    return [lever for lever in case.levers if added[lever.name] <= lever.room]


def fair(case: Case) -> bool:
    """Say whether costs, room and values lie far enough apart for no verdict to hang on a rounded figure."""
    costs = sorted(_cost(case, lever) for lever in case.levers)
    room = [lever.room / packages(case)[lever.name] for lever in case.levers]
    return (
        all(high > 1.03 * low for low, high in itertools.pairwise(costs))
        and all(share < 0.9 or share > 1.1 for share in room)
        and len(_fitting(case)) == len(LEVERS) - 1
        and abs(offer_value.answer(case) - walk_away.answer(case)) > 2_500
    )


@negotiation_sheet.mistake(
    "Your new base forgets that the bonus is a share of it: each dollar of base brings more than one."
)
def _(case: Case) -> dict[str, object]:
    return {"base": case.base + gap(case)}


@negotiation_sheet.mistake(
    "Your sign-on fills one year only. It is paid once, and you count a fourth of it in each of four years."
)
def _(case: Case) -> dict[str, object]:
    return {"sign_on": case.sign_on + gap(case)}


@negotiation_sheet.mistake(
    "Your grant has no haircut. A dollar of stock is worth less to you, so it takes more of them."
)
def _(case: Case) -> dict[str, object]:
    return {"grant": case.grant + YEARS * gap(case)}


@negotiation_sheet.mistake(
    "Cheapest for them, but it does not fit: it needs more than the room they have on that lever."
)
def _(case: Case) -> dict[str, object]:
    return {"lead_with": min(case.levers, key=lambda one: _cost(case, one)).name}


@negotiation_sheet.mistake(
    "You open at the target. Then every concession is below it: open as far above as they are below."
)
def _(case: Case) -> dict[str, object]:
    return {"anchor": zone_midpoint.answer(case)}


@negotiation_sheet.mistake("That day belongs to another alternative. The clock that runs is that of your walk-away.")
def _(case: Case) -> dict[str, object]:
    return {"deadline": _second_best_day(case)}


def _second_best_day(case: Case) -> date | None:
    living = [one for one in case.alternatives if one.lives_on(case.decide_on) and one.answer_by is not None]
    return min(living, key=lambda one: worth(case, one)).answer_by
