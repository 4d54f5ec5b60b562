"""What the learner did, as an append-only file of events: one JSON object on each line.

Every event has a ``kind``, a ``time`` (UTC, in milliseconds) and an ``id`` that no other has. Lines are only added; one
that cannot be read, as a crash may leave it, is left out when reading and stays where it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mlcourse.errors import CourseError
from mlcourse.folders import STATE_FOLDER
from mlcourse.workspace import files

FILE = Path(STATE_FOLDER, "events.jsonl")
LOCK = Path(STATE_FOLDER, "events.lock")
PATIENCE = 5.0  # seconds; a write takes a few milliseconds

_CHUNK = 1 << 16  # bytes that are parsed together; a damaged line makes only its chunk slow
_ENDING = 256  # bytes by which a file is known again
_BETWEEN = ",null,"

Event = dict[str, Any]


class NotSavedError(CourseError):
    """Events could not be written, and are as they were."""


def append(workspace: Path, events: Iterable[Mapping[str, Any]]) -> list[Event]:
    """Add events to a workspace; see :meth:`Store.append`."""
    return Store(workspace).append(events)


def read(workspace: Path) -> list[Event]:
    """Read the events of a workspace, in the order in which they were added."""
    return Store(workspace).read()


class Store:
    """The events of one workspace; reading again reads only what is new.

    It may be used by several threads. Other processes may add to the same workspace at any time.

    Parameters
    ----------
    workspace : Path
        The learner's folder.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / ".mlcourse").mkdir()
    >>> store = Store(folder)
    >>> [event["lesson"] for event in store.append([{"kind": "opened", "lesson": "vectors-and-matrices"}])]
    ['vectors-and-matrices']
    >>> len(store.read())
    1
    """

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self._path = workspace / FILE
        self._thread = threading.Lock()
        self._known = _Known()

    def read(self) -> list[Event]:
        """Return the events, in the order in which they were added.

        The list is the same object as long as nothing changes: leave it as it is.

        Raises
        ------
        CourseError
            If the file is there and cannot be read.
        """
        with self._thread:
            try:
                with open(self._path, "rb") as file:
                    self._known = _refreshed(self._known, file.fileno())
            except FileNotFoundError:
                self._known = _Known()
            except OSError as error:
                raise CourseError(f"Your progress could not be read from {self._path} ({error.strerror}).") from error
            return self._known.events

    def append(self, events: Iterable[Mapping[str, Any]]) -> list[Event]:
        """Add events; when this returns they are safely on the disk.

        Parameters
        ----------
        events : iterable of mapping
            Plain data. Those without ``time`` or ``id`` get one.

        Returns
        -------
        list of dict
            The events as they were written.

        Raises
        ------
        NotSavedError
            If they cannot be written; then none of them is.
        """
        return self.add(lambda: events)

    def add(self, choose: Callable[[], Iterable[Mapping[str, Any]]]) -> list[Event]:
        """Add the events that `choose` finds, while no other process adds any.

        Parameters
        ----------
        choose : callable
            May read the store, to add only what is not there.

        Returns
        -------
        list of dict
            The events as they were written.

        Raises
        ------
        NotSavedError
            If they cannot be written; then none of them is.
        """
        with _alone(self.workspace) as alone:
            added = _stamped(choose())
            if added:
                try:
                    _write(self._path, "".join(line(event) for event in added).encode(), alone)
                except OSError as error:
                    why = error.strerror or error
                    raise NotSavedError(f"Your progress could not be saved in {self._path} ({why}).") from error
        return added


def line(event: Mapping[str, Any]) -> str:
    """Write an event as the line that :func:`parse` reads."""
    return json.dumps(event, separators=(",", ":")) + "\n"


def _stamped(events: Iterable[Mapping[str, Any]]) -> list[Event]:
    now = datetime.now(UTC)
    time, milliseconds = now.isoformat(timespec="milliseconds"), int(now.timestamp() * 1000)
    # Ids sort in the order of adding: so do events of one millisecond, then.
    return [
        {"time": time, "id": f"{milliseconds:011x}{number:03x}{secrets.token_hex(6)}", **event}
        for number, event in enumerate(events)
    ]


@contextmanager
def _alone(workspace: Path) -> Iterator[bool]:
    """Keep other writers out, and say whether that worked.

    The system frees the lock of a process that ends or is killed. Where there are no locks, as on some network disks,
    events are written all the same: an appended line rarely meets another, and work that is not kept is surely lost.
    """
    from filelock import FileLock

    lock = FileLock(workspace / LOCK, timeout=PATIENCE)
    try:
        lock.acquire(poll_interval=0.005)
    except (OSError, NotImplementedError):  # a timeout is an OSError too
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _write(path: Path, data: bytes, alone: bool) -> None:
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    try:
        size = os.fstat(handle).st_size
        # A line cut short by a crash must not swallow the next one.
        rest = memoryview(data if size == 0 or _last_byte(handle) == b"\n" else b"\n" + data)
        try:
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        except OSError:
            if alone:  # else what is cut off might be another's
                with suppress(OSError):
                    os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
    if size == 0:
        files.sync_folder(path.parent)


def _last_byte(handle: int) -> bytes:
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1)


@dataclass(frozen=True)
class _Known:
    """What was read of a file: its events, and how many are of whole lines; one more may lack the end of its line."""

    events: list[Event] = field(default_factory=list)
    whole: int = 0
    file: tuple[int, int] = (0, 0)
    stamp: tuple[int, int] = (0, 0)
    offset: int = 0
    ending: bytes = b""


def _refreshed(known: _Known, handle: int) -> _Known:
    """Read what was added to a file since; all of it, if it is not the one that is known."""
    status = os.fstat(handle)
    file, stamp = (status.st_dev, status.st_ino), (status.st_size, status.st_mtime_ns)
    if known.file == file and known.stamp == stamp:
        return known
    grown = known.file == file and status.st_size > known.stamp[0]
    start = known.offset - len(known.ending)
    data = _from(handle, start if grown else 0)
    if grown and data.startswith(known.ending):
        data = data[len(known.ending) :]
    else:
        known = _Known()
        data = data if not grown else _from(handle, 0)
    cut = data.rfind(b"\n") + 1
    ending = (known.ending + data[max(0, cut - _ENDING) : cut])[-_ENDING:]
    whole = [*known.events[: known.whole], *parse(data[:cut])]
    return _Known([*whole, *parse(data[cut:])], len(whole), file, stamp, known.offset + cut, ending)


def _from(handle: int, start: int) -> bytes:
    os.lseek(handle, start, os.SEEK_SET)
    with open(handle, "rb", closefd=False) as file:
        return file.read()


def parse(data: bytes) -> list[Event]:
    r"""Read events from JSON lines; damaged lines are left out.

    Parameters
    ----------
    data : bytes
        JSON lines. An event that was written without an id gets the digest of its line.

    Examples
    --------
    >>> parse(b'{"kind": "unpinned", "id": "1"}\n{"kind": "unpin')
    [{'kind': 'unpinned', 'id': '1'}]
    """
    events: list[Event] = []
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _CHUNK)
        end = len(data) if end < 0 else end
        events += _parse_chunk(data[start:end].strip(b"\n"))
        start = end + 1
    return events


def _parse_chunk(data: bytes) -> list[Event]:
    """Parse some lines at once, as one JSON array, which takes a third of the time; one by one if any is damaged."""
    if b"null" in data:  # no event of ours has it, and here it tells the lines apart
        return _parse_lines(data)
    try:
        text = data.decode()
        rows = json.loads(f"[{text.replace(chr(10), _BETWEEN)}]")
    except (ValueError, RecursionError):
        return _parse_lines(data)
    events: list[Event] = rows[::2]
    between = rows[1::2]
    # Lines that are parts of an object, or several objects, shift what stands between the lines.
    if between.count(None) != text.count("\n") or len(events) != len(between) + 1 or not all(map(_is_sound, events)):
        return _parse_lines(data)
    return events


def _is_sound(event: Any) -> bool:
    return type(event) is dict and type(event.get("kind")) is str and type(event.get("id")) is str


def _parse_lines(data: bytes) -> list[Event]:
    return [event for row in data.split(b"\n") if (event := _parse_line(row)) is not None]


def _parse_line(row: bytes) -> Event | None:
    try:
        event = json.loads(row.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(event, dict) or not isinstance(event.get("kind"), str):
        return None
    if not isinstance(event.get("id"), str):
        event["id"] = hashlib.sha256(row.strip()).hexdigest()[:32]
    return event
