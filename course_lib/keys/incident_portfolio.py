"""The files that a candidate takes along from the incident playbook."""

from course_lib.keys.exercise import Artefact

PORTFOLIO = (
    Artefact(
        "escalation_path.yaml",
        """# Escalation path of a credit-limit model, case {case_code}.
severity: "{severity.level}"
decided_by: "{severity.metric}"
order:
  {escalation_order.steps}
latest_minutes_after_the_declaration:
  {escalation_path.minutes}
notices:
  # Earliest deadline first. The people concerned hear without undue delay; no law counts that in hours [GDPR-004].
  owed:
    {notices_owed.by_deadline}
  first: "{first_clock.authority}"
  first_by: "{first_clock.by}"
  data_protection_authority_by: "{gdpr_notice_by}"
  # For a licensed firm the market surveillance authority may be the same supervisor [IR-027].
  market_surveillance_authority_by: "{ai_act_report_by}"
  business_day_notice_by: "{business_day_notice_by}"
review_by: "{severity.review_by}"
product_manager_owns:
  - severity and its revision
  - the exposure figure
  - the recommendation to pause or roll back
  - the customer's wording, with communications
product_manager_does_not_own:
  - command
  - the fix
  - the legal decision to notify
may_go_ahead_before_the_report:
  {safe_before_report.actions}
""",
    ),
    Artefact(
        "playbook_comparison.md",
        """# Three public playbooks, and the path that I would own

Case {case_code}. Public material of Alphabet, Microsoft and Amazon, with NIST, the Coalition for Secure AI (CoSAI) and
PagerDuty as the frame, in my own words.

| question | what I found |
|---|---|
| Minutes to spare on Microsoft's hour to a first containment [IR-007] | {response_margins.microsoft_to_spare} |
| Minutes over Amazon's first priority, P1 [IR-011] | {response_margins.amazon_overrun} |
| Roles of the reference list that nobody holds here | {role_overlap.missing} |
| Roles that only we have | {role_overlap.extra} |
| Functions of NIST in our phases [IR-017] | {phase_functions.by_name} |

| | Alphabet | Microsoft | Amazon |
|---|---|---|---|
| who leads | a commander with two leads [IR-001] | an owner per stage [IR-010] | an owner of the analysis [IR-015] |
| first clock | mitigate before the cause is known [IR-003] \
| a containment action possible within 60 minutes [IR-007] | P1: an answer in under 15 minutes [IR-011] |
| severity | what calls for an incident is written down: second team, customers see it, one hour [IR-002] \
| by domain, people affected and content [IR-009] \
| a confirmed breach or a duty to notify is P1 [IR-011]; unknown exposure starts at P2 [IR-012] |
| afterwards | review without blame [IR-005] | watch period [IR-008] | correction of error [IR-014] |

| statement | source | ledger |
|---|---|---|
{statement_sources.table}

**The line that I own, by CoSAI:** product managers are accountable for severity, impact and priority [IR-019].

**Where they disagree, and whom I follow:** [two sentences]

**What I would change in our own playbook first:** [one change, owner, date, test]
""",
    ),
    Artefact(
        "comms_first_notice.md",
        """# First notice to customers

A draft. What stands in square brackets is for you to fill in.

**What happened.** From {first_notice.local_time} until [the rollback, local time]: {first_notice.what}. By our
estimate from a sample, about {first_notice.about} had a limit wrongly cut; the statements of {first_notice.exposed}
were shown to other customers.

**We are sorry.** [Your apology: one sentence, no excuse]

**What we did.** We went back to the version before, and both have stopped. [What else was done, and when]

**Your limit.** [Whether cut limits have been given back, and by when the last one is]

**The cause.** {first_notice.cause_said}

**What it may mean for you.** [The likely consequences, for a cut limit and for a statement that was seen]

**What you can do.** [Where to look, what to check, whom to call]

**Contact.** Our data-protection officer: [name, address, telephone]

**Next update.** Within {first_notice.next_update}.

*Before sending: communications lead, legal. At a high risk, those whose statement was shown are told in person as
well [GDPR-004].*
""",
    ),
)
