"""The class report: its figures are right, it hides names when asked to, and nothing in it is active."""

import csv
import re
import statistics
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from nbgrader.api import Gradebook
from scipy import stats
from sqlalchemy.orm import close_all_sessions

from course_lib.cli import main
from course_lib.cohort.item_analysis import correlation, distribution, interval, time_line
from course_lib.core.result import Result

from .classes import DUE, address, graded_class, new_folder, right, wrong
from .submissions import NAMES, UNIT, case_of

HOSTILE = "<script>alert(1)</script>"
QUOTED = '"><img src=x onerror=alert(2)>{{7*7}}'
CLASS = {
    **{name: right(name) for name in ("ada", "bo", "cy")},
    **{name: wrong(name) for name in ("dee", "eli", "flo")},
    "gus": wrong("gus", 1),
    "hal": {},
    "ida": dict(list(right("ida").items())[: len(NAMES) // 2]),
    HOSTILE: {name: [QUOTED] for name in NAMES},
    "jo": {**right("bo"), "claim": {"case": case_of("bo").code, "learner": "bo", "attempt": 0}},
}
VOID = {"meta", "img", "br", "wbr", "hr", "link", "input"}


class Page(HTMLParser):
    """Reads a page: its tags with attributes, its text, and whether every tag is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.text, self.open = [], "", []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, dict[str, Result]]]]:
    folder = new_folder(tmp_path_factory.mktemp("class") / "course")
    results = graded_class(folder, CLASS)
    with Gradebook(address(folder), "closed-loop") as gradebook:
        gradebook.add_student("kay", first_name=HOSTILE, last_name="Absent")
        gradebook.update_or_create_student("ada", first_name="Ada", last_name='By"ron <b>')
        grade = gradebook.find_grade(NAMES[0], UNIT.id, UNIT.id, "hal")
        grade.manual_score, grade.needs_manual_grade = 1.5, True
        comment = gradebook.find_submission_notebook(UNIT.id, UNIT.id, "gus").comments[0]
        comment.auto_comment = "A sentence of the grader's that is not shown: gus has a graded notebook."
        gradebook.db.commit()
    yield folder, results
    close_all_sessions()


def made(folder: Path, *options: str) -> tuple[str, list[dict[str, str]]]:
    target = folder / ("hidden" if options else "shown")
    assert main(["--root", str(folder), "report", UNIT.id, "--out", str(target), *options]) == 0
    with (target / f"{UNIT.id}.csv").open(encoding="utf-8", newline="") as file:
        return (target / f"{UNIT.id}.html").read_text(encoding="utf-8"), list(csv.DictReader(file))


def of(rows: list[dict[str, str]], learner: str) -> dict[str, dict[str, str]]:
    return {row["question"]: row for row in rows if learner in row["learner"]}


# ------------------------------------------------------------------------------------------------ what it says


def test_table_holds_every_answer_as_it_was_marked(course):
    folder, results = course
    _, rows = made(folder)
    assert len(rows) == len(CLASS) * len(NAMES)
    for learner, marked in results.items():
        told = of(rows, learner)
        assert list(told) == list(NAMES)
        for name, result in marked.items():
            by_hand = (learner, name) == ("hal", NAMES[0])
            assert float(told[name]["points"]) == (1.5 if by_hand else result.score)
            assert told[name]["sentence"] == result.sentence
            assert told[name]["points_by_hand"] == ("yes" if by_hand else "")


def test_page_counts_the_class_and_its_marks(course):
    folder, results = course
    text, rows = made(folder)
    page = Page(text)
    totals = {learner: sum(float(row["points"]) for row in of(rows, learner).values()) for learner in results}
    told = " ".join(page.text.split())
    assert f"Graded {len(CLASS)} of {len(CLASS) + 1}" in told
    assert f"Mean {round(statistics.fmean(totals.values()), 2):.10g} " in told
    assert f"Median {round(float(np.median(list(totals.values()))), 2):.10g} " in told
    assert f"Standard deviation {round(float(np.std(list(totals.values()), ddof=1)), 2):.10g} " in told
    assert "Nothing handed in: Absent, " in told
    assert page.text.count("Points of 100") == 1


def test_difficulty_and_discrimination_are_the_libraries(course):
    folder, _ = course
    text, rows = made(folder)
    learners = dict.fromkeys(row["learner"] for row in rows)
    points = np.array([[float(of(rows, who)[name]["points"]) for name in NAMES] for who in learners])
    table = text[text.index('id="questions"') : text.index("</table>")]
    shown = [re.sub(r"<wbr>", "", row) for row in re.findall(r"<tr>(<td.*?)</tr>", table, re.S)]
    assert len(shown) == len(NAMES)
    for k, (name, row) in enumerate(zip(NAMES, shown, strict=True)):
        cells = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)]
        rest = np.delete(points, k, axis=1).sum(axis=1)
        expected = stats.pearsonr(points[:, k], rest)
        low, high = expected.confidence_interval()
        wanted = [f"{one:.2f}".replace("-", "−") for one in (expected.statistic, low, high)]
        assert cells[1] == name
        assert cells[3] == f"{points[:, k].mean() / UNIT.question(name).points:.2f}"
        assert cells[4] == f"{wanted[0]} ({wanted[1]} to {wanted[2]})"


def test_mistakes_are_counted_by_question_with_their_sentence(course):
    folder, results = course
    text, _ = made(folder)
    part = text[text.index('id="mistakes"') : text.index('id="person"')]
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in re.findall(r"<tr>(<td.*?)</tr>", part, re.S)]
    told = {(re.sub("<wbr>", "", row[3]), row[5].replace("&#39;", "'").replace("&#34;", '"')): row for row in rows}
    question = next(one for one in UNIT.questions if one.mistakes and one.form is None)
    sentence = question.mistakes[0].sentence
    made_by = [who for who, marked in results.items() if marked[question.name].sentence == sentence]
    assert set(made_by) >= {"dee", "eli", "flo"}
    row = told[question.name, sentence]
    assert row[0] == f"{100 * len(made_by) / len(CLASS):.0f} %"
    assert int(row[1]) == len(made_by)
    counts = [int(row[1]) for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert HOSTILE not in part
    assert "alert" not in part, "what cannot be marked quotes the answer, and is no mistake that a class shares"


def test_who_is_flagged_and_why(course):
    folder, results = course
    text, rows = made(folder)
    waits = {(row["learner"], row["question"]): row["waits"] for row in rows if row["waits"]}
    foreign = {name for name, result in results["jo"].items() if result.notes}
    assert len(foreign) > 3
    assert {name for who, name in waits if who == "jo"} == foreign
    assert all("learner bo, attempt 0" in waits["jo", name] for name in foreign)
    assert {who for who, _ in waits} == {"jo", "hal"}
    assert "a person had given points" in waits["hal", NAMES[0]]
    assert text.count('<span class="look">for a person</span>') == 2


def test_time_line_counts_who_was_late(course):
    folder, _ = course
    alt = next(one["alt"] for one in Page(made(folder)[0]).all("img") if one["alt"].startswith("Learners who had"))
    assert alt.endswith(
        f"First 2026-03-17 00:00, last 2026-03-17 {len(CLASS) - 1}:00 UTC; due {DUE:%Y-%m-%d %H:%M}, 0 later."
    )


# ------------------------------------------------------------------------------------------------ safe and readable


@pytest.mark.parametrize("options", [(), ("--hide-names",)], ids=str)
def test_nothing_on_the_page_is_active_or_remote(course, options: tuple[str, ...]):
    text, _ = made(course[0], *options)
    page = Page(text)
    assert page.open == []
    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "nav", "ul", "li", "a", "h1"),
        *("h2", "p", "dl", "div", "dt", "dd", "figure", "figcaption", "img", "table", "caption", "thead", "tbody"),
        *("tr", "th", "td", "span", "strong", "details", "summary", "br", "wbr"),
    }
    attributes = [(name, value or "") for _, given in page.tags for name, value in given.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in ("style", "srcset", "srcdoc")]
    assert all(value.startswith(("#", "data:image/")) for name, value in attributes if name in ("href", "src"))
    assert "url(" not in text
    assert "@import" not in text
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy


def test_hostile_text_is_shown_as_text(course):
    text, rows = made(course[0])
    page = Page(text)
    assert HOSTILE in page.text
    assert any(QUOTED in row["sentence"] for row in rows), "some sentence quotes what was typed"
    assert QUOTED in page.text
    assert "onerror=alert(2)&gt;" in text
    assert 'By"ron <b>, Ada (ada)' in page.text
    assert HOSTILE not in text


def test_tables_have_headings_and_pictures_have_alt_text(course):
    page = Page(made(course[0])[0])
    assert page.all("html") == [{"lang": "en"}]
    assert all(one.get("scope") in ("col", "row") for one in page.all("th"))
    assert len(page.all("thead")) == len(page.all("table")) > len(CLASS) // 2
    assert len(page.all("img")) == 6
    assert all(len(one["alt"]) > 40 for one in page.all("img"))
    targets = {one["href"][1:] for one in page.all("a")}
    assert targets == {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in page.all("div") if one.get("role") == "region")


def test_hidden_names_do_not_stand_anywhere(course):
    folder, results = course
    text, rows = made(folder, "--hide-names")
    words = set(re.findall(r"\w+", Page(text).text + " ".join(cell for row in rows for cell in row.values())))
    assert not words & ({*CLASS, "kay", "Absent", "ron", "alert", "script"} - {HOSTILE})
    assert not any("alt" in one and "ada" in one["alt"] for one in Page(text).all("img"))
    learners = {row["learner"] for row in rows}
    assert len(learners) == len(CLASS)
    assert all(re.fullmatch(r"Learner \d\d", one) for one in learners)
    shown = sorted(sum(float(r["points"]) for r in of(made(folder)[1], who).values()) for who in results)
    assert sorted(sum(float(r["points"]) for r in of(rows, who).values()) for who in learners) == pytest.approx(shown)
    assert text.count("another learner&#39;s case") == sum(bool(one.notes) for one in results["jo"].values())


def test_numbers_are_drawn_anew_so_that_no_list_gives_them_away(course):
    orders = {tuple(row["points"] for row in made(course[0], "--hide-names")[1]) for _ in range(4)}
    assert len(orders) > 1


# ------------------------------------------------------------------------------------------------ awkward classes


def test_nobody_graded_a_refused_submission_and_a_lost_notebook(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = new_folder(tmp_path / "course")
    graded_class(folder, {"ada": {}, "bo": right("bo")})
    for student, content in {"ada": None, "bo": b'{"cells": [1]}'}.items():
        path = folder / "autograded" / student / UNIT.id / f"{UNIT.id}.ipynb"
        path.unlink() if content is None else path.write_bytes(content)
    with Gradebook(address(folder), "closed-loop") as gradebook:
        comment = gradebook.find_submission_notebook(UNIT.id, UNIT.id, "ada").comments[0]
        comment.auto_comment = "It is a <link>, not a file."
        gradebook.find_grade(NAMES[0], UNIT.id, UNIT.id, "bo").needs_manual_grade = True
        gradebook.db.commit()
    text, rows = made(folder)
    assert "1 graded, 1 not graded, 0 absent" in capsys.readouterr().out
    assert "Handed in, not graded: ada: It is a <link>, not a file." in " ".join(Page(text).text.split())
    assert {row["learner"] for row in rows} == {"bo"}
    assert {row["marking"] for row in rows} == {""}
    assert of(rows, "bo")[NAMES[0]]["waits"] == "There is no graded notebook to read the marking from."
    assert text.count(">not defined<") == len(NAMES)
    (folder / "autograded" / "bo" / UNIT.id / f"{UNIT.id}.ipynb").write_text("{")
    assert made(folder)[1] == rows
    assert "Learner 2" in (hidden := made(folder, "--hide-names")[0])
    assert "a &lt;link&gt;" in text
    assert "a &lt;link&gt;" not in hidden
    close_all_sessions()


def test_a_class_without_a_submission_has_a_page(tmp_path: Path):
    folder = new_folder(tmp_path / "course")
    graded_class(folder, {})
    text, rows = made(folder)
    assert rows == []
    assert "Nobody is graded yet" in text
    close_all_sessions()


def test_an_unknown_assignment_is_said(course, capsys: pytest.CaptureFixture[str]):
    assert main(["--root", str(course[0]), "report", "99_none"]) == 1
    assert "does not know 99_none" in capsys.readouterr().err
    assert not (course[0] / "reports").exists()


# ------------------------------------------------------------------------------------------------ statistics


def test_correlation_is_not_defined_for_few_or_for_constants():
    assert correlation([1, 2, 3, 4], [1, 2, 3, 4]) is None
    assert correlation([1] * 9, list(range(9))) is None
    assert correlation(list(range(9)), [0.1 + 0.2] * 8 + [0.3]) is None
    assert correlation(list(range(9)), list(range(9))) == pytest.approx(1)
    assert interval(1.0, 9) is interval(None, 9) is None


@pytest.mark.parametrize(("r", "n"), [(0.0, 12), (0.6, 12), (-0.3, 400)])
def test_interval_holds_the_truth_as_often_as_it_says(r: float, n: int):
    draws = np.random.default_rng(5).multivariate_normal([0, 0], [[1, r], [r, 1]], size=(1000, n))
    held = [low < r < high for low, high in (interval(correlation(*pairs.T.tolist()), n) for pairs in draws)]
    assert statistics.fmean(held) == pytest.approx(0.95, abs=0.025)


def test_distribution_keeps_edges_and_counts_everybody():
    totals = [0, 9.99, 10, 99.99, 100, 104, 0.1 + 0.2]
    counts = distribution(totals, 100)
    assert sum(counts.values()) == len(totals)
    assert {name: count for name, count in counts.items() if count} == {"0 to 10": 3, "10 to 20": 1, "90 to 100": 3}
    assert list(distribution([7], 7))[-1] == "6.3 to 7"


@pytest.mark.parametrize(("hours", "step"), [(0, 1), (50, 1), (300, 6), (900, 24), (24 * 365, 24 * 7)])
def test_time_line_ends_with_everybody(hours: int, step: int):
    first = datetime(2026, 3, 1, 10, 17)
    moments = [first + timedelta(hours=hours) * share for share in (0, 0.2, 0.9, 1)]
    counts = time_line(moments)
    assert next(iter(counts.values())) == 0
    assert counts[max(counts)] == 4
    assert len(counts) <= 62
    assert np.diff(list(counts)).min() == np.diff(list(counts)).max() == timedelta(hours=step)
    assert all(count == sum(one < moment for one in moments) for moment, count in counts.items())
