"""`course bullets`: lines in, verdicts out."""

import io
import json
import subprocess
import sys

from course_lib.bullets import lint
from course_lib.bullets.command import LONGEST_LINE, judge, main
from course_lib.cli import main as course

GOOD = "Cut wrong denials from 4.4 % to 2.9 % by sending thin files to a human."


def run(raw, *, as_json=True):
    out = io.StringIO()
    assert judge(io.BytesIO(raw), out, as_json=as_json) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()] if as_json else out.getvalue()


def test_one_object_a_line_and_blank_lines_are_skipped():
    found = run(f"{GOOD}\r\n\n   \nHelped out.".encode())
    assert [row["text"] for row in found] == [GOOD, "Helped out."]
    assert [row["verdict"] for row in found] == ["good", "bad"]
    assert found[0]["findings"] == []
    assert {tuple(finding) for finding in found[1]["findings"]} == {("code", "level", "sentence")}


def test_odd_bytes_and_a_byte_order_mark_are_read():
    found = run(b"\xef\xbb\xbf" + GOOD.encode() + b"\n\xff\xfe\x00 broken\n")
    assert found[0]["text"] == GOOD
    assert found[1]["verdict"] == "bad"


def test_a_huge_line_is_one_line():
    found = run(GOOD.encode() + b" x" * LONGEST_LINE + b"\nHelped out.\n")
    assert [row["verdict"] for row in found] == ["good", "bad"]
    assert len(found[0]["text"]) == LONGEST_LINE


def test_the_readable_form_explains_each_rule_with_a_bullet():
    text = run(b"Helped out.\n", as_json=False)
    assert text.startswith("BAD  Helped out.\n")
    for finding in lint("Helped out.").findings:
        assert finding.sentence in text
        assert finding.example in text


def test_each_line_is_answered_before_the_next_is_written():
    command = [sys.executable, "-m", "course_lib.cli", "bullets", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for text in (GOOD, "Helped out."):
            process.stdin.write(f"{text}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def test_the_linter_is_measured_from_a_file(tmp_path, capsys):
    bullets = [{"text": GOOD, "label": "good"}, {"text": "Helped out.", "label": "bad"}]
    (tmp_path / "bullets.json").write_text(json.dumps(bullets), encoding="utf-8")
    assert main(["--measure", str(tmp_path / "bullets.json")]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:4] == ["all", "linter", "2", "1.000"]


def test_course_passes_the_command_on(tmp_path, capsys):
    (tmp_path / "bullets.json").write_text(json.dumps([{"text": GOOD, "label": "good"}]), encoding="utf-8")
    assert course(["bullets", "--measure", str(tmp_path / "bullets.json")]) == 0
    assert "linter" in capsys.readouterr().out
