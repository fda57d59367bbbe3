"""Question on the responsibility matrix: five activities, four roles, one letter a cell, one accountable role a row."""

from collections.abc import Callable, Mapping

from course_lib.cases.agreements import ACTIVITIES, ROLES
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.wording.telling import tells

LETTERS = ("A", "R", "A/R", "C", "I", "-")
ACCOUNTABLE = ("A", "A/R")
Values = Mapping[str, object]


def cell(activity: str, role: str) -> str:
    """Return the name of a cell of the matrix."""
    return f"{activity}_{role}"


def agreed(case: Case) -> dict[str, str]:
    """Return the letter of each cell by the agreements that hold."""
    letters = {cell(one.activity, one.role): one.letter for one in case.agreements if not one.older}
    return {name: letters.get(name, "-") for name in CELLS}


def _judged(activity: str, role: str) -> Callable[[Case, Values], tuple[float, str]]:
    """Return the rule of a cell: it earns if it is right and its row has exactly one accountable role."""

    def rule(case: Case, values: Values) -> tuple[float, str]:
        row = [values[cell(activity, one)] for one in ROLES]
        if any(row) and sum(letter in ACCOUNTABLE for letter in row) != 1:
            said = f"The row {activity} earns nothing: exactly one role of it is accountable."
            return 0.0, said if role == next(iter(ROLES)) else ""
        return float(values[cell(activity, role)] == agreed(case)[cell(activity, role)]), ""

    return rule


CELLS = tuple(cell(activity, role) for activity in ACTIVITIES for role in ROLES)


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=("agreements",),
    hint="Keep the latest agreement of each activity and role. Map each wording to a letter. Then count A by row.",
    working="Latest agreement a cell; last word or answers: A, does it: R, before: C, afterwards: I, none: -.",
    form=Fields(
        tuple(
            Slot(cell(activity, role), choices=LETTERS, rule=_judged(activity, role))
            for activity in ACTIVITIES
            for role in ROLES
        )
    ),
)
def role_matrix(case: Case) -> dict[str, object]:
    """Turn the agreements into a RACI matrix: a letter for each of five activities and four roles.

    "A" is accountable: has the last word, answers for it. "R" is responsible: does it. "A/R" is both in one role. "C"
    is consulted: before. "I" is informed: afterwards. "-" is no part: there is no agreement. Rank is not a letter. If
    an activity and role have two agreements, the later one holds. The fields are named `activity_role`: `evidence`
    (copy it before a rollback), `restart` (put the model back), `log` (the decision log), `limits` (give cut limits
    back), `actions` (close the items). A row earns nothing unless exactly one of its roles is accountable.
    """
    return dict(agreed(case))


def _turned(case: Case, swap: Mapping[str, str]) -> dict[str, object]:
    """Return the cells that change when letters are swapped."""
    return {name: swap[letter] for name, letter in agreed(case).items() if letter in swap}


@role_matrix.mistake("Everybody is accountable: then nobody is. One last word a row.")
def _(case: Case) -> dict[str, object]:
    return dict.fromkeys(CELLS, "A")


@role_matrix.mistake(
    "A and R are swapped: responsible is who does the work, accountable is who has the last word on it."
)
def _(case: Case) -> dict[str, object]:
    return _turned(case, {"A": "R", "R": "A"})


@role_matrix.mistake("C and I are swapped: consulted is before, and can still change it; informed is afterwards.")
def _(case: Case) -> dict[str, object]:
    return _turned(case, {"C": "I", "I": "C"})


@role_matrix.mistake("Agreements that were replaced are in it: the later one of an activity and role holds.")
def _(case: Case) -> dict[str, object]:
    older = {cell(one.activity, one.role): one.letter for one in case.agreements if one.older}
    return _whole_rows(case, older)


@role_matrix.mistake("A role that does the work and answers for it has both letters: with A alone, nobody does it.")
def _(case: Case) -> dict[str, object]:
    return _whole_rows(case, _turned(case, {"A/R": "A"}))


def _whole_rows(case: Case, wrong: Mapping[str, object]) -> dict[str, object]:
    """Return the rows that some wrong cells are in, with the rest of each row as agreed: no row full of A's fits."""
    rows = {name.partition("_")[0] for name in wrong}
    return {name: wrong.get(name, letter) for name, letter in agreed(case).items() if name.partition("_")[0] in rows}


@tells(role_matrix)
def table(case: Case, letters: Values) -> str:
    """Return the matrix as rows of a Markdown table."""
    rows = ([said, *(str(letters[cell(activity, role)]) for role in ROLES)] for activity, said in ACTIVITIES.items())
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@tells(role_matrix)
def product_answers_for(case: Case, letters: Values) -> str:
    """Return the activities that the product manager is accountable for."""
    own = [said for activity, said in ACTIVITIES.items() if letters[cell(activity, "product")] in ACCOUNTABLE]
    return "; ".join(own) or "none of the five: the part here is to recommend"
