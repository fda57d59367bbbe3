"""Answers of unusual kinds, and honest learners who must not pay for the defences."""

import json
from itertools import cycle

import nbformat

from course_lib.core.question import Question
from tests.cohort.submissions import HALF, NAMES, REST, UNIT, Draft, Submission, right_on, roster, typed

KINDS: dict[str, Submission] = {}
HONEST: dict[str, Submission] = {}
hand_in, honest = roster(KINDS), roster(HONEST)

NUMBERS = tuple(one.name for one in UNIT.questions if one.kind in ("number", "integer"))


def give(draft: Draft, sources: tuple[str, ...], names: tuple[str, ...] = NAMES) -> None:
    for name, source in zip(names, cycle(sources), strict=False):
        draft.answer(name, f"{name} = {source}")


# ------------------------------------------------------------------------------------------------- kinds of answer


@hand_in([name for name in NAMES if name not in NUMBERS])
def numbers_as_text(draft: Draft) -> None:
    draft.type_right()
    for name in NUMBERS:
        draft.answer(name, f"{name} = '{UNIT.question(name).answer(draft.case)} %'")


@hand_in()
def numbers_of_numpy(draft: Draft) -> None:
    draft.type_right()
    for name in NUMBERS:
        value = UNIT.question(name).answer(draft.case)
        draft.answer(name, f"{name} = np.{'int64' if isinstance(value, int) else 'float64'}({value!r})")


@hand_in()
def numbers_of_other_libraries(draft: Draft) -> None:
    draft.type_right()
    kinds = ("Decimal('{}')", "Fraction('{}')", "pd.Series([{}]).iloc[0]", "np.array({})", "np.float64({})")
    for name, kind in zip(NUMBERS, cycle(kinds), strict=False):
        value = UNIT.question(name).answer(draft.case)
        imported = "from decimal import Decimal\nfrom fractions import Fraction\n"
        draft.answer(name, f"{imported}{name} = {kind.format(value)}")


@hand_in(())
def endless_numbers(draft: Draft) -> None:
    give(draft, ("float('inf')", "-np.inf", "np.float64('nan')", "1e308 * 10", "pd.NaT", "np.array([np.inf])[0]"))


@hand_in(())
def no_numbers(draft: Draft) -> None:
    give(draft, ("1 + 0j", "None", "[1, 2, 3]", "lambda: 1", "object()", "...", "print", "{}", "b'1'", "range(3)"))


def half(student: str, question: Question) -> float:
    credits = [mistake.credit or 0 for mistake in question.mistakes[:1]]
    return sum(credits) * question.points


@hand_in(half)
def half_right_by_numpy(draft: Draft) -> None:
    """A known mistake earns its share as numpy's number too."""
    for one in UNIT.questions:
        for mistake in one.mistakes[:1]:
            value = mistake.answer(draft.case)
            wrapped = f"np.float64({value!r})" if isinstance(value, float) else repr(value)
            draft.answer(one.name, f"{one.name} = {wrapped}" if one.name in NUMBERS else typed(one.name, value))


@hand_in(())
def bottomless_answers(draft: Draft) -> None:
    """Without end when walked through, counted, printed, or asked for a part."""
    source = """
import itertools, collections
deep = []
for _ in range(100_000): deep = [deep]
loop = {}
loop["loop"] = loop
class Endless(list):
    def __iter__(self): return itertools.count()
    def __len__(self): return 10**15
    def __getitem__(self, what): return self
class Tall:
    shape = (1,)
    dtype = "float64"
    def __iter__(self): return itertools.repeat(self)
class Talking:
    def __repr__(self): return "x" * 10**8
    __str__ = __repr__
class Text(str):
    def __str__(self): return "0.5"
    def __getitem__(self, what): return "y" * 10**7
"""
    draft.add(source, after="setup")
    answers = ("deep", "loop", "Endless()", "Tall()", "Talking()", "Text('0.5')", "10 ** 10_000", "'z' * 10**7")
    answers += (
        "itertools.count()",
        "np.zeros(10**7)",
        "{Talking()}",
        "(x for x in itertools.count())",
        "pd.DataFrame()",
    )
    give(draft, (*answers, "{str(n): 1 for n in range(10**6)}", "collections.defaultdict(list)", "[Tall()] * 100"))


@hand_in(())
def objects_that_act_when_looked_at(draft: Draft) -> None:
    source = """
class Raises:
    def __getattribute__(self, name): raise SystemExit(name)
    def __repr__(self): raise KeyboardInterrupt
    def __eq__(self, other): raise BaseException
    __hash__ = None
class Prints(float):
    def is_integer(self): print("<script>alert(1)</script>"); return True
    def __format__(self, spec): return "100"
class Kind(type):
    __name__ = property(lambda cls: 1 / 0)
    def __instancecheck__(cls, one): return True
class Strange(metaclass=Kind): pass
from datetime import date
class Day(date):
    def isoformat(self): return "x" * 10**7
"""
    draft.add(source, after="setup")
    give(
        draft, ("Raises()", "Prints(-7777.5)", "Strange()", "Day(2026, 1, 1)", "Raises", "[Raises()]", "{1: Raises()}")
    )


# ---------------------------------------------------------------------------------------------------- honest learners


@honest()
def warned_by_a_library(draft: Draft) -> None:
    draft.type_right()
    for name in NAMES:
        line = "import warnings\nwarnings.warn('deprecated since 2.0', FutureWarning, stacklevel=1)"
        draft.answer(name, f"{line}\n{draft.cell(f'answer_{name}').source}")


@honest()
def logs_to_stderr(draft: Draft) -> None:
    draft.type_right()
    draft.add("import logging, sys\nlogging.basicConfig(level=logging.DEBUG)\nlog = logging.getLogger()", after="setup")
    for name in NAMES:
        draft.answer(
            name, f"{draft.cell(f'answer_{name}').source}\nprint('working', file=sys.stderr)\nlog.info('done')"
        )


@honest()
def scratch_that_fails(draft: Draft) -> None:
    draft.type_right()
    for source in ("1 / 0", "raise SystemExit", "undefined", "def broken(:", "input('your name? ')", "assert False"):
        draft.add(source, after="setup")


@honest()
def checks_deleted_by_accident(draft: Draft) -> None:
    draft.type_right()
    draft.drop(NAMES)


@honest()
def habits_of_notebooks(draft: Draft) -> None:
    draft.type_right()
    source = """%matplotlib inline
!echo hello
%time sum(range(10))
import asyncio
import matplotlib.pyplot as plt
await asyncio.sleep(0.01)
plt.plot([1, 2, 3]); plt.show()
a_frames = pd.DataFrame({"a": range(200)})
display(a_frames)
a_frames.describe()"""
    draft.add(source, after="setup")
    draft.add("%%bash\nls; date", after="setup")
    draft.add("%%timeit -n 1 -r 1\nsum(range(10))", after="setup")


@honest()
def works_with_files(draft: Draft) -> None:
    """Files of its own beside the notebook, in folders, with names in other scripts; files written and read again."""
    draft.type_right(HALF)
    draft.files["figures/работа/données.csv"] = "name,value\nrate,0.5\n"
    draft.files["own_helper.py"] = "def same(value): return value\n"
    draft.files["picture.png"] = bytes(range(256)) * 800
    draft.add(
        "import pathlib, own_helper\nframe = pd.read_csv('figures/работа/données.csv')\nassert frame.value[0] == 0.5"
    )
    draft.add(
        "pathlib.Path('kept.txt').write_text('0.5')\nassert pathlib.Path('kept.txt').read_text() == '0.5'",
        after="setup",
    )
    for name in REST:
        value = UNIT.question(name).answer(draft.case)
        draft.answer(name, f"{typed(name, value)}\n{name} = own_helper.same({name})")


@honest()
def parallel_by_itself(draft: Draft) -> None:
    draft.type_right()
    source = """
from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor
from multiprocessing import get_context
with ThreadPoolExecutor(4) as pool: assert list(pool.map(abs, [-1, -2])) == [1, 2]
"""
    draft.add(source, after="setup")


@honest()
def saved_with_large_outputs(draft: Draft) -> None:
    """Some megabytes of pictures saved in the file, and as much drawn again."""
    draft.type_right()
    draft.save_outputs(draft.case, right_on(draft.case))
    picture = nbformat.v4.new_output("display_data", data={"image/png": "iVBORw0KGgo=" * 100_000})
    draft.cell("setup").outputs = [picture] * 4
    source = (
        "import matplotlib.pyplot as plt\nfor n in range(12): plt.figure(); plt.plot(np.random.rand(500)); plt.show()"
    )
    draft.add(source, after="setup")


@honest()
def other_editors(draft: Draft) -> bytes:
    """A byte-order mark, Windows line ends, a colour in every cell's metadata, source as a list of lines."""
    draft.type_right()
    told = json.loads(nbformat.writes(draft.notebook))
    for cell in told["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n").splitlines(keepends=True)
        cell["metadata"] |= {"vscode": {"languageId": "python"}, "colab": {"base_uri": "x"}, "id": "x" * 12}
    told["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}}
    return b"\xef\xbb\xbf" + json.dumps(told, indent=4).replace("\n", "\r\n").encode()


@honest()
def kernel_of_its_own(draft: Draft) -> None:
    draft.type_right()
    draft.notebook.metadata.kernelspec = {"name": "my-conda-env", "display_name": "Mine", "language": "python"}


@honest()
def points_by_a_function(draft: Draft) -> None:
    """Answers come out of functions and classes, with names that the library uses too."""
    draft.type_right()
    for name in NAMES:
        value = UNIT.question(name).answer(draft.case)
        draft.answer(name, f"def grade(check=None):\n    {typed('answer', value)}\n    return answer\n{name} = grade()")
