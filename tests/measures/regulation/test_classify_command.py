"""`course classify`: a sheet of facts in, class, duties, ceiling, clocks or open questions out."""

import json
from datetime import date
from pathlib import Path

import pytest

from course_lib.cli import main as course
from course_lib.measures.regulation import ProductFacts, classify, fine_ceiling
from course_lib.measures.regulation.command import answer_of
from course_lib.measures.regulation.sheet import LARGEST_FILE, sheet_of

HIRING = """
assessed_on: 2028-11-24
placed_on_union_market: true
exclusions: []
roles: [provider]
practices: []
annex_i_product: none
areas: [employment]
employment_uses: [recruitment or selection]
profiles_persons: true
transparency_functions: [interacts with people]
gpai_activity: none
size: large
placed_on_market_on: 2028-01-10
fine: {worldwide_turnover: 800000000}
incident:
  events: [death]
  ai_act_roles: [provider]
  system_route: Annex III
  reporting_carve_out: none
  ai_office_competent: false
  aware_at: 2028-11-06T20:10:00+08:00
"""


@pytest.fixture
def run(tmp_path, capsys):
    def answer(text, *options):
        file = tmp_path / "product.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        status = course(["classify", str(file), *options])
        out, err = capsys.readouterr()
        return status, out, err

    return answer


def test_a_full_sheet_is_answered_in_full(run):
    status, out, err = run(HIRING, "--json")
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert answer["class"] == "high-risk"
    assert "Annex III 4(a)" in answer["locator"]
    assert answer["also"] == ["Art. 50(1)"]
    assert answer["application"]["from"] == "2027-12-02"
    assert answer["application"]["applies"] is True
    assert {"Art. 9", "Art. 43(2)", "Art. 73"} <= {one["locator"] for one in answer["duties"]}
    assert {one["owner"] for one in answer["duties"]} == {"provider"}
    fine = answer["fine_ceiling"]
    assert (fine["amount"], fine["rule"], fine["crossover_turnover"]) == (24_000_000, "higher of", 500_000_000)
    (clock,) = answer["clocks"]
    assert clock["deadline"] == "2028-11-16T12:10:00+00:00"
    assert clock["owed"]
    assert clock["binding"]
    assert answer["open_questions"] == []
    assert answer["notice"] == "Not legal advice."


def test_the_text_says_the_same(run):
    status, out, _ = run(HIRING)
    assert status == 0
    assert out.startswith("On 2028-11-24: high-risk\n")
    assert "EUR 24,000,000 (higher of)" in out
    assert "by 2028-11-16T12:10:00+00:00" in out
    assert out.endswith("Not legal advice.\n")


@pytest.mark.parametrize("text", ["", "# nothing known\n", "size: null\n"])
def test_nothing_known_is_not_enough_facts_and_every_field_that_would_help(run, text):
    status, out, _ = run(text, "--json")
    answer = json.loads(out)
    assert status == 0
    assert answer["class"] == "not enough facts"
    assert answer["fine_ceiling"] is None
    assert answer["clocks"] is None
    asked = {one["field"]: one for one in answer["open_questions"]}
    assert set(asked) == set(classify(ProductFacts(), on=date.fromisoformat(answer["assessed_on"])).open_questions)
    assert all(one["question"].endswith("?") for one in asked.values())
    assert "employment" in asked["areas"]["allowed"]


@pytest.mark.parametrize(
    ("gone", "asked"),
    [
        ("fine: {worldwide_turnover: 800000000}", "fine.worldwide_turnover"),
        ("size: large", "fine.size"),
        ("  aware_at: 2028-11-06T20:10:00+08:00", "incident.aware_at"),
        ("  system_route: Annex III", "incident.system_route"),
        ("employment_uses: [recruitment or selection]", "employment_uses"),
    ],
)
def test_what_is_missing_is_asked(run, gone, asked):
    assert gone in HIRING
    status, out, _ = run(HIRING.replace(gone, ""), "--json")
    assert status == 0
    assert asked in [one["field"] for one in json.loads(out)["open_questions"]]


@pytest.mark.parametrize(
    ("size", "article", "amount"),
    [
        ("large", None, 24e6), ("SME", None, 15e6), ("small mid-cap", None, 15e6),
        ("large", "99(3)", 56e6), ("SME", "99(3)", 35e6), ("small mid-cap", "99(3)", 56e6),
        ("large", "99(5)", 8e6), ("small mid-cap", "99(5)", 7.5e6), ("SME", "GDPR 83(5)", 32e6),
    ],
)  # fmt: skip
def test_ceilings_by_size_and_article(run, size, article, amount):
    text = HIRING.replace("size: large", f"size: {size}")
    if article:
        text = text.replace("fine: {", f'fine: {{article: "{article}", ')
    answer = json.loads(run(text, "--json")[1])["fine_ceiling"]
    assert answer["amount"] == pytest.approx(amount)
    again = fine_ceiling(article or "99(4)", on=date(2028, 11, 24), worldwide_turnover=8e8, size=size)
    assert (answer["amount"], answer["rule"]) == (again.amount, again.operation)


def test_a_class_without_fined_duties_has_no_ceiling(run):
    text = HIRING.replace("areas: [employment]\nemployment_uses: [recruitment or selection]", "areas: []")
    answer = json.loads(run(text.replace("[interacts with people]", "[]"), "--json")[1])
    assert answer["class"] == "no category-specific duty"
    assert answer["fine_ceiling"] is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sise: large", "Unknown field 'sise'; did you mean size"),
        ("fine: {turnover: 5}", "fine: Unknown field 'turnover'"),
        ("incident: {event: [death]}", "incident: Unknown field 'event'; did you mean events"),
        ("on: 2026-11-24", "A field is named True"),
        ("1: yes", "A field is named 1"),
        ("size: huge", "size is 'huge'; choose one of"),
        ("areas: employment", "areas is 'employment'; give a list"),
        ("profiles_persons: maybe", "answer True or False"),
        ("fine: {worldwide_turnover: -1}", "at least zero"),
        ("fine: {worldwide_turnover: .inf}", "finite"),
        ("fine: large", "indent its fields below it"),
        ("fine: {article: '12(9)x', worldwide_turnover: 1, size: SME}", "12(9)x"),
        ("assessed_on: tomorrow", "give an ISO date"),
        ("assessed_on: 2026-11-24T10:00:00", "give a calendar date"),
        ("assessed_on: 2026-02-30", ""),
        ("incident: {aware_at: 2028-11-06T20:10:00}", "give a time with its zone"),
        ("incident: {aware_at: soon}", "give a time with its zone"),
        ("- size", "The sheet is a list"),
        ("size: large\nsize: SME", "in the sheet twice"),
        ("areas: &a [employment]\npractices: *a", "holds a reference"),
        ("size: [", "no plain YAML, line"),
        ("size: !!python/object/apply:os.getcwd []", "no plain YAML"),
        ("a: 1\n---\nb: 2", "no plain YAML"),
        ("size: \x07", "no plain YAML"),
        ("? [a]\n: 1", "no plain YAML"),
        ("[" * 3000, "nested too deeply"),
        (b"\xff\xfe\xfa", "no UTF-8 text"),
        (b"#" * (LARGEST_FILE + 1), "larger than"),
    ],
)
def test_a_bad_sheet_gets_one_sentence_and_status_2(run, text, words):
    status, out, err = run(text, "--json")
    assert (status, out) == (2, "")
    assert err.startswith("course classify: ")
    assert err.count("\n") == 1
    assert len(err) < 450
    assert words in err


def test_a_missing_file_and_a_folder_are_named(tmp_path, capsys):
    for path in (tmp_path / "none.yaml", tmp_path):
        assert course(["classify", str(path)]) == 2
        assert str(path) in capsys.readouterr().err


def test_the_day_is_today_unless_the_sheet_names_one():
    today = date(2026, 11, 24)
    assert answer_of(sheet_of({}), today=today)["assessed_on"] == "2026-11-24"
    assert answer_of(sheet_of({"assessed_on": "2027-12-02"}), today=today)["assessed_on"] == "2027-12-02"


def test_a_carve_out_leaves_no_clock(run):
    text = HIRING.replace("reporting_carve_out: none", "reporting_carve_out: equivalent Union reporting duties")
    assert json.loads(run(text, "--json")[1])["clocks"] == []


def test_the_sheet_of_the_manual_is_answered(run):
    manual = (Path(__file__).parents[3] / "docs" / "classify.md").read_text(encoding="utf-8")
    answer = json.loads(run(manual.split("```yaml\n")[1].split("```")[0], "--json")[1])
    assert answer["class"] == "high-risk"
    assert answer["open_questions"] == []
    assert all(f"`{key}`" in manual for key in answer)
