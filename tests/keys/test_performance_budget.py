"""The performance budget's answers by other routes: values worked by hand, the frames, simulation."""

import importlib
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from course_lib.cases.answer_reviews import Evaluation, QuestionRun, ReviewDay, Reviews
from course_lib.cases.error_hours import AlertRule, ErrorHours, Hour
from course_lib.cases.request_log import AFTERWARDS, ON_PATH, RequestLog, Stage
from course_lib.cases.token_usage import AccuracyWeek, Usage, UsageDay
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.facts import fact
from course_lib.units import draw_for, load_unit

KEYS = importlib.import_module("course_lib.keys.05_performance_budget")


@pytest.fixture(scope="module")
def unit():
    return load_unit("05_performance_budget")


@pytest.fixture(scope="module")
def drawn(unit):
    return [draw_for(unit, f"route {i}") for i in range(25)]


def scenario():
    """Return round figures: 300 ms, 70/20/10 per cent of traffic, 0.15 points a week, 1.2 million requests."""
    base = draw_for(load_unit("05_performance_budget"), "worked").scenario
    stages = [("gateway", 30), ("retrieval", 80), ("ranking", 40), ("model", None), ("guardrail", 25)]
    reviews = [("standard", 7000, 1000, 12), ("self-employed", 2000, 1000, 45), ("business", 1000, 1000, 50)]
    runs = [QuestionRun(i, 1, i < 980, i < 931 if i < 980 else None, i < 800 if i < 931 else None) for i in range(1000)]
    start = datetime(2026, 1, 1)
    hours = tuple(Hour(start + timedelta(hours=i), 1000, 0, 2 if i else 1000) for i in range(720))
    used = UsageDay(1, "people", 1_200_000, 1_200_000, 900 * 1_200_000, 250 * 1_200_000, 936_000)
    return replace(
        base,
        request_log=RequestLog(
            base.request_log.attempts,
            300,
            360,
            (*(Stage(name, ON_PATH, ms) for name, ms in stages), Stage("audit log", AFTERWARDS, 50)),
        ),
        reviews=Reviews(tuple(ReviewDay(1, *row, 0) for row in reviews)),
        evaluation=Evaluation(tuple(runs)),
        error_target=0.02,
        chain_goal=0.9,
        error_hours=ErrorHours(hours, 0.995, 30),
        alerts=AlertRule(0.02, 1, 0.05, 6),
        usage=Usage((used,), 7),
        prices=replace(base.prices, input_price=0.5, output_price=1.5, monthly_requests=1_200_000),
        weeks=tuple(AccuracyWeek(w, 100_000, 100_000, 94_000 - 150 * w) for w in range(1, 10)),
        accuracy_budget=1.2,
        lead_weeks=2,
    )


@pytest.fixture(scope="module")
def worked():
    return Case("05_performance_budget", "worked", 0, Streams("worked"), scenario())


def answer(unit, name, case):
    return unit.question(name).answer(case)


# ------------------------------------------------------------------------------------------------ worked values


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("model_latency_left", 125, 0),
        ("segment_error_allowed", 0.033, 1e-9),
        ("stage_accuracy_needed", 0.9667, 5e-5),
        ("cost_per_thousand_solved", 1.0577, 5e-5),
        ("monthly_bill", 990.0, 1e-6),
        ("accuracy_loss_a_week", 0.15, 1e-9),
        ("retraining_interval", 6.0, 1e-9),
        ("budget_used", 100 * (719 * 2 + 1000) / (720_000 * 0.005), 1e-6),
        ("paging_hours", 1, 0),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert answer(unit, name, worked) == pytest.approx(value, abs=within)


def test_worked_burn_rates_are_the_published_ones(unit, worked):
    rates = answer(unit, "alert_burn_rates", worked)
    assert list(rates.values()) == pytest.approx(fact("FW-012").value["burn_rates"][:2])


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("model_latency_left", 150),  # the guard-rail is forgotten
        ("segment_error_allowed", -0.002),  # every segment weighs alike: no rate would do
        ("stage_accuracy_needed", 0.97),  # losses added
        ("stage_accuracy_needed", 0.90),  # the goal itself
        ("cost_per_thousand_solved", 0.825),  # per request
        ("cost_per_thousand_solved", 0.6435),  # times the success rate
        ("retraining_interval", 8.0),  # no lead time
        ("monthly_bill", 1_770),  # prices swapped
    ],
)
def test_worked_traps_are_named(unit, worked, name, wrong):
    result = grade(unit.question(name), wrong, worked)
    assert result.kind == "mistake", result.sentence


def test_days_for_hours_is_named(unit, worked):
    result = grade(unit.question("alert_burn_rates"), {"page": 0.6, "ticket": 0.25}, worked)
    assert result.sentence.startswith("You multiplied by the days")


# ------------------------------------------------------------------------------------------------ latency


def users(case):
    rows = case.frames["requests"].drop_duplicates().query("client == 'people'")
    return rows.groupby("request_id").agg(waited=("attempt_ms", "sum"), attempts=("attempt", "max"))


def test_the_percentile_is_numpy_s_inverted_cdf_of_what_users_waited(unit, drawn):
    for case in drawn:
        waited = users(case)["waited"]
        exact = np.quantile(waited, 0.95, method="inverted_cdf")
        assert answer(unit, "p95_latency", case) == exact
        assert waited.quantile(0.95) == pytest.approx(exact, abs=2)  # what the question promises about pandas


def test_late_requests_by_the_frame(unit, drawn):
    for case in drawn:
        late = users(case).query(f"waited > {case.request_log.promise_ms}")
        assert answer(unit, "late_with_retry", case) == pytest.approx((late["attempts"] == 2).mean())


def test_the_sum_of_percentiles_is_on_the_safe_side():
    """What the question says about stage budgets: stages together rarely need the sum of their percentiles."""
    rng = np.random.default_rng(5)
    stages = rng.lognormal(np.log([[80], [40], [30], [25]]), 0.25, (4, 20_000))
    assert np.quantile(stages.sum(axis=0), 0.95) < 0.95 * np.quantile(stages, 0.95, axis=1).sum()


# ------------------------------------------------------------------------------------------------ errors


def test_the_allowed_rate_brings_all_answers_to_the_target(unit, drawn):
    for case in drawn:
        frame = case.frames["reviews"].drop_duplicates().query("segment != 'test desk'")
        totals = frame.groupby("segment")[["served", "reviewed", "wrong"]].sum()
        rates = (totals["wrong"] / totals["reviewed"]).to_dict()
        rates["self-employed"] = answer(unit, "segment_error_allowed", case)
        expected = sum(totals.loc[name, "served"] * rate for name, rate in rates.items())
        assert expected / totals["served"].sum() == pytest.approx(case.error_target)


def test_a_last_stage_of_that_accuracy_reaches_the_goal(unit, drawn):
    for case in drawn:
        runs = case.frames["test_runs"].groupby("question_id").last()
        reached = int(runs["ranking_ok"].fillna(False).sum())
        needed = answer(unit, "stage_accuracy_needed", case)
        assert reached * needed / len(runs) == pytest.approx(case.chain_goal)
        simulated = np.random.default_rng(1).binomial(reached, needed, 20_000) / len(runs)
        assert simulated.mean() == pytest.approx(case.chain_goal, abs=0.001)


def test_at_the_page_s_burn_rate_its_share_is_gone_in_its_hours(unit, drawn):
    for case in drawn:
        rates, rule, days = answer(unit, "alert_burn_rates", case), case.alerts, case.error_hours.window_days
        for name, hours, share in (
            ("page", rule.page_hours, rule.page_share),
            ("ticket", rule.ticket_hours, rule.ticket_share),
        ):
            spent_an_hour = rates[name] / (24 * days)
            assert spent_an_hour * hours == pytest.approx(share)


def test_budget_and_pages_by_the_frame(unit, drawn):
    for case in drawn:
        frame = case.frames["error_hours"]
        first = frame["hour"].max() - pd.Timedelta(days=case.error_hours.window_days)
        window = frame[frame["hour"] > first]
        asked = window["requests"] - window["health_checks"]
        allowed = (1 - case.error_hours.objective) * asked
        assert answer(unit, "budget_used", case) == pytest.approx(100 * window["failed"].sum() / allowed.sum())
        line = answer(unit, "alert_burn_rates", case)["page"]
        assert answer(unit, "paging_hours", case) == (window["failed"] >= line * allowed).sum()


# ------------------------------------------------------------------------------------------------ cost, retraining


def test_cost_per_solved_task_by_the_frame(unit, drawn):
    for case in drawn:
        frame = case.frames["usage"].query("client == 'people'")
        usd = (
            frame["input_tokens"] * case.prices.input_price + frame["output_tokens"] * case.prices.output_price
        ) / 1e6
        known = frame["solved"].notna()
        cost = 1000 * usd[known].sum() / frame.loc[known, "solved"].sum()
        assert answer(unit, "cost_per_thousand_solved", case) == pytest.approx(float(cost))
        request = usd.sum() / frame["requests"].sum()
        assert answer(unit, "monthly_bill", case) == pytest.approx(request * case.prices.monthly_requests)
        mature = usd[known].sum() / frame.loc[known, "requests"].sum()  # days whose outcome is known give the same bill
        assert mature == pytest.approx(request, rel=0.01)


def test_the_slope_is_that_of_scipy_and_never_breaks_the_budget(unit, drawn):
    for case in drawn:
        full = case.frames["accuracy_weeks"].query("judged == drawn")
        line = stats.linregress(full["week"], 100 * full["right"] / full["judged"])
        assert answer(unit, "accuracy_loss_a_week", case) == pytest.approx(-line.slope)
        lived = answer(unit, "retraining_interval", case) + case.lead_weeks
        assert -line.slope * lived == pytest.approx(case.accuracy_budget)
        whole = answer(unit, "performance_budget", case)["retrain_weeks"]
        assert -line.slope * (whole + case.lead_weeks) <= case.accuracy_budget
        assert -line.slope * (whole + 1 + case.lead_weeks) > case.accuracy_budget


def test_complaints_first_make_the_loss_look_faster(unit, drawn):
    for case in drawn:
        every = case.frames["accuracy_weeks"]
        naive = -np.polyfit(every["week"], 100 * every["right"] / every["judged"], 1)[0]
        assert naive > 1.3 * answer(unit, "accuracy_loss_a_week", case)


# ------------------------------------------------------------------------------------------------ benchmark and page


def test_error_cost_by_a_client_at_a_time(unit, drawn):
    for case in drawn:
        total = clients = 0
        for row in case.frames["german_credit"].itertuples():
            if row.duration not in case.benchmark.durations:
                continue
            accepted = row.account not in case.benchmark.refused_accounts
            for _ in range(row.clients):
                clients += 1
                total += case.benchmark.cost_of_bad * (accepted and row.risk == "bad")
                total += case.benchmark.cost_of_refusal * (not accepted and row.risk == "good")
        assert answer(unit, "error_cost_a_client", case) == pytest.approx(total / clients)


def test_previous_bad_payers_are_worse_than_the_codes_that_sound_bad(unit, drawn):
    for case in drawn:
        frame = case.frames["german_credit"].query("duration in @case.benchmark.durations")
        shares = frame.pivot_table(index="history", columns="risk", values="clients", aggfunc="sum", fill_value=0)
        found = answer(unit, "previous_bad_payers", case)
        two = shares.loc[["A30", "A31"]].sum()
        assert found == pytest.approx(two["bad"] / two.sum())
        for code in ("A33", "A34"):
            assert shares.loc[code, "bad"] / shares.loc[code].sum() < 0.6 * found


def test_the_page_takes_the_learner_s_own_figures(unit, drawn):
    question = unit.question("performance_budget")
    own = {"p95_latency": 999.0, "monthly_bill": 1.0}
    page = question.answer(drawn[0]) | {"p95_ms": 999.0}
    assert grade(question, page, drawn[0], own).kind == "right"
    assert grade(question, page, drawn[0]).credit == pytest.approx(10 / 11)


def test_fair_refuses_what_a_rounded_figure_would_decide(drawn):
    case = drawn[0]
    assert KEYS.fair(case)
    used = KEYS.budget_used.answer(case) / 100
    objective = 1 - (1 - case.error_hours.objective) * used
    close = replace(case.scenario, error_hours=replace(case.error_hours, objective=objective))
    assert not KEYS.fair(replace(case, scenario=close))
