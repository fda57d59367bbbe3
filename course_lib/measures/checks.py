"""Input checks and rounding shared by the measures.

Every check returns a plain value, or raises ``ValueError`` with one sentence: what was given, what is right.
"""

import math
import reprlib
from collections.abc import Callable, Hashable, Iterable, Sized
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")

LARGEST = 1e15
"""Largest magnitude taken: above it neighbouring whole numbers are no longer told apart."""

# A quotient that misses a whole number only by rounding noise counts as that whole number.
_ROUNDING_NOISE = 1e-9


def number(name: str, value: float) -> float:
    """Return a finite number as a float."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ValueError(f"{name} must be a number, but {_shown(value)} was given.")
    if not abs(value) <= LARGEST:
        given = float(value) if isinstance(value, float) else "a very large whole number"
        raise ValueError(f"{name} is {given}, but it must be a finite number of at most 1e15 in size.")
    # Adding zero turns a negative zero into a plain one.
    return float(value) + 0.0


def amount(name: str, value: float, *, zero: bool = True) -> float:
    """Return a number that is not negative, or, with ``zero=False``, above zero."""
    plain = number(name, value)
    if plain < 0 or (plain == 0 and not zero):
        raise ValueError(f"{name} is {value}, but it must be {'zero or more' if zero else 'above zero'}.")
    return plain


def rate(name: str, value: float, *, zero: bool = True, one: bool = True, most: float = 1.0) -> float:
    """Return a rate as a fraction; ``zero`` and ``one`` say whether the ends of the range are allowed."""
    plain = number(name, value)
    inside = (plain >= 0 if zero else plain > 0) and (plain <= most if one else plain < most)
    if not inside:
        lower, upper = "from" if zero else "above", "to" if one else "and below"
        raise ValueError(
            f"{name} is {value}, but it must be a fraction {lower} 0 {upper} {most:g}: write 3.2 % as 0.032."
        )
    return plain


def count(name: str, value: float, *, least: int = 0, most: float = LARGEST) -> int:
    """Return a whole number from ``least`` to ``most``."""
    plain = number(name, value)
    if not plain.is_integer() or not least <= plain <= most:
        upper = "" if most == LARGEST else f" and at most {most}"
        raise ValueError(f"{name} is {value}, but it must be a whole number of at least {least}{upper}.")
    return int(plain)


def part_of(name: str, part: float, total_name: str, total: float) -> tuple[int, int]:
    """Return a count and the positive total that it belongs to."""
    whole = count(total_name, total, least=1)
    piece = count(name, part)
    if piece > whole:
        raise ValueError(f"{name} is {piece}, but it cannot exceed {total_name}, which is {whole}.")
    return piece, whole


def instance(name: str, value: T, kind: type) -> T:
    """Return a value that is of the wanted kind."""
    if not isinstance(value, kind):
        raise ValueError(f"{name} must be a {kind.__name__}, but {_shown(value)} was given.")
    return value


def listed(name: str, values: Iterable[Any]) -> list:
    """Return the values of a sequence that is not a string."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise ValueError(f"{name} must be a sequence, but {_shown(values)} was given.")
    return list(values)


def each(check: Callable[..., Any], name: str, values: Iterable[float], **options: bool) -> list:
    """Return the values of a non-empty sequence, each one checked."""
    checked = [check(f"{name}[{place}]", value, **options) for place, value in enumerate(listed(name, values))]
    if not checked:
        raise ValueError(f"{name} is empty, but at least one value is needed.")
    return checked


def same_length(**sequences: Sized) -> None:
    """Refuse sequences of different lengths."""
    lengths = {name: len(values) for name, values in sequences.items()}
    if len(set(lengths.values())) > 1:
        given = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise ValueError(f"The sequences must have the same number of values, but {given}.")


def choice(name: str, value: str, allowed: Iterable[str]) -> str:
    """Return a value that is one of the allowed words."""
    words = list(allowed)
    if not isinstance(value, str) or value not in words:
        raise ValueError(f"{name} is {_shown(value)}, but it must be one of {', '.join(words)}.")
    return value


def sample(name: str, values: Iterable[float]) -> "np.ndarray":
    """Return a non-empty, one-dimensional array of finite numbers."""
    import numpy as np

    try:
        array = np.asarray(values)
        plain = array.astype(float) if array.dtype.kind in "biufO" else None
    except (TypeError, ValueError, OverflowError):
        plain = None
    if plain is None or plain.ndim != 1:
        raise ValueError(f"{name} must be one column of numbers without gaps, but {_shown(values)} was given.")
    if plain.size == 0:
        raise ValueError(f"{name} is empty, but at least one value is needed.")
    if not (np.abs(plain) <= LARGEST).all():
        raise ValueError(f"{name} has missing or infinite values: drop them and report how many there were.")
    return plain


def bins_of_both(reference: Iterable[float], current: Iterable[float]) -> tuple[list[float], list[float]]:
    """Return counts or shares of the same bins, none negative and no side all zero.

    A handful of bins needs no NumPy, so that a case can be drawn without it.
    """
    sides = each(number, "reference", reference), each(number, "current", current)
    same_length(reference=sides[0], current=sides[1])
    for name, side in zip(("reference", "current"), sides, strict=True):
        if min(side) < 0 or sum(side) == 0:
            raise ValueError(f"{name} must hold no negative value and at least one above zero.")
    labels_of = [list(side.index) if hasattr(side, "reindex") else [] for side in (reference, current)]
    if labels_of[0] != labels_of[1] and set(labels_of[0]) == set(labels_of[1]):
        raise ValueError("reference and current have their bins in different orders: reindex one like the other.")
    return sides


def labels(name: str, values: Iterable[float]) -> "np.ndarray":
    """Return a non-empty array of zeros and ones as integers."""
    array = sample(name, values)
    if not ((array == 0) | (array == 1)).all():
        raise ValueError(f"{name} must hold only 0 and 1, but it has other values.")
    return array.astype(int)


def groups(name: str, values: Iterable[Hashable]) -> list:
    """Return the group (or category, or stratum) of each case, none of them missing."""
    members = listed(name, values)
    try:
        missing = any(_is_missing(member) for member in set(members))
    except TypeError as error:
        raise ValueError(f"{name} must hold one plain value per case, such as a word or a number.") from error
    if missing:
        raise ValueError(f"{name} has missing values: name that group, or drop its rows and say so.")
    return members


def finite(value: float) -> float:
    """Return a result, or refuse one that the inputs drove out of range."""
    if not math.isfinite(value):
        raise ValueError("The result is out of range: one of the inputs is too close to zero.")
    return value


def round_up(value: float) -> int:
    """Return the smallest whole number that is not below the value, rounding noise aside."""
    nearest = round(finite(value))
    noise = _ROUNDING_NOISE * max(1.0, abs(value))
    return nearest if abs(value - nearest) <= noise else math.ceil(value)


def _is_missing(value: Hashable) -> bool:
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value


def _shown(value: object) -> str:
    return reprlib.repr(value) if value is None or isinstance(value, str | Real) else f"a {type(value).__name__}"
