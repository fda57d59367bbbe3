"""Questions of the one-page model card: audit the inherited one, measure slices, check evidence, sign."""

from course_lib.keys import calibration_drift, card_findings, card_text, slice_limits
from course_lib.keys.exercise import Artefact

EXERCISES = {
    "inherited card": card_findings.EXERCISE,
    "slices": slice_limits.EXERCISE,
    "evidence": calibration_drift.EXERCISE,
    "signed card": card_text.EXERCISE,
}

PORTFOLIO = (
    Artefact(
        "model_card.md",
        """---
license: cc-by-4.0
language: en
tags:
  - tabular-classification
next_review: {model_card.review}
model-index:
  - name: job-score-2
    results:
      - task:
          type: tabular-classification
        dataset:
          type: american-community-survey
          name: American Community Survey, Massachusetts, {card.years}, ages {card.ages}
        metrics:
          - type: false_positive_rate
            name: missed rate
            value: {missed_rate.plain}
---

# Model card: job score 2

## Model details

Predicts from answers to a census survey who has a job: a score from 0 to 1, called employed from {card.threshold}.

**Owner:** {model_card.owner}

## Intended use

The model {model_card.use}. Whoever scores below the threshold gets one.

Out of scope: any decision on benefits, proof of employment, people outside the ages {card.ages}.

## Factors

Race and sex, as people told them in the survey. Disability, place of birth and language were not looked at.

## Metrics

Missed rate: people without a job whom the model calls employed, over all people without a job. They get no letter.
A letter too many costs a stamp; a missed person loses an offer of help.

## Evaluation data

American Community Survey, Massachusetts, {card.years}, people aged {card.ages}. Resent rows and records of a load test
are left out. The vendor's recorded run (TensorFlow Model Analysis, all ages, threshold 0.5) lacks one slice
({card.sex}, {card.year}); made again, its false-positive rate is {recorded_fpr}.

## Training data

Not disclosed by the vendor. The reference year is 2015, earlier than the data of this evaluation.

## Quantitative analyses

Everybody in scope: missed rate {missed_rate.row}.

{worst_slice_upper.table}

- Worst group shown: {model_card.worst_slice}, {worst_gap} above everybody else; its interval ends at
  {worst_slice_upper}.
- For the wanted precision there, the evaluation would need {people_needed}.
- Expected calibration error in scope, five bins: {calibration_error}.
- Recorded run, sex: {card.drift_sex}. From 2015 to 2018 the share with a job outran the scores by {gap_growth}.

## Ethical considerations

A missed person does not learn of the offer, and cannot object to a letter that never came. Groups that are held back
for their size ({held_back}) may be missed more often than any shown here.

## Caveats and recommendations

- **Limit:** {model_card.limit}; today these are {model_card.worst_slice}.
- **Drift:** {model_card.drift}. The area under the curve does not show it.
- **Not shown:** {model_card.not_shown}.

## Monitoring

Every month, missed rate of the {card.followed_a_month} people without a job who are followed up. Above {alarm_line}:
{model_card.first_step}. A false alarm has a chance of {card.alpha} a month.

**Next review:** {model_card.review}

Case {case_code}. The survey and the scores are real; office, vendor and letters are made up for the exercise.
""",
    ),
)
