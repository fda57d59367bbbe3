"""The incident run as a graded question of incident command, and the pages that come of it."""

from collections.abc import Sequence

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.drills.replay import BEST, NOTHING, line, replay, scored, seed_of
from course_lib.drills.runlog import hand_in, handed_in
from course_lib.drills.state import State
from course_lib.forms import Run
from course_lib.keys.exercise import Exercise
from course_lib.wording.telling import tells

FULL_MARKS_FROM = 85  # points of the run, out of 100: a strong hire
_PARTS = (("outcome", 40), ("process", 40), ("justification", 20))


def credit(case: Case, lines: Sequence[str]) -> tuple[float, str]:
    """Return the share of the points that a run earns, and one sentence: full marks from 85 of 100."""
    seed = seed_of(case)
    run = handed_in(lines, case.code, seed)
    if run.refused:
        return 0.0, run.refused
    state, _, counted = replay(seed, run.actions)
    result = scored(state)
    parts = ", ".join(f"{name} {result.part(name):.0f} of {most}" for name, most in _PARTS)
    lost = max(result.items, key=lambda one: one.most - one.points)
    left_out = len(run.actions) - len(counted)
    said = f" {left_out} actions were not possible and count for nothing." if left_out else ""
    return (
        min(1.0, result.total / FULL_MARKS_FROM),
        f"The run is worth {result.total:.0f} of 100: {parts}. Most was lost on {lost.about}. {lost.why}{said}",
    )


@question(
    points=14,
    unit="list of lines",
    kind="run",
    form=Run(credit),
    hint="Play the incident of this case to its end: drill.panel(), or drill.act(...). Then drill.hand_in() shows the "
    "list to copy. Harm first: who must be there before anything can be contained?",
    working="Commander, engineer and severity first, then the fallback; only after that legal, communications and "
    "sponsor. Evidence is copied before anything is changed. Look at what tells the causes apart, state the belief, "
    "fix the likely cause, watch it against a number, close. Update at least every half hour.",
)
def incident_run(case: Case) -> list[str]:
    """The run of this case's incident, from the alert to its end, as `drill.hand_in()` shows it.

    It is played again by the grader and judged on what was known at each moment: the expected loss against doing
    nothing and against the best line (outcome, 40 of 100), who was called, contained, told and when (process, 40),
    stated beliefs, the named cause and what was cited (justification, 20). From 85 of 100 on it earns all points,
    below in proportion. Copy the list whole: a changed line is refused. The incident is over when it is closed, or at
    minute 240.
    """
    state = line(seed_of(case), BEST)
    return hand_in(case.code, seed_of(case), [text for _, text in state.log])


def played(case: Case, lines: Sequence[str]) -> State:
    """Return where a run that was handed in stood at its end."""
    return replay(seed_of(case), lines[1:])[0]


@tells(incident_run)
def contained_after(case: Case, lines: Sequence[str]) -> str:
    """Return after how many minutes the harm was contained."""
    minute = contained_at(played(case, lines))
    return "not at all" if minute is None else f"{minute} minutes"


def contained_at(state: State) -> int | None:
    """Return the minute of the first containment."""
    return state.first("contain:limit", "contain:fallback", "contain:switch off", "roll_back")


@tells(incident_run)
def spared(case: Case, lines: Sequence[str]) -> str:
    """Return the expected loss spared, as a share of that of doing nothing."""
    return f"{1 - played(case, lines).loss / line(seed_of(case), NOTHING).loss:.0%}"


@tells(incident_run)
def first_belief(case: Case, lines: Sequence[str]) -> str:
    """Return the probability of harm stated first."""
    return (_stated(played(case, lines), "believe") or ["no stated figure"])[0]


@tells(incident_run)
def last_belief(case: Case, lines: Sequence[str]) -> str:
    """Return the probability of harm stated last."""
    return (_stated(played(case, lines), "believe") or ["no stated figure"])[-1]


@tells(incident_run)
def named_cause(case: Case, lines: Sequence[str]) -> str:
    """Return the cause named last."""
    return (_stated(played(case, lines), "name") or ["not known yet"])[-1]


def _stated(state: State, kind: str) -> list[str]:
    return [text.partition(":")[2] for _, text in state.log if text.startswith(f"{kind}:")]


EXERCISES = {
    "incident": Exercise(
        questions=(incident_run,),
        strong_answer=(
            "I took {incident_run}. Harm was contained after {incident_run.contained_after}, before anybody knew the "
            "cause: the fallback is cheap and can be undone. Lawyers, press and sponsor come after that, not before. "
            "My belief that somebody was harmed went from {incident_run.first_belief} to {incident_run.last_belief}, "
            "on exhibits that I can name and on what the fix did; at the end I named: {incident_run.named_cause}. "
            "Evidence is copied before anything is changed. Against doing nothing, {incident_run.spared} of the "
            "expected loss was spared. It does not hang on whether the fix happened to help."
        ),
        follow_up="Which one exhibit moved you most, and would you have contained without it?",
    ),
}
