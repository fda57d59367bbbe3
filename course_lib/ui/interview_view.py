"""What the panel drill's panel shows, as plain data: it is computed here and only drawn in the browser."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from course_lib.core.question import Question
from course_lib.drills.interview import Sitting, refusal
from course_lib.drills.scripts import MINUTES, MOST_ASKED, ROLES, TOLD_BY

if TYPE_CHECKING:
    import pandas as pd

_ROWS_SHOWN = 4
_MILLISECONDS = {"90": 60_000, "15": 10_000}  # of real time in a minute of the drill


def interview_view(
    state: Sitting,
    frames: Mapping[str, "pd.DataFrame"],
    questions: Iterable[Question],
    said: Mapping[str, str],
    *,
    began: float,
    note: str,
) -> dict[str, object]:
    """Return everything that the panel shows of a drill.

    `said` is what may be said of each answer by now, `began` when it began, in milliseconds since 1970.
    """
    script = state.script
    left = MOST_ASKED - len(state.of("ask"))
    believed, cited = ([text for _, text in state.of(kind)][-1:] for kind in ("believe", "cite"))
    return {
        "title": "Panel drill: " + script.brief,
        "minute": state.minute,
        "horizon": MINUTES,
        "over": state.closed,
        "count": len(state.log),
        "meters": [
            _meter("Clock", f"minute {state.minute} of {MINUTES}", state.minute / MINUTES),
            _meter("Answers", f"{len(state.answers())} of {len(said)}", len(state.answers()) / len(said)),
            _meter("Told", f"{len(state.of('tell'))} of {len(ROLES)}, by minute {TOLD_BY}", len(state.of("tell")) / 5),
        ],
        "standing": [
            ["Decision", state.of("decide")[-1][1] if state.of("decide") else "none yet"],
            ["Clarifying questions", f"{left} left"],
        ],
        "events": [[0, "brief", script.brief], *_events(state)],
        "groups": _groups(state),
        "exhibits": [_exhibit(state, name, frames) for name in script.opens],
        "exhibits_caption": "Each is a data frame of the case; the notebook has the whole of it in case.frames.",
        "waiting": [_waiting(state, name) for name in state.waiting()],
        "answers": [
            {
                "name": one.name,
                "unit": one.unit,
                "possible": not refusal(state, f"answer:{one.name}=0"),
                "said": said[one.name],
            }
            for one in questions
            if one.name in said
        ],
        "causes": [],
        "stated": {"believe": "".join(believed)},
        "stated_text": f"Stated: probability {''.join(believed) or 'none'}; exhibits {''.join(cited) or 'none'}.",
        "note": note,
        "live": {"began": began, "milliseconds": _MILLISECONDS[state.pace]} if state.pace in _MILLISECONDS else None,
    }


def _meter(label: str, text: str, share: float) -> dict[str, object]:
    return {"label": label, "text": text, "share": round(min(1.0, share), 4)}


def _events(state: Sitting) -> list[list[object]]:
    script = state.script
    told = [[at, "exhibit", f"{name} is open."] for name, at in script.opens.items() if at <= state.minute]
    told += [[one.minute, "mail", one.text] for one in script.curveballs if one.minute <= state.minute]
    told += [[at, "decision", f"You decided: {option}."] for at, option in state.of("decide")]
    told += [[state.minute, "end", "The drill is over: drill.scorecard()."]] if state.closed else []
    return sorted(told, key=lambda one: one[0])


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
        _group(state, "Time", [("wait:5", "Wait 5 min"), ("wait:15", "Wait 15 min"), ("finish", "Finish")]),
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
        rows = [[str(value) for value in row] for row in head.itertuples(index=False)]
        shown |= {"rows": [[*map(str, frame.columns)], *rows], "says": f"{len(frame):,} rows; the first {len(rows)}:"}
    return shown


def _waiting(state: Sitting, name: str) -> dict[str, object]:
    curveball = next(one for one in state.script.curveballs if one.name == name)
    replies = [{"do": f"reply:{name}:{reply}", "label": text} for reply, text in curveball.replies.items()]
    return {"name": name, "text": curveball.text, "replies": replies}
