"""Where incidents happen, what may be behind them, and what can be looked at: tables, no code."""

from dataclasses import dataclass

GLITCH = "label glitch"  # nobody is harmed: the measurement is wrong


@dataclass(frozen=True)
class Cause:
    """What may be behind an alert: loss in thousand dollars an hour with everybody exposed, and what mends it.

    `rolls_back`: the release before it did not have it, so a roll-back mends it too.
    """

    name: str
    loss_an_hour: int
    fix: str
    rolls_back: bool = False


CAUSES = {
    one.name: one
    for one in (
        Cause("firmware shift", 60, "retune for the new firmware", rolls_back=True),
        Cause("feature pipeline", 45, "mend the pipeline and replay the inputs"),
        Cause("biased slice", 40, "set the threshold of the cohort apart"),
        Cause("prompt injection", 70, "filter the tool calls and close the leak"),
        Cause("vendor model", 50, "pin the vendor's earlier model", rolls_back=True),
        Cause(GLITCH, 0, "correct the labels and measure again"),
    )
}


@dataclass(frozen=True)
class Exhibit:
    """Something to look at: its minutes, and how likely it speaks under each cause (`otherwise` if not named)."""

    name: str
    minutes: int
    speaks: str
    silent: str
    likely: dict[str, float]
    otherwise: float


EXHIBITS = {
    one.name: one
    for one in (
        Exhibit(
            "label audit",
            12,
            "of 200 labels read again, one in three is wrong, and all of them since the labelling guide was changed",
            "200 labels read again: no more errors than last month",
            {GLITCH: 0.90},
            0.08,
        ),
        Exhibit(
            "pipeline log",
            8,
            "a feature's missing values went from 1 in 100 to 1 in 4 with the nightly job",
            "schemas, volumes and missing values are as they were last week",
            {"feature pipeline": 0.90},
            0.10,
        ),
        Exhibit(
            "version table",
            10,
            "the rate jumped for the new version alone; the old version beside it is flat",
            "old and new version moved alike",
            {"firmware shift": 0.90, "vendor model": 0.85},
            0.12,
        ),
        Exhibit(
            "cohort table",
            10,
            "one cohort carries the rise, its interval lies clear of the others",
            "the rise is spread over the cohorts as their sizes are",
            {"biased slice": 0.88, "firmware shift": 0.30},
            0.10,
        ),
        Exhibit(
            "transcripts",
            12,
            "in the flagged conversations a pasted document tells the assistant what to send, and it obeys",
            "the flagged conversations hold no instruction from outside",
            {"prompt injection": 0.92},
            0.05,
        ),
    )
}


@dataclass(frozen=True)
class Stage:
    """A product in trouble: what the alert says, what may be behind it, what can be looked at, what is at hand."""

    name: str
    product: str
    alert: str
    users: str
    causes: tuple[str, ...]
    exhibits: tuple[str, ...]
    fallback: str


STAGES = (
    Stage(
        "driver assistance",
        "the obstacle detector of a car fleet",
        "False positives doubled since the roll-out of this morning began. Cars brake for nothing.",
        "cars",
        ("firmware shift", "feature pipeline", "biased slice", GLITCH),
        ("label audit", "pipeline log", "version table", "cohort table"),
        "warn the driver, do not brake",
    ),
    Stage(
        "credit decisions",
        "the score that approves small loans",
        "Declines of good applicants doubled since the roll-out of this morning began.",
        "applicants an hour",
        ("vendor model", "feature pipeline", "biased slice", GLITCH),
        ("label audit", "pipeline log", "version table", "cohort table"),
        "send declines to a person",
    ),
    Stage(
        "support assistant",
        "the assistant that answers customers and may refund",
        "Wrong refunds and odd replies doubled since the roll-out of this morning began.",
        "conversations an hour",
        ("prompt injection", "vendor model", "feature pipeline", GLITCH),
        ("label audit", "pipeline log", "version table", "transcripts"),
        "answer from fixed texts, no refunds",
    ),
)
