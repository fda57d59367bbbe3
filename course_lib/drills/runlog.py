"""A run in the learner's log: every action is a line, chained to the one before, so that a changed byte is seen."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from course_lib.drills.replay import RULES

ACT, NOTE = "act", "note"
_OTHER_RULES = "This run was played under other rules of the simulation. {}"
_CHANGED = "This run was changed after it was written. {}"
_KEPT = "It is kept in the log, and does not count."
_AGAIN = "Hand in what drill.hand_in() shows, unchanged and whole."


@dataclass(frozen=True)
class Acts:
    """The actions of a run as they stand in the log, and why they do not count (`refused`), if they do not."""

    actions: tuple[str, ...] = ()
    refused: str = ""


def act(seed: str, actions: tuple[str, ...], text: str) -> dict[str, object]:
    """Return what the log keeps of the next action: which it is, after how many, under which rules, chained."""
    return {"event": ACT, "do": text, "after": len(actions), "rules": RULES, "chain": _chain(seed, (*actions, text))}


def acts(records: Iterable[Mapping[str, object]], case_code: str, seed: str) -> Acts:
    """Read the run on a case out of the log.

    An action that was sent when another one had already been written (a double click, a second tab) is passed over: the
    log's order is the one truth.
    """
    actions: tuple[str, ...] = ()
    for record in records:
        if record["case"] != case_code or record.get("event") != ACT:
            continue
        if record.get("rules") != RULES:
            return Acts((), _OTHER_RULES.format(_KEPT))
        if record.get("after") != len(actions):
            continue
        text = str(record.get("do"))
        if record.get("chain") != _chain(seed, (*actions, text)):
            return Acts((), _CHANGED.format(_KEPT))
        actions = (*actions, text)
    return Acts(actions)


def hand_in(case_code: str, seed: str, actions: Iterable[str]) -> list[str]:
    """Return the answer that a run is: a line that says whose it is, and its actions."""
    actions = tuple(actions)
    return [_head(case_code, RULES, _chain(seed, actions)), *actions]


def handed_in(lines: Sequence[str], case_code: str, seed: str) -> Acts:
    """Read a run that was handed in; one of another case, of other rules or with a changed byte is refused."""
    found = _HEAD.fullmatch(lines[0])
    if not found:
        return Acts((), f"The first line does not say whose run this is. {_AGAIN}")
    if found["case"] != case_code:
        return Acts((), f"This run belongs to another case. {_AGAIN}")
    if found["rules"] != str(RULES):
        return Acts((), _OTHER_RULES.format("Play it again, and hand that in."))
    actions = tuple(lines[1:])
    return Acts(actions) if found["chain"] == _chain(seed, actions) else Acts((), _CHANGED.format(_AGAIN))


def _head(case_code: str, rules: object, chain: str) -> str:
    return f"case {case_code}, rules {rules}, seal {chain}"


_HEAD = re.compile(_head("(?P<case>[^,]{1,40})", "(?P<rules>[0-9]{1,6})", "(?P<chain>[0-9a-f]{16})"))


def last_note(records: Iterable[Mapping[str, object]], case_code: str) -> str:
    """Return the notes of the run as they were last kept."""
    kept = [str(one.get("note", "")) for one in records if one["case"] == case_code and one.get("event") == NOTE]
    return kept[-1] if kept else ""


def began_at(records: Iterable[Mapping[str, object]], case_code: str) -> float:
    """Return when the clock on the wall began, in milliseconds since 1970; 0 if nothing was done yet.

    That is when the first action was written, later by every pause that has ended. Actions that do not count are passed
    over, as in `acts`.
    """
    began, stopped, count = 0.0, None, 0
    for record in records:
        if record["case"] != case_code or record.get("event") != ACT or record.get("after") != count:
            continue
        count += 1
        at = datetime.fromisoformat(str(record["at"])).timestamp() * 1000
        began = began or at
        if record.get("do") == "pause":
            stopped = at
        elif record.get("do") == "resume" and stopped is not None:
            began, stopped = began + at - stopped, None
    return began


def _chain(seed: str, actions: tuple[str, ...]) -> str:
    """Return sixteen characters that the seed and all actions up to here decide."""
    digest = hashlib.sha256(seed.encode())
    for text in actions:
        digest.update(b"\0" + text.encode())
    return digest.hexdigest()[:16]
