"""Typed fields: read, marked by field, named mistakes, the learner's own answers, and what a sealed build keeps."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from course_lib.core.answers import to_plain
from course_lib.core.case import Case, Streams
from course_lib.core.grading import collides, grade
from course_lib.core.question import question
from course_lib.forms import Fields, Slot, from_data, mistaken

METRICS = ("false-diagnosis rate", "scan volume", "reading time")


@dataclass(frozen=True)
class Clinic:
    rate: float = 0.032
    scans: int = 4000


CASE = Case("toy", "ada", 0, Streams("seed"), Clinic())


def two_words(case, values):
    return (1.0, "") if len(str(values["text"] or "").split()) >= 2 else (0.5, "Say it in two words or more.")


def claim_question():
    @question(
        points=10,
        unit="fields",
        kind="fields",
        form=Fields(
            (
                Slot("metric", choices=METRICS, also=("reading time",)),
                Slot("baseline", unit="share", tolerance=0.0005, same_as="first_rate"),
                Slot("scans", kind="integer"),
                Slot("review", kind="date"),
                Slot("told", kind="labels", choices=("legal", "sales", "support"), weight=2),
                Slot("text", kind="text", rule=two_words, weight=2),
                Slot("remark", kind="text", weight=0),
            ),
            template="Cut the {metric} from {baseline}, {scans} scans, by {review}.",
        ),
    )
    def claim(case):
        """State the claim."""
        return {
            "metric": METRICS[0],
            "baseline": case.rate,
            "scans": case.scans,
            "review": date(2027, 3, 1),
            "told": frozenset({"legal", "support"}),
            "text": "In words",
            "remark": None,
        }

    return claim


CLAIM = claim_question()
TYPED = {
    "metric": "false-diagnosis rate",
    "baseline": 0.032,
    "scans": 4000,
    "review": "2027-03-01",
    "told": ["support", "legal"],
    "text": "Fewer false diagnoses",
    "remark": None,
}


def marked(earlier=None, **changed):
    return grade(CLAIM, TYPED | changed, CASE, earlier)


def test_all_fields_right_is_full_marks_typed_or_plain():
    assert (marked().kind, marked().score) == ("right", 10)
    assert grade(CLAIM, to_plain(TYPED), CASE) == marked()
    assert grade(CLAIM, CLAIM.answer(CASE), CASE).kind == "right"


@pytest.mark.parametrize(
    ("changed", "credit"),
    [
        ({"metric": "scan volume"}, 7 / 8),
        ({"metric": "reading time"}, 1),
        ({"baseline": 0.0326}, 7 / 8),
        ({"baseline": 0.0324}, 1),
        ({"baseline": None}, 7 / 8),
        ({"told": ["legal"]}, 6 / 8),
        ({"text": "One"}, 7 / 8),
        ({"text": None}, 7 / 8),
        ({"remark": "anything at all"}, 1),
        ({"metric": "scan volume", "told": ["sales"], "text": "No"}, 4 / 8),
    ],
)
def test_credit_is_by_field_and_weight(changed, credit):
    result = marked(**changed)
    assert result.credit == pytest.approx(credit)
    assert result.kind == ("right" if credit == 1 else "partly")


def test_the_sentence_names_the_fields_and_says_what_the_rule_says():
    assert marked(metric="scan volume", baseline=0.5).sentence == "Look again at: metric, baseline."
    assert marked(scans=3, text="One").sentence == "Look again at: scans. Say it in two words or more."


def test_the_learner_s_own_answer_is_right_in_the_field_that_repeats_it():
    assert marked(baseline=0.05).credit < 1
    assert marked({"first_rate": 0.05}, baseline=0.05).kind == "right"
    assert marked({"first_rate": 0.05}, baseline=0.032).kind == "right"
    assert marked({"first_rate": "text"}, baseline=0.05).credit < 1
    assert marked({"other": 0.05}, baseline=0.05).credit < 1


def test_a_single_label_needs_no_list():
    assert marked(told="legal").credit == marked(told=["legal"]).credit


def test_per_cent_for_a_share_is_a_slip_in_its_field():
    slip = marked(baseline=3.2)
    assert (slip.credit, slip.sentence) == (7.5 / 8, "baseline is right in per cent, and wanted as a share.")
    assert marked({"first_rate": 0.05}, baseline=5.0).credit == slip.credit
    assert marked(baseline=3.3).sentence == "Look again at: baseline."


def test_prose_that_is_not_judged_never_changes_the_mark():
    assert {marked(remark=text).score for text in (None, "x", "Ж" * 500, "guarantee 100 %")} == {10}


def test_nothing_filled_in_is_unanswered():
    assert grade(CLAIM, dict.fromkeys(TYPED), CASE).kind == "unanswered"
    assert grade(CLAIM, {"metric": None}, CASE).kind == "unanswered"
    assert grade(CLAIM, {"text": "  "}, CASE).kind == "unanswered"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (3, "This question wants a dictionary with the fields metric"),
        ({}, "This question wants a dictionary with the fields metric"),
        ({"metrics": "scan volume"}, "'metrics' is not a name here; this question wants a dictionary"),
        (
            TYPED | {"metric": "churn"},
            "In the field 'metric': you gave 'churn', which is not a label here",
        ),
        (
            TYPED | {"baseline": "3.2 %"},
            "In the field 'baseline': you gave text; this question wants a number",
        ),
        (
            TYPED | {"review": "March"},
            "In the field 'review': you gave text that is no ISO date; this question",
        ),
        (TYPED | {"text": 3}, "In the field 'text': this question wants text."),
        (TYPED | {"baseline": float("nan")}, "In the field 'baseline': you gave a value that is not a finite number"),
        (
            TYPED | {"baseline": {"a": 1}},
            "In the field 'baseline': you gave named fields; this question",
        ),
    ],
)
def test_what_cannot_be_marked_is_one_sentence(answer, says):
    result = grade(CLAIM, answer, CASE)
    assert (result.kind, result.score) == ("malformed", 0)
    assert result.sentence.startswith(says)


def with_mistakes(*wrong):
    asked = replace(CLAIM, mistakes=[])
    for i, one in enumerate(wrong):
        asked.mistake(f"Mistake {i}.")(lambda case, one=one: one)
    return asked


def test_a_mistake_is_named_whatever_else_is_wrong():
    asked = with_mistakes({"metric": "scan volume"}, {"baseline": 0.0009, "scans": 1})
    assert grade(asked, TYPED | {"metric": "scan volume"}, CASE).sentence == "Mistake 0."
    also = grade(asked, TYPED | {"metric": "scan volume", "scans": 7, "text": "One"}, CASE)
    assert also.sentence == "Mistake 0. Look again at: scans. Say it in two words or more."
    second = grade(asked, TYPED | {"baseline": 0.0009, "scans": 1}, CASE)
    assert (second.kind, second.sentence, second.credit) == ("mistake", "Mistake 1.", 6 / 8)
    assert grade(asked, TYPED | {"baseline": 0.0009}, CASE).sentence == "Look again at: baseline."


def test_a_mistake_that_is_the_learner_s_own_earlier_answer_is_not_punished_again():
    asked = with_mistakes({"baseline": 0.05})
    assert grade(asked, TYPED | {"baseline": 0.05}, CASE, {"first_rate": 0.05}).kind == "right"


@pytest.mark.parametrize(
    ("wrong", "collide"),
    [
        ([{"metric": "scan volume"}], False),
        ([{"metric": METRICS[0]}], True),
        ([{"baseline": 0.0328}], True),
        ([{"baseline": 0.034}], False),
        ([{"metric": "scan volume"}, {"metric": "scan volume"}], True),
        ([{"metric": "scan volume"}, {"metric": "scan volume", "scans": 1}], True),
        ([{"metric": "scan volume"}, {"scans": 1}], False),
        ([{"told": frozenset({"sales"})}, {"told": frozenset({"legal"})}], False),
    ],
)
def test_mistakes_that_cannot_be_told_apart_collide(wrong, collide):
    assert collides(with_mistakes(*wrong), CASE) is collide


def test_somebody_with_one_mistake_has_the_rest_right():
    asked = with_mistakes({"metric": "scan volume"})
    assert mistaken(asked, 0, CASE) == CLAIM.answer(CASE) | {"metric": "scan volume"}


def test_a_sealed_build_reads_the_fields_and_knows_no_rule():
    form = from_data(CLAIM.form.as_data())
    assert [slot.name for slot in form.slots] == list(TYPED)
    assert all(slot.rule is None and slot.also == () for slot in form.slots)
    assert form.template == CLAIM.form.template
    sealed = replace(CLAIM, answer=None, form=form)
    assert grade(sealed, TYPED, CASE).kind == "recorded"
    assert grade(sealed, TYPED | {"metric": "churn"}, CASE).kind == "malformed"
    assert from_data(None) is None


def test_a_slot_of_no_known_kind_is_refused():
    with pytest.raises(ValueError, match="kind is 'essay'; choose one of number, "):
        Slot("text", kind="essay")
