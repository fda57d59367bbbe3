"""The exam's answers by other routes: worked values, statsmodels, scikit-learn's way of counting, simulation."""

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from course_lib.measures.drift import population_stability_index
from course_lib.measures.monitoring import maturity_corrected_count
from course_lib.units import draw_for, load_unit


@pytest.fixture(scope="module")
def unit():
    return load_unit("11_exam_drill")


@pytest.fixture(scope="module", params=[f"route {i}" for i in range(12)])
def case(unit, request):
    return draw_for(unit, request.param)


def answer(unit, name, case):
    return unit.question(name).answer(case)


def test_worked_values_of_the_form():
    assert pytest.approx(0.0244, abs=5e-5) == 1 / (1 + 40)
    assert pytest.approx(1_250) == 250_000 * (0.017 - 0.012)
    assert pytest.approx(3_062.5) == 1_250 * 0.35 * 7
    assert maturity_corrected_count([30, 88, 132, 170], [0.25, 0.55, 0.8, 1.0]) == pytest.approx(615)
    assert min(55 + 0.2 * 90, 30 + 0.6 * 90, 5 + 1.0 * 90) == 73
    assert population_stability_index([0.5, 0.3, 0.2], [0.35, 0.35, 0.3]) == pytest.approx(0.1018, abs=5e-5)
    assert min(1, max(0, (80 - 61) / 20)) == 0.95


def test_the_threshold_is_where_both_costs_are_equal(unit, case):
    probability = answer(unit, "cost_optimal_threshold", case)
    let_through, declined = probability * case.cost_of_missed_fraud, (1 - probability) * case.cost_of_false_decline
    assert let_through == pytest.approx(declined)


def test_no_other_edge_saves_more(unit, case):
    bins = case.frames["score_bins"]
    edges = bins["score_from"].to_numpy()
    declined = edges[:, None] <= edges[None, :]  # a threshold a row, a bin a column
    cost = declined @ bins["good"] * case.cost_of_false_decline + ~declined @ bins["fraud"] * case.cost_of_missed_fraud
    today = cost[list(edges).index(case.current_threshold)]
    assert answer(unit, "threshold_saving", case) == pytest.approx(today - cost.min())


def test_extra_declines_are_the_excess_over_the_old_rate(unit, case):
    clean = case.frames["declines"].drop_duplicates()
    mine = clean[clean["category"].str.lower() == case.changed_category]
    day = mine["day"].dt.date
    before, after = mine[day < case.change], mine[day > case.change]
    old = before["good_declined"].sum() / before["good"].sum()
    excess = (after["good_declined"] - old * after["good"]).sum() / after["day"].nunique()
    assert answer(unit, "extra_declines_a_day", case) == pytest.approx(excess)
    new = after["good_declined"].sum() / after["good"].sum()
    assert answer(unit, "false_positive_rate_after", case) == pytest.approx(new)
    lost = excess * case.insulted_share * case.margin_lost
    assert answer(unit, "insult_cost_a_day", case) == pytest.approx(lost)


def test_the_correction_finds_back_what_was_thinned_out():
    rng, delays = np.random.default_rng(5), np.array([3, 6, 9, 12, 20, 26, 40])
    true, ages = np.array([300, 420, 350, 380]), [7, 14, 21, 28]
    shares = [(delays <= age).mean() for age in ages]
    seen = rng.binomial(true, shares, size=(4_000, 4))
    estimates = [maturity_corrected_count(one, shares) for one in seen]
    assert np.mean(estimates) == pytest.approx(true.sum(), rel=0.005)


def test_gap_and_half_width_are_statsmodels_own(unit, case):
    real = case.frames["customers"].query("~test_account")
    foreign, domestic = (real[real["card"] == card]["declined"] for card in ("foreign card", "domestic card"))
    low, high = confint_proportions_2indep(
        foreign.sum(), len(foreign), domestic.sum(), len(domestic), method="wald", compare="diff"
    )
    assert answer(unit, "decline_gap", case) == pytest.approx(foreign.mean() - domestic.mean())
    assert answer(unit, "gap_half_width", case) == pytest.approx((high - low) / 2, rel=1e-4)
    online = real[real["channel"] == "online"].groupby("card")["declined"].mean()
    assert answer(unit, "gap_online", case) == pytest.approx(online["foreign card"] - online["domestic card"])


def test_the_decision_is_the_cheapest_in_all_and_the_review_waits_for_the_labels(unit, case):
    claim = answer(unit, "decision", case)
    total = case.frames["options"].eval("cost_today + loss_left * @case.loss_this_month", local_dict={"case": case})
    assert claim["expected_cost"] == pytest.approx(total.min()) == pytest.approx(answer(unit, "best_option_cost", case))
    assert claim["option"] == case.frames["options"]["option"][total.idxmin()]
    days = case.frames["past_delays"]["days_to_chargeback"]
    assert (days <= claim["review_in_days"]).mean() >= 0.9 > (days <= claim["review_in_days"] - 1).mean()
