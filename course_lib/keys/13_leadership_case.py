"""Questions of the senior-leadership case: the loss, the controls, and the break-even that the board signs."""

from course_lib.core.case import Case
from course_lib.keys.audit_plan import audit_hours_by_risk
from course_lib.keys.bad_years import bad_year, tail
from course_lib.keys.board_claim import board_claim
from course_lib.keys.break_even import break_even_fine_probability, premium_break_even
from course_lib.keys.control_choice import best_controls, plan_net_present_value
from course_lib.keys.control_value import loss_avoided_all, return_on_all_controls
from course_lib.keys.exercise import Artefact, Exercise
from course_lib.keys.loss_history import events_a_year, net_loss_per_event
from course_lib.keys.risk_register import risk_register
from course_lib.keys.yearly_loss import annual_loss, any_event, rate_not_excluded


def fair(case: Case) -> bool:
    """Say whether the verdicts are clear: the tails differ, the controls pay, the probability is off the break-even."""
    break_even = break_even_fine_probability.answer(case)
    far = case.fine_probability < 0.75 * break_even or case.fine_probability > 1.4 * break_even
    rare, common = (tail(case, risk).bad for risk in ("data leak", "wrong advice"))
    return far and return_on_all_controls.answer(case) > 0.2 and rare > 1.5 * common


EXERCISES = {
    "loss": Exercise(
        questions=(
            events_a_year,
            net_loss_per_event,
            annual_loss,
            any_event,
            rate_not_excluded,
            bad_year,
            risk_register,
        ),
        strong_answer=(
            "The risk you ask about had {events_a_year}, at {net_loss_per_event} each after insurance: copies out, "
            "open claims counted, near misses not. At least one comes in {any_event} of years. With the other three "
            "that makes {annual_loss} in a mean year. The mean is not the risk: a bad year costs {bad_year}, gross. "
            "Wrong advice and data leak cost the same on average, but {risk_register.wrong_advice_bad_year} against "
            "{risk_register.data_leak_bad_year} in a bad year. We had no leak, which still allows {rate_not_excluded}; "
            "so I use the industry pool, and say so."
        ),
        follow_up="Your register shows no data leak at all. Why should I pay for a control against it?",
    ),
    "controls": Exercise(
        questions=(
            loss_avoided_all,
            return_on_all_controls,
            best_controls,
            plan_net_present_value,
            audit_hours_by_risk,
        ),
        strong_answer=(
            "All controls together would avoid {loss_avoided_all} a year, a first-year return of "
            "{return_on_all_controls}. Two on one risk multiply, they do not add, and what runs already brings nothing "
            "new. The budget does not buy all of them, so I compared every set that fits: {best_controls}. Over the "
            "plan that is worth {plan_net_present_value}, running costs paid. Audit hours go where the next block "
            "finds most, not where the loss is largest: {audit_hours_by_risk}."
        ),
        follow_up="You get another fifty thousand. What do you buy, and what does that tell you about the budget?",
    ),
    "break-even": Exercise(
        questions=(break_even_fine_probability, premium_break_even, board_claim),
        strong_answer=(
            "A ceiling is not a forecast. Against the fine that counsel plans with, the delay pays from a probability "
            "of {break_even_fine_probability}; so we {board_claim.launch}, and change that if counsel's probability "
            "{board_claim.turns} it. Our AI product managers earn their premium from {premium_break_even} of avoided "
            "loss a year. What the controls avoid I can work out. What I cannot show is {board_claim.not_shown}: "
            "nobody has run the same controls without them. I would set that up now. Owner: {board_claim.owner}. "
            "The board looks again on {board_claim.review}, when the open claims are ruled on."
        ),
        follow_up="So can you prove that the premium is earned, yes or no?",
    ),
}

PORTFOLIO = (
    Artefact(
        "board_one_pager.md",
        """# One page for the board: is the governance programme worth it?

{board_claim}

| | |
|---|---|
| Loss in a mean year, net of insurance | {annual_loss} |
| Loss in a bad year, gross, as simulated | {bad_year} |
| We ask for | {best_controls} |
| Worth over the plan | {plan_net_present_value} |
| All controls: loss avoided a year, return of the first year | {loss_avoided_all}, {return_on_all_controls} |
| Delay and fine break even at a probability of | {break_even_fine_probability} |
| Loss to be avoided a year for the premium of the AI product managers | {premium_break_even} |
| Owner, review | {board_claim.owner}, {board_claim.review} |

- **What would change the decision:** counsel's probability of a fine {board_claim.turns} {board_claim.threshold}.
- **What these figures do not show:** {board_claim.not_shown}.
- **What they rest on:** the engineers' estimates of effects, an industry pool for the data leak, a planned fine.

Chart, if you kept it: `risk_chart.svg`. Case {case_code}; the figures are exercise data, computed by the candidate.
""",
    ),
    Artefact(
        "risk_register.md",
        """# Risk register

| risk | mean year, net | bad year, gross |
|---|---|---|
| drift | {risk_register.drift_a_year} | {risk_register.drift_bad_year} |
| wrong advice | {risk_register.wrong_advice_a_year} | {risk_register.wrong_advice_bad_year} |
| biased decisions | {risk_register.biased_decisions_a_year} | {risk_register.biased_decisions_bad_year} |
| data leak | {risk_register.data_leak_a_year} | {risk_register.data_leak_bad_year} |
| all together | {annual_loss} | {bad_year} |

Bad years of single risks do not add up to the bad year of all: they do not come in the same year.

- The CFO's risk: {events_a_year}, {net_loss_per_event} each, net; one or more in {any_event} of years.
- Data leak: none seen. A rate of up to {rate_not_excluded} is not excluded; the mean year uses an industry loss pool.
- Controls bought: {best_controls}. Audit hours: {audit_hours_by_risk}.
- Owner: {board_claim.owner}. Next review: {board_claim.review}.
- Near misses are no losses. Open claims count as events; their amount is open.

Case {case_code}; the figures are exercise data, computed by the candidate.
""",
    ),
)
