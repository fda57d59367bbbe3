"""Files and folders as no editor leaves them."""

import gzip
import json

import nbformat

from tests.cohort.submissions import NAMES, NOTEBOOK, UNIT, Draft, Folder, Link, Pipe, Submission, roster

from .helpers import COURSE

REFUSED: dict[str, Submission] = {}
FILES: dict[str, Submission] = {}
refused, hand_in = roster(REFUSED), roster(FILES)


def text_of(draft: Draft) -> str:
    return nbformat.writes(draft.notebook)


# ------------------------------------------------------------------------- what must be refused, with a sentence


@refused(())
def cut_off_in_the_middle(draft: Draft) -> bytes:
    draft.type_right()
    return text_of(draft).encode()[:900]


@refused(())
def of_the_future(draft: Draft) -> bytes:
    draft.type_right()
    return json.dumps({**draft.notebook, "nbformat": 99}).encode()


@refused(())
def in_sixteen_bits(draft: Draft) -> bytes:
    return text_of(draft).encode("utf-16")


@refused(())
def nested_without_end(draft: Draft) -> bytes:
    deep = "[" * 100_000 + "]" * 100_000
    return text_of(draft).replace('"language_info"', f'"deep": {deep}, "language_info"', 1).encode()


@refused(())
def nested_by_braces(draft: Draft) -> bytes:
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    return text_of(draft).replace('"language_info"', f'"deep": {deep}, "language_info"', 1).encode()


@refused(())
def link_to_the_source(draft: Draft) -> Link:
    return Link(f"{COURSE}/assignments/{UNIT.id}/{NOTEBOOK}")


@refused(())
def link_to_a_neighbour(draft: Draft) -> Link:
    return Link(f"../../a_neighbour/{UNIT.id}/{NOTEBOOK}")


@refused(())
def link_to_no_end(draft: Draft) -> Link:
    return Link("/dev/zero")


@refused(())
def link_to_itself(draft: Draft) -> Link:
    return Link(NOTEBOOK)


@refused(())
def pipe_in_its_place(draft: Draft) -> Pipe:
    return Pipe()


@refused(())
def folder_in_its_place(draft: Draft) -> Folder:
    return Folder()


@refused(())
def nothing_in_it(draft: Draft) -> bytes:
    return b""


@refused(())
def zeros(draft: Draft) -> bytes:
    return bytes(1 << 20)


@refused(())
def packed(draft: Draft) -> bytes:
    return gzip.compress(text_of(draft).encode())


@refused(())
def a_web_page(draft: Draft) -> bytes:
    return b"<html><script>alert('PWNED')</script></html>"


@refused(())
def larger_than_may_be(draft: Draft) -> bytes:
    draft.add("x" * (20 << 20), kind="markdown")
    return text_of(draft).encode()


@refused(())
def numbers_without_end(draft: Draft) -> bytes:
    return text_of(draft).replace('"nbformat": 4', f'"nbformat": {"4" * 5_000}', 1).encode()


@refused(())
def a_hundred_thousand_cells(draft: Draft) -> bytes:
    draft.type_right()
    told = json.loads(text_of(draft))
    told["cells"] += [{**told["cells"][1], "id": f"c{n}", "source": "1", "metadata": {}} for n in range(100_000)]
    return json.dumps(told).encode()


@refused(())
def ten_megabytes_of_text(draft: Draft) -> bytes:
    draft.type_right()
    draft.add("lorem ipsum " * 900_000, kind="markdown")
    return text_of(draft).encode()


@refused(())
def text_that_grows_when_written(draft: Draft) -> bytes:
    """Characters that JSON writes with six."""
    draft.type_right()
    draft.add("#" + "\x01\x1b\x7f" * 900_000)
    return text_of(draft).encode()


@refused(())
def cells_that_are_none(draft: Draft) -> bytes:
    return json.dumps({**draft.notebook, "cells": [None, 1, "x", [], {}]}).encode()


@refused((), name=f"{UNIT.id.upper()}.IPYNB")
def in_capitals(draft: Draft) -> None:
    draft.type_right()


@refused((), name=f"{UNIT.id}\u200b.ipynb")
def name_that_looks_alike(draft: Draft) -> None:
    draft.type_right()


# ---------------------------------------------------------------------------------- what must be graded all the same


@hand_in()
def unknown_kernel(draft: Draft) -> None:
    draft.type_right()
    draft.notebook.metadata.kernelspec = {"name": "../../no-such", "display_name": "x", "language": "perl"}
    draft.notebook.metadata.language_info = {"name": "<script>", "file_extension": "/../../x"}


@hand_in()
def names_of_cells_are_lists(draft: Draft) -> None:
    draft.type_right()
    for name, odd in zip(NAMES, ([name] for name in NAMES), strict=False):
        draft.cell(name).metadata.nbgrader.grade_id = odd


@hand_in()
def set_up_edited(draft: Draft) -> None:
    draft.type_right()
    draft.cell("setup").source = "raise SystemExit('gone')"


@hand_in()
def checks_as_text(draft: Draft) -> None:
    draft.type_right()
    for cell in draft.checks():
        cell.cell_type = "markdown"
        del cell["outputs"], cell["execution_count"]


@hand_in()
def schema_of_the_future(draft: Draft) -> None:
    draft.type_right()
    for cell in draft.notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader |= {"schema_version": 99, "task": True, "cell_type": "raw"}


@hand_in()
def no_moment_in_time(draft: Draft) -> None:
    draft.type_right()
    draft.files["timestamp.txt"] = "yesterday, honest"


@hand_in()
def moment_without_end(draft: Draft) -> None:
    draft.type_right()
    draft.files["timestamp.txt"] = "2026-01-15 10:00:00 UTC " * 250_000


@hand_in()
def moment_before_all_time(draft: Draft) -> None:
    draft.type_right()
    draft.files["timestamp.txt"] = "0001-01-01 00:00:00 +2359"


@hand_in()
def bombs_in_metadata(draft: Draft) -> None:
    draft.type_right()
    draft.notebook.metadata.bomb = {str(n): "x" * 60 for n in range(40_000)}
    for cell in draft.notebook.cells:
        cell.metadata.bomb = ["y" * 1000] * 60


@hand_in()
def bombs_in_attachments(draft: Draft) -> None:
    draft.type_right()
    draft.add("![x](attachment:x.png)", kind="markdown")
    draft.notebook.cells[0].attachments = {"x.png": {"image/png": "iVBORw0KGgo=" * 400_000}}


@hand_in()
def bombs_in_saved_outputs(draft: Draft) -> None:
    draft.type_right()
    bundle = {"question": "x", "answer": {"fields": {str(n): ["x" * 1999] * 20 for n in range(90)}}}
    for name in NAMES[:3]:
        data = {"application/vnd.closed-loop.answer+json": {**bundle, "question": name, "case": "x" * 10**6}}
        draft.cell(name).outputs = [nbformat.v4.new_output("display_data", data=data)]


@hand_in()
def repeated_keys_and_ids(draft: Draft) -> bytes:
    draft.type_right()
    draft.add("x = 1", after="setup")
    told = text_of(draft).replace('"cells": [', '"cells": [],\n "nbformat": 3,\n "cells": [', 1)
    return told.replace('"id": "setup"', '"id": "setup", "id": "title", "id": "setup"').encode()


@hand_in()
def numbers_that_json_lacks(draft: Draft) -> bytes:
    draft.type_right()
    text = text_of(draft).replace('"execution_count": null', '"execution_count": NaN')
    return text.replace('"language_info"', '"odd": [1e999, -Infinity, 1e-999], "language_info"', 1).encode()


@hand_in()
def half_a_character(draft: Draft) -> bytes:
    draft.type_right()
    draft.add("text = '\ud800 \x00 \u202e'  # \udfff", after="setup")
    return json.dumps(draft.notebook).encode()


@hand_in()
def odd_file_names(draft: Draft) -> None:
    draft.type_right()
    odd = ("new\nline.txt", "\x1b]0;title\x07\x1b[2J.txt", "<img src=x onerror=alert(1)>.txt", "[red]red[/red].txt")
    odd += (
        "\udcff\udcfe.txt",
        "'; drop table grade; --.txt",
        "\u202etxt.exe",
        "$(touch x).txt",
        "-rf",
        "%s%n.txt",
        "~",
        "a" * 250,
    )
    for name in odd:
        draft.files[name] = "x"
        draft.files[f"folder/{name}x"] = Link("/dev/zero")


@hand_in()
def files_with_powers(draft: Draft) -> None:
    """Files that some program would take as its settings."""
    draft.type_right()
    evil = "raise SystemExit('<script>')\n"
    names = ("nbgrader_config.py", "jupyter_config.py", "jupyter_nbconvert_config.py", "conftest.py", "startup.ipy")
    for name in (*names, ".pythonrc", ".netrc", "pyproject.toml", "index.html.j2", "setup.cfg", ".env", "page.html"):
        draft.files[name] = evil
    draft.files["learner.toml"] = b"learner = \xff\xfe ["
    draft.files[f".ipynb_checkpoints/{NOTEBOOK}"] = "{"


@hand_in()
def same_name_in_other_case(draft: Draft) -> None:
    draft.type_right()
    for name in (NOTEBOOK.upper(), NOTEBOOK.title(), f"{UNIT.id}.Ipynb", "Timestamp.TXT", "LEARNER.toml"):
        draft.files[name] = "other"


@hand_in()
def too_many_files(draft: Draft) -> None:
    draft.type_right()
    for number in range(3_000):
        draft.files[f"many/{number:05}.txt"] = b""
    draft.files["/".join(["deep"] * 60) + "/x.txt"] = b"x"


@hand_in()
def large_files(draft: Draft) -> None:
    draft.type_right()
    draft.files.update(
        {"large.bin": bytes(12 << 20), "a.bin": bytes(5 << 20), "b.bin": bytes(2 << 20), "c.bin": bytes(900)}
    )
