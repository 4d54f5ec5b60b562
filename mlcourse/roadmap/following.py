"""What to do next, as a teacher would say it.

1. Finish what is begun, in the lesson where one left off: an exercise that was tried and not passed (the one where one
   left off before others), then the next topic that is not read (those after the one where one left off before those
   before it), then the quiz while an answer is missing or wrong, then an exercise whose topics are all read. What
   only grading can judge waits for its grade once it was tried, and holds nobody up.
2. Else go on in the roadmap: the first topic in its order that is not mastered and whose lesson's requirements are at
   least practised. A topic that is read already is mastered by its exercises and questions, so these are what is next.
   The topics of a module's node are those of the module's lessons, in course order.
3. Else the roadmap's remaining topics all wait for something outside it: go to what the first of them waits for, a
   requirement or another topic of one of its exercises.

What is only planned is never next, and a requirement without topics, as one that is planned, stands for its own.
A topic that has neither exercises nor questions is done with once it is practised.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlcourse.roadmap.catalogue import Catalogue, Exercise, Lesson
from mlcourse.roadmap.index import Index, lesson_state, passed
from mlcourse.roadmap.progress import Place, Progress, State
from mlcourse.roadmap.roadmaps import Roadmap

UNREAD: tuple[State, ...] = ("new", "opened")
SURE: tuple[State, ...] = ("practised", "mastered")


def next_place(catalogue: Catalogue, roadmap: Roadmap, progress: Progress) -> Place | None:
    """Say what to do next.

    Parameters
    ----------
    catalogue : Catalogue
        The course.
    roadmap : Roadmap
        The one that the learner follows.
    progress : Progress
        How far they have come.

    Returns
    -------
    Place or None
        A topic to read, an exercise to solve, or a lesson alone, whose quiz is open. None when all is done.

    Examples
    --------
    >>> from mlcourse.roadmap.catalogue import Module, Topic
    >>> from mlcourse.roadmap.roadmaps import Node
    >>> topics = (Topic("sums#adding", "Adding", ""),)
    >>> lesson = Lesson("sums", "Sums", "", 30, ("theory",), (), "", "sums.ipynb", topics)
    >>> catalogue = Catalogue("Course", (Module("01-basics", "Basics", "beginner", (), (lesson,), (), ()),))
    >>> roadmap = Roadmap("map", "Map", "", "all", (Node("Adding", topics=("sums#adding",)),))
    >>> next_place(catalogue, roadmap, Progress())
    Place(lesson='sums', topic='sums#adding', exercise='')
    """
    teacher = _Teacher(Index.of(catalogue), progress)
    topics = _order(catalogue, roadmap)
    return teacher.finish() or teacher.go_on(topics) or teacher.prepare(topics)


def _order(catalogue: Catalogue, roadmap: Roadmap) -> tuple[str, ...]:
    """Return a roadmap's topics in the order in which it asks for them."""
    modules = {module.id: module for module in catalogue.modules}
    topics: dict[str, None] = {}
    for node in roadmap.walk():
        if node.module:
            topics |= {topic.id: None for lesson in modules[node.module].lessons for topic in lesson.topics}
        topics |= dict.fromkeys(node.topics)
    return tuple(topics)


class _Teacher:
    """Knows the course and how far one learner has come in it."""

    def __init__(self, index: Index, progress: Progress) -> None:
        self._index = index
        self._progress = progress

    def finish(self) -> Place | None:
        """Say how to go on where the learner left off, if that is begun and not finished."""
        last = self._progress.last or Place()
        if last.exercise and self._begun(self._index.exercises[last.exercise]):
            return Place(exercise=last.exercise)
        practised = self._index.exercises[last.exercise].topics[:1] if last.exercise else ()
        lesson = self._index.lessons.get(last.lesson or "".join(practised).partition("#")[0])
        if lesson is None or lesson_state(lesson, self._progress) in UNREAD:
            return None  # to look into a lesson is not to begin it
        topics = [topic.id for topic in lesson.topics]
        here = topics.index(last.topic) if last.topic in topics else 0
        unread = [topic for topic in topics[here:] + topics[:here] if self._state(topic) in UNREAD]
        return (
            self._tried(topics)
            or (Place(lesson.id, unread[0]) if unread else None)
            or self._quiz(topics)
            or self._untried(topics)
        )

    def go_on(self, topics: Iterable[str]) -> Place | None:
        """Say what is next of some topics, leaving out those that are not to be studied yet."""
        ready: dict[str, bool] = {}
        for topic in topics:
            lesson = self._index.lesson_of(topic)
            if lesson.id not in ready:
                ready[lesson.id] = not self._unmet(lesson)
            if ready[lesson.id] and (place := self._step(topic)):
                return place
        return None

    def prepare(self, topics: Iterable[str]) -> Place | None:
        """Say what comes before the first of some topics that waits for something."""
        for topic in topics:
            if self._state(topic) != "mastered" and (place := self._before(topic)):
                return place
        return None

    def _before(self, topic: str) -> Place | None:
        lesson = self._index.lesson_of(topic)
        blocking = [topic]
        while unmet := self._unmet(lesson):
            lesson = unmet[0]
            blocking = [each.id for each in lesson.topics]
        steps = (self._step(each) for each in blocking)
        # No step, and still not mastered: exercises wait for topics that are read elsewhere.
        elsewhere = (each for exercise in self._open(blocking) for each in exercise.topics)
        unread = (Place(self._index.lesson_of(each).id, each) for each in elsewhere if self._state(each) in UNREAD)
        return next((place for place in (*steps, *unread) if place), None)

    def _state(self, topic: str) -> State:
        return self._progress.topics.get(topic, "new")

    def _unmet(self, lesson: Lesson) -> list[Lesson]:
        """Return the lessons with topics that one should be sure of before a lesson, and is not."""
        required = [self._index.lessons[name] for name in lesson.requires]
        return [
            unmet
            for each in required
            for unmet in ([each] if each.topics else self._unmet(each))
            if lesson_state(unmet, self._progress) not in SURE
        ]

    def _step(self, topic: str) -> Place | None:
        """Say what brings a topic nearer to being mastered."""
        if self._state(topic) == "mastered":
            return None
        if self._state(topic) in UNREAD:
            return Place(self._index.lesson_of(topic).id, topic)
        return self._tried([topic]) or self._quiz([topic]) or self._untried([topic])

    def _open(self, topics: Iterable[str]) -> list[Exercise]:
        return [each for each in self._index.exercises_of(topics) if not self._done(each)]

    def _begun(self, exercise: Exercise) -> bool:
        return self._progress.exercises.get(exercise.id) == "in progress" and not self._done(exercise)

    def _done(self, exercise: Exercise) -> bool:
        """Tell whether an exercise is passed, or was tried and waits for the grade that alone can judge it."""
        tried = self._progress.exercises.get(exercise.id) == "in progress"
        waits = exercise.form_only and tried and exercise.id not in self._progress.points
        return waits or passed(exercise.id, self._progress)

    def _tried(self, topics: Iterable[str]) -> Place | None:
        return next((Place(exercise=each.id) for each in self._open(topics) if self._begun(each)), None)

    def _untried(self, topics: Iterable[str]) -> Place | None:
        due = (each for each in self._open(topics) if all(self._state(topic) not in UNREAD for topic in each.topics))
        return next((Place(exercise=each.id) for each in due), None)

    def _quiz(self, topics: Iterable[str]) -> Place | None:
        """Say that the quiz is next if it asks of any of these topics what is not answered right yet."""
        for topic in topics:
            if not all(self._progress.questions.get(each) for each in self._index.questions.get(topic, ())):
                return Place(self._index.lesson_of(topic).id)
        return None
