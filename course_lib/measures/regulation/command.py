"""`course classify`: class, duties, dates, ceiling and clocks from a sheet of facts, or the questions still open."""

import argparse
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from course_lib.measures.regulation.classify import classify
from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.fines import fine_ceiling
from course_lib.measures.regulation.incident import Incident
from course_lib.measures.regulation.incidents import incident_clocks
from course_lib.measures.regulation.model import NOTICE, Application, Classification, Duty, plain
from course_lib.measures.regulation.questions import Question, questions
from course_lib.measures.regulation.sheet import FINE_FIELDS, Sheet, read_sheet

_LONGEST = 400  # characters of a complaint


def main(argv: Sequence[str] | None = None) -> int:
    """Classify the product of a sheet; return 0, or 2 with one sentence if the sheet cannot be read."""
    parser = argparse.ArgumentParser(
        prog="course classify",
        description="Class, duties, dates, ceiling of a fine and clocks under the EU AI Act, from a sheet of facts "
        "(YAML; docs/classify.md). Every field may be left out: then the open questions are named. Not legal advice.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the sheet of facts")
    parser.add_argument("--json", action="store_true", help="write one JSON object")
    chosen = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        answer = answer_of(read_sheet(chosen.file), today=datetime.now(UTC).date())
    except ValueError as error:
        print(f"course classify: {' '.join(str(error).split())[:_LONGEST]}", file=sys.stderr)
        return 2
    print(json.dumps(answer, indent=1) if chosen.json else readable(answer))
    return 0


def answer_of(sheet: Sheet, *, today: date) -> dict[str, object]:
    """Return the whole answer to a sheet as plain data.

    Parameters
    ----------
    sheet : Sheet
        What is known.
    today : datetime.date
        The day asked about, unless the sheet names one.

    Returns
    -------
    dict of str to object
        See docs/classify.md. Not legal advice.
    """
    on = sheet.assessed_on or today
    found = classify(sheet.product, on=on)
    ceiling, fine_open = _fine(sheet, found, on)
    clocks, clock_open = _clocks(sheet)
    return plain(
        {
            "assessed_on": on,
            "class": found.category,
            "locator": found.locators,
            "also": found.also,
            "candidates": found.candidates,
            "roles": found.roles,
            "duties": [_duty(one) for one in (found.own_duties if found.roles else found.duties)],
            "application": _application(found.application),
            "general_purpose_model": {"status": found.gpai.status, "duties": [_duty(one) for one in found.gpai.duties]},
            "fine_ceiling": ceiling,
            "clocks": clocks,
            "open_questions": [
                *_asked(found.open_questions, ProductFacts),
                *({"field": f"fine.{name}", **_question(FINE_FIELDS[name])} for name in fine_open),
                *clock_open,
            ],
            "further_questions": _asked(found.further_questions, ProductFacts),
            "reasons": found.reasons,
            "ledger": found.ledger,
            "notice": NOTICE,
        }
    )


def _duty(duty: Duty) -> dict[str, object]:
    when = duty.application
    return {
        "owner": duty.owner,
        "locator": duty.locator,
        "text": duty.text,
        "applies_from": when.starts,
        "applies": when.applies,
        "fine": duty.fine,
        "ledger": duty.ledger,
    }


def _application(when: Application | None) -> dict[str, object] | None:
    return when and {"from": when.starts, "applies": when.applies, "note": when.note, "ledger": when.ledger}


def _fine(sheet: Sheet, found: Classification, on: date) -> tuple[dict[str, object] | None, tuple[str, ...]]:
    """Return the ceiling for the article asked about, or for the class; and what is missing to compute it."""
    article = sheet.article or min((one.fine for one in found.duties if one.fine), default=None)  # 99(3) before 99(4)
    if article is None:
        return None, ()
    told = {"size": sheet.product.size, **{name: value for name, value in sheet.fine.items() if value is not None}}
    offender = told.get("offender", "undertaking")
    needed = tuple(name for name in ("worldwide_turnover", "size") if told.get(name) is None)
    known = {"worldwide_turnover": 0, "size": "large"} | {n: v for n, v in told.items() if v is not None}
    ceiling = fine_ceiling(article, on=on, **known | {"offender": offender})
    if needed and ceiling.operation in ("higher of", "lower of"):
        return None, needed
    crossover = ceiling.crossover_turnover
    return {
        "article": article,
        "provision": ceiling.provision,
        "amount": ceiling.amount,
        "currency": ceiling.currency,
        "rule": ceiling.operation,
        "fixed": ceiling.fixed,
        "percent": ceiling.percent,
        "crossover_turnover": crossover,
        "from": ceiling.starts,
        "enforceable": ceiling.enforceable,
        "note": ceiling.note,
        "ledger": ceiling.ledger,
    }, ()


def _clocks(sheet: Sheet) -> tuple[list[dict[str, object]] | None, list[dict[str, object]]]:
    """Return the notices that the incident starts; and what is missing to know them."""
    if sheet.incident is None:
        return None, []
    if sheet.aware_at is None:
        text = "When did you become aware? A time with its zone."
        return None, [{"field": "incident.aware_at", "question": text, "answer": "time", "allowed": ()}]
    found = incident_clocks(sheet.incident, on=sheet.aware_at.date(), aware_at=sheet.aware_at)
    names = ("law", "locator", "who", "whom", "limit", "deadline", "owed", "binding", "binding_from", "ledger", "note")
    clocks = [{name: getattr(one, name) for name in names} for one in found.clocks]
    return clocks, _asked(found.open_questions, Incident, "incident.")


def _asked(names: Iterable[str], kind: type, where: str = "") -> list[dict[str, object]]:
    known = questions(kind)
    return [{"field": f"{where}{name}", **_question(known[name])} for name in names]


def _question(asked: Question) -> dict[str, object]:
    return {"question": asked.text, "answer": asked.kind, "allowed": asked.allowed}


def readable(answer: dict[str, object]) -> str:
    """Return an answer as text."""
    lines = [f"On {answer['assessed_on']}: {answer['class']}"]
    lines += [f"  by {', '.join(answer['locator'])}"] if answer["locator"] else []
    lines += [f"  still possible: {'; '.join(answer['candidates'])}"] if answer["candidates"] else []
    lines += [f"  transparency as well: {', '.join(answer['also'])}"] if answer["also"] else []
    if when := answer["application"]:
        lines.append(f"Applies from {when['from'] or 'a day that is not known'} ({when['note']})")
    lines += [f"Duty of the {one['owner']}, {one['locator']}: {one['text']}" for one in answer["duties"]]
    if (fine := answer["fine_ceiling"]) and fine["amount"] is not None:
        lines.append(
            f"Ceiling of a fine, {fine['provision']}: {fine['currency']} {fine['amount']:,.0f} ({fine['rule']})"
        )
    elif fine:
        lines.append(f"No ceiling in the law: {fine['note']}")
    for one in answer["clocks"] or ():
        lines.append(f"Clock, {one['law']} {one['locator']}: {one['who']} to {one['whom']}, {_until(one)}")
    lines += [f"Open: {one['field']}: {one['question']}" for one in answer["open_questions"]]
    return "\n".join([*lines, NOTICE])


def _until(one: dict[str, object]) -> str:
    state = "" if one["owed"] and one["binding"] else " (not binding yet)" if one["owed"] else " (if owed)"
    return f"{'by ' + str(one['deadline']) if one['deadline'] else one['limit']}{state}"
