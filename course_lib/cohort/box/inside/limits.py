"""What one run may use, and the frames in which the two sides of the box speak."""

import json
import struct
from dataclasses import dataclass


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
    output_bytes: int = 64 << 20
    message_bytes: int = 4 << 20


# What a frame is: r(eady), n(otebook), c(ell), f(inish) to or from the box; m(essage), o(utput), e(rror) bytes that
# the learner's process wrote, s(topped) with a sentence, and d(one): the run is over and nothing of it is left.
def pack(kind: bytes, content: bytes = b"") -> bytes:
    """Return a frame: its kind, its length, its content."""
    return kind + struct.pack(">I", len(content)) + content


def as_json(value: object) -> bytes:
    """Return a value as the content of a frame."""
    return json.dumps(value).encode()
