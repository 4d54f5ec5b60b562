"""What the learner did, as an append-only file of events: one JSON object on each line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mlcourse.errors import CourseError

FILE = Path(".mlcourse", "events.jsonl")


def append(workspace: Path, events: Iterable[Mapping[str, Any]]) -> None:
    """Add events, stamped with the time, in one write that other writers cannot tear apart.

    Parameters
    ----------
    workspace : Path
        The learner's folder.
    events : iterable of mapping
        Plain data.

    Raises
    ------
    CourseError
        If they cannot be written.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [json.dumps({"time": now, **event}, ensure_ascii=False) for event in events]
    path = workspace / FILE
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            # A line cut short by a crash must not swallow the next one.
            torn = os.fstat(handle).st_size > 0 and _last_byte(handle) != b"\n"
            os.write(handle, ("\n" * torn + "".join(row + "\n" for row in rows)).encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise CourseError(f"Your progress could not be saved in {path} ({error.strerror}).") from error


def _last_byte(handle: int) -> bytes:
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1)


def read(workspace: Path) -> list[dict[str, Any]]:
    """Read the events, in the order in which they were added; damaged lines are left out."""
    try:
        lines = (workspace / FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    return [event for line in lines if (event := _event(line)) is not None]


def _event(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    known = isinstance(event, dict) and isinstance(event.get("kind"), str)
    if known and event["kind"] == "checked":
        known = isinstance(event.get("exercise"), str) and isinstance(event.get("passed"), bool)
    return event if known else None
