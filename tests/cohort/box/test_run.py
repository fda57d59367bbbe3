"""What a notebook does in the box: cells, outputs, files, environment."""

from course_lib.cohort.box import Box

from .conftest import text_of


def test_cells_share_a_namespace_and_are_numbered_as_they_run(box: Box):
    run = box.run([("a", "x = 1"), ("blank", "  \n"), ("b", "x + 1"), ("c", "In[-1]")])
    assert run.stopped == ""
    assert [(cell.id, cell.execution_count) for cell in run.cells] == [("a", 1), ("b", 2), ("c", 3)]
    assert run.cells[1].outputs == [
        {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 2}
    ]
    assert run.cpu_seconds > 0


def test_an_error_does_not_end_the_run(box: Box):
    run = box.run([("a", "1 / 0"), ("b", "print('on')"), ("c", "import sys; sys.exit(3)"), ("d", "print('further')")])
    assert run.stopped == ""
    assert run.cells[0].outputs[0]["ename"] == "ZeroDivisionError"
    assert [run.cells[i].outputs[0]["text"] for i in (1, 3)] == ["on\n", "further\n"]


def test_runs_do_not_see_each_other(box: Box):
    box.run([("a", "import builtins, os; builtins.mine = 1; os.environ['MINE'] = '1'; open('mine', 'w').close()")])
    run = box.run([("a", "import builtins, os; hasattr(builtins, 'mine'), 'MINE' in os.environ, os.listdir()")])
    assert text_of(run) == "(False, False, [])"


def test_files_and_environment_are_there(said):
    files = {"data/figures.csv": b"a\n1\n", "learner.toml": b"x"}
    code = "import os; print(sorted(os.listdir()), open('data/figures.csv').read(), os.environ['WHO'])"
    assert said(code, files=files, environment={"WHO": "ada"}) == "['data', 'learner.toml'] a\n1\n ada\n"


def test_lines_for_the_shell_magics_and_await_work(said):
    assert said("!echo one; echo two >&2") == "one\r\ntwo\r\n"
    assert said("found = !echo one\nfound") == "['one']"
    assert said("import asyncio\nawait asyncio.sleep(0)\nprint('awaited')") == "awaited\n"
    assert said("import asyncio\nasyncio.run(asyncio.sleep(0))").startswith("RuntimeError: asyncio.run() cannot be")
    assert said("%%capture text\nprint('kept')") == ""
    assert "Wall time" in said("%time 1")


def test_what_programs_write_comes_through(said):
    assert said("import os\nfor i in range(300): os.system('echo $((6 * 7))')", environment={}) == "42\n" * 300


def test_input_is_refused(said):
    assert said("input('name')").startswith("StdinNotImplementedError")


def test_a_long_traceback_comes_out(said):
    assert said("def f(): return f()\nf()").startswith("RecursionError: maximum recursion depth exceeded")
    source = "names = ', '.join(f'x{i}' for i in range(40000))\nraise ValueError(names)"
    assert said(source).startswith("ValueError: x0, x1")


def test_a_notebook_finds_only_what_it_imports(said):
    """The libraries are in memory already, and must not look like it."""
    assert (
        said("import sys\n[name for name in ('numpy', 'pandas', 'matplotlib', 'scipy') if name in sys.modules]") == "[]"
    )
    assert said("import matplotlib\nhasattr(matplotlib, 'pyplot'), hasattr(matplotlib, 'cbook')") == "(False, True)"
    assert said("import matplotlib.pyplot, sys\nmatplotlib.pyplot is sys.modules['matplotlib.pyplot']") == "True"
    assert said("numpy").startswith("NameError")
    assert said("import pandas, numpy\npandas.Series([1]).values.__class__ is numpy.ndarray") == "True"


def test_random_numbers_differ_from_run_to_run(said):
    code = "import numpy, random\nrandom.random(), numpy.random.rand(), numpy.random.default_rng().random()"
    one, two = (said(code).strip("()").split(",") for _ in range(2))
    assert not set(one) & set(two)
