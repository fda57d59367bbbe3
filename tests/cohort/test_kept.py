"""What a run keeps of a submission, and how much time it may take."""

import nbformat
from traitlets.config import Config

from course_lib.cohort.box import Limits
from course_lib.cohort.judge import _beside, _kept, _written, limits_of


def test_all_limits_follow_nbgraders_time_for_a_cell():
    config = Config()
    assert limits_of(config) == Limits(notebook_wall_seconds=240)
    config.ExecutePreprocessor.timeout = 5
    short = limits_of(config)
    assert (short.cell_cpu_seconds, short.cell_wall_seconds) == (5, 25)
    assert (short.notebook_cpu_seconds, short.notebook_wall_seconds) == (30, 40)


def test_the_instructors_files_keep_their_place():
    given = {"data/rates.csv": b"given", "notes.txt": b"given"}
    submitted = {"data": b"x", "notes.txt": b"x", "notes.txt/deep": b"x", "own.txt": b"x", "data/own.csv": b"x"}
    assert _beside(submitted, given) == {**given, "own.txt": b"x", "data/own.csv": b"x"}


def test_the_smallest_files_are_kept_and_the_rest_is_told():
    kept, notes = _kept({"a": bytes(9), "b\n": bytes(30), "given": bytes(99)}, {"given": bytes(99)}, 20)
    assert set(kept) == {"a", "given"}
    assert notes == ("b? was not kept: a submission may take 2 MB.",)


def test_a_notebook_is_written_within_two_megabytes():
    notebook = nbformat.v4.new_notebook()
    for size in (100, 400_000, 399_000, 398_000):  # each character takes six in the file
        output = nbformat.v4.new_output("stream", name="stdout", text="\x01" * size)
        notebook.cells.append(nbformat.v4.new_code_cell("x", outputs=[output]))
    text = _written(notebook)
    assert len(text.encode()) <= 2_000_000
    assert text.count("was left out") == 3
