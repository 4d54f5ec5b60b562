"""When a submission was handed in, and whether to believe it.

``nbgrader submit`` runs as the student: the time in ``timestamp.txt`` and the one in the name of the folder in the
exchange are the student's claims. What a student cannot write is when the exchange's file system last saw a change.
Collecting compares the three and leaves a note in ``grading/.collected/``, which no student can reach; grading makes
flags of it. Points follow the claim, for who is right is for a person to decide.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mlcourse.grading.batch.course_folder import RECORDS
from mlcourse.grading.batch.gradebook import TIMESTAMP, read_timestamp
from mlcourse.grading.model import Flag
from mlcourse.workspace import files
from mlcourse.workspace.files import is_real_folder

TOLERANCE = timedelta(minutes=10)  # clocks differ, and laying a submission into the exchange takes a moment
KIND = "time"
_NOTES = ".collected"
_MOST = 4096  # bytes; a time has some thirty


@dataclass(frozen=True)
class Note:
    """What collecting has seen of a submission's time: the time that it wrote, and what it doubts."""

    stamp: str
    doubts: tuple[str, ...] = ()


def shown(when: datetime) -> str:
    """Write a time in UTC.

    Examples
    --------
    >>> shown(datetime(2027, 2, 3, 12))
    '2027-02-03 12:00:00 UTC'
    """
    return f"{when.isoformat(' ', 'seconds')} UTC"


def now() -> datetime:
    """Return the time in UTC, as nbgrader writes it: without a time zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def disagreements(claimed: datetime, written: bytes | None, changed: datetime) -> tuple[str, ...]:
    """Say what speaks against a time.

    Parameters
    ----------
    claimed : datetime
        The one in the name of the folder in the exchange, by which collecting goes.
    written : bytes or None
        What the submission's ``timestamp.txt`` holds.
    changed : datetime
        When something in that folder was last changed, as the file system has it.

    Examples
    --------
    >>> noon = datetime(2027, 2, 3, 12)
    >>> disagreements(noon, b"2027-02-03 12:00:00 UTC", noon + timedelta(seconds=5))
    ()
    >>> for doubt in disagreements(noon, b"2027-02-01 12:00:00 UTC", noon + timedelta(days=1)):
    ...     print(doubt)
    its timestamp.txt said 2027-02-01 12:00:00 UTC, and its folder in the exchange 2027-02-03 12:00:00 UTC, which counts
    it claims to be of 2027-02-03 12:00:00 UTC, but was changed in the exchange as late as 2027-02-04 12:00:00 UTC
    """
    doubts = []
    try:
        said = read_timestamp(written)
    except ValueError:
        said = None
    if said is None:
        doubts.append(f"its {TIMESTAMP} told no time; that of its folder in the exchange counts, {shown(claimed)}")
    elif abs(said - claimed) > timedelta(seconds=1):
        folder = f"and its folder in the exchange {shown(claimed)}, which counts"
        doubts.append(f"its {TIMESTAMP} said {shown(said)}, {folder}")
    if changed - claimed > TOLERANCE:
        doubts.append(
            f"it claims to be of {shown(claimed)}, but was changed in the exchange as late as {shown(changed)}"
        )
    return tuple(doubts)


def flags_of(written: bytes | None, when: datetime | None, note: Note | None) -> tuple[Flag, ...]:
    """Make flags of what is doubtful about a submission's time.

    Parameters
    ----------
    written : bytes or None
        What its ``timestamp.txt`` holds; None if there is none.
    when : datetime or None
        What was read from it; None where it tells no time.
    note : Note or None
        What collecting has left; one about another time is passed over, for then an instructor has changed it since.
    """
    found = []
    if written is not None and when is None:
        found.append(f"{TIMESTAMP} tells no time; the submission counts as not late")
    if when is not None and when - now() > TOLERANCE:
        found.append(f"{TIMESTAMP} says {shown(when)}, which lies in the future")
    if note is not None and written is not None and note.stamp == written.decode("utf-8", "replace").strip():
        found += note.doubts
    return tuple(Flag(KIND, text) for text in found)


def read_file(folder: Path | str) -> bytes | None:
    """Read a folder's ``timestamp.txt`` without following a link or waiting for a pipe; None if it is no file."""
    place = os.path.join(folder, TIMESTAMP)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with suppress(OSError), open(os.open(place, flags), "rb") as file:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return file.read(_MOST)
    return None


def of_submission(folder: Path) -> bytes | None:
    """Read the ``timestamp.txt`` of a submission; empty if something else is in its place, None if nothing is."""
    with suppress(OSError):
        if is_real_folder(os.lstat(folder)) and os.path.lexists(folder / TIMESTAMP):
            return read_file(folder) or b""
    return None


@contextmanager
def read_safely(directory: Any) -> Iterator[None]:
    """Have nbgrader's course directory read times as they are read here, for a while.

    nbgrader's own reading follows links to files without an end, waits for pipes, and stops at what is no time.
    """

    def existing(folder: str) -> datetime | None:
        with suppress(ValueError):
            return read_timestamp(read_file(folder))
        return None

    directory.get_existing_timestamp = existing
    try:
        yield
    finally:
        del directory.get_existing_timestamp


def write_note(root: Path, assignment: str, student: str, note: Note) -> None:
    """Leave a note on a submission in a course directory; :class:`CourseError` if it cannot be written."""
    path = _place(root, assignment, student)
    with files.explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, json.dumps(asdict(note)).encode())


def read_note(root: Path, assignment: str, student: str) -> Note | None:
    """Read a note; None if there is none.

    Examples
    --------
    >>> read_note(Path("no-such-course"), "sums", "ada")
    """
    with suppress(OSError, ValueError, TypeError, KeyError):
        data = json.loads(_place(root, assignment, student).read_bytes())
        return Note(str(data["stamp"]), tuple(map(str, data["doubts"])))
    return None


def _place(root: Path, assignment: str, student: str) -> Path:
    return root / RECORDS / _NOTES / assignment / f"{student}.json"
