"""Building the course: every notebook, in the learner's and the instructor's edition."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlcourse.authoring.course import CourseSource, notebook_path, read_course, source_count
from mlcourse.authoring.lessons import LessonSource
from mlcourse.authoring.notebooks import instructor_notebook, learner_notebook, lesson_notebook
from mlcourse.authoring.parallel import mapping
from mlcourse.authoring.problems import ProblemSource
from mlcourse.errors import CourseError
from mlcourse.roadmap.catalogue import Catalogue

if TYPE_CHECKING:
    from nbformat import NotebookNode

MARKER = ".mlcourse-build"  # tells a folder that we built from one that we must not replace
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Edition:
    """All files of the course as one kind of reader gets them, by path relative to their folder."""

    files: Mapping[str, bytes]
    catalogue: Catalogue
    fingerprint: str


def fingerprint(root: Path) -> str:
    """Identify the sources and the code that builds them, without building.

    Parameters
    ----------
    root : Path
        The folder that holds ``course/`` and ``assignments/``.

    Returns
    -------
    str
        The SHA-256 of all of it, in hexadecimal.
    """
    from importlib.metadata import version

    digest = hashlib.sha256()
    for package in ("jupytext", "nbgrader", "nbformat"):
        digest.update(f"{package} {version(package)}\0".encode())
    code = Path(__file__).parents[1]
    folders = (
        (root, root / "course"),
        (root, root / "assignments"),
        (code, code / "authoring"),
        (code, code / "roadmap"),
    )
    for base, folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".py", ".yml", ".json")):
            digest.update(path.relative_to(base).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def learner_edition(root: Path, *, modules: Iterable[str] = (), progress: Progress | None = None) -> Edition:
    """Build what learners get: lessons, and problem sets without solutions and hidden tests.

    Parameters
    ----------
    root : Path
        The folder that holds ``course/`` and ``assignments/``.
    modules : iterable of str
        Module ids, or their numbers; all when empty.
    progress : callable, optional
        Called with the number of notebooks done and their total.

    Returns
    -------
    Edition
        Notebooks by path, the same bytes for the same sources.

    Raises
    ------
    SourceError
        If a source is malformed.
    """
    mark = fingerprint(root)
    course, built = _build_all(root, modules, progress)
    return Edition({book.path: book.learner for book in built}, course.catalogue(), mark)


def instructor_files(
    root: Path, *, modules: Iterable[str] = (), progress: Progress | None = None
) -> dict[str, dict[str, bytes]]:
    """Build nbgrader's source notebooks.

    Returns
    -------
    dict
        Per problem set, the contents of its notebooks by file name.
    """
    _, built = _build_all(root, modules, progress)
    sets: dict[str, dict[str, bytes]] = {}
    for book in built:
        if book.problem_set:
            sets.setdefault(book.problem_set, {})[Path(book.path).name] = book.instructor
    return sets


def build(out: Path, root: Path, *, modules: Iterable[str] = (), progress: Progress | None = None) -> int:
    """Write both editions into a folder: ``learner/`` and ``instructor/``.

    The folder appears whole or not at all; one that an earlier build made is replaced.

    Returns
    -------
    int
        The number of notebooks written.

    Raises
    ------
    SourceError
        If a source is malformed; nothing is written then.
    CourseError
        If the folder holds something that no build made, or cannot be written.
    """
    if out.exists() and not (out / MARKER).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise CourseError(f"{out} is not empty and was not made by `mlcourse build`: name another folder.")
    _, built = _build_all(root, modules, progress)
    files = {MARKER: fingerprint(root).encode()}
    for book in built:
        files |= {f"learner/{book.path}": book.learner, f"instructor/{book.path}": book.instructor}
    try:
        _replace(out, files)
    except OSError as error:
        raise CourseError(f"{out} cannot be written ({error.strerror}): nothing was changed there.") from error
    return len(files) - 1


def _replace(out: Path, files: Mapping[str, bytes]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        if out.exists():
            former = Path(tempfile.mkdtemp(prefix=f".{out.name}-former-", dir=out.parent))
            os.replace(out, former / out.name)
            try:
                os.replace(fresh, out)
            except OSError:
                os.replace(former / out.name, out)
                raise
            finally:
                shutil.rmtree(former, ignore_errors=True)
        else:
            os.replace(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _chosen(course: CourseSource, modules: Iterable[str]) -> set[str]:
    known = {module.id for module in course.modules}
    chosen = set()
    for name in modules:
        found = {module for module in known if name in (module, module[:2], module[:2].lstrip("0"))}
        if not found:
            raise CourseError(f"There is no module {name!r}; there are {', '.join(sorted(known))}.")
        chosen |= found
    return chosen or known


def _sources(course: CourseSource, chosen: set[str]) -> Iterator[LessonSource | ProblemSource]:
    for module in course.modules:
        if module.id in chosen:
            yield from module.lessons
            yield from module.problems


@dataclass(frozen=True)
class _Built:
    """One notebook in both editions, which are the same for a lesson."""

    path: str
    problem_set: str
    learner: bytes
    instructor: bytes


def _build_all(root: Path, modules: Iterable[str], progress: Progress | None) -> tuple[CourseSource, list[_Built]]:
    with mapping(source_count(root)) as each:
        course = read_course(root, each)
        sources = list(_sources(course, _chosen(course, modules)))
        one = functools.partial(_build_one, root, course.topics(), course.topic_titles())
        built = []
        for book in each(one, sources):
            built.append(book)
            if progress:
                progress(len(built), len(sources))
    return course, built


def _build_one(
    root: Path, topics: Mapping[str, str], titles: Mapping[str, str], source: LessonSource | ProblemSource
) -> _Built:
    path = notebook_path(root, source.path)
    if isinstance(source, LessonSource):
        content = _bytes(lesson_notebook(source, path, topics))
        return _Built(path, "", content, content)
    notebook = instructor_notebook(source, path, topics, titles)
    return _Built(path, source.problem_set, _bytes(learner_notebook(notebook)), _bytes(notebook))


def _bytes(notebook: NotebookNode) -> bytes:
    import nbformat

    text: str = nbformat.writes(notebook, version=4)
    return (text + "\n").encode()
