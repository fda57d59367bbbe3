"""Questions on lines of pay: which add up as they stand, which under some reading, and how far readings lie apart."""

from collections.abc import Iterable

from course_lib.cases.pay_lines import ALL_READINGS, LINES, LITERAL, PayLine
from course_lib.cases.pay_readings import Reading
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.wording.telling import tells

FRAMES = ("pay_lines", "readings")


def asked(case: Case) -> PayLine:
    """Return the line that the panel asks about."""
    return next(one for one in case.pay_lines if one.line == case.asked_line)


def _totals(case: Case, readings: Iterable[Reading] = ALL_READINGS) -> list[float]:
    return [asked(case).total(reading) for reading in readings]


@question(
    points=5,
    unit="USD",
    tolerance=500,
    frames=FRAMES,
    hint="One total for each row of `readings`. A share of the total stands on both sides: solve for the total.",
    working="Base x (1 + shares of base) / (1 - shares of total) in each row; then the largest less the smallest.",
)
def readings_range(case: Case) -> float:
    """How far apart do the readings put your line? Highest yearly total less lowest, in USD.

    The line on your card, under each of the ten rows of `readings`. Bonus and equity each count as a share of base, as
    a share of the total (base, bonus and equity together), or as nothing. Equity of several years is one grant and
    counts with its even yearly part: equity share over years. Mind `money_in`. Before tax.
    """
    return max(_totals(case)) - min(_totals(case))


@readings_range.mistake(
    "You left out the readings in which a part counts for nothing. Pages that quote cash only, or stock only, exist."
)
def _(case: Case) -> float:
    whole = _totals(case, (one for one in ALL_READINGS if "nothing" not in (one.bonus_of, one.equity_of)))
    return max(whole) - min(whole)


@readings_range.mistake("That is the highest total alone. A range is the highest less the lowest.")
def _(case: Case) -> float:
    return max(_totals(case))


@readings_range.mistake(
    "A share of the total was taken of base there. What is a share of the total leaves only the rest for base: divide."
)
def _(case: Case) -> float:
    return asked(case).total(LITERAL) - min(_totals(case))


@readings_range.mistake("You measured from base alone. None of the readings has base alone: one part always counts.")
def _(case: Case) -> float:
    return max(_totals(case)) - asked(case).base


def _lines(case: Case, chosen: Iterable[PayLine], *, copies: bool = False) -> frozenset[str]:
    return frozenset(one.line for one in chosen if copies or not one.copied_from)


def _literal(case: Case) -> list[PayLine]:
    return [one for one in case.pay_lines if one.fits(LITERAL)]


def _saved(case: Case) -> list[PayLine]:
    return [one for one in case.pay_lines if any(one.fits(reading) for reading in ALL_READINGS)]


def _rest(case: Case, lines: list[PayLine]) -> list[PayLine]:
    return [one for one in case.pay_lines if one not in lines]


@question(
    points=5,
    unit="labels",
    kind="labels",
    choices=LINES,
    frames=FRAMES,
    hint="Per cent into shares of base, add, compare with what is stated. Then drop what was copied.",
    working="Base x (1 + bonus + equity) within one hundredth of the stated total, rows without `copied_from`.",
)
def lines_that_add_up(case: Case) -> frozenset[str]:
    """Which lines add up as they stand? A list of labels.

    As they stand: reading `both of base`, bonus and equity of base and both anew every year. A line adds up when that
    total is within 0.01 of the stated total, as a share of the stated total. A row with `copied_from` repeats another
    page and is no second source: leave such rows out.
    """
    return _lines(case, _literal(case))


@lines_that_add_up.mistake("Copies are in it. A page that repeats another adds a reader, not a source.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return _lines(case, _literal(case), copies=True)


@lines_that_add_up.mistake(
    "Those are all lines that some reading saves. As they stand means one reading only: both of base, anew every year."
)
def _(case: Case) -> frozenset[str]:
    return _lines(case, _saved(case))


@lines_that_add_up.mistake("Those are the lines that do not add up. Asked are those that do.")
def _(case: Case) -> frozenset[str]:
    return _lines(case, _rest(case, _literal(case)))


@lines_that_add_up.mistake("You compounded: equity was taken of base and bonus. Both are shares of base, so they add.")
def _(case: Case) -> frozenset[str]:
    made = {one: one.base * (1 + one.bonus / 100) * (1 + one.equity / 100) for one in case.pay_lines}
    return _lines(case, (one for one, total in made.items() if abs(total / one.stated - 1) <= 0.01))


@question(
    points=5,
    unit="labels",
    kind="labels",
    choices=LINES,
    frames=FRAMES,
    hint="Cross lines with readings: which line has no row within the margin?",
    working="For each line the smallest distance to the stated total over all readings; keep those beyond the margin.",
)
def lines_no_reading_saves(case: Case) -> frozenset[str]:
    """Which lines are wrong under every reading? A list of labels.

    No row of `readings` gives a total within 0.01 of the stated total, as a share of the stated total. Rows with
    `copied_from` left out. Lines that one reading saves are not wrong: they hide their convention.
    """
    return _lines(case, _rest(case, _saved(case)))


@lines_no_reading_saves.mistake("Copies are in it. An error that is repeated is still one error.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return _lines(case, _rest(case, _saved(case)), copies=True)


@lines_no_reading_saves.mistake(
    "Those fail as they stand. Some of them are right under a convention that the page does not state: try them all."
)
def _(case: Case) -> frozenset[str]:
    return _lines(case, _rest(case, _literal(case)))


@lines_no_reading_saves.mistake("Those are the lines that a reading saves. Asked are those that none does.")
def _(case: Case) -> frozenset[str]:
    return _lines(case, _saved(case))


@tells(lines_no_reading_saves)
def pages(case: Case, right: frozenset[str]) -> str:
    """Return the pages whose lines no reading saves."""
    return _pages(case, right)


@tells(lines_that_add_up)
def as_pages(case: Case, right: frozenset[str]) -> str:
    """Return the pages whose lines add up."""
    return _pages(case, right)


def _pages(case: Case, lines: frozenset[str]) -> str:
    return ", ".join(one.page for one in case.pay_lines if one.line in lines)


EXERCISE = Exercise(
    questions=(readings_range, lines_that_add_up, lines_no_reading_saves),
    strong_answer=(
        "One printed line can mean totals that lie {readings_range} apart, so I ask for the convention before I argue "
        "about the level: a share of what, and over how many years? As they stand, these add up: "
        "{lines_that_add_up.as_pages}. No reading saves {lines_no_reading_saves.pages}. The others are right under a "
        "convention that they do not print, which I would not hold against a recruiter, but would not quote either. "
        "Pages that copy count once. That a line adds up says nothing about the market: for that I want level, city, "
        "sample and statistic."
    ),
    follow_up="A recruiter quotes a line that fits only with equity spread over four years. What do you ask?",
)
