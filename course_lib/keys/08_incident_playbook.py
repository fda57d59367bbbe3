"""The incident playbook: its exhibits, and the files that a candidate takes along."""

from course_lib.keys import customer_notice as notice
from course_lib.keys import escalation as path
from course_lib.keys import incident_clocks as clocks
from course_lib.keys import incident_deadlines as deadlines
from course_lib.keys import incident_harm as harm
from course_lib.keys import incident_severity as level
from course_lib.keys import incident_times as times
from course_lib.keys import playbook_frames as frames
from course_lib.keys.exercise import Exercise
from course_lib.keys.incident_portfolio import PORTFOLIO
from course_lib.keys.playbook_sources import statement_sources
from course_lib.keys.role_lists import role_overlap

__all__ = ["EXERCISES", "PORTFOLIO"]

EXERCISES = {
    "log": Exercise(
        questions=(
            times.durations,
            harm.people_harmed,
            harm.budget_burn_rate,
            harm.budget_share,
            times.loss_avoided,
        ),
        strong_answer=(
            "From the first wrong decision it took {durations.detect} to the alert and {durations.mitigate} until no "
            "further limit was cut; from the alert, {durations.restore} until limits were given back. I name the zero "
            "of each clock, since people suffer from the start. About {people_harmed} had a limit wrongly cut: an "
            "estimate, and a sample of this size allows {people_harmed.interval}. We burned {budget_burn_rate} times "
            "as fast as allowed and used {budget_share} of the 30-day budget. The monitor paid for itself: "
            "{loss_avoided} against waiting for a customer. What the replay cannot show is who was refused at a till."
        ),
        follow_up="The training cluster's alert came first and was critical. Why did you not start the clock there?",
    ),
    "clocks": Exercise(
        questions=(
            harm.people_exposed,
            level.severity,
            clocks.notices_owed,
            clocks.gdpr_notice_by,
            clocks.ai_act_report_by,
            deadlines.business_day_notice_by,
            deadlines.first_clock,
        ),
        strong_answer=(
            "A wrong limit is no data breach. Statements of {people_exposed} shown to others are one. So several laws "
            "run, each from its own moment of awareness. {first_clock.lead} the data-protection authority, by "
            "{gdpr_notice_by}; the market surveillance authority by {ai_act_report_by}; "
            "{business_day_notice_by.owed_to} by {business_day_notice_by}. These are limits, not plans: a first report "
            "may be incomplete, so I send what we know. {severity} Counsel decides whether to notify; I bring the "
            "facts and the hour."
        ),
        follow_up="Counsel points at the weekend in between and asks for two more days. What do you say?",
    ),
    "playbooks": Exercise(
        questions=(
            statement_sources,
            frames.phase_functions,
            frames.response_margins,
            role_overlap,
            frames.accountable_roles,
        ),
        strong_answer=(
            "I compared the public playbooks of Alphabet, Microsoft and Amazon, with NIST and CoSAI as the neutral "
            "frame. They agree that the commander coordinates, that containment comes before the cause, and that "
            "nobody is blamed. They differ in clocks. For Microsoft a containment must be possible within 60 minutes "
            "of the declaration [IR-007]: ours came with {response_margins.microsoft_to_spare} to spare. Against "
            "Amazon's P1 we overran by {response_margins.amazon_overrun}; on what was known at the alert it was P2, "
            "and met [IR-012]. Our roles overlap with a reference list by {role_overlap}; I name those that "
            "nobody holds. The line I point to: product answers for severity, impact and priority, so I own that part "
            "before the incident."
        ),
        follow_up="Two playbooks give different answers when severity is in doubt. Which do you take, and why?",
    ),
    "path": Exercise(
        questions=(path.escalation_order, path.escalation_path, notice.first_notice, path.safe_before_report),
        strong_answer=(
            "Within {escalation_path.commander} of the declaration somebody commands, within {escalation_path.product} "
            "I have said how severe it is and whether to stop. I own severity, the exposure figure, that "
            "recommendation and the customer's wording; not command, not the fix, not the decision to notify. Legal "
            "hears within {escalation_path.legal}, in parallel: nothing that stops harm waits for them. My first "
            "notice names both harms, leaves the cause open, and promises the next update within "
            "{first_notice.next_update}; communications knew within {escalation_path.communications}. Until the report "
            "is in, only this: {safe_before_report}."
        ),
        follow_up="At which minute do you recommend to stop the model if nobody can reach the commander?",
    ),
}
