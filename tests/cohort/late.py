"""Late submissions: those that no program can mark, and one behind them that can be."""

import json

import nbformat

from .submissions import UNIT, Draft, Submission, roster

UNREADABLE: dict[str, Submission] = {}
LATE: dict[str, Submission] = {}
unreadable, hand_in = roster(UNREADABLE), roster(LATE)


@unreadable(())
def cut_off(draft: Draft) -> bytes:
    return nbformat.writes(draft.notebook).encode()[:900]


@unreadable(())
def utf_16(draft: Draft) -> bytes:
    return nbformat.writes(draft.notebook).encode("utf-16")


@unreadable(())
def format_of_the_future(draft: Draft) -> bytes:
    return json.dumps({**draft.notebook, "nbformat": 99}).encode()


@unreadable(())
def bottomless_metadata(draft: Draft) -> bytes:
    text = nbformat.writes(draft.notebook)
    return text.replace('"language_info"', f'"deep": {"[" * 100_000}{"]" * 100_000}, "language_info"', 1).encode()


@unreadable((), name="")
def nothing(draft: Draft) -> None:
    draft.files["notes.txt"] = "see my e-mail"


@unreadable((), name=f"{UNIT.id} (1).ipynb")
def renamed(draft: Draft) -> None:
    draft.type_right()


@hand_in()
def works_to_the_end(draft: Draft) -> None:
    draft.type_right()
