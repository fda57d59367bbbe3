"""Who answers an incident: the firm's directory beside a reference list, its own phases, and who answers for what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

SHARED_ROLES = (
    "incident commander",
    "deputy commander",
    "scribe",
    "communications lead",
    "customer liaison",
    "internal liaison",
    "operations lead",
    "on-call ML engineer",
    "AI product manager",
    "legal counsel",
    "privacy officer",
    "security lead",
    "executive sponsor",
    "data owner",
)
OWN_ROLES = (
    "credit policy manager",
    "collections manager",
    "branch manager",
    "model validator",
    "treasury desk",
    "card operations manager",
    "complaints manager",
    "vendor manager",
    "data engineer",
    "chief of staff",
)
REFERENCE_ROLES = (
    "red team",
    "ethics lead",
    "planning lead",
    "forensic analyst",
    "well-being contact",
    "third-party contact",
    "threat analyst",
    "regulatory affairs",
    "post-mortem owner",
    "people team",
)
TASKS = (  # task, and which letter of the matrix is asked for
    ("define severity, impact and priority", "accountable"),
    ("communicate externally", "accountable"),
    ("take the model offline", "accountable"),
    ("define severity, impact and priority", "responsible"),
    ("take the model offline", "responsible"),
    ("take the model offline", "consulted"),
    ("investigate technically", "accountable"),
    ("communicate externally", "responsible"),
    ("declare the incident", "accountable"),
    ("write the post-mortem report", "accountable"),
)
PHASES = {
    "be ready": ("decide who may stop a model", "keep the inventory of models and owners", "restrict who may deploy"),
    "notice": ("watch decisions for unusual patterns", "judge whether an alert is an incident"),
    "stop the harm": ("roll back and hold decisions", "tell customers and authorities", "look for the cause"),
    "bring back": ("give back what was taken, in order", "check that limits are right before full traffic"),
    "learn": ("review without blame", "change the playbook and the tests"),
}


@dataclass(frozen=True)
class Person:
    """One row of the directory."""

    role: str
    left: bool


@dataclass(frozen=True)
class Roles:
    """The directory, with several people to a role and some who have left, and the roles of the reference list."""

    people: tuple[Person, ...]
    reference: tuple[str, ...]

    @property
    def own(self) -> frozenset[str]:
        """The roles that somebody holds today."""
        return frozenset(person.role for person in self.people if not person.left)

    @property
    def left(self) -> frozenset[str]:
        """The roles of which the last holder has left."""
        return frozenset(person.role for person in self.people) - self.own


def draw_roles(streams: Streams) -> Roles:
    """Draw 12 to 16 roles of one's own, 6 to 11 of them shared, and 4 to 8 of the reference list alone."""
    rng = streams.rng("roles")
    shared = rng.sample(SHARED_ROLES, rng.randint(6, 11))
    own = shared + rng.sample(OWN_ROLES, rng.randint(12, 16) - len(shared))
    gone = rng.sample([role for role in SHARED_ROLES if role not in shared], rng.randint(2, 3))
    alone = rng.choice([n for n in range(4, 9) if n + len(shared) != len(own)])  # lists of two lengths, told apart
    only = gone + rng.sample(REFERENCE_ROLES, alone - len(gone))
    people = [Person(role, left=False) for role in own + rng.sample(own, 6)]
    people += [Person(role, left=True) for role in gone + rng.sample(own, 2)]
    rng.shuffle(people)
    rng.shuffle(reference := shared + only)
    return Roles(tuple(people), tuple(reference))


def draw_tasks(streams: Streams) -> tuple[tuple[str, str], ...]:
    """Draw five cells of the responsibility matrix to fill in: three that people get wrong, and two more."""
    rng = streams.rng("tasks")
    return tuple(rng.sample([*TASKS[:3], *rng.sample(TASKS[3:], 2)], 5))


def draw_phases(streams: Streams) -> tuple[str, ...]:
    """Draw the order in which the phases stand in the table: p1 to p5."""
    return tuple(streams.rng("phases").sample(list(PHASES), len(PHASES)))


def directory_frame(roles: Roles, row_seed: int) -> "pd.DataFrame":
    """Return the directory: one row a person, roles in any spelling of capitals and spaces."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(row_seed)
    ways = rng.integers(0, 3, len(roles.people))
    spelled = [_spelled(person.role, int(way)) for person, way in zip(roles.people, ways, strict=True)]
    rows = {
        "person": [f"P{i:02d}" for i in range(1, len(roles.people) + 1)],
        "role": spelled,
        "status": ["left" if person.left else "active" for person in roles.people],
    }
    return pd.DataFrame(rows)


def _spelled(role: str, way: int) -> str:
    return (role, role.upper() if len(role) < 12 else role.capitalize(), f" {role} ")[way]


def reference_frame(roles: Roles) -> "pd.DataFrame":
    """Return the roles of the course's reference list."""
    import pandas as pd

    return pd.DataFrame({"role": roles.reference})


def tasks_frame(tasks: Sequence[tuple[str, str]]) -> "pd.DataFrame":
    """Return the cells of the responsibility matrix that are asked for."""
    import pandas as pd

    rows = [(f"cell_{i}", *task) for i, task in enumerate(tasks, start=1)]
    return pd.DataFrame(rows, columns=["cell", "task", "who_is"])


def phases_frame(phases: Sequence[str]) -> "pd.DataFrame":
    """Return the phases of the firm's own playbook, one row an activity."""
    import pandas as pd

    rows = [(f"p{i}", phase, activity) for i, phase in enumerate(phases, start=1) for activity in PHASES[phase]]
    return pd.DataFrame(rows, columns=["phase", "name", "activity"])
