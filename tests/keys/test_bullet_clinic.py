"""The clinic's answers by other routes: by hand, simulation, statsmodels, SciPy, the classifier of the law."""

import importlib
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import binom
from statsmodels.stats import proportion

from course_lib.bullets import lint
from course_lib.cases.metric_catalogue import Arm, Audit, Day, Shop
from course_lib.cases.selection_batches import Batch, Selections
from course_lib.cases.training_log import Run, TrainingLog, Week
from course_lib.cases.work_plan import Package, WorkPlan
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.measures.regulation import classify, from_mapping
from course_lib.units import draw_for, load_unit
from course_lib.wording.figures import sentence

CLINIC = importlib.import_module("course_lib.cases.02_bullet_clinic")
BULLETS = ("bullet_migration", "bullet_breach", "bullet_file")


@pytest.fixture(scope="module")
def unit():
    return load_unit("02_bullet_clinic")


def training_log():
    start = date(2026, 1, 5)
    old = [(start - timedelta(days=28 * back), "old", 16.0) for back in (4, 3, 2, 1)]
    new = [(start + timedelta(days=7 * week), "new", 12.0) for week in range(5)]
    runs = [Run(i, day, stack, "production", "completed", hours, 8) for i, (day, stack, hours) in enumerate(old + new)]
    runs.append(Run(99, start, "new", "test", "completed", 1.0, 1, copies=2))
    weeks = (
        Week(1, "old", 0.1, 10_000, 460, "complete"),
        Week(2, "new", 0.1, 10_000, 351, "complete"),
        Week(3, "new", 0.1, 1_000, 10, "arriving"),
    )
    return TrainingLog(tuple(runs), weeks, 1)


def selections():
    batches = []
    for week, selected in enumerate((192, 186, 144, 142, 195, 195, 195, 195), 1):
        batches += [
            Batch(f"W{week}-A", week, "A", "web", 500, selected),
            Batch(f"W{week}-B", week, "B", "web", 800, 320),
        ]
    return Selections(tuple(batches), 3)


def work_plan():
    rows = (
        Package("first", 1, "in", 10, 420_000, 9, 400_000),
        Package("second", 1, "in", 20, 42_000, 18, 40_000),
        Package("last", 1, "in", 30, 90_000, 27, 90_000),
    )
    parts = (
        ("technical file", "p1", "engineering", "R"),
        ("technical file", "p2", "legal", "A"),
        ("launch review", "p3", "data science", "C"),
        ("launch review", "p4", "marketing", "R"),
        ("launch review", "p5", "risk and compliance", "I"),
    )
    return WorkPlan(rows, parts, 18)


def shop():
    days = [Day(i, "old", "normal", 480, 1000, 32) for i in range(27)]
    days += [Day(40 + i, "new", "normal", 310, 1000, 33) for i in range(27)]
    audits = [Audit("before", "random", 50_000, 100), Audit("after", "random", 50_000, 60)]
    arms = [
        Arm(1, "control", 100_000, 3000, 100_000, 1400),
        Arm(1, "launch", 100_000, 3180, 100_000, 1900),
        Arm(0, "launch", 1000, 900, 1000, 900),
    ]
    return Shop(tuple(days), (*audits, Audit("before", "complaints", 1000, 300)), tuple(arms))


@pytest.fixture(scope="module")
def worked():
    """A case with round figures, whose answers can be followed by hand."""
    scenario = CLINIC.Scenario(
        log=training_log(),
        selections=selections(),
        work=work_plan(),
        shop=shop(),
        gpu_price=2.5,
        claimed_drop=0.011,
        penalty=CLINIC.Penalty(2_000_000, 0.06, 0.01),
        audit_week=12,
        false_alarm_level=0.01,
        groups_watched=1,
        file_complete_on=date(2026, 12, 2),
        launch=CLINIC.Launch(2_400_000, 0.3, 0.007, 50_000, 120_000, 9),
    )
    return Case("02_bullet_clinic", "worked", 0, Streams("worked"), scenario)


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("training_time_cut", 0.25, 1e-12),
        ("gpu_cost_saved", 4160, 1e-9),
        ("days_younger", 10.5, 1e-12),
        ("error_before", 0.046, 1e-12),
        ("error_after", 0.0351, 1e-12),
        ("error_if_points", 0.035, 1e-12),
        ("error_if_relative", 0.045494, 1e-9),
        ("readings_apart", 21.74, 0.005),
        ("first_week_below", 3, 0),
        ("impact_ratio", 0.72, 1e-12),
        ("breach_z", 4.10, 0.005),
        ("loss_avoided", 100_000, 1e-9),
        ("applicants_protected", 4500, 0),
        ("false_alarm_chance", 0.0773, 5e-5),
        ("schedule_index", 1.10, 1e-12),
        ("early_share", 0.10, 1e-12),
        ("days_ahead_of_the_law", 365, 0),
        ("stakeholder_coverage", 0.5, 1e-12),
        ("latency_cut", 0.3542, 5e-5),
        ("conversion_expected", 0.0328, 1e-5),
        ("harmed_users", 1440, 1e-9),
        ("harm_reduction", 0.40, 1e-12),
        ("launch_value", 84_600, 1e-6),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert unit.question(name).answer(worked) == pytest.approx(value, abs=within)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("gpu_cost_saved", 1040.0),  # runs of the old rhythm: 13 a year
        ("days_younger", 21.0),
        ("breach_z", 4.20),
        ("loss_avoided", 2_000_000.0),
        ("applicants_protected", 11_700.0),
        ("applicants_protected", 5_000.0),
        ("schedule_index", 0.9091),
        ("schedule_index", 1.05),
        ("days_ahead_of_the_law", -122.0),
        ("latency_cut", 0.5484),
        ("conversion_expected", 0.0399),
        ("harmed_users", 4_800.0),
        ("launch_value", 90_000.0),
        ("launch_value", 69_480.0),
    ],
)
def test_worked_mistakes(unit, worked, name, wrong):
    known = [mistake.answer(worked) for mistake in unit.question(name).mistakes]
    assert any(one == pytest.approx(wrong, rel=2e-3) for one in known)


def test_age_of_the_model_agrees_with_looking_at_random_moments(unit):
    rng = np.random.default_rng(7)
    for i in range(5):
        case = draw_for(unit, f"age {i}")
        ages = {}
        for stack in ("old", "new"):
            runs = (
                case.frames["training_runs"]
                .drop_duplicates("run_id")
                .query("stack == @stack and purpose == 'production'")
            )
            days = np.sort(runs[runs["status"] == "completed"]["day"].to_numpy()).astype("datetime64[D]").astype(int)
            moments = rng.uniform(days[0], days[-1], 400_000)
            ages[stack] = (moments - days[np.searchsorted(days, moments, side="right") - 1]).mean()
        assert unit.question("days_younger").answer(case) == pytest.approx(ages["old"] - ages["new"], abs=0.06)


def test_the_gap_agrees_with_statsmodels(unit):
    for i in range(20):
        case = draw_for(unit, f"gap {i}")
        table = case.frames["weekly_selection"].drop_duplicates("batch_id").query("channel != 'test'")
        week = unit.question("first_week_below").answer(case)
        sums = table[table["week"] == week].groupby("group")[["selected", "applicants"]].sum()
        pooled, _ = proportion.proportions_ztest(sums["selected"].to_numpy(), sums["applicants"].to_numpy())
        assert unit.question("breach_z").answer(case) == pytest.approx(-pooled)
        (a, b), (n, m) = sums["selected"], sums["applicants"]
        unpooled = proportion.test_proportions_2indep(a, n, b, m, method="wald").statistic
        assert unit.question("breach_z").mistakes[0].answer(case) == pytest.approx(-unpooled)


def test_false_alarms_agree_with_the_binomial(unit):
    for i in range(20):
        case = draw_for(unit, f"alarm {i}")
        looks = case.frames["weekly_selection"]["week"].nunique() * case.groups_watched
        chance = 1 - binom.pmf(0, looks, case.false_alarm_level)
        assert unit.question("false_alarm_chance").answer(case) == pytest.approx(chance)


def test_applicants_are_those_of_the_weeks_in_between(unit):
    for i in range(20):
        case = draw_for(unit, f"spared {i}")
        week = unit.question("first_week_below").answer(case)
        table = case.frames["weekly_selection"].drop_duplicates("batch_id").query("channel != 'test' and group == 'A'")
        a_week = table.groupby("week")["applicants"].sum().unique()
        assert len(a_week) == 1
        spared = sum(int(a_week[0]) for later in range(1, 40) if week < later <= case.audit_week)
        assert unit.question("applicants_protected").answer(case) == spared


def test_the_plan_agrees_with_a_walk_through_its_rows(unit):
    for i in range(20):
        case = draw_for(unit, f"plan {i}")
        latest = {}
        for row in case.frames["plan"].itertuples():
            if row.package not in latest or row.revision > latest[row.package].revision:
                latest[row.package] = row
        kept = [row for row in latest.values() if row.scope == "in"]
        earned = sum(row.planned_value for row in kept if row.finished_week <= case.work.status_week)
        planned = sum(row.planned_value for row in kept if row.due_week <= case.work.status_week)
        assert unit.question("schedule_index").answer(case) == pytest.approx(earned / planned)
        due, done = max(row.due_week for row in kept), max(row.finished_week for row in kept)
        assert unit.question("early_share").answer(case) == pytest.approx((due - done) / due)


def test_the_legal_phrase_is_what_the_classifier_says(unit, worked):
    facts = {
        "placed_on_union_market": True,
        "exclusions": [],
        "roles": ["provider"],
        "value_chain_changes": [],
        "established_in_union": True,
        "practices": [],
        "annex_i_product": "none",
        "areas": ["essential services"],
        "service_uses": ["creditworthiness of natural persons"],
        "profiles_persons": True,
        "transparency_functions": [],
        "gpai_activity": "none",
        "placed_on_market_on": date(2027, 12, 2),
    }
    found = classify(from_mapping(facts), on=date(2027, 12, 2))
    answer = unit.question("legal_phrase").answer(worked)
    assert found.category == answer["category"]
    assert f"Annex III {answer['annex_iii'].removeprefix('point ')}" in found.locators
    assert any("43(2)" in duty.locator for duty in found.duties)  # internal control
    assert found.application.starts == worked.file_complete_on + timedelta(
        days=unit.question("days_ahead_of_the_law").answer(worked)
    )


def test_the_launch_agrees_with_a_count_of_people(unit):
    for i in range(10):
        case = draw_for(unit, f"launch {i}")
        arms = case.frames["launch_arms"].query("week > 0").groupby("arm").sum()
        per = arms.div(arms["sessions"], axis=0)["conversions"]
        flagged = arms["false_positives"] / arms["negatives"]
        worth = 1000 * (per["launch"] - per["control"]) * case.launch.value_of_a_tenth
        spent = case.launch.negatives * (flagged["launch"] - flagged["control"]) * case.launch.false_positive_cost
        assert unit.question("launch_value").answer(case) == pytest.approx(worth - spent, abs=1e-6)


def test_the_right_bullets_leave_the_linter_nothing_to_say(unit):
    for i in range(100):
        case = draw_for(unit, f"bullet {i}")
        for name in BULLETS:
            question = unit.question(name)
            assert lint(sentence(question.form, question.answer(case))).findings == (), name


@pytest.mark.parametrize("name", BULLETS)
def test_text_is_a_third_and_its_linter_says_why(unit, name):
    case = draw_for(unit, "wording")
    question = unit.question(name)
    right = question.answer(case)
    own = sentence(question.form, right)
    assert grade(question, {**right, "text": own}, case).credit == 1
    assert grade(question, {**right, "text": own.replace("with ", "w/ ", 1)}, case).credit >= 2 / 3
    failed = grade(question, {**right, "text": f"Helped: {own}"}, case)
    assert failed.credit == pytest.approx(2 / 3)
    assert "L1" in failed.sentence
    warned = grade(
        question, {**right, "text": own + " Told the board, counsel and users so" + " in plain words" * 8 + "."}, case
    )
    assert warned.credit == pytest.approx(2 / 3 + 1 / 9)
    other = grade(question, {**right, "text": "Cut missed alerts from 9.9 % to 8.8 % by adding a second check."}, case)
    assert other.credit == pytest.approx(2 / 3)
    assert "recomputes" in other.sentence


def test_figures_of_the_learner_s_own_are_not_punished_twice(unit):
    case = draw_for(unit, "own figures")
    question = unit.question("bullet_migration")
    wrong = question.answer(case) | {"baseline": 0.09}
    assert grade(question, wrong, case).credit < 1
    assert grade(question, wrong, case, {"error_before": 0.09}).credit == 1


def test_a_bullet_with_an_open_field_earns_its_fields_only(unit):
    case = draw_for(unit, "open")
    question = unit.question("bullet_breach")
    result = grade(question, question.answer(case) | {"mechanism": None}, case)
    assert result.credit == pytest.approx(2 / 3 * 8 / 9)
    assert "still open" in result.sentence


def test_shares_may_stand_in_the_text_as_fractions_or_per_cent(unit):
    case = draw_for(unit, "fractions")
    question = unit.question("bullet_migration")
    right = question.answer(case)
    for form in ("{:.4f}", "{:.2%}"):
        first, last = (form.format(right[name]) for name in ("baseline", "result"))
        text = f"Led the move to weekly retraining with data science; error fell from {first} to {last}"
        text += f" in {right['period']} weeks."
        assert grade(question, right | {"text": text}, case).credit == 1


def test_two_right_answers_where_two_things_go_wrong(unit):
    case = draw_for(unit, "pairs")
    question = unit.question("metric_map")
    right = question.answer(case)
    also = {"conversion": "p95 latency", "approval_rate": "default rate", "release_frequency": "error-budget burn"}
    assert grade(question, right | also, case).credit == 1
    assert grade(question, right | {"retention": "daily active users"}, case).credit == pytest.approx(0.9)
