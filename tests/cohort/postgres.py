"""An empty Postgres database on a server of its own, where Debian's server and a driver are installed."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def postgres() -> Iterator[str]:
    """Give the database's address; skip the test, with the reason, where there is no server or driver."""
    pytest.importorskip("psycopg", reason="no Postgres driver is installed: pip install 'psycopg[binary]'")
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[4]))
    if not programs:
        pytest.skip("no Postgres server is installed: apt-get install postgresql")
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *options: str) -> None:
        command = [*as_other, str(programs[-1] / program), "-D", str(folder / "data"), *options]
        subprocess.run(command, check=True, capture_output=True, cwd="/")

    try:
        if as_other:
            shutil.chown(folder, "postgres")
        run("initdb", "-U", "grader", "--auth=trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql+psycopg://grader@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
