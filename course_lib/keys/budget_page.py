"""The page: the four budgets with their figures, what is broken, what is done first, and what nobody has shown."""

import math
from collections.abc import Mapping

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.error_alerts import budget_used
from course_lib.keys.error_shares import segment_error_allowed
from course_lib.keys.latency_budget import model_latency_left, p95_latency
from course_lib.keys.retraining import retraining_interval
from course_lib.keys.token_bill import cost_per_thousand_solved
from course_lib.wording.telling import tells

KEPT, BROKEN = "is kept", "is broken"
STOP, GO_ON = "stop until the budget has recovered", "go on"
RETRIES, MODEL = "the time-outs that send requests again", "a faster model"
WHY, LATE, SPENT = (
    "why accuracy decays",
    "how many late requests had been sent again",
    "what a solved task costs",
)


@question(
    points=10,
    unit="fields",
    kind="fields",
    frames=("requests", "usage", "accuracy_weeks"),
    form=Fields(
        (
            Slot("p95_ms", unit="ms", tolerance=2, same_as="p95_latency"),
            Slot("promise", choices=(KEPT, BROKEN)),
            Slot("first_fix", choices=(MODEL, RETRIES, "a smaller guard-rail")),
            Slot("model_ms", unit="ms", tolerance=1, same_as="model_latency_left"),
            Slot("segment_error", unit="share", tolerance=0.0002, same_as="segment_error_allowed"),
            Slot("budget_used", unit="per cent", tolerance=0.3, same_as="budget_used"),
            Slot("launches", choices=(GO_ON, STOP)),
            Slot("cost", unit="USD", tolerance=0.005, relative=True, same_as="cost_per_thousand_solved"),
            Slot("cap", choices=("within", "above")),
            Slot("retrain_weeks", kind="integer", unit="weeks"),
            Slot("not_shown", choices=(LATE, SPENT, WHY)),
        ),
        template=(
            "Latency: users wait {p95_ms} at the 95th percentile, so the promise {promise}; first we fix {first_fix}; "
            "the model may take {model_ms}. Errors: the new segment may be wrong in {segment_error} of its answers; "
            "{budget_used} of the error budget are used, so launches {launches}. Cost: {cost} per thousand solved "
            "tasks, {cap} the cap. Retraining starts at the latest {retrain_weeks} after a release. Not shown: "
            "{not_shown}."
        ),
    ),
    hint="Most fields are your answers from above. The others compare one of them with a figure on the card.",
    working="Each figure against its promise, cap or budget; the interval rounded down to whole weeks.",
)
def performance_budget(case: Case) -> dict[str, object]:
    """State the budget in fields: latency, errors, cost, retraining.

    `p95_ms`, `model_ms`, `segment_error`, `budget_used`, `cost`: your answers above. `promise`: is the one on
    the card kept, by your percentile? `first_fix`: what more than half of the late requests have in common.
    `launches`: they stop once more than the whole error budget is used. `cap`: is your cost `within` or `above` the cap
    on the card? `retrain_weeks`: `retraining_interval`, rounded so that the accuracy budget is never broken.
    `not_shown`: what no frame of this case holds.
    """
    return {
        "p95_ms": p95_latency.answer(case),
        "promise": BROKEN if p95_latency.answer(case) > case.request_log.promise_ms else KEPT,
        "first_fix": RETRIES,
        "model_ms": model_latency_left.answer(case),
        "segment_error": segment_error_allowed.answer(case),
        "budget_used": budget_used.answer(case),
        "launches": STOP if budget_used.answer(case) > 100 else GO_ON,
        "cost": cost_per_thousand_solved.answer(case),
        "cap": "above" if cost_per_thousand_solved.answer(case) > case.prices.cost_cap else "within",
        "retrain_weeks": math.floor(retraining_interval.answer(case)),
        "not_shown": WHY,
    }


@performance_budget.mistake("The dashboard keeps the promise; its users do not get what the promise says.")
def _(case: Case) -> dict[str, object]:
    return {"promise": KEPT}


@performance_budget.mistake(
    "A faster model helps the few late requests that were answered at once; most were sent again."
)
def _(case: Case) -> dict[str, object]:
    return {"first_fix": MODEL}


@performance_budget.mistake(
    "A smaller guard-rail buys a few milliseconds with safety; most late requests were sent again."
)
def _(case: Case) -> dict[str, object]:
    return {"first_fix": "a smaller guard-rail"}


@performance_budget.mistake(
    "Hold the budget used against the whole of it: launches stop when it is overdrawn, and only then."
)
def _(case: Case) -> dict[str, object]:
    return {"launches": GO_ON if performance_budget.answer(case)["launches"] == STOP else STOP}


@performance_budget.mistake(
    "Compare the cost of a thousand solved tasks with the cap, not that of a thousand requests."
)
def _(case: Case) -> dict[str, object]:
    return {"cap": "within" if performance_budget.answer(case)["cap"] == "above" else "above"}


@performance_budget.mistake("Rounded up, the last days before the new model break the accuracy budget: round down.")
def _(case: Case) -> dict[str, object]:
    return {"retrain_weeks": math.floor(retraining_interval.answer(case)) + 1}


@performance_budget.mistake("The lead time is missing in `retrain_weeks`: start that much earlier.")
def _(case: Case) -> dict[str, object]:
    return {"retrain_weeks": math.floor(retraining_interval.answer(case)) + case.lead_weeks}


@performance_budget.mistake("The request log shows that; look for what no frame holds.")
def _(case: Case) -> dict[str, object]:
    return {"not_shown": LATE}


@performance_budget.mistake("You worked that out from `usage`; look for what no frame holds.")
def _(case: Case) -> dict[str, object]:
    return {"not_shown": SPENT}


@tells(performance_budget)
def plain_p95(case: Case, fields: Mapping[str, float]) -> str:
    """Write the 95th percentile as a file takes it."""
    return f"{fields['p95_ms']:.0f}"


@tells(performance_budget)
def plain_model(case: Case, fields: Mapping[str, float]) -> str:
    """Write the model's milliseconds as a file takes them."""
    return f"{fields['model_ms']:.0f}"


@tells(performance_budget)
def plain_segment(case: Case, fields: Mapping[str, float]) -> str:
    """Write the segment's error rate as a file takes it."""
    return f"{fields['segment_error']:.4f}"


@tells(performance_budget)
def plain_used(case: Case, fields: Mapping[str, float]) -> str:
    """Write the share of the error budget that is used as a file takes it."""
    return f"{fields['budget_used'] / 100:.2f}"


@tells(performance_budget)
def plain_cost(case: Case, fields: Mapping[str, float]) -> str:
    """Write the cost as a file takes it."""
    return f"{fields['cost']:.2f}"


@tells(performance_budget)
def plain_weeks(case: Case, fields: Mapping[str, float]) -> str:
    """Write the weeks as a file takes them."""
    return f"{fields['retrain_weeks']:.0f}"
