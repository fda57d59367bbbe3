"""The files that a candidate takes along from the unit on regulatory impact."""

from course_lib.keys.exercise import Artefact

PORTFOLIO = (
    Artefact(
        "regulatory_impact_note.md",
        """# Regulatory impact of eight AI products

Case {case_code}, as of {card.today}. Exercise data; the law as amended in July 2026 [EUAI-043].

**In one line.** Prohibited: {product_classes.prohibited}. High-risk: {product_classes.high_risk}. Not settled until
somebody answers: {product_classes.unsettled}.

| product | what it does | class | by |
|---|---|---|---|
{product_classes.table}

**From when.** Credit score {binding_dates.credit_score}, device {binding_dates.device}, marking of images
{binding_dates.images}.

**What we owe for the credit score**, as {own_duties.roles}:

{own_duties.listed}

**The plan**, for the conformity file of {card.file_id}. Critical path {critical_days} ({critical_days.path}), then a
buffer of {card.buffer_days}: the first task starts on {latest_start} at the latest. The logs of the credit score over
six months need {log_storage}.

**The screen.** {bias_screen} Real decisions on mortgages; four fifths is a rule of thumb of United States agencies, not
a test of any European law [US-007, MET-008].

**If something happens.** Six cards of a tabletop exercise. The first report is due on {first_report_by} (card
{first_report_by.card}).

| card | what happened | our role | limit | latest |
|---|---|---|---|---|
{incident_limits.table}

**What one effort is worth.** {compliance_claim}
""",
    ),
    Artefact(
        "risk_register.md",
        """# Risk register: breaches of the AI Act and the GDPR

Case {case_code}. Turnover of the undertaking in the last closed year: {fine_turnover}. Probability and share of the
ceiling are our own planning assumptions; a ceiling is a limit and no forecast.

**Leads the register.** {register_entry.risk}: {register_entry.words}. Ceiling {register_entry.ceiling}.
{register_entry.exposure} a year is {register_entry.said_as}.

| id | the group... | article | ceiling | probability a year | share of ceiling | planning exposure a year |
|---|---|---|---|---|---|---|
{planning_exposure.rows}

Planning exposure of the group, all risks with a ceiling: {planning_exposure}.

**Other ceilings.** Reseller {ceilings.reseller}; model vendor {ceilings.vendor}; breach of the GDPR by
{ceilings.who_pays_data} {ceilings.data}.

**Without a ceiling in the Regulation:** {no_ceiling}. The rules of the Member States decide [EUAI-037].

**Owner, control and date per risk:** [yours to fill in]
""",
    ),
)
