"""Questions on the guard-rail: how many users an arm needs, what it would still miss, and who reviews the rest."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.automation_bands import automated
from course_lib.keys.exercise import Exercise
from course_lib.measures.automation import reviewers_needed as people_to_review
from course_lib.measures.sample_size import (
    power_two_proportions,
    sample_size_one_proportion,
    sample_size_two_proportions,
)

SHIFT_MINUTES = 480


@question(
    points=6,
    unit="users per arm",
    tolerance=0.01,
    relative=True,
    hint="Two arms, both noisy: the pooled variance under no difference, the two own variances under the difference.",
    working="((z for alpha x root of 2pq at the mean rate + z for power x root of the two variances' sum) over the "
    "difference), squared, rounded up.",
)
def users_per_arm(case: Case) -> float:
    """Users in each of two equal arms, so that a test sees the complaint rate rise from today's to the one to be seen.

    Both rates are on your card: users with a complaint over users. Two-sided alpha 0.05, power 0.8, normal
    approximation (Fleiss): n = ((1.96 x root of 2pq + 0.84 x root of (p1 q1 + p2 q2)) / (p2 - p1))², p the mean of
    the two rates, q = 1 - p; rounded up.
    """
    return sample_size_two_proportions(case.complaint_rate, case.complaint_rate_to_see)


@users_per_arm.mistake("That is both arms together; the question is for each.")
def _(case: Case) -> float:
    return 2 * users_per_arm.answer(case)


@users_per_arm.mistake(
    "That takes today's rate as known. The control arm is measured too, and both arms carry noise: about twice as many."
)
def _(case: Case) -> float:
    return sample_size_one_proportion(case.complaint_rate, case.complaint_rate_to_see)


@users_per_arm.mistake("That is a one-sided test; two-sided puts half of alpha on each side.")
def _(case: Case) -> float:
    return sample_size_two_proportions(case.complaint_rate, case.complaint_rate_to_see, alternative="one-sided")


@question(
    points=5,
    unit="share",
    tolerance=0.005,
    frames=("cases_log",),
    hint="Mix first: which share of the users writes in that language, and what does the rate of all users become?",
    working="New rate of all users: today's plus language share x (feared rate - today's). Then the power formula with "
    "the users per arm of the question before.",
)
def chance_gate_sees_language(case: Case) -> float:
    """Chance that this gate sees the harm if the complaint rate rises in one language only.

    Language and feared rate are on your card; elsewhere the rate stays as today. The language's share of users is its
    share of first entries in the log. Users per arm as above, rounded up. Power, normal approximation, alpha 0.05
    two-sided: Phi((difference x root of n - 1.96 x root of 2pq) / root of (p1 q1 + p2 q2)), rates of all users.
    """
    return _seen(case, _mixed(case))


def _mixed(case: Case) -> float:
    share = case.tally(language=case.language).cases / case.tally().cases
    return case.complaint_rate + share * (case.complaint_rate_in_language - case.complaint_rate)


def _seen(case: Case, rate: float, alternative: str = "two-sided") -> float:
    size = users_per_arm.answer(case)
    return power_two_proportions(case.complaint_rate, rate, size=size, alternative=alternative)


@chance_gate_sees_language.mistake(
    "That is the chance if every user were in that language. Most are not, and their unchanged rate dilutes the rise."
)
def _(case: Case) -> float:
    return _seen(case, case.complaint_rate_in_language)


@chance_gate_sees_language.mistake("That is the chance that the gate misses it; the question is whether it sees it.")
def _(case: Case) -> float:
    return 1 - chance_gate_sees_language.answer(case)


@chance_gate_sees_language.mistake(
    "That is the power planned for a rise among all users; this rise is smaller over all users, so the power is too."
)
def _(case: Case) -> float:
    return _seen(case, case.complaint_rate_to_see)


@chance_gate_sees_language.mistake("That is the power of a one-sided test; this gate is two-sided.")
def _(case: Case) -> float:
    return _seen(case, _mixed(case), "one-sided")


@question(
    points=3,
    unit="reviewers",
    kind="integer",
    frames=("cases_log",),
    hint="Cases a day that are not automated, times minutes, over the minutes of a shift that go into cases.",
    working="Cases a day x (1 - coverage) x minutes a case, over 480 x share of the shift spent on cases, rounded up.",
)
def reviewers_needed(case: Case) -> int:
    """Reviewers a day for the cases that are not automated. Round up.

    Cases a day: first entries over the days in the log, all languages. Minutes a case, and the share of a shift of 480
    minutes that goes into cases, are on your card.
    """
    return _reviewers(case)


def _reviewers(case: Case, *, share: float | None = None, utilisation: float | None = None) -> int:
    return people_to_review(
        case.tally().cases / case.log_days,
        review_share=1 - automated(case).coverage if share is None else share,
        minutes_per_case=case.review_minutes,
        shift_minutes=SHIFT_MINUTES,
        utilisation=utilisation or case.utilisation,
    )


@reviewers_needed.mistake("Nobody is busy for the whole shift: at that load the queue never empties. Use the share.")
def _(case: Case) -> int:
    return _reviewers(case, utilisation=1.0)


@reviewers_needed.mistake("That is the work on every case; the automated ones need no reviewer.")
def _(case: Case) -> int:
    return _reviewers(case, share=1.0)


@reviewers_needed.mistake("That is the work on the automated cases; the others go to people.")
def _(case: Case) -> int:
    return _reviewers(case, share=automated(case).coverage)


@reviewers_needed.mistake("Rounded down: with that many the day's cases are not done.", credit=1 / 3)
def _(case: Case) -> int:
    return reviewers_needed.answer(case) - 1


EXERCISE = Exercise(
    questions=(users_per_arm, chance_gate_sees_language, reviewers_needed),
    strong_answer=(
        "A gate is a test, so I size it before I open it: {users_per_arm}, for a rise that I would stop for. Then I "
        "ask what it misses. If the harm sits in one language, the rate of all users hardly moves: the gate sees it "
        "with a chance of {chance_gate_sees_language}. So a language that we worry about gets a gate of its own, or "
        "stays with people. The cases that are not automated need {reviewers_needed} a day; that is a hiring plan, and "
        "I check it before I promise a date. What no gate sees is the customer who is wronged and does not complain."
    ),
    follow_up="Growth wants to look every morning and stop at the first bad day. What does that do to alpha?",
)
