from html.parser import HTMLParser

import pytest
from IPython.core.formatters import DisplayFormatter

from course_lib.ui.pages import Brief, Page

PAGE = Page(
    "Marks · case ABCD-1234",
    paragraphs=("First line.", "Second line."),
    columns=("Question", "Points"),
    rows=(("fpr_ratio", "2 of 2"), ("psi_reflectivity", "0 of 6")),
    footer="2 of 100 points",
)
HOSTILE = "<script>alert('x')</script> & \"y\""


class Reader(HTMLParser):
    """Collects elements with their attributes and text, and insists that they nest."""

    def __init__(self, html: str):
        super().__init__()
        self.open, self.elements, self.text = [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def count(self, tag, **attributes):
        return sum(name == tag and attributes.items() <= found.items() for name, found in self.elements)


def test_text_is_title_paragraphs_aligned_table_footer():
    assert repr(PAGE).splitlines() == [
        "Marks · case ABCD-1234",
        "First line.",
        "Second line.",
        "Question          Points",
        "fpr_ratio         2 of 2",
        "psi_reflectivity  0 of 6",
        "2 of 100 points",
    ]


def test_html_says_the_same_as_text():
    shown = " ".join(Reader(PAGE._repr_html_()).text)
    for part in (PAGE.title, *PAGE.paragraphs, *PAGE.columns, *PAGE.rows[0], *PAGE.rows[1], PAGE.footer):
        assert part in shown


def test_the_table_has_headings_of_columns_and_of_rows():
    read = Reader(PAGE._repr_html_())
    assert read.count("table") == 1
    assert read.count("tr") == 3
    assert read.count("th", scope="col") == 2
    assert read.count("th", scope="row") == 2
    assert read.count("td") == 2
    assert read.count("section", **{"aria-label": PAGE.title}) == 1


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (Page("Title"), "Title"),
        (Page("Title", ("One.",)), "Title\nOne."),
        (Page("Title", footer="End"), "Title\nEnd"),
        (Page("Title", rows=(("a", "1"), ("bcd", "2"))), "Title\na    1\nbcd  2"),
        (Page("Title", columns=("a", "b")), "Title"),
        (Page("Title", rows=(("only",),)), "Title\nonly"),
    ],
)
def test_every_part_may_be_missing(page, text):
    assert repr(page) == text
    assert "Title" in Reader(page._repr_html_()).text


def test_without_headings_there_is_no_row_for_them():
    read = Reader(Page("Title", rows=(("a", "1"),))._repr_html_())
    assert (read.count("tr"), read.count("th", scope="col")) == (1, 0)


def test_a_missing_footer_leaves_no_empty_paragraph():
    assert Reader(Page("Title", ("One.",))._repr_html_()).count("p") == 1


@pytest.mark.parametrize(
    "page",
    [
        Page(HOSTILE),
        Page("Title", (HOSTILE,)),
        Page("Title", columns=(HOSTILE,), rows=(("a",),)),
        Page("Title", rows=((HOSTILE, "1"),)),
        Page("Title", rows=(("a", HOSTILE),)),
        Page("Title", footer=HOSTILE),
    ],
)
def test_html_is_escaped(page):
    read = Reader(page._repr_html_())
    assert read.count("script") == 0
    assert HOSTILE in read.text


def test_colours_follow_the_theme_with_a_fallback():
    for name in ("--jp-border-color1", "--jp-ui-font-color1", "--jp-layout-color1", "--jp-ui-font-color2"):
        assert f"var({name}, " in PAGE._repr_html_()


def test_a_notebook_shows_html_and_text():
    data, _ = DisplayFormatter().format(PAGE)
    assert data == {"text/plain": repr(PAGE), "text/html": PAGE._repr_html_()}


def test_a_brief_is_markdown_in_a_notebook_and_plain_elsewhere():
    brief = Brief("# The panel\n\nAsk.")
    data, _ = DisplayFormatter().format(brief)
    assert data == {"text/plain": "# The panel\n\nAsk.", "text/markdown": "# The panel\n\nAsk."}
