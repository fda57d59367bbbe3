"""Questions of the delivery calendar: the plan on real days, the year's audits and drills, the chart, and the slip."""

from course_lib.core.case import Case
from course_lib.keys.audit_chart import centre_line, signal_weeks, upper_limit
from course_lib.keys.delivery_portfolio import PORTFOLIO as PORTFOLIO
from course_lib.keys.drill_days import drill_days
from course_lib.keys.exercise import Exercise
from course_lib.keys.plan_cuts import best_cuts, replan
from course_lib.keys.plan_network import critical_packages, data_slack, finish_day
from course_lib.keys.slipped_data import moved_packages, new_finish, slip_days
from course_lib.keys.squad_capacity import person_days, utilisation
from course_lib.keys.year_series import audit_series, last_start, retraining_series


def fair(case: Case) -> bool:
    """Say whether the verdicts are clear: the plan fits the squad, and ends before the freeze until the data slip."""
    return (
        0.55 < utilisation.answer(case) < 0.95
        and finish_day.answer(case) < case.freeze_first <= new_finish.answer(case) <= case.freeze_last
    )


EXERCISES = {
    "plan": Exercise(
        questions=(person_days, utilisation, critical_packages, data_slack, finish_day),
        strong_answer=(
            "The squad has {person_days} until the freeze: holidays, part-time and a late joiner are out. The "
            "plan asks for {utilisation} of what they can give it, so it fits; but capacity is not what decides "
            "the end. The longest chain does: {critical_packages.chain}. It ends on {finish_day}. Everybody asks "
            "me about the supplier's data. They are not on that chain: they may be {data_slack} late before the "
            "end moves. I watch the chain daily, and the data weekly, against that number."
        ),
        follow_up="Which package would you shorten first, and how do you know that the end moves when you do?",
    ),
    "year": Exercise(
        questions=(retraining_series, audit_series, drill_days, last_start),
        strong_answer=(
            "The year has fixed points. Four audits: {audit_series.first}, {audit_series.second}, "
            "{audit_series.third} and {audit_series.fourth}; the autumn one moves behind the freeze, it is not "
            "dropped. The auditor's clock shows {audit_series.auditor_hour_first} in March and "
            "{audit_series.auditor_hour_second} in June: I book by zone, not by offset. {retraining_series.runs},"
            " none in the freeze. Drills on {drill_days.first} and {drill_days.second}, with both leaders there. "
            "And the file starts on {last_start} at the latest, or it is late for the law."
        ),
        follow_up="Your audit meets a release freeze. Why move it, and not wait for the next quarter?",
    ),
    "chart": Exercise(
        questions=(centre_line, upper_limit, signal_weeks),
        strong_answer=(
            "In the base weeks {centre_line} of the sampled refusals were reversed. That is the process as it "
            "runs; one week is out, because its cause was found and removed. Each week has the limit of its own "
            "sample: {upper_limit} in the last one. The chart signals in {signal_weeks}: once for a single week, "
            "once for eight in a row on one side. The small week looked worst and was within its limit, so nobody"
            " chased it. What the chart cannot say is why, or which applicants: for that I open the cases."
        ),
        follow_up="You check one chart a week. What happens to your false alarms with a chart for each of ten groups?",
    ),
    "slip": Exercise(
        questions=(slip_days, new_finish, moved_packages, best_cuts, replan),
        strong_answer=(
            "At the pace of the last ten working days the data come {slip_days} late. Slack takes a part; the "
            "rest moves the end to {new_finish}, within the freeze. These start later: {moved_packages}. I cut "
            "what is cheapest on the chain: {best_cuts}. Then we end on {replan.finish_cut}, {replan.spare} "
            "to spare before the freeze. The bias audit of small groups and the risk section stay: they are duties, "
            "however cheap. The calendar goes out again with the same UIDs, so that entries move and do not "
            "double."
        ),
        follow_up="The supplier promises to catch up next week. What would you have to see before you undo the cuts?",
    ),
}
