"""Exhibit D of the bullet clinic: product metrics, risk metrics, and the data that price one pair both ways."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

# slot of the question, product metric, what can go wrong while it rises
PRODUCT_METRICS = (
    ("conversion", "conversion", "people buy what does not fit, or leave before the page answers"),
    ("monthly_active_users", "monthly active users", "more people meet the model, and so its faults"),
    ("click_through", "click-through rate", "what harms gets clicked as well"),
    ("retention", "retention", "people whom the model itself drives away are not seen"),
    ("time_on_site", "time on site", "people stay because they cannot get done, and complain"),
    ("automation_rate", "automation rate", "cases that the model closes wrongly above its confidence limit"),
    ("approval_rate", "approval rate", "one group is approved less often, or loans are not paid back"),
    ("cost_per_ticket", "cost per ticket", "cheap answers leave somebody harmed, and the case comes back"),
    ("release_frequency", "release frequency", "a release breaks what worked, and uses up the errors allowed"),
    ("net_promoter_score", "net promoter score", "those who were wronged do not answer surveys; they appeal"),
)
# risk metric, definition, unit, better, owner
RISK_METRICS = (
    ("wrong-recommendation rate", "recommended items sent back as not fitting, over items sold by recommendation"),
    ("p95 latency", "time within which 95 in 100 pages answer"),
    ("exposed users x harm rate", "users who meet the model, times the share of them that is harmed"),
    ("harmful-impression rate", "impressions that a reviewer calls harmful, over impressions reviewed"),
    ("model-induced churn", "leavers with the model less leavers in the holdout, over users"),
    ("complaint-tagged session rate", "sessions with a complaint, over sessions"),
    ("error rate above threshold", "wrong among cases decided without a person, over those cases"),
    ("impact ratio", "lowest group's rate of the good outcome over the highest group's"),
    ("default rate", "approved loans ninety days in arrears, over approved loans"),
    ("escalated-harm rate", "closed tickets that come back with harm done, over closed tickets"),
    ("regression rate", "releases with a slice worse than before, over releases"),
    ("error-budget burn", "errors of the period over the errors allowed in it"),
    ("upheld-appeal rate", "appeals that were right, over decisions"),
    ("population stability index", "distance between the inputs now and in the reference month"),
    ("calibration error", "mean gap between stated and observed probability"),
    ("label delay", "days from decision to known outcome"),
    ("override rate", "decisions that a person changed, over decisions reviewed"),
    ("abstention rate", "cases handed to a person, over cases"),
    ("groundedness", "statements with a source that says so, over statements"),
    ("jailbreak success rate", "attacks that got through, over attacks tried"),
    ("personal-data leak rate", "answers with somebody else's data, over answers probed"),
    ("time to contain", "minutes from first alarm to the model being held"),
    ("data completeness", "required fields that are filled, over required fields"),
    ("explanation error", "stated reasons that did not move the score, over reasons tested"),
)
_OWNERS = ("product", "data science", "risk", "operations")
_NORMAL_DAYS = 27


@dataclass(frozen=True)
class Day:
    """A day of the shop: which release served it, and how fast and how well."""

    day: int
    release: str
    traffic: str
    p95_ms: int
    sessions: int
    conversions: int


@dataclass(frozen=True)
class Audit:
    """Exposures looked at by people: drawn at random, or because somebody complained."""

    version: str
    sample: str
    audited: int
    harmed: int


@dataclass(frozen=True)
class Arm:
    """A week of an experiment arm: conversions, and flags on cases that are none."""

    week: int
    arm: str
    sessions: int
    conversions: int
    negatives: int
    false_positives: int


@dataclass(frozen=True)
class Shop:
    """The shop's data: days around a release, audits of harm, and a launch experiment."""

    days: tuple[Day, ...]
    audits: tuple[Audit, ...]
    arms: tuple[Arm, ...]

    def latency(self, release: str) -> float:
        """Return the median over a release's normal days of the daily p95, in milliseconds."""
        return sorted(day.p95_ms for day in self._normal(release))[_NORMAL_DAYS // 2]

    def mean_latency(self, release: str) -> float:
        """Return the mean p95 over every day of a release, odd traffic too."""
        days = [day.p95_ms for day in self.days if day.release == release]
        return sum(days) / len(days)

    def conversion(self, release: str) -> float:
        """Return conversions over sessions of a release's normal days."""
        days = self._normal(release)
        return sum(day.conversions for day in days) / sum(day.sessions for day in days)

    def _normal(self, release: str) -> list[Day]:
        return [day for day in self.days if (day.release, day.traffic) == (release, "normal")]

    def harm_rate(self, version: str, *, every_sample: bool = False) -> float:
        """Return harmed over audited exposures of a version: the random sample, or all rows."""
        rows = [row for row in self.audits if row.version == version and (every_sample or row.sample == "random")]
        return sum(row.harmed for row in rows) / sum(row.audited for row in rows)

    def arm_rate(self, arm: str, part: str, whole: str) -> float:
        """Return the sum of one count over that of another in an arm, without the ramp-up week."""
        part_sum, whole_sum = self._arm_sums[arm, part], self._arm_sums[arm, whole]
        return part_sum / whole_sum

    @cached_property
    def _arm_sums(self) -> dict[tuple[str, str], int]:
        names = ("sessions", "conversions", "negatives", "false_positives")
        return {
            (arm, name): sum(getattr(row, name) for row in self.arms if row.arm == arm and row.week > 0)
            for arm in ("control", "launch")
            for name in names
        }

    def table(self, rows: str) -> "pd.DataFrame":
        """Build one of the tables: days, audits or arms."""
        import pandas as pd

        return pd.DataFrame(getattr(self, rows))


def product_metrics() -> "pd.DataFrame":
    """Build the list of product metrics."""
    import pandas as pd

    return pd.DataFrame(PRODUCT_METRICS, columns=["field", "product_metric", "what_can_go_wrong"])


def risk_catalogue() -> "pd.DataFrame":
    """Build the catalogue of risk metrics."""
    import pandas as pd

    frame = pd.DataFrame(RISK_METRICS, columns=["risk_metric", "definition"])
    better = [
        "higher" if name in ("impact ratio", "groundedness", "data completeness") else "lower"
        for name, _ in RISK_METRICS
    ]
    return frame.assign(better=better, owner=[_OWNERS[i % len(_OWNERS)] for i in range(len(frame))])


def draw_shop(streams: Streams) -> Shop:
    """Draw the shop's tables."""
    return Shop(tuple(_days(streams)), tuple(_audits(streams)), tuple(_arms(streams)))


def _days(streams: Streams) -> list[Day]:
    """Return two times 27 normal days, a day of bots under the old release, and the day of the switch."""
    rng = streams.rng("latency")
    latency = {"old": 10 * rng.randint(42, 54), "new": 10 * rng.randint(26, 34)}
    share = {"old": rng.randint(280, 380), "new": rng.randint(284, 400)}  # conversions in 10,000 sessions
    days: list[Day] = []
    for release in ("old", "new"):
        sessions = allocate(540_000, rng.choices(range(80, 121), k=_NORMAL_DAYS))
        conversions = allocate(54 * share[release], sessions)
        wave = rng.randint(4, 20)
        around = [latency[release] + sign * rng.randint(4, 40) for _ in range(_NORMAL_DAYS // 2) for sign in (1, -1)]
        levels = [*around, latency[release]]
        rng.shuffle(levels)
        for i, (level, n, k) in enumerate(zip(levels, sessions, conversions, strict=True)):
            if i == wave and release == "old":
                days.append(Day(len(days) + 1, release, "bot wave", 5 * latency[release], 60_000, 90))
            days.append(Day(len(days) + 1, release, "normal", level, n, k))
        if release == "old":
            days.append(Day(len(days) + 1, "both", "switch", 3 * latency["old"], 20_000, 310))
    return days


def _audits(streams: Streams) -> list[Audit]:
    rng = streams.rng("harm audit")
    before, after = rng.randint(22, 40), rng.randint(8, 14)  # in 10,000
    rows = []
    for version, harmed in (("before", before), ("after", after)):
        rows.append(Audit(version, "random", 50_000, 5 * harmed))
        complained = 10 * rng.randint(180, 260)
        rows.append(Audit(version, "complaints", complained, complained * rng.randint(22, 34) // 100))
    return rows


def _arms(streams: Streams) -> list[Arm]:
    """Return four weeks of two arms and a ramp-up week 0, whose first users are the keenest."""
    rng = streams.rng("launch experiment")
    base, lift = rng.randint(280, 360), rng.randint(12, 24)
    wrong = {"control": rng.randint(120, 160), "launch": rng.randint(180, 220)}  # in 10,000 negatives
    rows = []
    for arm in ("control", "launch"):
        conversion = base + (lift if arm == "launch" else 0)
        sessions = allocate(800_000, rng.choices(range(90, 111), k=4))
        negatives = allocate(200_000, rng.choices(range(90, 111), k=4))
        parts = (sessions, allocate(80 * conversion, sessions), negatives, allocate(20 * wrong[arm], negatives))
        keen = 3 * conversion if arm == "launch" else conversion
        rows.append(Arm(0, arm, 40_000, 4 * keen, 10_000, wrong[arm]))
        rows += [Arm(week, arm, *counts) for week, counts in enumerate(zip(*parts, strict=True), 1)]
    return rows
