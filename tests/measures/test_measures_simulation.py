"""Approximations checked against exact distributions or simulation."""

import math

import numpy as np
import pytest
from scipy import stats

from course_lib.measures import (
    classification,
    drift,
    incident,
    intervals,
    loss,
    monitoring,
    off_policy,
    performance,
    reliability,
    risk,
    sample_size,
    significance,
)


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_noise_of_the_stability_index_in_simulation(rng):
    """500 against 500 in ten bins: 20,000 draws (ledger MET-003 has 0.0362 and 0.0685)."""
    pairs = rng.multinomial(500, [0.1] * 10, (20_000, 2)) / 500
    reference, current = pairs[:, 0], pairs[:, 1]
    index = ((current - reference) * np.log(current / reference)).sum(axis=1)
    assert drift.population_stability_index(reference[0], current[0]) == pytest.approx(index[0])
    assert drift.stability_noise_mean(500, 500) == pytest.approx(index.mean(), rel=0.02)
    assert drift.stability_noise_quantile(500, 500) == pytest.approx(np.quantile(index, 0.95), rel=0.03)


def test_size_and_power_of_one_proportion_are_exact_enough():
    """R2.4: at 5,405 labels the exact binomial test has size 0.0098 and power 0.892."""
    labels = sample_size.sample_size_one_proportion(0.04, 0.05, alpha=0.01, power=0.9, alternative="one-sided")
    alarm_from = int(stats.binom.isf(0.01, labels, 0.04)) + 1
    assert round(stats.binom.sf(alarm_from - 1, labels, 0.04), 4) == 0.0098
    assert round(stats.binom.sf(alarm_from - 1, labels, 0.05), 3) == 0.892


@pytest.mark.parametrize(
    ("first", "second", "formula"),
    [(0.03, 0.035, "fleiss"), (0.014, 0.028, "fleiss"), (0.1, 0.2, "unpooled")],
)
def test_power_of_two_proportions_in_simulation(rng, first, second, formula):
    variance = "pooled" if formula == "fleiss" else "unpooled"
    size = sample_size.sample_size_two_proportions(first, second, formula=formula)
    events = rng.binomial(size, [first, second], (20_000, 2))
    tests = (
        significance.two_proportion_z_test(int(one), size, int(other), size, variance=variance) for one, other in events
    )
    power = np.mean([test.p_value < 0.05 for test in tests])
    assert power == pytest.approx(0.8, abs=0.015)


def test_power_of_a_given_size_in_simulation(rng):
    told = sample_size.power_two_proportions(0.03, 0.032, size=20_000)
    events = rng.binomial(20_000, [0.03, 0.032], (20_000, 2))
    rejected = (significance.two_proportion_z_test(int(b), 20_000, int(a), 20_000) for a, b in events)
    assert np.mean([test.p_value < 0.05 and test.z > 0 for test in rejected]) == pytest.approx(told, abs=0.01)


def test_inverse_propensity_value_is_what_the_target_policy_earns(rng):
    logging, target, pays = np.array([0.7, 0.2, 0.1]), np.array([0.1, 0.3, 0.6]), np.array([0.02, 0.05, 0.08])
    shown = rng.choice(3, 400_000, p=logging)
    clicks = rng.random(400_000) < pays[shown]
    value = off_policy.inverse_propensity_value(clicks.astype(int), target[shown], logging[shown])
    assert value == pytest.approx(target @ pays, rel=0.03)


def test_effective_sample_size_tells_the_noise_of_a_weighted_mean(rng):
    weights = rng.lognormal(0, 1.2, 400)
    means = rng.normal(size=(20_000, 400)) @ weights / weights.sum()
    assert 1 / means.var() == pytest.approx(off_policy.effective_sample_size(weights), rel=0.05)
    assert off_policy.effective_sample_size([3, 3, 3, 0]) == pytest.approx(3)


def test_power_with_continuity_correction_in_simulation(rng):
    """The corrected size gives the test with Yates's correction its power (Fleiss, Tytun and Ury 1980)."""
    size = sample_size.sample_size_two_proportions(0.1, 0.2, formula="fleiss-corrected")
    first, second = rng.binomial(size, [0.1, 0.2], (50_000, 2)).T / size
    common = (first + second) / 2
    gap = np.abs(first - second) - 1 / size
    power = (gap / np.sqrt(2 * common * (1 - common) / size) > 1.96).mean()
    assert power == pytest.approx(0.8, abs=0.01)


def test_sample_size_for_half_width_holds_in_the_interval():
    size = sample_size.sample_size_for_half_width(0.05, 0.03)
    margin = intervals.critical_value(0.95) * math.sqrt(0.05 * 0.95 / size)
    assert margin <= 0.03 < margin * math.sqrt(size / (size - 1))


def test_newcombe_covers_where_wald_does_not(rng):
    """Small counts: Newcombe keeps at least 94 %, Wald falls short."""
    first, second = rng.binomial(30, 0.02, 4000), rng.binomial(30, 0.1, 4000)

    def coverage(method):
        return np.mean(
            [-0.08 in method(int(one), 30, int(other), 30) for one, other in zip(first, second, strict=True)]
        )

    assert coverage(intervals.newcombe_interval) >= 0.94
    assert coverage(intervals.wald_difference_interval) < 0.93


def test_benjamini_hochberg_bounds_the_false_discovery_rate(rng):
    """Twenty tests of which half are true: the mean share of false rejections stays below 0.05."""
    null = np.arange(20) < 10
    shares = []
    for z in rng.normal(np.where(null, 0, 3), 1, (1000, 20)):
        p_values = [math.erfc(abs(value) / math.sqrt(2)) for value in z]
        rejected = np.array(significance.benjamini_hochberg(p_values).rejected)
        shares.append((rejected & null).sum() / max(1, rejected.sum()))
    assert np.mean(shares) < 0.035


def test_simulated_years_match_the_compound_poisson(rng):
    years = loss.simulate_annual_losses(0.8, median=100_000, sigma=1.0, years=200_000, seed=3)
    mean, deviation = loss.annual_loss_moments(0.8, median=100_000, sigma=1.0)
    summary = loss.summarise_losses(years, probabilities=[0.5, 0.9, 0.99])
    assert years.shape == (200_000,)
    assert summary.mean == pytest.approx(mean, abs=4 * summary.standard_error)
    assert years.std() == pytest.approx(deviation, rel=0.03)
    assert summary.probability_of_loss == pytest.approx(risk.probability_of_any_event(0.8), abs=0.004)
    exact = exact_loss_quantiles(0.8, 100_000, 1.0, [0.5, 0.9, 0.99])
    assert list(summary.quantiles.values()) == pytest.approx(exact, rel=0.02)


def exact_loss_quantiles(frequency, median, sigma, probabilities):
    """Quantiles of the compound Poisson law: severity on a grid, summed through the Fourier transform."""
    step, cells = 500.0, 2**15
    edges = (np.arange(cells + 1) - 0.5) * step
    severity = np.diff(stats.lognorm.cdf(edges, sigma, scale=median))
    total = np.fft.ifft(np.exp(frequency * (np.fft.fft(severity) - 1))).real
    return [float(np.searchsorted(np.cumsum(total), below) * step) for below in probabilities]


def test_equal_means_have_different_tails():
    """The reason to report a quantile: two risks with one annual loss expectancy."""
    often, rarely = (
        loss.simulate_annual_losses(frequency, median=median, sigma=1.0, years=50_000, seed=1)
        for frequency, median in ((3.0, 1000), (0.03, 100_000))
    )
    assert often.mean() == pytest.approx(rarely.mean(), rel=0.1)
    assert np.quantile(rarely, 0.99) > 5 * np.quantile(often, 0.99)


def test_a_seed_gives_the_same_years():
    first, again = (loss.simulate_annual_losses(2, median=10, sigma=1, years=50, seed=9) for _ in range(2))
    other = loss.simulate_annual_losses(2, median=10, sigma=1, years=50, seed=10)
    assert (first == again).all()
    assert (first != other).any()


def test_years_without_events_lose_nothing():
    years = loss.simulate_annual_losses(0, median=10, sigma=1, years=5, seed=1)
    assert years.tolist() == [0.0] * 5


def test_triangular_quantile_and_mean_in_simulation(rng):
    draws = rng.triangular(0.5, 2, 6, 200_000)
    assert loss.triangular_mean(0.5, 2, 6) == pytest.approx(draws.mean(), rel=0.005)
    ninety = loss.triangular_quantile(0.9, low=0.5, mode=2, high=6)
    assert ninety == pytest.approx(np.quantile(draws, 0.9), rel=0.005)


def test_a_triangle_may_lean_fully_to_one_side():
    assert loss.triangular_quantile(0.25, low=0, mode=0, high=1) == pytest.approx(1 - math.sqrt(0.75))
    assert loss.triangular_quantile(0.25, low=0, mode=1, high=1) == pytest.approx(0.5)
    assert loss.triangular_quantile(0, low=0, mode=0, high=1) == 0
    assert loss.triangular_quantile(1, low=0, mode=1, high=1) == 1


def test_applications_for_one_offer_are_the_fewest():
    """R1.7: 88 applications reach 0.7978, 89 reach 0.8014."""
    assert round(risk.probability_of_at_least_one(0.018, 88), 4) == 0.7978
    assert round(risk.probability_of_at_least_one(0.018, 89), 4) == 0.8014


def test_precision_from_a_counted_population():
    """One million scenes at a prevalence of 0.5 %: 4,800 true and 13,930 false alerts."""
    by_count = classification.precision(
        classification.ConfusionCounts(
            true_positives=4800, false_negatives=200, false_positives=13_930, true_negatives=981_070
        )
    )
    assert by_count == pytest.approx(
        classification.precision_at_prevalence(0.005, true_positive_rate=0.96, false_positive_rate=0.014)
    )


def test_recall_with_late_labels_in_simulation(rng):
    """Of the hits 90 % are confirmed by now, of the misses 30 %: the correction finds the true recall."""
    flagged = rng.random(200_000) < 0.85
    confirmed = rng.random(200_000) < np.where(flagged, 0.9, 0.3)
    hits, misses = int((flagged & confirmed).sum()), int((~flagged & confirmed).sum())
    corrected = monitoring.maturity_corrected_recall(hits, misses, flagged_maturity=0.9, missed_maturity=0.3)
    assert corrected == pytest.approx(flagged.mean(), abs=0.005)
    assert hits / (hits + misses) > 0.93


def test_repeated_checks_in_simulation(rng):
    alarms = rng.random((20_000, 18)) < 0.05
    assert monitoring.false_alarm_probability(18, alpha=0.05) == pytest.approx(alarms.any(axis=1).mean(), abs=0.01)
    assert monitoring.expected_false_alarms(18, alpha=0.05) == pytest.approx(alarms.sum(axis=1).mean(), abs=0.03)


def test_budget_runs_out_on_the_day_that_was_told():
    """Burn the rest of the budget day by day."""
    left = reliability.budget_days_left(0.028, objective=0.984, window_days=28, share_used=0.5)
    used = 0.5 + reliability.budget_share_used(0.028, objective=0.984, hours=24 * left, window_hours=24 * 28)
    assert used == pytest.approx(1)


def test_assembly_waits_for_the_slowest(rng):
    """K3.5: four people, six minutes each on average."""
    slowest = rng.exponential(6, (100_000, 4)).max(axis=1)
    assert incident.expected_assembly_time(6, responders=4) == pytest.approx(slowest.mean(), rel=0.01)


def test_mean_age_of_a_model_at_a_random_moment(rng):
    assert performance.mean_model_age(28) == pytest.approx(rng.uniform(0, 28, 100_000).mean(), rel=0.01)
