"""The command that lists the ledger."""

import json

import pytest

from course_lib.facts.ledger import fact, ids, list_facts
from course_lib.facts.listing import main


def run(capsys, *argv):
    assert main(argv) == 0
    return capsys.readouterr().out


def test_the_table_shows_label_dates_and_statement(capsys):
    out = run(capsys, "--topic", "us_state")
    assert "US-011  fact  as of 2026-05-14  checked 2026-11-24  volatile" in out
    assert " ".join(out.split()).count(fact("US-011").statement) == 1
    assert out.endswith("1 entry\n")


def test_without_filters_everything_is_listed(capsys):
    out = run(capsys)
    assert all(f"{id}  " in out for id in ids())
    assert out.endswith(f"{len(ids())} entries\n")
    assert max(map(len, out.splitlines())) <= 100


def test_filters_combine(capsys):
    shown = json.loads(run(capsys, "--status", "verified", "--topic", "hipaa", "--volatile", "--json"))
    assert [entry["id"] for entry in shown] == ["HIPAA-001", "HIPAA-002", "HIPAA-003", "HIPAA-004"]


def test_json_holds_the_whole_entry(capsys):
    shown = json.loads(run(capsys, "--json", "--topic", "incident"))
    entry = fact("INC-001")
    first = shown[0]
    assert (first["id"], first["value"], first["source"]) == (entry.id, entry.value, entry.source)
    assert (first["checked"], first["label"]) == ("2026-11-24", "fact")


def test_due_takes_a_day(capsys):
    assert run(capsys, "--due", "2026-11-24") == "0 entries\n"
    shown = json.loads(run(capsys, "--due", "2027-05-24", "--json"))
    assert [entry["id"] for entry in shown] == [entry.id for entry in list_facts(volatile=True)]


def test_due_without_a_day_means_today(capsys):
    json.loads(run(capsys, "--json", "--due"))


@pytest.mark.parametrize("argv", [["--due", "tomorrow"], ["--status", "true"], ["--topic", "law"], ["--all"]])
def test_a_wrong_option_is_refused(argv, capsys):
    with pytest.raises(SystemExit) as stop:
        main(argv)
    assert stop.value.code == 2
    assert capsys.readouterr().err
