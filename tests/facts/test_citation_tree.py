"""The checker over files: notebooks, assignments and modules, and the project itself."""

import json
from datetime import date
from pathlib import Path

from course_lib.facts.tree import check_tree, count_citations

ROOT = Path(__file__).parents[2]
LATE = date(2027, 6, 1)


def write_notebook(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = {"cells": [{"cell_type": kind, "source": source, "metadata": {}} for kind, source in cells]}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def write_module(root, text):
    (root / "course_lib").mkdir()
    (root / "course_lib" / "law.py").write_text(text, encoding="utf-8")


def found(root, **options):
    return [(finding.where, finding.kind) for finding in check_tree(root, **options)]


def test_an_empty_folder_has_no_findings(tmp_path):
    assert check_tree(tmp_path) == []
    assert count_citations(tmp_path) == {}


def test_markdown_cells_are_checked_in_full(tmp_path):
    cells = [("markdown", "Fine."), ("markdown", ["It rose by 5 %.\n", "See [EUAI-999]."])]
    write_notebook(tmp_path / "notebooks" / "a.ipynb", *cells)
    write_notebook(tmp_path / "assignments" / "b" / "b.ipynb", ("markdown", "At most EUR 16 million [EUAI-036]."))
    assert found(tmp_path) == [
        ("notebooks/a.ipynb, cell 2", "missing-id"),
        ("notebooks/a.ipynb, cell 2", "uncited"),
        ("assignments/b/b.ipynb, cell 1", "figure-differs"),
    ]


def test_code_cells_are_checked_for_their_ids(tmp_path):
    write_notebook(tmp_path / "notebooks" / "a.ipynb", ("code", 'fact("EUAI-999")\nrate = 0.05  # 5 %'))
    assert found(tmp_path) == [("notebooks/a.ipynb, cell 1", "missing-id")]


def test_other_folders_and_checkpoints_are_left_alone(tmp_path):
    for folder in ("release", "notebooks/.ipynb_checkpoints"):
        write_notebook(tmp_path / folder / "a.ipynb", ("markdown", "It rose by 5 %."))
    assert check_tree(tmp_path) == []


def test_modules_are_checked_for_ids_and_for_figures_beside_them(tmp_path):
    write_module(
        tmp_path,
        '"""Ceilings: EUR 16 million [EUAI-036]."""\n'
        "CEILING = 15_000_000  # EUAI-998\n"
        'MESSAGE = f"Up to {CEILING} euros, or " "4 % [EUAI-036]."\n'
        'TEXT = "An uncited 5 % is the business of the module."\n',
    )
    assert found(tmp_path) == [
        ("course_lib/law.py", "missing-id"),
        ("course_lib/law.py", "figure-differs"),
        ("course_lib/law.py", "figure-differs"),
    ]


def test_a_clean_module_passes(tmp_path):
    write_module(
        tmp_path,
        '"""Ceilings.\n\n    >>> ceiling("EUR 16 million [EUAI-036]")\n"""\n'
        'LEDGER = {"gpai": "EUAI-036"}\nMESSAGE = f"{1:,} of EUR 15 million [EUAI-036]"\n',
    )
    assert check_tree(tmp_path) == []


def test_a_cited_volatile_entry_is_due_by_the_release_date(tmp_path):
    write_module(tmp_path, 'LEDGER = "EUAI-044"\n')
    write_notebook(tmp_path / "notebooks" / "a.ipynb", ("code", 'fact("EUAI-044")'))
    assert check_tree(tmp_path) == []
    assert [kind for _, kind in found(tmp_path, release_date=LATE)] == ["recheck-due", "recheck-due"]


def test_the_caller_may_bring_an_allow_list(tmp_path):
    write_notebook(tmp_path / "notebooks" / "a.ipynb", ("markdown", "Take a 95 % interval and 5 % of it."))
    assert len(check_tree(tmp_path)) == 1
    assert check_tree(tmp_path, allow=["95 % interval", "5 % of it"]) == []
    assert len(check_tree(tmp_path, allow=[])) == 2


def test_citations_are_counted(tmp_path):
    write_module(tmp_path, '"""See EUAI-036 and [EUAI-036]."""\n')
    write_notebook(tmp_path / "notebooks" / "a.ipynb", ("markdown", "[GDPR-003, EUAI-036]"))
    assert count_citations(tmp_path) == {"EUAI-036": 3, "GDPR-003": 1}


def test_the_project_has_no_findings():
    assert [str(finding) for finding in check_tree(ROOT)] == []
