"""How a fact looks in a notebook: a short badge, a card, and one line of plain text.

Colours come from JupyterLab's CSS variables, so both themes work. The label is always a word; colour only
repeats it.
"""

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course_lib.facts.ledger import Fact

WORDS = {
    "verified": "fact",
    "commonly-cited-not-verified": "claim, commonly cited, not verified",
    "seed-claim-unverified": "claim, not verified",
    "seed-claim-wrong": "claim, wrong",
}
COLOURS = {
    "fact": "var(--jp-success-color0, #1b5e20)",
    "claim": "var(--jp-warn-color0, #8a4b00)",
    "course convention": "var(--jp-info-color0, #00579b)",
}
BADGE_STYLE = (
    "border:1px solid {colour};border-left-width:4px;border-radius:2px;padding:0 4px;white-space:nowrap;"
    "color:var(--jp-content-font-color1, #212121);background:var(--jp-layout-color1, #fff);"
    "font-size:var(--jp-ui-font-size1, 13px)"
)
CARD_STYLE = "color:var(--jp-content-font-color1, #212121);max-width:50em;margin:4px 0"
SOURCE_STYLE = "color:var(--jp-content-font-color2, #555);font-size:var(--jp-ui-font-size1, 13px)"


def label_words(fact: "Fact") -> str:
    """Return the label in words, with what is wrong with a claim."""
    return fact.label if fact.label == "course convention" else WORDS[fact.status]


def caption(fact: "Fact") -> str:
    """Return label, id and as-of date as plain text."""
    return f"{fact.id} ({label_words(fact)}; as of {fact.as_of})"


def badge(fact: "Fact") -> str:
    """Return an inline HTML badge with label, id and as-of date; the tooltip holds the source."""
    style = BADGE_STYLE.format(colour=COLOURS[fact.label])
    return f'<span style="{style}" title="{escape(fact.citation)}">{escape(caption(fact))}</span>'


def card(fact: "Fact") -> str:
    """Return an HTML block with badge, statement and source."""
    return (
        f'<div style="{CARD_STYLE}">{badge(fact)}<br>{escape(fact.statement)}<br>'
        f'<span style="{SOURCE_STYLE}">{escape(fact.citation)}</span></div>'
    )
