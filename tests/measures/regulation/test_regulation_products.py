from datetime import date
from pathlib import Path

import pytest
import yaml

from course_lib.measures.regulation import NOTICE, classify, fine_ceiling, from_mapping

DATA = yaml.safe_load(Path(__file__).with_name("products.yaml").read_text(encoding="utf-8"))
PRODUCTS = {product["name"]: product for product in DATA["products"]}
OPEN = {product["name"]: product for product in DATA["open"]}


def classified(product):
    return classify(from_mapping(product["facts"]), on=product["asked_on"])


def owned(duties):
    return {f"{duty.owner}: {duty.locator}" for duty in duties}


def test_the_data_hold_enough_products_each_with_a_reason():
    assert len(PRODUCTS) >= 40
    assert len(OPEN) >= 8
    assert all(product["why"] for product in [*PRODUCTS.values(), *OPEN.values()])


@pytest.mark.parametrize("name", PRODUCTS)
def test_category_and_locators_of_a_product(name):
    expected, found = PRODUCTS[name]["expect"], classified(PRODUCTS[name])
    assert (found.category, list(found.locators)) == (expected["category"], expected["locators"])
    assert list(found.also) == expected.get("also", [])
    assert found.open_questions == ()
    assert found.candidates == ()
    assert found.notice == NOTICE
    assert list(found.roles or ()) == expected.get("roles", list(found.roles or ()))


@pytest.mark.parametrize("name", PRODUCTS)
def test_duties_and_dates_of_a_product(name):
    expected, found = PRODUCTS[name]["expect"], classified(PRODUCTS[name])
    assert set(expected.get("duties", [])) <= owned(found.duties)
    assert not set(expected.get("no_duties", [])) & owned(found.duties)
    assert set(expected.get("further", [])) <= set(found.further_questions)
    if "applies_from" in expected:
        assert (found.application.starts, found.application.applies) == (
            expected["applies_from"],
            expected["applies"],
        )
    else:
        assert found.application is None


@pytest.mark.parametrize("name", [name for name in PRODUCTS if "gpai" in PRODUCTS[name]["expect"]])
def test_model_axis_of_a_product(name):
    expected, found = PRODUCTS[name]["expect"], classified(PRODUCTS[name]).gpai
    assert found.status == expected["gpai"]
    locators = {duty.locator for duty in found.duties}
    assert set(expected.get("gpai_duties", [])) <= locators
    assert not set(expected.get("gpai_no_duties", [])) & locators
    if "gpai_from" in expected:
        assert (found.application.starts, found.application.applies) == (
            expected["gpai_from"],
            expected["gpai_applies"],
        )


@pytest.mark.parametrize("name", [name for name in PRODUCTS if "ceiling" in PRODUCTS[name]])
def test_ceiling_of_a_product(name):
    ceiling = PRODUCTS[name]["ceiling"]
    found = fine_ceiling(
        ceiling["article"],
        on=ceiling.get("asked_on", PRODUCTS[name]["asked_on"]),
        worldwide_turnover=ceiling["turnover"],
        size=ceiling["size"],
    )
    assert found.amount == ceiling["amount"]
    assert found.enforceable == ceiling.get("enforceable", found.enforceable)


@pytest.mark.parametrize("name", OPEN)
def test_a_product_without_enough_facts_names_the_questions(name):
    found = classified(OPEN[name])
    assert found.category == "not enough facts"
    assert set(found.open_questions) == set(OPEN[name]["questions"])
    assert list(found.candidates) == OPEN[name].get("candidates", list(found.candidates))
    assert len(found.candidates) > 1
    assert found.duties == ()
    assert found.locators == ()


def test_a_settled_stop_makes_later_questions_irrelevant():
    facts = from_mapping(
        {
            "placed_on_union_market": True,
            "exclusions": [],
            "practices": ["facial image scraping"],
            "scraping_untargeted": True,
        }
    )
    found = classify(facts, on=date(2026, 11, 24))
    assert found.category == "prohibited"
    assert found.open_questions == ()


def test_the_result_is_plain_data_for_json():
    plain = classified(PRODUCTS["bank that scores consumers"]).to_dict()
    assert plain["on"] == "2027-12-02"
    assert plain["application"]["starts"] == "2027-12-02"
    assert plain["locators"] == ["Art. 6(2)", "Annex III 5(b)"]
    assert plain["duties"][0]["application"]["applies"] is True


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_duty_names_the_provision_that_the_fine_table_finds(name):
    found = classified(PRODUCTS[name])
    for duty in (*found.duties, *found.gpai.duties):
        ceiling = fine_ceiling(duty.locator, on=found.on, worldwide_turnover=1, size="large")
        assert ceiling.provision == duty.fine, duty.locator


def test_own_duties_are_those_of_the_roles_given():
    found = classified(PRODUCTS["resume ranking, the private employer"])
    assert {duty.owner for duty in found.own_duties} == {"deployer"}
    assert len(found.own_duties) < len(found.duties)
