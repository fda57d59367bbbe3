"""What one run may use, what the server is told when it starts, and the frames in which the two sides speak."""

import json
import socket
import struct
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limits:
    """What one notebook may use; a run that wants more is ended, and keeps what it had answered.

    Processor time is the measure; the wider limits on wall time are for code that only waits. `memory_bytes` holds
    for each process and for all processes of a run together.
    """

    cell_cpu_seconds: float = 30
    cell_wall_seconds: float = 150
    notebook_cpu_seconds: float = 180
    notebook_wall_seconds: float = 600
    memory_bytes: int = 2 << 30
    processes: int = 64
    file_bytes: int = 64 << 20
    folder_bytes: int = 256 << 20
    folder_files: int = 5_000
    open_files: int = 256
    output_bytes_cell: int = 400_000
    output_bytes: int = 16 << 20
    message_bytes: int = 4 << 20


@dataclass(frozen=True)
class Place:
    """Where the server stands: its walls, its private folder, what it may read, as whom it runs."""

    backend: str
    work: str
    readable: tuple[str, ...]
    preload: tuple[str, ...]
    environment: dict[str, str]
    user: int | None
    read_all: bool
    limits: Limits

    def as_json(self) -> bytes:
        """Return it as the content of a frame."""
        return as_json(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> "Place":
        """Return what `as_json` made a frame of."""
        told = json.loads(text)
        return cls(**told | {"limits": Limits(**told["limits"])})


# What a frame is. To the box: p(lace), n(otebook), c(ell), f(inish: the last of every notebook). From it: r(eady);
# m(essage), o(utput), e(rror): bytes that the learner's process wrote; s(topped): a sentence; d(one): nothing of the
# notebook is left.
def pack(kind: bytes, content: bytes = b"") -> bytes:
    """Return a frame: its kind, its length, its content."""
    return kind + struct.pack(">I", len(content)) + content


def receive(channel: socket.socket) -> tuple[bytes, bytes]:
    """Return the next frame's kind and content; raise ConnectionError if there is no other side any more."""
    head = _exactly(channel, 5)
    return head[:1], _exactly(channel, *struct.unpack(">I", head[1:]))


def _exactly(channel: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        piece = channel.recv(min(size - len(parts), 1 << 20))
        if not piece:
            raise ConnectionError("The other side has gone.")
        parts += piece
    return bytes(parts)


def as_json(value: object) -> bytes:
    """Return a value as the content of a frame."""
    return json.dumps(value).encode()
