"""The one-page model card: an inherited card, a real evaluation file, a recorded run, and the card that you sign."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from course_lib.cases.card_draft import draw_draft
from course_lib.cases.card_register import Register, draw_register, events_frame, register_frame
from course_lib.cases.scored_people import SLICES, Evaluation, draw_evaluation, people_frame, tally
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams
from course_lib.data.tfma_census import CensusSlice, tfma_census_slices

if TYPE_CHECKING:
    import pandas as pd

TITLE = "The one-page model card"
WITHHELD = ("fpr", "fnr", "precision", "predicted_positive_rate")
REFERENCE_YEAR, LAST_YEAR = 2015, 2018


@dataclass(frozen=True)
class Rules:
    """What the office asks of a card: fewest cases of a slice, a wanted half-width, and the alarm."""

    least_cases: int
    half_width: float
    followed_a_month: int
    alpha: float


@dataclass(frozen=True)
class Run:
    """The slice withheld from the recorded run, and whose drift is asked about."""

    sex: str
    year: int
    drift_sex: str


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one card. Rates are fractions; `draft_card` is the inherited card, as Markdown."""

    evaluation: Evaluation
    register: Register
    draft_card: str
    rules: Rules
    run: Run

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "card_register": partial(register_frame, self.register),
                "history": partial(events_frame, self.register),
                "scored_people": partial(people_frame, self.evaluation),
                "recorded_run": partial(_run_frame, self.run),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        scope, rules, run = self.evaluation, self.rules, self.run
        years = " and ".join(str(year) for year in scope.years)
        ages = " to ".join(str(age) for age in scope.ages)
        return [
            ("Today", self.register.today.isoformat(), "case.register.today"),
            ("Review after an evaluation, within", f"{self.register.review_days} days", "case.register.review_days"),
            ("Model of the register that you check", self.register.model, "case.register.model"),
            ("Years that the card is evaluated on", years, "case.evaluation.years"),
            ("Ages that the card is for, both included", ages, "case.evaluation.ages"),
            ("Called employed from a score of", f"{scope.threshold:.2f}", "case.evaluation.threshold"),
            ("Fewest people without a job in a slice", f"{rules.least_cases}", "case.rules.least_cases"),
            ("Half-width wanted for the worst slice", f"{rules.half_width:.1%}", "case.rules.half_width"),
            ("People without a job followed up a month", f"{rules.followed_a_month}", "case.rules.followed_a_month"),
            ("Level (alpha) of the monthly alarm", f"{rules.alpha:g}", "case.rules.alpha"),
            ("Slice left out of the recorded run: sex", run.sex, "case.run.sex"),
            ("Slice left out of the recorded run: year", f"{run.year}", "case.run.year"),
            ("Rows of the recorded run for the drift: sex", run.drift_sex, "case.run.drift_sex"),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    evaluation, register = draw_evaluation(streams), draw_register(streams)
    rules, run = streams.rng("rules"), streams.rng("recorded run")
    return Scenario(
        evaluation=evaluation,
        register=register,
        draft_card=draw_draft(streams, evaluation, register.today),
        rules=Rules(
            least_cases=rules.choice(_limits(evaluation)),
            half_width=rules.choice((0.02, 0.025, 0.03, 0.04)),
            followed_a_month=20 * rules.randint(8, 20),
            alpha=rules.choice((0.005, 0.01, 0.02)),
        ),
        run=Run(run.choice(("female", "male")), run.choice(evaluation.years), run.choice(("all", "female", "male"))),
    )


def _limits(evaluation: Evaluation) -> list[int]:
    """Return the limits that leave out some slices and keep most, and that no slice lies next to.

    The extra rows lift some slices over it, but not all.
    """
    plain, padded = ([tally(evaluation, [one], copies=more, tests=more).people for one in SLICES] for more in (0, 1))
    clear = [least for least in range(80, 170, 10) if all(abs(size - least) > 1 for size in (*plain, *padded))]
    small = {least: [sum(size < least for size in sizes) for sizes in (plain, padded)] for least in clear}
    return [least for least, (right, wrong) in small.items() if 2 <= right <= 5 and 1 <= wrong < right] or [120]


def plausible(scenario: Scenario) -> bool:
    """Say whether the intended verdicts hold with margin.

    Everybody looks far better than the ages that count; some slices are too small, most are not; one slice is clearly
    the worst.
    """
    evaluation, least = scenario.evaluation, scenario.rules.least_cases
    found = {name: tally(evaluation, [name]) for name in SLICES}
    rates = sorted((one.rate for one in found.values() if one.people >= least), reverse=True)
    small = sum(one.people < least for one in found.values())
    inside, everybody = tally(evaluation), tally(evaluation, ages=(0, 120))
    return 2 <= small <= 5 and len(rates) >= 3 and rates[0] - rates[1] > 0.01 and inside.rate > 1.5 * everybody.rate


def _run_frame(run: Run) -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame(tfma_census_slices(), columns=list(CensusSlice._fields))
    frame["year"] = frame["year"].astype(str)
    left_out = (frame["sex"] == run.sex) & (frame["year"] == str(run.year))
    frame.loc[left_out, list(WITHHELD)] = float("nan")
    return frame
