"""Exhibit C of the bullet clinic: the plan of a conformity file by work package, who had which part, and the law."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

PACKAGES = (
    "risk management", "data governance", "technical documentation", "logging", "instructions for use",
    "human oversight", "accuracy and robustness", "security", "quality system", "post-market monitoring",
    "rights assessment", "declaration and registration",
)  # fmt: skip
COUNTED_TEAMS = (
    "engineering", "data science", "legal", "risk and compliance", "user research and support",
    "affected people's representative",
)  # fmt: skip
_ACTIVITIES = ("technical file", "risk file", "oversight design", "launch review")
# provision, what it says, the day from which it applies, state of the text, ledger
_LAW = (
    ("Annex III, point 1", "biometrics", "2027-12-02", "in force as amended", "EUAI-044"),
    ("Annex III, point 4", "employment and management of workers", "2027-12-02", "in force as amended", "EUAI-044"),
    ("Annex III, point 5(b)", "creditworthiness and credit scores of people", "2027-12-02", "in force as amended",
     "EUAI-010, EUAI-044"),
    ("Annex III, point 5(b)", "the same, by the text of 2024", "2026-08-02", "superseded", "EUAI-044"),
    ("Annex III, point 5(c)", "risk and price of life and health insurance", "2027-12-02", "in force as amended",
     "EUAI-011, EUAI-044"),
    ("Annex I", "safety components of regulated products", "2028-08-02", "in force as amended", "EUAI-045"),
    ("Annex VI", "internal control by the provider: Annex III, points 2 to 8", "", "in force as amended", "EUAI-018"),
    ("Annex VII", "a notified body: biometrics, where standards are not applied in full", "", "in force as amended",
     "EUAI-018"),
)  # fmt: skip


@dataclass(frozen=True)
class Package:
    """A work package in one revision of the plan. Money is whole dollars; weeks count from the start of the project."""

    package: str
    revision: int
    scope: str
    due_week: int
    planned_value: int
    finished_week: int | None
    actual_cost: int


@dataclass(frozen=True)
class WorkPlan:
    """The plan as it was kept: some packages stand in two revisions, of which the later counts; one was dropped."""

    rows: tuple[Package, ...]
    parts: tuple[tuple[str, str, str, str], ...]
    status_week: int

    @cached_property
    def current(self) -> tuple[Package, ...]:
        """The packages in scope, each in its latest revision."""
        latest = {row.package: row for row in sorted(self.rows, key=lambda row: row.revision)}
        return tuple(row for row in latest.values() if row.scope == "in")

    def planned_value(self) -> int:
        """Return the value of what was due by the status week."""
        return sum(row.planned_value for row in self.current if row.due_week <= self.status_week)

    def earned_value(self) -> int:
        """Return the value of what was finished by the status week."""
        return sum(row.planned_value for row in self._finished(self.current))

    def actual_cost(self) -> int:
        """Return the cost of what was finished by the status week."""
        return sum(row.actual_cost for row in self._finished(self.current))

    def index_of_all_rows(self) -> float:
        """Return earned over planned value with every row of the table in it."""
        due = sum(row.planned_value for row in self.rows if row.due_week <= self.status_week)
        return sum(row.planned_value for row in self._finished(self.rows)) / due

    def _finished(self, rows: tuple[Package, ...]) -> list[Package]:
        return [row for row in rows if row.finished_week is not None and row.finished_week <= self.status_week]

    @property
    def planned_weeks(self) -> int:
        """Week in which the last package in scope was due."""
        return max(row.due_week for row in self.current)

    @property
    def weeks_early(self) -> int:
        """Weeks between the last package being due and its being finished."""
        return self.planned_weeks - max(row.finished_week or 0 for row in self.current)

    def teams(self, parts: str) -> set[str]:
        """Return the teams with one of these parts (letters out of R, A, C, I) in any activity."""
        return {team for _, _, team, part in self.parts if part in parts}

    def plan(self) -> "pd.DataFrame":
        """Build the plan."""
        import pandas as pd

        names = list(Package.__dataclass_fields__)
        return pd.DataFrame([[getattr(row, name) for name in names] for row in self.rows], columns=names)

    def raci(self) -> "pd.DataFrame":
        """Build the table of parts: responsible, accountable, consulted, informed."""
        import pandas as pd

        return pd.DataFrame(self.parts, columns=["activity", "person", "team", "part"])


def act_extract() -> "pd.DataFrame":
    """Build the extract of the law, with the ledger's entries."""
    import pandas as pd

    frame = pd.DataFrame(_LAW, columns=["provision", "about", "applies_from", "text", "ledger"])
    return frame.assign(applies_from=pd.to_datetime(frame["applies_from"].replace("", None)))


def draw_work_plan(streams: Streams) -> WorkPlan:
    """Draw a plan that runs ahead of itself, at another cost than planned."""
    rng = streams.rng("plan")
    weeks, early = rng.randint(24, 36), rng.randint(3, 5)
    status = round(0.6 * weeks)
    due = [max(6, round(weeks * (i + 1) / len(PACKAGES)) - rng.randint(0, 1)) for i in range(len(PACKAGES) - 1)]
    rows = []
    for name, week in zip(PACKAGES, [*due, weeks], strict=True):
        lead = early if week == weeks else rng.randint(1, 4)
        finished, value = min(week - lead, weeks - early), 1000 * rng.randint(20, 70)
        cost = round(value * rng.randint(88, 106) / 100, -3)
        rows.append(Package(name, 1, "in", week, value, finished, cost))
    rows = [version for row in rows for version in _versions(streams, row)]
    rows.append(
        Package("certificate from a notified body", 1, "dropped", status - 2, 1000 * rng.randint(40, 60), None, 0)
    )
    return WorkPlan(tuple(rows), _draw_parts(streams), status)


def _versions(streams: Streams, row: Package) -> list[Package]:
    """Return a package with, for some, the larger estimate of the first revision before it."""
    rng = streams.rng(f"revision of {row.package}")
    if row.package not in streams.rng("revised").sample(PACKAGES[:-1], 4):
        return [row]
    first = Package(row.package, 1, "in", row.due_week + 1, row.planned_value + 1000 * rng.randint(8, 20), None, 0)
    return [first, Package(row.package, 2, *[getattr(row, name) for name in list(Package.__dataclass_fields__)[2:]])]


def _draw_parts(streams: Streams) -> tuple[tuple[str, str, str, str], ...]:
    """Return activity, person, team and part. Three teams made the technical file; others were asked, or only told."""
    rng = streams.rng("parts")
    others = rng.sample(COUNTED_TEAMS[3:], 3)
    asked = rng.randint(1, 2)
    rows = [
        ("technical file", team, part) for team, part in (("data science", "R"), ("engineering", "R"), ("legal", "A"))
    ]
    rows += [(rng.choice(_ACTIVITIES[1:]), team, "C") for team in others[:asked]]
    rows += [(rng.choice(_ACTIVITIES[1:]), team, "I") for team in others[asked:]]
    rows += [
        ("launch review", "marketing", "C"),
        ("launch review", "finance", "I"),
        ("oversight design", "engineering", "C"),
    ]
    rng.shuffle(rows)
    people = rng.sample(range(10, 60), len(rows))
    return tuple(
        (what, f"person {number}", team, part) for (what, team, part), number in zip(rows, people, strict=True)
    )
