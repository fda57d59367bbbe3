"""Questions on the inherited card: how complete a form is, what the card lacks, and how long it stays fresh."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from course_lib.cases.card_draft import BY_MEANING, REMARKS
from course_lib.cases.card_register import REQUIRED, RegisterRow
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.modelcards import audit
from course_lib.modelcards.reading import read_card

_OF_FORM = {
    "C2": "a section without content",
    "C5": "no interval",
    "C6": "no number of cases",
    "C7": "figure outside its interval",
    "C9": "no owner",
    "C10": "review date is past",
    "C11": "limits name nobody",
    "C12": "no alarm line",
    "C13": "claims certainty",
}
_EMPTY = frozenset(("", "tbd", "n/a", "[more information needed]"))


@question(
    points=5,
    unit="share",
    tolerance=0.002,
    frames=("card_register",),
    hint="One model, its latest version, required fields. Bring the contents to one case before you compare.",
    working="Required fields with a row whose content is no placeholder, over the twelve fields of the form.",
)
def completeness(case: Case) -> float:
    """How complete is the card form of the model on your card? Latest version; a share of the twelve required fields.

    `card_register` has one row a field of a version; the highest `version` is the latest. A required field counts if
    its `content` is none of these placeholders, in any case and with blanks around: nothing at all, `TBD`, `n/a`,
    `[More Information Needed]`. The form has twelve required fields; a field that has no row is empty.
    """
    return len(_filled(_rows(case))) / len(REQUIRED)


def _rows(case: Case, *, version: int = 2, required: tuple[str, ...] = ("yes",)) -> list[RegisterRow]:
    rows = (row for row in case.register.rows if row.version == version and row.required in required)
    return [row for row in rows if row.model == case.register.model]


def _filled(rows: Iterable[RegisterRow]) -> list[RegisterRow]:
    return [row for row in rows if row.content.strip().lower() not in _EMPTY]


@completeness.mistake("Placeholders are counted as content; a field that says it is still to be written is empty.")
def _(case: Case) -> float:
    return len([row for row in _rows(case) if row.content]) / len(REQUIRED)


@completeness.mistake("Every field with a row is counted; a row may hold nothing at all, or a placeholder.")
def _(case: Case) -> float:
    return len(_rows(case)) / len(REQUIRED)


@completeness.mistake(
    "The rows that are there are the denominator; what has no row is missing too. Divide by the fields of the form."
)
def _(case: Case) -> float:
    return len(_filled(_rows(case))) / len(_rows(case))


@completeness.mistake("Optional fields are in it; they fill a card without answering what the reader must know.")
def _(case: Case) -> float:
    rows = _rows(case, required=("yes", "no"))
    return len(_filled(rows)) / len(rows)


@completeness.mistake("That is the first version; the latest one is asked about.")
def _(case: Case) -> float:
    return len(_filled(_rows(case, version=1))) / len(REQUIRED)


@completeness.mistake("That is the share that is missing; the share that is filled in is asked.")
def _(case: Case) -> float:
    return 1 - completeness.answer(case)


@question(
    points=11,
    unit="labels",
    kind="labels",
    choices=REMARKS,
    hint="Read it twice: once section by section, once comparing what two sections say of ages and threshold.",
    working="Of form: what a section lacks. Of meaning: ages and threshold of the figures against those in use.",
)
def card_findings(case: Case) -> frozenset[str]:
    """Which faults does the inherited card have, read as of today? As a list of labels.

    The card is `case.draft_card`; print it. Two of the labels name no fault. "Without content": a placeholder only.
    "Limits name nobody": they would fit any model. "No alarm line": no figure at which somebody acts. "Figure outside
    its interval": of its own row. "Out of scope" and "another threshold": against what the card says of its use. The
    date to look at is that of the next review; today is on your scenario card. A wrong label costs what a right one
    earns.
    """
    return _faults(case)


def _faults(case: Case) -> frozenset[str]:
    scope = case.evaluation
    return _read(case.draft_card, case.register.today, scope.ages, scope.threshold)


@lru_cache(maxsize=1_000)
def _read(text: str, today: date, ages: tuple[int, int], threshold: float) -> frozenset[str]:
    """Return the faults: those of form by the checker, those of meaning by holding the figures against the use."""
    found = {_OF_FORM[one.rule.code] for one in audit(text, on=today).level("error")}
    card = read_card(text)
    if f"aged {ages[0]} to {ages[1]}" not in " ".join(card.lines("evaluation data")):
        found.add("figures of people out of scope")
    if f"{threshold:.2f}" not in " ".join(card.lines("metrics")):
        found.add("figures at another threshold")
    return frozenset(found)


@card_findings.mistake(
    "That is what a form check finds. One fault is in the meaning: compare whom, and which threshold, figures and use "
    "speak of.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return _faults(case) - set(BY_MEANING)


@card_findings.mistake(
    "A group that is held back with a reason is no fault: a rate on a handful would say more than anybody knows.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return _faults(case) | {"a group is held back"}


@card_findings.mistake("The order of sections is free; what counts is that each is there and answers.", credit=None)
def _(case: Case) -> frozenset[str]:
    return _faults(case) | {"sections in another order"}


@card_findings.mistake(
    "You marked both labels that are no fault: order is free, and holding back is honest.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return _faults(case) | {"a group is held back", "sections in another order"}


@card_findings.mistake(
    "You took one mismatch of meaning for the other: look again at whether ages or threshold differ.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return _faults(case) ^ set(BY_MEANING)


@card_findings.mistake("You marked every label; two of them are no fault, and others are not in this card.")
def _(case: Case) -> frozenset[str]:
    return frozenset(REMARKS)


@question(
    points=4,
    unit="days",
    kind="integer",
    frames=("history",),
    hint="Which version is in use? When was that one evaluated?",
    working="Review interval less the days from the last evaluation of the version in use to today.",
)
def days_until_stale(case: Case) -> int:
    """How many days are left until the next review of your model falls due? Today and the interval are on your card.

    The interval runs from the last `evaluated` of the version in use, that is the version of the last `deployed` in
    `history`. Days as the difference of two dates.
    """
    return case.register.review_days - (case.register.today - _last(case, "evaluated", "v2")).days


def _last(case: Case, event: str, version: str = "") -> date:
    return max(one.day for one in case.register.events if one.event == event and version in ("", one.version))


def _left(case: Case, event: str, version: str = "") -> int:
    return case.register.review_days - (case.register.today - _last(case, event, version)).days


@days_until_stale.mistake("That is the age of the evaluation; what is left of the interval was asked.")
def _(case: Case) -> int:
    return (case.register.today - _last(case, "evaluated", "v2")).days


@days_until_stale.mistake("You counted from a candidate that is not in use; its evaluation says nothing of your users.")
def _(case: Case) -> int:
    return _left(case, "evaluated")


@days_until_stale.mistake("An edit of the text makes no evaluation younger; count from the evaluation.")
def _(case: Case) -> int:
    return _left(case, "card text edited")


@days_until_stale.mistake("You counted from the day it went into use; the figures are as old as the evaluation.")
def _(case: Case) -> int:
    return _left(case, "deployed")


@days_until_stale.mistake("You counted from training; the card reports the evaluation.")
def _(case: Case) -> int:
    return _left(case, "trained", "v2")


@days_until_stale.mistake("Both ends are counted; days between two dates are their difference.", credit=0.5)
def _(case: Case) -> int:
    return days_until_stale.answer(case) - 1


def review_due(case: Case) -> date:
    """Return the day on which the next review falls due."""
    return case.register.today + timedelta(days_until_stale.answer(case))


EXERCISE = Exercise(
    questions=(completeness, card_findings, days_until_stale),
    strong_answer=(
        "A card is a promise somebody signs, so I audit it in two passes. By form: are the nine sections there, with "
        "groups, intervals, counts, an owner, a date, an alarm line. The register has a form that is {completeness} "
        "complete, placeholders not counted. By meaning: are the figures of the people and the threshold that the use "
        "names. This card fails on: {card_findings}. A group held back for being small is no fault. Our own card is "
        "fresh for {days_until_stale}: from the evaluation of the version in use, not from the last edit of its text."
    ),
    follow_up="Which of these faults would make you stop the model today, and not only the card?",
)
