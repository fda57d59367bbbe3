"""The checker on cards as they come: eight shapes and qualities, one fault at a time, and anything at all."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.modelcards import RULES, audit
from course_lib.modelcards.dates import dates, review_dates
from course_lib.modelcards.reading import read_card
from course_lib.modelcards.slices import number, slice_rows
from course_lib.modelcards.topics import NINE, topics

CARDS = Path(__file__).parent / "cards"
TODAY = date(2026, 11, 24)
# Read by a person, rule by rule: which findings each card deserves, one letter a finding for its level.
DESERVED = {
    "complete_triage.md": "",
    "deutsche_karte.md": "",
    "hub_template.md": "C1w C2e C2e C2e C2e C2e C2e C3w C4e C8e C9e C10e C11e C12e",
    "model_comparison.md": "C2e C4q C11q",
    "notes_in_lists.md": "C1w C5e C6e",
    "stale_credit.md": "C1e C6w C7e C8w C10e",
    "suomeksi.md": "C1w C2q",
    "vendor_sheet.md": "C1w C2e C2e C2e C2e C2e C2e C4e C8e C9e C10e C11e C12e C13e",
}


def card(name: str) -> str:
    return (CARDS / name).read_text(encoding="utf-8")


def found(text: str, on: date = TODAY) -> list[str]:
    return [f"{one.rule.code}{one.level[0]}" for one in audit(text, on=on).findings]


@pytest.mark.parametrize("name", sorted(DESERVED))
def test_each_card_gets_what_it_deserves(name):
    assert found(card(name)) == DESERVED[name].split()


def test_every_sample_is_judged():
    assert sorted(path.name for path in CARDS.glob("*.md")) == sorted(DESERVED)
    spread = [len(codes.split()) for codes in DESERVED.values()]
    assert min(spread) == 0
    assert max(spread) > 12


FAULTS = {  # what is done to the complete card, and what the checker must then say and nothing else
    "no header": (r"\A---.*?\n---\n", "", "C1w"),
    "broken header": ("license: apache-2.0", "license: [apache-2.0", "C1e"),
    "no licence": ("license: apache-2.0\n", "", "C1w"),
    "result without a value": (", value: 0.041", "", "C1e"),
    "result without a data set": (r"        dataset: [^\n]*\n", "", "C1e"),
    "no training data": (r"## Training data\n\n.*?\n\n", "", "C2e"),
    "empty ethics": (r"(## Ethical considerations)\n\n.*?\n\n", r"\1\n\nTBD\n\n", "C2e"),
    "open field": (r"(## Training data)\n\n.*?\n\n", r"\1\n\n[open]\n\n", "C2e"),
    "nothing ruled out": (
        r"Out of scope: .*? tested\.|Interpreted calls skip the model\.|Do not use the rank alone for them\.",
        "",
        "C3w",
    ),
    "no slices": (r"\| group .*?24 \|\n", "False-negative rate 4.1 % in the first half of 2026.\n", "C4e"),
    "no intervals": (r"(?m)^(\|[^|]*\|[^|]*\|)[^|]*\|", r"\1", "C5e"),
    "one interval lacking": ("3.3 to 4.6 %", "", "C5e"),
    "no counts": (r"(?m)^(\|[^|]*\|[^|]*\|[^|]*\|)[^|]*\|$", r"\1", "C6e"),
    "a handful shown": ("1,718", "18", "C6w"),
    "figure outside": ("3.3 to 4.6", "4.3 to 4.6", "C7e"),
    "interval backwards": ("3.3 to 4.6", "4.6 to 3.3", "C7e"),
    "no date": ("from January to June 2026", "of two quarters", "C8e"),
    "old evidence": ("June 2026", "June 2025", "C8w"),
    "no owner": (r"owner: .*?\n|Owner: .*?\)\.", "", "C9e"),
    "the team": (r"owner: [^\n]*|Owner: .*?\)\.", "owner: the team", "C9e"),
    "no review": (r"Next review: [^\n]*\n", "", "C10e"),
    "review is past": ("2027-01-15", "2026-11-23", "C10e"),
    "limits of any model": (r"People of 65.*?for them\.", "Results may vary. Use with care.", "C11e"),
    "no monitoring": (r"### Monitoring\n\n.*?served\.\n", "", "C12e"),
    "no threshold": (r"Every week: .*?served\.", "Reviewed by the owner every week.", "C12e"),
    "no first step": (r"Above 5\.5 %.*?served\.", "Line: 5.5 %.", "C12w"),
    "certainty": ("A missed urgent call is the harm.", "The model is unbiased.", "C13e"),
    "length": ("A missed urgent call is the harm.", "A missed urgent call is the harm. " * 250, "C14w"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_gives_its_finding_and_no_other(fault):
    pattern, instead, code = FAULTS[fault]
    text = card("complete_triage.md")
    spoilt = re.sub(pattern, instead, text, flags=re.DOTALL)
    assert spoilt != text
    assert found(spoilt) == [code]


def test_every_rule_is_broken_by_some_fault():
    assert {code[:-1] for _, _, code in FAULTS.values()} == set(RULES)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: re.sub(r"(?m)^## ", "#### ", text.replace("### Monitoring", "#### Monitoring")),
        lambda text: re.sub(r"(?m)^## (.*)$", r"**\1**", text.replace("### Monitoring", "**Monitoring**")),
        lambda text: re.sub(r"(?m)^## (.*)$", r"<h2>\1</h2>\n", text),
        lambda text: text.replace("## Quantitative analyses", "## 7. Results by group"),
        lambda text: text.replace("## Caveats and recommendations", "## Known limitations"),
        lambda text: text.replace("## Intended use", "## Uses").replace("## Training data", "## Training Details"),
    ],
    ids=["line ends", "mark", "level", "bold", "html", "numbered", "limitations", "hub words"],
)
def test_order_level_and_wording_of_headings_do_not_matter(change):
    assert found(change(card("complete_triage.md"))) == []


def test_the_order_of_sections_does_not_matter():
    head, *sections = re.split(r"(?m)^(?=## )", card("complete_triage.md"))
    assert found(head + "\n\n".join(reversed(sections))) == []


def test_what_is_taken_back_is_no_claim_of_certainty():
    text = card("complete_triage.md")
    for said in (
        "Nobody can call it unbiased.",
        "This does not guarantee that.",
        "We cannot show that it is unbiased.",
    ):
        assert found(text.replace("A missed urgent call is the harm.", said)) == []


def test_review_on_the_day_itself_is_not_late():
    assert found(card("complete_triage.md"), on=date(2027, 1, 15)) == []
    assert found(card("complete_triage.md"), on=date(2027, 1, 16)) == ["C10e"]


def test_an_empty_card_fails_and_a_foreign_one_is_asked_about():
    assert "C2e" in found("")
    assert not audit("", on=TODAY).passed
    assert audit(card("suomeksi.md"), on=TODAY).level("error") == ()


def test_the_nine_sections_know_themselves():
    for name in NINE:
        assert name in topics(f"4.{NINE.index(name) + 1} {name.capitalize()}")
    assert topics("Bias, Risks, and Limitations") == {"ethical considerations", "caveats and recommendations"}
    assert topics("Our week in pictures") == frozenset()


@pytest.mark.parametrize(
    ("heading", "about"),
    [  # as public cards of well-known models have them
        ("Model Use", {"intended use"}),
        ("📋 Model Details", {"model details"}),
        ("Out-of-Scope Use Cases", {"intended use"}),
        ("Performance and Limitations", {"quantitative analyses", "caveats and recommendations"}),
        ("Bias and Fairness", {"ethical considerations"}),
        ("Broader Implications", {"ethical considerations"}),
        ("Where to send questions or comments about the model", {"owner"}),
        ("Testing Data, Factors & Metrics", {"evaluation data", "factors", "metrics"}),
        ("Model Card Contact", {"owner"}),
        ("Citation", set()),
        ("Environmental Impact", set()),
    ],
)
def test_headings_of_public_cards_are_known(heading, about):
    assert topics(heading) == about


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-09", date(2026, 3, 9)),
        ("9 March 2026", date(2026, 3, 9)),
        ("March 9, 2026", date(2026, 3, 9)),
        ("9. März 2026", date(2026, 3, 9)),
        ("15.03.2027", date(2027, 3, 15)),
        ("le 9 août 2026", date(2026, 8, 9)),
        ("March 2026", date(2026, 3, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("Q2 2026", date(2026, 6, 30)),
        ("calls of 2026", date(2026, 12, 31)),
    ],
)
def test_dates_are_read_as_people_write_them(text, day):
    assert list(dates(text)) == [day]


def test_what_is_no_date_is_none():
    for text in ("2026.5 rows", "31 June 2026 at 10", "v1.2.3", "12,2026", "20,260 rows"):
        assert [day for day in dates(text) if day.month != 12 and day.month != 6] == []
    assert review_dates(["Reviewed by the owner every week."]) == []


@pytest.mark.parametrize(
    ("text", "figure"), [("1,200", 1200), ("6,1 %", 6.1), ("1.200.000", 1.2e6), ("−0.5", -0.5), ("v1.2.3", None)]
)
def test_numbers_are_read_as_people_write_them(text, figure):
    assert number(text) == figure


def test_slices_are_read_with_interval_and_count():
    rows = {row.label: row for row in slice_rows(read_card(card("stale_credit.md")))}
    assert rows["30-59"].interval == (0.040, 0.052)
    assert rows["60+"].cases == 15
    rows = {row.label: row for row in slice_rows(read_card(card("notes_in_lists.md")))}
    assert rows["Irish speakers"].interval == (8.7, 9.5)
    assert rows["Irish speakers"].cases == 420


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_a_report(text):
    assert all(one.level in ("error", "warning", "question") for one in audit(text, on=TODAY).findings)


@given(
    st.lists(st.sampled_from(sorted({*card("complete_triage.md").splitlines(), "---", "| a", "<table><tr>", "- ["})))
)
@settings(max_examples=150, deadline=None)
def test_any_shuffled_card_gets_a_report(lines):
    report = audit("\n".join(lines), on=TODAY)
    assert report.passed == (not report.level("error"))


@pytest.mark.parametrize(
    "text",
    [
        "---\n" + "a: [" * 3000,
        "> " * 5000 + "x",
        "- " * 3000,
        "# x\n" * 20_000,
        "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 20_000,
        "may " * 50_000,
        "[1 to " * 20_000,
        "<table>" * 5_000,
        "---\na: &a [x]\nb: [*a, *a]\ndate: 2026-13-45\n---\n",
        "**" * 20_000,
        "1" * 100_000,
    ],
    ids=["yaml", "quotes", "items", "headings", "rows", "words", "brackets", "tags", "aliases", "stars", "digits"],
)
def test_hostile_cards_take_no_time(text):
    started = time.perf_counter()
    assert audit(text, on=TODAY).findings
    assert time.perf_counter() - started < 5


def test_a_rule_has_a_reason_and_a_way_out():
    for code, rule in RULES.items():
        assert rule.code == code
        for text in (rule.why, rule.mend):
            assert text.endswith(".")
            assert len(text.split()) >= 5
    assert list(RULES) == [f"C{i}" for i in range(1, 15)]
