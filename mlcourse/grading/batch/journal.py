"""The record of each graded submission: what a later run need not do again, and what the item analysis reads.

A record lies in ``grading/<assignment>/<student>.json``. It is written last, after the gradebook and the graded
notebooks, and taken away before these are changed: where there is one, everything that it tells has been stored.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlcourse.grading.batch.course_folder import RECORDS
from mlcourse.grading.model import NotebookSource, Result, Task, result_from_json, to_json
from mlcourse.workspace import files

VERSION = 1


@dataclass(frozen=True)
class Record:
    """How one submission was graded.

    Parameters
    ----------
    submitted, sources : str
        Digests of what was handed in and of what it was graded by.
    when : str
        When it was graded, in UTC and ISO format.
    seconds : float
        What grading took.
    result : Result
        Everything that was found, without the notebooks' cells and outputs.
    failure : str
        For the instructor, why it could not be graded for a reason that is not the student's; the next run tries
        again. Empty if it was graded.
    """

    submitted: str
    sources: str
    when: str
    seconds: float
    result: Result
    failure: str = ""

    @property
    def score(self) -> float:
        """The points earned, without those that a person has to give."""
        return sum(score.score or 0.0 for notebook in self.result.notebooks for score in notebook.scores)

    @property
    def max_score(self) -> float:
        """The points that were to be had."""
        return sum(score.points for notebook in self.result.notebooks for score in notebook.scores)

    @property
    def flags(self) -> int:
        """How many things the instructor should look at."""
        return sum(len(notebook.flags) for notebook in self.result.notebooks)

    @property
    def why(self) -> str:
        """For the instructor, what went wrong with the submission or its notebooks; empty if nothing did."""
        return self.failure or "; ".join(one.failure for one in self.result.notebooks if one.failure)


def write(path: Path, record: Record) -> None:
    """Write a record safely to the disk; :class:`CourseError` if it cannot be."""
    with files.explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, json.dumps({"version": VERSION, **_plain(record)}, indent=1).encode())


def read(path: Path) -> Record | None:
    """Read a record; None if there is none, or none that this version understands."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        data = json.loads(path.read_bytes())
        if data.pop("version") == VERSION:
            return Record(**{**data, "result": result_from_json(data["result"])})
    return None


def forget(path: Path) -> None:
    """Take a record away, so that what it tells may be changed."""
    with files.explained(path):
        path.unlink(missing_ok=True)


def records(course: Path, assignment: str) -> Iterator[Record]:
    """Go through the records of an assignment in a course directory, by student.

    Examples
    --------
    >>> list(records(Path("no-such-course"), "linear-algebra"))
    []
    """
    for path in sorted((course / RECORDS / assignment).glob("*.json")):
        record = read(path)
        if record is not None:
            yield record


def graded_assignments(course: Path) -> list[str]:
    """Name the assignments that have records in a course directory."""
    return sorted({path.parent.name for path in (course / RECORDS).glob("*/*.json")})


def digest_of_submission(task: Task, extra: Iterable[str] = ()) -> str:
    """Digest what a student handed in, and in `extra` what else was seen of it, such as what was left out."""
    entries = [*_named("notebook", task.notebooks), *_named("file", task.files), *(("seen", one) for one in extra)]
    return _digest(entries)


def digest_of_sources(sources: Iterable[NotebookSource], extras: Mapping[str, bytes]) -> str:
    """Digest what submissions are graded by."""
    return _digest([*(("source", to_json(source)) for source in sources), *_named("extra", extras)])


def _named(kind: str, contents: Mapping[str, bytes]) -> list[tuple[str, str, str]]:
    return [(kind, name, files.digest(contents[name])) for name in sorted(contents)]


def _digest(entries: list[Any]) -> str:
    return hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()


def _plain(record: Record) -> dict[str, Any]:
    """Turn a record into plain data; the executed notebooks are kept beside, as nbgrader wants them."""
    bare = tuple(dataclasses.replace(notebook, notebook={}) for notebook in record.result.notebooks)
    fields = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    return {**fields, "result": to_json(dataclasses.replace(record.result, notebooks=bare))}
