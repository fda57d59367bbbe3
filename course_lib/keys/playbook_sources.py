"""Question on the public playbooks: who says what. The table of sources is here, each with its entry of the ledger."""

from course_lib.cases.playbook_statements import ASKED, SOURCES
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot

SAID_BY = {  # statement: playbook, entry of the ledger
    "01": ("PagerDuty", "IR-021"),
    "02": ("Alphabet", "IR-002"),
    "03": ("Amazon", "IR-015"),
    "04": ("Amazon", "IR-013"),
    "05": ("Microsoft", "IR-008"),
    "06": ("PagerDuty", "IR-024"),
    "07": ("Amazon", "IR-015"),
    "08": ("Microsoft", "IR-010"),
    "09": ("Alphabet", "IR-002"),
    "10": ("PagerDuty", "IR-024"),
    "11": ("NIST", "IR-017"),
    "12": ("PagerDuty", "IR-022"),
    "13": ("Alphabet", "IR-003"),
    "14": ("CoSAI", "IR-018"),
    "15": ("Microsoft", "IR-008"),
    "16": ("Alphabet", "IR-006"),
    "17": ("Microsoft", "IR-007"),
    "18": ("Alphabet", "IR-002"),
    "19": ("Alphabet", "IR-004"),
    "20": ("Microsoft", "IR-010"),
    "21": ("CoSAI", "IR-019"),
    "22": ("CoSAI", "IR-020"),
    "23": ("Amazon", "IR-016"),
    "24": ("PagerDuty", "IR-021"),
    "25": ("Alphabet", "IR-001"),
    "26": ("NIST", "IR-017"),
    "27": ("Amazon", "IR-012"),
    "28": ("Amazon", "IR-011"),
    "29": ("CoSAI", "IR-020"),
    "30": ("PagerDuty", "IR-023"),
    "31": ("Amazon", "IR-014"),
    "32": ("Microsoft", "IR-009"),
    "33": ("Alphabet", "IR-001"),
    "34": ("Amazon", "IR-012"),
    "35": ("Microsoft", "IR-007"),
}
PLAYBOOKS = tuple(source[0] for source in SOURCES)
SLOTS = tuple(f"s{i:02d}" for i in range(1, ASKED + 1))
DECLARE, PRODUCT, MEETING, AFTER_MITIGATION, STRENGTHEN = "09", "21", "30", "31", "35"


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=("playbook_statements", "playbook_sources"),
    hint="Read the entries of the ledger that `playbook_sources` names, one playbook after the other; then match.",
    working="Look each statement up in the ledger's entries of the six playbooks.",
    form=Fields(tuple(Slot(name, choices=PLAYBOOKS) for name in SLOTS)),
)
def statement_sources(case: Case) -> dict[str, object]:
    """Which playbook says what? Attribute the twelve statements of your table.

    The statements are in our words, not in theirs. `playbook_sources` says where the ledger has what was read of each
    playbook: `fact("IR-001")` shows an entry. Alphabet is Google's owner, Amazon that of AWS.
    """
    return {slot: SAID_BY[number][0] for slot, number in zip(SLOTS, case.statements, strict=True)}


def _put(case: Case, number: str, playbook: str) -> dict[str, object]:
    return {SLOTS[case.statements.index(number)]: playbook}


@statement_sources.mistake(
    "You put the days of the review meeting to Alphabet. It shares its roots, the command system of firefighters, with "
    "another playbook; look which of the two publishes days."
)
def _(case: Case) -> dict[str, object]:
    return _put(case, MEETING, "Alphabet")


@statement_sources.mistake(
    "You put the review of the error to Alphabet: there it is called a post-mortem. Look who corrects errors."
)
def _(case: Case) -> dict[str, object]:
    return _put(case, AFTER_MITIGATION, "Alphabet")


@statement_sources.mistake(
    "You put a responsibility matrix to NIST: its publication orders outcomes by function and names no such role."
)
def _(case: Case) -> dict[str, object]:
    return _put(case, PRODUCT, "NIST")


@statement_sources.mistake(
    "You put the day for strengthening to Amazon: its day is the response time of the lowest priority, no stage."
)
def _(case: Case) -> dict[str, object]:
    return _put(case, STRENGTHEN, "Amazon")


@statement_sources.mistake(
    "You put the three conditions for declaring to PagerDuty: there any employee may trigger, without conditions."
)
def _(case: Case) -> dict[str, object]:
    return _put(case, DECLARE, "PagerDuty")
