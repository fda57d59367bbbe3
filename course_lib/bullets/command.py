"""`course bullets`: judge resume bullets from standard input, one a line."""

import argparse
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, TextIO

from course_lib.bullets.report import Report
from course_lib.bullets.rules import lint

LONGEST_LINE = 100_000  # bytes; what follows in the same line is passed over


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the bullets on standard input, or measure the linter on a labelled file; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="course bullets",
        description="Judge resume bullets, one a line of standard input (UTF-8). Blank lines are skipped.",
    )
    parser.add_argument("--json", action="store_true", help="write one JSON object a line")
    parser.add_argument(
        "--measure", type=Path, metavar="FILE", help="score the linter on labelled bullets (YAML, JSON)"
    )
    chosen = parser.parse_args(argv)
    if chosen.measure:
        from course_lib.bullets.figures import read_bullets, table

        print(table(read_bullets(chosen.measure)))
        return 0
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a sign still gets the verdict
    return judge(sys.stdin.buffer, sys.stdout, as_json=chosen.json)


def judge(source: BinaryIO, out: TextIO, *, as_json: bool) -> int:
    """Write the report on each line of `source`, at once; bytes that are no UTF-8 are read as replacement marks."""
    for line in _lines(source):
        report = lint(line)
        print(json.dumps(plain(line, report)) if as_json else readable(line, report), file=out, flush=True)
    return 0


def _lines(source: BinaryIO) -> Iterator[str]:
    while raw := source.readline(LONGEST_LINE):
        rest = raw
        while not rest.endswith(b"\n") and (rest := source.readline(LONGEST_LINE)):
            pass
        line = raw.decode("utf-8-sig", errors="replace").rstrip("\r\n")
        if line.strip():
            yield line


def plain(text: str, report: Report) -> dict[str, object]:
    """Return a report as plain data."""
    findings = [{"code": one.code, "level": one.level, "sentence": one.sentence} for one in report.findings]
    return {"text": text, "verdict": report.verdict, "findings": findings}


def readable(text: str, report: Report) -> str:
    """Return a report as text: the verdict, the bullet, and each finding with a bullet that keeps its rule."""
    lines = [f"{report.verdict.upper():<5}{text[:300]}"]
    for finding in report.findings:
        lines += [f"     {finding.code} {finding.level}: {finding.sentence}", f"        such as: {finding.example}"]
    return "\n".join(lines) + "\n"
