"""What each unit asks and how its cases are drawn: python benchmarks/units.py [--seeds N] [UNIT ...]."""

import argparse
import statistics
import time

from rich.console import Console
from rich.progress import track
from rich.table import Table

from course_lib.core.answers import to_plain
from course_lib.core.grading import grade
from course_lib.forms import mistaken
from course_lib.units import UNITS, Unit, draw_for, load_unit

COLUMNS = ("unit", "questions", "mistakes", "from a frame", "redraws mean", "worst", "distinct cases", "grades/s")


def main() -> None:
    """Print one row a unit, and the total."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("units", nargs="*", default=list(UNITS), metavar="UNIT")
    parser.add_argument("--seeds", type=int, default=10_000, help="learners to draw a case for (default 10,000)")
    chosen = parser.parse_args()
    table = Table(*COLUMNS, title=f"{chosen.seeds:,} learners a unit", title_justify="left")
    for unit_id in chosen.units:
        table.add_row(*_row(load_unit(unit_id), chosen.seeds))
    Console(width=140).print(table)


def _row(unit: Unit, seeds: int) -> tuple[str, ...]:
    seen, redraws = set(), []
    for i in track(range(seeds), description=unit.id, transient=True):
        case = draw_for(unit, f"learner {i}")
        redraws.append(case.redraws)
        seen.add(repr([to_plain(question.answer(case)) for question in unit.questions]))
    questions = unit.questions
    framed = sum(bool(question.frames) for question in questions)
    return (
        unit.id,
        str(len(questions)),
        str(sum(len(question.mistakes) for question in questions)),
        f"{framed} of {len(questions)}",
        f"{statistics.mean(redraws):.2f}",
        str(max(redraws)),
        f"{len(seen):,}",
        f"{_grades_per_second(unit):,.0f}",
    )


def _grades_per_second(unit: Unit) -> float:
    """Mark right answers and mistakes of 100 cases; drawing them is not counted."""
    cases = [draw_for(unit, f"bench {i}") for i in range(100)]
    answers = [
        (question, answer, case)
        for case in cases
        for question in unit.questions
        for answer in (question.answer(case), *(mistaken(question, i, case) for i in range(len(question.mistakes))))
    ]
    started = time.perf_counter()
    for question, answer, case in answers:
        grade(question, answer, case)
    return len(answers) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
