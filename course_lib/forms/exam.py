"""The record of an exam as an answer: when each answer was given, and a short hash of each."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite

from course_lib.core.answers import NotAnAnswer
from course_lib.core.case import Case
from course_lib.core.question import Question

_MOST_ENTRIES = 100


@dataclass(frozen=True)
class Exam:
    """An exam: its length in minutes, the question that is the decision, and how its minute is scored.

    A decision by minute `full_until` earns all of the time credit, from minute `none_from` on nothing, linear between.
    """

    minutes: int
    decision: str
    full_until: float
    none_from: float

    def time_credit(self, minute: float) -> float:
        """Return the share of the time credit (0 to 1) that a decision at this minute earns."""
        return min(1.0, max(0.0, (self.none_from - minute) / (self.none_from - self.full_until)))


@dataclass(frozen=True)
class ExamRecord:
    """The text that `case.finish()` shows: JSON with the case's code and, by question, the minute and a hash.

    Credit is the time credit of the decision, times the share of the answers that are still as they were recorded.
    """

    exam: Exam

    wanted = "the text that case.finish() shows, in quotes"

    def read(self, plain: object) -> dict[str, object] | None:
        """Return the record as a dictionary; raise NotAnAnswer if the text is none."""
        if plain is None:
            return None
        try:
            record = json.loads(plain) if isinstance(plain, str) else None
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict) or not isinstance(record.get("case"), str) or not _sound(record.get("answers")):
            raise NotAnAnswer(f"This is not the record of an exam; this question wants {self.wanted}.")
        return record

    def mark(
        self, record: Mapping[str, object], question: Question, case: Case, earlier: Mapping[str, object]
    ) -> tuple[str, float, str]:
        """Return kind, credit and sentence."""
        answers = record["answers"]
        if record["case"] != case.code:
            return (
                "not yet",
                0,
                "This record belongs to another case. Use the text that case.finish() shows for this one.",
            )
        if self.exam.decision not in answers:
            return "not yet", 0, f"The record holds no answer to {self.exam.decision}: an exam without a decision."
        credit = self.exam.time_credit(answers[self.exam.decision][0])
        changed = [name for name in answers if name in earlier and answers[name][1] != answer_hash(earlier[name])]
        if changed:
            left = credit * (1 - len(changed) / len(answers))
            return "partly" if left else "not yet", left, f"Changed after it was recorded: {', '.join(changed)}."
        if credit == 1:
            return "right", 1, "Decided in time, and every answer is as it was recorded."
        return (
            "partly" if credit else "not yet",
            credit,
            "The decision came late: the panel had stopped waiting for it.",
        )

    def collides(self, question: Question, case: Case) -> bool:
        """Say that nothing collides: a record is compared with nothing."""
        return False

    def complete(self, question: Question, case: Case, wrong: object) -> object:
        """Return the answer of somebody who makes the mistake `wrong`: the mistake itself."""
        return wrong

    def as_data(self) -> dict[str, object]:
        """Return the form as JSON data."""
        return {"form": "exam", **asdict(self.exam)}


def exam_record(code: str, answers: Mapping[str, tuple[float, object]]) -> str:
    """Return the record's text: by question, the minute of the last answer and the plain answer."""
    entries = {name: [round(minute, 1), answer_hash(plain)] for name, (minute, plain) in answers.items()}
    return json.dumps({"case": code, "answers": entries}, separators=(",", ":"))


def answer_hash(plain: object) -> str:
    """Return six characters that tell one plain answer from another."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def _sound(answers: object) -> bool:
    if not isinstance(answers, dict) or not 0 < len(answers) <= _MOST_ENTRIES:
        return False
    return all(
        isinstance(entry, list)
        and len(entry) == 2
        and isinstance(entry[0], int | float)
        and not isinstance(entry[0], bool)
        and isfinite(entry[0])
        and entry[0] >= 0
        and isinstance(entry[1], str)
        for entry in answers.values()
    )
