"""The clinic's data: what the frames hold, what is planted in them, and that they say what the record says."""

import hashlib
import importlib

import pytest

from course_lib.units import draw_for, load_unit

CLINIC = importlib.import_module("course_lib.cases.02_bullet_clinic")


@pytest.fixture(scope="module")
def unit():
    return load_unit("02_bullet_clinic")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


@pytest.fixture(scope="module")
def many(unit):
    return [draw_for(unit, f"clinic {i}") for i in range(200)]


def test_training_runs_say_what_the_log_says(case):
    rows = case.frames["training_runs"]
    runs = rows.drop_duplicates("run_id")
    assert len(rows) - len(runs) == sum(run.copies - 1 for run in case.log.runs) > 0
    assert rows.groupby("run_id").nunique().le(1).all(axis=None)
    released = runs[(runs["purpose"] == "production") & (runs["status"] == "completed")]
    assert released.groupby("stack")["hours"].mean()["new"] == pytest.approx(case.log.mean_hours("new"))
    assert runs[runs["purpose"] == "test"]["gpus"].eq(1).all()
    assert (runs["status"] == "failed").sum() >= 3
    assert case.log.gaps("old") == [case.log.gaps("old")[0]] * 6
    assert set(case.log.gaps("new")) == {7, 14}


def test_training_hours_are_presentable(many):
    for case in many:
        old, new = case.log.mean_hours("old"), case.log.mean_hours("new")
        assert old == pytest.approx(round(old))
        assert new == pytest.approx(round(new, 1))
        assert 0.19 <= 1 - new / old <= 0.37


def test_a_week_of_drift_was_sent_twice_and_the_last_ones_are_young(case):
    drift = case.frames["drift"]
    assert len(drift) == drift["week"].nunique() + 1
    weeks = drift.drop_duplicates("week").set_index("week")
    young = weeks[weeks["labels"] == "arriving"]
    assert list(young.index) == list(weeks.index)[-len(young) :]
    rate = weeks["errors"] / weeks["labelled"]
    assert rate[young.index].max() < rate[weeks["labels"] == "complete"].min()


def test_the_holiday_moves_the_inputs_and_not_the_error(many):
    for case in many:
        new = [week for week in case.log.weeks if (week.stack, week.labels) == ("new", "complete")]
        holiday = max(new, key=lambda week: week.psi)
        assert holiday.psi > 0.2 > 3 * min(week.psi for week in new)
        assert holiday.errors / holiday.labelled == pytest.approx(case.log.error("new"), rel=0.05)


def test_the_claimed_drop_is_the_real_one_in_points(many):
    for case in many:
        drop = case.log.error("old") - case.log.error("new")
        assert round(drop, 3) == pytest.approx(case.claimed_drop)
        assert drop != pytest.approx(case.claimed_drop, abs=1e-5)


def test_selection_frame_says_what_the_batches_say(case):
    rows = case.frames["weekly_selection"]
    batches = rows.drop_duplicates("batch_id")
    assert len(rows) == len(batches) + 1
    clean = batches[batches["channel"] != "test"].groupby(["week", "group"])[["selected", "applicants"]].sum()
    for (week, group), counts in clean.iterrows():
        assert tuple(counts) == case.selections.counts(week, group)
    assert batches[batches["channel"] == "test"]["selected"].sum() == 0
    assert clean["applicants"].unstack("group").nunique().eq(1).all()  # the same number every week


def test_one_breach_and_one_week_that_is_none(many):
    for case in many:
        ratio = {week: case.selections.ratio(week) for week in range(1, 9)}
        below = [week for week in ratio if ratio[week] < 0.8]
        assert below == [case.selections.breach_week, case.selections.breach_week + 1]
        fewer = [case.selections.counts(6, group)[0] / case.selections.counts(8, group)[0] for group in "AB"]
        assert max(fewer) < 0.9 or 6 in below
        assert case.selections.ratio(1, tests=True) < 0.8 < case.selections.ratio(1)


def test_plan_has_history_and_a_dropped_package(case):
    plan = case.frames["plan"]
    assert plan["package"].duplicated().sum() == 4
    assert (plan["scope"] == "dropped").sum() == 1
    assert plan[plan["finished_week"].isna()]["actual_cost"].eq(0).all()
    current = plan.sort_values("revision").drop_duplicates("package", keep="last").query("scope == 'in'")
    assert len(current) == len(case.work.current) == 12
    assert (current["finished_week"] >= 1).all()
    assert (current["finished_week"] <= current["due_week"]).all()


def test_extract_holds_the_day_in_force_and_the_old_one(case):
    credit = case.frames["act_extract"].query("provision == 'Annex III, point 5(b)'")
    assert list(credit["text"]) == ["in force as amended", "superseded"]
    assert list(credit["applies_from"].dt.strftime("%Y-%m-%d")) == ["2027-12-02", "2026-08-02"]


def test_three_teams_made_the_technical_file(many):
    for case in many:
        makers = {team for activity, _, team, part in case.work.parts if activity == "technical file" and part in "RA"}
        assert makers == {"engineering", "data science", "legal"}
        assert len(case.work.parts) == len({person for _, person, _, _ in case.work.parts})


def test_shop_tables_say_what_the_record_says(case):
    days = case.frames["latency_days"]
    normal = days[days["traffic"] == "normal"].groupby("release")
    assert normal["p95_ms"].median()["old"] == case.shop.latency("old")
    assert (normal["conversions"].sum() / normal["sessions"].sum())["old"] == case.shop.conversion("old")
    arms = case.frames["launch_arms"].query("week > 0").groupby("arm").sum()
    for arm in ("control", "launch"):
        rate = arms.loc[arm, "false_positives"] / arms.loc[arm, "negatives"]
        assert rate == case.shop.arm_rate(arm, "false_positives", "negatives")


def test_every_risk_metric_of_the_map_is_in_the_catalogue_and_no_product_metric_is(case):
    from course_lib.keys.metric_pairs import PAIRS

    catalogue = set(case.frames["risk_catalogue"]["risk_metric"])
    assert len(catalogue) == 24
    assert list(PAIRS) == list(case.frames["product_metrics"]["field"])
    for right, tempting in PAIRS.values():
        assert set(right) <= catalogue
        assert [metric for metric in tempting if metric not in catalogue] == list(tempting[-1:])


def test_parameters_stay_in_their_ranges(many):
    for case in many:
        assert 0.04 <= case.log.error("old") <= 0.06
        assert 2 <= case.gpu_price <= 4
        assert 0.03 <= case.penalty.chance_without <= 0.1
        assert 0.005 <= case.penalty.chance_with <= 0.02
        assert 10 <= case.audit_week <= 16
        assert 24 <= case.work.planned_weeks <= 36
        assert 3 <= case.work.weeks_early <= 5
        assert 0.002 <= case.shop.harm_rate("before") <= 0.004
        assert 0.0008 <= case.shop.harm_rate("after") <= 0.0014
        assert 1.04 < case.work.earned_value() / case.work.planned_value() < 1.4


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "0c4c64f71c8949bd"), ("ben", "9a487b9e145fe21d"), ("self-study", "36f6b0f43643b602")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    figures = repr(
        (case.code, case.brief(), case.log, case.selections, case.work, case.shop, case.penalty, case.launch)
    )
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
