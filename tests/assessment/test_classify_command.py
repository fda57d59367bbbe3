"""`course classify`: a file of facts in, class, duties, dates, ceilings and clocks out, or what to ask first."""

import io
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from course_lib.assessment.answers import FILE_FIELDS, INCIDENT_FIELDS, from_plain
from course_lib.assessment.assess import assess, question_of
from course_lib.assessment.command import field_table
from course_lib.assessment.reading import LARGEST_FILE, parse
from course_lib.assessment.report import readable
from course_lib.cli import main as course
from course_lib.facts.ledger import fact
from course_lib.measures.regulation import ProductFacts, questions

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "classify.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE, re.S)[1]
TODAY = date(2027, 3, 1)


def change(text, **fields):
    """Return the example with other answers; None leaves a field out."""
    plain = yaml.safe_load(text)
    for name, value in fields.items():
        plain.pop(name, None)
        if value is not None:
            plain[name] = value
    return yaml.safe_dump(plain)


def run(capsys, tmp_path, text, *options):
    file = tmp_path / "product.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    status = course(["classify", str(file), *options])
    out, err = capsys.readouterr()
    return status, json.loads(out) if "--json" in options and out else out, err


def assessed(**fields):
    return assess(from_plain(parse(change(EXAMPLE, **fields).encode())), today=TODAY).to_dict()


def test_the_example_of_the_page_is_settled_with_all_that_was_asked_for(capsys, tmp_path):
    status, found, err = run(capsys, tmp_path, EXAMPLE, "--json")
    assert (status, err) == (0, "")
    assert found["class"] == "high-risk"
    assert found["locators"] == ["Art. 6(2)", "Annex III 5(b)"]
    assert found["roles"] == ["deployer", "provider"]  # the rebranding made the deployer a provider
    assert {duty["owner"] for duty in found["duties"]} == {"provider", "deployer"}
    assert "Art. 27" in {duty["locator"] for duty in found["duties"]}
    assert found["application"]["starts"] == fact("EUAI-044").value
    assert found["open_questions"] == found["refining_questions"] == []
    assert found["notice"] == "Not legal advice."


def test_ceilings_follow_size_and_turnover():
    crossover = 500_000_000  # where 15 million is 3 %
    for turnover, size, amount in (
        (crossover + 300_000_000, "large", 24_000_000),
        (crossover - 300_000_000, "large", 15_000_000),
        (crossover - 300_000_000, "SME", 6_000_000),
        (crossover - 300_000_000, "small mid-cap", 6_000_000),
        (crossover + 300_000_000, "start-up", 15_000_000),
    ):
        listed, unlisted = assessed(worldwide_turnover=turnover, size=size)["fine_ceilings"]
        assert (listed["provision"], listed["amount"]) == ("AI Act 99(4)", amount)
        assert unlisted["provision"] is None
        assert {"Art. 27", "Art. 72", "Art. 73", "Art. 4"} <= set(unlisted["covers"])


def test_a_small_mid_cap_has_no_relief_for_a_prohibited_practice():
    banned = {"practices": ["facial image scraping"], "scraping_untargeted": True, "incident": None}
    for size, amount in (("small mid-cap", 35_000_000), ("SME", 7_000_000), ("large", 35_000_000)):
        found = assessed(size=size, worldwide_turnover=100_000_000, **banned)
        assert (found["class"], found["locators"]) == ("prohibited", ["Art. 5(1)(e)"])
        assert [one["amount"] for one in found["fine_ceilings"]] == [amount]


def test_without_size_or_turnover_the_ceiling_is_a_formula_and_a_question():
    found = assessed(size=None, worldwide_turnover=None)
    assert found["fine_ceilings"][0]["amount"] is None
    assert "15,000,000 or 3 %" in found["fine_ceilings"][0]["rule"]
    assert [one["field"] for one in found["refining_questions"]] == ["size", "worldwide_turnover"]


def test_a_public_body_that_deploys_has_no_ceiling_and_one_that_is_served_does_not_lower_the_provider_s():
    deploys = assessed(deployer_type="public body", value_chain_changes=[])
    assert [one["amount"] for one in deploys["fine_ceilings"]] == [None, None]
    assert "Art. 99(8)" in deploys["fine_ceilings"][0]["rule"]
    serves = assessed(deployer_type="public body", roles=["provider"], value_chain_changes=[])
    assert serves["fine_ceilings"][0]["amount"] == 24_000_000


@pytest.mark.parametrize(
    ("event", "days"),
    [
        ("death", 10),
        ("widespread infringement", 2),
        ("serious and irreversible disruption of critical infrastructure", 2),
        ("serious harm to health", 15),
        ("fundamental rights infringement", 15),
        ("serious harm to property or the environment", 15),
    ],
)
def test_the_clock_of_each_event_runs_from_awareness_in_utc(event, days):
    incident = yaml.safe_load(EXAMPLE)["incident"] | {"events": [event]}
    clocks = assessed(roles=["provider"], value_chain_changes=[], incident=incident)["clocks"]
    latest = datetime(2028, 3, 1, 9, 30, tzinfo=UTC) + timedelta(days=days)
    assert [clock["deadline"] for clock in clocks] == [latest.isoformat()]
    assert clocks[0]["binding"] is True


def test_a_deployer_tells_the_provider_first_and_other_law_takes_the_clock_away():
    incident = yaml.safe_load(EXAMPLE)["incident"]
    (clock,) = assessed(value_chain_changes=[], incident=incident)["clocks"]
    assert (clock["who"], clock["deadline"]) == ("deployer", None)
    carved = incident | {"reporting_carve_out": "equivalent Union reporting duties"}
    found = assessed(roles=["provider"], value_chain_changes=[], incident=carved)
    assert found["clocks"] == []
    assert "Art. 73(9)" in found["no_clock"][0]


def test_roles_and_route_of_an_incident_come_from_the_class_unless_the_file_says_them():
    incident = yaml.safe_load(EXAMPLE)["incident"] | {"system_route": "not high-risk"}
    assert assessed(incident=incident)["clocks"] == []
    transparent = assessed(areas=[], service_uses=None, transparency_functions=["interacts with people"])
    assert transparent["class"] == "transparency"
    assert "not high-risk" in transparent["no_clock"][0]


def test_an_incident_without_its_time_asks_for_it():
    incident = {"events": ["death"]}
    found = assessed(incident=incident)
    assert "incident.aware_at" in [one["field"] for one in found["refining_questions"]]


def test_without_an_incident_the_limits_by_event_are_listed():
    limits = assessed(incident=None, roles=["provider"], value_chain_changes=[])["limits_if_it_happens"]
    assert [limit["days"] for limit in limits] == [2, 2, 10, 15, 15, 15]
    (deployer,) = assessed(incident=None, value_chain_changes=[])["limits_if_it_happens"]
    assert (deployer["who"], deployer["days"]) == ("deployer", None)
    machine = {"annex_i_product": "machinery", "is_the_product": True, "areas": []}
    tested = machine | {"third_party_assessment": "required for health or safety"}
    assert assessed(incident=None, **tested)["limits_if_it_happens"] == []  # Section B


def test_a_model_with_systemic_risk_brings_its_own_duties_and_its_own_fine():
    model = {"gpai_activity": "provides a model", "training_compute_flop": 2e25, "commission_decision": "none"}
    more = {"free_open_licence": False, "model_placed_on_market_on": date(2026, 1, 1)}
    found = assessed(size="SME", worldwide_turnover=20_000_000, incident=None, **model, **more)
    assert found["model"]["status"] == "general-purpose model with systemic risk"
    (ceiling,) = [one for one in found["fine_ceilings"] if one["provision"] == "AI Act 101"]
    assert ceiling["amount"] == 15_000_000  # always the higher of the two
    assert "Art. 55(1)(c)" in {limit["locator"] for limit in found["limits_if_it_happens"]}


def test_an_empty_file_guesses_nothing(capsys, tmp_path):
    status, found, _ = run(capsys, tmp_path, "", "--json")
    assert (status, found["class"]) == (1, "not enough facts")
    assert found["asked_on"] == date.today().isoformat()
    assert (found["duties"], found["fine_ceilings"], found["clocks"]) == ([], [], [])
    assert "practices" in [one["field"] for one in found["open_questions"]]
    assert all(one["text"].endswith("?") for one in found["open_questions"])


def test_leaving_out_the_answer_that_decides_asks_for_it_and_answering_settles_it():
    exempt = {"significant_risk": False, "exemption_conditions": ["preparatory task"], "incident": None}
    found = assessed(profiles_persons=None, **exempt)
    assert found["class"] == "not enough facts"
    (asked,) = found["open_questions"]
    assert (asked["field"], asked["kind"]) == ("profiles_persons", "yes or no")
    assert found["candidates"] == ["high-risk", "no category-specific duty"]
    assert assessed(profiles_persons=True, **exempt)["class"] == "high-risk"
    assert assessed(profiles_persons=False, **exempt)["class"] == "no category-specific duty"


@pytest.mark.parametrize("field", [*questions(ProductFacts), *FILE_FIELDS])
def test_every_field_is_optional(field):
    assert assessed(**{field: None})["notice"]


def test_every_field_of_the_page_is_what_the_command_reads(capsys):
    assert course(["classify", "--fields"]) == 0
    table = capsys.readouterr().out.strip()
    assert table == field_table()
    assert PAGE.endswith(table + "\n") or PAGE.endswith(table)
    for name in [*questions(ProductFacts), *FILE_FIELDS, *(f"incident.{one}" for one in INCIDENT_FIELDS)]:
        assert f"| `{name}` | {question_of(name).text} |" in table


def test_the_page_names_every_key_of_the_answer():
    told = set(re.findall(r"`([a-z_]+)`", PAGE))
    assert set(assessed()) - told == {"name", "asked_on"} - told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profile_persons: yes", "did you mean profiles_persons"),
        ("profiles_persons: maybe", "'maybe'; answer True or False"),
        ("areas: [finance]", "'finance'; choose from: biometrics; critical"),
        ("areas: employment", "'employment'; give a list of words"),
        ("size: huge", "'huge'; choose one of: large; small mid-cap"),
        ("worldwide_turnover: -1", "-1; give a finite number"),
        ("worldwide_turnover: .nan", "nan; give a finite number"),
        ("worldwide_turnover: 0x" + "f" * 5000, "too long to write; give a finite number"),
        ("worldwide_turnover: " + "9" * 5000, "correct it"),
        ("worldwide_turnover: 8 million", "'8 million'; give a finite number"),
        ("asked_on: tomorrow", "'tomorrow'; give an ISO date"),
        ("asked_on: 2027-02-30", "none (day is out of range for month)"),
        ("asked_on: 2027-02-03T10:00:00", "give a calendar date"),
        ("placed_on_market_on: 2027", "2027; give a calendar date"),
        ("on: 2027-01-01", "YAML reads an unquoted on as True"),
        ("name: [a, b]", "give a text of at most 200 characters"),
        ('name: "\\e[31mred"', "in one line"),
        ("aware_at: 2028-01-01T00:00:00Z", "two spaces in, below 'incident:'"),
        ("incident: death", "write its fields below it"),
        ("incident: {aware_at: 2028-01-01 10:00:00, events: [death]}", "give date, time and offset"),
        ("incident: {aware_at: 2028-01-01}", "give date, time and offset"),
        ("incident: {aware_at: noon}", "give date, time and offset"),
        ("incident: {aware_at: 10:30}", "give date, time and offset"),
        ("incident: {aware_at: '0001-01-01T00:00:00+14:00'}", "give date, time and offset"),
        ("incident: {event: [death]}", "did you mean events"),
        ("size: large\nsize: SME", "'size' stands there twice"),
        ("a: &a [1]\nareas: *a", "no * references in line 2"),
        ("areas: !!python/object/apply:os.system [ls]", "could not determine a constructor"),
        ("- one\n- two", "write one field a line"),
        ("just words", "write one field a line"),
        ("a: b: c", "mapping values are not allowed here in line 1"),
        ("--- {}\n--- {}", "found another document"),
        ("areas: " + "[" * 5, "no YAML that is read here"),
        ("areas: " + "[" * 5000 + "]" * 5000, "nests lists too deeply"),
        ("? {a: b}\n: c", "unhashable key"),
        (b"name: \xff\xfe", "not UTF-8"),
        (b"name: a\x00b", "special characters are not allowed"),
        ("#" * (LARGEST_FILE + 1), "larger than 100,000 bytes"),
    ],
)
def test_what_is_refused_is_refused_with_one_sentence(capsys, tmp_path, text, said):
    status, out, err = run(capsys, tmp_path, text, "--json")
    assert (status, out) == (2, "")
    assert said in err
    assert err.startswith("course classify: ")
    assert err.count("\n") == 1
    assert len(err) < 2_000
    assert "Traceback" not in err


def test_references_that_would_stand_for_millions_are_refused_at_once():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    with pytest.raises(ValueError, match="no \\* references"):
        parse("\n".join(lines).encode())


@pytest.mark.parametrize("path", ["no/such/file.yaml", ".", "nul\0byte"])
def test_a_file_that_cannot_be_read_is_refused(capsys, path):
    assert course(["classify", path]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_no_file_is_an_error_that_says_what_to_give(capsys):
    with pytest.raises(SystemExit) as stopped:
        course(["classify"])
    assert stopped.value.code == 2
    assert "give a FILE, or --fields" in capsys.readouterr().err


def test_standard_input_is_read(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + EXAMPLE.encode())))
    assert course(["classify", "-"]) == 0
    assert capsys.readouterr().out.startswith(
        "Credit score, on 2027-03-01\nclass: high-risk (Art. 6(2); Annex III 5(b)"
    )


def test_the_text_says_all_parts_once_and_fits_a_terminal(capsys, tmp_path):
    status, text, _ = run(capsys, tmp_path, EXAMPLE)
    assert status == 0
    assert max(map(len, text.splitlines())) <= 100
    for part in (
        "applies: from 2027-12-02, not yet binding",
        "provider: Keep the logs for at least six months. Art. 19, from 2027-12-02",
        "AI Act 99(4): EUR 24,000,000 (the higher of EUR 15,000,000 and 3 % of worldwide turnover)",
        "by 2028-03-11 09:30 UTC. AI Act Art. 73(4)",
    ):
        assert part in " ".join(text.split())
    assert text.count("Not legal advice.") == 1
    assert text.endswith("Not legal advice.\n")


def test_the_text_of_an_open_class_asks_first():
    text = readable(assess(from_plain(None), today=TODAY))
    assert "class: not enough facts" in text
    assert text.index("to be answered first") < text.index("practices: Which of these practices")
    assert "duties" not in text.partition("answers that would change")[0]


def test_the_command_works_from_a_shell_and_loads_nothing_heavy(tmp_path):
    file = tmp_path / "product.yaml"
    file.write_text(EXAMPLE, encoding="utf-8")
    program = (
        "import sys; from course_lib.cli import main; status = main(['classify', sys.argv[1], '--json']);"
        "print({'pandas', 'numpy', 'nbgrader'} & set(sys.modules), status, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert json.loads(done.stdout)["class"] == "high-risk"
    assert done.stderr.strip() == "set() 0"
