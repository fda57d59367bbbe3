"""Turn what a learner typed into plain data, and plain data into an answer of the kind that a question wants.

An answer leaves the learner's kernel as JSON. What JSON cannot say (a date, a set, infinity, a lambda) travels as a
dictionary with one tag, so that nothing is guessed and nothing is executed on the other side.
"""

import json
import math
import numbers
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import islice

_MOST_ITEMS, _MOST_CHARACTERS, _MOST_IN_ALL, _HUGE = 100, 2000, 30_000, 1e300
_TAGS = {
    "array": "several values in an array",
    "date": "a date",
    "datetime": "a date and time",
    "fields": "named fields",
    "not_finite": "a value that is not a finite number (NaN or infinity)",
    "set": "a set",
    "unsupported": "a Python object of type",
}


class NotAnAnswer(ValueError):
    """An answer that cannot be marked. Its text is the sentence that the learner reads."""


def to_plain(value: object) -> object:
    """Return `value` as plain JSON data; what is not, or is too long, is tagged, never rejected here."""
    try:
        text = json.dumps(_plain(value), allow_nan=False)
        if len(text) <= _MOST_IN_ALL:
            return json.loads(text)  # a copy: nothing of the learner's own making is left in it
    except Exception:  # a learner's object may do anything when it is looked at, even at its type's name
        pass
    return {"unsupported": type.__dict__["__name__"].__get__(type(value))}


def _plain(value: object) -> object:
    tagged = type(value) is dict and len(value) == 1 and next(iter(value)) in _TAGS
    if value is None or isinstance(value, bool) or tagged:
        return value
    if type(value) is dict and value and all(type(name) is str for name in value):
        return {"fields": {name[:100]: _plain(item) for name, item in islice(value.items(), _MOST_ITEMS)}}
    if isinstance(value, str):
        return str(value)[:_MOST_CHARACTERS].encode(errors="replace").decode()
    shape, dtype = getattr(value, "shape", None), str(getattr(value, "dtype", ""))
    if shape == () and dtype.startswith(("datetime64", "timedelta64")):  # the latter passes for a whole number
        return {"datetime": str(value)} if dtype[0] == "d" else {"unsupported": "timedelta64"}
    if isinstance(value, numbers.Integral):
        return max(-_HUGE, min(int(value), _HUGE))
    if isinstance(value, date):  # a datetime is a date too
        return {"datetime" if isinstance(value, datetime) else "date": value.isoformat()}
    if isinstance(value, numbers.Real) or type(value).__name__ == "Decimal":
        return float(value) if math.isfinite(value) else {"not_finite": repr(float(value))}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value[:_MOST_ITEMS]]
    if isinstance(value, set | frozenset):
        return {"set": sorted(str(item) for item in value)[:_MOST_ITEMS]}
    if shape == ():  # numpy's scalars
        return _plain(value.item())
    if shape is not None and len(shape) == 1:  # arrays, Series, Index
        return {"array": [_plain(item) for item in islice(value, _MOST_ITEMS)]}
    return {"unsupported": "function" if callable(value) else type(value).__name__}


def read_answer(kind: str, plain: object, *, wanted: str, choices: Sequence[str] = ()) -> object:
    """Return the answer that `plain` holds for a question of this kind, or raise NotAnAnswer with one sentence.

    `wanted` says in words what the question wants; `choices` are the labels of "labels" and "order" questions.
    """
    if kind in ("number", "integer"):
        return _number(plain, wanted)
    if kind in ("date", "datetime"):
        return _moment(plain, wanted, whole_day=kind == "date")
    labels = _labels(plain, wanted, choices, tags=("set", "array") if kind == "labels" else ("array",))
    if kind == "labels":
        return frozenset(labels)
    if sorted(labels) != sorted(choices):
        raise _refuse("a list that repeats labels or leaves some out", f"each of {', '.join(choices)} exactly once")
    return tuple(labels)


def _refuse(given: str, wanted: str) -> NotAnAnswer:
    return NotAnAnswer(f"You gave {given}; this question wants {wanted}.")


def _given(plain: object) -> str:
    if isinstance(plain, dict):
        tag, content = next(iter(plain.items()))
        return _TAGS[tag] + (f" {str(content)[:40]!r}" if tag == "unsupported" else "")
    return {bool: "True or False", str: "text", list: "a list"}.get(type(plain), "a number")


def _content(plain: object, tags: Sequence[str]) -> object:
    tagged = isinstance(plain, dict) and next(iter(plain)) in tags
    return next(iter(plain.values())) if tagged else plain


def _number(plain: object, wanted: str) -> float:
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        raise _refuse(_given(plain), f"{wanted}, typed as a plain number: no quotes, no unit sign")
    if not abs(plain) < _HUGE:
        raise _refuse("a number beyond any sensible range", wanted)
    return plain


def _labels(plain: object, wanted: str, choices: Sequence[str], *, tags: Sequence[str]) -> list[str]:
    labels = _content(plain, tags)
    if not isinstance(labels, list):
        raise _refuse(_given(plain), f"{wanted}, as a list of text")
    if unknown := [label for label in labels if label not in choices]:
        raise _refuse(f"{str(unknown[0])[:40]!r}, which is not a label here", f"labels out of: {', '.join(choices)}")
    return labels


def _moment(plain: object, wanted: str, *, whole_day: bool) -> date | datetime:
    how = "ISO text (YYYY-MM-DD)" if whole_day else "ISO text or a datetime with its zone (YYYY-MM-DDTHH:MM+00:00)"
    text = _content(plain, ("date", "datetime"))
    if not isinstance(text, str):
        raise _refuse(_given(plain), f"{wanted}, as {how}")
    try:
        moment = datetime.fromisoformat(text.strip())
        if whole_day:
            return moment.date()
        if moment.utcoffset() is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _refuse("text that is no ISO date", f"{wanted}, as {how}") from None
    raise _refuse("a time without a time zone", f"{wanted} in UTC, as {how}")
