"""Published figures, from counts small enough to stand here."""

import math

import numpy as np
import pytest

from course_lib.measures import (
    classification,
    drift,
    fairness,
    intervals,
    loss,
    reliability,
    risk,
    sample_size,
    significance,
)
from course_lib.measures.classification import ConfusionCounts

# ProPublica 2016, score of 5 or more called high risk, 7,214 rows, no filter (ledger INC-006, INC-007).
COMPAS = {
    "Black": ConfusionCounts(true_negatives=990, false_positives=805, false_negatives=532, true_positives=1369),
    "white": ConfusionCounts(true_negatives=1139, false_positives=349, false_negatives=461, true_positives=505),
}
COMPAS_ALL = ConfusionCounts(true_negatives=2681, false_positives=1282, false_negatives=1216, true_positives=2035)
# Admitted and rejected women, then men, in each department (Bickel et al. 1975).
BERKELEY = [
    (89, 19, 512, 313),
    (17, 8, 353, 207),
    (202, 391, 120, 205),
    (131, 244, 138, 279),
    (94, 299, 53, 138),
    (24, 317, 22, 351),
]


@pytest.mark.parametrize(
    ("group", "rates"),
    [
        ("Black", (44.85, 27.99, 62.97, 51.43, 58.82)),
        ("white", (23.45, 47.72, 59.13, 39.36, 34.80)),
    ],
)
def test_compas_error_rates(group, rates):
    measures = (
        classification.false_positive_rate,
        classification.false_negative_rate,
        classification.precision,
        classification.base_rate,
        classification.selection_rate,
    )
    assert [round(100 * measure(COMPAS[group]), 2) for measure in measures] == list(rates)


def test_compas_error_rates_of_everybody():
    assert round(100 * classification.false_positive_rate(COMPAS_ALL), 2) == 32.35
    assert round(100 * classification.false_negative_rate(COMPAS_ALL), 2) == 37.40
    assert round(100 * classification.accuracy(COMPAS_ALL), 1) == 65.4


def test_compas_group_gaps():
    """The gaps and the three "disparate impact" ratios that toolkits report for one table."""
    worst, mean = (
        fairness.equalized_odds_difference_of_counts(COMPAS, aggregate=word) for word in ("worst_case", "mean")
    )
    assert (round(worst, 6), round(mean, 6)) == (0.213925, 0.205649)
    flagged = {"Black": (2174, 3696), "white": (854, 2454)}
    low, high = flagged["white"], flagged["Black"]
    ratio = fairness.selection_rate_ratio(*low, reference_selected=high[0], reference_total=high[1])
    inverse = fairness.selection_rate_ratio(*high, reference_selected=low[0], reference_total=low[1])
    favourable = fairness.selection_rate_ratio(1522, 3696, reference_selected=1600, reference_total=2454)
    assert (round(ratio, 4), round(inverse, 4), round(favourable, 4)) == (0.5916, 1.6902, 0.6316)


def test_compas_rows_give_the_same_as_counts():
    """The functions on rows, fed with one row per person."""
    outcome, flag, group = [], [], []
    for name, counts in COMPAS.items():
        cells = (
            (0, 0, counts.true_negatives),
            (0, 1, counts.false_positives),
            (1, 0, counts.false_negatives),
            (1, 1, counts.true_positives),
        )
        for true, predicted, people in cells:
            outcome += [true] * people
            flag += [predicted] * people
            group += [name] * people
    assert classification.confusion_counts_by_group(outcome, flag, sensitive_features=group) == COMPAS
    difference = fairness.demographic_parity_difference(outcome, flag, sensitive_features=group)
    assert round(difference, 6) == 0.240200
    assert round(fairness.demographic_parity_ratio(outcome, flag, sensitive_features=group), 4) == 0.5916


def test_sepsis_model_sensitivity_and_missed_cases():
    """Wong et al. 2021: 843 of 2,552 cases flagged; alerts on 18 % of 38,455 stays (ledger INC-003)."""
    alerts = round(0.18 * 38_455)
    counts = ConfusionCounts(
        true_positives=843,
        false_negatives=2552 - 843,
        false_positives=alerts - 843,
        true_negatives=38_455 - 2552 - (alerts - 843),
    )
    assert counts.false_negatives == 1709
    assert round(classification.true_positive_rate(counts), 2) == 0.33
    assert round(classification.base_rate(counts), 2) == 0.07
    assert classification.precision(counts) == pytest.approx(
        classification.precision_at_prevalence(
            classification.base_rate(counts),
            true_positive_rate=classification.true_positive_rate(counts),
            false_positive_rate=classification.false_positive_rate(counts),
        )
    )


def test_two_rate_changes_of_the_article():
    """Ledger MET-017: 2.8 % against 1.4 %, and 3.2 % against 0.9 %, 1,000 on each side."""
    low, high = intervals.newcombe_interval(28, 1000, 14, 1000)
    assert (round(low, 5), round(high, 5)) == (0.00132, 0.02741)
    low, high = intervals.newcombe_interval(32, 1000, 9, 1000)
    assert (round(low, 5), round(high, 5)) == (0.01077, 0.03651)
    low, high = intervals.newcombe_interval(14, 500, 7, 500)
    assert (round(low, 4), round(high, 4)) == (-0.0044, 0.0338)
    assert risk.number_needed_to_treat(0.032, 0.009) == 44
    assert sample_size.sample_size_two_proportions(0.028, 0.014) == 1646
    assert sample_size.sample_size_two_proportions(0.032, 0.009) == 595
    assert sample_size.sample_size_two_proportions(0.028, 0.014, formula="unpooled") == 1643
    assert sample_size.sample_size_two_proportions(0.028, 0.014, formula="arcsine") == 1601


def test_wilson_interval_of_nine_in_a_thousand():
    low, high = intervals.wilson_interval(9, 1000)
    assert (round(100 * low, 2), round(100 * high, 2)) == (0.47, 1.70)


def test_mortgage_approvals_fail_the_screen_and_hold_it_in_their_interval():
    """Boston mortgage applications of 1990: denials of 96 of 339 against 189 of 2,041 (Stock and Watson)."""
    approved = 339 - 96, 339, 2041 - 189, 2041
    ratio = fairness.selection_rate_ratio(243, 339, reference_selected=1852, reference_total=2041)
    low, high = intervals.katz_ratio_interval(*approved)
    assert (round(ratio, 3), round(low, 3), round(high, 3)) == (0.790, 0.738, 0.846)
    assert fairness.FOUR_FIFTHS in intervals.katz_ratio_interval(*approved)
    assert significance.two_proportion_z_test(*approved).p_value == pytest.approx(1.4e-23, rel=0.05)
    denials = fairness.selection_rate_ratio(96, 339, reference_selected=189, reference_total=2041)
    assert round(denials, 2) == 3.06
    low, high = intervals.newcombe_interval(96, 339, 189, 2041)
    assert (round(low, 4), round(high, 4)) == (0.1433, 0.2421)
    low, high = intervals.wald_difference_interval(96, 339, 189, 2041)
    assert (round(low, 4), round(high, 4)) == (0.1410, 0.2402)


@pytest.mark.parametrize(
    ("approved", "applied", "ratio", "z", "extra", "interval"),
    [
        (218, 308, 0.779, 9.9, 6, (0.724, 0.838)),
        (133, 197, 0.743, 9.7, 11, (0.674, 0.820)),
        (85, 111, 0.843, 4.8, 0, (0.760, 0.935)),
    ],
)
def test_mortgage_cut_by_group(approved, applied, ratio, z, extra, interval):
    """Wooldridge's cut of the same study: 1,527 of 1,681 white applicants approved."""
    white = {"reference_selected": 1527, "reference_total": 1681}
    assert round(fairness.selection_rate_ratio(approved, applied, **white), 3) == ratio
    assert round(-significance.two_proportion_z_test(approved, applied, 1527, 1681).z, 1) == z
    assert fairness.extra_selections_to_reach_ratio(approved, applied, **white) == extra
    assert tuple(intervals.katz_ratio_interval(approved, applied, 1527, 1681)) == pytest.approx(interval, abs=5.01e-4)


def test_hiring_call_backs():
    """Bertrand and Mullainathan 2004, table 1: 9.65 % against 6.45 %, ratio 1.50."""
    white, black = (235, 2435), (157, 2435)
    assert round(100 * white[0] / white[1], 2) == 9.65
    ratio = fairness.selection_rate_ratio(*white, reference_selected=black[0], reference_total=black[1])
    assert round(ratio, 2) == 1.50


def test_admissions_turn_round_within_departments():
    pooled = significance.mantel_haenszel((male, refused, female, turned) for female, turned, male, refused in BERKELEY)
    assert round(pooled.odds_ratio, 3) == 0.905
    assert (round(pooled.interval.low, 3), round(pooled.interval.high, 3)) == (0.772, 1.060)
    assert round(pooled.crude_odds_ratio, 3) == 1.841
    tables = np.array(BERKELEY, float)
    sizes = tables.sum(axis=1)
    by_hand = (tables[:, 2] * tables[:, 1] / sizes).sum() / (tables[:, 3] * tables[:, 0] / sizes).sum()
    assert pooled.odds_ratio == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("size", "mean", "limit"),
    [(500, 0.036, 0.0677), (200, 0.09, 0.1692), (1000, 0.018, 0.0338), (150, 0.12, 0.2256)],
)
def test_noise_of_the_stability_index(size, mean, limit):
    assert drift.stability_noise_mean(size, size) == pytest.approx(mean)
    assert drift.stability_noise_quantile(size, size) == pytest.approx(limit, abs=5.01e-5)


def test_annual_loss_of_a_lognormal_severity():
    severity = loss.lognormal_mean(100_000, 1)
    assert round(risk.annual_loss_expectancy(severity, 0.3)) == 49_462
    assert risk.single_loss_expectancy(1_000_000, 0.3) == pytest.approx(300_000)


def test_cost_threshold_of_one_to_five():
    assert classification.cost_threshold(false_positive_cost=1, false_negative_cost=5) == pytest.approx(1 / 6)


def test_burn_rates_of_the_published_alerts():
    published = [(0.02, 1, 14.4), (0.05, 6, 6), (0.10, 24, 3), (0.10, 72, 1)]
    for share, hours, rate in published:
        assert reliability.burn_rate_for_share(share, hours=hours, window_hours=720) == pytest.approx(rate)
    days = reliability.budget_days_left(14.4e-3, objective=0.999, window_days=30, share_used=0)
    assert math.isclose(24 * days, 50)
