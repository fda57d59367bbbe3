import copy
import json
import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

import course_lib
from course_lib import open_case, progress, work_on
from course_lib.core.grading import grade
from course_lib.units import UNITS, draw_for
from tests.core.toys import is_one_sentence

UNIT = "10_model_risk_drill"
PACKAGE = Path(course_lib.__file__).parent
EXAM = f"""
import json
from course_lib import open_case, progress, work_on

case = open_case("{UNIT}", learner="ada")
formed = {{"number": 0.5, "integer": 3, "labels": [], "order": None, "fields": {{"review_in_days": 3}}}}
answers = {{one.name: list(one.choices) if one.kind == "order" else formed[one.kind] for one in case.unit.questions}}
checked = [case.check(**{{name: answer}}) for name, answer in answers.items()]
marks = case.marks()
malformed = [case.check(**{{name: "4.9 %"}}) for name in answers]
print(json.dumps({{
    "sealed": case.unit.sealed,
    "kinds": [[one.kind, one.score, one.sentence] for one in checked],
    "malformed": [[one.kind, one.score, one.sentence] for one in malformed],
    "unanswered": case.check(fpr_ratio=None).kind,
    "records": [record["answer"] for record in case.log.records()][: len(answers)],
    "codes": [open_case("{UNIT}", learner=f"learner {{i}}").code for i in range(12)],
    "redraws": [open_case("{UNIT}", learner=f"learner {{i}}").redraws for i in range(12)],
    "scenario": repr(case.scenario),
    "practice": case.practice().attempt,
    "pages": [repr(page) for page in (
        case, case.solution("fpr_ratio"), case.hint("fpr_ratio"), case.strong_answer("decision"), marks,
        case.write_portfolio(), case.interviewer_brief(), progress())],
}}))
"""
NO_KEYS = """
import sys

class NoKeys:
    def find_spec(self, name, path=None, target=None):
        if name == "course_lib.keys" or name.startswith("course_lib.keys."):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoKeys())
"""


def drill_row():
    """Return the drill's row of the course's table."""
    return next(row for row in progress().rows if row[0] == "The 90-minute model-risk drill")


@pytest.fixture
def case():
    return open_case(UNIT)


@pytest.fixture
def log_file(home):
    return home / "progress" / "attempts.jsonl"


def right(case, name):
    question = case.unit.question(name)
    return question.answer(case.case)


def as_typed(answer):
    return sorted(answer) if isinstance(answer, frozenset) else list(answer) if isinstance(answer, tuple) else answer


def text(page):
    return repr(page)


@contextmanager
def unwritable_home(monkeypatch):
    """Give a home in which nothing can be written, by an administrator neither."""
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.setenv("CLOSED_LOOP_HOME", name)
        monkeypatch.chdir(name)
        administrator = os.geteuid() == 0
        Path(name).chmod(0o555)
        if administrator:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            if administrator:
                os.seteuid(0)
            Path(name).chmod(0o755)


# --- open_case


def test_the_same_learner_gets_the_same_case(case):
    again = open_case(UNIT)
    assert (again.code, again.redraws) == (case.code, case.redraws)
    assert repr(again) == repr(case)
    assert (case.learner, case.attempt) == ("self-study", 0)


def test_learners_and_attempts_have_cases_of_their_own():
    opened = [open_case(UNIT, learner=who, attempt=i) for who in ("ada", "ben") for i in (0, 1)]
    assert len({one.code for one in opened}) == 4


def test_the_learner_is_found_out(monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_LEARNER", "ada")
    assert open_case(UNIT).code == open_case(UNIT, learner="ada").code


@pytest.mark.parametrize("unit", ["10_model_risk_dril", ["10_model_risk_drill"], UNIT.upper()])
def test_an_unknown_unit_names_the_nearest(unit):
    with pytest.raises(ValueError, match=f"is not a unit; did you mean '{UNIT}'\\? The units are .*{UNIT}"):
        open_case(unit)


@pytest.mark.parametrize("unit", ["", None, 10])
def test_what_is_near_to_no_unit_still_names_one(unit):
    with pytest.raises(
        ValueError, match=f"is not a unit; did you mean '({'|'.join(UNITS)})'\\? The units are .*{UNIT}"
    ):
        open_case(unit)


@pytest.mark.parametrize("attempt", [-1, 1.0, "1", None, True, float("nan"), [1]])
def test_an_attempt_is_a_whole_number_from_nought(attempt):
    with pytest.raises(ValueError, match="it must be a whole number from 0") as raised:
        open_case(UNIT, attempt=attempt)
    assert is_one_sentence(f"A{raised.value}")
    assert repr(attempt) in str(raised.value)


@pytest.mark.parametrize("learner", [5, "", b"ada", ["ada"], True])
def test_a_learner_is_text(learner):
    with pytest.raises(ValueError, match="it must be text") as raised:
        open_case(UNIT, learner=learner)
    assert is_one_sentence(f"A{raised.value}")


def test_the_card_shows_code_learner_figures_and_frames():
    case = open_case(UNIT, learner="<b>ada</b>", attempt=2)
    for shown in (repr(case), case._repr_html_()):
        for part in (case.code, "practice 2, not graded", f"{case.cars:,}", *case.frames):
            assert part in shown
    assert "Learner <b>ada</b>" in repr(case)
    assert "<b>ada</b>" not in case._repr_html_()
    assert "graded" in repr(open_case(UNIT, learner="ada"))


def test_figures_are_attributes_and_others_are_not(case):
    assert 0 < case.share_updated < 1
    with pytest.raises(AttributeError, match="share_updatd"):
        _ = case.share_updatd


def test_an_open_case_can_be_copied(case):
    assert copy.copy(case).code == case.code
    assert copy.deepcopy(case).brief() == case.brief()


# --- check


def test_right_answers_earn_100_points_and_are_all_kept(case, log_file):
    results = [case.check(**{one.name: as_typed(right(case, one.name))}) for one in case.unit.questions]
    assert {one.kind for one in results} == {"right"}
    assert sum(one.score for one in results) == 100
    assert [one.question for one in results if one.notes] == ["decision_claim"]
    (reads,) = next(one.notes for one in results if one.question == "decision_claim")
    assert re.fullmatch(r"It reads: We .* today: it leaves .* events a day .* we review in \d+ days\.", reads)
    lines = [json.loads(line) for line in log_file.read_text(encoding="utf-8").splitlines()[1:]]
    assert [line["question"] for line in lines] == [one.name for one in case.unit.questions]
    assert {(line["unit"], line["case"], line["learner"], line["attempt"]) for line in lines} == {
        (UNIT, case.code, "self-study", 0)
    }


def test_check_is_grade(case):
    for answer in (1.8, None, "1.8", -right(case, "fpr_ratio")):
        assert case.check(fpr_ratio=answer) == grade(case.unit.question("fpr_ratio"), answer, case.case)


@pytest.mark.parametrize(
    ("unnamed", "named"),
    [
        ((), {}),
        ((1.8,), {}),
        ((1.8,), {"fpr_ratio": 1.8}),
        ((), {"fpr_ratio": 1.8, "recall_mature": 0.9}),
        ((), {"fpr_ration": 1.8}),
        ((), {"self": 1.8}),
        ((), {"answer": 1.8}),
    ],
)
def test_a_wrong_call_lists_the_names_and_is_no_attempt(case, log_file, unnamed, named):
    result = case.check(*unnamed, **named)
    assert (result.kind, result.score, result.points) == ("malformed", 0, 0)
    assert all(one.name in result.sentence for one in case.unit.questions)
    assert "Traceback" not in result.sentence
    assert not log_file.exists()


@pytest.mark.parametrize(
    ("answer", "kind", "kept"),
    [
        (None, "unanswered", None),
        ("4.9 %", "malformed", "4.9 %"),
        (float("nan"), "malformed", {"not_finite": "nan"}),
        (10**5000, "malformed", 1e300),
        (lambda: 1.8, "malformed", {"unsupported": "function"}),
        ({"array": {1, 2}}, "malformed", {"unsupported": "dict"}),
        (["\U0001f600" * 3000] * 300, "malformed", {"unsupported": "list"}),
    ],
    ids=["None", "text", "nan", "huge", "lambda", "forged tag", "long list"],
)
def test_bad_input_is_kept_as_an_attempt(case, answer, kind, kept):
    result = case.check(fpr_ratio=answer)
    assert (result.kind, result.score) == (kind, 0)
    (record,) = case.log.records()
    assert (record["kind"], record["answer"]) == (kind, kept)
    assert case.check(fpr_ratio=1.0).notes == ()
    assert len(case.log.records()) == 2


# --- hint and solution


def test_a_hint_is_free_and_holds_no_figure(case, log_file):
    for question in case.unit.questions:
        page = text(case.hint(question.name))
        assert page.splitlines() == [f"Hint · {question.name}", question.hint]
    assert not log_file.exists()


@pytest.mark.parametrize("ask", ["question", "hint", "solution"])
def test_an_unknown_question_lists_the_names(case, ask):
    for page in (getattr(case, ask)("fpr"), getattr(case, ask)()):
        assert "Name a question of this case: fpr_ratio, fpr_difference_half_width, " in text(page)


def test_the_solution_opens_after_an_attempt_on_this_case(case):
    assert "Try it first: case.check(fpr_ratio=...)" in text(case.solution("fpr_ratio"))
    case.check(recall_mature=0.5)
    open_case(UNIT, attempt=1).check(fpr_ratio=1.0)
    assert "Try it first" in text(case.solution("fpr_ratio"))
    case.check(fpr_ratio=1.0)
    question, page = case.unit.question("fpr_ratio"), text(case.solution("fpr_ratio"))
    assert question.working in page
    assert f"On case {case.code}: {right(case, 'fpr_ratio'):.3g}." in page


def tried(question):
    """A well-formed wrong answer: an attempt."""
    return {"order": list(question.choices), "labels": [], "fields": {"review_in_days": 1}}.get(question.kind, 0)


@pytest.mark.parametrize("nothing", [None, "4.9 %", float("nan")])
def test_a_blank_or_malformed_answer_is_no_try(case, nothing):
    case.check(fpr_ratio=nothing)
    assert "Try it first" in text(case.solution("fpr_ratio"))


def test_a_question_can_be_read_anywhere(case):
    page = text(case.practice().question("recall_mature"))
    assert case.unit.question("recall_mature").prompt in page
    assert "share, ± 0.003" in page


def test_the_card_names_the_attributes_that_code_can_use(case):
    named = [row[2].removeprefix("case.").partition(".")[0] for row in case.brief() if row[2]]
    assert "cars" in named
    assert set(named) <= {one.partition(".")[0] for one in dir(case)}
    assert all(getattr(case, name) is not None for name in named)


def test_progress_is_that_of_the_learner_who_asks(case):
    open_case(UNIT, learner="ada").check(fpr_ratio=1.5)
    assert drill_row()[2] == "0 of 18"


def test_a_work_copy_is_made_once_and_never_replaced(home, tmp_path, monkeypatch):
    course = tmp_path / "course"
    (course / "notebooks").mkdir(parents=True)
    (course / "environment.yml").touch()
    (course / "release" / UNIT).mkdir(parents=True)
    (course / "release" / UNIT / f"{UNIT}.ipynb").write_text("released")
    monkeypatch.chdir(course / "notebooks")
    assert f"Your copy: [work/{UNIT}/{UNIT}.ipynb]" in work_on(UNIT).markdown
    copy = home / "work" / UNIT / f"{UNIT}.ipynb"
    copy.write_text("answered")
    work_on(UNIT)
    assert copy.read_text() == "answered"


def test_outside_the_course_there_is_nothing_to_copy():
    assert "no released notebook to copy" in work_on(UNIT).markdown


def test_every_solution_shows_its_answer(case):
    for question in case.unit.questions:
        case.check(**{question.name: tried(question)})
        last = text(case.solution(question.name)).splitlines()[-1]
        assert last.startswith(f"On case {case.code}: ")
        assert re.search(r"\w", last.partition(": ")[2])
        assert "nan" not in last


def test_figures_are_shown_as_a_reader_wants_them(case):
    def figure(name):
        case.check(**{name: tried(case.unit.question(name))})
        return text(case.solution(name)).splitlines()[-1].partition(": ")[2]

    assert figure("fpr_updated_cars") == f"{right(case, 'fpr_updated_cars') * 100:.2f}%."
    assert (
        figure("fpr_difference_half_width")
        == f"{right(case, 'fpr_difference_half_width') * 100:.2g} percentage points."
    )
    assert figure("extra_phantom_brakes") == f"{round(right(case, 'extra_phantom_brakes')):,} events a day."
    assert figure("error_budget_days_left") == f"{right(case, 'error_budget_days_left'):.3g} days."
    assert (
        figure("extra_approvals")
        == f"{right(case, 'extra_approvals')} application{'s' * (right(case, 'extra_approvals') != 1)}."
    )
    assert figure("approval_gap_z") == f"{right(case, 'approval_gap_z'):.3g}."
    assert figure("option_order") == f"{', '.join(right(case, 'option_order'))}."
    assert figure("bands_below_four_fifths") == f"{', '.join(sorted(right(case, 'bands_below_four_fifths')))}."


def test_a_graded_case_of_a_named_learner_keeps_its_solution():
    graded = open_case(UNIT, learner="ada")
    graded.check(fpr_ratio=1.0)
    page = text(graded.solution("fpr_ratio"))
    assert page.splitlines() == [
        "Solution · fpr_ratio",
        "This case is graded. Open a fresh one with case.practice().",
    ]
    practised = graded.practice()
    practised.check(fpr_ratio=1.0)
    assert f"On case {practised.code}: " in text(practised.solution("fpr_ratio"))


# --- practice


def test_practice_is_fresh_ungraded_and_never_repeats(case):
    opened = [case.practice() for _ in range(4)]
    opened.append(opened[0].practice())
    opened.append(open_case(UNIT).practice())
    assert [one.attempt for one in opened] == [1, 2, 3, 4, 5, 6]
    assert len({case.code, *(one.code for one in opened)}) == 7
    assert all("not graded" in repr(one) for one in opened)
    opened[-1].check(fpr_ratio=right(opened[-1], "fpr_ratio"))
    assert "0 of 100" in text(case.marks())


def test_practice_goes_on_from_the_highest_attempt():
    far = open_case(UNIT, learner="ada", attempt=40)
    assert far.practice().attempt == 41
    assert open_case(UNIT, learner="ada").practice().attempt == 42
    assert open_case(UNIT, learner="ben").practice().attempt == 1


def test_practice_says_when_a_damaged_log_was_set_aside(case, log_file):
    log_file.parent.mkdir()
    log_file.write_bytes(b"foreign\n")
    first, second = case.practice(), case.practice()
    assert "attempts.jsonl.set-aside-" in repr(first)
    assert "set-aside" not in repr(second)


# --- model answers, memo, marks, progress


def test_a_model_answer_holds_only_the_figures_that_are_right(case):
    case.check(fpr_ratio=right(case, "fpr_ratio"))
    case.check(precision_after=0.999)
    page = text(case.strong_answer("false alarms"))
    assert f"{right(case, 'fpr_ratio'):.3g} times the old one" in page
    assert page.count("[…]") == 6  # once more in the line that explains it
    assert f"{right(case, 'precision_after'):.2%}" not in page
    assert "The panel asks next: " in page


def test_a_figure_once_right_stays_in_the_model_answer(case):
    case.check(fpr_ratio=right(case, "fpr_ratio"))
    case.check(fpr_ratio=0.1)
    assert f"{right(case, 'fpr_ratio'):.3g} times" in text(case.strong_answer("false alarms"))


def test_figures_of_another_case_are_not_borrowed(case):
    other = open_case(UNIT, attempt=1)
    other.check(fpr_ratio=right(other, "fpr_ratio"))
    assert text(case.strong_answer("false alarms")).count("[…]") == 7


@pytest.mark.parametrize("exercise", ["fairness", "False alarms"])
def test_an_unknown_exercise_lists_those_that_exist(case, exercise):
    for page in (case.strong_answer(exercise), case.marks(exercise)):
        assert "false alarms, monitoring, decision, mortgages" in text(page)


def test_marks_show_the_best_attempt(case):
    assert "Whole case: 0 of 100 points" in text(case.marks())
    case.check(fpr_ratio=right(case, "fpr_ratio"))
    case.check(recall_mature=right(case, "recall_mature"))
    case.check(recall_mature=-right(case, "recall_mature"))
    rows = {row[0]: row[1:] for row in case.marks().rows}
    assert list(rows) == [one.name for one in case.unit.questions]
    assert rows["fpr_ratio"] == ("2 of 2", "✓ Right")
    assert rows["recall_mature"] == ("7 of 7", "✓ Right")
    assert rows["option_order"] == ("0 of 7", "○ Not answered")
    assert case.marks().footer == "Whole case: 9 of 100 points"


def test_marks_are_those_of_the_results(case):
    answer = list(case.unit.question("option_order").answer(case.case))
    result = case.check(option_order=[answer[2], answer[0], answer[1], *answer[3:]])
    assert 0 < result.score < 7
    assert case.marks().footer == f"Whole case: {result.score:g} of 100 points"


def test_marks_of_one_exercise_are_its_rows_and_the_whole_total(case):
    case.check(fpr_ratio=right(case, "fpr_ratio"))
    page = case.marks("monitoring")
    assert [row[0] for row in page.rows] == [one.name for one in case.unit.exercises["monitoring"].questions]
    assert page.footer == "Whole case: 2 of 100 points"


def test_progress_counts_graded_points_and_practice(case):
    assert drill_row() == ("The 90-minute model-risk drill", "0 of 100", "0 of 18", "", "0")
    case.check(fpr_ratio=0.1)
    case.check(fpr_ratio=right(case, "fpr_ratio"))
    case.check(recall_mature=None)
    case.check(psi_reflectivity=0.5)
    practised = case.practice()
    practised.check(recall_mature=right(practised, "recall_mature"))
    assert drill_row() == ("The 90-minute model-risk drill", "2 of 100", "2 of 18", "psi_reflectivity", "1")


def test_the_memo_holds_the_right_figures_and_names_the_open_ones(case, home):
    case.check(fpr_ratio=right(case, "fpr_ratio"))
    assert "Written to portfolio/10_model_risk_drill: decision_memo.md. 1 of 18 answers" in text(case.write_portfolio())
    memo = (home / "portfolio" / UNIT / "decision_memo.md").read_text(encoding="utf-8")
    assert f"| `fpr_ratio` | {right(case, 'fpr_ratio'):.3g} | How many times" in memo
    assert memo.count("| open |") == 17
    assert case.code in memo


def test_an_edited_memo_is_left_alone(case, home):
    folder = home / "portfolio" / UNIT
    case.write_portfolio()
    (folder / "decision_memo.md").write_text("my own words", encoding="utf-8")
    case.check(fpr_ratio=right(case, "fpr_ratio"))
    assert "Written to portfolio/10_model_risk_drill: decision_memo-2.md" in text(case.write_portfolio())
    assert "Written to portfolio/10_model_risk_drill: decision_memo-2.md" in text(case.write_portfolio())
    assert (folder / "decision_memo.md").read_text(encoding="utf-8") == "my own words"
    assert sorted(one.name for one in folder.iterdir()) == ["decision_memo-2.md", "decision_memo.md"]


def test_a_memo_is_whole_or_the_old_one(case, home, monkeypatch):
    case.write_portfolio()
    file = home / "portfolio" / UNIT / "decision_memo.md"
    before = file.read_bytes()
    case.check(fpr_ratio=right(case, "fpr_ratio"))

    def die(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", die)
    assert "could not be written: No space left on device" in text(case.write_portfolio())
    assert file.read_bytes() == before


def test_the_brief_for_the_panel_holds_the_card_and_no_answer(case):
    brief = case.interviewer_brief()
    assert all(figure in repr(brief) for _, figure, _ in case.brief())
    assert "{figures}" not in repr(brief)
    assert f"{right(case, 'fpr_updated_cars'):.2%}" not in repr(brief)


# --- the grader's run, unwritable homes, damaged logs


@pytest.mark.parametrize("stage", ["autograde", "validate"])
def test_nothing_is_kept_while_the_grader_runs_the_notebook(case, home, monkeypatch, stage):
    monkeypatch.setenv("NBGRADER_EXECUTION", stage)
    assert case.check(fpr_ratio=right(case, "fpr_ratio")).kind == "right"
    assert case.practice().attempt == 1
    assert case.practice().attempt == 1
    assert "Not written" in text(case.write_portfolio())
    assert [one.name for one in home.iterdir()] == ["cwd"]


def test_an_unwritable_home_is_a_note_and_never_a_traceback(monkeypatch):
    open_case(UNIT).check(fpr_ratio=None)  # what is loaded on first use is loaded while it can be read
    with unwritable_home(monkeypatch) as home:
        case = open_case(UNIT)
        result = case.check(fpr_ratio=right(case, "fpr_ratio"))
        assert (result.kind, result.score) == ("right", 2)
        assert result.notes == ("This attempt could not be saved in attempts.jsonl: Permission denied.",)
        assert result.notes[0] in repr(result)
        assert "could not be saved in attempts.jsonl: Permission denied." in repr(case.practice())
        assert "The portfolio could not be written: Permission denied." in text(case.write_portfolio())
        assert "Try it first" in text(case.solution("fpr_ratio"))
        assert "Whole case: 0 of 100 points" in text(case.marks())
        assert "0 of 100" in text(progress())
        assert list(home.iterdir()) == []


def test_a_log_that_can_be_read_but_not_written_is_said_when_the_case_opens(home, log_file):
    case = open_case(UNIT)
    case.check(fpr_ratio=right(case, "fpr_ratio"))
    log_file.with_suffix(".lock").unlink()
    log_file.with_suffix(".lock").mkdir()  # the lock cannot be taken
    again = open_case(UNIT)
    assert "The progress log attempts.jsonl cannot be used: Is a directory." in repr(again)
    assert "Whole case: 2 of 100 points" in text(again.marks())
    assert "could not be saved" in again.check(fpr_ratio=1.0).notes[0]


def test_a_home_that_is_a_file_is_a_note(home, monkeypatch):
    (home / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(home / "file"))
    case = open_case(UNIT)
    assert "could not be saved" in case.check(fpr_ratio=1.0).notes[0]
    assert "could not be written" in text(case.write_portfolio())
    assert "0 of 100" in text(progress())


def test_a_foreign_log_is_said_on_the_card_and_kept(log_file):
    log_file.parent.mkdir()
    log_file.write_bytes(b"\xff\xfe foreign")
    case = open_case(UNIT)
    (kept,) = log_file.parent.glob("*set-aside*")
    assert kept.read_bytes() == b"\xff\xfe foreign"
    for shown in (repr(case), case._repr_html_()):
        assert kept.name in shown
    assert case.check(fpr_ratio=1.0).notes == ()
    assert "set-aside" not in repr(open_case(UNIT))


def test_a_log_damaged_while_a_case_is_open_is_said_with_the_result(case, log_file):
    case.check(fpr_ratio=1.0)
    log_file.write_bytes(b"foreign\n")
    (note,) = case.check(fpr_ratio=1.0).notes
    assert "is kept as attempts.jsonl.set-aside-" in note
    assert len(case.log.records()) == 1


# --- a sealed build


@pytest.fixture(params=["import refused", "folder left out"])
def exam(request, run_python, tmp_path):
    if request.param == "import refused":
        return json.loads(run_python(NO_KEYS + EXAM))
    site = tmp_path / "site"
    shutil.copytree(PACKAGE, site / "course_lib", ignore=shutil.ignore_patterns("keys", "cohort", "__pycache__"))
    return json.loads(run_python(EXAM, PYTHONPATH=str(site)))


def test_a_sealed_build_records_and_promises_no_mark(exam, drill):
    assert exam["sealed"] is True
    recorded = ["recorded", 0, "The form is right. The answer is recorded and will be marked by the grader."]
    assert exam["kinds"] == [recorded] * len(drill.questions)
    assert {(kind, score) for kind, score, _ in exam["malformed"]} == {("malformed", 0)}
    assert all(is_one_sentence(sentence) for *_, sentence in exam["malformed"])
    assert exam["unanswered"] == "unanswered"
    assert len(exam["records"]) == len(drill.questions)
    card, solution, hint, talk, marks, memo, brief, totals = exam["pages"]
    assert "The keys are not installed here" in solution
    assert "not installed here" in talk
    assert "● Recorded" in marks
    assert "Not written: the keys are not installed here" in memo
    assert all(page.strip() for page in (card, hint, brief, totals))
    assert exam["practice"] == 1
    # the grader, who has the keys, draws the same case
    cases = [draw_for(drill, f"learner {i}", sealed=True) for i in range(12)]
    assert exam["codes"] == [case.code for case in cases]
    assert exam["redraws"] == [case.redraws for case in cases]
    assert exam["scenario"] == repr(draw_for(drill, "ada", sealed=True).scenario)
    # and that is not always the case of a build with keys
    assert exam["codes"] != [draw_for(drill, f"learner {i}").code for i in range(12)]


def test_figures_kept_from_a_build_with_keys_stay_hidden_in_a_sealed_one(home, run_python, drill):
    who = next(f"learner {i}" for i in range(99) if _drawn_alike(drill, f"learner {i}"))
    case = open_case(UNIT, learner=who)
    case.check(fpr_ratio=right(case, "fpr_ratio"))
    told = run_python(
        NO_KEYS
        + f"from course_lib import open_case\ncase = open_case({UNIT!r}, learner={who!r})\n"
        + "print(case.write_portfolio(), case.strong_answer('false alarms'), case.marks())"
    )
    assert "Not written: the keys are not installed here" in told
    assert f"{right(case, 'fpr_ratio'):.3g}" not in told
    assert "✓ Right" in told


def _drawn_alike(unit, learner):
    return draw_for(unit, learner).code == draw_for(unit, learner, sealed=True).code
