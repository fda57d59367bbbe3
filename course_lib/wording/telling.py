"""A right answer in other words: a table, a list of what is missing, a figure rounded for people."""

from collections.abc import Callable
from typing import Any

from course_lib.core.case import Case
from course_lib.core.question import Question

Teller = Callable[[Case, Any], str]


def tells(question: Question) -> Callable[[Teller], Teller]:
    """Declare a way to write a right answer, from case and answer; a page calls it `{question.name_of_the_way}`."""

    def declare(write: Teller) -> Teller:
        question.told[write.__name__] = write
        return write

    return declare
