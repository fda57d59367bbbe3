from datetime import date, datetime

import pytest

from course_lib.measures.regulation import ProductFacts, Question, from_mapping, questions


def test_every_field_is_optional_and_asks_a_question():
    asked = questions(ProductFacts)
    assert ProductFacts() == from_mapping({})
    assert all(isinstance(question, Question) and question.text.endswith("?") for question in asked.values())
    assert all(getattr(ProductFacts(), name) is None for name in asked)
    assert all(question.allowed for question in asked.values() if question.kind in ("one of", "any of"))


def test_a_mapping_is_read_with_iso_dates_and_lists():
    facts = from_mapping(
        {"placed_on_market_on": "2026-05-01", "roles": ["deployer", "provider"], "size": None, "areas": []}
    )
    assert facts.placed_on_market_on == date(2026, 5, 1)
    assert facts.roles == ("provider", "deployer")  # in the order of the question
    assert facts.areas == ()
    assert facts.size is None


@pytest.mark.parametrize(
    ("field", "nearest"),
    [("rolls", "roles"), ("employment_use", "employment_uses"), ("training_flop", "training_compute_flop")],
)
def test_an_unknown_field_names_the_nearest(field, nearest):
    with pytest.raises(ValueError, match=rf"Unknown field '{field}'; did you mean .*{nearest}"):
        from_mapping({field: True})


def test_a_field_like_no_other_lists_all():
    with pytest.raises(ValueError, match=r"Unknown field 'xyz'; allowed: placed_on_union_market, "):
        from_mapping({"xyz": True})
    with pytest.raises(ValueError, match="YAML reads an unquoted on as True"):
        from_mapping({True: "2026-11-24"})


@pytest.mark.parametrize("facts", [[("areas", [])], "areas: []", None])
def test_only_a_mapping_is_read(facts):
    with pytest.raises(ValueError, match="give a mapping"):
        from_mapping(facts)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("placed_on_union_market", "yes", "answer True or False"),
        ("placed_on_union_market", 1, "answer True or False"),
        ("size", "medium", "choose one of: large; small mid-cap; SME; start-up"),
        ("size", ["SME"], "choose one of"),
        ("roles", "provider", "give a list of words"),
        ("roles", ["vendor"], "roles holds 'vendor'; choose from: provider; deployer"),
        ("exemption_conditions", ["human in the loop"], "choose from: narrow procedural task"),
        ("areas", [4], "areas holds 4"),
        ("placed_on_market_on", "May 2026", "ISO date"),
        ("placed_on_market_on", datetime(2026, 5, 1), "calendar date"),
        ("placed_on_market_on", 2026, "calendar date"),
        ("training_compute_flop", "1e25", r"in YAML 1\.0e\+25"),
        ("training_compute_flop", -1, "finite number"),
        ("training_compute_flop", float("nan"), "finite number"),
        ("modification_compute_share", True, "finite number"),
    ],
)
def test_a_wrong_answer_is_refused_in_one_sentence(field, value, message):
    with pytest.raises(ValueError, match=message) as error:
        from_mapping({field: value})
    assert str(error.value).startswith(field)
    assert "\n" not in str(error.value)
    if not isinstance(value, str) or field != "placed_on_market_on":
        with pytest.raises(ValueError, match=message):
            ProductFacts(**{field: value})


def test_facts_cannot_be_changed():
    with pytest.raises(AttributeError):
        ProductFacts().size = "SME"
