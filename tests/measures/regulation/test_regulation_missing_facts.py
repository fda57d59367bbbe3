"""What is not known may leave a question open; it never changes one settled category into another."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.measures.regulation import ProductFacts, classify, from_mapping, questions

DATA = yaml.safe_load(Path(__file__).with_name("products.yaml").read_text(encoding="utf-8"))
PRODUCTS = {product["name"]: product for product in DATA["products"]}
DAYS = st.dates(date(2024, 8, 1), date(2031, 1, 1))
OPEN = "not enough facts"


def answers(question):
    """Draw any allowed answer to a question."""
    kinds = {
        "yes or no": st.booleans(),
        "one of": st.sampled_from(question.allowed or ("",)),
        "any of": st.lists(st.sampled_from(question.allowed or ("",)), max_size=2).map(tuple),
        "date": DAYS,
        "number": st.sampled_from([0.0, 0.2, 1 / 3, 0.5, 1e24, 1e25, 2e25]),
    }
    return kinds[question.kind]


ANY_FACTS = st.fixed_dictionaries(
    {
        "placed_on_union_market": st.sampled_from([True, True, None, False]),
        "exclusions": st.sampled_from([(), (), (), None, ("personal non-professional use",)]),
        "practices": st.one_of(st.just(()), answers(questions(ProductFacts)["practices"]), st.none()),
    },
    optional={
        name: answers(question)
        for name, question in questions(ProductFacts).items()
        if name not in ("placed_on_union_market", "exclusions", "practices")
    },
).map(lambda given: ProductFacts(**given))


@pytest.mark.parametrize("name", PRODUCTS)
def test_removing_any_answer_keeps_the_category_or_opens_it(name):
    facts, on = from_mapping(PRODUCTS[name]["facts"]), PRODUCTS[name]["asked_on"]
    whole = classify(facts, on=on)
    for item in fields(facts):
        if getattr(facts, item.name) is None:
            continue
        fewer = classify(replace(facts, **{item.name: None}), on=on)
        assert fewer.category in (whole.category, OPEN), item.name
        assert fewer.gpai.status in (whole.gpai.status, OPEN), item.name
        if fewer.category == OPEN:
            assert item.name in fewer.open_questions
            assert whole.category in fewer.candidates
        elif fewer.locators != whole.locators or fewer.application != whole.application:
            assert item.name in fewer.further_questions


@settings(max_examples=300, deadline=None)
@given(facts=ANY_FACTS, on=DAYS, data=st.data())
def test_learning_more_never_contradicts_what_was_settled(facts, on, data):
    known = [item.name for item in fields(facts) if getattr(facts, item.name) is not None]
    if not known:
        return
    name = data.draw(st.sampled_from(known))
    whole, fewer = classify(facts, on=on), classify(replace(facts, **{name: None}), on=on)
    assert fewer.category in (whole.category, OPEN)
    assert fewer.gpai.status in (whole.gpai.status, OPEN)
    if fewer.category == OPEN and whole.category != OPEN:
        assert whole.category in fewer.candidates
        assert name in fewer.open_questions


@settings(max_examples=200, deadline=None)
@given(facts=ANY_FACTS, on=DAYS, data=st.data())
def test_the_questions_asked_suffice(facts, on, data):
    asked = questions(ProductFacts)
    for _ in range(len(asked)):
        found = classify(facts, on=on)
        pending = set(found.open_questions) | set(found.gpai.open_questions)
        assert all(getattr(facts, name) is None for name in pending)
        if not pending:
            break
        facts = replace(facts, **{name: data.draw(answers(asked[name])) for name in pending})
    assert found.category != OPEN
    assert found.gpai.status != OPEN


@settings(max_examples=200, deadline=None)
@given(facts=ANY_FACTS, early=DAYS, late=DAYS)
def test_the_category_does_not_depend_on_the_day_but_duties_only_ever_start(facts, early, late):
    early, late = sorted((early, late))
    before, after = classify(facts, on=early), classify(facts, on=late)
    assert before.category == after.category
    assert before.locators == after.locators
    if before.application and before.application.applies:
        assert after.application.applies
    if after.application and after.application.applies is False:
        assert before.application.applies is False


@settings(max_examples=200, deadline=None)
@given(facts=ANY_FACTS, on=DAYS)
def test_an_application_date_and_its_answer_agree(facts, on):
    found = classify(facts, on=on)
    for duty in (*found.duties, *found.gpai.duties):
        starts, applies = duty.application.starts, duty.application.applies
        if applies is True:
            assert starts is not None
            assert starts <= on
        if applies is False and starts is not None:
            assert on < starts
        if applies is None:
            assert duty.application.further_questions or duty.locator == "Art. 49(2)"
