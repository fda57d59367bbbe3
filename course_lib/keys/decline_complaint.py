"""Questions on the complaint: are holders of foreign cards declined more often, and how much of it is the channel?"""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.intervals import wald_difference_interval


def _counts(case: Case, card: str, *, channel: str | None = None, tests: bool = False) -> tuple[int, int]:
    """Return declined and all good customers of a group; test accounts are declined every second time."""
    mine = [one for one in case.reviewed if one.group == card and channel in (None, one.channel)]
    declined = sum(one.declined + tests * -(-one.test_accounts // 2) for one in mine)
    return declined, sum(one.customers + tests * one.test_accounts for one in mine)


def _gap(case: Case, *, channel: str | None = None, tests: bool = False) -> float:
    foreign, domestic = (
        _counts(case, card, channel=channel, tests=tests) for card in ("foreign card", "domestic card")
    )
    return foreign[0] / foreign[1] - domestic[0] / domestic[1]


@question(
    points=4,
    unit="share",
    tolerance=0.0005,
    frames=("customers",),
    hint="Test accounts are declined on purpose.",
    working="Share declined of foreign cards less share declined of domestic cards, test accounts left out.",
)
def decline_gap(case: Case) -> float:
    """How much more often are good customers with a foreign card declined than those with a domestic one?

    Share declined with a foreign card less share declined with a domestic card, both channels together. Without test
    accounts. As a share: one percentage point is 0.01.
    """
    return _gap(case)


@decline_gap.mistake("Test accounts are in it: they are declined on purpose.")
def _(case: Case) -> float:
    return _gap(case, tests=True)


@decline_gap.mistake("That is how many times the one rate is the other; the question wants the difference.")
def _(case: Case) -> float:
    foreign, domestic = (_counts(case, card) for card in ("foreign card", "domestic card"))
    return foreign[0] / foreign[1] / (domestic[0] / domestic[1])


@decline_gap.mistake("That is the share declined among foreign cards; the complaint is about the difference.")
def _(case: Case) -> float:
    declined, size = _counts(case, "foreign card")
    return declined / size


@question(
    points=3,
    unit="share",
    tolerance=0.0001,
    frames=("customers",),
    hint="Two groups, two variances, not pooled.",
    working="1.96 x square root of (p1 q1 / n1 + p2 q2 / n2).",
)
def gap_half_width(case: Case) -> float:
    """Half-width of the 95 % confidence interval of that difference.

    Wald interval, unpooled variances, z = 1.96. Without test accounts. As a share.
    """
    interval = wald_difference_interval(*_counts(case, "foreign card"), *_counts(case, "domestic card"))
    return (interval.high - interval.low) / 2


@gap_half_width.mistake("That is the standard error; the half-width is z times as wide.")
def _(case: Case) -> float:
    return gap_half_width.answer(case) / 1.96


@gap_half_width.mistake("That is the whole width; the half-width is half of it.")
def _(case: Case) -> float:
    return gap_half_width.answer(case) * 2


@gap_half_width.mistake("Only the foreign cards' variance is in it; the other group is a sample too.")
def _(case: Case) -> float:
    declined, size = _counts(case, "foreign card")
    rate = declined / size
    return 1.96 * (rate * (1 - rate) / size) ** 0.5


@question(
    points=5,
    unit="share",
    tolerance=0.0005,
    frames=("customers",),
    hint="Compare like with like: the channel in which both pay, each alone.",
    working="The same difference within the online channel alone.",
)
def gap_online(case: Case) -> float:
    """The same difference among online purchases alone.

    Share declined with a foreign card less share declined with a domestic card, channel `online`. Without test
    accounts.
    """
    return _gap(case, channel="online")


@gap_online.mistake("That is the difference over both channels: foreign cards are used online, where more is declined.")
def _(case: Case) -> float:
    return _gap(case)


@gap_online.mistake("Test accounts are in it: they are declined on purpose.")
def _(case: Case) -> float:
    return _gap(case, channel="online", tests=True)


EXERCISE = Exercise(
    questions=(decline_gap, gap_half_width, gap_online),
    strong_answer=(
        "The complaint holds: foreign cards are declined {decline_gap} more often, give or take "
        "{gap_half_width}. Most of "
        "that is the channel, since foreign cards are used online, where more is declined. Among online "
        "purchases alone "
        "{gap_online} is left, and that is not nothing. I would say both figures, and look for what the model "
        "uses there."
    ),
    follow_up="So is it discrimination, or is it the channel?",
)
