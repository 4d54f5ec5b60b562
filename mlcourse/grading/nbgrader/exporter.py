"""How ``nbgrader autograde`` gets at submissions: read once, without following links, and graded as by ``mlcourse``."""

from __future__ import annotations

import dataclasses
import functools
import glob
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import v4
from nbgrader.converters.base import NbGraderException
from traitlets import Enum

from mlcourse.errors import CourseError
from mlcourse.grading.batch import intake, journal, lock, timestamps
from mlcourse.grading.batch.course_folder import CourseFolder
from mlcourse.grading.grade import grade
from mlcourse.grading.model import PREFERRED, REQUIRED, Flag, Limits, NotebookResult, NotebookSource, Result, Task


@dataclasses.dataclass
class Submission:
    """The submission that nbgrader is at, and what has been found of it so far."""

    task: Task
    digest: str
    flags: tuple[Flag, ...]
    graded: dict[str, NotebookResult] = dataclasses.field(default_factory=dict)
    layers: dict[str, str] = dataclasses.field(default_factory=dict)

    def source(self, name: str) -> NotebookSource:
        """Return the instructor's notebook of that name."""
        return next(source for source in self.task.sources if source.name == name)

    def grade(self, name: str) -> NotebookResult:
        """Grade one notebook, exactly as ``mlcourse grade`` does."""
        if name not in self.graded:
            task = dataclasses.replace(self.task, sources=(self.source(name),))
            found = grade(task)
            is_first = name == self.task.sources[0].name
            (self.graded[name],) = intake.completed(task, found, self.flags if is_first else ()).notebooks
            self.layers.update(found.layers)
        return self.graded[name]

    def result(self) -> Result | None:
        """Put the notebooks together, those among them that were not handed in; None if one was not graded yet."""
        names = [source.name for source in self.task.sources]
        if any(name in self.task.notebooks and name not in self.graded for name in names):
            return None
        return Result(self.task.assignment, self.task.student, tuple(map(self.grade, names)), self.layers)


class SubmissionExporter(NotebookExporter):
    """The exporter of ``nbgrader autograde``: it hands on an empty notebook, which `Rebuild` and `Run` fill.

    nbconvert would open a submitted notebook wherever a link leads, and nbformat would stumble over a malformed one.
    nbgrader would copy all that lies beside it, links' targets among it, into ``autograded/``. So the submission is
    read here, before nbgrader copies anything, and nbgrader is told to ignore the folder.
    """

    sandbox = Enum(
        [REQUIRED, PREFERRED],
        REQUIRED,
        help="Whether to refuse to run submissions where this system has no sandbox for them.",
    ).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._submission: Submission | None = None
        self._failure: Exception | None = None
        self._known: dict[str, Any] = {}
        self._limits = Limits()
        converter = self.parent
        self._ignored = list(converter.coursedir.ignore)
        self._hooks = converter.pre_convert_hook, converter.post_convert_hook
        converter.pre_convert_hook, converter.post_convert_hook = self._begin, self._end
        converter.convert_notebooks = functools.partial(self._convert, converter.convert_notebooks)

    @property
    def submission(self) -> Submission:
        """The submission at hand; the error that kept it from being read, if one did."""
        if self._submission is None:
            raise self._failure or RuntimeError("no submission has been read")
        return self._submission

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Convert one notebook of the submission at hand, without opening the file."""
        self.parent.coursedir.ignore = self._ignored
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(v4.new_notebook(), resources, **kw)

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Convert a notebook; half surrogates in outputs are written in JSON's own notation, for no file holds them."""
        text, resources = super().from_notebook_node(nb, resources, **kw)
        return text.encode("utf-8", "backslashreplace").decode(), resources

    def _convert(self, convert_notebooks: Callable[[], None]) -> None:
        """Have nbgrader convert what there is, while no ``mlcourse grade`` writes to the same course."""
        course = CourseFolder(self.parent.coursedir, self.parent)
        try:
            with lock.beside_its_kind(course), timestamps.read_safely(course.directory):
                self._limits = intake.limits_of(course)
                convert_notebooks()
        except CourseError as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from error

    def _begin(self, *, notebooks: list[str], **names: Any) -> None:
        """Read a submission before nbgrader copies its files; nbgrader swallows exceptions of its hooks."""
        self._submission = self._failure = None
        # nbgrader copies nothing of this folder then; an exact path, for others share the setting.
        self.parent.coursedir.ignore = [*self._ignored, glob.escape(str(Path(notebooks[0]).parent))]
        try:
            self._submission = self._open(notebooks[0])
        except Exception as error:
            self._failure = error
        if self._hooks[0]:
            self._hooks[0](notebooks=notebooks, **names)

    def _open(self, notebook: str) -> Submission:
        course = CourseFolder(self.parent.coursedir, self.parent)
        names = self.parent.init_single_notebook_resources(notebook)["nbgrader"]
        assignment, student = names["assignment"], names["student"]
        if assignment not in self._known:
            self._known[assignment] = intake.read_assignment(course, assignment)
        found = intake.read_submission(course, self._known[assignment], student, self._limits, self.sandbox)
        journal.forget(course.record(assignment, student))
        _write(course.autograded(assignment, student), found.task.files)
        return Submission(found.task, found.digest, found.flags)

    def _end(self, **names: Any) -> None:
        """Keep the record by which ``mlcourse grade`` knows that this submission is graded."""
        found = self.submission
        result = found.result()
        if result is not None:
            course = CourseFolder(self.parent.coursedir, self.parent)
            seconds = sum(one.seconds for one in result.notebooks)
            when = datetime.now(UTC).isoformat(timespec="seconds")
            digest = self._known[result.assignment].digest
            path = course.record(result.assignment, result.student)
            journal.write(path, journal.Record(found.digest, digest, when, seconds, result))
        if self._hooks[1]:
            self._hooks[1](**names)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # nbgrader leaves files that cannot be written to
        path.write_bytes(data)
