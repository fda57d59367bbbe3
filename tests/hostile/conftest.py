"""Each class is graded once within each kind of walls that this machine has."""

from functools import cache

import pytest

from tests.cohort.box.conftest import backend
from tests.cohort.conftest import released, tools  # noqa: F401  (fixtures)

from .classes import CLASSES
from .verdict import Verdict, judge

# Files and pages have nothing to do with the walls: they are graded within the first kind alone.
BY_WALLS = {("slow", "landlock"): ("stopping",)}


@cache
def _judged(class_name: str, walls: str) -> Verdict:
    return judge(CLASSES[class_name], walls, only=BY_WALLS.get((class_name, walls), ()), pages=walls == "bubblewrap")


@pytest.fixture
def judged():
    """Return what came of a class; skip where this machine cannot raise the walls."""

    def find(class_name: str, walls: str) -> Verdict:
        backend(walls)
        return _judged(class_name, walls)

    return find


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every case of the module's class a test of its own for each kind of walls."""
    if "case" not in metafunc.fixturenames:
        return
    one = CLASSES[metafunc.module.CLASS]
    found = []
    for walls in ("bubblewrap", "landlock"):
        groups = BY_WALLS.get((one.name, walls), one.groups)
        names = [name for group in groups for name in one.groups[group]]
        found += [(walls, name) for name in ["the run", *one.neighbours, *names]]
    metafunc.parametrize(("walls", "case"), found, ids=[f"{walls}-{name}" for walls, name in found])
