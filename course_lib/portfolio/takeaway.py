"""A learner's right answers as text, for model answers and artefacts."""

from collections.abc import Iterable, Mapping

from course_lib.core.case import Case
from course_lib.core.question import Question
from course_lib.forms import Fields, Run
from course_lib.wording.figures import fields_shown, sentence, shown_answer


def card_figures(card: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return the figures of a case's card as `card.name`, by the last part of the name that code finds them under."""
    return {f"card.{where.rpartition('.')[2]}": figure for _, figure, where in card if where}


def own_figures(questions: Iterable[Question], right: Mapping[str, object], case: Case) -> dict[str, str]:
    """Return the figures that a learner has earned, by question name; fields also as `question.field`.

    What a question `tells` of its right answer comes under `question.name_of_the_way`.

    Parameters
    ----------
    right
        The plain answers that were right, by question. Fields may repeat an earlier answer that was wrong, and many
        runs are right; so these are shown as the learner gave them, and never from the key.
    """
    figures: dict[str, str] = {}
    for one in questions:
        if one.name not in right or one.answer is None:  # a sealed build knows that an answer is right, not its figure
            continue
        if isinstance(one.form, Fields):
            values = one.form.read(right[one.name])
            figures |= {one.name: sentence(one.form, values), **fields_shown(one.name, one.form, values)}
        elif isinstance(one.form, Run):
            values = one.form.read(right[one.name])
            figures[one.name] = f"{len(values) - 1} actions"
        else:
            values = one.answer(case)
            figures[one.name] = shown_answer(one, case)
        figures |= {f"{one.name}.{name}": write(case, values) for name, write in one.told.items()}
    return figures


def so_far(questions: Iterable[Question], right: Mapping[str, object]) -> str:
    """Return how many answers are right and in the artefacts, and which are still open."""
    names = [one.name for one in questions]
    left = [name for name in names if name not in right]
    said = f"{len(right)} of {len(names)} answers are right and in them."
    return f"{said} Still open: {', '.join(left)}." if left else said
