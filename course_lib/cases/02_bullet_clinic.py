"""Round 1, the bullet clinic: three bullets rewritten from their data, and product metrics given their risk metrics."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from course_lib.cases.metric_catalogue import Shop, draw_shop, product_metrics, risk_catalogue
from course_lib.cases.selection_batches import WEEKS, Selections, draw_selections
from course_lib.cases.tables import Frames
from course_lib.cases.training_log import TrainingLog, draw_training_log
from course_lib.cases.work_plan import WorkPlan, act_extract, draw_work_plan
from course_lib.core.case import Streams

TITLE = "Round 1: the bullet clinic"


@dataclass(frozen=True)
class Penalty:
    """A fine that could be drawn: the most it can be, and how likely it is in a year without and with the monitor."""

    most: int
    chance_without: float
    chance_with: float


@dataclass(frozen=True)
class Launch:
    """What a launch is worth and costs a month, and how many people meet the model."""

    users: int
    exposed_share: float
    lift_per_tenth: float
    value_of_a_tenth: int
    negatives: int
    false_positive_cost: int


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one clinic. Rates are fractions, money is whole dollars."""

    log: TrainingLog
    selections: Selections
    work: WorkPlan
    shop: Shop
    gpu_price: float
    claimed_drop: float
    penalty: Penalty
    audit_week: int
    false_alarm_level: float
    groups_watched: int
    file_complete_on: date
    launch: Launch

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "training_runs": self.log.training_runs,
                "drift": self.log.drift,
                "weekly_selection": self.selections.weekly_selection,
                "plan": self.work.plan,
                "raci": self.work.raci,
                "act_extract": act_extract,
                "product_metrics": product_metrics,
                "risk_catalogue": risk_catalogue,
                "latency_days": lambda: self.shop.table("days"),
                "harm_audit": lambda: self.shop.table("audits"),
                "launch_arms": lambda: self.shop.table("arms"),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        penalty, launch = self.penalty, self.launch
        return [
            ("A: price of a GPU hour", f"USD {self.gpu_price:.2f}", "case.gpu_price"),
            ("A: drop of the error in the old bullet", f"{self.claimed_drop:.1%}", "case.claimed_drop"),
            ("B: most that the regulator can ask for", f"USD {penalty.most:,}", "case.penalty.most"),
            ("B: chance of it in a year, no monitor", f"{penalty.chance_without:.1%}", "case.penalty.chance_without"),
            ("B: chance of it in a year, with the monitor", f"{penalty.chance_with:.1%}", "case.penalty.chance_with"),
            ("B: week of the next audit", f"{self.audit_week}", "case.audit_week"),
            ("B: false-alarm level of one look", f"{self.false_alarm_level:.1%}", "case.false_alarm_level"),
            ("B: pairs of groups looked at each week", f"{self.groups_watched}", "case.groups_watched"),
            ("C: status week of the plan", f"{self.work.status_week}", "case.work.status_week"),
            ("C: file complete on", f"{self.file_complete_on}", "case.file_complete_on"),
            ("D: monthly active users", f"{launch.users:,}", "case.launch.users"),
            ("D: share of them who meet the model", f"{launch.exposed_share:.0%}", "case.launch.exposed_share"),
            ("D: conversion lift per tenth of latency", f"{launch.lift_per_tenth:.2%}", "case.launch.lift_per_tenth"),
            ("D: a month of a tenth of a point", f"USD {launch.value_of_a_tenth:,}", "case.launch.value_of_a_tenth"),
            ("D: negatives a month", f"{launch.negatives:,}", "case.launch.negatives"),
            ("D: cost of a false positive", f"USD {launch.false_positive_cost}", "case.launch.false_positive_cost"),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    claimed = streams.rng("claim").randint(9, 15)
    penalty, monitor, launch = streams.rng("penalty"), streams.rng("monitor"), streams.rng("launch")
    done = date(2026, 2, 2) + timedelta(days=streams.rng("file complete").randint(0, 280))
    return Scenario(
        log=draw_training_log(streams, claimed_points=claimed),
        selections=draw_selections(streams),
        work=draw_work_plan(streams),
        shop=draw_shop(streams),
        gpu_price=streams.rng("gpu price").randint(40, 80) / 20,
        claimed_drop=claimed / 1000,
        penalty=Penalty(250_000 * penalty.randint(6, 12), penalty.randint(6, 20) / 200, penalty.randint(1, 4) / 200),
        audit_week=monitor.randint(10, 16),
        false_alarm_level=monitor.choice((0.005, 0.01, 0.02)),
        groups_watched=monitor.randint(2, 6),
        file_complete_on=done,
        launch=Launch(
            users=100_000 * launch.randint(18, 30),
            exposed_share=launch.randint(20, 40) / 100,
            lift_per_tenth=launch.randint(8, 18) / 2000,
            value_of_a_tenth=1000 * launch.randint(40, 60),
            negatives=10_000 * launch.randint(8, 16),
            false_positive_cost=launch.randint(6, 12),
        ),
    )


def plausible(scenario: Scenario) -> bool:
    """Say whether the intended verdicts hold with margin."""
    selections, work, penalty = scenario.selections, scenario.work, scenario.penalty
    breach = selections.breach_week
    level = [selections.ratio(week) for week in range(1, WEEKS + 1) if week not in (breach, breach + 1)]
    broken = [selections.ratio(week) for week in (breach, breach + 1)]
    ahead = work.earned_value() / max(1, work.planned_value())
    return (
        min(level) > 0.88
        and max(broken) < 0.77
        and 1.04 < ahead < 1.4
        and penalty.chance_with <= 0.5 * penalty.chance_without
    )
