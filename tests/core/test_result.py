import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from IPython.core.formatters import DisplayFormatter

from course_lib.core.grading import grade
from course_lib.core.result import ANSWER_TYPE, LOOK, Result
from tests.core.toys import toy_case, toy_question

RESULT = Result("fpr_ratio", "slip", 0.5, 5, "The sign is not.", 1.8, "ABCD-1234", "ada", 0, notes=("Saved late.",))
HOSTILE = "<script>alert('x')</script> & \"y\""


class Reader(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self, html: str):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.append(tag)
        self.attributes |= dict(attributes)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("kind", LOOK)
def test_text_and_html_say_the_same(kind):
    result = replace(RESULT, kind=kind)
    read = Reader(result._repr_html_())
    assert read.open == []
    shown = "".join(read.text)
    for part in (*LOOK[kind][:2], "fpr_ratio", "The sign is not.", "Saved late."):
        assert part in shown
        assert part in repr(result)


def test_text_is_a_heading_and_one_line_a_sentence():
    assert repr(RESULT).splitlines() == ["≈ Slip · 2.5 of 5 points · fpr_ratio", "The sign is not.", "Saved late."]


def test_a_recorded_answer_promises_no_points():
    recorded = replace(RESULT, kind="recorded", credit=0)
    assert "worth 5 points" in repr(recorded)
    assert "0 of" not in repr(recorded)


def test_every_kind_is_told_apart_without_colour():
    assert len({word for _, word, _ in LOOK.values()}) == len(LOOK)
    assert all(symbol for symbol, _, _ in LOOK.values())


def test_html_follows_the_theme_and_is_announced():
    read = Reader(RESULT._repr_html_())
    assert read.attributes["role"] == "status"
    assert "var(--jp-warn-color1," in RESULT._repr_html_()


@pytest.mark.parametrize("field", ["question", "sentence", "notes"])
def test_html_is_escaped(field):
    result = replace(RESULT, **{field: (HOSTILE,) if field == "notes" else HOSTILE})
    read = Reader(result._repr_html_())
    assert "script" not in read.tags
    assert HOSTILE in "".join(read.text)


def test_an_unknown_label_cannot_smuggle_html():
    result = grade(toy_question("labels"), ["<img src=x onerror=alert(1)>"], toy_case(frozenset()))
    assert "<img" in result.sentence
    assert "img" not in Reader(result._repr_html_()).tags


@pytest.mark.parametrize(
    ("credit", "points", "score"),
    [(1, 8, 8), (0.5, 5, 2.5), (2 / 3, 8, 5.33), (0, 8, 0), (5 / 6, 6, 5), (0.25, 1, 0.25)],
)
def test_points_are_credit_times_points_to_two_decimals(credit, points, score):
    assert replace(RESULT, credit=credit, points=points).score == score


def test_the_bundle_has_text_html_and_the_answer():
    bundle = RESULT._repr_mimebundle_()
    assert bundle == {
        "text/plain": repr(RESULT),
        "text/html": RESULT._repr_html_(),
        ANSWER_TYPE: {
            "question": "fpr_ratio",
            "answer": 1.8,
            "case": "ABCD-1234",
            "learner": "ada",
            "attempt": 0,
        },
    }
    assert json.loads(json.dumps(bundle, allow_nan=False)) == bundle


def test_the_record_holds_no_mark():
    assert not RESULT.as_record().keys() & {"credit", "points", "score", "kind", "sentence"}


@pytest.mark.parametrize("stage", ["autograde", "validate"])
def test_grading_changes_the_plain_text_only(monkeypatch, stage):
    before = RESULT._repr_mimebundle_()
    monkeypatch.setenv("NBGRADER_EXECUTION", stage)
    during = RESULT._repr_mimebundle_()
    assert during.pop("text/plain") == "2.5"
    assert before.pop("text/plain") == repr(RESULT)
    assert during == before
    assert float(replace(RESULT, credit=2 / 3)._repr_mimebundle_()["text/plain"]) == pytest.approx(3.33)


@pytest.mark.parametrize("stage", ["", "formgrade"])
def test_other_stages_of_nbgrader_show_the_words(monkeypatch, stage):
    monkeypatch.setenv("NBGRADER_EXECUTION", stage)
    assert RESULT._repr_mimebundle_()["text/plain"] == repr(RESULT)


def test_the_environment_changes_no_mark(monkeypatch):
    question, case = toy_question(), toy_case(0.3)
    before = [grade(question, answer, case) for answer in (0.3, -0.3, 0.9, None)]
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert [grade(question, answer, case) for answer in (0.3, -0.3, 0.9, None)] == before


def test_a_notebook_shows_the_bundle():
    data, metadata = DisplayFormatter().format(RESULT)
    assert data == RESULT._repr_mimebundle_()
    assert metadata == {}
