"""The 30-minute hiring-manager chat: a recommender, a fix, a monitor to promise, and an audit to explain in time."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from course_lib.cases.card_audit import (
    CardAudit,
    draft_frame,
    draw_audit,
    record_frame,
    slices_frame,
    statements_frame,
)
from course_lib.cases.churn_panel import AFTER, BEFORE, ChurnPanel, draw_panel, panel_frame
from course_lib.cases.conversion_log import REFERENCE, ConversionLog, draw_log, orders_frame, shown_frame
from course_lib.cases.label_stream import (
    AlertCounts,
    LabelStream,
    alerts_frame,
    draw_alerts,
    draw_stream,
    label_times_frame,
    traffic_frame,
)
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams
from course_lib.data.tfma_slices import SliceMetrics, tfma_slices
from course_lib.measures.sample_size import sample_size_one_proportion

if TYPE_CHECKING:
    import pandas as pd

TITLE = "The 30-minute hiring-manager chat"
RATES = {"fpr": "false-positive rate", "fnr": "false-negative rate", "predicted_positive_rate": "flag rate"}
HOURS_IN_30_DAYS = 720


@dataclass(frozen=True)
class Promise:
    """What the monitor has to keep: rates, error levels, how often it looks and when a request is old enough."""

    baseline_rate: float
    rate_to_catch: float
    power: float
    check_every_hours: int
    alpha_today: float
    false_alarms_allowed: float
    mature_share: float


@dataclass(frozen=True)
class Desk:
    """What alerts cost: alerts a day, minutes that a false one takes, and the analyst's pay an hour."""

    alerts_a_day: int
    minutes_per_false_alert: int
    analyst_usd_an_hour: int


@dataclass(frozen=True)
class Talk:
    """How fast the candidate speaks, and how long the story and its Action part may be."""

    words_a_minute: int
    story_minutes: float
    action_share: float


@dataclass(frozen=True)
class SliceRule:
    """How slices are looked at: fewest labels or examples, the rate to compare by race, the level of one look."""

    least_labelled: int
    least_examples: int
    rate_by_race: str
    alpha_per_slice: float


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one chat. Rates are fractions, money is whole dollars."""

    panel: ChurnPanel
    conversions: ConversionLog
    stream: LabelStream
    alerts: tuple[AlertCounts, AlertCounts]
    audit: CardAudit
    promise: Promise
    desk: Desk
    talk: Talk
    slice_rule: SliceRule
    row_seed: int

    @property
    def checks_in_30_days(self) -> int:
        """Checks of the monitor in 30 days."""
        return HOURS_IN_30_DAYS // self.promise.check_every_hours

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "churn_months": partial(panel_frame, self.panel, self.row_seed),
                "traffic": partial(traffic_frame, self.stream),
                "label_times": partial(label_times_frame, self.stream),
                "shown": partial(shown_frame, self.conversions),
                "orders": partial(orders_frame, self.conversions, self.row_seed),
                "alerts": partial(alerts_frame, self.alerts, self.row_seed),
                "draft": partial(draft_frame, self.audit),
                "audit_record": partial(record_frame, self.audit),
                "slice_counts": partial(slices_frame, self.audit),
                "tfma_slices": _tfma_frame,
                "tool_statements": partial(statements_frame, self.audit),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        promise, desk, talk, rule = self.promise, self.desk, self.talk, self.slice_rule
        return [
            ("Known off-target rate", f"{promise.baseline_rate:.1%}", "case.promise.baseline_rate"),
            ("Rate that must be caught", f"{promise.rate_to_catch:.1%}", "case.promise.rate_to_catch"),
            ("Power: chance to catch it", f"{promise.power:.0%}", "case.promise.power"),
            ("A check every", f"{promise.check_every_hours} hours", "case.promise.check_every_hours"),
            ("Level (alpha) of one check today", f"{promise.alpha_today:g}", "case.promise.alpha_today"),
            ("False alarms allowed, 30 days", f"{promise.false_alarms_allowed:g}", "case.promise.false_alarms_allowed"),
            ("Labels in when a request is judged", f"{promise.mature_share:.0%}", "case.promise.mature_share"),
            ("Today, in days since logging began", f"day {self.conversions.today}", "case.conversions.today"),
            ("Conversion window after being shown", f"{self.conversions.window} days", "case.conversions.window"),
            ("Alerts a day", f"{desk.alerts_a_day:,}", "case.desk.alerts_a_day"),
            ("Minutes a false alert takes", f"{desk.minutes_per_false_alert}", "case.desk.minutes_per_false_alert"),
            ("An analyst's hour", f"USD {desk.analyst_usd_an_hour}", "case.desk.analyst_usd_an_hour"),
            ("You speak", f"{talk.words_a_minute} words a minute", "case.talk.words_a_minute"),
            ("Time for the churn story", f"{talk.story_minutes:g} minutes", "case.talk.story_minutes"),
            ("Action's share of the story", f"{talk.action_share:.0%}", "case.talk.action_share"),
            ("Fewest labels of a slice (your product)", f"{rule.least_labelled}", "case.slice_rule.least_labelled"),
            ("Fewest examples of a slice (recorded run)", f"{rule.least_examples}", "case.slice_rule.least_examples"),
            ("Rate to compare by race (recorded run)", RATES[rule.rate_by_race], "case.slice_rule.rate_by_race"),
            ("Level (alpha) of one look at a slice", f"{rule.alpha_per_slice:g}", "case.slice_rule.alpha_per_slice"),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    promise = _draw_promise(streams)
    desk, talk = streams.rng("desk"), streams.rng("talk")
    return Scenario(
        panel=draw_panel(streams),
        conversions=draw_log(streams),
        stream=draw_stream(streams),
        alerts=draw_alerts(streams),
        audit=draw_audit(streams, promise.baseline_rate),
        promise=promise,
        desk=Desk(100 * desk.randint(30, 80), desk.randint(4, 9), 2 * desk.randint(20, 30)),
        talk=Talk(5 * talk.randint(26, 32), talk.choice((2.0, 2.5, 3.0)), talk.choice((0.5, 0.55, 0.6))),
        slice_rule=_draw_slice_rule(streams),
        row_seed=streams.number("row order"),
    )


def _draw_promise(streams: Streams) -> Promise:
    rates, level = streams.rng("off-target rates"), streams.rng("alarm levels")
    baseline = rates.randint(30, 50) / 1000
    return Promise(
        baseline_rate=baseline,
        rate_to_catch=round(baseline + rates.randint(8, 14) / 1000, 3),
        power=rates.choice((0.8, 0.9)),
        check_every_hours=level.choice((2, 3, 4, 6)),
        alpha_today=level.choice((0.05, 0.04, 0.03)),
        false_alarms_allowed=level.choice((0.5, 1.0, 2.0)),
        mature_share=level.choice((0.86, 0.88, 0.9, 0.92)),
    )


def _draw_slice_rule(streams: Streams) -> SliceRule:
    rng = streams.rng("slice rule")
    rate = rng.choice(sorted(RATES))
    # Groups of a hundred have no extreme false-positive rate in this run: leaving them out would change nothing.
    fewest = [n for n in (20, 40, 100, 150, 350, 400, 550, 640) if rate != "fpr" or n >= 150]
    return SliceRule(50 * rng.randint(4, 8), rng.choice(fewest), rate, rng.choice((0.05, 0.06, 0.08, 0.1)))


def plausible(scenario: Scenario) -> bool:
    """Say whether the intended verdicts hold with margin.

    The fix helped, and more than chance; the arms did not drift apart before; the model converts less, and young days
    make it look far worse; the labels come in within a day or two; the draft is near its time.
    """
    return (
        _fix_helped(scenario.panel)
        and _model_drifted(scenario.conversions)
        and _labels_suffice(scenario)
        and _near(scenario)
    )


def _fix_helped(panel: ChurnPanel) -> bool:
    effect, error = _change(panel, BEFORE, AFTER)
    early, early_error = _change(panel, BEFORE[:2], BEFORE[2:])
    return effect < -4 * error and 0.00006 < abs(early) < min(1.5 * early_error, 0.25 * -effect)


def _change(panel: ChurnPanel, first: tuple[int, ...], second: tuple[int, ...]) -> tuple[float, float]:
    """Return the change of the accounts with the fix less that of the control, and its standard error."""
    value, variance = 0.0, 0.0
    for sign, arm, months in ((1, "fix", second), (-1, "fix", first), (-1, "control", second), (1, "control", first)):
        rate = panel.churn(arm, months)
        value += sign * rate
        variance += rate * (1 - rate) / panel.accounts(arm, months)
    return value, variance**0.5


def _model_drifted(log: ConversionLog) -> bool:
    reference = log.rate(REFERENCE, within=log.window)
    truth = log.rate(log.mature_days, within=log.window) / reference - 1
    naive = log.rate(log.latest_days, within=None) / log.rate(REFERENCE, within=None) - 1
    return -0.35 < truth < -0.1 and naive < truth - 0.2


def _labels_suffice(scenario: Scenario) -> bool:
    promise = scenario.promise
    alpha = promise.false_alarms_allowed / scenario.checks_in_30_days
    rates = promise.baseline_rate, promise.rate_to_catch
    needed = sample_size_one_proportion(*rates, alpha=alpha, power=promise.power, alternative="one-sided")
    return 5 < needed / scenario.stream.an_hour("labelled") < 40


def _near(scenario: Scenario) -> bool:
    words = sum(line.words for line in scenario.audit.draft if line.take == 3 and line.status == "keep")
    seconds = 60 * words / scenario.talk.words_a_minute - 180
    return 3 < abs(seconds) < 75


def _tfma_frame() -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(tfma_slices(), columns=list(SliceMetrics._fields))
