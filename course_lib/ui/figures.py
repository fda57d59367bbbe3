"""How a figure is written for a reader."""

from course_lib.core.answers import to_plain
from course_lib.core.case import Case
from course_lib.core.question import Question


def shown_answer(question: Question, case: Case) -> str:
    """Return the right answer of a question as a reader wants it, with its unit."""
    right = question.answer(case)
    if question.kind in ("labels", "order"):
        return ", ".join(sorted(right) if question.kind == "labels" else right)
    if question.unit == "share":
        return f"{right:.2%}" if abs(right) >= 0.01 else f"{100 * right:.2g} percentage points"
    if question.kind in ("number", "integer"):
        figure = f"{right:,.0f}" if abs(right) >= 100 or question.kind == "integer" else f"{right:.3g}"
        unit = question.unit.removesuffix("s") if right == 1 else question.unit
        return figure if unit in ("ratio", "z", "PSI") else f"{figure} {unit}"
    return str(to_plain(right))
