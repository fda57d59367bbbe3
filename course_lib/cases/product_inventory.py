"""The products of one group, and what the questionnaires say about each of them.

A questionnaire uses the fields and words of `measures.regulation.facts`; what it has no row for was answered no, or
none. Some answers were corrected later, and one question about one product is still open.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from course_lib.cases.product_pool import (
    CREDIT_SCORE,
    LISTED,
    LOOK_ALIKES,
    MARKETING,
    OPEN,
    PRODUCTS,
    PROHIBITED,
    TRANSPARENT,
    UNSETTLED,
)
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

CREDIT, FILED, DEVICE, IMAGES = "credit score", "listed use", "device", "marketing images"
MARKING_SINCE = date(2026, 8, 2)  # EUAI-046
_AREAS = {
    "biometric_uses": "biometrics",
    "education_uses": "education",
    "employment_uses": "employment",
    "service_uses": "essential services",
}


@dataclass(frozen=True)
class Product:
    """One product of the group: what it is, in which role, since when it is on the market, and its answers.

    `change` is what the group did to a system that it bought ("none" if it did nothing).
    """

    product_id: str
    kind: str
    name: str
    role: str
    change: str
    on_market: date
    answers: dict[str, str]
    at_first: dict[str, str]
    asked: date

    def facts(self) -> dict[str, object]:
        """Return the answers as `from_mapping` of the classifier reads them, "not known" as None."""
        words = {name: _plain(name, answer) for name, answer in self.answers.items()}
        areas = [area for name, area in _AREAS.items() if name in self.answers]
        return {
            **words,
            "areas": areas,
            "roles": self.role.split(" and "),
            "value_chain_changes": [] if self.change == "none" else [self.change],
            "placed_on_market_on": self.on_market,
        }


_LISTS = (*_AREAS, "practices", "transparency_functions", "exemption_conditions")


def _plain(name: str, answer: str) -> object:
    if answer == OPEN:
        return None
    return [answer] if name in _LISTS else {"yes": True, "no": False}.get(answer, answer)


def draw_products(streams: Streams, today: date) -> tuple[Product, ...]:
    """Draw eight products, one of each kind, in an order of their own."""
    rng, roles = streams.rng("products"), streams.rng("roles")
    chosen = [
        ("prohibited", rng.choice(PROHIBITED)),
        (CREDIT, CREDIT_SCORE),
        (FILED, rng.choice(LISTED)),
        (DEVICE, rng.choice(PRODUCTS)),
        (IMAGES, MARKETING),
        ("transparent", rng.choice(TRANSPARENT)),
        ("look-alike", rng.choice(LOOK_ALIKES)),
        ("unsettled", rng.choice(UNSETTLED)),
    ]
    rng.shuffle(chosen)
    return tuple(
        Product(
            f"p{i}",
            kind,
            pool.name,
            *_role(roles, kind),
            _market_day(rng, kind, today),
            pool.answers,
            pool.at_first or {},
            today - timedelta(days=rng.randint(20, 60)),
        )
        for i, (kind, pool) in enumerate(chosen, start=1)
    )


def _role(rng: Random, kind: str) -> tuple[str, str]:
    if kind == CREDIT:
        return rng.choice((("deployer", "none"), ("deployer", "rebranded"), ("provider and deployer", "none")))
    if kind in (DEVICE, IMAGES):
        return "provider", "none"
    if kind == "transparent":
        return "provider and deployer", "none"
    if kind == FILED:
        return rng.choice(("provider", "provider and deployer")), "none"
    return rng.choice(("provider", "deployer", "provider and deployer")), "none"


def _market_day(rng: Random, kind: str, today: date) -> date:
    """Return when a product came, or will come, to the market: the images on both sides of the day of the rule."""
    if kind == IMAGES:
        return MARKING_SINCE + timedelta(days=rng.choice((-1, 1)) * rng.randint(20, 120))
    if kind in ("prohibited", "transparent", "look-alike"):
        return today - timedelta(days=rng.randint(200, 700))
    first = date(2027, 12, 2) if kind in (CREDIT, FILED) else date(2028, 9, 1)  # EUAI-044
    return first + timedelta(days=rng.randint(5, 90))


def products_frame(products: tuple[Product, ...]) -> "pd.DataFrame":
    """Build the table of products."""
    import pandas as pd

    rows = [(one.product_id, one.name, one.role, one.change, one.on_market) for one in products]
    frame = pd.DataFrame(rows, columns=["product_id", "product", "role", "change", "on_market"])
    return frame.assign(on_market=pd.to_datetime(frame["on_market"]))


def answers_frame(products: tuple[Product, ...], row_seed: int) -> "pd.DataFrame":
    """Build the questionnaires: one row an answer; a corrected answer stands there twice, the later one counts."""
    import pandas as pd

    rows = []
    for one in products:
        for question, answer in one.answers.items():
            corrected = question in one.at_first
            if corrected:
                rows.append((one.product_id, question, one.at_first[question], one.asked))
            rows.append((one.product_id, question, answer, one.asked + timedelta(days=9 if corrected else 0)))
    frame = pd.DataFrame(rows, columns=["product_id", "question", "answer", "answered_on"])
    frame["answered_on"] = pd.to_datetime(frame["answered_on"])
    return frame.sample(frac=1, random_state=row_seed % 2**32).reset_index(drop=True)
