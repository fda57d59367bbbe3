"""Regulatory impact: which product falls under what, what a breach could cost, by when, and what an effort is worth."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases import act_extract as act
from course_lib.cases import breach_register as register
from course_lib.cases import compliance_effort as effort
from course_lib.cases import conformity_tasks as plan
from course_lib.cases import group_accounts as accounts
from course_lib.cases import incident_cards as cards
from course_lib.cases import mortgage_slices as mortgages
from course_lib.cases import product_inventory as inventory
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams
from course_lib.data.boston_mortgages import boston_mortgages

if TYPE_CHECKING:
    import pandas as pd

TITLE = "Regulatory impact: classes, ceilings, clocks, and one effort as money"


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one group. Shares are fractions, money is whole euro unless a name says million."""

    today: date
    products: tuple[inventory.Product, ...]
    turnovers: accounts.Turnovers
    risks: tuple[register.Risk, ...]
    tasks: tuple[plan.Task, ...]
    log: plan.Log
    buffer_days: int
    kilobytes: float
    cards: tuple[cards.Card, ...]
    slice: mortgages.Slice
    effort: effort.Effort
    row_seed: int

    def product(self, kind: str) -> inventory.Product:
        """Return the product of a kind."""
        return next(one for one in self.products if one.kind == kind)

    def risk(self, kind: str) -> register.Risk:
        """Return the risk of a kind."""
        return next(one for one in self.risks if one.kind == kind)

    def card(self, kind: str) -> cards.Card:
        """Return the incident of a kind."""
        return next(one for one in self.cards if one.kind == kind)

    @property
    def credit_id(self) -> str:
        """Id of the credit score."""
        return self.product(inventory.CREDIT).product_id

    @property
    def file_id(self) -> str:
        """Id of the product that the conformity file is for."""
        return self.product(inventory.FILED).product_id

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        seed = self.row_seed
        return Frames(
            {
                "products": lambda: inventory.products_frame(self.products),
                "answers": lambda: inventory.answers_frame(self.products, seed),
                "act_rules": act.rules_frame,
                "act_dates": act.dates_frame,
                "act_duties": act.duties_frame,
                "accounts": lambda: accounts.accounts_frame(self.turnovers),
                "partners": lambda: accounts.partners_frame(self.turnovers),
                "risks": lambda: register.risks_frame(self.risks),
                "act_ceilings": act.ceilings_frame,
                "tasks": lambda: plan.tasks_frame(self.tasks),
                "scoring_log": lambda: plan.log_frame(self.log, seed),
                "incidents": lambda: cards.cards_frame(self.cards),
                "act_reports": act.reports_frame,
                "mortgages": _mortgages,
                "firm_years": lambda: effort.firm_years_frame(self.effort, seed),
                "access_requests": lambda: effort.requests_frame(self.effort, seed),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        work, part = self.effort, self.slice
        return [
            ("The group", "a bank and what it owns, in and outside the Union; a large firm", ""),
            ("Today", f"{self.today}", "case.today"),
            ("The credit score is product", self.credit_id, "case.credit_id"),
            ("The device is product", self.product(inventory.DEVICE).product_id, ""),
            ("The maker of adverts' images is product", self.product(inventory.IMAGES).product_id, ""),
            ("The conformity file is for product", self.file_id, "case.file_id"),
            ("Buffer for sign-off, after the last task", f"{self.buffer_days} working days", "case.buffer_days"),
            ("One request in the log of the credit score", f"{self.kilobytes} KB", "case.kilobytes"),
            ("Mortgages: debt-ratio bands", f"from '{part.bands[0]}' to '{part.bands[-1]}'", "case.slice.bands"),
            (
                "Mortgages: credit history",
                f"codes {part.least_history} to {part.most_history}",
                "case.slice.least_history, .most_history",
            ),
            ("An hour of work, loaded", f"EUR {work.wage}", "case.effort.wage"),
            ("Cost of the effort, once", f"EUR {work.cost:,}", "case.effort.cost"),
            (
                "One event costs: low, most likely, high",
                f"EUR {work.low:,}, {work.mode:,}, {work.high:,}",
                "case.effort.low, .mode, .high",
            ),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    rng = streams.rng("firm")
    today = date(2027, 2, 1) + timedelta(days=rng.randint(0, 80))
    return Scenario(
        today=today,
        products=inventory.draw_products(streams, today),
        turnovers=accounts.draw_turnovers(streams, today.year),
        risks=register.draw_risks(streams, today),
        tasks=plan.draw_tasks(streams),
        log=plan.draw_log(streams, today),
        buffer_days=rng.randint(14, 25),
        kilobytes=rng.randint(10, 30) / 10,
        cards=cards.draw_cards(streams),
        slice=mortgages.draw_slice(streams),
        effort=effort.draw_effort(streams),
        row_seed=streams.number("row order"),
    )


def plausible(scenario: Scenario) -> bool:
    """Say whether the control helps clearly, and the plan can still be kept: it starts after today."""
    without, _, whole = scenario.effort.firm_years
    longest = sum(one.days for one in scenario.tasks if one.task != plan.AUDIT) + scenario.buffer_days
    fits = scenario.today + timedelta(days=round(longest * 7 / 5)) < date(2027, 12, 1)
    return fits and without.events / without.years > 2 * whole.events / whole.years > 0


def _mortgages() -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(boston_mortgages())
