"""The senior-leadership case: what model risk costs, which controls are worth their money, and what the board signs."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases.boardroom import (
    Mandate,
    Market,
    Meeting,
    Person,
    draw_mandates,
    draw_markets,
    draw_meetings,
    draw_people,
    draw_rulings,
)
from course_lib.cases.control_offers import AuditTarget, Control, draw_audit, draw_controls, rows_frame
from course_lib.cases.loss_register import LAST_YEAR, RISKS, LossEvent, draw_events, register_frame
from course_lib.cases.loss_years import SimulatedLosses, YearlyRisk, simulate, years_frame
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

TITLE = "The senior-leadership case"
_REVIEW_YEAR = 2027
_SPREADS = {"drift": 0.5, "wrong advice": 0.6, "biased decisions": 0.7, "data leak": 0.6}


@dataclass(frozen=True, eq=False)  # by identity: the keys remember what they have worked out for a scenario
class Scenario:
    """Figures and data of one leadership case. Rates and probabilities are fractions, money is whole dollars."""

    events: tuple[LossEvent, ...] = field(repr=False)
    first_year: int
    asked_risk: str
    pool_frequency: float
    pool_loss: int
    confidence: float
    simulated: tuple[SimulatedLosses, ...] = field(repr=False)
    one_year_in: int
    controls: tuple[Control, ...]
    budget: int
    discount_rate: float
    audit_targets: tuple[AuditTarget, ...]
    audit_hours: int
    block_hours: int
    markets: tuple[Market, ...]
    delay_weeks: int
    fine_planned: int
    fine_ceiling: int
    fine_probability: float
    people: tuple[Person, ...]
    load: float
    mandates: tuple[Mandate, ...]
    meetings: tuple[Meeting, ...]
    last_year: int = LAST_YEAR
    simulated_years: int = 1_000
    plan_years: int = 3

    @property
    def years(self) -> int:
        """Whole years in the window of the registers."""
        return self.last_year - self.first_year + 1

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "loss_events": lambda: register_frame(self.events),
                "simulated_losses": lambda: years_frame(self.simulated),
                "controls": lambda: rows_frame(self.controls),
                "audit_targets": lambda: rows_frame(self.audit_targets),
                "markets": lambda: rows_frame(self.markets),
                "people": lambda: rows_frame(self.people),
                "mandates": lambda: rows_frame(self.mandates),
                "meetings": self._meetings,
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        return [
            ("First year of the window, from its first day", f"{self.first_year}", "case.first_year"),
            ("Last year of the window, to its last day", f"{self.last_year}", "case.last_year"),
            ("The risk that the CFO asks about", self.asked_risk, "case.asked_risk"),
            ("Data leak: events a year, from an industry loss pool", f"{self.pool_frequency}", "case.pool_frequency"),
            ("Data leak: mean net loss of one, from that pool", f"USD {self.pool_loss:,}", "case.pool_loss"),
            ("Confidence with which a rate is to be excluded", f"{self.confidence:.0%}", "case.confidence"),
            ("Years that finance has simulated", f"{self.simulated_years:,}", "case.simulated_years"),
            ("A bad year is one year in", f"{self.one_year_in}", "case.one_year_in"),
            ("Budget for controls in the first year", f"USD {self.budget:,}", "case.budget"),
            ("Years of the plan", f"{self.plan_years}", "case.plan_years"),
            ("Discount rate a year", f"{self.discount_rate:.0%}", "case.discount_rate"),
            ("Audit hours", f"{self.audit_hours}", "case.audit_hours"),
            ("Hours in a block of audit", f"{self.block_hours}", "case.block_hours"),
            ("Weeks by which the launch would be delayed", f"{self.delay_weeks}", "case.delay_weeks"),
            ("Fine that counsel plans with, if one comes", f"USD {self.fine_planned:,}", "case.fine_planned"),
            ("Ceiling of that fine", f"USD {self.fine_ceiling:,}", "case.fine_ceiling"),
            ("Counsel's probability of it without the delay", f"{self.fine_probability:.0%}", "case.fine_probability"),
            ("Employer's cost per dollar of pay", f"{self.load:.2f}", "case.load"),
        ]

    def _meetings(self) -> "pd.DataFrame":
        import pandas as pd

        meetings = rows_frame(self.meetings)
        return meetings.assign(day=pd.to_datetime(meetings["day"]))


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    size, risk, money = streams.rng("size"), streams.rng("risk"), streams.rng("money")
    first_year = LAST_YEAR + 1 - size.randint(4, 6)
    pool_frequency = risk.randint(9, 14) / 100
    controls = draw_controls(streams)
    budget = _draw_budget(streams, controls)
    markets, weeks = draw_markets(streams), streams.rng("delay").randint(7, 12)
    fine_planned = 500_000 * streams.rng("fine").randint(18, 34)
    return Scenario(
        events=draw_events(streams, first_year=first_year, rulings=draw_rulings(streams, _REVIEW_YEAR, 3)),
        first_year=first_year,
        asked_risk=risk.choice(RISKS[:2]),
        pool_frequency=pool_frequency,
        pool_loss=500_000 * risk.randint(18, 28),
        confidence=risk.choice((0.90, 0.95)),
        simulated=simulate(streams, _yearly_risks(streams, pool_frequency), Scenario.simulated_years),
        one_year_in=streams.rng("bad year").choice((20, 25, 40)),
        controls=controls,
        budget=budget,
        discount_rate=money.randint(7, 12) / 100,
        audit_targets=draw_audit(streams, RISKS),
        audit_hours=160,
        block_hours=20,
        markets=markets,
        delay_weeks=weeks,
        fine_planned=fine_planned,
        fine_ceiling=500_000 * round(fine_planned * money.randint(20, 40) / 10 / 500_000),
        fine_probability=_draw_probability(streams, _lost_margin(markets, weeks) / fine_planned),
        people=draw_people(streams),
        load=money.randint(24, 28) / 20,
        mandates=draw_mandates(streams, budget),
        meetings=draw_meetings(streams, _REVIEW_YEAR),
    )


def plausible(scenario: Scenario) -> bool:
    """Say whether the case is one that a board could have on its table, and the data can answer it with margin."""
    leak_years = sum(len(set(one.years)) for one in scenario.simulated if one.risk == "data leak")
    lost = _lost_margin(scenario.markets, scenario.delay_weeks)
    return (
        leak_years > 1.2 * scenario.simulated_years / scenario.one_year_in
        and 900_000 < lost < 3_000_000
        and 0.03 <= scenario.fine_probability <= 0.40
    )


def _yearly_risks(streams: Streams, pool_frequency: float) -> list[YearlyRisk]:
    """Return what finance simulated: gross losses; wrong advice and data leak cost the same in the mean year."""
    rng = streams.rng("simulated means")
    a_year = {"drift": rng.randint(18, 25) / 10, "wrong advice": rng.randint(8, 12) / 10}
    a_year |= {"biased decisions": rng.randint(5, 7) / 10, "data leak": pool_frequency}
    same = 10_000 * rng.randint(130, 170)
    mean = {"drift": 10_000 * rng.randint(85, 120), "biased decisions": 10_000 * rng.randint(90, 130)}
    mean |= {"wrong advice": same, "data leak": same}
    return [YearlyRisk(risk, a_year[risk], mean[risk], _SPREADS[risk]) for risk in RISKS]


def _draw_budget(streams: Streams, controls: tuple[Control, ...]) -> int:
    """Return a budget that buys a part of what is on offer, rarely to the last dollar."""
    offered = sum(one.first_year_cost for one in controls if one.status == "on offer")
    return 50_000 * round(offered * streams.rng("budget").uniform(0.6, 0.75) / 50_000)


def _lost_margin(markets: tuple[Market, ...], weeks: int) -> float:
    return weeks * sum(one.weekly_margin * (1 - one.caught_up) for one in markets if one.delayed)


def _draw_probability(streams: Streams, break_even: float) -> float:
    """Return counsel's probability of a fine: well below the break-even or well above it."""
    rng = streams.rng("probability of a fine")
    times = rng.uniform(0.4, 0.6) if rng.random() < 0.5 else rng.uniform(1.6, 2.2)
    return round(break_even * times, 2)
