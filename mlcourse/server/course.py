"""The course that a server serves: its catalogue as views, and the learner in its root folder."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mlcourse.errors import CourseError
from mlcourse.grading import mine
from mlcourse.roadmap.catalogue import ProblemSet
from mlcourse.roadmap.progress import Progress
from mlcourse.server.requests import NotFoundError, SpoilerError, read_events
from mlcourse.server.view import View
from mlcourse.workspace.learner import Learner

NO_WORKSPACE = (
    "This folder is not a course workspace. Stop JupyterLab and start it with `mlcourse lab`, "
    "or make a workspace with `mlcourse init FOLDER` and open JupyterLab there."
)


class Course:
    """The course in one folder.

    Its methods read and write files: call them in a thread. Those that may record something return how many events
    they added before what they found.

    Parameters
    ----------
    root : path
        The server's root folder.
    expect : callable, optional
        Called when the learner goes to an exercise or runs its check, and may have it graded next.
    """

    def __init__(self, root: str | Path, expect: Callable[[], None] = lambda: None) -> None:
        self.learner = Learner(Path(root).absolute())
        self.expect = expect
        self._lock = threading.Lock()
        self._view: View | None = None

    def roadmap(self, name: str) -> tuple[int, dict[str, Any]]:
        """Return a roadmap's tree, with how far one is; of a folder that is no workspace, what to do."""
        try:
            view = self._current()
        except NotFoundError as error:
            return 0, {
                "workspace": False,
                "message": str(error),
                "title": "Machine learning",
                "roadmaps": [],
                "roadmap": "",
                "rows": [],
                "progress": None,
                "checks": {},
                "topics": {},
            }
        added = self._look(view)
        return added, view.roadmap(name, self._progress(view), self._is_there)

    def progress(self, roadmap: str) -> tuple[int, dict[str, Any]]:
        """Return how far one is in a roadmap."""
        view = self._current()
        added = self._look(view)
        return added, view.progress(roadmap, self._progress(view), self._is_there)

    def add(self, body: bytes, roadmap: str) -> tuple[int, dict[str, Any]]:
        """Record the events of a request; return how far one is in a roadmap then."""
        view = self._current()
        view.find(roadmap, self._progress(view))  # nothing is recorded for a roadmap that is not there
        rows = read_events(body, view.names)
        added = self.learner.add(rows)
        if any("exercise" in row for row in rows):
            self.expect()
        return added, view.progress(roadmap, self._progress(view), self._is_there)

    def map(self) -> dict[str, Any]:
        """Return the map of lessons."""
        view = self._current()
        return view.map(self._progress(view), self._is_there)

    def path(self, goal: str) -> dict[str, Any]:
        """Return what to study to reach a lesson."""
        view = self._current()
        return view.path(goal, self._progress(view), self._is_there)

    def report(self) -> dict[str, Any]:
        """Return the progress page as a fragment."""
        view = self._current()
        return view.report(self._progress(view))

    def page(self) -> str:
        """Return the progress page as a page of its own."""
        view = self._current()
        return view.page(self._progress(view))

    def export(self) -> bytes:
        """Return the events as JSON lines."""
        self._current()
        return self.learner.export()

    def bring(self, data: bytes) -> tuple[int, dict[str, int]]:
        """Add the events of an export."""
        self._current()
        imported = self.learner.bring(data)
        return imported.added, vars(imported)

    def saved(self, path: str) -> int:
        """Take note of a notebook that was saved; return how many events were added."""
        with suppress(NotFoundError):
            return self._look(self._current(), path)
        return 0

    def problem_set(self, name: str) -> ProblemSet:
        """Find a problem set that can be graded."""
        try:
            return mine.find(self._current().catalogue, name)
        except CourseError as error:
            raise NotFoundError(str(error)) from error

    def grade(self, problem_set: str, progress: mine.Report, stop: threading.Event) -> int:
        """Grade the learner's own work, and keep the result; returns how many events were added."""
        return mine.keep(self.learner.workspace, mine.mark(self.learner.workspace, problem_set, progress, stop))

    def graded(self, problem_set: str) -> dict[str, Any] | None:
        """Return the last result of a problem set, with where everything in it is; None where there is none."""
        result = mine.kept(self.learner.workspace, problem_set)
        return self._current().graded(result, self._is_there) if result else None

    def solution(self, exercise: str, spoil: bool) -> dict[str, Any]:
        """Return the learner's answer beside the reference solution."""
        name, _, _ = exercise.partition("#")
        self.problem_set(name)
        try:
            return asdict(mine.compare(self.learner.workspace, exercise, spoil=spoil))
        except mine.SpoilerError as error:
            raise SpoilerError(str(error)) from error
        except mine.UnknownExerciseError as error:
            raise NotFoundError(str(error)) from error

    def _current(self) -> View:
        with self._lock:
            catalogue = self.learner.catalogue()
            if catalogue is None:
                raise NotFoundError(NO_WORKSPACE)
            if self._view is None or self._view.catalogue is not catalogue:
                self._view = View(catalogue)
            return self._view

    def _progress(self, view: View) -> Progress:
        return self.learner.progress(view.catalogue)

    def _look(self, view: View, *only: str) -> int:
        # What cannot be recorded now, as on a full disk, is looked for again next time.
        with suppress(CourseError):
            return self.learner.look(view.catalogue, only or None)
        return 0

    def _is_there(self, path: str) -> bool:
        return (self.learner.workspace / path).is_file()
