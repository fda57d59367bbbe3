"""Hostile submissions: another learner's figures, code that would mark itself, active content."""

from collections.abc import Callable

from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.question import Question
from course_lib.study.learner import SELF_STUDY

from .submissions import HALF, NAMES, SOLUTIONS, UNIT, Draft, Points, Submission, case_of, right_on, roster

SOMEBODY_ELSE = "neighbour"
HOSTILE: dict[str, Submission] = {}
hand_in = roster(HOSTILE)


def worth(answers_of: Callable[[str], Case]) -> Points:
    """Return the points of the right answers of another case: what they happen to be worth on the student's own."""

    def points(student: str, question: Question) -> float:
        answers = right_on(answers_of(student))
        return grade(question, answers[question.name], case_of(student), answers).score

    return points


def other_case(student: str = "") -> Case:
    return case_of(SOMEBODY_ELSE)


def self_study_case(student: str = "") -> Case:
    return case_of(SELF_STUDY)


def practice_case(student: str) -> Case:
    return case_of(student, 1)


# ------------------------------------------------------------------------------- another learner's case and figures


@hand_in(worth(other_case), worked_on=other_case)
def lies_by_environment(draft: Draft) -> None:
    lie = f"import os\nos.environ['CLOSED_LOOP_LEARNER'] = os.environ['JUPYTERHUB_USER'] = {SOMEBODY_ELSE!r}"
    draft.add(lie)
    draft.type_right(case=other_case())


@hand_in(worth(other_case), worked_on=other_case)
def lies_by_file(draft: Draft) -> None:
    lie = f"""import os, pathlib
os.environ.pop("CLOSED_LOOP_LEARNER", None)
pathlib.Path("learner.toml").write_text('learner = "{SOMEBODY_ELSE}"')"""
    draft.add(lie)
    draft.type_right(case=other_case())


@hand_in(worth(other_case), worked_on=other_case)
def lies_by_name(draft: Draft) -> None:
    draft.add(f"case = open_case({UNIT.id!r}, learner={SOMEBODY_ELSE!r})", after="setup")
    draft.type_right(case=other_case())


@hand_in(worth(practice_case), worked_on=practice_case)
def practised(draft: Draft) -> None:
    draft.add("case = case.practice()", after="setup")
    draft.type_right(case=practice_case(draft.student))


@hand_in(worth(other_case))
def copies_figures(draft: Draft) -> None:
    draft.files["learner.toml"] = f'learner = "{SOMEBODY_ELSE}"\n'
    draft.type_right(case=other_case())


@hand_in(worth(self_study_case), worked_on=self_study_case)
def self_study_values(draft: Draft) -> None:
    draft.type_right(case=self_study_case())
    draft.save_outputs(self_study_case(), right_on(self_study_case()))


@hand_in(worked_on=self_study_case)
def self_study_code(draft: Draft) -> None:
    """Code finds the student's own figures when it runs again: nothing is left for a person to decide."""
    for name in NAMES:
        draft.answer(name, SOLUTIONS[name])
    draft.save_outputs(self_study_case(), right_on(self_study_case()))


# ------------------------------------------------------------------------------------------ code that would mark itself


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
    yes = """import builtins
builtins.abs = lambda value: 0
class Yes(float):
    __class__ = property(lambda self: float)
    def same(self, *a): return self
    __sub__ = __rsub__ = __abs__ = __truediv__ = __mul__ = __rmul__ = same
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __hash__(self): return 0
    def __reduce__(self): return (float, (1e9,))
    def tolist(self): return self
    item = tolist
"""
    draft.add(yes, after="setup")
    for name in NAMES:
        draft.answer(name, f"{name} = Yes(1e9)")


@hand_in(())
def kernel_says_yes(draft: Draft) -> None:
    yes = """async def do_execute(*a, **k):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
get_ipython().kernel.do_execute = do_execute"""
    draft.add(yes)


# --------------------------------------------------------------------------------------------------- active content


ACTIVE = (
    "<script>alert('PWNED')</script>",
    "<img src=x onerror=\"alert('PWNED')\">",
    "<a href=\"javascript:alert('PWNED')\">press</a>",
    '<img src="https://example.org/PWNED.png">',
    '<iframe src="https://example.org/PWNED"></iframe>',
    "<svg onload=\"alert('PWNED')\"></svg>",
)


@hand_in()
def active_content(draft: Draft) -> None:
    draft.type_right()
    page = "".join(ACTIVE)
    for kind in ("text/html", "application/javascript", "image/svg+xml", "text/markdown", "text/latex"):
        draft.add(f"from IPython.display import display\ndisplay({{{kind!r}: {page!r}}}, raw=True)", after="setup")
    for source in (*ACTIVE, "[press](javascript:alert('PWNED'))", "![x](https://example.org/PWNED.png)"):
        draft.add(source, after="setup", kind="markdown")
        draft.add(source, after="setup", kind="raw")
