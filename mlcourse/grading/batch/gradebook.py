"""Storing graded submissions where nbgrader looks for them: rows of its gradebook, and folders in ``autograded/``."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import warnings
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from mlcourse.errors import CourseError
from mlcourse.grading.batch.course_folder import CourseFolder
from mlcourse.grading.model import NotebookResult, Result, SourceCell, Task
from mlcourse.workspace import files

TIMESTAMP = "timestamp.txt"
_LONGEST_TIMESTAMP = 100
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # dates that share nothing


def _together() -> Any:
    """Make a kind of session in which the steps that nbgrader's API commits one by one are stored in one go."""
    from sqlalchemy.orm import Session

    class Together(Session):
        def commit(self) -> None:
            self.flush()

        def store(self) -> None:
            super().commit()

    return Together


class GradebookError(CourseError):
    """The gradebook cannot be written at all, whatever the submission."""


class Book:
    """The gradebook, open for writing; made and used by one thread.

    Parameters
    ----------
    course : CourseFolder
        Whose gradebook it is.

    Raises
    ------
    CourseError
        If it cannot be opened.
    """

    def __init__(self, course: CourseFolder) -> None:
        from nbgrader.api import Gradebook
        from sqlalchemy.exc import SAWarning, SQLAlchemyError
        from sqlalchemy.orm import scoped_session, sessionmaker

        # SQLAlchemy warns of how nbgrader adds a submission, which has no consequence.
        warnings.filterwarnings("ignore", message="Object of type", category=SAWarning)
        self._course = course
        try:
            self._book = Gradebook(course.db_url, course.course_id)
            self._book.db.remove()
            self._book.db = scoped_session(sessionmaker(self._book.engine, class_=_together()))
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise GradebookError(f"The gradebook cannot be opened ({_reason(error)}).") from error

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def save(self, task: Task, result: Result, submitted: datetime | None) -> None:
        """Store what a submission earned, as nbgrader's ``Autograde``, ``SaveAutoGrades`` and late penalties do.

        Points and comments that a person gave are kept; a submission whose points a person has changed asks for
        another look.

        Parameters
        ----------
        task : Task
            What was graded.
        result : Result
            What came of it.
        submitted : datetime or None
            When it was handed in, in UTC; None where that is not known.

        Raises
        ------
        CourseError
            If the gradebook refuses this submission, with the reason.
        GradebookError
            If it would refuse any, because it is locked, gone or full.
        """
        from nbgrader.api import InvalidEntry, MissingEntry
        from sqlalchemy.exc import OperationalError, SQLAlchemyError

        try:
            self._save(task, result, submitted)
        except OperationalError as error:
            raise GradebookError(
                f"The gradebook cannot be written ({_reason(error)}). What is graded is stored: mend that, and run the "
                "command again for the rest."
            ) from error
        except (InvalidEntry, MissingEntry, SQLAlchemyError, UnicodeError) as error:
            raise CourseError(f"the gradebook refuses it: {_reason(error)}") from error
        finally:
            self._book.db.remove()  # a session for each submission, so that a large class stays small in memory

    def _save(self, task: Task, result: Result, submitted: datetime | None) -> None:
        self._student(task.student)
        when = {} if submitted is None else {"timestamp": submitted}
        submission = self._book.update_or_create_submission(task.assignment, task.student, **when)
        rows = {row.name: row for row in submission.notebooks}
        # Held here, the cells are loaded with one query for each notebook, not one for each grade and comment.
        _held = [(row.notebook.grade_cells, row.notebook.solution_cells) for row in submission.notebooks]
        sources = {source.name: {cell.name: cell for cell in source.cells} for source in task.sources}
        for found in result.notebooks:
            row = rows[found.name]
            missing = found.name not in task.notebooks
            _write_scores(row, found, missing)
            if not missing:
                _write_comments(row, sources[found.name], _texts(found))
                row.late_submission_penalty = None
        late = submission.total_seconds_late > 0
        self._book.db().store()
        if late:
            self._punish(task, [found.name for found in result.notebooks if found.name in task.notebooks])

    def _student(self, student: str) -> None:
        from nbgrader.api import MissingEntry

        try:
            self._book.find_student(student)
        except MissingEntry:
            if not self._course.converter.create_student:
                raise
            self._book.add_student(student)

    def _punish(self, task: Task, notebooks: list[str]) -> None:
        """Let nbgrader's own preprocessor find the penalty: it may be a plug-in of the instructor's."""
        from nbformat.v4 import new_notebook
        from nbgrader.preprocessors import AssignLatePenalties

        penalties = AssignLatePenalties(parent=self._course.converter)
        for notebook in notebooks:
            names = {"notebook": notebook, "assignment": task.assignment, "student": task.student}
            penalties(new_notebook(), {"nbgrader": {**names, "db_url": self._course.db_url}})


def _write_scores(row: Any, found: NotebookResult, missing: bool) -> None:
    scores = {score.name: score.score for score in found.scores}
    for grade in row.grades:
        score = 0.0 if missing else scores.get(grade.name)
        grade.auto_score = score
        grade.needs_manual_grade = not missing and (score is None or grade.manual_score is not None)


def _write_comments(row: Any, cells: Mapping[str, SourceCell], texts: Mapping[str, str]) -> None:
    for comment in row.comments:
        cell = cells.get(comment.name)
        blank = cell is not None and not cell.task and texts.get(cell.name) == cell.source
        comment.auto_comment = "No response." if blank else None


def _texts(found: NotebookResult) -> dict[str, str]:
    cells = found.notebook.get("cells", ())
    return {str(cell["metadata"].get("nbgrader", {}).get("grade_id", "")): cell["source"] for cell in cells}


def _reason(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return f"{cause.__class__.__name__}: {cause}".strip().splitlines()[0].rstrip(".")


def read_timestamp(data: bytes | None) -> datetime | None:
    """Read ``timestamp.txt`` as nbgrader does.

    Parameters
    ----------
    data : bytes or None
        What it holds; None if there is none.

    Returns
    -------
    datetime or None
        In UTC, without a time zone; None for an empty file.

    Raises
    ------
    ValueError
        If it is no time, or not a whole one: what is missing would be today's.

    Examples
    --------
    >>> read_timestamp(b"2027-02-03 12:00:00.5 CET")
    datetime.datetime(2027, 2, 3, 11, 0, 0, 500000)
    """
    from dateutil.parser import parse  # type: ignore[import-untyped]
    from nbgrader.utils import parse_utc

    text = (data or b"").decode("utf-8", "replace").strip()
    if not text:
        return None
    if len(text) > _LONGEST_TIMESTAMP:
        raise ValueError("too long")
    try:
        time: datetime = parse_utc(text)
        is_whole = len({parse(text, default=default, ignoretz=True) for default in _DEFAULTS}) == 1
    except Exception as error:  # the parser has many ways to fail
        raise ValueError(str(error)) from error
    if not is_whole:
        raise ValueError("it has no year, month or day")
    return time


def write_folder(course: CourseFolder, task: Task, result: Result) -> None:
    """Write a graded submission into ``autograded/``, as nbgrader lays it out, in one step.

    Parameters
    ----------
    course : CourseFolder
        Where it belongs.
    task : Task
        What was graded: its files are copied, and the instructor's win over them.
    result : Result
        Its notebooks.

    Raises
    ------
    CourseError
        If it cannot be written; then the folder that was there before is as it was.
    """
    target = course.autograded(task.assignment, task.student)
    contents = {**task.files, **task.extras}
    contents |= {f"{one.name}.ipynb": _notebook(one) for one in result.notebooks if one.notebook}
    new, old = (target.parent / f".mlcourse-{secrets.token_hex(8)}.tmp" for _ in range(2))
    with files.explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        try:
            _fill(new, contents)
            _permit(new, course)
            _swap(new, target, old)
        finally:
            _remove(new)
    _remove(old)
    files.sync_folder(target.parent)


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put the new folder in the place of the one that may be there, or leave that."""
    if not target.exists():
        new.rename(target)
        return
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise


def _notebook(found: NotebookResult) -> bytes:
    """Write a notebook the way nbconvert's exporter does."""
    from nbformat import from_dict, v4

    text = v4.writes(from_dict(dict(found.notebook)))
    # A half surrogate in JSON's own notation is what a notebook may hold and UTF-8 may not.
    return (text if text.endswith("\n") else f"{text}\n").encode("utf-8", "backslashreplace")


def _fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _permit(folder: Path, course: CourseFolder) -> None:
    permissions = int(str(course.converter.permissions), 8)
    shared = course.directory.groupshared
    for place, _, names in os.walk(folder):
        for name in names:
            os.chmod(os.path.join(place, name), permissions)
        if shared:
            _share(Path(place))
    if shared:
        _share(course.autograded(".", "."))


def _share(folder: Path) -> None:
    """Let the group write into a folder, and what is made in it belong to the group."""
    with suppress(PermissionError):  # it is another instructor's
        folder.chmod((folder.stat().st_mode | 0o2770) & 0o2777)


def _sweep(folder: Path) -> None:
    """Remove what a killed run has left; nobody else writes here at the same time."""
    for left in folder.glob(".mlcourse-*.tmp"):
        _remove(left)


def _remove(folder: Path) -> None:
    if not folder.exists():
        return
    for place, _, names in os.walk(folder):
        for name in names if os.name == "nt" else ():
            os.chmod(os.path.join(place, name), stat.S_IWRITE)  # Windows deletes nothing that is read-only
    shutil.rmtree(folder, ignore_errors=True)
