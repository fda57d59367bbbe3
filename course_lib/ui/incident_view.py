"""What the incident's panel shows, as plain data: it is computed here and only drawn in the browser."""

from collections.abc import Iterable

from course_lib.drills.actions import ACTIONS, UNKNOWN
from course_lib.drills.incident import possible
from course_lib.drills.replay import NOTHING, line
from course_lib.drills.stages import EXHIBITS
from course_lib.drills.state import Event, State
from course_lib.drills.world import HORIZON, ROLES

_GROUPS = (
    ("Who comes", "declare", "page"),
    ("Containment", "contain", "roll_back", "lift"),
    ("Evidence and repair", "keep evidence", "fix", "watch"),
    ("Who is told", "update", "notice", "start clock"),
    ("Time", "wait", "close"),
)
_LABELS = {
    "declare": "Declare severity {}",
    "page": "Page {}",
    "contain": "Contain: {}",
    "roll_back": "Roll back",
    "lift": "Lift restrictions",
    "keep evidence": "Keep evidence",
    "fix": "Fix: {}",
    "watch": "Watch the rate",
    "update": "Status update",
    "notice": "Notice to customers",
    "start clock": "Start legal clock",
    "wait": "Wait {} min",
    "close": "Close the incident",
}


def incident_view(state: State, events: Iterable[Event], note: str = "") -> dict[str, object]:
    """Return everything that the panel shows of a run."""
    world, now = state.world, set(possible(state))
    nothing = line(world.seed, NOTHING).loss
    return {
        "title": f"Incident: {world.stage.product}",
        "alert": world.stage.alert,
        "minute": state.minute,
        "horizon": HORIZON,
        "over": state.closed,
        "count": len(state.log),
        "meters": [
            _meter("Clock", f"minute {state.minute} of {HORIZON}", state.minute / HORIZON),
            _meter("Users on the new version", f"{state.exposed:.0%}", state.exposed),
            _meter("Expected loss so far", f"USD {state.loss * 1000:,.0f}", min(1.0, state.loss / nothing)),
        ],
        "standing": [
            ["Containment", state.mode or ("none" if state.growing else "growth paused")],
            ["Joined", ", ".join(role for role in ROLES if state.is_there(role)) or "nobody yet"],
        ],
        "events": [[0, "alert", world.stage.alert], *([one.minute, one.kind, one.text] for one in events)],
        "groups": [_group(state, now, name, kinds) for name, *kinds in _GROUPS],
        "exhibits": [_exhibit(state, now, name) for name in world.stage.exhibits],
        "waiting": [_waiting(state, name) for name in state.open_injects()],
        "exhibits_caption": "The figures: how often the exhibit speaks, if this is the cause.",
        "answers": [],
        "causes": [*world.stage.causes, UNKNOWN],
        "stated": (stated := _stated(state)),
        "stated_text": f"Stated: belief {stated['believe'] or 'none'}; cause {stated['name'] or 'none'}; exhibits "
        f"{stated['cite'] or 'none'}.",
        "note": note,
        "live": None,
    }


def _meter(label: str, text: str, share: float) -> dict[str, object]:
    return {"label": label, "text": text, "share": round(share, 4)}


def _group(state: State, now: set[str], name: str, kinds: Iterable[str]) -> dict[str, object]:
    buttons = []
    for kind in kinds:
        action = ACTIONS[kind]
        for argument in action.arguments(state.world):
            text = f"{kind}:{argument}" if argument else kind
            minutes = f"{action.minutes} min" if kind != "wait" else ""
            label = _LABELS[kind].format(argument)
            buttons.append({"do": text, "label": label, "minutes": minutes, "possible": text in now})
    return {"name": name, "buttons": buttons}


def _exhibit(state: State, now: set[str], name: str) -> dict[str, object]:
    exhibit, said = EXHIBITS[name], dict(one.split("=") for one in state.known).get(name)
    chances = zip(state.world.stage.causes, state.world.likelihoods[name], strict=True)
    return {
        "do": f"look:{name}",
        "name": f"the {name}",
        "minutes": f"{exhibit.minutes} min",
        "possible": f"look:{name}" in now,
        "says": "not looked at"
        if said is None
        else f"speaks: {exhibit.speaks}"
        if said == "yes"
        else f"silent: {exhibit.silent}",
        "chances": [[cause, f"{chance:.0%}"] for cause, chance in chances],
    }


def _waiting(state: State, name: str) -> dict[str, object]:
    inject = next(one for _, one in state.world.injects if one.name == name)
    replies = [{"do": f"reply:{name}:{reply}", "label": text} for reply, text in inject.replies.items()]
    return {"name": name, "text": inject.text, "replies": replies}


def _stated(state: State) -> dict[str, str]:
    """Return the last belief, named cause and citation of the run."""
    stated = {"believe": "", "name": "", "cite": ""}
    for _, text in state.log:
        kind, _, argument = text.partition(":")
        if kind in stated:
            stated[kind] = argument
    return stated
