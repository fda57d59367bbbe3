"""What a run's process is worth: forty points, and every item has a negative twin. Each function judges one item."""

from collections.abc import Callable
from itertools import pairwise

from course_lib.drills.incident import belief_at
from course_lib.drills.state import State
from course_lib.drills.world import ROLES

Line = tuple[str, float, float, str]  # what about, points, most, why
_DEADLINES = {"incident commander": 5, "engineer": 5, "legal": 30, "communications": 30, "sponsor": 60}
_UPDATE_EVERY = 30
HARM_UNLIKELY = 0.2  # the probability of harm up to which restrictions may go without a fix


def _first_containment(state: State) -> int | None:
    return state.first("contain:limit", "contain:fallback", "contain:switch off", "roll_back")


def _called(state: State) -> Line:
    """Judge who was called: each paged by its deadline; twin: lawyers, press and sponsor before any containment."""
    paged = {role: state.first(f"page:{role}") for role in ROLES}
    in_time = [role for role in ROLES if paged[role] is not None and paged[role] <= _DEADLINES[role]]
    worth = {"incident commander": 2, "engineer": 2, "legal": 1, "communications": 1, "sponsor": 1}
    contained = _first_containment(state)
    early = [role for role in ROLES[2:] if paged[role] is not None and (contained is None or paged[role] < contained)]
    points = sum(worth[role] for role in in_time) - 2 * len(early)
    if early:
        return "who was called", points, 7, f"Called before anything was contained: {', '.join(early)}."
    late = [role for role in ROLES if role not in in_time]
    return "who was called", points, 7, f"Not in time: {', '.join(late)}." if late else "Everybody in time."


def _severity(state: State) -> Line:
    """Judge the severity: by minute ten; twin: too low a level."""
    declared = next(((m, t.partition(":")[2]) for m, t in state.log if t.startswith("declare:")), None)
    if declared is None:
        return "severity", 0, 4, "No severity was declared, so nobody knew how fast to come."
    minute, level = declared
    if level > state.world.severity:
        return "severity", -3, 4, "Declared too low: in doubt take the higher one."
    if level < state.world.severity:
        return "severity", 1, 4, "Declared too high: the table on the card decides."
    return "severity", 4 if minute <= 10 else 2, 4, "Right." if minute <= 10 else "Right, and late."


def _contained(state: State) -> Line:
    """Judge the containment: by minute twenty; twin: lifted while it was still there."""
    at = _first_containment(state)
    lifted = _lifted_too_early(state)
    if lifted is not None:
        return "containment", -4, 6, f"Lifted at minute {lifted}, before a fix and with harm still likely."
    if at is None:
        return "containment", 0, 6, "Nothing was contained. A pause stops the growth, not the harm."
    return "containment", 6 if at <= 20 else 3 if at <= 40 else 0, 6, f"Contained at minute {at}."


def _lifted_too_early(state: State) -> int | None:
    """Return when restrictions were lifted before any fix or roll-back, on evidence that did not speak for it."""
    lifted, mended = state.first("lift"), state.first("fix", "roll_back")
    if lifted is None or (mended is not None and mended < lifted):
        return None
    place = next(i for i, (_, text) in enumerate(state.log) if text == "lift")
    return lifted if belief_at(state, place) > HARM_UNLIKELY else None


def _evidence(state: State) -> Line:
    """Judge the evidence: copied before the first change; twin: a change without it."""
    kept, changed = state.first("keep evidence"), state.first("fix", "roll_back")
    if changed is not None and (kept is None or kept > changed):
        return "evidence", -4, 5, "Changed before inputs, outputs and versions were copied: they are gone."
    if kept is None:
        return "evidence", 0, 5, "Nothing was copied."
    return "evidence", 5, 5, "Copied before anything was changed."


def _updates(state: State) -> Line:
    """Judge the updates: at most half an hour apart from the declaration to the end; twin: a flood of them."""
    declared = state.first("declare")
    if declared is None:
        return "status updates", 0, 5, "Without a declaration nobody waits for updates."
    told = [minute for minute, text in state.log if text == "update"]
    end = state.ended
    due = max(1, (end - declared) // _UPDATE_EVERY)
    moments = [declared, *told, end]
    kept = sum(later - earlier <= _UPDATE_EVERY for earlier, later in pairwise(moments))
    if len(told) > 2 * due + 2:
        return "status updates", 1, 5, "So many updates that nobody reads them."
    share = kept / (len(moments) - 1) * min(1.0, len(told) / due)
    return "status updates", round(5 * share, 1), 5, f"{len(told)} updates, {due} due."


def _notice(state: State) -> Line:
    """Judge the notice: within the hour, once there is something to say; twin: told before that."""
    at, contained = state.first("notice"), _first_containment(state)
    if at is None:
        return "notice to customers", 0, 3, "Nobody was told within the hour that something was wrong and contained."
    if contained is None or at < contained or state.first("declare") is None or at < state.first("declare"):
        return "notice to customers", -3, 3, "Told before severity and containment: nothing to say yet but alarm."
    return "notice to customers", 3 if at <= 60 else 1, 3, f"Told at minute {at}."


def _clock(state: State) -> Line:
    """Judge the legal clock: started where there is a trigger; twin: one without."""
    trigger, started = state.world.trigger, state.first("start clock")
    if trigger is None or state.ended < trigger[0]:
        if started is None:
            return "legal clock", 4 if state.first("page:legal") is not None else 0, 4, "No trigger, no clock."
        return "legal clock", -4, 4, "A clock was started without a trigger."
    if started is None:
        return "legal clock", -2, 4, f"{trigger[1].name} at minute {trigger[0]}: awareness was never written down."
    if started < trigger[0]:
        return "legal clock", -4, 4, "A clock was started before there was a trigger."
    in_time = started - trigger[0] <= 30
    return (
        "legal clock",
        4 if in_time else 1,
        4,
        f"Awareness written down {started - trigger[0]} minutes after the report.",
    )


def _replies(state: State) -> Line:
    """Judge the replies to the injects; twin: the replies that do damage."""
    given = {text.split(":")[1]: text.split(":")[2] for _, text in state.log if text.startswith("reply:")}
    arrived = [one for minute, one in state.world.injects if minute <= state.ended]
    right = [one.name for one in arrived if given.get(one.name) == one.right]
    harmful = [one.name for one in arrived if given.get(one.name) == one.harms]
    points = round(4 * len(right) / max(1, len(arrived)) - 1.5 * len(harmful), 1)
    why = f"{len(right)} of {len(arrived)} answered well"
    missed = [one.name for one in arrived if one.name not in given]
    parts = (why, harmful and f"did damage: {', '.join(harmful)}", missed and f"no reply: {', '.join(missed)}")
    return "requests", points, 4, "; ".join(part for part in parts if part) + "."


def _ended(state: State) -> Line:
    """Judge the end: watched, then closed; twin: closed on a graph that looks fine."""
    closed, watched = state.first("close"), state.first("watch")
    mended = state.first("fix", "roll_back")
    if closed is None:
        return "the end", 0, 2, "Never closed."
    if mended is None or watched is None or watched < mended:
        return "the end", -4, 2, "Closed without a fix that was watched against a number."
    if state.world.cause not in state.mended:
        return "the end", -4, 2, "Closed with the rate where it was."
    return "the end", 2, 2, "Fixed, watched against a number, closed."


PROCESS: tuple[Callable[[State], Line], ...] = (
    _called,
    _severity,
    _contained,
    _evidence,
    _updates,
    _notice,
    _clock,
    _replies,
    _ended,
)
