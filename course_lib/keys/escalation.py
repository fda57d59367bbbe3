"""Questions on the path that a product manager owns: who by when, the first notice, and what may be touched."""

from course_lib.cases.response_rules import ACTIONS, STEPS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.incident_deadlines import severity_level
from course_lib.keys.incident_harm import people_exposed, people_harmed

ON_CALL, COMMANDER, PRODUCT, LEGAL, COMMS, SPONSOR, REGULATOR = STEPS
FIELD_OF = {COMMANDER: "commander", PRODUCT: "product", LEGAL: "legal", COMMS: "communications", SPONSOR: "sponsor"}
AUTHORITIES = (
    "data-protection authority",
    "financial supervisor",
    "market surveillance authority",
    "Securities and Exchange Commission",
)
BOTH, LIMITS, OUTAGE = (
    "some credit limits were set too low, and some customers saw another customer's statement",
    "some credit limits were set too low",
    "the service was down for some customers",
)
UNKNOWN, ATTACK, PERSON, FIXED = (
    "we are looking for the cause",
    "an attack from outside",
    "an engineer released a wrong file",
    "a fault that is fixed and cannot come back",
)


def latest_minutes(case: Case, level: str) -> dict[str, int]:
    """Return the latest minute of each step but the regulator, after the declaration, on a level of severity."""
    steps = {one.step: one for one in case.steps if one.level == level}
    latest = {"declaration": 0}
    while len(latest) <= len(steps):
        latest |= {s.step: latest[s.after] + s.minutes for s in steps.values() if s.after in latest}
    return {name: latest[name] for name in STEPS[:-1]}


@question(
    points=5,
    unit="order",
    kind="order",
    choices=tuple(sorted(STEPS)),  # never the right order, so that no sentence gives it away
    frames=("escalation_steps", "severity_matrix"),
    hint="Keep the rows of your severity. Add up along `after` until you reach the declaration; then sort.",
    working="Sum the minutes along the chain of each step and sort; the regulator comes last.",
)
def escalation_order(case: Case) -> tuple[str, ...]:
    """The escalation path for the severity that you found: its seven steps in order.

    `escalation_steps` gives each step at most some minutes after another one; take the rows of your severity. Order by
    latest minute after the declaration, if every step before takes all its time. Names as in the table; `regulator` has
    no row and comes last.
    """
    latest = latest_minutes(case, severity_level(case))
    return (*sorted(latest, key=latest.get), REGULATOR)


@escalation_order.mistake(
    "Containment is not to wait for legal: they are consulted in parallel, from their own minute on.", credit=0.4
)
def _(case: Case) -> tuple[str, ...]:
    rest = [step for step in escalation_order.answer(case) if step not in (ON_CALL, LEGAL)]
    return (ON_CALL, LEGAL, *rest)


@escalation_order.mistake(
    "The sponsor is told, and commands nothing: a call to the top before the commander is there slows both.", credit=0.4
)
def _(case: Case) -> tuple[str, ...]:
    rest = [step for step in escalation_order.answer(case) if step != SPONSOR]
    return (SPONSOR, *rest)


@question(
    points=4,
    unit="fields",
    kind="fields",
    frames=("escalation_steps", "severity_matrix", "incident_log"),
    hint="Latest minutes as above. For the authority, compare the legal deadlines that run in your case.",
    working="Sum the minutes along the chain of each step; the authority with the earliest legal deadline.",
    form=Fields(
        (
            *(Slot(name, kind="integer", unit="minutes") for name in FIELD_OF.values()),
            Slot("first_authority", choices=AUTHORITIES, weight=2),
        ),
        template="At the latest, after the declaration: commander {commander}, product {product}, legal {legal}, "
        "communications {communications}, sponsor {sponsor}. First authority: {first_authority}.",
    ),
)
def escalation_path(case: Case) -> dict[str, object]:
    """The latest minute of each step, and the first authority to hear from you.

    Latest minute: counted from the declaration, if every step before takes all its time. First authority: the one whose
    legal deadline in your case is the earliest of all, DORA included [IR-026].
    """
    latest = latest_minutes(case, severity_level(case))
    return {**_fields(latest), "first_authority": AUTHORITIES[1 if case.payment_institution else 0]}


def _fields(latest: dict[str, int]) -> dict[str, int]:
    return {field: latest[step] for step, field in FIELD_OF.items()}


@escalation_path.mistake("You read the minutes as counted from the declaration: each counts from the step before it.")
def _(case: Case) -> dict[str, object]:
    level = severity_level(case)
    own, latest = {s.step: s.minutes for s in case.steps if s.level == level}, latest_minutes(case, level)
    return {field: own[step] for step, field in FIELD_OF.items() if own[step] != latest[step]}


@escalation_path.mistake("Those are the minutes of another severity: take the rows of the level that you found.")
def _(case: Case) -> dict[str, object]:
    return _fields(latest_minutes(case, "SEV-2" if severity_level(case) == "SEV-1" else "SEV-1"))


@escalation_path.mistake("You went to the authority for models first: the earliest deadline decides, not the subject.")
def _(case: Case) -> dict[str, object]:
    return {"first_authority": AUTHORITIES[2]}


@question(
    points=5,
    unit="fields",
    kind="fields",
    frames=("account_sample", "statement_views", "incident_log", "severity_matrix"),
    hint="Say what is known and what is under way, with your own figures. What nobody knows yet stays open.",
    working="Both harms, your two counts, the first wrong decision in UTC, cause open, the matrix's update interval.",
    form=Fields(
        (
            Slot("what", choices=(LIMITS, BOTH, OUTAGE)),
            Slot("harmed", unit="people", tolerance=0.005, relative=True, same_as="people_harmed"),
            Slot("exposed", kind="integer", unit="people", same_as="people_exposed"),
            Slot("since", kind="datetime"),
            Slot("cause", choices=(ATTACK, PERSON, UNKNOWN, FIXED)),
            Slot("next_update", kind="integer", unit="minutes"),
            Slot("own_words", kind="text", weight=0),
        ),
        template="Since {since} {what}. By our estimate {harmed} had a limit wrongly cut; the statements of {exposed} "
        "were shown to others. Both have been stopped; {cause}. Next update within {next_update}.",
    ),
)
def first_notice(case: Case) -> dict[str, object]:
    """The first notice to customers, in fields. It goes out after the rollback and before the investigation is closed.

    What happened, to how many (your two figures), since when (start of the impact, UTC), what may be said about the
    cause on that day, and within how many minutes the next update follows (the matrix, at your severity). `own_words`
    is yours and earns nothing.
    """
    return {
        "what": BOTH,
        "harmed": people_harmed.answer(case),
        "exposed": people_exposed.answer(case),
        "since": case.moments.started,
        "cause": UNKNOWN,
        "next_update": _update_minutes(case, severity_level(case)),
        "own_words": None,
    }


def _update_minutes(case: Case, level: str) -> int:
    return next(row.update_minutes for row in case.matrix if row.level == level)


@first_notice.mistake(
    "Half of it is missing: people whose data were shown will hear of it elsewhere, and ask why not here."
)
def _(case: Case) -> dict[str, object]:
    return {"what": LIMITS}


@first_notice.mistake("You date it from your alert: customers were hit from the first wrong decision.")
def _(case: Case) -> dict[str, object]:
    return {"since": case.moments.detected}


@first_notice.mistake("A cause that nobody has established has no place in it, and a person never: it will be quoted.")
def _(case: Case) -> dict[str, object]:
    return {"cause": PERSON}


@first_notice.mistake("A promise that it cannot come back is one you cannot check before the investigation is closed.")
def _(case: Case) -> dict[str, object]:
    return {"cause": FIXED}


@first_notice.mistake("That is the rhythm of another severity.")
def _(case: Case) -> dict[str, object]:
    return {"next_update": _update_minutes(case, "SEV-2" if severity_level(case) == "SEV-1" else "SEV-1")}


@question(
    points=3,
    unit="labels",
    kind="labels",
    choices=ACTIONS,
    frames=("planned_actions",),
    hint="For each action: does it change or remove what an investigator would look at, and is a copy kept?",
    working="Actions that move traffic only, and those that keep a copy of what they change.",
)
def safe_before_report(case: Case) -> frozenset[str]:
    """Which planned actions may go ahead before the authority has your report? A list of names [EUAI-026].

    The provider must not spoil a later analysis of the causes. The course's rule, on the safe side of that: an action
    may go ahead if it changes traffic only, or if a copy of what it changes is kept. Names as in `planned_actions`.
    """
    return frozenset(one.action for one in case.actions if one.changes == "traffic" or one.copy_kept)


@safe_before_report.mistake(
    "You stopped all but traffic: repairs may go on if what they change is kept as it was.", credit=0.5
)
def _(case: Case) -> frozenset[str]:
    return frozenset(one.action for one in case.actions if one.changes == "traffic")


@safe_before_report.mistake(
    "You asked for copies of traffic: containment that moves requests destroys nothing.", credit=0.5
)
def _(case: Case) -> frozenset[str]:
    return frozenset(one.action for one in case.actions if one.copy_kept)


@safe_before_report.mistake("All of them: some overwrite the very thing that shows why it happened.")
def _(case: Case) -> frozenset[str]:
    return frozenset(ACTIONS)
