"""What comes out of the box is a stranger's: read strictly, cut down to plain outputs, never trusted."""

import json
import re
import struct
from codecs import getincrementaldecoder
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from course_lib.cohort.answers import sound_text
from course_lib.cohort.box.inside.frames import Limits
from course_lib.core.result import ANSWER_TYPE

_TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")
_PICTURES = ("image/png", "image/jpeg")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_ANSWER_BYTES, _DEEPEST, _MOST_OUTPUTS, _MOST_OF_A_DISPLAY = 100_000, 20, 2_000, 50


class Junk(ValueError):
    """Something came that no message is."""


@dataclass(frozen=True)
class CellRun:
    """One cell that ran: its id, its outputs in nbformat's form, its number among the cells that ran."""

    id: str
    outputs: list[dict[str, Any]]
    execution_count: int


@dataclass(frozen=True)
class Run:
    """One notebook: the cells that were reached, why it ended early ("" if it did not), processor seconds used."""

    cells: tuple[CellRun, ...]
    stopped: str = ""
    cpu_seconds: float = 0


@dataclass
class Collector:
    """The outputs of one notebook, collected as they come."""

    limits: Limits
    rename: tuple[str, str]
    cells: list[CellRun] = field(default_factory=list)
    done: bool = True
    _bytes: bytearray = field(default_factory=bytearray)
    _left: int = 0
    _answers_left: int = 0
    _clear_first: bool = False
    _displays: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        decoder = getincrementaldecoder("utf-8")
        self._decoders = {kind: decoder("replace") for kind in (b"o", b"e")}

    def begin(self, cell_id: str) -> None:
        """Begin the next cell."""
        self.cells.append(CellRun(cell_id, [], len(self.cells) + 1))
        self.done, self._left, self._answers_left = False, self.limits.output_bytes_cell, _ANSWER_BYTES
        self._clear_first = False

    def feed(self, kind: bytes, content: bytes) -> None:
        """Take bytes that the learner's process wrote: messages, or plain output of programs.

        Raises
        ------
        Junk
            If they are no messages; nothing that came before is lost.
        """
        if kind != b"m":
            self._stream("stdout" if kind == b"o" else "stderr", self._decoders[kind].decode(content))
            return
        self._bytes += content
        while len(self._bytes) >= 4:
            (size,) = struct.unpack(">I", self._bytes[:4])
            if size > self.limits.message_bytes:
                raise Junk("The notebook wrote something into the grader's pipe that is too long for a message.")
            if len(self._bytes) < 4 + size:
                return
            text = bytes(self._bytes[4 : 4 + size])
            del self._bytes[: 4 + size]
            self._message(_read(text))

    def _message(self, message: Mapping[str, Any]) -> None:
        kind = message.get("kind")
        if kind == "done":
            self.done = True
        elif self.done:
            return  # written between two cells: belongs to neither
        elif kind == "stream" and message.get("name") in ("stdout", "stderr"):
            self._stream(message["name"], _text(message.get("text")))
        elif kind == "error":
            self._error(message)
        elif kind in ("display_data", "execute_result", "update"):
            self._show(kind, message)
        elif kind == "clear":
            self._clear_first = bool(message.get("wait"))
            if not self._clear_first:
                self.cells[-1].outputs.clear()
        else:
            raise Junk("The notebook wrote something into the grader's pipe that is no message.")

    def _stream(self, name: str, text: str) -> None:
        if not text or self.done or not (text := self._cut(text)):
            return
        self._clear_if_due()
        outputs = self.cells[-1].outputs
        if outputs and outputs[-1]["output_type"] == "stream" and outputs[-1]["name"] == name:
            outputs[-1]["text"] += text
        else:
            self._add({"output_type": "stream", "name": name, "text": text})

    def _error(self, message: Mapping[str, Any]) -> None:
        lines = message.get("traceback")
        lines = [self._cut(_text(line)) for line in (lines if isinstance(lines, list) else [])[:500]]
        name, text = (
            self._renamed(_text(message.get(part))[: self.limits.output_bytes_cell]) for part in ("ename", "evalue")
        )
        self._clear_if_due()
        self._add({"output_type": "error", "ename": name, "evalue": text, "traceback": lines})

    def _show(self, kind: str, message: Mapping[str, Any]) -> None:
        given = message.get("data")
        data = self._data(given if isinstance(given, dict) else {})
        shown = {"data": data, "metadata": _sizes(message.get("metadata"), data)}
        display_id = _text(message.get("display_id"))[:200]
        for output in self._displays.get(display_id, ()) if display_id else ():
            output |= shown
        if kind == "update":
            return
        self._clear_if_due()
        output = {"output_type": kind, **shown}
        if kind == "execute_result":
            count = message.get("execution_count")
            output["execution_count"] = count if isinstance(count, int) and 0 <= count < 10**6 else None
        if display_id and len(self._displays) < _MOST_OUTPUTS:
            shown_under = self._displays.setdefault(display_id, [])
            shown_under[:] = [*shown_under[-_MOST_OF_A_DISPLAY:], output]
        self._add(output)

    def _data(self, given: Mapping[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for mime, value in given.items():
            if mime == ANSWER_TYPE and isinstance(value, dict):
                size = len(json.dumps(value))
                self._answers_left -= size
                if self._answers_left >= 0:
                    kept[mime] = _sound(value)
            elif mime in _TEXTS and isinstance(value, str):
                kept[mime] = self._cut(_text(value))
            elif mime in _PICTURES and isinstance(value, str) and _BASE64.fullmatch(value[: self._left + 1]):
                self._left -= len(value)
                kept |= {mime: value} if self._left >= 0 else {}
        return kept

    def _cut(self, text: str) -> str:
        """Return text as far as the cell's allowance goes; half characters become question marks."""
        text = self._renamed(text)[: max(0, self._left)]
        self._left -= len(text.encode())
        if self._left <= 0 and text:
            text += "\n[The rest of this cell's output was cut off.]"
        return text

    def _renamed(self, text: str) -> str:
        return text.replace(*self.rename) if self.rename[0] in text else text

    def _add(self, output: dict[str, Any]) -> None:
        if len(self.cells[-1].outputs) < _MOST_OUTPUTS or ANSWER_TYPE in output.get("data", {}):
            self.cells[-1].outputs.append(output)

    def _clear_if_due(self) -> None:
        if self._clear_first:
            self.cells[-1].outputs.clear()
            self._clear_first = False


def _read(text: bytes) -> Mapping[str, Any]:
    """Return a message as plain data of moderate depth."""
    try:
        message = json.loads(text.decode("utf-8"), parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError):
        raise Junk("The notebook wrote something into the grader's pipe that is no message.") from None
    if not isinstance(message, dict) or not _flat(message, _DEEPEST):
        raise Junk("The notebook wrote something into the grader's pipe that is no message.")
    return message


def _finite(text: str) -> float:
    if not isfinite(value := float(text)):
        raise ValueError(text)
    return value


def _flat(value: object, depth: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth > 0 and all(_flat(part, depth - 1) for part in parts)


def _text(value: object) -> str:
    return sound_text(value) if isinstance(value, str) else ""


def _sound(value: Any) -> Any:
    if isinstance(value, dict):
        return {sound_text(name): _sound(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_sound(part) for part in value]
    return sound_text(value) if isinstance(value, str) else value


def _sizes(metadata: object, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata of a display as far as they are sizes of pictures."""
    kept = {}
    for mime, about in metadata.items() if isinstance(metadata, dict) else ():
        if mime in data and isinstance(about, dict):
            sizes = {name: about[name] for name in ("width", "height") if isinstance(about.get(name), int | float)}
            kept |= {mime: sizes} if sizes else {}
    return kept
