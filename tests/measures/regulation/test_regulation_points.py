"""Every point of Articles 5 and 50 and Annexes I and III is reachable, and the traps beside them are not."""

from datetime import date

import pytest

from course_lib.measures.regulation import ProductFacts, classify
from course_lib.measures.regulation import vocabulary as words

ON = date(2026, 11, 24)
BASE = {
    "placed_on_union_market": True,
    "exclusions": (),
    "roles": ("provider", "deployer"),
    "value_chain_changes": (),
    "established_in_union": True,
    "deployer_type": "private",
    "practices": (),
    "annex_i_product": "none",
    "areas": (),
    "transparency_functions": (),
    "gpai_activity": "none",
    "significant_risk": True,
}


def found(on=ON, **answers):
    return classify(ProductFacts(**{**BASE, **answers}), on=on)


POINTS = [
    ("1(a)", "biometrics", "biometric_uses", "remote identification"),
    ("1(b)", "biometrics", "biometric_uses", "categorisation by sensitive or protected attributes"),
    *(("2", "critical infrastructure", "infrastructure", kind) for kind in words.INFRASTRUCTURE[:-1]),
    ("3(a)", "education", "education_uses", "admission or assignment"),
    ("3(b)", "education", "education_uses", "evaluating learning outcomes"),
    ("3(c)", "education", "education_uses", "assessing level of education"),
    ("3(d)", "education", "education_uses", "monitoring tests"),
    ("4(a)", "employment", "employment_uses", "recruitment or selection"),
    ("4(b)", "employment", "employment_uses", "terms, promotion or termination"),
    ("4(b)", "employment", "employment_uses", "task allocation by behaviour or traits"),
    ("4(b)", "employment", "employment_uses", "monitoring performance or behaviour"),
    ("5(a)", "essential services", "service_uses", "public benefits by or for a public authority"),
    ("5(b)", "essential services", "service_uses", "creditworthiness of natural persons"),
    ("5(c)", "essential services", "service_uses", "life or health insurance of natural persons"),
    ("5(d)", "essential services", "service_uses", "emergency calls, dispatch or triage"),
    ("6(a)", "law enforcement", "law_enforcement_uses", "risk of becoming a victim"),
    ("6(b)", "law enforcement", "law_enforcement_uses", "polygraph"),
    ("6(c)", "law enforcement", "law_enforcement_uses", "reliability of evidence"),
    ("6(d)", "law enforcement", "law_enforcement_uses", "risk of offending"),
    ("6(e)", "law enforcement", "law_enforcement_uses", "profiling in investigations"),
    ("7(a)", "migration", "migration_uses", "polygraph"),
    ("7(b)", "migration", "migration_uses", "risk assessment of entrants"),
    ("7(c)", "migration", "migration_uses", "examining applications"),
    ("7(d)", "migration", "migration_uses", "identifying persons"),
    ("8(a)", "justice and democracy", "justice_uses", "assisting a judicial authority"),
    ("8(a)", "justice and democracy", "justice_uses", "alternative dispute resolution"),
    ("8(b)", "justice and democracy", "justice_uses", "influencing votes"),
]
USES = {
    "biometrics": ("biometric_uses", words.BIOMETRIC_USES),
    "critical infrastructure": ("infrastructure", words.INFRASTRUCTURE),
    "education": ("education_uses", words.EDUCATION_USES),
    "employment": ("employment_uses", words.EMPLOYMENT_USES),
    "essential services": ("service_uses", words.SERVICE_USES),
    "law enforcement": ("law_enforcement_uses", words.LAW_ENFORCEMENT_USES),
    "migration": ("migration_uses", words.MIGRATION_USES),
    "justice and democracy": ("justice_uses", words.JUSTICE_USES),
}
LISTED = {(area, use) for _, area, _, use in POINTS} | {("biometrics", "emotion recognition")}
TRAPS = [(area, field, use) for area, (field, uses) in USES.items() for use in uses if (area, use) not in LISTED]


def test_the_points_are_the_twenty_five_use_cases_of_the_annex():
    assert len({point for point, *_ in POINTS} | {"1(c)"}) == 25
    assert set(USES) == set(words.AREAS)


@pytest.mark.parametrize(("point", "area", "field", "use"), POINTS)
def test_a_listed_use_is_high_risk_at_its_point(point, area, field, use):
    result = found(areas=(area,), safety_function=True, **{field: (use,)})
    assert (result.category, result.locators) == ("high-risk", ("Art. 6(2)", f"Annex III {point}"))
    assert result.application.starts == date(2027, 12, 2)
    assert result.application.applies is False


@pytest.mark.parametrize(("area", "field", "use"), TRAPS)
def test_a_use_beside_the_list_is_not_high_risk(area, field, use):
    result = found(areas=(area,), safety_function=True, **{field: (use,)})
    assert (result.category, result.locators) == ("no category-specific duty", ())


def test_a_listed_use_beside_a_trap_still_counts():
    result = found(areas=("biometrics",), biometric_uses=("verification", "remote identification"))
    assert result.locators == ("Art. 6(2)", "Annex III 1(a)")


def test_two_areas_give_two_points():
    result = found(
        areas=("employment", "essential services"),
        employment_uses=("recruitment or selection",),
        service_uses=("creditworthiness of natural persons",),
    )
    assert result.locators == ("Art. 6(2)", "Annex III 4(a)", "Annex III 5(b)")


@pytest.mark.parametrize(
    ("source", "state", "category"),
    [
        ("biometric data", "emotion or intention", "high-risk"),
        ("biometric data", "physical state", "no category-specific duty"),
        ("text or other data", "emotion or intention", "no category-specific duty"),
    ],
)
def test_emotion_recognition_needs_biometric_data_and_an_emotion(source, state, category):
    result = found(
        areas=("biometrics",),
        biometric_uses=("emotion recognition",),
        emotion_source=source,
        inferred_state=state,
    )
    assert result.category == category


@pytest.mark.parametrize(("function", "failure"), [(True, False), (False, True), (False, False)])
def test_critical_infrastructure_needs_a_safety_component(function, failure):
    result = found(
        areas=("critical infrastructure",),
        infrastructure=("road traffic",),
        safety_function=function,
        failure_endangers_safety=failure,
    )
    assert (result.category == "high-risk") is (function or failure)


HARMFUL = {"distorts_behaviour": True, "significant_harm_likely": True}
PURPOSE = {"material_is_purpose": True}
PRACTICES = [
    ("a", "manipulation", HARMFUL, {"significant_harm_likely": False}),
    ("b", "exploiting vulnerability", HARMFUL, {"distorts_behaviour": False}),
    ("ba", "intimate imagery", {**PURPOSE, "person_consented": False}, {"person_consented": True}),
    (
        "bb",
        "child sexual abuse material",
        {**PURPOSE, "without_right_defence": False},
        {"without_right_defence": True},
    ),
    (
        "c",
        "social scoring",
        {"score_in_unrelated_context": False, "treatment_disproportionate": True},
        {"treatment_disproportionate": False},
    ),
    (
        "d",
        "crime prediction",
        {"predicts_solely_from_profile": True, "supports_assessment_of_facts": False},
        {"supports_assessment_of_facts": True},
    ),
    ("e", "facial image scraping", {"scraping_untargeted": True}, {"scraping_untargeted": False}),
    (
        "f",
        "emotion inference at work or school",
        {
            "emotion_source": "biometric data",
            "inferred_state": "emotion or intention",
            "medical_or_safety_reason": False,
        },
        {"medical_or_safety_reason": True},
    ),
    (
        "g",
        "biometric categorisation by sensitive trait",
        {"labels_lawful_dataset": False},
        {"labels_lawful_dataset": True},
    ),
    (
        "h",
        "real-time identification by police",
        {"police_objective_authorised": False},
        {"police_objective_authorised": True},
    ),
]


@pytest.mark.parametrize(("point", "practice", "facts", "exception"), PRACTICES)
def test_a_practice_is_prohibited_unless_its_exception_holds(point, practice, facts, exception):
    result = found(practices=(practice,), **facts)
    assert (result.category, result.locators) == ("prohibited", (f"Art. 5(1)({point})",))
    new = point in ("ba", "bb")
    assert result.application.starts == (date(2026, 12, 2) if new else date(2025, 2, 2))
    assert result.application.applies is (not new)
    assert {duty.fine for duty in result.duties} == {"AI Act 99(3)"}
    assert found(practices=(practice,), **{**facts, **exception}).category == "no category-specific duty"


def test_every_practice_of_the_vocabulary_is_tested():
    assert {practice for _, practice, *_ in PRACTICES} == set(words.PRACTICES)


def test_missing_safeguards_bind_those_who_place_on_the_market_not_the_user():
    facts = {
        "practices": ("intimate imagery",),
        "person_consented": False,
        "material_is_purpose": False,
        "output_reproducible": True,
        "safeguards_adequate": False,
    }
    assert found(**facts).category == "prohibited"
    assert found(**facts, roles=("deployer",)).category == "no category-specific duty"
    assert found(**{**facts, "safeguards_adequate": True}).category == "no category-specific duty"


def test_two_practices_are_both_named_and_the_older_date_counts():
    result = found(
        on=date(2025, 3, 1),
        practices=("intimate imagery", "facial image scraping"),
        person_consented=False,
        material_is_purpose=True,
        scraping_untargeted=True,
    )
    assert result.locators == ("Art. 5(1)(ba)", "Art. 5(1)(e)")
    assert result.application.starts == date(2025, 2, 2)


SECTION_A = {
    "toy": 2,
    "recreational craft": 3,
    "lift": 4,
    "equipment for explosive atmospheres": 5,
    "radio equipment": 6,
    "pressure equipment": 7,
    "cableway": 8,
    "personal protective equipment": 9,
    "gas appliance": 10,
    "medical device": 11,
    "in vitro diagnostic device": 12,
}
SECTION_B = {
    "civil aviation security": 13,
    "two- or three-wheel vehicle": 14,
    "agricultural or forestry vehicle": 15,
    "marine equipment": 16,
    "rail system": 17,
    "motor vehicle": 18,
    "motor vehicle type-approval": 19,
    "civil aviation": 20,
    "machinery": 21,
}
ASSESSED = {"third_party_assessment": "required for health or safety"}


@pytest.mark.parametrize(("product", "point"), SECTION_A.items())
def test_a_section_a_product_carries_the_full_regime(product, point):
    result = found(annex_i_product=product, safety_function=True, **ASSESSED)
    assert (result.category, result.locators) == (
        "high-risk",
        ("Art. 6(1)", f"Annex I Section A, point {point}"),
    )
    assert result.application.starts == date(2028, 8, 2)
    locators = {duty.locator for duty in result.duties}
    assert {"Art. 9", "Art. 26(1)", "Art. 43(3)"} <= locators
    assert not {"Art. 27", "Art. 86", "Art. 49(1)", "Art. 43(2)"} & locators


@pytest.mark.parametrize(("product", "point"), SECTION_B.items())
def test_a_section_b_product_carries_no_duty_of_the_act(product, point):
    result = found(annex_i_product=product, is_the_product=True, **ASSESSED, transparency_functions=("deep fake",))
    assert result.category == "high-risk"
    assert result.locators == ("Art. 6(1)", f"Annex I Section B, point {point}", "Art. 2(2)")
    assert result.duties == ()
    assert result.also == ()
    assert result.application.starts == date(2028, 8, 2)


@pytest.mark.parametrize("assessment", ["required for other risks only", "not required"])
def test_both_conditions_of_the_product_route_are_needed(assessment):
    result = found(annex_i_product="toy", safety_function=True, third_party_assessment=assessment)
    assert result.category == "no category-specific duty"
    result = found(
        annex_i_product="toy",
        is_the_product=False,
        safety_function=False,
        failure_endangers_safety=False,
        **ASSESSED,
    )
    assert result.category == "no category-specific duty"


def test_both_routes_keep_both_locators_the_earlier_date_and_one_procedure():
    result = found(
        annex_i_product="medical device",
        is_the_product=True,
        **ASSESSED,
        areas=("essential services",),
        service_uses=("emergency calls, dispatch or triage",),
    )
    assert result.locators == ("Art. 6(1)", "Annex I Section A, point 11", "Art. 6(2)", "Annex III 5(d)")
    assert result.application.starts == date(2027, 12, 2)
    locators = {duty.locator for duty in result.duties}
    assert "Art. 43(3)" in locators
    assert "Art. 43(2)" not in locators


@pytest.mark.parametrize(("condition", "locator"), words.EXEMPTION_CONDITIONS.items())
def test_each_condition_of_the_exemption_works_and_profiling_defeats_it(condition, locator):
    facts = {
        "areas": ("education",),
        "education_uses": ("evaluating learning outcomes",),
        "profiles_persons": False,
        "significant_risk": False,
        "exemption_conditions": (condition,),
    }
    result = found(**facts)
    assert (result.category, result.locators) == ("no category-specific duty", (locator,))
    assert {("provider", "Art. 6(4)"), ("provider", "Art. 49(2)")} <= {
        (duty.owner, duty.locator) for duty in result.duties
    }
    assert found(**{**facts, "profiles_persons": True}).category == "high-risk"
    assert found(**{**facts, "significant_risk": True}).category == "high-risk"
    assert found(**{**facts, "exemption_conditions": ()}).category == "high-risk"


def test_an_exempt_chatbot_is_a_transparency_case_with_both_duties():
    result = found(
        areas=("employment",),
        employment_uses=("recruitment or selection",),
        profiles_persons=False,
        significant_risk=False,
        exemption_conditions=("preparatory task",),
        transparency_functions=("interacts with people",),
    )
    assert (result.category, result.locators) == ("transparency", ("Art. 50(1)", "Art. 6(3)(d)"))


@pytest.mark.parametrize(
    ("function", "paragraph", "owner"),
    [
        ("interacts with people", 1, "provider"),
        ("generates synthetic content", 2, "provider"),
        ("biometric emotion recognition or categorisation", 3, "deployer"),
        ("deep fake", 4, "deployer"),
        ("public-interest text", 4, "deployer"),
    ],
)
def test_each_transparency_duty_has_its_owner(function, paragraph, owner):
    result = found(transparency_functions=(function,), placed_on_market_on=date(2026, 9, 1))
    assert (result.category, result.locators) == ("transparency", (f"Art. 50({paragraph})",))
    assert (owner, f"Art. 50({paragraph})") in {(duty.owner, duty.locator) for duty in result.duties}
    assert (result.application.starts, result.application.applies) == (date(2026, 8, 2), True)


@pytest.mark.parametrize(
    "function",
    [
        "obvious interaction",
        "assistive editing",
        "edited public-interest text",
        "authorised by law for criminal offences",
    ],
)
def test_an_exception_of_the_transparency_article_owes_nothing(function):
    assert found(transparency_functions=(function,)).category == "no category-specific duty"


@pytest.mark.parametrize(("exclusion", "locator"), words.EXCLUSIONS.items())
def test_each_exclusion_takes_a_product_out_of_scope(exclusion, locator):
    result = found(exclusions=(exclusion,), roles=("deployer",))
    assert (result.category, result.locators) == ("out of scope", (locator,))


def test_personal_use_does_not_free_a_provider():
    assert found(exclusions=("personal non-professional use",), roles=("provider",)).category != "out of scope"


@pytest.mark.parametrize(
    "facts",
    [
        {"areas": ("biometrics",), "biometric_uses": ("remote identification",)},
        {"practices": ("facial image scraping",), "scraping_untargeted": True},
        {"transparency_functions": ("interacts with people",)},
    ],
)
def test_an_open_source_release_stays_in_scope_where_a_category_applies(facts):
    assert found(exclusions=("free and open-source release",), **facts).category != "out of scope"


@pytest.mark.parametrize("link", ["placed_on_union_market", "deployed_in_union", "output_used_in_union"])
def test_one_link_to_the_union_is_enough(link):
    nowhere = dict.fromkeys(("placed_on_union_market", "deployed_in_union", "output_used_in_union"), False)
    assert found(**nowhere).category == "out of scope"
    assert found(**{**nowhere, link: True}).category == "no category-specific duty"
