"""One warm box for each kind of walls, shared by the tests of a module."""

import shutil
from collections.abc import Callable, Iterator

import pytest

from course_lib.cohort.box import Backend, Box, Limits, NoIsolation, Run, choose_backend
from course_lib.cohort.box.inside.walls import SCOPED, landlock_version

PRELOAD = (
    "numpy",
    "pandas",
    "matplotlib",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "course_lib.units:load_unit:10_model_risk_drill",
)
TIGHT = Limits(
    cell_cpu_seconds=1,
    cell_wall_seconds=20,
    notebook_cpu_seconds=8,
    notebook_wall_seconds=90,
    memory_bytes=700 << 20,
    processes=24,
    file_bytes=8 << 20,
    folder_bytes=24 << 20,
    folder_files=400,
    output_bytes_cell=50_000,
    output_bytes=4 << 20,
    message_bytes=1 << 20,
)


def backend(name: str) -> Backend:
    """Return the walls of this name; skip only where the kernel or the machine has none."""
    if name == "bubblewrap" and shutil.which("bwrap") is None:
        pytest.skip("bubblewrap is not installed")
    if name == "landlock" and landlock_version() < SCOPED:
        pytest.skip(f"this kernel's Landlock has version {landlock_version()}, {SCOPED} is needed")
    try:
        return choose_backend(name)
    except NoIsolation as problem:
        if name == "bubblewrap":
            pytest.skip(f"bubblewrap is installed, but may not make namespaces here: {problem}")
        raise


@pytest.fixture(scope="session", params=["landlock", "bubblewrap"])
def walls(request: pytest.FixtureRequest) -> Backend:
    return backend(request.param)


@pytest.fixture(scope="session")
def box(walls: Backend) -> Iterator[Box]:
    with Box(walls, PRELOAD) as one:
        yield one


@pytest.fixture(scope="session")
def tight(walls: Backend) -> Iterator[Box]:
    """A box with little room, for what wants too much."""
    with Box(walls, PRELOAD, TIGHT) as one:
        yield one


@pytest.fixture(scope="session")
def impatient(walls: Backend) -> Iterator[Box]:
    """A box that does not wait."""
    with Box(walls, (), Limits(cell_wall_seconds=1.5, notebook_wall_seconds=12)) as one:
        yield one


@pytest.fixture
def said(box: Box) -> Callable[..., str]:
    """Run one cell; return what it printed, and what went wrong in it."""

    def say(source: str, **more: object) -> str:
        run = box.run([("cell", source)], **more)
        assert run.stopped == "", run
        return text_of(run)

    return say


def text_of(run: Run) -> str:
    """Return what a run printed and showed as text, errors by name and sentence."""
    parts = []
    for cell in run.cells:
        for output in cell.outputs:
            if output["output_type"] == "error":
                parts.append(f"{output['ename']}: {output['evalue']}\n")
            else:
                parts.append(output.get("text") or output["data"].get("text/plain", ""))
    return "".join(parts)
