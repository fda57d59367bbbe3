"""A class of honest, awkward and hostile submissions goes through nbgrader's plain command line."""

import re
from html import unescape

import pytest
from nbgrader.api import Gradebook

from course_lib.cohort.notebooks import SOLUTION
from course_lib.core.grading import grade

from .conftest import ROOT, Course, Graded, Mark
from .forged import FORGED
from .honest import HONEST, MOST_MISTAKES
from .hostile import HOSTILE
from .late import LATE, UNREADABLE
from .submissions import NAMES, NOTEBOOK, REST, SOLUTIONS, UNIT, case_of

pytestmark = pytest.mark.cohort

PUNCTUAL = HONEST | HOSTILE | FORGED
EVERYBODY = PUNCTUAL | LATE
GRADED = list(EVERYBODY)
FOREIGN = [student for student in GRADED if EVERYBODY[student].worked_on is not None]
ACTIVE = re.compile(r"<(script|iframe|object|embed)\b|<[^>]*\s(on\w+\s*=|src\s*=\s*\"?https?:)|<[^>]*javascript:", re.I)


def scores(marks: dict[str, Mark]) -> dict[str, float]:
    return {name: mark.score for name, mark in marks.items()}


def flagged(marks: dict[str, Mark]) -> set[str]:
    return {name for name, mark in marks.items() if mark.flagged}


# ------------------------------------------------------------------------------------------------ marks


@pytest.mark.parametrize("student", GRADED)
def test_each_answer_earns_what_it_deserves(graded: Graded, student: str):
    assert scores(graded.marks[student]) == pytest.approx(EVERYBODY[student].expected(student))


@pytest.mark.parametrize("student", GRADED)
def test_only_answers_right_on_another_case_wait_for_a_person(graded: Graded, student: str):
    assert flagged(graded.marks[student]) == EVERYBODY[student].flagged(student)


def test_points_sum_to_100(graded: Graded):
    assert sum(scores(graded.marks["solved"]).values()) == 100
    assert sum(scores(graded.marks["blank"]).values()) == 0


def test_export_holds_the_totals(graded: Graded):
    assert graded.export.returncode == 0, graded.export.stderr
    totals = {student: sum(scores(marks).values()) for student, marks in graded.marks.items()}
    exported = graded.course.exported()
    assert {student: exported[student] for student in totals} == pytest.approx(totals)


# ------------------------------------------------------------------------------------------------ commands


def test_release_is_the_committed_one(graded: Graded):
    assert graded.released.returncode == 0, graded.released.stderr
    made = graded.course.folder / "release" / UNIT.id / NOTEBOOK
    assert made.read_bytes() == (ROOT / "release" / UNIT.id / NOTEBOOK).read_bytes()


def test_autograde_ends_well_whatever_the_submissions_do(graded: Graded):
    assert graded.first.returncode == 0, graded.first.stderr
    assert set(graded.after_first) == set(PUNCTUAL)


def test_unreadable_submissions_are_named_and_left_to_a_person(graded: Graded):
    assert graded.second.returncode == 1
    said = [line for line in graded.second.stderr.splitlines() if re.search("WARNING|ERROR", line)]
    for student in UNREADABLE:
        assert any(student in line for line in said), student
        marks = graded.marks.get(student, {})
        assert sum(scores(marks).values()) == 0
        assert flagged(marks) == set(marks)
        assert not list((graded.course.folder / "feedback").glob(f"{student}/*/*.html"))


def test_unreadable_submissions_change_nobody_elses_marks(graded: Graded):
    assert {student: graded.marks[student] for student in PUNCTUAL} == graded.after_first


def test_everybody_graded_gets_a_page(graded: Graded):
    assert graded.feedback.returncode == 0, graded.feedback.stderr
    assert {path.parents[1].name for path in graded.course.folder.glob("feedback/*/*/*.html")} == set(GRADED)


# ------------------------------------------------------------------------------------------------ feedback


@pytest.mark.parametrize("which", range(MOST_MISTAKES))
def test_page_says_which_mistake_was_made(graded: Graded, which: int):
    page = graded.course.feedback(f"mistake_{which}")
    for one in UNIT.questions:
        for mistake in one.mistakes[which : which + 1]:
            earned = f"{round(mistake.credit * one.points, 2):g} of {one.points:g} points"
            assert f"Known mistake · {earned} · {one.name} {mistake.sentence}" in page[one.name]


@pytest.mark.parametrize("student", ["solved", "noisy", "active_content"])
def test_page_says_what_is_right(graded: Graded, student: str):
    page = graded.course.feedback(student)
    for one in UNIT.questions:
        sentence = grade(one, one.answer(case_of(student)), case_of(student)).sentence
        assert f"Right · {one.points:g} of {one.points:g} points · {one.name} {sentence}" in page[one.name]


@pytest.mark.parametrize(
    ("student", "why"),
    [
        ("blank", ""),
        ("patches_check", ""),
        ("every_answer_raises", " The check stopped with NameError, so no answer was recorded."),
    ],
)
def test_page_says_what_is_not_answered(graded: Graded, student: str, why: str):
    page = graded.course.feedback(student)
    for one in UNIT.questions:
        sentence = grade(one, None, case_of(student)).sentence
        assert f"Not answered · 0 of {one.points:g} points · {one.name} {sentence}{why}" in page[one.name]


@pytest.mark.parametrize("student", ["kernel_dies", "leaves_by_exit", "stubborn_loop"])
def test_page_says_where_the_run_stopped(graded: Graded, student: str):
    page, sentence = graded.course.feedback(student), "The run stopped before this check, so no answer was recorded."
    assert [name for name in NAMES if sentence in page[name]] == list(REST)


def test_page_says_why_an_answer_cannot_be_marked(graded: Graded):
    page = graded.course.feedback("malformed")
    for name in REST:
        assert re.search(
            rf"Cannot be marked · 0 of [\d.]+ points · {name} (You gave .+; t|T)his question wants", page[name]
        )


@pytest.mark.parametrize("student", FOREIGN)
def test_page_says_what_a_foreign_answer_is_worth_on_its_own_case(graded: Graded, student: str):
    submission, page = EVERYBODY[student], graded.course.feedback(student)
    there, here, waiting = submission.worked_on(student), case_of(student), submission.flagged(student)
    for name in NAMES:
        points = UNIT.question(name).points
        note = (
            f"Worked on case {there.code} (learner {there.learner}, attempt {there.attempt}), not on this learner's "
            f"case {here.code}. On the case it names this answer earns {points:g} of {points:g}. A person decides."
        )
        assert (note in page[name]) == (name in waiting)


def test_log_names_who_waits_for_a_person(graded: Graded):
    for student in FOREIGN:
        count = len(EVERYBODY[student].flagged(student))
        assert (f"{student}: {count} answers need a person" in graded.first.stderr) == (count > 0)


def test_no_page_holds_a_solution(graded: Graded):
    code = [line for source in SOLUTIONS.values() for line in source.partition(SOLUTION)[2].splitlines()[1:-1]]
    lines = {line for line in code if len(line) > 30}
    for student in ("blank", "figures", "mistake_0", "every_answer_raises"):
        page = unescape(re.sub(r"<[^>]+>", "", graded.course.page(student)))
        assert "SOLUTION" not in page
        assert [line for line in lines if line in page] == []


@pytest.mark.parametrize("student", ["active_content", "junk_bundles", "junk_saved", "patches_check"])
def test_outputs_of_a_submission_are_not_active_in_its_page(graded: Graded, student: str):
    outputs = re.findall(r'<div class="output_wrapper">.*?(?=<div class="cell |\Z)', graded.course.page(student), re.S)
    assert len(outputs) >= len(NAMES)
    assert [found[0] for text in outputs if (found := ACTIVE.search(text))] == []


@pytest.mark.parametrize("student", ["active_content", "junk_bundles", "half_characters", "lies_by_name"])
def test_no_script_frame_or_handler_of_a_submission_is_in_its_page(graded: Graded, student: str):
    body = graded.course.page(student).partition("<body>")[2]
    assert re.findall(r"<(?:script|iframe|object|embed|svg|form|style|link|meta|base)\b|<[^>]*\son\w+\s*=", body) == []
    assert re.findall(r"<[^>]*(?:href|src)\s*=\s*[\"']?\s*(?:javascript|data|vbscript):", body, re.I) == []
    assert re.findall(r"<(?:img|video|audio|source)\b[^>]*https?:", body, re.I) == []


def test_page_shows_the_card_and_the_data(graded: Graded):
    page = graded.course.page("solved")
    assert f"case {case_of('solved').code}</strong><table" in page
    assert '<table class="dataframe">' in page
    assert not re.search(r"&lt;/?(section|table|thead|tbody|tr|th|td|style|p|div)\b", page)


# ------------------------------------------------------------------------------------------------ once more


def test_grading_again_gives_the_same_marks_and_keeps_a_persons(graded: Graded):
    """A manual score counts and, by nbgrader's rule, asks to be looked at again after each new automatic mark."""
    course, before = graded.course, graded.course.marks()
    judged = sorted(flagged(before["self_study_values"]))[0]
    set_manual_score(course, "self_study_values", judged, 1.5)
    again = course.nbgrader("autograde", UNIT.id, "--force", "--student", "self_study_*")
    assert again.returncode == 0, again.stderr
    after = course.marks()
    assert after["self_study_values"].pop(judged) == Mark(1.5, True)
    before["self_study_values"].pop(judged)
    assert after == before


def set_manual_score(course: Course, student: str, question: str, score: float) -> None:
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(question, UNIT.id, UNIT.id, student)
        grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.db.commit()
