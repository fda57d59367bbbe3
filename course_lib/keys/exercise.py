"""An exercise: the questions of one exhibit, and how a strong candidate talks about them."""

from dataclasses import dataclass

from course_lib.core.question import Question


@dataclass(frozen=True)
class Exercise:
    """Questions that belong together.

    `strong_answer` is the model answer with question names as slots in braces; `follow_up` is what the panel asks next.
    """

    questions: tuple[Question, ...]
    strong_answer: str
    follow_up: str
