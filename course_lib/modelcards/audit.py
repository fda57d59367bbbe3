"""The audit of a card: each rule looks at the card that has been read and yields its findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from course_lib.modelcards import phrases
from course_lib.modelcards.catalogue import RULES, Rule
from course_lib.modelcards.cohorts import COHORT
from course_lib.modelcards.dates import dates, in_metadata, review_dates
from course_lib.modelcards.reading import Card, read_card
from course_lib.modelcards.slices import SliceRow, slice_rows, unclear_tables
from course_lib.modelcards.topics import NINE

LONGEST_CARD, FEWEST_CASES, OLDEST_EVIDENCE = 1_500, 30, 365  # words, cases, days
_LANGUAGE_BOUND = frozenset(("C2", "C3", "C4", "C5", "C6", "C8", "C9", "C10", "C11", "C12"))
Said = Iterator[tuple[str, str]]  # level and sentence


@dataclass(frozen=True)
class Finding:
    """One remark: its rule, its level (error, warning or question) and what was found, in one sentence."""

    rule: Rule
    level: str
    sentence: str


@dataclass(frozen=True)
class Report:
    """The findings on one card, in the order of the rules. Only an error fails the audit."""

    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Say whether there is no error."""
        return not self.level("error")

    def level(self, name: str) -> tuple[Finding, ...]:
        """Return the findings of one level."""
        return tuple(finding for finding in self.findings if finding.level == name)


def audit(text: str, *, on: date) -> Report:
    """Audit a card as of the day `on`; it never fails, whatever the text.

    An error is what the card lacks or gets wrong. A warning is what a panel will pick at. A question says what the
    checker cannot know: a heading or a table that it does not understand is never held against a card.
    """
    card = read_card(text)
    found = [Finding(RULES[code], *said) for code, check in _CHECKS.items() for said in check(card, on)]
    if not _understood(card):  # then nothing can be missed
        found = [one for one in found if one.rule.code not in _LANGUAGE_BOUND or one.level == "question"]
    return Report(tuple(found))


def _understood(card: Card) -> bool:
    return card.recognised or bool(slice_rows(card)) or not _says_something(card)


def _says_something(card: Card) -> bool:
    return any(len(line.split()) > 2 for line in card.lines()) or any(one.tables for one in card.sections)


def _metadata(card: Card, _: date) -> Said:
    if card.trouble:
        yield "error", f"The YAML header cannot be read: {card.trouble}."
    elif card.metadata is None:
        yield "warning", "There is no YAML header."
    else:
        if not card.metadata.get("license"):
            yield "warning", "The YAML header names no licence."
        if trouble := phrases.index_trouble(card.metadata.get("model-index")):
            yield "error", trouble


def _sections(card: Card, _: date) -> Said:
    if not _says_something(card):
        yield "error", "The card says nothing."
        return
    if not card.recognised:
        named = _list(card.unknown) or "there are none"
        yield "question", f"I know none of the headings ({named}). Which of them are the nine sections?"
        return
    missing = [topic for topic in NINE if not card.about(topic)]
    for topic in NINE:
        if topic in missing:
            yield "error", f"No section on {topic}."
        elif not _has_content(card, topic):
            yield "error", f"The section on {topic} is there, and says nothing yet."
    if missing and card.unknown:
        yield "question", f"I do not know {_list(card.unknown)}. If one of them is a missing section, name it so."


def _has_content(card: Card, topic: str) -> bool:
    said = any(len(line.split()) > 2 and not phrases.BOOKKEEPING.search(line) for line in card.lines(topic))
    return said or any(one.tables for one in card.about(topic))


def _scope(card: Card, _: date) -> Said:
    uses = card.about("intended use", "caveats and recommendations", "ethical considerations")
    words = " ".join(text for one in uses for text in (*([one.title] if one.lines else []), *one.lines))
    if card.about("intended use") and not phrases.OUT_OF_SCOPE.search(words):
        yield "warning", "No use is ruled out."


def _slices(card: Card, _: date) -> Said:
    if slice_rows(card):
        return
    if tables := unclear_tables(card):
        head = tables[0].header[0] or "its first column"
        yield "question", f'Are the rows under "{head[:40]}" groups of people or conditions? I cannot tell.'
    else:
        yield "error", "I find no table or list that gives a metric by group."


def _intervals(card: Card, _: date) -> Said:
    yield from _lacking(card, "interval", lambda row: row.has_interval)


def _counts(card: Card, _: date) -> Said:
    yield from _lacking(card, "number of cases", lambda row: row.has_cases)
    small = [row.label for row in _shown(card) if row.cases is not None and row.cases < FEWEST_CASES]
    if small:
        yield "warning", f"Fewer than {FEWEST_CASES} cases stand behind {_list(small)}."


def _lacking(card: Card, what: str, has: Callable[[SliceRow], bool]) -> Said:
    rows = _shown(card)
    without = [row.label for row in rows if not has(row)]
    if without:
        yield "error", f"No {what} for {_list(without) if len(without) < len(rows) else 'any group'}."


def _shown(card: Card) -> list[SliceRow]:
    return [row for row in slice_rows(card) if not row.held_back]


def _list(names: list[str]) -> str:
    return ", ".join(f'"{name[:40]}"' for name in names[:4]) + (" and others" if len(names) > 4 else "")


def _arithmetic(card: Card, _: date) -> Said:
    for row in _shown(card):
        if row.interval and row.figure is not None:
            low, high = row.interval
            if low > high:
                yield "error", f'The interval of "{row.label[:40]}" runs backwards.'
            elif not low <= row.figure <= high and phrases.same_scale(row.figure, low, high):
                yield "error", f'The figure of "{row.label[:40]}" lies outside its own interval.'


def _evidence(card: Card, on: date) -> Said:
    lines = card.lines("evaluation data", "quantitative analyses")
    found = [day for line in lines if not review_dates([line]) for day in dates(line)]
    if not found:
        yield "error", "Neither the evaluation data nor the results have a date."
    elif (on - max(found)).days > OLDEST_EVIDENCE:
        yield "warning", f"The newest date of the evaluation is {max(found).isoformat()}, more than a year ago."


def _owner(card: Card, _: date) -> Said:
    keyed = [f"owner: {value}" for name, value in (card.metadata or {}).items() if name in phrases.OWNER_KEYS]
    if not phrases.owned([*card.lines(), *keyed], card.lines("owner")):
        yield "error", "No owner or contact is named."


def _review(card: Card, on: date) -> Said:
    found = review_dates([*card.lines(), *in_metadata(card.metadata)])
    if not found:
        yield "error", "No next review date is stated."
    elif max(found) < on:
        yield "error", f"The card is stale: its review was due on {max(found).isoformat()}."


def _limits(card: Card, _: date) -> Said:
    sections = card.about("caveats and recommendations")
    sections = [one for one in sections if not one.about & {"monitoring", "owner", "review"}]
    passed_over = (phrases.WATCHED, phrases.BOOKKEEPING)
    lines = [line for one in sections for line in one.lines if not any(one.search(line) for one in passed_over)]
    words = " ".join(lines)
    groups = [row.label for row in slice_rows(card) if len(row.label) > 2]
    if not lines or COHORT.search(words) or any(label.lower() in words.lower() for label in groups):
        return
    if phrases.is_general(words):
        yield "error", "The limits name nobody: they would fit any model."
    else:
        yield "question", "Whom do the limits concern? I find no group or condition in them that I know."


def _monitoring(card: Card, _: date) -> Said:
    lines = [*card.lines("monitoring"), *(line for line in card.lines() if phrases.WATCHED.search(line))]
    if not lines:
        yield "error", "Nothing is said about monitoring."
    elif not any(phrases.LIMIT.search(line) for line in lines):
        yield "error", "Monitoring has no threshold: no figure at which somebody acts."
    elif not phrases.STEP.search(" ".join(lines)):
        yield "warning", "The threshold has no first step: who does what when it is crossed?"


def _certainty(card: Card, _: date) -> Said:
    for line in card.lines():
        if claim := phrases.certain(line):
            yield "error", f'"{claim}" cannot be shown.'
            return


def _length(card: Card, _: date) -> Said:
    words = sum(len(line.split()) for line in card.lines())
    if words > LONGEST_CARD:
        yield "warning", f"The card has about {round(words, -2):,} words; a page has five hundred."


_CHECKS: dict[str, Callable[[Card, date], Said]] = {
    "C1": _metadata,
    "C2": _sections,
    "C3": _scope,
    "C4": _slices,
    "C5": _intervals,
    "C6": _counts,
    "C7": _arithmetic,
    "C8": _evidence,
    "C9": _owner,
    "C10": _review,
    "C11": _limits,
    "C12": _monitoring,
    "C13": _certainty,
    "C14": _length,
}
