"""Reading the whole course and checking what no single file can: ids, references, prerequisites."""

from __future__ import annotations

import graphlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from mlcourse.authoring.lessons import FILE_NAME, LessonSource, read_lesson
from mlcourse.authoring.parallel import Map
from mlcourse.authoring.problems import ProblemSource, read_problems
from mlcourse.authoring.sources import read_text
from mlcourse.errors import CourseError, SourceError
from mlcourse.roadmap.catalogue import Catalogue, Exercise, Lesson, Module, Notebook, ProblemSet, Topic

LEVELS = ("beginner", "intermediate", "expert")


@dataclass(frozen=True)
class ModuleSource:
    """A module, its lessons in order and the notebooks of its problem sets."""

    id: str
    title: str
    level: str
    lessons: tuple[LessonSource, ...]
    problems: tuple[ProblemSource, ...]


@dataclass(frozen=True)
class CourseSource:
    """The course as its authors wrote it; ``root`` holds ``course/`` and ``assignments/``."""

    root: Path
    title: str
    modules: tuple[ModuleSource, ...]

    @property
    def lessons(self) -> tuple[LessonSource, ...]:
        """All lessons, in course order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def problems(self) -> tuple[ProblemSource, ...]:
        """All notebooks of problem sets, in course order."""
        return tuple(problems for module in self.modules for problems in module.problems)

    @property
    def sources(self) -> tuple[LessonSource | ProblemSource, ...]:
        """All lessons and notebooks of problem sets."""
        sources: list[LessonSource | ProblemSource] = [*self.lessons, *self.problems]
        return tuple(sources)

    def topics(self) -> dict[str, str]:
        """Map every topic id, and every alias of one, to the path and cell of its heading."""
        where = {}
        for lesson in self.lessons:
            path = notebook_path(self.root, lesson.path)
            for topic in lesson.topics:
                where[f"{lesson.id}#{topic.slug}"] = f"{path}#cell-id={topic.slug}"
            for old, new in lesson.aliases.items():
                where[f"{lesson.id}#{old}"] = f"{path}#cell-id={new}"
        return where

    def topic_titles(self) -> dict[str, str]:
        """Map every topic id, and every alias of one, to its title."""
        titles: dict[str, str] = {}
        for lesson in self.lessons:
            own = {topic.slug: topic.title for topic in lesson.topics}
            own |= {old: own[new] for old, new in lesson.aliases.items()}
            titles |= {f"{lesson.id}#{slug}": title for slug, title in own.items()}
        return titles

    def catalogue(self) -> Catalogue:
        """Return what the course holds, as the roadmap and the server know it."""
        return Catalogue(self.title, tuple(self._module(module) for module in self.modules))

    def _module(self, module: ModuleSource) -> Module:
        lessons = tuple(
            Lesson(
                lesson.id,
                lesson.title,
                lesson.minutes,
                notebook_path(self.root, lesson.path),
                lesson.requires,
                lesson.practice,
                tuple(Topic(f"{lesson.id}#{topic.slug}", topic.title, topic.slug) for topic in lesson.topics),
            )
            for lesson in module.lessons
        )
        sets: dict[str, list[ProblemSource]] = {}
        for problems in module.problems:
            sets.setdefault(problems.problem_set, []).append(problems)
        problem_sets = tuple(
            ProblemSet(
                name,
                name.replace("-", " ").capitalize(),
                tuple(self._notebook(notebook) for notebook in notebooks),
            )
            for name, notebooks in sets.items()
        )
        return Module(module.id, module.title, module.level, lessons, problem_sets)

    def _notebook(self, problems: ProblemSource) -> Notebook:
        exercises = tuple(
            Exercise(
                f"{problems.problem_set}#{exercise.name}",
                exercise.title,
                exercise.difficulty,
                exercise.minutes,
                exercise.points,
                exercise.topics,
                f"{exercise.name}-task",
                f"{exercise.name}-check",
            )
            for exercise in problems.exercises
        )
        return Notebook(problems.title, notebook_path(self.root, problems.path), exercises)


def notebook_path(root: Path, source: Path) -> str:
    """Return where the notebook made from a source lies, relative to a workspace."""
    return source.relative_to(root).with_suffix(".ipynb").as_posix()


def source_count(root: Path) -> int:
    """Count the lessons and notebooks of problem sets, without reading them."""
    return sum(1 for pattern in ("course/*/*.md", "assignments/*/*/*.py") for _ in root.glob(pattern))


def read_source(path: Path) -> LessonSource | ProblemSource:
    """Read a lesson or a notebook of a problem set; see :func:`read_lesson` and :func:`read_problems`."""
    return read_lesson(path) if path.suffix == ".md" else read_problems(path)


def read_course(root: Path, each: Map = map) -> CourseSource:
    """Read and check the whole course.

    Parameters
    ----------
    root : Path
        The folder that holds ``course/`` and ``assignments/``.
    each : callable
        What goes through the sources: :func:`map`, or one that works in several processes.

    Raises
    ------
    SourceError
        If a source is malformed, an id stands twice, or a reference leads nowhere.
    """
    outline = root / "course" / "course.yml"
    if not outline.is_file():
        raise CourseError(f"{outline} is missing: it names the course's modules.")
    title, modules = _outline(outline)
    paths = {name: _paths(root, name) for name, _, _ in modules}
    sources = each(read_source, [path for group in paths.values() for path in group])
    read = {source.path: source for source in sources}
    course = CourseSource(
        root,
        title,
        tuple(_module(name, title, level, [read[path] for path in paths[name]]) for name, title, level in modules),
    )
    for folder in ("course", "assignments"):
        known = {module.id for module in course.modules}
        for path in sorted((root / folder).glob("[0-9][0-9]-*/")):
            if path.name not in known:
                raise SourceError(outline, 1, f"the module {path.name!r} is missing", f"add it, or remove {path}")
    _check_ids(course)
    _check_references(course)
    return course


def _outline(path: Path) -> tuple[str, list[tuple[str, str, str]]]:
    text = read_text(path)
    try:
        data = yaml.safe_load(text)
        modules = [(module["id"], module["title"], module["level"]) for module in data["modules"]]
        title = data["title"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        remedy = "write `title: …` and `modules:` with `- {id: 01-foundations, title: …, level: beginner}`"
        raise SourceError(path, 1, f"the outline is malformed ({error})", remedy) from error
    for name, _, level in modules:
        line = next((number for number, row in enumerate(text.splitlines(), 1) if name in row), 1)
        if not re.fullmatch(r"\d\d-[a-z0-9-]+", name):
            raise SourceError(path, line, f"{name!r} is no module id", "write it like `01-foundations`")
        if level not in LEVELS:
            raise SourceError(path, line, f"the level is {level!r}", f"use {', '.join(LEVELS)}")
    return title, modules


def _paths(root: Path, module: str) -> list[Path]:
    folder = root / "course" / module
    lessons = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    for quiz in folder.glob("*.quiz.yml"):
        lesson = quiz.with_name(quiz.name.removesuffix(".quiz.yml") + ".md")
        if lesson not in lessons or not FILE_NAME.fullmatch(lesson.name):
            raise SourceError(quiz, 1, "the quiz has no lesson", f"name it after a lesson, or write {lesson.name}")
    return lessons + sorted((root / "assignments" / module).glob("*/*.py"))


def _module(name: str, title: str, level: str, sources: list[LessonSource | ProblemSource]) -> ModuleSource:
    lessons = tuple(source for source in sources if isinstance(source, LessonSource))
    problems = tuple(source for source in sources if isinstance(source, ProblemSource))
    return ModuleSource(name, title, level, lessons, problems)


def _check_ids(course: CourseSource) -> None:
    lessons: dict[str, Path] = {}
    for lesson in course.lessons:
        if lesson.id in lessons:
            remedy = f"{lessons[lesson.id]} has it already: rename one"
            raise SourceError(lesson.path, 1, f"the lesson id {lesson.id!r} is taken", remedy)
        lessons[lesson.id] = lesson.path
    folders: dict[str, Path] = {}
    exercises: dict[str, Path] = {}
    for problems in course.problems:
        if folders.setdefault(problems.problem_set, problems.path.parent) != problems.path.parent:
            remedy = f"{folders[problems.problem_set]} has it already: rename one"
            raise SourceError(problems.path, 1, f"the problem set {problems.problem_set!r} is taken", remedy)
        for cell in problems.cells:
            if cell.role not in ("exercise", "manual"):
                continue
            name = f"{problems.problem_set}#{cell.name}"
            if name in exercises:
                remedy = f"{exercises[name]} has it already: rename one"
                raise SourceError(problems.path, cell.line - 1, f"the id {cell.name!r} is taken", remedy)
            exercises[name] = problems.path


def _check_references(course: CourseSource) -> None:
    topics, lessons = course.topics(), {lesson.id: lesson for lesson in course.lessons}
    sets = {problems.problem_set for problems in course.problems}
    for lesson in course.lessons:
        for name in lesson.requires:
            if name not in lessons:
                raise _unknown(lesson.path, lesson.front_lines["requires"], "lesson", name, lessons)
        if lesson.practice not in sets:
            raise _unknown(lesson.path, lesson.front_lines["practice"], "problem set", lesson.practice, sets)
    for source in course.sources:
        for link in source.links():
            if link.target not in topics:
                raise _unknown(source.path, link.line, "topic", link.target, topics)
    try:
        graphlib.TopologicalSorter({lesson.id: lesson.requires for lesson in course.lessons}).prepare()
    except graphlib.CycleError as error:
        circle = error.args[1]
        lesson = lessons[circle[0]]
        message = f"the prerequisites form a circle: {' → '.join(circle)}"
        raise SourceError(lesson.path, lesson.front_lines["requires"], message, "remove one of them") from error


def _unknown(path: Path, line: int, what: str, name: str, known: Iterable[str]) -> SourceError:
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    remedy = f"did you mean {near[0]!r}?" if near else f"write it, or name another {what}"
    return SourceError(path, line, f"there is no {what} {name!r}", remedy)
