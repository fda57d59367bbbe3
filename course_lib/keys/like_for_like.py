"""Questions on two models that do not see the same cases: their error rates in all, and like for like."""

from course_lib.cases.error_batches import MODELS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.wording.telling import tells

FRAMES = ("error_batches",)
TOLERANCE = 0.02
Counts = dict[tuple[str, str], tuple[int, int]]


def _in_all(counts: Counts) -> tuple[float, float]:
    """Return the error rates of the old model and the new one, all sites together."""
    old, new = (
        sum(errors for (_, used), (errors, _) in counts.items() if used == model)
        / sum(cases for (_, used), (_, cases) in counts.items() if used == model)
        for model in MODELS
    )
    return old, new


def _pooled(counts: Counts) -> float:
    old, new = _in_all(counts)
    return 100 * (new - old)


def _gaps(counts: Counts) -> dict[str, float]:
    """Return new less old by site, in percentage points."""
    return _gaps_of({cell: errors / cases for cell, (errors, cases) in counts.items()})


def _gaps_of(rate: dict[tuple[str, str], float]) -> dict[str, float]:
    return {site: 100 * (rate[site, "new"] - rate[site, "old"]) for site, _ in rate}


def _batch_rates(case: Case) -> dict[tuple[str, str], float]:
    """Return the mean of the batches' own rates by site and model, as somebody takes it who averages rates."""
    rates: dict[tuple[str, str], list[float]] = {}
    for one in case.error_log.batches:
        if one.site in case.error_log.sites:
            rates.setdefault((one.site, one.model), []).append(one.errors / one.cases)
    return {cell: sum(found) / len(found) for cell, found in rates.items()}


def _weights(counts: Counts, models: tuple[str, ...] = MODELS) -> dict[str, int]:
    return {site: sum(counts[site, model][1] for model in models) for site, _ in counts}


def _mean(gaps: dict[str, float], weights: dict[str, int]) -> float:
    return sum(weights[site] * gap for site, gap in gaps.items()) / sum(weights.values())


def standardised(counts: Counts, models: tuple[str, ...] = MODELS) -> float:
    """Return the mean gap over sites, each with the weight of the cases that these models had there."""
    return _mean(_gaps(counts), _weights(counts, models))


@question(
    points=5,
    unit="percentage points",
    tolerance=TOLERANCE,
    frames=FRAMES,
    hint="Each row stands for many cases: sum errors and cases before you divide. Which rows are no cases at all?",
    working="Errors over cases of the new model, all real sites together, less the same of the old one.",
)
def pooled_difference(case: Case) -> float:
    """By how much does the new model's error rate differ from the old one's, all sites together? Percentage points.

    Sum of `errors` over sum of `cases`, model `new` less model `old`: negative if the new one makes fewer. Not
    relative: rate less rate. One row a `batch_id`; site `sandbox` is left out.
    """
    return _pooled(case.error_log.counts())


@pooled_difference.mistake("Batches that were exported twice are in it twice. Keep one row a `batch_id`.", credit=0.25)
def _(case: Case) -> float:
    return _pooled(case.error_log.counts(copies=True))


@pooled_difference.mistake("The test site is in it, where faults are fed on purpose. Leave it out.")
def _(case: Case) -> float:
    return _pooled(case.error_log.counts(tests=True))


@pooled_difference.mistake("Copies and the test site are both in it. Read the data note first.")
def _(case: Case) -> float:
    return _pooled(case.error_log.counts(copies=True, tests=True))


@pooled_difference.mistake(
    "You compared like for like already. That is the next question; this one is what the headline says."
)
def _(case: Case) -> float:
    return standardised(case.error_log.counts())


@pooled_difference.mistake("That is relative to the old rate, in per cent. The question wants rate less rate.")
def _(case: Case) -> float:
    old, new = _in_all(case.error_log.counts())
    return 100 * (new / old - 1)


@pooled_difference.mistake("That is the ratio of the two rates. The question wants new less old.")
def _(case: Case) -> float:
    old, new = _in_all(case.error_log.counts())
    return new / old


@pooled_difference.mistake(
    "You averaged rates of batches. Batches differ in size: sum errors and cases, then divide.", credit=0.25
)
def _(case: Case) -> float:
    gaps = _gaps_of(_batch_rates(case)).values()
    return sum(gaps) / len(gaps)


@pooled_difference.mistake(
    "You averaged the sites' differences. In all means each model with all its cases: sum over sites, then divide."
)
def _(case: Case) -> float:
    gaps = _gaps(case.error_log.counts()).values()
    return sum(gaps) / len(gaps)


@question(
    points=7,
    unit="percentage points",
    tolerance=TOLERANCE,
    frames=FRAMES,
    hint="One difference a site first. Then average them with one set of weights for both models.",
    working="Sum over sites of (cases of the site / all cases) x (new rate - old rate at the site).",
)
def standardised_difference(case: Case) -> float:
    """And like for like: by how much does it differ if both models had the same mix of sites? Points again.

    At each site, error rate of `new` less that of `old`, in percentage points; then the average of these, each site
    weighted by its cases of both models together. Same rows: one a `batch_id`, no `sandbox`. Negative if the new model
    makes fewer.
    """
    return standardised(case.error_log.counts())


@standardised_difference.mistake(
    "That is the headline again: each model is weighed by its own mix of sites. Give both the same weights."
)
def _(case: Case) -> float:
    return _pooled(case.error_log.counts())


@standardised_difference.mistake("Each site has the same weight in that. Weight it by its cases.", credit=0.25)
def _(case: Case) -> float:
    gaps = _gaps(case.error_log.counts()).values()
    return sum(gaps) / len(gaps)


@standardised_difference.mistake(
    "You weighted by the new model's cases only: the mix that flatters it. The question weights by all cases.",
    credit=0.5,
)
def _(case: Case) -> float:
    return standardised(case.error_log.counts(), ("new",))


@standardised_difference.mistake(
    "You weighted by the old model's cases only. The question weights by the cases of both.", credit=0.5
)
def _(case: Case) -> float:
    return standardised(case.error_log.counts(), ("old",))


@standardised_difference.mistake("The test site is among your sites. Leave it out.")
def _(case: Case) -> float:
    return standardised(case.error_log.counts(tests=True))


@standardised_difference.mistake(
    "Batches that were exported twice are in it twice. Keep one row a `batch_id`.", credit=0.25
)
def _(case: Case) -> float:
    return standardised(case.error_log.counts(copies=True))


@standardised_difference.mistake("Copies and the test site are both in it. Read the data note first.")
def _(case: Case) -> float:
    return standardised(case.error_log.counts(copies=True, tests=True))


@standardised_difference.mistake(
    "You averaged rates of batches within a site. Batches differ in size: sum errors and cases, then divide.",
    credit=0.25,
)
def _(case: Case) -> float:
    return _mean(_gaps_of(_batch_rates(case)), _weights(case.error_log.counts()))


@standardised_difference.mistake(
    "That is relative: the difference over the old model's rate at the same mix. The question wants rate less rate."
)
def _(case: Case) -> float:
    counts = case.error_log.counts()
    old = {site: counts[site, "old"][0] / counts[site, "old"][1] for site in case.error_log.sites}
    return standardised(counts) / _mean(old, _weights(counts))


@tells(pooled_difference)
def in_points(case: Case, right: float) -> str:
    """Return the difference in percentage points, in words."""
    return points(right)


@tells(standardised_difference)
def as_points(case: Case, right: float) -> str:
    """Return the difference in percentage points, in words."""
    return points(right)


def points(difference: float) -> str:
    """Return a difference of two rates in words: so many percentage points more, or fewer."""
    return f"{abs(difference):.2f} percentage points {'more' if difference > 0 else 'fewer'}"


def fair(case: Case) -> bool:
    """Say whether the like-for-like difference is clear."""
    return abs(standardised_difference.answer(case)) >= 0.6
