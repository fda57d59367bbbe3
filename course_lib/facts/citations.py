"""Check that prose cites the ledger: ids that exist, figures that agree, nothing about the world unsourced.

Write the figure out and put the id behind it, in the same sentence: "15 million euros or 3 % [EUAI-036]". On
GitHub, in JupyterLab and in a terminal this reads the same, and ``fact("EUAI-036")`` shows the source.

An id vouches for the figures before it in its sentence, back to the previous id; the last one also for those
that follow. Every figure there, plain numbers included, must stand in the entry. Without an id in the
sentence, an id elsewhere in the paragraph will do, if its entry holds the figure.

What needs an id at all: money, percentages, dates, and provisions of law anywhere; periods of time and
figures in millions only where the sentence speaks of a law or a fine. Counts, minutes and years need none.
Code and formulas are not read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from course_lib.facts.backing import backing
from course_lib.facts.figures import Figure, find_figures, is_scaled, plain
from course_lib.facts.ledger import fact, ids, nearest_ids
from course_lib.facts.prose import paragraphs
from course_lib.facts.release import RELEASE_DATE

PREFIXES = "|".join(sorted({id.split("-")[0] for id in ids()}))
# A known prefix is read as an id in any case and with any digits, so that a slip of the pen is reported.
ID = rf"(?:[A-Z]{{2,6}}-\d{{3}}|(?i:{PREFIXES})-\d{{1,4}})"
GROUP = re.compile(rf"\[{ID}(?:\s*[,;]\s*{ID})*\](?:[\s,;]*\[{ID}(?:\s*[,;]\s*{ID})*\])*")
BARE_ID = re.compile(rf"\b(?:{PREFIXES})-\d{{3}}\b")
ALWAYS_CITED = ("money", "percent", "date", "provision")
OF_LAW = re.compile(
    r"\b(?:AI Act|GDPR|HIPAA|ECOA|Local Law|SEC|FTC|CFPB|EEOC|8-K|statutory|by law|legal deadline)\b"
    r"|\bRegulation [A-Z(]|\bpenalt(?:y|ies)\b|\bfine[ds]\b|\bfines? (?:of|up|ceiling)\b"
)
OF_LAW_UNITS = ("hour", "day", "working day", "month", "year")
# "Round 4" or "week 3" names a thing; its number is no figure.
NAMED = re.compile(r"\b(?:round|question|step|unit|exercise|table|exhibit|week|day|quarter)\s$", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One thing that a text has to correct.

    Parameters
    ----------
    kind
        ``"missing-id"``, ``"figure-differs"``, ``"recheck-due"`` or ``"uncited"``.
    message
        One sentence: what stands there, what the ledger has, what to do.
    excerpt
        The sentence in question, or the id.
    where
        File and cell; empty for a bare text.
    """

    kind: str
    message: str
    excerpt: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.where or 'text'}: {self.message} In: {self.excerpt}"


def check_prose(
    text: str, *, release_date: date = RELEASE_DATE, allow: Iterable[str] = (), uncited: bool = True
) -> list[Finding]:
    """Return what a Markdown text has to correct.

    Parameters
    ----------
    text
        Markdown, such as one cell of a notebook.
    release_date
        Day of the release. A cited volatile entry is due when it was checked more than 180 days before.
    allow
        Phrases whose figures are not about the world, such as ``"95 % interval"``.
    uncited
        Whether figures without an id are reported.

    Returns
    -------
    list of Finding
        In the order of the text; empty for a clean one.

    Examples
    --------
    >>> check_prose("General-purpose models: 15 million euros or 3 % [EUAI-036].")
    []
    >>> [finding.kind for finding in check_prose("The fine is at most 16 million euros [EUAI-036].")]
    ['figure-differs']
    """
    findings = check_ids(find_ids(text), release_date=release_date)
    phrases = [_squeeze(phrase) for phrase in allow]
    for sentences in paragraphs(text):
        around = [id for sentence in sentences for id in find_ids(sentence)]
        for sentence in sentences:
            findings += _check_sentence(sentence, around, phrases, uncited)
    return list(dict.fromkeys(findings))


def find_ids(text: str) -> list[str]:
    """Return the ids in a text in order: in square brackets, or bare with a known prefix."""
    found = {match.start() + place: id for match in GROUP.finditer(text) for place, id in _ids_of(match[0])}
    found |= {match.start(): match[0] for match in BARE_ID.finditer(text)}
    return [found[place] for place in sorted(found)]


def check_ids(cited: Iterable[str], *, release_date: date = RELEASE_DATE) -> list[Finding]:
    """Return the ids that do not exist, and those whose entry has to be checked again before the release."""
    findings = []
    for id in dict.fromkeys(cited):
        if id not in ids():
            near = ", ".join(nearest_ids(id)) or "none"
            message = f"The ledger has no {id}; nearest: {near}."
            findings.append(Finding("missing-id", message, id))
        elif fact(id).is_due(release_date):
            message = f"{id} may change soon and was checked on {fact(id).checked}; compare it with its source."
            findings.append(Finding("recheck-due", message, id))
    return findings


def at(findings: Iterable[Finding], where: str) -> list[Finding]:
    """Return the findings with their place."""
    return [replace(finding, where=where) for finding in findings]


def _ids_of(group: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match[0]) for match in re.finditer(ID, group))


def _check_sentence(sentence: str, around: list[str], phrases: list[str], uncited: bool) -> list[Finding]:
    """Return the findings of one sentence; ``around`` holds the ids of its paragraph."""
    groups = list(GROUP.finditer(sentence))
    bare = BARE_ID.sub(_blank, GROUP.sub(_blank, sentence))
    figures = [
        figure
        for figure in find_figures(bare)
        if not _is_allowed(figure, sentence, phrases) and not _is_name(figure, sentence)
    ]
    if groups:
        return [finding for figure in figures for finding in _compare(figure, groups, sentence)]
    return [
        Finding("uncited", f"{figure.text!r} has no id of the ledger behind it.", sentence)
        for figure in figures
        if uncited and _needs_id(figure, sentence) and not _is_held(figure, around)
    ]


def _compare(figure: Figure, groups: list[re.Match[str]], sentence: str) -> Iterator[Finding]:
    """Yield a finding if the ids that vouch for a figure do not hold it."""
    group = next((group for group in groups if group.start() >= figure.end), groups[-1])
    cited = [id for _, id in _ids_of(group[0])]
    if all(id in ids() for id in cited) and not _is_held(figure, cited):
        held = {own.text for id in cited for own in backing(id).figures if own.kind == figure.kind}
        has = ", ".join(sorted(held)) or f"no {figure.kind}"
        message = f"{figure.text!r} is not in {', '.join(cited)}, which has {has}."
        yield Finding("figure-differs", message, sentence)


def _is_held(figure: Figure, cited: Iterable[str]) -> bool:
    return any(backing(id).holds(figure) for id in cited if id in ids())


def _needs_id(figure: Figure, sentence: str) -> bool:
    """Say whether a figure is about the world by its kind, or by the law that the sentence speaks of."""
    if figure.kind in ALWAYS_CITED:
        return True
    period = figure.kind == "duration" and figure.value[1] in OF_LAW_UNITS
    return (period or is_scaled(figure)) and OF_LAW.search(sentence) is not None


def _is_name(figure: Figure, sentence: str) -> bool:
    return figure.kind == "number" and NAMED.search(plain(sentence[: figure.start])) is not None


def _is_allowed(figure: Figure, sentence: str, phrases: list[str]) -> bool:
    """Say whether a figure stands inside an allowed phrase; spaces and capitals do not count."""
    before = len(_squeeze(sentence[: figure.start]))
    after = before + len(_squeeze(sentence[figure.start : figure.end]))
    whole = _squeeze(sentence)
    return any(
        match.start() <= before and after <= match.end()
        for phrase in phrases
        for match in re.finditer(re.escape(phrase), whole)
    )


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", plain(text)).casefold()


def _blank(match: re.Match[str]) -> str:
    return "\x00" * len(match[0])
