"""The run of a simulation as an answer: the list of actions. It is marked by replaying it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from course_lib.core.answers import NotAnAnswer
from course_lib.core.case import Case
from course_lib.core.question import Question

Replay = Callable[[Case, Sequence[str]], tuple[float, str]]
MOST_ACTIONS = 100


@dataclass(frozen=True)
class Run:
    """A list of actions. `replay` gives the share earned (0 to 1) and a sentence; it is pure."""

    replay: Replay | None

    wanted = f"the list of actions that the finished run shows (at most {MOST_ACTIONS})"

    def read(self, plain: object) -> tuple[str, ...] | None:
        """Return the actions; raise NotAnAnswer if it is no list of text."""
        if plain is None or plain == []:
            return None
        if not isinstance(plain, list) or not all(isinstance(one, str) for one in plain):
            raise NotAnAnswer(f"This is not a run; this question wants {self.wanted}.")
        return tuple(plain[:MOST_ACTIONS])

    def mark(
        self, actions: Sequence[str], question: Question, case: Case, earlier: Mapping[str, object]
    ) -> tuple[str, float, str]:
        """Return kind, credit and sentence of what the replay came to."""
        credit, sentence = self.replay(case, actions)
        return "right" if credit >= 1 else "partly" if credit > 0 else "not yet", min(1.0, credit), sentence

    def collides(self, question: Question, case: Case) -> bool:
        """Say that nothing collides: a run is compared with nothing."""
        return False

    def complete(self, question: Question, case: Case, wrong: object) -> object:
        """Return the answer of somebody who makes the mistake `wrong`: the mistake itself."""
        return wrong

    def as_data(self) -> dict[str, object]:
        """Return the form as JSON data, without what only the key knows."""
        return {"form": "run"}
