"""The performance budget's data: what the frames hold, what is planted in them, the public file, every case."""

import hashlib
import importlib
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from course_lib.cases.request_log import MODEL, Stage
from course_lib.data.german_credit import DURATIONS, german_credit
from course_lib.facts import fact
from course_lib.units import draw_for, load_unit

BUDGET = importlib.import_module("course_lib.cases.05_performance_budget")


@pytest.fixture(scope="module")
def unit():
    return load_unit("05_performance_budget")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"seed {i}") for i in range(80)]


# ------------------------------------------------------------------------------------------------ requests


def test_a_second_attempt_follows_a_time_out_and_nothing_else(case):
    frame = case.frames["requests"].drop_duplicates(["request_id", "attempt"])
    first, second = (frame[frame["attempt"] == number].set_index("request_id") for number in (1, 2))
    assert set(second.index) == set(first.index[first["outcome"] == "timed out"])
    assert set(frame.loc[frame["outcome"] == "timed out", "attempt_ms"]) == {case.request_log.timeout_ms}
    assert (frame.loc[frame["outcome"] == "answered", "attempt_ms"] < case.request_log.timeout_ms).all()
    assert (second["outcome"] == "timed out").any()  # some users left without an answer


def test_copies_say_the_same_and_are_more_where_it_was_busy(cases):
    copied, all_rows = Counter(), Counter()
    for case in cases:
        frame = case.frames["requests"]
        assert len(frame.drop_duplicates()) == len(frame.drop_duplicates(["request_id", "attempt"]))
        for row in case.request_log.attempts:
            copied[row.outcome] += row.copies
            all_rows[row.outcome] += 1
    assert copied["timed out"] / all_rows["timed out"] > 5 * copied["answered"] / all_rows["answered"] > 0.05


def test_answered_attempts_keep_the_promise_that_users_do_not_see_kept(cases):
    for case in cases:
        rows = [row for row in case.request_log.attempts if row.client == "people"]
        answered = sorted(row.attempt_ms for row in rows if row.outcome == "answered")
        assert answered[int(0.95 * len(answered))] < case.request_log.promise_ms
        assert sum(row.attempt == 2 for row in rows) > 0.055 * sum(row.attempt == 1 for row in rows)
        assert case.request_log.timeout_ms > case.request_log.promise_ms
        assert sum(row.attempt == 1 for row in rows) % 20 == 0  # so that pandas' quantile lands beside the position


def test_the_model_has_no_budget_and_the_audit_log_is_off_the_path(case):
    stages = case.frames["stage_budgets"].set_index("stage")
    assert stages["budget_ms"].isna().to_dict() == {stage: stage == MODEL for stage in stages.index}
    assert stages.index[stages["runs"] == "after the answer"].tolist() == ["audit log"]


# ------------------------------------------------------------------------------------------------ errors


def test_reviews_lean_to_small_segments_and_month_end_days_are_there_twice(cases):
    for case in cases[:30]:
        frame = case.frames["reviews"]
        once = frame.drop_duplicates(["day", "segment"])
        assert len(once) == 14 * 4
        assert len(once) == len(frame.drop_duplicates())
        twice = frame[frame.duplicated()]["day"].unique()
        assert len(twice) == 3
        business = once[once["segment"] == "business"]
        assert (
            business[business["day"].isin(twice)]["served"].min()
            > business[~business["day"].isin(twice)]["served"].max()
        )
        people = once[once["segment"] != "test desk"].groupby("segment")[["served", "reviewed"]].sum()
        shares = people / people.sum()
        assert shares.loc["business", "reviewed"] > 1.5 * shares.loc["business", "served"]


def test_runs_are_empty_after_a_failed_stage_and_only_faults_were_run_again(case):
    frame = case.frames["test_runs"]
    assert (frame["ranking_ok"].isna() == ~frame["retrieval_ok"]).all()
    assert (frame["answer_ok"].isna() == ~frame["ranking_ok"].fillna(False)).all()
    again = frame[frame["run"] == 2]
    first = frame[frame["run"] == 1].set_index("question_id")
    assert not first.loc[again["question_id"], "retrieval_ok"].any()
    assert again["answer_ok"].all()


def test_health_checks_start_on_a_day_and_never_fail(cases):
    for case in cases[:30]:
        frame = case.frames["error_hours"]
        assert len(frame) == 24 * (case.error_hours.window_days + 6)
        assert (frame["hour"].diff().dropna().dt.total_seconds() == 3600).all()
        starts = (frame["health_checks"] > 0).to_numpy().argmax()
        assert starts % 24 == 0
        assert 144 < starts < len(frame)
        assert (frame["health_checks"].iloc[starts:] > 0).all()
        assert (frame["failed"] <= frame["requests"] - frame["health_checks"]).all()


def test_both_verdicts_on_launches_and_on_the_cap_are_drawn(unit, cases):
    pages = [unit.question("performance_budget").answer(case) for case in cases]
    for slot in ("launches", "cap"):
        counts = Counter(page[slot] for page in pages)
        assert len(counts) == 2
        assert min(counts.values()) > 0.25 * len(cases)
    assert {page["promise"] for page in pages} == {"is broken"}


# ------------------------------------------------------------------------------------------------ cost and accuracy


def test_outcomes_of_the_last_days_are_missing_and_the_load_test_solves_nothing(case):
    frame = case.frames["usage"]
    late = frame["day"] > 21 - case.usage.wait_days
    assert (frame["solved"].isna() == late).all()
    assert (frame.loc[(frame["client"] == "load test") & ~late, "solved"] == 0).all()


def test_the_holiday_costs_the_usual_for_a_task(cases):
    for case in cases[:30]:
        frame = case.frames["usage"].query("client == 'people'").dropna(subset="solved")
        price = frame["input_tokens"] * case.prices.input_price + frame["output_tokens"] * case.prices.output_price
        each = (price / frame["solved"]).astype(float)
        holiday = frame["requests"].astype(float).idxmin()
        assert frame.loc[holiday, "requests"] < 0.6 * frame["requests"].median()
        assert each[holiday] == pytest.approx(each.median(), rel=0.04)


def test_young_weeks_look_worse_than_they_will_be(cases):
    for case in cases[:30]:
        full = [week for week in case.weeks if week.judged == week.drawn]
        assert [week.week for week in full] == list(range(1, 10))
        assert case.weeks[-1].accuracy < full[-1].accuracy - 2
        thin = min(full, key=lambda week: week.drawn)
        assert thin.drawn < 0.5 * full[0].drawn
        assert thin.accuracy == pytest.approx((full[0].accuracy + full[-1].accuracy) / 2, abs=1.2)


# ------------------------------------------------------------------------------------------------ the public file


def count(**where):
    rows = (row for row in german_credit() if all(getattr(row, name) == value for name, value in where.items()))
    return sum(row.clients for row in rows)


def test_the_published_counts_are_reproduced():
    known = fact("MET-018").value
    assert (count(), count(risk="good"), count(risk="bad")) == (known["clients"], known["good"], known["bad"])
    other = fact("MET-019").value
    assert count(account="A11") == other["no_account"]
    assert count(account="A14") == other["good_account"]
    assert count(account="A12") + count(account="A13") == other["bad_account"]
    assert count(history="A30") + count(history="A31") == other["previous_bad_payers"]


def test_one_set_of_histories_alone_has_the_published_count():
    codes = sorted({row.history for row in german_credit()})
    sets = [chosen for size in range(1, 6) for chosen in combinations(codes, size)]
    fitting = [chosen for chosen in sets if sum(count(history=code) for code in chosen) == 89]
    assert fitting == [("A30", "A31")]
    assert count(history="A33") == 88  # the label that sounds like bad payers is one client short


def test_the_count_table_has_each_combination_once_and_no_one_of_a_kind_column():
    rows = german_credit()
    assert len({row[:-1] for row in rows}) == len(rows) == 151
    assert {row.duration for row in rows} == set(DURATIONS)
    assert set(rows[0]._fields) == {"account", "history", "duration", "risk", "clients"}


# ------------------------------------------------------------------------------------------------ every case


def test_parameters_stay_in_their_ranges(cases):
    for case in cases:
        assert 250 <= case.request_log.promise_ms <= 400
        assert 0.018 <= case.error_target <= 0.022
        assert 0.87 <= case.chain_goal <= 0.90
        assert 0.995 <= case.error_hours.objective <= 0.998
        assert case.error_hours.window_days in (14, 21, 28)
        assert 800_000 <= case.prices.monthly_requests <= 2_000_000
        assert 1.0 <= case.accuracy_budget <= 1.6
        assert case.lead_weeks in (2, 3)
        assert case.benchmark.cost_of_bad != fact("MET-018").value["cost_of_bad"]
        assert (
            case.alerts.page_share / case.alerts.page_hours > 1.9 * case.alerts.ticket_share / case.alerts.ticket_hours
        )


def test_plausible_refuses_a_promise_that_attempts_break_and_a_budget_without_room(cases):
    scenario = cases[0].scenario
    assert BUDGET.plausible(scenario)
    assert not BUDGET.plausible(replace(scenario, request_log=replace(scenario.request_log, promise_ms=100)))
    assert not BUDGET.plausible(replace(scenario, error_target=0.005))
    assert not BUDGET.plausible(replace(scenario, accuracy_budget=0.1))


def test_the_stages_leave_the_model_a_fair_part(cases):
    for case in cases:
        taken = sum(stage.budget_ms or 0 for stage in case.request_log.stages if stage.runs != "after the answer")
        assert 50 < case.request_log.promise_ms - taken < 270
        assert all(isinstance(stage, Stage) for stage in case.request_log.stages)


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "105ed1d02aafa62a"), ("ben", "6eb67d2dcf6dc4d5"), ("self-study", "59abf89b7748f558")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    drawn = case.scenario
    hidden = (drawn.request_log, drawn.reviews, drawn.evaluation, drawn.error_hours, drawn.usage, drawn.weeks)
    figures = repr((case.code, drawn, hidden))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
