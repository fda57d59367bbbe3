"""Exhibit C of the regulatory impact: incidents of a table-top drill, noted in the local time of the offices."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

OFFSETS = (2, 0, -5, 8)  # hours ahead of UTC: Helsinki, Lisbon, New York, Singapore, in winter
DEATH, HEALTH, RIGHTS = "death", "serious harm to health", "fundamental rights infringement"
INFRASTRUCTURE = "serious and irreversible disruption of critical infrastructure"
ANNEX_III, ANNEX_I, NOT_HIGH_RISK = "Annex III", "Annex I Section A", "not high-risk"
NO_CARVE_OUT, MEDICAL, EQUIVALENT = "none", "medical device", "equivalent Union reporting duties"
NUMBERS = tuple(f"I{number}" for number in range(1, 8))


@dataclass(frozen=True)
class DrillIncident:
    """One incident; awareness is kept in UTC and shown in the office's local time."""

    event: str
    route: str
    role: str
    carve_out: str
    aware_at: datetime
    hours_ahead: int
    number: str = ""

    @property
    def local(self) -> datetime:
        """Awareness on the office's clock."""
        return self.aware_at.astimezone(timezone(timedelta(hours=self.hours_ahead)))


@dataclass(frozen=True)
class Drill:
    """The incidents by number."""

    incidents: tuple[DrillIncident, ...]

    @property
    def focus(self) -> DrillIncident:
        """The incident whose clock is asked: the one with a death and no carve-out."""
        return next(one for one in self.incidents if one.event == DEATH)

    def table(self) -> "pd.DataFrame":
        """Build the log: times without an offset, as the offices noted them."""
        import pandas as pd

        rows = [
            {
                "incident": one.number,
                "event": one.event,
                "route": one.route,
                "our_role": one.role,
                "other_reporting_law": one.carve_out,
                "first_signal_local": (one.local - timedelta(hours=31)).replace(tzinfo=None),
                "aware_local": one.local.replace(tzinfo=None),
                "utc_offset": f"{one.hours_ahead:+03d}:00",
            }
            for one in self.incidents
        ]
        return pd.DataFrame(rows)


_PLOT = (
    (DEATH, ANNEX_III, "provider", NO_CARVE_OUT),
    (RIGHTS, ANNEX_III, "provider", EQUIVALENT),  # the carve-out leaves this one in
    (HEALTH, ANNEX_III, "provider", EQUIVALENT),
    (HEALTH, ANNEX_I, "provider", MEDICAL),
    (HEALTH, NOT_HIGH_RISK, "provider", NO_CARVE_OUT),
    (HEALTH, ANNEX_I, "provider", NO_CARVE_OUT),
)


def draw_drill(streams: Streams) -> Drill:
    """Draw the drill's incidents, all after the day on which the high-risk rules of both routes apply."""
    rng = streams.rng("incidents")
    last = rng.choice(
        ((INFRASTRUCTURE, ANNEX_III, "provider", NO_CARVE_OUT), (RIGHTS, ANNEX_III, "provider", NO_CARVE_OUT))
    )
    plot = [*_PLOT, last]
    rng.shuffle(plot)
    return Drill(
        tuple(
            DrillIncident(*facts, *_moment(rng, facts[0]), number=number)
            for facts, number in zip(plot, NUMBERS, strict=True)
        )
    )


def _moment(rng: Random, event: str) -> tuple[datetime, int]:
    """Return when and where: a death is noted off UTC, so that the offset moves the answer."""
    day = datetime(2028, 11, 6, tzinfo=UTC) + timedelta(days=rng.randint(0, 80))
    ahead = rng.choice([hours for hours in OFFSETS if hours or event != DEATH])
    return day + timedelta(minutes=5 * rng.randint(0, 287)), ahead
