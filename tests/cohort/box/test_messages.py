"""Whatever bytes come out of the box, the outer side keeps plain outputs that a notebook file can hold."""

import contextlib
import json
import struct

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.cohort.box import Limits
from course_lib.cohort.box.messages import Collector, Junk
from course_lib.core.result import ANSWER_TYPE

LIMITS = Limits(output_bytes_cell=500, message_bytes=5_000)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
kinds = (
    st.sampled_from(["stream", "error", "display_data", "execute_result", "update", "clear", "done", "other"]) | plain
)
mimes = st.sampled_from(
    ["text/plain", "text/html", "image/png", "image/svg+xml", "application/javascript", ANSWER_TYPE]
)
values = {
    "kind": kinds,
    "name": st.sampled_from(["stdout", "stderr"]) | plain,
    "text": st.text(max_size=900) | plain,
    "data": st.dictionaries(mimes, st.text(max_size=900) | plain) | plain,
    "metadata": st.dictionaries(mimes, st.fixed_dictionaries({"width": plain})) | plain,
    **dict.fromkeys(("ename", "evalue", "traceback", "execution_count", "display_id", "wait"), plain),
}
messages = st.dictionaries(st.sampled_from(sorted(values)), st.none()).flatmap(
    lambda chosen: st.fixed_dictionaries({"kind": kinds} | {name: values[name] for name in chosen})
)


def framed(message: object) -> bytes:
    text = json.dumps(message).encode()
    return struct.pack(">I", len(text)) + text


def collected(pieces: list[tuple[bytes, bytes]]) -> Collector:
    collector = Collector(LIMITS, ("/sealed", "/course"))
    collector.begin("cell")
    with contextlib.suppress(Junk):
        for kind, content in pieces:
            collector.feed(kind, content)
    return collector


def check(collector: Collector) -> None:
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.from_dict(output) for output in collector.cells[0].outputs])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    json.dumps(collector.cells[0].outputs, allow_nan=False, ensure_ascii=False).encode("utf-8")
    assert len(str(collector.cells[0].outputs)) < 200_000


@given(st.lists(messages, max_size=6))
def test_any_message_leaves_a_valid_notebook(some):
    check(collected([(b"m", b"".join(map(framed, some)))]))


@given(st.lists(st.tuples(st.sampled_from([b"m", b"o", b"e"]), st.binary(max_size=60)), max_size=6))
def test_any_bytes_leave_a_valid_notebook(pieces):
    check(collected(pieces))


@given(st.lists(messages, max_size=3), st.integers(1, 40))
def test_where_the_bytes_are_cut_makes_no_difference(some, size):
    whole = b"".join(map(framed, some))
    parts = [(b"m", whole[i : i + size]) for i in range(0, len(whole), size)]
    assert collected(parts).cells == collected([(b"m", whole)]).cells


@pytest.mark.parametrize(
    "text", ['{"kind": "done", "x": NaN}', '{"kind": "done", "x": 1e999}', "[1]", "1", "", "{", "\xff"]
)
def test_what_is_no_message_is_junk(text: str):
    content = text.encode("latin-1")
    collector = Collector(LIMITS, ("/sealed", "/course"))
    collector.begin("cell")
    with pytest.raises(Junk, match="is no message"):
        collector.feed(b"m", struct.pack(">I", len(content)) + content)
    assert not collector.done


def test_a_message_waits_for_its_end():
    collector = collected([(b"m", framed({"kind": "done"})[:-1])])
    assert not collector.done
    collector.feed(b"m", b"}")
    assert collector.done


def test_the_copy_of_the_course_is_named_as_the_course():
    message = {"kind": "stream", "name": "stdout", "text": "File /sealed/course_lib/units.py"}
    collector = collected([(b"m", framed(message))])
    assert collector.cells[0].outputs[0]["text"] == "File /course/course_lib/units.py"


def test_a_character_that_comes_in_two_parts_is_one():
    collector = collected([(b"o", "ü".encode()[:1]), (b"o", "ü".encode()[1:])])
    assert collector.cells[0].outputs == [{"output_type": "stream", "name": "stdout", "text": "ü"}]
