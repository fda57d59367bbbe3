"""The ninety-minute drill on the desk: `drill = case.drill()`, `drill.act("ask:...")`, `drill.answer(name=value)`."""

import json
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from course_lib.core.answers import to_plain
from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.result import Result
from course_lib.drills.actions import NotNow
from course_lib.drills.interview import Sitting, step
from course_lib.drills.panel_answers import panel_answer
from course_lib.drills.runlog import NOTE, act, acts, began_at, last_note
from course_lib.drills.scorecard import Scorecard, scorecard
from course_lib.drills.scripts import MINUTES, MOST_ASKED, ROLES, SCRIPTS
from course_lib.study.attempts import AttemptLog, opening_record
from course_lib.ui.interview_end import area_rows, interview_end
from course_lib.ui.interview_view import interview_view
from course_lib.ui.pages import Page
from course_lib.units import Unit

if TYPE_CHECKING:
    from course_lib.ui.drill_panel import DrillPanel

Save = Callable[[dict[str, object]], tuple[str, ...]]


@dataclass(frozen=True)
class PanelDrill:
    """One learner's panel drill on a case. Nothing is kept here: every look reads the log."""

    unit: Unit
    case: Case
    log: AttemptLog
    save: Save

    @property
    def state(self) -> Sitting:
        """Where the drill stands."""
        return self._played(self.actions)

    def _played(self, actions: Iterable[str]) -> Sitting:
        needs = {one.name: one.frames for one in self.unit.questions}
        state = Sitting(SCRIPTS[self.unit.id], needs, exam=self._is_exam)
        for text in actions:
            with suppress(NotNow):
                state = step(state, text)
        return state

    @property
    def _is_exam(self) -> bool:
        """Say whether this is the exam form: nothing is said until the end, and the clock is not stopped."""
        return self.unit.exam and self.case.attempt == 0

    @property
    def actions(self) -> list[str]:
        """The actions so far."""
        return list(acts(self.log.records(), self.case.code, self._seed).actions)

    @property
    def _seed(self) -> str:
        return f"panel/{self.case.code}"

    def act(self, text: str, *, after: int | None = None) -> Page:
        """Do one action; what is not possible now costs no time, and the page says why."""
        logged = acts(self.log.records(), self.case.code, self._seed)
        state = self._played(logged.actions)
        if logged.refused or after not in (None, len(logged.actions)):
            return Page(_title(state), (logged.refused or "Another action came first; look again, then choose.",))
        try:
            later = step(state, text)
        except NotNow as reason:
            return Page(_title(state), (str(reason),))
        said = self._keep(act(self._seed, logged.actions, text))
        return Page(_title(later), (*_news(state, later), *said))

    def answer(self, **answer: object) -> Result | Page:
        """Answer one question of the unit within the drill: `drill.answer(fpr_ratio=2.0)`.

        At your own pace the marking comes at once, unless the unit is sat as an exam; under a clock, at the end.
        """
        if len(answer) != 1:
            return Page(_title(self.state), ("Give exactly one answer by its name: drill.answer(name=value).",))
        ((name, value),) = answer.items()
        page = self.act(f"answer:{name}={json.dumps(to_plain(value))}")
        state = self.state
        if not state.log or not state.log[-1][1].startswith(f"answer:{name}="):
            return page
        return self._may_be_said(state)[name]

    def panel(self) -> "DrillPanel":
        """Return the panel: the same drill by mouse or keyboard."""
        from course_lib.ui.drill_panel import DrillPanel

        def look() -> dict[str, object]:
            records, state = self.log.records(), self.state
            said = self._may_be_said(state)
            return interview_view(
                state,
                self.case,
                self.unit.questions,
                {name: said.get(name) for names in state.script.graded.values() for name in names},
                began=began_at(records, self.case.code),
                now=time.time() * 1000,
                note=last_note(records, self.case.code),
                end=interview_end(state, self.score(state), said.values()) if state.closed else None,
            )

        def do(text: str, after: int) -> str:
            paragraphs = self.act(text, after=after).paragraphs
            said = " ".join(one.partition(" Reply with one of:")[0] for one in paragraphs)
            kind, _, argument = text.partition(":")
            if kind == "answer" and said == "Done.":
                name = argument.partition("=")[0]
                return f"{name}: {self._may_be_said(self.state)[name].sentence}"
            # Nobody did a minute of the clock: only what it brought is worth saying.
            return "" if kind == "clock" and said.startswith(("Done.", "Another action")) else said

        return DrillPanel(look, do, lambda text: self._keep({"event": NOTE, "note": text[:2000]}))

    def _may_be_said(self, state: Sitting) -> dict[str, Result]:
        """Return the marking of each answer as far as it may be said by now."""
        results = self._results(state)
        if state.closed or (state.pace == "own" and not self._is_exam):
            return results
        sentence = "Recorded. The marking comes with drill.scorecard()."
        return {name: replace(one, kind="recorded", credit=0, sentence=sentence) for name, one in results.items()}

    def _keep(self, what: dict[str, object]) -> tuple[str, ...]:
        case = self.case
        return self.save(opening_record(self.unit.id, case.code, case.learner, case.attempt) | what)

    def scorecard(self) -> Page:
        """Show the panel's scorecard; it opens when the drill is over."""
        state = self.state
        if not state.closed:
            return Page(_title(state), ('The scorecard opens when the drill is over: drill.act("finish").',))
        card = self.score(state)
        keys = [f"{one.name}: {one.key}" for one in state.script.curveballs]
        wrong = [f"`{one.question}`: {one.sentence}" for one in self._results(state).values() if one.credit < 1]
        return Page(
            f"Scorecard · {card.total:g} of 100 · {card.level}",
            (*(f"Knock-out: {one}" for one in card.knock_outs), *keys, *wrong),
            ("Area", "Points"),
            tuple(area_rows(card)),
            footer=f"Case {self.case.code} · {len(state.log)} actions",
        )

    def score(self, state: Sitting) -> Scorecard:
        """Return the scorecard of a state of this drill."""
        weights = {one.name: one.points for one in self.unit.questions}
        return scorecard(state, {name: one.credit for name, one in self._results(state).items()}, weights)

    def _results(self, state: Sitting) -> dict[str, Result]:
        answers = {name: plain for name, (_, plain) in state.answers().items()}
        return {name: grade(self.unit.question(name), plain, self.case, answers) for name, plain in answers.items()}

    def __repr__(self) -> str:
        return repr(self._page())

    def _repr_html_(self) -> str:
        return self._page()._repr_html_()

    def _page(self) -> Page:
        state, script = self.state, SCRIPTS[self.unit.id]
        left = MOST_ASKED - len(state.of("ask"))
        names = [one for names in script.graded.values() for one in names]
        open_now = [one for one in names if one not in state.answers()]
        came = [one for one in script.curveballs if one.name in state.waiting()]
        waiting = [f"{one.text} Replies: {', '.join(one.replies)}." for one in came]
        rows = [
            ("Exhibits open (case.frames)", ", ".join(state.open_exhibits()) or "none yet"),
            (
                "Opens later",
                ", ".join(f"{name} at {at}" for name, at in script.opens.items() if at > state.minute) or "-",
            ),
            (f"Clarifying questions ({left} left)", " | ".join((*script.decisive, *script.idle)) if left else "asked"),
            ("Answers still open", ", ".join(open_now) or "none"),
            ("Decide", ", ".join(script.options)),
            ("Tell, in the order of the path", ", ".join(ROLES)),
        ]
        return Page(_title(state), (script.brief, *waiting), rows=tuple(rows))


def _title(state: Sitting) -> str:
    return f"Panel drill · minute {state.minute} of {MINUTES}" + (" · over" if state.closed else "")


def _news(before: Sitting, after: Sitting) -> tuple[str, ...]:
    """Return what a player is told of a step: exhibits that opened, curveballs that came, the end."""
    opened = [name for name in after.open_exhibits() if name not in before.open_exhibits()]
    came = [one for one in after.script.curveballs if before.minute < one.minute <= after.minute]
    told = [f"Open now: {', '.join(opened)}."] if opened else []
    told += [
        f"{one.text} Reply with one of: {', '.join(f'{k} ({v})' for k, v in one.replies.items())}." for one in came
    ]
    told = [f"The panel: {panel_answer(text)}" for _, text in after.of("ask")[len(before.of("ask")) :]] + told
    told += ["The drill is over: drill.scorecard()."] if after.closed else []
    return tuple(told or ["Done."])
