"""Questions of the 45-minute product design: threshold, guard-rail, staged exposure, and a real log."""

from course_lib.core.case import Case
from course_lib.keys import guard_rail, logged_policies
from course_lib.keys.automation_bands import automation_threshold, break_even_accuracy, coverage, daily_value
from course_lib.keys.exercise import Artefact, Exercise
from course_lib.keys.launch_gate import launch_gate
from course_lib.keys.review_hours import clear, review_hours
from course_lib.keys.staged_exposure import harm_avoided, stage_days, users_harmed
from course_lib.keys.weak_languages import languages_below_break_even


def fair(case: Case) -> bool:
    """Say whether the last block of review hours is a clear choice, and the stage neither short nor endless."""
    return clear(case) and 10 <= stage_days.answer(case) <= 80


EXERCISES = {
    "threshold": Exercise(
        questions=(
            automation_threshold,
            break_even_accuracy,
            daily_value,
            coverage,
            languages_below_break_even,
        ),
        strong_answer=(
            "I do not pick a threshold, I derive it: a wrong refund costs more than a right one saves, so it pays from "
            "{automation_threshold}, and from {break_even_accuracy} once the answer is paid for. I hold that against "
            "audited accuracy, not against the confidence that the model claims. It comes to {daily_value} at "
            "{coverage} coverage. Then I look where confidence lies. In bands that I would automate, these languages "
            "lose money: {languages_below_break_even}. They stay with people until the model is calibrated. One "
            "looks worse still on a handful of audits, so I buy audits, not conclusions."
        ),
        follow_up="The cost of a wrong answer is your own estimate. By how much may it be off before the rule changes?",
    ),
    "guard-rail": guard_rail.EXERCISE,
    "staged exposure": Exercise(
        questions=(users_harmed, harm_avoided, stage_days, review_hours, launch_gate),
        strong_answer=(
            "Limited exposure is the control that works against defects nobody thought of. Caught at the second "
            "stage, this one harms {users_harmed}; {harm_avoided} of the harm of a launch to everybody does not "
            "happen. The price is time: the arm is full after {stage_days}. Review hours go where the next block "
            "saves most, after the random sample has had its least: {review_hours}. The gate is written first: "
            "{launch_gate.stop_rate} stops it, the {launch_gate.may_stop} may do so alone, and the verdict is due on "
            "{launch_gate.review}."
        ),
        follow_up="At the review the rate lies just under your stop rate. Do you open the third stage?",
    ),
    "real log": logged_policies.EXERCISE,
}

_GATE = """# Launch gate of the second stage. Exercise data, computed by the candidate. Case {case_code}.
decision: "automate above break-even, hand the rest to people"
break_even_accuracy: "{break_even_accuracy}"
coverage: "{coverage}"
people_only: "{launch_gate.people_only}"
gate:
  metric: "{launch_gate.metric}"
  users_in_each_arm: "{launch_gate.arm_size}"
  stop_when_the_exposed_arm_reaches: "{launch_gate.stop_rate}"
  chance_to_see_the_harm_in_one_language: "{chance_gate_sees_language}"
  may_stop_alone: "{launch_gate.may_stop}"
stages:
  order: "{launch_gate.stages}"
  second_stage_open_for: "{launch_gate.days_open}"
  verdict_due: "{launch_gate.review}"
  harmed_if_caught_there: "{users_harmed}"
people:
  reviewers_a_day: "{reviewers_needed}"
  review_hours_a_week: "{review_hours}"
not_shown_by_the_log: "{launch_gate.unseen}"
"""

_PRD = """# One page: an assistant that decides refund requests

Case {case_code}. Figures are exercise data, computed by the candidate. Lines in brackets are yours to write.

- **Comprehend.** [what the business wants, in one sentence; what it must not cost]
- **Identify the user.** [who asks for a refund; who is wronged when the assistant errs]
- **Report needs.** [a right answer, at once; a person within reach]
- **Cut.** Automate from {break_even_accuracy} on. With people stays: {launch_gate.people_only}.
- **List.** [two other designs: people with suggestions; automatic refunds below an amount]
- **Evaluate.** {daily_value} at {coverage} coverage, {reviewers_needed} a day for the rest.
- **Summarise.** {launch_gate}

## Metric tree

```mermaid
flowchart TD
  value["Value: {daily_value}"]
  value --> coverage["Coverage: {coverage}"]
  value --> accuracy["Accuracy of automated bands: from {break_even_accuracy}"]
  value --> people["People for the rest: {reviewers_needed}"]
  accuracy --> language["By language; not automated: {launch_gate.people_only}"]
  accuracy --> audits["Audits: {review_hours}"]
  guard["Guard-rail: {launch_gate.metric}"] --> arm["Size: {users_per_arm}"]
  guard --> stop["Stop rate: {launch_gate.stop_rate}"]
  guard --> missed["Chance to see harm in one language: {chance_gate_sees_language}"]
  guard --> exposed["Harmed at the second stage: {users_harmed}"]
```

## What we do not know

The log does not show {launch_gate.unseen}. [how you would find out, and by when]

## Figures

{figures}
"""

PORTFOLIO = (Artefact("one_page_prd.md", _PRD), Artefact("launch_gate.yaml", _GATE))
