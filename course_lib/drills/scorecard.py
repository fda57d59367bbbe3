"""The panel's scorecard: six areas, four levels, and the knock-outs that no sum makes good."""

from collections.abc import Mapping
from dataclasses import dataclass

from course_lib.drills.interview import Sitting
from course_lib.drills.scripts import AREAS, DECIDE_BY, ROLES, TOLD_BY

LEVELS = ((85, "strong hire"), (70, "hire"), (55, "no hire, but persuadable"), (0, "no hire"))


@dataclass(frozen=True)
class Scorecard:
    """Points by area, their sum, the level, and the knock-outs; any of these makes it "no hire"."""

    areas: dict[str, float]
    knock_outs: tuple[str, ...]

    @property
    def total(self) -> float:
        """Points out of 100."""
        return round(sum(self.areas.values()), 1)

    @property
    def level(self) -> str:
        """What the panel says."""
        return LEVELS[-1][1] if self.knock_outs else next(name for least, name in LEVELS if self.total >= least)


def scorecard(state: Sitting, credits: Mapping[str, float], weights: Mapping[str, float]) -> Scorecard:
    """Return the scorecard of a drill.

    Parameters
    ----------
    credits
        The share of its points that each answer earned (0 to 1), by question.
    weights
        The points of each question.
    """
    graded = {area: _graded(names, credits, weights) for area, names in state.script.graded.items()}
    areas = {area: graded.get(area, 0.0) * most for area, most in AREAS.items()}
    asked = sum(text in state.script.decisive for _, text in state.of("ask"))
    areas["diagnosis and statistics"] = 26 * graded["diagnosis and statistics"] + asked
    areas["decision and containment"] = 10 * graded["decision and containment"] + _decided(state)
    areas["escalation and communication"] = _told(state)
    areas["time"] = _in_time(state)
    return Scorecard({area: round(points, 2) for area, points in areas.items()}, tuple(_knock_outs(state, credits)))


def _graded(names: tuple[str, ...], credits: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(credits.get(name, 0.0) * weights[name] for name in names) / sum(weights[name] for name in names)


def _decided(state: Sitting) -> float:
    """Return up to ten points: contained in time 5, a probability and exhibits with it 3, curveballs answered 2."""
    believed, cited = state.of("believe"), state.of("cite")
    contained = _contained(state)
    points = 5.0 * contained
    points += 1.5 * bool(believed and float(believed[-1][1]) >= 0.8) + 1.5 * _cited_what_was_read(state, cited)
    right = {f"{one.name}:{one.right}" for one in state.script.curveballs[:2]}
    return points + sum(text in right for _, text in state.of("reply"))


def _contained(state: Sitting) -> bool:
    """Say whether what held at the deadline, the last decision before it, contains the harm."""
    in_time = [option for minute, option in state.of("decide") if minute <= DECIDE_BY]
    return bool(in_time) and in_time[-1] in state.script.contains


def _cited_what_was_read(state: Sitting, cited: list[tuple[int, str]]) -> bool:
    """Say whether the last citation names two exhibits or more, all of which were looked at."""
    named = cited[-1][1].split(",") if cited else []
    return len(named) > 1 and {*named} <= {name for _, name in state.of("read")}


def _told(state: Sitting) -> float:
    """Return up to fifteen points: order of the path 8, everybody by minute 80 3, an owner 2, the last curveball 2."""
    told = [role for _, role in state.of("tell")]
    pairs = [(told.index(a) < told.index(b)) for i, a in enumerate(ROLES) for b in ROLES[i + 1 :] if {a, b} <= {*told}]
    order = 8 * sum(pairs) / 10
    contained = next((i for i, (_, text) in enumerate(state.log) if text.startswith("decide:")), len(state.log))
    lawyers = next((i for i, (_, text) in enumerate(state.log) if text == "tell:legal"), None)
    if lawyers is not None and lawyers < contained:
        order = min(order, 3.0)  # never before a decision
    in_time = 3 * sum(minute <= TOLD_BY for minute, _ in state.of("tell")) / len(ROLES)
    last = state.script.curveballs[-1]
    replied = any(text == f"{last.name}:{last.right}" for _, text in state.of("reply"))
    return order + in_time + 2 * bool(state.of("own")) + 2 * replied


def _in_time(state: Sitting) -> float:
    """Return five points for a decision by minute 60, none from minute 80 on, linear between."""
    decided = state.of("decide")
    return 5 * min(1.0, max(0.0, (80 - decided[0][0]) / 20)) if decided else 0.0


def _knock_outs(state: Sitting, credits: Mapping[str, float]) -> list[str]:
    fairness = state.script.graded["fairness and harm"]
    found = []
    if not any(credits.get(name) for name in fairness):
        found.append("No question about bias was answered.")
    if not _contained(state):
        found.append(f"No decision that contains the harm held at minute {DECIDE_BY}.")
    if not any(credits.get(name) for name in state.script.delay):
        found.append("Labels that are not in yet were not corrected for.")
    if not state.of("own"):
        found.append("Nobody owns the watch after today.")
    return found
