"""Bringing a workspace to an edition of the course.

The order of steps makes an update safe against a crash at any moment: what is about to be written is first
entered in the state, then all new contents are written to temporary files, then these are renamed into place
one by one, and last the state says that all is done. A run after a crash finds each file whole, and knows
which of them are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from mlcourse.errors import CourseError
from mlcourse.folders import STATE_FOLDER
from mlcourse.workspace import files, lock, paths
from mlcourse.workspace.plan import Action, Verb, intended, plan, report, settled, withdrawn
from mlcourse.workspace.report import Report
from mlcourse.workspace.state import DamagedStateError, State, decode, keep_damaged, read_bytes, save

_AN_HOUR = 3600.0  # seconds

Progress = Callable[[int, int], None]


def update(
    directory: str | Path,
    edition: Mapping[str, bytes],
    *,
    fingerprint: str,
    restore: Collection[str] = (),
    progress: Progress | None = None,
    beside: Callable[[str], str] = paths.new_edition_name,
) -> Report:
    """Make a learner's workspace, or bring it to a new edition of the course.

    A file that the learner has not touched is replaced. One that they changed is kept, and the new edition
    is laid beside it under another name. One that they deleted stays deleted unless `restore` names it.
    Nothing of theirs is ever deleted or overwritten, also when the update is interrupted; the next one
    completes it.

    Parameters
    ----------
    directory : path
        The workspace; it is made if it does not exist.
    edition : mapping of str to bytes
        The course's files: relative paths with ``/``, and their contents.
    fingerprint : str
        Any text that identifies the edition; afterwards :func:`read_state` gives it back.
    restore : collection of str
        Deleted files to bring back: paths, folders or patterns such as ``"course/01-*"``; ``"."`` means all.
    progress : callable, optional
        Called with the number of files prepared so far and the number of files to be written.
    beside : callable, optional
        Says where the new edition of a changed file goes, as a path in the workspace; numbers are added where
        that is taken. By default ``NAME (new edition).EXT`` in the same folder.

    Returns
    -------
    Report
        What was done with each file.

    Raises
    ------
    CourseError
        If the edition has an unfit path, `restore` names nothing in the course, another update does not end,
        or the folder cannot be read or written; the message names the file and says what to do.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> update(folder, {"course/a.ipynb": b"one"}, fingerprint="1").added
    ('course/a.ipynb',)
    >>> _ = Path(folder, "course/a.ipynb").write_bytes(b"my work")
    >>> update(folder, {"course/a.ipynb": b"two"}, fingerprint="2").kept
    (('course/a.ipynb', 'course/a (new edition).ipynb'),)
    """
    edition = paths.checked(edition)
    wanted = paths.chosen(restore, edition)
    root = _prepared(directory)
    with lock.held(root):
        state, notes = _remembered(root)
        _sweep(root, edition, state)
        look = partial(files.look, root)
        actions = plan(state, {path: files.digest(data) for path, data in edition.items()}, look, wanted, beside)
        after = state
        if any(action.writes for action in actions):
            after = intended(state, actions)
            save(root, after)
            actions = _carry_out(root, actions, edition, progress)
        after = settled(after, actions, fingerprint)
        if after != state or notes:
            save(root, after)
        return report(actions, withdrawn(after, edition, look), notes)


def _prepared(directory: str | Path) -> Path:
    """Make the workspace's folder and its folder for the state, and refuse what cannot be one."""
    if "\0" in str(directory):
        raise CourseError(f"{str(directory)!r} is no name for a folder: it has an invisible character.")
    root = Path(directory).absolute()
    with files.explained(root):
        root.mkdir(parents=True, exist_ok=True)
    files.make_folder(root / STATE_FOLDER)
    return root


def _remembered(root: Path) -> tuple[State, tuple[str, ...]]:
    """Read the state; a damaged one is kept under another name, and a note says so."""
    data = read_bytes(root)
    if data is None:
        return State(), ()
    try:
        return decode(data), ()
    except DamagedStateError:
        kept = keep_damaged(root, data)
        return State(), (
            f"The file in which the workspace remembers what it delivered was damaged; it is kept as {kept}. "
            "Files that differ from the course are taken for yours, and files that you deleted are back.",
        )


def _sweep(root: Path, edition: Collection[str], state: State) -> None:
    """Delete what a killed run left half written."""
    visible = [
        folder for folder in paths.folders([*edition, *state.files, *state.beside]) if not _behind_a_link(root, folder)
    ]
    files.sweep(root / folder for folder in visible)
    # Other processes write into this one without the lock: what they have just begun is not left over.
    files.sweep([root / STATE_FOLDER], age=_AN_HOUR)


def _behind_a_link(root: Path, folder: str) -> bool:
    return files.look(root, f"{folder}/any" if folder else "any").kind == "blocked"


def _carry_out(
    root: Path, actions: Sequence[Action], edition: Mapping[str, bytes], progress: Progress | None
) -> tuple[Action, ...]:
    """Write what is to be written, all to temporary files first: a full disk shows before any change."""
    writing = [action for action in actions if action.writes]
    made: list[Path] = []
    staged: dict[str, Path] = {}
    try:
        for number, action in enumerate(writing, start=1):
            made += _make_folders(root, action.target)
            staged[action.target] = files.stage(root / action.target, edition[action.path])
            if progress is not None:
                progress(number, len(writing))
        done = tuple(_finish(root, action, staged) for action in actions)
    finally:
        for temporary in staged.values():
            files.discard(temporary)
        _remove_empty(reversed(made))
    for folder in {(root / action.target).parent for action in writing} | {folder.parent for folder in made}:
        files.sync_folder(folder)
    return done


def _make_folders(root: Path, target: str) -> list[Path]:
    return [root / name for name in paths.folders([target])[1:] if files.make_folder(root / name)]


def _finish(root: Path, action: Action, staged: Mapping[str, Path]) -> Action:
    """Rename one file into place, unless the learner was there in the meantime."""
    if not action.writes:
        return action
    if files.look(root, action.target) != action.seen:
        why = f"{action.target} changed while the update ran. Update again."
        return replace(action, verb=Verb.BLOCK, why=why)
    files.put_in_place(staged[action.target], root / action.target)
    return action


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
