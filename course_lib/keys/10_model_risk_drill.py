"""Questions of the 90-minute model-risk drill: the shared exhibits, and the decision that they lead to."""

import itertools

from course_lib.core.case import Case
from course_lib.keys import false_alarms, firmware_decision, monitoring, mortgage_screen
from course_lib.keys.exercise import Artefact


def fair(case: Case) -> bool:
    """Say whether the totals lie far enough apart for the order not to hang on a rounded figure."""
    totals = sorted(firmware_decision.total_cost(case, option) for option in case.options)
    return min(high - low for low, high in itertools.pairwise(totals)) > 0.02 * max(totals)


EXERCISES = {
    "false alarms": false_alarms.EXERCISE,
    "monitoring": monitoring.EXERCISE,
    "decision": firmware_decision.EXERCISE,
    "mortgages": mortgage_screen.EXERCISE,
}

PORTFOLIO = (
    Artefact(
        "decision_memo.md",
        """# Decision memo: firmware update and false alarms

**Decision.** {decision_claim}

**Owner, and who may reverse it:** [names]

Case {case_code}. Figures are exercise data, computed by the candidate.

{talks}

## Figures

{figures}""",
    ),
)
