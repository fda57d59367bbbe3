"""`course card FILE`: audit model cards."""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from course_lib.modelcards.audit import Report, audit
from course_lib.modelcards.catalogue import indented, rules_text


def main(argv: Sequence[str] | None = None) -> int:
    """Audit the cards named; return 1 if any has an error, 2 if one cannot be read."""
    parser = argparse.ArgumentParser(
        prog="course card", description='Audit model cards (Markdown, UTF-8); "-" reads standard input.'
    )
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--on", type=date.fromisoformat, default=date.today(), metavar="DATE", help="audit as of DATE")
    parser.add_argument("--json", action="store_true", help="write one JSON object a card")
    parser.add_argument("--rules", action="store_true", help="print the rules with their reasons, and nothing else")
    chosen = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a sign still gets the findings
    if chosen.rules:
        print(rules_text())
        return 0
    if not chosen.files:
        parser.error("name a card, such as portfolio/06_model_card/model_card.md")
    return max(_audit_file(name, chosen) for name in chosen.files)


def _audit_file(name: str, chosen: argparse.Namespace) -> int:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        print(f"course card: {name}: {problem.strerror or problem}", file=sys.stderr)
        return 2
    report = audit(raw.decode("utf-8", errors="replace"), on=chosen.on)
    print(json.dumps(plain(name, report), ensure_ascii=False) if chosen.json else readable(name, report))
    return 0 if report.passed else 1


def plain(name: str, report: Report) -> dict[str, object]:
    """Return a report as plain data."""
    findings = [
        {
            "code": one.rule.code,
            "level": one.level,
            "sentence": one.sentence,
            "why": one.rule.why,
            "mend": one.rule.mend,
        }
        for one in report.findings
    ]
    return {"card": name, "passed": report.passed, "findings": findings}


def readable(name: str, report: Report) -> str:
    """Return a report as text: what was found, the reason for the rule, and how to mend it."""
    counts = [f"{len(report.level(level))} {level}s" for level in ("error", "warning", "question")]
    lines = [f"{name}: {', '.join(counts)}"]
    explained: set[str] = set()
    for finding in report.findings:
        lines.append(f"  {finding.rule.code} {finding.level}: {finding.sentence}")
        if finding.rule.code not in explained:
            lines += indented(f"why: {finding.rule.why}") + indented(f"mend: {finding.rule.mend}")
        explained.add(finding.rule.code)
    return "\n".join([*lines, ""])
