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
    return clear and 2 <= len(audit_answer.tool_facts.answer(case)) <= 4


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
| false alarms a month at today's level | {false_alarms_a_month} |
| level of one check | {alpha_per_check} |
| labels of one check | {labels_needed} |
| age at which a request is judged | {monitoring_sla.window_hours} hours |
| alarm line, off-target rate | {monitoring_sla.threshold} |
| from shift to alarm | {hours_to_alarm} |
| conversion at a fixed age, against the first two weeks | {conversion_change} |
| saved a day by the sharper rule | {precision_saving} |

**Owner:** {monitoring_sla.owner}. **First step:** {monitoring_sla.action}.
**Not covered:** people whose recommendations nobody labels.

## The same promise as an alert rule

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
    critical_threshold={monitoring_sla.threshold},
    bin_size=fdl.BinSize.DAY,  # hour, day, week or month: check that a bin holds your labels
    evaluation_delay={monitoring_sla.window_hours},  # hours in the documentation, minutes in the docstring: try it
)
```

## The same line as a gate before release

A slice threshold of TensorFlow Model Analysis (ledger: TOOL-001), in its text form.

```
metrics_specs {
  metrics {
    class_name: "MeanLabel"
    per_slice_thresholds {
      slicing_specs { feature_keys: ["client"] }
      threshold { value_threshold { upper_bound { value: {monitoring_sla.threshold} } } }
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

{answer_timing}

{audit_answer}

## The seven steps

{audit_order}

## In your own words

[Write it here and read it aloud with a clock. Nobody marks it.]

## If they ask back

- Where it stops today: {failed_steps}
- Flagged slices, after correction: {flagged_slices}
- Chance of a false alarm somewhere: {false_slice_alarm}
- Statements on tools that hold on this case: {tool_facts}

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
- **Result:** monthly churn changed by {churn_effect}: {churn_relative_effect} of what it would have been.
- **How I know:** accounts without the fix, same months; before the launch the same method finds {churn_placebo}.
- **What it does not show:** why people left.

## 2. The monitor that nobody believed

- **Situation:** [a monitor that cried wolf]
- **Task:** [the promise that was asked of you]
- **Action:** [what you changed: level, labels, window, owner]
- **Result:** from {false_alarms_a_month} a month to the alarms allowed; {precision_saving} a day saved.

## 3. The drop that was none

- **Situation:** [a dashboard that showed a collapse]
- **Task:** [decide: roll back or wait]
- **Action:** [how you compared at a fixed age]
- **Result:** the real change was {conversion_change}.

## 4. The release that you stopped

- **Situation:** [an audit under time pressure]
- **Task:** [what you had to sign]
- **Action:** [which step stopped it: {failed_steps}]
- **Result:** [what was different a month later]

Case {case_code}. Figures are exercise data, computed by the candidate.
""",
    ),
)
