"""The offer: a headline to audit, a letter to value, a log of negotiations to distrust, and a move to prepare."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from statistics import fmean, median

from course_lib.cases.alternatives import (
    Alternative,
    Lever,
    alternatives_table,
    draw_alternatives,
    draw_levers,
    levers_table,
)
from course_lib.cases.negotiations import OfferLog, Totals, draw_offers
from course_lib.cases.pay_readings import draw_headline, readings_table
from course_lib.cases.pay_survey import Survey, draw_survey
from course_lib.cases.tables import Frames
from course_lib.cases.vesting import LETTER, YEARS, VestingTable, draw_vesting
from course_lib.core.case import Streams
from course_lib.measures.compensation import certainty_equivalent
from course_lib.measures.negotiation import uplift_of_totals

TITLE = "The offer"


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one offer. Shares are fractions, money is whole dollars."""

    base: int
    bonus_share: float
    equity_share: float
    headline: int
    sign_on: int
    unit_price: int
    discount_rate: float
    haircut: float
    maximum: int
    decide_on: date
    survey: Survey
    vesting: VestingTable
    offers: OfferLog
    alternatives: tuple[Alternative, ...]
    levers: tuple[Lever, ...]

    @property
    def start(self) -> date:
        """First day of work; years of service count from here."""
        return self.vesting.start

    @property
    def cash(self) -> float:
        """Base and target bonus a year."""
        return self.base * (1 + self.bonus_share)

    @cached_property
    def grant(self) -> int:
        """Value of the whole grant at the price on the card, earlier drafts and forecasts left out."""
        return self.unit_price * sum(self.vesting.yearly_units(LETTER).values())

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "survey": self.survey.table,
                "readings": readings_table,
                "vesting": self.vesting.table,
                "offers": self.offers.table,
                "alternatives": lambda: alternatives_table(self.alternatives),
                "levers": lambda: levers_table(self.levers),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        return [
            ("Headline: stated median total a year", f"USD {self.headline:,}", "case.headline"),
            ("Headline and letter: base pay a year", f"USD {self.base:,}", "case.base"),
            ("Headline and letter: target bonus", f"{self.bonus_share:.0%}, of base in the letter", "case.bonus_share"),
            ("Headline: equity", f"{self.equity_share:.0%}", "case.equity_share"),
            ("Letter: sign-on bonus, paid once in year one", f"USD {self.sign_on:,}", "case.sign_on"),
            ("Letter: first day of work", f"{self.start}", "case.start"),
            ("Price of one unit of stock, kept flat", f"USD {self.unit_price}", "case.unit_price"),
            ("Your discount rate a year", f"{self.discount_rate:.0%}", "case.discount_rate"),
            ("Your haircut on stock, for its risk", f"{self.haircut:.0%}", "case.haircut"),
            ("The day you decide", f"{self.decide_on}", "case.decide_on"),
            ("Their maximum, in yearly value to you (estimate)", f"USD {self.maximum:,}", "case.maximum"),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    letter, days = streams.rng("letter"), streams.rng("days")
    base, bonus_share, equity_share, headline = draw_headline(streams)
    price = letter.randint(20, 80)
    units = 80 * round(1000 * letter.randint(200, 320) / price / 80)
    sign_on, haircut = 5000 * letter.randint(2, 5), letter.randint(20, 40) / 100
    decide_on = date(2027, 1, 11) + timedelta(days=days.randint(0, 30))
    vesting = draw_vesting(streams, date(2027, days.randint(3, 6), 1), units)
    cash = base * (1 + bonus_share) + sign_on / YEARS
    value = certainty_equivalent(cash, units * price / YEARS, haircut=haircut)
    alternatives = draw_alternatives(streams, value=value, haircut=haircut, decide_on=decide_on)
    best = max(one.cash + (1 - haircut) * one.stock for one in alternatives if one.lives_on(decide_on))
    target = max(value, best) + 1000 * streams.rng("zone").randint(6, 14)
    maximum = 1000 * round((2 * target - best) / 1000)
    to_add = (best + maximum) / 2 - value
    needed = {"base": to_add / (1 + bonus_share), "sign-on": YEARS * to_add, "grant": YEARS * to_add / (1 - haircut)}
    return Scenario(
        base=base,
        bonus_share=bonus_share,
        equity_share=equity_share,
        headline=headline,
        sign_on=sign_on,
        unit_price=price,
        discount_rate=letter.randint(5, 10) / 100,
        haircut=haircut,
        maximum=maximum,
        decide_on=decide_on,
        survey=draw_survey(streams),
        vesting=vesting,
        offers=draw_offers(streams),
        alternatives=alternatives,
        levers=draw_levers(streams, needed=needed, value_to_you=YEARS * to_add),
    )


def plausible(scenario: Scenario) -> bool:
    """Say whether the intended verdicts hold with margin: a premium claimed, self-selection, an offer below target."""
    totals = sorted(one.total for one in scenario.survey.peers)
    naive, adjusted = (uplift_of_totals(totals) for totals in _uplift_totals(scenario.offers))
    return (
        1.1 * median(totals) < scenario.headline < 2.3 * median(totals)
        and median(totals) + 1_500 < fmean(totals)
        and median(totals) - median(totals[:-2]) < 2_500  # the two largest do not move the median
        and 0.02 < adjusted < naive - 0.06 < 0.26
    )


def _uplift_totals(offers: OfferLog) -> tuple[dict[str, Totals], dict[str, Totals]]:
    """Return the totals of all levels in one, and by level."""
    by_level = offers.totals()
    return {"all": tuple(map(sum, zip(*by_level.values(), strict=True)))}, by_level
