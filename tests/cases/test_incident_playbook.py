"""The incident's data: what the frames hold, that they say what the keys are computed from, and what is planted."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from course_lib.cases import incident_log as log
from course_lib.cases import playbook_statements as playbooks
from course_lib.cases import response_roles as people
from course_lib.cases import response_rules as rules
from course_lib.measures.regulation.business_days import federal_holidays
from course_lib.measures.regulation.dates import ANNEX_III
from course_lib.units import draw_for, load_unit


@pytest.fixture(scope="module")
def unit():
    return load_unit("08_incident_playbook")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


@pytest.fixture(scope="module")
def many(unit):
    return [draw_for(unit, f"many {i}") for i in range(150)]


def in_utc(case):
    table = case.frames["incident_log"].drop_duplicates("log_id")
    return table.assign(at=pd.to_datetime(table["stamp"] + table["utc_offset"], utc=True))


def test_the_log_says_in_utc_what_the_moments_are(case):
    at = in_utc(case).set_index("event")["at"]
    for name, _, _, event in log.ROWS:
        assert at[event] == getattr(case.moments, name), name
    (rating,) = [event for event in at.index if event.startswith(log.RATED)]
    assert at[rating] == case.moments.rated
    assert rating.endswith(f": {case.risk_to_people}")


def test_the_log_has_second_copies_other_clocks_and_a_late_first_row(case):
    table = case.frames["incident_log"]
    copies = table[table.duplicated("log_id", keep=False)]
    assert len(table) - table["log_id"].nunique() == 3
    assert copies.groupby("log_id").nunique().le(1).all(axis=None)
    assert set(table["utc_offset"]) > {"+00:00"}
    first = in_utc(case).sort_values("at")["event"].tolist()
    assert first.index("first decision on a wrong feature") == 1  # only the deployment came before
    assert table["event"].iloc[-1] == "first decision on a wrong feature"


def test_the_office_is_ahead_as_europe_is_and_new_york_behind():
    from zoneinfo import ZoneInfo

    for day in pd.date_range("2028-01-04", "2028-12-09", freq="D"):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        for clock, zone in (("office", "Europe/Paris"), ("New York", "America/New_York")):
            expected = noon.astimezone(ZoneInfo(zone)).utcoffset()
            assert log.offset_minutes(clock, noon) == expected.total_seconds() / 60, (clock, day)


def test_the_loud_alert_touched_nothing(many):
    for case in many:
        decisions, seen = case.frames["decisions"], case.moments
        assert seen.started < seen.unrelated < seen.detected
        events = case.frames["incident_log"]
        loud = events[events["event"].str.startswith("CRITICAL")]
        assert loud["event"].str.contains("training cluster").all()
        assert decisions["failed"].sum() == case.traffic.failed + case.traffic.failed_otherwise


def test_the_days_have_a_weekend_early_and_no_holiday(many):
    holidays = federal_holidays(2028)
    for case in many:
        start = case.moments.started.date()
        assert start > ANNEX_III.day
        assert start.year == 2028
        assert any((start + timedelta(days=i)).weekday() >= 5 for i in range(1, 4))
        assert not any(start + timedelta(days=i) in holidays for i in range(22))
        assert case.moments.material.weekday() in (2, 3, 4)
        assert case.moments.material.date() + timedelta(days=7) <= start + timedelta(days=21)
        assert case.moments.infringement.hour == 23


def test_moments_follow_one_another(many):
    for case in many:
        seen = case.moments
        order = (
            seen.deployed,
            seen.started,
            seen.detected,
            seen.reported,
            seen.confirmed,
            seen.classified,
            seen.investigated,
        )
        assert list(order) == sorted(order)
        response = (
            seen.detected,
            seen.acknowledged,
            seen.declared,
            seen.contained,
            seen.rollback_requested,
            seen.mitigated,
            seen.restored,
        )
        assert list(response) == sorted(response)
        assert case.minutes("started", "detected") in range(120, 301)
        assert case.minutes("acknowledged", "restored") in range(300, 601)
        assert case.minutes("declared", "contained") in range(40, 59)


def test_decisions_are_flat_and_add_up(case):
    decisions, seen = case.frames["decisions"], case.moments
    customers = decisions[decisions["source"] == "customer"]
    assert customers["decisions"].nunique() == 1
    assert customers["minute"].is_unique
    impact = (customers["minute"] >= seen.started) & (customers["minute"] < seen.mitigated)
    assert impact.sum() == case.minutes("started", "mitigated")
    assert customers.loc[impact, "failed"].sum() == case.traffic.failed
    assert customers.loc[~impact, "failed"].sum() == case.traffic.failed_otherwise
    assert (customers["failed"] <= customers["decisions"]).all()
    assert decisions.loc[decisions["source"] == "probe", "failed"].sum() == 0


def test_the_sample_of_accounts_says_what_the_counts_say(case):
    table, sample = case.frames["account_sample"], case.sample
    distinct = table.drop_duplicates("account_id")
    counted = distinct.groupby(["kind", "met_the_model", "replay"]).size()
    assert counted["customer", True, "wrongly cut"] == sample.cut
    assert counted["customer", True].sum() == sample.met
    assert counted["customer"].sum() == 20_000
    assert counted["test", True, "wrongly cut"] == sample.test_cut
    assert counted["test"].sum() == counted["test", True].sum() == sample.test_accounts
    copies = table[table.duplicated("account_id")]
    assert len(copies) == sample.copies
    assert set(copies["replay"]) == {"wrongly cut"}


def test_the_views_say_who_saw_whom(case):
    table, views = case.frames["statement_views"], case.views
    strange = table[(table["viewer"] == "customer") & (table["viewer_id"] != table["owner_id"])]
    assert len(strange) == views.strange
    assert strange["owner_id"].nunique() == views.owners
    assert strange["viewer_id"].nunique() == views.viewers
    crawled = set(table.loc[table["viewer"] == "crawler", "owner_id"])
    assert len(crawled) == views.crawled_owners
    assert not crawled & set(strange["owner_id"])


def test_one_metric_decides_the_severity_with_margin(many):
    levels = set()
    for case in many:
        minutes = case.minutes("started", "mitigated")
        failed = case.traffic.failed / (case.traffic.decisions_a_minute * minutes)
        reached = (
            case.users * case.sample.cut / 20_000,
            case.views.owners,
            failed / 0.001 * minutes / (30 * 24 * 60),
        )
        over = [[value / least for value, least in zip(reached, row.least, strict=True)] for row in case.matrix]
        level = next(i for i, row in enumerate(over) if max(row) >= 1)
        levels.add(level)
        assert sum(share >= 1 for share in over[level]) == 1
        assert all(share >= 1.5 for share in over[level + 1])
        assert not any(0.9 < share < 1.1 for row in over for share in row)
        thresholds = [row.least for row in case.matrix]
        assert all(a > b > c for a, b, c in zip(*thresholds, strict=True))
    assert levels == {0, 1}


def test_the_path_can_be_added_up_and_command_comes_first(many):
    orders = set()
    for case in many:
        for level in ("SEV-1", "SEV-2"):
            steps = {one.step: one for one in case.steps if one.level == level}
            assert set(steps) == set(rules.STEPS[:6])
            latest = {"declaration": 0}
            for _ in range(6):
                latest |= {s.step: latest[s.after] + s.minutes for s in steps.values() if s.after in latest}
            assert len(set(latest.values())) == 6  # the on-call engineer at once, the others apart
            order = sorted(rules.STEPS[:6], key=latest.get)
            assert tuple(order[:3]) == rules.STEPS[:3]
            assert latest[rules.STEPS[2]] <= 45
        orders.add(tuple(order))
    assert len(orders) == 6


def test_actions_roles_tasks_and_phases_are_what_the_questions_need(many):
    for case in many:
        safe = [one for one in case.actions if one.changes == "traffic" or one.copy_kept]
        assert sorted(one.action for one in case.actions) == sorted(rules.ACTIONS)
        assert len(safe) == 4
        roles = case.roles
        shared = roles.own & set(roles.reference)
        assert len(roles.own) in range(12, 17)
        assert len(shared) in range(6, 12)
        assert len(set(roles.reference) - roles.own) in range(4, 9)
        assert roles.left <= set(roles.reference)
        assert len(roles.left) in (2, 3)
        assert set(people.TASKS[:3]) <= set(case.tasks)
        assert sorted(case.phases) == sorted(people.PHASES)
        assert set(playbooks.ALWAYS) <= set(case.statements)
        assert len(set(case.statements)) == 12


def test_the_directory_needs_cleaning_and_then_says_who_is_there(case):
    table = case.frames["directory"]
    active = table.loc[table["status"] == "active", "role"]
    assert active.nunique() > len(case.roles.own)
    cleaned = set(active.str.strip().str.lower())
    assert cleaned == {role.lower() for role in case.roles.own}


def test_firms_differ(many):
    kinds = {(case.payment_institution, case.listed, case.risk_to_people) for case in many}
    assert len(kinds) == 8
    assert {case.contract_days for case in many} == {3, 5}


def test_the_card_shows_no_answer(case):
    text = " ".join(f"{what} {figure}" for what, figure, _ in case.brief())
    for answer in (case.views.owners, case.sample.cut, case.minutes("started", "detected")):
        assert f" {answer} " not in text
    assert date(2028, 1, 1) <= case.moments.started.date()


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "24166348f307d928"), ("ben", "3f0e563d90e90302"), ("self-study", "0345ac6814d2c1a3")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    drawn = (case.code, case.moments, case.traffic, case.sample, case.views, case.matrix, case.steps, case.actions)
    figures = repr((*drawn, case.roles, case.tasks, case.phases, case.statements, case.brief()))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
