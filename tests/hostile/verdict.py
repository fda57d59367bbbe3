"""Whether a case is as it should be: points, neighbours, secrets, files, processes, time, size, pages."""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from tests.cohort.conftest import Mark
from tests.cohort.submissions import UNIT, Submission

from .classes import NEIGHBOURS, Class
from .files import REFUSED
from .world import Graded, grade, new_world

MOST_STORED = 2 << 20
KEYS = tuple(one.working for one in UNIT.questions if len(one.working) > 40)


@dataclass(frozen=True)
class Verdict:
    """What is wrong with each case of a class, and with "the run"; what the grader said, how long it took."""

    problems: dict[str, list[str]]
    said: str
    seconds: float


def judge(one: Class, backend: str, *, only: Iterable[str] = (), pages: bool = True) -> Verdict:
    """Grade a class, or some of its groups or cases with their neighbours, and look at what came of it."""
    names = {*only, *(name for group in only for name in one.groups.get(group, ()))}
    chosen = {name: sub for name, sub in one.submissions.items() if not names or name in names or name in NEIGHBOURS}
    processors = len(os.sched_getaffinity(0))
    with new_world(one.cell_seconds) as world:
        graded = grade(world, chosen, backend, workers=processors * (1 + one.waits), limit=one.limit)
        found = {"the run": run_problems(graded)}
        if pages and (said := feedback(graded)):
            found["the run"].append(said)
        marks = world.course.marks()
        found |= {name: problems(graded, name, sub, marks) for name, sub in chosen.items()}
    return Verdict(found, graded.said, graded.seconds)


def run_problems(graded: Graded) -> list[str]:
    """Return what is wrong with the run as a whole."""
    problems = [f"changed: {name}" for name in graded.changed]
    problems += [f"left running: {one}" for one in graded.left]
    problems += [f"went out: {one!r}" for one in graded.received]
    if graded.status not in (0, 1):
        problems.append(f"ended with {graded.status}: {graded.said[-2000:]}")
    if "Traceback" in graded.said or "\x1b]" in graded.said:
        problems.append(f"said: {graded.said[-2000:]}")
    return problems


def problems(graded: Graded, student: str, one: Submission, marks: dict[str, dict[str, Mark]]) -> list[str]:
    """Return what is wrong with one case."""
    return [
        *_points(student, one, marks.get(student)),
        *_line(graded, student),
        *_stored(graded, student),
        *_page(graded, student),
    ]


def _points(student: str, one: Submission, mine: dict[str, Mark] | None) -> list[str]:
    if mine is None:
        return ["no marks"]
    expected = one.expected(student)
    wrong = {
        name: f"{mine[name].score:g} for {expected[name]:g}"
        for name in expected
        if name not in mine or abs(mine[name].score - expected[name]) > 0.01
    }
    return [f"points: {wrong}"] if wrong else []


def _line(graded: Graded, student: str) -> list[str]:
    """A submission that is refused is named with its reason, and nobody else is."""
    named = [line for line in graded.said.splitlines() if re.search(rf"\b{student}\b.*not graded", line)]
    if student not in REFUSED:
        return [f"refused: {named[0]}"] if named else []
    if not named or "Refused: " not in named[0] or "stumbled" in named[0]:
        return [f"not refused with a sentence: {named}"]
    return []


def _stored(graded: Graded, student: str) -> list[str]:
    found = []
    folder = graded.world.course.folder / "autograded" / student
    files = [path for path in folder.rglob("*") if path.is_file() or path.is_symlink()]
    if student not in REFUSED and not files:
        found.append("no graded notebook")
    if any(path.is_symlink() for path in files):
        found.append("a link was kept")
    if (size := sum(path.lstat().st_size for path in files)) > MOST_STORED:
        found.append(f"{size / 1e6:.1f} MB stored")
    for path in files:
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{what} in {path.name}" for what in leaks(graded, student, text)]
        if path.suffix == ".ipynb" and path.stem == UNIT.id:
            found += _outputs(text, student)
    return found


def _outputs(text: str, student: str) -> list[str]:
    """Return which words of success an output holds."""
    cells = json.loads(text)["cells"]
    printed = "".join(
        "".join(output.get("text", "")) for cell in cells for output in cell.get("outputs", []) if "text" in output
    )
    words = {word for word in ("REACHED", "WRITTEN", "TAKEN", "left-by-somebody") if word in printed}
    return [f"{word} in an output" for word in sorted(words)]


def leaks(graded: Graded, student: str, text: str) -> list[str]:
    """Return which secrets a text holds, in any of the ways in which it may be printed."""
    canaries = dict(graded.world.canaries)
    if student in NEIGHBOURS:
        del canaries["other"]  # it is theirs
    secrets = {what: [canary] for what, canary in canaries.items()}
    secrets["key"] = [repr(text)[1:-1] for text in KEYS]
    return [
        f"{what} leaked"
        for what, ways in secrets.items()
        if any(way in text or way[::-1] in text for way in ways if way)
    ]


# --------------------------------------------------------------------------------------------------------------- pages


def _page(graded: Graded, student: str) -> list[str]:
    found = []
    for path in graded.world.course.folder.glob(f"feedback/{student}/*/{UNIT.id}.html"):
        page = path.read_text(encoding="utf-8")
        found += [f"page: {one}" for one in active(page)] + [
            f"{what} on the page" for what in leaks(graded, student, page)
        ]
    return found


class _Finder(HTMLParser):
    """Notes what a browser would run or fetch, or would lead to a page on the same server."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.script = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: re.sub(r"[\s\x00-\x20]", "", value or "") for name, value in attributes}
        self.script = tag in ("script", "style")
        if tag in ("iframe", "object", "embed", "svg", "math", "form", "base", "portal", "template", "video", "audio"):
            self.found.add(tag)
        for name, value in named.items():
            if name.startswith("on") and name != "on":
                self.found.add(f"{tag} {name}")
            if "tracker.invalid" in value and not (tag == "a" and name == "href"):
                self.found.add(f"{tag} {name}: away")
            if name in ("href", "src", "action", "xlink:href", "formaction", "srcset", "data", "poster"):
                self._address(tag, name, value)

    def _address(self, tag: str, name: str, value: str) -> None:
        if re.match(r"(?i)(javascript|vbscript|blob|file)", value) or re.match(
            r"(?i)data:(?!image/(png|jpeg);)", value
        ):
            self.found.add(f"{tag} {name}: {value[:40]}")
        if tag == "a" and not re.match(r"(?i)#|https?:|mailto:", value):
            self.found.add(f"a link to {value[:40]!r}")

    def handle_data(self, data: str) -> None:
        if self.script and ("PWNED" in data or "tracker.invalid" in data):
            self.found.add("script")

    def handle_endtag(self, tag: str) -> None:
        self.script = False


def active(page: str) -> list[str]:
    """Return what on a page is active or remote, the page's own head and scripts left out."""
    finder = _Finder()
    finder.feed(page)
    return sorted(finder.found)


def feedback(graded: Graded, pattern: str = "*") -> str:
    """Make the feedback pages of those whose names fit; return what nbgrader complains of."""
    done = graded.world.course.nbgrader("generate_feedback", UNIT.id, "--student", pattern)
    pages = len(list(Path(graded.world.course.folder).glob(f"feedback/*/*/{UNIT.id}.html")))
    return "" if done.returncode == 0 and pages else f"feedback: {done.returncode}, {pages} pages, {done.stderr[-800:]}"
