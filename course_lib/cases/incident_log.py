"""The log of an incident as several systems wrote it: each by its own clock, some rows twice, some rows late.

Everything is drawn in UTC, as minutes after the first wrong decision. The log shows the moments as local stamps with
their offset. The days are taken from 2028, when the high-risk rules of the AI Act apply, and lie so that a weekend
falls into the first three days and no federal holiday of the US into the first three weeks.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from course_lib.core.case import Streams
from course_lib.measures.regulation.business_days import federal_holidays

if TYPE_CHECKING:
    import random

    import pandas as pd

WEDNESDAY, THURSDAY, FRIDAY = 2, 3, 4
YEAR, QUIET_DAYS = 2028, 21
OFFICE_SUMMER = date(2028, 3, 26), date(2028, 10, 29)
NEW_YORK_SUMMER = date(2028, 3, 12), date(2028, 11, 5)
REPEAT_MINUTES = 10
RATED = "risk to the people whose statements were shown"
ROWS = (  # moment, system, its clock, what it wrote
    ("deployed", "deploy tool", "UTC", "feature pipeline v42 serves all traffic"),
    ("unrelated", "monitoring", "UTC", "CRITICAL: training cluster out of memory"),
    ("detected", "monitoring", "UTC", "alert: limit cuts above threshold"),
    ("reported", "support desk", "office", "a customer reports another customer's statement, not yet checked"),
    ("acknowledged", "paging", "office", "alert acknowledged by the on-call engineer"),
    ("declared", "paging", "office", "incident declared"),
    ("confirmed", "security desk", "office", "confirmed: statements were shown to other customers"),
    ("contained", "deploy tool", "UTC", "automatic limit cuts switched off on the web channel"),
    ("classified", "ICT risk", "office", "classified as a major ICT-related incident"),
    ("rollback_requested", "deploy tool", "UTC", "rollback to v41 requested"),
    ("mitigated", "deploy tool", "UTC", "rollback complete, v41 serves all traffic"),
    ("restored", "status page", "office", "cut limits given back, all checks pass"),
    ("investigated", "security desk", "office", "investigation of the statements closed"),
    ("infringement", "legal", "office", "breach of Union non-discrimination law by the model reasonably likely"),
    ("material", "disclosure committee", "New York", "exposure of the statements found material"),
    ("started", "replay", "UTC", "first decision on a wrong feature"),
)


@dataclass(frozen=True)
class Moments:
    """When things happened, in UTC, to the minute. `started` is the first wrong decision, the start of the impact."""

    deployed: datetime
    started: datetime
    unrelated: datetime
    detected: datetime
    reported: datetime
    acknowledged: datetime
    declared: datetime
    confirmed: datetime
    contained: datetime
    classified: datetime
    rated: datetime
    rollback_requested: datetime
    mitigated: datetime
    restored: datetime
    investigated: datetime
    infringement: datetime
    material: datetime


@cache
def _days() -> dict[int, list[date]]:
    """Return the days of the year that an incident may start on, by weekday."""
    holidays = federal_holidays(YEAR)
    everyday = [date(YEAR, 1, 4) + timedelta(days=i) for i in range(340)]
    quiet = [day for day in everyday if not any(timedelta(0) <= one - day <= timedelta(QUIET_DAYS) for one in holidays)]
    return {weekday: [day for day in quiet if day.weekday() == weekday] for weekday in (WEDNESDAY, THURSDAY, FRIDAY)}


def draw_moments(streams: Streams) -> Moments:
    """Draw the day, and every moment of the incident."""
    rng, response, after = streams.rng("day"), streams.rng("response"), streams.rng("afterwards")
    weekday = rng.choices((WEDNESDAY, THURSDAY, FRIDAY), (1, 1, 2))[0]
    day = rng.choice(_days()[weekday])
    started = datetime.combine(day, time(), UTC) + timedelta(minutes=rng.randint(340, 570))
    minutes = _response_minutes(response)
    minutes |= {"deployed": -rng.randint(5, 15), "unrelated": rng.randint(20, 70)}
    minutes["investigated"] = 24 * 60 + after.randint(0, 400)
    moments = {name: started + timedelta(minutes=one) for name, one in minutes.items()}
    return Moments(
        started=started,
        infringement=_at(day + timedelta(days=after.randint(1, 3)), 23, after.randint(5, 50)),
        material=_at(_determination_day(day, after.randint(3, 11)), 19, after.randint(0, 59)),
        **moments,
    )


def _response_minutes(rng: "random.Random") -> dict[str, int]:
    """Return the minutes of detection, response and recovery after the start of the impact."""
    detected = rng.randint(120, 300)
    reported = detected + rng.randint(6, 14)
    acknowledged = detected + rng.randint(17, 40)
    declared = acknowledged + rng.randint(4, 12)
    confirmed = detected + rng.randint(45, 120)
    mitigated = acknowledged + rng.randint(95, 180)
    return {
        "detected": detected,
        "reported": reported,
        "acknowledged": acknowledged,
        "declared": declared,
        "confirmed": confirmed,
        "contained": declared + rng.randint(40, 58),
        "rated": confirmed + rng.randint(60, 150),
        "classified": confirmed + rng.randint(20, 55),
        "rollback_requested": mitigated - rng.randint(6, 20),
        "mitigated": mitigated,
        "restored": acknowledged + rng.randint(300, 600),
    }


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


def _determination_day(day: date, days: int) -> date:
    """Return the first Wednesday, Thursday or Friday from some days after the start."""
    found = day + timedelta(days=days)
    while found.weekday() not in (WEDNESDAY, THURSDAY, FRIDAY):
        found += timedelta(days=1)
    return found


def offset_minutes(clock: str, moment: datetime) -> int:
    """Return how far a clock is ahead of UTC at a moment of the year 2028: "UTC", "office" or "New York"."""
    day = moment.date()
    if clock == "UTC":
        return 0
    if clock == "office":
        return 120 if OFFICE_SUMMER[0] <= day < OFFICE_SUMMER[1] else 60
    return -240 if NEW_YORK_SUMMER[0] <= day < NEW_YORK_SUMMER[1] else -300


def log_frame(moments: Moments, rating: str, row_seed: int) -> "pd.DataFrame":
    """Return the log in the order in which its rows arrived: the replay last, some rows a second time."""
    import numpy as np
    import pandas as pd

    rows = [(getattr(moments, name), system, clock, event) for name, system, clock, event in ROWS]
    rows.append((moments.rated, "privacy office", "office", f"{RATED}: {rating}"))
    again = range(REPEAT_MINUTES, int((moments.acknowledged - moments.detected).total_seconds() // 60), REPEAT_MINUTES)
    repeats = [moments.detected + timedelta(minutes=minutes) for minutes in again]
    rows += [(moment, "monitoring", "UTC", "alert: limit cuts above threshold (repeated)") for moment in repeats]
    rows.sort(key=lambda row: (row[1] == "replay", row[0]))
    table = pd.DataFrame([_written(i, row) for i, row in enumerate(rows, start=1)])
    rng = np.random.default_rng(row_seed)
    second = table.iloc[rng.choice(len(table) - 1, size=3, replace=False)]
    keys = [*range(len(table)), *rng.uniform(len(table) / 2, len(table) - 1, size=3)]
    both = pd.concat([table, second], ignore_index=True)
    return both.iloc[np.argsort(keys, kind="stable")].reset_index(drop=True)


def _written(number: int, row: tuple[datetime, str, str, str]) -> dict[str, object]:
    moment, system, clock, event = row
    ahead = offset_minutes(clock, moment)
    sign, hours = "-" if ahead < 0 else "+", abs(ahead) // 60
    stamp = (moment + timedelta(minutes=ahead)).strftime("%Y-%m-%d %H:%M")
    return {"log_id": number, "system": system, "event": event, "stamp": stamp, "utc_offset": f"{sign}{hours:02d}:00"}
