"""Regulatory impact: its exhibits, and the files that a candidate takes along."""

from course_lib.core.case import Case
from course_lib.keys import compliance_value as value
from course_lib.keys import conformity_path as plan
from course_lib.keys import fine_ceilings as fines
from course_lib.keys import planning_exposure as register
from course_lib.keys import product_classes as classes
from course_lib.keys import report_clocks as reports
from course_lib.keys import system_duties as duties
from course_lib.keys.exercise import Exercise
from course_lib.keys.four_fifths import bias_screen
from course_lib.keys.group_turnover import fine_turnover
from course_lib.keys.regulatory_portfolio import PORTFOLIO

__all__ = ["EXERCISES", "PORTFOLIO", "fair"]


def fair(case: Case) -> bool:
    """Say whether the group's largest exposure is clearly larger than the next."""
    first, second, *_ = (register.exposure(case, risk) for risk in register.ranked(case))
    return first > 1.05 * second


EXERCISES = {
    "inventory": Exercise(
        questions=(classes.product_classes, duties.binding_dates, duties.own_duties),
        strong_answer=(
            "The Act has no tiers. I ask what a product is for, and in which role we act. Prohibited: "
            "{product_classes.prohibited}; that stops today. High-risk: {product_classes.high_risk}. I do not guess "
            "{product_classes.unsettled}: one answer is open, and it decides. {binding_dates} For the credit score we "
            "are {own_duties.roles}. What I would not do is call all that meets a customer high-risk: transparency is "
            "a smaller duty, and it already applies."
        ),
        follow_up="Your product came to the market before that day. Is it caught, and what would change that?",
    ),
    "ceilings": Exercise(
        questions=(
            fine_turnover,
            fines.ceilings,
            fines.no_ceiling,
            register.planning_exposure,
            register.register_entry,
        ),
        strong_answer=(
            "The base is {fine_turnover}: worldwide, the whole group, last closed year. From it the ceilings: "
            "{ceilings.group_prohibited} for a prohibited practice, {ceilings.group_listed} for a listed duty. Small "
            "firms have the lower of two amounts: {ceilings.vendor} for the vendor; the reseller's is "
            "{ceilings.reseller}. {no_ceiling} have none in the Act, which is not to say none at all. A ceiling is no "
            "forecast. We plan with {planning_exposure}, on our own assumptions; {register_entry.risk} leads. I say "
            "exposure, and never a penalty avoided."
        ),
        follow_up="Counsel says that no fine under the Act is known yet. Why carry any figure at all?",
    ),
    "plan": Exercise(
        questions=(
            plan.critical_days,
            plan.latest_start,
            plan.log_storage,
            reports.incident_limits,
            reports.first_report_by,
        ),
        strong_answer=(
            "The file takes {critical_days}; the chain is {critical_days.path}. With the buffer, the first task starts "
            "on {latest_start} at the latest. No notified body is on it: internal control is enough. "
            "Logs of six months are {log_storage}; I ask for that now. Then the clocks. The first report is due "
            "{first_report_by}, on card {first_report_by.card}, and it is not simply the shortest limit that comes "
            "first: each starts at its own awareness. Days are an outer limit on immediately. As deployer we tell the "
            "provider first, and a model provider has no days at all."
        ),
        follow_up="The rollback would fix it, and no authority has heard yet. May engineering roll back?",
    ),
    "effort": Exercise(
        questions=(bias_screen, value.loss_avoided, value.hours_saved, value.compliance_claim),
        strong_answer=(
            "The screen first: a ratio of {bias_screen.ratio}, z {bias_screen.z}. It {bias_screen.verdict}; "
            "{bias_screen.extra} more reach four fifths, and that is no target. Then one effort as money. It avoids an "
            "expected {loss_avoided}, and saves {hours_saved} of work; it paid back in "
            "{compliance_claim.payback}. One event in ten would cost more than {compliance_claim.bad_event}. The "
            "probabilities come from other firms. Those with the control may be more careful anyway, so I call the "
            "figure an estimate, and the saved work the hard part."
        ),
        follow_up="Your resume says that you avoided a penalty of two million. Which word do you take back?",
    ),
}
