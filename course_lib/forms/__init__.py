"""Answers of several parts: typed fields, choices that are worth something, the record of an exam, a drill's run.

A question has one of these as its `form`. It reads a plain answer, marks it, says whether recognised answers collide,
and can be written as data, so that a sealed build knows the form without the key.
"""

from collections.abc import Mapping
from typing import Any

from course_lib.core.case import Case
from course_lib.core.question import Question
from course_lib.forms.exam import Exam, ExamRecord
from course_lib.forms.fields import Fields, Slot
from course_lib.forms.run import Run
from course_lib.forms.worth import Best

__all__ = ["Best", "Exam", "ExamRecord", "Fields", "Run", "Slot", "from_data", "mistaken"]


def from_data(data: Mapping[str, Any] | None) -> Fields | Best | ExamRecord | Run | None:
    """Return the form that `as_data` described, without what only the key knows."""
    if data is None:
        return None
    if data["form"] == "fields":
        slots = (Slot(**slot | {"choices": tuple(slot["choices"])}) for slot in data["slots"])
        return Fields(tuple(slots), data["template"])
    if data["form"] == "exam":
        return ExamRecord(Exam(**{name: value for name, value in data.items() if name != "form"}))
    if data["form"] == "run":
        return Run(replay=None)
    return Best(tuple(data["choices"]), worth=None, amounts=data["amounts"])


def mistaken(question: Question, i: int, case: Case) -> object:
    """Return the answer of somebody who makes mistake number `i` of a question, from 0, and nothing else wrong."""
    wrong = question.mistakes[i].answer(case)
    return question.form.complete(question, case, wrong) if question.form else wrong
