"""`course classify FILE`: what the facts about a product come to under the AI Act, or what has to be asked first."""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from datetime import date

from course_lib.assessment.answers import FILE_FIELDS, INCIDENT, INCIDENT_FIELDS
from course_lib.assessment.assess import assess
from course_lib.assessment.reading import read_file
from course_lib.assessment.report import readable
from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.questions import Question, questions

SETTLED, OPEN, REFUSED = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Assess one file; return 0 if the class is settled, 1 if questions are open, 2 if the file is refused."""
    parser = argparse.ArgumentParser(
        prog="course classify",
        description="Class, duties, dates, fine ceilings and clocks of a product under the AI Act. Not legal advice.",
        epilog="Exit status: 0 the class is settled, 1 questions are open, 2 the file is refused (docs/classify.md).",
    )
    parser.add_argument("file", nargs="?", help="YAML; every field is optional; - reads standard input")
    parser.add_argument("--json", action="store_true", help="write JSON for programs")
    parser.add_argument("--fields", action="store_true", help="list the fields of the file, as a Markdown table")
    chosen = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a sign still gets the rest
    if chosen.fields:
        print(field_table())
        return SETTLED
    if chosen.file is None:
        parser.error("give a FILE, or --fields to see what it may hold")
    try:
        found = assess(read_file(chosen.file), today=date.today())
    except ValueError as problem:
        print(f"course classify: {problem}", file=sys.stderr)
        return REFUSED
    print(json.dumps(found.to_dict(), ensure_ascii=False, indent=1) if chosen.json else readable(found))
    return SETTLED if found.settled else OPEN


def field_table() -> str:
    """Return every field of a file, its question and its allowed answers, as a Markdown table."""
    below = {f"{INCIDENT}.{name}": asked for name, asked in INCIDENT_FIELDS.items()}
    rows = [_row(name, asked) for name, asked in ({**FILE_FIELDS, **questions(ProductFacts)} | below).items()]
    return "\n".join(["| field | question | answer |", "|---|---|---|", *rows])


def _row(name: str, asked: Question) -> str:
    allowed = f": {'; '.join(f'`{word}`' for word in asked.allowed)}" if asked.allowed else ""
    return f"| `{name}` | {asked.text} | {asked.kind}{allowed} |"
