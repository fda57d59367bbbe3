"""Properties that hold for every input, and the smaller decisions of each measure."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.measures import (
    calibration,
    distances,
    drift,
    fairness,
    incident,
    intervals,
    investment,
    negotiation,
    performance,
    planning,
    risk,
    significance,
)
from course_lib.measures.classification import ConfusionCounts, confusion_counts

totals = st.integers(1, 2000)
per_mille = st.integers(1, 999)


@st.composite
def part_and_whole(draw):
    whole = draw(totals)
    return draw(st.integers(0, whole)), whole


@given(part_and_whole(), part_and_whole())
def test_intervals_hold_their_estimate_and_stay_in_range(first, second):
    low, high = intervals.wilson_interval(*first)
    estimate = first[0] / first[1]
    assert 0 <= low <= estimate <= high <= 1
    difference = estimate - second[0] / second[1]
    newcombe = intervals.newcombe_interval(*first, *second)
    assert -1 <= newcombe.low <= difference <= newcombe.high <= 1
    assert difference in intervals.Interval(newcombe.low, newcombe.high)
    turned = intervals.newcombe_interval(*second, *first)
    assert (turned.low, turned.high) == pytest.approx((-newcombe.high, -newcombe.low))


@given(per_mille, per_mille)
def test_needed_to_treat_equals_exact_arithmetic(baseline, new):
    if new >= baseline:
        baseline, new = new + 1, baseline
    exact = math.ceil(Fraction(1000, baseline - new))
    assert risk.number_needed_to_treat(baseline / 1000, new / 1000) == exact


@given(per_mille, st.integers(1, 99))
def test_trials_for_at_least_one_are_the_fewest(chance, target):
    trials = risk.trials_for_at_least_one(chance / 1000, target_probability=target / 100)
    assert risk.probability_of_at_least_one(chance / 1000, trials) >= target / 100 - 1e-9
    assert trials == 1 or risk.probability_of_at_least_one(chance / 1000, trials - 1) < target / 100


@given(part_and_whole(), part_and_whole(), st.sampled_from([0.8, 0.9, 1.0]))
def test_extra_selections_reach_the_ratio_and_not_one_fewer(group, reference, ratio):
    extra = fairness.extra_selections_to_reach_ratio(
        *group, reference_selected=reference[0], reference_total=reference[1], ratio=ratio
    )
    target = Fraction(str(ratio)) * Fraction(*reference)
    assert Fraction(group[0] + extra, group[1]) >= target
    assert group[0] + extra <= group[1]
    assert extra == 0 or Fraction(group[0] + extra - 1, group[1]) < target


@given(st.integers(1, 500), st.integers(1, 60))
def test_status_updates_follow_the_spoken_rule(minutes, interval):
    """First at declaration, then every interval before the resolution, one closing."""
    expected = 1 + (minutes - 1) // interval + 1
    assert incident.status_updates_due(minutes, every_minutes=interval) == expected


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=8), st.integers(0, 90))
def test_best_control_set_beats_every_other_set(controls, budget):
    costs = {str(place): cost for place, (cost, _) in enumerate(controls)}
    gains = {str(place): gain for place, (_, gain) in enumerate(controls)}
    best = investment.best_control_set(costs, gains, budget=budget)
    assert best.cost == sum(costs[name] for name in best.names) <= budget
    assert best.loss_avoided == sum(gains[name] for name in best.names)
    subsets = range(2 ** len(controls))
    chosen = [[pair for place, pair in enumerate(controls) if number >> place & 1] for number in subsets]
    affordable = [pairs for pairs in chosen if sum(cost for cost, _ in pairs) <= budget]
    assert best.loss_avoided == max(sum(gain for _, gain in pairs) for pairs in affordable)


def test_costs_that_fill_the_budget_to_the_cent_fit():
    best = investment.best_control_set({"a": 0.1, "b": 0.2}, {"a": 1, "b": 1}, budget=0.3)
    assert best.names == ("a", "b")


@given(
    st.lists(st.integers(1, 99), min_size=2, max_size=6),
    st.lists(st.integers(0, 100), min_size=6, max_size=6),
)
def test_segment_rate_turns_the_weighted_mean_round(weights, rates):
    shares = [weight / sum(weights) for weight in weights]
    wanted, *others = [rate / 100 for rate in rates[: len(weights)]]
    overall = sum(share * rate for share, rate in zip(shares, [wanted, *others], strict=True))
    found = (
        performance.segment_rate(
            overall * (1 - 1e-12) + 1e-15, share=shares[0], other_shares=shares[1:], other_rates=others
        )
        if 0 < wanted < 1
        else wanted
    )
    assert found == pytest.approx(wanted, abs=1e-8)


def test_controls_on_one_risk_multiply():
    assert risk.residual_risk(100, [0.5, 0.4]) == pytest.approx(30)
    assert risk.control_effectiveness(100, 30) == pytest.approx(0.7)


def test_a_rise_is_a_negative_reduction():
    assert risk.absolute_risk_reduction(0.014, 0.028) == pytest.approx(-0.014)
    assert risk.relative_risk_reduction(0.014, 0.028) == pytest.approx(-1)


def test_no_drift_and_equal_distributions_are_exactly_zero():
    shares = [0.1, 0.2, 0.3, 0.4]
    assert drift.population_stability_index(shares, [1, 2, 3, 4]) == pytest.approx(0, abs=1e-15)
    assert distances.jensen_shannon_distance(shares, [1, 2, 3, 4], base=2) == pytest.approx(0, abs=1e-8)
    assert distances.jensen_shannon_distance([1, 0], [0, 1], base=2) == 1
    assert distances.jensen_shannon_divergence([1, 0], [0, 1], base=math.e) == pytest.approx(math.log(2))


def test_base_of_the_logarithm_is_named():
    """The distance in nats is the one in bits times sqrt(ln 2)."""
    nats, bits = (distances.jensen_shannon_distance([3, 7], [6, 4], base=base) for base in (math.e, 2))
    assert bits / nats == pytest.approx(1 / math.sqrt(math.log(2)))


def test_every_policy_for_an_empty_bin():
    reference, current = [50, 50, 0], [40, 40, 20]
    assert drift.population_stability_index(reference, current, empty_bins="floor", floor=1e-4) == pytest.approx(
        2 * (0.4 - 0.5) * math.log(0.4 / 0.5) + (0.2 - 1e-4) * math.log(0.2 / 1e-4)
    )
    shares = [(50.5 / 101.5, 40.5 / 101.5)] * 2 + [(0.5 / 101.5, 20.5 / 101.5)]
    assert drift.population_stability_index(reference, current, empty_bins="add-half") == pytest.approx(
        sum((new - old) * math.log(new / old) for old, new in shares)
    )
    assert drift.population_stability_index([1, 3, 0], [2, 2, 0]) == pytest.approx(
        drift.population_stability_index([1, 3], [2, 2])
    )


def test_bin_table_of_two_numeric_samples():
    """Reference deciles with open ends; a value on a cut belongs to the lower bin."""
    result = drift.numeric_stability(range(1, 101), [0.5, 11, 55, 200, *range(1, 101)])
    table = result.bins
    assert table["reference_count"].tolist() == [10] * 10
    assert table["current_count"].tolist() == [11, 11, 10, 10, 10, 11, 10, 10, 10, 11]
    assert table["bin"].iloc[[0, -1]].tolist() == ["(-inf, 10.9]", "(90.1, inf]"]
    assert result.index == pytest.approx(table["term"].sum())
    assert result.index == pytest.approx(
        drift.population_stability_index(table["reference_count"], table["current_count"])
    )


def test_given_edges_hold_their_upper_end():
    table = drift.numeric_stability([1, 2, 3, 4], [2, 2, 3, 5], edges=[2, 3]).bins
    assert table["reference_count"].tolist() == [2, 1, 1]
    assert table["current_count"].tolist() == [2, 1, 1]


def test_tied_quantiles_merge():
    table = drift.numeric_stability([0] * 80 + list(range(1, 21)), [0] * 70 + [5] * 30, empty_bins="floor").bins
    assert table["reference_count"].tolist() == [80, 10, 10]
    assert table["current_count"].tolist() == [70, 30, 0]


def test_categories_are_bins():
    result = drift.category_stability(list("aab"), list("abb"))
    assert result.index == pytest.approx(drift.population_stability_index([2, 1], [1, 2]))
    assert result.bins["bin"].tolist() == ["a", "b"]


def test_bins_may_be_rows_of_a_long_frame():
    """Rows of another number are bins in the order of the rows."""
    counts = pd.Series([2, 1, 1, 2])
    assert drift.population_stability_index(counts[:2], counts[2:]) == pytest.approx(
        drift.population_stability_index([2, 1], [1, 2])
    )


def test_the_same_sample_has_no_gap():
    result = distances.kolmogorov_smirnov([1, 2, 3], [1, 2, 3])
    assert (result.statistic, result.p_value) == (0, 1)


def test_calibration_error_of_a_perfect_and_of_a_blunt_model():
    assert calibration.brier_score([0, 1, 1], [0, 1, 1]) == 0
    assert calibration.brier_score([0, 1], [0.5, 0.5]) == 0.25
    outcomes, predicted = [0, 0, 1, 1], [0.1, 0.2, 0.1, 0.9]
    assert calibration.calibration_in_the_large(outcomes, predicted) == pytest.approx(0.175)
    error = calibration.expected_calibration_error(outcomes, predicted, bins=2, strategy="uniform")
    assert error == pytest.approx((3 * abs(1 / 3 - 0.4 / 3) + abs(1 - 0.9)) / 4)
    quantile = calibration.expected_calibration_error(outcomes, predicted, bins=2, strategy="quantile")
    assert quantile == pytest.approx((2 * abs(0.5 - 0.1) + 2 * abs(0.5 - 0.55)) / 4)


def test_group_rates_carry_interval_and_denominator():
    counts = {"a": ConfusionCounts(8, 1, 9, 2), "b": ConfusionCounts(3, 4, 6, 7)}
    rates = fairness.group_rates(counts, rate="true_positive_rate", confidence=0.9)
    assert rates["a"].rate == 0.8
    assert rates["b"].denominator == 10
    assert rates["a"].interval == intervals.wilson_interval(8, 10, confidence=0.9)


def test_data_frame_columns_are_taken():
    frame = pd.DataFrame({"y": [0, 1, 1, 0], "p": [True, True, False, False], "group": list("abab")})
    assert confusion_counts(frame["y"], frame["p"]) == ConfusionCounts(1, 1, 1, 1)
    rates = fairness.selection_rates(frame["y"], frame["p"], sensitive_features=frame["group"])
    assert rates == {"a": 0.5, "b": 0.5}
    assert intervals.wilson_interval(frame["y"].sum(), np.int64(4)) == intervals.wilson_interval(2, 4)


def test_stratified_uplift_equals_a_grouped_frame():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {
            "pay": rng.uniform(100, 300, 300),
            "asked": rng.integers(0, 2, 300),
            "level": rng.integers(3, 6, 300),
        }
    )
    means = frame.groupby(["level", "asked"])["pay"].mean().unstack()
    weights = frame["level"].value_counts(normalize=True)
    expected = ((means[1] / means[0] - 1) * weights).sum()
    found = negotiation.stratified_uplift(frame["pay"], frame["asked"], strata=frame["level"])
    assert found == pytest.approx(expected)
    sums = frame.groupby(["level", "asked"])["pay"].agg(["size", "sum"])
    totals = {level: (*sums.loc[level, 0], *sums.loc[level, 1]) for level in means.index}
    assert negotiation.uplift_of_totals(totals) == pytest.approx(expected)
    naive = frame[frame["asked"] == 1]["pay"].mean() / frame[frame["asked"] == 0]["pay"].mean() - 1
    assert negotiation.naive_uplift(frame["pay"], frame["asked"]) == pytest.approx(naive)


def test_critical_path_names_its_tasks():
    path = planning.critical_path(
        {"A": 15, "B": 20, "C": 10, "D": 25, "E": 8}, {"B": ["A"], "C": ["A"], "D": ["B", "C"], "E": ["D"]}
    )
    assert path.tasks == ("A", "B", "D", "E")


def test_adjusted_p_values_keep_the_order_of_the_input():
    result = significance.benjamini_hochberg([0.2, 0.0004, 0.011], false_discovery_rate=0.02)
    assert result.adjusted_p_values == pytest.approx((0.2, 0.0012, 0.0165))
    assert result.rejected == (False, True, True)


def test_counts_that_come_as_whole_floats_are_taken():
    assert ConfusionCounts(1.0, 2.0, 3.0, 4.0) == ConfusionCounts(1, 2, 3, 4)
    assert risk.probability_of_at_least_one(1, 0) == 0
    assert risk.probability_of_at_least_one(1, 3) == 1
    assert risk.trials_for_at_least_one(1, target_probability=0.5) == 1
