"""Question on the rhythm of updates: how many were due, how many went out, and how long people heard nothing."""

import itertools
from collections.abc import Iterable

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.incident import status_updates_due
from course_lib.wording.telling import tells


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=("timeline",),
    hint="Each `entry_id` once, sorted by `at`. Mark declaration and final end; take the differences of the updates.",
    working="One at once, one per full interval before the end, one closing; distinct entries; largest difference.",
    form=Fields(
        (
            Slot("due", kind="integer", unit="updates", weight=3),
            Slot("sent", kind="integer", unit="updates"),
            Slot("longest_silence", kind="integer", unit="minutes", weight=2),
        ),
        template="Due {due}, sent {sent}, longest silence {longest_silence}.",
    ),
)
def update_cadence(case: Case) -> dict[str, object]:
    """Public updates of this incident: due, sent, and the longest silence.

    - `due`: one at the declaration, one after each full interval of the card's minutes before the incident is resolved,
      one closing. It is resolved at the last "resolved" entry: after the first it was re-opened under the same number.
    - `sent`: entries of kind "public update", each `entry_id` once.
    - `longest_silence`: most minutes between one public update and the next.
    """
    line = case.timeline
    due = status_updates_due(line.resolved, every_minutes=case.update_minutes)
    return {"due": due, "sent": len(line.public), "longest_silence": _longest(line.public)}


def _longest(minutes: Iterable[int]) -> int:
    return max(later - earlier for earlier, later in itertools.pairwise(sorted(minutes)))


def _due(case: Case) -> int:
    return update_cadence.answer(case)["due"]


@update_cadence.mistake("`due` has only the intervals: the declaration and the closing each need one.")
def _(case: Case) -> dict[str, object]:
    return {"due": _due(case) - 2}


@update_cadence.mistake("`due` is one short: count the first at the declaration and the closing one.")
def _(case: Case) -> dict[str, object]:
    return {"due": _due(case) - 1}


@update_cadence.mistake('`due` ends at the first "resolved": the incident was re-opened, and people still waited.')
def _(case: Case) -> dict[str, object]:
    return {"due": status_updates_due(case.timeline.resolved_early, every_minutes=case.update_minutes)}


@update_cadence.mistake("`due` starts at the alert: the promise to the public runs from the declaration.")
def _(case: Case) -> dict[str, object]:
    line = case.timeline
    return {"due": status_updates_due(line.resolved - line.alert, every_minutes=case.update_minutes)}


@update_cadence.mistake("`sent` has second copies in it: each `entry_id` is one update.")
def _(case: Case) -> dict[str, object]:
    return {"sent": len(case.timeline.public) + case.timeline.copies}


@update_cadence.mistake("`sent` has internal updates in it: customers do not hear the call.")
def _(case: Case) -> dict[str, object]:
    return {"sent": len(case.timeline.public) + len(case.timeline.internal)}


@update_cadence.mistake("`longest_silence` ends at internal updates: customers do not hear the call.")
def _(case: Case) -> dict[str, object]:
    return {"longest_silence": _longest(case.timeline.public + case.timeline.internal)}


@update_cadence.mistake("`longest_silence` is the promised interval: measure what happened.")
def _(case: Case) -> dict[str, object]:
    return {"longest_silence": case.update_minutes}


@tells(update_cadence)
def missed(case: Case, cadence: dict[str, object]) -> str:
    """Return how many updates were due and not sent."""
    missing = cadence["due"] - cadence["sent"]
    return f"{missing} fewer than promised" if missing > 0 else "no fewer than promised, but not at the promised times"


@tells(update_cadence)
def when_silent(case: Case, cadence: dict[str, object]) -> str:
    """Return where in the incident the longest silence fell."""
    line = case.timeline
    pairs = itertools.pairwise(line.public)
    begin, end = next((one, other) for one, other in pairs if other - one == cadence["longest_silence"])
    return "while we thought it was over" if begin < line.reopened < end else "where a promised update was missed"
