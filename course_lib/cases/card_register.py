"""Generator of what a register of model cards holds: typed fields by model and version, and what happened when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

REQUIRED = (
    "owner", "intended use", "out of scope", "groups", "harm metric", "evaluation data", "training data",
    "results by group", "limits", "alarm line", "first step", "next review",
)  # fmt: skip
OPTIONAL = ("licence", "paper", "demo", "carbon estimate", "nickname")
MODELS = ("address match", "call summary", "form routing", "fraud flag", "vacancy match")
PLACEHOLDERS = ("TBD", "n/a", "[More Information Needed]", "tbd ")
_WRITTEN = ("see page 2 of the card", "filled in", "agreed with legal", "as in the last release", "checked")


class RegisterRow(NamedTuple):
    """One field of one version of a model's card."""

    model: str
    version: int
    field: str
    required: str
    content: str


class Event(NamedTuple):
    """Something that happened to a version of your model or its card."""

    day: date
    version: str
    event: str


@dataclass(frozen=True)
class Register:
    """The register's rows, the model asked about, and the history of your own model."""

    rows: tuple[RegisterRow, ...]
    model: str
    events: tuple[Event, ...]
    today: date
    review_days: int


def draw_register(streams: Streams) -> Register:
    """Draw the register and the history."""
    rng = streams.rng("register")
    model = rng.choice(MODELS)
    rows = [row for name in MODELS for version in (1, 2) for row in _version(streams, name, version)]
    rng.shuffle(rows)
    today, review_days = date(2027, 1, 11) + timedelta(rng.randint(0, 150)), rng.choice((90, 120, 180))
    return Register(tuple(rows), model, _events(streams, today, review_days), today, review_days)


def _version(streams: Streams, model: str, version: int) -> list[RegisterRow]:
    """Return the rows of one version: some required fields hold nothing, some a placeholder, some have no row."""
    rng = streams.rng(f"register {model} {version}")
    fields = rng.sample(REQUIRED, len(REQUIRED))
    gone, blank, waiting = rng.randint(1, 2), 1, rng.randint(1, 2)
    waiting = waiting if version == 2 else len(REQUIRED) // 2 - gone - blank
    contents = dict.fromkeys(fields[gone:], "") | dict.fromkeys(OPTIONAL, "")
    for field in (*fields[gone + blank :], *rng.sample(OPTIONAL, rng.randint(1, 2))):
        contents[field] = rng.choice(_WRITTEN)
    for field in fields[gone + blank : gone + blank + waiting]:
        contents[field] = rng.choice(PLACEHOLDERS)
    return [
        RegisterRow(model, version, field, "yes" if field in REQUIRED else "no", content)
        for field, content in contents.items()
    ]


def _events(streams: Streams, today: date, review_days: int) -> tuple[Event, ...]:
    """Return the history: the version in use, then a text edit, then a candidate that is evaluated and not in use."""
    rng = streams.rng("history")
    left = rng.randint(8, 28)
    evaluated = today - timedelta(review_days - left)
    edited = evaluated + timedelta(rng.randint(9, review_days - left - 15))
    rows = [
        Event(evaluated - timedelta(rng.randint(120, 160)), "v1", "evaluated"),
        Event(evaluated - timedelta(rng.randint(90, 110)), "v1", "deployed"),
        Event(evaluated - timedelta(rng.randint(20, 40)), "v2", "trained"),
        Event(evaluated, "v2", "evaluated"),
        Event(evaluated + timedelta(rng.randint(2, 7)), "v2", "deployed"),
        Event(edited, "v2", "card text edited"),
        Event(today - timedelta(rng.randint(10, 12)), "v3", "trained"),
        Event(today - timedelta(rng.randint(3, 8)), "v3", "evaluated"),
    ]
    return tuple(rng.sample(rows, len(rows)))


def register_frame(register: Register) -> "pd.DataFrame":
    """Return the register: one row a field of a version."""
    import pandas as pd

    return pd.DataFrame(register.rows, columns=list(RegisterRow._fields))


def events_frame(register: Register) -> "pd.DataFrame":
    """Return the history: one row an event, days as dates."""
    import pandas as pd

    frame = pd.DataFrame(register.events, columns=list(Event._fields))
    frame["day"] = pd.to_datetime(frame["day"])
    return frame
