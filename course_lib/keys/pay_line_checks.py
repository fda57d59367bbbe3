"""Questions on lines of pay: which add up as they stand, and which under no reading."""

from collections.abc import Iterable

from course_lib.cases.pay_lines import ALL_READINGS, LINES, LITERAL, OF_BASE, PayLine
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.wording.telling import tells

FRAMES = ("pay_lines", "readings")


def asked(case: Case) -> PayLine:
    """Return the line that the panel asks about."""
    return next(one for one in case.pay_lines if one.line == case.asked_line)


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


@lines_that_add_up.mistake(
    "None? Some do. Bring both amounts of a row to one unit (`money_in`), and add the two shares: both are of base, so "
    "neither is taken of the other."
)
def _(case: Case) -> frozenset[str]:
    return frozenset()


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
    `copied_from` left out. Equity of several years is one grant and counts with its even yearly part: equity share
    over years. Lines that one reading saves are not wrong: they hide their convention.
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


@lines_no_reading_saves.mistake("Those fail as they stand, copies among them. Try every reading, and leave copies out.")
def _(case: Case) -> frozenset[str]:
    return _lines(case, _rest(case, _literal(case)), copies=True)


@lines_no_reading_saves.mistake(
    "You left out the readings with a share of the total. There the total stands on both sides: base over what is left "
    "of one.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return _lines(case, _rest(case, [one for one in case.pay_lines if any(one.fits(reading) for reading in OF_BASE)]))


@lines_no_reading_saves.mistake(
    "None? At least one line fails under every reading. The margin is a share of the stated total: mind `money_in`."
)
def _(case: Case) -> frozenset[str]:
    return frozenset()


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
    questions=(lines_that_add_up, lines_no_reading_saves),
    strong_answer=(
        "One printed line can mean very different totals, so I ask for the convention before I argue about the level: "
        "a share of what, and over how many years? Read as both of base, these add up: "
        "{lines_that_add_up.as_pages}. No reading saves {lines_no_reading_saves} ({lines_no_reading_saves.pages}). The "
        "others are right under a convention that they do not print, which I would not hold against a recruiter, but "
        "would not quote either. Pages that copy count once. That a line adds up says nothing about the market: for "
        "that I want level, city, sample and statistic."
    ),
    follow_up="A recruiter quotes a line that fits only with equity spread over four years. What do you ask?",
)
