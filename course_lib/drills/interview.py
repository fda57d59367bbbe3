"""The panel drill as a state machine: ninety minutes, exhibits that open, curveballs, a decision. Pure, no wall clock.

At one's own pace every action takes its minutes. Under a clock (`pace:90` in real time, `pace:15` compressed) nothing
does: then `clock:30` says that the clock on the wall has come to minute 30 of ninety. In practice that clock can be
stopped (`pause`, `resume`); how long it stood is read from the log's times, not kept here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from course_lib.drills.actions import NotNow
from course_lib.drills.scripts import MINUTES, MOST_ASKED, ROLES, Script
from course_lib.forms.run import MOST_ACTIONS

PACES = ("own", "90", "15")
_MINUTES = {"ask": 1, "read": 2, "answer": 3, "reply": 2, "decide": 2, "tell": 1, "own": 1}


@dataclass(frozen=True)
class Sitting:
    """Where a panel drill stands: the log of actions, each with the minute at which it began.

    `needs` names the exhibits that must be open before a question can be answered; `exam`: the clock is not stopped.
    """

    script: Script
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minute: int = 0
    pace: str = "own"
    log: tuple[tuple[int, str], ...] = ()
    closed: bool = False
    exam: bool = False

    @property
    def paused(self) -> bool:
        """Say whether the clock on the wall stands."""
        return [text for _, text in self.log if text in ("pause", "resume")][-1:] == ["pause"]

    @property
    def is_full(self) -> bool:
        """Say whether the log holds all that it may: nothing but finish is possible. The clock's minutes are free."""
        return sum(not text.startswith("clock:") for _, text in self.log) >= MOST_ACTIONS

    def of(self, kind: str) -> list[tuple[int, str]]:
        """Return minute and argument of every action of a kind."""
        return [(minute, text.partition(":")[2]) for minute, text in self.log if text.partition(":")[0] == kind]

    def answers(self) -> dict[str, tuple[int, object]]:
        """Return the minute and the plain answer of the last answer to each question."""
        split = [(minute, *argument.partition("=")[::2]) for minute, argument in self.of("answer")]
        return {name: (minute, json.loads(text)) for minute, name, text in split}

    def open_exhibits(self) -> list[str]:
        """Return the exhibits that have opened."""
        return [name for name, minute in self.script.opens.items() if minute <= self.minute]

    def waiting(self) -> list[str]:
        """Return the curveballs that have come and wait for a reply."""
        replied = {argument.partition(":")[0] for _, argument in self.of("reply")}
        return [one.name for one in self.script.curveballs if one.minute <= self.minute and one.name not in replied]


def step(state: Sitting, text: str) -> Sitting:
    """Do one action and return where the drill stands.

    Raises
    ------
    NotNow
        If there is no such action, or it is not possible now; the sentence says what is.
    """
    if why := refusal(state, text):
        raise NotNow(why)
    kind, _, argument = text.partition(":")
    done = replace(state, log=(*state.log, (state.minute, text)))
    if kind == "pace":
        return replace(done, pace=argument)
    if kind == "finish":
        return replace(done, closed=True)
    spent = int(argument) if kind == "wait" else _MINUTES.get(kind, 0)
    to = int(argument) if kind == "clock" else state.minute + (spent if state.pace == "own" or kind == "wait" else 0)
    return replace(done, minute=min(MINUTES, to), closed=to >= MINUTES)


def refusal(state: Sitting, text: str) -> str:
    """Return why an action is not possible now, in one sentence; "" if it is."""
    if state.closed:
        return "The drill is over; look at the scorecard, or begin another."
    if state.is_full and text != "finish" and not str(text).startswith("clock:"):
        return f"A drill has at most {MOST_ACTIONS} actions, and this one has had them: finish."
    kind, _, argument = text.partition(":") if isinstance(text, str) else ("", "", "")
    if kind not in _CHECKS:
        return f"{str(text)[:40]!r} is no action here; there are: {', '.join(_CHECKS)}."
    if state.paused and kind not in ("resume", "finish"):
        return "The drill is paused; resume it first."
    return _CHECKS[kind](state, argument)


def _whole(argument: str, least: int, most: int) -> bool:
    return argument.isascii() and argument.isdecimal() and len(argument) <= 2 and least <= int(argument) <= most


def _pace(state: Sitting, argument: str) -> str:
    if state.log:
        return "The pace is chosen before anything else; this drill has begun."
    return "" if argument in PACES else f"A pace is one of {', '.join(PACES)}."


def _clock(state: Sitting, argument: str) -> str:
    if state.pace == "own":
        return "At your own pace the clock goes on with what you do; use wait."
    if not _whole(argument, 0, MINUTES) or int(argument) <= state.minute:
        return f"The clock stands at minute {state.minute} and only goes on, up to {MINUTES}."
    return ""


def _ask(state: Sitting, argument: str) -> str:
    asked = [text for _, text in state.of("ask")]
    if argument not in (*state.script.decisive, *state.script.idle):
        return "That is not one of the clarifying questions; the drill lists them."
    if argument in asked:
        return "You have asked that already."
    return f"You have asked your {MOST_ASKED} questions." if len(asked) >= MOST_ASKED else ""


def _read(state: Sitting, argument: str) -> str:
    if argument not in state.script.opens:
        return f"There is no exhibit {argument[:40]!r}; there are {', '.join(state.script.opens)}."
    opens = state.script.opens[argument]
    return f"{argument} opens at minute {opens}; it is minute {state.minute}." if opens > state.minute else ""


def _answer(state: Sitting, argument: str) -> str:
    name, equals, text = argument.partition("=")
    names = [one for names in state.script.graded.values() for one in names]
    if name not in names or not equals:
        return f"An answer is name=value, the value as JSON; the names are {', '.join(names)}."
    if closed := [one for one in state.needs.get(name, ()) if one not in state.open_exhibits()]:
        return f"{name} needs {closed[0]}, which opens at minute {state.script.opens.get(closed[0], MINUTES)}."
    try:
        json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return (
            f"{text[:40]!r} is not an answer: write a number such as 0.0368 (no per cent sign), text in double quotes, "
            "or a list."
        )
    return ""


def _no_constant(text: str) -> None:
    raise ValueError(text)


def _reply(state: Sitting, argument: str) -> str:
    name, _, reply = argument.partition(":")
    if name not in state.waiting():
        return f"Nothing called {name[:40]!r} waits for a reply; waiting: {', '.join(state.waiting()) or 'nothing'}."
    replies = next(one.replies for one in state.script.curveballs if one.name == name)
    return "" if reply in replies else f"A reply to {name} is one of {', '.join(replies)}."


def _decide(state: Sitting, argument: str) -> str:
    return "" if argument in state.script.options else f"A decision is one of {', '.join(state.script.options)}."


def _believe(state: Sitting, argument: str) -> str:
    try:
        return "" if 0 <= float(argument) <= 1 else "A probability lies between 0 and 1."
    except ValueError:
        return "A probability is a number between 0 and 1."


def _cite(state: Sitting, argument: str) -> str:
    named = argument.split(",")
    opened = state.open_exhibits()
    if 0 < len(named) <= 3 and len({*named}) == len(named) and all(one in opened for one in named):
        return ""
    return (
        f"Cite one to three exhibits that are open, with commas between them; open are {', '.join(opened) or 'none'}."
    )


def _tell(state: Sitting, argument: str) -> str:
    if argument not in ROLES:
        return f"Who is told is one of {', '.join(ROLES)}."
    return "They have been told already." if argument in {text for _, text in state.of("tell")} else ""


def _own(state: Sitting, argument: str) -> str:
    return "" if argument in ROLES else f"Whoever watches after today is one of {', '.join(ROLES)}."


def _wait(state: Sitting, argument: str) -> str:
    if state.pace != "own":
        return "Under a clock there is no waiting: it goes on by itself."
    return "" if _whole(argument, 1, 30) else "A wait is 1 to 30 minutes."


def _pause(state: Sitting, argument: str) -> str:
    if state.exam:
        return "In the exam form the clock is not stopped."
    if state.pace == "own":
        return "At your own pace no clock runs: there is nothing to pause."
    return "pause takes nothing behind a colon." if argument else ""


def _resume(state: Sitting, argument: str) -> str:
    return "resume takes nothing behind a colon." if argument else "" if state.paused else "The drill is not paused."


def _finish(state: Sitting, argument: str) -> str:
    return "finish takes nothing behind a colon." if argument else ""


_CHECKS: dict[str, Callable[[Sitting, str], str]] = {
    "pace": _pace,
    "clock": _clock,
    "ask": _ask,
    "read": _read,
    "answer": _answer,
    "reply": _reply,
    "decide": _decide,
    "believe": _believe,
    "cite": _cite,
    "tell": _tell,
    "own": _own,
    "wait": _wait,
    "pause": _pause,
    "resume": _resume,
    "finish": _finish,
}
