"""Where submissions are graded: in threads of this process, whose work happens in forked ones, or on a Dask cluster."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Protocol

from mlcourse.errors import CourseError
from mlcourse.grading.model import PREFERRED, REQUIRED, Result, Task, result_from_json, task_from_json, to_json

CONNECTING = 30  # seconds
STOPPING = 5.0
Grade = Callable[[Task], Result]


class Engine(Protocol):
    """Grades tasks, some at a time."""

    slots: int

    def ready(self, sandbox: str) -> None:
        """Raise :class:`CourseError` with the reason if nothing can be graded here."""

    def submit(self, task: Task) -> Future[Any]:
        """Begin to grade."""

    def take(self, future: Future[Any]) -> Result:
        """Return what came of it; raises what grading raised."""

    def close(self) -> None:
        """Let go of what is idle."""

    def stop(self) -> None:
        """Give up what is running."""


class Threads:
    """Threads of this process: grading on one machine.

    Parameters
    ----------
    jobs : int
        How many submissions to grade at a time.
    grade : callable, optional
        Grades one; :func:`mlcourse.grading.grade.grade` when left out.
    """

    def __init__(self, jobs: int, grade: Grade | None = None) -> None:
        self.slots = jobs
        self._grade = grade or _grade
        self._pool = ThreadPoolExecutor(jobs, "grading")
        self._pending: set[Future[Result]] = set()
        if self._grade is _grade:
            from mlcourse.grading import processes

            # The warm template imports while the course is being read; the first submission waits for the rest of it.
            with processes.maker():
                pass

    def ready(self, sandbox: str) -> None:
        """Refuse to run student code without the sandbox that is asked for."""
        if sandbox not in (REQUIRED, PREFERRED):
            raise CourseError(f"--sandbox is {sandbox!r}: write {REQUIRED} or {PREFERRED}.")
        if sandbox == REQUIRED and self._grade is _grade:
            from mlcourse.kernel.sandbox import refusal

            if reason := refusal():
                raise CourseError(f"Student code is not run without a sandbox. {reason}")

    def submit(self, task: Task) -> Future[Result]:
        """Grade in the next free thread."""
        future = self._pool.submit(self._grade, task)
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        return future

    def take(self, future: Future[Result]) -> Result:
        """Return the result."""
        return future.result()

    def close(self) -> None:
        """Wait for the threads."""
        self._pool.shutdown()

    def stop(self) -> None:
        """End all processes below this one, so that the threads that wait for them end too."""
        import psutil

        self._pool.shutdown(wait=False, cancel_futures=True)
        latest = time.monotonic() + STOPPING
        while any(future.running() for future in tuple(self._pending)) and time.monotonic() < latest:
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    child.kill()
            time.sleep(0.1)


class Cluster:
    """A Dask cluster. Its workers have mlcourse installed, and get by value all that one submission needs.

    Parameters
    ----------
    address : str
        The scheduler's, such as ``tcp://10.0.0.1:8786``.
    grade : callable, optional
        Grades one; :func:`mlcourse.grading.grade.grade` when left out. Workers must be able to import it.

    Raises
    ------
    CourseError
        If there is no cluster to be reached.
    """

    def __init__(self, address: str, grade: Grade | None = None) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise CourseError(
                "A Dask cluster needs the package distributed: install it with `pip install 'mlcourse[cluster]'`."
            ) from error
        try:
            connect: Any = Client
            self._client = connect(address, timeout=CONNECTING, set_as_default=False)
            self._client.wait_for_workers(1, timeout=CONNECTING)
        except (OSError, TimeoutError, ValueError) as error:
            raise CourseError(
                f"There is no Dask cluster with workers at {address} ({error.__class__.__name__}: {error}). "
                "Start one with `dask scheduler` and `dask worker`, or leave --scheduler out."
            ) from error
        self.slots = max(1, sum(self._client.nthreads().values()))
        self._grade = grade or _grade
        self._executor = self._client.get_executor(pure=False)

    def ready(self, sandbox: str) -> None:
        """Leave it to each worker whether it has a sandbox."""

    def submit(self, task: Task) -> Future[str]:
        """Grade on the cluster's next free thread."""
        future: Future[str] = self._executor.submit(grade_text, json.dumps(to_json(task)), self._grade)
        return future

    def take(self, future: Future[str]) -> Result:
        """Return the result."""
        answer = json.loads(future.result())
        if "refusal" in answer:
            raise CourseError(answer["refusal"])
        return result_from_json(answer)

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()

    def stop(self) -> None:
        """Cancel what has not begun; what a worker has begun it finishes, and nobody takes it."""
        self._executor.shutdown(wait=False)
        self._client.close()


def grade_text(text: str, grade: Grade) -> str:
    """Grade a task that came as JSON, and give the result as JSON."""
    try:
        return json.dumps(to_json(grade(task_from_json(json.loads(text)))))
    except CourseError as error:
        return json.dumps({"refusal": str(error)})


def _grade(task: Task) -> Result:
    from mlcourse.grading.grade import grade

    return grade(task)
