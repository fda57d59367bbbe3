"""`course report`: a class on one page (HTML without scripts or remote content) and in one table (CSV)."""

import base64
import statistics
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from nbgrader.coursedir import CourseDirectory

from course_lib.cohort.class_results import ClassResults, class_results
from course_lib.cohort.export import open_gradebook, write_csv
from course_lib.cohort.item_analysis import Item, distribution, frequent, items, time_line
from course_lib.cohort.release import course_config
from course_lib.core.result import LOOK
from course_lib.ui.charts import COLOURS, Picture, bars, lines, new_axes, picture

_COLUMNS = ("learner", "submitted_utc", "question", "points", "worth", "marking", "sentence", "points_by_hand", "waits")
# The kinds as the table of questions shows them; a kind that is missing here is counted in none of its columns.
_SHOWN = ("right", "partly", "slip", "mistake", "not yet", "malformed", "unanswered")


def report(root: Path, assignment: str, folder: Path, *, hide_names: bool = False) -> int:
    """Write `ASSIGNMENT.html` and `ASSIGNMENT.csv` into `folder`; return 1 with a sentence if that cannot be done."""
    directory = CourseDirectory(config=course_config(root))
    try:
        with open_gradebook(root) as connection:
            results = class_results(connection, directory, assignment, hide_names=hide_names)
    except (FileNotFoundError, LookupError) as problem:
        print(problem.args[0], file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{assignment}.html"
    page.write_text(html(results, datetime.now(UTC), hidden=hide_names), encoding="utf-8")
    write_csv(page.with_suffix(".csv"), rows(results))
    print(f"{page}: {len(results.graded)} graded, {len(results.not_graded)} not graded, {len(results.absent)} absent")
    return 0


def rows(results: ClassResults) -> list[list[object]]:
    """Return one row a learner and question, headings first."""
    table: list[list[object]] = [list(_COLUMNS)]
    for learner in results.graded:
        for one in learner.answers:
            marking = LOOK[one.kind][1] if one.kind else ""
            answer = [one.question, one.points, one.worth, marking, one.sentence, "yes" if one.by_hand else "", one.why]
            table.append([learner.label, _moment(learner.submitted), *answer])
    return table


def html(results: ClassResults, now: datetime, *, hidden: bool = False) -> str:
    """Return the page. Every text is escaped by the template engine; only the style sheet and charts are our own."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": _moment, "share": _share, "figure": _figure, "signed": _signed}
    environment.filters["breakable"] = lambda name: escape(name).replace("_", Markup("_<wbr>"))
    questions, totals = items(results), [learner.total for learner in results.graded]
    waiting = [(learner, one) for learner in results.graded for one in learner.answers if one.why]
    return environment.get_template("report.html").render(
        results=results,
        now=now,
        hidden=hidden,
        looks=LOOK,
        shown=_SHOWN,
        worth=sum(results.questions.values()),
        summary=_summary(totals),
        items=questions,
        frequent=frequent(results),
        waiting=waiting,
        charts=_charts(results, totals, questions) if totals else {},
    )


def _summary(totals: Sequence[float]) -> dict[str, float]:
    if not totals:
        return {}
    low, middle, high = statistics.quantiles(totals, method="inclusive") if len(totals) > 1 else totals * 3
    spread = statistics.stdev(totals) if len(totals) > 1 else 0.0
    return {
        "Mean": statistics.fmean(totals),
        "Median": middle,
        "Lower quartile": low,
        "Upper quartile": high,
        "Standard deviation": spread,
    }


def _charts(results: ClassResults, totals: Sequence[float], questions: Sequence[Item]) -> dict[str, dict[str, str]]:
    """Return the page's charts: images for screen and paper, and their alt text."""
    made = {"distribution": _distribution(totals, sum(results.questions.values())), "items": _difficulty(questions)}
    moments = [learner.submitted for learner in results.graded if learner.submitted]
    if moments:
        made["time"] = _time(moments, results.duedate)
    return {name: _images(one) for name, one in made.items()}


def _images(chart: Picture) -> dict[str, str]:
    encoded = {"screen": ("image/png", chart.png), "paper": ("image/svg+xml", chart.svg.encode())}
    data = {use: f"data:{kind};base64,{base64.b64encode(raw).decode()}" for use, (kind, raw) in encoded.items()}
    return data | {"alt": chart.alt}


def _distribution(totals: Sequence[float], worth: float) -> Picture:
    counts = distribution(totals, worth)
    axes = bars(new_axes(), list(counts), {"learners": list(counts.values())}, xlabel="points", ylabel="learners")
    axes.tick_params(axis="x", labelrotation=30)
    axes.yaxis.get_major_locator().set_params(integer=True)
    told = "; ".join(f"{name}: {count}" for name, count in counts.items() if count)
    return picture(axes, alt=f"Learners by total points. {told}.")


def _difficulty(questions: Sequence[Item]) -> Picture:
    names, shares = [str(one.number) for one in questions], [one.difficulty for one in questions]
    axes = bars(
        new_axes(), names, {"difficulty": shares}, xlabel="number of the question", ylabel="mean share of points"
    )
    axes.set_ylim(0, 1)
    ordered = sorted(questions, key=lambda one: one.difficulty)
    hard, easy = ordered[0], ordered[-1]
    told = f"Lowest: {hard.number}, {hard.question}, {hard.difficulty:.2f}; "
    return picture(
        axes,
        alt=f"Mean share of the points earned on each question, numbered as in the table. {told}"
        f"highest: {easy.number}, {easy.question}, {easy.difficulty:.2f}.",
    )


def _time(moments: Sequence[datetime], due: datetime | None) -> Picture:
    counts = time_line(moments)
    shown = [*counts, *([due] if due else [])]
    quarters = [min(shown) + (max(shown) - min(shown)) * i / 4 for i in range(5)]
    ticks = list(dict.fromkeys(moment.replace(minute=0, second=0, microsecond=0) for moment in quarters))
    axes = new_axes()
    lines(axes, list(counts), {"handed in": list(counts.values())}, xlabel="time (UTC)", ylabel="learners so far")
    axes.lines[0].set_markersize(3)
    axes.set_xticks(ticks, [f"{moment:%d %b\n%H:%M}" for moment in ticks])
    axes.yaxis.get_major_locator().set_params(integer=True)
    told = f"First {_moment(min(moments))}, last {_moment(max(moments))} UTC"
    if due is not None:
        late = sum(moment > due for moment in moments)
        told += f"; due {_moment(due)}, {late} later"
        axes.axvline(due, color=COLOURS[1], linestyle="--", linewidth=1.5)
        axes.annotate(" due", (due, 0.02), xycoords=("data", "axes fraction"), color=COLOURS[1])
    return picture(axes, alt=f"Learners who had handed in, over time. {told}.")


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _share(share: float) -> str:
    return f"{100 * share:.0f} %"


def _figure(value: float) -> str:
    return f"{round(value, 2):.10g}"


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")
