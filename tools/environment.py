"""Make the course's own Python environment in .venv, and keep it equal to requirements.lock.

Needs only Python's standard library. Down to the check of the version, every Python 3 can read this file.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def fits(command: str) -> bool:
    """Whether this command starts a Python that is new enough and can make virtual environments."""
    probe = f"import ensurepip, sys, venv; sys.exit(sys.version_info[:2] < {OLDEST})"
    try:
        return subprocess.call([command, "-c", probe], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def hand_over() -> None:
    """Run this script again with a Python that fits, or say in one sentence what to install."""
    for name in ("python3.13", "python3.12", "python3.11"):
        command = shutil.which(name)
        if command and fits(command):
            sys.exit(subprocess.call([command, *sys.argv]))
    if sys.version_info[:2] < OLDEST:
        problem = "Python {}.{} is too old".format(*sys.version_info[:2])
        remedy = "install Python 3.11, 3.12 or 3.13"
    else:
        problem = f"{sys.executable} cannot make virtual environments"
        remedy = "install its venv package (Debian and Ubuntu: apt install python3-venv)"
    sys.exit(f"{problem} for this course: {remedy}, then run the same command again.")


if __name__ == "__main__" and (sys.version_info[:2] < OLDEST or not importlib.util.find_spec("ensurepip")):
    hand_over()

LOCK = os.path.join(ROOT, "requirements.lock")
CONDA = os.path.join(ROOT, "environment.yml")
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
UV = os.path.join(BIN, "uv.exe" if os.name == "nt" else "uv")
STAMP = os.path.join(VENV, "environment.json")
# The lock is one file in three parts, so that what a learner needs is simply its beginning.
TEST_PART = "# ---- only for `make test` ----\n"
TOOL_PART = "# ---- only for `make setup` and `make lock` ----\n"
IMPORTS = ("course_lib", "numpy", "pandas", "matplotlib.pyplot", "ipywidgets", "anywidget", "jupyterlab", "nbgrader")
LAB_CONFIG = ("etc", "jupyter", "labconfig", "page_config.d", "closed_loop.json")


def run(*command: str) -> None:
    """Run one command at the root of the project; a failure raises CalledProcessError."""
    # Python's own search path of the calling shell has no place in the new environment.
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def read(path: str) -> str:
    """Return a text file as one string."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path: str, text: str) -> None:
    """Write a text file whole or not at all."""
    with open(path + ".new", "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(path + ".new", path)


def wanted() -> dict[str, str]:
    """Return what decides the content of the environment: where it is, on which Python, and its sources."""
    shipped = [os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(ROOT, "etc")) for name in names]
    sources = [LOCK, os.path.join(ROOT, "pyproject.toml"), os.path.abspath(__file__), *sorted(shipped)]
    digest = hashlib.sha256("\0".join(read(path) for path in sources).encode()).hexdigest()
    return {"place": ROOT, "python": "{}.{}".format(*sys.version_info[:2]), "sources": digest}


def installed() -> dict[str, str]:
    """Return what the last finished set-up left in the environment; nothing when there was none."""
    try:
        return json.loads(read(STAMP)) if os.path.exists(PYTHON) else {}
    except (OSError, ValueError):
        return {}


def install_packages(requirements: str, uv_requirement: str) -> tuple[str, ...]:
    """Install exactly these packages, each checked against its hash; return the install command that did it."""
    packages, tool = os.path.join(VENV, "packages.txt"), os.path.join(VENV, "uv.txt")
    write(packages, requirements)
    write(tool, uv_requirement)
    with_pip, with_uv = (PYTHON, "-m", "pip", "install"), (UV, "pip", "install", "--python", PYTHON)
    locked = ("--no-deps", "--require-hashes", "-r")
    try:
        run(*with_pip, "--quiet", *locked, tool)
        run(UV, "pip", "sync", "--python", PYTHON, "--require-hashes", "--compile-bytecode", packages)
        return with_uv
    except (OSError, subprocess.CalledProcessError):
        print("uv could not do it; pip installs instead, which takes a few minutes.", flush=True)
    run(*with_pip, *locked, packages)
    return with_pip


def set_up(test: bool) -> None:
    """Make or update the environment; nothing to do when it already is what the sources ask for."""
    begin, want, have = time.monotonic(), wanted(), installed()
    test = test or have.get("part") == "test"
    want["part"] = "test" if test else "runtime"
    if have == want:
        print("The environment is up to date.")
        return
    if any(have.get(name) != want[name] for name in ("place", "python")):
        # No finished set-up on this Python in this folder: what is there may be half a package, so start anew.
        print(f"Making .venv with Python {want['python']} ...", flush=True)
        run(sys.executable, "-m", "venv", "--clear", "--prompt", "closed-loop", VENV)
    else:
        os.remove(STAMP)
    install_course(test)
    write(STAMP, json.dumps(want))
    print(f"Set up in {time.monotonic() - begin:.0f} s. Next: make lab")


def install_course(test: bool) -> None:
    """Install the locked packages and the course itself, and check the result."""
    runtime, _, rest = read(LOCK).partition(TEST_PART)
    testing, _, tool = rest.partition(TOOL_PART)
    install = install_packages(runtime + testing if test else runtime, tool)
    run(*install, "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")
    run(PYTHON, os.path.abspath(__file__), "doctor")


def check() -> None:
    """Check the environment that runs this: packages, kernel, and the course's settings of JupyterLab."""
    for name in IMPORTS:
        importlib.import_module(name)
    from jupyter_client.kernelspec import KernelSpecManager

    if "python3" not in KernelSpecManager().find_kernel_specs():
        sys.exit("JupyterLab finds no Python kernel: delete .venv and run make setup.")
    if not os.path.exists(os.path.join(sys.prefix, *LAB_CONFIG)):
        sys.exit("The course's settings of JupyterLab are missing: install the course again with make setup.")
    if importlib.util.find_spec("rfc3987_syntax"):
        print("rfc3987-syntax is installed and makes every start of JupyterLab slower: pip uninstall rfc3987-syntax")
    print(f"Checked: {len(IMPORTS)} packages import, the kernel and the settings are there.")


def entries(lock: str) -> list[tuple[str, str]]:
    """Split a lock into its entries: name of the package, and its lines as they stand."""
    blocks: list[str] = []
    for line in lock.splitlines(keepends=True):
        if line[0].isalnum():
            blocks.append("")
        if blocks and not line.startswith("#"):
            blocks[-1] += line
    return [(block.partition("==")[0], block) for block in blocks]


def lock(options: list[str]) -> None:
    """Pin every dependency again in requirements.lock, and the learner's part of it in environment.yml."""
    if not os.path.exists(UV):
        sys.exit("There is no uv in .venv yet: run make setup first.")
    compile_ = (UV, "pip", "compile", "--quiet", "--universal", "--no-python-downloads", "pyproject.toml")
    with tempfile.TemporaryDirectory() as folder:
        everything, learner = (os.path.join(folder, name) for name in ("everything.txt", "learner.txt"))
        conda = os.path.join(folder, "conda.txt")
        shutil.copy(LOCK, everything)  # versions that still fit are kept; --upgrade takes the newest
        hashes = ("--generate-hashes", "--custom-compile-command", "make lock")
        oldest = ("--python-version", "{}.{}".format(*OLDEST))
        run(*compile_, *oldest, *hashes, "--extra", "test", "--group", "setup", "-o", everything, *options)
        plain = ("--no-header", "--no-annotate", "-c", everything, "-o")
        run(*compile_, *oldest, *plain, learner)
        run(*compile_, "--python-version", "3.12", *plain, conda)
        write_lock(read(everything), read(learner))
        head, mark, _ = read(CONDA).partition("  - pip:\n")
        write(CONDA, head + mark + "".join(f"      - {line}\n" for line in read(conda).splitlines()))


def write_lock(everything: str, learner: str) -> None:
    """Write the lock in its three parts: what a learner needs, what the tests add, and uv itself."""
    header = "".join(line for line in everything.splitlines(keepends=True)[:2])
    needed = {name for name, _ in entries(learner)}
    parts = {"learner": "", "test": "", "tool": ""}
    for name, block in entries(everything):
        parts["learner" if name in needed else "tool" if name == "uv" else "test"] += block
    write(LOCK, header + parts["learner"] + TEST_PART + parts["test"] + TOOL_PART + parts["tool"])


def main() -> None:
    """Read the command line and do what it asks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    setup = commands.add_parser("setup", help="make or update .venv")
    setup.add_argument("--test", action="store_true", help="also what the tests need")
    commands.add_parser("doctor", help="check the environment that runs this")
    commands.add_parser("lock", help="pin the dependencies again; takes options of uv pip compile, such as --upgrade")
    arguments, rest = parser.parse_known_args()
    if rest and arguments.command != "lock":
        parser.error(f"unknown option: {' '.join(rest)}")
    try:
        if arguments.command == "setup":
            set_up(arguments.test)
        elif arguments.command == "doctor":
            check()
        else:
            lock(rest)
    except subprocess.CalledProcessError:
        sys.exit("That step failed, see above; the same command takes it up again once the cause is removed.")
    except KeyboardInterrupt:
        sys.exit("Interrupted; the same command takes it up again.")


if __name__ == "__main__":
    main()
