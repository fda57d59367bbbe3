"""Questions on the good customers who are declined: the category that was cut anew, and what it costs."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise


def _rate(case: Case, period: str, category: str | None = None) -> float:
    """Return good customers declined over good transactions, second copies left out."""
    return case.good(period, declined=True, category=category) / case.good(period, category=category)


@question(
    points=5,
    unit="share",
    tolerance=0.0001,
    frames=("declines",),
    hint="Both spellings are the same category. The day of the change belongs to neither period.",
    working="Sum of good_declined over sum of good: the changed category, days after the change, each row once.",
)
def false_positive_rate_after(case: Case) -> float:
    """False-positive rate of the changed category after the change.

    Good transactions that were declined over good transactions, summed over the days after the day of the change
    (that day
    is in neither period). Both spellings of the category; a row that was sent twice counts once.
    """
    return _rate(case, "after", case.changed_category)


@false_positive_rate_after.mistake("All categories are in it: those that were not cut anew dilute the effect.")
def _(case: Case) -> float:
    return _rate(case, "after")


@false_positive_rate_after.mistake("That is the rate before the change.")
def _(case: Case) -> float:
    return _rate(case, "before", case.changed_category)


@false_positive_rate_after.mistake(
    "You divided by the good transactions of all categories; a rate has the same rows above and below the line."
)
def _(case: Case) -> float:
    return case.good("after", declined=True, category=case.changed_category) / case.good("after")


@false_positive_rate_after.mistake("That is how much the rate rose, not the rate itself.")
def _(case: Case) -> float:
    return _rate(case, "after", case.changed_category) - _rate(case, "before", case.changed_category)


@question(
    points=4,
    unit="customers a day",
    tolerance=0.01,
    relative=True,
    frames=("declines",),
    hint="What would the old rate have declined on the new volume? Only what lies above that is extra.",
    working="(declined after - rate before x good after) / days after the change, in the changed category.",
)
def extra_declines_a_day(case: Case) -> float:
    """Extra good customers declined a day in the changed category, because of the change.

    Declined on the days after it, less what the rate before would have declined on the same volume; divided by the days
    after the change on your card. Rates and rows as in the question before.
    """
    return _extra(case, case.good("after", category=case.changed_category))


def _extra(case: Case, volume: float) -> float:
    declined = case.good("after", declined=True, category=case.changed_category)
    return (declined - _rate(case, "before", case.changed_category) * volume) / case.window_days


@extra_declines_a_day.mistake("Those are all declines; the old rate would have declined some of them too.")
def _(case: Case) -> float:
    return _extra(case, 0)


@extra_declines_a_day.mistake(
    "You took the difference of the counts: the category also grew, and growth is not the model's fault."
)
def _(case: Case) -> float:
    return _extra(case, case.good("before", category=case.changed_category))


@extra_declines_a_day.mistake("Rows that were sent twice are counted twice: a sum, unlike a rate, shows it.")
def _(case: Case) -> float:
    resent = [one for one in case.days if one.category == case.changed_category and one.day in case.twice]
    before = _rate(case, "before", case.changed_category)
    more = sum(one.good_declined - before * one.good for one in resent)
    return extra_declines_a_day.answer(case) + more / case.window_days


@extra_declines_a_day.mistake("The days in the new spelling are missing: the feed began to write the name otherwise.")
def _(case: Case) -> float:
    before = _rate(case, "before", case.changed_category)
    old = [one for one in case.days if one.written == case.changed_category and one.day > case.change]
    return sum(one.good_declined - before * one.good for one in old) / case.window_days


@extra_declines_a_day.mistake("That is the sum over all days after the change; the question wants it a day.")
def _(case: Case) -> float:
    return extra_declines_a_day.answer(case) * case.window_days


@question(
    points=3,
    unit="USD a day",
    tolerance=0.01,
    relative=True,
    frames=("declines",),
    hint="Not everybody who is declined leaves.",
    working="Extra declines a day x share who take another card x margin lost with one.",
)
def insult_cost_a_day(case: Case) -> float:
    """Margin lost a day because extra good customers are declined and take another card.

    The extra declines of the question before; share who leave and margin lost with one of them are on your card.
    """
    return extra_declines_a_day.answer(case) * case.insulted_share * case.margin_lost


@insult_cost_a_day.mistake("Not everybody who is declined leaves: the share who take another card is missing.")
def _(case: Case) -> float:
    return extra_declines_a_day.answer(case) * case.margin_lost


@insult_cost_a_day.mistake("Those who would have been declined anyway are in it; only the extra ones are the change's.")
def _(case: Case) -> float:
    return _extra(case, 0) * case.insulted_share * case.margin_lost


@insult_cost_a_day.mistake("That is how many leave; the question wants what is lost with them.")
def _(case: Case) -> float:
    return extra_declines_a_day.answer(case) * case.insulted_share


@insult_cost_a_day.mistake(
    "You priced each with the cost of a false decline on the card, which is the model's; here it is the margin lost."
)
def _(case: Case) -> float:
    return extra_declines_a_day.answer(case) * case.insulted_share * case.cost_of_false_decline


EXERCISE = Exercise(
    questions=(false_positive_rate_after, extra_declines_a_day, insult_cost_a_day),
    strong_answer=(
        "Only the category that was cut anew moved: it now declines {false_positive_rate_after} of its good customers. "
        "On today's volume that is {extra_declines_a_day} more than the old rate would, and {insult_cost_a_day} in "
        "margin from those who take another card. The feed changed the spelling and sent a day twice; I "
        "counted each "
        "row once. The Saturday peak is volume, not the model."
    ),
    follow_up="How do you know that it is the categories, and not a wave of fraud?",
)
