"""Read-only blocks: a title, some paragraphs, a table. HTML for a notebook, plain text for a terminal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_STYLE = (
    "border:1px solid var(--jp-border-color1, #bdbdbd);border-radius:4px;padding:.6em 1em;margin:.3em 0;max-width:60em;"
    "line-height:1.5;color:var(--jp-ui-font-color1, inherit);background:var(--jp-layout-color1, transparent)"
)
_CELL = "text-align:left;padding:.15em 1.2em .15em 0;vertical-align:top;white-space:normal;background:none"


@dataclass(frozen=True)
class Page:
    """One block to read.

    `rows` are the rows of a table whose first column names them; `columns` its headings, empty for none. `folded` are
    further pages, behind their titles in a notebook and below it elsewhere.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Sequence[str], ...] = ()
    footer: str = ""
    folded: tuple["Page", ...] = ()

    def __repr__(self) -> str:
        widths = [max(len(row[i]) for row in (self.columns or self.rows[0], *self.rows)) for i in range(self._width())]
        table = [
            "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in self._all_rows()
        ]
        footer = [self.footer] if self.footer else []
        return "\n".join([self.title, *self.paragraphs, *table, *footer, *(f"\n{page!r}" for page in self.folded)])

    def _width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def _all_rows(self) -> list[Sequence[str]]:
        return [*([self.columns] if self.columns and self.rows else []), *self.rows]

    def _repr_html_(self) -> str:
        paragraphs = "".join(f'<p style="margin:.4em 0">{_inline(text)}</p>' for text in self.paragraphs)
        footer = f'<p style="margin:.4em 0;color:var(--jp-ui-font-color2, inherit)">{escape(self.footer)}</p>'
        return (
            f'<section style="{_STYLE}" aria-label="{escape(self.title)}"><strong>{escape(self.title)}</strong>'
            f"{paragraphs}{self._table()}{footer if self.footer else ''}{''.join(map(_folded, self.folded))}</section>"
        )

    def _table(self) -> str:
        if not self.rows:
            return ""
        head = "".join(f'<th scope="col" style="{_CELL}">{escape(name)}</th>' for name in self.columns)
        body = "".join(_row(_cells(row)) for row in self.rows)
        return f'<table style="margin:.4em 0;border:0">{_row(head) if head else ""}{body}</table>'


def _folded(page: Page) -> str:
    text = "".join(f'<p style="margin:.4em 0">{_inline(one)}</p>' for one in page.paragraphs)
    return f"<details><summary>{escape(page.title)}</summary>{text}{page._table()}</details>"


def _inline(text: str) -> str:
    """Return text as HTML; what stands between backticks is code, blank lines part paragraphs."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text)).replace("\n\n", "<br>")


def _row(cells: str) -> str:
    return f'<tr style="background:none">{cells}</tr>'


def _cells(row: Sequence[str]) -> str:
    first = f'<th scope="row" style="{_CELL};font-weight:normal">{escape(row[0])}</th>'
    figure = "".join(f'<td style="{_CELL}"><b>{escape(cell)}</b></td>' for cell in row[1:2])
    return first + figure + "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in row[2:])


@dataclass(frozen=True)
class Brief:
    """A page of Markdown, shown as such in a notebook and printed as it is elsewhere."""

    markdown: str

    def __repr__(self) -> str:
        return self.markdown

    def _repr_markdown_(self) -> str:
        return self.markdown
