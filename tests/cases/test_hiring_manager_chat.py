"""The chat's data: what the frames hold, what is planted in them, and that they say the same as the counts."""

import hashlib
import time
from collections import Counter

import pytest

from course_lib.cases.card_audit import OTHER_TASKS, STATEMENTS, STEPS
from course_lib.cases.churn_panel import AFTER, BEFORE, LAUNCH, REGIONS
from course_lib.cases.conversion_log import REFERENCE
from course_lib.data.tfma_slices import ALL, tfma_slices
from course_lib.keys.slice_looks import p_values
from course_lib.units import draw_for, load_unit


@pytest.fixture(scope="module")
def unit():
    return load_unit("03_hiring_manager_chat")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


def test_all_frames_are_built_quickly(unit):
    import pandas as pd  # imported before the clock starts

    assert pd.__version__
    spent = []
    for i in range(5):
        case = draw_for(unit, f"timed {i}")
        started = time.perf_counter()
        sizes = {name: len(case.frames[name]) for name in case.frames}
        spent.append(time.perf_counter() - started)
        assert sizes["orders"] > 8_000
        assert sizes["traffic"] == 24 * 4 * 9  # seven days, and two of them again
    assert sorted(spent)[2] < 0.3


def test_churn_rows_say_what_the_panel_says(case):
    table = case.frames["churn_months"]
    distinct = table.drop_duplicates()
    assert len(table) - len(distinct) == sum(row.copies for row in case.panel.rows) == 3
    assert not distinct.duplicated(["month", "region", "arm", "cohort"]).any()
    sums = distinct.query("cohort == 'stayed' and region != @case.panel.missing_region")
    for arm in ("fix", "control"):
        for months in (BEFORE, AFTER):
            chosen = sums[(sums["arm"] == arm) & sums["month"].isin(months)]
            assert chosen["cancelled"].sum() / chosen["accounts"].sum() == case.panel.churn(arm, months)


def test_one_region_lost_its_control_after_the_launch_and_the_moved_changed_arms(case):
    table = case.frames["churn_months"].drop_duplicates()
    counted = table.query("cohort == 'stayed'").groupby(["region", "arm"])["month"].nunique().unstack()
    for region in REGIONS:
        assert counted.loc[region, "fix"] == 9
        assert counted.loc[region, "control"] == (5 if region == case.panel.missing_region else 9)
    moved = table.query("cohort == 'moved'")
    assert set(moved[moved["arm"] == "control"]["month"]) == set(BEFORE)
    assert set(moved[moved["arm"] == "fix"]["month"]) == {LAUNCH, *AFTER}


def test_levels_differ_and_trends_do_not(unit):
    for i in range(100):
        panel = draw_for(unit, f"trend {i}").panel
        gap = panel.churn("fix", BEFORE) - panel.churn("control", BEFORE)
        first, second = (panel.churn("fix", part) - panel.churn("control", part) for part in (BEFORE[:2], BEFORE[2:]))
        effect = panel.churn("fix", AFTER) - panel.churn("control", AFTER) - gap
        assert gap > 0.0002
        assert effect < -0.003
        assert abs(second - first) < 0.25 * abs(effect)
        assert panel.churn("control", AFTER) < panel.churn("control", BEFORE)


def test_traffic_says_what_the_stream_says(case):
    table = case.frames["traffic"]
    distinct = table.drop_duplicates()
    assert len(distinct) == len(case.stream.traffic) == 24 * 7 * 4
    assert set(table[table.duplicated()]["day"]) == set(case.stream.replayed_days)
    hour = distinct.groupby("client")[["requests", "labelled"]].sum() / 168
    assert hour.loc[["app", "web"], "labelled"].sum() == pytest.approx(case.stream.an_hour("labelled"))
    assert hour.loc["crawler", "labelled"] == 0
    assert hour.loc["crawler", "requests"] > 0.25 * hour.loc[["app", "web"], "requests"].sum()
    assert hour.loc["test harness", "labelled"] == hour.loc["test harness", "requests"] > 0
    assert 0.025 < hour.loc[["app", "web"], "labelled"].sum() / hour.loc[["app", "web"], "requests"].sum() < 0.05


def test_the_harness_labels_at_once_and_people_late(case):
    hours = case.frames["label_times"].groupby("client")["hours_to_label"]
    assert hours.max()["test harness"] <= 1
    assert hours.min()[["app", "web"]].min() >= 1
    assert (hours.mean() > hours.median())[["app", "web"]].all()  # skewed: the mean label is later than the median


def test_orders_say_what_the_log_says(case):
    orders, shown = case.frames["orders"], case.frames["shown"]
    log = case.conversions
    distinct = orders.drop_duplicates("order_id")
    assert len(orders) - len(distinct) == sum(sum(one.repeated) for one in log.days) > 0
    assert distinct.groupby("shown_day").size().to_dict() == {one.day: sum(one.orders) for one in log.days}
    assert orders["ordered_day"].max() == log.today
    assert (orders["ordered_day"] >= orders["shown_day"]).all()
    assert orders[orders.duplicated("order_id", keep=False)].groupby("order_id").nunique().le(1).all(axis=None)
    crawled = shown[shown["client"] == "crawler"]["shown_day"]
    assert REFERENCE[-1] < crawled.min() < log.mature_days[0]
    assert crawled.is_monotonic_increasing
    assert len(crawled) == log.today - crawled.min() + 1


def test_young_days_make_a_small_drop_look_huge(unit):
    for i in range(100):
        log = draw_for(unit, f"young {i}").conversions
        truth = log.rate(log.mature_days, within=log.window) / log.rate(REFERENCE, within=log.window) - 1
        naive = log.rate(log.latest_days, within=None) / log.rate(REFERENCE, within=None) - 1
        assert -0.35 < truth < -0.1
        assert naive < truth - 0.2


def test_alerts_say_what_the_counts_say(case):
    alerts = case.frames["alerts"]
    distinct = alerts.drop_duplicates("alert_id")
    assert distinct.groupby(["rule", "verdict"]).size().to_dict() == {
        (one.rule, verdict): getattr(one, verdict) for one in case.alerts for verdict in ("right", "false", "open")
    }
    assert len(alerts) - len(distinct) == sum(one.repeated_right + one.repeated_false for one in case.alerts)
    assert alerts.groupby("alert_id").nunique().le(1).all(axis=None)


def test_the_record_holds_its_traps(unit):
    for i in range(100):
        case = draw_for(unit, f"record {i}")
        rows = {row.item: row for row in case.audit.record}
        assert set(rows) == {*STEPS, *OTHER_TASKS}
        failed = unit.question("failed_steps").answer(case)
        assert 2 <= len(failed) <= 4
        passing = [rows[step] for step in STEPS if step not in failed]
        assert sum(row.measured == row.limit for row in passing) == 1
        assert sum(row.checked_days_ago == row.valid_days for row in passing) == 1
        assert any(not rows[task].owner or rows[task].evidence == "missing" for task in OTHER_TASKS)


def test_missing_owners_are_missing_in_the_frame(case):
    table = case.frames["audit_record"].set_index("item")
    assert set(table.index[table["owner"].isna()]) == {row.item for row in case.audit.record if not row.owner}


def test_slices_have_the_planted_pattern(unit):
    for i in range(100):
        case = draw_for(unit, f"slices {i}")
        levels = sorted(p_values(case).values())
        met = [level <= 0.05 * rank / len(levels) for rank, level in enumerate(levels, start=1)]
        assert met in ([1, 1, 0, 1, 0, 0], [1, 1, 0, 1, 0, 0, 0], [1, 1, 1, 0, 1, 0, 0])
        assert levels[-2] < 0.05 < levels[-1]
        small = [one for one in case.audit.slices if one.labelled < case.slice_rule.least_labelled]
        assert len(small) == 2 * (8 - len(levels))  # the same in both runs
        assert p_values(case, run=1) != p_values(case)


def test_statements_are_drawn_by_subject(unit):
    for i in range(100):
        case = draw_for(unit, f"statement {i}")
        subjects = Counter(
            subject for _, key in case.audit.statements for subject, texts in STATEMENTS.items() if key in texts
        )
        assert subjects == {"tools": 3, "law": 2, "measures": 1}
        assert len(set(case.frames["tool_statements"]["statement"])) == 6
        assert 2 <= len(unit.question("tool_facts").answer(case)) <= 4


def test_parameters_stay_in_their_ranges(unit):
    for i in range(300):
        case = draw_for(unit, f"range {i}")
        promise = case.promise
        assert 0.03 <= promise.baseline_rate <= 0.05
        assert 0.0079 < promise.rate_to_catch - promise.baseline_rate < 0.0141
        assert case.checks_in_30_days * promise.check_every_hours == 720
        assert 7_000 <= case.stream.an_hour("requests") <= 18_000
        assert 3_000 <= case.desk.alerts_a_day <= 8_000
        assert 0.75 <= case.alerts[0].precision < case.alerts[1].precision - 0.02 <= 0.92
        assert 130 <= case.talk.words_a_minute <= 160
        assert 5 < unit.question("hours_to_alarm").answer(case) < 110
        assert case.conversions.window in (5, 6, 7, 8)


def test_the_recorded_run_reproduces_the_published_rates():
    recorded = {(one.race, one.sex): one for one in tfma_slices()}
    black, white, whole = (recorded[race, ALL] for race in ("African-American", "Caucasian", ALL))
    assert [round(100 * one.fpr, 2) for one in (black, white, whole)] == [44.85, 23.45, 32.35]
    assert [round(100 * one.fnr, 2) for one in (black, white, whole)] == [27.99, 47.72, 37.40]
    assert whole.example_count == 7_214


def test_the_recorded_slices_add_up():
    by_race = Counter()
    for one in tfma_slices():
        if one.race != ALL and one.sex != ALL:
            by_race[one.race] += one.example_count
    assert by_race == {one.race: one.example_count for one in tfma_slices() if one.race != ALL and one.sex == ALL}
    assert sum(by_race.values()) == 7_214
    assert [one for one in tfma_slices() if one.precision is None] == [
        one for one in tfma_slices() if one.predicted_positive_rate == 0
    ]


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "615f8a586b26e32c"), ("ben", "a691a4bc62cbf143"), ("self-study", "95816a6035f3b943")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    drawn = (case.panel, case.conversions, case.stream.traffic, case.stream.replayed_days, case.stream.label_hours)
    figures = repr((case.code, case.brief(), *drawn, case.alerts, case.audit))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
