"""The rules one by one, and what must hold for any text."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.bullets import Finding, Report, lint
from course_lib.bullets.figures import read_bullets
from course_lib.bullets.report import EXAMPLES
from course_lib.bullets.words import bare_figures

TEXTS = [str(bullet["text"]) for bullet in read_bullets(Path(__file__).with_name("labelled_bullets.yaml"))]
LED = (
    "Led the migration to TensorFlow 2.8, cutting model training time by 25 % and enabling weekly model updates that "
    "reduced prediction drift by 1.1 %."
)
CAUGHT = (
    "Delivered a recommendation engine on schedule; identified a bias spike in week 3, instituted a real‑time bias "
    "monitor, and avoided a potential $2 M regulatory penalty."
)
CERTIFIED = (
    "Co‑led a team of engineers, data scientists, and legal counsel to certify a credit‑scoring model under Tier 2 AI "
    "Act requirements, achieving compliance three weeks ahead of deadline."
)
BROKEN = {
    "L1": "Helped cut wrong denials from 4.4 % to 2.9 % by sending thin files to a human.",
    "L2": "Deployed drift monitors on 45 models in 12 countries after 9 workshops with risk.",
    "L3": "Lifted conversion by 18 % with a ranking model trained on 400M events.",
    "L4": "Decreased wrong denials of small loans from 4.4 % to 2.9 % of applications.",
    "L5": "Led a team of 11 to cut missed alerts from 8 to 3 a month with a second check.",
    "L6": "Launched the triage model on the planned date in 38 hospitals through a phased plan.",
    "L7": "Eliminated all bias from the ranking model, from a gap of 9 points to 0, by reweighting.",
    "L8": "Cut missed diagnoses from 2.1 % to 3.4 % by recalibrating the threshold per ward.",
}


def codes(text, level="error"):
    return [finding.code for finding in lint(text).level(level)]


def test_two_of_the_three_exemplary_bullets_of_the_article_draw_a_warning():
    assert [codes(text, "warning") for text in (LED, CAUGHT, CERTIFIED)] == [["L9"], [], ["L10"]]
    assert {lint(text).verdict for text in (LED, CAUGHT, CERTIFIED)} == {"good"}


@pytest.mark.parametrize("text", ["experience with TensorFlow", "went live on time", "managed a cross-functional team"])
def test_the_bad_bullets_of_the_article_fail(text):
    assert lint(text).verdict == "bad"


@pytest.mark.parametrize("code", BROKEN)
def test_each_error_rule_finds_its_fault(code):
    assert code in codes(BROKEN[code])


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_of_each_rule_is_good_and_keeps_it(code):
    report = lint(EXAMPLES[code])
    assert report.verdict == "good"
    assert code not in [finding.code for finding in report.findings]
    assert Finding(code, "error", "").example == EXAMPLES[code]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Reduced wrong closures from 10 % to 8 %, a 40 % reduction, by capping automation.", False),
        ("Reduced wrong closures from 10 % to 8 %, a 20 % reduction, by capping automation.", True),
        ("Reduced wrong closures from 10 % to 8 %, a 2-point reduction, by capping automation.", True),
        ("Reduced wrong closures from 10 % to 8 %, a 20-point reduction, by capping automation.", False),
        ("Reduced wrong closures by 130 % by capping automation.", False),
        ("Halved wrong closures, from 8 % to 4 %, by capping automation.", True),
        ("Halved wrong closures, from 8 % to 6 %, by capping automation.", False),
        ("Drove the miss rate down to 4 % from 3 % by retraining.", False),
        ("Drove the miss rate down to 3 % from 4 % by retraining.", True),
        ("Cut the time to contain an incident from 40 minutes to 2 hours by drilling.", False),
        ("Cut the time to contain an incident from 2 hours to 40 minutes by drilling.", True),
        ("Improved recall of reports from 91 % to 84 % with a new loss.", False),
        ("Improved the error of reports from 9 % to 14 % with a new loss.", False),
        ("Cut wrong refunds from 1 in 90 to 1 in 400 by asking for a policy.", True),
        ("Cut wrong refunds from 1 in 400 to 1 in 90 by asking for a policy.", False),
        ("Cut spend per case from $1.2M to $800K by pruning.", True),
        ("Cut errors by moving the threshold from 0.5 to 0.7, which took misses to 2 % from 3 %.", True),
        ("Rolled back the update that had pushed missed faults from 2 to 9 a month.", True),
    ],
)
def test_arithmetic(text, right):
    assert ("L8" not in codes(text)) is right


def test_an_unknown_risk_is_asked_about_and_does_not_fail():
    report = lint("Brought zorbling per batch down from 9 % to 4 % by adding a quench step between the two furnaces.")
    assert report.verdict == "good"
    assert [finding.code for finding in report.level("question")] == ["L3"]


def test_a_decision_needs_no_pair_of_figures():
    assert lint("Stopped the dosing launch because the model had never seen patients on dialysis.").verdict == "good"
    assert lint("Stopped by every desk to hand out 40 flyers about AI.").verdict == "bad"


def test_a_claim_that_is_taken_back_is_no_claim():
    text = "from the launch page after the audit found a 6-point gap in refusals."
    assert "L7" not in codes(f"Struck 'bias-free' {text}")
    assert "L7" in codes(f"Proud of a bias-free product: copied {text}")


def test_money_that_was_avoided_must_be_weighed():
    assert codes("Avoided a $2M fine by adding a bias monitor in week 3 of the launch.", "warning") == ["L11"]
    assert codes("Avoided an expected $100K in fines by adding a bias monitor in week 3.", "warning") == []


@given(st.text(max_size=400))
def test_any_text_gets_a_report(text):
    report = lint(text)
    assert isinstance(report, Report)
    assert report.verdict == ("bad" if report.level("error") else "good")
    assert {finding.level for finding in report.findings} <= {"error", "warning", "question"}


@given(st.lists(st.sampled_from(" ".join(TEXTS).split()), max_size=60).map(" ".join))
def test_words_of_bullets_in_any_order_get_a_report(text):
    assert lint(text).findings == lint(text).findings


@given(st.sampled_from(TEXTS), st.text(alphabet=" \t\n\u00a0", max_size=5), st.text(alphabet=" \t", max_size=5))
def test_space_around_a_bullet_changes_nothing(text, after, before):
    assert lint(before + text + after) == lint(text)


def test_list_marks_and_typography_change_nothing():
    plain = "Cut the gap in refusals - by group - from 9 % to 4 % with a 'second look' at each denial."
    assert lint("• " + plain.replace(" - ", " – ").replace("'", "’")) == lint(plain)


def test_bare_figures_lose_their_units():
    assert bare_figures("three weeks, USD 90K of 1.5 million, 3.5 % of 2,400") == [3, 90_000, 1_500_000, 3.5, 2400]


def test_a_huge_text_is_judged_by_its_beginning():
    assert lint("Cut wrong denials from 4 % to 2 % by asking a human. " + "saved USD " * 100_000).verdict == "good"


def test_more_than_two_thousand_bullets_a_second():
    def spent():
        started = time.process_time()
        for text in TEXTS:
            lint(text)
        return time.process_time() - started

    assert len(TEXTS) / min(spent() for _ in range(5)) > 2000
