"""What the incident's panel shows, as plain data: it is computed here and only drawn in the browser."""

from collections.abc import Iterable, Iterator

from course_lib.drills.actions import ACTIONS, UNKNOWN
from course_lib.drills.card import HOUSE_RULES, card_rows
from course_lib.drills.history import moments
from course_lib.drills.incident import possible
from course_lib.drills.replay import NOTHING, line
from course_lib.drills.stages import EXHIBITS
from course_lib.drills.state import REPLY_WITHIN, State
from course_lib.drills.world import HORIZON, ROLES
from course_lib.ui.incident_end import incident_charts, incident_end

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
    "roll_back": "Roll back",
    "lift": "Lift restrictions",
    "keep evidence": "Keep evidence",
    "fix": "Fix: {}",
    "watch": "Watch the rate",
    "update": "Status update",
    "notice": "Notice to customers",
    "start clock": "Start legal clock: a reportable event",
    "wait": "Wait {} min",
    "close": "Close the incident",
}
_CONTAIN = {"pause": "Pause the roll-out", "limit": "Limited use", "switch off": "Switch off"}
_SAID = {"look": "Look at the {}", "believe": "Probability of harm: {}", "name": "Named cause: {}", "cite": "Cite {}"}


def incident_view(state: State, note: str, hand_in: str) -> dict[str, object]:
    """Return everything that the panel shows of a run; `hand_in` is said of it when it is over."""
    world, now, stated = state.world, set(possible(state)), _stated(state)
    return {
        "title": f"Incident: {world.stage.product}",
        "minute": state.minute,
        "horizon": HORIZON,
        "over": state.closed,
        "count": len(state.log),
        "meters": _meters(state),
        "card": {"title": "The card", "rows": [list(row) for row in card_rows(world)]},
        "rules": {"title": "The rules of the house", "lines": list(HOUSE_RULES)},
        "standing": [
            ["Containment", state.mode or ("none" if state.growing else "growth paused")],
            ["Joined", ", ".join(role for role in ROLES if state.is_there(role)) or "nobody yet"],
        ],
        "events": [[0, "alert", world.stage.alert], *_events(state)],
        "groups": [_group(state, now, name, kinds) for name, *kinds in _GROUPS],
        "exhibits": [_exhibit(state, now, name) for name in world.stage.exhibits],
        "exhibits_caption": "The figures: how often the exhibit speaks (finds something), if this is the cause.",
        "waiting": [_waiting(state, name) for name in state.open_injects()] if not state.closed else [],
        "charts": [] if state.closed else incident_charts(state),
        "answers": [],
        "causes": [*world.stage.causes, UNKNOWN],
        "belief_label": "Probability that somebody is harmed: that it is not the labels ",
        "stated": stated,
        "stated_text": f"Stated: belief {stated['believe'] or 'none'}; cause {stated['name'] or 'none'}; exhibits "
        f"{stated['cite'] or 'none'}.",
        "note": note,
        "live": None,
        "end": incident_end(state, hand_in) if state.closed else None,
    }


def _meters(state: State) -> list[dict[str, object]]:
    nothing = line(state.world.seed, NOTHING).loss
    share = state.loss / nothing
    about = f"{share:.0%} of that of doing nothing, USD {nothing:,.0f},000"
    users = f"{state.exposed * state.world.users:,.0f} of {state.world.users:,} {state.world.stage.users}"
    return [
        _meter(
            "Clock", f"minute {state.minute} of {HORIZON}", f"{HORIZON - state.minute} min left", state.minute / 240
        ),
        _meter("Exposed to the new version", f"{state.exposed:.0%}", users, state.exposed),
        _meter("Expected loss so far", f"USD {state.loss * 1000:,.0f}", about, min(1.0, share)),
    ]


def _meter(label: str, text: str, about: str, share: float) -> dict[str, object]:
    return {"label": label, "text": text, "about": about, "share": round(share, 4)}


def _events(state: State) -> Iterator[list[object]]:
    """Yield what was done and what happened, in the order of the log: new lines only ever come at the end."""
    for one in moments(state):
        yield [one.before.minute, "you", _words(state, one.text)]
        yield from ([event.minute, event.kind, event.text] for event in one.events)


def _words(state: State, text: str) -> str:
    """Return an action as the panel calls it."""
    kind, _, argument = text.partition(":")
    if kind == "reply":
        name, _, reply = argument.partition(":")
        return f"Reply to {name}: " + next(one.replies[reply] for _, one in state.world.injects if one.name == name)
    return _label(state, kind, argument)


def _label(state: State, kind: str, argument: str) -> str:
    if kind == "contain":
        return _CONTAIN.get(argument, f"Fallback: {state.world.stage.fallback}")
    return (_LABELS | _SAID)[kind].format(argument)


def _group(state: State, now: set[str], name: str, kinds: Iterable[str]) -> dict[str, object]:
    buttons = []
    for kind in kinds:
        action = ACTIONS[kind]
        for argument in action.arguments(state.world):
            text = f"{kind}:{argument}" if argument else kind
            minutes = f"{action.minutes} min" if kind != "wait" else ""
            label = _label(state, kind, argument)
            buttons.append({"do": text, "label": label, "minutes": minutes, "possible": text in now})
    return {"name": name, "buttons": buttons}


def _exhibit(state: State, now: set[str], name: str) -> dict[str, object]:
    exhibit, said = EXHIBITS[name], dict(one.split("=") for one in state.known).get(name)
    chances = zip(state.world.stage.causes, state.world.likelihoods[name], strict=True)
    return {
        "do": f"look:{name}",
        "name": name,
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
    minute, inject = next(one for one in state.world.injects if one[1].name == name)
    replies = [{"do": f"reply:{name}:{reply}", "label": text} for reply, text in inject.replies.items()]
    return {"name": name, "text": f"By minute {minute + REPLY_WITHIN}: {inject.text}", "replies": replies}


def _stated(state: State) -> dict[str, str]:
    """Return the last belief, named cause and citation of the run."""
    stated = {"believe": "", "name": "", "cite": ""}
    for _, text in state.log:
        kind, _, argument = text.partition(":")
        if kind in stated:
            stated[kind] = argument
    return stated
