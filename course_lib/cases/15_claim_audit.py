"""The claim audit: statements to class, pay lines to add up, stories to trace, tables that argue with headlines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from course_lib.cases.claim_desk import Statement, draw_desk, statements_frame
from course_lib.cases.error_batches import ErrorLog, draw_error_log
from course_lib.cases.fine_stories import Story, draw_stories, duties_frame, stories_frame
from course_lib.cases.incident_reports import Report, draw_reports, reports_frame
from course_lib.cases.pay_lines import PayLine, all_readings_frame, draw_pay_lines, pay_frame
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams
from course_lib.data.compas_scores import AGES, Scored, compas_scores
from course_lib.data.resume_callbacks import Resumes, resume_callbacks

if TYPE_CHECKING:
    import pandas as pd

TITLE = "The claim audit"
GROUPS = {"race": ("African-American", "Caucasian", "Hispanic"), "sex": ("Female", "Male"), "age_cat": AGES}
RATES = ("false-positive rate", "false-negative rate", "false discovery rate", "false omission rate")
SPLITS = ("gender", "quality", "city")


@dataclass(frozen=True, eq=False)  # by identity: the keys remember what they have worked out for a scenario
class Scenario:
    """What lies on one learner's desk. Shares are fractions, money is whole dollars or euros."""

    statements: tuple[Statement, ...]
    to_quote: tuple[Statement, ...]
    pay_lines: tuple[PayLine, ...]
    asked_line: str
    stories: tuple[Story, ...]
    reports: tuple[Report, ...]
    error_log: ErrorLog
    group_column: str
    first_group: str
    second_group: str
    threshold: int
    rate: str
    split_by: tuple[str, str]
    ratio_in: tuple[str, str]
    defendants: tuple[Scored, ...] = field(repr=False, default_factory=compas_scores)
    resumes: tuple[Resumes, ...] = field(repr=False, default_factory=resume_callbacks)

    @cached_property
    def repeated_figure(self) -> int:
        """The number of people harmed that most reports state."""
        stated = [one.people_harmed for one in self.reports]
        return max(stated, key=stated.count)

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        return Frames(
            {
                "claims": lambda: statements_frame(self.statements, "c"),
                "to_quote": lambda: statements_frame(self.to_quote, "q").drop(columns="ledger"),
                "pay_lines": lambda: pay_frame(self.pay_lines),
                "readings": all_readings_frame,
                "stories": lambda: stories_frame(self.stories),
                "duties": duties_frame,
                "reports": lambda: reports_frame(self.reports),
                "error_batches": self.error_log.table,
                "scores": lambda: _rows_frame(self.defendants),
                "resumes": lambda: _rows_frame(self.resumes),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        column, value = self.ratio_in
        return [
            ("Exhibit E: the line of pay that the panel asks about", self.asked_line, "case.asked_line"),
            ("Exhibit C: people harmed, as most reports say", f"{self.repeated_figure:,}", "case.repeated_figure"),
            ("Exhibit D: column that splits the defendants", self.group_column, "case.group_column"),
            ("Exhibit D: first group", self.first_group, "case.first_group"),
            ("Exhibit D: second group", self.second_group, "case.second_group"),
            ("Exhibit D: flagged from this score on", f"{self.threshold}", "case.threshold"),
            ("Exhibit D: the rate that the panel asks about", self.rate, "case.rate"),
            ("Exhibit D: call-back ratio among resumes with", f"{column} = {value}", "case.ratio_in"),
            ("Exhibit D: call-back slices by", " and ".join(self.split_by), "case.split_by"),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one desk; every quantity has its own stream."""
    groups, resumes = streams.rng("groups"), streams.rng("resumes")
    statements, to_quote = draw_desk(streams)
    pay_lines, asked_line = draw_pay_lines(streams)
    column = groups.choice(("race", "race", "sex", "age_cat"))
    first, second = groups.sample(GROUPS[column], 2)
    left_out, ratio_column = resumes.choice(SPLITS), resumes.choice(SPLITS)
    first_split, second_split = (one for one in SPLITS if one != left_out)
    return Scenario(
        statements=statements,
        to_quote=to_quote,
        pay_lines=pay_lines,
        asked_line=asked_line,
        stories=draw_stories(streams),
        reports=draw_reports(streams),
        error_log=draw_error_log(streams),
        group_column=column,
        first_group=first,
        second_group=second,
        threshold=groups.randint(4, 8),
        rate=groups.choice(RATES),
        split_by=(first_split, second_split),
        ratio_in=(ratio_column, resumes.choice(sorted({getattr(one, ratio_column) for one in resume_callbacks()}))),
    )


def plausible(scenario: Scenario) -> bool:
    """Say whether the new model makes fewer errors in all, by a margin, at each site enough to count."""
    counts = scenario.error_log.counts()
    rates = {}
    for model in ("old", "new"):
        cells = [counts[site, model] for site in scenario.error_log.sites]
        rates[model] = sum(errors for errors, _ in cells) / sum(cases for _, cases in cells)
    return rates["new"] < rates["old"] - 0.01 and min(errors for errors, _ in counts.values()) >= 5


def _rows_frame(rows: Sequence[Scored] | Sequence[Resumes]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows)
