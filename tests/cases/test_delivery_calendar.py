"""The delivery calendar's data: what the frames hold, what is planted in them, and what holds in every case."""

import hashlib
import importlib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.easter import easter

from course_lib.cases.closed_days import SITES, YEAR, closed_at, holidays
from course_lib.cases.delivery_plan import NEEDS, PARKED
from course_lib.measures.regulation.business_days import federal_holidays
from course_lib.measures.working_days import working_days
from course_lib.units import draw_for, load_unit

CALENDAR = importlib.import_module("course_lib.cases.12_delivery_calendar")


@pytest.fixture(scope="module")
def unit():
    return load_unit("12_delivery_calendar")


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"seed {i}") for i in range(150)]


# ------------------------------------------------------------------------------------------------ closed days


def test_new_york_closes_on_federal_holidays_and_their_weekends():
    days = {day for day, _ in holidays("New York")}
    assert federal_holidays(YEAR) <= days
    assert all(day.weekday() >= 5 for day in days - federal_holidays(YEAR))


def test_days_that_hang_on_easter_do():
    sunday = easter(YEAR)
    berlin, dublin = ({why: day for day, why in holidays(site)} for site in ("Berlin", "Dublin"))
    assert berlin["Good Friday"] == sunday - timedelta(days=2)
    assert berlin["Easter Monday"] == dublin["Easter Monday"] == sunday + timedelta(days=1)
    assert berlin["Ascension"] == sunday + timedelta(days=39)
    assert berlin["Whit Monday"] == sunday + timedelta(days=50)


def test_irish_public_holidays_on_mondays_are_mondays():
    named = {why: day for day, why in holidays("Dublin")}
    for why in ("St Brigid's Day", "May holiday", "June holiday", "August holiday", "October holiday"):
        assert named[why].weekday() == 0
    assert all(named[why].day <= 7 for why in ("May holiday", "June holiday", "August holiday"))
    assert named["October holiday"].day > 24


def test_the_whole_firm_is_closed_on_working_days_of_the_plan_and_of_the_preparation(cases):
    for case in cases:
        firm = sorted(closed_at(case.closed_days, "all"))
        assert len(firm) == 3
        assert case.plan_start < firm[0] < case.freeze_first
        assert all(day.weekday() < 5 for day in firm)
        assert all(case.legal_day - timedelta(days=15) < day < case.legal_day for day in firm[1:])


def test_every_site_has_a_closed_day_on_a_weekend(cases):
    frame = cases[0].frames["closed_days"]
    assert set(frame["site"]) == {*SITES, "all"}
    weekend = frame[frame["day"].dt.day_of_week >= 5]
    assert set(weekend["site"]) == set(SITES)


# ------------------------------------------------------------------------------------------------ the plan


def test_the_table_of_packages_says_what_the_plan_says(cases):
    for case in cases[:30]:
        frame = case.frames["packages"].set_index("package")
        assert set(frame.index) == {*NEEDS, PARKED}
        for one in case.plan.packages:
            row = frame.loc[one.package]
            assert tuple(part for part in row["needs"].split(", ") if part) == one.needs
            assert (row["duration"], row["unit"], row["person_days"], row["status"]) == (
                one.duration,
                one.unit,
                one.person_days,
                one.status,
            )


def test_two_tools_were_merged_and_one_package_is_parked(cases):
    for case in cases:
        units = Counter(one.unit for one in case.plan.packages)
        assert units == {"weeks": 4, "working days": 11}
        assert [one.package for one in case.plan.packages if one.status == "parked"] == [PARKED]
        assert all(one.duration > 0 and one.person_days > 0 for one in case.plan.packages)


def test_each_end_of_the_chain_is_drawn(unit, cases):
    ends = Counter(
        frozenset(unit.question("critical_packages").answer(case))
        & {"robustness tests", "bias audit", "technical file", "user pilot"}
        for case in cases
    )
    assert len(ends) == 3
    assert min(ends.values()) > 0.1 * len(cases)


def test_the_duties_are_the_cheap_cuts_and_those_beside_the_chain_too(cases):
    for case in cases:
        cost = {cut.option: cut.cost for cut in case.plan.cuts}
        duties = [cut.cost for cut in case.plan.cuts if cut.legal_duty]
        beside = [cost["one annotator instead of two"], cost["shorter drift baseline"]]
        rest = [c for o, c in cost.items() if c not in (*duties, *beside)]
        assert max(*duties, *beside) < min(rest)
        days = {one.package: one.days for one in case.plan.planned}
        saved = Counter()
        for cut in case.plan.cuts:
            saved[cut.package] += cut.days_saved
        assert all(saved[name] < days[name] for name in saved)


# ------------------------------------------------------------------------------------------------ the squad


def test_part_time_a_late_joiner_and_others_in_the_table(cases):
    for case in cases:
        team = case.squad.team
        assert 5 <= len(team) <= 8
        assert sorted(one.share for one in team)[:3] == [0.6, 0.8, 1.0]
        late = [one for one in team if one.from_day > case.plan_start]
        assert [one.person for one in late] == [team[-1].person]
        others = {one.person for one in case.squad.absences} - {one.person for one in team}
        assert others == {"Ivo", "Jun"}


def test_absences_overlap_hold_weekends_and_cross_the_freeze(cases):
    for case in cases:
        own = [one for one in case.squad.absences if one.person in {member.person for member in case.squad.team}]
        assert any(
            a is not b and a.person == b.person and a.first_day <= b.first_day <= b.last_day <= a.last_day
            for a in own
            for b in own
        )
        assert any(one.first_day < case.freeze_first <= one.last_day for one in own)
        assert any((one.last_day - one.first_day).days > 6 for one in own)
        assert all(one.first_day <= one.last_day for one in case.squad.absences)


def test_each_slot_for_a_drill_has_its_reason(cases):
    for case in cases:
        slots, away = case.squad.slots, case.squad.away
        first, good, middle, short, summer, frozen, held, later = slots
        days = [slot.day for slot in slots]
        assert days == sorted(set(days))
        assert not set(days) & case.closed
        assert all(day.weekday() < 5 for day in days)
        gap = timedelta(days=case.squad.gap_days)
        assert away(first.commander, first.day)
        assert not away(good.commander, good.day)
        assert short.day < good.day + gap <= summer.day
        assert away(summer.deputy, summer.day)
        assert not away(summer.commander, summer.day)
        assert case.freeze_first <= frozen.day <= case.freeze_last < held.day < later.day
        assert middle.day < good.day + gap


# ------------------------------------------------------------------------------------------------ samples, deliveries


def test_batches_come_two_a_week_and_copies_say_the_same(cases):
    for case in cases[:40]:
        frame = case.frames["audit_batches"]
        single = frame.drop_duplicates("batch_id")
        assert (single.groupby("week").size() == 2).all()
        assert len(frame.drop_duplicates()) == len(single)
        assert len(frame) - len(single) == 6
        assert (frame["reversed"] <= frame["sampled"]).all()
        assert (single["note"] != "").groupby(single["week"]).all().sum() == 1


def test_the_week_that_looks_worst_of_the_watched_is_the_small_one(cases):
    for case in cases:
        watched = {week: wrong / n for week, (n, wrong) in case.samples.by_week.items() if week > 24}
        worst = max(watched, key=watched.get)
        assert case.samples.by_week[worst][0] == min(case.samples.by_week[week][0] for week in watched)


def test_the_run_is_on_either_side(cases):
    sides = Counter()
    for case in cases:
        base = [case.samples.by_week[week] for week in range(1, 25) if week not in case.samples.noted]
        centre = sum(wrong for _, wrong in base) / sum(n for n, _ in base)
        n, wrong = case.samples.by_week[32]
        sides[wrong / n > centre] += 1
    assert min(sides.values()) > 0.3 * len(cases)


def test_nothing_came_on_some_days_and_some_batches_twice(cases):
    for case in cases:
        supply = case.supply
        lately = working_days(supply.status_day - timedelta(days=30), supply.status_day, case.closed)[-10:]
        days = {one.day for one in supply.deliveries}
        assert 5 <= len(days & set(lately)) <= 6
        assert Counter(one.copies for one in supply.deliveries)[2] == 3
        assert all(0 < one.refused < one.rows for one in supply.deliveries)
        assert max(days) <= supply.status_day < supply.due
        assert supply.contract_rows > sum(one.rows for one in supply.deliveries)
        assert not {day for day in days if day.weekday() >= 5 or day in case.closed}


# ------------------------------------------------------------------------------------------------ every case


def test_parameters_stay_in_their_ranges(cases):
    for case in cases:
        assert case.site != case.auditor_site
        assert "New York" in (case.site, case.auditor_site)
        assert date(YEAR, 1, 4) <= case.plan_start < date(YEAR, 4, 1)
        assert case.freeze_first.weekday() == 0
        assert (case.freeze_last - case.freeze_first).days + 1 in (14, 21, 28)
        assert case.focus_share in (0.6, 0.65, 0.7, 0.75)
        assert 28 <= 7 * case.run_weeks <= 49
        assert 10 <= case.preparation_days <= 20
        assert 120 <= case.squad.gap_days <= 145
        assert case.legal_day == date(2027, 12, 2)
        assert case.planned_on.year == YEAR - 1


def test_only_the_autumn_audit_meets_the_freeze_or_a_closed_day(cases):
    for case in cases:
        inside = [case.freeze_first <= day <= case.freeze_last for day in case.audit_days]
        assert inside == [False, False, True, False]
        assert not {day for day in case.audit_days if day in case.closed and not case.freeze_first <= day}


def test_plausible_refuses_a_year_that_is_none(cases):
    scenario = cases[0].scenario
    assert CALENDAR.plausible(scenario)
    assert not CALENDAR.plausible(replace(scenario, plan_start=date(YEAR, 5, 3)))
    assert not CALENDAR.plausible(replace(scenario, focus_share=0.2))


def test_the_frames_are_those_that_the_questions_name(unit, cases):
    named = {frame for question in unit.questions for frame in question.frames}
    assert named == set(cases[0].frames)
    assert all(len(cases[0].frames[name]) >= 5 for name in named)


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "e10c60600ce4ed0c"), ("ben", "0df548311e707efb"), ("self-study", "916e39c369a885ef")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    scenario = case.scenario
    parts = (scenario.closed_days, scenario.plan, scenario.squad, scenario.samples, scenario.supply)
    assert hashlib.sha256(repr((case.code, scenario, parts)).encode()).hexdigest()[:16] == digest
