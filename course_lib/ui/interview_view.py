"""What the panel drill's panel shows, as plain data: it is computed here and only drawn in the browser."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from course_lib.core.case import Case
from course_lib.core.question import Question
from course_lib.core.result import LOOK, Result
from course_lib.drills.interview import Sitting, refusal
from course_lib.drills.panel_answers import panel_answer
from course_lib.drills.scripts import MINUTES, MOST_ASKED, ROLES, TOLD_BY
from course_lib.ui.line_chart import over_time
from course_lib.wording.asking import accepted, fields_text

if TYPE_CHECKING:
    import pandas as pd

_ROWS_SHOWN = 4
_WORDS = {  # how the log names what was done; what is not here (the minutes of a clock) is not worth a line
    "pace": "Pace: {} minutes",
    "ask": "Asked: {}",
    "read": "Looked at {}",
    "answer": "Answered {}",
    "decide": "Decided: {}",
    "believe": "Probability of harm: {}",
    "cite": "Cited {}",
    "tell": "Told: {}",
    "own": "Watches after today: {}",
    "wait": "Waited {} min",
    "pause": "Paused",
    "resume": "Resumed",
    "finish": "Finished",
}
_TIME = (
    ("wait:5", "Wait 5 min"),
    ("wait:15", "Wait 15 min"),
    ("pause", "Pause the clock"),
    ("resume", "Resume"),
    ("finish", "Finish the drill"),
)
_MILLISECONDS = {"90": 60_000, "15": 10_000}  # of real time in a minute of the drill


def interview_view(
    state: Sitting,
    case: Case,
    questions: Iterable[Question],
    said: Mapping[str, Result | None],
    *,
    began: float,
    now: float,
    note: str,
    end: dict[str, object] | None = None,
) -> dict[str, object]:
    """Return everything that the panel shows of a drill.

    `said` is what may be said of each question's answer by now (None: it has none), `began` when the clock began and
    `now` what it says at this moment, in milliseconds since 1970, `end` the scorecard once the drill is over.
    """
    script = state.script
    believed, cited = ([text for _, text in state.of(kind)][-1:] for kind in ("believe", "cite"))
    return {
        "title": "Panel drill: " + script.brief,
        "minute": state.minute,
        "horizon": MINUTES,
        "over": state.closed,
        "count": len(state.log),
        "meters": _meters(state, len(said)),
        "card": {"title": f"The card of the case {case.code}", "rows": [list(row[:2]) for row in case.brief()]},
        "rules": None,
        "standing": [
            ["Decision", state.of("decide")[-1][1] if state.of("decide") else "none yet"],
            ["Clarifying questions", f"{MOST_ASKED - len(state.of('ask'))} left"],
        ],
        "events": [[0, "brief", script.brief], *_events(state)],
        "groups": _groups(state),
        "exhibits": [_exhibit(state, name, case.frames) for name in script.opens],
        "exhibits_caption": f"Each is a data frame of case {case.code}. The whole of it: drill.case.frames.",
        "waiting": [_waiting(state, name) for name in state.waiting()] if not state.closed else [],
        "charts": [],
        "answers": [_answer(state, one, said[one.name]) for one in questions if one.name in said],
        "causes": [],
        "belief_label": "Probability that people are harmed if nothing is decided today ",
        "stated": {"believe": "".join(believed), "cite": "".join(cited)},
        "stated_text": f"Stated: probability {''.join(believed) or 'none'}; exhibits {''.join(cited) or 'none'}.",
        "note": note,
        "live": _live(state, began, now),
        "end": end if state.closed else None,
    }


def _live(state: Sitting, began: float, now: float) -> dict[str, object] | None:
    """Return how the browser finds the minute; None at one's own pace, and while the clock is stopped."""
    if state.pace not in _MILLISECONDS or state.paused:
        return None
    return {"began": began, "now": now, "milliseconds": _MILLISECONDS[state.pace]}


def _meters(state: Sitting, questions: int) -> list[dict[str, object]]:
    answered, told = len(state.answers()), len(state.of("tell"))
    pace = "your own pace" if state.pace == "own" else f"by the clock, in {state.pace} minutes"
    return [
        _meter(
            "Clock", f"minute {state.minute} of {MINUTES}", "paused" if state.paused else pace, state.minute / MINUTES
        ),
        _meter("Answered", f"{answered} of {questions}", "questions of the notebook", answered / questions),
        _meter("Told", f"{told} of {len(ROLES)}", f"in the order of the path, by minute {TOLD_BY}", told / len(ROLES)),
    ]


def _meter(label: str, text: str, about: str, share: float) -> dict[str, object]:
    return {"label": label, "text": text, "about": about, "share": round(min(1.0, share), 4)}


def _events(state: Sitting) -> list[list[object]]:
    """Return what was done and what came, in the order of the log: new lines only ever come at the end."""
    script, told = state.script, []
    ends = [*(minute for minute, _ in state.log), state.minute][1:]
    for (began, text), done in zip(state.log, ends, strict=True):
        if words := _words(state, text):
            told.append([began, "you", words])
        if text.startswith("ask:"):
            told.append([done, "panel", panel_answer(text.removeprefix("ask:"))])
        came = [[at, "exhibit", f"{name} is open."] for name, at in script.opens.items() if began < at <= done]
        came += [[one.minute, "mail", one.text] for one in script.curveballs if began < one.minute <= done]
        told += sorted(came, key=lambda one: one[0])
    return [*told, [state.minute, "end", "The drill is over."]] if state.closed else told


def _words(state: Sitting, text: str) -> str:
    """Return an action in words; "" for one that is not worth a line."""
    kind, _, argument = text.partition(":")
    if kind == "reply":
        name, _, reply = argument.partition(":")
        return f"Replied: {next(one.replies[reply] for one in state.script.curveballs if one.name == name)}"
    return _WORDS.get(kind, "").format(argument.replace("=", " = ", 1) if kind == "answer" else argument)


def _answer(state: Sitting, question: Question, result: Result | None) -> dict[str, object]:
    _, given = state.answers().get(question.name, (0, None))
    symbol, word, _ = LOOK[result.kind] if result else ("", "", "")
    return {
        "name": question.name,
        "unit": question.unit,
        "possible": not refusal(state, f"answer:{question.name}=0"),
        "word": f"{symbol} {word}".strip(),
        "said": result.sentence if result else "",
        "prompt": f"{accepted(question)}\n{question.prompt}\n\n{fields_text(question)}".strip(),
        "typed": "" if given is None else json.dumps(given, ensure_ascii=False),
    }


def _groups(state: Sitting) -> list[dict[str, object]]:
    script = state.script
    return [
        _group(state, "Pace (else your own)", [("pace:90", "90 minutes by the clock"), ("pace:15", "15 minutes")]),
        _group(
            state,
            "Ask first (six of fourteen, 1 min)",
            [(f"ask:{one}", one) for one in _mixed(script.decisive, script.idle)],
        ),
        _group(state, "Decide (2 min)", [(f"decide:{one}", one) for one in script.options]),
        _group(state, "Tell (1 min)", [(f"tell:{one}", f"Tell {one}") for one in ROLES]),
        _group(state, "Who watches after today (1 min)", [(f"own:{one}", one) for one in ROLES]),
        _group(state, "Time", _TIME),
    ]


def _mixed(decisive: tuple[str, ...], idle: tuple[str, ...]) -> list[str]:
    """Return all clarifying questions in the order of the alphabet, so that the place tells nothing."""
    return sorted((*decisive, *idle))


def _group(state: Sitting, name: str, buttons: Iterable[tuple[str, str]]) -> dict[str, object]:
    made = [{"do": do, "label": label, "minutes": "", "possible": not refusal(state, do)} for do, label in buttons]
    return {"name": name, "buttons": made}


def _exhibit(state: Sitting, name: str, frames: Mapping[str, "pd.DataFrame"]) -> dict[str, object]:
    opens = state.script.opens[name]
    shown: dict[str, object] = {
        "do": f"read:{name}",
        "name": name,
        "minutes": "2 min",
        "possible": not refusal(state, f"read:{name}"),
        "says": f"opens at minute {opens}" if opens > state.minute else "open; not looked at",
        "chances": [],
    }
    if name in {one for _, one in state.of("read")}:
        frame = frames[name]
        head = frame.head(_ROWS_SHOWN)
        rows = [[str(value).removesuffix(" 00:00:00") for value in row] for row in head.itertuples(index=False)]
        shown |= {"rows": [[*map(str, frame.columns)], *rows], "says": f"{len(frame):,} rows; the first {len(rows)}"}
        shown["chart"] = over_time(name, frame)
    return shown


def _waiting(state: Sitting, name: str) -> dict[str, object]:
    curveball = next(one for one in state.script.curveballs if one.name == name)
    replies = [{"do": f"reply:{name}:{reply}", "label": text} for reply, text in curveball.replies.items()]
    return {"name": name, "text": curveball.text, "replies": replies}
