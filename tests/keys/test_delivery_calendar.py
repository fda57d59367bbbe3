"""The delivery calendar's answers by other routes: worked values, every chain by hand, numpy's busdays, dateutil."""

import importlib
import itertools
import math
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from dateutil import rrule, tz
from scipy import stats

from course_lib.cases.squad_year import Member, Squad
from course_lib.core.answers import to_plain
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.measures.monitoring import control_limits
from course_lib.measures.planning import schedule
from course_lib.measures.working_days import finish_of, start_of, working_days
from course_lib.units import draw_for, load_unit

UNIT = "12_delivery_calendar"
KEYS = importlib.import_module("course_lib.keys.12_delivery_calendar")
DATA = "labelled data"


@pytest.fixture(scope="module")
def unit():
    return load_unit(UNIT)


@pytest.fixture(scope="module")
def drawn(unit):
    return [draw_for(unit, f"route {i}") for i in range(30)]


def answer(unit, name, case):
    return unit.question(name).answer(case)


def holidays(case):
    frame = case.frames["closed_days"]
    return np.array(frame.loc[frame["site"].isin([case.site, "all"]), "day"].dt.date, dtype="datetime64[D]")


def day_after(case, start, working):
    """Return the working day so many working days after `start`, which is one itself, by numpy."""
    return np.busday_offset(start, working, roll="forward", holidays=holidays(case)).astype(object)


def lengths(case, slip=0, saved=()):
    frame = case.frames["packages"]
    frame = frame[frame["status"] == "planned"]
    days = frame["duration"].where(frame["unit"] == "working days", 5 * frame["duration"])
    found = dict(zip(frame["package"], days, strict=True))
    found[DATA] += slip
    for package, days_saved in saved:
        found[package] -= days_saved
    needs = {
        name: [one for one in text.split(", ") if one]
        for name, text in zip(frame["package"], frame["needs"], strict=True)
    }
    return found, needs


def chains(needs):
    """Return every chain from a package without needs to one that nobody needs, written out."""
    last = set(needs) - {one for names in needs.values() for one in names}
    open_ends = [(name,) for name in last]
    while any(needs[chain[0]] for chain in open_ends):
        open_ends = [
            longer for chain in open_ends for longer in ([(one, *chain) for one in needs[chain[0]]] or [chain])
        ]
    return open_ends


def longest(found, needs):
    return max(sum(found[name] for name in chain) for chain in chains(needs))


def earliest(found, needs):
    """Return the start of each package: the longest way to it."""
    return {
        name: max(
            (sum(found[one] for one in chain[: chain.index(name)]) for chain in chains(needs) if name in chain),
        )
        for name in needs
    }


# ------------------------------------------------------------------------------------------------ worked values


@pytest.fixture(scope="module")
def worked(unit):
    """A squad of six without absences, thirteen weeks, nobody's closed days; the curriculum's figures."""
    base = draw_for(unit, "worked").scenario
    start = date(2027, 5, 31)
    team = tuple(Member(f"P{i}", "engineer", 1.0, date(2027, 1, 1)) for i in range(6))
    planned = [one for one in base.plan.packages if one.status == "planned"]
    work = [190, *[0] * (len(planned) - 1)]  # 38 person-weeks
    packages = tuple(replace(one, person_days=days) for one, days in zip(planned, work, strict=True))
    scenario = replace(
        base,
        closed_days=(),
        plan=replace(base.plan, packages=packages),
        squad=Squad(team, (), base.squad.slots, 120),
        plan_start=start,
        freeze_first=date(2027, 8, 30),
        freeze_last=date(2027, 9, 19),
        focus_share=0.7,
        first_run=date(2027, 1, 1),
        run_weeks=5,
        preparation_days=15,
        legal_day=date(2026, 8, 3),
    )
    return Case(UNIT, "worked", 0, Streams("worked"), scenario)


def test_curriculum_values(unit, worked):
    assert answer(unit, "retraining_series", worked)["runs"] == 10  # every 35 days from day 0 on, one in the freeze
    assert answer(unit, "last_start", worked) == date(2026, 7, 13)
    assert answer(unit, "person_days", worked) == 6 * 13 * 5
    assert answer(unit, "utilisation", worked) == pytest.approx(0.6960, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "wrong", "says"),
    [
        ("retraining_series", {"runs": 11}, "still in your count"),
        ("retraining_series", {"runs": 9}, "The first run is a run"),
        ("last_start", date(2026, 7, 19), "calendar days"),
        ("utilisation", 0.4872, "all of their time"),
    ],
)
def test_curriculum_traps(unit, worked, name, wrong, says):
    right = answer(unit, name, worked)
    given = {**right, **wrong} if isinstance(right, dict) else wrong
    result = grade(unit.question(name), to_plain(given), worked)
    assert result.kind == "mistake"
    assert says in result.sentence


# ------------------------------------------------------------------------------------------------ exhibit A


def test_person_days_day_by_day(unit, drawn):
    for case in drawn:
        team, absences = case.frames["team"], case.frames["absences"]
        total = 0.0
        for day in pd.date_range(case.plan_start, case.freeze_first, inclusive="left"):
            if not np.is_busday(day.date(), holidays=holidays(case)):
                continue
            away = set(absences.loc[(absences["first_day"] <= day) & (absences["last_day"] >= day), "person"])
            total += team.loc[(team["from_day"] <= day) & ~team["person"].isin(away), "share"].sum()
        assert answer(unit, "person_days", case) == pytest.approx(total)
        asked = case.frames["packages"].query("status == 'planned'")["person_days"].sum()
        assert answer(unit, "utilisation", case) == pytest.approx(asked / total / case.focus_share)


def test_the_critical_packages_are_those_of_the_longest_of_all_chains(unit, drawn):
    for case in drawn:
        found, needs = lengths(case)
        best = [chain for chain in chains(needs) if sum(found[name] for name in chain) == longest(found, needs)]
        assert len(best) == 1
        assert answer(unit, "critical_packages", case) == set(best[0])
        told = unit.question("critical_packages").told["chain"](case, answer(unit, "critical_packages", case))
        assert told == ", then ".join(best[0])


def test_slack_is_what_can_be_added_without_a_longer_plan(unit, drawn):
    for case in drawn:
        found, needs = lengths(case)
        slack = next(
            i for i in range(99) if longest({**found, DATA: found[DATA] + i + 1}, needs) > longest(found, needs)
        )
        assert answer(unit, "data_slack", case) == slack


def test_the_plan_ends_on_numpys_day(unit, drawn):
    for case in drawn:
        assert answer(unit, "finish_day", case) == day_after(case, case.plan_start, longest(*lengths(case)) - 1)


# ------------------------------------------------------------------------------------------------ exhibit B


def test_retrainings_by_dateutil(unit, drawn):
    for case in drawn:
        begin, end = (datetime.combine(day, datetime.min.time()) for day in (case.first_run, date(2027, 12, 31)))
        days = [one.date() for one in rrule.rrule(rrule.WEEKLY, interval=case.run_weeks, dtstart=begin, until=end)]
        frozen = [day for day in days if case.freeze_first <= day <= case.freeze_last]
        assert answer(unit, "retraining_series", case) == {
            "runs": len(days) - 1,
            "left_out": frozen[0],
            "last": days[-1],
        }
        assert len(frozen) == 1


def test_audits_by_dateutil(unit, drawn):
    for case in drawn:
        weekday = rrule.weekday(case.audit_weekday, 3)
        rule = rrule.rrule(
            rrule.MONTHLY, byweekday=weekday, bymonth=(3, 6, 9, 12), count=4, dtstart=datetime(2027, 1, 1)
        )
        first, second, third, fourth = (one.date() for one in rule)
        assert case.freeze_first <= third <= case.freeze_last
        third = day_after(case, case.freeze_last + timedelta(days=1), 0)
        hours = [
            datetime.combine(day, datetime.min.time(), tz.gettz(case.zone))
            .replace(hour=case.audit_hour)
            .astimezone(tz.gettz(case.auditor_zone))
            .hour
            for day in (first, second)
        ]
        assert answer(unit, "audit_series", case) == {
            "first": first,
            "second": second,
            "third": third,
            "fourth": fourth,
            "auditor_hour_first": hours[0],
            "auditor_hour_second": hours[1],
        }
        assert abs(hours[0] - hours[1]) == 1  # in March the two zones are an hour closer


def test_drills_are_the_earliest_good_pair(unit, drawn):
    for case in drawn:
        absences = case.frames["absences"]
        good = []
        for slot in case.frames["drill_slots"].itertuples():
            there = absences[(absences["first_day"] <= slot.day) & (slot.day <= absences["last_day"])]
            if not {slot.commander, slot.deputy} & set(there["person"]):
                good.append(slot.day.date())
        good = [day for day in good if day < case.freeze_first or day > case.freeze_last]
        pairs = [pair for pair in itertools.combinations(good, 2) if (pair[1] - pair[0]).days >= case.squad.gap_days]
        assert answer(unit, "drill_days", case) == dict(zip(("first", "second"), min(pairs), strict=True))


def test_the_second_drill_is_judged_by_the_first_that_was_given(unit, drawn):
    question = unit.question("drill_days")
    for case in drawn:
        right = question.answer(case)
        taken = case.squad.slots[0].day
        result = grade(question, to_plain({"first": taken, "second": right["second"]}), case)
        assert result.kind == "mistake"
        assert result.credit in (0, 0.5)
        assert grade(question, to_plain({"first": None, "second": right["second"]}), case).credit == 0.5
        assert grade(question, to_plain({"first": date(2027, 12, 30), "second": None}), case).credit == 0


def test_the_last_start_by_numpy(unit, drawn):
    for case in drawn:
        eve = np.busday_offset(case.legal_day, 0, roll="backward", holidays=[*holidays(case), case.legal_day])
        first = np.busday_offset(eve, 1 - case.preparation_days, holidays=holidays(case)).astype(object)
        assert answer(unit, "last_start", case) == first
        assert np.busday_count(first, case.legal_day, holidays=holidays(case)) == case.preparation_days


# ------------------------------------------------------------------------------------------------ exhibit C


def weekly(case):
    frame = case.frames["audit_batches"].drop_duplicates()
    return frame.groupby("week").agg(n=("sampled", "sum"), wrong=("reversed", "sum"), note=("note", "max"))


def test_the_chart_from_the_frame(unit, drawn):
    for case in drawn:
        table = weekly(case)
        base = table[(table.index <= 24) & (table["note"] == "")]
        assert len(base) == 23
        centre = base["wrong"].sum() / base["n"].sum()
        limit = centre + 3 * stats.binom.std(table["n"].iloc[-1], centre) / table["n"].iloc[-1]
        assert answer(unit, "centre_line", case) == pytest.approx(centre)
        assert answer(unit, "upper_limit", case) == pytest.approx(limit)


def test_signals_by_scores_and_strings_of_sides(unit, drawn):
    for case in drawn:
        table = weekly(case)
        centre = answer(unit, "centre_line", case)
        table = table[table.index > 24]
        score = (table["wrong"] - table["n"] * centre) / stats.binom.std(table["n"], centre)
        sides = "".join("+" if one > 0 else "-" for one in score)
        found = {week for week, one in score.items() if abs(one) > 3}
        found |= {25 + i for i in range(12) if sides[: i + 1].endswith(("+" * 8, "-" * 8))}
        assert answer(unit, "signal_weeks", case) == {f"week {week}" for week in found}
        assert len(found) == 2
        assert not any(2.9 < abs(one) < 3.1 for one in score)  # nothing hangs on a rounding


def test_three_sigma_hardly_ever_calls_a_quiet_week():
    rng = np.random.default_rng(7)
    low, high = control_limits(0.05, 320)
    shares = rng.binomial(320, 0.05, 200_000) / 320
    exact = stats.binom.cdf(math.ceil(low * 320) - 1, 320, 0.05) + stats.binom.sf(math.floor(high * 320), 320, 0.05)
    assert np.mean((shares < low) | (shares > high)) == pytest.approx(exact, abs=0.0005)
    assert exact < 0.004
    assert 2 * 0.5**8 < 0.01  # eight on one given or the other side, from a week on


# ------------------------------------------------------------------------------------------------ exhibit D


def test_the_slip_row_by_row(unit, drawn):
    for case in drawn:
        frame = case.frames["deliveries"].drop_duplicates()
        accepted = frame["rows"] - frame["refused"]
        since = np.busday_offset(case.supply.status_day, -9, holidays=holidays(case))
        pace = accepted[frame["day"] >= pd.Timestamp(since)].sum() / 10
        here, day = accepted.sum(), case.supply.status_day
        while here < case.supply.contract_rows:
            day = day_after(case, day, 1)
            here += pace
        assert answer(unit, "slip_days", case) == np.busday_count(case.supply.due, day, holidays=holidays(case))
        assert answer(unit, "replan", case)["complete"] == day


def test_the_due_day_is_that_of_the_plan(drawn):
    for case in drawn:
        found, needs = lengths(case)
        ends = earliest(found, needs)[DATA] + found[DATA]
        assert case.supply.due == day_after(case, case.plan_start, ends - 1)


def test_the_slipped_plan_by_all_chains(unit, drawn):
    for case in drawn:
        slip = answer(unit, "slip_days", case)
        before, after = (earliest(*lengths(case, late)) for late in (0, slip))
        assert answer(unit, "moved_packages", case) == {name for name in before if after[name] > before[name]}
        ends = longest(*lengths(case, slip))
        assert answer(unit, "new_finish", case) == day_after(case, case.plan_start, ends - 1)
        assert ends - longest(*lengths(case)) == slip - answer(unit, "data_slack", case)


def test_no_set_of_cuts_is_cheaper(unit, drawn):
    for case in drawn[:12]:
        slip = answer(unit, "slip_days", case)
        cuts = case.frames["cuts"]
        allowed = list(cuts[~cuts["legal_duty"]].itertuples())
        room = int(np.busday_count(case.plan_start, case.freeze_first, holidays=holidays(case)))
        good = {}
        for mask in range(2 ** len(allowed)):
            chosen = [one for i, one in enumerate(allowed) if mask >> i & 1]
            ends = longest(*lengths(case, slip, [(one.package, one.days_saved) for one in chosen]))
            if ends <= room:
                good[frozenset(one.option for one in chosen)] = sum(one.cost for one in chosen), ends
        best = answer(unit, "best_cuts", case)
        cost, ends = good[best]
        assert cost == min(cost for cost, _ in good.values())
        said = answer(unit, "replan", case)
        assert said["finish_cut"] == day_after(case, case.plan_start, ends - 1)
        assert said["spare"] == room - ends
        everything = sum(one.cost for one in allowed)
        for one, (its_cost, _) in list(good.items())[::7]:
            result = grade(unit.question("best_cuts"), sorted(one), case)
            if its_cost > cost and result.kind != "mistake":
                assert result.credit == pytest.approx((everything - its_cost) / (everything - cost))


def test_a_cut_against_a_duty_or_too_little_is_worth_nothing(unit, drawn):
    question = unit.question("best_cuts")
    for case in drawn[:10]:
        best = sorted(question.answer(case))
        assert grade(question, [*best, "audit without small groups"], case).credit == 0
        assert grade(question, ["shorter drift baseline"], case).credit == 0


def test_a_wrong_slip_is_not_punished_twice(unit, drawn):
    case = drawn[0]
    right = answer(unit, "replan", case)
    own = right["slip"] + 2
    given = right | {"slip": own, "complete": day_after(case, case.supply.due, own)}
    earlier = {"slip_days": own}
    assert grade(unit.question("replan"), to_plain(given), case, earlier).kind == "right"
    assert grade(unit.question("replan"), to_plain(given), case).credit == pytest.approx(8 / 9)


# ------------------------------------------------------------------------------------------------ fair, measures


def test_fair_wants_a_plan_that_fits_and_a_slip_that_hurts(unit, drawn):
    case = drawn[0]
    assert KEYS.fair(case)
    for change in ({"focus_share": 0.2}, {"freeze_first": case.plan_start + timedelta(days=60)}):
        assert not KEYS.fair(replace(case, scenario=replace(case.scenario, **change)))


def test_schedule_agrees_with_every_chain(drawn):
    for case in drawn[:10]:
        found, needs = lengths(case)
        ours, starts, whole = schedule(found, needs), earliest(found, needs), longest(found, needs)
        for name, one in ours.items():
            assert (one.start, one.finish) == (starts[name], starts[name] + found[name])
            through = max(sum(found[step] for step in chain) for chain in chains(needs) if name in chain)
            assert one.slack == whole - through


def test_working_days_agree_with_numpy(drawn):
    for case in drawn:
        closed, start = case.closed, case.plan_start
        for length in (1, 2, 7, 50, 200):
            assert finish_of(start, length, closed) == day_after(case, start, length - 1)
            assert start_of(finish_of(start, length, closed), length, closed) == start
        days = working_days(start, case.freeze_first, closed)
        assert len(days) == np.busday_count(start, case.freeze_first + timedelta(days=1), holidays=holidays(case))
    for length in (0, 6_000):
        with pytest.raises(ValueError, match="working days"):
            finish_of(date(2027, 1, 4), length, frozenset())
