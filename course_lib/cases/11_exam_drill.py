"""The exam: a card-fraud model after a change of merchant categories, with chargebacks that arrive late."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases.card_declines import CATEGORIES, DeclineDay, ScoreBin, days_frame, draw_bins, draw_days
from course_lib.cases.fraud_labels import (
    Cohort,
    Reviewed,
    chargebacks_frame,
    customers_frame,
    draw_cohorts,
    draw_delays,
    draw_reviewed,
)
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams
from course_lib.forms import Exam

if TYPE_CHECKING:
    import pandas as pd

TITLE = "The exam drill"
OPTIONS = ("leave it", "raise the threshold for the category", "review by hand", "back to the old categories")
EXAM = Exam(minutes=90, decision="decision", full_until=60, none_from=80)


@dataclass(frozen=True)
class Option:
    """One thing that can be done today: what it costs at once, and the share of the loss that it leaves."""

    option: str
    cost_today: int
    loss_left: float


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one exam. Rates are fractions, money is whole dollars."""

    change: date
    changed_category: str
    days: tuple[DeclineDay, ...] = field(repr=False)
    twice: tuple[date, ...]
    bins: tuple[ScoreBin, ...]
    current_threshold: float
    cost_of_missed_fraud: int
    cost_of_false_decline: int
    insulted_share: float
    margin_lost: int
    delays: tuple[int, ...] = field(repr=False)
    cohorts: tuple[Cohort, ...]
    reference_mix: tuple[int, ...]
    current_mix: tuple[int, ...]
    reviewed: tuple[Reviewed, ...]
    options: tuple[Option, ...]
    loss_this_month: int
    row_seed: int
    window_days: int = 7

    def good(self, period: str, *, declined: bool = False, category: str | None = None) -> int:
        """Return good transactions, or the declined ones among them, of a period: `before` or `after` the change."""
        chosen = [
            one
            for one in self.days
            if one.day != self.change
            and (one.day < self.change) == (period == "before")
            and category in (None, one.category)
        ]
        return sum(one.good_declined if declined else one.good for one in chosen)

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "declines": lambda: days_frame(self.days, self.twice, self.changed_category, self.row_seed),
                "score_bins": lambda: _rows(self.bins),
                "chargebacks": lambda: chargebacks_frame(self.cohorts, self.row_seed),
                "cohorts": self._cohorts,
                "past_delays": self._delays,
                "category_mix": self._mix,
                "customers": lambda: customers_frame(self.reviewed, self.row_seed),
                "options": lambda: _rows(self.options),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        return [
            ("Day of the change of merchant categories", f"{self.change}", "case.change"),
            ("Category that was cut anew", self.changed_category, "case.changed_category"),
            ("Days before the change, and days after it", f"{self.window_days}", "case.window_days"),
            (
                "Share of declined good customers who take another card",
                f"{self.insulted_share:.0%}",
                "case.insulted_share",
            ),
            ("Margin lost with one of them", f"USD {self.margin_lost}", "case.margin_lost"),
            ("Cost of a missed fraud", f"USD {self.cost_of_missed_fraud}", "case.cost_of_missed_fraud"),
            ("Cost of a false decline", f"USD {self.cost_of_false_decline}", "case.cost_of_false_decline"),
            ("Threshold today: declined from this score", f"{self.current_threshold:.2f}", "case.current_threshold"),
            ("Loss this month if nothing is done", f"USD {self.loss_this_month:,}", "case.loss_this_month"),
        ]

    def _cohorts(self) -> "pd.DataFrame":
        import pandas as pd

        return pd.DataFrame([(one.week, one.age_days) for one in self.cohorts], columns=["week", "age_days"])

    def _delays(self) -> "pd.DataFrame":
        import pandas as pd

        return pd.DataFrame({"days_to_chargeback": self.delays})

    def _mix(self) -> "pd.DataFrame":
        import pandas as pd

        counts = {"reference": self.reference_mix, "current": self.current_mix}
        return pd.DataFrame({"category": CATEGORIES, **counts})


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    change = date(2026, 9, 1) + timedelta(days=streams.rng("day").randint(0, 40))
    rates, money = streams.rng("rates"), streams.rng("money")
    changed = streams.rng("category").choice(CATEGORIES[2:])
    before = rates.randint(90, 120) / 10_000
    after = before * rates.randint(160, 240) / 100
    delays = draw_delays(streams)
    false_decline = money.randint(5, 10)
    twice = streams.rng("sent twice").sample(range(1, 8), 1)
    loss = 1_000 * money.randint(70, 120)
    return Scenario(
        change=change,
        changed_category=changed,
        days=draw_days(streams, change, changed, (before, after)),
        twice=tuple(change + timedelta(days=one) for one in sorted(twice)),
        bins=draw_bins(streams),
        current_threshold=streams.rng("threshold").choice((0.12, 0.20)),
        cost_of_missed_fraud=false_decline * money.randint(22, 45),
        cost_of_false_decline=false_decline,
        insulted_share=money.randint(25, 45) / 100,
        margin_lost=money.randint(18, 40),
        delays=delays,
        cohorts=draw_cohorts(streams, delays),
        reference_mix=_mix(streams, "reference", changed, 1.0),
        current_mix=_mix(streams, "current", changed, streams.rng("mix shift").randint(150, 190) / 100),
        reviewed=draw_reviewed(streams),
        options=_draw_options(streams, loss),
        loss_this_month=loss,
        row_seed=streams.number("row order"),
    )


def plausible(scenario: Scenario) -> bool:
    """Say whether the intended verdicts hold with margin: one category is to blame, the gap is mostly the channel."""
    others = [name for name in CATEGORIES if name != scenario.changed_category]
    steady = all(0.9 < _rate(scenario, "after", name) / _rate(scenario, "before", name) < 1.1 for name in others)
    gap, online = (_gap(scenario, channels) for channels in (("in store", "online"), ("online",)))
    worse = _rate(scenario, "after", scenario.changed_category) > 1.5 * _rate(
        scenario, "before", scenario.changed_category
    )
    return steady and worse and 0.008 < online < 0.75 * gap


def _rate(scenario: Scenario, period: str, category: str) -> float:
    good, declined = (scenario.good(period, declined=lost, category=category) for lost in (False, True))
    return declined / good


def _gap(scenario: Scenario, channels: tuple[str, ...]) -> float:
    rates = {}
    for group in ("domestic card", "foreign card"):
        mine = [one for one in scenario.reviewed if one.group == group and one.channel in channels]
        rates[group] = sum(one.declined for one in mine) / sum(one.customers for one in mine)
    return rates["foreign card"] - rates["domestic card"]


def _mix(streams: Streams, name: str, changed: str, times: float) -> tuple[int, ...]:
    rng = streams.rng(f"mix {name}")
    base = {"groceries": 34, "fuel": 22, "travel": 14, "digital goods": 12, "marketplaces": 18}
    return tuple(
        round(100 * (share + rng.randint(-1, 1)) * (times if category == changed else 1))
        for category, share in base.items()
    )


def _draw_options(streams: Streams, loss: int) -> tuple[Option, ...]:
    """Return the options; their totals are shares of the loss that lie well apart, the cheapest today is never best."""
    rng = streams.rng("options")
    left = {
        "leave it": 1.0,
        OPTIONS[1]: rng.randint(28, 36) / 100,
        OPTIONS[2]: rng.randint(12, 18) / 100,
        OPTIONS[3]: rng.randint(2, 6) / 100,
    }
    first, second = rng.sample(OPTIONS[1:3], 2)  # undoing everything leaves least, and costs more than it spares
    totals = {first: 0.62, **dict(zip((second, OPTIONS[3]), rng.sample((0.72, 0.82), 2), strict=True))}
    cost = {name: 500 * round(loss * (totals[name] - left[name]) / 500) for name in OPTIONS[1:]}
    return tuple(Option(name, cost.get(name, 0), left[name]) for name in OPTIONS)


def _rows(rows: tuple[object, ...]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame([vars(one) for one in rows])
