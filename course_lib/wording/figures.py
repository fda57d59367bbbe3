"""How a figure, a set of fields and a text with figures in it are written for a reader."""

import re
from collections.abc import Mapping
from datetime import datetime

from course_lib.core.answers import to_plain
from course_lib.core.case import Case
from course_lib.core.question import Question
from course_lib.core.result import Result
from course_lib.forms import Fields, Slot

_BARE = ("", "ratio", "z", "PSI", "index")
_SHORT_UNIT = {"per cent": "%", "USD": "USD"}
_NAME = re.compile(r"\{([a-z_0-9]+(?:\.[a-z_0-9]+)?)\}")


def shown(kind: str, unit: str, value: object) -> str:
    """Return an answer of a kind and unit as a reader wants it."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {shown('number', '', amount)}" for name, amount in value.items() if amount)
    if kind in ("labels", "order"):
        return ", ".join(sorted(value) if kind == "labels" else value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if kind not in ("number", "integer"):
        return str(next(iter(plain.values())) if isinstance(plain := to_plain(value), dict) else plain)
    if unit == "share":
        return f"{value:.2%}" if abs(value) >= 0.005 else f"{100 * value:.2g} percentage points"
    figure = f"{value:,.0f}" if abs(value) >= 100 or kind == "integer" else f"{value:.3g}"
    word = unit.removesuffix("s") if value == 1 else unit
    if word in _BARE:
        return figure
    return f"USD {figure}" if word == "USD" else f"{figure} {_SHORT_UNIT.get(word, word)}"


def shown_answer(question: Question, case: Case) -> str:
    """Return the right answer of a question, with its unit; fields as the sentence that they make."""
    right = question.answer(case)
    if isinstance(question.form, Fields):
        return sentence(question.form, right)
    return shown(question.kind, question.unit, right)


def sentence(form: Fields, values: Mapping[str, object]) -> str:
    """Return the sentence that the fields make; a field that is not filled in reads "[open]"."""
    figures = {slot.name: _shown_slot(slot, values) for slot in form.slots}
    template = form.template or "; ".join(f"{name}: {{{name}}}" for name in figures) + "."
    return fill(template, figures, missing="[open]")


def reads(question: Question, result: Result) -> tuple[str, ...]:
    """Return the sentence that the learner's fields make, for the result; nothing for other questions."""
    if not isinstance(question.form, Fields) or result.kind in ("malformed", "unanswered"):
        return ()
    return (f"It reads: {sentence(question.form, question.form.read(result.answer))}",)


def fields_shown(name: str, form: Fields, values: Mapping[str, object]) -> dict[str, str]:
    """Return each field as text, under the names that a page calls them by: `question.field`."""
    return {f"{name}.{slot.name}": _shown_slot(slot, values) for slot in form.slots}


def fill(template: str, figures: Mapping[str, str], *, missing: str) -> str:
    """Return a text with its names in braces replaced by their figures; `missing` stands for those that are not there.

    Unlike `str.format` it takes `{question.field}` as one name and leaves any other brace alone.
    """
    return _NAME.sub(lambda found: figures.get(found[1], missing), template)


def _shown_slot(slot: Slot, values: Mapping[str, object]) -> str:
    value = values.get(slot.name)
    return "[open]" if value is None else shown(slot.kind, slot.unit, value)
