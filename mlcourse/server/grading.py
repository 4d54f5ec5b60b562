"""Grading the learner's own work in the background: one problem set at a time, and all windows are told."""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mlcourse.errors import CourseError
from mlcourse.grading.stopping import Stopped
from mlcourse.server import live
from mlcourse.server.course import Course
from mlcourse.server.requests import BusyError, NotFoundError

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

SCHEMA = "urn:mlcourse:events/grading/v1"
_SCHEMA_FILE = Path(__file__).with_name("grading.yaml")
_BROKEN = "The grader broke off, which is no fault of yours. The log of the Jupyter server says why."
_STOPPING = 5.0  # seconds that a run may take to end, which it does in one or two

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """How far the grading of a problem set has come, in exercises, or how it ended."""

    problem_set: str
    state: Literal["running", "done", "failed", "stopped"]
    done: int = 0
    of: int = 0


@dataclass(frozen=True)
class _Run:
    """A run: its last step, and for as long as it goes on what ends it; of one that failed, why."""

    step: Step
    stop: threading.Event
    ended: threading.Event
    failure: str = ""

    @property
    def goes_on(self) -> bool:
        return self.step.state == "running"


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
        self._runs: dict[str, _Run] = {}  # the last of each problem set; one of them at most goes on

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
            for run in self._runs.values():
                if run.goes_on:
                    busy = self._course.problem_set(run.step.problem_set).title
                    raise BusyError(f"“{busy}” is being graded: wait until that is done, or stop it.")
            run = _Run(Step(problem_set.id, "running"), threading.Event(), threading.Event())
            self._runs[problem_set.id] = run
        # Not one of a pool's threads: those are waited for when the server ends.
        threading.Thread(target=self._grade, args=(run,), name="mlcourse-grading", daemon=True).start()
        return self.state(problem_set.id)

    def stop(self, name: str) -> dict[str, Any]:
        """Stop the grading of a problem set, if it goes on, and wait for its end; returns as :meth:`state` does.

        Raises
        ------
        NotFoundError
            If there is no such problem set.
        """
        problem_set = self._course.problem_set(name)
        with self._lock:
            run = self._runs.get(problem_set.id)
        if run and run.goes_on:
            run.stop.set()
            run.ended.wait(_STOPPING)
        return self.state(problem_set.id)

    def close(self) -> None:
        """Stop whatever goes on, as when the server ends."""
        with self._lock:
            runs = [run for run in self._runs.values() if run.goes_on]
        for run in runs:
            run.stop.set()
        for run in runs:
            run.ended.wait(_STOPPING)

    def state(self, name: str) -> dict[str, Any]:
        """Return whether a problem set is being graded, how that ended if not with a result, and its last result.

        Raises
        ------
        NotFoundError
            If there is no such problem set.
        """
        problem_set = self._course.problem_set(name)
        with self._lock:
            run = self._runs.get(problem_set.id)
        return {
            "problem_set": problem_set.id,
            "title": problem_set.title,
            "running": {"done": run.step.done, "of": run.step.of} if run and run.goes_on else None,
            "stopped": run is not None and run.step.state == "stopped",
            "failure": run.failure if run else "",
            "result": self._course.graded(problem_set.id),
        }

    def _grade(self, run: _Run) -> None:
        name = run.step.problem_set
        added, state, failure = 0, "done", ""

        def progress(done: int, of: int) -> None:
            self._tell(self._set(name, done=done, of=of))

        try:
            added = self._course.grade(name, progress, run.stop)
        except Stopped:
            state = "stopped"
        except (CourseError, NotFoundError) as error:
            state, failure = "failed", str(error)
        except Exception:
            log.exception("Grading %s failed", name)
            state, failure = "failed", _BROKEN
        step = self._set(name, failure, state=state)
        run.ended.set()
        if added:
            self._recorded(added)
        self._tell(step)

    def _set(self, name: str, failure: str = "", **changes: Any) -> Step:
        """Take note of how far a run has come."""
        with self._lock:
            run = self._runs[name]
            self._runs[name] = replace(run, step=replace(run.step, **changes), failure=failure)
            return self._runs[name].step


def start(app: ServerApp, course: Course) -> Grading:
    """Make what grades the learner's own work, and register the event that tells how it goes."""
    app.event_logger.register_event_schema(_SCHEMA_FILE)

    def tell(step: Step) -> None:
        app.io_loop.add_callback(app.event_logger.emit, schema_id=SCHEMA, data=asdict(step))

    def recorded(added: int) -> None:
        app.io_loop.add_callback(live.tell, app.event_logger, added)

    grading = Grading(course, tell, recorded)
    # The run's processes end with the server in any case; so its folders are cleared away, too.
    atexit.register(grading.close)
    return grading
