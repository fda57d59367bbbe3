"""Every measure that a library also has, compared with that library on 1,000 random inputs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.polynomial import polynomial
from scipy import optimize, sparse, spatial, special, stats
from scipy.sparse import csgraph
from sklearn import calibration as sklearn_calibration
from sklearn import metrics as sklearn_metrics
from statsmodels.stats import multitest, power, proportion

from course_lib.measures import (
    calibration,
    classification,
    compensation,
    distances,
    drift,
    incident,
    intervals,
    investment,
    loss,
    monitoring,
    planning,
    risk,
    sample_size,
    significance,
)

TRIALS = 1000
BAR = 1e-9


@dataclass(frozen=True)
class Comparison:
    """One measure, its counterpart, and how to draw an input for both."""

    name: str
    draw: Callable[[np.random.Generator], tuple]
    ours: Callable[..., Any]
    library: Callable[..., Any]
    bar: float = BAR


def relative_difference(ours, library):
    """Largest difference over the larger of the two sizes.

    Values below 1e-300 count as zero: SciPy flushes subnormal p-values to zero, ours keep them.
    """
    first, second = np.atleast_1d(np.asarray(ours, float)), np.atleast_1d(np.asarray(library, float))
    assert first.shape == second.shape
    size = np.maximum(np.abs(first), np.abs(second))
    return float(np.max(np.abs(first - second) / np.where(size < 1e-300, 1, size)))


def largest_difference(comparison):
    """Largest relative difference over the random inputs of one comparison."""
    rng = np.random.default_rng(20_261_124)
    inputs = (comparison.draw(rng) for _ in range(TRIALS))
    return max(relative_difference(comparison.ours(*given), comparison.library(*given)) for given in inputs)


def rate(rng):
    return float(rng.uniform(0.001, 0.999))


def two_groups(rng):
    first, second = rng.integers(5, 5000, 2)
    return int(rng.integers(1, first)), int(first), int(rng.integers(1, second)), int(second)


def one_group(rng):
    size = int(rng.integers(1, 5000))
    return int(rng.integers(0, size + 1)), size


def two_rates(rng):
    first, second = rng.uniform(0.01, 0.99, 2)
    return float(first), float(second), float(rng.uniform(0.001, 0.2)), float(rng.uniform(0.5, 0.99))


def two_close_rates(rng):
    first, gap, alpha = rng.uniform([0.01, 0.001, 0.01], [0.5, 0.1, 0.2])
    return float(first), float(first + gap), float(alpha), int(rng.integers(50, 5000))


def triangle(rng):
    low, mode, high = np.sort(rng.uniform(-10, 10, 3))
    return float(low), float(mode), float(high)


def p_values(rng):
    return (rng.uniform(0, 1, rng.integers(1, 30)) ** rng.uniform(1, 8),)


def cash_flows(rng):
    return rng.uniform(0, 10, rng.integers(1, 15)), float(rng.uniform(0, 0.3))


def two_histograms(rng):
    bins = rng.integers(2, 20)
    return rng.integers(1, 500, bins), rng.integers(1, 500, bins)


def histograms_with_gaps(rng):
    bins = rng.integers(3, 20)
    first, second = rng.integers(0, 5, bins), rng.integers(0, 5, bins)
    return (
        first + np.eye(bins, dtype=int)[0],
        second + np.eye(bins, dtype=int)[1],
        float(rng.uniform(1.5, 10)),
    )


def two_samples(rng):
    return rng.normal(size=rng.integers(20, 60)), rng.normal(0.3, 1.2, rng.integers(20, 60))


def outcomes_and_flags(rng):
    size = rng.integers(4, 80)
    corners = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    return tuple(np.concatenate([corner, rng.integers(0, 2, size)]) for corner in corners)


def outcomes_and_probabilities(rng):
    size = int(rng.integers(20, 120))
    outcomes = np.concatenate([[0, 1], rng.integers(0, 2, size)])
    return outcomes, rng.uniform(size=size + 2), int(rng.integers(2, 12))


def controls(rng):
    number = rng.integers(1, 11)
    return rng.uniform(0.1, 1, number), rng.uniform(0, 2, number), float(rng.uniform(0, 4))


def plan(rng):
    """Durations and a random acyclic graph: a task waits only for tasks of a lower number."""
    number = int(rng.integers(2, 9))
    return rng.uniform(1, 30, number), np.triu(rng.random((number, number)) < 0.4, 1)


def two_by_two_means(rng):
    return (rng.normal(5, 1, (2, 2, 6)),)


def ours_controls(costs, gains, budget):
    names = [str(place) for place in range(len(costs))]
    named = dict(zip(names, costs, strict=True)), dict(zip(names, gains, strict=True))
    return investment.best_control_set(*named, budget=budget).loss_avoided


def milp_controls(costs, gains, budget):
    result = optimize.milp(
        -gains,
        constraints=optimize.LinearConstraint(costs[None, :], ub=budget),
        integrality=np.ones(len(costs)),
        bounds=optimize.Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    return float(gains @ np.round(result.x))


def ours_plan(durations, edges):
    names = [str(place) for place in range(len(durations))]
    waits = {names[task]: [names[before] for before in np.flatnonzero(edges[:, task])] for task in range(len(names))}
    return planning.critical_path(dict(zip(names, durations, strict=True)), waits).length


def shortest_path_plan(durations, edges):
    """The longest path is the shortest one with all signs turned; one more node is the start."""
    number = len(durations)
    weights = np.zeros((number + 1, number + 1))
    weights[0, 1:] = -durations
    weights[1:, 1:] = np.where(edges, -durations[None, :], 0)
    lengths = csgraph.bellman_ford(sparse.csr_matrix(weights), indices=0)
    return -lengths.min()


def strata(rng):
    return (rng.integers(1, 200, (rng.integers(1, 7), 4)),)


def ours_mantel_haenszel(counts):
    pooled = significance.mantel_haenszel(counts.tolist())
    return pooled.odds_ratio, *pooled.interval, pooled.p_value


def mantel_haenszel_by_hand(counts):
    """Ours comes from statsmodels, so here stand Robins-Breslow-Greenland and the chi-square test."""
    a, b, c, d = counts.T.astype(float)
    n = counts.sum(axis=1)
    agree, differ, r, s = (a + d) / n, (b + c) / n, a * d / n, b * c / n
    cross = (agree * s + differ * r).sum() / (2 * r.sum() * s.sum())
    variance = (agree * r).sum() / (2 * r.sum() ** 2) + cross + (differ * s).sum() / (2 * s.sum() ** 2)
    ratio, factor = r.sum() / s.sum(), np.exp(stats.norm.isf(0.025) * np.sqrt(variance))
    expected, spread = (a + b) * (a + c) / n, (a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))
    statistic = (a.sum() - expected.sum()) ** 2 / spread.sum()
    return ratio, ratio / factor, ratio * factor, stats.chi2.sf(statistic, 1)


def ours_did(cells):
    means = cells.mean(axis=2)
    return significance.difference_in_differences(
        treated_before=means[1, 0],
        treated_after=means[1, 1],
        control_before=means[0, 0],
        control_after=means[0, 1],
    )


def regression_did(cells):
    """Coefficient of the interaction in a regression on group, period and both."""
    group, period = (axis.ravel() for axis in np.indices(cells.shape)[:2])
    design = np.column_stack([np.ones(cells.size), group, period, group * period])
    return np.linalg.lstsq(design, cells.ravel())[0][3]


def ours_benjamini_hochberg(values):
    result = significance.benjamini_hochberg(values)
    return np.concatenate([result.adjusted_p_values, result.rejected])


def statsmodels_benjamini_hochberg(values):
    rejected, adjusted, *_ = multitest.multipletests(values, method="fdr_bh")
    return np.concatenate([adjusted, rejected])


def ours_z(variance):
    def test(*groups):
        result = significance.two_proportion_z_test(*groups, variance=variance)
        return result.z, result.p_value

    return test


def statsmodels_wald_z(*groups):
    result = proportion.test_proportions_2indep(*groups, method="wald")
    return result.statistic, result.pvalue


def pooled_size(first, second, alpha, wanted):
    return np.ceil(proportion.samplesize_proportions_2indep_onetail(first - second, second, wanted, alpha=alpha))


def unpooled_size(first, second, alpha, wanted):
    deviation = np.sqrt(first * (1 - first) + second * (1 - second))
    return np.ceil(power.normal_sample_size_one_tail(first - second, wanted, alpha / 2, deviation, deviation))


def statsmodels_power(first, second, alpha, size):
    low, high = sorted((first, second))
    return proportion.power_proportions_2indep(high - low, low, size, alpha=alpha / 2, alternative="larger").power


def arcsine_size(first, second, alpha, wanted):
    effect = proportion.proportion_effectsize(first, second)
    return np.ceil(power.normal_sample_size_one_tail(effect, wanted, alpha / 2, np.sqrt(2), np.sqrt(2)))


def one_sample_size(known, new, alpha, wanted):
    deviations = np.sqrt(known * (1 - known)), np.sqrt(new * (1 - new))
    return np.ceil(power.normal_sample_size_one_tail(new - known, wanted, alpha, *deviations))


def ours_two_sizes(formula):
    return lambda first, second, alpha, wanted: sample_size.sample_size_two_proportions(
        first, second, alpha=alpha, power=wanted, formula=formula
    )


def ours_table(strategy):
    def table(outcomes, predicted, bins):
        result = calibration.calibration_table(outcomes, predicted, bins=bins, strategy=strategy)
        return result[["observed_rate", "mean_predicted"]].to_numpy().T

    return table


def sklearn_curve(strategy):
    return lambda outcomes, predicted, bins: np.array(
        sklearn_calibration.calibration_curve(outcomes, predicted, n_bins=bins, strategy=strategy)
    )


def jeffreys(reference, current):
    return stats.entropy(current, reference) + stats.entropy(reference, current)


def jeffreys_of_deciles(reference, current):
    edges = [-np.inf, *np.quantile(reference, np.arange(1, 10) / 10), np.inf]
    counts = (pd.cut(side, edges).value_counts().to_numpy() for side in (reference, current))
    return jeffreys(*(side + 0.5 for side in counts))


RATE_NAMES = (
    "precision",
    "true_positive_rate",
    "true_negative_rate",
    "false_positive_rate",
    "false_negative_rate",
    "false_discovery_rate",
    "false_omission_rate",
)


def ours_rates(outcomes, flags):
    counts = classification.confusion_counts(outcomes, flags)
    return [getattr(classification, name)(counts) for name in RATE_NAMES]


def sklearn_rates(outcomes, flags):
    (omitted, precise), (specific, sensitive), *_ = sklearn_metrics.precision_recall_fscore_support(outcomes, flags)
    return precise, sensitive, specific, 1 - specific, 1 - sensitive, 1 - precise, 1 - omitted


def ours_shares(outcomes, flags):
    counts = classification.confusion_counts(outcomes, flags)
    return [getattr(classification, name)(counts) for name in ("accuracy", "selection_rate", "base_rate")]


COMPARISONS = [
    Comparison(
        "probability_of_at_least_one = binom.sf",
        lambda rng: (rate(rng), int(rng.integers(1, 500))),
        risk.probability_of_at_least_one,
        lambda chance, trials: stats.binom.sf(0, trials, chance),
    ),
    Comparison(
        "false_alarm_probability = binom.sf",
        lambda rng: (int(rng.integers(1, 500)), rate(rng)),
        lambda number, alpha: monitoring.false_alarm_probability(number, alpha=alpha),
        lambda number, alpha: stats.binom.sf(0, number, alpha),
    ),
    Comparison(
        "trials_for_at_least_one = geom.ppf",
        lambda rng: (rate(rng), rate(rng)),
        lambda chance, target: risk.trials_for_at_least_one(chance, target_probability=target),
        lambda chance, target: stats.geom.ppf(target, chance),
    ),
    Comparison(
        "probability_of_any_event = poisson.sf",
        lambda rng: (float(rng.exponential(2)),),
        risk.probability_of_any_event,
        lambda mean: stats.poisson.sf(0, mean),
    ),
    Comparison(
        "poisson_probability_at_most = poisson.cdf",
        lambda rng: (int(rng.integers(0, 30)), float(rng.exponential(10))),
        risk.poisson_probability_at_most,
        stats.poisson.cdf,
    ),
    Comparison(
        "lognormal_mean = lognorm.mean",
        lambda rng: (float(rng.uniform(1, 1e6)), float(rng.uniform(0.1, 3))),
        loss.lognormal_mean,
        lambda median, sigma: stats.lognorm.mean(sigma, scale=median),
    ),
    Comparison(
        "annual_loss_moments = lognorm.moment",
        lambda rng: (float(rng.exponential(2)), float(rng.uniform(1, 1e6)), float(rng.uniform(0.1, 3))),
        lambda mean, median, sigma: loss.annual_loss_moments(mean, median=median, sigma=sigma),
        lambda mean, median, sigma: (
            mean * stats.lognorm.moment(1, sigma, scale=median),
            np.sqrt(mean * stats.lognorm.moment(2, sigma, scale=median)),
        ),
    ),
    Comparison(
        "summarise_losses = sem, quantile",
        lambda rng: (rng.lognormal(size=rng.integers(2, 200)),),
        lambda losses: (
            loss.summarise_losses(losses).standard_error,
            loss.summarise_losses(losses).quantiles[0.95],
        ),
        lambda losses: (stats.sem(losses), stats.quantile(losses, 0.95)),
    ),
    Comparison(
        "triangular_mean = triang.mean",
        triangle,
        loss.triangular_mean,
        lambda low, mode, high: stats.triang.mean((mode - low) / (high - low), low, high - low),
    ),
    Comparison(
        "triangular_quantile = triang.ppf",
        lambda rng: (rate(rng), *triangle(rng)),
        lambda below, low, mode, high: loss.triangular_quantile(below, low=low, mode=mode, high=high),
        lambda below, low, mode, high: stats.triang.ppf(below, (mode - low) / (high - low), low, high - low),
    ),
    Comparison("best_control_set = milp", controls, ours_controls, milp_controls),
    Comparison(
        "net_present_value = polyval",
        cash_flows,
        lambda flows, growth: investment.net_present_value(flows, discount_rate=growth),
        lambda flows, growth: polynomial.polyval(1 / (1 + growth), [0, *flows]),
    ),
    Comparison(
        "present_value = polyval",
        cash_flows,
        lambda flows, growth: compensation.present_value(flows, discount_rate=growth, paid="year_start"),
        lambda flows, growth: polynomial.polyval(1 / (1 + growth), flows),
    ),
    Comparison("normal_quantile = norm.ppf", lambda rng: (rate(rng),), intervals.normal_quantile, stats.norm.ppf),
    Comparison(
        "critical_value = norm.isf",
        lambda rng: (rate(rng),),
        intervals.critical_value,
        lambda level: stats.norm.isf((1 - level) / 2),
    ),
    Comparison(
        "wilson_interval = proportion_confint",
        one_group,
        lambda part, whole: tuple(intervals.wilson_interval(part, whole)),
        lambda part, whole: proportion.proportion_confint(part, whole, method="wilson"),
    ),
    Comparison(
        "wald_difference_interval = confint_proportions_2indep",
        two_groups,
        lambda *groups: tuple(intervals.wald_difference_interval(*groups)),
        lambda *groups: proportion.confint_proportions_2indep(*groups, method="wald"),
    ),
    Comparison(
        "newcombe_interval = confint_proportions_2indep",
        two_groups,
        lambda *groups: tuple(intervals.newcombe_interval(*groups)),
        lambda *groups: proportion.confint_proportions_2indep(*groups, method="newcomb"),
    ),
    Comparison(
        "katz_ratio_interval = confint_proportions_2indep",
        two_groups,
        lambda *groups: tuple(intervals.katz_ratio_interval(*groups)),
        lambda *groups: proportion.confint_proportions_2indep(*groups, compare="ratio", method="log"),
    ),
    Comparison(
        "two_proportion_z_test pooled = proportions_ztest",
        two_groups,
        ours_z("pooled"),
        lambda part, whole, other, other_whole: proportion.proportions_ztest([part, other], [whole, other_whole]),
    ),
    Comparison(
        "two_proportion_z_test unpooled = test_proportions_2indep",
        two_groups,
        ours_z("unpooled"),
        statsmodels_wald_z,
    ),
    Comparison(
        "benjamini_hochberg = multipletests",
        p_values,
        ours_benjamini_hochberg,
        statsmodels_benjamini_hochberg,
    ),
    Comparison(
        "benjamini_hochberg = false_discovery_control",
        p_values,
        lambda values: significance.benjamini_hochberg(values).adjusted_p_values,
        stats.false_discovery_control,
    ),
    Comparison("mantel_haenszel = formulas by hand", strata, ours_mantel_haenszel, mantel_haenszel_by_hand),
    Comparison("difference_in_differences = lstsq", two_by_two_means, ours_did, regression_did),
    Comparison(
        "sample_size_one_proportion = normal_sample_size_one_tail",
        two_rates,
        lambda known, new, alpha, wanted: sample_size.sample_size_one_proportion(
            known, new, alpha=alpha, power=wanted, alternative="one-sided"
        ),
        one_sample_size,
    ),
    Comparison("sample size fleiss = 2indep_onetail", two_rates, ours_two_sizes("fleiss"), pooled_size),
    Comparison("sample size unpooled = one_tail", two_rates, ours_two_sizes("unpooled"), unpooled_size),
    Comparison(
        "sample size arcsine = proportion_effectsize and one_tail",
        two_rates,
        ours_two_sizes("arcsine"),
        arcsine_size,
    ),
    Comparison(
        "power_two_proportions = power_proportions_2indep",
        two_close_rates,
        lambda first, second, alpha, size: sample_size.power_two_proportions(first, second, size=size, alpha=alpha),
        statsmodels_power,
    ),
    Comparison(
        "sample_size_for_half_width = samplesize_confint_proportion",
        lambda rng: (rate(rng), float(rng.uniform(0.001, 0.2))),
        sample_size.sample_size_for_half_width,
        lambda planned, width: np.ceil(proportion.samplesize_confint_proportion(planned, width)),
    ),
    Comparison(
        "population_stability_index = entropy both ways",
        two_histograms,
        drift.population_stability_index,
        jeffreys,
    ),
    Comparison(
        "numeric_stability = cut and entropy",
        two_samples,
        lambda *samples: drift.numeric_stability(*samples, empty_bins="add-half").index,
        jeffreys_of_deciles,
    ),
    Comparison(
        "stability_noise_quantile = chi2.ppf",
        lambda rng: (
            int(rng.integers(1, 9999)),
            int(rng.integers(1, 9999)),
            int(rng.integers(2, 30)),
            rate(rng),
        ),
        lambda first, second, bins, below: drift.stability_noise_quantile(first, second, bins=bins, probability=below),
        lambda first, second, bins, below: (1 / first + 1 / second) * stats.chi2.ppf(below, bins - 1),
    ),
    Comparison(
        "kolmogorov_smirnov = ks_2samp",
        two_samples,
        lambda *samples: (
            distances.kolmogorov_smirnov(*samples).statistic,
            distances.kolmogorov_smirnov(*samples).p_value,
        ),
        lambda *samples: tuple(stats.ks_2samp(*samples)),
    ),
    Comparison(
        "jensen_shannon_distance = jensenshannon",
        histograms_with_gaps,
        lambda first, second, base: distances.jensen_shannon_distance(first, second, base=base),
        spatial.distance.jensenshannon,
    ),
    Comparison(
        "jensen_shannon_divergence = jensenshannon squared",
        histograms_with_gaps,
        lambda first, second, base: distances.jensen_shannon_divergence(first, second, base=base),
        lambda first, second, base: spatial.distance.jensenshannon(first, second, base) ** 2,
    ),
    Comparison(
        "brier_score = brier_score_loss",
        outcomes_and_probabilities,
        lambda outcomes, predicted, bins: calibration.brier_score(outcomes, predicted),
        lambda outcomes, predicted, bins: sklearn_metrics.brier_score_loss(outcomes, predicted),
    ),
    Comparison(
        "calibration_table uniform = calibration_curve",
        outcomes_and_probabilities,
        ours_table("uniform"),
        sklearn_curve("uniform"),
    ),
    Comparison(
        "calibration_table quantile = calibration_curve",
        outcomes_and_probabilities,
        ours_table("quantile"),
        sklearn_curve("quantile"),
    ),
    Comparison("seven error rates = precision_recall_fscore_support", outcomes_and_flags, ours_rates, sklearn_rates),
    Comparison(
        "accuracy, selection_rate, base_rate = accuracy_score, mean",
        outcomes_and_flags,
        ours_shares,
        lambda outcomes, flags: (
            sklearn_metrics.accuracy_score(outcomes, flags),
            flags.mean(),
            outcomes.mean(),
        ),
    ),
    Comparison("critical_path = bellman_ford", plan, ours_plan, shortest_path_plan),
    Comparison(
        "jaccard_overlap = jaccard_score",
        outcomes_and_flags,
        lambda first, second: planning.jaccard_overlap(np.flatnonzero(first), np.flatnonzero(second)),
        sklearn_metrics.jaccard_score,
    ),
    Comparison(
        "expected_assembly_time = digamma",
        lambda rng: (float(rng.exponential(10)), int(rng.integers(1, 40))),
        lambda mean, people: incident.expected_assembly_time(mean, responders=people),
        lambda mean, people: mean * (special.digamma(people + 1) + np.euler_gamma),
    ),
]


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.name)
def test_a_measure_agrees_with_its_library(comparison):
    assert largest_difference(comparison) <= comparison.bar
