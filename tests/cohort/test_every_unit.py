"""Every unit through the command line: a right, a mistaken and a blank learner get the marks of `grade`.

`course grade` gives the same rows and the same notebooks as nbgrader.
"""

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy.orm import close_all_sessions

from course_lib.cohort.simulated import expected_marks, simulated_class, solutions_in, submission
from course_lib.units import UNITS, load_unit

from .conftest import ROOT, copy_of, new_course
from .equality import graded_files, rows, scrubbed

pytestmark = pytest.mark.cohort
LEARNERS = ("ada", "eli1", "hana")


@pytest.mark.parametrize("unit_id", [unit_id for unit_id in UNITS if unit_id != "10_model_risk_drill"])
def test_nbgrader_gives_the_marks_that_grade_gives(tmp_path, unit_id):
    unit, course = load_unit(unit_id), new_course(tmp_path / "course")
    people = simulated_class(unit, solutions_in(ROOT / "assignments" / unit_id / f"{unit_id}.ipynb"))
    chosen = [person for person in people if person.name in LEARNERS]
    assert len(chosen) == len(LEARNERS)
    for person in chosen:
        folder = course.folder / "submitted" / person.name / unit_id
        folder.mkdir(parents=True)
        released = ROOT / "release" / unit_id / f"{unit_id}.ipynb"
        nbformat.write(submission(released, unit, person), folder / released.name)
    assert course.nbgrader("generate_assignment", unit_id).returncode == 0
    ours = copy_of(course, tmp_path / "ours")
    done = course.nbgrader("autograde", unit_id)
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        for person in chosen:
            notebook = gradebook.find_submission_notebook(unit_id, unit_id, person.name)
            got = {grade.name: grade.score for grade in notebook.grades}
            assert got == pytest.approx(expected_marks(unit, person)), person.what
    close_all_sessions()
    graded = ours.grade(unit_id=unit_id)
    assert graded.returncode == 0, graded.stdout + graded.stderr
    assert rows(ours.folder) == rows(course.folder)
    assert graded_files(ours.folder) == graded_files(course.folder)
    for path in sorted(course.folder.glob("autograded/*/*/*.ipynb")):
        assert scrubbed(ours.folder / path.relative_to(course.folder)) == scrubbed(path), path
    assert sum(expected_marks(unit, chosen[0]).values()) == 100
