"""What a run is worth: outcome 40, process 40, justification 20. Every item of the process has its negative twin."""

from collections.abc import Callable
from dataclasses import dataclass

from course_lib.drills.actions import UNKNOWN
from course_lib.drills.incident import State
from course_lib.drills.stages import CAUSES, GLITCH
from course_lib.drills.world import ROLES

OUTCOME, PROCESS, JUSTIFICATION = 40, 40, 20
_DEADLINES = {"incident commander": 5, "engineer": 5, "legal": 30, "communications": 30, "sponsor": 60}
_UPDATE_EVERY = 30


@dataclass(frozen=True)
class Item:
    """One line of the score: its part, what it is about, points earned and possible, and why."""

    part: str
    about: str
    points: float
    most: float
    why: str


@dataclass(frozen=True)
class Score:
    """The score of a run: its lines, and the sums of the three parts (never below nothing)."""

    items: tuple[Item, ...]

    def part(self, name: str) -> float:
        """Return the points of one part."""
        return max(0.0, sum(one.points for one in self.items if one.part == name))

    @property
    def total(self) -> float:
        """Points out of 100."""
        return round(sum(self.part(name) for name in ("outcome", "process", "justification")), 1)


def score(state: State, *, nothing: float, best: float) -> Score:
    """Return the score of a finished run; `nothing` and `best` are the expected losses of these two lines."""
    spared = (nothing - state.loss) / (nothing - best)
    outcome = Item(
        "outcome",
        "expected loss",
        OUTCOME * min(1.0, max(0.0, spared)),
        OUTCOME,
        f"Expected loss {state.loss:,.0f} thousand dollars; {nothing:,.0f} if nothing is done, {best:,.0f} on the best line.",
    )
    process = [Item("process", *line(state)) for line in _PROCESS]
    return Score((outcome, *process, *(Item("justification", *line(state)) for line in _JUSTIFICATION)))


Line = tuple[str, float, float, str]


def _first_containment(state: State) -> int | None:
    return state.first("contain:limit", "contain:fallback", "contain:switch off", "roll_back")


# ------------------------------------------------------------------------------------------------------------ process


def _called(state: State) -> Line:
    """Roles: each paged by its deadline; twin: lawyers, press and sponsor before any containment."""
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
    """Severity by minute ten; twin: too low a level."""
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
    """Containment by minute twenty; twin: lifted while it was still there."""
    at = _first_containment(state)
    lifted = _lifted_too_early(state)
    if lifted is not None:
        return "containment", -4, 6, f"Lifted at minute {lifted} with the cause still there."
    if at is None:
        return "containment", 0, 6, "Nothing was contained. A pause stops the growth, not the harm."
    return "containment", 6 if at <= 20 else 3 if at <= 40 else 0, 6, f"Contained at minute {at}."


def _lifted_too_early(state: State) -> int | None:
    """Return when the restrictions were lifted before any fix or roll-back had been tried."""
    lifted, mended = state.first("lift"), state.first("fix", "roll_back")
    return lifted if lifted is not None and (mended is None or lifted < mended) else None


def _evidence(state: State) -> Line:
    """Evidence before the first change; twin: a change without it."""
    kept, changed = state.first("keep evidence"), state.first("fix", "roll_back")
    if changed is not None and (kept is None or kept > changed):
        return "evidence", -4, 5, "Changed before inputs, outputs and versions were copied: they are gone."
    if kept is None:
        return "evidence", 0, 5, "Nothing was copied."
    return "evidence", 5, 5, "Copied before anything was changed."


def _updates(state: State) -> Line:
    """Status updates at most half an hour apart from the declaration to the end; twin: a flood of them."""
    declared = state.first("declare")
    if declared is None:
        return "status updates", 0, 5, "Without a declaration nobody waits for updates."
    told = [minute for minute, text in state.log if text == "update"]
    end = state.log[-1][0]
    due = max(1, (end - declared) // _UPDATE_EVERY)
    moments = [declared, *told, end]
    kept = sum(later - earlier <= _UPDATE_EVERY for earlier, later in zip(moments, moments[1:], strict=False))
    if len(told) > 2 * due + 2:
        return "status updates", 1, 5, "So many updates that nobody reads them."
    share = kept / (len(moments) - 1) * min(1.0, len(told) / due)
    return "status updates", round(5 * share, 1), 5, f"{len(told)} updates, {due} due."


def _notice(state: State) -> Line:
    """Customers told within the hour, once there is something to say; twin: told before that."""
    at, contained = state.first("notice"), _first_containment(state)
    if at is None:
        return "notice to customers", 0, 3, "Those who were harmed heard nothing."
    if contained is None or at < contained or state.first("declare") is None or at < state.first("declare"):
        return "notice to customers", -3, 3, "Told before severity and containment: nothing to say yet but alarm."
    return "notice to customers", 3 if at <= 60 else 1, 3, f"Told at minute {at}."


def _clock(state: State) -> Line:
    """The legal clock where there is a trigger; twin: one without."""
    trigger, started = state.world.trigger, state.first("start clock")
    if trigger is None or state.log[-1][0] < trigger[0]:
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
    """Replies to the injects; twin: the replies that do damage."""
    given = {text.split(":")[1]: text.split(":")[2] for _, text in state.log if text.startswith("reply:")}
    arrived = [one for minute, one in state.world.injects if minute <= state.log[-1][0]]
    right = [one.name for one in arrived if given.get(one.name) == one.right]
    harmful = [one.name for one in arrived if given.get(one.name) == one.harms]
    points = round(4 * len(right) / max(1, len(arrived)) - 1.5 * len(harmful), 1)
    why = f"{len(right)} of {len(arrived)} answered well"
    return "injects", points, 4, f"{why}; did damage: {', '.join(harmful)}." if harmful else f"{why}."


def _ended(state: State) -> Line:
    """Watched, then closed; twin: closed on a graph that looks fine."""
    closed, watched = state.first("close"), state.first("watch")
    mended = state.first("fix", "roll_back")
    if closed is None:
        return "the end", 0, 2, "Never closed."
    if mended is None or watched is None or watched < mended:
        return "the end", -4, 2, "Closed without a fix that was watched against a number."
    return "the end", 2, 2, "Fixed, watched against a number, closed."


_PROCESS: tuple[Callable[[State], Line], ...] = (
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

# ------------------------------------------------------------------------------------------------------- justification


def _beliefs(state: State) -> Line:
    """Beliefs stated before the first containment or change, and before the end, within a tenth of what follows."""
    stated = [(m, i, float(t.partition(":")[2])) for i, (m, t) in enumerate(state.log) if t.startswith("believe:")]
    acted = next((i for i, (_, t) in enumerate(state.log) if t.startswith(("contain", "roll_back", "fix"))), None)
    before = [one for one in stated if acted is not None and one[1] < acted]
    points, missing = 0.0, []
    for name, pick in (("before the first act", before[-1:]), ("at the end", stated[-1:])):
        if pick and acted is not None and abs(pick[0][2] - belief_at(state, pick[0][1])) <= 0.1:
            points += 4
        else:
            missing.append(name)
    why = f"No belief within 0.1 of what the evidence gives: {', '.join(missing)}." if missing else "Calibrated."
    return "stated belief", points, 8, why


def belief_at(state: State, place: int) -> float:
    """Return the probability of harm at the moment of the action number `place` of the log, by Bayes."""
    from course_lib.drills.incident import play

    return play(state.world.seed, [text for _, text in state.log[:place]]).harm_probability


def _named(state: State) -> Line:
    """The cause named at the end is the likely one; twin: a cause named on too little."""
    named = [t.partition(":")[2] for _, t in state.log if t.startswith("name:")]
    likely, cause = max(zip(state.posterior, state.world.stage.causes, strict=True))
    if not named:
        return "named cause", 0, 4, "No cause was named, not even as unknown."
    if likely < 0.6:
        return (
            ("named cause", 4, 4, "Rightly left open.")
            if named[-1] == UNKNOWN
            else (
                "named cause",
                -2,
                4,
                "A cause was named that the evidence does not carry.",
            )
        )
    if named[-1] == cause:
        return "named cause", 4, 4, "The cause that the evidence carries."
    return "named cause", 0 if named[-1] == UNKNOWN else -2, 4, "Not the cause that the evidence carries."


def _cited(state: State) -> Line:
    """The exhibits cited were seen, and one of them speaks for the cause; twin: cited unseen."""
    cited = [t.partition(":")[2].split(",") for _, t in state.log if t.startswith("cite:")]
    seen = dict(one.split("=") for one in state.known)
    if not cited or not cited[-1][0]:
        return "cited exhibits", 0, 4, "Nothing was cited."
    if unseen := [name for name in cited[-1] if name not in seen]:
        return "cited exhibits", -2, 4, f"Cited without having been looked at: {', '.join(unseen)}."
    cause = max(zip(state.posterior, state.world.stage.causes, strict=True))[1]
    place = state.world.stage.causes.index(cause)
    telling = [name for name in cited[-1] if _speaks_for(state, name, seen[name], place)]
    return (
        ("cited exhibits", 4, 4, "They carry the cause.")
        if telling
        else (
            "cited exhibits",
            1,
            4,
            "Seen, but they do not tell this cause from the others.",
        )
    )


def _speaks_for(state: State, exhibit: str, said: str, place: int) -> bool:
    likely = state.world.likelihoods[exhibit]
    chances = [one if said == "yes" else 1 - one for one in likely]
    others = [one for i, one in enumerate(chances) if i != place]
    return chances[place] >= 1.5 * sum(others) / len(others)


def _consistent(state: State) -> Line:
    """What was done follows from what was believed; twin: certainty without a look."""
    fixed = [t.partition(":")[2] for _, t in state.log if t.startswith("fix:")]
    named = [t.partition(":")[2] for _, t in state.log if t.startswith("name:")]
    stated = [float(t.partition(":")[2]) for _, t in state.log if t.startswith("believe:")]
    if not state.known and stated and (stated[-1] >= 0.95 or stated[-1] <= 0.05):
        return "acts follow beliefs", -2, 4, "Certain without having looked at anything."
    if not fixed or not named or not stated:
        return "acts follow beliefs", 0, 4, "Belief, named cause and fix: one of them is missing."
    fits = fixed[-1] == named[-1] or (named[-1] == UNKNOWN and len(fixed) > 1)
    return (
        "acts follow beliefs",
        4 if fits else 0,
        4,
        "They do." if fits else "The fix is not for the cause that you named.",
    )


_JUSTIFICATION: tuple[Callable[[State], Line], ...] = (_beliefs, _named, _cited, _consistent)
__all__ = ["CAUSES", "GLITCH", "Item", "Score", "belief_at", "score"]
