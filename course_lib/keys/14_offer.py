"""Questions of the offer: the headline, the letter, the log of negotiations, and the move."""

from course_lib.core.case import Case
from course_lib.keys import negotiation_sheet, negotiators, offer_letter, pay_headline
from course_lib.keys.exercise import Artefact, Exercise
from course_lib.keys.offer_move import offer_value, walk_away, zone_midpoint

EXERCISES = {
    "headline": pay_headline.EXERCISE,
    "letter": offer_letter.EXERCISE,
    "negotiators": negotiators.EXERCISE,
    "move": Exercise(
        questions=(walk_away, offer_value, zone_midpoint, negotiation_sheet.negotiation_sheet),
        strong_answer=(
            "I know my walk-away before the call and do not say it: {walk_away} a year, in writing, good until "
            "{negotiation_sheet.deadline}. Their offer is worth {offer_value} to me, on the same scale. I aim for "
            "{zone_midpoint} and open at {negotiation_sheet.anchor}. Then I name three packages that are worth the "
            "same to me, on base, sign-on or grant, and ask which is easiest for them: the answer tells me what binds "
            "them. I lead with the {negotiation_sheet.lead_with}. I claim no rival offer that I do not have, and I ask "
            "for the agreed figures in writing before I resign anywhere."
        ),
        follow_up="They meet your number on the lever with the longest vesting. What do you ask for in return?",
    ),
}


def fair(case: Case) -> bool:
    """Say whether the readings of the headline, and the packages of the sheet, lie far enough apart to be asked."""
    return pay_headline.fair(case) and negotiation_sheet.fair(case)


PORTFOLIO = (
    Artefact(
        "compensation_sheet.md",
        """# Compensation sheet

Case {case_code}. Figures are exercise data, computed by the candidate. Before tax.

| the headline | |
|---|---|
| what its parts make, read literally | {total_of_parts} |
| less the headline | {headline_gap} |
| bonus and equity together, for it to be right | {variable_share_needed} of base |
| convention under which it adds up | {convention_that_fits} |
| premium it claims, median over median | {headline_premium} |

| the letter | |
|---|---|
| first year, as printed | {year_one_total} |
| first year, stock after my haircut | {year_one_after_haircut} |
| its schedule against an even one, today | {schedule_value_gap} |
| a year on average, stock after my haircut | {offer_value} |

| the move | |
|---|---|
| my walk-away, a year | {walk_away} |
| middle of the zone | {zone_midpoint} |
| package one: base of | {negotiation_sheet.base} |
| package two: sign-on of | {negotiation_sheet.sign_on} |
| package three: grant of | {negotiation_sheet.grant} |

## Definitions

{figures}""",
    ),
    Artefact(
        "negotiation_script.md",
        """# Negotiation script

**Before the call.** My walk-away is {walk_away} a year and lapses on {negotiation_sheet.deadline}. My target is
{zone_midpoint}. I say neither number.

**Open.** "Thank you for the letter. I want this job. I am looking for a package that is worth
{negotiation_sheet.anchor} a year to me. May I show you how I count?"

**After their reply: three packages, one value.** "A base of {negotiation_sheet.base}, or a sign-on of
{negotiation_sheet.sign_on}, or a grant of {negotiation_sheet.grant}, the rest as in the letter. They are worth the same
to me. Which is easiest for you?"
I lead with the {negotiation_sheet.lead_with}.

**If they quote a headline.** "Which level, which statistic, and over how many years is the equity counted? Its own
parts make {total_of_parts}."

**If they say that everybody accepts.** Nothing about others. Negotiators' offers were {naive_uplift} higher in my log,
{adjusted_uplift} within a level; neither says what asking does for me.

**In return.** {negotiation_sheet.in_return}

**Close.** "I need your last word by {negotiation_sheet.deadline}, in writing. Then I sign the same day."

Never: a rival offer that I do not have, a threat that I would not carry out, a figure whose base I cannot name.

Case {case_code}. {negotiation_sheet}""",
    ),
)
