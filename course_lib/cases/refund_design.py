"""The scenario of a product design: automate a refund request or hand it to a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from course_lib.cases import refund_log, staged_launch
from course_lib.cases.refund_log import BANDS, Cell
from course_lib.cases.staged_launch import Block, OnCall, Stage, Traffic
from course_lib.cases.tables import Frames
from course_lib.data.open_bandit import open_bandit

if TYPE_CHECKING:
    import pandas as pd


class Tally(NamedTuple):
    """Cases, and their audits by outcome."""

    cases: int
    right: int
    wrong: int
    pending: int

    @property
    def judged(self) -> int:
        """Audits that are done; a pending one is not."""
        return self.right + self.wrong

    @property
    def accuracy(self) -> float:
        """Right over judged audits."""
        return self.right / self.judged


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one design. Rates are fractions, money is dollars."""

    saved_if_right: float
    cost_if_wrong: int
    cost_per_answer: float
    log_days: int
    cells: tuple[Cell, ...]
    percent_channel: str
    complaint_rate: float
    complaint_rate_to_see: float
    language: str
    complaint_rate_in_language: float
    review_minutes: int
    utilisation: float
    users: int
    harm_rate: float
    stages: tuple[Stage, ...]
    traffic: tuple[Traffic, ...]
    second_stage_opens: date
    complaint_days: int
    on_call: tuple[OnCall, ...]
    blocks: tuple[Block, ...]
    review_hours: int
    least_sample_hours: int
    shortlist: tuple[int, ...]
    row_seed: int

    def tally(
        self, *, band: int | None = None, language: str | None = None, both: bool = False, misread: bool = False
    ) -> Tally:
        """Return the counts of first entries in a band, in a language, in all where one is None.

        `both` counts second entries as well. `misread` takes confidence in per cent as it stands: whatever its
        channel reports is then in the top band.
        """
        wanted = (band, language, both, misread)
        if wanted not in self._tallies:
            there = [cell for cell in self.cells if self._placed(cell, band, misread)]
            self._tallies[wanted] = _sum([cell for cell in there if language in (None, cell.language)], both)
        return self._tallies[wanted]

    def _placed(self, cell: Cell, band: int | None, misread: bool) -> bool:
        there = len(BANDS) - 1 if misread and cell.channel == self.percent_channel else cell.band
        return band in (None, there)

    @cached_property
    def _tallies(self) -> dict[tuple[object, ...], Tally]:
        return {}  # a case is drawn by trial: the keys ask for the same few sums hundreds of times

    def audits(self, bands: Iterable[int], language: str | None = None) -> tuple[int, int]:
        """Return right and all judged audits of first entries in these bands, in a language or in all."""
        tallies = [self.tally(band=band, language=language) for band in bands]
        return sum(one.right for one in tallies), sum(one.judged for one in tallies)

    def exposed(self, stage: int, plan: str = "current") -> float:
        """Return the share of users exposed at a stage, counted from 1."""
        return sorted(one.share_exposed for one in self.stages if one.plan == plan)[stage - 1]

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "cases_log": lambda: refund_log.cases_log(
                    self.cells, days=self.log_days, percent_channel=self.percent_channel, seed=self.row_seed
                ),
                "rollout": lambda: staged_launch.rollout(self.stages, self.row_seed),
                "traffic": lambda: staged_launch.traffic_by_day(self.traffic),
                "review_blocks": lambda: staged_launch.review_blocks(self.blocks, self.row_seed),
                "on_call": lambda: staged_launch.on_call(self.on_call),
                "recommendations": _recommendations,
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        return [
            ("Saved by a right answer without a person", f"USD {self.saved_if_right:.2f}", "case.saved_if_right"),
            ("Cost of a wrong answer", f"USD {self.cost_if_wrong}", "case.cost_if_wrong"),
            ("Cost of generating an automated answer", f"USD {self.cost_per_answer:.2f}", "case.cost_per_answer"),
            ("Days in the log", f"{self.log_days}", "case.log_days"),
            ("Complaint rate of users today", f"{self.complaint_rate:.1%}", "case.complaint_rate"),
            ("Complaint rate the gate must see", f"{self.complaint_rate_to_see:.1%}", "case.complaint_rate_to_see"),
            ("Language that the panel asks about", self.language, "case.language"),
            (
                "Complaint rate feared in it",
                f"{self.complaint_rate_in_language:.1%}",
                "case.complaint_rate_in_language",
            ),
            ("Minutes to review a case", f"{self.review_minutes}", "case.review_minutes"),
            ("Share of a shift spent on cases", f"{self.utilisation:.0%}", "case.utilisation"),
            ("Users who ask for refunds", f"{self.users:,}", "case.users"),
            ("Share of exposed users whom the defect harms", f"{self.harm_rate:.2%}", "case.harm_rate"),
            ("The second stage opens", f"{self.second_stage_opens:%d %B %Y}", "case.second_stage_opens"),
            ("A complaint comes within", f"{self.complaint_days} days", "case.complaint_days"),
            ("Review hours a week", f"{self.review_hours}", "case.review_hours"),
            ("Of them at least in the random sample", f"{self.least_sample_hours}", "case.least_sample_hours"),
            ("Real log: shortlist of items", ", ".join(map(str, self.shortlist)), "case.shortlist"),
        ]


def _sum(cells: Sequence[Cell], both: bool) -> Tally:
    right, wrong = sum(cell.right for cell in cells), sum(cell.wrong for cell in cells)
    again_right, again_wrong = (
        (sum(cell.again_right for cell in cells), sum(cell.again_wrong for cell in cells)) if both else (0, 0)
    )
    cases = sum(cell.cases for cell in cells) + again_right + again_wrong
    return Tally(cases, right + again_right, wrong + again_wrong, sum(cell.pending for cell in cells))


def _recommendations() -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(open_bandit())
