"""Questions on the path that a product manager owns: who by when, and what may be touched."""

from course_lib.cases.response_rules import ACTIONS, STEPS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.incident_severity import other_level, severity_level
from course_lib.wording.telling import tells

ON_CALL, COMMANDER, PRODUCT, LEGAL, COMMS, SPONSOR, REGULATOR = STEPS
FIELD_OF = {COMMANDER: "commander", PRODUCT: "product", LEGAL: "legal", COMMS: "communications", SPONSOR: "sponsor"}


def latest_minutes(case: Case, level: str) -> dict[str, int]:
    """Return the latest minute of each step but the regulator, after the declaration, on a level of severity."""
    steps = {one.step: one for one in case.steps if one.level == level}
    latest = {"declaration": 0}
    while len(latest) <= len(steps):
        latest |= {s.step: latest[s.after] + s.minutes for s in steps.values() if s.after in latest}
    return {name: latest[name] for name in STEPS[:-1]}


@question(
    points=6,
    unit="order",
    kind="order",
    choices=tuple(sorted(STEPS)),  # never the right order, so that no sentence gives it away
    frames=("escalation_steps", "severity_matrix"),
    hint="Keep the rows of your severity. Add up along `after` until you reach the declaration; then sort.",
    working="Sum the minutes along the chain of each step and sort; the regulator comes last.",
)
def escalation_order(case: Case) -> tuple[str, ...]:
    """The escalation path for the severity of the incident: its seven steps in order.

    Take the right severity: check `severity` first; a wrong level costs points here again. `escalation_steps` gives
    each step at most some minutes after another one. Order by latest minute after the declaration, if every step before
    takes all its time. Names as in the table; `regulator` has no row and comes last.
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


@escalation_order.mistake(
    "You sorted by the minutes of the rows alone: each counts from the step before it. Add up along `after` first.",
    credit=0.5,
)
def _(case: Case) -> tuple[str, ...]:
    own = {one.step: one.minutes for one in case.steps if one.level == severity_level(case)}
    return (*sorted(own, key=own.get), REGULATOR)


@tells(escalation_order)
def steps(case: Case, order: tuple[str, ...]) -> str:
    """Return the steps as lines of YAML."""
    return "\n  ".join(f"- {step}" for step in order)


@question(
    points=4,
    unit="fields",
    kind="fields",
    frames=("escalation_steps", "severity_matrix"),
    hint="The sums along the chain are those that you sorted for the order.",
    working="Sum the minutes along the chain of each step.",
    form=Fields(
        tuple(Slot(name, kind="integer", unit="minutes") for name in FIELD_OF.values()),
        template="At the latest, after the declaration: commander {commander}, product {product}, legal {legal}, "
        "communications {communications}, sponsor {sponsor}.",
    ),
)
def escalation_path(case: Case) -> dict[str, object]:
    """The latest minute of each step after the declaration, if every step before takes all its time.

    Take the right severity: check `severity` first; a wrong level costs points here again.
    """
    return _fields(latest_minutes(case, severity_level(case)))


def _fields(latest: dict[str, int]) -> dict[str, int]:
    return {field: latest[step] for step, field in FIELD_OF.items()}


@escalation_path.mistake("You read the minutes as counted from the declaration: each counts from the step before it.")
def _(case: Case) -> dict[str, object]:
    level = severity_level(case)
    own, latest = {s.step: s.minutes for s in case.steps if s.level == level}, latest_minutes(case, level)
    return {field: own[step] for step, field in FIELD_OF.items() if own[step] != latest[step]}


@escalation_path.mistake("Those are the minutes of another severity: take the rows of the level that you found.")
def _(case: Case) -> dict[str, object]:
    return _fields(latest_minutes(case, other_level(case)))


@tells(escalation_path)
def minutes(case: Case, path: dict[str, object]) -> str:
    """Return the latest minute of each step as lines of YAML."""
    in_time = sorted(FIELD_OF.items(), key=lambda one: path[one[1]])
    return "\n  ".join(f"{step}: {path[field]:g}" for step, field in in_time)


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


@tells(safe_before_report)
def actions(case: Case, safe: frozenset[str]) -> str:
    """Return the actions as lines of YAML."""
    return "\n  ".join(f"- {action}" for action in sorted(safe))


@safe_before_report.mistake("All of them: some overwrite the very thing that shows why it happened.")
def _(case: Case) -> frozenset[str]:
    return frozenset(ACTIONS)
