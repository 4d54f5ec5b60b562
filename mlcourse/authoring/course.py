"""Reading the whole course and checking what no single file can: ids, references, prerequisites."""

from __future__ import annotations

import dataclasses
import graphlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mlcourse.authoring.lessons import FILE_NAME, PARTS, LessonSource, read_lesson
from mlcourse.authoring.outline import Outline, read_outline
from mlcourse.authoring.parallel import Map
from mlcourse.authoring.problems import ProblemSource, read_problems
from mlcourse.authoring.roads import Destinations, read_roadmaps, unknown
from mlcourse.errors import CourseError, SourceError
from mlcourse.roadmap.catalogue import (
    Catalogue,
    Exercise,
    Lesson,
    Module,
    Notebook,
    ProblemSet,
    Question,
    Topic,
)
from mlcourse.roadmap.layout import layout
from mlcourse.roadmap.roadmaps import Roadmap


@dataclass(frozen=True)
class ModuleSource:
    """A module as it is planned, its lessons in order and the notebooks of its assignments."""

    plan: Module
    lessons: tuple[LessonSource, ...]
    problems: tuple[ProblemSource, ...]

    @property
    def id(self) -> str:
        """The module's id, such as ``01-foundations``."""
        return self.plan.id


@dataclass(frozen=True)
class CourseSource:
    """The course as its authors wrote it; ``root`` holds ``course/`` and ``assignments/``."""

    root: Path
    outline: Outline
    modules: tuple[ModuleSource, ...]
    roadmaps: tuple[Roadmap, ...]

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

    def present_topics(self) -> dict[str, str]:
        """Map every topic id, and every former one, to the present one."""
        present: dict[str, str] = {}
        for lesson in self.lessons:
            own = {topic.slug: topic.slug for topic in lesson.topics} | dict(lesson.aliases)
            present |= {f"{lesson.id}#{slug}": f"{lesson.id}#{now}" for slug, now in own.items()}
        return present

    def topics(self) -> dict[str, str]:
        """Map every topic id, and every former one, to the path and cell of its heading."""
        paths = {lesson.id: notebook_path(self.root, lesson.path) for lesson in self.lessons}
        where = {}
        for name, present in self.present_topics().items():
            lesson, _, cell = present.partition("#")
            where[name] = f"{paths[lesson]}#cell-id={cell}"
        return where

    def topic_titles(self) -> dict[str, str]:
        """Map every topic id, and every former one, to its title."""
        titles = {f"{lesson.id}#{topic.slug}": topic.title for lesson in self.lessons for topic in lesson.topics}
        return {name: titles[present] for name, present in self.present_topics().items()}

    def catalogue(self) -> Catalogue:
        """Return what the course holds, as the roadmap and the server know it."""
        modules = tuple(self._module(module) for module in self.modules)
        former = {name: present for name, present in self.present_topics().items() if name != present}
        return Catalogue(
            self.outline.title,
            modules,
            self.roadmaps,
            self.outline.goals,
            {**former, **self.outline.aliases},
            layout(modules),
        )

    def _module(self, module: ModuleSource) -> Module:
        written = {lesson.id: lesson for lesson in module.lessons}
        notebooks: dict[str, list[ProblemSource]] = {}
        for problems in module.problems:
            notebooks.setdefault(problems.problem_set, []).append(problems)
        plan = module.plan
        lessons = (
            self._lesson(lesson, written[lesson.id]) if lesson.id in written else lesson for lesson in plan.lessons
        )
        return dataclasses.replace(
            plan,
            lessons=tuple(lessons),
            problem_sets=tuple(self._assignment(one, notebooks.get(one.id, [])) for one in plan.problem_sets),
            projects=tuple(self._assignment(one, notebooks.get(one.id, [])) for one in plan.projects),
        )

    def _lesson(self, plan: Lesson, source: LessonSource) -> Lesson:
        return Lesson(
            source.id,
            source.title,
            source.summary,
            source.minutes,
            plan.parts if plan.is_case_study else source.parts or PARTS,
            source.requires,
            source.practice,
            notebook_path(self.root, source.path),
            tuple(Topic(f"{source.id}#{topic.slug}", topic.title, topic.slug) for topic in source.topics),
            tuple(Question(f"{source.id}/{name}", f"{source.id}#{topic}") for name, topic in source.questions),
        )

    def _assignment(self, plan: ProblemSet, sources: list[ProblemSource]) -> ProblemSet:
        if not sources:
            return plan
        notebooks = tuple(self._notebook(source) for source in sources)
        minutes = sum(exercise.minutes for notebook in notebooks for exercise in notebook.exercises)
        return dataclasses.replace(plan, minutes=minutes, notebooks=notebooks)

    def _notebook(self, problems: ProblemSource) -> Notebook:
        present = self.present_topics()
        exercises = tuple(
            Exercise(
                f"{problems.problem_set}#{exercise.name}",
                exercise.title,
                exercise.difficulty,
                exercise.minutes,
                exercise.points,
                tuple(dict.fromkeys(present[topic] for topic in exercise.topics)),
                f"{exercise.name}-task",
                f"{exercise.name}-check",
                exercise.form_only,
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
    path = root / "course" / "course.yml"
    if not path.is_file():
        raise CourseError(f"{path} is missing: it names the course's modules.")
    outline = read_outline(path)
    _check_folders(root, outline)
    paths = {module.id: _paths(root, module.id) for module in outline.modules}
    sources = each(read_source, [path for group in paths.values() for path in group])
    read = {source.path: source for source in sources}
    modules = tuple(_module(plan, [read[path] for path in paths[plan.id]]) for plan in outline.modules)
    course = CourseSource(root, outline, modules, ())
    _check_ids(course)
    _check_plan(course)
    _check_references(course)
    roadmaps = read_roadmaps(root / "course" / "roadmaps", outline.roadmaps, outline.document, _destinations(course))
    return dataclasses.replace(course, roadmaps=roadmaps)


def _check_folders(root: Path, outline: Outline) -> None:
    known = {module.id for module in outline.modules}
    for folder in ("course", "assignments"):
        for path in sorted((root / folder).glob("[0-9][0-9]-*/")):
            if path.name not in known:
                remedy = f"add it, or remove {path}"
                raise SourceError(outline.document.path, 1, f"the module {path.name!r} is missing", remedy)


def _paths(root: Path, module: str) -> list[Path]:
    folder = root / "course" / module
    lessons = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    for quiz in folder.glob("*.quiz.yml"):
        lesson = quiz.with_name(quiz.name.removesuffix(".quiz.yml") + ".md")
        if lesson not in lessons or not FILE_NAME.fullmatch(lesson.name):
            raise SourceError(quiz, 1, "the quiz has no lesson", f"name it after a lesson, or write {lesson.name}")
    return lessons + sorted((root / "assignments" / module).glob("*/*.py"))


def _module(plan: Module, sources: list[LessonSource | ProblemSource]) -> ModuleSource:
    lessons = tuple(source for source in sources if isinstance(source, LessonSource))
    problems = (source for source in sources if isinstance(source, ProblemSource))
    return ModuleSource(plan, lessons, tuple(sorted(problems, key=partial(_place, plan))))


def _place(plan: Module, problems: ProblemSource) -> tuple[int, int, str]:
    """Order notebooks by their problem set, and then by the lesson that their first exercise is about."""
    sets = [one.id for one in (*plan.problem_sets, *plan.projects)]
    lessons = [lesson.id for lesson in plan.lessons]
    about = problems.exercises[0].topics[0].partition("#")[0] if problems.exercises else ""
    return _index(sets, problems.problem_set), _index(lessons, about), problems.path.name


def _index(names: list[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


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


def _check_plan(course: CourseSource) -> None:
    """Check that what is written and what ``course.yml`` plans are the same course."""
    outline = course.outline
    for module in course.modules:
        plan = module.plan
        places = {lesson.id: place for place, lesson in enumerate(plan.lessons, 1)}
        for source in module.lessons:
            if source.id not in places:
                remedy = f"add {source.id} to the lessons of {module.id}"
                raise SourceError(source.path, 1, "the lesson is not in course.yml", remedy)
            if source.id not in outline.bare:
                remedy = "leave only its id: the lesson's front matter says the rest"
                raise SourceError(
                    outline.document.path, outline.line(source.id), f"{source.id!r} is written, and no plan", remedy
                )
            if source.number != places[source.id]:
                remedy = f"name it {places[source.id]:02d}-{source.id}.md, or move it in course.yml"
                raise SourceError(source.path, 1, "its number is not its place in course.yml", remedy)
        written = {source.id for source in module.lessons}
        for lesson in plan.lessons:
            if lesson.id in outline.bare and lesson.id not in written:
                remedy = f"write course/{module.id}/{places[lesson.id]:02d}-{lesson.id}.md, or plan it with a title"
                raise SourceError(
                    outline.document.path, outline.line(lesson.id), f"the lesson {lesson.id!r} has no file", remedy
                )
        sets = {one.id for one in plan.assignments}
        for problems in module.problems:
            if problems.problem_set not in sets:
                remedy = f"add {problems.problem_set} to the problem sets or projects of {module.id}"
                raise SourceError(problems.path, 1, "the problem set is not in course.yml", remedy)


def _check_references(course: CourseSource) -> None:
    outline = course.outline
    topics, written = course.topics(), {lesson.id: lesson for lesson in course.lessons}
    plans = {lesson.id: lesson for module in course.modules for lesson in module.plan.lessons}
    sets = {one.id: one for module in course.modules for one in module.plan.problem_sets}
    for source in course.lessons:
        for name in source.requires:
            if name not in plans:
                raise SourceError(source.path, source.front_lines["requires"], *unknown("lesson", name, plans))
        if source.practice not in sets:
            raise SourceError(
                source.path, source.front_lines["practice"], *unknown("problem set", source.practice, sets)
            )
        if source.id not in sets[source.practice].lessons:
            message = f"{source.practice!r} does not list the lesson"
            remedy = f"add {source.id} to its `lessons` in course.yml"
            raise SourceError(source.path, source.front_lines["practice"], message, remedy)
    for name, lesson in plans.items():
        _check_names(outline, (*outline.places[name], "requires"), "lesson", lesson.requires, plans)
    for module in course.modules:
        for one in module.plan.assignments:
            _check_names(outline, (*outline.places[one.id], "lessons"), "lesson", one.lessons, plans)
    for index, goal in enumerate(outline.goals):
        _check_names(outline, ("goals", index, "lesson"), "lesson", (goal.lesson,), plans)
    for linking in course.sources:
        for link in linking.links():
            if link.target not in topics:
                raise SourceError(linking.path, link.line, *unknown("topic", link.target, topics))
    _check_aliases(course)
    requires = {name: written[name].requires if name in written else plans[name].requires for name in plans}
    try:
        graphlib.TopologicalSorter(requires).prepare()
    except graphlib.CycleError as error:
        circle = error.args[1]
        message, remedy = f"the prerequisites form a circle: {' → '.join(circle)}", "remove one of them"
        first = next((name for name in circle if name in written), circle[0])
        if first in written:
            raise SourceError(written[first].path, written[first].front_lines["requires"], message, remedy) from error
        raise outline.document.error((*outline.places[first], "requires"), message, remedy) from error


def _check_names(
    outline: Outline, keys: tuple[str | int, ...], what: str, names: Collection[str], known: Collection[str]
) -> None:
    for name in names:
        if name not in known:
            raise outline.document.error(keys, *unknown(what, name, known))


def _check_aliases(course: CourseSource) -> None:
    outline = course.outline
    exercises = {f"{problems.problem_set}#{one.name}" for problems in course.problems for one in problems.exercises}
    present = {*outline.places, *exercises, *outline.roadmaps}
    for old, new in outline.aliases.items():
        if old in present:
            message, remedy = f"the alias {old!r} is a present id too", "remove it"
            raise outline.document.error(("aliases", old), message, remedy)
        if new not in present:
            raise outline.document.error(("aliases", old), *unknown("id", new, present))


def _destinations(course: CourseSource) -> Destinations:
    written = {lesson.id for lesson in course.lessons}
    begun = {problems.problem_set for problems in course.problems}
    plans = [module.plan for module in course.modules]
    projects = {one.id for plan in plans for one in plan.projects}
    lessons = {lesson.id for plan in plans for lesson in plan.lessons}
    return Destinations(
        course.present_topics(),
        (lessons - written) | (projects - begun),
        projects & begun,
        written,
        {p.id for p in plans},
    )
