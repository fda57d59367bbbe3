"""The two files of the ledger are what ``tidy`` writes."""

import random

import yaml

from course_lib.facts import tidy

TEXT = tidy.YAML_PATH.read_text(encoding="utf-8")


def test_the_ledger_is_in_canonical_form():
    assert tidy.tidy(TEXT) == TEXT, "run `python -m course_lib.facts.tidy`"


def test_the_json_copy_is_equal():
    written = tidy.JSON_PATH.read_text(encoding="utf-8")
    assert tidy.to_json(TEXT) == written, "run `python -m course_lib.facts.tidy`"


def test_a_shuffled_ledger_is_put_in_order():
    entries = tidy.read_yaml(TEXT)
    random.Random(7).shuffle(entries)
    shuffled = [dict(sorted(entry.items())) for entry in entries]
    assert tidy.tidy(yaml.safe_dump(shuffled)) == TEXT


def test_unknown_keys_survive_for_the_schema_to_refuse():
    entry = {**tidy.read_yaml(TEXT)[0], "evidence": "seen"}
    entry["source"]["page"] = 3
    kept = tidy.read_yaml(tidy.tidy(yaml.safe_dump([entry])))[0]
    assert kept["evidence"] == "seen"
    assert kept["source"]["page"] == 3


def test_main_rewrites_both_files(tmp_path, monkeypatch):
    monkeypatch.setattr(tidy, "YAML_PATH", tmp_path / "facts.yaml")
    monkeypatch.setattr(tidy, "JSON_PATH", tmp_path / "facts.json")
    tidy.YAML_PATH.write_text(yaml.safe_dump(tidy.read_yaml(TEXT)), encoding="utf-8")
    tidy.main()
    assert tidy.YAML_PATH.read_text(encoding="utf-8") == TEXT
    assert tidy.JSON_PATH.read_text(encoding="utf-8") == tidy.to_json(TEXT)
