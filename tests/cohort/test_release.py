"""release/ is generated from assignments/, and notebooks are kept in one canonical form."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from course_lib.cli import main
from course_lib.cohort.notebooks import SOLUTION, tidy
from course_lib.cohort.release import generate, release
from course_lib.cohort.simulated import solutions_in
from course_lib.units import UNITS, load_unit
from course_lib.wording.asking import answer_head, question_text

from .conftest import ROOT
from .submissions import NOTEBOOK, UNIT

RELEASED = sorted((ROOT / "release").glob("*/*.ipynb"))  # what Lab leaves in deeper folders is not ours


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of everything that `course tidy` and `course release` read and write."""
    root = tmp_path / "course"
    for name in ("assignments", "notebooks", "release"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(ROOT / "nbgrader_config.py", root)
    (root / "course_lib" / "cases").mkdir(parents=True)
    shutil.copy(ROOT / "course_lib" / "cases" / "forms.json", root / "course_lib" / "cases")
    return root


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ------------------------------------------------------------------------------------------------ release


def test_committed_release_is_up_to_date():
    assert release(ROOT, check=True) == []


def test_generating_again_gives_the_same_bytes(tmp_path: Path):
    made = generate(ROOT, tmp_path / "made")
    assert [str(path) for path in made] == [f"{unit}/{unit}.ipynb" for unit in UNITS]
    assert contents(tmp_path / "made") == {str(p.relative_to(ROOT / "release")): p.read_bytes() for p in RELEASED}


def test_release_holds_notebooks_alone():
    found = [
        path for path in (ROOT / "release").rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts
    ]
    assert sorted(found) == RELEASED
    assert [path.stem for path in RELEASED] == list(UNITS)


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_release_holds_no_solution(path: Path):
    text, notebook = path.read_text(encoding="utf-8"), nbformat.read(path, as_version=4)
    assert "SOLUTION" not in text
    sources = "\n".join(cell.source for cell in notebook.cells)
    instructor = ROOT / "assignments" / path.stem / path.name
    solutions = [source.partition(SOLUTION)[2] for source in solutions_in(instructor).values()]
    questions = load_unit(path.stem).questions
    heads = {line for one in questions for line in answer_head(one).splitlines()}
    code = [line for solution in solutions for line in solution.splitlines() if line not in heads]
    assert len(code) > 20
    assert [line for line in code if len(line) > 20 and line in sources] == []
    for one in questions:
        assert one.working not in sources


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_release_asks_every_question_once(path: Path):
    cells = {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}
    graded = [cell for cell in cells.values() if cell.metadata.get("nbgrader", {}).get("grade")]
    assert [(cell.id, cell.metadata.nbgrader.points) for cell in graded] == [
        (one.name, one.points) for one in load_unit(path.stem).questions
    ]
    for one in load_unit(path.stem).questions:
        assert cells[f"ask_{one.name}"].source == question_text(one)
        head, _, last = cells[f"answer_{one.name}"].source.rpartition("\n")
        assert head == answer_head(one) or re.fullmatch(rf"{one.name} = None  # [^\n]+", head)
        assert last == "# Your answer here"
        assert cells[one.name].source == f"case.check({one.name}={one.name})"


def test_command_repairs_an_edited_release(copy: Path, capsys):
    edited = copy / "release" / UNIT.id / NOTEBOOK
    edited.write_text(edited.read_text(encoding="utf-8").replace("Situation", "Position"), encoding="utf-8")
    stale = copy / "release" / "09_gone" / "09_gone.ipynb"
    stale.parent.mkdir()
    shutil.copy(edited, stale)
    assert main(["--root", str(copy), "release", "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "differs: release/09_gone/09_gone.ipynb",
        f"differs: release/{UNIT.id}/{NOTEBOOK}",
    ]
    assert "Position" in edited.read_text(encoding="utf-8")
    assert main(["--root", str(copy), "release"]) == 0
    assert contents(copy / "release") == contents(ROOT / "release")


# ------------------------------------------------------------------------------------------------ canonical notebooks


def test_committed_notebooks_are_tidy():
    assert tidy(ROOT, check=True) == []


def mangle(path: Path) -> None:
    """Leave a notebook as an editor does after a run, with text and points that differ from the keys."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.update(widgets={"state": 1}, kernelspec={"name": "mine", "display_name": "Mine"})
    for i, cell in enumerate(notebook.cells):
        cell.metadata.update(collapsed=True, tags=["x"])
        cell.source = f"\n{cell.source}\n\n"
        if cell.cell_type == "code":
            cell.execution_count = i
            cell.outputs = [nbformat.v4.new_output("stream", text="an output")]
        if cell.id.startswith("ask_"):
            cell.source = "another question"
        if "nbgrader" in cell.metadata and cell.metadata.nbgrader.get("grade"):
            cell.metadata.nbgrader.points = 99
    path.write_text(json.dumps(notebook, indent=4), encoding="utf-8")


def test_command_repairs_mangled_notebooks(copy: Path, capsys):
    names = sorted(str(path.relative_to(copy)) for path in [*copy.glob("assignments/*/*"), *copy.glob("notebooks/*")])
    for name in names:
        mangle(copy / name)
    mangled = contents(copy)
    assert main(["--root", str(copy), "tidy", "--check"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert sorted(said) == [f"differs: {name}" for name in names]
    assert contents(copy) == mangled
    assert main(["--root", str(copy), "tidy"]) == 0
    for name in names:
        assert (copy / name).read_bytes() == (ROOT / name).read_bytes(), name
    assert main(["--root", str(copy), "tidy", "--check"]) == 0
