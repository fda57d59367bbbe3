"""The run of a simulation as an answer: a line that says whose it is, and its actions. It is marked by replay."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from course_lib.core.answers import NotAnAnswer
from course_lib.core.case import Case
from course_lib.core.question import Question

Replay = Callable[[Case, Sequence[str]], tuple[float, str]]
MOST_ACTIONS = 99  # with the line that says what they belong to, as many as an answer may hold


@dataclass(frozen=True)
class Run:
    """The lines of a run. `replay` gives the share earned (0 to 1) and a sentence; it is pure. None: a sealed build."""

    replay: Replay | None

    wanted = "the list that drill.hand_in() shows once the run is over"

    def read(self, plain: object) -> tuple[str, ...] | None:
        """Return the lines; raise NotAnAnswer if it is no list of text."""
        if plain is None or plain == []:
            return None
        if not isinstance(plain, list) or not all(isinstance(one, str) for one in plain):
            raise NotAnAnswer(f"This is not a run; this question wants {self.wanted}.")
        return tuple(plain)

    def mark(
        self, lines: Sequence[str], question: Question, case: Case, earlier: Mapping[str, object]
    ) -> tuple[str, float, str]:
        """Return kind, credit and sentence of what the replay came to."""
        credit, sentence = self.replay(case, lines)
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
