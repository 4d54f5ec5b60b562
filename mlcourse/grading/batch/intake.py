"""What grading takes in and hands out: an assignment, a submission as it was handed in, the notebooks given back."""

from __future__ import annotations

import contextlib
import dataclasses
import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from mlcourse.grading.batch import journal, timestamps
from mlcourse.grading.batch.course_folder import CourseFolder
from mlcourse.grading.batch.gradebook import TIMESTAMP, read_timestamp
from mlcourse.grading.batch.limits import limits_of_settings
from mlcourse.grading.model import Flag, Limits, NotebookResult, NotebookSource, Result, Task
from mlcourse.workspace import files


@dataclass(frozen=True)
class Assignment:
    """What all submissions of an assignment are graded by."""

    name: str
    sources: tuple[NotebookSource, ...]
    extras: Mapping[str, bytes]
    digest: str


@dataclass(frozen=True)
class Submission:
    """A submission as it was read."""

    task: Task
    digest: str
    when: datetime | None
    flags: tuple[Flag, ...]


def limits_of(course: CourseFolder) -> Limits:
    """Return what a run may use, as the instructor has set it; :class:`CourseError` if a setting makes no sense."""
    return limits_of_settings(course.config)


def read_assignment(course: CourseFolder, name: str) -> Assignment:
    """Read what the submissions of an assignment are graded by.

    Raises
    ------
    CourseError
        If nbgrader has not generated it, or the instructor's files cannot be read.
    """
    from nbgrader.utils import find_all_files

    from mlcourse.grading.notebooks.source import read_sources

    folder = course.source(name)
    sources = read_sources(course.db_url, name, folder, course_id=course.course_id)
    sources = tuple(sorted(sources, key=lambda source: source.name))
    # Files that students are meant to change are theirs: nbgrader's own setting.
    theirs = set(course.converter.exclude_overwriting.get(name, ()))
    found = map(Path, find_all_files(str(folder), [*course.ignored, "*.ipynb"]))
    with files.explained(folder):
        beside = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    extras = {path: data for path, data in beside.items() if path not in theirs}
    return Assignment(name, sources, extras, journal.digest_of_sources(sources, extras))


def read_submission(
    course: CourseFolder, assignment: Assignment, student: str, limits: Limits, sandbox: str
) -> Submission:
    """Read one submission; whatever is wrong with it becomes a flag, and nothing is raised."""
    from mlcourse.grading.notebooks.submission import read_submission

    names = [source.name for source in assignment.sources]
    folder = course.submitted(assignment.name, student)
    try:
        notebooks, found, flags = read_submission(folder, names)
    except OSError as error:
        notebooks, found, flags = {}, {}, (Flag("file", f"the submission cannot be read ({error.strerror})"),)
    seen = [flag.text for flag in flags]
    # Read by itself: files that fill the room before it must not make a late submission one without a time.
    stamp = timestamps.of_submission(folder)
    when = None
    with contextlib.suppress(ValueError):
        when = read_timestamp(stamp)
    note = timestamps.read_note(course.root, assignment.name, student)
    flags = (*flags, *timestamps.flags_of(stamp, when, note))
    # What tells no time is not handed on, for nbgrader's later steps would stop at it.
    timed = {TIMESTAMP: stamp} if stamp is not None and when is not None else {}
    others = {path: data for path, data in found.items() if path != TIMESTAMP}
    kept = _beside({**others, **timed}, assignment, course.ignored)
    # What is to be graded does not change while a time in the future becomes one in the past.
    seen += note.doubts if note else ()
    task = Task(
        assignment.name, student, assignment.sources, notebooks, kept, assignment.extras, limits=limits, sandbox=sandbox
    )
    return Submission(task, journal.digest_of_submission(task, seen), when, flags)


def _beside(found: Mapping[str, bytes], assignment: Assignment, ignored: Sequence[str]) -> dict[str, bytes]:
    """Leave out of a submission's files what nbgrader ignores and what stands where the course's own files belong."""
    files_of_course = {*assignment.extras, *(f"{source.name}.ipynb" for source in assignment.sources)}
    own = files_of_course | {str(folder) for path in files_of_course for folder in PurePosixPath(path).parents}
    return {
        path: data
        for path, data in found.items()
        if not any(fnmatch.fnmatch(part, pattern) for part in path.split("/") for pattern in ignored)
        and path not in own
        and files_of_course.isdisjoint(map(str, PurePosixPath(path).parents))
    }


def completed(task: Task, result: Result, flags: tuple[Flag, ...]) -> Result:
    """Add to a result what was seen when reading, and for what could not be graded a notebook that tells so.

    Parameters
    ----------
    task : Task
        What was graded.
    result : Result
        What came of it.
    flags : tuple of Flag
        Of the whole submission; they are told with its first notebook.
    """
    sources = {source.name: source for source in task.sources}
    notebooks = []
    for place, one in enumerate(result.notebooks):
        flagged = dataclasses.replace(one, flags=(*(flags if not place else ()), *one.flags))
        tells = one.told and (one.name in task.notebooks or not task.notebooks)
        notebook = telling(sources[one.name], flagged) if tells else one.notebook
        notebooks.append(dataclasses.replace(flagged, notebook=_with_flags(notebook, flagged.flags)))
    return dataclasses.replace(result, assignment=task.assignment, student=task.student, notebooks=tuple(notebooks))


def telling(source: NotebookSource, found: NotebookResult) -> Mapping[str, Any]:
    """Make the notebook as it was given out, headed by what the student is told of why it was not graded."""
    from mlcourse.grading.feedback.sanitising import sanitise
    from mlcourse.grading.notebooks.rebuild import rebuild

    notebook, _ = rebuild(source, {"cells": [], "metadata": {}})
    scores = {score.name: score for score in found.scores}
    for cell in notebook["cells"]:
        score = scores.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
        if score and cell["cell_type"] == "code":
            told = {"outcome": score.outcome, "message": score.message, "note": "", "score": score.score}
            cell["metadata"].setdefault("mlcourse", {})["outcome"] = {**told, "points": score.points}
            # nbgrader takes a check without any output for one that has passed.
            error = {"output_type": "error", "ename": score.outcome, "evalue": found.told, "traceback": [found.told]}
            cell["outputs"] = [error]
    head = {"cell_type": "markdown", "id": "told", "metadata": {}, "source": f"**{found.told}**"}
    return sanitise({**notebook, "cells": [head, *notebook["cells"]]})[0]


def _with_flags(notebook: Mapping[str, Any], flags: tuple[Flag, ...]) -> Mapping[str, Any]:
    """Let whoever opens a graded notebook see its flags too."""
    if not notebook or not flags:
        return notebook
    metadata = dict(notebook.get("metadata", {}))
    own = {**metadata.get("mlcourse", {}), "flags": [dataclasses.asdict(flag) for flag in flags]}
    return {**notebook, "metadata": {**metadata, "mlcourse": own}}
