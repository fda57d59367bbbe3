"""An exercise: the questions of one exhibit, and how a strong candidate talks about them; and what is taken away."""

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


@dataclass(frozen=True)
class Artefact:
    """A file that the learner takes to the interview, made of their own right answers.

    `text` holds question names in braces; a "fields" question stands for its sentence, and `{question.field}` for one
    of its fields. `{card.power}` is the figure of the card that code finds as
    `power`. `{figures}` is the table of all figures with their definitions, `{talks}` all model answers.
    `file` ends in .md, .yaml or .ics; the text of the last is TOML, as `course_lib.portfolio.calendar` describes it.
    """

    file: str
    text: str

    @property
    def is_calendar(self) -> bool:
        """Whether the file is a calendar."""
        return self.file.endswith(".ics")
