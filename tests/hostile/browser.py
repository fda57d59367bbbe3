"""Submissions that want to run something in the browser of whoever reads the page, or to fetch something from it."""

import nbformat

from tests.cohort.submissions import NAMES, Draft, Submission, roster

BROWSER: dict[str, Submission] = {}
hand_in = roster(BROWSER)

SCRIPT = "alert('PWNED')"
AWAY = "https://tracker.invalid/PWNED"
HTML = (
    f"<script>{SCRIPT}</script>",
    f"<SCRIPT SRC={AWAY}.js></SCRIPT>",
    f'<img src=x onerror="{SCRIPT}">',
    f'<img src="{AWAY}.png" srcset="{AWAY}.png 2x">',
    f'<svg onload="{SCRIPT}"><script>{SCRIPT}</script><a xlink:href="javascript:{SCRIPT}"><text>x</text></a></svg>',
    f"<math><a xlink:href=\"javascript:{SCRIPT}\">x</a><annotation-xml encoding='text/html'><script>{SCRIPT}</script></math>",
    f'<iframe srcdoc="&lt;script&gt;{SCRIPT}&lt;/script&gt;"></iframe><iframe src="{AWAY}"></iframe>',
    f'<object data="{AWAY}"></object><embed src="{AWAY}"><portal src="{AWAY}"></portal>',
    f'<form action="{AWAY}"><input name=x autofocus onfocus="{SCRIPT}"><button formaction="javascript:{SCRIPT}">x</button>',
    f'<meta http-equiv="refresh" content="0;url={AWAY}"><base href="{AWAY}/"><link rel=stylesheet href="{AWAY}.css">',
    f"<style>@import '{AWAY}.css'; body {{ background: url({AWAY}.png) }}</style>",
    f'<p style="background-image: url({AWAY}.png); position: fixed; inset: 0; behavior: url({AWAY})">x</p>',
    f'<p style="color: red; background:url(&quot;{AWAY}&quot;); border: 1px url({AWAY})">x</p>',
    f'<a href="javascript:{SCRIPT}">x</a><a href=" jAvA\tscript:{SCRIPT}">x</a><a href="&#106;avascript:{SCRIPT}">x</a>',
    f'<a href="data:text/html,<script>{SCRIPT}</script>">x</a><a href="vbscript:x">x</a><a href="blob:x">x</a>',
    '<a href="own.html">x</a><a href="./own.svg">x</a><a href="/files/own.html">x</a><a href="//tracker.invalid/">x</a>',
    f'<details open ontoggle="{SCRIPT}"><summary>x</summary></details><video><source onerror="{SCRIPT}"></video>',
    f'<body onload="{SCRIPT}"><div onmouseover="{SCRIPT}" class="x" data-main="{AWAY}.js">x</div>',
    f'<noscript><p title="</noscript><img src=x onerror={SCRIPT}>"></noscript><!--><img src=x onerror={SCRIPT}>-->',
    f"<textarea></textarea><script>{SCRIPT}</script></textarea><title></title><style></style><script>{SCRIPT}</script>",
    f"<template><script>{SCRIPT}</script></template><xmp><script>{SCRIPT}</script></xmp><plaintext>",
    f"</pre></div></div></body></html><script>{SCRIPT}</script>",
)
MARKDOWN = (
    *HTML,
    f"[x](javascript:{SCRIPT.replace(' ', '')}) [y]( JaVaScRiPt:alert) <javascript:alert(1)>",
    f"[x][ref] ![y][pic]\n\n[ref]: javascript:{SCRIPT}\n[pic]: {AWAY}.png",
    f"![x]({AWAY}.png '\" onerror={SCRIPT}')",
    "[x](own.html) [y](./own.svg) [z](/files/own.html) [w](//tracker.invalid) [v](data:text/html;base64,PHNjcmlwdD4=)",
    f"$\\href{{javascript:{SCRIPT}}}{{x}}$ $$\\unicode{{x}}\\style{{background:url({AWAY})}}{{y}}\\require{{HTML}}$$",
    f'```mermaid\ngraph TD; A["<img src=x onerror={SCRIPT}>"] --> B; click A "javascript:{SCRIPT}"\n```',
    f"```html\n</code></pre><script>{SCRIPT}</script>\n```",
    f"`</code><script>{SCRIPT}</script>`\n\n# <img src=x onerror={SCRIPT}> heading\n\n| <script>{SCRIPT}</script> |\n|---|\n| x |",
    "![x](attachment:x.svg)",
)


@hand_in()
def html_in_outputs(draft: Draft) -> None:
    draft.type_right()
    for page in HTML:
        draft.add(f"from IPython.display import HTML, display\ndisplay(HTML({page!r}))", after="setup")


@hand_in()
def markdown_in_cells(draft: Draft) -> None:
    draft.type_right()
    for source in MARKDOWN:
        draft.add(source, after="setup", kind="markdown")
        draft.add(source, after="setup", kind="raw")


@hand_in()
def markdown_in_outputs(draft: Draft) -> None:
    draft.type_right()
    for source in MARKDOWN:
        draft.add(f"from IPython.display import Markdown, display\ndisplay(Markdown({source!r}))", after="setup")


KINDS = (
    "application/javascript",
    "image/svg+xml",
    "text/latex",
    "application/pdf",
    "application/vnd.jupyter.widget-view+json",
)
KINDS += (
    "application/geo+json",
    "text/vnd.mermaid",
    "application/xhtml+xml",
    "text/xml",
    "application/vnd.plotly.v1+json",
)


@hand_in()
def other_kinds_of_output(draft: Draft) -> None:
    draft.type_right()
    draft.add("from IPython.display import display", after="title")
    for page in HTML:
        draft.add(f"for kind in {KINDS!r}: display({{kind: {page!r}}}, raw=True)", after="setup")
    latex = f"$\\href{{javascript:{SCRIPT}}}{{x}}$"
    draft.add(f"from IPython.display import Latex, Math\ndisplay(Latex({latex!r}), Math({latex!r}))", after="setup")


@hand_in()
def pictures_that_break_out(draft: Draft) -> None:
    """Close the attribute that a picture, its size or its name stands in."""
    draft.type_right()
    out = f'"><script>{SCRIPT}</script>'
    source = f"""
from IPython.display import display
for kind in ("image/png", "image/jpeg", "image/gif", "image/svg+xml"):
    for data in ("iVBORw0KGgo=", {out!r}, "iVBORw0KGgo=" + {out!r}):
        for size in ({out!r}, 10, True, 1e400):
            sizes = {{"width": size, "height": size, "alt": {out!r}, "unconfined": size, "needs_background": {out!r}}}
            display({{kind: data}}, metadata={{kind: sizes, "isolated": True, **sizes}}, raw=True)
"""
    draft.add(source, after="setup")


@hand_in()
def text_that_breaks_out(draft: Draft) -> None:
    """HTML in what is printed, raised, warned of, typed, named."""
    draft.type_right()
    for page in HTML:
        draft.add(f"import sys\nprint({page!r}); print({page!r}, file=sys.stderr)\n{page!r}", after="setup")
        draft.add(f"raise type({page!r}, (Exception,), {{}})({page!r})", after="setup")
        draft.add(f"# {page}\n'''{page.replace(chr(39), '')}'''", after="setup")
    draft.add(
        f"print('\\x1b[31;\"><script>{SCRIPT.replace(chr(39), '')}</script>m x \\x1b]8;;javascript:x\\x07y')",
        after="setup",
    )


@hand_in()
def html_in_answers(draft: Draft) -> None:
    """Right answers, but for those that hold HTML, the last ones of their cells being right."""
    draft.type_right()
    for name, page in zip(NAMES, HTML, strict=False):
        draft.add(f"display(case.check({name}={page!r}))\ndisplay(case.check({name}={{{page!r}: 1}}))", after="setup")


@hand_in()
def pages_of_its_own(draft: Draft) -> None:
    """Pages among the files, and links to them: on the instructor's server they would be the instructor's own."""
    draft.type_right()
    page = f"<script>{SCRIPT}</script>"
    draft.files.update(
        {
            "own.html": page,
            "own.svg": f"<svg xmlns='http://www.w3.org/2000/svg'>{page}</svg>",
            "own.js": SCRIPT,
        }
    )
    draft.add("[look](own.html) <a href=own.svg>x</a> <a href='../../own.html'>y</a>", after="setup", kind="markdown")
    draft.add("from IPython.display import HTML\nHTML('<a href=\"own.html\">look</a>')", after="setup")


@hand_in()
def covers_the_page(draft: Draft) -> None:
    """Look like a part of the page itself: its marks, its dialogs, a layer above everything."""
    draft.type_right()
    cover = (
        '<div class="modal fade in" id="wrap" style="display:block"><a class="modal-backdrop" href="https://tracker.invalid">x</a>'
        '<span class="score" id="setup">100 / 100</span><div class="navbar-fixed-top" style="margin:-9999px">x</div></div>'
    )
    draft.add(cover, after="title", kind="markdown")
    draft.add(f"from IPython.display import HTML\nHTML({cover!r})", after="setup")


@hand_in()
def notebook_with_metadata_for_pages(draft: Draft) -> None:
    draft.type_right()
    page = f"</title><script>{SCRIPT}</script>"
    draft.notebook.metadata |= {"title": page, "name": page, "authors": [{"name": page}], "widgets": {page: page}}
    draft.notebook.metadata.language_info = {"name": page, "pygments_lexer": page, "mimetype": page}
    for cell in draft.notebook.cells:
        cell.metadata |= {"tags": [page], "slideshow": {"slide_type": page}, "jupyter": {"source_hidden": True}}
    raw = nbformat.v4.new_raw_cell(page, metadata={"format": "text/html", "raw_mimetype": "text/html"})
    draft.notebook.cells.insert(3, raw)
