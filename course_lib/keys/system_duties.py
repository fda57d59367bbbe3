"""Questions on high-risk systems: from when the rules bind a product, and what the group owes in its roles."""

from datetime import date

from course_lib.cases.act_extract import DUTIES
from course_lib.cases.product_inventory import CREDIT, DEVICE, IMAGES
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.product_classes import applies_from, classified
from course_lib.measures.regulation.dates import ANNEX_I, ANNEX_III, TRANSPARENCY
from course_lib.wording.telling import tells

_BEFORE_THE_AMENDMENT = date(2026, 8, 2)  # EUAI-044


@question(
    points=3,
    unit="fields",
    kind="fields",
    frames=("products", "act_dates"),
    form=Fields(
        (Slot("credit_score", kind="date"), Slot("device", kind="date"), Slot("images", kind="date")),
        template="Rules apply from: credit score {credit_score}, device {device}, marking of images {images}.",
    ),
    hint="Drop the superseded rows first. For the images, look when the product came to the market.",
    working="The row in force for Annex III, for Annex I, and for the marking by the day of market entry.",
)
def binding_dates(case: Case) -> dict[str, object]:
    """From which day do the Act's rules for it apply: the credit score, the device, the images for adverts (card)?

    High-risk rules for the first two, the marking of synthetic output for the third. The day on which the rules start
    to apply to such systems, text in force as amended; not the day of the product's launch.
    """
    start = applies_from(case.product(IMAGES))
    return {"credit_score": ANNEX_III.day, "device": ANNEX_I.day, "images": start}


@binding_dates.mistake("The day for Annex III was moved: the row you took is superseded.")
def _(case: Case) -> dict[str, object]:
    return {"credit_score": _BEFORE_THE_AMENDMENT}


@binding_dates.mistake("The day for Annex I was moved as well: the row you took is superseded.")
def _(case: Case) -> dict[str, object]:
    return {"device": date(2027, 8, 2)}  # EUAI-045, before the amendment


@binding_dates.mistake("The device comes by Annex I; you took the day of Annex III.")
def _(case: Case) -> dict[str, object]:
    return {"device": ANNEX_III.day}


@binding_dates.mistake(
    "The wrong one of two days for the marking: older systems have a grace period, younger ones have none. Read since "
    "when the product is on the market."
)
def _(case: Case) -> dict[str, object]:
    marked = binding_dates.answer(case)["images"]
    return {"images": date(2026, 12, 2) if marked == TRANSPARENCY.day else TRANSPARENCY.day}  # EUAI-046


@binding_dates.mistake("You gave the days of market entry; the question asks when the rules start to apply.")
def _(case: Case) -> dict[str, object]:
    return {"credit_score": case.product(CREDIT).on_market, "device": case.product(DEVICE).on_market}


@question(
    points=4,
    unit="labels",
    kind="labels",
    choices=DUTIES,
    frames=("products", "act_duties"),
    hint="Settle the roles first, with what the group did to the system. Then keep owners, then what a duty covers.",
    working="Roles after Art. 25(1); rows of these owners that cover Annex III 5(b).",
)
def own_duties(case: Case) -> frozenset[str]:
    """Which duties of `act_duties` does the group owe for the credit score? A list of labels.

    The credit score is high-risk by Annex III 5(b) [EUAI-010]. The owner must be a role of the group, and `covers` must
    hold for that point. `change` says what the group did to a system that it bought: who puts an own name on a
    high-risk system becomes its provider [EUAI-019]; who goes on using it stays its deployer as well.
    """
    owed = {duty.locator for duty in classified(case.product(CREDIT)).own_duties}
    return frozenset(duty for duty in DUTIES if duty.partition("(")[2].removesuffix(")") in owed)


_BY_PROVIDER = frozenset(DUTIES[:4])
_WORKERS, _PRODUCT_WAY, _BODY = DUTIES[9], DUTIES[8], DUTIES[7]


@own_duties.mistake(
    "The provider's part is wrong as a whole. Read role and change: a deployer who puts its own name on the system is "
    "its provider; one who only uses it is not."
)
def _(case: Case) -> frozenset[str]:
    return own_duties.answer(case) ^ _BY_PROVIDER


@own_duties.mistake(
    "The impact assessment on fundamental rights is missing. For credit scores and for life and health insurance every "
    "deployer owes it, public or not.",
    credit=0.6,
)
def _(case: Case) -> frozenset[str]:
    return own_duties.answer(case) - {DUTIES[6]}


@own_duties.mistake(
    "No notified body: a credit score is checked by internal control, and nobody certifies it.", credit=0.5
)
def _(case: Case) -> frozenset[str]:
    return own_duties.answer(case) | {_BODY}


@own_duties.mistake("Workers are told of a system at the workplace; a credit score is about customers.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return own_duties.answer(case) | {_WORKERS}


@own_duties.mistake("You forgot what a duty covers: Annex I, the workplace and biometrics are other systems.")
def _(case: Case) -> frozenset[str]:
    return own_duties.answer(case) | {_WORKERS, _PRODUCT_WAY, _BODY}


@own_duties.mistake("The deployer's part is missing. A group that uses what it provides has both roles.", credit=None)
def _(case: Case) -> frozenset[str]:
    owed = own_duties.answer(case)
    return owed & _BY_PROVIDER or frozenset(DUTIES) - owed


@tells(own_duties)
def listed(case: Case, owed: frozenset[str]) -> str:
    """Return the duties as lines of a list."""
    return "\n".join(f"- {duty}" for duty in DUTIES if duty in owed)


@tells(own_duties)
def roles(case: Case, _: frozenset[str]) -> str:
    """Return the group's roles for the credit score."""
    return " and ".join(sorted(classified(case.product(CREDIT)).roles, reverse=True))
