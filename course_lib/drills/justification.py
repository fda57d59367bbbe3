"""What a run's justification is worth: twenty points, for beliefs, the named cause, what was cited, what followed."""

from collections.abc import Callable

from course_lib.drills.actions import UNKNOWN
from course_lib.drills.incident import belief_at
from course_lib.drills.process import Line
from course_lib.drills.state import State


def _beliefs(state: State) -> Line:
    """Judge the beliefs, before the first act and at the end: within a tenth of what the evidence gives."""
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


def _named(state: State) -> Line:
    """Judge the named cause: the likely one at the end; twin: a cause named on too little."""
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
    """Judge what was cited: seen, and one of them speaks for the cause; twin: cited unseen."""
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
    """Judge the acts: the last fix is for the cause named when it began; twin: certainty without a look."""
    fixed = [t.partition(":")[2] for _, t in state.log if t.startswith("fix:")]
    named = [t.partition(":")[2] for _, t in state.log if t.startswith("name:")]
    stated = [float(t.partition(":")[2]) for _, t in state.log if t.startswith("believe:")]
    if not state.known and stated and (stated[-1] >= 0.95 or stated[-1] <= 0.05):
        return "acts follow beliefs", -2, 4, "Certain without having looked at anything."
    if not fixed or not named or not stated:
        return "acts follow beliefs", 0, 4, "Belief, named cause and fix: one of them is missing."
    place = max(i for i, (_, text) in enumerate(state.log) if text.startswith("fix:"))
    before = [text.partition(":")[2] for _, text in state.log[:place] if text.startswith("name:")]
    fits = (before or named)[-1] in (fixed[-1], UNKNOWN)
    return (
        "acts follow beliefs",
        4 if fits else 0,
        4,
        "They do." if fits else "The fix is not for the cause that you named.",
    )


JUSTIFICATION: tuple[Callable[[State], Line], ...] = (_beliefs, _named, _cited, _consistent)
