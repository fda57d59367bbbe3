"""Exhibit A of the regulatory impact: an inventory of AI products and the forms with their facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

NONE = "none"
LIVE, BUILT, WITHDRAWN = "live", "in development", "withdrawn"
CODES = tuple(f"p{number}" for number in range(1, 9))
KINDS = (
    "practice", "listed", "listed and profiling", "product", "function", "look-alike", "product unchecked", "exempt",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What the form says about one product, in the words of the act's extract."""

    name: str
    area: str = NONE
    use: str = NONE
    product_law: str = NONE
    third_party_check: bool = False
    profiles_people: bool = False
    preparatory_task: bool = False
    function: str = NONE
    practice: str = NONE


_EMOTION = "emotion inference at work or school"
_CHAT, _SYNTHETIC, _FAKE = "interacts with people", "generates synthetic content", "deep fake"
_MONITORING = "monitoring performance or behaviour"
_RECRUITING = "recruitment or selection"
ARCHETYPES: dict[str, tuple[Facts, ...]] = {
    "practice": (
        Facts("mood camera for call agents", "employment", _MONITORING, profiles_people=True, practice=_EMOTION),
        Facts("classroom attention camera", "education", "other education use", practice=_EMOTION),
        Facts("voice stress score of staff", "employment", _MONITORING, practice=_EMOTION),
    ),
    "listed": (
        Facts("interview chatbot", "employment", _RECRUITING, profiles_people=True, function=_CHAT),
        Facts("consumer credit score", "essential services", "creditworthiness of natural persons",
              profiles_people=True),
        Facts("life insurance pricing", "essential services", "life or health insurance of natural persons",
              profiles_people=True),
        Facts("exam proctor", "education", "monitoring tests"),
        Facts("shift planner by past behaviour", "employment", "task allocation by behaviour or traits",
              profiles_people=True),
        Facts("emergency call sorter", "essential services", "emergency calls, dispatch or triage"),
    ),
    "listed and profiling": (
        Facts("applicant pre-sorter", "employment", _RECRUITING, profiles_people=True, preparatory_task=True),
        Facts("credit file summariser", "essential services", "creditworthiness of natural persons",
              profiles_people=True, preparatory_task=True),
        Facts("admission file sorter", "education", "admission or assignment", profiles_people=True,
              preparatory_task=True),
    ),
    "product": (
        Facts("X-ray triage", product_law="medical device", third_party_check=True),
        Facts("lift door monitor", product_law="lift", third_party_check=True),
        Facts("pressure valve control", product_law="pressure equipment", third_party_check=True),
        Facts("blood test reader", product_law="in vitro diagnostic device", third_party_check=True),
    ),
    "function": (
        Facts("support chatbot", function=_CHAT),
        Facts("product picture maker", function=_SYNTHETIC),
        Facts("spokesperson avatar", function=_FAKE),
        Facts("booking voice agent", function=_CHAT),
    ),
    "look-alike": (
        Facts("card fraud alarm", "essential services", "financial fraud detection"),
        Facts("company credit score", "essential services", "creditworthiness of companies"),
        Facts("face unlock of devices", "biometrics", "verification"),
        Facts("shift planner by seats", "employment", "task allocation by other criteria"),
        Facts("car insurance pricing", "essential services", "other insurance", profiles_people=True),
    ),
    "product unchecked": (
        Facts("reading light for toys", product_law="toy"),
        Facts("radio channel planner", product_law="radio equipment"),
        Facts("step counter", product_law="medical device"),
    ),
    "exempt": (
        Facts("CV file converter", "employment", _RECRUITING, preparatory_task=True),
        Facts("claim letter translator", "essential services", "life or health insurance of natural persons",
              preparatory_task=True),
        Facts("exam paper scanner", "education", "evaluating learning outcomes", preparatory_task=True),
    ),
}  # fmt: skip
_PLAIN = (
    Facts("warehouse forecast"), Facts("route planner"), Facts("energy forecast"), Facts("code assistant"),
    Facts("spelling helper", function="assistive editing"),
)  # fmt: skip
_CITIES = ("Lyon", "Graz", "Porto", "Gdansk", "Turin", "Ghent", "Malmo", "Brno", "Cork", "Split")


@dataclass(frozen=True)
class Product:
    """One product of the inventory: where it stands, and its forms, the latest last."""

    product_id: int
    status: str
    union_market: bool
    output_in_union: bool
    code: str
    forms: tuple[Facts, ...]

    @property
    def facts(self) -> Facts:
        """The latest form."""
        return self.forms[-1]


@dataclass(frozen=True)
class Inventory:
    """All products of the group, in the order of their numbers."""

    products: tuple[Product, ...]

    @cached_property
    def reviewed(self) -> dict[str, Product]:
        """The eight products under review, by code."""
        found = {one.code: one for one in self.products if one.code}
        return {code: found[code] for code in CODES}

    def inventory(self) -> "pd.DataFrame":
        """Build the table of products."""
        import pandas as pd

        names = ["product_id", "code", "product", "status", "union_market", "output_in_union"]
        rows = [
            (one.product_id, one.code, one.facts.name, one.status, one.union_market, one.output_in_union)
            for one in self.products
        ]
        return pd.DataFrame(rows, columns=names)

    def forms(self) -> "pd.DataFrame":
        """Build the table of forms: a product that was asked again is in it twice."""
        import pandas as pd

        rows = [
            {"product_id": one.product_id, "form_no": number, **vars(form)}
            for one in self.products
            for number, form in enumerate(one.forms, start=1)
        ]
        frame = pd.DataFrame(rows).drop(columns="name")
        return frame.sort_values(["form_no", "product_id"], ascending=[False, True], ignore_index=True)


def draw_inventory(streams: Streams) -> Inventory:
    """Draw the eight products under review, one of each kind, and some forty others."""
    rng = streams.rng("products")
    reviewed = [rng.choice(ARCHETYPES[kind]) for kind in KINDS]
    rng.shuffle(reviewed)
    others = _others(streams.rng("other products"))
    status = streams.rng("status")
    rows = [(code, facts, LIVE, True, True) for code, facts in zip(CODES, reviewed, strict=True)]
    rows += [("", facts, *_where(status)) for facts in others]
    streams.rng("order").shuffle(rows)
    again = streams.rng("forms")
    return Inventory(
        tuple(
            Product(101 + i, state, market, output, code, _filled_in(again, facts))
            for i, (code, facts, state, market, output) in enumerate(rows)
        )
    )


def _others(rng: Random) -> list[Facts]:
    pool = [facts for group in ARCHETYPES.values() for facts in group]
    chosen = [rng.choice(_PLAIN if rng.random() < 0.25 else pool) for _ in range(rng.randint(38, 50))]
    return [replace(facts, name=f"{facts.name} ({rng.choice(_CITIES)})") for facts in chosen]


def _where(rng: Random) -> tuple[str, bool, bool]:
    state = rng.choices((LIVE, BUILT, WITHDRAWN), (65, 15, 20))[0]
    market = rng.random() < 0.7
    return state, market, market or rng.random() < 0.4


def _filled_in(rng: Random, facts: Facts) -> tuple[Facts, ...]:
    """Return the forms of a product: one in three was asked again, because the first form left out the use."""
    if rng.random() > 0.33:
        return (facts,)
    return replace(facts, use=NONE, area=NONE, third_party_check=False, practice=NONE), facts


_EXTRACT: Sequence[tuple[str, str, str, str]] = (
    ("practice", _EMOTION, "Art. 5(1)(f)", "EUAI-003, EUAI-013"),
    ("use", _RECRUITING, "Annex III, point 4(a)", "EUAI-009"),
    ("use", "task allocation by behaviour or traits", "Annex III, point 4(b)", "EUAI-009"),
    ("use", _MONITORING, "Annex III, point 4(b)", "EUAI-009"),
    ("use", "task allocation by other criteria", "not listed", "EUAI-009"),
    ("use", "admission or assignment", "Annex III, point 3(a)", "EUAI-006"),
    ("use", "evaluating learning outcomes", "Annex III, point 3(b)", "EUAI-006"),
    ("use", "monitoring tests", "Annex III, point 3(d)", "EUAI-006"),
    ("use", "other education use", "not listed", "EUAI-006"),
    ("use", "creditworthiness of natural persons", "Annex III, point 5(b)", "EUAI-010"),
    ("use", "creditworthiness of companies", "not listed", "EUAI-010"),
    ("use", "financial fraud detection", "not listed", "EUAI-010"),
    ("use", "life or health insurance of natural persons", "Annex III, point 5(c)", "EUAI-011"),
    ("use", "other insurance", "not listed", "EUAI-011"),
    ("use", "emergency calls, dispatch or triage", "Annex III, point 5(d)", "EUAI-006"),
    ("use", "verification", "not listed", "EUAI-012"),
    ("function", _CHAT, "Art. 50(1)", "EUAI-021"),
    ("function", _SYNTHETIC, "Art. 50(2)", "EUAI-021"),
    ("function", _FAKE, "Art. 50(4)", "EUAI-021"),
    ("function", "assistive editing", "not listed", "EUAI-021"),
)


def act_extract() -> "pd.DataFrame":
    """Build the extract of the law: which words of a form are listed, where, and the ledger's entry."""
    import pandas as pd

    return pd.DataFrame(_EXTRACT, columns=["column", "word", "provision", "ledger"])
