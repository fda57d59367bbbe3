"""Questions of the 30-minute hiring-manager chat: impact, the monitoring promise, the audit in three minutes."""

import itertools

from course_lib.core.case import Case
from course_lib.keys import audit_answer, churn_effect, monitoring_promise
from course_lib.keys.exercise import Artefact
from course_lib.keys.slice_looks import FALSE_DISCOVERY_RATE, p_values


def fair(case: Case) -> bool:
    """Say whether no slice lies so close to a line that rounding decides, and the statements are a mix."""
    levels = sorted(p_values(case).values())
    lines = [FALSE_DISCOVERY_RATE * i / len(levels) for i in range(1, len(levels) + 1)]
    clear = all(abs(level / line - 1) > 0.02 for level, line in itertools.product(levels, lines))
    return clear and 1 <= len(audit_answer.tool_facts.answer(case)) <= 3


EXERCISES = {
    "impact": churn_effect.EXERCISE,
    "monitoring": monitoring_promise.EXERCISE,
    "audit": audit_answer.EXERCISE,
}

PORTFOLIO = (
    Artefact(
        "monitoring_sla.md",
        """# Monitoring promise: off-target recommendations

{monitoring_sla}

| what | figure |
|---|---|
| known off-target rate | {card.baseline_rate} |
| rate that must be caught | {card.rate_to_catch} |
| chance that one check catches it (power) | {card.power} |
| a check every | {card.check_every_hours} |
| false alarms in 30 days, today | {false_alarms_a_month.spoken} |
| false alarms in 30 days, allowed | {card.false_alarms_allowed} |
| level: may alarm falsely | {alpha_per_check.one_in} |
| labels of one check | {labels_needed} |
| age at which a request is judged | {monitoring_sla.window_hours} hours |
| alarm line, off-target rate | {monitoring_sla.threshold} |
| from a shift to labels from after it alone | {hours_to_alarm} |
| conversion at a fixed age, against the first two weeks | {conversion_change} |

**Owner:** {monitoring_sla.owner}. **First step:** {monitoring_sla.action}.
**How fast:** within about {hours_to_alarm}, plus at most one check interval.
**If that check misses:** the next ones share most of its labels. The next look that is independent of it comes once as
many new labels are in.
**Alarms come in runs:** checks share labels, so false alarms come close together; their number in 30 days stands.
**Not covered:** people whose recommendations nobody labels.

## The nearest alert rule, and where it differs

- A day's bin holds a day's labels, not {labels_needed}: at the same level its line lies elsewhere. Recompute it.
- It looks once a day, not every {card.check_every_hours}. A rolling number of labels has no argument here.
- The level, the power, the owner and the first step have none either.

Arguments of `AlertRule` in the public Fiddler client (ledger: TOOL-004). Nothing runs here.

```python
fdl.AlertRule(
    name="off-target rate, people only",
    model_id=MODEL_ID,
    metric_id=OFF_TARGET_RATE,  # a custom metric: there is no ready one of this name
    segment_id=PEOPLE,  # neither crawler nor test harness
    priority=fdl.Priority.HIGH,
    compare_to=fdl.CompareTo.RAW_VALUE,
    condition=fdl.AlertCondition.GREATER,
    critical_threshold={monitoring_sla.line},  # for {labels_needed}: recompute it for those of a bin
    bin_size=fdl.BinSize.DAY,  # hour, day, week or month
    evaluation_delay={monitoring_sla.window_hours},  # hours in the documentation, minutes in the docstring: try it
)
```

## The same line as a check of the labelled data, slice by slice

`MeanLabel` averages the labels: it checks what was labelled, and is no gate for a candidate model, whose predictions
it does not use. A gate needs a metric that does, such as `FalseDiscoveryRate`: off-target ones among those that the
candidate would show, as far as they have a label. The line holds for {labels_needed}: recompute it for the labels of
each slice.

A slice threshold of TensorFlow Model Analysis (ledger: TOOL-001), in its text form.

```
metrics_specs {
  metrics {
    class_name: "MeanLabel"
    per_slice_thresholds {
      slicing_specs { feature_keys: ["client"] }
      threshold { value_threshold { upper_bound { value: {monitoring_sla.line} } } }
    }
  }
}
```

Case {case_code}. Figures are exercise data, computed by the candidate.
""",
    ),
    Artefact(
        "three_minute_answer.md",
        """# "What is your model-card audit process?"

Seven steps. Each can stop a release:

{audit_order.steps}

Today it stops at: {failed_steps}. I {audit_answer.decision}.

On the public COMPAS file the {card.rate_by_race} differs by {audit_answer.slice_gap} between groups with enough people
(at least {card.least_examples}). With {false_slice_alarm.looks} looks at an alpha of {card.alpha_per_slice} a false
alarm somewhere has a chance of {false_slice_alarm}. So on our own slices I correct with {audit_answer.correction}.
These stay flagged: {flagged_slices}.

{audit_answer.gate_tool} gates a candidate before release, {audit_answer.watch_tool} watches after it. What I cannot
see: {audit_answer.not_shown}.

## In your own words

[Write it here and read it aloud with a clock. Nobody marks it.]

Case {case_code}. Figures are exercise data, computed by the candidate.
""",
    ),
    Artefact(
        "story_bank.md",
        """# Story bank

Situation, task, action, result. The action is the longest part: at most {answer_timing.action_words} at your pace.

## 1. The fix and the churn

- **Situation:** [one sentence: what was wrong, for whom]
- **Task:** [what you answered for]
- **Action:** [what you did, in the first person]
- **Result:** monthly churn changed by {churn_effect}, which is {churn_relative_effect} of what it would have been.
- **How I know:** accounts without the fix, same months; before the launch the same method finds {churn_placebo}.
- **What it does not show:** why people left.

## 2. The monitor that nobody believed

- **Situation:** [a monitor that cried wolf]
- **Task:** [the promise that was asked of you]
- **Action:** [what you changed: level, labels, window, owner]
- **Result:** from {false_alarms_a_month.spoken} in 30 days to {alpha_per_check.allowed}.

## 3. The drop behind the dashboard's drop

- **Situation:** [a dashboard that showed a collapse]
- **Task:** [decide: roll back or wait]
- **Action:** [how you compared at a fixed age]
- **Result:** the dashboard showed {conversion_change.dashboard}; at a fixed age it is {conversion_change}: real, and
  still to be explained.

## 4. The release that you stopped

- **Situation:** [an audit under time pressure]
- **Task:** [what you had to sign]
- **Action:** [which step stopped it: {failed_steps}]
- **Result:** [what was different a month later]

Case {case_code}. Figures are exercise data, computed by the candidate.
""",
    ),
)
