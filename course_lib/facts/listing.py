"""The command that lists the ledger: filter it, and see what has to be checked again."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from textwrap import wrap

from course_lib.facts.badge import label_words
from course_lib.facts.ledger import STATUSES, Fact, list_facts, topics


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(prog="course facts", description="List the facts that the course cites.")
    made.add_argument("--status", choices=STATUSES, help="only entries of this status")
    made.add_argument("--topic", choices=topics(), help="only entries of this topic")
    made.add_argument("--volatile", action="store_true", help="only entries that may change soon")
    made.add_argument(
        "--due",
        metavar="DATE",
        nargs="?",
        type=_day,
        const=date.today(),
        help="only entries to be checked again before a release on this day (default: today)",
    )
    made.add_argument("--json", action="store_true", help="print JSON in place of a table")
    return made


def table(entries: Sequence[Fact], *, width: int = 100) -> str:
    """Return the entries as text: id, label, dates, and the statement below.

    Parameters
    ----------
    entries
        Facts, in the order in which to show them.
    width
        Characters a line.
    """
    blocks = []
    for entry in entries:
        volatile = "  volatile" if entry.volatile else ""
        head = f"{entry.id}  {label_words(entry)}  as of {entry.as_of}  checked {entry.checked}{volatile}"
        indent = "    "
        blocks.append("\n".join([head, *wrap(entry.statement, width, initial_indent=indent, subsequent_indent=indent)]))
    return "\n".join([*blocks, f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"])


def to_json(entries: Sequence[Fact]) -> str:
    """Return the entries as a JSON list, dates in ISO form."""
    return json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=1, default=date.isoformat)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    argv
        Arguments after the name of the command; by default those of the process.
    """
    chosen = parser().parse_args(argv)
    entries = list_facts(
        status=chosen.status,
        topic=chosen.topic,
        volatile=True if chosen.volatile else None,
        due_on=chosen.due,
    )
    print(to_json(entries) if chosen.json else table(entries))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2027-06-01") from None
