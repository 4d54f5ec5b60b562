"""A PostgreSQL server for tests: Debian's own, run as an ordinary user in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def programs() -> Path:
    """Find the server's programs, the newest ones."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail("PostgreSQL is not installed: install Debian's package `postgresql`.")
    return found[-1].parent


@contextlib.contextmanager
def running_server() -> Iterator[Path]:
    """Run a server that can be reached by a socket in the folder given, and by nobody else."""
    folder = Path(tempfile.mkdtemp(prefix="mlcourse-postgres-"))  # a socket's path must be short
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to be root
    if user:
        shutil.chown(folder, user)
    data, where = str(folder / "data"), programs()

    def call(program: str, *arguments: str) -> None:
        # The server keeps what it inherits open, so its output goes into a file.
        with (folder / "log").open("ab") as log:
            command = [str(where / program), *arguments]
            done = subprocess.run(command, user=user, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        assert done.returncode == 0, (folder / "log").read_text()

    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    try:
        call("initdb", "--pgdata", data, "--auth", "trust", "--username", "grader", "--no-sync", "--encoding", "UTF8")
        call("pg_ctl", "start", "--wait", "--pgdata", data, "--options", options)
        try:
            yield folder
        finally:
            call("pg_ctl", "stop", "--wait", "--pgdata", data, "--mode", "immediate")
    finally:
        shutil.rmtree(folder)


def new_database(server: Path, name: str) -> str:
    """Make an empty database; returns its address."""
    import psycopg

    with psycopg.connect(host=str(server), user="grader", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return f"postgresql+psycopg://grader@/{name}?host={server}"
