import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from course_lib.core.grading import grade
from course_lib.study.attempts import HEADER, AttemptLog, attempt_record, opening_record
from tests.core.toys import RIGHT, toy_case, toy_question

HEADER_LINE = json.dumps(HEADER).encode() + b"\n"
WRITER = """
import sys
from pathlib import Path
from course_lib.study.attempts import AttemptLog, opening_record

log, name, most = AttemptLog(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for i in range(most):
    log.append(opening_record(name, "ABCD-1234", "ada" * 500, i))
    print(i, flush=True)
"""


@pytest.fixture
def log(tmp_path):
    return AttemptLog(tmp_path / "progress" / "attempts.jsonl")


def record(i: int = 0) -> dict[str, object]:
    question, case = toy_question("order"), toy_case(RIGHT["order"], attempt=i)
    return attempt_record("toy", grade(question, list(RIGHT["order"]), case))


def attempts(log: AttemptLog) -> list[object]:
    return [one["attempt"] for one in log.records()]


def set_aside(log: AttemptLog) -> list[Path]:
    return sorted(log.path.parent.glob("attempts.jsonl.set-aside-*"))


def filled(log: AttemptLog, most: int = 3) -> bytes:
    for i in range(most):
        assert log.append(record(i)) is None
    return log.path.read_bytes()


def test_no_log_holds_nothing(log):
    assert log.records() == []
    assert log.inspect() is None
    assert not log.path.parent.exists()


def test_what_was_written_is_read_oldest_first(log):
    written = [record(0), opening_record("toy", "ABCD-1234", "ada", 1), record(1)]
    assert [log.append(one) for one in written] == [None] * 3
    assert log.records() == written
    assert log.inspect() is None
    assert log.path.read_bytes().startswith(HEADER_LINE)


def test_a_record_keeps_answer_and_marking():
    one = record(2)
    assert {name: one[name] for name in ("unit", "question", "attempt", "learner", "kind", "credit", "points")} == {
        "unit": "toy",
        "question": "toy",
        "attempt": 2,
        "learner": "ada",
        "kind": "right",
        "credit": 1,
        "points": 4,
    }
    assert one["answer"] == list(RIGHT["order"])
    assert str(one["at"]).endswith("+00:00")


def test_the_longest_answers_do_not_damage_the_log(log):
    question, case = toy_question("labels"), toy_case(frozenset())
    for answer in (["\U0001f600" * 5000] * 500, "\u2028" * 5000, [["x" * 100] * 100] * 100, 10**5000, "a\nb\x85c\x00"):
        assert log.append(attempt_record("toy", grade(question, answer, case))) is None
    assert len(log.records()) == 5
    assert log.append(record()) is None
    assert log.inspect() is None


def test_a_line_torn_at_any_byte_costs_only_itself(log, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda file: None)  # hundreds of writes; the real call is in every other test
    whole = filled(log)
    last = len(whole) - whole[:-1].rfind(b"\n") - 1
    for missing in range(last + 1):
        log.path.write_bytes(whole[: len(whole) - missing])
        kept = [0, 1, 2] if missing == 0 else [0, 1]
        assert log.inspect() is None
        assert attempts(log) == kept
        assert log.append(record(9)) is None
        assert attempts(log) == [*kept, 9]
        assert log.path.read_bytes().startswith(whole if missing == 0 else whole[:-last])
    assert set_aside(log) == []


def test_a_torn_line_of_unwritten_blocks_costs_only_itself(log):
    whole = filled(log)
    log.path.write_bytes(whole + b"\x00" * 4096)
    assert log.append(record(9)) is None
    assert attempts(log) == [0, 1, 2, 9]


def test_a_long_log_loses_nothing_to_a_torn_line(log):
    lines = [json.dumps(record(i)).encode() + b"\n" for i in range(2000)]
    log.path.parent.mkdir()
    log.path.write_bytes(HEADER_LINE + b"".join(lines) + lines[0][:-20])
    assert log.append(record(2000)) is None
    assert attempts(log) == list(range(2001))


def test_a_killed_writer_loses_at_most_the_attempt_in_flight(log):
    chance, written = random.Random(2026), 0
    command = [sys.executable, "-c", WRITER, str(log.path), "toy", "100000"]
    for i in range(12):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            told = [writer.stdout.readline()] if i % 2 else []  # else: perhaps while the log is made
            time.sleep(chance.uniform(0, 0.03) if i % 2 else chance.uniform(0.03, 0.12))
            writer.send_signal(signal.SIGKILL)
            told += writer.stdout.readlines()
        acknowledged = sum(line.endswith(b"\n") for line in told)
        kept = attempts(log)[written:]
        assert acknowledged <= len(kept) <= acknowledged + 1
        assert kept == list(range(len(kept)))
        assert log.append(record(7)) is None
        assert attempts(log)[written:] == [*kept, 7]
        written += len(kept) + 1
    assert log.inspect() is None
    assert set_aside(log) == []
    assert written > 20


def test_two_writers_lose_nothing(log):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(log.path), name, "60"], stdout=subprocess.DEVNULL)
        for name in ("one", "two")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    for name in ("one", "two"):
        assert [one["attempt"] for one in log.records() if one["unit"] == name] == list(range(60))
    assert log.inspect() is None
    assert set_aside(log) == []


def changed(**values: object) -> bytes:
    return HEADER_LINE + json.dumps(record() | values).encode() + b"\n"


def without(name: str) -> bytes:
    return HEADER_LINE + json.dumps({key: value for key, value in record().items() if key != name}).encode() + b"\n"


FOREIGN = {
    "empty": b"",
    "one line of text": b"hello\n",
    "line end": b"\n",
    "text without a line end": b"hello",
    "binary": bytes(range(256)) * 40,
    "nothing but nul": b"\x00" * 5000,
    "another tool's log": b'{"event": "open"}\n{"event": "close"}\n',
    "another version": json.dumps(HEADER | {"version": 2}).encode() + b"\n",
    "torn first line": HEADER_LINE[:-1],
    "half a first line": HEADER_LINE[:20],
    "no first line": json.dumps(record()).encode() + b"\n",
    "utf-16": (HEADER_LINE + json.dumps(record()).encode() + b"\n").decode().encode("utf-16"),
    "utf-16 without a mark": HEADER_LINE.decode().encode("utf-16-le"),
    "utf-8 with a mark": b"\xef\xbb\xbf" + HEADER_LINE,
    "compressed": b"\x1f\x8b\x08\x00" + HEADER_LINE,
    "nested without end": b"[" * 100_000 + b"\n",
    "nested without end, in the last line": HEADER_LINE + b"[" * 50_000 + b"\n",
    "a line longer than any": b"x" * 200_000 + b"\n",
    "a list": HEADER_LINE + b"[1, 2]\n",
    "not JSON": HEADER_LINE + b"at,unit,case\n",
    "a number": HEADER_LINE + b"5\n",
    "no marking": without("credit"),
    "no question": without("question"),
    "no learner": without("learner"),
    "attempt is text": changed(attempt="0"),
    "credit is text": changed(credit="1"),
    "credit is nothing": changed(credit=None),
    "question is a list": changed(question=["a"]),
    "unknown kind": changed(kind="rihgt"),
}


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("meet", ["inspect", "append"])
def test_a_foreign_log_is_set_aside_and_said(log, what, meet):
    log.path.parent.mkdir()
    log.path.write_bytes(FOREIGN[what])
    assert log.records() == []
    said = log.inspect() if meet == "inspect" else log.append(record(4))
    (kept,) = set_aside(log)
    assert kept.read_bytes() == FOREIGN[what]
    assert (
        said == f"The progress log could not be read. It is kept as {kept.name}; nothing is deleted, a new log begins."
    )
    assert log.append(record(5)) is None
    assert attempts(log) == ([5] if meet == "inspect" else [4, 5])


@pytest.mark.parametrize("place", [60, 200, -300])
def test_damage_in_the_middle_is_found_when_a_case_is_opened(log, place):
    whole = bytearray(filled(log))
    whole[place] ^= 0x80
    log.path.write_bytes(whole)
    assert log.records() == []
    assert "is kept as attempts.jsonl.set-aside-" in log.inspect()
    assert [one.read_bytes() for one in set_aside(log)] == [whole]


def test_several_damaged_logs_are_all_kept(log):
    log.path.parent.mkdir()
    for text in (b"one\n", b"two\n", b"three\n"):
        log.path.write_bytes(text)
        assert log.inspect()
    assert {one.read_bytes() for one in set_aside(log)} == {b"one\n", b"two\n", b"three\n"}


def test_a_log_with_windows_line_ends_is_read(log):
    whole = filled(log)
    for text in (whole, HEADER_LINE):
        log.path.write_bytes(text.replace(b"\n", b"\r\n"))
        assert log.inspect() is None
        assert log.append(record(9)) is None
        assert attempts(log)[-1] == 9
    assert set_aside(log) == []


def test_an_answer_that_json_cannot_say_never_reaches_the_file(log):
    whole = filled(log)
    with pytest.raises(ValueError, match="not JSON compliant"):
        log.append(record() | {"answer": float("nan")})
    assert log.path.read_bytes() == whole


@contextmanager
def read_only(folder: Path):
    """Take away the right to write, from an administrator too."""
    administrator = os.geteuid() == 0
    folder.chmod(0o555)
    if administrator:
        os.seteuid(65534)
    try:
        yield
    finally:
        if administrator:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.parametrize("text", [None, HEADER_LINE, b"foreign\n"])
def test_a_folder_that_cannot_be_written_is_an_error_to_say_and_nothing_changes(log, text):
    filled(log)  # what is loaded on first use is loaded while it can be read
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log = AttemptLog(folder / "attempts.jsonl")
        if text is not None:
            log.path.write_bytes(text)
        with read_only(folder):
            with pytest.raises(PermissionError):
                log.append(record())
            assert log.records() == []
        assert sorted(folder.iterdir()) == ([] if text is None else [log.path])


def test_a_place_that_is_no_folder_holds_nothing(tmp_path):
    (tmp_path / "progress").write_text("a file", encoding="utf-8")
    log = AttemptLog(tmp_path / "progress" / "attempts.jsonl")
    assert log.records() == []
    assert log.inspect() is None
    with pytest.raises(OSError, match="progress"):
        log.append(record())


def test_every_record_is_on_the_disk_before_the_learner_reads_on(log, monkeypatch):
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda file: flushed.append(os.fstat(file).st_size))
    log.append(record(0))
    log.append(record(1))
    assert flushed[-1] == log.path.stat().st_size
    assert len(flushed) == 3  # the first line, then one a record


def test_a_disk_that_takes_only_a_part_is_an_error(log):
    whole = filled(log)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 40, hard))
    try:
        with pytest.raises(OSError, match=r"part of the record|too large"):
            log.append(record(3))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert attempts(log) == [0, 1, 2]
    assert log.append(record(3)) is None
    assert attempts(log) == [0, 1, 2, 3]
