"""What four roles agreed about five activities, in plain words: the raw material of a responsibility matrix."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

ROLES = {
    "commander": "incident commander",
    "engineer": "ML engineer",
    "product": "AI product manager",
    "legal": "legal counsel",
}
ACTIVITIES = {
    "evidence": "copy the evidence before a rollback",
    "restart": "put the model back into service",
    "log": "keep the decision log",
    "limits": "give back the limits that were cut",
    "actions": "close the action items",
}
_PATTERNS = {  # commander, engineer, product, legal
    "evidence": (("A", "R", "I", "C"), ("I", "A/R", "", "C"), ("A", "R", "I", "R"), ("C", "R", "I", "A")),
    "restart": (("C", "R", "A", "I"), ("A", "R", "C", "I"), ("I", "R", "A", "C"), ("A", "R", "R", "I")),
    "log": (("A/R", "I", "R", "C"), ("C", "", "A/R", "I"), ("C", "I", "A/R", ""), ("A/R", "C", "C", "I")),
    "limits": (("I", "R", "A", "C"), ("", "C", "A/R", "I"), ("I", "R", "C", "A"), ("A", "R", "C", "C")),
    "actions": (("I", "R", "A", ""), ("C", "R", "A", "R"), ("A", "R", "R", "I"), ("", "C", "A/R", "I")),
}
WORDS = {
    "A": ("has the last word", "answers for the result, others do it", "signs it off; one signature is enough"),
    "R": ("does it", "carries it out, with others named for it", "gets it done and reports back"),
    "A/R": ("does it and answers for it", "carries it out and has the last word"),
    "C": (
        "is asked before it is done; advice, not a veto",
        "gives advice beforehand",
        "most senior in the call; gives advice beforehand",
    ),
    "I": (
        "is told once it is done",
        "reads it in the log afterwards",
        "most senior in the call; told once it is done",
    ),
}
AGREED = date(2026, 9, 1)


@dataclass(frozen=True)
class Agreement:
    """One agreement: who has which letter in which activity, in which words; `older` if a later one replaced it."""

    activity: str
    role: str
    letter: str
    words: str
    older: bool = False


def draw_agreements(streams: Streams) -> tuple[Agreement, ...]:
    """Draw a pattern an activity, and two older agreements that gave another role the last word."""
    rng = streams.rng("agreements")
    rows = []
    for activity, patterns in _PATTERNS.items():
        letters = zip(ROLES, rng.choice(patterns), strict=True)
        rows += [Agreement(activity, role, letter, rng.choice(WORDS[letter])) for role, letter in letters if letter]
    for activity in rng.sample(list(ACTIVITIES), 2):
        others = [row for row in rows if row.activity == activity and row.letter in ("C", "I")]
        replaced = rng.choice(others)
        rows.append(Agreement(activity, replaced.role, "A", rng.choice(WORDS["A"]), older=True))
    return tuple(rows)


def agreements_frame(agreements: Sequence[Agreement], row_seed: int) -> "pd.DataFrame":
    """Return the agreements in random order, each with its day."""
    import pandas as pd

    rng = random.Random(row_seed)
    days = {False: (100, 150), True: (0, 60)}
    rows = [
        (
            AGREED + timedelta(days=rng.randint(*days[one.older])),
            ACTIVITIES[one.activity],
            ROLES[one.role],
            one.words,
        )
        for one in agreements
    ]
    rng.shuffle(rows)
    table = pd.DataFrame(rows, columns=["agreed_on", "activity", "role", "agreement"])
    table["agreed_on"] = pd.to_datetime(table["agreed_on"])
    return table
