"""`grade` is the only place where a point is given. It is pure: question, answer and case in, result out."""

import itertools
import math
from collections.abc import Iterable, Iterator

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


def grade(question: Question, answer: object, case: Case) -> Result:
    """Mark one answer. The first match wins.

    Unanswered, malformed, right within tolerance, a known mistake, a slip of unit, sign or rounding, not yet.
    `answer` may be what the learner typed or what `to_plain` made of it; both give the same result.
    """
    plain = to_plain(answer)
    kind, credit, sentence = _mark(question, plain, case)
    return Result(question.name, kind, credit, question.points, sentence, plain, case.code, case.learner, case.attempt)


def _mark(question: Question, plain: object, case: Case) -> tuple[str, float, str]:
    if plain is None:
        return "unanswered", 0, f"Not answered yet: {question.name} is still None."
    try:
        value = read_answer(question.kind, plain, wanted=question.wanted, choices=question.choices)
    except NotAnAnswer as problem:
        return "malformed", 0, str(problem)
    if question.answer is None:  # a sealed build has no key: the form is all that can be said
        return "recorded", 0, "The form is right. The answer is recorded and will be marked by the grader."
    right = question.answer(case)
    if _same(value, right, _tolerance(question, right)):
        return "right", 1, "Within the stated tolerance." if question.kind == "number" else "Exactly."
    for kind, known, sentence, credit, scale in recognised(question, case, right):
        if _same(value, known, scale * _tolerance(question, known)):
            return kind, credit, sentence
    return _nearly(question, value, right)


def recognised(question: Question, case: Case, right: object) -> Iterator[tuple[str, object, str, float, float]]:
    """Yield what is known by name on this case, mistakes then slips: kind, wrong answer, sentence, credit, scale.

    A slip of unit scales the tolerance too: what is stated to 0.003 as a share is stated to 0.3 in per cent.
    """
    for mistake in question.mistakes:
        yield "mistake", mistake.answer(case), mistake.sentence, mistake.credit, 1
    if question.kind in ("number", "integer") and right != 0:
        for factor, sentence in _UNIT_SLIPS.get(question.unit, ()):
            yield "slip", right * factor, sentence, SLIP_CREDIT, 1 if question.relative else factor
        yield "slip", -right, _SIGN, SLIP_CREDIT, 1


def collisions(questions: Iterable[Question], case: Case) -> list[str]:
    """Return the questions on which two recognised answers lie closer than two tolerances on this case."""
    return [one.name for one in questions if _collides(one, case)]


def _collides(question: Question, case: Case) -> bool:
    right = question.answer(case)
    known = [(right, 1), *((wrong, scale) for _, wrong, _, _, scale in recognised(question, case, right))]
    if question.kind not in ("number", "integer"):
        return len({answer for answer, _ in known}) < len(known)
    least = 0.25 if question.kind == "integer" else 0  # whole numbers have no tolerance, but must differ
    reach = sorted((answer, max(least, scale * _tolerance(question, answer))) for answer, scale in known)
    return any(high - low < near + far for (low, near), (high, far) in itertools.pairwise(reach))


def _tolerance(question: Question, answer: object) -> float:
    return question.tolerance * abs(answer) if question.relative else question.tolerance


def _same(value: object, other: object, tolerance: float) -> bool:
    if isinstance(other, int | float):
        return abs(value - other) <= tolerance * (1 + 1e-9) + 1e-12 * abs(other)
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
