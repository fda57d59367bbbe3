"""The end of an incident on the panel, as plain data: what it was worth, the time line, the curves, what to hand in."""

from course_lib.drills.clocks import legal_clock
from course_lib.drills.debrief import BESIDE, parting, side_by_side, truth
from course_lib.drills.history import curve, untouched
from course_lib.drills.replay import BEST, NOTHING, can_judge, line, scored
from course_lib.drills.scoring import Score
from course_lib.drills.state import State
from course_lib.drills.world import HORIZON
from course_lib.ui.line_chart import line_chart

PARTS = {"outcome": 40, "process": 40, "justification": 20}  # points
_TICKS = [(minute, str(minute)) for minute in range(0, HORIZON + 1, 60)]


def incident_end(state: State, hand_in: str) -> dict[str, object]:
    """Return the debrief of a closed run: everything that is told only now."""
    end = {"heading": "Over: the run is marked by the grader", "said": [], "tables": []}
    return end | (_judged(state) if can_judge() else {}) | {"charts": incident_charts(state), "hand_in": hand_in}


def _judged(state: State) -> dict[str, object]:
    """Return what is said of the run where the best line is installed."""
    score = scored(state)
    return {
        "heading": f"Over: {score.total:g} of 100",
        "said": [parts_said(score), most_lost(score), truth(state), parting(state), *legal_clock(state.world)],
        "tables": [
            {"title": "Points and why", "columns": ["Item", "Points", "Why"], "rows": item_rows(score)},
            {
                "title": "Time line, beside the best line",
                "columns": list(BESIDE),
                "rows": [list(row) for row in side_by_side(state)],
            },
        ],
    }


def parts_said(score: Score) -> str:
    """Return the three parts of the score in a sentence."""
    return ", ".join(f"{name} {score.part(name):.1f} of {most}" for name, most in PARTS.items()).capitalize() + "."


def most_lost(score: Score) -> str:
    """Return in a sentence where most points were lost."""
    lost = max(score.items, key=lambda one: one.most - one.points)
    return f"Most was lost on {lost.about}, {lost.most - lost.points:.1f} points: {lost.why}"


def item_rows(score: Score) -> list[list[str]]:
    """Return the items of the score with their points and why."""
    return [[one.about, _points(one.points, one.most), one.why] for one in score.items]


def _points(points: float, most: float) -> str:
    return f"{points:.1f} of {most:g}" if points >= 0 else f"{-points:.1f} taken off"


def incident_charts(state: State) -> list[dict[str, object]]:
    """Return the curves of loss and exposure; the best line is drawn only when the run is over."""
    return [_loss(state), _exposure(state)]


def _loss(state: State) -> dict[str, object]:
    seed = state.world.seed
    series = {"this run": curve(state), "nothing done": untouched(state.world)}
    alt = (
        f"Expected loss over the minutes: this run USD {state.loss:,.0f},000 so far, at minute {state.minute}; doing "
        f"nothing comes to USD {line(seed, NOTHING).loss:,.0f},000 at minute {HORIZON}."
    )
    if state.closed and can_judge():
        series["best line"] = curve(line(seed, BEST))
        alt = (
            f"Expected loss over the minutes, at the end: this run USD {state.loss:,.0f},000, doing nothing USD "
            f"{line(seed, NOTHING).loss:,.0f},000, the best line USD {line(seed, BEST).loss:,.0f},000."
        )
    points = {name: [(one.minute, one.loss) for one in states] for name, states in series.items()}
    return line_chart("Expected loss", points, x="minute", y="thousand USD", ticks=_TICKS, alt=alt)


def _exposure(state: State) -> dict[str, object]:
    states = curve(state)
    left = [(one.minute, 100 * one.exposed * one.factor) for one in states]
    series = {
        "on the new version": [(one.minute, 100 * one.exposed) for one in states],
        "of it not contained": left,
    }
    alt = (
        f"Users exposed over the minutes: {state.world.exposed:.0%} at the alert, {states[-1].exposed:.0%} at minute "
        f"{states[-1].minute}; counting what containment leaves of the harm, {left[-1][1]:.0f}% then."
    )
    return line_chart("Exposure", series, x="minute", y="% of users", ticks=_TICKS, alt=alt)
