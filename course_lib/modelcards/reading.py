"""A card as its parts: metadata, sections and what each is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from course_lib.modelcards.markup import Block, Table, blocks
from course_lib.modelcards.topics import topics

LONGEST = 1_000_000  # characters; what follows is passed over
_HEADER = re.compile(r"\A\s*---[ \t]*\n(.*?)(?:\n|\A)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PLACEHOLDER = re.compile(
    r"^\W*(?:more info(?:rmation)? needed|information (?:needed|missing)|tb[dacs]|to ?do|fixme|n ?/ ?a|none|unknown"
    r"|open"
    r"|not (?:available|applicable|documented|yet (?:known|written|filled in)|specified|provided)|coming soon|xx+"
    r"|to be (?:added|completed|defined|determined|done|filled in|written)|lorem ipsum.*|placeholder|fill in.*|keine"
    r"|insert .{0,60} here|optional|not yet|wird ergänzt|à compléter|por completar|pendiente)\W*$|^\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Section:
    """A heading with the blocks below it, up to the next heading; `about` holds the topics of it and of those above."""

    title: str
    about: frozenset[str]
    known: bool
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> list[str]:
        """The lines that are content: neither empty nor a placeholder."""
        return [one.text for one in self.blocks if not one.table and not is_placeholder(one.text)]

    @property
    def tables(self) -> list[Table]:
        """The tables of the section."""
        return [one.table for one in self.blocks if one.table]


@dataclass(frozen=True)
class Card:
    """A card that has been read. `trouble`: why its metadata cannot be read; `metadata` is None without a header."""

    metadata: dict[str, object] | None
    trouble: str
    sections: tuple[Section, ...]

    def about(self, *wanted: str) -> list[Section]:
        """Return the sections about any of the topics, those below such a section included."""
        return [one for one in self.sections if one.about & set(wanted)]

    def lines(self, *wanted: str) -> list[str]:
        """Return the lines of content of the sections about any of the topics; of all without one."""
        return [line for one in (self.about(*wanted) if wanted else self.sections) for line in one.lines]

    @cached_property
    def unknown(self) -> list[str]:
        """The headings with content that are about nothing that is known, and stand under nothing that is."""
        return [one.title for one in self.sections if one.title and not one.about and one.blocks]

    @cached_property
    def recognised(self) -> bool:
        """Say whether any heading is known; if not, the card may be in a language that the checker cannot read."""
        return any(one.known for one in self.sections)


def read_card(text: str) -> Card:
    """Read a card; it never fails, whatever the text."""
    text = text[:LONGEST].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    header = _HEADER.match(text)
    metadata, trouble = _metadata(header[1]) if header else (None, "")
    return Card(metadata, trouble, tuple(_sections(blocks(text[header.end() :] if header else text))))


def is_placeholder(text: str) -> bool:
    """Say whether a line stands for something that is still to be written."""
    label, colon, rest = text.partition(":")
    return bool(_PLACEHOLDER.match(rest if colon and len(label.split()) < 6 else text))


def _metadata(header: str) -> tuple[dict[str, object] | None, str]:
    import yaml

    try:
        loaded = yaml.safe_load(header)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as problem:
        return None, " ".join(str(problem).split())[:160] or "it is not YAML"
    if isinstance(loaded, dict):
        return {str(name): value for name, value in loaded.items()}, ""
    return None, "it is not a list of names and values"


def _sections(found: list[Block]) -> Iterator[Section]:
    """Yield the sections in order; the heading of the whole document is about nothing."""
    title = _document_title(found)
    above: list[tuple[int, frozenset[str]]] = []
    heading, about, known, body = "", frozenset[str](), False, []
    for block in found:
        if block.kind != "heading":
            body.append(block)
            continue
        yield Section(heading, about, known, tuple(body))
        own = frozenset[str]() if block is title else topics(block.text)
        above = [(level, them) for level, them in above if level < block.level]
        about = own.union(*(them for _, them in above))
        above.append((block.level, own))
        heading, known, body = "" if block is title else block.text, bool(own), []
    yield Section(heading, about, known, tuple(body))


def _document_title(found: list[Block]) -> Block | None:
    """Return the first heading if it stands above all others: the name of the model, not a section."""
    headings = [one for one in found if one.kind == "heading"]
    if len(headings) < 2 or any(one.level <= headings[0].level for one in headings[1:]):
        return None
    return headings[0]
