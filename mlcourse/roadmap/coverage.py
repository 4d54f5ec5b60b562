"""How much of the roadmaps and modules is taught and practised, and how much is planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlcourse.roadmap.catalogue import Catalogue, Module
from mlcourse.roadmap.roadmaps import Node, Roadmap


@dataclass(frozen=True)
class RoadmapCoverage:
    """The rows of a roadmap, counted.

    Attributes
    ----------
    id, name : str
        The roadmap's.
    rows : int
        All of its author's rows.
    taught : int
        Those that lead to nothing but what is written.
    practised : int
        Those of the taught ones that an exercise or a project practises.
    planned : int
        Those of which at least a part is not written yet.
    gaps : tuple of (str, int)
        The lessons and projects that rows wait for, and how many wait for each, most wanted first.
    """

    id: str
    name: str
    rows: int
    taught: int
    practised: int
    planned: int
    gaps: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ModuleCoverage:
    """The lessons of a module (case studies are lessons) and its topics and assignments, counted."""

    id: str
    title: str
    lessons: int
    taught: int
    planned: int
    topics: int
    practised: int
    exercises: int
    assignments: int
    assignments_planned: int


@dataclass(frozen=True)
class Coverage:
    """What :func:`coverage` finds."""

    roadmaps: tuple[RoadmapCoverage, ...]
    modules: tuple[ModuleCoverage, ...]


def coverage(catalogue: Catalogue) -> Coverage:
    """Count what is taught, practised and planned.

    Parameters
    ----------
    catalogue : Catalogue
        The course.

    Examples
    --------
    >>> coverage(Catalogue("Machine learning", ()))
    Coverage(roadmaps=(), modules=())
    """
    practised = {topic for exercise in catalogue.exercises() for topic in exercise.topics}
    return Coverage(
        tuple(_roadmap(roadmap, practised) for roadmap in catalogue.roadmaps),
        tuple(_module(module, practised) for module in catalogue.modules),
    )


def _count(nodes: Iterable[Node]) -> int:
    return sum(len(node.rows) for node in nodes)


def _roadmap(roadmap: Roadmap, practised: set[str]) -> RoadmapCoverage:
    nodes = list(roadmap.walk())
    taught = [node for node in nodes if not node.planned]
    waiting: dict[str, int] = {}
    for node in nodes:
        for name in node.planned:
            waiting[name] = waiting.get(name, 0) + len(node.rows)
    return RoadmapCoverage(
        roadmap.id,
        roadmap.name,
        _count(nodes),
        _count(taught),
        _count(node for node in taught if node.projects or practised.intersection(node.topics)),
        _count(node for node in nodes if node.planned),
        tuple(sorted(waiting.items(), key=lambda item: (-item[1], item[0]))),
    )


def _module(module: Module, practised: set[str]) -> ModuleCoverage:
    topics = [topic.id for lesson in module.lessons for topic in lesson.topics]
    written = [lesson for lesson in module.lessons if lesson.written]
    begun = [one for one in module.assignments if one.written]
    return ModuleCoverage(
        module.id,
        module.title,
        len(module.lessons),
        len(written),
        len(module.lessons) - len(written),
        len(topics),
        len(practised.intersection(topics)),
        sum(len(notebook.exercises) for one in begun for notebook in one.notebooks),
        len(begun),
        len(module.assignments) - len(begun),
    )
