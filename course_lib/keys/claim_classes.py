"""Questions on the desk: what each statement is, and what would verify the claims that somebody wants to quote."""

from collections.abc import Container

from course_lib.cases.claim_desk import ON_THE_DESK, TO_QUOTE
from course_lib.cases.claim_pool import WORDS
from course_lib.cases.law_statements import LAW
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.claim_grounds import (
    CHANCE,
    CLAIM,
    CLASSES,
    CONTROL,
    COUNTS,
    EVIDENCE,
    FACT,
    INCOHERENT,
    NEEDS,
    SAMPLE,
    SUM_OF,
    WRONG,
    class_of,
    evidence,
    why,
)
from course_lib.keys.exercise import Exercise
from course_lib.wording.telling import tells

SLOTS = tuple(f"c{i:02d}" for i in range(1, ON_THE_DESK + 1))
QUOTED = tuple(f"q{i:02d}" for i in range(1, TO_QUOTE + 1))


@question(
    points=14,
    unit="fields",
    kind="fields",
    frames=("claims",),
    hint="Four passes: strike out what contradicts itself, redo the sums, read the entries named, keep the rest.",
    working="Words that exclude one another; then sums and entries, which confirm or refute; what is left is open.",
    form=Fields(tuple(Slot(name, choices=CLASSES) for name in SLOTS), one_by_one=True),
)
def claim_classes(case: Case) -> dict[str, object]:
    """What is each statement of `claims`: fact, claim, wrong or incoherent?

    Take the first class that applies, in this order:

    - `incoherent`: two parts exclude one another even if you delete every figure. Figures that clash (a sum, a base
      outside its own band) are `wrong`
    - `wrong`: a verified entry of the ledger says otherwise, or the sum of its own figures comes out differently
    - `fact`: a verified entry of the ledger says so, or its own figures make what it says
    - `claim`: all others. Nothing at hand confirms or refutes it, however plausible or badly defined it is

    Where the column `ledger` names entries, `fact("EUAI-002")` shows one. Where it is empty the ledger has no verified
    entry on it. A statement that is a sum is judged by the sum alone: take the figures that go into it as given, and a
    result that is right as rounded as right. A change "of so many per cent" is relative; a difference of two rates is
    in percentage points. What a statement says of today is judged by the ledger as it stands.
    """
    return {slot: class_of(one) for slot, one in zip(SLOTS, case.statements, strict=True)}


def _all_as(case: Case, names: Container[str], right: str, given: str) -> dict[str, object]:
    """Return the fields of somebody who gives one class to all statements of these names that have another."""
    rows = zip(SLOTS, case.statements, strict=True)
    return {slot: given for slot, one in rows if one.name in names and class_of(one) == right}


def has_both_of_law(case: Case) -> bool:
    """Say whether the desk has right and wrong statements of law."""
    return {class_of(one) for one in case.statements if one.name in LAW} == {FACT, WRONG}


@claim_classes.mistake("You took claims without a source for facts. Plausible is not verified: who counted, and where?")
def _(case: Case) -> dict[str, object]:
    return _all_as(case, NEEDS, CLAIM, FACT)


@claim_classes.mistake(
    "You called wrong what nobody has checked. Without a source it may still be true: it is a claim."
)
def _(case: Case) -> dict[str, object]:
    return _all_as(case, NEEDS, CLAIM, WRONG)


@claim_classes.mistake(
    "You called incoherent what only lacks a source or a definition. Its parts do not exclude one another: a claim."
)
def _(case: Case) -> dict[str, object]:
    return _all_as(case, NEEDS, CLAIM, INCOHERENT)


@claim_classes.mistake("You took wrong sums at their word. Redo them: of what is each per cent a share?")
def _(case: Case) -> dict[str, object]:
    return _all_as(case, SUM_OF, WRONG, FACT)


@claim_classes.mistake("A sum needs no source: its figures are on the page, and they either make the result or not.")
def _(case: Case) -> dict[str, object]:
    return _all_as(case, SUM_OF, FACT, CLAIM)


@claim_classes.mistake("A sum that does not come out is not open. Its own figures refute it: it is wrong.")
def _(case: Case) -> dict[str, object]:
    return _all_as(case, SUM_OF, WRONG, CLAIM)


@claim_classes.mistake(
    "Figures that clash are wrong. Incoherent is what still excludes itself once every figure is deleted."
)
def _(case: Case) -> dict[str, object]:
    return _all_as(case, SUM_OF, WRONG, INCOHERENT)


@claim_classes.mistake(
    "You took for law what is not. Much of it is repealed, postponed or was never there: read the ids."
)
def _(case: Case) -> dict[str, object]:
    return _all_as(case, LAW, WRONG, FACT)


@claim_classes.mistake("You doubt what the ledger verifies. Doubt ends where a verified entry says the same: a fact.")
def _(case: Case) -> dict[str, object]:
    return _all_as(case, LAW, FACT, WRONG)


@claim_classes.mistake("What a verified entry of the ledger confirms is no longer a claim: it is a fact, with its id.")
def _(case: Case) -> dict[str, object]:
    return _all_as(case, LAW, FACT, CLAIM)


@claim_classes.mistake("A verified entry says otherwise, so these are not open: they are wrong, and the id says why.")
def _(case: Case) -> dict[str, object]:
    return _all_as(case, LAW, WRONG, CLAIM)


@claim_classes.mistake(
    "Parts that exclude one another need no evidence against them. First class that applies: incoherent."
)
def _(case: Case) -> dict[str, object]:
    return _all_as(case, WORDS, INCOHERENT, WRONG)


@claim_classes.mistake("No evidence could verify these: one part denies the other. That is more than a missing source.")
def _(case: Case) -> dict[str, object]:
    return _all_as(case, WORDS, INCOHERENT, CLAIM)


@tells(claim_classes)
def table(case: Case, _: object) -> str:
    """Return the statements with class, ground and what would verify them, as rows of a table."""
    rows = zip(SLOTS, case.statements, strict=True)
    return "\n".join(f"| {slot} | {one.text} | {class_of(one)} | {why(one)} | {evidence(one)} |" for slot, one in rows)


@tells(claim_classes)
def count(case: Case, _: object) -> str:
    """Return how many statements have each class, in words for a sentence."""
    found = [class_of(one) for one in case.statements]
    facts, claims, wrong, incoherent = (found.count(kind) for kind in CLASSES)
    nouns = f"{facts} {'fact' if facts == 1 else 'facts'}, {claims} {'claim' if claims == 1 else 'claims'}"
    return f"{nouns}, {wrong} wrong, {incoherent} incoherent"


@question(
    points=5,
    unit="fields",
    kind="fields",
    frames=("to_quote",),
    hint="Cross out the figures. What is left: how much, how often, what led to what, or what was spared?",
    working="Name what the statement asserts, then the one thing without which nobody could check just that.",
    form=Fields(
        tuple(Slot(name, choices=EVIDENCE) for name in QUOTED),
        template="For the four to be quoted: {q01}; {q02}; {q03}; {q04}.",
        one_by_one=True,
    ),
)
def evidence_needed(case: Case) -> dict[str, object]:
    """What would verify each of the four claims in `to_quote`? Each needs another of the six in the answer cell.

    Say in your own words what a claim asserts. Then ask what must be on the table before anybody can check just that.
    Where two seem to fit, take the one without which the other shows nothing:

    - figures from before and after show that something moved, not what moved it
    - what never happened left nothing to count
    - a figure for a thing that people measure in several ways says nothing until the way is named
    """
    return {slot: NEEDS[one.name] for slot, one in zip(QUOTED, case.to_quote, strict=True)}


def _asked_for(case: Case, needed: str, given: str) -> dict[str, object]:
    rows = zip(QUOTED, case.to_quote, strict=True)
    return {slot: given for slot, one in rows if NEEDS[one.name] == needed}


@evidence_needed.mistake("Counts show that a rate fell or a result rose. Why it did, only a comparison group can show.")
def _(case: Case) -> dict[str, object]:
    return _asked_for(case, CONTROL, COUNTS)


@evidence_needed.mistake(
    "A larger sample describes more of the same people. It does not show what caused the difference."
)
def _(case: Case) -> dict[str, object]:
    return _asked_for(case, CONTROL, SAMPLE)


@evidence_needed.mistake(
    "An event that did not come left no counts. What changed is its probability: ask for that, twice."
)
def _(case: Case) -> dict[str, object]:
    return _asked_for(case, CHANCE, COUNTS)


@evidence_needed.mistake(
    "One firm has no second self that was fined, so a control group cannot be had. Ask for the probability, with and "
    "without."
)
def _(case: Case) -> dict[str, object]:
    return _asked_for(case, CHANCE, CONTROL)


def open_ids(case: Case) -> set[str]:
    """Return the ids of all statements that nothing at hand confirms or refutes."""
    return {*QUOTED, *(slot for slot, one in zip(SLOTS, case.statements, strict=True) if class_of(one) == CLAIM)}


@tells(evidence_needed)
def rows(case: Case, _: object) -> str:
    """Return the claims to quote with what would verify each, as rows of a table."""
    claims = zip(QUOTED, case.to_quote, strict=True)
    return "\n".join(f"| {slot} | {one.text} | {CLAIM} | {why(one)} | {NEEDS[one.name]} |" for slot, one in claims)


EXERCISE = Exercise(
    questions=(claim_classes, evidence_needed),
    strong_answer=(
        "Before I repeat a figure I class it. On this desk I found {claim_classes.count}. What contradicts itself I "
        "drop. Sums I redo: their figures are on the page. For law I open the text as it stands today, because dates "
        "have moved and repealed rules are still quoted. The rest are claims: I use them as questions and ask for "
        "what is missing. {evidence_needed}"
    ),
    follow_up="Your best slide rests on one of the claims. What do you do with it tonight?",
)
