"""Questions on the classes: eight products under review, and the high-risk share of the whole inventory."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from course_lib.cases.product_inventory import CODES, NONE, WITHDRAWN, Facts, Product
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.exercise import Exercise
from course_lib.measures.regulation import ProductFacts, classify
from course_lib.measures.regulation.dates import ANNEX_I

FRAMES = ("inventory", "forms", "act_extract")
CLASSES = ("prohibited", "high-risk, Annex III", "high-risk, Annex I", "transparency", "none of these")
PROHIBITED, ANNEX_III, ANNEX_I_CLASS, TRANSPARENCY, NEITHER = CLASSES
_USES = {
    "biometrics": "biometric_uses",
    "education": "education_uses",
    "employment": "employment_uses",
    "essential services": "service_uses",
}


def facts_of(form: Facts) -> ProductFacts:
    """Return a form as the classifier reads it."""
    answers: dict[str, object] = dict.fromkeys(_USES.values(), ())
    if form.area != NONE:
        answers[_USES[form.area]] = (form.use,)
    return ProductFacts(
        placed_on_union_market=True,
        exclusions=(),
        roles=("provider",),
        practices=() if form.practice == NONE else (form.practice,),
        emotion_source="biometric data",
        inferred_state="emotion or intention",
        medical_or_safety_reason=False,
        annex_i_product=form.product_law,
        is_the_product=False,
        safety_function=form.product_law != NONE,
        third_party_assessment="required for health or safety" if form.third_party_check else "not required",
        areas=() if form.area == NONE else (form.area,),
        profiles_persons=form.profiles_people,
        significant_risk=False,
        exemption_conditions=("preparatory task",) if form.preparatory_task else (),
        transparency_functions=() if form.function == NONE else (form.function,),
        **answers,
    )


def class_of(form: Facts) -> str:
    """Return the class of a form, in the words of the question."""
    return _class_of(replace(form, name=""))


@cache
def _class_of(form: Facts) -> str:
    found = classify(facts_of(form), on=ANNEX_I.day)
    if found.category != "high-risk":
        return {"prohibited": PROHIBITED, "transparency": TRANSPARENCY}.get(found.category, NEITHER)
    return ANNEX_III if any(place.startswith("Annex III") for place in found.locators) else ANNEX_I_CLASS


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=FRAMES,
    form=Fields(
        tuple(Slot(code, choices=CLASSES) for code in CODES),
        template="; ".join(f"{code}: {{{code}}}" for code in CODES) + ".",
    ),
    hint="Keep the latest form of each product, look its words up in the extract, then ask the five steps in order.",
    working="Per product the first step that holds: practice, product law, listed use without exemption, function.",
)
def product_classes(case: Case) -> dict[str, object]:
    """Which class of the EU AI Act does each of the eight products under review fall into?

    Latest form of each (`form_no`). Words are listed or not in `act_extract`. The first step that holds decides:

    1. `prohibited`: the practice is listed [EUAI-003]
    2. `high-risk, Annex I`: under a product law, and that law wants a third-party check [EUAI-005]
    3. `high-risk, Annex III`: the use is listed. Not if the task is only preparatory, unless it profiles people: then
       nothing takes it out [EUAI-007]. `preparatory_task` already means: no significant risk of harm
    4. `transparency`: the function is listed [EUAI-021]
    5. `none of these`

    A class, not all duties: a high-risk product with a listed function owes transparency as well.
    """
    return {code: class_of(one.facts) for code, one in case.products.reviewed.items()}


def _wrong(case: Case, to: str, applies: Callable[[Facts, str], bool]) -> dict[str, object]:
    forms = {code: one.facts for code, one in case.products.reviewed.items()}
    return {code: to for code, form in forms.items() if applies(form, class_of(form))}


@product_classes.mistake(
    "You made a product high-risk because customers meet it or it makes media. That brings transparency duties alone."
)
def _(case: Case) -> dict[str, object]:
    return _wrong(case, ANNEX_III, lambda form, found: found == TRANSPARENCY)


@product_classes.mistake(
    "You let a preparatory task out although it profiles people. Profiling defeats the exemption, whatever the task."
)
def _(case: Case) -> dict[str, object]:
    return _wrong(
        case, NEITHER, lambda form, found: found == ANNEX_III and form.preparatory_task and form.function == NONE
    )


@product_classes.mistake(
    "You kept a preparatory task as high-risk. It is listed, profiles nobody and poses no significant risk: it is out."
)
def _(case: Case) -> dict[str, object]:
    return _wrong(case, ANNEX_III, lambda form, found: form.preparatory_task and not form.profiles_people)


@product_classes.mistake(
    "The product law alone is not enough: without a check by a third party the AI in it is not high-risk."
)
def _(case: Case) -> dict[str, object]:
    return _wrong(case, ANNEX_I_CLASS, lambda form, found: form.product_law != NONE and found != ANNEX_I_CLASS)


@product_classes.mistake(
    "You took a look-alike for a listed use. The area is listed, the exact use is not: read the word, not the area."
)
def _(case: Case) -> dict[str, object]:
    return _wrong(
        case,
        ANNEX_III,
        lambda form, found: form.area != NONE and found == NEITHER and not form.preparatory_task,
    )


@product_classes.mistake(
    "You stopped at the listed use. A prohibited practice comes first: it cannot be made compliant."
)
def _(case: Case) -> dict[str, object]:
    return _wrong(case, ANNEX_III, lambda form, found: found == PROHIBITED)


@product_classes.mistake("An AI in a product that needs a third-party check is high-risk by Annex I, not Annex III.")
def _(case: Case) -> dict[str, object]:
    return _wrong(case, ANNEX_III, lambda form, found: found == ANNEX_I_CLASS)


@product_classes.mistake("The Act has no class of its own for a product under a law: Annex I is the way in, not none.")
def _(case: Case) -> dict[str, object]:
    return _wrong(case, NEITHER, lambda form, found: found == ANNEX_I_CLASS)


def _in_scope(one: Product) -> bool:
    return one.status != WITHDRAWN and (one.union_market or one.output_in_union)


def _share(products: Iterable[Product], counts: tuple[str, ...] = (ANNEX_III, ANNEX_I_CLASS), form: int = -1) -> float:
    found = [class_of(one.forms[form]) for one in products]
    return sum(name in counts for name in found) / len(found)


@question(
    points=4,
    unit="share",
    tolerance=0.001,
    frames=FRAMES,
    hint="Filter the inventory first, then one latest form a product, then the five steps on every row.",
    working="Products in scope that are high-risk by either annex, over all products in scope.",
)
def high_risk_share(case: Case) -> float:
    """Which share of the products in scope is high-risk, by either annex?

    In scope: not withdrawn, and either on the Union market or with output that is used in the Union. One product counts
    once, by its latest form. Numerator: high-risk by either annex [EUAI-002], by the same five steps. Denominator:
    all products in scope. As a share.
    """
    return _share(one for one in case.products.products if _in_scope(one))


@high_risk_share.mistake("All rows of the inventory are in it. Withdrawn products and those outside the Union go out.")
def _(case: Case) -> float:
    return _share(case.products.products)


@high_risk_share.mistake(
    "You kept only what is on the Union market. Where the output is used in the Union, the Act applies as well."
)
def _(case: Case) -> float:
    return _share(one for one in case.products.products if one.status != WITHDRAWN and one.union_market)


@high_risk_share.mistake("You classified by the first form of each product. It left out the use: take the latest.")
def _(case: Case) -> float:
    return _share((one for one in case.products.products if _in_scope(one)), form=0)


@high_risk_share.mistake("Only Annex III is in your numerator. A product under Annex I is high-risk too.", credit=0.25)
def _(case: Case) -> float:
    return _share((one for one in case.products.products if _in_scope(one)), (ANNEX_III,))


@high_risk_share.mistake("Prohibited products are in your numerator. They are a class of their own: to be stopped.")
def _(case: Case) -> float:
    return _share((one for one in case.products.products if _in_scope(one)), (ANNEX_III, ANNEX_I_CLASS, PROHIBITED))


EXERCISE = Exercise(
    questions=(product_classes, high_risk_share),
    strong_answer=(
        "There is no tier two in this Act, so I ask four things in order: a banned practice, a product law with a "
        "third-party check, a listed use, a listed function. {product_classes} Of everything in scope, "
        "{high_risk_share} is high-risk. I read the exact word, not the area: fraud detection and verification sit "
        "beside listed uses and are outside. An exemption fails as soon as people are profiled. Where an answer is "
        "missing I say so, and name who can give it; I do not guess a class."
    ),
    follow_up="Sales promises a customer a ranking feature in a product you called preparatory. What changes?",
)
