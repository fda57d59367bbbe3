"""The incident playbook: its exhibits, and the files that a candidate takes along."""

from course_lib.core.case import Case
from course_lib.keys import escalation as path
from course_lib.keys import incident_clocks as clocks
from course_lib.keys import incident_deadlines as deadlines
from course_lib.keys import incident_harm as harm
from course_lib.keys import incident_times as times
from course_lib.keys import playbook_frames as frames
from course_lib.keys.exercise import Artefact, Exercise
from course_lib.keys.incident_clocks import COUNTED
from course_lib.keys.playbook_sources import statement_sources


def fair(case: Case) -> bool:
    """Say whether the deadlines that are days are different ones, so that they have an order."""
    return len(set(deadlines.latest_moments(case).values())) == len(COUNTED)


EXERCISES = {
    "log": Exercise(
        questions=(
            times.minutes_to_detect,
            times.minutes_to_mitigate,
            times.minutes_to_restore,
            harm.people_harmed,
            harm.budget_burn_rate,
            harm.budget_share,
            times.loss_avoided,
        ),
        strong_answer=(
            "From the first wrong decision it took {minutes_to_detect} to the alert and {minutes_to_mitigate} until "
            "the harm stopped; from the alert, {minutes_to_restore} until limits were given back. I name the zero of "
            "each clock, since people suffer from the start. By our sample {people_harmed} had a limit wrongly cut: "
            "an estimate, so I give its interval too. The objective's budget burned {budget_burn_rate} times as fast "
            "as allowed and lost {budget_share} of its month. The monitor paid for itself: {loss_avoided} against "
            "waiting for a customer. What the replay cannot show is who was refused at a till."
        ),
        follow_up="The training cluster's alert came first and was critical. Why did you not start the clock there?",
    ),
    "clocks": Exercise(
        questions=(
            harm.people_exposed,
            deadlines.severity,
            clocks.notices_owed,
            clocks.gdpr_notice_by,
            clocks.ai_act_report_by,
            deadlines.business_day_notice_by,
            deadlines.post_mortem_by,
            deadlines.deadline_order,
        ),
        strong_answer=(
            "A wrong limit is no data breach; statements of {people_exposed} shown to others are one. Two laws run, "
            "from two moments of awareness. The data-protection authority hears from us by {gdpr_notice_by}, the "
            "market surveillance authority by {ai_act_report_by}, both at the latest; the notice in "
            "business days is due by {business_day_notice_by}. We call it {severity} The review meets by "
            "{post_mortem_by}. In order: {deadline_order}. DORA, where it binds, is before them all. A first report "
            "may be incomplete, so I send what we know. Counsel decides whether to notify; I bring the facts and the "
            "hour."
        ),
        follow_up="Counsel points at the weekend in between and asks for two more days. What do you say?",
    ),
    "playbooks": Exercise(
        questions=(
            statement_sources,
            frames.phase_functions,
            frames.containment_margin,
            frames.response_overrun,
            frames.role_overlap,
            frames.accountable_roles,
        ),
        strong_answer=(
            "I compared the public playbooks of Alphabet, Microsoft and Amazon, with NIST and CoSAI as the neutral "
            "frame. They agree that the commander coordinates, that containment comes before the cause, and that "
            "nobody is blamed. They differ in clocks: Microsoft wants one containment action in the first hour, which "
            "we met with {containment_margin} to spare; Amazon wants a P1 answered at once, which we overran by "
            "{response_overrun}. Our roles overlap with the reference list by {role_overlap}. The line I point to: "
            "severity, impact and priority are set with the product, so I own that part before the incident."
        ),
        follow_up="Two playbooks give different answers when severity is in doubt. Which do you take, and why?",
    ),
    "path": Exercise(
        questions=(path.escalation_order, path.escalation_path, path.first_notice, path.safe_before_report),
        strong_answer=(
            "Within {escalation_path.commander} of the declaration somebody commands, within {escalation_path.product} "
            "I have said how severe it is and whether to stop. I own severity, the exposure figure, that "
            "recommendation and the customer's wording; not command, not the fix, not the decision to notify. Legal "
            "hears within {escalation_path.legal}, in parallel: nothing that stops harm waits for them. The first "
            "authority is the {escalation_path.first_authority}. My first notice names both harms, leaves the cause "
            "open, and promises the next update within {first_notice.next_update}. Until the report is in, only this: "
            "{safe_before_report}."
        ),
        follow_up="At which minute do you recommend to stop the model if nobody can reach the commander?",
    ),
}

PORTFOLIO = (
    Artefact(
        "escalation_path.yaml",
        """# Escalation path of a credit-limit model, case {case_code}. Minutes: the latest, after the declaration.
severity: "{severity.level}"
decided_by: "{severity.metric}"
order: "{escalation_order}"
latest_minutes:
  incident commander: "{escalation_path.commander}"
  AI product manager: "{escalation_path.product}"
  legal and compliance: "{escalation_path.legal}"
  communications lead: "{escalation_path.communications}"
  executive sponsor: "{escalation_path.sponsor}"
regulators:
  owed: "{notices_owed}"
  first: "{escalation_path.first_authority}"
  data_protection_authority_by: "{gdpr_notice_by}"
  market_surveillance_authority_by: "{ai_act_report_by}"
  business_day_notice_by: "{business_day_notice_by}"
post_mortem_by: "{post_mortem_by}"
product_manager_owns:
  - severity and its revision
  - the exposure figure
  - the recommendation to pause or roll back
  - the customer's wording, with communications
product_manager_does_not_own:
  - command
  - the fix
  - the legal decision to notify
before_the_report_only: "{safe_before_report}"
""",
    ),
    Artefact(
        "playbook_comparison.md",
        """# Two public playbooks, and the path that I would own

Case {case_code}. Public material of Alphabet, Microsoft and Amazon, with NIST and CoSAI as the frame, in my own words.

| question | what I found |
|---|---|
| Did we contain within Microsoft's hour? | margin {containment_margin} |
| Did we answer as fast as Amazon's P1? | over by {response_overrun} |
| How far do our roles match the reference list? | {role_overlap} |
| Functions of NIST in our phases p1 to p5 | {phase_functions} |
| Twelve statements, attributed | {statement_sources} |

| | Alphabet | Microsoft | Amazon |
|---|---|---|---|
| who leads | a commander with two leads [IR-001] | an owner per stage [IR-010] | an owner of the analysis [IR-015] |
| first clock | mitigate first [IR-003] | 60 minutes to contain [IR-007] | P1: under 15 minutes [IR-011] |
| severity | [your words] | by domain and people affected [IR-009] | by response time [IR-011] |
| afterwards | review without blame [IR-005] | watch period [IR-008] | correction of error [IR-014] |

**The line that I own, by CoSAI:** product managers are accountable for severity, impact and priority [IR-019].

**Where they disagree, and whom I follow:** [two sentences]

**What I would change in our own playbook first:** [one change, owner, date, test]
""",
    ),
    Artefact(
        "comms_first_notice.md",
        """# First notice to customers

{first_notice}

[What to do if it concerns you: where to look, whom to call]

*Before sending: communications lead, legal. Severity {severity.level}; people exposed: {people_exposed}.*
""",
    ),
)
