"""The ledger itself: its schema, its counts, and the agreement of its two columns, statement and value."""

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal

import jsonschema
import pytest

from course_lib.facts import ledger, tidy
from course_lib.facts.backing import leaves
from course_lib.facts.figures import WORDS, find_figures, numbers_of

FACTS = ledger.list_facts()
SCHEMA = json.loads(tidy.YAML_PATH.with_name("schema.json").read_text(encoding="utf-8"))
# The entries that the course was founded on. More may follow; none may vanish or change its number.
FOUNDING = {"EUAI": 53, "FW": 12, "GDPR": 7, "HIPAA": 6, "INC": 21, "IR": 0, "MET": 17, "SEED": 21, "TOOL": 0, "US": 13}
TOPICS = {"EUAI": "eu_ai_act", "FW": "framework", "GDPR": "gdpr", "HIPAA": "hipaa", "INC": "incident"}
TOPICS |= {"IR": "incident_response", "MET": "metric", "SEED": "seed", "TOOL": "tool"}


def entries():
    return json.loads(tidy.JSON_PATH.read_text(encoding="utf-8"))


def is_founding(id):
    prefix, number = id.split("-")
    return int(number) <= FOUNDING[prefix]


def test_the_ledger_meets_its_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [(error.json_path, error.message) for error in validator.iter_errors(entries())] == []


@pytest.mark.parametrize(
    "change",
    [
        {"id": "EUAI-36"},
        {"id": "XX-001"},
        {"topic": "gossip"},
        {"status": "probably"},
        {"label": "claim"},
        {"value": None},
        {"value": True},
        {"value": []},
        {"as_of": "24 November 2026"},
        {"checked": "2026-11"},
        {"volatile": "no"},
        {"statement": "Short."},
        {"source": {"title": "Regulation", "locator": "Art. 1", "citation": "OJ L 1"}},
        {"evidence": "seen"},
    ],
)
def test_the_schema_refuses_a_bad_entry(change):
    entry = {**entries()[0], **change}
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid([entry])


def test_the_schema_asks_for_every_key():
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for key in tidy.KEYS:
        entry = entries()[0]
        del entry[key]
        assert not validator.is_valid([entry]), key


def test_a_claim_is_never_labelled_a_fact():
    for entry in FACTS:
        assert (entry.label == "fact") == (entry.status == "verified"), entry.id


def test_founding_entries_by_status():
    founding = [entry for entry in FACTS if is_founding(entry.id)]
    assert len(founding) == sum(FOUNDING.values()) == 150
    assert Counter(entry.status for entry in founding) == {
        "verified": 127,
        "commonly-cited-not-verified": 4,
        "seed-claim-unverified": 13,
        "seed-claim-wrong": 6,
    }


def test_ids_are_unique_sorted_and_without_gaps():
    ids = [entry["id"] for entry in entries()]
    assert ids == sorted(set(ids))
    by_prefix = Counter(id.split("-")[0] for id in ids)
    numbers = {prefix: range(1, count + 1) for prefix, count in sorted(by_prefix.items())}
    assert ids == [f"{prefix}-{number:03d}" for prefix in numbers for number in numbers[prefix]]


def test_prefix_and_topic_agree():
    for entry in FACTS:
        prefix = entry.id.split("-")[0]
        assert entry.topic.startswith("us_") if prefix == "US" else entry.topic == TOPICS[prefix], entry.id


def test_dates_are_real_and_in_order():
    for entry in FACTS:
        first_day = date.fromisoformat((entry.as_of + "-01-01")[:10])
        assert first_day <= entry.checked, entry.id


def test_the_ledger_names_no_machine_and_no_address():
    text = tidy.YAML_PATH.read_text(encoding="utf-8")
    for word in ("http", "www.", "/work", "/tmp", "/root", ".yaml'", "evidence:"):
        assert word not in text.removeprefix(tidy.HEADER), word


def stated_numbers(statement):
    figures = find_figures(statement)
    found = {number for figure in figures for number in numbers_of(figure)}
    found |= {figure.value for figure in figures if isinstance(figure.value, Decimal)}
    return found | {Decimal(WORDS[word]) for word in re.findall("[a-z]+", statement.lower()) if word in WORDS}


def is_stated(number, statement):
    """Say whether a number stands in a statement: as it is, in per cent, or rounded to the digits there."""
    given = Decimal(str(number))
    for stated in stated_numbers(statement):
        _, digits, exponent = stated.as_tuple()
        for form in (given, given * 100):
            if form == stated or (len(digits) > 1 and round(form, max(-exponent, 0)) == stated):
                return True
    return False


def legal_figures(text):
    return {(figure.kind, figure.value) for figure in find_figures(text) if figure.kind in ("date", "provision")}


@pytest.mark.parametrize("entry", FACTS, ids=lambda entry: entry.id)
def test_each_number_of_the_value_stands_in_the_statement(entry):
    for leaf in leaves(entry.value):
        if not isinstance(leaf, str):
            assert is_stated(leaf, entry.statement), leaf


@pytest.mark.parametrize("entry", FACTS, ids=lambda entry: entry.id)
def test_each_date_and_provision_of_the_value_stands_in_the_entry(entry):
    stated = legal_figures(f"{entry.statement} | {entry.source['locator']}")
    for leaf in leaves(entry.value):
        if isinstance(leaf, str):
            assert legal_figures(leaf) <= stated, leaf
