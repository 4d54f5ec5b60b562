"""A learner at work: the course of a workspace, and how far they have come, kept up to date."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.roadmap.progress import Progress, derive
from mlcourse.workspace import catalogue, transfer
from mlcourse.workspace.events import Event, Store
from mlcourse.workspace.notebooks import Notebooks, missing
from mlcourse.workspace.transfer import Imported


class Learner:
    """What is known of the learner in a workspace; files are read again only when they change.

    It may be used by several threads; each method raises :class:`~mlcourse.errors.CourseError` when the workspace
    cannot be read or written.

    Parameters
    ----------
    workspace : Path
        The learner's folder.

    Examples
    --------
    >>> Learner(Path("no/such/folder")).catalogue()
    """

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self._store = Store(workspace)
        self._notebooks = Notebooks(workspace)
        self._lock = threading.RLock()
        self._catalogue: Catalogue | None = None
        self._stamp: tuple[int, ...] | None = None
        self._derived: tuple[Catalogue, list[Event], Progress] | None = None

    def catalogue(self) -> Catalogue | None:
        """Return the course, or None if the folder is no workspace."""
        with self._lock:
            try:
                status = (self.workspace / catalogue.FILE).stat()
            except OSError:
                stamp = None
            else:
                stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
            if stamp is None or stamp != self._stamp:
                self._catalogue = catalogue.read(self.workspace) if stamp else None
                self._stamp = stamp
            return self._catalogue

    def progress(self, course: Catalogue) -> Progress:
        """Return how far the learner has come in the course."""
        with self._lock:
            events = self._store.read()
            if self._derived is None or self._derived[0] is not course or self._derived[1] is not events:
                self._derived = (course, events, derive(course, events))
            return self._derived[2]

    def look(self, course: Catalogue, only: Collection[str] | None = None) -> int:
        """Record the work that saved notebooks show and no event tells of.

        Parameters
        ----------
        course : Catalogue
            The course.
        only : collection of str, optional
            The notebooks to look at; all of the course when left out.

        Returns
        -------
        int
            How many events were added.
        """
        with self._lock:
            readings = self._notebooks.changed(course, only)
            if not readings:
                return 0
            added: list[Event] = []
            if any(reading.checks or reading.answers for reading in readings):
                added = self._store.add(lambda: missing(readings, self.progress(course)))
            self._notebooks.remember(readings)
            return len(added)

    def add(self, events: Iterable[Mapping[str, Any]]) -> int:
        """Record what the learner did; returns how many events that is."""
        return len(self._store.append(events))

    def export(self) -> bytes:
        """Return all events; see :func:`mlcourse.workspace.transfer.export`."""
        return transfer.export(self._store)

    def bring(self, data: bytes) -> Imported:
        """Add the events of an export; see :func:`mlcourse.workspace.transfer.bring`."""
        return transfer.bring(self._store, data)
