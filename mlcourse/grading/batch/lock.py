"""Who may write to a course directory: one ``mlcourse grade``, or any number of ``nbgrader autograde``.

The system frees the lock of a process that is killed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mlcourse.errors import CourseError
from mlcourse.grading.batch.course_folder import RECORDS, CourseFolder
from mlcourse.workspace import files

_LOCK = ".lock"


@contextmanager
def alone(course: CourseFolder) -> Iterator[None]:
    """Keep all others out, for there is one writer.

    Raises
    ------
    CourseError
        If somebody is at work.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(_place(course), timeout=0)
    with files.explained(course.root / RECORDS):
        try:
            lock.acquire()
        except Timeout:
            raise CourseError(
                f"Another `mlcourse grade` is at work in {course.root}, or `nbgrader autograde` is: "
                "wait for it, or end it and run this again."
            ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def beside_its_kind(course: CourseFolder) -> Iterator[None]:
    """Keep ``mlcourse grade`` out, and not others of one's own kind; those write about other submissions.

    Raises
    ------
    CourseError
        If ``mlcourse grade`` is at work.
    """
    if os.name == "nt":  # there are no shared locks of this kind
        with alone(course):
            yield
        return
    import fcntl

    with files.explained(course.root / RECORDS):
        handle = os.open(_place(course), os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)  # FileLock's own lock of this kind is exclusive
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                raise CourseError(
                    f"`mlcourse grade` is at work in {course.root}: wait for it, or end it and run this again."
                ) from None
            # Some network file systems have no locks.
        yield
    finally:
        os.close(handle)


def _place(course: CourseFolder) -> Path:
    folder = course.root / RECORDS
    with files.explained(folder):
        folder.mkdir(exist_ok=True)
    return folder / _LOCK
