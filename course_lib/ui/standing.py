"""Where a learner stands: the best attempt at each question of a case, and the course as a whole."""

from collections.abc import Iterable, Mapping

from course_lib.core.question import Question
from course_lib.core.result import LOOK
from course_lib.ui.pages import Page

Record = Mapping[str, object]


def best_attempts(records: Iterable[Record]) -> dict[str, Record]:
    """Return the best attempt at each question, the latest of equals. Running a notebook again loses nothing."""
    best: dict[str, Record] = {}
    for record in records:
        name = str(record["question"])
        if name not in best or record["credit"] >= best[name]["credit"]:
            best[name] = record
    return best


def points(record: Record | None, question: Question) -> float:
    """Return the points of an attempt, to two decimals."""
    return round(record["credit"] * question.points, 2) if record else 0.0


def marks_page(
    title: str, questions: Iterable[Question], records: Iterable[Record], only: Iterable[str] | None
) -> Page:
    """Show the best attempt at each question; `only` names the questions to list, the total is of all."""
    best, wanted, rows, total = best_attempts(records), None if only is None else set(only), [], 0.0
    for one in questions:
        record = best.get(one.name)
        total += points(record, one)
        symbol, word, _ = LOOK[record["kind"] if record else "unanswered"]
        if wanted is None or one.name in wanted:
            rows.append((one.name, f"{points(record, one):g} of {one.points:g}", f"{symbol} {word}"))
    columns = ("Question", "Points", "Best attempt")
    return Page(title, columns=columns, rows=tuple(rows), footer=f"Whole case: {round(total, 2):g} of 100 points")


def progress_row(title: str, questions: Iterable[Question], records: Iterable[Record]) -> tuple[str, ...]:
    """Return one row of the course's table: points on the graded case, what to repeat, practice done."""
    records = [record for record in records if record["kind"] not in ("unanswered", "malformed")]
    best = best_attempts(record for record in records if record["attempt"] == 0)
    questions = list(questions)
    earned = sum(points(best.get(one.name), one) for one in questions)
    missed = [one.name for one in questions if one.name in best and best[one.name]["credit"] < 1]
    practised = sum(record["attempt"] > 0 for record in records)
    return title, f"{round(earned, 2):g} of 100", f"{len(best)} of {len(questions)}", ", ".join(missed), str(practised)
