from pathlib import Path

import pytest

from course_lib.study.learner import SELF_STUDY, learner_home, learner_id

ROOT = Path(__file__).parents[2]
BINDER = ["BINDER_SERVICE_HOST", "BINDER_LAUNCH_HOST"]


@pytest.fixture(autouse=True)
def no_binder(monkeypatch):
    for name in BINDER:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def named(tmp_path):
    (tmp_path / "learner.toml").write_text('learner = "toml"\n', encoding="utf-8")
    return tmp_path


def test_nobody_said_is_self_study(tmp_path):
    assert learner_id(tmp_path) == SELF_STUDY
    assert learner_id() == SELF_STUDY


def test_the_first_source_that_exists_wins(named, monkeypatch):
    assert learner_id(named) == "toml"
    monkeypatch.setenv("JUPYTERHUB_USER", "hub")
    assert learner_id(named) == "hub"
    monkeypatch.setenv("CLOSED_LOOP_LEARNER", "grader")
    assert learner_id(named) == "grader"


@pytest.mark.parametrize("variable", ["CLOSED_LOOP_LEARNER", "JUPYTERHUB_USER"])
def test_an_empty_variable_says_nothing(named, monkeypatch, variable):
    monkeypatch.setenv(variable, "")
    assert learner_id(named) == "toml"


@pytest.mark.parametrize("binder", BINDER)
def test_the_hub_of_a_binder_names_nobody(tmp_path, monkeypatch, binder):
    monkeypatch.setenv("JUPYTERHUB_USER", "course-x7f2k1")
    monkeypatch.setenv(binder, "https://mybinder.example")
    assert learner_id(tmp_path) == SELF_STUDY


def test_the_file_is_looked_for_where_the_notebook_runs(named, monkeypatch):
    assert learner_id() == SELF_STUDY
    monkeypatch.chdir(named)
    assert learner_id() == "toml"


@pytest.mark.parametrize("name", ["ada", "ada.lovelace@example.org", "Ж-1", "x" * 64])
def test_ids_as_schools_give_them(tmp_path, name):
    (tmp_path / "learner.toml").write_text(f'# who\nlearner = "{name}"\nother = 1\n', encoding="utf-8")
    assert learner_id(tmp_path) == name


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"name = 'ada'",
        b"learner = 5",
        b"learner = ['ada']",
        b"learner = ''",
        b"learner = 'ada lovelace'",
        b"learner = '../ada'",
        b"learner = 'a\\b'",
        b'learner = "ada\\n"',
        b"learner = ada",
        b"[learner]\nid = 'ada'",
        b"learner = '" + b"x" * 65 + b"'",
        "learner = 'ada'".encode("utf-16"),
        b"\x00\xff\xfe\x80",
    ],
)
def test_a_bad_file_is_one_sentence(tmp_path, text):
    (tmp_path / "learner.toml").write_bytes(text)
    with pytest.raises(ValueError, match="learner") as raised:
        learner_id(tmp_path)
    said = 'learner.toml holds no learner id; it must hold one line: learner = "your-id" (no spaces).'
    assert str(raised.value) == said


def test_a_folder_of_that_name_is_no_file(tmp_path):
    (tmp_path / "learner.toml").mkdir()
    assert learner_id(tmp_path) == SELF_STUDY


def test_the_chosen_home_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(tmp_path / "chosen"))
    assert learner_home(ROOT / "notebooks") == tmp_path / "chosen"


@pytest.mark.parametrize("folder", ["", "notebooks", "assignments/10_model_risk_drill"])
def test_inside_the_course_it_is_the_course(monkeypatch, folder):
    monkeypatch.delenv("CLOSED_LOOP_HOME")
    assert learner_home(ROOT / folder) == ROOT


def test_elsewhere_it_is_in_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("CLOSED_LOOP_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "work" / "notebooks").mkdir(parents=True)
    assert learner_home(tmp_path / "work") == tmp_path / "closed-loop"
    (tmp_path / "work" / "environment.yml").touch()
    assert learner_home(tmp_path / "work" / "notebooks") == tmp_path / "work"


def test_a_link_into_the_course_leads_to_the_course(tmp_path, monkeypatch):
    monkeypatch.delenv("CLOSED_LOOP_HOME")
    (tmp_path / "shortcut").symlink_to(ROOT / "notebooks", target_is_directory=True)
    assert learner_home(tmp_path / "shortcut") == ROOT
