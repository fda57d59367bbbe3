"""The 90-minute model-risk drill: a sensor firmware update, and the false positives of an obstacle detector."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases.perception import Cell, camera_frames, draw_cells
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams
from course_lib.data.boston_mortgages import DEBT_RATIO_BANDS, Applications, boston_mortgages
from course_lib.measures.drift import population_stability_index

if TYPE_CHECKING:
    import pandas as pd

TITLE = "The 90-minute model-risk drill"
OPTIONS = ("continue", "pause roll-out", "raise threshold", "limit in low sun", "roll back")


@dataclass(frozen=True)
class Sightings:
    """Obstacles that the fleet reported, all `age_days` old: what the detector did, and what labelling says so far."""

    age_days: int
    flagged_confirmed: int
    missed_confirmed: int
    flagged_pending: int
    missed_pending: int
    rejected: int


@dataclass(frozen=True)
class Option:
    """One thing that can be done today. `events_removed` is None where the frames must say it."""

    name: str
    events_removed: float | None
    operating_cost: int


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one drill. Rates are fractions, money is whole dollars."""

    cells: tuple[Cell, ...]
    share_updated: float
    prevalence: float
    cars: int
    clear_frames_a_day: int
    brake_share: float
    budget_used: float
    reference_counts: tuple[int, ...]
    current_counts: tuple[int, ...]
    sightings: Sightings
    label_days: tuple[tuple[str, int], ...]
    options: tuple[Option, ...]
    cost_per_event: int
    most_credit_history: int
    bands: tuple[str, ...]
    row_seed: int
    budgeted_rate: float = 0.016
    budget_days: int = 28

    def count(self, *columns: str, **where: str) -> int:
        """Return the sum of the named counts over the cells that match (`period`, `firmware`, `light`, `speed`)."""
        return sum(getattr(cell, column) for cell in self._matching(**where) for column in columns)

    def _matching(self, **where: str) -> list[Cell]:
        wanted = tuple(where.items())
        if wanted not in self._matches:
            chosen = (cell for cell in self.cells if all(getattr(cell, name) == value for name, value in wanted))
            self._matches[wanted] = list(chosen)
        return self._matches[wanted]

    @cached_property
    def _matches(self) -> dict[tuple[tuple[str, str], ...], list[Cell]]:
        return {}  # a case is drawn by trial: the keys ask for the same few selections hundreds of times

    def false_positive_rate(self, **where: str) -> float:
        """Return false positives over frames without an obstacle, second copies left out."""
        return self.count("false_positives", **where) / self.count("negatives", **where)

    def increase(self, **where: str) -> float:
        """Return the updated cars' clear frames x the increase of their rate over the control, period `after`."""
        new, old = ({"period": "after", "firmware": firmware, **where} for firmware in ("new", "old"))
        return self.count("negatives", **new) * (self.false_positive_rate(**new) - self.false_positive_rate(**old))

    @cached_property
    def applications(self) -> list[Applications]:
        """The mortgage applications of this case: its debt-ratio bands, up to its limit on credit history."""
        most = self.most_credit_history
        return [row for row in boston_mortgages() if row.debt_ratio in self.bands and row.credit_history <= most]

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "camera_frames": lambda: camera_frames(self.cells, self.row_seed),
                "psi_bins": self._psi_bins,
                "sightings": self._sightings,
                "label_ages": self._label_ages,
                "options": self._options,
                "mortgages": self._mortgages,
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        before, after = (f"{self.false_positive_rate(period=period):.1%}" for period in ("before", "after"))
        return [
            ("Fleet-wide false-positive rate before and after, rounded", f"{before} → {after}", ""),
            ("Share of the cars that have the new firmware", f"{self.share_updated:.0%}", "case.share_updated"),
            ("Cars in the fleet", f"{self.cars:,}", "case.cars"),
            ("Frames without an obstacle, per car and day", f"{self.clear_frames_a_day}", "case.clear_frames_a_day"),
            ("Share of false positives that make a car brake", f"{self.brake_share:.1%}", "case.brake_share"),
            ("Share of frames on the road that hold an obstacle", f"{self.prevalence:.2%}", "case.prevalence"),
            ("Error budget: false-positive rate that you may have", f"{self.budgeted_rate:.1%}", "case.budgeted_rate"),
            ("Window of the error budget", f"{self.budget_days} days", "case.budget_days"),
            ("Share of the error budget already used", f"{self.budget_used:.0%}", "case.budget_used"),
            ("Age of every sighting", f"{self.sightings.age_days} days", "case.sightings.age_days"),
            ("Cost of one phantom-brake event", f"USD {self.cost_per_event:,}", "case.cost_per_event"),
            ("Mortgages: debt-ratio bands", f"from '{self.bands[0]}' to '{self.bands[-1]}'", "case.bands"),
            ("Mortgages: credit history", f"{self.most_credit_history} or lower", "case.most_credit_history"),
        ]

    def _psi_bins(self) -> "pd.DataFrame":
        import pandas as pd

        bins = [f"quintile {i}" for i in range(1, 6)]
        counts = {"reference_frames": self.reference_counts, "current_frames": self.current_counts}
        return pd.DataFrame({"reflectivity_bin": bins, **counts})

    def _sightings(self) -> "pd.DataFrame":
        import pandas as pd

        seen = self.sightings
        rows = [("flagged", "confirmed")] * seen.flagged_confirmed + [("missed", "confirmed")] * seen.missed_confirmed
        rows += [("flagged", "pending")] * seen.flagged_pending + [("missed", "pending")] * seen.missed_pending
        rows += [("flagged", "rejected")] * seen.rejected
        shuffled = pd.DataFrame(rows, columns=["outcome", "label"]).sample(frac=1, random_state=self.row_seed % 2**32)
        shuffled.insert(0, "sighting_id", range(1, len(rows) + 1))
        return shuffled.reset_index(drop=True)

    def _label_ages(self) -> "pd.DataFrame":
        import pandas as pd

        return pd.DataFrame(self.label_days, columns=["outcome", "days_to_label"])

    def _options(self) -> "pd.DataFrame":
        import pandas as pd

        rows = [(one.name, one.events_removed, one.operating_cost) for one in self.options]
        return pd.DataFrame(rows, columns=["option", "share_of_events_removed", "usd_a_day"])

    def _mortgages(self) -> "pd.DataFrame":
        import pandas as pd

        return pd.DataFrame(boston_mortgages())


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    rates, size, mortgages = streams.rng("rates"), streams.rng("size"), streams.rng("mortgages")
    before, after = rates.randint(60, 76) / 5000, rates.randint(120, 160) / 5000
    share = streams.rng("share updated").randint(6, 12) / 20
    negatives = {"before": 5000 * rates.randint(20, 24), "after": 5000 * rates.randint(20, 24)}
    cars, scenes, brake, cost = (size.randint(*span) for span in ((30, 80), (16, 32), (10, 30), (15, 40)))
    most_credit_history = mortgages.randint(2, 6)
    scenario = Scenario(
        cells=draw_cells(streams, negatives=negatives, rates={"before": before, "after": after}, share_updated=share),
        share_updated=share,
        prevalence=streams.rng("prevalence").randint(6, 16) / 2000,
        cars=1000 * cars,
        clear_frames_a_day=5 * scenes,
        brake_share=brake / 1000,
        budget_used=streams.rng("error budget").randint(30, 60) / 100,
        reference_counts=(10_000,) * 5,
        current_counts=_current_counts(streams),
        sightings=_draw_sightings(streams),
        label_days=_label_days(streams),
        options=(),
        cost_per_event=cost,
        most_credit_history=most_credit_history,
        bands=DEBT_RATIO_BANDS[mortgages.randint(0, 2) : 6 if most_credit_history < 5 else mortgages.randint(5, 6)],
        row_seed=streams.number("row order"),
    )
    return replace(scenario, options=_draw_options(streams, scenario))


def plausible(scenario: Scenario) -> bool:
    """Say whether the intended verdicts hold with margin: the update is to blame, the drift measure stays quiet."""
    old, new = (scenario.false_positive_rate(period="after", firmware=firmware) for firmware in ("old", "new"))
    before = scenario.false_positive_rate(period="before")
    drift = population_stability_index(scenario.reference_counts, scenario.current_counts)
    return new > 1.8 * old and 1.05 * before < old < 1.4 * before and 0.04 < drift < 0.095


def _current_counts(streams: Streams) -> tuple[int, ...]:
    """Return 40,000 frames over the quintiles of the reference: brighter than they were, not quite evenly."""
    rng = streams.rng("reflectivity")
    slope = rng.randint(30, 44)
    shares = [200 + slope * i + rng.randint(-8, 8) for i in (-2, -1, 0, 1)]
    return tuple(40 * share for share in (*shares, 1000 - sum(shares)))


def _draw_sightings(streams: Streams) -> Sightings:
    rng = streams.rng("sightings")
    confirmed, missed = rng.randint(150, 240), rng.randint(7, 14)
    pending = rng.randint(15, 25), rng.randint(18, 30)
    return Sightings(rng.randint(3, 6) * 7, confirmed - missed, missed, *pending, rng.randint(4, 9))


def _label_days(streams: Streams) -> tuple[tuple[str, int], ...]:
    """Return outcome and days from sighting to label, for a past quarter whose labels have all arrived."""
    rng, age = streams.rng("label ages"), _draw_sightings(streams).age_days
    rows = []
    for outcome, total, in_time in (("flagged", 400, rng.randint(340, 380)), ("missed", 200, rng.randint(40, 80))):
        rows += [
            (outcome, rng.randint(1, age - 1)) for _ in range(in_time)
        ]  # none on the day itself: "by then" is clear
        rows += [(outcome, rng.randint(age + 1, 90)) for _ in range(total - in_time)]
    rng.shuffle(rows)
    return tuple(rows)


def _draw_options(streams: Streams, scenario: Scenario) -> tuple[Option, ...]:
    """Return the options. Operating costs are solved for, so that total costs a day lie well apart.

    Totals are shares of what doing nothing costs. A pause costs a little more and removes nothing today. The others
    cost what makes their total one of the shares below, so that neither the cheapest to run nor the one that leaves
    least need be the best.
    """
    rng = streams.rng("options")
    per_car_day = scenario.cars * scenario.share_updated * scenario.clear_frames_a_day * scenario.brake_share
    increase = scenario.increase() / scenario.count("negatives", period="after", firmware="new")
    doing_nothing = per_car_day * increase * scenario.cost_per_event
    threshold, low_sun = rng.sample((0.76, 0.84, 0.92), 2)
    removed = {"raise threshold": rng.randint(45, 60) / 100, "roll back": 1.0}
    removed["limit in low sun"] = scenario.increase(light="low sun") / scenario.increase()
    total = {"continue": 1.0, "pause roll-out": rng.randint(104, 109) / 100, "raise threshold": threshold}
    total |= {"limit in low sun": low_sun, "roll back": rng.choice((0.68, 0.80, 0.88, 1.15))}
    cost = {name: total[name] - 1 + removed.get(name, 0.0) for name in OPTIONS}
    shown = {**dict.fromkeys(OPTIONS, 0.0), **removed, "limit in low sun": None}
    return tuple(Option(name, shown[name], 10 * round(doing_nothing * cost[name] / 10)) for name in OPTIONS)
