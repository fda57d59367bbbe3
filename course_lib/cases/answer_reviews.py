"""Generator of checked answers: reviews by segment of the traffic, and test questions stage by stage."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

STANDARD, SELF_EMPLOYED, BUSINESS, TEST_DESK = "standard", "self-employed", "business", "test desk"
SEGMENTS = (STANDARD, SELF_EMPLOYED, BUSINESS)
_DAYS = 14


class ReviewDay(NamedTuple):
    """One segment on one day: answers served, answers reviewed, and those of them that were wrong."""

    day: int
    segment: str
    served: int
    reviewed: int
    wrong: int
    copies: int


class QuestionRun(NamedTuple):
    """One run of a test question: whether each stage was right; None where the stage before had failed."""

    question_id: int
    run: int
    retrieval_ok: bool
    ranking_ok: bool | None
    answer_ok: bool | None


@dataclass(frozen=True)
class Reviews:
    """The reviewed days."""

    days: tuple[ReviewDay, ...]

    def total(self, column: str, *, segments: tuple[str, ...] = SEGMENTS, copies: bool = False) -> int:
        """Return the sum of a column over the segments, each row once unless `copies` are to count."""
        rows = [row for row in self.days if row.segment in segments]
        return sum(getattr(row, column) * (1 + copies * row.copies) for row in rows)


@dataclass(frozen=True)
class Evaluation:
    """All runs of the test questions; the latest run of a question is the one that counts."""

    runs: tuple[QuestionRun, ...]

    def counts(self, *, latest: bool = True, first: bool = False) -> tuple[int, int, int, int]:
        """Return runs, then those right after retrieval, after ranking and after the answer."""
        runs = [one for one in self.runs if one.run == 1 or not first]
        chosen = {(one.question_id if latest else i): one for i, one in enumerate(runs)}.values()
        columns = ("retrieval_ok", "ranking_ok", "answer_ok")
        return len(chosen), *(sum(bool(getattr(one, column)) for one in chosen) for column in columns)


def draw_reviews(streams: Streams) -> Reviews:
    """Draw two weeks. Month-end days bring many business loans, and the export wrote those days twice."""
    rng = streams.rng("reviews")
    rates = {
        STANDARD: rng.randint(100, 140) / 10_000,
        SELF_EMPLOYED: rng.randint(44, 60) / 1000,
        BUSINESS: rng.randint(40, 60) / 1000,
        TEST_DESK: 0.0,
    }
    weight = {SELF_EMPLOYED: rng.randint(17, 23), BUSINESS: rng.randint(8, 10), TEST_DESK: 6}
    weight[STANDARD] = 100 - weight[SELF_EMPLOYED] - weight[BUSINESS]
    reviewed = {STANDARD: 50 * rng.randint(26, 32), SELF_EMPLOYED: 400, BUSINESS: 50 * rng.randint(11, 13)}
    month_end = rng.sample(range(5, _DAYS), 3)
    rows = []
    for segment in (*SEGMENTS, TEST_DESK):
        per_day = reviewed.get(segment, 200)
        wrong = allocate(round(per_day * _DAYS * rates[segment]), [rng.randint(80, 120) for _ in range(_DAYS)])
        for day in range(1, _DAYS + 1):
            factor = 2.6 if segment == BUSINESS and day in month_end else 1
            served = 10 * round(45 * weight[segment] * factor * rng.randint(92, 108) / 100)
            copies = int(day in month_end)
            rows.append(ReviewDay(day, segment, served, per_day, wrong[day - 1], copies))
    return Reviews(tuple(rows))


def draw_evaluation(streams: Streams) -> Evaluation:
    """Draw a test set: a few questions failed for a fault in the harness and were run again."""
    rng = streams.rng("evaluation")
    size = 20 * rng.randint(20, 30)
    found = round(size * rng.randint(970, 990) / 1000)
    ranked = round(found * rng.randint(940, 960) / 1000)
    answered = round(ranked * rng.randint(857, 863) / 1000)
    order = list(range(1, size + 1))
    rng.shuffle(order)
    runs = [
        QuestionRun(number, 1, i < found, i < ranked if i < found else None, i < answered if i < ranked else None)
        for i, number in enumerate(order)
    ]
    again = rng.sample([one for one in runs if one.answer_ok], round(size * rng.randint(40, 60) / 1000))
    faulty = [QuestionRun(one.question_id, 1, False, None, None) for one in again]
    first = {one.question_id: one for one in [*runs, *faulty]}
    second = sorted((one._replace(run=2) for one in again), key=lambda one: one.question_id)
    return Evaluation((*sorted(first.values(), key=lambda one: one.question_id), *second))


def reviews_frame(reviews: Reviews) -> "pd.DataFrame":
    """Return the reviews by day, the copies at the end."""
    import pandas as pd

    rows = sorted(reviews.days)
    rows += [row for row in rows if row.copies]
    return pd.DataFrame([row[:-1] for row in rows], columns=list(ReviewDay._fields[:-1]))


def evaluation_frame(evaluation: Evaluation) -> "pd.DataFrame":
    """Return the runs; where a stage was not reached its column is empty."""
    import pandas as pd

    table = pd.DataFrame(evaluation.runs, columns=list(QuestionRun._fields))
    return table.astype({"ranking_ok": "boolean", "answer_ok": "boolean"})
