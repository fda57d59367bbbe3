"""Group measures against fairlearn: 1,000 random tables at once, and its own functions on some of them."""

import fairlearn.metrics as fairlearn
import numpy as np
import pandas as pd
import pytest

from course_lib.measures import classification, fairness

TRIALS = 1000
BAR = 1e-9
RATES = {
    "selection_rate": fairlearn.selection_rate,
    "true_positive_rate": fairlearn.true_positive_rate,
    "false_positive_rate": fairlearn.false_positive_rate,
}


def random_table(rng):
    """Outcomes, flags and groups; each of the three groups has every combination at least once."""
    corners = np.array([(outcome, flag, group) for outcome in (0, 1) for flag in (0, 1) for group in range(3)])
    more = np.column_stack([rng.integers(0, 2, (40, 2)), rng.integers(0, 3, 40)])
    return pd.DataFrame(np.concatenate([corners, more]), columns=["outcome", "flag", "group"])


@pytest.fixture(scope="module")
def tables():
    rng = np.random.default_rng(20_261_124)
    return [random_table(rng) for _ in range(TRIALS)]


@pytest.fixture(scope="module")
def frame(tables):
    """All tables in one MetricFrame, the number of the table as its control feature."""
    rows = pd.concat(tables, keys=range(TRIALS), names=["table", "row"]).reset_index()
    return fairlearn.MetricFrame(
        metrics=RATES,
        y_true=rows["outcome"],
        y_pred=rows["flag"],
        sensitive_features=rows["group"],
        control_features=rows["table"],
    )


def counts_of(table):
    return classification.confusion_counts_by_group(table["outcome"], table["flag"], sensitive_features=table["group"])


def arguments(table):
    return (table["outcome"], table["flag"]), {"sensitive_features": table["group"]}


@pytest.mark.parametrize("name", RATES)
def test_group_rates_agree(tables, frame, name):
    by_group = frame.by_group[name].to_numpy(float).reshape(TRIALS, 3)
    for table, library in zip(tables, by_group, strict=True):
        rates = fairness.group_rates(counts_of(table), rate=name)
        assert [rates[group].rate for group in range(3)] == pytest.approx(library, rel=BAR)


def test_differences_and_ratios_agree(tables, frame):
    gaps = frame.difference(method="between_groups")
    odds = gaps[["true_positive_rate", "false_positive_rate"]].to_numpy(float)
    library = np.column_stack(
        [
            gaps["selection_rate"],
            frame.ratio(method="between_groups")["selection_rate"],
            odds.max(axis=1),
            odds.mean(axis=1),
        ]
    ).astype(float)
    for table, expected in zip(tables, library, strict=True):
        data, group = arguments(table)
        ours = [
            fairness.demographic_parity_difference(*data, **group),
            fairness.demographic_parity_ratio(*data, **group),
            fairness.equalized_odds_difference(*data, **group, aggregate="worst_case"),
            fairness.equalized_odds_difference(*data, **group, aggregate="mean"),
        ]
        assert ours == pytest.approx(expected, rel=BAR, abs=1e-12)


def test_the_arguments_are_those_of_fairlearn(tables):
    for table in tables[:20]:
        data, group = arguments(table)
        for name in ("demographic_parity_difference", "demographic_parity_ratio"):
            ours, library = getattr(fairness, name), getattr(fairlearn, name)
            assert ours(*data, **group) == pytest.approx(library(*data, **group), rel=BAR)
        for word in ("worst_case", "mean"):
            assert fairness.equalized_odds_difference(*data, **group, aggregate=word) == pytest.approx(
                fairlearn.equalized_odds_difference(*data, **group, agg=word), rel=BAR
            )
