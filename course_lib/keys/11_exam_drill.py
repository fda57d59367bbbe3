"""Questions of the exam drill: another domain, the same skills, no word about an answer until the end."""

import itertools

from course_lib.core.case import Case
from course_lib.keys import decline_complaint, decline_threshold, false_declines, fraud_decision, late_chargebacks
from course_lib.keys.exercise import Artefact


def fair(case: Case) -> bool:
    """Say whether the options lie apart, and the best edge of the bins is neither today's nor a close call."""
    totals = sorted(one.cost_today + one.loss_left * case.loss_this_month for one in case.options)
    apart = min(high - low for low, high in itertools.pairwise(totals)) > 3_000
    return apart and decline_threshold.threshold_saving.answer(case) > 2_000


EXERCISES = {
    "declines": false_declines.EXERCISE,
    "threshold": decline_threshold.EXERCISE,
    "chargebacks": late_chargebacks.EXERCISE,
    "complaint": decline_complaint.EXERCISE,
    "decision": fraud_decision.EXERCISE,
}

PORTFOLIO = (
    Artefact(
        "exam_memo.md",
        """# Decision memo: card declines after the change of categories

{decision}

Case {case_code}. Figures are exercise data, computed by the candidate under exam conditions.

{talks}

## Figures

{figures}""",
    ),
)
