"""Reading ``course/course.yml``: what the course consists of, written or planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlcourse.authoring.documents import Document, Key, read_document
from mlcourse.authoring.lessons import PARTS
from mlcourse.roadmap.catalogue import CASE_STUDY, Goal, Lesson, Module, ProblemSet

Keys = tuple[Key, ...]


@dataclass(frozen=True)
class Outline:
    """The course as ``course.yml`` draws it.

    Attributes
    ----------
    document : Document
        The file.
    title : str
        The course's.
    modules : tuple of Module
        All lessons and assignments unwritten.
    bare : frozenset of str
        The lessons that are named by nothing but their id: their files say the rest.
    roadmaps : tuple of str
        Their ids; the first is the default.
    goals : tuple of Goal
        What learners set out for.
    aliases : mapping
        Former ids to present ones.
    places : mapping
        Where each id stands in the document.
    """

    document: Document
    title: str
    modules: tuple[Module, ...]
    bare: frozenset[str]
    roadmaps: tuple[str, ...]
    goals: tuple[Goal, ...]
    aliases: Mapping[str, str]
    places: Mapping[str, Keys]

    def line(self, name: str) -> int:
        """Return the line on which a module, lesson or assignment stands."""
        return self.document.line(*self.places[name])


def read_outline(path: Path) -> Outline:
    """Read ``course.yml``.

    Raises
    ------
    SourceError
        If it is malformed, an id stands twice, or an alias leads nowhere.
    """
    document = read_document(path, "course")
    data = document.data
    places = _places(document)
    practice = {
        lesson: problem_set["id"]
        for module in data["modules"]
        for problem_set in module.get("problem_sets", ())
        for lesson in problem_set["lessons"]
    }
    lessons = [
        lesson for module in data["modules"] for key in ("lessons", "case_studies") for lesson in module.get(key, ())
    ]
    return Outline(
        document,
        data["title"],
        tuple(_module(module, practice) for module in data["modules"]),
        frozenset(lesson for lesson in lessons if isinstance(lesson, str)),
        tuple(data.get("roadmaps", ())),
        tuple(Goal(**goal) for goal in data.get("goals", ())),
        data.get("aliases", {}),
        places,
    )


def _module(data: dict[str, Any], practice: Mapping[str, str]) -> Module:
    lessons = [_lesson(lesson, PARTS, practice) for lesson in data.get("lessons", ())]
    cases = [_lesson(lesson, (CASE_STUDY,), practice) for lesson in data.get("case_studies", ())]
    return Module(
        data["id"],
        data["title"],
        data["level"],
        tuple(data.get("objectives", ())),
        (*lessons, *cases),
        tuple(_assignment(assignment) for assignment in data.get("problem_sets", ())),
        tuple(_assignment(assignment) for assignment in data.get("projects", ())),
    )


def _lesson(data: str | dict[str, Any], parts: tuple[str, ...], practice: Mapping[str, str]) -> Lesson:
    if isinstance(data, str):
        return Lesson(data, data, "", 0, parts, (), "")
    return Lesson(
        data["id"],
        data["title"],
        data["summary"],
        data["minutes"],
        tuple(data.get("parts", parts)),
        tuple(data["requires"]),
        practice.get(data["id"], ""),
    )


def _assignment(data: dict[str, Any]) -> ProblemSet:
    return ProblemSet(data["id"], data["title"], data["summary"], data.get("minutes", 0), tuple(data["lessons"]))


def _ids(data: dict[str, Any]) -> Iterator[tuple[str, Keys]]:
    for m, module in enumerate(data["modules"]):
        yield module["id"], ("modules", m)
        for key in ("lessons", "case_studies", "problem_sets", "projects"):
            for i, entry in enumerate(module.get(key, ())):
                yield (entry if isinstance(entry, str) else entry["id"]), ("modules", m, key, i)


def _places(document: Document) -> dict[str, Keys]:
    places: dict[str, Keys] = {}
    for name, keys in _ids(document.data):
        if name in places:
            remedy = f"line {document.line(*places[name])} has it already: rename one"
            raise document.error(keys, f"the id {name!r} stands twice", remedy)
        places[name] = keys
    return places
