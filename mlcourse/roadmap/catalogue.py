"""What the course holds: modules, lessons, topics, problem sets and exercises, as frozen data."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlcourse.roadmap.maps import Map, read_map
from mlcourse.roadmap.roadmaps import Roadmap, read_roadmap

FORMAT = 2
CASE_STUDY = "case-study"  # the part of a lesson that is a case study


@dataclass(frozen=True)
class Topic:
    """A heading of a lesson; ``id`` is ``lesson#heading`` and ``cell`` the id of the heading's cell."""

    id: str
    title: str
    cell: str


@dataclass(frozen=True)
class Question:
    """A question of a lesson's quiz; ``id`` is ``lesson/question`` and ``topic`` the topic that it asks about."""

    id: str
    topic: str


@dataclass(frozen=True)
class Lesson:
    """A lesson or case study.

    Attributes
    ----------
    id, title, summary : str
        ``summary`` says in a sentence what it teaches.
    minutes : int
        The time to study it.
    parts : tuple of str
        Of ``theory``, ``mathematics`` and ``implementation``; or only ``case-study``.
    requires : tuple of str
        The lessons that it builds on directly.
    practice : str
        The problem set that exercises it, or empty.
    path : str
        Its notebook, relative to the workspace; empty while it is planned.
    topics : tuple of Topic
        None while it is planned.
    questions : tuple of Question
        Those of its quiz.
    """

    id: str
    title: str
    summary: str
    minutes: int
    parts: tuple[str, ...]
    requires: tuple[str, ...]
    practice: str
    path: str = ""
    topics: tuple[Topic, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def written(self) -> bool:
        """Whether there is more than a plan."""
        return self.path != ""

    @property
    def is_case_study(self) -> bool:
        """Whether it is a case study."""
        return CASE_STUDY in self.parts


@dataclass(frozen=True)
class Exercise:
    """An exercise; ``cell`` is the id of its task, ``check`` the nbgrader grade id of its check cell.

    Where ``form_only`` is true, the check does not judge the answer; grading does.
    """

    id: str
    title: str
    difficulty: int
    minutes: int
    points: float
    topics: tuple[str, ...]
    cell: str
    check: str
    form_only: bool = False


@dataclass(frozen=True)
class Notebook:
    """One notebook of a problem set."""

    title: str
    path: str
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class ProblemSet:
    """One nbgrader assignment: a problem set or a project; without notebooks while it is planned.

    ``lessons`` names those that it practises; ``minutes`` is the time for all of it.
    """

    id: str
    title: str
    summary: str
    minutes: int
    lessons: tuple[str, ...]
    notebooks: tuple[Notebook, ...] = ()

    @property
    def written(self) -> bool:
        """Whether there is more than a plan."""
        return self.notebooks != ()


@dataclass(frozen=True)
class Module:
    """One of the course's modules; ``lessons`` holds its case studies too."""

    id: str
    title: str
    level: str
    objectives: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    problem_sets: tuple[ProblemSet, ...]
    projects: tuple[ProblemSet, ...]

    @property
    def assignments(self) -> tuple[ProblemSet, ...]:
        """Its problem sets and projects."""
        return self.problem_sets + self.projects


@dataclass(frozen=True)
class Goal:
    """A lesson that learners set out for, by the name they know it under."""

    title: str
    lesson: str


@dataclass(frozen=True)
class Catalogue:
    """The whole course: the first of ``roadmaps`` is the default; ``aliases`` maps former ids to present ones.

    Examples
    --------
    >>> catalogue = Catalogue("Machine learning", ())
    >>> Catalogue.from_json(catalogue.to_json()) == catalogue
    True
    """

    title: str
    modules: tuple[Module, ...]
    roadmaps: tuple[Roadmap, ...] = ()
    goals: tuple[Goal, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    map: Map = field(default_factory=Map)

    def lessons(self) -> Iterator[Lesson]:
        """Go through the lessons and case studies in course order."""
        for module in self.modules:
            yield from module.lessons

    def problem_sets(self) -> Iterator[ProblemSet]:
        """Go through the problem sets and projects in course order."""
        for module in self.modules:
            yield from module.assignments

    def notebooks(self) -> Iterator[Notebook]:
        """Go through the notebooks of all problem sets and projects in course order."""
        for problem_set in self.problem_sets():
            yield from problem_set.notebooks

    def exercises(self) -> Iterator[Exercise]:
        """Go through the exercises in course order."""
        for notebook in self.notebooks():
            yield from notebook.exercises

    def to_json(self) -> dict[str, Any]:
        """Return plain data that :meth:`from_json` reads."""
        return {"format": FORMAT, **dataclasses.asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Catalogue:
        """Read what :meth:`to_json` wrote.

        Raises
        ------
        ValueError
            If the data is of another format or incomplete.
        """
        if data.get("format") != FORMAT:
            raise ValueError(f"the catalogue has format {data.get('format')!r}, not {FORMAT}")
        try:
            return cls(
                data["title"],
                tuple(_module(module) for module in data["modules"]),
                tuple(read_roadmap(roadmap) for roadmap in data["roadmaps"]),
                tuple(Goal(**goal) for goal in data["goals"]),
                data["aliases"],
                read_map(data["map"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"the catalogue is incomplete: {error}") from error


def _module(data: dict[str, Any]) -> Module:
    return Module(
        **{
            **data,
            "objectives": tuple(data["objectives"]),
            "lessons": tuple(_lesson(lesson) for lesson in data["lessons"]),
            "problem_sets": tuple(_problem_set(problem_set) for problem_set in data["problem_sets"]),
            "projects": tuple(_problem_set(project) for project in data["projects"]),
        }
    )


def _lesson(data: dict[str, Any]) -> Lesson:
    return Lesson(
        **{
            **data,
            "parts": tuple(data["parts"]),
            "requires": tuple(data["requires"]),
            "topics": tuple(Topic(**topic) for topic in data["topics"]),
            "questions": tuple(Question(**question) for question in data["questions"]),
        }
    )


def _problem_set(data: dict[str, Any]) -> ProblemSet:
    return ProblemSet(
        **{
            **data,
            "lessons": tuple(data["lessons"]),
            "notebooks": tuple(_notebook(notebook) for notebook in data["notebooks"]),
        }
    )


def _notebook(data: dict[str, Any]) -> Notebook:
    exercises = (Exercise(**{**exercise, "topics": tuple(exercise["topics"])}) for exercise in data["exercises"])
    return Notebook(data["title"], data["path"], tuple(exercises))
