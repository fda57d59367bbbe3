"""Do predicted probabilities come true? Brier score, expected calibration error, and the table behind it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from course_lib.measures import checks

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MOST_BINS = 1000
"""Most bins of a calibration table."""


def brier_score(y_true: Iterable[int], y_prob: Iterable[float]) -> float:
    """Mean squared difference between predicted probability and outcome.

    Parameters
    ----------
    y_true : iterable of int
        Outcome, 0 or 1 per case.
    y_prob : iterable of float
        Predicted probability of outcome 1, a fraction per case.

    Raises
    ------
    ValueError
        If the lengths differ, an outcome is not 0 or 1, or a probability is not a fraction.

    References
    ----------
    Brier (1950), Monthly Weather Review 78, 1-3, halved for two classes. Strictly proper.
    """
    outcome, predicted = _outcome_and_probability(y_true, y_prob)
    return float(((predicted - outcome) ** 2).mean())


def calibration_in_the_large(y_true: Iterable[int], y_prob: Iterable[float]) -> float:
    """Observed rate minus mean predicted probability: positive when the model predicts too little."""
    outcome, predicted = _outcome_and_probability(y_true, y_prob)
    return float(outcome.mean() - predicted.mean())


def calibration_table(
    y_true: Iterable[int], y_prob: Iterable[float], *, bins: int = 10, strategy: str
) -> "pd.DataFrame":
    """Mean predicted probability and observed rate of every bin that holds a case.

    Parameters
    ----------
    y_true, y_prob : iterable
        Outcome 0 or 1, and predicted probability, per case.
    bins : int
        Number of bins.
    strategy : {"uniform", "quantile"}
        Bins of equal width over 0 to 1, or cut at the quantiles of ``y_prob`` (linear interpolation). As in
        scikit-learn's ``calibration_curve``, a bin holds its upper edge.

    Returns
    -------
    pandas.DataFrame
        ``mean_predicted``, ``observed_rate`` and ``cases``, one row a bin, rising.

    Raises
    ------
    ValueError
        As in `brier_score`, or for an unknown strategy.
    """
    import numpy as np
    import pandas as pd

    outcome, predicted = _outcome_and_probability(y_true, y_prob)
    cuts = np.linspace(0, 1, checks.count("bins", bins, least=1, most=MOST_BINS) + 1)
    if checks.choice("strategy", strategy, ("uniform", "quantile")) == "quantile":
        # Per cent, as scikit-learn has it: the rounding decides where a case on a cut belongs.
        cuts = np.percentile(predicted, 100 * cuts)
    places = np.searchsorted(cuts[1:-1], predicted)
    cases, predicted_sum, outcome_sum = (
        np.bincount(places, weights=weights, minlength=bins) for weights in (None, predicted, outcome)
    )
    held = cases > 0
    return pd.DataFrame(
        {
            "mean_predicted": predicted_sum[held] / cases[held],
            "observed_rate": outcome_sum[held] / cases[held],
            "cases": cases[held],
        }
    )


def expected_calibration_error(
    y_true: Iterable[int], y_prob: Iterable[float], *, bins: int = 10, strategy: str
) -> float:
    """Mean over cases of the gap between observed rate and mean prediction of their bin, without sign.

    The value depends on the bins, which `calibration_table` describes, and it is not a proper score.

    Raises
    ------
    ValueError
        As in `calibration_table`.

    References
    ----------
    Guo, Pleiss, Sun and Weinberger (2017), On Calibration of Modern Neural Networks, ICML.
    """
    table = calibration_table(y_true, y_prob, bins=bins, strategy=strategy)
    return calibration_error_of_bins(table["mean_predicted"], table["observed_rate"], table["cases"])


def calibration_error_of_bins(
    mean_predicted: Iterable[float], observed_rates: Iterable[float], cases: Iterable[int]
) -> float:
    """Return the expected calibration error of given bins: ``sum n |observed - predicted| / sum n``.

    Raises
    ------
    ValueError
        If the lengths differ, a rate is not a fraction, a count is negative, or there is no case.
    """
    predicted = checks.each(checks.rate, "mean_predicted", mean_predicted)
    observed = checks.each(checks.rate, "observed_rates", observed_rates)
    sizes = checks.each(checks.count, "cases", cases)
    checks.same_length(mean_predicted=predicted, observed_rates=observed, cases=sizes)
    if sum(sizes) == 0:
        raise ValueError("cases are all zero, but at least one case is needed.")
    gaps = (size * abs(rate - mean) for mean, rate, size in zip(predicted, observed, sizes, strict=True))
    return sum(gaps) / sum(sizes)


def _outcome_and_probability(y_true: Iterable[int], y_prob: Iterable[float]) -> tuple["np.ndarray", "np.ndarray"]:
    outcome, predicted = checks.labels("y_true", y_true), checks.sample("y_prob", y_prob)
    checks.same_length(y_true=outcome, y_prob=predicted)
    if predicted.min() < 0 or predicted.max() > 1:
        raise ValueError("y_prob has values outside 0 to 1: write 3.2 % as 0.032.")
    return outcome, predicted
