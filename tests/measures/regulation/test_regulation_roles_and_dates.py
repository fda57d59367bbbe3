from datetime import date

import pytest

from course_lib.measures.regulation import ProductFacts, classify

BASE = {
    "placed_on_union_market": True,
    "exclusions": (),
    "roles": ("provider",),
    "value_chain_changes": (),
    "established_in_union": True,
    "deployer_type": "private",
    "practices": (),
    "annex_i_product": "none",
    "areas": (),
    "transparency_functions": (),
    "gpai_activity": "none",
}
HIRING = {
    "areas": ("employment",),
    "employment_uses": ("recruitment or selection",),
    "profiles_persons": True,
}
DEVICE = {
    "annex_i_product": "medical device",
    "safety_function": True,
    "third_party_assessment": "required for health or safety",
}
ON = date(2026, 11, 24)


def found(on=ON, **answers):
    return classify(ProductFacts(**{**BASE, **answers}), on=on)


def locators(result, owner):
    return {duty.locator for duty in result.duties if duty.owner == owner}


@pytest.mark.parametrize("role", ["deployer", "importer", "distributor"])
@pytest.mark.parametrize("change", ["rebranded", "substantially modified", "purpose changed"])
def test_each_flip_makes_a_provider_of_a_high_risk_system(role, change):
    result = found(**HIRING, roles=(role,), value_chain_changes=(change,))
    assert result.roles == (role, "provider")
    assert "Art. 25(2)" in locators(result, "initial provider")
    assert found(**HIRING, roles=(role,)).roles == (role,)


def test_no_flip_without_a_high_risk_system():
    assert found(roles=("deployer",), value_chain_changes=("rebranded",)).roles == ("deployer",)


def test_the_product_manufacturer_becomes_provider_under_its_own_name_in_section_a_only():
    name = ("sold under the product manufacturer's name",)
    assert found(**DEVICE, roles=("product manufacturer",), value_chain_changes=name).roles == (
        "product manufacturer",
        "provider",
    )
    assert found(**HIRING, roles=("product manufacturer",), value_chain_changes=name).roles == ("product manufacturer",)


@pytest.mark.parametrize(
    ("role", "locator"),
    [
        ("provider", "Art. 9"),
        ("deployer", "Art. 26(1)"),
        ("importer", "Art. 23"),
        ("distributor", "Art. 24"),
        ("authorised representative", "Art. 22(3)"),
    ],
)
def test_each_role_has_duties_of_its_own(role, locator):
    assert locator in locators(found(**HIRING, roles=(role,)), role)


def test_an_unknown_role_is_a_further_question_not_an_open_one():
    result = found(**HIRING, roles=None)
    assert result.category == "high-risk"
    assert "roles" in result.further_questions
    assert result.own_duties == ()


@pytest.mark.parametrize(
    ("deployer", "owes"),
    [
        ("private", False),
        ("private provider of public services", True),
        ("public body", True),
        ("Union institution", True),
    ],
)
def test_the_impact_assessment_depends_on_the_deployer(deployer, owes):
    result = found(**HIRING, deployer_type=deployer)
    assert ("Art. 27" in locators(result, "deployer")) is owes
    assert ("Art. 49(3)" in locators(result, "deployer")) is (deployer in ("public body", "Union institution"))


def test_an_unknown_deployer_leaves_the_impact_assessment_a_further_question():
    result = found(**HIRING, deployer_type=None)
    assert "Art. 27" not in locators(result, "deployer")
    assert "deployer_type" in result.further_questions


def test_only_employment_brings_the_notice_to_workers():
    assert "Art. 26(7)" in locators(found(**HIRING), "deployer")
    other = found(areas=("education",), education_uses=("monitoring tests",), profiles_persons=True)
    assert "Art. 26(7)" not in locators(other, "deployer")


def test_duties_name_the_provision_of_their_fine_and_the_closed_list_holds():
    fines = {(duty.owner, duty.locator): duty.fine for duty in found(**HIRING, deployer_type="public body").duties}
    assert fines["provider", "Art. 9"] == "AI Act 99(4)"
    assert fines["deployer", "Art. 26(5)"] == "AI Act 99(4)"
    for duty in [
        ("deployer", "Art. 27"),
        ("provider", "Art. 72"),
        ("provider", "Art. 73"),
        ("provider", "Art. 4"),
    ]:
        assert fines[duty] is None


@pytest.mark.parametrize(
    ("facts", "day"), [(HIRING, date(2027, 12, 2)), (DEVICE, date(2028, 8, 2))], ids=["Annex III", "Annex I"]
)
def test_high_risk_duties_start_on_their_day(facts, day):
    facts = {**facts, "placed_on_market_on": day}
    eve = date.fromordinal(day.toordinal() - 1)
    assert found(eve, **facts).application.applies is False
    assert found(day, **facts).application.applies is True


OLD = {"placed_on_market_on": date(2027, 12, 1)}


@pytest.mark.parametrize(
    ("facts", "on", "starts", "applies"),
    [
        (
            {"significantly_changed": False, "intended_for_public_authorities": False},
            date(2031, 1, 1),
            None,
            False,
        ),
        (
            {"significantly_changed": False, "intended_for_public_authorities": True},
            date(2030, 8, 1),
            date(2030, 8, 2),
            False,
        ),
        (
            {"significantly_changed": False, "intended_for_public_authorities": True},
            date(2030, 8, 2),
            date(2030, 8, 2),
            True,
        ),
        (
            {
                "significantly_changed": True,
                "significantly_changed_on": date(2028, 5, 1),
                "intended_for_public_authorities": True,
            },
            date(2028, 5, 1),
            date(2028, 5, 1),
            True,
        ),
        (
            {
                "significantly_changed": True,
                "significantly_changed_on": date(2027, 6, 1),
                "intended_for_public_authorities": False,
            },
            date(2029, 1, 1),
            None,
            False,
        ),
    ],
    ids=["not caught", "public, eve", "public, day", "changed later", "changed too early to count"],
)
def test_an_older_system_is_caught_by_a_change_or_by_public_use(facts, on, starts, applies):
    result = found(on, **HIRING, **OLD, **facts)
    assert result.category == "high-risk"
    assert (result.application.starts, result.application.applies) == (starts, applies)
    assert result.application.further_questions == ()


@pytest.mark.parametrize(
    ("facts", "questions"),
    [
        ({}, {"significantly_changed", "intended_for_public_authorities"}),
        ({"significantly_changed": True}, {"significantly_changed_on", "intended_for_public_authorities"}),
        ({"significantly_changed": False}, {"intended_for_public_authorities"}),
    ],
)
def test_an_older_system_with_gaps_has_no_date_and_names_them(facts, questions):
    result = found(date(2028, 6, 1), **HIRING, **OLD, **facts)
    assert result.application.starts is None
    assert result.application.applies is None
    assert set(result.application.further_questions) == questions
    assert questions <= set(result.further_questions)


def test_a_system_of_unknown_age_has_the_general_date_and_a_question():
    before, after = found(date(2027, 12, 1), **HIRING), found(date(2028, 1, 1), **HIRING)
    assert before.application.starts == after.application.starts == date(2027, 12, 2)
    assert (before.application.applies, after.application.applies) == (False, None)
    assert "placed_on_market_on" in before.further_questions


@pytest.mark.parametrize(
    ("placed", "on", "starts", "applies"),
    [
        (date(2026, 8, 1), date(2026, 12, 1), date(2026, 12, 2), False),
        (date(2026, 8, 1), date(2026, 12, 2), date(2026, 12, 2), True),
        (date(2026, 8, 2), date(2026, 8, 2), date(2026, 8, 2), True),
        (None, date(2026, 8, 1), date(2026, 8, 2), False),
        (None, date(2026, 11, 24), date(2026, 8, 2), None),
        (None, date(2026, 12, 2), date(2026, 8, 2), True),
    ],
)
def test_only_marking_has_a_grace_period(placed, on, starts, applies):
    functions = ("interacts with people", "generates synthetic content")
    result = found(on, transparency_functions=functions, placed_on_market_on=placed)
    by_locator = {duty.locator: duty.application for duty in result.duties}
    assert (by_locator["Art. 50(2)"].starts, by_locator["Art. 50(2)"].applies) == (starts, applies)
    assert by_locator["Art. 50(1)"].starts == date(2026, 8, 2)


MODEL = {"gpai_activity": "provides a model", "commission_decision": "none", "free_open_licence": False}


@pytest.mark.parametrize(
    ("flop", "decision", "status"),
    [
        (1e25, "none", "general-purpose model"),
        (1.01e25, "none", "general-purpose model with systemic risk"),
        (1.01e25, "presumption rebutted", "general-purpose model"),
        (1e24, "designated", "general-purpose model with systemic risk"),
        (None, "designated", "general-purpose model with systemic risk"),
        (None, "none", "not enough facts"),
        (1e24, None, "not enough facts"),
    ],
)
def test_systemic_risk_is_presumed_strictly_above_the_threshold(flop, decision, status):
    result = found(**{**MODEL, "training_compute_flop": flop, "commission_decision": decision})
    assert result.gpai.status == status
    assert result.category == "no category-specific duty"


@pytest.mark.parametrize(
    ("share", "status"),
    [(0.05, "none"), (1 / 3, "none"), (0.34, "general-purpose model"), (None, "not enough facts")],
)
def test_a_fine_tune_makes_a_provider_only_above_one_third(share, status):
    facts = {**MODEL, "gpai_activity": "fine-tunes a model", "training_compute_flop": 1e24}
    assert found(**facts, modification_compute_share=share).gpai.status == status


def test_an_open_licence_spares_two_duties_but_not_with_systemic_risk():
    def duties(flop):
        facts = {**MODEL, "free_open_licence": True, "training_compute_flop": flop}
        return {duty.locator for duty in found(**facts).gpai.duties}

    assert duties(1e24) == {"Art. 53(1)(c)", "Art. 53(1)(d)"}
    assert {"Art. 53(1)(a)", "Art. 53(1)(b)", "Art. 55(1)(c)"} <= duties(2e25)


def test_a_provider_outside_the_union_appoints_representatives():
    result = found(**HIRING, **{**MODEL, "training_compute_flop": 1e24}, established_in_union=False)
    assert "Art. 22(1)" in locators(result, "provider")
    assert "Art. 54(1)" in {duty.locator for duty in result.gpai.duties}


@pytest.mark.parametrize(
    ("placed", "on", "starts", "applies"),
    [
        (date(2025, 8, 1), date(2027, 8, 1), date(2027, 8, 2), False),
        (date(2025, 8, 1), date(2027, 8, 2), date(2027, 8, 2), True),
        (date(2025, 8, 2), date(2025, 8, 2), date(2025, 8, 2), True),
        (None, date(2026, 11, 24), date(2025, 8, 2), None),
        (None, date(2027, 8, 2), date(2025, 8, 2), True),
    ],
)
def test_older_models_have_until_august_2027(placed, on, starts, applies):
    facts = {**MODEL, "training_compute_flop": 1e24, "model_placed_on_market_on": placed}
    application = found(on, **facts).gpai.application
    assert (application.starts, application.applies) == (starts, applies)


@pytest.mark.parametrize("on", ["2026-11-24", None, 20261124])
def test_the_day_must_be_a_plain_date(on):
    with pytest.raises(ValueError, match="on is"):
        classify(ProductFacts(**BASE), on=on)


def test_facts_must_be_product_facts():
    with pytest.raises(ValueError, match="build a ProductFacts"):
        classify({"areas": []}, on=ON)
