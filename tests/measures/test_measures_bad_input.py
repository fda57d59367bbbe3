"""Bad input: one sentence in a ValueError, never NaN, never a warning, never another exception."""

import dataclasses
import importlib
import inspect
import math
import re
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest

from course_lib.measures import (
    automation,
    calibration,
    classification,
    compensation,
    distances,
    drift,
    fairness,
    incident,
    intervals,
    investment,
    loss,
    monitoring,
    negotiation,
    off_policy,
    performance,
    planning,
    reliability,
    risk,
    sample_size,
    significance,
)
from course_lib.measures.classification import ConfusionCounts

MODULES = (
    automation,
    calibration,
    classification,
    compensation,
    distances,
    drift,
    fairness,
    incident,
    intervals,
    investment,
    loss,
    monitoring,
    negotiation,
    off_policy,
    performance,
    planning,
    reliability,
    risk,
    sample_size,
    significance,
)

START = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
TIMELINE = incident.IncidentTimeline(*(START + timedelta(hours=hours) for hours in range(5)))
COUNTS = ConfusionCounts(4, 3, 2, 1)
GROUPS = {"a": COUNTS, "b": ConfusionCounts(1, 2, 3, 4)}
ROWS = {"y_true": [0, 1, 0, 1], "y_pred": [0, 1, 1, 0], "sensitive_features": ["a", "a", "b", "b"]}
PREDICTED = {"y_true": [0, 1, 1], "y_prob": [0.2, 0.7, 0.4]}
TWO_GROUPS = {"successes": 3, "total": 10, "other_successes": 5, "other_total": 12}
SELECTED = {"selected": 3, "total": 10, "reference_selected": 5, "reference_total": 12}
MEANS = {"treated_before": 6, "treated_after": 5.1, "control_before": 5.8, "control_after": 5.6}
SAMPLES = {"reference": [1, 2, 3, 4], "current": [2, 2, 5, 6]}
RATES = {"baseline_rate": 0.032, "new_rate": 0.009}

# One good call of every public function; the test below makes sure that none is left out.
EXAMPLES = {
    automation.break_even_accuracy: {"gain_if_right": 4, "cost_if_wrong": 20, "cost_per_case": 0.1},
    automation.automation_value: {
        "cases": [10, 20],
        "accuracies": [0.9, 0.6],
        "gain_if_right": 4,
        "cost_if_wrong": 20,
        "threshold": 0.8,
    },
    automation.reviewers_needed: {
        "cases": 100,
        "review_share": 0.2,
        "minutes_per_case": 4,
        "shift_minutes": 480,
        "utilisation": 0.8,
    },
    automation.false_alert_saving: {
        "alerts": 100,
        "precision_before": 0.8,
        "precision_after": 0.9,
        "minutes_per_alert": 6,
        "hourly_cost": 48,
    },
    calibration.brier_score: PREDICTED,
    calibration.calibration_in_the_large: PREDICTED,
    calibration.calibration_table: PREDICTED | {"bins": 2, "strategy": "uniform"},
    calibration.expected_calibration_error: PREDICTED | {"bins": 2, "strategy": "quantile"},
    calibration.calibration_error_of_bins: {
        "mean_predicted": [0.1, 0.5],
        "observed_rates": [0.2, 0.4],
        "cases": [3, 4],
    },
    classification.confusion_counts: {"y_true": [0, 1], "y_pred": [1, 1]},
    classification.confusion_counts_by_group: ROWS,
    classification.rate_counts: {"counts": COUNTS, "rate": "precision"},
    **{getattr(classification, name): {"counts": COUNTS} for name in classification.RATES},
    classification.posterior_probability: {
        "prior": 0.3,
        "probability_if_true": 0.9,
        "probability_if_false": 0.1,
    },
    classification.precision_at_prevalence: {
        "prevalence": 0.005,
        "true_positive_rate": 0.96,
        "false_positive_rate": 0.014,
    },
    classification.cost_threshold: {"false_positive_cost": 1, "false_negative_cost": 5},
    compensation.total_compensation: {
        "base": 190,
        "bonus_share": 0.2,
        "equity_share": 0.3,
        "bonus_of": "base",
        "equity_of": "total",
        "equity_years": 4,
    },
    compensation.total_compensation_readings: {"base": 190, "bonus_share": 0.2, "equity_share": 0.3},
    compensation.variable_share_of_base: {"total": 240, "base": 190},
    compensation.premium_over: {"pay": 240, "reference_pay": 170},
    compensation.vested_amounts: {"grant": 240, "schedule": [0.4, 0.3, 0.2, 0.1]},
    compensation.present_value: {"amounts": [1, 2], "discount_rate": 0.08, "paid": "year_end"},
    compensation.certainty_equivalent: {"cash": 228, "equity": 96, "haircut": 0.3},
    negotiation.zone_of_agreement: {"walk_away": 250, "maximum_offer": 290},
    negotiation.naive_uplift: {"outcomes": [100, 120], "treated": [0, 1]},
    negotiation.stratified_uplift: {
        "outcomes": [100, 120, 200, 220],
        "treated": [0, 1, 0, 1],
        "strata": ["low", "low", "high", "high"],
    },
    negotiation.uplift_of_totals: {"strata": {"low": (1, 100, 1, 120), "high": (1, 200, 1, 220)}},
    distances.kolmogorov_smirnov: SAMPLES,
    distances.jensen_shannon_divergence: SAMPLES | {"base": 2},
    distances.jensen_shannon_distance: SAMPLES | {"base": 2},
    drift.population_stability_index: SAMPLES | {"empty_bins": "floor", "floor": 1e-4},
    drift.numeric_stability: SAMPLES | {"quantile_bins": 2, "edges": None, "empty_bins": "add-half", "floor": 1e-4},
    drift.category_stability: {
        "reference": ["a", "b"],
        "current": ["b", "b", "c"],
        "empty_bins": "floor",
        "floor": 1e-4,
    },
    drift.stability_noise_mean: {"reference_size": 500, "current_size": 400, "bins": 10},
    drift.stability_noise_quantile: {
        "reference_size": 500,
        "current_size": 400,
        "bins": 10,
        "probability": 0.95,
    },
    fairness.selection_rate_ratio: SELECTED,
    fairness.extra_selections_to_reach_ratio: SELECTED | {"ratio": 0.8},
    fairness.selection_rates: ROWS,
    fairness.demographic_parity_ratio: ROWS,
    fairness.demographic_parity_difference: ROWS,
    fairness.equalized_odds_difference: ROWS | {"aggregate": "mean"},
    fairness.equalized_odds_difference_of_counts: {"counts_by_group": GROUPS, "aggregate": "worst_case"},
    fairness.group_rates: {"counts_by_group": GROUPS, "rate": "precision", "confidence": 0.9},
    incident.time_to_detect: {"timeline": TIMELINE},
    incident.time_to_acknowledge: {"timeline": TIMELINE, "since": "detected"},
    incident.time_to_mitigate: {"timeline": TIMELINE, "since": "started"},
    incident.time_to_restore: {"timeline": TIMELINE, "since": "started"},
    incident.mean_time: {"durations": [timedelta(hours=1), timedelta(hours=2)]},
    incident.blast_radius: {"users": 1000, "exposed_share": 0.3, "harm_rate": 0.01},
    incident.avoided_loss: {"loss_per_hour": 14, "detection_hours": 3, "counterfactual_hours": 26},
    incident.status_updates_due: {"duration_minutes": 310, "every_minutes": 30},
    incident.expected_assembly_time: {"mean_time": 6, "responders": 4},
    intervals.normal_quantile: {"probability": 0.9},
    intervals.critical_value: {"confidence": 0.95},
    intervals.wilson_interval: {"successes": 3, "total": 10, "confidence": 0.95},
    intervals.wald_difference_interval: TWO_GROUPS | {"confidence": 0.95},
    intervals.newcombe_interval: TWO_GROUPS | {"confidence": 0.95},
    intervals.katz_ratio_interval: TWO_GROUPS | {"confidence": 0.95},
    investment.best_control_set: {"costs": {"a": 1}, "losses_avoided": {"a": 2}, "budget": 1},
    investment.net_present_value: {"cash_flows": [1, 2], "discount_rate": 0.1, "initial_cost": 1},
    investment.return_on_controls: {"loss_avoided": 2, "cost": 1},
    investment.break_even_probability: {"cost_of_acting": 1, "loss_if_event": 10},
    investment.expected_gain_of_acting: {"probability": 0.5, "loss_if_event": 10, "cost_of_acting": 1},
    investment.expected_loss_avoided: {
        "probability_before": 0.5,
        "probability_after": 0.1,
        "impact": 10,
    },
    investment.expected_penalty: {"probability": 0.03, "share_of_ceiling": 0.1, "ceiling": 24},
    investment.expected_option_cost: {"cost_now": 5, "residual_probability": 0.2, "loss": 90},
    investment.payback_months: {"cost": 180, "annual_benefit": 373},
    loss.lognormal_mean: {"median": 100, "sigma": 1},
    loss.annual_loss_moments: {"annual_frequency": 0.3, "median": 100, "sigma": 1},
    loss.simulate_annual_losses: {
        "annual_frequency": 0.3,
        "median": 100,
        "sigma": 1,
        "years": 100,
        "seed": 1,
    },
    loss.summarise_losses: {"losses": [0, 1, 2], "probabilities": [0.5, 0.9]},
    loss.triangular_mean: {"low": 1, "mode": 2, "high": 6},
    loss.triangular_quantile: {"probability": 0.9, "low": 1, "mode": 2, "high": 6},
    monitoring.detection_delay: {
        "labels_needed": 5405,
        "requests_per_hour": 20_000,
        "labelled_share": 0.05,
        "label_delay_hours": 24,
    },
    monitoring.maturity_corrected_count: {"observed": [30, 88], "maturities": [0.3, 0.9]},
    monitoring.maturity_corrected_recall: {
        "flagged": 171,
        "missed": 9,
        "flagged_maturity": 0.9,
        "missed_maturity": 0.3,
    },
    monitoring.expected_false_alarms: {"checks_made": 720, "alpha": 0.05},
    monitoring.false_alarm_probability: {"checks_made": 18, "alpha": 0.05},
    monitoring.alpha_per_check: {"checks_made": 720, "allowed_false_alarms": 1},
    monitoring.control_limits: {"centre": 0.05, "sample_size": 300, "sigmas": 3},
    performance.segment_rate: {
        "overall_rate": 0.028,
        "share": 0.4,
        "other_shares": [0.6],
        "other_rates": [0.014],
    },
    performance.required_stage_rate: {"goal": 0.9, "other_stage_rates": [0.98, 0.95]},
    performance.token_cost: {
        "input_tokens": 900,
        "output_tokens": 250,
        "input_price": 0.5,
        "output_price": 1.5,
    },
    performance.cost_per_success: {"cost_per_request": 0.8, "success_rate": 0.78},
    performance.longest_retraining_interval: {
        "loss_budget": 1.2,
        "loss_per_week": 0.15,
        "lead_weeks": 2,
    },
    performance.mean_model_age: {"interval": 28},
    planning.critical_path: {"durations": {"a": 1, "b": 2}, "predecessors": {"b": ["a"]}},
    planning.schedule: {"durations": {"a": 1, "b": 2}, "predecessors": {"b": ["a"]}},
    planning.schedule_performance_index: {"earned_value": 462, "planned_value": 420},
    planning.cost_performance_index: {"earned_value": 462, "actual_cost": 440},
    planning.capacity_utilisation: {
        "person_weeks_needed": 38,
        "people": 6,
        "focus_share": 0.7,
        "weeks": 13,
    },
    planning.jaccard_overlap: {"items": ["a", "b"], "reference": ["b"]},
    reliability.error_budget: {"objective": 0.999},
    reliability.burn_rate: {"error_rate": 0.02, "objective": 0.999},
    reliability.budget_share_used: {
        "error_rate": 0.02,
        "objective": 0.999,
        "hours": 5,
        "window_hours": 720,
    },
    reliability.burn_rate_for_share: {"share": 0.02, "hours": 1, "window_hours": 720},
    reliability.budget_days_left: {
        "error_rate": 0.028,
        "objective": 0.984,
        "window_days": 28,
        "share_used": 0.5,
    },
    risk.absolute_risk_reduction: RATES,
    risk.relative_risk_reduction: RATES,
    risk.number_needed_to_treat: RATES,
    risk.events_avoided: RATES | {"volume": 40_000},
    risk.compound_reduction_rate: {"baseline_rate": 0.032, "final_rate": 0.009, "steps": 3},
    risk.single_loss_expectancy: {"asset_value": 100, "exposure_factor": 0.3},
    risk.annual_loss_expectancy: {"single_loss": 100, "annual_frequency": 0.3},
    risk.portfolio_loss_expectancy: {"single_losses": [1, 2], "annual_frequencies": [0.1, 3]},
    risk.residual_risk: {"inherent_risk": 10, "effectivenesses": [0.5, 0.2]},
    risk.control_effectiveness: {"inherent_risk": 10, "residual_risk": 4},
    risk.probability_of_all: {"rates": [0.5, 0.2]},
    risk.probability_of_at_least_one: {"rate": 0.05, "trials": 18},
    risk.trials_for_at_least_one: {"rate": 0.018, "target_probability": 0.8},
    risk.probability_of_any_event: {"annual_frequency": 0.1},
    risk.poisson_probability_at_most: {"events": 2, "mean": 5},
    sample_size.sample_size_one_proportion: {
        "known_rate": 0.04,
        "new_rate": 0.05,
        "alpha": 0.01,
        "power": 0.9,
        "alternative": "one-sided",
    },
    sample_size.sample_size_two_proportions: {
        "rate": 0.03,
        "other_rate": 0.035,
        "alpha": 0.05,
        "power": 0.8,
        "alternative": "two-sided",
        "formula": "fleiss-corrected",
    },
    sample_size.power_two_proportions: {
        "rate": 0.03,
        "other_rate": 0.035,
        "size": 19_743,
        "alpha": 0.05,
        "alternative": "two-sided",
    },
    off_policy.inverse_propensity_value: {
        "rewards": [1, 0],
        "target_probabilities": [0.5, 0],
        "propensities": [0.25, 0.1],
    },
    off_policy.effective_sample_size: {"weights": [2, 0, 0.5]},
    sample_size.sample_size_for_half_width: {"rate": 0.045, "half_width": 0.03, "confidence": 0.95},
    significance.two_proportion_z_test: TWO_GROUPS | {"variance": "pooled"},
    significance.benjamini_hochberg: {"p_values": [0.01, 0.2], "false_discovery_rate": 0.05},
    significance.mantel_haenszel: {"strata": [(1, 2, 3, 4), (4, 3, 2, 1)], "confidence": 0.95},
    significance.difference_in_differences: MEANS,
    significance.relative_effect: MEANS,
}

NASTY = [
    float("nan"),
    math.inf,
    -math.inf,
    -1,
    -0.0,
    0,
    0.5,
    1,
    2,
    3.2,
    101,
    1e-320,
    1e-17,
    1 - 1e-16,
    1e15,
    1e300,
    10**400,
    True,
    None,
    "x",
    "",
    b"x",
    object(),
    np.float64(3.2),
    np.array([0.5, 0.5]),
    pd.NA,
    pd.NaT,
    pd.Series([0.1, None]),
    pd.DataFrame({"a": [1, 2]}),
    [],
    {},
    {"a": None},
    {"a": -1, "b": 1},
    [float("nan")] * 2,
    [0, 0],
    [1, 1, 1],
    [1e-320, 1],
    [1e308, 1e308],
    ["a", None],
    [[1], [2]],
    [[1], [1, 2]],
    [timedelta(hours=-1), timedelta(hours=1)],
    datetime(2026, 3, 6),
]


def leaves(result):
    """Every number inside a result."""
    if dataclasses.is_dataclass(result):
        result = dataclasses.asdict(result)
    if isinstance(result, pd.DataFrame):
        return result.select_dtypes("number").to_numpy().ravel().tolist()
    if isinstance(result, np.ndarray):
        return result.ravel().tolist()
    if isinstance(result, dict):
        return [leaf for value in result.values() for leaf in leaves(value)]
    if isinstance(result, tuple | list):
        return [leaf for value in result for leaf in leaves(value)]
    return [result.total_seconds()] if isinstance(result, timedelta) else [result]


def assert_is_finite(result):
    for leaf in leaves(result):
        assert isinstance(leaf, str) or leaf is None or math.isfinite(leaf)


def assert_is_one_sentence(message):
    assert message.endswith(".")
    assert ". " not in message
    assert "\n" not in message
    assert len(message) < 320


def test_every_public_function_has_an_example():
    public = {
        value
        for module in MODULES
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }
    assert public == set(EXAMPLES)


@pytest.mark.parametrize("function", EXAMPLES, ids=lambda function: function.__name__)
def test_nasty_values_are_refused_or_give_a_finite_result(function):
    example = EXAMPLES[function]
    assert set(example) == set(inspect.signature(function).parameters)
    assert_is_finite(function(**example))
    for name in example:
        for value in NASTY:
            try:
                result = function(**example | {name: value})
            except ValueError as error:
                assert_is_one_sentence(str(error))
            else:
                assert_is_finite(result)


BAD = [
    ("count above its total", lambda: intervals.wilson_interval(11, 10), "successes is 11"),
    ("empty group", lambda: intervals.wilson_interval(0, 0), "total is 0"),
    ("half a person", lambda: intervals.wilson_interval(2.5, 10), "successes is 2.5"),
    ("negative count", lambda: ConfusionCounts(-1, 2, 3, 4), "true_positives is -1"),
    ("no case at all", lambda: ConfusionCounts(0, 0, 0, 0), "at least one case"),
    ("negative rate", lambda: risk.absolute_risk_reduction(-0.1, 0.2), "baseline_rate is -0.1"),
    ("percentage", lambda: risk.relative_risk_reduction(3.2, 0.9), "write 3.2 % as 0.032"),
    ("zero baseline", lambda: risk.relative_risk_reduction(0, 0.1), "baseline_rate is 0"),
    ("nothing was reduced", lambda: risk.number_needed_to_treat(0.01, 0.02), "must be below"),
    (
        "percentage of base",
        lambda: compensation.total_compensation(190, bonus_share=20, equity_share=0),
        "20",
    ),
    ("not a number", lambda: drift.population_stability_index([1, float("nan")], [1, 2]), "nan"),
    (
        "bins of another number",
        lambda: drift.population_stability_index([1, 2], [1, 2, 3]),
        "reference has 2",
    ),
    (
        "bins in another order",
        lambda: drift.population_stability_index(
            pd.Series([1, 2], index=["a", "b"]), pd.Series([2, 1], index=["b", "a"])
        ),
        "different orders",
    ),
    ("an empty bin", lambda: drift.population_stability_index([1, 0], [1, 2]), "empty on one side"),
    ("one value only", lambda: drift.numeric_stability([1, 1, 1], [1, 2]), "two bins or more"),
    ("falling edges", lambda: drift.numeric_stability([1, 2], [1, 2], edges=[3, 2]), "must rise"),
    ("no logarithm", lambda: distances.jensen_shannon_distance([1, 2], [2, 1], base=1), "base is 1"),
    (
        "no reference selection",
        lambda: fairness.selection_rate_ratio(1, 2, reference_selected=0, reference_total=5),
        "reference_selected is 0",
    ),
    (
        "nobody with the outcome in a group",
        lambda: fairness.equalized_odds_difference(
            [0, 1, 0, 0], [0, 1, 1, 0], sensitive_features=list("aabb"), aggregate="mean"
        ),
        "In group 'b'",
    ),
    (
        "one group",
        lambda: fairness.demographic_parity_ratio([0, 1], [0, 1], sensitive_features=["a", "a"]),
        "There are 1 groups",
    ),
    (
        "nobody selected",
        lambda: fairness.demographic_parity_ratio([0, 1], [0, 0], sensitive_features=["a", "b"]),
        "Nobody is selected",
    ),
    (
        "missing group",
        lambda: fairness.selection_rates([0, 1], [0, 1], sensitive_features=["a", None]),
        "missing values",
    ),
    ("labels of 1 and 2", lambda: classification.confusion_counts([1, 2], [1, 1]), "only 0 and 1"),
    ("lengths", lambda: classification.confusion_counts([1, 0], [1, 1, 0]), "y_true has 2, y_pred has 3"),
    ("probability in per cent", lambda: calibration.brier_score([1, 0], [90, 10]), "write 3.2 % as 0.032"),
    (
        "unknown method",
        lambda: significance.two_proportion_z_test(1, 2, 1, 2, variance="exact"),
        "one of pooled",
    ),
    ("no variance", lambda: significance.two_proportion_z_test(0, 5, 0, 5), "standard error is zero"),
    ("no event for a ratio", lambda: intervals.katz_ratio_interval(0, 5, 1, 5), "at least one event"),
    ("no shift to see", lambda: sample_size.sample_size_two_proportions(0.1, 0.1), "two different rates"),
    (
        "power below alpha",
        lambda: sample_size.sample_size_two_proportions(0.1, 0.2, alpha=0.5, power=0.1),
        "power is 0.1",
    ),
    ("negative money", lambda: risk.annual_loss_expectancy(-1, 2), "single_loss is -1"),
    ("residual above inherent", lambda: risk.control_effectiveness(1, 2), "cannot exceed"),
    ("never breaks even", lambda: investment.break_even_probability(5, 2), "at no probability"),
    (
        "other controls",
        lambda: investment.best_control_set({"a": 1}, {"b": 1}, budget=1),
        "different controls",
    ),
    (
        "too many draws",
        lambda: loss.simulate_annual_losses(1e6, median=1, sigma=1, years=100_000, seed=1),
        "fewer years",
    ),
    ("negative loss", lambda: loss.summarise_losses([1, -1]), "no negative loss"),
    ("corners out of order", lambda: loss.triangular_mean(2, 1, 3), "must rise"),
    (
        "shares",
        lambda: performance.segment_rate(0.1, share=0.4, other_shares=[0.5], other_rates=[0.1]),
        "sum to 0.9",
    ),
    (
        "impossible segment",
        lambda: performance.segment_rate(0.5, share=0.1, other_shares=[0.9], other_rates=[0.1]),
        "rate of 4.1",
    ),
    (
        "impossible stage",
        lambda: performance.required_stage_rate(0.99, other_stage_rates=[0.9]),
        "no more than",
    ),
    (
        "lead time",
        lambda: performance.longest_retraining_interval(1, loss_per_week=1, lead_weeks=2),
        "gone by then",
    ),
    ("circle", lambda: planning.critical_path({"a": 1, "b": 1}, {"a": ["b"], "b": ["a"]}), "in a circle"),
    ("unknown task", lambda: planning.critical_path({"a": 1}, {"a": ["z"]}), "lacks z"),
    (
        "budget that lasts",
        lambda: reliability.budget_days_left(0, objective=0.9, window_days=1, share_used=0),
        "0",
    ),
    (
        "longer than the window",
        lambda: reliability.burn_rate_for_share(0.1, hours=9, window_hours=8),
        "hours is 9",
    ),
    ("mean of one incident", lambda: incident.mean_time([timedelta(1)]), "at least two incidents"),
    ("no zone", lambda: negotiation.zone_of_agreement(walk_away=2, maximum_offer=1), "no zone"),
    ("schedule", lambda: compensation.vested_amounts(1, [0.5, 0.4]), "sums to 0.9"),
    (
        "all of the total",
        lambda: compensation.total_compensation(
            1, bonus_share=0.5, equity_share=0.5, bonus_of="total", equity_of="total"
        ),
        "leave room",
    ),
    (
        "nobody untreated",
        lambda: negotiation.stratified_uplift([1, 2], [1, 0], strata=["a", "b"]),
        "Stratum 'a'",
    ),
    ("no stratum", lambda: negotiation.uplift_of_totals({}), "strata is empty"),
    ("three totals", lambda: negotiation.uplift_of_totals({"a": (1, 100, 1)}), "must hold four"),
    (
        "more alarms than checks",
        lambda: monitoring.alpha_per_check(2, allowed_false_alarms=3),
        "only 2 checks",
    ),
    (
        "nothing confirmed",
        lambda: monitoring.maturity_corrected_recall(0, 0, flagged_maturity=1, missed_maturity=1),
        "at least one confirmed",
    ),
    (
        "impossible evidence",
        lambda: classification.posterior_probability(0, probability_if_true=1, probability_if_false=0),
        "probability zero",
    ),
]


@pytest.mark.parametrize(("call", "words"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_the_sentence_says_what_was_given(call, words):
    with pytest.raises(ValueError, match=re.escape(words)) as caught:
        call()
    assert_is_one_sentence(str(caught.value))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 6, 9, 0),
        datetime(2026, 3, 6, 9, 0, tzinfo=timezone(timedelta(hours=1))),
        "2026-03-06T09:00Z",
        None,
    ],
)
def test_a_timeline_takes_aware_times_in_utc_only(moment):
    with pytest.raises(ValueError, match="aware datetime in UTC"):
        incident.IncidentTimeline(started=moment)


def test_a_timeline_runs_forward():
    with pytest.raises(ValueError, match="cannot come before started"):
        incident.IncidentTimeline(started=START, mitigated=START - timedelta(minutes=1))


def test_a_time_that_has_not_happened_is_not_guessed():
    open_incident = incident.IncidentTimeline(started=START, detected=START)
    with pytest.raises(ValueError, match="no restored time yet"):
        incident.time_to_restore(open_incident, since="started")
    assert incident.time_to_detect(open_incident) == timedelta(0)


def test_pandas_time_stamps_are_taken():
    timeline = incident.IncidentTimeline(
        started=pd.Timestamp("2026-03-06T09:00Z"), detected=pd.Timestamp("2026-03-06T12:10Z")
    )
    assert incident.time_to_detect(timeline) == timedelta(minutes=190)


def test_mean_time_of_two_incidents():
    assert incident.mean_time([timedelta(minutes=10), timedelta(minutes=30)]) == timedelta(minutes=20)


def test_every_module_is_listed_in_the_package():
    package = importlib.import_module("course_lib.measures")
    for module in MODULES:
        assert f"``{module.__name__.rsplit('.', 1)[1]}``" in package.__doc__
