"""Exhibit C of the claim audit: invented stories about first fines under the EU AI Act, and its duties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams
from course_lib.measures.regulation.dates import ANNEX_III, GENERAL_PURPOSE_FINES, PENALTIES, TRANSPARENCY
from course_lib.measures.regulation.fine_tables import AI_ACT_99_3, AI_ACT_99_4, RULES

if TYPE_CHECKING:
    import pandas as pd

STORIES = tuple(f"f{i}" for i in range(1, 9))
TODAY = date(2026, 11, 24)
_BEFORE_AMENDMENT = TRANSPARENCY.day  # the 2024 text had the same day for Annex III (EUAI-044)


@dataclass(frozen=True)
class Duty:
    """A duty, its article, from when a breach can be fined (today and in the text of 2024), the rule of the ceiling."""

    duty: str
    article: str
    fined_from: date
    fined_from_2024: date
    rule: str
    ledger: str


DUTIES = (
    Duty("prohibited practice", "5", PENALTIES.day, PENALTIES.day, AI_ACT_99_3, "EUAI-003, EUAI-032"),
    Duty("telling people that it is AI", "50", TRANSPARENCY.day, TRANSPARENCY.day, AI_ACT_99_4, "EUAI-046, EUAI-033"),
    Duty("high-risk duty of a provider", "16", ANNEX_III.day, _BEFORE_AMENDMENT, AI_ACT_99_4, "EUAI-044, EUAI-033"),
    Duty("high-risk duty of a deployer", "26", ANNEX_III.day, _BEFORE_AMENDMENT, AI_ACT_99_4, "EUAI-044, EUAI-033"),
    Duty(
        "duty of a general-purpose model",
        "53",
        GENERAL_PURPOSE_FINES.day,
        GENERAL_PURPOSE_FINES.day,
        "AI Act 101",
        "EUAI-048, EUAI-036",
    ),
)
_BAN, _TELL, _PROVIDER, _DEPLOYER, _MODEL = DUTIES


@dataclass(frozen=True)
class Story:
    """A story: duty said to be breached, last day of the breach, size and turnover of the firm, fine, and news day."""

    story: str
    duty: Duty
    breach_until: date
    size: str
    turnover: int
    fine: int
    published: date


def draw_stories(streams: Streams) -> tuple[Story, ...]:
    """Draw eight stories. Three or four name a breach before its day, and two or three a fine above the ceiling.

    One breach that is too old was published late, two would be in time by the text of 2024, and one ends on the very
    day.
    """
    rng = streams.rng("stories")
    first = TRANSPARENCY.day
    late = rng.choice((_TELL, _MODEL))
    days = [  # the duty, the last day of the breach, and a day before which nobody writes about it
        (_BAN, PENALTIES.day - timedelta(days=rng.randint(200, 320)), date.min),
        (late, first - timedelta(days=rng.randint(8, 60)), first),
        (rng.choice((_PROVIDER, _DEPLOYER)), first + timedelta(days=rng.randint(4, 60)), first),
        (_TELL if late is _MODEL else _MODEL, first, first),
        (_BAN, PENALTIES.day + timedelta(days=rng.randint(30, 300)), first),
        (_MODEL, first + timedelta(days=rng.randint(3, 50)), first),
        (_TELL, first + timedelta(days=rng.randint(3, 50)), first),
        (rng.choice((_PROVIDER, _DEPLOYER, _BAN)), first + timedelta(days=rng.randint(4, 60)), first),
    ]
    firms = _firms(rng, [duty for duty, _, _ in days])
    stories = [
        Story(name, duty, until, *firm, _published(rng, max(until, not_before)))
        for name, (duty, until, not_before), firm in zip(rng.sample(STORIES, len(STORIES)), days, firms, strict=True)
    ]
    return tuple(sorted(stories, key=lambda one: one.story))


def _published(rng: Random, start: date) -> date:
    """Return when a story came out: some weeks after `start`, and by today."""
    return min(start + timedelta(days=rng.randint(12, 80)), TODAY - timedelta(days=rng.randint(1, 9)))


def _firms(rng: Random, duties: Sequence[Duty]) -> list[tuple[str, int, int]]:
    """Return size, turnover and fine of each story: above and below the ceiling for a reason that somebody may miss."""
    models = [i for i, duty in enumerate(duties) if duty is _MODEL]
    others = [i for i, duty in enumerate(duties) if duty is not _MODEL]
    rng.shuffle(others)
    ways = dict.fromkeys(range(len(duties)), "below") | {models[0]: "small model"}
    planned = ("small above", "large share", "large above", rng.choice(("below", "small above", "large above")))
    ways |= dict(zip(others, planned, strict=False))
    return [_firm(rng, duty, ways[i]) for i, duty in enumerate(duties)]


def _firm(rng: Random, duty: Duty, way: str) -> tuple[str, int, int]:
    rule = RULES[duty.rule]
    crossover = rule.fixed * 100 // rule.percent
    if way in ("small above", "small model"):  # the share is far below the fixed amount
        turnover = 1_000_000 * rng.randint(20, 45)
        low = turnover * rule.percent / 100
        return "SME", turnover, _fine(low * rng.uniform(1.5, 4))
    turnover = 1_000_000 * round(crossover * rng.uniform(1.6, 6) / 1_000_000)
    high = turnover * rule.percent / 100
    if way == "large above":
        return "large", turnover, _fine(high * rng.uniform(1.2, 1.7))
    if way == "large share":  # above the fixed amount, below the share
        return "large", turnover, _fine(rule.fixed + (high - rule.fixed) * rng.uniform(0.35, 0.75))
    return "large", turnover, _fine(rule.fixed * rng.uniform(0.2, 0.8))


def _fine(amount: float) -> int:
    return 100_000 * round(amount / 100_000)


def stories_frame(stories: Sequence[Story]) -> "pd.DataFrame":
    """Return the stories as a data frame."""
    import pandas as pd

    rows = [
        (one.story, one.published, one.duty.duty, one.breach_until, one.size, one.turnover, one.fine) for one in stories
    ]
    columns = ("story", "published", "duty", "breach_until", "firm_size", "turnover_eur", "fine_eur")
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("published", "breach_until")})


def duties_frame() -> "pd.DataFrame":
    """Return the duties: from when a breach can be fined, the fixed amount and the share of turnover of its ceiling."""
    import pandas as pd

    rows = [
        (one.duty, one.article, one.fined_from, one.fined_from_2024, rule.fixed, rule.percent / 100, one.ledger)
        for one, rule in ((duty, RULES[duty.rule]) for duty in DUTIES)
    ]
    columns = ("duty", "article", "fined_from", "fined_from_2024_text", "fixed_eur", "turnover_share", "ledger")
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("fined_from", "fined_from_2024_text")})
