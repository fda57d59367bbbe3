"""The files that a candidate takes along from incident command."""

from course_lib.keys.exercise import Artefact

PORTFOLIO = (
    Artefact(
        "decision_log.md",
        """# Decision log: limit cuts after a roll-out

Case {case_code}. Figures are exercise data, computed by the candidate. Times in UTC.

| field | entry |
|---|---|
| time | {decision_entry.decided_at} |
| decision | {decision_entry.decision} |
| decided by | {decision_entry.decided_by} |
| probability that the release is the cause | {decision_entry.belief} |
| rolling back pays from | {decision_entry.pays_from} |
| what it rests on | {decision_entry.basis} |
| we look again if | {decision_entry.look_again_if} |
| next public update | within {decision_entry.next_update} |

**Evidence.** A spike began within an hour of the roll-out. Of past spikes that a release caused, \
{timing_likelihoods.of_releases} began so early; of the others, {timing_likelihoods.of_others}. Believed before the \
clock was looked at: {card.prior}.

**Not known at the time:** [what you could not see, and who was looking]

## What the review found

- Public: {update_cadence.due} due, {update_cadence.sent} sent ({update_cadence.missed}), longest silence \
{update_cadence.longest_silence}, {update_cadence.when_silent}.
- Action items closed for good on time: {closed_on_time.about} of those due.
- Repeats after the fix: {repeats.told}. If nothing had changed, a quarter as quiet would come in \
{luck_probability.about} of cases; at equal roll-outs, in {luck_at_equal_exposure.at_equal_exposure}.

{talks}
""",
    ),
    Artefact(
        "raci.md",
        """# Who does what: responsibility matrix

Case {case_code}. A: accountable, has the last word (one role a row). R: responsible, does it. C: consulted before. \
I: informed afterwards.

| activity | incident commander | ML engineer | AI product manager | legal counsel |
|---|---|---|---|---|
{role_matrix.table}

**The product manager answers for:** {role_matrix.product_answers_for}.

**Stand-ins, and hand-over at the end of a shift:** [names, hour, what is handed over]
""",
    ),
    Artefact(
        "escalation_path.yaml",
        """# Paging and escalation for the call, case {case_code}.
page_at_once: {card.responders}
decide_with: {card.quorum}
expected_minutes:
  one_person: "{mean_answer_minutes}"
  enough_to_decide: "{quorum_minutes}"
  everybody: "{all_joined_minutes}"
# More than a fifth of their pages stayed silent: a second person is paged at the same moment.
second_person_for:
  {roles_to_back_up.as_list}
one_person_is_enough_for:
  {roles_to_back_up.others}
if_nobody_commands: "[who takes command, and after how many minutes]"
recommendation: "AI product manager"
decision: "{decision_entry.decided_by}"
public_update_every: "{decision_entry.next_update}"
""",
    ),
)
