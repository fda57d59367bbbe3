"""The learner's log: one line an attempt, appended and flushed to the disk before the learner reads the result.

A process may be killed between any two bytes. A record is written in one call at the end of the file; a torn last line
is cut off before the next one is written, so at most the attempt in flight is lost. A file that is no such log, or that
was damaged elsewhere, is renamed and kept.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from course_lib.core.result import LOOK, Result

HEADER = {"log": "closed-loop attempts", "version": 1}
_LONGEST = 65_536  # bytes; no record is longer
_NEEDED = {"at": str, "unit": str, "case": str, "learner": str, "attempt": int}
_MARKED = {"question": str, "kind": str, "credit": int | float, "points": int | float}


@dataclass(frozen=True)
class AttemptLog:
    """The log in one file. Several notebooks may write to it at the same time."""

    path: Path

    def append(self, record: dict[str, object]) -> str | None:
        """Write one record; return a sentence for the learner if a damaged log was set aside on the way.

        Looks at the first line and the last whole one only, so that a long log costs no more than a short one.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            said = self._set_aside_unless(_ends_are_sound)
            if not self.path.exists():
                _create(self.path)
            _append_line(self.path, record)
        return said

    def inspect(self) -> str | None:
        """Read the whole log; set it aside if it is damaged or no such log, and return the sentence that says so."""
        if not self.path.exists():
            return None
        with self._locked():
            return self._set_aside_unless(lambda path: _parse(_whole_lines(path.read_bytes())))

    def records(self) -> list[dict[str, object]]:
        """Return what the log holds, oldest first; a torn last line and a file that cannot be read hold nothing."""
        try:
            return _parse(_whole_lines(self.path.read_bytes()))
        except (OSError, ValueError):
            return []

    def _set_aside_unless(self, sound: Callable[[Path], object]) -> str | None:
        try:
            sound(self.path)
        except FileNotFoundError:
            return None
        except ValueError:
            kept = _unused(self.path)
            self.path.rename(kept)
            return (
                f"The progress log could not be read. It is kept as {kept.name}; nothing is deleted, a new log begins."
            )
        return None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with open(self.path.with_suffix(".lock"), "ab") as lock:
            try:
                import fcntl
            except ImportError:  # no advisory locks on this platform (Windows, WebAssembly): one notebook at a time
                yield
                return
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@dataclass(frozen=True)
class PassingLog:
    """A log that lasts as long as the notebook runs: what the grader plays again is no attempt."""

    lines: list[dict[str, object]] = field(default_factory=list)

    def append(self, record: dict[str, object]) -> None:
        """Keep one record."""
        self.lines.append(record)

    def records(self) -> list[dict[str, object]]:
        """Return what has been kept, oldest first."""
        return list(self.lines)


def attempt_record(unit: str, result: Result) -> dict[str, object]:
    """Return the line that the log keeps of a result."""
    marked = {"kind": result.kind, "credit": result.credit, "points": result.points}
    return {"at": _now(), "unit": unit, **result.as_record(), **marked}


def opening_record(unit: str, case: str, learner: str, attempt: int) -> dict[str, object]:
    """Return the line that the log keeps of a practice case that was opened."""
    return {"at": _now(), "unit": unit, "case": case, "learner": learner, "attempt": attempt, "question": None}


def latest_answers(records: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Return the last answer to each question that could be marked: what an artefact is marked against."""
    kept = (record for record in records if record["kind"] not in ("unanswered", "malformed"))
    return {str(record["question"]): record["answer"] for record in kept}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _parse(text: bytes) -> list[dict[str, object]]:
    """Return the records of a log; raise ValueError if it is none."""
    try:
        lines = [json.loads(line) for line in text.decode("utf-8").splitlines()]
    except RecursionError:
        raise ValueError("nested deeper than any record of this log") from None
    if lines[:1] != [HEADER]:
        raise ValueError("not a log of this course")
    if not all(_is_record(line) for line in lines[1:]):
        raise ValueError("not a record of this log")
    return lines[1:]


def _is_record(line: object) -> bool:
    if not isinstance(line, dict) or "question" not in line:
        return False
    needed = _NEEDED if line["question"] is None else _NEEDED | _MARKED
    sound = all(isinstance(line.get(name), kind) for name, kind in needed.items())
    return sound and (line["question"] is None or line["kind"] in LOOK)


def _whole_lines(text: bytes) -> bytes:
    return text[: text.rfind(b"\n") + 1]


def _ends_are_sound(path: Path) -> None:
    with open(path, "rb") as file:
        first = file.readline(_LONGEST)
        _, tail = _tail(file)
    if not first.endswith(b"\n"):
        raise ValueError("the first line is torn: it was never written by this log")
    ends = dict.fromkeys([*first.splitlines(), *tail.splitlines()[-1:]])  # one line, if the log is only its header
    _parse(b"\n".join([*ends, b""]))


def _tail(file: BinaryIO) -> tuple[int, bytes]:
    """Return where the last whole line of the file ends, and the bytes before it (as many as a record can have)."""
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - 2 * _LONGEST))
    whole = _whole_lines(file.read())
    return start + len(whole), whole


def _create(path: Path) -> None:
    fresh = path.with_suffix(".new")
    with open(fresh, "wb") as file:
        file.write(json.dumps(HEADER).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def _append_line(path: Path, record: dict[str, object]) -> None:
    line = json.dumps(record, allow_nan=False).encode() + b"\n"
    with open(path, "r+b", buffering=0) as file:
        end, _ = _tail(file)
        file.truncate(end)
        file.seek(end)
        if file.write(line) < len(line):
            raise OSError("the disk took only a part of the record")
        os.fsync(file.fileno())


def _unused(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (
        path.with_name(f"{path.name}.set-aside-{stamp}{suffix}") for suffix in ("", *(f"-{i}" for i in range(1, 99)))
    )
    return next(name for name in names if not name.exists())
