"""The resume screen: a risk-reduction timeline, the noise in it, and the applications that it is for."""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases.job_search import Bullet, Stage, applications, bullet_table, draw_bullets, draw_stages
from course_lib.cases.scan_audit import QUARTERS, Cell, audited_scans, draw_cells, scan_volumes
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams
from course_lib.data.mammogram_trial import Arm, mammogram_trial
from course_lib.measures.significance import two_proportion_z_test

if TYPE_CHECKING:
    import pandas as pd

TITLE = "The resume screen: a risk-reduction timeline"
STEPS = ("Q1 to Q2", "Q2 to Q3", "Q3 to Q4")


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one timeline. Rates are fractions."""

    cells: tuple[Cell, ...]
    stages: tuple[Stage, ...]
    bullets: tuple[Bullet, ...]
    target_probability: float
    women_invited: int
    draft_baseline: float
    draft_result: float
    row_seed: int

    @cached_property
    def programme_sites(self) -> frozenset[str]:
        """The sites that take part in all four quarters."""
        seen = [{cell.site for cell in self.cells if cell.quarter == quarter} for quarter in QUARTERS]
        return frozenset.intersection(*map(frozenset, seen))

    def count(self, *columns: str, quarter: str, late_site: bool = False) -> int:
        """Return the sum of the named counts in a quarter over the programme sites, and the late site if wanted."""
        key = (columns, quarter, late_site)
        if key not in self._counts:
            sites = self.programme_sites
            chosen = [cell for cell in self.cells if cell.quarter == quarter and (late_site or cell.site in sites)]
            self._counts[key] = sum(getattr(cell, column) for cell in chosen for column in columns)
        return self._counts[key]

    @cached_property
    def _counts(self) -> dict[tuple[tuple[str, ...], str, bool], int]:
        return {}  # a case is drawn by trial: the keys ask for the same few counts hundreds of times

    def rate(self, quarter: str) -> float:
        """Return the false-diagnosis rate of a quarter: random audit, final reads, programme sites."""
        return self.count("false_diagnoses", quarter=quarter) / self.count("audited", quarter=quarter)

    @cached_property
    def trial(self) -> tuple[Arm, Arm]:
        """The control arm and the mammography arm of the screening trial."""
        return mammogram_trial()

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "audited_scans": lambda: audited_scans(self.cells, self.row_seed),
                "scan_volumes": lambda: scan_volumes(self.cells),
                "screening_trial": self._screening_trial,
                "applications": lambda: applications(self.stages, Streams(str(self.row_seed)).rng("rows")),
                "bullets": lambda: bullet_table(self.bullets),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        draft = f"{self.draft_baseline:.1%} → {self.draft_result:.1%}"
        return [
            ("Your draft bullet, from the company's dashboard: false diagnoses, Q1 → Q4", draft, ""),
            ("Its baseline, as a share", f"{self.draft_baseline:.3f}", "case.draft_baseline"),
            ("Its result, as a share", f"{self.draft_result:.3f}", "case.draft_result"),
            ("Bias-audit pipeline: live from the start of", "Q2, at every site", ""),
            ("Model version v2: live from the middle of", "Q3, at every site", ""),
            ("Chance of at least one offer that you want", f"{self.target_probability:.0%}", "case.target_probability"),
            ("Women whom a screening programme invites", f"{self.women_invited:,}", "case.women_invited"),
        ]

    def _screening_trial(self) -> "pd.DataFrame":
        import pandas as pd

        return pd.DataFrame(self.trial, columns=["arm", "women", "deaths"])


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    size, volume, plan = streams.rng("sample"), streams.rng("volume"), streams.rng("plan")
    base, scans = size.randint(3, 6), volume.randint(22, 58)
    audited = {quarter: 1000 * min(6, base + size.randint(-1, 1)) for quarter in QUARTERS}
    rates = _rates(streams, base)
    volumes = {quarter: 100 * (10 * scans + volume.randint(-20, 20)) for quarter in QUARTERS}
    scenario = Scenario(
        cells=draw_cells(streams, audited=audited, rates=rates, scans=volumes),
        stages=draw_stages(streams),
        bullets=draw_bullets(streams),
        target_probability=plan.choice((0.7, 0.75, 0.8, 0.85, 0.9)),
        women_invited=5000 * plan.randint(4, 18),
        draft_baseline=0.0,
        draft_result=0.0,
        row_seed=streams.number("row order"),
    )
    baseline, result = (round(_dashboard_rate(scenario, quarter), 3) for quarter in ("Q1", "Q4"))
    return replace(scenario, draft_baseline=baseline, draft_result=result)


def plausible(scenario: Scenario) -> bool:
    """Say whether the verdicts hold with margin: two falls beyond noise, a rise within it, a draft that flatters."""
    z = step_z(scenario)
    falls, rises = [one for one in z if one > 2.5], [one for one in z if -1.4 < one < 0]
    offers = next(stage.passed for stage in scenario.stages[::-1] if stage.role == scenario.stages[0].role)
    flatters = scenario.draft_result < scenario.rate("Q4") and scenario.rate("Q1") < scenario.draft_baseline
    readable = min(map(scenario.rate, QUARTERS)) >= 0.005
    return len(falls) == 2 and len(rises) == 1 and offers >= 4 and flatters and readable


def step_z(scenario: Scenario) -> list[float]:
    """Return the z statistic of each step from quarter to quarter, pooled, positive for a fall."""
    counts = [(scenario.count("false_diagnoses", quarter=q), scenario.count("audited", quarter=q)) for q in QUARTERS]
    return [two_proportion_z_test(*counts[i], *counts[i + 1]).z for i in range(len(STEPS))]


def _rates(streams: Streams, thousands: int) -> dict[str, float]:
    """Return the four rates on a grid of a tenth of a point: two falls, and one small rise between two quarters.

    Steps are laid out on the scale on which noise has the same size at every rate: twice the arcsine of the root.
    """
    rng, shape = streams.rng("rates"), streams.rng("shape")
    first, last = rng.randint(26, 44) / 1000, rng.randint(5, 14) / 1000
    high, low = (2 * math.asin(math.sqrt(rate)) for rate in (first, last))
    flat, rise = shape.randint(0, 2), shape.uniform(0.3, 1.1) * math.sqrt(2 / (1000 * thousands))
    split = shape.uniform(0.42, 0.58)
    falls = [split * (high - low + rise), (1 - split) * (high - low + rise)]
    falls.insert(flat, -rise)
    middle = [round(math.sin((high - sum(falls[: i + 1])) / 2) ** 2, 3) for i in (0, 1)]
    return dict(zip(QUARTERS, (first, *middle, last), strict=True))


def _dashboard_rate(scenario: Scenario, quarter: str) -> float:
    """Return what the dashboard shows: every scan in the audit, from every site, those without a read as right."""
    false = scenario.count("false_diagnoses", "false_complaints", quarter=quarter, late_site=True)
    return false / scenario.count("audited", "waiting", "complaints", quarter=quarter, late_site=True)
