"""A roadmap as rows: what the sidebar shows, where each row leads, and how far one has come with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from mlcourse.roadmap.catalogue import Catalogue, Exercise, Lesson, Module, Notebook, ProblemSet
from mlcourse.roadmap.index import Index
from mlcourse.roadmap.progress import STATES, Progress, State, roll_state
from mlcourse.roadmap.roadmaps import Node, Reference, Roadmap

Kind = Literal[
    "module",
    "node",
    "part",
    "lesson",
    "topic",
    "case-study",
    "problem-set",
    "project",
    "notebook",
    "exercise",
    "quiz",
    "reference",
]

LESSON_PARTS = {"theory": "Theory", "mathematics": "Mathematics", "implementation": "Implementation"}
PROJECT, ASSIGNMENTS, CASE_STUDIES = "project", "assignments-and-quizzes", "case-study"
QUIZ_CELL = "check-yourself"  # the heading that stands over a lesson's quiz
NOTHING = -1  # the code of the state of what one cannot work on


@dataclass(frozen=True)
class Target:
    """Where a row leads: a notebook, the cell to land on (None for its beginning), and what is there."""

    path: str
    cell: str | None = None
    lesson: str = ""
    topic: str = ""
    exercise: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the tree.

    Attributes
    ----------
    key : str
        Unique in the tree, and the same in the next one.
    kind : str
        What it stands for.
    title : str
        What it is called.
    children : tuple of Row
        The rows below it.
    topics : tuple of str
        The distinct topics that it and the rows below it lead to.
    exercises : tuple of str
        The distinct exercises that it and the rows below it lead to.
    level, module : str
        Of a module's row: the module's level and id.
    part : str
        Of a part's row: which of the six.
    summary, minutes, difficulty, points : str, int, int, float
        What is known of the lesson, problem set or exercise.
    url : str
        Where a reference leads.
    planned : str
        The titles of what it will lead to and is not written yet.
    words : str
        More that a search should find it by.
    target : Target or None
        Where it leads.
    """

    key: str
    kind: Kind
    title: str
    children: tuple[Row, ...] = ()
    topics: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    level: str = ""
    module: str = ""
    part: str = ""
    summary: str = ""
    minutes: int = 0
    difficulty: int = 0
    points: float = 0
    url: str = ""
    planned: str = ""
    words: str = ""
    target: Target | None = None

    def walk(self) -> Iterator[Row]:
        """Go through the row and all below it, from top to bottom."""
        stack = [self]
        while stack:  # not recursion: a large tree is walked after every event
            row = stack.pop()
            yield row
            stack.extend(reversed(row.children))


OPTIONAL = ("level", "module", "part", "summary", "minutes", "difficulty", "points", "url", "planned", "words")


def tree(catalogue: Catalogue, roadmap: Roadmap) -> tuple[Row, ...]:
    """Lay out a roadmap as rows.

    The row of a module has the module's six parts as its first children: theory, mathematics, implementation, project,
    assignments and quizzes, case study. Below any other node come its own nodes, then the topics and projects that it
    leads to if there are several, then the exercises that practise its topics, then its references.

    Parameters
    ----------
    catalogue : Catalogue
        The course.
    roadmap : Roadmap
        One of the course's, or a personal one.

    Returns
    -------
    tuple of Row
        The rows of the top level.

    Examples
    --------
    >>> lesson = Lesson("sums", "Sums", "", 30, ("theory",), (), "")
    >>> module = Module("01-basics", "Basics", "beginner", (), (lesson,), (), ())
    >>> roadmap = Roadmap("map", "Map", "", "all", (Node("Adding", ("000-001",), planned=("sums",)),))
    >>> [(row.key, row.title, row.planned) for row in tree(Catalogue("Course", (module,)), roadmap)]
    [('000-001', 'Adding', 'Sums')]
    """
    return _Tree(catalogue).rows(roadmap.nodes, "")


class _Tree:
    """Makes the rows of one tree; knows the keys that are taken."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._index = Index.of(catalogue)
        self._modules = {module.id: module for module in catalogue.modules}
        self._taken: set[str] = set()

    def rows(self, nodes: Iterable[Node], above: str) -> tuple[Row, ...]:
        return tuple(self._module(node) if node.module else self._node(node, above) for node in nodes)

    def _key(self, wanted: str) -> str:
        key, number = wanted, 2
        while key in self._taken:
            key, number = f"{wanted}~{number}", number + 1
        self._taken.add(key)
        return key

    def _node(self, node: Node, above: str) -> Row:
        key = self._key(node.rows[0] if node.rows else f"{above}/{node.title}" if above else node.title)
        places = len(node.topics) + len(node.projects)
        projects = [self._index.problem_sets[project] for project in node.projects]
        children = list(self.rows(node.children, key))
        if places > 1:
            children += [self._topic(topic, key) for topic in node.topics]
            children += [self._problem_set(project, "project", key) for project in projects]
        children += [self._exercise(exercise, key) for exercise in self._index.exercises_of(node.topics)]
        if places == 1 and projects:
            children += self._contents(projects[0], key)
        children += [self._reference(reference, key) for reference in node.references]
        return self._leading(node, Row(key, "node", node.title), children)

    def _leading(self, node: Node, row: Row, children: list[Row]) -> Row:
        """Complete the row of a node: where it leads, what will be there, and what to find it by."""
        index = self._index
        lessons = {lesson.id: lesson for lesson in map(index.lesson_of, node.topics)}
        subjects: list[Lesson | ProblemSet] = [*lessons.values()]
        subjects += [index.lessons.get(name) or index.problem_sets[name] for name in (*node.projects, *node.planned)]
        words = [index.topics[topic].title for topic in node.topics]
        words += [text for subject in subjects for text in (subject.title, subject.summary)]
        target = None
        if node.topics:
            target = self._topic_target(node.topics[0])
        elif node.projects:
            target = Target(index.problem_sets[node.projects[0]].notebooks[0].path)
        return dataclasses.replace(
            row,
            children=tuple(children),
            topics=_distinct(node.topics, *(child.topics for child in children)),
            exercises=_distinct(*(child.exercises for child in children)),
            planned=", ".join(index.titles(node.planned)),
            words=" ".join(dict.fromkeys(words)),
            target=target,
        )

    def _module(self, node: Node) -> Row:
        module = self._modules[node.module]
        key = self._key(module.id)
        children = [*self._parts(module, key), *self.rows(node.children, key)]
        children += [self._reference(reference, key) for reference in node.references]
        row = Row(key, "module", node.title, level=module.level, module=module.id, summary=" ".join(module.objectives))
        return self._leading(node, row, children)

    def _parts(self, module: Module, above: str) -> Iterator[Row]:
        for part, title in LESSON_PARTS.items():
            key = self._key(f"{above}/{part}")
            lessons = [lesson for lesson in module.lessons if part in lesson.parts]
            # A lesson of several parts unfolds in the first: three copies of its topics would only be longer to read.
            yield _part(
                key, part, title, [self._lesson(lesson, "lesson", key, lesson.parts[0] == part) for lesson in lessons]
            )
        key = self._key(f"{above}/{PROJECT}")
        yield _part(
            key, PROJECT, "Project", [self._problem_set(project, "project", key) for project in module.projects]
        )
        key = self._key(f"{above}/{ASSIGNMENTS}")
        sets = [self._problem_set(problem_set, "problem-set", key) for problem_set in module.problem_sets]
        quizzes = [self._quiz(lesson, key) for lesson in module.lessons if lesson.questions]
        yield _part(key, ASSIGNMENTS, "Assignments and quizzes", [*sets, *quizzes])
        key = self._key(f"{above}/{CASE_STUDIES}")
        cases = [self._lesson(lesson, "case-study", key, True) for lesson in module.lessons if lesson.is_case_study]
        yield _part(key, CASE_STUDIES, "Case study", cases)

    def _lesson(self, lesson: Lesson, kind: Kind, above: str, unfold: bool) -> Row:
        key = self._key(f"{above}/{lesson.id}")
        return Row(
            key,
            kind,
            lesson.title,
            tuple(self._topic(topic.id, key) for topic in lesson.topics) if unfold else (),
            topics=tuple(topic.id for topic in lesson.topics),
            summary=lesson.summary,
            minutes=lesson.minutes,
            planned="" if lesson.written else lesson.title,
            words=" ".join(topic.title for topic in lesson.topics),
            target=Target(lesson.path, lesson=lesson.id) if lesson.written else None,
        )

    def _topic_target(self, topic: str) -> Target:
        lesson = self._index.lesson_of(topic)
        return Target(lesson.path, self._index.topics[topic].cell, lesson.id, topic)

    def _topic(self, topic: str, above: str) -> Row:
        return Row(
            self._key(f"{above}/{topic}"),
            "topic",
            self._index.topics[topic].title,
            topics=(topic,),
            target=self._topic_target(topic),
        )

    def _problem_set(self, problem_set: ProblemSet, kind: Kind, above: str) -> Row:
        key = self._key(f"{above}/{problem_set.id}")
        children = self._contents(problem_set, key)
        return Row(
            key,
            kind,
            problem_set.title,
            tuple(children),
            exercises=_distinct(*(child.exercises for child in children)),
            summary=problem_set.summary,
            minutes=problem_set.minutes,
            planned="" if problem_set.written else problem_set.title,
            words=" ".join(self._index.titles(problem_set.lessons)),
            target=Target(problem_set.notebooks[0].path) if problem_set.written else None,
        )

    def _contents(self, problem_set: ProblemSet, above: str) -> list[Row]:
        if len(problem_set.notebooks) == 1:  # a level with a single row in it would only be one more thing to open
            return [self._exercise(exercise, above) for exercise in problem_set.notebooks[0].exercises]
        return [self._notebook(notebook, above) for notebook in problem_set.notebooks]

    def _notebook(self, notebook: Notebook, above: str) -> Row:
        key = self._key(f"{above}/{notebook.path}")
        return Row(
            key,
            "notebook",
            notebook.title,
            tuple(self._exercise(exercise, key) for exercise in notebook.exercises),
            exercises=tuple(exercise.id for exercise in notebook.exercises),
            target=Target(notebook.path),
        )

    def _exercise(self, exercise: Exercise, above: str) -> Row:
        return Row(
            self._key(f"{above}/{exercise.id}"),
            "exercise",
            exercise.title,
            exercises=(exercise.id,),
            minutes=exercise.minutes,
            difficulty=exercise.difficulty,
            points=exercise.points,
            target=Target(self._index.notebooks[exercise.id].path, exercise.cell, exercise=exercise.id),
        )

    def _quiz(self, lesson: Lesson, above: str) -> Row:
        target = Target(lesson.path, QUIZ_CELL, lesson.id)
        return Row(self._key(f"{above}/{lesson.id}"), "quiz", lesson.title, target=target)

    def _reference(self, reference: Reference, above: str) -> Row:
        return Row(self._key(f"{above}/{reference.url}"), "reference", reference.title, url=reference.url)


def _part(key: str, part: str, title: str, children: list[Row]) -> Row:
    topics = _distinct(*(child.topics for child in children))
    return Row(
        key, "part", title, tuple(children), topics, _distinct(*(child.exercises for child in children)), part=part
    )


def _distinct(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))


def to_json(row: Row, available: Callable[[str], bool]) -> dict[str, Any]:
    """Return a row and all below it as plain data, without what is empty.

    Parameters
    ----------
    row : Row
        A row of the top level, or any other.
    available : callable
        Says whether the notebook of a path is there; asked once for each path.

    Returns
    -------
    dict
        What the sidebar reads.
    """
    return _json(row, cache(available))


def _json(row: Row, available: Callable[[str], bool]) -> dict[str, Any]:
    data: dict[str, Any] = {"key": row.key, "kind": row.kind, "title": row.title}
    for name in OPTIONAL:
        if value := getattr(row, name):
            data[name] = value
    if row.target:
        data["target"] = {**vars(row.target), "available": available(row.target.path)}
    data["children"] = [_json(child, available) for child in row.children]
    return data


def roll_up(rows: Iterable[Row], catalogue: Catalogue, progress: Progress) -> list[list[float]]:
    """Say of every row how far a learner has come with it.

    A row that leads to topics has the state that its topics roll up to; one that leads to exercises only, that of the
    exercises; a quiz that of its questions, as if they were all the evidence there is. Where there is nothing to do,
    as with a reference or a planned lesson, the state is -1.

    Parameters
    ----------
    rows : iterable of Row
        The top level of a tree.
    catalogue : Catalogue
        The course that the tree was made from.
    progress : Progress
        The learner's.

    Returns
    -------
    list of [state, done, total, points, of]
        One for each row, from top to bottom: the code of the state, the distinct topics mastered and all of them, and
        the points earned and to be had in the distinct exercises.
    """
    codes = {state: code for code, state in enumerate(STATES)}
    worth = {exercise.id: exercise.points for exercise in catalogue.exercises()}
    questions = {lesson.id: [question.id for question in lesson.questions] for lesson in catalogue.lessons()}

    def state(row: Row, topics: list[State]) -> int:
        if row.kind == "quiz" and row.target:
            return codes[_quiz_state([progress.questions.get(each) for each in questions[row.target.lesson]])]
        states = topics or [progress.exercises.get(exercise, "new") for exercise in row.exercises]
        return codes[roll_state(states)] if states else NOTHING

    def numbers(row: Row) -> list[float]:
        topics = [progress.topics.get(topic, "new") for topic in row.topics]
        return [
            state(row, topics),
            topics.count("mastered"),
            len(topics),
            sum(progress.points.get(exercise, 0) for exercise in row.exercises),
            sum(worth[exercise] for exercise in row.exercises),
        ]

    return [numbers(row) for top in rows for row in top.walk()]


def _quiz_state(answers: list[bool | None]) -> State:
    right = answers.count(True)
    if right == len(answers):
        return "mastered"
    if 2 * right >= len(answers):
        return "practised"
    return "new" if answers.count(None) == len(answers) else "in progress"
