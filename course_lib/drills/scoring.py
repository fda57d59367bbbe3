"""What a run is worth: outcome 40, process 40, justification 20. Every item of the process has its negative twin."""

from dataclasses import dataclass

from course_lib.drills.justification import JUSTIFICATION
from course_lib.drills.process import PROCESS
from course_lib.drills.state import State

OUTCOME = 40  # of 100; the process has 40, the justification 20


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
        f"Expected loss {state.loss:,.0f} thousand dollars; doing nothing {nothing:,.0f}, the best line {best:,.0f}.",
    )
    process = [Item("process", *line(state)) for line in PROCESS]
    return Score((outcome, *process, *(Item("justification", *line(state)) for line in JUSTIFICATION)))
