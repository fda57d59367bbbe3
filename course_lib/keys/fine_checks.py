"""Questions on stories about fines: which the calendar rules out, and which the ceiling does."""

from collections.abc import Callable
from datetime import date

from course_lib.cases.fine_stories import STORIES, TODAY, Story
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.regulation.fine_tables import RULES
from course_lib.measures.regulation.fines import FineCeiling, fine_ceiling
from course_lib.wording.telling import tells

FRAMES = ("stories", "duties")


def _those(case: Case, holds: Callable[[Story], bool]) -> frozenset[str]:
    return frozenset(one.story for one in case.stories if holds(one))


def _ceiling(one: Story, *, on: date = TODAY, size: str | None = None) -> FineCeiling:
    return fine_ceiling(one.duty.article, on=on, worldwide_turnover=one.turnover, size=size or one.size)


@question(
    points=6,
    unit="labels",
    kind="labels",
    choices=STORIES,
    frames=FRAMES,
    hint="Join the stories with the duties, then compare two dates in each row.",
    working="Keep stories whose last day of breach lies before the day from which a breach of that duty can be fined.",
)
def impossible_by_date(case: Case) -> frozenset[str]:
    """Which stories are legally impossible by their dates alone? A list of labels.

    A breach can be fined only if it still goes on when the fines for its duty begin. So a story is impossible when
    `breach_until`, the last day of the breach, lies before `fined_from` of its duty. The day itself counts as in time.
    `fined_from` is the law as amended in July 2026 [EUAI-043]; `fined_from_2024_text` is what the text of 2024 had.
    """
    return _those(case, lambda one: not _ceiling(one, on=one.breach_until).enforceable)


@impossible_by_date.mistake(
    "You used the day of publication. News may come late; what decides is when the breach ended.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda one: one.published < one.duty.fined_from)


@impossible_by_date.mistake(
    "You used the text of 2024. The amendment moved the high-risk duties; stories that miss it give themselves away.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda one: one.breach_until < one.duty.fined_from_2024)


@impossible_by_date.mistake("The very day is in time: a breach that still goes on then can be fined.", credit=None)
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda one: one.breach_until <= one.duty.fined_from)


@impossible_by_date.mistake("Those are the possible ones. Asked are those that the dates rule out.")
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda one: _ceiling(one, on=one.breach_until).enforceable)


@impossible_by_date.mistake(
    "Those duties cannot be fined even today. But a duty in force today may not have been when the breach ended.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda one: one.duty.fined_from > TODAY)


@question(
    points=6,
    unit="labels",
    kind="labels",
    choices=STORIES,
    frames=FRAMES,
    hint="Two candidates for the ceiling in each row. Which of them counts depends on the firm's size and on the duty.",
    working="Larger of fixed amount and share x turnover; the smaller for an SME, but not for a general-purpose model.",
)
def above_ceiling(case: Case) -> frozenset[str]:
    """Which stories tell of a fine above the ceiling that the Act sets? A list of labels. Leave dates aside.

    Ceiling: `fixed_eur` or `turnover_share` x `turnover_eur`, whichever is higher. For a firm of size `SME` it is the
    lower of the two [EUAI-035]; but for the `duty of a general-purpose model` always the higher, whatever the size
    [EUAI-036]. A fine at or below the ceiling may be true or not.
    """
    return _those(case, lambda one: one.fine > _ceiling(one).amount)


def _two(one: Story) -> tuple[float, float]:
    rule = RULES[one.duty.rule]
    return rule.fixed, one.turnover * rule.percent / 100


def _of_models(one: Story) -> bool:
    return one.duty.article == "53"


@above_ceiling.mistake("You took the higher of the two for everybody. For an SME the lower one counts.", credit=None)
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda one: one.fine > _ceiling(one, size="large").amount)


@above_ceiling.mistake(
    "You took the lower of the two for everybody. That is the rule for an SME; a large firm faces the higher.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda one: one.fine > min(_two(one)))


@above_ceiling.mistake(
    "An SME with a general-purpose model is among yours. Its fine exceeds the share of turnover, but for that duty the "
    "higher of the two counts, whatever the size. (Whoever looks at the share of turnover alone ends here too.)",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    def above(one: Story) -> bool:
        return one.fine > (min(_two(one)) if _of_models(one) and one.size == "SME" else _ceiling(one).amount)

    return _those(case, above)


@above_ceiling.mistake(
    "You compared with the fixed amount alone. A share of turnover can lie far above it.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda one: one.fine > _two(one)[0])


@above_ceiling.mistake("Those are within the ceiling. Asked are those above it.")
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda one: one.fine <= _ceiling(one).amount)


@tells(impossible_by_date)
def by_story(case: Case, right: frozenset[str]) -> str:
    """Return the stories as rows of a list: what was breached, until when, and from when that can be fined."""
    rows = (one for one in case.stories if one.story in right)
    return "\n".join(
        f"  - {one.story}, {one.duty.duty}: the breach ended on {one.breach_until}, fines begin on "
        f"{one.duty.fined_from} [{one.duty.ledger}]"
        for one in rows
    )


@tells(above_ceiling)
def by_fine(case: Case, right: frozenset[str]) -> str:
    """Return the stories as rows of a list: the fine that is told, and the ceiling."""
    rows = (one for one in case.stories if one.story in right)
    return "\n".join(
        f"  - {one.story}, {one.duty.duty}, firm {one.size}: EUR {one.fine / 1e6:.1f} million told, "
        f"ceiling EUR {_ceiling(one).amount / 1e6:.1f} million"
        for one in rows
    )
