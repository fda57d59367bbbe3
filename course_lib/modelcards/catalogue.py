"""The rules as data: what a card must show, why, and how to mend a card that does not."""

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One rule of the audit: its code, what it asks for, the reason, and how to keep it."""

    code: str
    what: str
    why: str
    mend: str


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            "C1",
            "Metadata that a machine can read",
            "Catalogues filter and compare models by the YAML header; what is only in prose is not found.",
            "Open the file with a YAML header between two lines of three dashes; name a licence in it, and put results "
            "under `model-index`, each with task, dataset and metrics.",
        ),
        Rule(
            "C2",
            "The nine sections, each with content",
            "The reader of a card decides whether to use the model; each section answers a question of that decision.",
            "Give model details, intended use, factors, metrics, evaluation data, training data, quantitative "
            "analyses, ethical considerations, and caveats and recommendations a heading and a sentence of their own.",
        ),
        Rule(
            "C3",
            "Uses that are out of scope",
            "Most harm comes from a use that nobody evaluated; what is not ruled out will be tried.",
            "Name at least one use that the model is not for, and why.",
        ),
        Rule(
            "C4",
            "Metrics by group",
            "An average hides the group for which the model fails.",
            "Add a table with one row a group and the metric that measures the harm.",
        ),
        Rule(
            "C5",
            "An interval on each group's metric",
            "A rate without an interval cannot be told from luck.",
            "Give each group a confidence interval, with its level and method.",
        ),
        Rule(
            "C6",
            "The number of cases behind each group's metric",
            "The same rate means nothing on twenty cases and much on two thousand.",
            "Add a column n: the denominator of that very rate. Leave out the figure of a group that is too small.",
        ),
        Rule(
            "C7",
            "Figures that agree with their intervals",
            "A figure outside its own interval shows that table and text come from different runs.",
            "Compute figure and interval in one step, from one file.",
        ),
        Rule(
            "C8",
            "Dated evidence",
            "The world moves on; the reader must see how old the evaluation is.",
            "State the period of the evaluation data; evaluate again once a year at the latest.",
        ),
        Rule(
            "C9",
            "An owner",
            "A card that nobody owns is not kept up, and a question about it reaches nobody.",
            "Name a person or a named role, with a way to reach them.",
        ),
        Rule(
            "C10",
            "A next review date that lies ahead",
            "Without a date no review takes place; once it has passed, the card describes an older world.",
            'Write "Next review:" with a full date.',
        ),
        Rule(
            "C11",
            "Limits that name whom they concern",
            "A limit that concerns everybody warns nobody.",
            "Say for which people or conditions the model fails or was not tested, with the figure if there is one.",
        ),
        Rule(
            "C12",
            "Monitoring with a threshold and a first step",
            "Watching without a line and a duty is looking.",
            "Name the metric, the figure at which somebody acts, who that is, and what they do first.",
        ),
        Rule(
            "C13",
            "No certainty",
            "No bias, full compliance and guarantees cannot be shown by a finite test.",
            "Say what was tested, on how many cases, and what was found.",
        ),
        Rule(
            "C14",
            "A length that is read",
            "A decision is made on what fits the meeting; what is on page four is not in it.",
            "Keep what decides on about one page, and link the rest.",
        ),
    )
}


def rules_text() -> str:
    """Return the rules with their reasons and how to keep them, as text."""
    lines = []
    for rule in RULES.values():
        lines += [f"{rule.code} {rule.what}", *indented(f"why: {rule.why}"), *indented(f"mend: {rule.mend}")]
    return "\n".join(lines)


def indented(text: str) -> list[str]:
    """Return a text as indented lines that fit a page."""
    return textwrap.wrap(text, 112, initial_indent="      ", subsequent_indent="      ")
