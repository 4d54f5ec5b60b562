"""Proving many sources at once, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from mlcourse.authoring.course import CourseSource, notebook_path, read_course, source_count
from mlcourse.authoring.lessons import LessonSource
from mlcourse.authoring.parallel import mapping
from mlcourse.errors import CourseError
from mlcourse.verify.proofs import Finding, LessonProof, NotebookProof, Proof, from_json

SECONDS_PER_SOURCE = 900


def verify(
    root: Path,
    paths: Sequence[Path] = (),
    *,
    jobs: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Proof]:
    """Prove lessons and problem sets.

    Parameters
    ----------
    root : Path
        The folder that holds ``course/`` and ``assignments/``.
    paths : sequence of Path
        Files and folders to prove; everything when empty.
    jobs : int
        How many to prove at a time.
    progress : callable, optional
        Called with the number of proofs done and their total.

    Yields
    ------
    Proof
        In course order.

    Raises
    ------
    SourceError
        If any source of the course is malformed.
    CourseError
        If a path holds no source of the course.
    """
    with mapping(source_count(root)) as each:
        course = read_course(root, each)
    sources = select(course, paths)
    topics = course.topics()
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        waiting = {
            pool.submit(_prove, path, notebook_path(root, path), topics, is_lesson): path for path, is_lesson in sources
        }
        done = {}
        for future in as_completed(waiting):
            done[waiting[future]] = future.result()
            if progress:
                progress(len(done), len(sources))
    yield from (done[path] for path, _ in sources)


def select(course: CourseSource, paths: Sequence[Path]) -> list[tuple[Path, bool]]:
    """Choose the sources that lie at or below the given paths, and tell which are lessons."""
    sources = [(source.path, isinstance(source, LessonSource)) for source in course.sources]
    if not paths:
        return sources
    chosen: set[Path] = set()
    for path in paths:
        wanted = path.resolve()
        found = {source for source, _ in sources if wanted in (source, *source.parents)}
        if path.name.endswith(".quiz.yml"):
            found = {source for source, _ in sources if source.name == path.name.removesuffix(".quiz.yml") + ".md"}
        if not found:
            raise CourseError(f"{path} holds no lesson and no problem set of the course in {course.root}.")
        chosen |= found
    return [(source, is_lesson) for source, is_lesson in sources if source in chosen]


def _prove(path: Path, notebook: str, topics: dict[str, str], is_lesson: bool) -> Proof:
    command = [sys.executable, "-m", "mlcourse.verify.worker"]
    task = json.dumps({"path": str(path), "notebook": notebook, "topics": topics})
    try:
        run = subprocess.run(command, input=task, capture_output=True, text=True, timeout=SECONDS_PER_SOURCE)
    except subprocess.TimeoutExpired:
        return _failed(path, is_lesson, f"took more than {SECONDS_PER_SOURCE} s")
    if run.returncode:
        last = (run.stderr.strip().splitlines() or [f"exit status {run.returncode}"])[-1]
        return _failed(path, is_lesson, f"the proof itself failed: {last}")
    return from_json(json.loads(run.stdout.splitlines()[-1]))


def _failed(path: Path, is_lesson: bool, message: str) -> Proof:
    finding = (Finding(str(path), 1, message),)
    if is_lesson:
        return LessonProof(str(path), 0, 0, 0.0, finding)
    return NotebookProof(str(path), 0.0, (), finding)
