"""The lock, conda's file and JupyterLab's settings say the same thing, and are in effect."""

import ast
import importlib.metadata
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYTHONS = ["3.11.0", "3.11.9", "3.12.0", "3.12.9", "3.13.0", "3.13.9"]
SYSTEMS = [("linux", "posix", "Linux"), ("darwin", "posix", "Darwin"), ("win32", "nt", "Windows")]
LEFT_OUT = {"rfc3987-syntax", "lark"}
NEWS = "@jupyterlab/apputils-extension:announcements"


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def environment() -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment_tool", ROOT / "tools" / "environment.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def logical_lines(lock: str) -> list[str]:
    lines = lock.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def machine(python: str, system: tuple[str, str, str]) -> dict[str, str]:
    names = dict(zip(("sys_platform", "os_name", "platform_system"), system, strict=True))
    short = python.rpartition(".")[0]
    return default_environment() | names | {"python_full_version": python, "python_version": short, "extra": ""}


def versions(requirements: list[str], where: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate(where):
            (pin,) = requirement.specifier
            assert pin.operator == "=="
            found.setdefault(canonicalize_name(requirement.name), set()).add(pin.version)
    return found


def locked(lock: str, where: dict[str, str]) -> dict[str, set[str]]:
    return versions([line.partition("--hash")[0] for line in logical_lines(lock)], where)


def closure(roots: list[str], where: dict[str, str]) -> set[str]:
    todo, seen = [Requirement(root) for root in roots], set()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if name in LEFT_OUT or (name, extra) in seen:
                continue
            seen.add((name, extra))
            try:
                children = importlib.metadata.requires(name) or []
            except importlib.metadata.PackageNotFoundError:
                continue  # belongs to another Python or system than this one
            wanted = map(Requirement, children)
            todo += [child for child in wanted if not child.marker or child.marker.evaluate(where | {"extra": extra})]
    return {name for name, _ in seen}


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system[0])
def test_conda_installs_what_the_lock_pins_for_learners(environment, lock, system):
    where = machine("3.12.9", system)
    learner, found, _ = lock.partition(environment.TEST_PART)
    assert found
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert conda["channels"] == ["conda-forge"]
    python, pip, with_pip = conda["dependencies"]
    assert (python, pip) == ("python=3.12", "pip")
    assert versions(with_pip["pip"], where) == locked(learner, where)
    assert "hatchling" in locked(learner, where)  # postBuild builds the course without fetching a backend


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system[0])
def test_lock_holds_one_version_of_every_package_needed(environment, project, lock, python, system):
    where = machine(python, system)
    metadata, learner = project["project"], lock.partition(environment.TEST_PART)[0]
    needed = closure(metadata["dependencies"], where)
    for pins, names in (
        (locked(learner, where), needed),
        (locked(lock, where), needed | closure(metadata["optional-dependencies"]["test"], where)),
    ):
        assert names - pins.keys() == set()
        assert {name: found for name, found in pins.items() if len(found) != 1} == {}


def test_every_dependency_has_a_lower_bound_that_the_lock_keeps(project, lock):
    pins = {python: locked(lock, machine(python, SYSTEMS[0])) for python in PYTHONS}
    tests = project["project"]["optional-dependencies"]["test"]
    for requirement in map(Requirement, project["project"]["dependencies"] + tests):
        assert ">=" in {part.operator for part in requirement.specifier}, requirement
        for found in pins.values():
            (version,) = found[canonicalize_name(requirement.name)]
            assert version in requirement.specifier


def test_lock_is_hashed_and_names_no_place(lock):
    assert "#    make lock\n" in lock
    for line in logical_lines(lock):
        requirement, *hashes = re.split(r"\s+--hash=", line.strip())
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes), requirement
        assert Requirement(requirement).name not in LEFT_OUT
    assert not re.search(r"://|--(extra-)?index|--find-links|(^|\s)/", lock)


def test_slow_iri_checker_is_not_installed():
    assert importlib.util.find_spec("rfc3987_syntax") is None
    code = "import sys, jupyter_events; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_post_build_installs_the_course_and_removes_the_slow_checker():
    script = ROOT / "postBuild"
    assert os.access(script, os.X_OK)
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines == [
        "set -euo pipefail",
        "python -m pip install --no-deps --no-build-isolation -e .",
        "python -m pip uninstall -y rfc3987-syntax",
        "python tools/environment.py doctor",
    ]
    assert not (ROOT / "binder").exists()
    assert not (ROOT / ".binder").exists()


@pytest.mark.platform
def test_repo2docker_builds_on_conda_and_keeps_the_environment_when_a_notebook_changes():
    command = [Path(sys.executable).with_name("jupyter-repo2docker"), "--no-build", "--debug", "."]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    text = answer.stdout + answer.stderr
    assert "Building conda environment for python=3.12" in text
    assert "ENV KERNEL_PYTHON_PREFIX=${NB_PYTHON_PREFIX}" in text
    assert "RUN ./postBuild" in text
    copies = re.findall(r"^COPY \S+ src/(\S*) ", text, re.MULTILINE)
    assert copies == ["environment.yml", ""]  # the environment is built before the notebooks arrive


def jupyter_settings(folder: Path, **variables: str) -> dict:
    code = """
import json
from jupyter_core.paths import jupyter_config_path, jupyter_path
from jupyter_server.extension.config import ExtensionConfigManager
from jupyterlab_server.config import get_page_config

server = ExtensionConfigManager(read_config_path=jupyter_config_path()).get_jpserver_extensions()
lab = get_page_config(jupyter_path("labextensions"))["disabledExtensions"]
print(json.dumps({"server": [name for name in server if server[name]], "lab": lab}))
"""
    own = {"JUPYTER_CONFIG_DIR": str(folder), "JUPYTER_DATA_DIR": str(folder), "JUPYTER_CONFIG_PATH": ""}
    answer = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **own, **variables}, capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


def nbgrader_plugins() -> set[str]:
    static = Path(sys.prefix, "share/jupyter/labextensions/@jupyter/nbgrader/static")
    scripts = "".join(path.read_text(encoding="utf-8") for path in static.glob("*.js"))
    return set(re.findall(r'"(@jupyter/nbgrader:[a-z-]+)"', scripts))


def nbgrader_servers(names: list[str]) -> set[str]:
    return {name.rpartition(".")[2] for name in names if name.startswith("nbgrader.")}


def test_learner_gets_validate_alone_and_no_news(tmp_path):
    settings = jupyter_settings(tmp_path)
    assert nbgrader_servers(settings["server"]) == {"validate_assignment"}
    assert set(settings["lab"]) == nbgrader_plugins() - {"@jupyter/nbgrader:validate-assignment"} | {NEWS}


def test_instructor_gets_all_of_nbgrader(tmp_path):
    settings = jupyter_settings(tmp_path, JUPYTER_CONFIG_PATH=str(ROOT / "etc" / "instructor"))
    everything = {"assignment_list", "course_list", "formgrader", "validate_assignment"}
    assert nbgrader_servers(settings["server"]) == everything
    assert settings["lab"] == [NEWS]


def test_set_up_script_can_be_read_by_old_pythons():
    source = (ROOT / "tools" / "environment.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))


def test_old_python_without_a_newer_one_says_what_to_do(environment, monkeypatch):
    monkeypatch.setattr(environment.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"^Python 3\.9 is too old for this course: install Python 3\.11.*\.$"):
        environment.hand_over()


def test_old_python_hands_over_to_a_newer_one_that_works(environment, monkeypatch):
    found = {"python3.13": "/broken/python3.13", "python3.12": "/good/python3.12"}
    started = []

    def call(command, **options):
        started.append(command)
        return 127 if command[0].startswith("/broken") else 0

    monkeypatch.setattr(environment.shutil, "which", found.get)
    monkeypatch.setattr(environment.subprocess, "call", call)
    monkeypatch.setattr(environment.sys, "argv", ["environment.py", "setup"])
    with pytest.raises(SystemExit) as end:
        environment.hand_over()
    assert end.value.code == 0
    assert started[-1] == ["/good/python3.12", "environment.py", "setup"]


@pytest.mark.parametrize("stamp", ["", "{", None])
def test_unfinished_set_up_counts_as_none(environment, monkeypatch, tmp_path, stamp):
    (tmp_path / "python").touch()
    if stamp is not None:
        (tmp_path / "environment.json").write_text(stamp)
    monkeypatch.setattr(environment, "PYTHON", str(tmp_path / "python"))
    monkeypatch.setattr(environment, "STAMP", str(tmp_path / "environment.json"))
    assert environment.installed() == {}


@pytest.mark.parametrize("part", ["runtime", "test"])
def test_finished_set_up_is_left_alone(environment, monkeypatch, tmp_path, capsys, part):
    (tmp_path / "python").touch()
    (tmp_path / "environment.json").write_text(json.dumps(environment.wanted() | {"part": part}))
    monkeypatch.setattr(environment, "PYTHON", str(tmp_path / "python"))
    monkeypatch.setattr(environment, "STAMP", str(tmp_path / "environment.json"))
    monkeypatch.setattr(environment, "run", lambda *command: pytest.fail(f"ran {command}"))
    environment.set_up(test=False)
    assert capsys.readouterr().out == "The environment is up to date.\n"
