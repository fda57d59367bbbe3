"""What the learner's code prints and shows, sent as messages over a pipe."""

import io
import json
import os
import struct
import sys
import threading

from course_lib.core.result import ANSWER_TYPE

SHOWN = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "image/svg+xml")
_FLUSH_AT, _LEFT_OUT = 8192, "[An output was left out: this cell has shown too much.]\n"


class Sender:
    """Sends messages over a pipe, each with its length before it; drops what is beyond the cell's allowance."""

    def __init__(self, pipe: int, most_bytes: int) -> None:
        self.pipe, self.most, self.left = pipe, most_bytes, most_bytes
        self.lock = threading.RLock()

    def send(self, kind: str, **content: object) -> None:
        """Send one message."""
        text = json.dumps({"kind": kind, **content}, allow_nan=False).encode()
        with self.lock:
            if len(text) > self.left and kind not in ("done", "error") and ANSWER_TYPE.encode() not in text:
                text = json.dumps({"kind": "stream", "name": "stdout", "text": _LEFT_OUT}).encode()
                if self.left <= 0:
                    return
            self.left -= len(text)
            data = memoryview(struct.pack(">I", len(text)) + text)
            while data:
                data = data[os.write(self.pipe, data) :]

    def show(self, kind: str, data: dict[str, object], metadata: object, **more: object) -> None:
        """Send what a display consists of, as far as the notebook keeps it."""
        kept = {mime: value for mime, value in data.items() if mime in SHOWN and isinstance(value, str)}
        if isinstance(data.get(ANSWER_TYPE), dict) and _is_json(data[ANSWER_TYPE]):
            kept[ANSWER_TYPE] = data[ANSWER_TYPE]
        shown = metadata if isinstance(metadata, dict) and _is_json(metadata) else {}
        self.send(kind, data=kept, metadata=shown, **more)


def _is_json(value: object) -> bool:
    try:
        return len(json.dumps(value, allow_nan=False)) < 100_000
    except (TypeError, ValueError, RecursionError):
        return False


class Stream(io.TextIOBase):
    """Standard output or error of the learner's code."""

    encoding, errors = "UTF-8", None

    def __init__(self, sender: Sender, name: str, number: int) -> None:
        self.sender, self.stream, self.number = sender, name, number
        self.parts: list[str] = []
        self.size = 0

    @property
    def name(self) -> str:
        """The stream's name, as `sys.stdout.name` gives it in a kernel."""
        return f"<{self.stream}>"

    def fileno(self) -> int:
        """Return the descriptor that programs started from here write to."""
        return self.number

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Keep text until the next flush."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        with self.sender.lock:
            if self.size < self.sender.most:
                self.parts.append(text)
                self.size += len(text)
        if len(self.parts) > 1000 or self.size > _FLUSH_AT:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        with self.sender.lock:
            text, self.parts, self.size = "".join(self.parts)[: self.sender.most], [], 0
            for start in range(0, len(text), _FLUSH_AT):
                self.sender.send("stream", name=self.stream, text=text[start : start + _FLUSH_AT])


def flush() -> None:
    """Send what was printed so far."""
    for stream in (sys.stdout, sys.stderr):
        if callable(flush_one := getattr(stream, "flush", None)):
            flush_one()
