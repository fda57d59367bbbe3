"""Write a portfolio file: whole or not at all, and never over something that the learner has edited."""

import hashlib
import os
from pathlib import Path

_MARK = "<!-- made by the course; edit freely, a new version goes beside an edited file -->"


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
        file.write(f"{text.rstrip()}\n\n{_MARK} <!-- {_digest(text)} -->\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    return path


def _digest(text: str) -> str:
    return hashlib.sha256(text.rstrip().encode()).hexdigest()[:16]


def _untouched(path: Path) -> bool:
    text, mark, rest = path.read_text(encoding="utf-8", errors="replace").partition(_MARK)
    return bool(mark) and rest.strip() == f"<!-- {_digest(text)} -->"
