"""`course card`: what it prints, what it returns, and what it needs."""

import io
import json
import sys
from pathlib import Path

import pytest

from course_lib.cli import main
from course_lib.modelcards import RULES

CARDS = Path(__file__).parent / "cards"
DAY = ["--on", "2026-11-24"]


def test_a_complete_card_passes(capsys):
    assert main(["card", *DAY, str(CARDS / "complete_triage.md")]) == 0
    assert "0 errors, 0 warnings, 0 questions" in capsys.readouterr().out


def test_findings_come_with_reason_and_way_out(capsys):
    assert main(["card", *DAY, str(CARDS / "stale_credit.md")]) == 1
    said = capsys.readouterr().out
    assert "C10 error: The card is stale: its review was due on 2025-06-30." in said
    assert said.count("why: ") == said.count("mend: ") == 5


def test_one_failing_card_fails_the_lot(capsys):
    names = [str(CARDS / name) for name in ("complete_triage.md", "vendor_sheet.md", "deutsche_karte.md")]
    assert main(["card", *DAY, "--json", *names]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["passed"] for one in found] == [True, False, True]
    assert [one["card"] for one in found] == names
    assert found[1]["findings"][-1] == {
        "code": "C13",
        "level": "error",
        "sentence": '"unbiased" cannot be shown.',
        "why": RULES["C13"].why,
        "mend": RULES["C13"].mend,
    }


def test_the_day_decides_what_is_stale(capsys):
    assert main(["card", "--on", "2027-06-01", str(CARDS / "complete_triage.md")]) == 1
    assert "stale" in capsys.readouterr().out


def test_standard_input_is_read(capsys, monkeypatch):
    raw = (CARDS / "complete_triage.md").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
    assert main(["card", *DAY, "-"]) == 0
    assert capsys.readouterr().out.startswith("-: 0 errors")


def test_a_file_that_is_not_there_is_said_and_is_no_finding(capsys, tmp_path):
    assert main(["card", str(tmp_path / "none.md")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_bytes_that_are_no_text_get_findings(capsys, tmp_path):
    (tmp_path / "card.md").write_bytes(bytes(range(256)) * 4)
    assert main(["card", *DAY, str(tmp_path / "card.md")]) in (0, 1)
    assert "C1 warning" in capsys.readouterr().out


def test_rules_are_printed_without_a_card(capsys):
    assert main(["card", "--rules"]) == 0
    said = capsys.readouterr().out
    assert all(f"{code} {rule.what}" in said for code, rule in RULES.items())


def test_without_a_card_it_says_what_to_name(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["card"])
    assert stopped.value.code == 2
    assert "name a card" in capsys.readouterr().err


def test_the_documentation_names_every_rule():
    text = (Path(__file__).parents[2] / "docs" / "model-cards.md").read_text(encoding="utf-8")
    assert all(f"| {code} |" in text for code in RULES)
