"""The twelve-month delivery calendar: a plan on real days, its audits and drills, and a delivery that slips."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random

from course_lib.cases.audit_samples import BASE_WEEKS, WEEKS, AuditSamples, draw_samples
from course_lib.cases.closed_days import EVERYWHERE, SITES, YEAR, ClosedDay, closed_at, closed_frame, draw_closed_days
from course_lib.cases.control_offers import rows_frame
from course_lib.cases.data_deliveries import PACE_DAYS, Supply, draw_supply
from course_lib.cases.delivery_plan import NEEDS, SUPPLIED, DeliveryPlan, draw_plan
from course_lib.cases.squad_year import Squad, absences_frame, draw_squad, slots_frame, team_frame
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams
from course_lib.measures.planning import schedule
from course_lib.measures.regulation.dates import ANNEX_III
from course_lib.measures.working_days import finish_of, start_of

TITLE = "The twelve-month delivery calendar"
_AUDIT_MONTHS = (3, 6, 9, 12)
_THIRD = 2  # weeks behind the first of its weekday in a month
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday")
_USUAL_DAYS = 140  # working days of a plan, about
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, eq=False)  # by identity: the keys remember what they have worked out for a scenario
class Scenario:
    """Figures and data of one year. Days are those of the site, lengths are working days, money is whole dollars."""

    site: str
    auditor_site: str
    closed_days: tuple[ClosedDay, ...] = field(repr=False)
    plan: DeliveryPlan = field(repr=False)
    squad: Squad = field(repr=False)
    samples: AuditSamples = field(repr=False)
    supply: Supply = field(repr=False)
    plan_start: date
    freeze_first: date
    freeze_last: date
    focus_share: float
    first_run: date
    run_weeks: int
    audit_weekday: int
    audit_hour: int
    preparation_days: int
    planned_on: date
    row_seed: int
    legal_day: date = ANNEX_III.day

    @cached_property
    def closed(self) -> frozenset[date]:
        """The days on which the squad's site is closed."""
        return closed_at(self.closed_days, self.site, EVERYWHERE)

    @property
    def zone(self) -> str:
        """The squad's time zone."""
        return SITES[self.site]

    @property
    def auditor_zone(self) -> str:
        """The auditor's time zone."""
        return SITES[self.auditor_site]

    @property
    def last_day_before_freeze(self) -> date:
        """The day before the freeze."""
        return self.freeze_first - _DAY

    @property
    def chart_from(self) -> date:
        """The first Tuesday of the plan: Tuesday is the day on which the chart is read."""
        return self.plan_start + timedelta(days=(1 - self.plan_start.weekday()) % 7)

    @property
    def chart_until(self) -> date:
        """The last Tuesday before Christmas."""
        return date(YEAR, 12, 21)

    @cached_property
    def audit_days(self) -> tuple[date, ...]:
        """The four days that the audits' rule gives, freeze and closed days or not."""
        return tuple(_third(month, self.audit_weekday) for month in _AUDIT_MONTHS)

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "packages": lambda: self.plan.frame(Random(self.row_seed)),
                "closed_days": lambda: closed_frame(self.closed_days),
                "team": lambda: team_frame(self.squad.team),
                "absences": lambda: absences_frame(self.squad.absences),
                "drill_slots": lambda: slots_frame(self.squad.slots),
                "audit_batches": self.samples.frame,
                "deliveries": self.supply.frame,
                "cuts": lambda: rows_frame(self.plan.cuts),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        weekday = f"{_WEEKDAYS[self.audit_weekday]}, {self.audit_weekday}"
        return [
            ("The squad's site", self.site, "case.site"),
            ("Its time zone", self.zone, "case.zone"),
            ("The external auditor's time zone", self.auditor_zone, "case.auditor_zone"),
            ("The plan was made on", f"{self.planned_on}", "case.planned_on"),
            ("The plan starts on the morning of", f"{self.plan_start}", "case.plan_start"),
            ("Release freeze, first day", f"{self.freeze_first}", "case.freeze_first"),
            ("Release freeze, last day", f"{self.freeze_last}", "case.freeze_last"),
            ("Share of their time that people have for the plan", f"{self.focus_share:.0%}", "case.focus_share"),
            ("First retraining of the model in use, at 20:00", f"{self.first_run}", "case.first_run"),
            ("Weeks from one retraining to the next", f"{self.run_weeks}", "case.run_weeks"),
            ("Bias audits: the third of a month that is a", f"{weekday} (Monday is 0)", "case.audit_weekday"),
            ("Hour at which an audit begins, on the squad's clock", f"{self.audit_hour:02d}:00", "case.audit_hour"),
            ("Least calendar days from one drill to the next", f"{self.squad.gap_days}", "case.squad.gap_days"),
            ("Working days to prepare the conformity file", f"{self.preparation_days}", "case.preparation_days"),
            ("Day from which the high-risk duties apply", f"{self.legal_day}", "case.legal_day"),
            ("Control chart: read every week from", f"{self.chart_from}", "case.chart_from"),
            ("Control chart: read for the last time", f"{self.chart_until}", "case.chart_until"),
            ("Bias-audit samples: weeks of the base", f"1 to {BASE_WEEKS}", ""),
            ("Bias-audit samples: weeks that are watched", f"{BASE_WEEKS + 1} to {WEEKS}", ""),
            ("Labelled rows in the supplier's contract", f"{self.supply.contract_rows:,}", "case.supply.contract_rows"),
            ("Labelled data: due on", f"{self.supply.due}", "case.supply.due"),
            ("Labelled data: status at the end of", f"{self.supply.status_day}", "case.supply.status_day"),
            ("Working days for the supplier's pace", f"{PACE_DAYS}", ""),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one year; every quantity has its own stream. The plan is laid so that it ends just before the freeze."""
    site, auditor_site = streams.rng("sites").choice(
        (("Berlin", "New York"), ("Dublin", "New York"), ("New York", "Berlin"), ("New York", "Dublin"))
    )
    rows = draw_closed_days(streams)
    closed = closed_at(rows, site, EVERYWHERE)
    weekday = streams.rng("audit weekday").choice(
        (1, 3) if site == "Dublin" else (1, 2, 3)
    )  # St Patrick's is a Wednesday
    size, focus = streams.rng("size").randint(5, 8), streams.rng("focus").randint(12, 15) / 20
    asked = streams.rng("asked").uniform(0.58, 0.74) * (size - 0.6) * _USUAL_DAYS * focus
    freeze = _draw_freeze(streams, _third(9, weekday))
    run_weeks = streams.rng("run weeks").randint(4, 7)
    plan = draw_plan(streams, round(asked))
    days = {one.package: one.days for one in plan.planned}
    when = schedule(days, NEEDS)
    last = start_of(freeze[0] - _DAY, plan.spare + 1, closed)
    start = start_of(last, round(max(one.finish for one in when.values())), closed)
    first, due = (finish_of(start, round(end), closed) for end in (when[SUPPLIED].start + 1, when[SUPPLIED].finish))
    return Scenario(
        site=site,
        auditor_site=auditor_site,
        closed_days=rows,
        plan=plan,
        squad=draw_squad(streams, size, freeze=freeze, closed=closed, start=start),
        samples=draw_samples(streams),
        supply=draw_supply(streams, first=first, due=due, slip=plan.slip, closed=closed),
        plan_start=start,
        freeze_first=freeze[0],
        freeze_last=freeze[1],
        focus_share=focus,
        first_run=_draw_first_run(streams, freeze, run_weeks),
        run_weeks=run_weeks,
        audit_weekday=weekday,
        audit_hour=streams.rng("audit hour").randint(14, 16) if auditor_site == "New York" else 9,
        preparation_days=streams.rng("preparation").randint(10, 20),
        planned_on=date(YEAR - 1, 12, streams.rng("planned on").choice((7, 8, 9, 10, 14, 15, 16, 17))),
        row_seed=streams.number("row order") % 2**32,
    )


def plausible(scenario: Scenario) -> bool:
    """Say whether the year is one: the plan begins in the first quarter and is neither idle nor full."""
    full_time = sum(one.share for one in scenario.squad.team)
    weeks = (scenario.freeze_first - scenario.plan_start) / _WEEK
    asked = sum(one.person_days for one in scenario.plan.planned) / (full_time * weeks * 5 * scenario.focus_share)
    return date(YEAR, 1, 4) <= scenario.plan_start < date(YEAR, 4, 1) and 0.5 < asked < 0.85


def _third(month: int, weekday: int) -> date:
    first = date(YEAR, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7) + _THIRD * _WEEK


def _draw_freeze(streams: Streams, audit: date) -> tuple[date, date]:
    """Return first and last day of a freeze of two to four weeks, from a Monday on, with the autumn audit in it."""
    rng = streams.rng("freeze")
    length = rng.randint(2, 4) * _WEEK - _DAY
    mondays = [date(YEAR, 8, 30) + i * _WEEK for i in range(4)]
    first = rng.choice([monday for monday in mondays if monday <= audit <= monday + length])
    return first, first + length


def _draw_first_run(streams: Streams, freeze: tuple[date, date], weeks: int) -> date:
    """Return a day early in the year from which on exactly one retraining falls into the freeze."""
    january = [date(YEAR, 1, 4) + i * _DAY for i in range(7 * weeks)]
    evenings = [day for day in january if day.weekday() < len(_WEEKDAYS)]
    return streams.rng("first run").choice([day for day in evenings if _runs_in(day, freeze, weeks) == 1])


def _runs_in(first: date, freeze: tuple[date, date], weeks: int) -> int:
    return sum(freeze[0] <= first + i * weeks * _WEEK <= freeze[1] for i in range(53))
