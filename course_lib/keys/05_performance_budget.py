"""Questions of the performance budget: latency, errors, cost and retraining, and a benchmark's worth."""

from course_lib.core.case import Case
from course_lib.keys import late_requests, retraining
from course_lib.keys.budget_page import performance_budget
from course_lib.keys.credit_benchmark import benchmark_uses, error_cost_a_client, previous_bad_payers
from course_lib.keys.error_alerts import alert_burn_rates, budget_used, page_line_is_clear, paging_hours
from course_lib.keys.error_shares import segment_error_allowed, stage_accuracy_needed
from course_lib.keys.exercise import Artefact, Exercise


def fair(case: Case) -> bool:
    """Say whether the verdicts are clear: late requests, the error budget, the pages, whole weeks."""
    weeks = retraining.retraining_interval.answer(case) % 1
    used = budget_used.answer(case)
    retried = late_requests.late_with_retry.answer(case)
    return page_line_is_clear(case) and 0.07 < weeks < 0.93 and not 90 < used < 110 and retried > 0.6


EXERCISES = {
    "latency": late_requests.EXERCISE,
    "errors": Exercise(
        questions=(segment_error_allowed, stage_accuracy_needed, alert_burn_rates, budget_used, paging_hours),
        strong_answer=(
            "One target for all answers is a budget to be split. With the other segments as they are, the new one may "
            "be wrong in {segment_error_allowed} of its answers; I weight by traffic, not by what reviewers looked at. "
            "In the chain the last stage needs {stage_accuracy_needed}, because stages multiply. For failed requests I "
            "page at a burn rate of {alert_burn_rates.page} and open a ticket at {alert_burn_rates.ticket}. "
            "{budget_used} of the window's budget are used, health checks taken off; {paging_hours.plain} would have "
            "paged. A failed request and a wrong answer are two budgets: the second one is our own extension."
        ),
        follow_up="The budget is overdrawn and sales has promised a launch for Thursday. Who decides, by which rule?",
    ),
    "cost and retraining": retraining.EXERCISE,
    "benchmark and page": Exercise(
        questions=(error_cost_a_client, previous_bad_payers, benchmark_uses, performance_budget),
        strong_answer=(
            "Before a public file sets my error budget I check what its codes mean. On it the rule costs "
            "{error_cost_a_client}, at our own costs. The code table calls two histories paid back duly; by their "
            "count these clients are the previous bad payers, and {previous_bad_payers} of them were bad again. So I "
            "use the file for {benchmark_uses}, no more. My own budget: the latency promise "
            "{performance_budget.promise}, launches {performance_budget.launches}, cost is {performance_budget.cap} "
            "the cap, and retraining starts at the latest {performance_budget.retrain_weeks} after a release. Not "
            "shown: {performance_budget.not_shown}."
        ),
        follow_up="Which one of your four budgets would you loosen for the other three, and what would it buy?",
    ),
}

PORTFOLIO = (
    Artefact(
        "performance_budget.md",
        """# Performance budget: loan-desk assistant

{performance_budget}

| budget | objective | today |
|---|---|---|
| latency | 95 of 100 users wait at most {card.promise_ms} | {performance_budget.p95_ms} |
| latency, the model's part | at most {performance_budget.model_ms} | not measured alone |
| wrong answers, all segments | at most {card.error_target} | see the segment |
| wrong answers, self-employed | at most {performance_budget.segment_error} | new model, not live yet |
| last stage of the chain | accuracy of at least {stage_accuracy_needed} | a gate before release |
| failed requests, {card.window_days} | {card.objective} must not fail | {budget_used} of the budget used |
| a thousand solved tasks | at most {card.cost_cap} | {performance_budget.cost} |
| accuracy, between releases | at most {card.accuracy_budget} lost | {accuracy_loss_a_week} lost a week |

- **What follows.** Latency: the promise {performance_budget.promise}; first fix {performance_budget.first_fix}.
  Errors: launches {performance_budget.launches}. Cost: {performance_budget.cap} the cap. Retraining: it starts at the
  latest {performance_budget.retrain_weeks} after a release, and takes {card.lead_weeks} to reach users.
- **Alerts.** Page at a burn rate of {alert_burn_rates.page}, ticket at {alert_burn_rates.ticket}. Of the last window
  {paging_hours.plain} would have paged.
- **Bill.** {monthly_bill} for {card.monthly_requests} requests next month.
- **How a wait is counted.** By user request, all attempts added up, people only. {late_with_retry} of the late requests
  had been sent again.
- **How wrong answers are weighed.** Rates from the reviews, weights from the traffic. A failed request and a wrong
  answer are two budgets.
- **A public benchmark.** The public credit file serves for {benchmark_uses}. On it the rule under
  study costs {error_cost_a_client}.
- **Not shown:** {performance_budget.not_shown}; waits outside our gateway; answers that nobody reviewed.
- **Owner.** The product manager holds the page; whoever lifts a stop of launches signs it.

Chart, if you kept it: `latency_budget.svg`. Case {case_code}; the figures are exercise data, computed by the candidate.
""",
    ),
    Artefact(
        "performance_budget.yaml",
        """# Performance budget of the loan-desk assistant. Case {case_code}: exercise data, computed by the candidate.
latency:
  promise: "{card.promise_ms}"
  verdict: "the promise {performance_budget.promise}"
  p95_of_user_waits_ms: {performance_budget.plain_p95}
  left_for_the_model_ms: {performance_budget.plain_model}
  first_fix: "{performance_budget.first_fix}"
errors:
  wrong_answers_at_most: "{card.error_target}"
  self_employed_at_most: {performance_budget.plain_segment}
  failed_requests_objective: "{card.objective}"
  budget_used: {performance_budget.plain_used}
  alerts: "page at {alert_burn_rates.page}, ticket at {alert_burn_rates.ticket}"
  launches: "{performance_budget.launches}"
cost:
  cap_per_thousand_solved: "{card.cost_cap}"
  usd_per_thousand_solved: {performance_budget.plain_cost}
  verdict: "{performance_budget.cap} the cap"
retraining:
  accuracy_that_may_be_lost: "{card.accuracy_budget}"
  starts_at_the_latest_after_weeks: {performance_budget.plain_weeks}
  lead_time: "{card.lead_weeks}"
not_shown: "{performance_budget.not_shown}"
""",
    ),
)
