"""The checker of prose: what it passes, and each kind of fault that it finds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.facts import RELEASE_DATE, fact
from course_lib.facts.citations import check_prose, find_ids
from course_lib.facts.ledger import ids, list_facts
from course_lib.facts.tree import allowed_phrases

CLEAN = [
    "General-purpose models: 15 million euros or 3 % [EUAI-036].",
    "The ceiling is EUR 15,000,000 or 3 per cent, whichever is higher. [EUAI-036] The next one is bare.",
    "Fined since 2 August 2026 [EUAI-036].",
    "By Art. 101(1) [EUAI-036] the Commission fines providers up to €15m.",
    "A death is reported within ten days [EUAI-025], anything else within 15 days [EUAI-023].",
    "Prohibited practices 35 million euros [EUAI-032], listed duties 15 million euros [EUAI-033].",
    "SMEs pay the lower of the two [EUAI-035, EUAI-033], so at most 3 %.",
    "SMEs pay the lower one [EUAI-035] [EUAI-033]; for them too it is at most 3 %.",
    "A controller has 72 hours [GDPR-003] under the GDPR.",
    "Knight lost USD 460 million in 45 minutes of 2012 [INC-002].",
    "More than 10²⁵ operations mean systemic risk [EUAI-039].",
    "The practice line is 0.10, or 0.25 for a major shift [MET-002].",
    "In all 32.35 % of defendants, a share of 0.3235, were flagged in error [INC-006].",
    "TensorFlow stands at 2.21.0 [SEED-019].",
    "Duties start in December 2027, on 2 December to be exact [EUAI-044].",
    "Annex III names eight areas [EUAI-006].",
    "Round 4 of 5 lasts 90 minutes and begins on day 12.",
    "The drill has five rounds in 21 days; 40 of 1,000 cars report 3 faults.",
    "In 2026 the panel asks for a closed loop.",
    "Compute `0.03 * 200e6`, or $0.03 \\times 200\\%$, or\n\n```\n3 % of EUR 5\n```\n",
    "$$p = 5\\,\\%$$",
    "See [the page](https://example.org/2026-08-02/5%25).",
    "<span title='5 %'>text</span> <!-- EUR 5 -->",
    "| what | at most | source |\n|---|---|---|\n| prohibited | EUR 35 million or 7 % | [EUAI-032] |",
    "Serious incidents have three clocks [EUAI-023]:\n- 15 days in general\n- 10 after a death [EUAI-025]",
    "A round brings 3 points of 10; no fine line is crossed in 30 days.",
    "",
]
FAULTY = [
    ("uncited", "The fine is at most 15 million euros.", "15 million euros"),
    ("uncited", "It rose by 12 %.", "12 %"),
    ("uncited", "It rose by 1.4 percentage points.", "1.4 percentage points"),
    ("uncited", "It applies from 2 December 2027.", "2 December 2027"),
    ("uncited", "It applied in June 2026.", "June 2026"),
    ("uncited", "See Art. 99(4).", "Art. 99(4)"),
    ("uncited", "It falls under Annex III 5(b).", "Annex III 5(b)"),
    ("uncited", "The rule is 45 CFR 164.404(b).", "45 CFR 164.404(b)"),
    ("uncited", "Under the GDPR a breach is notified within 72 hours.", "72 hours"),
    ("uncited", "The penalty was 12 million.", "12 million"),
    ("uncited", "- one\n- HIPAA gives 60 days", "60 days"),
    ("uncited", "# What Art. 5 forbids", "Art. 5"),
    ("uncited", "| prohibited | EUR 35 million |", "EUR 35 million"),
    ("figure-differs", "General-purpose models: 16 million euros [EUAI-036].", "16 million euros"),
    ("figure-differs", "Up to 15 million dollars [EUAI-036].", "15 million dollars"),
    ("figure-differs", "Misleading answers cost up to 1.5 % [EUAI-034].", "1.5 %"),
    ("figure-differs", "It applies from 2 August 2027 [EUAI-044].", "2 August 2027"),
    ("figure-differs", "By Art. 99(5) the Commission fines [EUAI-036].", "Art. 99(5)"),
    ("figure-differs", "A death is reported within 15 days [EUAI-025].", "15 days"),
    ("figure-differs", "A death is reported within 10 working days [EUAI-025].", "10 working days"),
    ("figure-differs", "Notice at least 10 days before use [US-009].", "10 days"),
    ("figure-differs", "Listed 35 million euros [EUAI-033], prohibited 35 million [EUAI-032].", "35 million"),
    ("figure-differs", "The framework has 75 subcategories [FW-001].", "75"),
    ("figure-differs", "It happened in 2013 in 45 minutes, wrote [INC-016].", "45 minutes"),
    ("figure-differs", "Since TensorFlow 2.22.0 [SEED-019].", "2.22.0"),
    ("missing-id", "At most 15 million euros [EUAI-999].", "EUAI-999"),
    ("missing-id", "At most 15 million euros [EUIA-036].", "EUIA-036"),
    ("missing-id", "At most 15 million euros [EUAI-36].", "EUAI-36"),
    ("missing-id", "At most 15 million euros [euai-036].", "euai-036"),
    ("missing-id", "See EUAI-999 for it.", "EUAI-999"),
    ("missing-id", "See [EUAI-036; EUAI-998].", "EUAI-998"),
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_prose_passes(text):
    assert check_prose(text, allow=allowed_phrases()) == []


@pytest.mark.parametrize(("kind", "text", "figure"), FAULTY)
def test_faulty_prose_is_found(kind, text, figure):
    findings = check_prose(text, allow=allowed_phrases())
    assert kind in {finding.kind for finding in findings}
    assert any(figure in finding.message for finding in findings if finding.kind == kind)


def test_a_wrong_id_gets_one_finding_that_names_the_nearest():
    (finding,) = check_prose("At most 15 million euros [EUIA-036].")
    assert "nearest: EUAI-036" in finding.message


def test_a_wrong_figure_is_told_what_the_ledger_has():
    (finding,) = check_prose("General-purpose models: 16 million euros or 3 % [EUAI-036].")
    assert finding.message == "'16 million euros' is not in EUAI-036, which has EUR 15 million."
    assert str(finding).startswith("text: ")


def test_a_figure_of_a_kind_that_the_entry_lacks():
    (finding,) = check_prose("A death costs 5 % [EUAI-025].")
    assert finding.message == "'5 %' is not in EUAI-025, which has no percent."


def test_a_range_is_reported_once():
    assert len(check_prose("It rose by 15-30 %.")) == 1


def test_an_id_elsewhere_in_the_paragraph_backs_only_what_it_holds():
    backed = "The ceiling has two parts [EUAI-036]. One is EUR 15 million."
    assert check_prose(backed) == []
    assert [finding.kind for finding in check_prose(backed.replace("15", "16"))] == ["uncited"]
    assert [finding.kind for finding in check_prose(backed.replace("]. ", "].\n\n"))] == ["uncited"]


def test_the_last_id_of_a_sentence_also_backs_what_follows():
    assert check_prose("By [EUAI-044] the duties apply from 2 December 2027.") == []
    assert check_prose("By [EUAI-044] the duties apply from 2 December 2028.") != []


def test_a_figure_in_a_note_is_not_backed():
    assert "1.5 %" in fact("EUAI-034").note
    assert check_prose("A figure of 1.5 % circulates [EUAI-034].") != []


def test_uncited_figures_can_be_left_out():
    text = "It rose by 12 %. At most 16 million euros [EUAI-036]."
    assert [finding.kind for finding in check_prose(text, uncited=False)] == ["figure-differs"]


def test_allowed_phrases_ignore_spaces_and_capitals():
    allow = ["EUR 200 million turnover"]
    assert check_prose("Take a eur 200\u00a0million  turnover.", allow=allow) == []
    assert check_prose("Take EUR 1,200 million turnover.", allow=allow) != []
    assert check_prose("Take EUR 200 million profit.", allow=allow) != []


@pytest.mark.parametrize("text", ["a 95 % interval", "80 % power", "the 95% Wilson interval", "100 % of 0 %"])
def test_conventions_of_statistics_need_no_id(text):
    assert check_prose(text, allow=allowed_phrases()) == []


@pytest.mark.parametrize("text", ["95 % accuracy", "10 %", "power of 80 %", "1,100 %"])
def test_the_allow_list_lets_nothing_else_through(text):
    assert len(check_prose(text, allow=allowed_phrases())) == 1


def test_the_allow_list_is_short():
    assert len(allowed_phrases()) <= 20


def test_a_volatile_entry_falls_due_by_the_release_date_alone():
    text = "Duties apply from 2 December 2027 [EUAI-044]."
    assert fact("EUAI-044").volatile
    assert check_prose(text, release_date=date(2027, 5, 23)) == []
    (finding,) = check_prose(text, release_date=date(2027, 5, 24))
    assert (finding.kind, finding.excerpt) == ("recheck-due", "EUAI-044")
    assert check_prose("Since 2 February 2025 [EUAI-003].", release_date=date(2036, 1, 1)) == []


@pytest.mark.parametrize("entry", list_facts(), ids=lambda entry: entry.id)
def test_every_statement_passes_with_its_own_id(entry):
    text = " ".join(f"{sentence} [{entry.id}]" for sentence in entry.statement.split("\n"))
    assert check_prose(text, release_date=RELEASE_DATE) == []


@given(st.sampled_from(ids()), st.integers(1, 10**9))
def test_an_invented_amount_is_found_beside_any_id(id, amount):
    text = f"It cost GBP {amount} and 17 cents [{id}]."
    assert any(finding.kind == "figure-differs" for finding in check_prose(text))


@given(st.text())
def test_no_text_breaks_the_checker(text):
    check_prose(text + " [EUAI-036] " + text, allow=allowed_phrases())


def test_ids_are_found_in_order():
    text = "See EUAI-003, [GDPR-001, EUAI-002] and `US-001`; not GPT-004 or [ABC]."
    assert find_ids(text) == ["EUAI-003", "GDPR-001", "EUAI-002", "US-001"]
