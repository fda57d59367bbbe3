"""Questions that hold the firm's response against the public playbooks: functions, margins, roles, who answers."""

from course_lib.cases.incident_log import REPEAT_MINUTES
from course_lib.cases.response_roles import PHASES
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.planning import jaccard_overlap

FUNCTIONS = ("Govern", "Identify", "Protect", "Detect", "Respond", "Recover")
_FUNCTION_OF = {  # IR-017
    "be ready": frozenset({"Govern", "Identify", "Protect"}),
    "notice": frozenset({"Detect"}),
    "stop the harm": frozenset({"Respond"}),
    "bring back": frozenset({"Recover"}),
    "learn": frozenset({"Identify"}),
}
CONTAIN_MINUTES, P1_MINUTES = 60, 15  # IR-007, IR-011
COMMANDER, ENGINEER, LEGAL, COMMS = "incident commander", "AI/ML engineer", "legal and compliance", "communications"
PRODUCT, OPERATIONS = "product manager", "security operations"
ROLES = (COMMANDER, ENGINEER, LEGAL, COMMS, PRODUCT, OPERATIONS)
_WHO_IS = {  # IR-018, and IR-019 for severity
    ("define severity, impact and priority", "accountable"): PRODUCT,
    ("define severity, impact and priority", "responsible"): OPERATIONS,
    ("communicate externally", "accountable"): LEGAL,
    ("communicate externally", "responsible"): COMMS,
    ("take the model offline", "accountable"): COMMANDER,
    ("take the model offline", "responsible"): ENGINEER,
    ("take the model offline", "consulted"): LEGAL,
    ("investigate technically", "accountable"): ENGINEER,
    ("declare the incident", "accountable"): COMMANDER,
    ("write the post-mortem report", "accountable"): COMMANDER,
}
PHASE_SLOTS = tuple(f"p{i}" for i in range(1, len(PHASES) + 1))
CELLS = tuple(f"cell_{i}" for i in range(1, 6))


@question(
    points=5,
    unit="fields",
    kind="fields",
    frames=("own_phases",),
    hint="Three functions prepare, three are the response itself. Lessons have no function of their own any more.",
    working="Readiness: Govern, Identify, Protect. Then Detect, Respond, Recover. Lessons: Improvement, in Identify.",
    form=Fields(tuple(Slot(name, kind="labels", choices=FUNCTIONS) for name in PHASE_SLOTS)),
)
def phase_functions(case: Case) -> dict[str, object]:
    """Map the five phases of your own playbook to the functions that NIST SP 800-61r3 uses [IR-017].

    Per phase a list of functions: those that hold its activities. The phases stand in your table in no order; one of
    them needs several functions, the others one each.
    """
    return {slot: _FUNCTION_OF[phase] for slot, phase in zip(PHASE_SLOTS, case.phases, strict=True)}


def _phase(case: Case, name: str) -> str:
    return PHASE_SLOTS[case.phases.index(name)]


@phase_functions.mistake(
    "You ended with recovery, as the old cycle of phases did: lessons belong to Improvement, a part of Identify."
)
def _(case: Case) -> dict[str, object]:
    return {_phase(case, "learn"): frozenset({"Recover"})}


@phase_functions.mistake("You put lessons under Govern: policy may change in the end, but Improvement is in Identify.")
def _(case: Case) -> dict[str, object]:
    return {_phase(case, "learn"): frozenset({"Govern"})}


@phase_functions.mistake("You gave readiness one function: who decides, what there is and how it is guarded are three.")
def _(case: Case) -> dict[str, object]:
    return {_phase(case, "be ready"): frozenset({"Protect"})}


@question(
    points=2,
    unit="minutes",
    kind="integer",
    frames=("incident_log",),
    hint="The hour runs from the declaration, and the first action that contains anything ends it.",
    working="Minutes of Microsoft's rule less minutes from the declaration to the first containment action.",
)
def containment_margin(case: Case) -> int:
    """Minutes to spare against Microsoft's rule on the first containment action [IR-007].

    The rule's minutes less the minutes from the declaration to the first action that contained anything, even on one
    channel. Negative if you were late.
    """
    return CONTAIN_MINUTES - case.minutes("declared", "contained")


@containment_margin.mistake("You ran the hour from the alert: the rule counts from the declaration.")
def _(case: Case) -> int:
    return CONTAIN_MINUTES - case.minutes("detected", "contained")


@containment_margin.mistake("You waited for the rollback: the rule asks for one containment action, no more.")
def _(case: Case) -> int:
    return CONTAIN_MINUTES - case.minutes("declared", "mitigated")


@containment_margin.mistake("That is the time it took; the margin is what was left of the hour.")
def _(case: Case) -> int:
    return case.minutes("declared", "contained")


@question(
    points=2,
    unit="minutes",
    kind="integer",
    frames=("incident_log",),
    hint="From the first alert to the acknowledgement; then take off what the highest priority allows.",
    working="Minutes from the first alert to the acknowledgement, less the minutes of AWS's P1.",
)
def response_overrun(case: Case) -> int:
    """Minutes by which the acknowledgement overran the response time of P1 in the AWS triage guide [IR-011].

    From the first alert about this incident to its acknowledgement, less the minutes of P1. Repeated alerts start
    nothing anew.
    """
    return case.minutes("detected", "acknowledged") - P1_MINUTES


@response_overrun.mistake("You counted from a repeated alert: the first one starts the clock.")
def _(case: Case) -> int:
    return (case.minutes("detected", "acknowledged") - 1) % REPEAT_MINUTES + 1 - P1_MINUTES


@response_overrun.mistake("That is the response time; the question asks for what is over the limit.")
def _(case: Case) -> int:
    return case.minutes("detected", "acknowledged")


@response_overrun.mistake("You ran until the declaration; the guide counts the response, which is the acknowledgement.")
def _(case: Case) -> int:
    return case.minutes("detected", "declared") - P1_MINUTES


@question(
    points=3,
    unit="share",
    tolerance=0.001,
    frames=("directory", "reference_roles"),
    hint="Distinct roles that somebody holds today, in one spelling. Then shared roles over all roles of either list.",
    working="Roles in both lists over roles in either, after cleaning the directory.",
)
def role_overlap(case: Case) -> float:
    """Jaccard overlap of your roles with the reference list: roles in both, over roles in either.

    Your roles: those with at least one active person in `directory`, each once, capitals and outer spaces ignored. The
    reference list is a convention of this course.
    """
    return jaccard_overlap(case.roles.own, case.roles.reference)


@role_overlap.mistake("You divided by your own roles: roles that you lack belong in the denominator too.")
def _(case: Case) -> float:
    return len(case.roles.own & set(case.roles.reference)) / len(case.roles.own)


@role_overlap.mistake("You divided by the reference list: the union of both lists is the denominator.")
def _(case: Case) -> float:
    return len(case.roles.own & set(case.roles.reference)) / len(case.roles.reference)


@role_overlap.mistake("People who left are in it: a role that nobody holds answers no page.")
def _(case: Case) -> float:
    return jaccard_overlap(case.roles.own | case.roles.left, case.roles.reference)


@question(
    points=3,
    unit="fields",
    kind="fields",
    frames=("responsibilities",),
    hint="The two entries of the ledger hold the matrices. Accountable is who answers for it, not who does it.",
    working="Read the two matrices of CoSAI: accountable decides and answers, responsible does the work.",
    form=Fields(tuple(Slot(name, choices=ROLES) for name in CELLS)),
)
def accountable_roles(case: Case) -> dict[str, object]:
    """Fill in five cells of CoSAI's responsibility matrices [IR-018, IR-019].

    `responsibilities` names the task of each cell and who is asked for: the accountable, the responsible or the
    consulted role.
    """
    return {cell: _WHO_IS[task] for cell, task in zip(CELLS, case.tasks, strict=True)}


def _cell(case: Case, task: str) -> str:
    return CELLS[case.tasks.index((task, "accountable"))]


@accountable_roles.mistake("The commander answers for the response; what counts as severe is set with the product.")
def _(case: Case) -> dict[str, object]:
    return {_cell(case, "define severity, impact and priority"): COMMANDER}


@accountable_roles.mistake("Security operations applies the severities: responsible, and not accountable.")
def _(case: Case) -> dict[str, object]:
    return {_cell(case, "define severity, impact and priority"): OPERATIONS}


@accountable_roles.mistake("Communications writes the words; who answers for them outside the firm is another role.")
def _(case: Case) -> dict[str, object]:
    return {_cell(case, "communicate externally"): COMMS}


@accountable_roles.mistake("Legal is consulted before a model goes offline; waiting for its decision costs people.")
def _(case: Case) -> dict[str, object]:
    return {_cell(case, "take the model offline"): LEGAL}
