"""Choices that are worth something: a set of labels, or amounts given to names. Credit is worth over the best worth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from course_lib.core.answers import NotAnAnswer, read_answer
from course_lib.core.case import Case
from course_lib.core.question import Question
from course_lib.forms.fields import read_named

Worth = Callable[[Case, object], float | None]
_BEST = "The best that the limit allows."
_BREAKS = "This breaks the limit that the question names, so it is worth nothing."
_LESS = "Allowed, but not the best: it reaches a part of what is possible."


@dataclass(frozen=True)
class Best:
    """A set of labels or, with `amounts`, an amount for each of them (a dictionary; what is left out gets nothing).

    `worth` values a choice on a case; None means that it breaks the limit.
    """

    choices: tuple[str, ...]
    worth: Worth | None
    amounts: bool = False

    @property
    def wanted(self) -> str:
        """What the question wants, in words."""
        names = ", ".join(self.choices)
        return f"a dictionary with an amount, zero or more, for each of: {names}" if self.amounts else "labels"

    def read(self, plain: object) -> frozenset[str] | dict[str, float] | None:
        """Return the chosen labels, or the amount of each name; None if no amount is given."""
        if not self.amounts:
            return read_answer("labels", plain, wanted=self.wanted, choices=self.choices)
        given = read_named(plain, list(self.choices), self.wanted)
        if all(amount is None for amount in given.values()):
            return None
        amounts = {name: _amount(amount, self.wanted) for name, amount in given.items()}
        if any(amount < 0 for amount in amounts.values()):
            raise NotAnAnswer(f"You gave an amount below zero; this question wants {self.wanted}.")
        return amounts

    def mark(
        self, value: object, question: Question, case: Case, earlier: Mapping[str, object]
    ) -> tuple[str, float, str]:
        """Return kind, credit and sentence: as good as the best, a known mistake, beyond the limit, a part of it."""
        best, reached = self.worth(case, question.answer(case)), self.worth(case, value)
        if reached is not None and reached >= best * (1 - 1e-9):
            return "right", 1, _BEST
        for mistake in question.mistakes:
            if value == mistake.answer(case):
                return "mistake", mistake.credit, mistake.sentence
        if reached is None:
            return "not yet", 0, _BREAKS
        credit = max(0.0, reached / best)
        return "partly" if credit else "not yet", credit, _LESS

    def collides(self, question: Question, case: Case) -> bool:
        """Say whether two recognised choices are the same, or the right one is not clearly the best of them."""
        wrong = [mistake.answer(case) for mistake in question.mistakes]
        best = self.worth(case, question.answer(case))
        near = any((reached := self.worth(case, one)) is not None and reached > 0.99 * best for one in wrong)
        return near or any(one in wrong[:i] for i, one in enumerate(wrong))

    def complete(self, question: Question, case: Case, wrong: object) -> object:
        """Return the answer of somebody who makes the mistake `wrong`: the mistake itself."""
        return wrong

    def as_data(self) -> dict[str, object]:
        """Return the form as JSON data, without what only the key knows."""
        return {"form": "best", "choices": self.choices, "amounts": self.amounts}


def _amount(plain: object, wanted: str) -> float:
    return 0.0 if plain is None else read_answer("number", plain, wanted=wanted)
