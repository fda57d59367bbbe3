"""Charts: an Axes in, an Axes out. Colours that the colour-blind tell apart and both themes show; alt text always."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's palette, without the hues that vanish on white; grey has contrast on white and on near-black.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
GREY = "#7a7a7a"
_MARKERS, _LINES, _HATCHES = ("o", "s", "^", "D"), ("-", "--", "-.", ":"), ("", "//", "..", "xx")
_STYLE = {
    **dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), GREY),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 11,
    "svg.hashsalt": "closed-loop",
    "svg.fonttype": "none",
}


@dataclass(frozen=True)
class Picture:
    """A finished chart: shown with its alt text, and kept in the portfolio as SVG."""

    svg: str
    png: bytes
    alt: str

    def __repr__(self) -> str:
        return f"[Chart] {self.alt}"

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png).decode()
        caption = f'<figcaption aria-hidden="true" style="font-size:90%">{escape(self.alt)}</figcaption>'
        image = f'<img src="data:image/png;base64,{data}" alt="{escape(self.alt)}" style="max-width:100%">'
        return f'<figure style="margin:.4em 0;max-width:46em">{image}{caption}</figure>'


def new_axes(*, width: float = 7.0, height: float = 3.6) -> "Axes":
    """Return empty axes in the course's style; width and height in inches."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained", facecolor="none")
        FigureCanvasAgg(figure)
        return figure.add_subplot(facecolor="none")


def lines(
    axes: "Axes",
    x: Sequence[object],
    series: Mapping[str, Sequence[float]],
    *,
    xlabel: str,
    ylabel: str,
    baseline: tuple[str, float] | None = None,
) -> "Axes":
    """Draw one line a series, told apart by colour, marker and dash; `baseline` is a labelled horizontal line.

    Labels carry the units. Rates are drawn as they come; label the axis "share", or multiply by a hundred before.
    """
    for i, (name, values) in enumerate(series.items()):
        look = {"color": COLOURS[i % 4], "marker": _MARKERS[i % 4], "linestyle": _LINES[i % 4]}
        axes.plot(list(x), list(values), label=name, linewidth=2, markersize=7, **look)
    return _finished(axes, xlabel, ylabel, baseline, legend=len(series) > 1)


def bars(
    axes: "Axes",
    names: Sequence[str],
    series: Mapping[str, Sequence[float]],
    *,
    xlabel: str,
    ylabel: str,
    errors: Sequence[float] | None = None,
    baseline: tuple[str, float] | None = None,
) -> "Axes":
    """Draw grouped bars, told apart by colour and hatching; `errors` are half-widths on the first series."""
    width = 0.8 / len(series)
    for i, (name, heights) in enumerate(series.items()):
        places = [place + (i - (len(series) - 1) / 2) * width for place in range(len(names))]
        look = {"color": COLOURS[i % 4], "hatch": _HATCHES[i % 4], "edgecolor": GREY}
        axes.bar(places, list(heights), width, label=name, yerr=errors if i == 0 else None, ecolor=GREY, **look)
    axes.set_xticks(range(len(names)), names)
    return _finished(axes, xlabel, ylabel, baseline, legend=len(series) > 1)


def picture(axes: "Axes", *, alt: str) -> Picture:
    """Return the chart with its alt text: what a reader who cannot see it must know, figures included.

    Raises
    ------
    ValueError
        If an axis has no label, or the alt text is shorter than a sentence.
    """
    import matplotlib as mpl

    if not (axes.get_xlabel() and axes.get_ylabel()):
        raise ValueError("An axis has no label; give both with their units: xlabel=, ylabel=.")
    if len(alt) < 20:
        raise ValueError(f"alt is {alt!r}; say in a sentence what the chart shows.")
    svg, png = io.StringIO(), io.BytesIO()
    with mpl.rc_context(_STYLE):
        axes.figure.savefig(svg, format="svg", facecolor="white", metadata={"Date": None, "Title": alt})
        axes.figure.savefig(png, format="png", dpi=110)
    return Picture(svg.getvalue(), png.getvalue(), alt)


def _finished(axes: "Axes", xlabel: str, ylabel: str, baseline: tuple[str, float] | None, *, legend: bool) -> "Axes":
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
    if baseline:
        name, height = baseline
        axes.axhline(height, color=GREY, linestyle="--", linewidth=1.2)
        axes.annotate(name, (0.995, height), xycoords=("axes fraction", "data"), ha="right", va="bottom", color=GREY)
    if legend:
        axes.legend(frameon=False, labelcolor=GREY)
    return axes
