"""Six cards of a tabletop exercise: what happened, in which role, when it happened and when it became known.

The exercise plays in autumn 2028, when the high-risk rules bind both Annexes. The stamps are local; moments are drawn
in UTC, backwards from the deadline, so that any of the counted limits may come first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams
from course_lib.measures.regulation import incident_tables as law

if TYPE_CHECKING:
    import pandas as pd

CARDS = tuple(f"i{i}" for i in range(1, 7))
PLACES = {"Berlin": 2, "New York": -4, "Singapore": 8}  # hours ahead of UTC from mid-September to mid-October
_LIFT, _DEVICE, _LISTED = "lift control (Annex I)", "scan reader (Annex I)", "Annex III system"
_A, _III = "Annex I Section A", "Annex III"
_GRID = "serious and irreversible disruption of critical infrastructure"
_HARM, _PROPERTY = "serious harm to health", "serious harm to property or the environment"
# what, event, system, route, other reporting law
_TWO = (
    ("wrong scores in nine member states; authorities call it a widespread infringement", law.WIDESPREAD, _LISTED, _III,
     "none"),
    ("the load planner of a grid fails; the supply is disrupted seriously and for good", _GRID, _LISTED, _III, "none"),
)  # fmt: skip
_TEN = (
    ("a passenger dies in a closing door", "death", _LIFT, _A, "none"),
    ("a worker dies on a double shift that the planner set", "death", _LISTED, _III, "none"),
)
_FIFTEEN = (
    ("workers need hospital care after the planner's night shifts", _HARM, _LISTED, _III, "none"),
    ("the ranking of CVs broke the law on equal treatment, a fundamental right", law.RIGHTS, _LISTED, _III, "none"),
    ("a cabin falls; serious damage to property, nobody is hurt", _PROPERTY, _LIFT, _A, "none"),
    ("older patients were never read: a fundamental right is infringed", law.RIGHTS, _DEVICE, _A, law.MEDICAL),
)
_CARVED = (
    ("a nodule is missed; the patient's health is seriously harmed", _HARM, _DEVICE, _A, law.MEDICAL),
    ("a patient dies after a missed nodule", "death", _DEVICE, _A, law.MEDICAL),
    ("wrong prices cost a customer a house; nobody's rights are infringed", _PROPERTY, _LISTED, _III, law.EQUIVALENT),
)
_BOUGHT = ("a bought exam monitor shuts out disabled students: a fundamental right", law.RIGHTS, _LISTED, _III, "none")
_MODEL = ("a model with systemic risk helped to break into a hospital", law.MODEL_INCIDENT, "the model", None, "none")
KINDS = {"two": _TWO, "ten": _TEN, "fifteen": _FIFTEEN, "carved": _CARVED, "deployer": (_BOUGHT,), "model": (_MODEL,)}
_ROLES = {"deployer": "deployer; the provider answers the telephone", "model": "provider of the model"}
_DAYS = {law.WIDESPREAD: 2, _GRID: 2, "death": 10}  # any other serious incident: 15 (EUAI-022 to EUAI-025)

_EARLIER = (("carved", (12, 40)), ("deployer", (50, 100)), ("model", (110, 160)))  # hours before the first deadline


@dataclass(frozen=True)
class Card:
    """One incident. Moments are in UTC; `place` is where the stamps were written."""

    card: str
    kind: str
    what: str
    event: str
    system: str
    route: str | None
    other_law: str
    place: str
    happened: datetime
    aware: datetime

    @property
    def role(self) -> str:
        """In which role you act."""
        return _ROLES.get(self.kind, "provider")


def draw_cards(streams: Streams) -> tuple[Card, ...]:
    """Draw six incidents, one of each kind, in an order of their own."""
    rng = streams.rng("incidents")
    start = datetime(2028, 10, 2, tzinfo=UTC) + timedelta(days=rng.randint(0, 12), minutes=rng.randint(0, 1439))
    order = rng.sample(("two", "ten", "fifteen"), 3)
    after = {kind: timedelta(minutes=minutes) for kind, minutes in zip(order, _gaps(rng), strict=True)}
    after |= {kind: -timedelta(minutes=60 * rng.randint(*hours) + rng.randint(1, 50)) for kind, hours in _EARLIER}
    kinds = list(KINDS)
    rng.shuffle(kinds)
    return tuple(_card(rng, card, kind, start + after[kind]) for card, kind in zip(CARDS, kinds, strict=True))


def _gaps(rng: Random) -> tuple[int, int, int]:
    second = rng.randint(14 * 60, 60 * 60)
    return 0, second, second + rng.randint(14 * 60, 60 * 60)


def _card(rng: Random, card: str, kind: str, deadline: datetime) -> Card:
    what, event, system, route, other_law = rng.choice(KINDS[kind])
    aware = deadline - timedelta(days=_DAYS.get(event, 15))
    happened = aware - timedelta(hours=rng.randint(5, 60), minutes=rng.randint(1, 50))
    return Card(card, kind, what, event, system, route, other_law, rng.choice(list(PLACES)), happened, aware)


def cards_frame(cards: tuple[Card, ...]) -> "pd.DataFrame":
    """Build the cards: one row an incident, stamps in local time with their offset."""
    import pandas as pd

    rows = [
        (one.card, one.what, one.system, one.role, one.other_law, _stamp(one.happened, one.place),
         _stamp(one.aware, one.place))
        for one in cards
    ]  # fmt: skip
    columns = ["card", "what_happened", "system", "your_role", "other_reporting_law", "happened_at", "aware_at"]
    return pd.DataFrame(rows, columns=columns)


def _stamp(moment: datetime, place: str) -> str:
    ahead = PLACES[place]
    local = moment + timedelta(hours=ahead)
    return f"{local:%Y-%m-%d %H:%M}{'-' if ahead < 0 else '+'}{abs(ahead):02d}:00"
