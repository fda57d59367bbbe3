"""How a question is put to the learner: its text, what is accepted, and the head of its answer cell."""

from collections.abc import Sequence

from course_lib.core.question import Question
from course_lib.forms import Best, ExamRecord, Fields, Run, Slot

_WIDTH = 108
_TYPED = {
    "date": 'date, as text: "YYYY-MM-DD"',
    "datetime": 'time in UTC, as text: "YYYY-MM-DDTHH:MM+00:00"',
    "labels": "list of labels",
    "order": "list of labels in order",
}
_HOW = {
    "integer": "whole number",
    "date": '"YYYY-MM-DD"',
    "datetime": '"YYYY-MM-DDTHH:MM+00:00"',
    "text": "text in quotes",
    "labels": "list, out of",
    "order": "list, in order, of",
    "choice": "one of",
}


def question_text(question: Question) -> str:
    """Return what a learner reads above the answer cell, as Markdown."""
    heading = f"**`{question.name}`** · {question.points:g} points · {accepted(question)}"
    return f"{heading}\n\n{question.prompt}"


def accepted(question: Question) -> str:
    """Return unit and tolerance: "share, ± 0.02", "events a day, ± 0.01 of the answer" or "labels, exact"."""
    if isinstance(question.form, Fields):
        return "fields, each marked by itself"
    if isinstance(question.form, ExamRecord | Run):
        return question.form.wanted
    if question.form:
        return f"{question.unit}, marked by what it reaches of the best"
    if question.kind == "number":
        return f"{question.unit}, {_within(question)}"
    return f"{_TYPED.get(question.kind, question.unit)}, exact"


def answer_head(question: Question) -> str:
    """Return the first lines of a question's answer cell: nothing answered, and what an answer looks like."""
    if isinstance(question.form, Fields):
        pairs = zip(question.form.slots, (None, *question.form.slots), strict=False)
        lines = [line for slot, before in pairs for line in _slot_lines(slot, before)]
    elif isinstance(question.form, Best) and question.form.amounts:
        lines = [f'    "{name}": None,' for name in question.form.choices]
    elif question.choices:
        return "\n".join(
            [f"{question.name} = None  # {_TYPED[question.kind]}, out of:", *_listed(question.choices, "")]
        )
    else:
        return f"{question.name} = None  # {question.unit}"
    return "\n".join([f"{question.name} = {{", *lines, "}"])


def fields_text(question: Question) -> str:
    """Return the fields of a question in words, for a page; nothing for a question without fields."""
    slots = question.form.slots if isinstance(question.form, Fields) else ()
    return "Fields: " + "; ".join(f"`{slot.name}` ({_slot_comment(slot)})" for slot in slots) + "." if slots else ""


def has_own_head(question: Question) -> bool:
    """Say whether an answer cell's head is more than a name and a unit, and so is not left to its author."""
    return "\n" in answer_head(question)


def _listed(choices: Sequence[str], indent: str) -> list[str]:
    """Return one comment line a choice, to be copied as it stands."""
    return [f'{indent}#   "{choice}"' for choice in choices]


def _slot_lines(slot: Slot, before: Slot | None) -> list[str]:
    """Return a field's line with its comment; choices that would not fit stand above it, one a line."""
    line, comment = f'    "{slot.name}": None,', _slot_comment(slot)
    if len(line) + len(comment) + 4 <= _WIDTH:
        return [f"{line}  # {comment}"]
    if before and before.choices == slot.choices and before.kind == slot.kind:
        return [f"{line}  # {_HOW[slot.kind]} the same"]
    return [f"    # {_HOW[slot.kind]}:", *_listed(slot.choices, "    "), line]


def _slot_comment(slot: Slot) -> str:
    choices = "; ".join(f'"{choice}"' for choice in slot.choices)
    if slot.kind == "number":
        return ", ".join(part for part in (slot.unit, _within(slot)) if part)
    return " ".join(part for part in (_HOW[slot.kind], choices, f"({slot.unit})" if slot.unit else "") if part)


def _within(asked: Question | Slot) -> str:
    return "± " + f"{asked.tolerance:.10f}".rstrip("0").rstrip(".") + (" of the answer" if asked.relative else "")
