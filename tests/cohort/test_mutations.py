"""500 changes made at random to a submission's JSON: every one is graded or refused with a sentence."""

import copy
import json
import random
import re
from collections.abc import Iterator

import nbformat
import pytest

from course_lib.cohort import judge
from course_lib.cohort.box import Run
from course_lib.cohort.intake import Submission
from course_lib.cohort.judge import Grader
from course_lib.cohort.prepare import prepare
from course_lib.cohort.supervise import ALL_GRADED, SOMEBODY_UNGRADED, grade

from .conftest import Course, copy_of
from .equality import rows
from .submissions import NAMES, UNIT, right_on

COUNT, RUN_FOR_REAL = 500, 40
ODD = (
    None,
    True,
    -1,
    0,
    1e308,
    10**400,
    "",
    "\ud800",
    "x" * 100_000,
    [],
    {},
    [[]],
    {"a": {}},
    ["x"],
    {"grade_id": "x"},
)


class NothingRuns:
    """Stands in for the box where only the reading and the marking are of interest."""

    def run(self, cells: object, *, environment: object, files: object) -> Run:
        return Run((), "")


@pytest.fixture(scope="module")
def grader(released: Course) -> Grader:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "choose_backend", lambda wanted=None: None)
        grader = Grader(prepare(released.folder, UNIT.id))
    grader.box = NothingRuns()
    return grader


def honest(released: Course, student: str) -> dict:
    draft = released.draft(student)
    draft.type_right()
    draft.save_outputs(draft.case, right_on(draft.case))
    return json.loads(nbformat.writes(draft.notebook))


def mutated(notebook: dict, seed: int) -> bytes:
    """Return the notebook with one to four changes: to values, keys, cells, or to the bytes of the file."""
    rng = random.Random(seed)
    changed = copy.deepcopy(notebook)
    for _ in range(rng.randint(1, 4)):
        holder, key = rng.choice(list(_places(changed)))
        way = rng.randrange(5)
        if way == 0:
            holder[key] = copy.deepcopy(rng.choice(ODD))
        elif way == 1:
            del holder[key]
        elif way == 2 and isinstance(holder, dict):
            holder[rng.choice([key.upper(), f" {key}", "id", "nbgrader", "cell_type"])] = holder.pop(key)
        elif way == 3 and isinstance(holder, list):
            holder.insert(rng.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
        else:
            holder[key] = copy.deepcopy(rng.choice(list(_places(changed)))[0])
        if not changed:
            break
    content = json.dumps(changed, default=str).encode()
    if seed % 5 == 0:
        place = rng.randrange(len(content))
        content = content[:place] + rng.randbytes(rng.randint(0, 4)) + content[place + rng.randint(0, 9) :]
    return content


def _places(value: object) -> Iterator[tuple[dict | list, object]]:
    """Yield everything in a notebook as its holder and its key or number."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        yield value, key
        yield from _places(part)


def test_every_mutation_is_graded_or_refused_with_a_sentence(released: Course, grader: Grader):
    notebook, refused = honest(released, "ada"), 0
    for seed in range(COUNT):
        outcome = grader.grade(Submission("ada", mutated(notebook, seed), {}))
        if outcome.refused:
            refused += 1
            assert re.fullmatch(r"Refused: .+\.", outcome.refused), seed
            continue
        graded = nbformat.reads(outcome.notebook, as_version=4)
        nbformat.validate(graded)
        assert list(outcome.scores) == list(NAMES), seed
        assert set(outcome.scores.values()) == {0.0}, seed  # nothing ran, and what was saved earns nothing
    assert 0.05 * COUNT < refused < 0.7 * COUNT


@pytest.mark.cohort
def test_a_class_of_mutations_goes_to_its_end(released: Course, tmp_path, capsys):
    course, names = copy_of(released, tmp_path / "course"), [f"m{seed}" for seed in range(RUN_FOR_REAL)]
    for seed, name in enumerate(names):
        folder = course.folder / "submitted" / name / UNIT.id
        folder.mkdir(parents=True)
        (folder / f"{UNIT.id}.ipynb").write_bytes(mutated(honest(released, name), seed))
    assert grade(course.folder, UNIT.id, workers=2) in (ALL_GRADED, SOMEBODY_UNGRADED)
    graded = {path.parents[1].name for path in course.folder.glob("autograded/*/*/*.ipynb")}
    marks = rows(course.folder)["grades"]
    assert {row[0] for row in marks} == set(names)
    for name in names:
        total = sum(row[2] for row in marks if row[0] == name)
        assert total >= 50 if name in graded else total == 0
    assert len(graded) > RUN_FOR_REAL / 5
