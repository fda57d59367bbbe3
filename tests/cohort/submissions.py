"""What the class hands in: honest, awkward and hostile notebooks, and the points that each deserves.

Every function makes one submission out of the released notebook; its name is the student's id.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from course_lib.cohort.simulated import solutions_in
from course_lib.core.answers import to_plain
from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.question import Question
from course_lib.core.result import ANSWER_TYPE
from course_lib.study.learner import SELF_STUDY
from course_lib.units import draw_for, load_unit

UNIT = load_unit("10_model_risk_drill")
NOTEBOOK = f"{UNIT.id}.ipynb"
SOLUTIONS = solutions_in(Path(__file__).parents[2] / "assignments" / UNIT.id / NOTEBOOK)
NAMES = tuple(one.name for one in UNIT.questions)
HALF = NAMES[: len(NAMES) // 2]
REST = NAMES[len(HALF) :]
SOMEBODY_ELSE = "somebody_else"

Points = Callable[[str, Question], float]


@dataclass(frozen=True)
class Draft:
    """The released notebook before one student, and the files that they put beside it."""

    student: str
    notebook: NotebookNode
    files: dict[str, str] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return draw_for(UNIT, self.student)

    def cell(self, key: str) -> NotebookNode:
        """Return the first cell with this id."""
        return next(cell for cell in self.notebook.cells if cell.id == key)

    def checks(self, names: Iterable[str] = NAMES) -> list[NotebookNode]:
        return [self.cell(name) for name in names]

    def answer(self, name: str, source: str) -> None:
        """Put code into the answer cell of a question."""
        self.cell(f"answer_{name}").source = source

    def type_right(self, names: Iterable[str] = NAMES, case: Case | None = None) -> None:
        """Type the right answers of a case (the student's own if none is given) as figures."""
        for name in names:
            self.answer(name, typed(name, UNIT.question(name).answer(case or self.case)))

    def add(self, source: str, *, after: str | None = None, kind: str = "code") -> None:
        """Add a cell of the student's own: after the cell with this id, else before all cells."""
        place = 0 if after is None else self.notebook.cells.index(self.cell(after)) + 1
        make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}[kind]
        self.notebook.cells.insert(place, make(source))

    def drop(self, keys: Iterable[str]) -> None:
        gone = set(keys)
        self.notebook.cells = [cell for cell in self.notebook.cells if cell.id not in gone]

    def save_outputs(self, case: Case, answers: Mapping[str, object]) -> None:
        """Save under every check what `case.check` showed when these answers were given on this case."""
        for name, answer in answers.items():
            shown = grade(UNIT.question(name), answer, case)._repr_mimebundle_()
            output = nbformat.v4.new_output("execute_result", data=shown, execution_count=1)
            self.cell(name).outputs = [nbformat.from_dict(output)]


@dataclass(frozen=True)
class Submission:
    """One student's work: how it is made, what each answer must earn, which answers a person must see."""

    change: Callable[[Draft], bytes | None]
    points: Points
    flagged: frozenset[str]
    name: str

    def write(self, draft: Draft) -> dict[str, bytes]:
        """Return the files of the submission folder."""
        raw = self.change(draft)
        content = nbformat.writes(draft.notebook).encode() if raw is None else raw
        own = {name: text.encode() for name, text in draft.files.items()}
        return own | ({self.name: content} if self.name else {})

    def expected(self, student: str) -> dict[str, float]:
        return {one.name: self.points(student, one) for one in UNIT.questions}


PUNCTUAL: dict[str, Submission] = {}
LATE: dict[str, Submission] = {}
UNGRADED: list[str] = []


def hand_in(
    earns: Iterable[str] | Points = NAMES, *, flagged: Iterable[str] = (), late: bool = False, name: str = NOTEBOOK
) -> Callable[[Callable[[Draft], bytes | None]], Callable[[Draft], bytes | None]]:
    """Add a submission to the class. `earns` names the answers worth full points, or gives every answer's points."""
    full = earns if callable(earns) else frozenset(earns)

    def points(student: str, question: Question) -> float:
        return question.points if question.name in full else 0.0

    def add(change: Callable[[Draft], bytes | None]) -> Callable[[Draft], bytes | None]:
        submission = Submission(change, full if callable(full) else points, frozenset(flagged), name)
        (LATE if late else PUNCTUAL)[change.__name__] = submission
        return change

    return add


def cannot_be_graded(name: str = NOTEBOOK) -> Callable[[Callable[[Draft], bytes | None]], Callable]:
    """Add a late submission that no program can mark."""

    def add(change: Callable[[Draft], bytes | None]) -> Callable[[Draft], bytes | None]:
        UNGRADED.append(change.__name__)
        return hand_in((), late=True, name=name)(change)

    return add


def typed(name: str, value: object) -> str:
    """Return the line that gives a question this answer."""
    plain = sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
    return f"{name} = {plain!r}"


def forging(case: Case, after_run: bool) -> str:
    """Return code that displays a bundle of its own in every check cell: before the check runs, or after it.

    The bundle's answer is the variable `forged[name]`.
    """
    who = {"case": case.code, "learner": case.learner, "attempt": case.attempt}
    moment = "post_run_cell" if after_run else "pre_run_cell"
    return f"""
import re
from IPython.display import display
forged = {{}}
def bundle(name, **changed):
    record = {{"question": name, "answer": forged[name], **{who!r}, **changed}}
    display({{"text/plain": "100", {ANSWER_TYPE!r}: record}}, raw=True)
def hook(what):
    cell = getattr(what, "info", what).raw_cell
    name = re.match(r"case\\.check\\((\\w+)=", cell)
    if name and name[1] in forged:
        bundle(name[1])
get_ipython().events.register({moment!r}, hook)
"""


def worth(answers_of: Callable[[str], Case]) -> Points:
    """Return the points of the right answers of another case: what they happen to be worth on the student's own."""

    def points(student: str, question: Question) -> float:
        return grade(question, question.answer(answers_of(student)), draw_for(UNIT, student)).score

    return points


def other_case(student: str = "") -> Case:
    return draw_for(UNIT, SOMEBODY_ELSE)


def self_study_case(student: str = "") -> Case:
    return draw_for(UNIT, SELF_STUDY)


def practice_case(student: str) -> Case:
    return draw_for(UNIT, student, 1)


def right_on(case: Case) -> dict[str, object]:
    return {one.name: one.answer(case) for one in UNIT.questions}


# ------------------------------------------------------------------------------------------------ honest work


@hand_in()
def solved(draft: Draft) -> None:
    for name in NAMES:
        draft.answer(name, SOLUTIONS[name])


@hand_in(())
def blank(draft: Draft) -> None:
    """Hand in the notebook as it was released."""


@hand_in()
def figures(draft: Draft) -> None:
    draft.type_right()


@hand_in()
def named_in_a_file(draft: Draft) -> None:
    draft.files["learner.toml"] = f'learner = "{draft.student}"\n'
    draft.type_right()
    draft.save_outputs(draft.case, right_on(draft.case))


def _mistaken(which: int) -> None:
    def points(student: str, question: Question) -> float:
        mistakes = question.mistakes[which : which + 1]
        return sum(mistake.credit for mistake in mistakes) * question.points

    def change(draft: Draft) -> None:
        for one in UNIT.questions:
            for mistake in one.mistakes[which : which + 1]:
                draft.answer(one.name, typed(one.name, mistake.answer(draft.case)))

    change.__name__ = f"mistake_{which}"
    hand_in(points)(change)


MOST_MISTAKES = max(len(one.mistakes) for one in UNIT.questions)
for _which in range(MOST_MISTAKES):
    _mistaken(_which)


@hand_in()
def numpy_values(draft: Draft) -> None:
    draft.type_right()
    for one in UNIT.questions:
        draft.add(f"{one.name} = np.array({one.name})[()]", after=f"answer_{one.name}")


@hand_in(HALF)
def malformed(draft: Draft) -> None:
    draft.type_right(HALF)
    for name, source in zip(REST, ["float('nan')", "-float('inf')", "1j", "[1, 2]", "lambda: 1", "'4.9 %'"] * 2):
        draft.answer(name, f"{name} = {source}")


@hand_in()
def noisy(draft: Draft) -> None:
    draft.type_right()
    noise = "import sys, warnings, logging\nprint('note', file=sys.stderr)\nwarnings.warn('old')\nlogging.error('oh')\n"
    for name in NAMES:
        draft.answer(name, noise + draft.cell(f"answer_{name}").source)
    draft.add("import sys\nget_ipython().events.register('pre_run_cell', lambda i: print('!', file=sys.stderr))")


@hand_in()
def habits(draft: Draft) -> None:
    draft.type_right()
    draft.add("1 / 0", after="setup")
    draft.add("%matplotlib inline\n!echo hello\nimport asyncio\nawait asyncio.sleep(0.01)", after="setup")
    first = draft.cell(f"answer_{NAMES[0]}")
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()\n%time pass"
    first.source = f"{plot}\n{first.source}\nawait asyncio.sleep(0)\n!echo done"


@hand_in()
def split_cells(draft: Draft) -> None:
    """JupyterLab leaves the whole metadata on both halves of a split cell."""
    draft.type_right()
    cells = []
    for cell in draft.notebook.cells:
        cells.append(cell)
        if cell.id.startswith("answer_"):
            half = nbformat.from_dict({**cell, "id": f"{cell.id}_half"})
            cell.source, half.source = "scratch = 1", cell.source
            cells.append(half)
    draft.notebook.cells = cells


@hand_in()
def own_cells(draft: Draft) -> None:
    """Leave the answer cells alone, and answer in cells below them."""
    for name, answer in right_on(draft.case).items():
        draft.add(typed(name, answer), after=f"answer_{name}")


@hand_in()
def own_cells_alone(draft: Draft) -> None:
    """Answer in cells that stand where the answer cells were."""
    own_cells(draft)
    draft.drop(f"answer_{name}" for name in NAMES)


@hand_in()
def text_cells_as_code(draft: Draft) -> None:
    """Turn the questions' text into code, and compute there."""
    draft.type_right(HALF)
    for name, answer in right_on(draft.case).items():
        if name in REST:
            draft.cell(f"ask_{name}").cell_type = "code"
            draft.cell(f"ask_{name}").update(outputs=[], execution_count=None)
            draft.cell(f"ask_{name}").source = typed("worked_out", answer)
            draft.answer(name, f"{name} = worked_out")


@hand_in()
def moved_cells(draft: Draft) -> None:
    """Gather the checks at the end of the notebook."""
    draft.type_right()
    checks = draft.checks()
    draft.notebook.cells = [cell for cell in draft.notebook.cells if cell not in checks] + checks


@hand_in()
def old_format_4(draft: Draft) -> bytes:
    draft.type_right()
    draft.add("scratch = 1", after="setup")
    draft.notebook.nbformat_minor = 2
    for cell in draft.notebook.cells:
        del cell["id"]
    return json.dumps(draft.notebook).encode()


@hand_in()
def old_format_3(draft: Draft) -> bytes:
    draft.type_right()
    old = nbformat.convert(draft.notebook, 3)
    return json.dumps(old).encode()


@hand_in()
def another_kernel(draft: Draft) -> None:
    draft.type_right()
    draft.notebook.metadata.kernelspec = {"name": "no-such-kernel", "display_name": "x", "language": "perl"}


# ---------------------------------------------------------------------------------- cells changed by accident or not


@hand_in()
def checks_deleted(draft: Draft) -> None:
    draft.type_right()
    draft.drop(NAMES)


@hand_in(())
def answers_deleted(draft: Draft) -> None:
    draft.drop(f"answer_{name}" for name in NAMES)


@hand_in()
def cells_duplicated(draft: Draft) -> None:
    draft.type_right()
    for cell in [*draft.notebook.cells]:
        if "nbgrader" in cell.metadata:
            twin = nbformat.from_dict({**cell, "id": f"{cell.id}_twin"})
            twin.source = "pass"
            draft.notebook.cells.append(twin)


@hand_in()
def checks_as_text(draft: Draft) -> None:
    draft.type_right()
    for cell in draft.checks():
        cell.cell_type = "markdown"
        del cell["outputs"], cell["execution_count"]


@hand_in()
def locked_cells_edited(draft: Draft) -> None:
    draft.type_right()
    draft.cell("setup").source = "case = None"
    for cell in draft.checks():
        cell.source = "pass"


@hand_in(HALF)
def points_raised(draft: Draft) -> None:
    draft.type_right(HALF)
    for cell in draft.checks():
        cell.metadata.nbgrader.points = 100


@hand_in(HALF)
def newer_schema(draft: Draft) -> None:
    draft.type_right(HALF)
    for cell in draft.checks():
        cell.metadata.nbgrader.schema_version = 99


@hand_in(HALF)
def skip_tags(draft: Draft) -> None:
    draft.type_right(HALF)
    for cell in draft.checks():
        cell.metadata.tags = ["skip-execution"]


@hand_in(HALF)
def odd_metadata(draft: Draft) -> None:
    draft.type_right(HALF)
    draft.cell(NAMES[0]).metadata.nbgrader.grade_id = [NAMES[0]]
    draft.cell(NAMES[1]).metadata.nbgrader.grade_id = {"of": NAMES[1]}
    draft.cell(NAMES[2]).metadata.nbgrader = "none"
    draft.cell(NAMES[3]).metadata.nbgrader = {}


# ------------------------------------------------------------------------------------------------ code that fails


@hand_in(())
def every_answer_raises(draft: Draft) -> None:
    for name in NAMES:
        draft.answer(name, f"raise RuntimeError({name!r})")


@hand_in(NAMES[1:])
def syntax_error(draft: Draft) -> None:
    draft.type_right()
    draft.answer(NAMES[0], f"{NAMES[0]} = (")


@hand_in(NAMES[:3] + NAMES[4:])
def endless_loop(draft: Draft) -> None:
    draft.type_right()
    draft.answer(NAMES[3], "while True: pass")


@hand_in(HALF)
def stubborn_loop(draft: Draft) -> None:
    draft.type_right()
    stubborn = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    draft.answer(REST[0], stubborn)


@hand_in(HALF)
def kernel_dies(draft: Draft) -> None:
    draft.type_right()
    draft.answer(REST[0], "import os\nos._exit(1)")


@hand_in()
def leaves_by_sys_exit(draft: Draft) -> None:
    draft.type_right()
    draft.add("import sys\nsys.exit(0)", after="setup")


@hand_in(HALF)
def leaves_by_exit(draft: Draft) -> None:
    draft.type_right()
    draft.add("exit()\nimport time\ntime.sleep(1)", after=HALF[-1])


# -------------------------------------------------------------------------------- another learner's case and figures


@hand_in(worth(other_case), flagged=NAMES)
def lies_by_environment(draft: Draft) -> None:
    lie = f"import os\nos.environ['CLOSED_LOOP_LEARNER'] = os.environ['JUPYTERHUB_USER'] = {SOMEBODY_ELSE!r}"
    draft.add(lie)
    draft.type_right(case=other_case())


@hand_in(worth(other_case), flagged=NAMES)
def lies_by_file(draft: Draft) -> None:
    lie = f"""import os, pathlib
os.environ.pop("CLOSED_LOOP_LEARNER", None)
pathlib.Path("learner.toml").write_text('learner = "{SOMEBODY_ELSE}"')"""
    draft.add(lie)
    draft.type_right(case=other_case())


@hand_in(worth(other_case), flagged=NAMES)
def lies_by_name(draft: Draft) -> None:
    draft.add(f"case = open_case({UNIT.id!r}, learner={SOMEBODY_ELSE!r})", after="setup")
    draft.type_right(case=other_case())


@hand_in(worth(practice_case), flagged=NAMES)
def practised(draft: Draft) -> None:
    draft.add("case = case.practice()", after="setup")
    draft.type_right(case=practice_case(draft.student))


@hand_in(worth(other_case))
def copies_figures(draft: Draft) -> None:
    draft.files["learner.toml"] = f'learner = "{SOMEBODY_ELSE}"\n'
    draft.type_right(case=other_case())


@hand_in(worth(self_study_case), flagged=NAMES)
def self_study_figures(draft: Draft) -> None:
    draft.type_right(case=self_study_case())
    draft.save_outputs(self_study_case(), right_on(self_study_case()))


@hand_in()
def self_study_code(draft: Draft) -> None:
    solved(draft)
    draft.save_outputs(draft.case, right_on(draft.case))


# ------------------------------------------------------------------------------------------------ forged points

FULL_MARKS = "class Full:\n    def __repr__(self): return '100'\n    def _repr_html_(self): return '100'\n"


@hand_in(())
def patches_check(draft: Draft) -> None:
    draft.add(f"{FULL_MARKS}type(case).check = lambda self, **answer: Full()", after="setup")


@hand_in(HALF)
def patches_grade(draft: Draft) -> None:
    draft.type_right(HALF)
    patch = """import dataclasses, course_lib.session, course_lib.core.grading
from course_lib.core.result import Result
real = course_lib.core.grading.grade
def full(*a, **k):
    return dataclasses.replace(real(*a, **k), credit=1, kind="right")
course_lib.session.grade = course_lib.core.grading.grade = full
Result.score = property(lambda self: self.points)
Result.__repr__ = lambda self: "100"
"""
    draft.add(patch, after="setup")


def _fake_library() -> str:
    return f"""{FULL_MARKS}
class Case:
    frames = {{}}
    def __getattr__(self, name): return lambda *a, **k: Full()
def open_case(*a, **k): return Case()
def grade(*a, **k): return Full()
"""


@hand_in(())
def own_module(draft: Draft) -> None:
    draft.files["course_lib.py"] = _fake_library()


@hand_in(())
def own_package(draft: Draft) -> None:
    for part in ("", "core/", "cohort/", "keys/"):
        draft.files[f"course_lib/{part}__init__.py"] = _fake_library()
    for module in ("core/grading", "cohort/marking", "cohort/answers", "cohort/rebuild", "units"):
        draft.files[f"course_lib/{module}.py"] = _fake_library() + "def mark_notebook(*a): return {}\n"
    draft.files["sitecustomize.py"] = _fake_library()


@hand_in(())
def shadowed_libraries(draft: Draft) -> None:
    draft.type_right()
    for name in ("numpy", "pandas", "nbformat", "nbclient", "nbgrader", "nbconvert"):
        draft.files[f"{name}.py"] = "abs = lambda x: 0\nisclose = lambda *a, **k: True\n"


@hand_in(())
def objects_equal_to_anything(draft: Draft) -> None:
    yes = """class Yes(float):
    __class__ = property(lambda self: float)
    def same(self, *a): return self
    __sub__ = __rsub__ = __abs__ = __truediv__ = __mul__ = __rmul__ = same
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __hash__(self): return 0
    def __reduce__(self): return (float, (1e-7,))
    def tolist(self): return self
    item = tolist
"""
    draft.add(yes, after="setup")
    for name in NAMES:
        draft.answer(name, f"{name} = Yes(1e-7)")


@hand_in(())
def builtins_replaced(draft: Draft) -> None:
    draft.add("import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.isinstance = lambda *a: True", after="b_marks")
    for name in NAMES:
        draft.answer(name, f"{name} = 1e-7")


@hand_in(())
def kernel_says_yes(draft: Draft) -> None:
    yes = """async def do_execute(*a, **k):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
get_ipython().kernel.do_execute = do_execute"""
    draft.add(yes)


@hand_in(())
def saved_full_marks(draft: Draft) -> None:
    draft.save_outputs(draft.case, right_on(draft.case))
    for cell in draft.checks():
        cell.outputs[0].data["text/plain"] = "100"


@hand_in(())
def bundles_in_own_cells(draft: Draft) -> None:
    draft.add(forging(draft.case, after_run=False), after="setup")
    for name, answer in right_on(draft.case).items():
        line = f"forged[{name!r}] = {to_plain(answer)!r}; bundle({name!r}); forged.clear()"
        draft.answer(name, f"{name} = None\n{line}")
        draft.add(line, after=f"answer_{name}")
        draft.add(line, after=name)


@hand_in(())
def bundles_before_checks(draft: Draft) -> None:
    """The check's own bundle comes last, and the last one counts."""
    draft.add(forging(draft.case, after_run=False), after="setup")
    draft.add(f"forged |= {_plain(right_on(draft.case))!r}", after="a_frames")


@hand_in(HALF)
def bundles_after_checks(draft: Draft) -> None:
    """A forged bundle is one more way to answer: right ones earn their points, whatever else they claim."""
    draft.add(forging(draft.case, after_run=True), after="setup")
    right = _plain(right_on(draft.case))
    draft.add(f"forged |= {({name: right[name] for name in HALF})!r}", after="a_frames")
    draft.add(f"forged |= {dict.fromkeys(REST, 1e-7)!r}", after="a_frames")


def _plain(answers: Mapping[str, object]) -> dict[str, object]:
    return {name: to_plain(answer) for name, answer in answers.items()}


JUNK = (
    "float('nan')",
    "float('inf')",
    "10**400",
    "-(10**299)",
    "'9' * 1_000_000",
    "[0.5] * 1_000_000",
    "deep(50)",
    "deep(400)",
    "deep(5_000)",
    "{'a': 1, 'b': 2}",
    "{'set': [[1]]}",
    "{'array': 'text'}",
    "{'date': None}",
    "{'unsupported': '<script>alert(1)</script>'}",
    "True",
    "'<img src=x onerror=alert(1)>'",
    "[None, 1, 'x']",
)


@hand_in(())
def junk_bundles(draft: Draft) -> None:
    draft.add(forging(draft.case, after_run=True), after="setup")
    deep = "def deep(n):\n    value = 1\n    for _ in range(n): value = [value]\n    return value"
    draft.add(deep, after="setup")
    for name, source in zip(NAMES, JUNK, strict=True):
        draft.answer(name, f"{name} = None\nforged[{name!r}] = {source}")


@hand_in((), flagged=())
def junk_saved(draft: Draft) -> bytes:
    """Bundles saved in the file, on a case that nobody has, with numbers that JSON does not know."""
    junk = [float("nan"), float("-inf"), 10**400, "9" * 1_000_000, _deep(100), {"set": [[1]]}, {"x": 1, "y": 2}]
    for cell, value in zip(draft.checks(), junk * 3):
        record = {"question": cell.id, "answer": value, "case": value, "learner": value, "attempt": value}
        cell.outputs = [nbformat.from_dict(_output(record))]
    draft.checks()[-1].outputs = [nbformat.from_dict(_output([1])), nbformat.from_dict(_output(None))]
    return json.dumps(draft.notebook).encode()


@hand_in(NAMES)
def half_characters(draft: Draft) -> bytes:
    """Half of a surrogate pair in the code, in a text and in a saved bundle: no such text can be encoded."""
    draft.type_right()
    draft.add("'\ud800'", after="setup")
    draft.add("\ud800", after="setup", kind="markdown")
    record = {"question": NAMES[0], "answer": 1.0, "case": "\ud800", "learner": "\ud800", "attempt": 0}
    draft.cell(NAMES[0]).outputs = [nbformat.from_dict(_output(record))]
    return json.dumps(draft.notebook).encode()


def _output(record: object) -> dict[str, object]:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/plain": "100", ANSWER_TYPE: record},
    }


def _deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


# ------------------------------------------------------------------------------------------------ active content

ACTIVE = (
    "<script>alert('PWNED')</script>",
    "<img src=x onerror=\"alert('PWNED')\">",
    "<a href=\"javascript:alert('PWNED')\">press</a>",
    "<img src=\"https://example.org/PWNED.png\">",
    "<iframe src=\"https://example.org/PWNED\"></iframe>",
    "<svg onload=\"alert('PWNED')\"></svg>",
)


@hand_in()
def active_outputs(draft: Draft) -> None:
    draft.type_right()
    page = "".join(ACTIVE)
    show = f"from IPython.display import display\ndisplay({{'text/html': {page!r}, 'text/plain': 'x'}}, raw=True)"
    draft.add(show, after="setup")
    for kind in ("application/javascript", "image/svg+xml", "text/markdown", "text/latex"):
        draft.add(f"display({{{kind!r}: {page!r}}}, raw=True)", after="a_frames")


@hand_in()
def active_text(draft: Draft) -> None:
    draft.type_right()
    for source in (*ACTIVE, "[press](javascript:alert('PWNED'))", "![x](https://example.org/PWNED.png)"):
        draft.add(source, after="setup", kind="markdown")


# ------------------------------------------------------------------------------------------- late, and unreadable


@cannot_be_graded()
def cut_off(draft: Draft) -> bytes:
    return nbformat.writes(draft.notebook).encode()[:900]


@cannot_be_graded()
def utf_16(draft: Draft) -> bytes:
    return nbformat.writes(draft.notebook).encode("utf-16")


@cannot_be_graded()
def format_of_the_future(draft: Draft) -> None:
    draft.notebook.nbformat = 99


@cannot_be_graded()
def bottomless_metadata(draft: Draft) -> bytes:
    text = nbformat.writes(draft.notebook)
    return text.replace('"language_info"', f'"deep": {"[" * 100_000}{"]" * 100_000}, "language_info"', 1).encode()


@cannot_be_graded(name="")
def nothing(draft: Draft) -> None:
    draft.files["notes.txt"] = "see my e-mail"


@cannot_be_graded(name=f"{UNIT.id} (1).ipynb")
def renamed(draft: Draft) -> None:
    draft.type_right()


@hand_in(late=True)
def works_to_the_end(draft: Draft) -> None:
    draft.type_right()
