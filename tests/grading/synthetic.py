"""A small course directory and as many submissions to it as a test wants, each with the score that it deserves."""

from __future__ import annotations

import copy
import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlcourse.grading.batch.course_folder import CourseFolder, open_course
from mlcourse.grading.model import NotebookResult, Result, Score, Task
from mlcourse.grading.nbgrader.instructor import make_course_directory
from mlcourse.grading.notebooks.rebuild import rebuild
from mlcourse.grading.notebooks.submission import Malformed, parse

SAMPLE = Path(__file__).parents[1] / "sample_course"
SET, NOTEBOOK = "sums", "lists"
POINTS = {"total-check": 2.0, "mean-check": 3.0}
TIMESTAMP = "2026-02-03 12:00:00.000000 UTC"

RIGHT = {
    "total": (
        "def total(numbers):\n    return sum(numbers)",
        "def total(n):\n    return 0 if not n else n[0] + total(n[1:])",
    ),
    "mean": ("def mean(numbers):\n    return sum(numbers) / len(numbers)",),
}
WRONG = {
    "total": ("def total(numbers):\n    return 3", "def total(numbers):\n    return undefined", "def total(numbers:\n"),
    "mean": ("def mean(numbers):\n    return sum(numbers) / 2",),
}
Notebook = dict[str, Any]


@dataclass(frozen=True)
class Submission:
    """What a student hands in: the file's bytes, None for none; and the points of each check that it deserves."""

    student: str
    data: bytes | None
    deserves: dict[str, float]
    damage: str = ""

    @property
    def readable(self) -> bool:
        return self.damage not in UNREADABLE and self.data is not None


def make_course(folder: Path, settings: str = "") -> CourseFolder:
    """Make a course directory of the sample course with its one assignment generated, as an instructor does."""
    from nbgrader.converters import GenerateAssignment

    make_course_directory(folder, SAMPLE)
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(settings)
    course = open_course(folder)
    course.directory.assignment_id = SET
    course.directory.student_id = "."
    GenerateAssignment(coursedir=course.directory, parent=course.converter.parent).start()
    course.directory.student_id = "*"
    return course


def copy_course(original: Path, folder: Path) -> CourseFolder:
    """Copy a course directory that another test keeps."""
    shutil.copytree(original, folder, dirs_exist_ok=True)
    return open_course(folder)


def released(course: CourseFolder) -> Notebook:
    """Read the notebook that students are given."""
    found: Notebook = json.loads((course.root / "release" / SET / f"{NOTEBOOK}.ipynb").read_text())
    return found


def hand_in(course: CourseFolder, student: str, data: bytes | None, *, timestamp: str = TIMESTAMP) -> Path:
    """Lay a submission where nbgrader collects it."""
    folder = course.submitted(SET, student)
    folder.mkdir(parents=True, exist_ok=True)
    if data is not None:
        (folder / f"{NOTEBOOK}.ipynb").write_bytes(data)
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp)
    return folder


def solved(notebook: Notebook, answers: dict[str, str]) -> Notebook:
    """Write answers into a copy of a notebook."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        if (name := _name(cell)) in answers:
            cell["source"] = answers[name]
    return notebook


def as_bytes(notebook: Notebook) -> bytes:
    return json.dumps(notebook, indent=1).encode()


def class_of(count: int, notebook: Notebook, damaged: float = 0.1, seed: int = 0) -> Iterator[Submission]:
    """Make the work of a class; a share of it is damaged, half of that so that it cannot be read."""
    chance = random.Random(seed)
    harms = [*DAMAGE, *UNREADABLE]
    broken = set(chance.sample(range(count), round(damaged * count)))
    for number in range(count):
        answers, deserves = {}, {}
        for name in ("total", "mean"):
            kind = chance.choice(("right", "right", "wrong", "blank"))
            deserves[f"{name}-check"] = POINTS[f"{name}-check"] if kind == "right" else 0.0
            if kind != "blank":
                answers[name] = chance.choice(RIGHT[name] if kind == "right" else WRONG[name])
        own = solved(notebook, answers)
        data: bytes | None = as_bytes(own)
        harm = harms[number % len(harms)] if number in broken else ""
        if harm in DAMAGE:
            DAMAGE[harm](own)
            data = as_bytes(own)
        elif harm:
            data = UNREADABLE[harm](data or b"")
            deserves = dict.fromkeys(deserves, 0.0)
        yield Submission(f"student-{number:04}", data, deserves, harm)


def _name(cell: Notebook) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _checks(notebook: Notebook) -> list[Notebook]:
    return [cell for cell in notebook["cells"] if _name(cell).endswith("-check")]


def _lose_check(notebook: Notebook) -> None:
    notebook["cells"].remove(_checks(notebook)[0])


def _copy_check(notebook: Notebook) -> None:
    notebook["cells"].insert(0, copy.deepcopy(_checks(notebook)[-1]))


def _empty_checks(notebook: Notebook) -> None:
    for cell in _checks(notebook):
        cell["source"] = "pass"


def _lose_setup(notebook: Notebook) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if not _name(cell).startswith("start_")]


def _name_a_kernel(notebook: Notebook) -> None:
    notebook["metadata"]["kernelspec"] = {"name": "no-such-kernel", "display_name": "?", "language": "python"}


def _make_checks_text(notebook: Notebook) -> None:
    for cell in _checks(notebook):
        cell["cell_type"] = "markdown"


def _lose_metadata(notebook: Notebook) -> None:
    for cell in _checks(notebook):
        cell["metadata"] = {"tags": ["skip-execution"]}


DAMAGE: dict[str, Callable[[Notebook], None]] = {
    "lost check": _lose_check,
    "copied check": _copy_check,
    "emptied checks": _empty_checks,
    "lost set-up": _lose_setup,
    "another kernel": _name_a_kernel,
    "checks as text": _make_checks_text,
    "lost metadata": _lose_metadata,
}
UNREADABLE: dict[str, Callable[[bytes], bytes | None]] = {
    "cut": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "not JSON": lambda data: b"\xff\xfe this is no notebook",
    "another format": lambda data: data.replace(b'"nbformat": 4', b'"nbformat": 3'),
    "deep": lambda data: b"[" * 100_000,
    "a list": lambda data: b"[1, 2]",
    "absent": lambda data: None,
}


def by_rule(task: Task) -> Result:
    """Grade without running anything: an answer is right if it is one of ``RIGHT``; what is read is read for real."""
    found = []
    for source in task.sources:
        points = {cell.name: cell.points for cell in source.cells if cell.points is not None}
        try:
            if source.name not in task.notebooks:
                raise Malformed("lists.ipynb was not submitted", "This notebook was not in the submission.")
            notebook, flags = rebuild(source, parse(task.notebooks[source.name]))
        except Malformed as error:
            scores = tuple(Score(name, of, 0.0, "not run", error.student) for name, of in points.items())
            found.append(NotebookResult(source.name, scores, failure=error.instructor, told=error.student))
            continue
        texts = {_name(cell): cell["source"] for cell in notebook["cells"]}
        scores = tuple(_score(name, of, texts) for name, of in points.items())
        found.append(NotebookResult(source.name, scores, flags, notebook, seconds=0.5))
    return Result(task.assignment, task.student, tuple(found), {"file system": "none"})


def _score(name: str, of: float, texts: dict[str, str]) -> Score:
    if name == "why":
        return (
            Score(name, of, None, "manual")
            if "Write your answer" not in texts[name]
            else Score(name, of, 0.0, "not attempted")
        )
    passed = texts[name.removesuffix("-check")] in RIGHT[name.removesuffix("-check")]
    return Score(name, of, of if passed else 0.0, "passed" if passed else "failed", "" if passed else "Look again.")


def slowly(task: Task) -> Result:
    """Grade by rule, in a time in which a run can be stopped."""
    time.sleep(0.05)
    return by_rule(task)
