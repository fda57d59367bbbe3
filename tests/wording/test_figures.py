from datetime import UTC, date, datetime

import pytest

from course_lib.forms import Fields, Slot
from course_lib.wording.figures import fill, sentence, shown


@pytest.mark.parametrize(
    ("kind", "unit", "value", "text"),
    [
        ("number", "share", 0.1843, "18.43%"),
        ("number", "share", 0.0012, "0.12 percentage points"),
        ("number", "ratio", 1.8444, "1.84"),
        ("number", "USD", 1920.4, "USD 1,920"),
        ("number", "per cent", 71.88, "71.9 %"),
        ("integer", "labels", 5405, "5,405 labels"),
        ("integer", "days", 1, "1 day"),
        ("labels", "labels", frozenset({"b", "a"}), "a, b"),
        ("order", "order", ("b", "a"), "b, a"),
        ("date", "date", date(2028, 3, 4), "2028-03-04"),
        ("datetime", "UTC", datetime(2028, 3, 4, 9, 30, tzinfo=UTC), "2028-03-04 09:30 UTC"),
        ("choice", "", "owner", "owner"),
        ("allocation", "hours", {"audit": 80.0, "drill": 0.0, "tests": 20.0}, "audit 80, tests 20"),
    ],
)
def test_a_figure_is_written_with_its_unit(kind, unit, value, text):
    assert shown(kind, unit, value) == text


FORM = Fields(
    (Slot("metric", choices=("error rate",)), Slot("limit", unit="share")), template="Stop at {limit} of {metric}."
)


def test_a_sentence_is_made_of_its_fields():
    assert sentence(FORM, {"metric": "error rate", "limit": 0.02}) == "Stop at 2.00% of error rate."
    assert sentence(FORM, {"metric": "error rate", "limit": None}) == "Stop at [open] of error rate."
    assert sentence(Fields(FORM.slots), {"metric": "error rate"}) == "metric: error rate; limit: [open]."


def test_names_in_braces_are_filled_and_other_braces_left_alone():
    assert fill("{a} {a.b} {c} {D} { a } {{a}}", {"a": "1", "a.b": "2"}, missing="?") == "1 2 ? {D} { a } {1}"
