"""Exhibit A of the claim audit: ten statements on the desk, and four claims that somebody wants to quote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from course_lib.cases.claim_pool import ARTICLE, OPEN, OTHERS, WORDS, Figures
from course_lib.cases.claim_sums import SUMS
from course_lib.cases.law_statements import LAW
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

ON_THE_DESK, TO_QUOTE = 10, 4
_LAWS = 4
_MIXES = ((2, 1), (2, 2), (3, 1))  # claims without a source, and contradictions
_FAMILIES = (("script", "diagnoses", "churn", "embedded"), ("penalty", "leak fine"))
_OTHER_FAMILIES = (
    ("market total", "usual total"),
    ("loop", "drill", "longer"),
    ("false alarms", "hiring rates"),
    ("drift", "fairness"),
)


@dataclass(frozen=True)
class Statement:
    """One statement: its name, who says it, its version where it has two, and the figures in its text."""

    name: str
    heard_from: str
    version: int = 0
    figures: Figures = ()

    @property
    def text(self) -> str:
        """The statement in words."""
        if self.name in LAW:
            return LAW[self.name][0][self.version]
        return {**SUMS, **OPEN, **WORDS}[self.name][0].format(*self.figures)

    @property
    def ledger(self) -> str:
        """Entries of the ledger to read; empty where the ledger has none on the subject."""
        return LAW[self.name][1] if self.name in LAW else ""


def draw_desk(streams: Streams) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """Draw the statements on the desk, and the claims to quote, which are others."""
    rng, families = streams.rng("desk"), streams.rng("claims to quote")
    quoted = [families.choice(family) for family in (*_FAMILIES, *families.sample(_OTHER_FAMILIES, 2))]
    families.shuffle(quoted)
    opens, words = rng.choice(_MIXES)
    left = [name for name in OPEN if name not in quoted]
    rows = [
        *(Statement(name, rng.choice(OTHERS), rng.randint(0, 1)) for name in rng.sample(list(LAW), _LAWS)),
        *_sums(rng, rng.sample(list(SUMS), ON_THE_DESK - _LAWS - opens - words)),
        *(_said(rng, name, OPEN) for name in rng.sample(left, opens)),
        *(_said(rng, name, WORDS) for name in rng.sample(list(WORDS), words)),
    ]
    rng.shuffle(rows)
    return tuple(rows), tuple(_said(families, name, OPEN) for name in quoted)


def _sums(rng: Random, names: Sequence[str]) -> list[Statement]:
    """Return sums whose figures come from both versions: at least one of each, the others by a coin."""
    versions = [0, 1, *(rng.randint(0, 1) for _ in names[2:])]
    rng.shuffle(versions)
    return [
        Statement(name, rng.choice(OTHERS), figures=SUMS[name][1](rng, version))
        for name, version in zip(names, versions, strict=True)
    ]


def _said(rng: Random, name: str, texts: Mapping[str, tuple[str, Figures | None, object]]) -> Statement:
    """Return a statement of the article with the article's figures, or a parallel one with its own."""
    _, of_article, others = texts[name]
    if of_article is not None and (rng.random() < 0.5 or not of_article):
        return Statement(name, ARTICLE, figures=of_article)
    return Statement(name, rng.choice(OTHERS), figures=others(rng))


def statements_frame(rows: Sequence[Statement], letter: str) -> "pd.DataFrame":
    """Return statements as a data frame; their ids are a letter and a number."""
    import pandas as pd

    data = [(f"{letter}{i:02d}", row.text, row.heard_from, row.ledger) for i, row in enumerate(rows, start=1)]
    return pd.DataFrame(data, columns=["id", "text", "heard_from", "ledger"])
