"""Every worked value of the course's units that a measure produces, to the printed digits."""

from datetime import UTC, datetime, timedelta

import pytest

from course_lib.measures import (
    automation,
    calibration,
    classification,
    compensation,
    drift,
    fairness,
    incident,
    intervals,
    investment,
    loss,
    monitoring,
    negotiation,
    performance,
    planning,
    reliability,
    risk,
    sample_size,
    significance,
)

CONTROL_COSTS = {"rollback": 0.3, "audit": 0.25, "gate": 0.35, "training": 0.3}
CONTROL_GAINS = {
    "rollback": 0.8 * 1.5 * 0.6,
    "audit": 2.0 * 0.4 * 0.5,
    "gate": 0.1 * 12 * 0.4,
    "training": 0.225,
}
STARTED = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
INCIDENT = incident.IncidentTimeline(
    started=STARTED,
    detected=STARTED + timedelta(minutes=190),
    acknowledged=STARTED + timedelta(minutes=202),
    mitigated=STARTED + timedelta(minutes=297),
    restored=STARTED + timedelta(minutes=632),
)
OFFER = compensation.total_compensation_readings(190, bonus_share=0.2, equity_share=0.3)


def minutes(span):
    return span / timedelta(minutes=1)


def uplift_offers():
    """Negotiators: 40 of 120 low offers and 60 of 80 high ones; 6 % more inside each level."""
    rows = [(200 * 1.06, 1, "low")] * 40 + [(200, 0, "low")] * 80
    rows += [(260 * 1.06, 1, "high")] * 60 + [(260, 0, "high")] * 20
    return zip(*rows, strict=True)


def naive_and_stratified():
    outcomes, negotiated, levels = uplift_offers()
    return (
        negotiation.naive_uplift(outcomes, negotiated),
        negotiation.stratified_uplift(outcomes, negotiated, strata=levels),
    )


def vesting_gain(paid):
    early = compensation.vested_amounts(240, [0.4, 0.3, 0.2, 0.1])
    even = compensation.vested_amounts(240, [0.25] * 4)
    first, second = (compensation.present_value(amounts, discount_rate=0.08, paid=paid) for amounts in (early, even))
    return first - second


# name, value, worked value, half of its last printed digit
WORKED = [
    ("R1.1", risk.relative_risk_reduction(0.032, 0.009), 0.7188, 5e-5),
    ("R1.2", risk.absolute_risk_reduction(0.032, 0.009), 0.0230, 5e-6),
    ("R1.3", risk.events_avoided(40_000, 0.032, 0.009), 920, 1e-6),
    ("R1.4", significance.two_proportion_z_test(128, 4000, 36, 4000).z, 7.26, 5e-3),
    ("R1.5", risk.compound_reduction_rate(0.032, 0.009, steps=3), 0.3448, 5e-5),
    ("R1.6", risk.probability_of_all([0.3, 0.6, 0.5, 0.4, 0.5]), 0.0180, 5e-6),
    ("R1.7", risk.trials_for_at_least_one(0.018, target_probability=0.8), 89, 0),
    (
        "R2.2",
        significance.difference_in_differences(
            treated_before=0.06, treated_after=0.051, control_before=0.058, control_after=0.056
        ),
        -0.0070,
        5e-7,
    ),
    (
        "R2.3",
        significance.relative_effect(treated_before=6, treated_after=5.1, control_before=5.8, control_after=5.6),
        -0.1207,
        5e-5,
    ),
    (
        "R2.4",
        sample_size.sample_size_one_proportion(0.04, 0.05, alpha=0.01, power=0.9, alternative="one-sided"),
        5405,
        0,
    ),
    (
        "R2.5",
        monitoring.detection_delay(5405, requests_per_hour=20_000, labelled_share=0.05, label_delay_hours=24),
        29.41,
        5e-3,
    ),
    ("R2.6", monitoring.expected_false_alarms(720, alpha=0.05), 36, 1e-9),
    ("R2.7", monitoring.alpha_per_check(720), 0.0014, 5e-5),
    (
        "R2.8",
        automation.false_alert_saving(5000, 0.82, 0.90, minutes_per_alert=6, hourly_cost=48),
        1920,
        1e-6,
    ),
    ("R3.1", automation.break_even_accuracy(gain_if_right=4, cost_if_wrong=20), 0.8333, 5e-5),
    (
        "R3.2",
        automation.break_even_accuracy(gain_if_right=4, cost_if_wrong=20, cost_per_case=0.05),
        0.8354,
        5e-5,
    ),
    ("R3.5", sample_size.sample_size_two_proportions(0.03, 0.035), 19_743, 0),
    (
        "R3.6",
        automation.reviewers_needed(12_000, review_share=0.18, minutes_per_case=4, utilisation=0.8),
        23,
        0,
    ),
    ("R3.7", incident.blast_radius(400_000, exposed_share=0.05, harm_rate=0.004), 80, 1e-9),
    (
        "R4.2",
        intervals.wald_difference_interval(2800, 100_000, 1400, 100_000).half_width,
        0.001255,
        5e-7,
    ),
    (
        "R4.3",
        performance.segment_rate(0.028, share=0.4, other_shares=[0.6], other_rates=[0.014]),
        0.0490,
        5e-6,
    ),
    (
        "R4.4",
        classification.precision_at_prevalence(0.005, true_positive_rate=0.96, false_positive_rate=0.014),
        0.2563,
        5e-5,
    ),
    (
        "R4.5",
        classification.precision_at_prevalence(0.005, true_positive_rate=0.96, false_positive_rate=0.028),
        0.1470,
        5e-5,
    ),
    ("R4.7", drift.population_stability_index([20] * 5, [12, 16, 20, 24, 28]), 0.0840, 5e-5),
    (
        "R4.9",
        monitoring.maturity_corrected_recall(171, 9, flagged_maturity=0.9, missed_maturity=0.3),
        0.8636,
        5e-5,
    ),
    (
        "R4.10",
        reliability.budget_days_left(0.028, objective=0.984, window_days=28, share_used=0.5),
        8.00,
        5e-3,
    ),
    ("R5.1", risk.portfolio_loss_expectancy([1.5, 0.4, 12, 2.5], [0.8, 2, 0.1, 0.3]), 3.95, 5e-3),
    ("R5.2", sum(CONTROL_GAINS.values()), 1.83, 5.1e-3),
    ("R5.3", investment.return_on_controls(sum(CONTROL_GAINS.values()), 1.2), 0.5208, 5e-5),
    (
        "R5.4",
        investment.best_control_set(CONTROL_COSTS, CONTROL_GAINS, budget=0.9).loss_avoided,
        1.60,
        5e-3,
    ),
    (
        "R5.5",
        investment.net_present_value([1.6] * 3, discount_rate=0.1, initial_cost=0.9),
        3.08,
        5e-3,
    ),
    ("R5.6", investment.break_even_probability(1.8, 12), 0.1500, 5e-6),
    ("R5.8", risk.probability_of_any_event(0.1), 0.0952, 5e-5),
    ("O.1", OFFER["bonus and equity of base, equity a year"], 285.0, 1e-9),
    ("O.3", compensation.variable_share_of_base(240, 190), 0.2632, 5e-5),
    ("O.4", compensation.premium_over(240, 170), 0.4118, 5e-5),
    ("O.5", 190 * 1.2 + compensation.vested_amounts(240, [0.4, 0.3, 0.2, 0.1])[0], 324.0, 1e-9),
    ("O.6", vesting_gain("year_end"), 7.63, 5e-3),
    ("O.6 trap", vesting_gain("year_start"), 8.25, 5e-3),
    ("O.7", compensation.certainty_equivalent(228, 96, haircut=0.3), 295.2, 1e-9),
    ("O.8", negotiation.zone_of_agreement(walk_away=250, maximum_offer=290).midpoint, 270, 0),
    ("O.9", naive_and_stratified()[0], 0.1800, 5e-5),
    ("O.10", naive_and_stratified()[1], 0.0600, 1e-9),
    ("IR.1", minutes(incident.time_to_detect(INCIDENT)), 190, 0),
    ("IR.2", minutes(incident.time_to_mitigate(INCIDENT, since="started")), 297, 0),
    ("IR.3", minutes(incident.time_to_restore(INCIDENT, since="detected")), 442, 0),
    ("IR.4", incident.blast_radius(180_000, exposed_share=0.35, harm_rate=0.012), 756, 1e-6),
    (
        "IR.5",
        reliability.budget_share_used(0.02, objective=0.999, hours=297 / 60, window_hours=720),
        0.1375,
        5e-6,
    ),
    ("IR.6", reliability.burn_rate(0.02, objective=0.999), 20.00, 5e-3),
    ("IR.7", incident.avoided_loss(14, detection_hours=190 / 60, counterfactual_hours=26), 319.7, 5e-2),
    (
        "K1.2",
        performance.segment_rate(0.02, share=0.2, other_shares=[0.7, 0.1], other_rates=[0.012, 0.05]),
        0.0330,
        5e-6,
    ),
    ("K1.3", performance.required_stage_rate(0.9, other_stage_rates=[0.98, 0.95]), 0.9667, 5e-5),
    (
        "K1.4",
        performance.cost_per_success(
            performance.token_cost(900e3, 250e3, input_price=0.5, output_price=1.5), success_rate=0.78
        ),
        1.06,
        5e-3,
    ),
    ("K1.5", reliability.burn_rate_for_share(0.02, hours=1, window_hours=720), 14.40, 1e-9),
    ("K1.6", reliability.burn_rate_for_share(0.05, hours=6, window_hours=720), 6.00, 1e-9),
    (
        "K1.7",
        performance.longest_retraining_interval(1.2, loss_per_week=0.15, lead_weeks=2),
        6.00,
        1e-9,
    ),
    (
        "K1.8",
        performance.token_cost(1.2e6 * 900, 1.2e6 * 250, input_price=0.5, output_price=1.5),
        990,
        1e-6,
    ),
    ("K2.4", investment.expected_penalty(0.03, share_of_ceiling=0.1, ceiling=24_000), 72.00, 1e-9),
    (
        "K2.5",
        fairness.selection_rate_ratio(124, 400, reference_selected=300, reference_total=600),
        0.6200,
        1e-9,
    ),
    ("K2.6", -significance.two_proportion_z_test(124, 400, 300, 600).z, 5.96, 5e-3),
    (
        "K2.7",
        fairness.extra_selections_to_reach_ratio(124, 400, reference_selected=300, reference_total=600),
        36,
        0,
    ),
    (
        "K2.8",
        planning.critical_path(
            {"A": 15, "B": 20, "C": 10, "D": 25, "E": 8},
            {"B": ["A"], "C": ["A"], "D": ["B", "C"], "E": ["D"]},
        ).length,
        68,
        0,
    ),
    (
        "K3.1",
        classification.posterior_probability(0.3, probability_if_true=0.9, probability_if_false=0.1),
        0.7941,
        5e-5,
    ),
    ("K3.2", investment.break_even_probability(60, 40 * 4), 0.3750, 1e-9),
    (
        "K3.3",
        investment.expected_gain_of_acting(0.27 / 0.34, loss_if_event=160, cost_of_acting=60),
        67.06,
        5e-3,
    ),
    ("K3.4", incident.status_updates_due(310, every_minutes=30), 12, 0),
    ("K3.5", incident.expected_assembly_time(6, responders=4), 12.50, 1e-9),
    ("K3.7", risk.poisson_probability_at_most(2, 5), 0.1247, 5e-5),
    ("C1.4", incident.blast_radius(2.4e6, exposed_share=0.3, harm_rate=0.002), 1440, 1e-6),
    ("C1.5", risk.relative_risk_reduction(0.002, 0.0012), 0.4000, 1e-9),
    ("C2.2", intervals.wilson_interval(18, 400).high, 0.0700, 5e-5),
    ("C2.3", 18 / 400 - 120 / 5200, 0.0219, 5e-5),
    ("C2.4", sample_size.sample_size_for_half_width(0.045, 0.03), 184, 0),
    (
        "C2.5",
        calibration.calibration_error_of_bins(
            [0.1, 0.3, 0.5, 0.7, 0.9], [0.08, 0.27, 0.52, 0.63, 0.84], [3000, 2000, 1500, 1000, 500]
        ),
        0.0312,
        5.1e-5,
    ),
    (
        "C3.1",
        classification.cost_threshold(false_positive_cost=1, false_negative_cost=40),
        0.0244,
        5e-5,
    ),
    (
        "C3.4",
        monitoring.maturity_corrected_count([30, 88, 132, 170], [0.25, 0.55, 0.8, 1.0]),
        615,
        1e-9,
    ),
    (
        "C3.5",
        min(
            investment.expected_option_cost(cost, residual_probability=residual, loss=90)
            for cost, residual in [(55, 0.2), (30, 0.6), (5, 1.0)]
        ),
        73.00,
        1e-9,
    ),
    ("C3.6", drift.population_stability_index([0.5, 0.3, 0.2], [0.35, 0.35, 0.3]), 0.1018, 5e-5),
    ("C4.2", investment.expected_loss_avoided(0.08, 0.03, impact=2000), 100.0, 1e-9),
    ("C4.4", investment.payback_months(180, annual_benefit=100 + 273), 5.79, 5e-3),
    ("C4.5", loss.triangular_mean(0.5, 2, 6), 2.83, 5e-3),
    ("C4.6", loss.triangular_quantile(0.9, low=0.5, mode=2, high=6), 4.52, 5e-3),
    (
        "C5.5",
        planning.capacity_utilisation(38, people=6, focus_share=0.7, weeks=13),
        0.6960,
        5e-5,
    ),
    ("C6.6", planning.jaccard_overlap(range(14), range(5, 20)), 0.4500, 1e-9),
    ("C7.4", monitoring.false_alarm_probability(18, alpha=0.05), 0.6028, 5e-5),
    (
        "C7.5",
        sum(significance.benjamini_hochberg([0.0004, 0.003, 0.011, 0.038, 0.046, 0.2]).rejected),
        3,
        0,
    ),
    ("B1.3", performance.mean_model_age(28) - performance.mean_model_age(7), 10.50, 0),
    (
        "B2.1",
        fairness.selection_rate_ratio(144, 500, reference_selected=320, reference_total=800),
        0.7200,
        1e-9,
    ),
    ("B2.3", -significance.two_proportion_z_test(144, 500, 320, 800).z, 4.10, 5e-3),
    (
        "B2.3 trap",
        -significance.two_proportion_z_test(144, 500, 320, 800, variance="unpooled").z,
        4.20,
        5e-3,
    ),
    ("B2.4", investment.expected_loss_avoided(0.06, 0.01, impact=2000), 100.0, 1e-9),
    ("B2.6", monitoring.false_alarm_probability(8, alpha=0.01), 0.0773, 5e-5),
    ("B3.1", planning.schedule_performance_index(462, 420), 1.10, 1e-9),
    ("B3.1 trap", planning.cost_performance_index(462, 440), 1.05, 1e-9),
]


@pytest.mark.parametrize(("value", "worked", "tolerance"), [row[1:] for row in WORKED], ids=[row[0] for row in WORKED])
def test_a_worked_value_is_reproduced(value, worked, tolerance):
    assert abs(value - worked) <= tolerance


def test_automation_clears_the_dear_bins_only():
    """R3.3 and R3.4, with the trap that automates everything."""
    bins = [4000, 3000, 2000, 1500, 1500], [0.99, 0.94, 0.86, 0.72, 0.55]
    costs = {"gain_if_right": 4, "cost_if_wrong": 20}
    chosen = automation.automation_value(*bins, **costs, threshold=automation.break_even_accuracy(**costs))
    assert chosen.value == pytest.approx(24_000)
    assert chosen.coverage == pytest.approx(0.75)
    assert automation.automation_value(*bins, **costs, threshold=0).value == pytest.approx(9720)


def test_best_control_set_names_its_controls():
    """R5.4: the list of controls is graded too."""
    best = investment.best_control_set(CONTROL_COSTS, CONTROL_GAINS, budget=0.9)
    assert best.names == ("rollback", "audit", "gate")
    assert best.cost == pytest.approx(0.9)


def test_every_convention_of_the_offer():
    """The readings of "base 190, bonus 20 %, equity 30 %" and their distance from the headline."""
    published = {
        "bonus and equity of base, equity a year": (285.0, 0.188),
        "bonus and equity of total": (380.0, 0.583),
        "bonus of base, equity of total": (325.7, 0.357),
        "bonus of total, equity of base": (308.8, 0.286),
        "equity of base as a grant over three years": (247.0, 0.029),
        "equity of base as a grant over four years": (242.25, 0.009),
        "equity of base as a grant over five years": (239.4, -0.002),
        "equity of total as a grant over four years": (246.5, 0.027),
    }
    assert set(OFFER) == set(published)
    for convention, (total, gap) in published.items():
        assert OFFER[convention] == pytest.approx(total, abs=0.0501)
        assert compensation.premium_over(OFFER[convention], 240) == pytest.approx(gap, abs=5.01e-4)
    assert compensation.total_compensation(190, bonus_share=0.2, equity_share=0) == pytest.approx(228)
    assert compensation.total_compensation(190, bonus_share=0, equity_share=0.3) == pytest.approx(247)
    assert compensation.total_compensation(160, bonus_share=0.2, equity_share=0.3) == pytest.approx(240)
