"""The reader: what it returns, how it refuses, how a fact looks, and that it stays light."""

import dataclasses
import pickle
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.facts import RELEASE_DATE, Fact, fact, list_facts
from course_lib.facts.badge import label_words
from course_lib.facts.ledger import STATUSES, ids, topics
from course_lib.facts.release import RECHECK_AFTER, is_due


def made(**changes):
    return dataclasses.replace(fact("EUAI-036"), **changes)


class Text(HTMLParser):
    """Collects the text and the attributes of some HTML."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags, self.attributes = "", [], {}
        self.feed(html)

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= dict(attrs)


def test_a_fact_has_value_label_and_source():
    entry = fact("EUAI-033")
    assert (entry.value["eur"], entry.value["turnover_pct"], entry.value["rule"]) == (15_000_000, 3.0, "max")
    assert (entry.label, entry.status, entry.as_of) == ("fact", "verified", "2026-07-27")
    assert entry.checked == date(2026, 11, 24)
    assert "Art. 99(4)" in entry.citation
    assert entry.citation.startswith("Regulation (EU) 2024/1689")


def test_every_id_can_be_read():
    assert [fact(id).id for id in ids()] == list(ids())


def test_a_fact_cannot_be_changed_and_changes_nothing():
    entry = fact("EUAI-033")
    with pytest.raises(dataclasses.FrozenInstanceError):
        entry.unit = "USD"
    entry.value["eur"] = 1
    entry.source["title"] = "another"
    assert fact("EUAI-033").value["eur"] == 15_000_000
    assert fact("EUAI-033").source["title"] != "another"


def test_facts_compare_hash_and_travel():
    assert fact("GDPR-003") == fact("GDPR-003") != fact("GDPR-004")
    assert len({fact("GDPR-003"), fact("GDPR-003"), fact("EUAI-033")}) == 2
    assert pickle.loads(pickle.dumps(fact("EUAI-033"))) == fact("EUAI-033")


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("EUAI-36", "EUAI-036"), ("euai-036", "EUAI-036"), ("EUIA-036", "EUAI-036"), ("HIPPA-001", "HIPAA-001")],
)
def test_a_wrong_id_is_refused_with_the_nearest(wrong, near):
    with pytest.raises(ValueError, match=f"has no fact '{wrong}'; the nearest ids are .*{near}"):
        fact(wrong)


def test_a_hopeless_id_is_sent_to_the_list():
    with pytest.raises(ValueError, match="`course facts` lists all ids"):
        fact("???")


@pytest.mark.parametrize("wrong", [None, 36, 3.5, ["EUAI-036"]])
def test_an_id_that_is_no_text_is_refused(wrong):
    with pytest.raises(ValueError, match="pass the id in quotes"):
        fact(wrong)


@given(st.text())
def test_any_text_is_a_fact_or_one_sentence(text):
    if text in ids():
        assert fact(text).id == text
    else:
        with pytest.raises(ValueError, match="has no fact"):
            fact(text)


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("EUAI-033", "fact"),
        ("EUAI-052", "claim, commonly cited, not verified"),
        ("SEED-006", "claim, not verified"),
        ("SEED-007", "claim, wrong"),
        ("SEED-021", "course convention"),
    ],
)
def test_label_words_say_how_far_a_claim_goes(id, words):
    assert label_words(fact(id)) == words
    assert f"{id} ({words}; as of {fact(id).as_of})" in Text(fact(id).badge()).text
    assert repr(fact(id)).startswith(f"{id} ({words}; as of {fact(id).as_of}): ")


def test_the_plain_text_has_statement_and_citation_on_one_line():
    text = repr(fact("INC-009"))
    assert "CAD 650.88" in text
    assert "2024 BCCRT 149" in text
    assert "\n" not in text
    assert str(fact("INC-009")) == text


def test_the_card_shows_statement_and_source():
    card = Text(fact("INC-009")._repr_html_())
    assert "CAD 650.88" in card.text
    assert "2024 BCCRT 149" in card.text


def test_badge_colours_follow_the_theme():
    style = Text(fact("INC-009").badge()).attributes["style"]
    colours = [part for part in style.split(";") if "color" in part or part.startswith("border:")]
    assert all("var(--jp-" in part for part in colours)


@given(st.text(min_size=1))
def test_the_badge_escapes_everything(text):
    nasty = f"<script>alert(1)</script>\"'&{text}"
    entry = made(id=nasty, statement=nasty, as_of=nasty, source=dict.fromkeys(("title", "locator", "citation"), nasty))
    for html in (entry.badge(), entry._repr_html_()):
        assert "<script" not in html
        assert set(Text(html).tags) <= {"div", "span", "br"}
        assert set(Text(html).attributes) == {"style", "title"}


def test_the_list_can_be_filtered():
    assert list_facts() == tuple(map(fact, ids()))
    assert [entry.id for entry in list_facts(topic="us_state")] == ["US-011"]
    assert {entry.status for entry in list_facts(status="seed-claim-wrong")} == {"seed-claim-wrong"}
    volatile, stable = list_facts(volatile=True), list_facts(volatile=False)
    assert all(entry.volatile for entry in volatile)
    assert sorted([*volatile, *stable], key=lambda entry: entry.id) == list(list_facts())
    assert list_facts(topic="gdpr", status="seed-claim-wrong") == ()
    assert sum(len(list_facts(status=status)) for status in STATUSES) == len(ids())
    assert sum(len(list_facts(topic=topic)) for topic in topics()) == len(ids())


@pytest.mark.parametrize("wrong", [{"status": "true"}, {"topic": "GDPR"}])
def test_an_unknown_filter_is_refused(wrong):
    with pytest.raises(ValueError, match="choose one of"):
        list_facts(**wrong)


def test_a_volatile_fact_is_due_after_180_days():
    checked = date(2026, 11, 24)
    assert not is_due(True, checked, checked + RECHECK_AFTER)
    assert is_due(True, checked, date(2027, 5, 24))
    assert not is_due(False, checked, date(2036, 1, 1))
    assert RECHECK_AFTER.days == 180


def test_due_entries_are_the_volatile_ones_checked_long_ago():
    late = date(2030, 1, 1)
    assert list_facts(due_on=late) == list_facts(volatile=True)
    assert list_facts(due_on=RELEASE_DATE) == ()


def test_the_reader_is_light():
    code = (
        "import sys; from course_lib.facts import fact; fact('EUAI-036')._repr_html_();"
        "heavy = {'yaml', 'pandas', 'numpy', 'jsonschema', 'IPython', 'argparse', 'decimal'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_fact_is_the_public_name():
    assert isinstance(fact("MET-002"), Fact)
