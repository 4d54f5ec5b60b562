"""One update at a time in a workspace."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from mlcourse.errors import CourseError
from mlcourse.folders import STATE_FOLDER
from mlcourse.workspace import files

PATIENCE = 60.0  # seconds; an update takes a few at most
_LOCK = "update.lock"
_HOLDER = "update.json"


@contextmanager
def held(root: Path) -> Iterator[None]:
    """Hold the workspace for one update; another process waits.

    The system itself frees the lock of a process that ends or is killed.

    Raises
    ------
    CourseError
        If another update does not end within ``PATIENCE`` seconds, or the lock cannot be made.
    """
    from filelock import FileLock, Timeout

    folder = root / STATE_FOLDER
    lock = FileLock(folder / _LOCK, timeout=PATIENCE)
    with files.explained(folder / _LOCK):
        try:
            lock.acquire()
        except Timeout:
            raise CourseError(
                f"{root} is being updated by {_holder(folder)}, which has not ended in {PATIENCE:.0f} s. "
                "Wait for it, or end that process and run the command again. Your files are as they were."
            ) from None
    holder = folder / _HOLDER
    try:
        # On a full disk it does not matter that nobody can be named: the update itself says what is wrong.
        with suppress(CourseError):
            files.write(holder, _self())
        yield
    finally:
        files.discard(holder)
        lock.release()


def _self() -> bytes:
    since = datetime.now().astimezone().strftime("%d %B %Y, %H:%M:%S")
    return json.dumps({"process": os.getpid(), "computer": platform.node(), "since": since}).encode()


def _holder(folder: Path) -> str:
    try:
        content = json.loads((folder / _HOLDER).read_bytes())
        return f"process {content['process']} on {content['computer']} (since {content['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
