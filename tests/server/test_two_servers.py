"""Two Jupyter servers on one workspace, as when one forgets that JupyterLab is running already."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mlcourse.authoring.course import read_course
from mlcourse.workspace import catalogue, events

TOKEN = "of-a-test"
PROBLEMS = "assignments/01-basics/sums/lists.ipynb"


class Server:
    """A Jupyter server in a process of its own."""

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self._url}mlcourse/{path}", data, headers={"Authorization": f"token {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())


@contextmanager
def serving(root: Path, scratch: Path) -> Iterator[Server]:
    settings = {f"JUPYTER_{kind}_DIR": str(scratch / kind) for kind in ("RUNTIME", "CONFIG", "DATA")}
    options = [
        f"--ServerApp.root_dir={root}",
        f"--IdentityProvider.token={TOKEN}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        "--ServerApp.open_browser=False",
        "--ServerApp.allow_root=True",
        "--ServerApp.jpserver_extensions={'mlcourse.server': True}",
    ]
    settings["MLCOURSE_WARM"] = "0"  # no kernel is started here
    command = [sys.executable, "-m", "jupyter_server", *options]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env={**os.environ, **settings}, stdout=quiet, stderr=quiet) as process:
        try:
            yield Server(_url(scratch / "RUNTIME", process))
        finally:
            process.kill()


def _url(runtime: Path, process: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        assert process.poll() is None
        for file in runtime.glob("jpserver-*.json"):
            try:
                return str(json.loads(file.read_text())["url"])
            except ValueError:  # it is being written
                continue
        time.sleep(0.05)
    raise AssertionError("the server did not start")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    (root / ".mlcourse").mkdir(parents=True)
    course = read_course(Path(__file__).parents[1] / "sample_course")
    catalogue.write(root, course.catalogue(), "1")
    return root


@pytest.mark.slow
def test_each_sees_what_the_other_records_and_nothing_is_lost(root: Path, tmp_path: Path) -> None:
    read = {"events": [{"kind": "read", "topic": "adding#sums"}]}
    passed = {"events": [{"kind": "checked", "exercise": "sums#total", "passed": True}]}
    with serving(root, tmp_path / "one") as one, serving(root, tmp_path / "two") as two:
        assert one.ask("events", passed)["totals"]["exercises"] == [1, 2]
        assert two.ask("progress")["totals"]["exercises"] == [1, 2]

        writers = [threading.Thread(target=lambda s=s: [s.ask("events", read) for _ in range(25)]) for s in (one, two)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert len(events.read(root)) == 51

        cell = {
            "cell_type": "code",
            "id": "mean-check",
            "metadata": {"nbgrader": {"grade_id": "mean-check"}},
            "source": "",
            "execution_count": 1,
            "outputs": [],
        }
        (root / PROBLEMS).parent.mkdir(parents=True)
        (root / PROBLEMS).write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        lookers = [threading.Thread(target=server.ask, args=("progress",)) for server in (one, two)]
        for looker in lookers:
            looker.start()
        for looker in lookers:
            looker.join()
        assert [event.get("exercise") for event in events.read(root)].count("sums#mean") == 1
        assert one.ask("progress") == two.ask("progress")
