"""What comes in: a submission folder is read without following anything, and a notebook without trusting it.

Only plain files are taken. A link, a pipe or a device is never opened; in place of the notebook it is refused, beside
it left out with a note.
"""

import hashlib
import os
import re
import stat
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

from nbformat import convert, reader
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import parse_utc

_NOTEBOOK_BYTES, _OTHER_BYTES, _MOST_FILES, _DEEPEST = 16 << 20, 8 << 20, 500, 200
_MOST_LOOKED_AT, _DEEPEST_FOLDER = 5_000, 8
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.S)
_KINDS = {stat.S_IFLNK: "a link", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}


class Refusal(ValueError):
    """A submission that no program can mark. Its text is one sentence for the instructor."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in: the notebook's bytes, the files beside it, and what was left out.

    `refused` says why there is no notebook to mark.
    """

    student: str
    notebook: bytes
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()
    refused: str = ""

    def digest(self, version: str) -> str:
        """Return a hash of everything that the marks depend on; `version` stands for assignment and grader."""
        summed = hashlib.sha256(version.encode())
        parts = {**self.files, "": self.notebook, "refused": self.refused.encode()}
        for name, content in sorted(parts.items()):
            summed.update(b"%d %s %d " % (len(name), name.encode("utf-8", "surrogateescape"), len(content)) + content)
        return summed.hexdigest()


def read_folder(student: str, folder: Path, notebook: str, ignore: Iterable[str] = ()) -> Submission:
    """Read a submission folder: the file `notebook` and the others, but for further notebooks and `ignore`."""
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return Submission(student, b"", {}, refused="Refused: the folder is a link or cannot be opened.")
    content = _opened(top, notebook, _NOTEBOOK_BYTES)
    if isinstance(content, int):
        os.close(content)
        content = "a folder"
    notes: list[str] = []
    files: dict[str, bytes] = {}
    for name, found in _plain_files(top, [*ignore, "*.ipynb"]):
        if isinstance(found, str):
            notes.append(f"{name} was left out: it is {found}.")
        elif sum(map(len, files.values())) + len(found) > _OTHER_BYTES or len(files) >= _MOST_FILES:
            notes.append(f"{name} was left out: there is too much beside the notebook.")
        else:
            files[name] = found
    if isinstance(content, str):
        return Submission(student, b"", files, tuple(notes[:9]), f"Refused: {notebook} is {content}.")
    return Submission(student, content, files, tuple(notes[:9]), "" if content else f"Refused: {notebook} is empty.")


def _plain_files(top: int, ignore: list[str]) -> Iterator[tuple[str, bytes | str]]:
    """Yield each file's name below the opened folder `top` and its bytes, or in words what else it is."""
    waiting, seen = [("", top)], 0
    while waiting:
        prefix, here = waiting.pop()
        with _closing(here):
            for name in sorted(os.listdir(here)):
                path, seen = prefix + name, seen + 1
                if seen > _MOST_LOOKED_AT or any(fnmatch(name, pattern) for pattern in ignore):
                    continue
                found = _opened(here, name, _OTHER_BYTES)
                if not isinstance(found, int):
                    yield path, found
                elif path.count("/") < _DEEPEST_FOLDER:
                    waiting.append((f"{path}/", found))
                else:
                    os.close(found)
                    yield path, "a folder too deep"
    if seen > _MOST_LOOKED_AT:
        yield f"What follows {_MOST_LOOKED_AT} files", "too much"


@contextmanager
def _closing(number: int) -> Iterator[None]:
    """Close a file's number in the end."""
    try:
        yield
    finally:
        os.close(number)


def _opened(folder: int, name: str, most: int) -> int | bytes | str:
    """Return a folder's descriptor, a plain file's bytes, or in words what stands there instead."""
    if name != name.encode("utf-8", "replace").decode():
        return "named in no known writing"
    try:
        told = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if not (stat.S_ISREG(told.st_mode) or stat.S_ISDIR(told.st_mode)):
            return _KINDS.get(stat.S_IFMT(told.st_mode), "a device")
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except FileNotFoundError:
        return "not there"
    except OSError as problem:
        return f"not readable ({problem.strerror})"
    told = os.fstat(file)
    if stat.S_ISDIR(told.st_mode):
        return file
    with os.fdopen(file, "rb") as stream:
        if not stat.S_ISREG(told.st_mode):
            return "no plain file"
        content = stream.read(most + 1)
    return content if len(content) <= most else f"larger than {most >> 20} MB"


def read_notebook(content: bytes) -> NotebookNode:
    """Return the notebook that the bytes of a submission hold.

    Raises
    ------
    Refusal
        With one sentence, whatever is wrong with them.
    """
    if _depth(content) > _DEEPEST:
        raise Refusal(f"Refused: the notebook is nested more than {_DEEPEST} levels deep.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbformat tells that it mended ids, which decide nothing here
            # Not nbformat.reads: it checks the schema, and logs a stranger's text where it does not fit.
            notebook = convert(reader.reads(content.decode("utf-8-sig")), 4)
    except UnicodeDecodeError:
        raise Refusal("Refused: the notebook is not UTF-8 text.") from None
    except (Exception, RecursionError) as problem:
        raise Refusal(f"Refused: the file cannot be read as a notebook ({type(problem).__name__}).") from None
    if not isinstance(notebook.get("cells"), list):
        raise Refusal("Refused: the file holds no list of cells.")
    return notebook


def _depth(content: bytes) -> int:
    """Return how deep brackets are nested outside of text."""
    deepest = depth = 0
    for bracket in re.findall(rb"[\[{\]}]", _TEXT.sub(b"", content)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def read_timestamp(files: Mapping[str, bytes]) -> tuple[datetime | None, tuple[str, ...]]:
    """Return when the work was handed in, as nbgrader reads it; a time that is none is left out with a note."""
    text = files.get("timestamp.txt", b"").decode("utf-8", "replace").strip()
    try:
        return (parse_utc(text) if text else None), ()
    except Exception:
        return None, ("timestamp.txt holds no time that can be read; the work counts as handed in without one.",)
