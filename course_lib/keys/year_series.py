"""Questions on what recurs: retrainings around the freeze, audits on two clocks, and the last day to start the file."""

from datetime import date, datetime, time, timedelta

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.working_days import finish_of, start_of
from course_lib.wording.telling import tells

_DAY = timedelta(days=1)
_BUSIEST = 60


def _runs(case: Case) -> list[date]:
    """Return the days of all retrainings of the year, the freeze's among them."""
    first, apart = case.first_run, timedelta(weeks=case.run_weeks)
    return [first + i * apart for i in range(_BUSIEST) if (first + i * apart).year == first.year]


def _in_freeze(case: Case, day: date) -> bool:
    return case.freeze_first <= day <= case.freeze_last


@question(
    points=4,
    unit="fields",
    kind="fields",
    form=Fields(
        (
            Slot("runs", kind="integer", unit="retrainings", weight=2),
            Slot("left_out", kind="date"),
            Slot("last", kind="date"),
        ),
        template="{runs} in the year, the last on {last}; the one on {left_out} falls into the freeze and is left out.",
    ),
    hint="Write the days down from the first one on, so many weeks apart, and strike what the freeze forbids.",
    working="Days from the first run on, `run_weeks` apart, to the end of December; less the one within the freeze.",
)
def retraining_series(case: Case) -> dict[str, object]:
    """Lay the retrainings of the model in use: how many in the year, which one falls away, and the last.

    The first run and the weeks between two runs are on your card. A run within the freeze (first and last day
    included) is left out, and the others stay on their days. `runs`: those that take place from the first one to
    the end of December. `left_out`: day of the one within the freeze. `last`: day of the last one.
    """
    days = _runs(case)
    frozen = [day for day in days if _in_freeze(case, day)]
    return {"runs": len(days) - len(frozen), "left_out": frozen[0], "last": days[-1]}


@tells(retraining_series)
def rule(case: Case, values: dict[str, object]) -> str:
    """Write the recurrence as an importer reads it."""
    return f"FREQ=WEEKLY;INTERVAL={case.run_weeks}"


@retraining_series.mistake("The run within the freeze is still in your count.")
def _(case: Case) -> dict[str, object]:
    return {"runs": len(_runs(case))}


@retraining_series.mistake("The first run is a run: intervals are one fewer than runs.")
def _(case: Case) -> dict[str, object]:
    return {"runs": len(_runs(case)) - 2}


@retraining_series.mistake("Your last run is one interval early: leaving one out does not move the others.")
def _(case: Case) -> dict[str, object]:
    return {"last": _runs(case)[-2]}


@retraining_series.mistake(
    "You moved the run behind the freeze. A retraining is left out; audits are what must be moved."
)
def _(case: Case) -> dict[str, object]:
    return {"left_out": case.freeze_last + _DAY}


def _audits(case: Case) -> list[date]:
    days = list(case.audit_days)
    return [_after_freeze(case) if _in_freeze(case, day) else day for day in days]


def _after_freeze(case: Case) -> date:
    return finish_of(case.freeze_last + _DAY, 1, case.closed)


def auditor_hour(case: Case, day: date) -> int:
    """Return the hour on the auditor's clock at which the audit of a day begins."""
    from zoneinfo import ZoneInfo

    begins = datetime.combine(day, time(case.audit_hour), ZoneInfo(case.zone))
    return begins.astimezone(ZoneInfo(case.auditor_zone)).hour


def _wrong_way(case: Case, day: date) -> int:
    return 2 * case.audit_hour - auditor_hour(case, day)


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=("closed_days",),
    form=Fields(
        (
            Slot("first", kind="date"),
            Slot("second", kind="date"),
            Slot("third", kind="date", weight=2),
            Slot("fourth", kind="date"),
            Slot("auditor_hour_first", kind="integer", unit="o'clock", weight=2),
            Slot("auditor_hour_second", kind="integer", unit="o'clock"),
        ),
        template="Bias audits on {first}, {second}, {third} and {fourth}. On the auditor's clock the first begins at "
        "{auditor_hour_first}, the second at {auditor_hour_second}.",
    ),
    hint="Let a library tell the time: a datetime with the squad's zone, turned into the auditor's zone, on each day.",
    working="Third such weekday of each month; the one in the freeze on the first working day after it. Hours by zone "
    "and day: the two zones change their clocks on different Sundays.",
)
def audit_series(case: Case) -> dict[str, object]:
    """Lay the four bias audits of the year, and say when the auditor must be there.

    They fall in March, June, September and December, on the third day of the month that is the weekday on your
    card. An audit within the freeze moves to the first working day after
    it (`closed_days`: the squad's `site` and `all`). `auditor_hour_first` and `auditor_hour_second`: full hour, from 0
    to 23, that the auditor's clock shows when the first and the second audit begin. Each begins at the same hour of
    the squad's clock.
    """
    first, second, third, fourth = _audits(case)
    return {
        "first": first,
        "second": second,
        "third": third,
        "fourth": fourth,
        "auditor_hour_first": auditor_hour(case, first),
        "auditor_hour_second": auditor_hour(case, second),
    }


@tells(audit_series)
def by_rule(case: Case, values: dict[str, object]) -> str:
    """Write the recurrence as an importer reads it."""
    weekday = ("MO", "TU", "WE", "TH", "FR")[case.audit_weekday]
    return f"FREQ=MONTHLY;INTERVAL=3;BYDAY=3{weekday};COUNT=4"


@tells(audit_series)
def moved(case: Case, values: dict[str, object]) -> str:
    """Write the day of the rule on which there is no audit."""
    return f"{next(day for day in case.audit_days if _in_freeze(case, day))}"


@tells(audit_series)
def all_four(case: Case, values: dict[str, object]) -> str:
    """Write the four days as a list."""
    first, second, third, fourth = (values[name] for name in ("first", "second", "third", "fourth"))
    return f"{first}, {second}, {third} (behind the freeze), {fourth}"


@tells(audit_series)
def two_clocks(case: Case, values: dict[str, object]) -> str:
    """Write when the auditor must be there, on the auditor's clock."""
    first, second = values["auditor_hour_first"], values["auditor_hour_second"]
    return f"By the clock of {case.auditor_zone} at {first:02d}:00 in March, at {second:02d}:00 in June."


@audit_series.mistake("The autumn audit stands within the freeze. Move it; do not hope that somebody opens the system.")
def _(case: Case) -> dict[str, object]:
    return {"third": next(day for day in case.audit_days if _in_freeze(case, day))}


@audit_series.mistake("You moved the autumn audit in front of the freeze; the rule moves it behind.")
def _(case: Case) -> dict[str, object]:
    return {"third": start_of(case.freeze_first - _DAY, 1, case.closed)}


@audit_series.mistake(
    "You took the usual distance between the two zones. In March the United States have changed their clocks and "
    "Europe has not, so for two weeks it is an hour less."
)
def _(case: Case) -> dict[str, object]:
    return {"auditor_hour_first": auditor_hour(case, _audits(case)[1])}


@audit_series.mistake("You went the wrong way round the globe: New York's clock is behind Europe's.")
def _(case: Case) -> dict[str, object]:
    first, second = _audits(case)[:2]
    return {"auditor_hour_first": _wrong_way(case, first), "auditor_hour_second": _wrong_way(case, second)}


@question(
    points=4,
    unit="date",
    kind="date",
    frames=("closed_days",),
    hint="Go back from the last working day before the legal date; that day is the last one of the preparation.",
    working="Working days counted back from the day before the duties apply, that many, the last one included.",
)
def last_start(case: Case) -> date:
    """By which day must the preparation of the conformity file start at the latest?

    It takes the working days on your card, the starting day among them, and must be over on a day before the high-risk
    duties apply (card). Working days as before: `closed_days` of the squad's `site` and of `all` are none.
    """
    return start_of(case.legal_day - _DAY, case.preparation_days, case.closed)


@last_start.mistake("You counted back calendar days. Weekends and closed days prepare nothing.")
def _(case: Case) -> date:
    return case.legal_day - timedelta(days=case.preparation_days)


@last_start.mistake("You worked through the closed days: Monday to Friday is not yet a working day.")
def _(case: Case) -> date:
    return start_of(case.legal_day - _DAY, case.preparation_days, frozenset())


@last_start.mistake("You worked on the legal date itself. On that day the file must be there.")
def _(case: Case) -> date:
    return start_of(case.legal_day, case.preparation_days, case.closed)


@last_start.mistake("One day too early: the starting day is a day of the preparation.")
def _(case: Case) -> date:
    return start_of(case.legal_day - _DAY, case.preparation_days + 1, case.closed)
