"""Grading the learner's own work in the background: one problem set at a time, and all windows are told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mlcourse.errors import CourseError
from mlcourse.server import live
from mlcourse.server.course import Course
from mlcourse.server.requests import BusyError, NotFoundError

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

SCHEMA = "urn:mlcourse:events/grading/v1"
_SCHEMA_FILE = Path(__file__).with_name("grading.yaml")
_BROKEN = "The grader broke off, which is no fault of yours. The log of the Jupyter server says why."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """How far the grading of a problem set has come, in exercises, or how it ended."""

    problem_set: str
    state: Literal["running", "done", "failed"]
    done: int = 0
    of: int = 0


class Grading:
    """Grades one problem set at a time in a thread of its own, which ends with the server.

    Parameters
    ----------
    course : Course
        The course that the server serves.
    tell : callable
        Takes each step, in whichever thread.
    recorded : callable
        Takes how many events a result added, in whichever thread.
    """

    def __init__(self, course: Course, tell: Callable[[Step], None], recorded: Callable[[int], None]) -> None:
        self._course, self._tell, self._recorded = course, tell, recorded
        self._lock = threading.Lock()
        self._step: Step | None = None
        self._failures: dict[str, str] = {}

    def start(self, name: str) -> dict[str, Any]:
        """Begin to grade a problem set; returns as :meth:`state` does.

        Raises
        ------
        NotFoundError
            If there is no such problem set.
        BusyError
            If one is being graded already.
        """
        problem_set = self._course.problem_set(name)
        with self._lock:
            if self._step:
                busy = self._course.problem_set(self._step.problem_set).title
                raise BusyError(f"“{busy}” is being graded: wait until that is done.")
            self._step = Step(problem_set.id, "running")
            self._failures.pop(problem_set.id, None)
        # Not one of a pool's threads: those are waited for when the server ends.
        threading.Thread(target=self._grade, args=(problem_set.id,), name="mlcourse-grading", daemon=True).start()
        return self.state(problem_set.id)

    def state(self, name: str) -> dict[str, Any]:
        """Return whether a problem set is being graded, why that failed if it did, and its last result.

        Raises
        ------
        NotFoundError
            If there is no such problem set.
        """
        problem_set = self._course.problem_set(name)
        with self._lock:
            step, failure = self._step, self._failures.get(problem_set.id, "")
        running = step if step and step.problem_set == problem_set.id else None
        return {
            "problem_set": problem_set.id,
            "title": problem_set.title,
            "running": {"done": running.done, "of": running.of} if running else None,
            "failure": failure,
            "result": self._course.graded(problem_set.id),
        }

    def _grade(self, name: str) -> None:
        added, failure = 0, ""
        try:
            added = self._course.grade(name, lambda done, of: self._advance(Step(name, "running", done, of)))
        except (CourseError, NotFoundError) as error:
            failure = str(error)
        except Exception:
            log.exception("Grading %s failed", name)
            failure = _BROKEN
        with self._lock:
            last, self._step = self._step or Step(name, "running"), None
            if failure:
                self._failures[name] = failure
        if added:
            self._recorded(added)
        self._tell(Step(name, "failed" if failure else "done", last.done, last.of))

    def _advance(self, step: Step) -> None:
        with self._lock:
            self._step = step
        self._tell(step)


def start(app: ServerApp, course: Course) -> Grading:
    """Make what grades the learner's own work, and register the event that tells how it goes."""
    app.event_logger.register_event_schema(_SCHEMA_FILE)

    def tell(step: Step) -> None:
        app.io_loop.add_callback(app.event_logger.emit, schema_id=SCHEMA, data=asdict(step))

    def recorded(added: int) -> None:
        app.io_loop.add_callback(live.tell, app.event_logger, added)

    return Grading(course, tell, recorded)
