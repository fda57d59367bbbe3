"""The question on the inventory: the class of each product under the AI Act."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from course_lib.cases.act_extract import CLASSES
from course_lib.cases.product_inventory import CREDIT, DEVICE, FILED, IMAGES, Product
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.regulation import ProductFacts, classify, from_mapping, questions
from course_lib.measures.regulation.model import Classification
from course_lib.wording.telling import tells

PROHIBITED, BY_PRODUCT, BY_USE, TRANSPARENT, NEITHER, OPEN = CLASSES
SLOTS = tuple(f"p{i}" for i in range(1, 9))
_CALLED = {"prohibited": PROHIBITED, "transparency": TRANSPARENT, "not enough facts": OPEN}
_ANY_DAY = date(2027, 2, 1)
_NO = {"yes or no": False, "any of": ()}
_NONE_OF_THEM = {
    "size": "large",
    "deployer_type": "private",
    "emotion_source": "text or other data",
    "inferred_state": "physical state",
    "third_party_assessment": "not required",
}


def classified(product: Product, said: Mapping[str, str] | None = None) -> Classification:
    """Classify a product; `said` replaces answers of its questionnaire. What has no row was answered no, or none.

    Class and duties hang neither on the day nor on the market entry, so that few different products are classified.
    """
    answered = product if said is None else replace(product, answers={**product.answers, **said})
    return _found(_pairs(answered.facts() | {"placed_on_market_on": None}))


def applies_from(product: Product) -> date:
    """Return from when the rules of its class apply to a product that is on the market since its day."""
    return _found(_pairs(product.facts())).application.starts


def _pairs(facts: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    return tuple((name, _hashable(answer)) for name, answer in facts.items())


def _hashable(answer: object) -> object:
    return tuple(answer) if isinstance(answer, list) else answer


@cache
def _found(facts: tuple[tuple[str, object], ...]) -> Classification:
    return classify(from_mapping({**_SILENT, **dict(facts)}), on=_ANY_DAY)


def _answers_of_none() -> dict[str, object]:
    silent = {name: _NO.get(asked.kind, "none") for name, asked in questions(ProductFacts).items()}
    open_ = {name: None for name, asked in questions(ProductFacts).items() if asked.kind in ("date", "number")}
    return {**silent, **open_, **_NONE_OF_THEM, "placed_on_union_market": True}


_SILENT = _answers_of_none()


def _label(found: Classification) -> str:
    if found.category == "high-risk":
        return BY_PRODUCT if any("Annex I Section" in locator for locator in found.locators) else BY_USE
    return _CALLED.get(found.category, NEITHER)


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=("answers", "act_rules"),
    form=Fields(
        tuple(Slot(slot, choices=CLASSES) for slot in SLOTS),
        template="; ".join(f"{slot}: {{{slot}}}" for slot in SLOTS) + ".",
    ),
    hint="Keep the latest answer to each question. Then compare, rule by rule, what it needs with what was answered.",
    working="First step in which a rule holds; not enough facts where one would hold but for an open answer.",
)
def product_classes(case: Case) -> dict[str, object]:
    """Class of each product under the EU AI Act, p1 to p8.

    A rule of `act_rules` holds if every answer it takes was given. Go through the steps in order; the first rule that
    holds decides, and if none does it is `none of these`. If a rule would hold but for an answer that is `not known`,
    and no earlier rule holds, it is `not enough facts`. Of two answers to a question the later counts. A question
    without a row was answered `no`, or none. Step 3 takes a listed use out of Annex III [EUAI-007].
    """
    return {one.product_id: _label(classified(one)) for one in case.products}


def _one(case: Case, kind: str, called: str) -> dict[str, object]:
    return {case.product(kind).product_id: called}


@product_classes.mistake(
    "A machine that talks to customers or computes a double of somebody owes transparency. That alone is no high risk."
)
def _(case: Case) -> dict[str, object]:
    return _one(case, "transparent", BY_USE)


@product_classes.mistake("Images for adverts must be marked: a duty of transparency, and no high risk.")
def _(case: Case) -> dict[str, object]:
    return _one(case, IMAGES, BY_USE)


@product_classes.mistake("You called one thing minimal that owes transparency: Art. 50 asks what it does, not how bad.")
def _(case: Case) -> dict[str, object]:
    return _one(case, "transparent", NEITHER)


@product_classes.mistake("Images for adverts look harmless, and Art. 50 still wants them marked.")
def _(case: Case) -> dict[str, object]:
    return _one(case, IMAGES, NEITHER)


@product_classes.mistake("One of them is worse than high-risk: the prohibitions come first and stop everything else.")
def _(case: Case) -> dict[str, object]:
    return _one(case, "prohibited", BY_USE)


@product_classes.mistake(
    "You guessed high-risk where an answer is open. It decides: the exemption of Art. 6(3) may hold. Ask."
)
def _(case: Case) -> dict[str, object]:
    return _one(case, "unsettled", BY_USE)


@product_classes.mistake(
    "You granted an exemption on an open answer. Until somebody answers, the class is not settled."
)
def _(case: Case) -> dict[str, object]:
    return _one(case, "unsettled", NEITHER)


@product_classes.mistake(
    "A look-alike is in your list. A rule means its exact words; where an answer was corrected, the later one counts."
)
def _(case: Case) -> dict[str, object]:
    near = case.product("look-alike")
    return {near.product_id: _label(classified(near, near.at_first))}


@product_classes.mistake("A part of a regulated product comes by Annex I, with another date and another procedure.")
def _(case: Case) -> dict[str, object]:
    return _one(case, DEVICE, BY_USE)


@product_classes.mistake(
    "A listed use is missing. Profiling defeats the exemption; and where an answer was corrected, the later one counts."
)
def _(case: Case) -> dict[str, object]:
    return _one(case, FILED, NEITHER)


@product_classes.mistake("Credit scores of people are listed in Annex III; fraud and companies are what it leaves out.")
def _(case: Case) -> dict[str, object]:
    return _one(case, CREDIT, NEITHER)


@tells(product_classes)
def table(case: Case, answer: Mapping[str, str]) -> str:
    """Return the inventory as rows of a Markdown table: product, class, provisions."""
    return "\n".join(
        f"| {one.product_id} | {one.name} | {answer[one.product_id]} | {_why(classified(one))} |"
        for one in case.products
    )


def _why(found: Classification) -> str:
    asked = questions(ProductFacts)
    return "; ".join(found.locators) or " ".join(asked[field].text for field in found.open_questions) or "-"


@tells(product_classes)
def high_risk(case: Case, answer: Mapping[str, str]) -> str:
    """Return the products that are high-risk."""
    return ", ".join(sorted(name for name, found in answer.items() if found in (BY_PRODUCT, BY_USE)))


@tells(product_classes)
def prohibited(case: Case, answer: Mapping[str, str]) -> str:
    """Return the products that are prohibited."""
    return ", ".join(sorted(name for name, found in answer.items() if found == PROHIBITED))


@tells(product_classes)
def unsettled(case: Case, answer: Mapping[str, str]) -> str:
    """Return the products that somebody has to be asked about."""
    return ", ".join(sorted(name for name, found in answer.items() if found == OPEN))
