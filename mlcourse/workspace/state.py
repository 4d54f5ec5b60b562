"""What a workspace remembers: which contents were ours, and which the learner was given last."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from mlcourse.errors import CourseError
from mlcourse.folders import STATE_FOLDER, nearest
from mlcourse.workspace import files
from mlcourse.workspace.paths import fault

STATE_FILE = "state.json"
_VERSION = 1
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Entry:
    """What is known of one file of the course.

    Parameters
    ----------
    offered : str or None
        Digest of the edition that the learner was given last, in place or beside; None before the first time.
    ours : tuple of str
        Digests of all contents that an update put there, or was about to put there. A file with one of them
        has not been touched by the learner.
    """

    offered: str | None = None
    ours: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """What a workspace remembers between updates.

    Parameters
    ----------
    fingerprint : str
        The edition that is completely laid down; ``""`` if an update is needed whatever the edition.
    files : mapping of str to Entry
        By path.
    beside : mapping of str to tuple of str
        Files that hold a new edition beside a learner's file: the digests of what we wrote there.

    Examples
    --------
    >>> State().fingerprint
    ''
    """

    fingerprint: str = ""
    files: Mapping[str, Entry] = field(default_factory=dict)
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def ours(self, path: str) -> tuple[str, ...]:
        """Digests of what we wrote at a path, as a file of the course or beside one."""
        return (*self.files.get(path, Entry()).ours, *self.beside.get(path, ()))


class DamagedStateError(ValueError):
    """The file that holds the state cannot be understood."""


def encode(state: State) -> bytes:
    """Write a state as JSON."""
    content = {
        "version": _VERSION,
        "fingerprint": state.fingerprint,
        "files": {path: asdict(entry) for path, entry in state.files.items()},
        "beside": dict(state.beside),
    }
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def decode(data: bytes) -> State:
    """Read a state from JSON.

    Raises
    ------
    DamagedStateError
        If it is not what :func:`encode` wrote.
    CourseError
        If a newer version of the course wrote it.

    Examples
    --------
    >>> decode(encode(State("2026-10"))).fingerprint
    '2026-10'
    """
    try:
        content = json.loads(data)
        version, fingerprint = content["version"], content["fingerprint"]
        if isinstance(version, int) and version > _VERSION:
            raise CourseError(
                "This workspace was last updated by a newer version of mlcourse. "
                "Install that version or a later one. Your files are as they were."
            )
        _require(version == _VERSION and isinstance(fingerprint, str))
        entries = {_path(path): _entry(entry) for path, entry in content["files"].items()}
        beside = {_path(path): _digests(digests) for path, digests in content["beside"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedStateError(str(error)) from error
    return State(fingerprint, entries, beside)


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError("an unexpected value")


def _path(path: str) -> str:
    # A damaged or doctored state must not lead an update out of the workspace.
    _require(fault(path) is None)
    return path


def _entry(entry: Mapping[str, Any]) -> Entry:
    offered = entry["offered"]
    return Entry(None if offered is None else _digests([offered])[0], _digests(entry["ours"]))


def _digests(digests: Any) -> tuple[str, ...]:
    _require(isinstance(digests, list) and all(isinstance(d, str) and bool(_DIGEST.fullmatch(d)) for d in digests))
    return tuple(digests)


def read_state(directory: str | Path) -> State | None:
    """Read what a workspace remembers.

    Parameters
    ----------
    directory : path
        The workspace.

    Returns
    -------
    State or None
        None if it is no workspace. A damaged state reads as an empty one, with the fingerprint ``""``,
        so that the next update mends it.

    Raises
    ------
    CourseError
        If the state cannot be read, or a newer version of the course wrote it.

    Examples
    --------
    >>> read_state("no/such/folder")
    """
    data = read_bytes(Path(directory))
    if data is None:
        return None
    try:
        return decode(data)
    except DamagedStateError:
        return State()


def is_workspace(directory: str | Path) -> bool:
    """Whether a folder holds a learner's copy of the course; :class:`CourseError` if that cannot be seen.

    Examples
    --------
    >>> is_workspace("no/such/folder")
    False
    """
    return read_bytes(Path(directory)) is not None


def find_workspace(start: str | Path = ".") -> Path | None:
    """Find the workspace that a folder lies in; None where there is none.

    Examples
    --------
    >>> find_workspace("/")
    """
    return nearest(start, is_workspace)


def no_workspace(directory: str | Path) -> CourseError:
    """Make the error for a folder that should be a workspace and is none.

    Examples
    --------
    >>> print(no_workspace("notes"))
    notes is no workspace: go to the one that you have, or make one with `mlcourse init notes`.
    """
    return CourseError(
        f"{directory} is no workspace: go to the one that you have, or make one with `mlcourse init {directory}`."
    )


def read_bytes(root: Path) -> bytes | None:
    """Read the file that holds the state, or return None where there is none."""
    place = root / STATE_FOLDER / STATE_FILE
    with files.explained(place):
        try:
            return place.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None


def save(root: Path, state: State) -> None:
    """Write the state in one step; :class:`CourseError` if that fails, and then the old one is as it was."""
    files.write(root / STATE_FOLDER / STATE_FILE, encode(state))


def keep_damaged(root: Path, data: bytes) -> str:
    """Keep a damaged state for a person to look at.

    Returns
    -------
    str
        The kept file's path in the workspace.

    Raises
    ------
    CourseError
        If it cannot be kept.
    """
    for name in _damaged_names():
        path = f"{STATE_FOLDER}/{name}"
        seen = files.look(root, path)
        if seen == files.ABSENT:
            files.write(root / path, data)
            return path
        if seen.digest == files.digest(data):
            return path
    raise AssertionError("the names never end")


def _damaged_names() -> Iterator[str]:
    for number in count(1):
        yield "state (damaged).json" if number == 1 else f"state (damaged {number}).json"
