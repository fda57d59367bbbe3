"""Markdown as it comes: headings of any kind, tables and lists, in Markdown or in HTML, as a list of plain blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BOLD_LEVEL = 9  # a line in bold heads what follows, below every real heading
_LONGEST = 2_000  # characters of a line, and of a cell
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Table:
    """A table: the cells of its header, and its rows."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Block:
    """One block of a card: a "heading" (with its level), a "line" of text, an "item" of a list, or a "table"."""

    kind: str
    text: str
    level: int = 0
    table: Table | None = None


def blocks(markdown: str) -> list[Block]:
    """Return the blocks of a Markdown text in order, without comments and code."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    tokens = parser.parse(_COMMENT.sub("", markdown))
    return [piece for one in _walk(tokens) if one.text.strip() or one.table for piece in _pieces(one)]


def _pieces(block: Block) -> list[Block]:
    """Return a block, or its pieces if its text is very long: what looks for words in it must not take for ever."""
    starts = range(0, len(block.text), _LONGEST)
    return [replace(block, text=block.text[i : i + _LONGEST]) for i in starts] if len(starts) > 1 else [block]


def _walk(tokens: Sequence["Token"]) -> Iterator[Block]:
    items, at = 0, 0
    while at < len(tokens):
        token = tokens[at]
        items += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "html_block":
            yield from html_blocks(token.content)
        elif token.type == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            yield _table(_rows(tokens[at:end]))
            at = end
        elif token.type == "heading_open":
            yield Block("heading", plain(tokens[at + 1]), int(token.tag[1]))
        elif token.type == "inline" and tokens[at - 1].type != "heading_open":
            yield from _paragraph(token, in_list=items > 0)
        at += 1


def plain(token: "Token") -> str:
    """Return the text of an inline token: no marks, no tags, line breaks kept."""
    return "".join(_piece(child) for child in token.children or ())


def _piece(token: "Token") -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "image":
        return token.content
    if token.type == "html_inline":
        return "\n" if token.content.lower().startswith("<br") else ""
    return token.content if token.type in ("text", "code_inline") else ""


def _paragraph(token: "Token", *, in_list: bool) -> Iterator[Block]:
    """Yield a paragraph; a line that is bold as a whole is a heading, a bold opening is one with its text behind it."""
    opening = [child for child in token.children or () if child.type != "text" or child.content]
    if not in_list and opening and opening[0].type == "strong_open":
        end = next(i for i, child in enumerate(opening) if child.type == "strong_close")
        label = "".join(_piece(child) for child in opening[:end])
        rest = "".join(_piece(child) for child in opening[end + 1 :])
        yield Block("heading", label, _BOLD_LEVEL)
        if rest.strip(" :.\n"):
            yield Block("line", f"{label.rstrip(' :.')}: {rest.strip(' :')}")
        return
    for line in plain(token).splitlines():
        yield Block("item" if in_list else "line", line.strip())


def _rows(tokens: Sequence["Token"]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(plain(token).strip())
    return rows


def _table(rows: Sequence[Sequence[str]]) -> Block:
    header, *body = [tuple(cell[:_LONGEST] for cell in row) for row in rows] or [()]
    return Block("table", "", table=Table(header, tuple(body)))


class _Html(HTMLParser):
    """Collects headings, tables, list items and lines out of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self.text, self.heading, self.item, self.hidden = "", 0, False, 0
        self.rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what the tag opens."""
        if tag in ("script", "style"):
            self.hidden += 1
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("p", "div", "br", "li", "summary", *_HEADINGS) and self.rows is None:
            self.flush()
            self.item = tag == "li"
            self.heading = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0

    def handle_endtag(self, tag: str) -> None:
        """End what the tag closes."""
        if tag in ("script", "style"):
            self.hidden = max(0, self.hidden - 1)
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(" ".join(self.text.split()))
            self.text = ""
        elif tag == "table" and self.rows is not None:
            rows, self.rows = [row for row in self.rows if row], None
            self.found += [_table(rows)] if rows else []
        elif tag in ("p", "div", "li", "summary", *_HEADINGS) and self.rows is None:
            self.flush()

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += "" if self.hidden else data

    def flush(self) -> None:
        """Put away the text so far as a block."""
        if text := " ".join(self.text.split()):
            kind = "heading" if self.heading else "item" if self.item else "line"
            self.found.append(Block(kind, text, self.heading))
        self.text, self.heading, self.item = "", 0, False


def html_blocks(html: str) -> list[Block]:
    """Return the blocks of a piece of HTML; tags that are not closed are taken as they come."""
    parser = _Html()
    parser.feed(html)
    parser.close()
    if parser.rows:
        parser.found.append(_table([row for row in parser.rows if row]))
    parser.flush()
    return parser.found
