"""Exam mode: one case, no hints, nothing said about an answer until the end; then the scorecard and the record."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from course_lib.core.case import Case
from course_lib.core.grading import grade
from course_lib.core.result import LOOK, Result
from course_lib.forms.exam import exam_record
from course_lib.study.attempts import AttemptLog, attempt_record, opening_record
from course_lib.study.exam import FINISH, START, Sitting, now, sitting
from course_lib.ui.pages import Page
from course_lib.units import Unit

Save = Callable[[dict[str, object]], tuple[str, ...]]
REFUSED = "This is an exam: there is no help before `case.finish()`."


def sat(unit: Unit, case: Case, log: AttemptLog) -> Sitting | None:
    """Return the exam that the learner is sitting on this case, None if it is no exam: practice never is."""
    return sitting(log.records(), case.code, unit.exam.minutes) if unit.exam and case.attempt == 0 else None


def start_exam(unit: Unit, case: Case, exam: Sitting | None, save: Save) -> Page:
    """Start the clock, once, and show until when it runs."""
    title = f"Exam · case {case.code}"
    if exam is None:
        return Page(title, ("This case is no exam: every check answers at once.",))
    if exam.finished:
        return Page(title, ("The exam is over. `case.finish()` shows its scorecard again.",))
    said = () if exam.started else save(event_record(unit.id, case, START))
    begun = exam.started or now()
    until = (begun + timedelta(minutes=unit.exam.minutes)).astimezone()
    told = (
        f"{unit.exam.minutes} minutes, until {until:%H:%M}. Answers are recorded; you may change one until you finish."
    )
    return Page(title, (told, *said))


def recorded_only(unit: Unit, result: Result, exam: Sitting) -> Result:
    """Return what the learner sees of an answer in the middle of an exam: that it was taken, or why not."""
    if result.kind in ("malformed", "unanswered"):
        return result
    minute, most = exam.minute(now()), unit.exam.minutes
    late = f"Not recorded: the {most} minutes are over. Run case.finish()."
    taken = f"Recorded at minute {minute:.0f} of {most}. Marks come with case.finish()."
    if minute > most:
        return replace(result, kind="malformed", credit=0, sentence=late)
    return replace(result, kind="recorded", credit=0, sentence=taken)


def finish_exam(unit: Unit, case: Case, exam: Sitting | None, save: Save) -> Page:
    """End the exam, once: mark what was recorded, show the scorecard, and the record to hand in."""
    title = f"Scorecard · case {case.code}"
    if exam is None or not exam.answers:
        return Page(title, ("Nothing was recorded, so there is nothing to finish: answer at least one question.",))
    if unit.sealed:
        results: list[Result] = []
    else:
        plain = {name: answer for name, (_, answer) in exam.answers.items()}
        results = [grade(one, plain.get(one.name), case, plain) for one in unit.questions]
    said = ()
    if not exam.finished:
        said = save(event_record(unit.id, case, FINISH))
        for result in results:
            if result.kind != "unanswered":
                save(attempt_record(unit.id, result))
    return _scorecard(title, unit, case, exam, results, said)


def _scorecard(title: str, unit: Unit, case: Case, exam: Sitting, results: list[Result], said: tuple[str, ...]) -> Page:
    minutes = {name: minute for name, (minute, _) in exam.answers.items()}
    rows = [
        (one.question, f"{one.score:g} of {one.points:g}", _minute(minutes, one.question), _word(one))
        for one in results
    ]
    why = [f"`{one.question}`: {one.sentence}" for one in results if one.credit < 1 and one.kind != "unanswered"]
    record = f"Hand in: `{unit.exam_record} = {exam_record(case.code, exam.answers)!r}`" if unit.exam_record else ""
    decided = minutes.get(unit.exam.decision)
    pace = (
        f"You never answered {unit.exam.decision}, the decision."
        if decided is None
        else f"Decided at minute {decided:.0f}: {unit.exam.time_credit(decided):.0%} of the time credit."
    )
    total = round(sum(one.score for one in results), 2)
    footer = "The grader marks it." if unit.sealed else f"{total:g} of 100 points before the record is handed in"
    return Page(title, (pace, *why, record, *said), ("Question", "Points", "Minute", "Result"), tuple(rows), footer)


def _minute(minutes: Mapping[str, float], name: str) -> str:
    return f"{minutes[name]:.0f}" if name in minutes else "-"


def _word(result: Result) -> str:
    symbol, word, _ = LOOK[result.kind]
    return f"{symbol} {word}"


def event_record(unit: str, case: Case, event: str) -> dict[str, object]:
    """Return the line that the log keeps of a start or an end."""
    return opening_record(unit, case.code, case.learner, case.attempt) | {"event": event}
