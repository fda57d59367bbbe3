"""The chat's answers by other routes: worked values by hand, statsmodels, exact distributions, simulation, frames."""

import ast
import importlib
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from course_lib.cases.card_audit import STATEMENTS, CardAudit, DraftLine, RecordItem, _slice
from course_lib.cases.churn_panel import AccountMonth, ChurnPanel
from course_lib.cases.conversion_log import REFERENCE
from course_lib.cases.label_stream import AlertCounts, LabelStream, TrafficHour
from course_lib.core.answers import to_plain
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.data.tfma_slices import tfma_slices
from course_lib.facts import fact
from course_lib.keys import audit_answer
from course_lib.keys.alarm_time import maturity_window
from course_lib.portfolio.pages import portfolio_page
from course_lib.portfolio.takeaway import own_figures
from course_lib.units import draw_for, load_unit

CHAT = importlib.import_module("course_lib.cases.03_hiring_manager_chat")
# The arguments of AlertRule, as the public client 3.14.1 takes them.
ALERT_RULE = {
    *("name", "model_id", "metric_id", "priority", "compare_to", "condition", "bin_size", "threshold_type"),
    *("auto_threshold_params", "critical_threshold", "warning_threshold", "columns", "baseline_id", "segment_id"),
    *("compare_bin_delta", "evaluation_delay", "category"),
}


@pytest.fixture(scope="module")
def unit():
    return load_unit("03_hiring_manager_chat")


def panel(t0, t1, c0, c1):
    """A hundred thousand accounts an arm and month, in one region without a gap."""
    rates = {("fix", True): t0, ("fix", False): t1, ("control", True): c0, ("control", False): c1}
    months = [(arm, month) for arm in ("fix", "control") for month in (1, 2, 3, 4, 6, 7, 8, 9)]
    rows = [
        AccountMonth(month, "east", arm, "stayed", 100_000, round(100_000 * rates[arm, month < 5]), 0)
        for arm, month in months
    ]
    return ChurnPanel(tuple(rows), "north")


def stream(*, requests, labelled, delay):
    hours = [TrafficHour(1 + i // 24, i % 24, "app", requests, labelled) for i in range(168)]
    return LabelStream(tuple(hours), (), (("app", delay),) * 100)


@pytest.fixture(scope="module")
def worked():
    """A case with round figures, whose answers can be followed by hand."""
    draft = [DraftLine(2, "opening", 100, "keep"), DraftLine(3, "opening", 455, "keep"), DraftLine(3, "x", 30, "cut")]
    levels = (0.0004, 0.003, 0.011, 0.038, 0.046, 0.2)
    scenario = CHAT.Scenario(
        panel=panel(0.06, 0.051, 0.058, 0.056),
        conversions=draw_for(load_unit("03_hiring_manager_chat"), "worked").conversions,
        stream=stream(requests=20_000, labelled=1_000, delay=24),
        alerts=(AlertCounts("old", 164, 36, 0, 0, 0), AlertCounts("new", 180, 20, 0, 0, 0)),
        audit=CardAudit(
            draft=tuple(draft),
            record=(RecordItem("slices", 0.027, "at most", 0.02, 1, 30, "A. Okoye", "linked"),),
            slices=tuple(_slice(2, f"s{i}", 4_000, level, 0.04) for i, level in enumerate(levels)),
            statements=(),
        ),
        promise=CHAT.Promise(
            baseline_rate=0.04,
            rate_to_catch=0.05,
            power=0.9,
            check_every_hours=6,
            alpha_today=0.05,
            false_alarms_allowed=1.2,  # of 120 checks: a level of 0.01
            mature_share=1.0,
        ),
        desk=CHAT.Desk(5_000, 6, 48),
        talk=CHAT.Talk(140, 2.0, 0.55),
        slice_rule=CHAT.SliceRule(200, 14, "fpr", 0.05),
        row_seed=1,
    )
    return Case("03_hiring_manager_chat", "worked", 0, Streams("worked"), scenario)


@pytest.fixture(scope="module")
def hourly(worked):
    """The same, checked every hour with one false alarm allowed."""
    promise = replace(worked.promise, check_every_hours=1, false_alarms_allowed=1)
    return replace(worked, scenario=replace(worked.scenario, promise=promise))


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("churn_effect", -0.70, 1e-9),
        ("churn_relative_effect", -12.07, 0.005),
        ("labels_needed", 5_405, 0),
        ("hours_to_alarm", 29.41, 0.005),
        ("precision_saving", 1_920, 1e-6),
        ("false_slice_alarm", 0.6028, 5e-5),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert unit.question(name).answer(worked) == pytest.approx(value, abs=within)


def test_worked_values_of_an_hourly_check(unit, hourly):
    assert unit.question("false_alarms_a_month").answer(hourly) == pytest.approx(36)
    assert unit.question("alpha_per_check").answer(hourly) == pytest.approx(1 / 720)


def test_worked_values_of_the_traps(unit, worked):
    def first_two(name):
        return [mistake.answer(worked) for mistake in unit.question(name).mistakes[:2]]

    assert first_two("churn_effect") == pytest.approx([-0.9, -0.5])
    assert first_two("churn_relative_effect")[0] == pytest.approx(-15)
    assert first_two("labels_needed") == [11_186, 2_079]
    assert first_two("hours_to_alarm") == pytest.approx([5.405, 24.27], abs=0.005)
    assert first_two("precision_saving") == pytest.approx([21_600, 115_200])


def test_worked_times_and_words(unit, worked):
    answer = unit.question("answer_timing").answer(worked)
    assert answer == pytest.approx({"words": 420, "action_words": 154.0, "seconds_over": 15.0})


def test_worked_slices(unit, worked):
    assert unit.question("flagged_slices").answer(worked) == {"s0", "s1", "s2"}
    uncorrected, bonferroni = (mistake.answer(worked) for mistake in unit.question("flagged_slices").mistakes[:2])
    assert uncorrected == {"s0", "s1", "s2", "s3", "s4"}
    assert bonferroni == {"s0", "s1"}


def test_worked_gap_breaks_its_limit(unit, worked):
    assert unit.question("failed_steps").answer(worked) == {"slices"}


def test_churn_is_the_interaction_of_a_weighted_regression(unit):
    for i in range(20):
        case = draw_for(unit, f"regression {i}")
        table = case.frames["churn_months"].drop_duplicates().query("cohort == 'stayed' and month != 5")
        gaps = table.groupby(["region", "arm", table["month"] < 5]).size().unstack([1, 2]).isna().any(axis=1)
        table = table[~table["region"].isin(gaps.index[gaps])]

        def interaction(rows, late):
            treated, late = (rows["arm"] == "fix").to_numpy(float), late.to_numpy(float)
            design = np.column_stack([np.ones(len(rows)), treated, late, treated * late])
            return (
                100 * WLS(rows["cancelled"] / rows["accounts"], design, weights=rows["accounts"]).fit().params.iloc[3]
            )

        assert unit.question("churn_effect").answer(case) == pytest.approx(interaction(table, table["month"] > 5))
        early = table[table["month"] < 5]
        assert unit.question("churn_placebo").answer(case) == pytest.approx(interaction(early, early["month"] > 2))


def test_the_sample_size_by_the_exact_binomial_distribution(unit, worked):
    """The curriculum's 5,405 labels have an exact level of 0.0098 and an exact power of 0.892."""
    n = unit.question("labels_needed").answer(worked)
    critical = int(stats.binom.isf(0.01, n, 0.04)) + 1
    assert stats.binom.sf(critical - 1, n, 0.04) == pytest.approx(0.0098, abs=5e-5)
    assert stats.binom.sf(critical - 1, n, 0.05) == pytest.approx(0.892, abs=5e-4)


def test_level_and_power_of_the_promise_are_kept_exactly_enough(unit):
    for i in range(60):
        case = draw_for(unit, f"exact {i}")
        promised = unit.question("monitoring_sla").answer(case)
        alpha = unit.question("alpha_per_check").answer(case)
        alarms_above = np.floor(promised["labels"] * promised["threshold"])
        known, new = (stats.binom.sf(alarms_above, promised["labels"], rate) for rate in rates(case))
        assert 0.9 * alpha < known < 1.45 * alpha  # rare events are skewed: the exact level is above the normal one
        assert new == pytest.approx(case.promise.power, abs=0.02)


def rates(case):
    return case.promise.baseline_rate, case.promise.rate_to_catch


def test_a_line_at_the_rate_to_catch_misses_every_second_time(unit):
    case = draw_for(unit, "line")
    n, (known, new) = unit.question("labels_needed").answer(case), rates(case)
    assert stats.binom.sf(np.floor(n * new), n, new) == pytest.approx(0.5, abs=0.03)
    assert stats.binom.sf(np.floor(n * known), n, known) == pytest.approx(0.5, abs=0.03)


def test_false_alarms_by_simulated_months(unit):
    rng = np.random.default_rng(3)
    for i in range(5):
        case = draw_for(unit, f"month {i}")
        months = rng.random((20_000, case.checks_in_30_days))
        today = (months < case.promise.alpha_today).sum(axis=1).mean()
        assert today == pytest.approx(unit.question("false_alarms_a_month").answer(case), rel=0.02)
        allowed = (months < unit.question("alpha_per_check").answer(case)).sum(axis=1).mean()
        assert allowed == pytest.approx(case.promise.false_alarms_allowed, rel=0.06)


def test_hours_to_the_alarm_by_simulated_labels(unit):
    """Requests come evenly after the shift; labels come by the delays of the frame; count those in at the window."""
    rng = np.random.default_rng(4)
    for i in range(8):
        case = draw_for(unit, f"delay {i}")
        delays = case.frames["label_times"].query("client in ('app', 'web')")["hours_to_label"].to_numpy()
        week = case.frames["traffic"].drop_duplicates().query("client in ('app', 'web')")
        an_hour, labelled = week["requests"].sum() / 168, week["labelled"].sum() / week["requests"].sum()
        window, needed = maturity_window(case), unit.question("labels_needed").answer(case)
        made = np.arange(0, 100, 1 / an_hour)
        in_time = rng.random(len(made)) < labelled
        in_time &= rng.choice(delays, len(made)) <= window
        alarm = made[np.flatnonzero(in_time)[needed - 1]] + window
        assert unit.question("hours_to_alarm").answer(case) == pytest.approx(alarm, rel=0.03)


def test_the_window_is_the_first_hour_by_which_enough_labels_are_in(unit):
    for i in range(40):
        case = draw_for(unit, f"window {i}")
        delays = case.frames["label_times"].query("client in ('app', 'web')")["hours_to_label"]
        window = maturity_window(case)
        assert (delays <= window).mean() >= case.promise.mature_share - 1e-9
        assert (delays <= window - 1).mean() < case.promise.mature_share


def test_conversion_change_by_weighting_the_young_days(unit):
    """Orders so far over the share that had time to come, by age: another estimate of the same drop."""
    for i in range(20):
        case = draw_for(unit, f"weights {i}")
        orders = case.frames["orders"].drop_duplicates("order_id")
        people = case.frames["shown"].query("client in ('app', 'web')").groupby("shown_day")["recommendations"].sum()
        delay = orders["ordered_day"] - orders["shown_day"]
        reference = orders["shown_day"].isin(REFERENCE)
        arrived = [(delay[reference] <= age).mean() for age in range(case.conversions.today)]
        young = [day for day in case.conversions.latest_days if case.conversions.today - day >= 2]
        had_time = sum(people[day] * arrived[case.conversions.today - day] for day in young)
        now = orders["shown_day"].isin(young).sum() / had_time
        then = reference.sum() / people.loc[list(REFERENCE)].sum()
        assert unit.question("conversion_change").answer(case) == pytest.approx(100 * (now / then - 1), abs=8)


def test_precision_saving_by_counting_false_alerts(unit):
    for i in range(20):
        case = draw_for(unit, f"saving {i}")
        judged = case.frames["alerts"].drop_duplicates("alert_id").query("verdict != 'open'")
        false = (judged["verdict"] == "false").groupby(judged["rule"]).mean() * case.desk.alerts_a_day
        hours = (false["old"] - false["new"]) * case.desk.minutes_per_false_alert / 60
        saved = hours * case.desk.analyst_usd_an_hour
        assert unit.question("precision_saving").answer(case) == pytest.approx(saved)


def test_flagged_slices_agree_with_statsmodels(unit):
    for i in range(40):
        case = draw_for(unit, f"slices {i}")
        known = case.promise.baseline_rate
        table = case.frames["slice_counts"].query("run == 2 and labelled >= @case.slice_rule.least_labelled")
        levels = [
            proportions_ztest(row.off_target, row.labelled, known, alternative="larger", prop_var=known)[1]
            for row in table.itertuples()
        ]
        rejected = multipletests(levels, alpha=0.05, method="fdr_bh")[0]
        assert unit.question("flagged_slices").answer(case) == set(table["slice"][rejected])
        bonferroni = multipletests(levels, alpha=0.05, method="bonferroni")[0]
        assert unit.question("flagged_slices").mistakes[1].answer(case) == set(table["slice"][bonferroni])


def test_chance_of_a_false_slice_alarm_by_simulation(unit):
    rng = np.random.default_rng(5)
    for i in range(5):
        case = draw_for(unit, f"looks {i}")
        table = case.frames["tfma_slices"]
        enough = table["example_count"] >= case.slice_rule.least_examples
        looks = (enough & ~((table["race"] == "all") & (table["sex"] == "all"))).sum()
        alarmed = (rng.random((100_000, looks)) < case.slice_rule.alpha_per_slice).any(axis=1).mean()
        assert unit.question("false_slice_alarm").answer(case) == pytest.approx(alarmed, abs=0.006)


def test_the_gap_is_the_range_over_groups_with_examples_enough(unit):
    for i in range(40):
        case = draw_for(unit, f"gap {i}")
        rule = case.slice_rule
        groups = case.frames["tfma_slices"].query(
            "race != 'all' and sex == 'all' and example_count >= @rule.least_examples"
        )
        assert len(groups) >= 2
        gap = 100 * np.ptp(groups[rule.rate_by_race])
        assert unit.question("audit_answer").answer(case)["slice_gap"] == pytest.approx(gap)


def test_the_order_earns_by_pairs(unit, worked):
    question = unit.question("audit_order")
    right = list(question.answer(worked))
    swapped = [right[1], right[0], *right[2:]]
    assert grade(question, swapped, worked).credit == pytest.approx(1 - 1 / 21)
    for mistake in question.mistakes:
        wrong = mistake.answer(worked)
        kendall = stats.kendalltau([right.index(step) for step in wrong], range(7)).statistic
        assert mistake.credit == pytest.approx((1 + kendall) / 2, abs=0.01)


def test_each_statement_has_a_verdict_with_a_source():
    keys = {key for texts in STATEMENTS.values() for key in texts}
    assert audit_answer.HOLDS.keys() | audit_answer.DOES_NOT_HOLD.keys() == keys
    assert not audit_answer.HOLDS.keys() & audit_answer.DOES_NOT_HOLD.keys()
    for id in {**audit_answer.HOLDS, **audit_answer.DOES_NOT_HOLD}.values():
        assert fact(id).statement


def test_equal_areas_with_unequal_error_rates_stand_in_the_recorded_run():
    black, white = (one for one in tfma_slices() if one.sex == "all" and one.race in ("African-American", "Caucasian"))
    assert abs(black.auc - white.auc) < 0.002
    assert black.fpr > 1.9 * white.fpr


def artefact(unit, case, name, *, answered=True):
    right = {one.name: to_plain(one.answer(case)) for one in unit.questions} if answered else {}
    text = next(one.text for one in unit.portfolio if one.file == name)
    return portfolio_page(text, unit.questions, own_figures(unit.questions, right, case), [], case.code)


def test_the_promise_is_an_alert_rule_with_real_arguments(unit):
    case = draw_for(unit, "rule")
    page = artefact(unit, case, "monitoring_sla.md")
    (call,) = ast.parse(page.split("```python\n")[1].split("```")[0]).body
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.value.keywords}
    assert given.keys() <= ALERT_RULE
    promised = unit.question("monitoring_sla").answer(case)
    assert float(given["critical_threshold"]) == pytest.approx(promised["threshold"], rel=0.005)
    assert int(given["evaluation_delay"]) == promised["window_hours"]
    assert given["bin_size"].rpartition(".")[2].lower() in fact("TOOL-004").value["bin_sizes"]


def test_the_promise_is_a_slice_threshold_with_balanced_braces(unit):
    case = draw_for(unit, "gate")
    block = artefact(unit, case, "monitoring_sla.md").split("```\n")[-2]
    assert block.count("{") == block.count("}") == 7
    assert all(word in block for word in ("per_slice_thresholds", "value_threshold", "upper_bound"))
    line = float(block.partition("value: ")[2].split()[0])
    assert line == pytest.approx(unit.question("monitoring_sla").answer(case)["threshold"], rel=0.005)


@pytest.mark.parametrize("name", ["monitoring_sla.md", "three_minute_answer.md", "story_bank.md"])
def test_artefacts_are_open_until_answered_and_full_afterwards(unit, name):
    case = draw_for(unit, "page")
    assert "[open]" in artefact(unit, case, name, answered=False)
    assert "[open]" not in artefact(unit, case, name)


def test_an_own_wrong_figure_is_accepted_in_the_promise(unit):
    case = draw_for(unit, "own")
    question = unit.question("monitoring_sla")
    answer = question.answer(case) | {"labels": 123_456, "alarm_hours": 77.7}
    assert grade(question, answer, case).credit == pytest.approx(5 / 7)
    assert grade(question, answer, case, {"labels_needed": 123_456, "hours_to_alarm": 77.7}).credit == 1
