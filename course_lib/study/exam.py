"""An exam in the learner's log: it is started once, its answers have times, it is finished once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

START, FINISH = "start", "finish"
_NO_ANSWER = ("unanswered", "malformed")


@dataclass(frozen=True)
class Sitting:
    """One exam as far as it has come.

    `answers` holds, by question, the minute since the start of the last answer that was recorded before the end, and
    the plain answer.
    """

    started: datetime | None = None
    finished: datetime | None = None
    answers: dict[str, tuple[float, object]] = field(default_factory=dict)

    def minute(self, moment: datetime) -> float:
        """Return the minutes from the start to `moment`; 0 if it has not been started."""
        return 0.0 if self.started is None else max(0.0, (moment - self.started).total_seconds() / 60)


def sitting(records: Iterable[Mapping[str, object]], case_code: str, minutes: float) -> Sitting:
    """Read the exam on a case out of the log; what came after its end or its last minute is no part of it.

    Without a start, the first answer is it.
    """
    started = finished = None
    answers: dict[str, tuple[float, object]] = {}
    for record in (one for one in records if one["case"] == case_code):
        at = datetime.fromisoformat(str(record["at"]))
        event = record.get("event")
        if started is None and (event == START or record["question"]):
            started = at
        if event == FINISH and started is not None:
            finished = at
            break
        if record["question"] and record["kind"] not in _NO_ANSWER:
            minute = Sitting(started).minute(at)
            if minute <= minutes:
                answers[str(record["question"])] = (minute, record["answer"])
    return Sitting(started, finished, answers)


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)
