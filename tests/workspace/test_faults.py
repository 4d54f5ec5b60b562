"""Broken disks, broken states, links, and folders that cannot be written: for real where that is allowed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import filelock  # noqa: F401  a forked child without rights must not import it first
import pytest

from mlcourse.errors import CourseError
from mlcourse.workspace import State, read_state, update

ONE = {"README.md": b"r1", "course/x.ipynb": b"x1"}
TWO = {"README.md": b"r2", "course/x.ipynb": b"x2"}
NOBODY = 65534
needs_links = pytest.mark.skipif(os.name == "nt", reason="links need special rights on Windows")


# Damaged states


@pytest.mark.parametrize("damage", [b"", b"{", b"\0" * 500, b"[]", b'{"version": 1}', b"\xff\xfe"])
def test_a_damaged_state_costs_the_learner_nothing(tree: Any, damage: bytes) -> None:
    update(tree.root, ONE, fingerprint="1")
    tree.write("course/x.ipynb", b"mine")
    (tree.root / ".mlcourse/state.json").write_bytes(damage)
    report = update(tree.root, ONE, fingerprint="1")
    assert report.kept == (("course/x.ipynb", "course/x (new edition).ipynb"),)
    assert report.unchanged == ("README.md",)
    assert ".mlcourse/state (damaged).json" in report.notes[0]
    assert (tree.root / ".mlcourse/state (damaged).json").read_bytes() == damage
    assert tree.read()["course/x.ipynb"] == b"mine"
    again = update(tree.root, TWO, fingerprint="2")
    assert again.replaced == ("README.md",)
    assert again.notes == ()


def test_every_damaged_state_is_kept_once(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    for damage in (b"1", b"2", b"1"):
        (tree.root / ".mlcourse/state.json").write_bytes(damage)
        update(tree.root, ONE, fingerprint="1")
    kept = {path.name: path.read_bytes() for path in (tree.root / ".mlcourse").glob("*damaged*")}
    assert kept == {"state (damaged).json": b"1", "state (damaged 2).json": b"2"}


def test_a_doctored_state_leads_nowhere(tree: Any, tmp_path: Path) -> None:
    update(tree.root, ONE, fingerprint="1")
    (tmp_path / "outside").write_bytes(b"outside")
    place = tree.root / ".mlcourse/state.json"
    content = json.loads(place.read_bytes())
    content["files"]["../outside"] = {"offered": None, "ours": []}
    place.write_text(json.dumps(content))
    assert update(tree.root, TWO, fingerprint="2").notes
    assert (tmp_path / "outside").read_bytes() == b"outside"


def test_a_newer_version_is_left_alone(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    (tree.root / ".mlcourse/state.json").write_text('{"version": 99, "fingerprint": ""}')
    with pytest.raises(CourseError, match="newer version"):
        update(tree.root, TWO, fingerprint="2")
    assert tree.read() == ONE


# Links


@needs_links
def test_a_file_that_is_a_link_is_the_learners_and_nothing_is_written_through_it(tree: Any, tmp_path: Path) -> None:
    outside = tmp_path / "outside.ipynb"
    outside.write_bytes(b"x1")
    update(tree.root, ONE, fingerprint="1")
    (tree.root / "course/x.ipynb").unlink()
    (tree.root / "course/x.ipynb").symlink_to(outside)
    report = update(tree.root, TWO, fingerprint="2")
    assert report.kept == (("course/x.ipynb", "course/x (new edition).ipynb"),)
    assert (tree.root / "course/x.ipynb").is_symlink()
    assert outside.read_bytes() == b"x1"


@needs_links
def test_a_dangling_link_is_kept(tree: Any, tmp_path: Path) -> None:
    tree.write("course/mine", b"mine")
    (tree.root / "course/x.ipynb").symlink_to(tmp_path / "nowhere")
    assert update(tree.root, ONE, fingerprint="1").kept == (("course/x.ipynb", "course/x (new edition).ipynb"),)
    assert not (tmp_path / "nowhere").exists()


@needs_links
@pytest.mark.parametrize("inside", [False, True])
def test_a_folder_that_is_a_link_is_never_written_through(tree: Any, tmp_path: Path, inside: bool) -> None:
    target = tree.root / "elsewhere" if inside else tmp_path / "elsewhere"
    (target / "deep").mkdir(parents=True)
    tree.root.mkdir(exist_ok=True)
    foreign = target / "deep/.mlcourse-0123456789abcdef.tmp"
    foreign.touch()
    (tree.root / "course").symlink_to(target, target_is_directory=True)
    report = update(tree.root, {**ONE, "course/deep/y.ipynb": b"y1"}, fingerprint="1")
    assert report.added == ("README.md",)
    why = "course is a link, not a folder. Rename or move it, then update again."
    assert report.blocked == (("course/deep/y.ipynb", why), ("course/x.ipynb", why))
    assert [path for path in target.rglob("*") if path.is_file()] == [foreign]


def test_what_others_are_writing_into_the_workspaces_own_folder_is_not_swept_away(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    fresh, stale, own = (
        tree.root / ".mlcourse" / name
        for name in (".mlcourse-0123456789abcdef.tmp", ".mlcourse-fedcba9876543210.tmp", "mine.tmp")
    )
    for path in (fresh, stale, own):
        path.touch()
    for path in (stale, own):
        os.utime(path, (0, 0))
    update(tree.root, ONE, fingerprint="1")
    assert (fresh.exists(), stale.exists(), own.exists()) == (True, False, True)


@needs_links
def test_a_place_beside_that_is_a_link_is_not_written_through(tree: Any, tmp_path: Path) -> None:
    update(tree.root, ONE, fingerprint="1")
    tree.write("README.md", b"mine")
    (tree.root / "README (new edition).md").symlink_to(tmp_path / "outside")
    assert update(tree.root, TWO, fingerprint="2").kept == (("README.md", "README (new edition) (2).md"),)
    assert not (tmp_path / "outside").exists()


@needs_links
@pytest.mark.parametrize("name", [".mlcourse", ".mlcourse/update.lock"])
def test_the_workspaces_own_folder_is_no_way_out(tree: Any, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    (tree.root / name).parent.mkdir(parents=True)
    (tree.root / name).symlink_to(outside)
    with pytest.raises(CourseError, match=r"(?s)a link.*Your files are as they were"):
        update(tree.root, ONE, fingerprint="1")
    assert not outside.exists()
    assert tree.read() == {}


@needs_links
def test_a_workspace_that_is_itself_a_link_works(tree: Any, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    tree.root.symlink_to(tmp_path / "real", target_is_directory=True)
    assert update(tree.root, ONE, fingerprint="1").added == ("README.md", "course/x.ipynb")
    assert (tmp_path / "real/course/x.ipynb").read_bytes() == b"x1"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
def test_a_pipe_in_a_files_place_is_not_waited_for(tree: Any) -> None:
    tree.root.mkdir()
    os.mkfifo(tree.root / "README.md")
    assert update(tree.root, ONE, fingerprint="1").blocked[0][1].startswith("a device, pipe or socket is in its place")


# Places that are no good


def test_a_file_in_place_of_the_folder(tree: Any) -> None:
    tree.root.write_bytes(b"mine")
    for place in (tree.root, tree.root / "deeper"):
        with pytest.raises(CourseError, match=r"my course.*: a file .*is where a folder should be"):
            update(place, ONE, fingerprint="1")
    assert tree.root.read_bytes() == b"mine"


@pytest.mark.parametrize("name", [".mlcourse", ".mlcourse/state.json"])
def test_something_else_in_place_of_the_workspaces_own(tree: Any, name: str) -> None:
    place = tree.root / name
    place.parent.mkdir(parents=True)
    place.touch() if name == ".mlcourse" else place.mkdir()
    with pytest.raises(CourseError, match=r"\.mlcourse.* is where a f"):
        update(tree.root, ONE, fingerprint="1")
    assert tree.read().keys() <= {".mlcourse"}


def test_paths_that_are_too_long_or_no_paths(tree: Any) -> None:
    with pytest.raises(CourseError, match="the path is too long"):
        update(tree.root, {**ONE, "a" * 300: b""}, fingerprint="1")
    assert tree.read() == {}
    with pytest.raises(CourseError, match="the path is too long"):
        update(tree.root.joinpath(*["a" * 100] * 60), ONE, fingerprint="1")
    with pytest.raises(CourseError, match="invisible character"):
        update("a\0b", ONE, fingerprint="1")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, unlike those of the test runner."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)


def _as_ordinary_user(task: Callable[[], None]) -> str:
    """Run a task in a child that is not root; give back the message of the CourseError that it raises."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            try:
                task()
                os.write(writer, b"no error")
            except CourseError as error:
                os.write(writer, str(error).encode())
            except BaseException as error:
                os.write(writer, f"unexpected: {error!r}".encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        message = pipe.read().decode()
    os.waitpid(child, 0)
    return message


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the tests fork")
@pytest.mark.parametrize(
    ("locked", "named"),
    [
        (".", "/.mlcourse"),
        (".mlcourse", "/.mlcourse"),
        ("course", "/course/x.ipynb"),
    ],
)
def test_without_permission_nothing_changes_and_the_file_is_named(open_folder: Path, locked: str, named: str) -> None:
    root = open_folder / "course"
    if locked != ".":
        update(root, ONE, fingerprint="1")
    root.mkdir(exist_ok=True)
    for path in [root, *root.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    (root / locked).chmod(0o555)
    for path in (root / locked).iterdir():
        path.chmod(0o444)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    message = _as_ordinary_user(lambda: _update(root, TWO, "2"))
    assert message.startswith(f"{root}{named}")
    assert "permission is missing" in message
    course = {path: content for path, content in before.items() if path.parent.name != ".mlcourse"}
    assert {path: path.read_bytes() for path in course} == course
    assert not list(root.rglob("course/*.tmp"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the tests fork")
def test_a_file_that_cannot_be_read_is_named(open_folder: Path) -> None:
    root = open_folder / "course"
    update(root, ONE, fingerprint="1")
    for path in [root, *root.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    (root / "README.md").chmod(0)
    assert _as_ordinary_user(lambda: _update(root, TWO, "2")).startswith(f"{root}/README.md: permission is missing")


def _update(root: Path, edition: dict[str, bytes], fingerprint: str) -> None:
    update(root, edition, fingerprint=fingerprint)


# A disk that is really full, and one that is really read-only

FULL_DISK = """
import subprocess, sys
from pathlib import Path
from mlcourse.errors import CourseError
from mlcourse.workspace import update

disk = Path(sys.argv[1])
root = disk / "course"
small = {f"{number}.ipynb": b"1" * 4000 for number in range(10)}
large = {f"{number}.ipynb": b"2" * 40_000 for number in range(10)}

def state():
    return {path.name: path.read_bytes() for path in root.glob("*.ipynb")}

def attempt(edition, fingerprint):
    try:
        update(root, edition, fingerprint=fingerprint)
    except CourseError as error:
        print(str(error).replace(str(disk), ""))

update(root, small, fingerprint="1")
attempt(large, "2")
assert state() == small, "something changed"
assert not list(root.glob("*.tmp")), "something was left"
(disk / "ballast").write_bytes(b"")
with (disk / "ballast").open("wb", buffering=0) as ballast:
    try:
        while True:
            ballast.write(bytes(4096))
    except OSError:
        pass
attempt({**small, "0.ipynb": b"3"}, "3")
assert state() == small, "something changed"
attempt(small, "1")
(disk / "ballast").unlink()
update(root, {**small, "0.ipynb": b"3"}, fingerprint="3")
assert state() == {**small, "0.ipynb": b"3"}
subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
attempt(small, "4")
assert state() == {**small, "0.ipynb": b"3"}
print("done")
"""


def _on_a_small_disk(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run Python with a disk of 200 kB in place of a folder, seen by that process alone."""
    command = f'mount -t tmpfs -o size=200k none "{folder}" && exec "{sys.executable}" - "{folder}"'
    unshare = ["unshare", "-rm", "sh", "-c", command]
    return subprocess.run(unshare, input=code, capture_output=True, text=True, check=False)


def test_a_disk_that_is_really_full_and_then_read_only(tmp_path: Path) -> None:
    if shutil.which("unshare") is None or _on_a_small_disk(tmp_path, "").returncode:
        pytest.skip("mounting a disk of one's own is not allowed here")
    run = _on_a_small_disk(tmp_path, FULL_DISK)
    assert run.stderr == ""
    *full, read_only, done = run.stdout.splitlines()
    assert done == "done"
    assert len(full) >= 2
    assert all("the disk is full. Free some space and run the command again" in line for line in full)
    assert "the disk is read-only" in read_only


def test_a_state_is_never_taken_for_complete_after_an_error(tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    update(tree.root, ONE, fingerprint="1")

    def refuse(source: object, target: object) -> None:
        if str(target).endswith("x.ipynb"):
            raise PermissionError(13, "in use")
        replace(source, target)  # type: ignore[arg-type]

    replace = os.replace
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CourseError, match=r"x\.ipynb: permission is missing"):
        update(tree.root, TWO, fingerprint="2")
    monkeypatch.undo()
    state = read_state(tree.root)
    assert isinstance(state, State)
    assert state.fingerprint == ""
    assert tree.read() == {"README.md": b"r2", "course/x.ipynb": b"x1"}
    assert update(tree.root, ONE, fingerprint="1").replaced == ("README.md",)


@pytest.mark.parametrize(
    ("winerror", "said"),
    [(32, "another program has it open"), (206, "the path is too long"), (5, "permission")],
)
def test_what_windows_says_is_understood(tree: Any, monkeypatch: pytest.MonkeyPatch, winerror: int, said: str) -> None:
    class WindowsError(PermissionError):
        pass

    error = WindowsError(13, "Access is denied")
    error.winerror = winerror  # type: ignore[attr-defined]

    def refuse(source: object, target: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CourseError, match=said):
        update(tree.root, ONE, fingerprint="1")
