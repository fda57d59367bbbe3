"""Write a portfolio file: whole or not at all, and never over something that the learner has edited."""

import hashlib
import os
from pathlib import Path

_MARK = "made by the course; edit freely, a new version goes beside an edited file"
# How a file says that the course made it, by the end of its name: in its own language, with a digest in it.
_SEALS = {".yaml": f"# {_MARK}; {{}}", ".ics": "X-CLOSED-LOOP-SEAL:{}"}
_IN_MARKUP = f"<!-- {_MARK}; {{}} -->"
_LINE_END = "\r\n"  # of a calendar, whatever the system


def write_page(path: Path, text: str) -> Path:
    """Write `text` to `path` atomically and return where it went.

    A file that was changed by hand since it was written is left alone; the new version goes beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not _untouched(path):
        numbered = (path.with_stem(f"{path.stem}-{i}") for i in range(2, 1000))
        path = next(one for one in numbered if not one.exists() or _untouched(one))
    fresh = path.with_name(f".{path.name}.new")
    with open(fresh, "w", encoding="utf-8", newline=_newline(path)) as file:
        file.write(_sealed(path, text))
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    return path


def _newline(path: Path) -> str | None:
    """Return how line ends are read and written: as they are in a calendar, as the system has them in a page."""
    return "" if path.suffix == ".ics" else None


def _sealed(path: Path, text: str) -> str:
    """Return what a file holds: the text, and a line that tells whether it was changed since. It stands last.

    In a calendar it is the second line: properties come before entries.
    """
    if path.suffix == ".ics":
        first, line_end, rest = text.partition(_LINE_END)
        return f"{first}{_LINE_END}{_seal(path, text)}{line_end}{rest}"
    return f"{text.rstrip()}\n\n{_seal(path, text.rstrip())}\n"


def _seal(path: Path, text: str) -> str:
    return _SEALS.get(path.suffix, _IN_MARKUP).format(hashlib.sha256(text.encode()).hexdigest()[:16])


def _untouched(path: Path) -> bool:
    with open(path, encoding="utf-8", errors="replace", newline=_newline(path)) as file:
        found = file.read()
    if path.suffix == ".ics":
        first, _, rest = found.partition(_LINE_END)
        return found == _sealed(path, first + _LINE_END + rest.partition(_LINE_END)[2])
    text, newline, _ = found.rstrip("\n").rpartition("\n")
    return bool(newline) and found.rstrip("\n") == _sealed(path, text).rstrip("\n")
