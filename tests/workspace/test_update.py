"""What an update does to each kind of file, on a real disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from mlcourse.errors import CourseError
from mlcourse.workspace import Report, files, is_workspace, read_state, update

ONE = {
    "README.md": b"r1",
    "course/01-a/x.ipynb": b"x1",
    "course/01-a/y.ipynb": b"y1",
    "course/02-b/z.ipynb": b"z1",
}
TWO = {
    "README.md": b"r1",
    "course/01-a/x.ipynb": b"x2",
    "course/01-a/y.ipynb": b"y2",
    "course/03-c/w.ipynb": b"w2",
}
X, Y, Z = "course/01-a/x.ipynb", "course/01-a/y.ipynb", "course/02-b/z.ipynb"


def test_the_first_time_everything_is_laid_down(tree: Any) -> None:
    assert update(tree.root, ONE, fingerprint="1") == Report(added=tuple(sorted(ONE)))
    assert tree.read() == ONE
    assert is_workspace(tree.root)
    state = read_state(tree.root)
    assert state is not None
    assert state.fingerprint == "1"


def test_the_same_edition_again_changes_nothing_at_all(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    state = tree.root / ".mlcourse" / "state.json"
    before = [(path, path.stat().st_mtime_ns) for path in [*tree.root.rglob("*.*"), state] if path.is_file()]
    assert update(tree.root, ONE, fingerprint="1") == Report(unchanged=tuple(sorted(ONE)))
    assert [(path, path.stat().st_mtime_ns) for path, _ in before] == before


def test_a_new_edition_replaces_what_is_untouched(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    report = update(tree.root, TWO, fingerprint="2")
    assert report == Report(added=("course/03-c/w.ipynb",), replaced=(X, Y), unchanged=("README.md",), withdrawn=(Z,))
    assert tree.read() == {**ONE, **TWO}
    assert update(tree.root, TWO, fingerprint="2").withdrawn == (Z,)


def test_a_changed_file_is_kept_and_the_new_edition_laid_beside_it_once(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    tree.write(X, b"mine")
    beside = "course/01-a/x (new edition).ipynb"
    assert update(tree.root, TWO, fingerprint="2").kept == ((X, beside),)
    assert tree.read()[X] == b"mine"
    assert tree.read()[beside] == b"x2"
    (tree.root / beside).unlink()
    assert X in update(tree.root, TWO, fingerprint="2").unchanged
    assert beside not in tree.read()
    update(tree.root, {**TWO, X: b"x3"}, fingerprint="3")
    update(tree.root, {**TWO, X: b"x4"}, fingerprint="4")
    assert tree.read()[beside] == b"x4"


def test_a_new_edition_that_the_learner_changed_is_kept_too(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    tree.write(X, b"mine")
    update(tree.root, TWO, fingerprint="2")
    tree.write("course/01-a/x (new edition).ipynb", b"also mine")
    second = "course/01-a/x (new edition) (2).ipynb"
    assert update(tree.root, {**TWO, X: b"x3"}, fingerprint="3").kept == ((X, second),)
    assert tree.read()["course/01-a/x (new edition).ipynb"] == b"also mine"
    assert tree.read()[second] == b"x3"


def test_a_learner_who_takes_over_the_new_edition_gets_updates_again(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    tree.write(X, b"mine")
    update(tree.root, TWO, fingerprint="2")
    (tree.root / "course/01-a/x (new edition).ipynb").replace(tree.root / X)
    assert update(tree.root, {**TWO, X: b"x3"}, fingerprint="3").replaced == (X,)


def test_a_learner_who_goes_back_to_an_old_edition_gets_updates_again(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    update(tree.root, TWO, fingerprint="2")
    tree.write(X, b"x1")
    assert update(tree.root, {**TWO, X: b"x3"}, fingerprint="3").replaced == (X,)


def test_what_the_learner_deleted_stays_deleted(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    (tree.root / X).unlink()
    (tree.root / Z).unlink()
    (tree.root / "course/02-b").rmdir()
    assert update(tree.root, ONE, fingerprint="1").deleted_by_learner == (X, Z)
    assert update(tree.root, {**ONE, X: b"x2"}, fingerprint="2").deleted_by_learner == (X, Z)
    report = update(tree.root, {**ONE, X: b"x2"}, fingerprint="2", restore=["course/02-b"])
    assert (report.restored, report.deleted_by_learner) == ((Z,), (X,))
    assert update(tree.root, {**ONE, X: b"x2"}, fingerprint="2", restore=["*.ipynb"]).restored == (X,)
    assert tree.read() == {**ONE, X: b"x2"}


def test_restoring_never_touches_a_file_that_is_there(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    tree.write(X, b"mine")
    assert update(tree.root, ONE, fingerprint="1", restore=["."]) == Report(unchanged=tuple(sorted(ONE)))
    assert tree.read()[X] == b"mine"


def test_what_was_there_before_the_first_time_is_the_learners(tree: Any) -> None:
    tree.write(X, b"mine")
    tree.write(Y, b"y1")
    tree.write("diary.txt", b"dear diary")
    report = update(tree.root, ONE, fingerprint="1")
    assert report.kept == ((X, "course/01-a/x (new edition).ipynb"),)
    assert report.unchanged == (Y,)
    assert tree.read() == {
        **ONE,
        X: b"mine",
        "course/01-a/x (new edition).ipynb": b"x1",
        "diary.txt": b"dear diary",
    }
    assert update(tree.root, {**ONE, Y: b"y2"}, fingerprint="2").replaced == (Y,)


def test_a_folder_where_a_file_should_go_is_kept_and_the_rest_goes_on(tree: Any) -> None:
    tree.write(f"{X}/mine.txt", b"mine")
    report = update(tree.root, ONE, fingerprint="1")
    assert report.blocked == ((X, "a folder is in its place. Rename or move it, then update again."),)
    assert tree.read() == {**{path: ONE[path] for path in ONE if path != X}, f"{X}/mine.txt": b"mine"}
    state = read_state(tree.root)
    assert state is not None
    assert state.fingerprint == ""
    (tree.root / X).rename(tree.root / "elsewhere")
    assert update(tree.root, ONE, fingerprint="1").added == (X,)


def test_a_file_where_a_folder_should_go_is_kept_and_the_rest_goes_on(tree: Any) -> None:
    tree.write("course/01-a", b"mine")
    report = update(tree.root, ONE, fingerprint="1")
    assert [path for path, _ in report.blocked] == [X, Y]
    assert report.blocked[0][1].startswith("course/01-a is a file, not a folder.")
    assert tree.read() == {"README.md": b"r1", Z: b"z1", "course/01-a": b"mine"}


def test_a_withdrawn_file_that_comes_back_is_known_again(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    update(tree.root, TWO, fingerprint="2")
    assert update(tree.root, {**ONE, Z: b"z3"}, fingerprint="3").replaced == (X, Y, Z)


def test_a_place_of_ones_own_for_new_editions(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")
    tree.write(X, b"mine")
    kept = update(tree.root, TWO, fingerprint="2", beside=lambda path: f"new-edition/{path}").kept
    assert kept == ((X, f"new-edition/{X}"),)
    assert tree.read()[f"new-edition/{X}"] == b"x2"


def test_progress_counts_the_files_that_are_written(tree: Any) -> None:
    calls: list[tuple[int, int]] = []
    update(tree.root, ONE, fingerprint="1", progress=lambda done, total: calls.append((done, total)))
    assert calls == [(1, 4), (2, 4), (3, 4), (4, 4)]
    calls.clear()
    update(tree.root, ONE, fingerprint="1", progress=lambda done, total: calls.append((done, total)))
    assert calls == []


def test_stopping_from_the_progress_callback_leaves_everything_as_it_was(tree: Any) -> None:
    def stop(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update(tree.root, ONE, fingerprint="1", progress=stop)
    assert tree.read() == {}
    assert not (tree.root / "course").exists()
    assert update(tree.root, ONE, fingerprint="1").added == tuple(sorted(ONE))


def test_a_file_that_is_saved_while_the_update_runs_is_kept(tree: Any) -> None:
    update(tree.root, ONE, fingerprint="1")

    def save(done: int, total: int) -> None:
        tree.write(X, b"saved just now")

    report = update(tree.root, TWO, fingerprint="2", progress=save)
    assert [path for path, _ in report.blocked] == [X]
    assert report.replaced == (Y,)
    assert tree.read()[X] == b"saved just now"
    assert tree.litter() == []
    assert update(tree.root, TWO, fingerprint="2").kept == ((X, "course/01-a/x (new edition).ipynb"),)


def test_an_empty_edition_and_an_empty_file(tree: Any) -> None:
    assert update(tree.root, {}, fingerprint="0") == Report()
    assert update(tree.root, {"empty": b""}, fingerprint="1").added == ("empty",)
    assert update(tree.root, {"empty": b"1"}, fingerprint="2").replaced == ("empty",)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_permissions_follow_the_umask_and_then_the_learner(tree: Any) -> None:
    umask = os.umask(0o027)
    try:
        update(tree.root, ONE, fingerprint="1")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tree.root / X).stat().st_mode) == 0o640
    (tree.root / X).chmod(0o444)
    update(tree.root, TWO, fingerprint="2")
    assert (tree.root / X).read_bytes() == b"x2"
    assert stat.S_IMODE((tree.root / X).stat().st_mode) == 0o444


def test_a_relative_directory(tree: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    update("my course", ONE, fingerprint="1")
    assert tree.read() == ONE


def test_a_bad_edition_or_request_is_refused_before_anything_is_made(tree: Any) -> None:
    with pytest.raises(CourseError, match="cannot have a file"):
        update(tree.root, {**ONE, "../out": b""}, fingerprint="1")
    with pytest.raises(CourseError, match="to restore"):
        update(tree.root, ONE, fingerprint="1", restore=["lesson"])
    assert not tree.root.exists()


def test_names_with_every_script_and_the_longest_name(tree: Any) -> None:
    edition = {"Übung ü/日本語 🙂.ipynb": b"1", "a" * 249 + ".ipynb": b"1"}
    update(tree.root, edition, fingerprint="1")
    assert tree.read() == edition
    for path in edition:
        tree.write(path, b"mine")
    report = update(tree.root, dict.fromkeys(edition, b"2"), fingerprint="2")
    assert [path for path, _ in report.kept] == sorted(edition)
    assert all(tree.read()[beside] == b"2" for _, beside in report.kept)


def test_digests_are_sha_256() -> None:
    assert files.digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
