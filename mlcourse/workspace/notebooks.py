"""Work that left its trace only in a notebook: checks that were run and quizzes that were answered elsewhere.

A check cell that was executed has passed if it shows no error; one that says ``NotAttempted`` says nothing. A quiz
keeps its verdicts in an output of the type ``application/vnd.mlcourse.answers+json``.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mlcourse.errors import CourseError
from mlcourse.folders import STATE_FOLDER
from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.roadmap.names import Names
from mlcourse.roadmap.progress import Progress
from mlcourse.workspace import files, paths

FILE = Path(STATE_FOLDER, "notebooks.json")
ANSWERS = "application/vnd.mlcourse.answers+json"
LARGEST = 32 * 1024 * 1024  # bytes; parsing a larger one would hold everything else up

Stamp = tuple[int, int]  # time of the last change in nanoseconds, and size


@dataclass(frozen=True)
class Reading:
    """What a saved notebook tells.

    Attributes
    ----------
    path : str
        The notebook, relative to the workspace.
    stamp : (int, int)
        By which a later change is noticed.
    checks : mapping of str to bool
        Whether the check passed, for each exercise whose check was run.
    answers : mapping of str to bool
        Whether the answer is right, for each quiz question that was checked.
    earlier : mapping of str to bool
        The answers that the notebook held when it was read before.
    """

    path: str
    stamp: Stamp
    checks: Mapping[str, bool] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)
    earlier: Mapping[str, bool] = field(default_factory=dict)


class Notebooks:
    """The notebooks of a workspace, of which only those that changed are read again.

    Parameters
    ----------
    workspace : Path
        The learner's folder.
    """

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._known = _remembered(workspace / FILE)

    def changed(self, catalogue: Catalogue, only: Collection[str] | None = None) -> list[Reading]:
        """Read the course's notebooks that changed since :meth:`remember` was told of them.

        Parameters
        ----------
        catalogue : Catalogue
            The course.
        only : collection of str, optional
            The paths to look at; all when left out.

        Returns
        -------
        list of Reading
            A notebook that is malformed or too large tells nothing.
        """
        names, checks = Names(catalogue), check_cells(catalogue)
        written = (lesson.path for lesson in catalogue.lessons() if lesson.written)
        readings = []
        for path in (*written, *checks):
            if (only is None or path in only) and paths.fault(path) is None:
                stamp = _stamp(self._workspace / path)
                known = self._known.get(path)
                if stamp and (known is None or known.stamp != stamp):
                    earlier = known.answers if known else {}
                    found = _read(self._workspace / path, checks.get(path, {}), names)
                    if found is not None:
                        readings.append(Reading(path, stamp, *found, earlier))
        return readings

    def remember(self, readings: Iterable[Reading]) -> None:
        """Take these readings as known, in this process and in later ones."""
        file = self._workspace / FILE
        new = {reading.path: reading for reading in readings}
        self._known = {**_remembered(file), **self._known, **new}
        data = {path: {"stamp": known.stamp, "answers": dict(known.answers)} for path, known in self._known.items()}
        # Who forgets reads again, and finds nothing that is not recorded.
        with suppress(CourseError):
            files.write(file, json.dumps({"notebooks": data}).encode())


def check_cells(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """Map each notebook of the problem sets to its check cells: from nbgrader's ``grade_id`` to the exercise."""
    return {
        notebook.path: {exercise.check: exercise.id for exercise in notebook.exercises}
        for notebook in catalogue.notebooks()
    }


def missing(readings: Iterable[Reading], progress: Progress) -> list[dict[str, Any]]:
    """Say which events are missing from what is recorded.

    Parameters
    ----------
    readings : iterable of Reading
        What the notebooks tell.
    progress : Progress
        What is recorded.

    Returns
    -------
    list of dict
        A pass where none is recorded, a try of an exercise that was not tried, an answer that is new or has changed.

    Examples
    --------
    >>> reading = Reading("sums.ipynb", (0, 0), {"sums#total": False}, {"adding/empty": True})
    >>> [event["kind"] for event in missing([reading], Progress())]
    ['checked', 'answered']
    >>> missing([reading], Progress(exercises={"sums#total": "in progress"}, questions={"adding/empty": True}))
    []
    """
    return [event for reading in readings for event in _missing(reading, progress)]


def _missing(reading: Reading, progress: Progress) -> Iterator[dict[str, Any]]:
    saved = {"time": _iso(min(reading.stamp[0] / 1e9, time.time()))}
    for exercise, passed in reading.checks.items():
        state = progress.exercises.get(exercise, "new")
        if state in ("new", "opened") or (passed and state == "in progress"):
            yield {**saved, "kind": "checked", "exercise": exercise, "passed": passed}
    for question, right in reading.answers.items():
        last = progress.questions.get(question)
        if last is None:
            yield {**saved, "kind": "answered", "question": question, "right": right}
        elif last != right and reading.earlier.get(question) != right:
            # It counts from now, or an answer that was recorded since the file was saved would hide it.
            yield {"kind": "answered", "question": question, "right": right}


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _stamp(path: Path) -> Stamp | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return (status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


def _read(path: Path, checks: Mapping[str, str], names: Names) -> tuple[dict[str, bool], dict[str, bool]] | None:
    """Read the checks and the answers of a notebook; None if it cannot be read just now."""
    passed: dict[str, bool] = {}
    answers: dict[str, bool] = {}
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        return None
    # Most lessons hold no answers, and need not be parsed.
    if len(data) <= LARGEST and (checks or ANSWERS.encode() in data):
        for cell in _code_cells(data):
            exercise = checks.get(_grade_id(cell), "")
            if exercise and (outcome := _outcome(cell)) is not None:
                passed[exercise] = passed.get(exercise, False) or outcome
            for question, right in _answers(cell):
                if present := names.questions[question]:
                    answers[present] = right
    return passed, answers


def _code_cells(data: bytes) -> list[dict[str, Any]]:
    try:
        cells = json.loads(data)["cells"]
        return [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _grade_id(cell: Mapping[str, Any]) -> str:
    try:
        return str(cell["metadata"]["nbgrader"]["grade_id"])
    except (KeyError, TypeError):
        return ""


def _outputs(cell: Mapping[str, Any]) -> list[dict[str, Any]]:
    outputs = cell.get("outputs")
    return [output for output in outputs if isinstance(output, dict)] if isinstance(outputs, list) else []


def _outcome(cell: Mapping[str, Any]) -> bool | None:
    if not isinstance(cell.get("execution_count"), int):
        return None
    errors = [output.get("ename") for output in _outputs(cell) if output.get("output_type") == "error"]
    return None if "NotAttempted" in errors else not errors


def _answers(cell: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    for output in _outputs(cell):
        data = output.get("data")
        record = data.get(ANSWERS) if isinstance(data, dict) else None
        if isinstance(record, dict) and isinstance(record.get("answers"), dict):
            for question, right in record["answers"].items():
                if isinstance(right, bool):
                    yield f"{record.get('lesson')}/{question}", right


def _remembered(file: Path) -> dict[str, Reading]:
    try:
        data = json.loads(file.read_bytes())["notebooks"]
        return {
            path: Reading(path, (known["stamp"][0], known["stamp"][1]), answers=dict(known["answers"]))
            for path, known in data.items()
        }
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return {}
