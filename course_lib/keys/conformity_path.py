"""Questions on the plan of the conformity file: its critical path, its latest start, and the logs to be kept."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from course_lib.cases.conformity_tasks import AUDIT, LOG_DAYS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.planning import critical_path
from course_lib.measures.regulation.dates import ANNEX_I, ANNEX_III
from course_lib.wording.telling import tells

SIX_MONTHS, A_MONTH, TEN_YEARS = 183, 30, 3650  # days; six months are counted so by convention of the course
_KB_PER_GB = 1_000_000
_BEFORE_THE_AMENDMENT = date(2026, 8, 2)  # EUAI-044
_FRIDAY = 4


def _path(case: Case, days: Mapping[str, int], more: Mapping[str, tuple[str, ...]] | None = None) -> int:
    waits = {one.task: one.before for one in case.tasks if one.task in days}
    return int(critical_path(days, waits | (more or {})).length)


def _days(case: Case, *, audit: bool = False) -> dict[str, int]:
    return {one.task: one.days for one in case.tasks if audit or one.task != AUDIT}


def _first_days(case: Case, *, audit: bool = False) -> dict[str, int]:
    return {one.task: one.first_days or one.days for one in case.tasks if audit or one.task != AUDIT}


@question(
    points=4,
    unit="working days",
    kind="integer",
    frames=("tasks",),
    hint="Latest revision of each task in scope. A task starts when the last one that it waits for has ended.",
    working="End of a task: its days plus the latest end among those it waits for; the largest end of all.",
)
def critical_days(case: Case) -> int:
    """Length of the critical path of the conformity file, in working days.

    Tasks in scope, each in its latest revision; a task whose latest revision is `dropped` is not done. `after` names
    the tasks that must have ended before; tasks that wait for nobody start at once, and people are not the limit.
    """
    return _path(case, _days(case))


@critical_days.mistake("That is the sum of all tasks: those that wait for the same one run beside each other.")
def _(case: Case) -> int:
    return sum(_days(case).values())


@critical_days.mistake("Superseded estimates are in your path: the latest revision of a task counts.")
def _(case: Case) -> int:
    return _path(case, _first_days(case))


@critical_days.mistake(
    "The audit is in your path. It was dropped, so take the latest revision before you look at the scope."
)
def _(case: Case) -> int:
    return _path(case, _days(case, audit=True))


@critical_days.mistake(
    "You kept the first revision of each task: superseded estimates, and the audit before it was dropped."
)
def _(case: Case) -> int:
    return _path(case, _first_days(case, audit=True))


@critical_days.mistake("You took the shorter of two branches: what waits for both waits for the longer one.")
def _(case: Case) -> int:
    days = _days(case)
    shorter = min(("B", "C"), key=days.get)
    return sum(days[task] for task in ("A", shorter, "D", "E", "H"))


@critical_days.mistake("Data governance and the tests wait for the same task and run beside each other, not in a row.")
def _(case: Case) -> int:
    days = _days(case)
    return _path(case, days, {"C": ("A", "B")})


@critical_days.mistake("That is the longest task, not the longest chain of tasks.")
def _(case: Case) -> int:
    return max(_days(case).values())


@tells(critical_days)
def path(case: Case, _: int) -> str:
    """Return the tasks on the critical path."""
    waits = {one.task: one.before for one in case.tasks if one.task != AUDIT}
    return ", ".join(critical_path(_days(case), waits).tasks)


def _working_days_before(last: date, days: int) -> date:
    """Return the day on which `days` working days begin that end on `last` or the working day before it."""
    day = last
    while True:
        if day.weekday() <= _FRIDAY:
            days -= 1
            if days <= 0:
                return day
        day -= timedelta(days=1)


def _start(case: Case, days: int, applies: date = ANNEX_III.day) -> date:
    return _working_days_before(applies - timedelta(days=1), days)


@question(
    points=3,
    unit="date",
    kind="date",
    frames=("tasks", "act_dates"),
    hint="Count back from the day before the rules apply. The first and the last day are both worked.",
    working="Working day that lies (path + buffer - 1) working days before the last one before the rules apply.",
)
def latest_start(case: Case) -> date:
    """Latest day on which the first task may start.

    File and buffer (card) are to be complete by the end of the last working day before the high-risk rules of Annex III
    apply [EUAI-044]. Working days: Monday to Friday, no holidays. The day of the start is the first working day
    that is worked; the critical path comes first, the buffer after it.
    """
    return _start(case, critical_days.answer(case) + case.buffer_days)


@latest_start.mistake("You counted calendar days: nobody works on Saturday and Sunday.")
def _(case: Case) -> date:
    return ANNEX_III.day - timedelta(days=critical_days.answer(case) + case.buffer_days)


@latest_start.mistake("The buffer is missing: the last task would end on the last day.", credit=0.4)
def _(case: Case) -> date:
    return _start(case, critical_days.answer(case))


@latest_start.mistake("You counted back from a day that was moved: that row is superseded.")
def _(case: Case) -> date:
    return _start(case, critical_days.answer(case) + case.buffer_days, _BEFORE_THE_AMENDMENT)


@latest_start.mistake("That is the day for regulated products; this one is listed in Annex III.")
def _(case: Case) -> date:
    return _start(case, critical_days.answer(case) + case.buffer_days, ANNEX_I.day)


@latest_start.mistake(
    "A working day too early: the day of the start is worked itself, so the count back is one shorter.", credit=0.5
)
def _(case: Case) -> date:
    return _start(case, critical_days.answer(case) + case.buffer_days + 1)


@latest_start.mistake(
    "A working day too late: the file is to be complete before the day on which the rules apply.", credit=0.5
)
def _(case: Case) -> date:
    return _start(case, critical_days.answer(case) + case.buffer_days - 1)


def _of_path(length: Callable[[Case], object]) -> Callable[[Case], date]:
    return lambda case: _start(case, length(case) + case.buffer_days)


_FOLLOWS = "The count back is right; {}"
for _known, _told in (
    (critical_days.mistakes[0], "the path is not: it is the sum of all tasks."),
    (critical_days.mistakes[1], "the path has superseded estimates in it."),
    (critical_days.mistakes[2], "the path has the dropped audit in it."),
):
    latest_start.mistake(_FOLLOWS.format(_told), credit=0.5)(_of_path(_known.answer))


@question(
    points=2,
    unit="GB",
    tolerance=0.01,
    relative=True,
    frames=("scoring_log",),
    hint="One row a day first. Then requests a day of the credit score, on average over the four weeks.",
    working="Mean requests a day x KB a request x days of six months, over a million.",
)
def log_storage(case: Case) -> float:
    """Storage for the logs of the credit score over the legal minimum of six months [EUAI-016], in GB.

    Mean requests a day over the 28 days of `scoring_log`, system `credit score` only, x size of one request (card) x
    183 days. A day that was delivered twice is one day. 1 GB is 1,000,000 KB.
    """
    return _storage(case, _requests(case), SIX_MONTHS)


def _requests(case: Case) -> int:
    return sum(case.log.requests[0])


def _storage(case: Case, requests: int, days: int) -> float:
    return requests / LOG_DAYS * case.kilobytes * days / _KB_PER_GB


@log_storage.mistake("That is a month. The minimum is six.")
def _(case: Case) -> float:
    return _storage(case, _requests(case), A_MONTH)


@log_storage.mistake("That is ten years: the documents are kept so long, the logs are not.")
def _(case: Case) -> float:
    return _storage(case, _requests(case), TEN_YEARS)


@log_storage.mistake("The chat assistant is in your mean: its logs are under no such duty.")
def _(case: Case) -> float:
    return _storage(case, sum(map(sum, case.log.requests)), SIX_MONTHS)


@log_storage.mistake("Days that were delivered twice are counted twice.")
def _(case: Case) -> float:
    return _storage(case, _requests(case) + _copied(case), SIX_MONTHS)


@log_storage.mistake("Copies of quiet days pull your mean down: drop what was delivered twice first.")
def _(case: Case) -> float:
    rows = LOG_DAYS + len(case.log.twice)
    return _storage(case, _requests(case) + _copied(case), SIX_MONTHS) * LOG_DAYS / rows


def _copied(case: Case) -> int:
    return sum(case.log.requests[0][i] for i in case.log.twice)


@log_storage.mistake("That is the four weeks of the log, not six months.")
def _(case: Case) -> float:
    return _storage(case, _requests(case), LOG_DAYS)
