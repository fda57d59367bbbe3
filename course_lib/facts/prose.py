"""Cut Markdown into paragraphs and sentences, without code, formulas, links and markup."""

import re

FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
REMOVED = (
    (FENCE, "\n"),
    (re.compile(r"^\s*(?:>>>|\.\.\.) .*$", re.MULTILINE), " "),
    (re.compile(r"<!--.*?-->", re.DOTALL), " "),
    (re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL), " "),
    (re.compile(r"\$\$.*?\$\$", re.DOTALL), " "),
    # A formula begins with no digit or holds a sign of mathematics; "$2 M to $3 M" is money.
    (re.compile(r"(?<![\\$\w])\$(?:(?![\s\d])|(?=[^$\n]*[\\=^_]))[^$\n]+?(?<![\s\\])\$(?!\d)"), " "),
    (re.compile(r"\\\$"), "$"),
    (re.compile(r"^\s*\[[^\]]+\]:\s+\S+.*$", re.MULTILINE), " "),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<?\bhttps?://[^\s>]+>?"), " "),
    (re.compile(r"</?[A-Za-z][^>]*>"), " "),
)
NEW_UNIT = re.compile(r"^\s*(?:[-*+•]\s+|\d+[.)]\s+|#+\s+|\|)")
ABBREVIATIONS = {
    *("Art", "Arts", "No", "para", "paras", "cf", "vs", "v", "ca", "etc", "approx", "e.g", "i.e"),
    *("Inc", "Dr", "Mr", "Ms", "St", "U.S"),
    *("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
}
IDS = r"\[[A-Za-z]{2,6}-\d[^\]]*\]"
SENTENCE_END = re.compile(rf"""(?P<word>\S*)[.!?]["'”’)*]*(?:\s*{IDS})*\s+(?=["'“‘(*]*[A-Z]|(?!{IDS})\[)""")


def paragraphs(markdown: str) -> list[list[str]]:
    """Return the sentences of each paragraph.

    A paragraph is a run of lines without a blank one. Each list item, heading and table row begins a sentence
    of its own, and a table row is one sentence.

    Parameters
    ----------
    markdown
        Text of a Markdown cell, or of a docstring.

    Returns
    -------
    list of list of str
        Paragraphs in order, with their sentences in order.
    """
    for pattern, replacement in REMOVED:
        markdown = pattern.sub(replacement, markdown)
    blocks = (_units(block) for block in re.split(r"\n[ \t>]*\n", markdown))
    return [[sentence for unit in units for sentence in _sentences(unit)] for units in blocks if units]


def _units(block: str) -> list[str]:
    """Return the list items, headings, table rows and running texts of one paragraph, each on one line."""
    units: list[str] = []
    for line in block.splitlines():
        line = re.sub(r"^\s*>\s?", "", line)
        start = NEW_UNIT.match(line)
        if start or not units or units[-1].startswith("|"):
            marker = start[0] if start and not start[0].endswith("|") else ""
            units.append(line.removeprefix(marker).strip())
        else:
            units[-1] += " " + line.strip()
    return [re.sub(r"\*|__", "", unit) for unit in units if unit.strip()]


def _sentences(unit: str) -> list[str]:
    """Split a running text into sentences; an id right after the stop stays with its sentence."""
    if unit.startswith("|"):
        return [unit]
    parts, begin = [], 0
    for end in SENTENCE_END.finditer(unit):
        if end["word"].lstrip("(\"'") not in ABBREVIATIONS:
            parts.append(unit[begin : end.end()].strip())
            begin = end.end()
    return [*parts, unit[begin:].strip()]
