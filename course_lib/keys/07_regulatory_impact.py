"""Questions of the regulatory impact: classes, ceilings, clocks, the plan, the worth of one effort, the register."""

from course_lib.keys import (
    compliance_value,
    conformity_schedule,
    fine_ceilings,
    impact_note,
    product_classes,
    report_clocks,
)
from course_lib.keys.exercise import Artefact

EXERCISES = {
    "classes": product_classes.EXERCISE,
    "ceilings": fine_ceilings.EXERCISE,
    "clocks": report_clocks.EXERCISE,
    "plan": conformity_schedule.EXERCISE,
    "value": compliance_value.EXERCISE,
    "register": impact_note.EXERCISE,
}

PORTFOLIO = (
    Artefact(
        "regulatory_impact.md",
        """# Regulatory impact

Case {case_code}. Exercise data, computed by the candidate. Law by the course's ledger; to be checked by counsel.

**Classes.** {product_classes} Of all products in scope, {high_risk_share} is high-risk.

**Exposure.** Base for the large group: {base_turnover}. Ceiling for a listed duty: {ceiling_large}. {ceilings_small}
Planned, with my own chance and share: {planning_exposure} a year.

**Reports.** Incident in focus ({card.incident_in_focus}): report by {report_by}. No report under the Act for:
{not_reported}; other law may still want one.

**Plan.** {plan_days} on the longest chain; latest start {latest_start}, without any float.

**One effort in money.** The automation of access requests saves work worth {effort_saved} a year. It avoids an expected
loss of {loss_avoided} a year, and a bad case would cost {impact_bad_case}. It pays back in {payback}.

## Definitions

{figures}""",
    ),
    Artefact(
        "risk_register.md",
        """# Risk register

Case {case_code}. Exercise data, computed by the candidate.

| risk | size | what is done | by |
|---|---|---|---|
| prohibited practice in {risk_register.stop} | no plan makes it compliant | stop it | at once |
| high-risk duties not met, Annex III | ceiling {risk_register.ceiling}, planned {risk_register.planned} a year | \
conformity plan | start by {risk_register.start_by}, binds from {risk_register.annex_iii_from} |
| high-risk duties not met, Annex I | the same ceiling | the product's own conformity file | \
binds from {risk_register.annex_i_from} |
| data case | {risk_register.bad_case} in a bad case | automation, avoids {risk_register.avoided} a year | \
payback {risk_register.pays_back} |

Reported as a saving: {risk_register.called_a_saving}. Chances, shares and costs of a case are assumptions.""",
    ),
    Artefact(
        "compliance_value.yaml",
        """# Case {case_code}. Exercise data, computed by the candidate.
work_saved_a_year: "{effort_saved}"
expected_loss_avoided_a_year: "{loss_avoided}"
bad_case: "{impact_bad_case}"
payback: "{payback}"
reported_as_saving: "{risk_register.called_a_saving}"
""",
    ),
)
