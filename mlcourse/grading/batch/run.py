"""Grading a class: many submissions at a time, one writer, and each fails alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from datetime import UTC, datetime
from typing import Any

from mlcourse.errors import CourseError
from mlcourse.grading.batch import journal
from mlcourse.grading.batch.course_folder import CourseFolder
from mlcourse.grading.batch.engines import Engine
from mlcourse.grading.batch.entries import FAILED, GRADED, KEPT, Entry, entry
from mlcourse.grading.batch.gradebook import Book, GradebookError, write_folder
from mlcourse.grading.batch.intake import (
    Assignment,
    Submission,
    completed,
    limits_of,
    read_assignment,
    read_submission,
)
from mlcourse.grading.batch.lock import alone
from mlcourse.grading.model import (
    REQUIRED,
    NotebookResult,
    Result,
    Score,
    Task,
)

_AHEAD = 2  # submissions read before a worker is free for them
_NOT_GRADED = "Your submission could not be graded yet. Your instructor knows of it."
_LONGEST_REASON = 300  # characters
GRADER_BROKE = "grader"  # the kind of flag by which a run says so


class Batch:
    """One run over the submissions of a course directory.

    Parameters
    ----------
    course : CourseFolder
        Where they lie.
    engine : Engine
        Who grades them.
    assignments : sequence of str
        Their ids; empty for all that have submissions.
    students : sequence of str
        Their ids, or patterns of ids; empty for all.
    regrade : bool
        Whether to grade also what has been graded and has not changed.
    sandbox : str
        ``required`` or ``preferred``.

    Raises
    ------
    CourseError
        If there is nothing to grade, or it cannot be graded here.
    """

    def __init__(
        self,
        course: CourseFolder,
        engine: Engine,
        *,
        assignments: Sequence[str] = (),
        students: Sequence[str] = (),
        regrade: bool = False,
        sandbox: str = REQUIRED,
    ) -> None:
        self._course, self._engine = course, engine
        self._regrade, self._sandbox = regrade, sandbox
        self._limits = limits_of(course)
        self._waiting = _wanted(course, assignments, students)
        self._pending: dict[Future[Any], Submission] = {}
        self._again: set[tuple[str, str]] = set()  # what has been begun a second time
        self.total = len(self._waiting)
        engine.ready(sandbox)

    @property
    def running(self) -> list[str]:
        """The students whose work is being graded."""
        return [one.task.student for one in tuple(self._pending.values())[: self._engine.slots]]

    def run(self) -> Iterator[Entry]:
        """Grade; yields how each submission fared, as soon as that is stored.

        Raises
        ------
        CourseError
            If the gradebook cannot be written any longer, or another run is going on; what was yielded is stored.
        """
        with alone(self._course), Book(self._course) as book:
            known = {name: read_assignment(self._course, name) for name in {one for one, _ in self._waiting}}
            while self._waiting or self._pending:
                yield from self._begin(known)
                if self._pending:
                    done, _ = wait(self._pending, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield from self._finish(future, book, known)

    def _begin(self, known: Mapping[str, Assignment]) -> Iterator[Entry]:
        """Read submissions until every worker has one and some wait; yields those that need no grading."""
        while self._waiting and len(self._pending) < self._engine.slots + _AHEAD:
            name, student = self._waiting.popleft()
            assignment = known[name]
            submission = read_submission(self._course, assignment, student, self._limits, self._sandbox)
            kept = None if self._regrade else self._kept(submission, assignment)
            if kept:
                yield kept
            else:
                self._pending[self._engine.submit(submission.task)] = submission

    def _kept(self, submission: Submission, assignment: Assignment) -> Entry | None:
        names = assignment.name, submission.task.student
        record = journal.read(self._course.record(*names))
        if record is None or record.failure or not self._course.autograded(*names).is_dir():
            return None
        same = (record.submitted, record.sources) == (submission.digest, assignment.digest)
        return entry(record, KEPT) if same else None

    def _finish(self, future: Future[Any], book: Book, known: Mapping[str, Assignment]) -> Iterator[Entry]:
        """Store what came of a submission, or begin again once if the grader itself broke off."""
        submission = self._pending.pop(future)
        task = submission.task
        try:
            result = self._engine.take(future)
            failure = _broken(result)
            if failure and (task.assignment, task.student) not in self._again:
                self._again.add((task.assignment, task.student))
                self._pending[self._engine.submit(task)] = submission
                return
        except Exception as error:  # whatever happens to one submission, the others go on
            failure = _sentence(error)
            result = _ungraded(task, failure)
        result = completed(task, result, submission.flags)
        when = datetime.now(UTC).isoformat(timespec="seconds")
        took = sum(one.seconds for one in result.notebooks)
        record = journal.Record(submission.digest, known[task.assignment].digest, when, took, result, failure)
        try:
            self._store(submission, record, book)
        except GradebookError:
            raise
        except CourseError as error:
            yield Entry(task.assignment, task.student, FAILED, why=str(error))
            return
        unread = [one for one in result.notebooks if one.failure and one.name in task.notebooks]
        yield entry(record, FAILED if failure or unread or not task.notebooks else GRADED)

    def _store(self, submission: Submission, record: journal.Record, book: Book) -> None:
        task = submission.task
        path = self._course.record(task.assignment, task.student)
        journal.forget(path)
        book.save(task, record.result, submission.when)
        write_folder(self._course, task, record.result)
        journal.write(path, record)


def _wanted(course: CourseFolder, assignments: Sequence[str], students: Sequence[str]) -> deque[tuple[str, str]]:
    """List the submissions to look at, as assignment and student."""
    wanted = deque(
        (name, student)
        for name in (assignments or course.assignments())
        for student in course.students(name, tuple(students))
    )
    if not wanted:
        whose = f" by {', '.join(students)}" if students else ""
        what = " and ".join(assignments) if assignments else "any assignment"
        place = course.submitted("ASSIGNMENT", "STUDENT")
        raise CourseError(f"There are no submissions of {what}{whose}: they are expected in {place}.")
    return wanted


def _ungraded(task: Task, failure: str) -> Result:
    """Say of a whole submission that it could not be graded, so that a person looks at it."""
    notebooks = tuple(
        NotebookResult(
            source.name,
            tuple(
                Score(cell.name, cell.points, None, "error", _NOT_GRADED, topics=cell.topics)
                for cell in source.cells
                if cell.points is not None
            ),
            failure=failure,
            told=_NOT_GRADED,
        )
        for source in task.sources
    )
    return Result(task.assignment, task.student, notebooks)


def _broken(result: Result) -> str:
    """Return what the grader says of itself where it broke off; empty where it did not."""
    return "; ".join(flag.text for one in result.notebooks for flag in one.flags if flag.kind == GRADER_BROKE)


def _sentence(error: Exception) -> str:
    if isinstance(error, CourseError):
        return str(error)
    reason = f"{error.__class__.__name__}: {error}".splitlines()[0][:_LONGEST_REASON]
    return f"the grader itself failed on it ({reason}); run this again, and report it if that does not help"
