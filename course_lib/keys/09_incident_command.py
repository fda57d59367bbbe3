"""Incident command: its exhibits, and the files that a candidate takes along."""

from course_lib.keys import repeat_luck as luck
from course_lib.keys import responders as call
from course_lib.keys import rollback_worth as worth
from course_lib.keys import spike_timing as timing
from course_lib.keys.action_items import closed_on_time
from course_lib.keys.command_portfolio import PORTFOLIO
from course_lib.keys.decision_entry import decision_entry
from course_lib.keys.exercise import Exercise
from course_lib.keys.role_matrix import role_matrix
from course_lib.keys.update_cadence import update_cadence

__all__ = ["EXERCISES", "PORTFOLIO"]

EXERCISES = {
    "belief": Exercise(
        questions=(
            timing.timing_likelihoods,
            timing.cause_posterior,
            worth.acting_threshold,
            worth.gain_of_acting,
            worth.gain_over_waiting,
        ),
        strong_answer=(
            "A bad release shows within the hour in {timing_likelihoods.of_releases} of cases, other causes in "
            "{timing_likelihoods.of_others}. So the clock is evidence, not proof: it takes us from {card.prior} to "
            "{cause_posterior}. Rolling back pays from {acting_threshold.about}, which follows from its cost and the "
            "hours of harm, not from a feeling for more likely than not. Against leaving it, rolling back is worth "
            "{gain_of_acting.rounded}. The real rival is waiting: {gain_over_waiting.verdict}. What the log cannot "
            "say is whether this release is like those in it. I state the number, and what would move it."
        ),
        follow_up="The same release has run in another region for three hours without a spike. What does that change?",
    ),
    "call": Exercise(
        questions=(
            call.mean_answer_minutes,
            call.all_joined_minutes,
            call.quorum_minutes,
            call.roles_to_back_up,
            update_cadence,
        ),
        strong_answer=(
            "One person answers in {mean_answer_minutes} on average. All {card.responders} are there after "
            "{all_joined_minutes}: one waits for the slowest. Any {card.quorum} are enough to decide, and they are "
            "there after {quorum_minutes}. So I page everybody at once and decide with whom I have. The mean flatters "
            "us, since it leaves silent pages out; I page a second person for: {roles_to_back_up.named}. We promised "
            "the public {update_cadence.due} and sent {update_cadence.sent}; the longest silence was "
            "{update_cadence.longest_silence}. It fell {update_cadence.when_silent}. A timer with an owner would have "
            "caught it."
        ),
        follow_up="Would you rather lower the mean, or the number of people you wait for?",
    ),
    "afterwards": Exercise(
        questions=(closed_on_time, luck.repeats, luck.luck_probability, luck.luck_at_equal_exposure),
        strong_answer=(
            "Of the action items that were due, {closed_on_time.about} were closed for good on time; re-opened ones "
            "count only if they were done in time after all. Repeats fell {repeats.told}. I do not claim the fix yet. "
            "Had nothing changed, a quarter as quiet as this comes in {luck_probability} of cases. And we rolled out "
            "less: at equal exposure it is {luck_at_equal_exposure}. So I report the drop, say that luck explains it "
            "too, and name the quarter in which we will know more. Fewer roll-outs are a cost, and not a control."
        ),
        follow_up="How many quarters at this level would convince you, and what do you do until then?",
    ),
    "roles": Exercise(
        questions=(role_matrix, decision_entry),
        strong_answer=(
            "One role answers for each activity, agreed before the night. Mine: {role_matrix.product_answers_for}. "
            "The commander decides; I bring probability, exposure and a recommendation. {decision_entry} It was "
            "written before the outcome was known, so the review judges it by what we knew. The update goes out with "
            "or without news."
        ),
        follow_up="It turned out to be something else after all. Was it a bad decision?",
    ),
}
