"""Submissions without a right answer that want points nevertheless."""

import nbformat

from course_lib.cohort.answers import RESULT_TYPE
from course_lib.core.result import ANSWER_TYPE
from tests.cohort.submissions import HALF, NAMES, UNIT, Draft, Submission, roster

from .helpers import act, first_wrong_then

FORGING: dict[str, Submission] = {}
hand_in = roster(FORGING)


@hand_in(())
def checks_to_be_skipped(draft: Draft) -> None:
    draft.type_wrong()
    for cell in draft.notebook.cells:
        cell.metadata.tags = ["skip-execution", "remove-cell", "hide-input"]


@hand_in(())
def equal_to_anything(draft: Draft) -> None:
    source = """
class Any(float):
    def same(self, *others): return self
    __sub__ = __rsub__ = __abs__ = __truediv__ = __mul__ = __rmul__ = __neg__ = __round__ = same
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __hash__(self): return 0
"""
    first_wrong_then(draft, source)
    for name in NAMES:
        draft.answer(name, f"{name} = Any(-7777.5)")


@hand_in(())
def code_rewritten_before_it_runs(draft: Draft) -> None:
    source = """
import ast
class Rewrite(ast.NodeTransformer):
    def visit_Call(self, node):
        return ast.Constant("100") if isinstance(node.func, ast.Attribute) and node.func.attr == "check" else node
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Rewrite())
get_ipython().input_transformers_post.append(lambda lines: ["100"] if "check(" in "".join(lines) else lines)
"""
    first_wrong_then(draft, source)


@hand_in(())
def result_before_the_check(draft: Draft) -> None:
    source = f"""
from IPython.display import display
def early(info):
    told = {{"kind": "right", "sentence": "Right", "notes": [], "credit": 1, "score": 100, "points": 100}}
    display({{"text/plain": "100", {RESULT_TYPE!r}: told}}, raw=True)
    get_ipython().displayhook(100)
    os._exit
get_ipython().events.register("pre_run_cell", early)
get_ipython().events.register("post_run_cell", lambda result: early(None))
"""
    first_wrong_then(draft, source)


@hand_in(())
def library_patched(draft: Draft) -> None:
    source = """
import dataclasses, course_lib.session, course_lib.core.grading, course_lib.core.answers, course_lib.core.result
def full(question, *rest, **named):
    return course_lib.core.result.Result(question.name, "right", 1.0, question.points, "Right.", 1, case.code,
                                         case.learner, case.attempt)
course_lib.session.grade = course_lib.core.grading.grade = full
course_lib.core.answers.to_plain = lambda value: {"right": True}
course_lib.core.result.Result.score = 100
"""
    first_wrong_then(draft, source)


@hand_in(())
def builtins_patched(draft: Draft) -> None:
    source = """
import builtins, math, json
builtins.abs = lambda value: 0
builtins.isinstance = lambda *pair: True
builtins.callable = builtins.all = builtins.any = lambda *values: True
math.isclose = math.isfinite = lambda *values, **named: True
json.dumps = lambda *values, **named: "100"
"""
    first_wrong_then(draft, source)


@hand_in(())
def steals_the_solution(draft: Draft) -> None:
    source = """
for text in texts("assignments/*/*.ipynb", "source/*/*.ipynb", "../assignments/*/*.ipynb"):
    try:
        cells = json.loads(text)["cells"]
    except ValueError:
        continue
    for cell in cells:
        if "BEGIN SOLUTION" in "".join(cell["source"]):
            try: exec("".join(cell["source"]), globals())
            except Exception: pass
stolen = {name: globals()[name] for name in dir() if not name.startswith("_")}
"""
    first_wrong_then(draft, source)
    for name in NAMES:
        draft.answer(name, f"{name} = stolen.get({name!r}, -7777.5)")


@hand_in(())
def steals_the_keys(draft: Draft) -> None:
    source = f"""
stolen = {{}}
import importlib
for place in [str(LIBRARY), str(COURSE), str(COURSE.parent), *sys.path]:
    sys.path.insert(0, place)
    for name in [name for name in sys.modules if name.startswith("course_lib")]:
        del sys.modules[name]
    try:
        unit = importlib.import_module("course_lib.units").load_unit({UNIT.id!r})
        importlib.import_module("course_lib.keys")
        stolen |= {{one.name: one.answer(case.case) for one in unit.questions}}
    except BaseException as problem:
        print(type(problem).__name__)
"""
    first_wrong_then(draft, source)
    for name in NAMES:
        draft.answer(name, f"{name} = stolen.get({name!r}, -7777.5)")


@hand_in(())
def writes_its_own_mark(draft: Draft) -> None:
    source = """
import sqlite3
for path in [COURSE / "gradebook.db", *COURSE.glob("*.db"), "/proc/1/cwd/gradebook.db"]:
    try:
        with sqlite3.connect(path, timeout=2) as book:
            book.execute("update grade set manual_score = 100, needs_manual_grade = 0")
            print("WRITTEN")
    except Exception as problem:
        print(type(problem).__name__)
"""
    first_wrong_then(draft, source)


@hand_in(())
def library_of_its_own(draft: Draft) -> None:
    draft.type_wrong()
    fake = "def __getattr__(name): return lambda *a, **k: 100\n"
    for name in ("__init__", "session", "units", "core/__init__", "core/grading", "cohort/__init__", "cohort/judge"):
        draft.files[f"course_lib/{name}.py"] = fake
    for name in ("sitecustomize", "usercustomize", "nbgrader_config", "conftest", "IPython/__init__"):
        draft.files[f"{name}.py"] = fake


@hand_in(())
def not_a_number(draft: Draft) -> None:
    for name in NAMES:
        draft.answer(name, f"{name} = float('nan')")


@hand_in(())
def shell_that_runs_nothing(draft: Draft) -> None:
    source = """
from types import SimpleNamespace
done = SimpleNamespace(success=True, error_in_exec=None, error_before_exec=None, result=100, info=None)
async def nothing(*a, **k): return done
shell = get_ipython()
shell.run_cell, shell.run_cell_async = lambda *a, **k: done, nothing
type(shell).run_cell = lambda *a, **k: done
"""
    first_wrong_then(draft, source)


@hand_in(())
def copies_of_the_checks(draft: Draft) -> None:
    draft.type_wrong()
    twins = [nbformat.from_dict({**cell, "id": f"{cell.id}-twin", "source": "100"}) for cell in draft.checks()]
    draft.notebook.cells = [*twins, *draft.notebook.cells, *twins]


@hand_in(())
def checks_taken_away(draft: Draft) -> None:
    draft.type_wrong()
    draft.drop(NAMES)


@hand_in()
def points_raised(draft: Draft) -> None:
    """The answers are right: 100 points, not thousands."""
    draft.type_right()
    for cell in draft.checks():
        cell.metadata.nbgrader.points = 100


@hand_in(())
def marks_saved_in_the_file(draft: Draft) -> None:
    draft.type_wrong()
    for cell in draft.checks():
        told = {"kind": "right", "sentence": "Right.", "notes": []}
        data = {"text/plain": "100", RESULT_TYPE: told}
        cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]


@hand_in(())
def answer_that_looks_up_the_stack(draft: Draft) -> None:
    """Whoever asks the object for its value shows it their own variables: a question, a case, an expected value."""
    source = """
import gc
class Curious:
    def look(self):
        frame = sys._getframe(1)
        places = []
        while frame is not None:
            places += [*frame.f_locals.values(), *frame.f_globals.values()]
            frame = frame.f_back
        for one in [*places, *gc.get_objects()]:
            answer = getattr(type(one), "answer", None) and getattr(one, "answer", None)
            if callable(answer) and hasattr(one, "points"):
                try: return answer(case.case)
                except Exception: pass
            if type(one) is dict and "expected" in one: return one["expected"]
        return -7777.5
    shape = property(lambda self: (self.look(), ())[1])
    dtype = property(lambda self: "float64")
    def item(self): return self.look()
    tolist = __float__ = __index__ = __int__ = look
"""
    first_wrong_then(draft, source)
    for name in NAMES:
        draft.answer(name, f"{name} = Curious()")


@hand_in(())
def one_kind_pretends_to_be_another(draft: Draft) -> None:
    source = """
class Sly:
    __class__ = property(lambda self: float)
    def __getattr__(self, name): return lambda *a, **k: True
    def __sub__(self, other): return 0.0
    def __float__(self): return -7777.5
    def __repr__(self): return "-7777.5"
    def __reduce__(self): return (eval, ("100",))
    def __eq__(self, other): return True
    def __hash__(self): return 1
"""
    first_wrong_then(draft, source)
    for name in NAMES:
        draft.answer(name, f"{name} = Sly()")


# ------------------------------------------------------------------------------------------- at the grader's own pipe

PIPE = """
import struct
def say(**message):
    text = json.dumps(message).encode()
    os.write(4, struct.pack(">I", len(text)) + text)
"""


@hand_in(())
def marks_sent_down_the_pipe(draft: Draft) -> None:
    source = f"""
told = {{"kind": "right", "sentence": "Right.", "notes": [], "score": 100}}
for number in range(40):
    say(kind="execute_result", data={{"text/plain": "100", {RESULT_TYPE!r}: told}}, metadata={{}}, execution_count=1)
    say(kind="done")
"""
    first_wrong_then(draft, PIPE + source)


@hand_in(())
def answers_sent_ahead_and_behind(draft: Draft) -> None:
    """A process that stays behind sends records without end: of these, only what falls into a check is an answer."""
    source = f"""
if os.fork() == 0:
    for number in range(20_000):
        record = {{"question": "nothing", "answer": 1, "score": 100, "points": 100, "credit": 1}}
        say(kind="display_data", data={{{ANSWER_TYPE!r}: record}}, metadata={{}})
    os._exit(0)
"""
    first_wrong_then(draft, PIPE + source)


@hand_in(())
def record_with_a_mark(draft: Draft) -> None:
    source = f"""
from IPython.display import display
def forge(result):
    name = result.info.raw_cell.partition("check(")[2].partition("=")[0]
    record = {{"question": name, "answer": {{"right": 1}}, "score": 100, "credit": 1, "kind": "right", "points": 1e9,
              "case": case.code, "learner": "../../" + case.learner, "attempt": True}}
    display({{"text/plain": "100", {ANSWER_TYPE!r}: record}}, raw=True)
get_ipython().events.register("post_run_cell", forge)
"""
    first_wrong_then(draft, source)


ODD_ANSWERS = (
    "{'fields': {str(n): ['x' * 1999] * 90 for n in range(90)}}",
    "10 ** 5000",
    "{'fields': {'fields': {'fields': {}}}}",
    "{'not_finite': 'nan'}",
    "'\\u202e100'",
    "{'array': [float(n) for n in range(100)]}",
    "[[]]",
    "{'datetime': '9999-12-31T23:59:59-23:59'}",
    "{'date': '0001-01-01'}",
    "True",
    "-0.0",
    "1e-320",
    "{'__class__': 'Result', 'credit': 1}",
    "['__import__(\"os\")'] * 100",
    "'{0.__class__}'",
    "'9' * 2000",
)


@hand_in(())
def odd_records(draft: Draft) -> None:
    """Records of unusual size, depth and kind, each below the check of a question."""
    source = f"""
from IPython.display import display
odd = {{}}
def forge(result):
    name = result.info.raw_cell.partition("check(")[2].partition("=")[0]
    if name in odd:
        record = {{"question": name, "answer": odd[name], "case": 7, "learner": None, "attempt": -1}}
        display({{"text/plain": "100", {ANSWER_TYPE!r}: record}}, raw=True)
get_ipython().events.register("post_run_cell", forge)
"""
    first_wrong_then(draft, source)
    for number, name in enumerate(NAMES):
        draft.answer(name, f"{name} = None\nodd[{name!r}] = {ODD_ANSWERS[number % len(ODD_ANSWERS)]}")


@hand_in(())
def names_that_look_alike(draft: Draft) -> None:
    """Cells that bear a check's name in other letters, or its id a second time, and show full marks."""
    draft.type_wrong()
    for name in NAMES:
        wide = name.translate({ord(letter): ord(letter) + 0xFEE0 for letter in "abcdefghijklmnopqrstuvwxyz"})
        for key in (wide, name.upper(), f" {name}", f"{name}\u200b", name):
            cell = nbformat.v4.new_code_cell("100")
            cell.id = name if key == name else f"x{len(draft.notebook.cells)}"
            cell.metadata.nbgrader = {**draft.cell(name).metadata.nbgrader, "grade_id": key}
            draft.notebook.cells.append(cell)


@hand_in(HALF)
def answer_cells_that_grade(draft: Draft) -> None:
    """Right answers to one half; the other half of the answer cells claims to be a graded cell."""
    draft.type_right(HALF)
    for name in NAMES:
        if name not in HALF:
            draft.cell(f"answer_{name}").metadata.nbgrader |= {"grade": True, "points": 100, "locked": True}
            draft.answer(name, "100")


@hand_in(())
def spoils_the_next_one(draft: Draft) -> None:
    """Leave a library, start-up files and a changed module for whoever comes next."""
    source = """
places = [Path.cwd(), Path.home(), *map(Path, sys.path), Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"), Path("..")]
places += [Path.home() / ".ipython/profile_default/startup", HOME / ".ipython/profile_default/startup", COURSE, LIBRARY]
places += [Path(sys.modules["course_lib"].__file__).parent, Path(sys.prefix)]
for place in places:
    for name in ("sitecustomize.py", "numpy.py", "left-by-somebody.py", "course_lib/__init__.py", "keys/__init__.py"):
        try:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text("raise SystemExit('spoilt')")
        except OSError: pass
import numpy, pandas
numpy.mean = pandas.DataFrame.__getitem__ = None
"""
    draft.type_wrong()
    act(draft, source, after=NAMES[-1])


@hand_in(())
def case_of_its_own(draft: Draft) -> None:
    """Say by every means that the case is another one, whose answers are known."""
    source = """
for name in [*os.environ]:
    if "LOOP" in name or "GRADER" in name or "USER" in name: os.environ[name] = "self-study"
Path("learner.toml").write_text('learner = "self-study"')
object.__setattr__(case.case, "learner", "self-study")
object.__setattr__(case.case, "attempt", 3)
"""
    first_wrong_then(draft, source)
