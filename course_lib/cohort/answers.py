"""Read recorded answers out of a notebook's outputs. What stands there is data, cut down to plain answers."""

from typing import TypedDict

from nbformat.notebooknode import NotebookNode

from course_lib.core.result import ANSWER_TYPE

RESULT_TYPE = "application/vnd.closed-loop.result+json"
_LONGEST_TEXT, _MOST_ITEMS = 2000, 100


class Record(TypedDict):
    """One recorded answer: the plain answer, and the case that the learner's kernel says it belongs to."""

    answer: object
    case: str
    learner: str
    attempt: int


def recorded(cell: NotebookNode, question: str) -> Record | None:
    """Return the last answer to `question` in the outputs of its own cell; None if there is none."""
    found = None
    for output in cell.get("outputs", []):
        data = output.get("data", {}) if isinstance(output, dict) else {}
        record = data.get(ANSWER_TYPE) if isinstance(data, dict) else None
        if isinstance(record, dict) and record.get("question") == question:
            found = record
    if found is None:
        return None
    attempt = found.get("attempt")
    return Record(
        answer=plain_answer(found.get("answer")),
        case=_one_line(str(found.get("case"))[:20]),
        learner=_one_line(str(found.get("learner"))[:64]),
        attempt=attempt if isinstance(attempt, int) and 0 <= attempt < 1_000_000 else 0,
    )


def plain_answer(answer: object) -> object:
    """Return the answer if it is one that `to_plain` makes, else a tag that says it is not."""
    fields = answer.get("fields") if isinstance(answer, dict) and len(answer) == 1 else None
    if isinstance(fields, dict) and 0 < len(fields) <= _MOST_ITEMS and all(_field_name(name) for name in fields):
        return {"fields": {name: _part(value) for name, value in fields.items()}}
    return _part(answer)


def _part(answer: object) -> object:
    if isinstance(answer, dict) and len(answer) == 1:
        ((tag, content),) = answer.items()
        if isinstance(tag, str) and (_scalar(content) or _scalars(content)):
            return {tag: content}
    elif _scalar(answer) or _scalars(answer):
        return answer
    return {"unsupported": "something that is not plain data"}


def _field_name(name: object) -> bool:
    return isinstance(name, str) and len(name) <= 100 and name == sound_text(name)


def sound_text(text: str) -> str:
    """Return text that can be written to a file: a half of a character (a lone surrogate) becomes "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)


def _scalar(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST_TEXT and value == sound_text(value)
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")
    return value is None or (isinstance(value, int) and abs(value) < 10**300)


def _scalars(value: object) -> bool:
    return isinstance(value, list) and len(value) <= _MOST_ITEMS and all(_scalar(item) for item in value)
