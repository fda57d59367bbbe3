"""Regulatory impact: which class, which ceiling, which clock, how long the plan takes, what one effort is worth."""

from dataclasses import dataclass
from functools import cached_property

from course_lib.cases.compliance_effort import RequestLog, draw_requests
from course_lib.cases.compliance_plan import TaskPlan, draw_plan
from course_lib.cases.incident_drill import Drill, draw_drill
from course_lib.cases.product_inventory import BUILT, LIVE, Inventory, act_extract, draw_inventory
from course_lib.cases.tables import Frames
from course_lib.cases.turnover_table import CROSSOVER, LARGE, MID_CAP, SME, TurnoverTable, draw_turnover
from course_lib.core.case import Streams

TITLE = "Regulatory impact"


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one assessment. Shares are fractions, turnover is EUR million, money is whole dollars."""

    decision_year: int
    fine_probability: float
    ceiling_share: float
    requests_a_year: int
    hourly_cost: int
    programme_cost: int
    probability_before: float
    probability_after: float
    impact_low: int
    impact_mode: int
    impact_high: int
    products: Inventory
    turnovers: TurnoverTable
    drill: Drill
    plan: TaskPlan
    log: RequestLog

    @property
    def incident_in_focus(self) -> str:
        """Number of the incident whose report is asked."""
        return self.drill.focus.number

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "inventory": self.products.inventory,
                "forms": self.products.forms,
                "act_extract": act_extract,
                "turnover": self.turnovers.turnover,
                "incidents": self.drill.table,
                "tasks": self.plan.tasks,
                "requests": self.log.table,
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        return [
            ("Year in which an authority would decide", f"{self.decision_year}", "case.decision_year"),
            ("Your assumption: chance of a fine a year", f"{self.fine_probability:.0%}", "case.fine_probability"),
            ("Your assumption: share of the ceiling", f"{self.ceiling_share:.0%}", "case.ceiling_share"),
            ("Incident in focus", self.incident_in_focus, "case.incident_in_focus"),
            ("Access requests expected a year", f"{self.requests_a_year:,}", "case.requests_a_year"),
            ("Loaded cost of an hour", f"USD {self.hourly_cost}", "case.hourly_cost"),
            ("Cost of the automation, once", f"USD {self.programme_cost:,}", "case.programme_cost"),
            (
                "Chance a year of a data case, before",
                f"{self.probability_before:.0%}",
                "case.probability_before",
            ),
            ("The same, after the automation", f"{self.probability_after:.0%}", "case.probability_after"),
            ("What such a case costs: least", f"USD {self.impact_low:,}", "case.impact_low"),
            ("What such a case costs: most likely", f"USD {self.impact_mode:,}", "case.impact_mode"),
            ("What such a case costs: most", f"USD {self.impact_high:,}", "case.impact_high"),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    fine, effort, impact = streams.rng("fine"), streams.rng("effort"), streams.rng("impact")
    year = fine.randint(2028, 2030)
    return Scenario(
        decision_year=year,
        fine_probability=fine.randint(1, 6) / 100,
        ceiling_share=fine.randint(5, 20) / 100,
        requests_a_year=50 * effort.randint(18, 40),
        hourly_cost=effort.randint(50, 80),
        programme_cost=10_000 * effort.randint(14, 24),
        probability_before=impact.randint(5, 12) / 100,
        probability_after=impact.randint(1, 4) / 100,
        impact_low=100_000 * impact.randint(3, 8),
        impact_mode=100_000 * impact.randint(15, 25),
        impact_high=100_000 * impact.randint(45, 80),
        products=draw_inventory(streams),
        turnovers=draw_turnover(streams, year),
        drill=draw_drill(streams),
        plan=draw_plan(streams),
        log=draw_requests(streams),
    )


def plausible(scenario: Scenario) -> bool:
    """Say whether the verdicts hold with margin: sides of the crossover, a fall in risk, enough products in scope."""
    last, table = scenario.decision_year - 1, scenario.turnovers
    in_scope = [one for one in scenario.products.products if one.status in (LIVE, BUILT) and one.output_in_union]
    return (
        abs(table.base(LARGE, last) - CROSSOVER) > 0.08 * CROSSOVER
        and table.base(SME, last) < 50
        and 60 < table.base(MID_CAP, last) < 150
        and scenario.probability_before - scenario.probability_after >= 0.02
        and 20 <= len(in_scope) < len(scenario.products.products) - 5
    )
