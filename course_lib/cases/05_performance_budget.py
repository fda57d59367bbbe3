"""The performance budget of an assistant at a bank's loan desk: latency, errors, cost, retraining, a benchmark."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases.answer_reviews import (
    Evaluation,
    Reviews,
    draw_evaluation,
    draw_reviews,
    evaluation_frame,
    reviews_frame,
)
from course_lib.cases.error_hours import AlertRule, ErrorHours, draw_alerts, draw_hours, hours_frame
from course_lib.cases.request_log import RequestLog, draw_log, requests_frame, stages_frame
from course_lib.cases.tables import Frames
from course_lib.cases.token_usage import (
    AccuracyWeek,
    Usage,
    draw_usage,
    draw_weeks,
    usage_frame,
    weeks_frame,
)
from course_lib.core.case import Streams
from course_lib.data.german_credit import DURATIONS, Credits, german_credit

if TYPE_CHECKING:
    import pandas as pd

TITLE = "The performance budget"


@dataclass(frozen=True)
class Prices:
    """USD per million tokens, the cap on what a thousand solved tasks may cost, and next month's requests."""

    input_price: float
    output_price: float
    cost_cap: float
    monthly_requests: int


@dataclass(frozen=True)
class Benchmark:
    """The rule to be priced on the public file, the longest duration that counts, and what the desk's errors cost."""

    refused_accounts: tuple[str, ...]
    longest: str
    cost_of_bad: int
    cost_of_refusal: int = 1

    @property
    def durations(self) -> tuple[str, ...]:
        """The duration bands up to the longest one."""
        return DURATIONS[: DURATIONS.index(self.longest) + 1]


@dataclass(frozen=True, eq=False)  # by identity: the keys remember what they have worked out for a scenario
class Scenario:
    """Figures and data of one performance budget. Rates are fractions, money is US dollars."""

    request_log: RequestLog = field(repr=False)
    reviews: Reviews = field(repr=False)
    evaluation: Evaluation = field(repr=False)
    error_hours: ErrorHours = field(repr=False)
    usage: Usage = field(repr=False)
    weeks: tuple[AccuracyWeek, ...] = field(repr=False)
    error_target: float
    chain_goal: float
    alerts: AlertRule
    prices: Prices
    accuracy_budget: float
    lead_weeks: int
    benchmark: Benchmark

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "requests": lambda: requests_frame(self.request_log),
                "stage_budgets": lambda: stages_frame(self.request_log),
                "reviews": lambda: reviews_frame(self.reviews),
                "test_runs": lambda: evaluation_frame(self.evaluation),
                "error_hours": lambda: hours_frame(self.error_hours),
                "usage": lambda: usage_frame(self.usage),
                "accuracy_weeks": lambda: weeks_frame(self.weeks),
                "german_credit": _german_credit,
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        rule, prices, bench = self.alerts, self.prices, self.benchmark
        promise, timeout = self.request_log.promise_ms, self.request_log.timeout_ms
        return [
            ("Promise: 95 of 100 users wait at most", f"{promise} ms", "case.request_log.promise_ms"),
            ("An attempt is given up and sent again after", f"{timeout} ms", "case.request_log.timeout_ms"),
            ("Share of answers that may be wrong, all segments", f"{self.error_target:.1%}", "case.error_target"),
            ("Goal for the whole chain: share answered right", f"{self.chain_goal:.0%}", "case.chain_goal"),
            ("Share of requests that must not fail", f"{self.error_hours.objective:.2%}", "case.error_hours.objective"),
            ("Window of the error budget", f"{self.error_hours.window_days} days", "case.error_hours.window_days"),
            ("A page must notice this share of the budget", f"{rule.page_share:.1%}", "case.alerts.page_share"),
            ("... spent in", f"{rule.page_hours} hour", "case.alerts.page_hours"),
            ("A ticket must notice this share of the budget", f"{rule.ticket_share:.0%}", "case.alerts.ticket_share"),
            ("... spent in", f"{rule.ticket_hours} hours", "case.alerts.ticket_hours"),
            ("Price of a million input tokens", f"USD {prices.input_price:.2f}", "case.prices.input_price"),
            ("Price of a million output tokens", f"USD {prices.output_price:.2f}", "case.prices.output_price"),
            ("Cap: a thousand solved tasks may cost", f"USD {prices.cost_cap:.2f}", "case.prices.cost_cap"),
            ("Requests expected next month", f"{prices.monthly_requests:,}", "case.prices.monthly_requests"),
            ("Accuracy that may be lost", f"{self.accuracy_budget:.1f} percentage points", "case.accuracy_budget"),
            ("From the start of a retraining to users", f"{self.lead_weeks} weeks", "case.lead_weeks"),
            (
                "Benchmark: accounts that the rule refuses",
                ", ".join(bench.refused_accounts),
                "case.benchmark.refused_accounts",
            ),
            ("Benchmark: months, up to the band", f"'{bench.longest}'", "case.benchmark.longest"),
            ("Your desk: cost of accepting a bad risk", f"{bench.cost_of_bad}", "case.benchmark.cost_of_bad"),
            ("Your desk: cost of refusing a good one", f"{bench.cost_of_refusal}", "case.benchmark.cost_of_refusal"),
        ]

    def credits(self, *, longest: bool = True) -> list[Credits]:
        """Return the rows of the benchmark up to the longest duration, or all of them."""
        return [row for row in german_credit() if row.duration in self.benchmark.durations or not longest]


def _german_credit() -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(german_credit(), columns=list(Credits._fields))


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    aims, alerts, usage = streams.rng("aims"), draw_alerts(streams), draw_usage(streams)
    retraining, bench = streams.rng("retraining"), streams.rng("benchmark")
    return Scenario(
        request_log=draw_log(streams),
        reviews=draw_reviews(streams),
        evaluation=draw_evaluation(streams),
        error_hours=draw_hours(streams, alerts),
        usage=usage,
        weeks=draw_weeks(streams),
        error_target=aims.randint(18, 22) / 1000,
        chain_goal=aims.randint(87, 90) / 100,
        alerts=alerts,
        prices=_draw_prices(streams, usage),
        accuracy_budget=retraining.randint(10, 16) / 10,
        lead_weeks=retraining.randint(2, 3),
        benchmark=Benchmark(
            tuple(sorted(bench.choice((("A11",), ("A11", "A12"), ("A11", "A13"), ("A12",), ("A12", "A13"))))),
            bench.choice(DURATIONS[1:3]),
            bench.choice((3, 4, 6, 7, 8)),
        ),
    )


def _draw_prices(streams: Streams, usage: Usage) -> Prices:
    """Return prices, and a cap that the cost of a solved task keeps or breaks by a tenth or more."""
    rng = streams.rng("prices")
    low = rng.choice((0.4, 0.5, 0.6, 0.8))
    high = round(low * rng.choice((2.5, 3, 4)), 2)
    spent = usage.total("input_tokens", known=True) * low + usage.total("output_tokens", known=True) * high
    cost = spent / 1e6 / usage.total("solved", known=True) * 1000
    times = rng.uniform(0.72, 0.88) if rng.random() < 0.5 else rng.uniform(1.12, 1.35)
    return Prices(low, high, round(cost * times, 2), 50_000 * rng.randint(16, 40))


def plausible(scenario: Scenario) -> bool:
    """Say whether the case teaches what it is meant to: users wait longer than promised, and the budget is feasible."""
    return _retries_decide(scenario.request_log) and _segment_has_room(scenario) and _interval_is_long(scenario)


def _retries_decide(log: RequestLog) -> bool:
    """Say whether answered attempts keep the promise with margin while one user in twenty waits for a retry."""
    people = [row for row in log.attempts if row.client == "people"]
    answered = sorted(row.attempt_ms for row in people if row.outcome == "answered")
    users, again = (sum(row.attempt == number for row in people) for number in (1, 2))
    return answered[round(0.95 * len(answered))] < 0.97 * log.promise_ms and 0.06 < again / users < 0.09


def _segment_has_room(scenario: Scenario) -> bool:
    """Say whether the segment with the new model may have some errors, and fewer than the old model makes."""
    reviews, served = scenario.reviews, scenario.reviews.total("served")
    rates, shares = {}, {}
    for name in ("standard", "self-employed", "business"):
        rates[name] = reviews.total("wrong", segments=(name,)) / reviews.total("reviewed", segments=(name,))
        shares[name] = reviews.total("served", segments=(name,)) / served
    rest = sum(rates[name] * shares[name] for name in ("standard", "business"))
    room = (scenario.error_target - rest) / shares["self-employed"]
    return 0.01 < room < 0.9 * rates["self-employed"]


def _interval_is_long(scenario: Scenario) -> bool:
    """Say whether the weeks between releases lose so much that a retraining interval of some weeks follows."""
    judged = [week for week in scenario.weeks if week.judged == week.drawn]
    loss = (judged[0].accuracy - judged[-1].accuracy) / (judged[-1].week - judged[0].week)
    return loss > 0.08 and 1.2 < scenario.accuracy_budget / loss - scenario.lead_weeks < 14
