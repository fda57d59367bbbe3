"""Questions on how often a monitor may cry wolf: false alarms, the level of one check, and the labels that it needs."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.monitoring import alpha_per_check as level_of_one_check
from course_lib.measures.monitoring import expected_false_alarms, false_alarm_probability
from course_lib.measures.sample_size import sample_size_one_proportion, sample_size_two_proportions

DAYS, HOURS = 30, 720


@question(
    points=3,
    unit="alarms",
    tolerance=0.02,
    hint="Count the checks in thirty days first.",
    working="Checks in thirty days times the level of one check.",
)
def false_alarms_a_month(case: Case) -> float:
    """How many false alarms do you expect in 30 days at today's level, if nothing is wrong?

    One check every so many hours, each at today's alpha, both on your card. Alpha: the chance that one check alarms
    although the off-target rate is the known one. Asked: the expected number of alarms.
    """
    return expected_false_alarms(case.checks_in_30_days, alpha=case.promise.alpha_today)


@false_alarms_a_month.mistake("One check a day is in it; the monitor looks more often, and each look may alarm.")
def _(case: Case) -> float:
    return expected_false_alarms(DAYS, alpha=case.promise.alpha_today)


@false_alarms_a_month.mistake("One check an hour is in it; your card says how many hours lie between two checks.")
def _(case: Case) -> float:
    return expected_false_alarms(HOURS, alpha=case.promise.alpha_today)


@false_alarms_a_month.mistake("That is the chance of at least one false alarm; the question asks how many.")
def _(case: Case) -> float:
    return false_alarm_probability(case.checks_in_30_days, alpha=case.promise.alpha_today)


@question(
    points=4,
    unit="ratio",
    tolerance=0.02,
    relative=True,
    hint="Turn the last question round: the number of alarms is given, the level is asked.",
    working="False alarms allowed in thirty days over the checks in thirty days.",
)
def alpha_per_check(case: Case) -> float:
    """Which level (alpha) may one check have, so that the expected false alarms in 30 days are those allowed?

    False alarms allowed and hours between two checks as on your card. As a plain ratio: one in a hundred is 0.01.
    """
    return level_of_one_check(case.checks_in_30_days, allowed_false_alarms=case.promise.false_alarms_allowed)


@alpha_per_check.mistake("That is today's level; your last answer says how many false alarms it brings.")
def _(case: Case) -> float:
    return case.promise.alpha_today


@alpha_per_check.mistake("You divided by days; what alarms is a check, and there are several a day.")
def _(case: Case) -> float:
    return level_of_one_check(DAYS, allowed_false_alarms=case.promise.false_alarms_allowed)


@alpha_per_check.mistake("You divided by hours; a check comes less often than every hour.")
def _(case: Case) -> float:
    return level_of_one_check(HOURS, allowed_false_alarms=case.promise.false_alarms_allowed)


@alpha_per_check.mistake(
    "You spread today's level over the checks; that bounds the chance of any false alarm, and here a number is allowed."
)
def _(case: Case) -> float:
    return case.promise.alpha_today / case.checks_in_30_days


@question(
    points=6,
    unit="labels",
    tolerance=0.01,
    relative=True,
    hint="One group, known baseline: each rate brings its own root of p q, one for alpha and one for the power.",
    working="(z alpha x root(p q), known rate, + z power x root(p q), rate to catch), over their difference, squared.",
)
def labels_needed(case: Case) -> int:
    """How many labels must a check rest on, to catch the rate on your card with the power on your card?

    One-sided test of one proportion against the known off-target rate p0; p1 is the rate to catch; alpha is your
    `alpha_per_check`. Normal approximation: n = ((z_alpha root(p0 (1 - p0)) + z_power root(p1 (1 - p1))) / (p1 - p0))²,
    rounded up. z_alpha leaves alpha above it, z_power leaves 1 - power above it. The exact binomial level is a little
    higher than the normal one.
    """
    return _labels(case, alpha_per_check.answer(case))


def _labels(case: Case, alpha: float, *, alternative: str = "one-sided") -> int:
    known, new = case.promise.baseline_rate, case.promise.rate_to_catch
    return sample_size_one_proportion(known, new, alpha=alpha, power=case.promise.power, alternative=alternative)


@labels_needed.mistake(
    "That is the size of each of two groups; the baseline is known here, so only one rate has noise."
)
def _(case: Case) -> int:
    known, new = case.promise.baseline_rate, case.promise.rate_to_catch
    alpha, power = alpha_per_check.answer(case), case.promise.power
    return sample_size_two_proportions(known, new, alpha=alpha, power=power, alternative="one-sided")


@labels_needed.mistake("Without the power term a shift of that size is missed every second time.")
def _(case: Case) -> int:
    known, new = case.promise.baseline_rate, case.promise.rate_to_catch
    # A power of one half leaves the term of alpha alone: its z is zero.
    return sample_size_one_proportion(
        known, new, alpha=alpha_per_check.answer(case), power=0.5, alternative="one-sided"
    )


@labels_needed.mistake("Alpha is halved for two sides in it; you alarm only when the rate goes up.")
def _(case: Case) -> int:
    return _labels(case, alpha_per_check.answer(case), alternative="two-sided")


@labels_needed.mistake("Today's alpha is in it; at that level the alarms allowed are not kept.")
def _(case: Case) -> int:
    return _labels(case, case.promise.alpha_today)
