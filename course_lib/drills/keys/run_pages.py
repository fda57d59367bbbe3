"""The pages that come of an incident run: its decision log, the first notice, the skeleton of the post-mortem."""

from collections.abc import Sequence
from datetime import timedelta

from course_lib.core.case import Case
from course_lib.drills.clocks import ALERT_AT, legal_clock
from course_lib.drills.debrief import truth
from course_lib.drills.keys.incident_run import contained_at, incident_run, played
from course_lib.drills.replay import replay
from course_lib.drills.state import State
from course_lib.keys.exercise import Artefact
from course_lib.wording.telling import tells

_SAID = {
    "declare": "declared severity {}",
    "page": "called {}",
    "keep evidence": "copied inputs, outputs and versions",
    "watch": "watched the rate against its limit",
    "contain": "contained: {}",
    "lift": "lifted the restrictions",
    "roll_back": "rolled back",
    "fix": "began the fix for: {}",
    "start clock": "started the legal clock",
    "notice": "sent the first notice",
    "close": "closed the incident",
}


def _clock_time(minute: int) -> str:
    return f"{ALERT_AT + timedelta(minutes=minute):%H:%M}"


@tells(incident_run)
def decisions(case: Case, lines: Sequence[str]) -> str:
    """Return the rows of the decision log: time, decision, the belief stated last before it."""
    rows, belief = [], "not stated"
    for minute, text in played(case, lines).log:
        kind, _, argument = text.partition(":")
        if kind == "believe":
            belief = argument
        if kind in _SAID:
            rows.append(f"| {_clock_time(minute)} | {_SAID[kind].format(argument)} | {belief} |")
    return "\n".join(rows)


@tells(incident_run)
def product(case: Case, lines: Sequence[str]) -> str:
    """Return the product in trouble."""
    return played(case, lines).world.stage.product


@tells(incident_run)
def alert(case: Case, lines: Sequence[str]) -> str:
    """Return what the alert said."""
    return played(case, lines).world.stage.alert


@tells(incident_run)
def exposed(case: Case, lines: Sequence[str]) -> str:
    """Return the share of users on the new version at the alert."""
    world = played(case, lines).world
    return f"{world.exposed:.0%} of {world.users:,} {world.stage.users}"


@tells(incident_run)
def contained_how(case: Case, lines: Sequence[str]) -> str:
    """Return the first containment, and when it began."""
    state = played(case, lines)
    minute = contained_at(state)
    if minute is None:
        return "nothing"
    text = next(text for at, text in state.log if at == minute and text.startswith(("contain", "roll_back")))
    how = {"contain:fallback": state.world.stage.fallback, "contain:limit": "limited use", "roll_back": "roll-back"}
    return f"from {_clock_time(minute)} UTC: {how.get(text, text.partition(':')[2])}"


@tells(incident_run)
def contained_as_sentence(case: Case, lines: Sequence[str]) -> str:
    """Return the first containment as a sentence begins."""
    how = contained_how(case, lines)
    return how[:1].upper() + how[1:]


@tells(incident_run)
def exposed_at_notice(case: Case, lines: Sequence[str]) -> str:
    """Return the share of users on the new version when the notice went out, or at the end without one."""
    state = played(case, lines)
    place = next((i for i, (_, text) in enumerate(state.log) if text == "notice"), len(state.log))
    then = replay(state.world.seed, [text for _, text in state.log[:place]])[0]
    return f"{then.exposed:.0%} of {then.world.users:,} {then.world.stage.users}"


@tells(incident_run)
def notice_at(case: Case, lines: Sequence[str]) -> str:
    """Return when the notice went out."""
    return _time_or_open(played(case, lines).first("notice"))


@tells(incident_run)
def closed_at(case: Case, lines: Sequence[str]) -> str:
    """Return when the incident was closed."""
    return _time_or_open(played(case, lines).first("close"))


def _time_or_open(minute: int | None) -> str:
    return "not in this run" if minute is None else f"{_clock_time(minute)} UTC"


@tells(incident_run)
def updates(case: Case, lines: Sequence[str]) -> str:
    """Return how many status updates there were."""
    return str(sum(text == "update" for _, text in played(case, lines).log))


@tells(incident_run)
def evidence(case: Case, lines: Sequence[str]) -> str:
    """Return what each exhibit said, in the order in which they were looked at."""
    state = played(case, lines)
    rows = [_evidence_row(state, name, said) for name, _, said in (one.partition("=") for one in state.known)]
    return "\n".join(rows) or "- nothing was looked at"


def _evidence_row(state: State, name: str, said: str) -> str:
    chances = zip(state.world.stage.causes, state.world.likelihoods[name], strict=True)
    told = ", ".join(f"{cause} {chance if said == 'yes' else 1 - chance:.0%}" for cause, chance in chances)
    return f"- {name}: {'spoke' if said == 'yes' else 'was silent'}; chance of that, by cause: {told}"


@tells(incident_run)
def clock(case: Case, lines: Sequence[str]) -> str:
    """Return what the law asks, if anything started a clock."""
    return (
        "\n".join(f"- {one}" for one in legal_clock(played(case, lines).world))
        or "- nothing that was reported starts one"
    )


@tells(incident_run)
def what_it_was(case: Case, lines: Sequence[str]) -> str:
    """Return the cause, and what mends it."""
    return truth(played(case, lines))


PORTFOLIO = (
    Artefact(
        "incident_decision_log.md",
        """# Decision log of a simulated incident

Case {case_code}. A simulation, played by the candidate. Times in UTC; the alert came at 09:00.

**Alert.** {incident_run.alert} Product: {incident_run.product}. Exposed: {incident_run.exposed}.

| time | decision | stated probability that somebody is harmed |
|---|---|---|
{incident_run.decisions}

**What was looked at**

{incident_run.evidence}

**Not known at the time:** [what you could not see, and who was looking]
""",
    ),
    Artefact(
        "incident_first_notice.md",
        """# First notice

Case {case_code}. A simulation. Sent at {incident_run.notice_at}. What stands in square brackets is for you to fill in.

**What we see.** {incident_run.alert}

**Who it may touch.** {incident_run.exposed_at_notice}.

**What we have done.** {incident_run.contained_as_sentence}. [What a customer notices of it]

**What we do not know yet.** The cause. We look at it, and say so when we know.

**What you can do.** [What to check, whom to call]

**Next update.** Within 30 minutes. [Where it will stand]
""",
    ),
    Artefact(
        "incident_post_mortem.md",
        """# Post-mortem of a simulated incident, without blame

Case {case_code}. What stands in square brackets is for you to fill in.

| what | figure |
|---|---|
| product | {incident_run.product} |
| exposed at the alert | {incident_run.exposed} |
| contained after | {incident_run.contained_after} |
| how | {incident_run.contained_how} |
| status updates | {incident_run.updates} |
| first notice | {incident_run.notice_at} |
| closed | {incident_run.closed_at} |
| expected loss spared, against doing nothing | {incident_run.spared} |
| cause named at the end | {incident_run.named_cause} |

**Cause.** {incident_run.what_it_was}

**Legal clock.** Not legal advice.

{incident_run.clock}

**What went well:** [two lines, each with the minute]

**Where we were lucky:** [one line]

**What we change:** [action, owner, date, the test that shows that it works]
""",
    ),
)
