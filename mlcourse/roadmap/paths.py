"""The shortest way to a goal: the lessons that lead from what one has mastered to what one wants to learn."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mlcourse.roadmap.catalogue import Catalogue, Lesson
from mlcourse.roadmap.index import Index, lesson_state, passed
from mlcourse.roadmap.progress import Progress
from mlcourse.roadmap.roadmaps import Node, Roadmap

PERSONAL = "my-path"


@dataclass(frozen=True)
class StudyPath:
    """What to study to reach a goal.

    Attributes
    ----------
    goal, title : str
        The goal's lesson, and its title as a goal if it is one of the course's.
    lessons : tuple of str
        The lessons to study, each after those that it builds on; empty once the goal is mastered.
    mastered : tuple of str
        The lessons on the way that are mastered already.
    minutes : int
        What is left to do; see :func:`minutes_left`.
    """

    goal: str
    title: str
    lessons: tuple[str, ...]
    mastered: tuple[str, ...]
    minutes: int


def path_to(catalogue: Catalogue, goal: str, progress: Progress) -> StudyPath:
    """Find the smallest set of lessons that leads from what is mastered to a goal.

    These are the goal, what it requires, what that requires and so on; what leads only to mastered lessons is left out,
    for who has mastered a lesson need not learn what comes before it.

    Parameters
    ----------
    catalogue : Catalogue
        The course.
    goal : str
        Id of the lesson to reach.
    progress : Progress
        What the learner has mastered.

    Returns
    -------
    StudyPath

    Raises
    ------
    KeyError
        If the course has no such lesson; the message is for the learner.

    Examples
    --------
    >>> from mlcourse.roadmap.catalogue import Module
    >>> sums = Lesson("sums", "Sums", "", 30, ("theory",), (), "")
    >>> products = Lesson("products", "Products", "", 45, ("theory",), ("sums",), "")
    >>> catalogue = Catalogue("Course", (Module("01-basics", "Basics", "beginner", (), (products, sums), (), ()),))
    >>> path = path_to(catalogue, "products", Progress())
    >>> path.lessons, path.minutes
    (('sums', 'products'), 75)
    """
    index = Index.of(catalogue)
    lessons = _closure(index.lessons, goal, frozenset())
    mastered = [name for name in lessons if _mastered(index.lessons[name], progress)]
    needed = _closure(index.lessons, goal, frozenset(mastered))
    left = tuple(name for name in lessons if name in needed)
    minutes = minutes_left(index, (index.lessons[name] for name in left), progress)
    titles = {each.lesson: each.title for each in catalogue.goals}
    return StudyPath(goal, titles.get(goal, index.lessons[goal].title), left, tuple(mastered), minutes)


def minutes_left(index: Index, lessons: Iterable[Lesson], progress: Progress) -> int:
    """Estimate how long lessons and their exercises still take.

    A lesson takes the share of its minutes that its topics not yet mastered have in all of its topics; a planned one
    takes all of them. To that come the minutes of the exercises that are not passed, each once: those of the lessons'
    practice that name one of their topics.

    Parameters
    ----------
    index : Index
        The course.
    lessons : iterable of Lesson
        Some of its lessons.
    progress : Progress
        What the learner has mastered and passed.

    Returns
    -------
    int
        Minutes.
    """
    study = 0.0
    exercises: dict[str, int] = {}
    for lesson in lessons:
        topics = [topic.id for topic in lesson.topics]
        mastered = sum(progress.topics.get(topic) == "mastered" for topic in topics)
        study += lesson.minutes * (1 - mastered / len(topics) if topics else 1)
        for each in index.exercises_of(topics):
            if each.id.partition("#")[0] == lesson.practice and not passed(each.id, progress):
                exercises[each.id] = each.minutes
    return round(study + sum(exercises.values()))


def personal(catalogue: Catalogue, goal: str, progress: Progress) -> Roadmap:
    """Make the roadmap that leads to a goal from the very beginning.

    It holds what is mastered too, so that it does not change under the learner's feet as they advance.

    Parameters
    ----------
    catalogue : Catalogue
        The course.
    goal : str
        Id of the lesson to reach.
    progress : Progress
        How far the learner has come: the roadmap's intent says what is left.

    Returns
    -------
    Roadmap
        A node for each module, in course order, and in it one for each of the lessons, in an order to study them.

    Raises
    ------
    KeyError
        If the course has no such lesson; the message is for the learner.
    """
    path = path_to(catalogue, goal, progress)
    index = Index.of(catalogue)
    names = _closure(index.lessons, goal, frozenset())
    nodes = []
    for module in catalogue.modules:
        children = tuple(_node(index.lessons[name]) for name in names if index.modules[name] == module)
        if children:
            nodes.append(Node(module.title, children=children))
    hours = round(path.minutes / 60)
    left = f"{len(path.lessons)} of {len(names)} lessons are left" + (f", about {hours} hours" if hours > 1 else "")
    intent = f"What leads to {path.title}, in an order to study it: {left}."
    return Roadmap(PERSONAL, f"My path to {path.title}", intent, index.modules[goal].level, tuple(nodes))


def _node(lesson: Lesson) -> Node:
    topics = tuple(topic.id for topic in lesson.topics)
    return Node(lesson.title, topics=topics, planned=() if lesson.written else (lesson.id,))


def _mastered(lesson: Lesson, progress: Progress) -> bool:
    return lesson.written and lesson_state(lesson, progress) == "mastered"


def _closure(lessons: Mapping[str, Lesson], goal: str, cut: frozenset[str]) -> tuple[str, ...]:
    """Return a goal and all that it builds on, first things first and else in course order, without what is cut off."""
    if goal not in lessons:
        raise KeyError(f"There is no lesson {goal!r} in this course. Choose the goal on the map.")
    found: set[str] = set()
    stack = [goal]
    while stack:
        name = stack.pop()
        if name not in found and name not in cut:
            found.add(name)
            stack.extend(lessons[name].requires)
    place = {name: at for at, name in enumerate(lessons)}
    waiting = {name: sum(required in found for required in lessons[name].requires) for name in found}
    unlocks: dict[str, list[str]] = {}
    for name in found:
        for required in lessons[name].requires:
            unlocks.setdefault(required, []).append(name)
    ready = [(place[name], name) for name, count in waiting.items() if count == 0]
    heapq.heapify(ready)
    order = []
    while ready:
        _, name = heapq.heappop(ready)
        order.append(name)
        for unlocked in unlocks.get(name, ()):
            waiting[unlocked] -= 1
            if waiting[unlocked] == 0:
                heapq.heappush(ready, (place[unlocked], unlocked))
    return tuple(order)
