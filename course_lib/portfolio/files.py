"""Write a portfolio file: whole or not at all, and never over something that the learner has edited."""

import hashlib
import os
from pathlib import Path

_MARK = "made by the course; edit freely, a new version goes beside an edited file"
_COMMENTS = {".yaml": "# {}"}  # how a comment is written, by the end of the file's name
_IN_MARKUP = "<!-- {} -->"


def write_page(path: Path, text: str) -> Path:
    """Write `text` to `path` atomically and return where it went.

    A file that was changed by hand since it was written is left alone; the new version goes beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not _untouched(path):
        numbered = (path.with_stem(f"{path.stem}-{i}") for i in range(2, 1000))
        path = next(one for one in numbered if not one.exists() or _untouched(one))
    fresh = path.with_name(f".{path.name}.new")
    with open(fresh, "w", encoding="utf-8") as file:
        file.write(f"{text.rstrip()}\n\n{_seal(path, text)}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    return path


def _seal(path: Path, text: str) -> str:
    """Return the last line of a file: what made it, and a digest that tells whether it was changed since."""
    digest = hashlib.sha256(text.rstrip().encode()).hexdigest()[:16]
    return _COMMENTS.get(path.suffix, _IN_MARKUP).format(f"{_MARK}; {digest}")


def _untouched(path: Path) -> bool:
    text, newline, last = path.read_text(encoding="utf-8", errors="replace").rstrip("\n").rpartition("\n")
    return bool(newline) and last == _seal(path, text)
