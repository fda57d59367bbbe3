"""Feedback and Formgrader pages hold no active and no remote content of a submission.

Outputs are cut down by nbconvert's own sanitiser, before the page is made. Markdown is cut down after it has become
HTML, since only then can a link or a picture be seen for what it is.
"""

import re
from collections import Counter
from html import escape

import bleach
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat.notebooknode import NotebookNode

TAGS = [
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "i", "li", "ol", "p", "pre", "section", "small", "span", "strong", "sub", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
]


COMMON = ("aria-hidden", "aria-label", "id", "role", "scope")
CLASSES = re.compile(r"\s*((dataframe|highlight|hl-\w+|anchor-link|\w{1,3})(\s+|\Z))*")  # short: colours of code
FORMATTING = re.compile(r"(?i)<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b")
MOST_OPEN, MOST_HTML, MOST_MARKDOWN = 100, 200_000, 50_000
ADDRESSES = re.compile(r"(?i)#|https?://|mailto:")


def allowed(tag: str, name: str, value: str) -> bool:
    """Say whether a tag may have this attribute.

    A link leads within the page or to another site: one to a file beside the notebook would open the learner's page as
    one of the instructor's own server. A class of the page's own style sheets could cover the page.
    """
    if name == "class":
        return CLASSES.fullmatch(value) is not None
    if name == "href":
        return tag == "a" and ADDRESSES.match(value) is not None
    if name == "style":
        return re.search(r"(?i)url|\\\\|@", value) is None
    return name in COMMON or (name == "colspan" and tag in ("td", "th"))


STYLES = [
    *("border", "border-left", "border-radius", "color", "font-weight", "line-height", "margin"),
    *("max-width", "padding", "text-align", "vertical-align", "white-space"),
]


class CutDown(SanitizeHTML):
    """nbconvert's sanitiser for outputs and raw cells, set to what the course's own pages need."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.tags, self.attributes, self.styles, self.strip = TAGS, allowed, STYLES, True

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Cut down what is shown of a cell; Markdown waits until it is HTML."""
        if cell.cell_type == "markdown":
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)

    def sanitize_html_tags(self, html_str: str) -> str:
        """Return HTML with the allowed tags, attributes and styles alone."""
        if _tangled(html_str):
            return _as_text(html_str)
        return super().sanitize_html_tags(_without_style_sheets(html_str))


class _Pictures(dict[str, dict[str, str]]):
    """Stands for a cell's attachments: there is none, but Markdown that names one must not end the page."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> dict[str, str]:
        return {"image/png": ""}


def safe_markdown(source: str) -> str:
    """Return Markdown as HTML with the allowed tags, attributes and styles alone."""
    if len(source) > MOST_MARKDOWN:
        return _as_text(source)
    try:
        html = MarkdownWithMath(renderer=IPythonRenderer(escape=False, attachments=_Pictures())).render(source)
    except (Exception, RecursionError):  # whatever the renderer stumbles over, the page goes on
        return _as_text(source)
    if _tangled(html):
        return _as_text(source)
    styles = CSSSanitizer(allowed_css_properties=STYLES)
    return bleach.clean(_without_style_sheets(html), tags=TAGS, attributes=allowed, css_sanitizer=styles, strip=True)


def _tangled(html: str) -> bool:
    """Say whether HTML is so long, or leaves so many tags open, that to take it apart would take minutes."""
    opened: Counter[str] = Counter()
    for closing, tag in FORMATTING.findall(html):
        name = tag.lower()
        opened[name] = max(0, opened[name] - 1) if closing else opened[name] + 1
        if opened[name] > MOST_OPEN:
            return True
    return len(html) > MOST_HTML


def _as_text(source: str) -> str:
    return f"<pre>{escape(source)}</pre>"


def _without_style_sheets(html: str) -> str:
    # The sanitiser would take the tags away and leave the sheet's text to be read.
    return re.sub(r"(?is)<style\b.*?(</style\s*>|\Z)", "", html)
