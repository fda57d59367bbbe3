"""Generator of a job search: past applications stage by stage, and the bullets of a resume by what each holds."""

import datetime
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

STAGES = ("resume_screen", "manager_chat", "product_design", "model_risk_drill", "leadership_case")
ROLES = ("AI product manager", "product manager")
_RATES = ((4, 8), (10, 14), (8, 12), (7, 10), (8, 12))  # pass rate of each stage, in steps of five points
_BULLETS = (
    # verb and metric, kind of metric, baseline, result, mechanism
    ("Cut missed fractures", "risk", "4.1 %", "2.6 %", "a second threshold for low-dose scans"),
    ("Cut false alerts per ward and day", "risk", "31", "12", "pricing alerts in nurse minutes"),
    ("Narrowed the recall gap between sites", "risk", "9 points", "3 points", "re-weighting by scanner type"),
    ("Shortened detection of label errors", "risk", "26 days", "8 days", "a weekly blind re-read"),
    ("Cut overrides of the triage model", "risk", "18 %", "11 %", "showing its uncertainty"),
    ("Cut unreviewed automated decisions", "risk", "100 %", "35 %", "a review gate on low scores"),
    ("Cut time to roll back a model", "risk", "9 hours", "40 minutes", "a rehearsed rollback"),
    ("Cut complaints about wrong letters", "risk", "220 a month", "90 a month", "a check against the record"),
    ("Cut calibration error of the risk score", "risk", "0.081", "0.034", "monthly recalibration"),
    ("Raised coverage of the bias audit", "risk", "2 of 9 groups", "9 of 9 groups", "a quota per group"),
    ("Cut incidents found by customers first", "risk", "7 of 10", "2 of 10", "alerts on the burn rate"),
    ("Cut scans outside the intended use", "risk", "6.0 %", "0.8 %", "a gate on age and body part"),
    ("Cut training rows without consent", "risk", "3,400", "0", "lineage checks before each run"),
    ("Cut predictions from stale features", "risk", "7.5 %", "1.2 %", "a limit on feature age"),
    ("Cut scans that no model version explains", "risk", "310 a month", "0", "a version stamp on every report"),
    ("Cut silent failures of the data feed", "risk", "5 a quarter", "1 a quarter", "freshness alarms"),
    ("Raised monthly active clinics", "product", "140", "210", "a self-service trial"),
    ("Raised conversion of the sign-up page", "product", "2.1 %", "3.4 %", "a shorter form"),
    ("Cut cost per report", "product", "USD 4.10", "USD 2.90", "batching at night"),
    ("Raised the net promoter score", "product", "22", "41", "an onboarding call"),
)
_GAPS = ("placeholder", "no mechanism", "no baseline", "no result")


@dataclass(frozen=True)
class Stage:
    """Applications of one role that reached a stage: how many passed, failed, were withdrawn, or wait for an answer."""

    role: str
    name: str
    passed: int
    failed: int
    withdrawn: int
    waiting: int

    @property
    def reached(self) -> int:
        """All applications that came to this stage."""
        return self.passed + self.failed + self.withdrawn + self.waiting


@dataclass(frozen=True)
class Bullet:
    """One line of a resume. An empty field is missing; "n/a" and "tbd" stand where somebody meant to fill it in."""

    text: str
    metric_kind: str
    baseline: str
    result: str
    mechanism: str


def draw_stages(streams: Streams) -> tuple[Stage, ...]:
    """Return the funnel of both roles; every pass rate has its own stream."""
    sizes = {ROLES[0]: streams.rng("applications").randint(90, 140) * 5, ROLES[1]: 150}
    stages = []
    for role, reached in sizes.items():
        for name, span in zip(STAGES, _RATES, strict=True):
            rng = streams.rng(f"{role} {name}")
            rate = rng.randint(*span) / 20 + (0.15 if role == ROLES[1] else 0)
            withdrawn, waiting = (round(reached * rng.uniform(*share)) for share in ((0.04, 0.1), (0.03, 0.08)))
            decided = reached - withdrawn - waiting
            passed = round(rate * decided)
            stages.append(Stage(role, name, passed, decided - passed, withdrawn, waiting))
            reached = passed
    return tuple(stages)


def draw_bullets(streams: Streams) -> tuple[Bullet, ...]:
    """Return the bullets: some complete, some with a product metric, the others with one gap each."""
    rng = streams.rng("bullets")
    total, complete, product = rng.randint(12, 18), rng.randint(3, 7), rng.randint(2, 4)
    kinds = {kind: [one for one in _BULLETS if one[1] == kind] for kind in ("risk", "product")}
    chosen = rng.sample(kinds["product"], product) + rng.sample(kinds["risk"], total - product)
    gaps = [""] * (product + complete) + [_GAPS[i % len(_GAPS)] for i in range(total - product - complete)]
    bullets = [_bullet(rng, parts, gap) for parts, gap in zip(chosen, gaps, strict=True)]
    rng.shuffle(bullets)
    return tuple(bullets)


def _bullet(rng: Random, parts: tuple[str, str, str, str, str], gap: str) -> Bullet:
    metric, kind, baseline, result, mechanism = parts
    held = {"baseline": baseline, "result": result, "mechanism": mechanism}
    held |= dict.fromkeys((name for name in held if gap == f"no {name}"), "")
    if gap == "placeholder":
        held |= rng.choice(({"baseline": "n/a"}, {"mechanism": "tbd"}))
    text = metric
    for word, value in zip(("from", "to", "by"), held.values(), strict=True):
        text += f" {word} {value}" if value not in ("", "n/a", "tbd") else ""
    return Bullet(text, kind, **held)


def applications(stages: tuple[Stage, ...], rng: Random) -> "pd.DataFrame":
    """Spread the funnel over one row an application, with the date on which it passed each stage."""
    import pandas as pd

    rows = []
    for role in ROLES:
        funnel = [stage for stage in stages if stage.role == role]
        for place, stage in enumerate(funnel):
            for outcome, count in (
                ("rejected", stage.failed),
                ("withdrawn", stage.withdrawn),
                ("waiting", stage.waiting),
            ):
                rows += [_application(rng, role, outcome, place) for _ in range(count)]
        rows += [_application(rng, role, "offer", len(funnel)) for _ in range(funnel[-1].passed)]
    rng.shuffle(rows)
    table = pd.DataFrame(rows, columns=["role", "applied", *STAGES, "outcome"])
    table.insert(0, "application_id", range(1, len(table) + 1))
    dates = ["applied", *STAGES]
    return table.assign(**{name: pd.to_datetime(table[name]) for name in dates})


def _application(rng: Random, role: str, outcome: str, passed: int) -> list[object]:
    """Return one row that passed so many stages, a few days apart."""
    day = datetime.date(2026, 1, 5) + datetime.timedelta(days=rng.randint(0, 240))
    dates: list[object] = [day]
    for _ in range(passed):
        day += datetime.timedelta(days=rng.randint(3, 9))
        dates.append(day)
    return [role, *dates, *([None] * (len(STAGES) - passed)), outcome]


def bullet_table(bullets: tuple[Bullet, ...]) -> "pd.DataFrame":
    """Return one row a bullet; a missing field is missing in the table too."""
    import pandas as pd

    rows = [(one.text, one.metric_kind, one.baseline, one.result, one.mechanism) for one in bullets]
    table = pd.DataFrame(rows, columns=["bullet", "metric_kind", "baseline", "result", "mechanism"])
    return table.where(table != "", None)
