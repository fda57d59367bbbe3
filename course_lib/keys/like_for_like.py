"""Questions on two models that do not see the same cases: their error rates in all, and like for like."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.wording.telling import tells

FRAMES = ("error_batches",)
Counts = dict[tuple[str, str], tuple[int, int]]


def _pooled(counts: Counts) -> float:
    rates = {}
    for model in ("old", "new"):
        cells = [cell for (_, used), cell in counts.items() if used == model]
        rates[model] = sum(errors for errors, _ in cells) / sum(cases for _, cases in cells)
    return rates["new"] - rates["old"]


def _gaps(counts: Counts) -> dict[str, float]:
    """Return new less old by site."""
    sites = {site for site, _ in counts}
    rate = {cell: errors / cases for cell, (errors, cases) in counts.items()}
    return {site: rate[site, "new"] - rate[site, "old"] for site in sites}


def standardised(counts: Counts, models: tuple[str, ...] = ("old", "new")) -> float:
    """Return the mean gap over sites, each with the weight of the cases that these models had there."""
    weights = {site: sum(counts[site, model][1] for model in models) for site, _ in counts}
    return sum(weights[site] * gap for site, gap in _gaps(counts).items()) / sum(weights.values())


@question(
    points=5,
    unit="share",
    tolerance=0.0005,
    frames=FRAMES,
    hint="Each row stands for many cases: sum errors and cases before you divide. Which rows are no cases at all?",
    working="Errors over cases of the new model, all real sites together, less the same of the old one.",
)
def pooled_difference(case: Case) -> float:
    """By how much does the new model's error rate differ from the old one's, all sites together? As a share.

    Sum of `errors` over sum of `cases`, model `new` less model `old`: negative if the new one makes fewer. One row a
    `batch_id`; site `sandbox` is left out.
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


@question(
    points=7,
    unit="share",
    tolerance=0.0005,
    frames=FRAMES,
    hint="One difference a site first. Then average them with one set of weights for both models.",
    working="Sum over sites of (cases of the site / all cases) x (new rate - old rate at the site).",
)
def standardised_difference(case: Case) -> float:
    """And like for like: by how much does it differ if both models had the same mix of sites? As a share.

    At each site, error rate of `new` less that of `old`; then the average of these, each site weighted by its cases of
    both models together. Same rows: one a `batch_id`, no `sandbox`. Negative if the new model makes fewer.
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
    return f"{abs(difference):.2%}".removesuffix("%") + f" percentage points {'more' if difference > 0 else 'fewer'}"


def fair(case: Case) -> bool:
    """Say whether the like-for-like difference is clear."""
    return abs(standardised_difference.answer(case)) >= 0.006
