"""Exhibit C of the claim audit: two accounts of one invented incident, and which report repeats which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

REPORTS = tuple(f"r{i:02d}" for i in range(1, 12))
OWN = "own records"
PRIMARY = (
    "the authority's order, with its case number",
    "the judgment of the court, in full",
    "the firm's signed report to its supervisor",
)
NEWSPAPER = "a newspaper that names the case file which it read"
VENDORS = (
    "a seller of bias monitors, on its own site",
    "a seller of audit services, in a white paper",
    "a seller of model insurance, in a brochure",
)
UNSIGNED = ("an unsigned post on a forum", "an account without a name", "a leaked chat that nobody has signed")
REPEATERS = (
    "a trade newsletter",
    "a news site",
    "a conference talk",
    "a course page",
    "a podcast",
    "a blog with a name",
)


@dataclass(frozen=True)
class Report:
    """A report: who writes, when, the number of people harmed that it states, what it rests on, if it was withdrawn."""

    report: str
    published: date
    written_by: str
    people_harmed: int
    rests_on: str
    withdrawn: bool


@dataclass(frozen=True)
class _Sketch:
    """A report before it has its number: `rests_on` is a place among the sketches, None for own records."""

    account: int
    written_by: str
    rests_on: int | None = None
    withdrawn: bool = False


def draw_reports(streams: Streams) -> tuple[Report, ...]:
    """Draw eight to eleven reports of two accounts.

    The account with more reports goes back to a seller and unsigned posts, one of these origins withdrawn; the other
    goes back to a document of first hand.
    """
    rng = streams.rng("reports")
    sketches, low = _sketches(rng), 10 * rng.randint(14, 60)
    stated = (10 * round(low * rng.uniform(2.5, 6) / 10), low)
    if rng.random() < 0.35:  # the much-repeated figure is not always the larger one
        stated = stated[::-1]
    days, names = _days(rng, sketches), rng.sample(REPORTS[: len(sketches)], len(sketches))
    rows = [
        Report(
            name,
            day,
            one.written_by,
            stated[one.account],
            OWN if one.rests_on is None else names[one.rests_on],
            one.withdrawn,
        )
        for name, day, one in zip(names, days, sketches, strict=True)
    ]
    return tuple(sorted(rows, key=lambda one: one.report))


def _sketches(rng: Random) -> list[_Sketch]:
    """Return the reports of both accounts, origins before what rests on them."""
    origins = [rng.choice(VENDORS), *rng.sample(UNSIGNED, 2)]
    rng.shuffle(origins)
    rows = [_Sketch(0, origins[0]), _Sketch(0, origins[1], withdrawn=True), _Sketch(1, rng.choice(PRIMARY))]
    main, withdrawn, first_hand = range(3)
    if rng.random() < 0.5:
        rows.append(_Sketch(0, origins[2]))
    if rng.random() < 0.5:
        rows.append(_Sketch(1, NEWSPAPER))
    repeaters = iter(rng.sample(REPEATERS, len(REPEATERS)))
    for account, rests_on in ((0, main), (0, withdrawn), (1, first_hand)):
        rows.append(_Sketch(account, next(repeaters), rests_on))
    second_hand = [i for i, row in enumerate(rows) if row.account == 0 and row.rests_on is not None]
    for _ in range(rng.randint(1, 2)):
        rows.append(_Sketch(0, next(repeaters), rng.choice(second_hand)))
    rows.append(_Sketch(0, next(repeaters), main))
    return rows


def _days(rng: Random, sketches: Sequence[_Sketch]) -> list[date]:
    """Return when each came out: after what it rests on."""
    days: list[date] = []
    for one in sketches:
        if one.rests_on is None:
            days.append(date(2026, rng.randint(3, 5), rng.randint(1, 28)))
        else:
            days.append(days[one.rests_on] + timedelta(days=rng.randint(3, 30)))
    return days


def reports_frame(reports: Sequence[Report]) -> "pd.DataFrame":
    """Return the reports as a data frame."""
    import pandas as pd

    rows = [
        (one.report, one.published, one.written_by, one.people_harmed, one.rests_on, one.withdrawn) for one in reports
    ]
    columns = ("report", "published", "written_by", "people_harmed", "rests_on", "withdrawn")
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(published=pd.to_datetime(frame["published"]))
