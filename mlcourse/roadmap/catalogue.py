"""What the course holds: modules, lessons, topics, problem sets and exercises, as frozen data."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FORMAT = 1


@dataclass(frozen=True)
class Topic:
    """A heading of a lesson; ``id`` is ``lesson#heading`` and ``cell`` the id of the heading's cell."""

    id: str
    title: str
    cell: str


@dataclass(frozen=True)
class Lesson:
    """A lesson; ``path`` is its notebook, relative to the workspace; ``minutes`` is the time to study it."""

    id: str
    title: str
    minutes: int
    path: str
    requires: tuple[str, ...]
    practice: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Exercise:
    """An exercise; ``cell`` is the id of its task, ``check`` the nbgrader grade id of its check cell."""

    id: str
    title: str
    difficulty: int
    minutes: int
    points: float
    topics: tuple[str, ...]
    cell: str
    check: str


@dataclass(frozen=True)
class Notebook:
    """One notebook of a problem set."""

    title: str
    path: str
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class ProblemSet:
    """The notebooks that one nbgrader assignment holds."""

    id: str
    title: str
    notebooks: tuple[Notebook, ...]


@dataclass(frozen=True)
class Module:
    """One of the course's modules."""

    id: str
    title: str
    level: str
    lessons: tuple[Lesson, ...]
    problem_sets: tuple[ProblemSet, ...]


@dataclass(frozen=True)
class Catalogue:
    """The whole course.

    Examples
    --------
    >>> catalogue = Catalogue("Machine learning", ())
    >>> Catalogue.from_json(catalogue.to_json()) == catalogue
    True
    """

    title: str
    modules: tuple[Module, ...]

    def lessons(self) -> Iterator[Lesson]:
        """Go through the lessons in course order."""
        for module in self.modules:
            yield from module.lessons

    def notebooks(self) -> Iterator[Notebook]:
        """Go through the notebooks of all problem sets in course order."""
        for module in self.modules:
            for problem_set in module.problem_sets:
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
            return cls(data["title"], tuple(_module(module) for module in data["modules"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"the catalogue is incomplete: {error}") from error


def _module(data: dict[str, Any]) -> Module:
    return Module(
        data["id"],
        data["title"],
        data["level"],
        tuple(_lesson(lesson) for lesson in data["lessons"]),
        tuple(_problem_set(problem_set) for problem_set in data["problem_sets"]),
    )


def _lesson(data: dict[str, Any]) -> Lesson:
    topics = tuple(Topic(**topic) for topic in data["topics"])
    return Lesson(**{**data, "requires": tuple(data["requires"]), "topics": topics})


def _problem_set(data: dict[str, Any]) -> ProblemSet:
    notebooks = tuple(
        Notebook(
            notebook["title"],
            notebook["path"],
            tuple(Exercise(**{**exercise, "topics": tuple(exercise["topics"])}) for exercise in notebook["exercises"]),
        )
        for notebook in data["notebooks"]
    )
    return ProblemSet(data["id"], data["title"], notebooks)
