"""Updates that are killed, or fail, at every single operation on the disk."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from mlcourse.errors import CourseError
from mlcourse.workspace import read_state, update

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the tests fork")

CHANGED, DELETED, FRESH = "course/changed.ipynb", "course/deleted.ipynb", "course/new/fresh.ipynb"
ONE = {
    "a.ipynb": b"a1",
    "course/b.ipynb": b"b1" * 50,
    CHANGED: b"c1",
    DELETED: b"d1",
    "course/gone.ipynb": b"g1",
}
TWO = {"a.ipynb": b"a2", "course/b.ipynb": b"b2" * 50, CHANGED: b"c2", DELETED: b"d2", FRESH: b"f2"}
THREE = {
    "a.ipynb": b"a3",
    "course/b.ipynb": b"b3" * 50,
    CHANGED: b"c3",
    DELETED: b"d3",
    "other/e.ipynb": b"e3",
}
BESIDE = "course/changed (new edition).ipynb"
LEARNERS = {CHANGED: b"my solution", "notes.txt": b"my notes", "course/mine.ipynb": b"my notebook"}
PROGRAM = Path(__file__).with_name("killing.py")
disturbed = run_path(str(PROGRAM))["disturbed"]


@pytest.fixture
def lived_in(tree: Any) -> Any:
    """A workspace with the first edition, in which a learner has worked."""
    update(tree.root, ONE, fingerprint="1")
    for path, content in LEARNERS.items():
        tree.write(path, content)
    (tree.root / DELETED).unlink()
    return tree


class Killer:
    """Runs updates that are killed, in a program of its own."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self.program = program

    def killed_at(self, number: int, root: Path, edition: dict[str, bytes], restore: tuple[str, ...]) -> bool:
        """Run an update that is killed before its n-th operation; say whether it came so far."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        contents = {path: content.decode() for path, content in edition.items()}
        request = {"root": str(root), "number": number, "edition": contents, "restore": restore}
        self.program.stdin.write(json.dumps(request) + "\n")
        self.program.stdin.flush()
        answer = self.program.stdout.readline().strip()
        assert answer in ("killed", "ended")
        return answer == "killed"

    def every_kill(self, pristine: Path, edition: dict[str, bytes], restore: tuple[str, ...] = ()) -> Iterator[Path]:
        """Give a copy of a workspace, just killed, for every operation at which an update can be killed."""
        number = 0
        while True:
            number += 1
            copy = pristine.with_name(f"killed {number}")
            shutil.copytree(pristine, copy) if pristine.exists() else copy.mkdir()
            if not self.killed_at(number, copy, edition, restore):
                assert number > 30
                return
            yield copy
            shutil.rmtree(copy)


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    command = [sys.executable, str(PROGRAM)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        yield Killer(program)


@pytest.fixture(autouse=True)
def _fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    # What is tested is the order of operations; waiting for the disk adds minutes and finds nothing.
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def assert_complete(tree: Any, edition: dict[str, bytes], number: str) -> None:
    state = read_state(tree.root)
    assert state is not None
    assert state.fingerprint == number
    assert tree.litter() == []
    for path, content in edition.items():
        assert tree.read()[path] == content


def test_an_update_killed_anywhere_is_completed_by_the_next(lived_in: Any, killer: Killer) -> None:
    for position, root in enumerate(killer.every_kill(lived_in.root, TWO)):
        tree = type(lived_in)(root)
        after = tree.read()
        assert {path: after[path] for path in LEARNERS} == LEARNERS
        assert all(after[path] in (ONE[path], TWO[path]) for path in ("a.ipynb", "course/b.ipynb"))
        # In turn: the same edition and then a newer one, and a newer one at once.
        for edition, number in ((TWO, "2"), (THREE, "3"))[position % 2 :]:
            report = update(root, edition, fingerprint=number)
            assert {path: tree.read()[path] for path in LEARNERS} == LEARNERS
            untouched = {path: edition[path] for path in edition if path not in (CHANGED, DELETED)}
            assert_complete(tree, {**untouched, BESIDE: edition[CHANGED]}, number)
            assert report.deleted_by_learner == (DELETED,)
            assert [path for path in tree.read() if "new edition" in path] == [BESIDE]
            assert not update(root, edition, fingerprint=number).kept


def test_a_first_update_killed_anywhere_is_completed_by_the_next(tree: Any, killer: Killer) -> None:
    for number, root in enumerate(killer.every_kill(tree.root, ONE)):
        edition, fingerprint = ((ONE, "1"), (TWO, "2"))[number % 2]
        report = update(root, edition, fingerprint=fingerprint)
        copy = type(tree)(root)
        assert_complete(copy, edition, fingerprint)
        assert (report.kept, report.deleted_by_learner) == ((), ())
        assert set(copy.read()) <= {*edition, *ONE}


def test_a_restoration_that_had_begun_when_it_was_killed_is_completed(lived_in: Any, killer: Killer) -> None:
    update(lived_in.root, TWO, fingerprint="2")
    begun = []
    for root in killer.every_kill(lived_in.root, TWO, restore=("course",)):
        state = read_state(root)
        assert state is not None
        begun.append(state.fingerprint != "2")
        update(root, TWO, fingerprint="2")
        assert_complete(type(lived_in)(root), {DELETED: b"d2"} if begun[-1] else {}, "2")
        assert (DELETED in type(lived_in)(root).read()) == begun[-1]
    assert len(set(begun)) == 2


def test_work_done_between_a_kill_and_the_next_update_is_kept(lived_in: Any, killer: Killer) -> None:
    for root in killer.every_kill(lived_in.root, TWO):
        tree = type(lived_in)(root)
        for path in ("a.ipynb", "course/b.ipynb", BESIDE):
            tree.write(path, b"written after the kill")
        update(root, THREE, fingerprint="3")
        assert all(tree.read()[path] == b"written after the kill" for path in ("a.ipynb", "course/b.ipynb", BESIDE))
        assert tree.read()["course/b (new edition).ipynb"] == THREE["course/b.ipynb"]
        assert tree.read()["course/changed (new edition) (2).ipynb"] == b"c3"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_an_error_at_any_operation_costs_nothing_and_says_what_to_do(lived_in: Any, number: int) -> None:
    """Each operation on the disk fails once; with ENOSPC, every later write fails too."""
    position = 0
    reached = True
    while reached:
        position += 1
        root = lived_in.root.with_name(f"failed {position}")
        shutil.copytree(lived_in.root, root)
        tree = type(lived_in)(root)
        reached, message = _fail_at(position, root, number)
        if message is not None:
            assert str(root) in message
            assert "Your files are as they were." in message
            assert os.strerror(number) not in message
        else:
            assert_complete(tree, {"a.ipynb": b"a2", FRESH: b"f2", BESIDE: b"c2"}, "2")
        after = tree.read()
        assert {path: after[path] for path in LEARNERS} == LEARNERS
        assert DELETED not in after
        assert all(after[path] in (ONE[path], TWO[path]) for path in ("a.ipynb", "course/b.ipynb"))
        update(root, TWO, fingerprint="2")
        untouched = {path: content for path, content in TWO.items() if path not in (CHANGED, DELETED)}
        assert_complete(tree, {**untouched, BESIDE: b"c2"}, "2")
        shutil.rmtree(root)
    assert position > 30


def _fail_at(position: int, root: Path, number: int) -> tuple[bool, str | None]:
    """Update with one failing operation; say whether it was reached, and what the learner is told."""
    reached = False

    def fail(name: str, count: int) -> None:
        nonlocal reached
        lasting = number == errno.ENOSPC and count > position and name == "write"
        if count == position or lasting:
            reached = True
            raise OSError(number, os.strerror(number))

    with disturbed(fail):
        try:
            update(root, TWO, fingerprint="2")
        except CourseError as error:
            return reached, str(error)
    return reached, None


def test_a_full_disk_is_noticed_before_anything_changes(lived_in: Any) -> None:
    before = lived_in.read()
    written = 0

    def fail(name: str, count: int) -> None:
        nonlocal written
        written += name == "write"
        if name == "write" and written > 8:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with disturbed(fail), pytest.raises(CourseError, match=r"the disk is full\. Free some space"):
        update(lived_in.root, TWO, fingerprint="2")
    assert lived_in.read() == before
    assert lived_in.litter() == []
    assert not (lived_in.root / "course/new").exists()
