"""The simulator on the desk: `drill = case.drill()`, then `drill.act("page:engineer")`. Its state is the log."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.core.case import Case
from course_lib.drills.actions import ACTIONS, NotNow
from course_lib.drills.card import HOUSE_RULES, card_rows
from course_lib.drills.clocks import legal_clock
from course_lib.drills.debrief import BESIDE, parting, side_by_side, truth
from course_lib.drills.incident import at_end, possible, step
from course_lib.drills.replay import can_judge, replay, scored, seed_of
from course_lib.drills.runlog import NOTE, act, acts, hand_in, last_note
from course_lib.drills.state import Event, State
from course_lib.drills.world import HORIZON
from course_lib.forms.run import MOST_ACTIONS
from course_lib.study.attempts import AttemptLog, PassingLog, opening_record
from course_lib.ui.incident_end import item_rows, most_lost, parts_said
from course_lib.ui.incident_view import incident_view
from course_lib.ui.pages import Page

if TYPE_CHECKING:
    from course_lib.ui.drill_panel import DrillPanel

INCIDENT = "09_incident_command"  # the unit whose drill this is
Save = Callable[[dict[str, object]], tuple[str, ...]]


@dataclass(frozen=True)
class Drill:
    """One learner's run of the incident of a case. Nothing is kept here: every look reads the log."""

    unit: str
    case: Case
    log: AttemptLog | PassingLog
    save: Save

    @property
    def seed(self) -> str:
        """The seed of the incident."""
        return seed_of(self.case)

    @property
    def actions(self) -> list[str]:
        """The actions so far."""
        return list(self._read()[2])

    def hand_in(self) -> list[str]:
        """Return the answer to `incident_run`: a line that says whose run it is, and the actions."""
        return hand_in(self.case.code, self.seed, self.actions)

    @property
    def state(self) -> State:
        """Where the run stands."""
        return self._read()[0]

    def act(self, text: str, *, after: int | None = None) -> Page:
        """Do one action; what is not possible now costs no time, and the page says why.

        `after`: how many actions had been done when it was chosen. If there are more by now, it is not done.
        """
        logged = acts(self.log.records(), self.case.code, self.seed)
        state = replay(self.seed, logged.actions)[0]
        if logged.refused or after not in (None, len(logged.actions)):
            return Page(_title(state), (logged.refused or "Another action came first; look again, then choose.",))
        try:
            later, events = step(state, text)
        except NotNow as reason:
            return Page(_title(state), (str(reason),))
        said = self._keep(act(self.seed, logged.actions, text))
        told = [f"Minute {event.minute}: {event.text}" for event in events]
        return Page(_title(later), (*(told or ["Done."]), *said))

    def panel(self) -> "DrillPanel | Page":
        """Return the panel: the same run by mouse or keyboard; no panel where the grader runs the notebook."""
        if isinstance(self.log, PassingLog):
            return Page("The panel", ("The grader plays what was handed in.",))
        from course_lib.ui.drill_panel import DrillPanel

        def look() -> dict[str, object]:
            records = self.log.records()
            state = replay(self.seed, acts(records, self.case.code, self.seed).actions)[0]
            return incident_view(_ended(state), last_note(records, self.case.code), self._answer_line())

        def do(text: str, after: int) -> str:
            return " ".join(self.act(text, after=after).paragraphs)

        return DrillPanel(look, do, lambda text: self._keep({"event": NOTE, "note": text[:2000]}))

    def _keep(self, what: dict[str, object]) -> tuple[str, ...]:
        case = self.case
        return self.save(opening_record(self.unit, case.code, case.learner, case.attempt) | what)

    def possible(self) -> Page:
        """Show every action that is possible now, with its minutes."""
        state = self.state
        rows = [(name, ", ".join(of)) for name, of in _by_kind(possible(state)).items()]
        return Page(_title(state), columns=("Action", "What may follow the colon"), rows=tuple(rows))

    def card(self) -> Page:
        """Show the card of the incident: what is known at the alert, and what each exhibit can tell."""
        world = self.state.world
        rules = Page("The rules of the house", HOUSE_RULES)
        return Page(
            f"Incident · case {self.case.code}", (world.stage.alert,), rows=tuple(card_rows(world)), folded=(rules,)
        )

    def debrief(self) -> Page:
        """Show what the run was worth, where it left the best line, and what was knowable then."""
        state = _ended(self.state)
        if not state.closed:
            return Page(_title(state), ("The debrief opens when the incident is closed, or time is up.",))
        if not can_judge():
            return Page(_title(state), ("The run is marked by the grader.", self._how_to_hand_in()))
        score = scored(state)
        told = (parts_said(score), most_lost(score), truth(state), parting(state), *legal_clock(state.world))
        return Page(
            f"Debrief · {score.total:g} of 100",
            (*told, self._how_to_hand_in()),
            ("Item", "Points", "Why"),
            tuple(item_rows(score)),
            folded=(Page("Time line, beside the best line", columns=BESIDE, rows=tuple(side_by_side(state))),),
        )

    def _how_to_hand_in(self) -> str:
        return f"Hand in: `{self._answer_line()}`"

    def _answer_line(self) -> str:
        return f"incident_run = {self.hand_in()!r}"

    def events(self) -> tuple[Event, ...]:
        """Return what has happened so far."""
        return self._read()[1]

    def _read(self) -> tuple[State, tuple[Event, ...], tuple[str, ...]]:
        return replay(self.seed, acts(self.log.records(), self.case.code, self.seed).actions)

    def __repr__(self) -> str:
        return repr(self._page())

    def _repr_html_(self) -> str:
        return self._page()._repr_html_()

    def _page(self) -> Page:
        state, events, _ = self._read()
        told = tuple(f"Minute {event.minute}: {event.text}" for event in events[-6:])
        return Page(_title(state), (state.world.stage.alert, *told), rows=tuple(standing_rows(state)))


def incident_drill(unit: str, case: Case, log: AttemptLog, save: Save) -> Drill:
    """Open the run of a case; where the grader runs the notebook again, on a log that passes with it."""
    if "NBGRADER_EXECUTION" not in os.environ:
        return Drill(unit, case, log, save)
    passing = PassingLog()
    return Drill(unit, case, passing, lambda record: passing.append(record) or ())


def _ended(state: State) -> State:
    """Return the run as it stands; one that has had all its actions is left to run until time is up."""
    return at_end(state) if len(state.log) >= MOST_ACTIONS else state


def _title(state: State) -> str:
    return f"Incident · minute {state.minute} of {HORIZON}" + (" · over" if state.closed else "")


def _by_kind(actions: tuple[str, ...]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for text in actions:
        name, _, argument = text.partition(":")
        kinds.setdefault(f"{name} ({ACTIONS[name].minutes or 'its'} min)", []).append(argument)
    return kinds


def standing_rows(state: State) -> list[tuple[str, str]]:
    """Return where the run stands: exposure, loss, containment, who is there, what waits."""
    there = ", ".join(role for role, minute in state.joined if minute <= state.minute) or "nobody"
    return [
        ("Share of users on the new version", f"{state.exposed:.0%}"),
        ("Expected loss so far", f"USD {state.loss * 1000:,.0f}"),
        ("Containment", state.mode or ("growth paused" if not state.growing else "none")),
        ("Joined", there),
        ("Waits for a reply", ", ".join(state.open_injects()) or "nothing"),
    ]
