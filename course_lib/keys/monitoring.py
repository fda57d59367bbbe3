"""Questions on monitoring: a drift measure that stays quiet, labels that arrive late, an error budget that burns."""

import math

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.drift import population_stability_index
from course_lib.measures.monitoring import maturity_corrected_recall
from course_lib.measures.reliability import budget_days_left


@question(
    points=6,
    unit="PSI",
    tolerance=0.001,
    frames=("psi_bins",),
    hint="Turn counts into shares of their own total. One term a bin: (current - reference) x ln(current / reference).",
    working="Sum over bins of (current share - reference share) x ln(current share / reference share).",
)
def psi_reflectivity(case: Case) -> float:
    """Population stability index of the reflectivity feature, current against reference.

    Five bins as given in `psi_bins`, shares of each column's own total, natural logarithm, no smoothing.
    """
    return population_stability_index(case.reference_counts, case.current_counts)


def _bin_shares(case: Case) -> list[tuple[float, float]]:
    reference, current = sum(case.reference_counts), sum(case.current_counts)
    return [(r / reference, c / current) for r, c in zip(case.reference_counts, case.current_counts, strict=True)]


@psi_reflectivity.mistake("The index uses the natural logarithm; yours is to base ten.")
def _(case: Case) -> float:
    return psi_reflectivity.answer(case) / math.log(10)


@psi_reflectivity.mistake("That is the Kullback-Leibler divergence, one half of the symmetric sum.")
def _(case: Case) -> float:
    return sum(c * math.log(c / r) for r, c in _bin_shares(case))


@psi_reflectivity.mistake(
    "You summed over raw counts; the two columns have different totals, so turn them into shares."
)
def _(case: Case) -> float:
    counts = zip(case.reference_counts, case.current_counts, strict=True)
    return sum((c - r) * math.log(c / r) for r, c in counts)


@question(
    points=2,
    unit="share",
    tolerance=0.001,
    frames=("sightings",),
    hint="Only labels that have arrived and were confirmed count.",
    working="Flagged and confirmed sightings over all confirmed sightings.",
)
def recall_reported(case: Case) -> float:
    """Recall as the dashboard reports it today: flagged over flagged plus missed, among labels that are `confirmed`."""
    seen = case.sightings
    return seen.flagged_confirmed / (seen.flagged_confirmed + seen.missed_confirmed)


@recall_reported.mistake("Pending sightings are in it: their labels have not arrived, so nobody knows what they are.")
def _(case: Case) -> float:
    seen = case.sightings
    flagged, missed = seen.flagged_confirmed + seen.flagged_pending, seen.missed_confirmed + seen.missed_pending
    return flagged / (flagged + missed)


@question(
    points=8,
    unit="share",
    tolerance=0.003,
    frames=("sightings", "label_ages"),
    hint="A count seen early is the true count times the share of labels that have arrived by that age: divide by it.",
    working="Divide flagged by the flagged maturity and missed by the missed maturity; then flagged over the sum.",
)
def recall_mature(case: Case) -> float:
    """Recall once labels are mature: divide each confirmed count by the maturity of its own outcome.

    Recall: flagged over flagged plus missed. Maturity of an outcome: the share of its past sightings in `label_ages`
    whose label arrived within N days, N being the age of the sightings on your card.
    """
    return maturity_corrected_recall(
        case.sightings.flagged_confirmed,
        case.sightings.missed_confirmed,
        flagged_maturity=_maturity(case, "flagged"),
        missed_maturity=_maturity(case, "missed"),
    )


def _maturity(case: Case, outcome: str) -> float:
    days = [day for name, day in case.label_days if name == outcome]
    return sum(day <= case.sightings.age_days for day in days) / len(days)


def _corrected(case: Case, flagged_weight: float, missed_weight: float) -> float:
    flagged = case.sightings.flagged_confirmed * flagged_weight
    return flagged / (flagged + case.sightings.missed_confirmed * missed_weight)


@recall_mature.mistake(
    "Misses are confirmed later than hits: one maturity for both cancels out and flatters the model."
)
def _(case: Case) -> float:
    return recall_reported.answer(case)


@recall_mature.mistake("You multiplied by maturity; what has arrived is only a part, so divide.")
def _(case: Case) -> float:
    return _corrected(case, _maturity(case, "flagged"), _maturity(case, "missed"))


@recall_mature.mistake("Only the misses are corrected; hits mature too, by their own share.")
def _(case: Case) -> float:
    return _corrected(case, 1, 1 / _maturity(case, "missed"))


@question(
    points=6,
    unit="days",
    tolerance=0.1,
    frames=("camera_frames",),
    hint="Burn rate first: today's rate over the budgeted rate. A burn rate of one lasts the whole window.",
    working="(1 - share used) x window in days / (fleet rate after / budgeted rate).",
)
def error_budget_days_left(case: Case) -> float:
    """Days until the rest of the error budget is gone, if the fleet keeps the false-positive rate of period `after`.

    Budgeted rate, window and share already used are on the card. A day at the budgeted rate uses one day of the window;
    a day at k times that rate uses k. Traffic stays as it is.
    """
    return _days_left(case, case.false_positive_rate(period="after"))


def _days_left(case: Case, rate: float, *, used: float | None = None) -> float:
    share_used = case.budget_used if used is None else used
    objective, window = 1 - case.budgeted_rate, case.budget_days
    return budget_days_left(rate, objective=objective, window_days=window, share_used=share_used)


@error_budget_days_left.mistake("A part of the budget is used already; only the rest is left to burn.")
def _(case: Case) -> float:
    return _days_left(case, case.false_positive_rate(period="after"), used=0.0)


@error_budget_days_left.mistake("Burn rate is today's rate over the budgeted rate, not over the old rate.")
def _(case: Case) -> float:
    before, after = (case.false_positive_rate(period=period) for period in ("before", "after"))
    return (1 - case.budget_used) * case.budget_days * before / after


@error_budget_days_left.mistake("You burned at the rate of the updated cars; the budget is the fleet's.")
def _(case: Case) -> float:
    return _days_left(case, case.false_positive_rate(period="after", firmware="new"))


@error_budget_days_left.mistake("That is the rest of the window at the budgeted rate; today's rate burns faster.")
def _(case: Case) -> float:
    return (1 - case.budget_used) * case.budget_days


EXERCISE = Exercise(
    questions=(psi_reflectivity, recall_reported, recall_mature, error_budget_days_left),
    strong_answer=(
        "Three monitors, three speeds. Input drift is {psi_reflectivity}, below the line that people use by habit: "
        "it stays quiet while the false-positive rate rises. Recall reads {recall_reported} today, but misses are "
        "confirmed late; with mature labels I expect {recall_mature}, and I report that one with its date. The error "
        "budget is the one that should page: at this burn it lasts {error_budget_days_left}. I would alert on the "
        "burn rate, keep drift as a diagnosis, and never show a recall without the age of its labels."
    ),
    follow_up="Who owns this monitor after you, and what makes them act at night?",
)
