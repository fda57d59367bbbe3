"""`grade` is the only place where a point is given. It is pure: question, answer and case in, result out."""

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any

from course_lib.core.answers import NotAnAnswer, read_answer, to_plain
from course_lib.core.case import Case
from course_lib.core.question import Question
from course_lib.core.result import Result

SLIP_CREDIT = 0.5
_RIGHT_BUT = "The figure is right {}; the question wants {}."
_UNIT_SLIPS: dict[str, tuple[tuple[float, str], ...]] = {
    "share": ((100, _RIGHT_BUT.format("in per cent", "a share: divide by a hundred")),),
    "ratio": ((100, _RIGHT_BUT.format("in per cent", "a plain ratio: divide by a hundred")),),
    "per cent": ((0.01, _RIGHT_BUT.format("as a fraction", "per cent: multiply by a hundred")),),
    "percentage points": ((0.01, _RIGHT_BUT.format("as a fraction", "percentage points: multiply by a hundred")),),
    "days": ((24, _RIGHT_BUT.format("in hours", "days")),),
    "hours": ((60, _RIGHT_BUT.format("in minutes", "hours")), (1 / 24, _RIGHT_BUT.format("in days", "hours"))),
    "minutes": ((1 / 60, _RIGHT_BUT.format("in hours", "minutes")),),
    "USD": ((1e-3, _RIGHT_BUT.format("in thousands", "dollars")), (1e-6, _RIGHT_BUT.format("in millions", "dollars"))),
    "events a day": ((1 / 24, _RIGHT_BUT.format("per hour", "events a day")),),
}
_SIGN = "The size is right, the sign is not: read again which way the question counts."
_ROUNDED = "Right, but rounded too early: carry more digits and round only at the end."
_NOT_WHOLE = "Close, but not a whole number: the question says which way to round."
_LABELS = "Partly right: some labels are missing or too many, and a wrong one costs what a right one earns."
_ORDER = "Partly right: some pairs stand in the wrong order."
_NOT_YET = "Not yet: neither right nor a mistake that has a name here. Read the definitions in the question again."


def grade(question: Question, answer: object, case: Case, earlier: Mapping[str, object] | None = None) -> Result:
    """Mark one answer. The first match wins.

    Unanswered, malformed, right within tolerance, a known mistake, a slip of unit, sign or rounding, not yet. `answer`
    may be what the learner typed or what `to_plain` made of it; both give the same result. `earlier` holds the
    learner's answers to other questions of the case: an artefact made of them is marked against them.
    """
    plain = to_plain(answer)
    kind, credit, sentence = _mark(question, plain, case, earlier or {})
    return Result(question.name, kind, credit, question.points, sentence, plain, case.code, case.learner, case.attempt)


def _mark(question: Question, plain: object, case: Case, earlier: Mapping[str, object]) -> tuple[str, float, str]:
    value, asked = None, {"wanted": question.wanted, "choices": question.choices}
    try:
        if plain is not None:
            value = question.form.read(plain) if question.form else read_answer(question.kind, plain, **asked)
    except NotAnAnswer as problem:
        return "malformed", 0, str(problem)
    if value is None:  # or fields of which none is filled in
        return "unanswered", 0, f"Not answered yet: {question.name} is still None."
    if question.answer is None:  # a sealed build has no key: the form is all that can be said
        return "recorded", 0, "The form is right. The answer is recorded and will be marked by the grader."
    if question.form:
        return question.form.mark(value, question, case, earlier)
    right = question.answer(case)
    if same(value, right, tolerance(question, right)):
        return "right", 1, "Within the stated tolerance." if question.kind == "number" else "Exactly."
    for kind, known, sentence, credit, scale in recognised(question, case, right):
        if same(value, known, scale * tolerance(question, known)):
            return kind, _nearly(question, value, right)[1] if credit is None else credit, sentence
    return _nearly(question, value, right)


def recognised(question: Question, case: Case, right: object) -> Iterator[tuple[str, object, str, float | None, float]]:
    """Yield what is known by name on this case, mistakes then slips: kind, wrong answer, sentence, credit, scale.

    A slip of unit scales the tolerance too: what is stated to 0.003 as a share is stated to 0.3 in per cent.
    """
    named = [("mistake", one.answer(case), one.sentence, one.credit, 1) for one in question.mistakes]
    yield from named
    if question.kind in ("number", "integer") and right != 0:
        for factor, sentence in _UNIT_SLIPS.get(question.unit, ()):
            yield "slip", right * factor, sentence, SLIP_CREDIT, 1 if question.relative else factor
        if -right not in (wrong for _, wrong, *_ in named):  # some questions have a word of their own on the sign
            yield "slip", -right, _SIGN, SLIP_CREDIT, 1


def collides(question: Question, case: Case) -> bool:
    """Say whether two recognised answers to the question lie closer than two tolerances on this case."""
    if question.form:
        return question.form.collides(question, case)
    right = question.answer(case)
    known = [(right, 1), *((wrong, scale) for _, wrong, _, _, scale in recognised(question, case, right))]
    if question.kind not in ("number", "integer"):
        return len({answer for answer, _ in known}) < len(known)
    least = 0.25 if question.kind == "integer" else 0  # whole numbers have no tolerance, but must differ
    reach = sorted((answer, max(least, scale * tolerance(question, answer))) for answer, scale in known)
    return any(high - low < near + far for (low, near), (high, far) in itertools.pairwise(reach))


def tolerance(question: Any, answer: object) -> float:
    """Return how far from `answer` a question or a slot of one still counts as right."""
    return question.tolerance * abs(answer) if question.relative else question.tolerance


def same(value: object, other: object, reach: float) -> bool:
    """Say whether two answers of one kind are the same: numbers within `reach`, anything else exactly."""
    if isinstance(other, int | float):
        return abs(value - other) <= reach * (1 + 1e-9) + 1e-12 * abs(other)
    return value == other


def _nearly(question: Question, value: object, right: object) -> tuple[str, float, str]:
    """Return kind, credit and sentence of an answer that is neither right nor recognised."""
    if question.kind == "labels" and len(value & right) > len(value - right):
        return "partly", (len(value & right) - len(value - right)) / len(right), _LABELS
    if question.kind == "order" and (credit := _concordance(value, right)) > 0:
        return "partly", credit, _ORDER
    if question.kind == "datetime" and value.date() == right.date():
        return "slip", SLIP_CREDIT, "The day is right, the time of day is not."
    if question.kind == "integer" and value != int(value) and abs(value - right) < 1:
        return "slip", SLIP_CREDIT, _NOT_WHOLE
    if question.kind == "number" and _is_rounded(value, right):
        return "slip", SLIP_CREDIT, _ROUNDED
    return "not yet", 0, _NOT_YET


def _concordance(value: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Return the share of pairs in the right order: one less Kendall's distance over its maximum."""
    pairs = list(itertools.combinations(right, 2))
    return sum(value.index(first) < value.index(second) for first, second in pairs) / len(pairs)


def _is_rounded(value: float, right: float) -> bool:
    """Say whether `value` is the right answer rounded or cut to one to three digits, and still within 5 % of it."""
    if right == 0 or not math.isclose(value, right, rel_tol=0.05):
        return False
    steps = [10.0 ** (math.floor(math.log10(abs(right))) - digits) for digits in (0, 1, 2)]
    ways = [way(right / step) * step for step in steps for way in (round, math.trunc)]
    return any(math.isclose(value, way, rel_tol=1e-9) for way in ways)
