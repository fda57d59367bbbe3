from dataclasses import replace

import pytest

from course_lib.forms import Allocation, Best, Fields, Slot
from course_lib.wording.asking import accepted, answer_head, fields_text, question_text
from tests.core.toys import toy_question

FIELDS = Fields(
    (
        Slot("metric", choices=("error rate", "volume")),
        Slot("limit", unit="share", tolerance=0.001),
        Slot("arms", kind="integer", unit="users per arm"),
        Slot("review", kind="date"),
        Slot("path", kind="order", choices=tuple(f"a rather long step number {i}" for i in range(6))),
    )
)
ASKED = replace(toy_question(), kind="fields", form=FIELDS)


def test_the_head_of_an_answer_cell_is_code_with_nothing_answered():
    head = answer_head(ASKED)
    namespace = {}
    exec(head, namespace)
    assert namespace["toy"] == dict.fromkeys(("metric", "limit", "arms", "review", "path"))
    assert max(len(line) for line in head.splitlines()) <= 110
    assert '"metric": None,  # one of "error rate"; "volume"' in head
    assert '"limit": None,  # share, ± 0.001' in head
    assert '"review": None,  # "YYYY-MM-DD"' in head
    assert '    # list, in order, of:\n    #   "a rather long step number 0"\n' in head


def test_labels_to_choose_from_can_be_copied_line_by_line():
    assert answer_head(toy_question("order")).splitlines() == [
        "toy = None  # list of labels in order, out of:",
        *(f'#   "{light}"' for light in ("day", "night", "rain", "low sun")),
    ]
    twice = Fields(tuple(Slot(name, choices=("x" * 60, "y" * 60)) for name in ("one", "two")))
    head = answer_head(replace(toy_question(), kind="fields", form=twice))
    assert head.count("x" * 60) == 1
    assert '"two": None,  # one of the same' in head


def test_an_allocation_has_a_line_for_each_name():
    asked = replace(toy_question(), kind="allocation", unit="hours", form=Allocation(("audit", "drill"), None))
    assert answer_head(asked) == 'toy = {\n    "audit": None,\n    "drill": None,\n}'
    assert accepted(asked) == "hours, marked by what it reaches of the best"


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({}, "share, ± 0.00001"),
        ({"tolerance": 0.01, "relative": True}, "share, ± 0.01 of the answer"),
        ({"tolerance": 10.0, "unit": "USD"}, "USD, ± 10"),
        ({"kind": "integer", "unit": "days"}, "days, exact"),
        ({"kind": "date"}, 'date, as text: "YYYY-MM-DD", exact'),
        ({"kind": "order"}, "list of labels in order, exact"),
        ({"kind": "fields", "form": FIELDS}, "fields, each marked by itself"),
        ({"kind": "labels", "unit": "labels", "form": Best((), None)}, "labels, marked by what it reaches of the best"),
    ],
)
def test_what_is_accepted_is_said(changed, text):
    asked = replace(toy_question(), **changed)
    assert accepted(asked) == text
    assert question_text(asked).startswith(f"**`toy`** · 4 points · {text}\n\n")


def test_fields_are_listed_in_words():
    assert fields_text(ASKED).startswith('Fields: `metric` (one of "error rate"; "volume"); `limit` (share, ± 0.001);')
    assert fields_text(toy_question()) == ""
