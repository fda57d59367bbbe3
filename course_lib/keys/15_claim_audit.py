"""Questions of the claim audit: statements, lines of pay, stories with their sources, tables of doubt, the register."""

from course_lib.core.case import Case
from course_lib.keys import (
    callback_slices,
    claim_classes,
    claims_register,
    like_for_like,
    pay_line_checks,
    report_origins,
    score_groups,
)

EXERCISES = {
    "desk": claim_classes.EXERCISE,
    "pay": pay_line_checks.EXERCISE,
    "stories": report_origins.EXERCISE,
    "tables": callback_slices.EXERCISE,
    "register": claims_register.EXERCISE,
}
PORTFOLIO = claims_register.PORTFOLIO


def fair(case: Case) -> bool:
    """Say whether the desk has right and wrong statements of law, and the tables answer clearly."""
    return claim_classes.has_both_of_law(case) and like_for_like.fair(case) and score_groups.fair(case)
