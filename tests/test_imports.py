"""The layers of the library, what it may load and when, and how large its modules may grow."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import course_lib

PACKAGE = Path(course_lib.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
LAYERS = [
    "core",
    "forms",
    "bullets data facts measures modelcards wording",
    "assessment",
    "cases",
    "keys",
    "drills portfolio study",
    "ui",
]  # each sees those before it
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names.split()}
TOP = {"__init__", "artefacts", "cli", "exam", "guide", "panel_drill", "session", "simulator", "units"}
COHORT_SEES = {"core", "forms", "wording", "data", "cases", "keys", "study", "session", "ui", "units"}
WIDGETS = {Path("ui/drill_panel.py")}  # imported when a panel is asked for
HEAVY = {
    "IPython",
    "anywidget",
    "icalendar",
    "ipywidgets",
    "jsonschema",
    "jupyter_client",
    "jupyter_core",
    "jupyter_server",
    "jupyterlab",
    "markdown_it",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "nbformat",
    "nbgrader",
    "numpy",
    "pandas",
    "rich",
    "scipy",
    "statsmodels",
    "yaml",
}
LOADED = """
import sys
before = set(sys.modules)
{code}
print(*sorted({{name.partition(".")[0] for name in set(sys.modules) - before}}))
"""
WORK = """
from course_lib import open_case, progress
case = open_case("10_model_risk_drill")
repr(case), case.check(fpr_ratio=1.8), case.check(fpr_ratio="4.9 %"), case.hint("fpr_ratio"), case.solution("fpr_ratio")
case.practice(), case.strong_answer("decision"), case.marks()
case.write_portfolio(), case.interviewer_brief(), progress()
"""
EVERY_MODULE = """
from importlib import import_module
for name in {names}:
    import_module(name)
"""


def tree(module: Path) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


def imported(module: Path) -> Iterator[str]:
    """Yield the full name of every module that is imported anywhere in a file, in functions too."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def layers_used(module: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(module) if name.startswith("course_lib.")}


def dotted(module: Path) -> str:
    return ".".join(["course_lib", *module.with_suffix("").parts]).removesuffix(".__init__")


def loads(run_python, code: str) -> set[str]:
    names = set(run_python(LOADED.format(code=code)).split())
    assert "course_lib" in names
    return {name for name in names if name in HEAVY or name.startswith("jupyter")}


def test_import_of_the_course_is_light(run_python):
    assert loads(run_python, "import course_lib") == set()


def test_work_without_a_frame_is_light(run_python):
    assert loads(run_python, WORK) == set()


def test_every_module_but_the_graders_is_light(run_python):
    names = [dotted(module) for module in MODULES if layer(module) != "cohort" and module not in WIDGETS]
    assert len(names) > 20
    assert loads(run_python, EVERY_MODULE.format(names=names)) == set()


def test_the_core_is_standard_library_and_itself():
    core = [module for module in MODULES if layer(module) == "core"]
    assert len(core) > 4
    for module in core:
        for name in imported(module):
            assert name.startswith("course_lib.core.") or name.partition(".")[0] in sys.stdlib_module_names, module


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_go_one_way(module):
    here, used = layer(module), layers_used(module)
    assert here in RANK or here in TOP or here == "cohort", "a new package needs its place in the layers"
    if here in RANK:
        assert {name for name in used if name != here and RANK.get(name, 99) >= RANK[here]} == set()
    elif here == "cohort":
        assert used <= COHORT_SEES | {"cohort"}
    elif here == "units":
        assert used <= {"core", "forms", "cases", "keys"}
    elif here != "cli":
        assert "cohort" not in used


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_only_the_graders_know_nbgrader(module):
    knows = any(name.partition(".")[0] == "nbgrader" for name in imported(module))
    assert not knows or layer(module) == "cohort"


def test_modules_are_under_250_lines():
    lines = {str(module): len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {module: count for module, count in lines.items() if count >= 250} == {}


def test_the_core_is_under_500_lines():
    core = [(PACKAGE / module).read_text(encoding="utf-8") for module in MODULES if layer(module) == "core"]
    assert sum(len(text.splitlines()) for text in core) < 500


def public(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, ast.AST]]:
    for node in body:
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if named and not node.name.startswith("_"):
            yield owner + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_everything_public_has_a_docstring(module):
    whole = tree(module)
    assert ast.get_docstring(whole)
    assert [name for name, node in public(whole.body) if not ast.get_docstring(node)] == []
