"""Where no walls can be raised, nobody is graded."""

import subprocess
import sys

import pytest

from course_lib.cohort.supervise import NOT_RUN
from tests.cohort.box.test_fails_closed import FORBID
from tests.cohort.conftest import Course, copy_of
from tests.cohort.submissions import UNIT

from .forging import FORGING

pytestmark = pytest.mark.cohort


def test_without_walls_the_class_is_refused_with_a_sentence(released: Course, tmp_path):
    """As in a container without bubblewrap whose filter denies Landlock."""
    course = copy_of(released, tmp_path / "course")
    course.hand_in({"writes_its_own_mark": FORGING["writes_its_own_mark"]})
    forbid = FORBID.partition("from course_lib.cohort.box import")[0]
    code = f"{forbid}from course_lib.cli import main\nsys.argv[1:] = ['grade', {UNIT.id!r}]\nsys.exit(main())"
    environment = course.environment() | {"PATH": "/nowhere"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=course.folder, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (NOT_RUN, "")
    said = " ".join(done.stdout.split())
    assert said.startswith("A learner's code cannot be walled in here: bubblewrap (bwrap) is not installed")
    assert said.endswith("Nothing was run.")
    assert not (course.folder / "autograded").exists()
