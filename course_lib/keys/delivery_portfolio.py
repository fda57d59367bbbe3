"""The files that a candidate takes along from the delivery calendar: the year twice as iCalendar, and a page on it."""

from course_lib.keys.exercise import Artefact

# What stands in both calendars. An importer knows an entry by its id: the same one in both moves it.
_YEAR = """
name = "Delivery calendar 2027"
zone = "{card.zone}"
written = "{card.planned_on}"

[[event]]
id = "bias-audit"
title = "Bias audit"
day = "{audit_series.first}"
time = "{card.audit_hour}"
minutes = 120
repeat = "{audit_series.by_rule}"
skip = "{audit_series.moved}"
note = "With the external auditor. {audit_series.two_clocks}"

[[event]]
id = "bias-audit-moved"
title = "Bias audit, moved behind the freeze"
day = "{audit_series.third}"
time = "{card.audit_hour}"
minutes = 120
note = "By its rule it would fall on {audit_series.moved}, within the freeze."

[[event]]
id = "drill-1"
title = "Incident drill"
day = "{drill_days.first}"
time = "10:00"
minutes = 180

[[event]]
id = "drill-2"
title = "Incident drill"
day = "{drill_days.second}"
time = "10:00"
minutes = 180

[[event]]
id = "retraining"
title = "Retraining of the model in use"
day = "{card.first_run}"
time = "20:00"
minutes = 240
repeat = "{retraining_series.rule}"
until = "{retraining_series.last}"
skip = "{retraining_series.left_out}"
free = true

[[event]]
id = "chart"
title = "Read the control chart of the bias audit"
day = "{card.chart_from}"
time = "09:00"
minutes = 30
repeat = "FREQ=WEEKLY"
until = "{card.chart_until}"
skip = "{centre_line.not_read_on}"
note = "Centre {centre_line}; limit of the last week {upper_limit}. Signals: beyond it, or eight on one side."

[[event]]
id = "freeze"
title = "Release freeze"
day = "{card.freeze_first}"
last_day = "{card.freeze_last}"
free = true

[[event]]
id = "conformity-file"
title = "Last day to start the conformity file"
day = "{last_start}"

[[event]]
id = "legal-day"
title = "High-risk duties of the EU AI Act apply"
day = "{card.legal_day}"
note = "Source: EUAI-044 of the course's ledger."
free = true
"""

_AS_PLANNED = """
[[event]]
id = "data"
title = "Labelled data complete"
day = "{card.due}"
note = "Slack: {data_slack}."

[[event]]
id = "plan-end"
title = "Plan ends: release review done"
day = "{finish_day}"
note = "Critical: {critical_packages.chain}."
"""

_AS_REPLANNED = """
[[event]]
id = "data"
title = "Labelled data complete"
day = "{replan.complete}"
sequence = 1
stamp = "{card.status_day}"
note = "{replan.slip} late, at the pace of the last ten."

[[event]]
id = "plan-end"
title = "Plan ends: release review done"
day = "{replan.finish_cut}"
sequence = 1
stamp = "{card.status_day}"
note = "Cut: {best_cuts}. Without cuts: {replan.finish_uncut}."
"""

PORTFOLIO = (
    Artefact("delivery_calendar.ics", _YEAR + _AS_PLANNED),
    Artefact("replanned_calendar.ics", _YEAR + _AS_REPLANNED),
    Artefact(
        "delivery_plan.md",
        """# Twelve months of an AI product: the plan, its controls, and what a late delivery did to it

**Capacity.** {person_days} until the freeze; the plan asks for {utilisation} of the time that people have for it.

**Critical path.** {critical_packages.chain}.
It ends on {finish_day}. The labelled data have {data_slack} of slack: so late may they be before that day moves.

| fixed points of the year | |
|---|---|
| bias audits | {audit_series.all_four} |
| incident drills | {drill_days.first}, {drill_days.second} |
| retrainings of the model in use | {retraining_series.runs}, the last on {retraining_series.last} |
| release freeze | {card.freeze_first} to {card.freeze_last} |
| last day to start the conformity file | {last_start} |
| high-risk duties apply [EUAI-044] | {card.legal_day} |

**Control chart of the weekly bias audit.** Centre line {centre_line}, upper limit of the last week {upper_limit}.
Signals: {signal_weeks}. A signal says that the process has changed, not why.

## The labelled data slip

{replan}

- Start later: {moved_packages}.
- Cut: {best_cuts}.
- Not cut, because the law asks for it: the audit of small groups, and the risk section of the technical file.

Case {case_code}; the figures are exercise data, computed by the candidate. Calendars: `delivery_calendar.ics` as
planned, `replanned_calendar.ics` after the slip.
""",
    ),
)
