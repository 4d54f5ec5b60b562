"""Several updates of one workspace at the same time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from mlcourse.errors import CourseError
from mlcourse.workspace import lock, read_state, update

RUN = """
import json, sys, time
from pathlib import Path
from mlcourse.workspace import update

root, number, start = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
edition = {f"course/{n}.ipynb": f"edition {number}, file {n}".encode() * 500 for n in range(40)}
time.sleep(max(0, start - time.time()))
report = update(root, edition, fingerprint=number)
print(json.dumps([len(report.added), len(report.replaced), len(report.unchanged), len(report.kept)]))
"""


def _race(root: Path, numbers: list[str]) -> list[list[int]]:
    start = str(time.time() + 0.7)
    command = [sys.executable, "-c", RUN, str(root)]
    runs = [subprocess.Popen([*command, number, start], stdout=subprocess.PIPE, text=True) for number in numbers]
    outputs = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0] * len(runs)
    return [json.loads(output) for output in outputs]


def test_two_updates_to_one_edition_do_the_work_once(tree: Any) -> None:
    counts = _race(tree.root, ["1", "1"])
    assert sorted(counts) == [[0, 0, 40, 0], [40, 0, 0, 0]]
    assert tree.litter() == []


def test_four_updates_to_four_editions_leave_one_of_them_whole(tree: Any) -> None:
    counts = _race(tree.root, ["1", "2", "3", "4"])
    assert sorted(counts) == [[0, 40, 0, 0]] * 3 + [[40, 0, 0, 0]]
    state = read_state(tree.root)
    assert state is not None
    assert len(tree.read()) == 40
    for path, content in tree.read().items():
        number = Path(path).stem
        assert content == f"edition {state.fingerprint}, file {number}".encode() * 500


def test_who_waits_too_long_is_told_who_holds_the_workspace(tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(done: int, total: int) -> None:
        with pytest.raises(CourseError) as caught:
            update(tree.root, {"a": b"2"}, fingerprint="2")
        messages.append(str(caught.value))

    messages: list[str] = []
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    update(tree.root, {"a": b"1"}, fingerprint="1", progress=meanwhile)
    [message] = messages
    assert f"is being updated by process {os.getpid()} on " in message
    assert "end that process and run the command again" in message
    assert tree.read() == {"a": b"1"}


def test_the_second_of_two_threads_waits(tree: Any) -> None:
    started = threading.Event()

    def first() -> None:
        def dawdle(done: int, total: int) -> None:
            started.set()
            time.sleep(0.2)

        update(tree.root, {"a": b"1"}, fingerprint="1", progress=dawdle)

    thread = threading.Thread(target=first)
    thread.start()
    assert started.wait(5)
    assert update(tree.root, {"a": b"2"}, fingerprint="2").replaced == ("a",)
    thread.join()


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"process": 1}'])
def test_an_unreadable_note_about_the_holder_is_no_matter(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "update.json").write_bytes(content)
    assert lock._holder(tmp_path) == "another process"
