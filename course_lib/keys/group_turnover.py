"""The question on the turnover that ceilings of fines are worked out from."""

from collections.abc import Callable

from course_lib.cases.group_accounts import PARENT, Sales
from course_lib.core.case import Case
from course_lib.core.question import question


@question(
    points=3,
    unit="million euro",
    tolerance=0.4,
    frames=("accounts",),
    hint="Which companies does the parent control, which year was closed last, and which sales left the group?",
    working="Sum of sales outside the group, companies held by more than a half, last closed year.",
)
def fine_turnover(case: Case) -> float:
    """Turnover that the group's ceilings are worked out from, in million euro.

    The undertaking's total worldwide turnover in the financial year before [EUAI-032]: take the last year that is
    `audited`. The undertaking here: the parent and the companies of which it holds more than half, in and outside the
    Union. Sales between them do not count.
    """
    return float(case.turnovers.group(case.turnovers.closed_year))


def _sales(case: Case, keep: Callable[[Sales], bool], year: int | None = None, *, inside: bool = False) -> float:
    when = year or case.turnovers.closed_year
    rows = [row for row in case.turnovers.sales if row.year == when and keep(row)]
    return float(sum(row.outside + (row.inside if inside else 0) for row in rows))


def _held(row: Sales) -> bool:
    return row.held > 0.5


@fine_turnover.mistake("You left out what is sold outside the Union: the Act says worldwide.")
def _(case: Case) -> float:
    return _sales(case, lambda row: _held(row) and row.in_union)


@fine_turnover.mistake("That is the bank alone. The ceiling follows the undertaking, and the group is one.")
def _(case: Case) -> float:
    return _sales(case, lambda row: row.company == PARENT)


@fine_turnover.mistake("That is this year's forecast: the year before counts, and it is closed.")
def _(case: Case) -> float:
    return _sales(case, _held, case.turnovers.closed_year + 1)


@fine_turnover.mistake("That is a year too early: the last closed year counts.")
def _(case: Case) -> float:
    return _sales(case, _held, case.turnovers.closed_year - 1)


@fine_turnover.mistake(
    "Sales between companies of the group are counted: what one pays the other is no turnover of both."
)
def _(case: Case) -> float:
    return _sales(case, _held, inside=True)


@fine_turnover.mistake("The broker is counted: the parent holds a quarter of it, and controls it not.")
def _(case: Case) -> float:
    return _sales(case, lambda row: True)


@fine_turnover.mistake("A quarter of the broker is in your sum. Control decides: a company is in as a whole or not.")
def _(case: Case) -> float:
    when = case.turnovers.closed_year
    return sum(row.outside * row.held for row in case.turnovers.sales if row.year == when)


@fine_turnover.mistake(
    "Every row of the year is in your sum: sales between companies, and a broker that is not controlled."
)
def _(case: Case) -> float:
    return _sales(case, lambda row: True, inside=True)


@fine_turnover.mistake("You added up all years; a ceiling takes one.")
def _(case: Case) -> float:
    years = {row.year for row in case.turnovers.sales}
    return sum(_sales(case, _held, year) for year in years)
